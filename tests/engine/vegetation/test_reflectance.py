"""From stored numbers to reflectance, and the guard against a wrong offset."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.sensors import baseline_of, calibrate, check_offset, sensor_of

OLD = "S2A_MSIL2A_20190530T103031_N0212_R108_T32TMT.tif"
NEW = "S2A_MSIL2A_20190530T103031_N0500_R108_T32TMT.tif"


def both(calibration):
    return calibration.factor, pytest.approx(calibration.offset, abs=1e-12), calibration.rests_on


def test_whole_numbers_are_divided_by_10000():
    assert both(calibrate("x.tif", "uint16")) == (1e-4, 0.0, "sensor")
    assert both(calibrate(OLD, "uint16")) == (1e-4, 0.0, "sensor")


def test_the_baseline_decides_never_the_date():
    assert both(calibrate(NEW, "uint16")) == (1e-4, -0.1, "baseline")
    assert both(calibrate("x.tif", "uint16", tags={"PROCESSING_BASELINE": "05.11"})) == (1e-4, -0.1, "baseline")
    assert both(calibrate("x.tif", "uint16", tags={"PROCESSING_BASELINE": "03.01"})) == (1e-4, 0.0, "sensor")
    assert calibrate("S2A_20240701.tif", "uint16").offset == 0.0


def test_effect_of_a_forgotten_offset():
    nir, red = 4500, 1600
    right = calibrate(NEW, "uint16")
    nir_r, red_r = (right.factor * dn + right.offset for dn in (nir, red))
    assert (nir_r - red_r) / (nir_r + red_r) == pytest.approx(0.70732, abs=1e-5)
    assert (nir - red) / (nir + red) == pytest.approx(0.47541, abs=1e-5)


@pytest.mark.parametrize(
    ("key", "text", "baseline"),
    [
        ("PROCESSING_BASELINE", "04.00", "04.00"),
        ("s2:processing_baseline", "5.09", "05.09"),
        ("processing_baseline", "N0511", "05.11"),
        ("OTHER", "04.00", ""),
    ],
)
def test_baseline_in_the_metadata(key, text, baseline):
    assert baseline_of("x.tif", {key: text}) == baseline


def test_baseline_in_the_name():
    assert baseline_of("/data/S2B_MSIL2A_20240701T103031_N0510_R108_T31TFJ_20240701T1.SAFE/x.jp2", {}) == "05.10"


def test_what_the_file_declares_comes_first():
    assert both(calibrate(NEW, "uint16", scale=1e-4)) == (1.0, 0.0, "bands")
    assert both(calibrate(NEW, "uint16", tags={"SCALE": "0.0001", "OFFSET": "0"})) == (1e-4, 0.0, "metadata")
    tags = {"SCALE": "2.75e-05", "OFFSET": "-0.2"}
    assert both(calibrate("x.tif", "uint16", tags=tags)) == (2.75e-5, -0.2, "metadata")
    tags = {"BOA_QUANTIFICATION_VALUE": "10000", "BOA_ADD_OFFSET": "-1000"}
    assert both(calibrate("x.tif", "uint16", tags=tags)) == (1e-4, -0.1, "metadata")
    assert both(calibrate(NEW, "uint16", tags={"SCALE": "0.0001"})) == (1e-4, -0.1, "baseline")


def test_landsat_has_its_own_scale():
    path = "LC09_L2SP_196023_20250621_20250622_02_T1_SR.tif"
    assert sensor_of(path, {}) == "landsat_c2_l2_sr"
    assert both(calibrate(path, "uint16")) == (2.75e-5, -0.2, "sensor")
    assert sensor_of("x.tif", {"SPACECRAFT_ID": "LANDSAT_8"}) == "landsat_c2_l2_sr"


def test_floating_point_is_reflectance_unless_it_looks_like_numbers():
    assert both(calibrate("x.tif", "float32", median=0.12)) == (1.0, 0.0, "float")
    assert both(calibrate("x.tif", "float32", median=1200.0)) == (1e-4, 0.0, "sensor")


def test_eight_bits_are_no_reflectance():
    assert not calibrate("x.tif", "uint8").is_reflectance


def test_the_user_has_the_last_word():
    assert both(calibrate("x.tif", "uint16", choice="-1000")) == (1e-4, -0.1, "user")
    assert both(calibrate(NEW, "uint16", choice="0")) == (1e-4, 0.0, "user")
    # Harmonised pixels whose bands still declare the offset: it is taken back.
    assert both(calibrate("x.tif", "uint16", scale=1e-4, offset=-0.1, choice="0")) == (1.0, 0.1, "user")
    assert both(calibrate("x.tif", "float32", choice="-1000", median=0.2)) == (1.0, -0.1, "user")
    with pytest.raises(UrbanThinkError, match="no number"):
        calibrate("x.tif", "uint16", choice="minus thousand")


@pytest.fixture(scope="module")
def zurich(real_data):
    path = real_data / "s2_zurich_ne" / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif"
    with rasterio.open(path) as source:
        stored = source.read([1, 2, 3, 7]).astype(np.float64)
    return dict(zip(("blue", "green", "red", "nir"), np.where(stored == 0, np.nan, stored) * 1e-4, strict=True))


def test_guard_is_silent_on_the_real_scene(zurich):
    check = check_offset(zurich)
    assert not check.is_doubtful
    assert not check.lacks_dark_pixels
    assert 0.01 < check.dense_red < 0.06
    assert check.negative == 0.0


def test_guard_fires_when_the_offset_is_forgotten(zurich):
    check = check_offset({role: values + 0.1 for role, values in zurich.items()})
    assert check.is_doubtful
    assert check.dense_red > 0.10


def test_guard_fires_when_the_offset_is_applied_twice(zurich):
    check = check_offset({role: values - 0.1 for role, values in zurich.items()})
    assert check.is_doubtful
    assert check.negative > 0.05


def test_without_vegetation_the_missing_dark_pixels_are_told():
    rng = np.random.default_rng(3)
    winter = {role: rng.uniform(0.12, 0.30, 5000) for role in ("blue", "green", "red", "nir")}
    check = check_offset(winter)
    assert check.lacks_dark_pixels
    assert not check.is_doubtful
    assert np.isnan(check.dense_red)


def test_an_empty_sample_says_nothing():
    check = check_offset({"red": np.full(100, np.nan), "nir": np.full(100, np.nan)})
    assert not check.is_doubtful
    assert not check.lacks_dark_pixels
