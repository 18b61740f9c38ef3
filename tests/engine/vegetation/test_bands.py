"""Which band is which."""

from __future__ import annotations

import pytest

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.vegetation.bands import require_roles, resolve_bands, role_of


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("B04", "red"),
        ("B4", "red"),
        ("b8a", "nir_narrow"),
        ("B8", "nir"),
        ("B11", "swir1"),
        ("B05", "red_edge_1"),
        ("SR_B5", "nir"),
        ("SR_B4 red", "red"),
        ("B04 2024-06", "red"),
        ("B4, central wavelength 665 nm", "red"),
        ("Red", "red"),
        ("NIR", "nir"),
        ("rededge1", "red_edge_1"),
        ("swir-1", "swir1"),
        ("swir22", "swir2"),
        ("B10", ""),
        ("B01", ""),
        ("SCL", ""),
        ("band 1", ""),
        ("B041", ""),
    ],
)
def test_role_of_a_name(name, role):
    assert role_of(name) == role


def test_bare_numbers_mean_what_the_sensor_says():
    assert role_of("B5") == "red_edge_1"
    assert role_of("B5", "landsat_c2_l2_sr") == "nir"
    assert role_of("nir08") == "nir_narrow"
    assert role_of("nir08", "landsat_c2_l2_sr") == "nir"


def test_names_in_the_file():
    assert resolve_bands(["B02", "B08", "SCL", "B04"], None, "x.tif") == {"blue": 1, "nir": 2, "red": 4}


def test_narrow_infrared_serves_where_there_is_no_other():
    assert resolve_bands(["B04", "B8A"], None, "x.tif")["nir"] == 2
    assert resolve_bands(["B8A", "B08"], None, "x.tif")["nir"] == 2


def test_bands_told_in_file_order():
    assert resolve_bands(["", "", ""], "B02, B04,B08", "x.tif") == {"blue": 1, "red": 2, "nir": 3}
    assert resolve_bands(["", "", ""], ["SCL", "red", "nir"], "x.tif") == {"red": 2, "nir": 3}


def test_bands_told_by_number_win_over_the_names():
    assert resolve_bands(["B02", "B03", "B04"], "B04=1,B08=3", "x.tif") == {"red": 1, "nir": 3}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("B02,B03", "BANDS names 2 bands, but x.tif has 3."),
        ("B02,B03,B99x", "'B99x' is no band name"),
        ("B04=9", "no band number '9'"),
        ("B04=first", "no band number 'first'"),
        ("B04=1,red=2", "names the red band twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(given, said):
    with pytest.raises(UrbanThinkError, match=said) as caught:
        resolve_bands(["", "", ""], given, "x.tif")
    assert caught.value.hint


def test_a_time_stack_is_refused():
    with pytest.raises(UrbanThinkError, match="time stack"):
        resolve_bands(["B04 2024-06", "B08 2024-06", "B04 2024-07"], None, "x.tif")


def test_the_missing_band_is_named():
    said = r"NDMI needs the band B11 \(short-wave infrared 1\).*its bands are: B04, B08"
    with pytest.raises(UrbanThinkError, match=said):
        require_roles("NDMI", ("nir", "swir1"), {"red": 1, "nir": 2}, ["B04", "B08"], "x.tif")
