"""Units of temperature, declared and guessed."""

import numpy as np
import pytest

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.heat.units import decide_unit, unit


def test_landsat_numbers_become_kelvin_and_zero_is_no_data():
    # USGS Collection 2: K = DN · 0.00341802 + 149.0; DN 44177 is 300 K to the digital step.
    kelvin = unit("landsat_dn").to_kelvin(np.array([0, 44177, 65535], np.float32))
    assert np.isnan(kelvin[0])
    assert kelvin[1] == pytest.approx(299.9979, abs=1e-4)
    assert np.isnan(kelvin[2])  # 373 K is no land surface


def test_celsius_and_stray_zeros_of_kelvin():
    assert unit("celsius").to_kelvin(np.array([25.0], np.float32))[0] == pytest.approx(298.15)
    assert np.isnan(unit("kelvin").to_kelvin(np.array([0.0, -9999.0], np.float32))).all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([295.2, 301.7, 310.0], "kelvin"),
        ([22.1, 31.5, 44.0], "celsius"),
        ([-4.2, -1.5, 3.1], "celsius"),
        ([42000.0, 44177.0, 46000.0, 0.0], "landsat_dn"),
    ],
)
def test_the_unit_is_guessed_from_the_values(values, expected):
    assert decide_unit(np.array(values, np.float32), "auto", "x").key == expected


@pytest.mark.parametrize(
    ("values", "declared", "message"),
    [
        ([22.1, 31.5, 44.0], "kelvin", "declared as kelvin, but its values .* look like celsius"),
        ([295.2, 301.7, 310.0], "celsius", "look like kelvin"),
        ([295.2, 301.7, 310.0], "landsat_dn", "look like kelvin"),
        ([42000.0, 44177.0], "kelvin", "look like landsat_dn"),
        ([120.0, 130.0, 140.0], "auto", "no surface temperature"),
        ([2950.0, 3010.0], "auto", "no surface temperature"),
        ([0.0, np.nan], "auto", "holds no temperature at all"),
        ([300.0], "fahrenheit", "no temperature unit"),
    ],
)
def test_values_that_contradict_the_unit_are_refused(values, declared, message):
    with pytest.raises(UrbanThinkError, match=message) as caught:
        decide_unit(np.array(values, np.float32), declared, "scene.tif")
    assert caught.value.hint
