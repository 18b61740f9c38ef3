"""The grid of requests: the same pixels whoever asks, nothing asked twice, nothing larger than the service takes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox

from urbanthink_plugin.engine.imagery.scenes import area_geometry, output_grid
from urbanthink_plugin.engine.imagery.tiles import STEP, TILE, PixelGrid, Window, around, pieces, request_grid

WINDOWS = st.builds(
    Window, st.integers(-9000, 9000), st.integers(-9000, 9000), st.integers(1, 6000), st.integers(1, 6000)
)


@given(WINDOWS)
@settings(max_examples=60, deadline=None)
def test_pieces_cover_the_window_once_and_stay_within_their_tile(window):
    parts = pieces(window)
    assert around(parts).covers(window)
    assert sum(part.width * part.height for part in parts) == around(parts).width * around(parts).height
    for part in parts:
        assert part.width <= TILE and part.height <= TILE
        assert part.column // TILE == (part.right - 1) // TILE and part.row // TILE == (part.bottom - 1) // TILE
        assert part.column % STEP == part.row % STEP == part.width % STEP == part.height % STEP == 0
    for first in parts:
        assert all(first is second or first.intersection(second) is None for second in parts)


def test_two_areas_share_the_borders_of_tiles():
    left, right = pieces(Window(1000, 0, 2000, 100)), pieces(Window(2300, 0, 3000, 100))
    assert {part.column for part in left if part.column} & {part.column for part in right} == {TILE}


def test_an_area_in_one_tile_is_one_request_not_much_larger():
    (part,) = pieces(Window(2401, 4801, 300, 300))
    assert part == Window(2400, 4800, 360, 360)


def test_windows_and_grids_are_the_same_thing():
    pixels = PixelGrid(output_grid(area_geometry({"bounds": [0, 0, 1, 1], "crs": "EPSG:32632"}), 10).crs, 10.0)
    window = Window(47248, -525749, 1100, 1100)
    assert pixels.bounds(window) == (472480, 5246490, 483480, 5257490)
    assert pixels.window_of(pixels.geobox(window)) == window
    assert pixels.window_of(pixels.geobox(window).pad(3)) == window.grown(3)


@pytest.mark.parametrize(
    ("crs", "resolution", "expected_crs", "expected"),
    [
        ("EPSG:32632", 10, 32632, 10),
        ("EPSG:32632", 5, 32632, 10),  # nothing finer than the sensor
        ("EPSG:32632", 30, 32632, 30),
        ("EPSG:2154", 10, 32631, 10),
        ("EPSG:2154", 20, 32631, 20),
    ],
)
def test_what_is_asked_for_a_grid(crs, resolution, expected_crs, expected):
    bounds = {"EPSG:32632": [472480, 5246490, 483480, 5257490], "EPSG:2154": [650000, 6860000, 652000, 6862000]}[crs]
    grid = output_grid(area_geometry({"bounds": bounds, "crs": crs}), resolution, crs)
    pixels = request_grid(grid, 10.0)
    assert pixels.crs.epsg == expected_crs
    assert pixels.resolution == expected
    window = pixels.window_around(grid)
    assert (pixels.window_of(grid) is None) == (crs == "EPSG:2154" or resolution == 5)
    assert pixels.geobox(window).extent.contains(grid.extent.to_crs(pixels.crs))


def test_a_geographic_grid_is_asked_at_its_size_on_the_ground():
    grid = GeoBox.from_bbox((8.6, 47.3, 8.8, 47.5), crs="EPSG:4326", resolution=0.0003)
    pixels = request_grid(grid, 10.0)
    assert pixels.crs.epsg == 32632
    assert pixels.resolution == pytest.approx(0.0003 * 111_320 * np.cos(np.radians(47.4)), rel=0.05)
