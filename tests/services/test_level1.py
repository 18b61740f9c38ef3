"""What the plugin's script of Landsat Level 1 makes of digital numbers, by published values typed in."""

from __future__ import annotations

import numpy as np
import pytest

from .evalscript import Evalscript
from .level1 import kelvin_of, number_of
from .process import UNITS
from .scenes import REPOSITORY

SCRIPT = (REPOSITORY / "resources" / "evalscripts" / "landsat_ot_l1.js").read_text(encoding="utf-8")
#: Digital numbers of Landsat 8 and their brightness temperature [K].
BAND_10 = {22000: 283.87404, 25000: 291.70557, 28000: 299.02006, 30000: 303.65499}
BAND_11 = {20000: 280.96436, 23000: 290.18099, 26000: 298.77549, 28000: 304.21865}


def run(source, numbers, qa, seen):
    script = Evalscript(source)
    units = UNITS["landsat-ot-l1"]
    asked = [(band, unit) for band, unit in script.inputs if band != "dataMask"]
    frame = np.stack([numbers if band.startswith("B1") else qa for band, _ in asked] + [seen]).astype(np.uint16)
    names = [*(band for band, _ in asked), "dataMask"]
    divisors = [*(units[band][unit] for band, unit in asked), 1]
    return script.run([frame], names, divisors, {"tiles": []}, frame.shape[1])


def test_hundredths_of_a_kelvin_with_flags_and_mask_beside_them():
    qa, seen = np.array([21824, 22280, 55052, 1, 21824]), np.array([1, 1, 1, 1, 0])
    bands, classes = run(SCRIPT, np.array([*BAND_10, 0]), qa, seen)
    assert bands.dtype == classes.dtype == np.uint16
    np.testing.assert_array_equal(bands[0], [28387, 29171, 29902, 30365, 0])
    np.testing.assert_array_equal(classes, [qa, seen])


def test_band_11_has_constants_of_its_own():
    bands, _ = run(SCRIPT.replace("B10", "B11"), np.array([*BAND_11]), np.zeros(4), np.ones(4))
    np.testing.assert_array_equal(bands[0], [28096, 29018, 29878, 30422])


@pytest.mark.parametrize(("band", "vectors"), [("B10", BAND_10), ("B11", BAND_11)])
def test_numbers_and_kelvin_are_each_others_inverse(band, vectors):
    np.testing.assert_allclose(kelvin_of(np.array([*vectors]), band), [*vectors.values()], atol=6e-6)
    np.testing.assert_array_equal(number_of(np.array([*vectors.values(), np.nan]), band), [*vectors, 0])
