"""Roof planes on surfaces whose truth is known: single roofs, the synthetic city, the demo town; and bad input."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine
from shapely import box
from shapely.affinity import rotate

from urbanthink_plugin.engine.demo.heights import DSM_METRES, WINDOW, inside_window, surface_model
from urbanthink_plugin.engine.demo.town import build_town
from urbanthink_plugin.engine.solar.roofs.planes import find_planes

from .city import city
from .roof_truth import TruePlane, score, turn

GROUND = 100.0


def field(metres=60.0, pixel=0.5):
    """Level ground with its transform and the x and y of the middles of its cells."""
    side = round(metres / pixel)
    x = (np.arange(side) + 0.5) * pixel
    x, y = np.meshgrid(x, metres - x)
    return np.full((side, side), GROUND), Affine(pixel, 0, 0, 0, -pixel, metres), x, y


def put(heights, x, y, shape, level):
    inside = shapely.contains_xy(shape, x, y)
    heights[inside] = np.broadcast_to(level, heights.shape)[inside]


def gable(x, slope=35.0, ridge=30.0, half=5.0, eaves=6.0):
    return GROUND + eaves + np.tan(np.radians(slope)) * (half - np.abs(x - ridge))


def gable_house(noise=0.0, pixel=0.5):
    heights, transform, x, y = field(pixel=pixel)
    house = box(25, 22, 35, 38)
    put(heights, x, y, house, gable(x))
    return heights + np.random.default_rng(7).normal(0, noise, heights.shape), transform, house, (x, y)


@pytest.mark.parametrize("pixel", [0.5, 1.0])
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_a_gable_has_two_planes(noise, pixel):
    heights, transform, house, _ = gable_house(noise, pixel)
    scan = find_planes(heights, transform, [house])
    west, east = sorted(scan.planes, key=lambda plane: plane.x0)
    for plane, azimuth in ((west, 270), (east, 90)):
        assert plane.slope_deg == pytest.approx(35, abs=0.01 + 12 * noise)
        assert turn(plane.grid_azimuth_deg, azimuth) < 0.01 + 12 * noise
        assert plane.area_plan_m2 == pytest.approx(80, rel=0.02)
        assert plane.area_m2 == pytest.approx(plane.area_plan_m2 / np.cos(np.radians(plane.slope_deg)))
        assert plane.rmse_m == pytest.approx(noise, abs=0.012)
        assert not plane.is_flat
        level = plane.a + plane.p * (plane.x0 + 1 - plane.x0) + plane.q * 2
        expected = gable(np.array(plane.x0 + 1))
        assert level - 2 * plane.q == pytest.approx(float(expected), abs=0.01 + noise)
    # The shared edge is the ridge, a straight line.
    assert len(west.polygon.exterior.coords) <= 7
    assert west.polygon.bounds[2] == pytest.approx(30, abs=0.15)
    assert not scan.obstacles and not scan.shifts.any()


def test_the_cells_are_those_of_the_plane():
    heights, transform, house, (x, y) = gable_house()
    for plane in find_planes(heights, transform, [house]).planes:
        rows, columns = plane.cells.T
        level = plane.a + plane.p * (x[rows, columns] - plane.x0) + plane.q * (y[rows, columns] - plane.y0)
        assert np.abs(heights[rows, columns] - level).max() < 0.02
        assert len(plane.cells) == pytest.approx(plane.area_plan_m2 / 0.25, rel=0.05)


def test_a_hip_has_four_planes_that_fill_the_footprint_without_overlap():
    heights, transform, x, y = field()
    house = rotate(box(20, 24, 40, 36), 25)
    angle = np.radians(25)
    u = (x - 30) * np.cos(angle) + (y - 30) * np.sin(angle)
    v = -(x - 30) * np.sin(angle) + (y - 30) * np.cos(angle)
    put(heights, x, y, house, GROUND + 5 + np.minimum(6 - np.abs(v), 10 - np.abs(u)))
    planes = find_planes(heights, transform, [house]).planes
    assert len(planes) == 4
    assert np.allclose([plane.slope_deg for plane in planes], 45, atol=0.01)
    assert sorted(round(plane.grid_azimuth_deg) for plane in planes) == [65, 155, 245, 335]
    assert sorted(round(plane.area_plan_m2) for plane in planes) == [36, 36, 84, 84]
    assert sum(plane.area_plan_m2 for plane in planes) == pytest.approx(house.area, rel=1e-6)
    assert shapely.union_all([plane.polygon for plane in planes]).difference(house).area < 1e-6


def test_what_stands_on_a_flat_roof():
    heights, transform, x, y = field()
    house = box(20, 20, 40, 40)
    put(heights, x, y, house, GROUND + 8.8)
    put(heights, x, y, box(20.5, 20.5, 39.5, 39.5), GROUND + 8)
    put(heights, x, y, box(30, 30, 31, 31), GROUND + 9.5)
    put(heights, x, y, box(24, 24, 29, 28), GROUND + 10)
    scan = find_planes(heights, transform, [house])
    roof = max(scan.planes, key=lambda plane: plane.area_plan_m2)
    assert roof.is_flat and roof.a == pytest.approx(GROUND + 8, abs=0.01)
    assert roof.area_plan_m2 == pytest.approx(400 - 20, rel=0.02), "the penthouse has a plane of its own"
    assert sorted(round(plane.area_plan_m2) for plane in scan.planes) == [20, 380]
    parapet, chimney = sorted(scan.obstacles, key=lambda one: one.height_m)
    assert parapet.height_m == pytest.approx(0.8, abs=0.01) and parapet.polygon.area == pytest.approx(39, rel=0.1)
    assert chimney.height_m == pytest.approx(1.5, abs=0.01) and chimney.polygon.area == pytest.approx(1.0)
    assert {one.building for one in scan.obstacles} == {0} and scan.planes[chimney.plane] is roof


def test_two_levels_and_a_courtyard():
    heights, transform, x, y = field()
    house = box(15, 20, 45, 40)
    put(heights, x, y, box(15, 20, 30, 40), GROUND + 6)
    put(heights, x, y, box(30, 20, 45, 40), GROUND + 7)
    put(heights, x, y, box(18, 24, 26, 32), GROUND)
    scan = find_planes(heights, transform, [house])
    assert sorted(round(plane.area_plan_m2) for plane in scan.planes) == [236, 300]
    assert scan.findings.ground_planes == 1


def test_holes_in_the_surface_are_no_ground():
    heights, transform, house, (x, y) = gable_house(0.03)
    rough = np.random.default_rng(3)
    heights[rough.random(heights.shape) < 0.1] = np.nan
    put(heights, x, y, box(26, 26, 28, 28), np.nan)
    planes = find_planes(heights, transform, [house]).planes
    assert len(planes) == 2
    assert np.allclose([plane.slope_deg for plane in planes], 35, atol=1.0)
    assert np.allclose([plane.area_plan_m2 for plane in planes], 80, rtol=0.03)


@pytest.fixture(scope="module")
def town():
    west, _, _, north = WINDOW
    made = build_town()
    buildings = [building for building in made.buildings if inside_window(building)]
    return surface_model(made).astype(float), Affine(DSM_METRES, 0, west, 0, -DSM_METRES, north), buildings


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_the_demo_town_is_recovered(town, noise):
    heights, transform, buildings = town
    rough = heights + np.random.default_rng(5).normal(0, noise, heights.shape)
    scan = find_planes(rough, transform, [building.shape for building in buildings])
    assert len(scan.planes) == sum(2 if building.roof == "gable" else 1 for building in buildings)
    slopes, azimuths, areas = [], [], []
    for plane in scan.planes:
        building = buildings[plane.building]
        slopes.append(abs(plane.slope_deg - building.slope))
        share = 2 if building.roof == "gable" else 1
        areas.append(abs(plane.area_plan_m2 * share / building.shape.area - 1))
        if building.roof != "flat":
            apart = turn(plane.grid_azimuth_deg, building.azimuth)
            azimuths.append(min(apart, 180 - apart) if building.roof == "gable" else apart)
    assert max(slopes) < (0.05 if noise == 0 else 1.0)
    assert max(azimuths) < (0.02 if noise == 0 else 1.0)
    assert max(areas) < 0.02
    assert not scan.shifts.any(), "footprints that lie where they should stay there"


def test_shifted_footprints_are_found_again(town):
    heights, transform, buildings = town
    rough = heights + np.random.default_rng(6).normal(0, 0.05, heights.shape)
    rng = np.random.default_rng(11)
    for shift in ([0.8, -0.5], [-0.4, 0.7], [0.0, 1.0]):
        moved = [shapely.transform(building.shape, lambda xy, s=shift: xy + s) for building in buildings]
        scan = find_planes(rough, transform, moved)
        wrong = np.hypot(*(scan.shifts + shift).T)
        assert np.median(wrong) < 0.1 and np.percentile(wrong, 95) < 0.25 and wrong.max() < DSM_METRES
        assert np.median(scan.shift_confidence) > 0.8
    # Every building by its own shift.
    alone = [n for n, b in enumerate(buildings) if b.use == "house"]
    shifts = rng.uniform(-0.7, 0.7, (len(alone), 2))
    moved = [shapely.transform(buildings[n].shape, lambda xy, s=s: xy + s) for n, s in zip(alone, shifts, strict=True)]
    found = find_planes(rough, transform, moved).shifts
    asked = np.hypot(*shifts.T) > 0.3
    assert np.hypot(*(found + shifts)[asked].T).max() < DSM_METRES


def test_the_synthetic_city():
    made = city(500, 0.5, 0.05)
    scan = find_planes(made.heights, made.transform, made.footprints)
    truths = [TruePlane(plane.polygon, plane.slope, plane.azimuth) for plane in made.planes]
    found = score(truths, scan.planes)
    print(found)
    assert found.completeness >= 0.95
    assert np.percentile(found.slope, 95) <= 1.5 and np.percentile(found.azimuth, 95) <= 3
    assert found.iou.mean() > 0.95
    assert not scan.findings.looks_like_terrain


def test_a_tile_has_the_same_planes_as_the_whole(town):
    heights, transform, buildings = town
    rough = heights + np.random.default_rng(5).normal(0, 0.05, heights.shape)
    west, _, _, north = WINDOW
    tile = box(west + 150, north - 350, west + 350, north - 150)
    chosen = [n for n, building in enumerate(buildings) if tile.contains(building.shape)]
    cut = (slice(150, 850), slice(150, 850))
    part = find_planes(rough[cut], transform @ Affine.translation(150, 150), [buildings[n].shape for n in chosen])
    whole = find_planes(rough, transform, [building.shape for building in buildings])
    others = [plane for plane in whole.planes if plane.building in chosen]
    assert len(part.planes) == len(others)
    for one, other in zip(part.planes, others, strict=True):
        assert chosen[one.building] == other.building
        assert (one.p, one.q, one.a) == pytest.approx((other.p, other.q, other.a), abs=1e-9)
        assert one.polygon.symmetric_difference(other.polygon).area < 1e-6


def test_footprints_that_cannot_be_used_are_reported():
    heights, transform, house, (x, y) = gable_house()
    put(heights, x, y, box(5, 5, 12, 12), np.nan)
    footprints = [
        house,
        box(1000, 1000, 1010, 1010),
        box(5, 5, 12, 12),
        box(50, 50, 50.5, 50.5),
        shapely.Polygon(),
        None,
        box(30, 22, 40, 38),
        shapely.Polygon([(45, 5), (50, 10), (50, 5), (45, 10)]),
        box(55, 40, 63, 50),
    ]
    findings = find_planes(heights, transform, footprints).findings
    assert findings.outside == [1] and findings.no_data == [2] and findings.too_small == [3]
    assert findings.invalid == [4, 5] and findings.overlapping == [6] and findings.cut == [8]


def test_overlapping_footprints_share_no_roof():
    heights, transform, x, y = field()
    put(heights, x, y, box(20, 20, 40, 30), GROUND + 6)
    scan = find_planes(heights, transform, [box(20, 20, 32, 30), box(28, 20, 40, 30)])
    assert [round(plane.area_plan_m2) for plane in scan.planes] == [120, 80]
    assert scan.findings.overlapping == [1]


def test_a_terrain_model_is_recognised():
    heights, transform, x, y = field()
    heights += 0.05 * x
    footprints = [box(5 + 12 * n, 20, 13 + 12 * n, 28) for n in range(4)]
    scan = find_planes(heights, transform, footprints)
    assert scan.findings.looks_like_terrain and scan.findings.flush_share == 1.0
    for footprint in footprints:
        put(heights, x, y, footprint, heights + 5)
    assert not find_planes(heights, transform, footprints).findings.looks_like_terrain


def test_an_unclassified_cloud_leaves_the_ground_out():
    heights, transform, house, _ = gable_house()
    rng = np.random.default_rng(8)
    xy = rng.uniform(0, 60, (36_000, 2))
    on = shapely.contains_xy(house, *xy.T)
    z = np.where(on, gable(xy[:, 0]), GROUND) + rng.normal(0, 0.03, len(xy))
    # What the laser saw through windows, and the ground below a wide footprint.
    z[on & (rng.random(len(xy)) < 0.1)] = GROUND + 0.2
    scan = find_planes(heights, transform, [house.buffer(0.6)], points=np.column_stack([xy, z]))
    assert len(scan.planes) == 2
    for plane in scan.planes:
        assert plane.slope_deg == pytest.approx(35, abs=0.3) and 0.02 < plane.rmse_m < 0.05
        assert len(plane.cells) == pytest.approx(80 / 0.25, rel=0.05)


def test_planes_stay_apart_and_inside_whatever_the_input():
    rng = np.random.default_rng(0)
    for pixel in (0.25, 0.5, 1.0) * 8:
        heights = rng.normal(100, rng.choice([0.01, 0.3, 3]), (120, 120))
        for _ in range(12):
            (i, j), (p, q) = rng.integers(0, 100, 2), rng.normal(0, 0.5, 2)
            block = heights[i : i + rng.integers(3, 40), j : j + rng.integers(3, 40)]
            rows, columns = np.indices(block.shape)
            block[...] = 100 + rng.uniform(2, 15) + pixel * (p * columns + q * rows) + rng.normal(0, 0.05, block.shape)
        heights[rng.random(heights.shape) < rng.choice([0, 0.1, 0.5])] = np.nan
        side = 120 * pixel
        footprints = []
        for number in range(12):
            corners = rng.uniform(-5, side + 5, 2) + rng.normal(0, rng.uniform(0.3, 15), (rng.integers(3, 9), 2))
            shape = shapely.make_valid(shapely.Polygon(corners))
            hole = shapely.Point(corners.mean(axis=0)).buffer(2)
            footprints.append((shape, shape.convex_hull, shape.difference(hole))[number % 3])
        scan = find_planes(heights, Affine(pixel, 0, 0, 0, -pixel, side), footprints)
        shapes = [plane.polygon for plane in scan.planes]
        assert all(shape.is_valid and shape.geom_type == "Polygon" and shape.area >= 2 for shape in shapes)
        assert all(one.polygon.is_valid and one.height_m > 0 for one in scan.obstacles)
        assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes), abs=1e-3)
        for plane in scan.planes:
            home = shapely.transform(footprints[plane.building], lambda xy, s=scan.shifts[plane.building]: xy + s)
            assert plane.polygon.difference(home.buffer(1e-6)).area < 1e-6


def test_progress_is_told_and_can_stop():
    class Stop(Exception):
        pass

    def stop(share):
        raise Stop

    heights, transform, house, _ = gable_house()
    with pytest.raises(Stop):
        find_planes(heights, transform, [house], tick=stop)
