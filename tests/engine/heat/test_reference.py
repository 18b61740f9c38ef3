"""Cities, borders and rings on shapes whose answer is known."""

import math

import numpy as np
import pytest

from urbanthink_plugin.engine.heat import reference as science
from urbanthink_plugin.engine.heat.reference import Surface

PIXEL = (30.0, 30.0)


def square(size=300, side=60, at=None):
    mask = np.zeros((size, size), bool)
    start = (size - side) // 2 if at is None else at
    mask[start : start + side, start : start + side] = True
    return mask


def surface(urban, **parts):
    parts = {"water": np.zeros_like(urban), "vegetation": ~urban, **parts}
    return Surface(pixel=PIXEL, coarse=100.0, urban=urban, **parts)


def city_of(urban):
    return science.find_city(urban, PIXEL, 100.0)


def test_ring_of_a_square_has_the_width_of_the_closed_form():
    # Area within w of a square of side a: 4aw + πw² = a².
    side = 60 * 30.0
    width = (-4 * side + math.sqrt(16 * side**2 + 4 * math.pi * side**2)) / (2 * math.pi)
    assert science.ring_width(square(), PIXEL) == pytest.approx(width, abs=30)


@pytest.mark.parametrize("rows", [7, 64, 512])
def test_distances_in_strips_are_those_of_the_whole(rows, monkeypatch):
    monkeypatch.setattr(science, "STRIP_ROWS", rows)
    mask = np.random.default_rng(3).random((130, 90)) > 0.995
    y, x = np.nonzero(mask)
    grid = np.mgrid[:130, :90] * 30.0
    brute = np.sqrt(((grid[0][..., None] - y * 30.0) ** 2 + (grid[1][..., None] - x * 30.0) ** 2).min(axis=-1))
    np.testing.assert_array_equal(science._near(mask, 250.0, PIXEL), brute <= 250.0)


def test_the_city_is_one_footprint_with_its_gardens_and_without_its_roads():
    urban = square()
    urban[140:144, 140:144] = False  # a park
    urban[150, 180:] = True  # a motorway
    urban[20:40, 20:40] = True  # a town of 0.36 km²
    urban[280:284, 280:284] = True  # a hamlet
    city = city_of(urban)
    assert city.is_large
    assert city.footprint[141, 141] and not city.urban[141, 141]
    assert not city.footprint[150, 250]
    assert city.towns[30, 30] and not city.towns[282, 282]
    assert np.count_nonzero(city.footprint) == pytest.approx(3600, rel=0.01)


def test_without_a_large_cluster_all_urban_pixels_are_the_city():
    urban = square(side=10) | square(side=12, at=20)
    city = city_of(urban)
    assert not city.is_large and not city.towns.any()
    assert np.count_nonzero(city.urban) >= 0.9 * np.count_nonzero(urban)


def test_the_border_is_pure_vegetation_around_the_city():
    urban = square()
    ground = surface(urban)
    border = science.vegetated_border(ground, city_of(urban))
    assert border.width == 1000
    middle = border.mask[150]
    # City from column 120: nothing within one thermal measurement (100 m) of it, nothing beyond 1000 m.
    assert not middle[117:120].any() and middle[116] and middle[120 - 33] and not middle[120 - 34]


def test_the_border_widens_until_it_holds_enough():
    urban = square()
    far = np.zeros_like(urban)
    far[:, :80] = True  # vegetation only from 1200 m on
    border = science.vegetated_border(surface(urban, vegetation=far), city_of(urban))
    assert border.width == 2000 and border.mask.any()


def test_water_and_its_shore_and_towns_and_their_surroundings_are_left_out():
    urban = square()
    urban[140:160, 192:212] = True  # a town of 0.36 km², 360 m away
    lake = np.zeros_like(urban)
    lake[109:112, 140:160] = True
    ring = science.equal_ring(surface(urban, water=lake), city_of(urban)).mask
    # The lake and 100 m (3 pixels) of shore; then the town and 500 m around it.
    assert not ring[106:115, 140:160].any() and ring[115, 150]
    assert not ring[140:160, 180:].any() and ring[122, 181] and ring[150, 110]


@pytest.mark.parametrize("kind", ["zones", "land_cover"])
def test_other_references_leave_out_city_and_water(kind):
    urban, lake = square(), square(side=20, at=10)
    ground = surface(urban, water=lake)
    if kind == "zones":
        mask = science.chosen_zones(ground, city_of(urban), np.ones_like(urban)).mask
    else:
        mask = science.open_country(ground, city_of(urban), vegetation_only=True).mask
    assert not (mask & (urban | lake)).any() and mask[150, 20]


def test_hills_are_left_out_and_only_without_flat_ground_corrected():
    urban = square()
    hill = np.zeros(urban.shape, np.float32)
    hill[:, 200:] = 80.0
    border = science.vegetated_border(surface(urban, elevation=hill), city_of(urban))
    assert border.tolerance == 50 and not border.mask[:, 200:].any()
    plateau = np.where(urban, 0.0, 80.0).astype(np.float32)
    assert science.vegetated_border(surface(urban, elevation=plateau), city_of(urban)).tolerance == 100
    mountain = np.where(urban, 0.0, 300.0).astype(np.float32)
    assert science.vegetated_border(surface(urban, elevation=mountain), city_of(urban)).lapse


def test_steep_ground_is_left_out():
    # 30 m per 30 m pixel is 45°, 5 m per pixel is 9°.
    ramp = np.tile(np.arange(50, dtype=np.float32), (50, 1))
    assert science.steep(ramp * 30, PIXEL).all() and not science.steep(ramp * 5, PIXEL).any()


def test_unknown_ground_is_no_reference():
    urban = square()
    known = np.ones_like(urban)
    known[:, :110] = False
    assert not science.vegetated_border(surface(urban, known=known), city_of(urban)).mask[:, :110].any()
