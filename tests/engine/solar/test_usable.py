"""Usable area: true metres, every exclusion and the reason it gives."""

import math

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate
from shapely.geometry import LineString, Polygon, box

from urbanthink_plugin.engine.solar.panels.rules import REASONS, rules
from urbanthink_plugin.engine.solar.panels.usable import (
    PlaneFrame,
    area_of_cells,
    edges_by_class,
    low_cells,
    usable_area,
)

ROOF = box(100.0, 200.0, 110.0, 205.0)  # 10 m along the eave, 5 m in plan up the slope


def test_setbacks_are_metres_of_roof_and_not_of_plan():
    # At 60 degrees five metres of plan are ten metres of roof.
    found = usable_area(ROOF, 60.0, 180.0, overrides={"setback_m": 0.5})
    assert found.surface_m2 == pytest.approx(100.0)
    assert found.usable_m2 == pytest.approx(9.0 * 9.0)
    assert found.lost_m2["setback"] == pytest.approx(19.0)
    in_plan = found.frame.geometry_to_map(found.area)
    assert in_plan.bounds == pytest.approx((100.5, 200.25, 109.5, 204.75))


@pytest.mark.parametrize(
    ("azimuth", "up"), [(180.0, (0, 1)), (90.0, (-1, 0)), (0.0, (0, -1)), (225.0, (0.5**0.5,) * 2)]
)
def test_v_climbs_the_slope(azimuth, up):
    frame = PlaneFrame(5.0, 7.0, 45.0, azimuth)
    climbed = frame.to_map(np.array([0.0, math.sqrt(2)])) - (5.0, 7.0)
    assert climbed == pytest.approx(up)
    along = frame.to_map(np.array([1.0, 0.0])) - (5.0, 7.0)
    assert np.cross([*along, 0], [*up, 0])[2] == pytest.approx(1.0)  # right-handed, contour lines keep their length


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 80), st.floats(0, 360), st.floats(-1e6, 1e6))
def test_to_the_plane_and_back(slope, azimuth, x0):
    frame = PlaneFrame(x0, 6.6e6, slope, azimuth)
    shape = shapely.transform(ROOF, lambda xy: xy + np.array([x0 - 100, 6.6e6 - 200]))
    there = frame.to_plane(shape)
    assert there.area == pytest.approx(50.0 / math.cos(math.radians(slope)), rel=1e-6)
    assert shapely.get_coordinates(frame.geometry_to_map(there)) == pytest.approx(
        shapely.get_coordinates(shape), abs=1e-6
    )


def test_turning_the_roof_changes_nothing():
    straight = usable_area(ROOF, 30.0, 180.0)
    turned = usable_area(rotate(ROOF, 40.0), 30.0, 180.0 - 40.0, overrides={"exclude_polar": False})
    assert turned.usable_m2 == pytest.approx(straight.usable_m2)


def test_edges_know_eave_ridge_and_side():
    hip = Polygon([(0, 0), (12, 0), (9, 4), (3, 4)], [[(5, 1), (6, 1), (6, 2), (5, 2)]])
    edges = edges_by_class(hip, 15.0)
    length = {name: sum(LineString(edge).length for edge in found) for name, found in edges.items()}
    assert length == pytest.approx({"eave": 12 + 1, "ridge": 6 + 1, "side": 10 + 2})


def test_each_kind_of_edge_has_its_own_setback():
    own = {"setback_ridge_m": 0.2, "setback_eave_m": 0.4, "setback_side_m": 1.0}
    found = usable_area(ROOF, 0.0, 180.0, overrides=own)
    assert found.area.bounds == pytest.approx((1.0, 0.4, 9.0, 4.8))
    found = usable_area(ROOF, 0.0, 180.0, overrides={"setback_ridge_m": 0.0})
    assert found.area.bounds == pytest.approx((0.5, 0.5, 9.5, 5.0))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.5, 9.5), st.floats(0.5, 4.5), st.floats(0.1, 0.8), st.floats(0, 90))
def test_nothing_usable_is_nearer_than_it_may(x, y, size, turn):
    obstacle = rotate(box(100 + x, 200 + y, 100 + x + size, 200 + y + size), turn)
    found = usable_area(ROOF, 0.0, 180.0, obstacles=[obstacle], overrides={"min_patch_m2": 0.5})
    area = found.frame.geometry_to_map(found.area)
    assert area.distance(obstacle) >= 0.3 - 1e-9
    assert area.distance(ROOF.exterior) >= 0.5 - 1e-9


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        ("ok", {}),
        ("no_data", {"slope_deg": math.nan}),
        ("too_steep", {"slope_deg": 70.0}),
        ("faces_north", {"grid_azimuth_deg": 10.0}),
        ("too_small", {"overrides": {"setback_m": 2.3}}),
        ("too_small", {"polygon": box(0, 0, 2, 3)}),
        ("protected", {"protected": box(90, 190, 109, 210)}),
        ("too_little_sun", {"shaded": box(90, 190, 109, 210)}),
        ("obstacles", {"obstacles": [box(102, 200, 108, 205)], "overrides": {"min_patch_m2": 10.0}}),
    ],
)
def test_the_reason_is_the_exclusion_that_left_nothing(reason, given):
    found = usable_area(**{"polygon": ROOF, "slope_deg": 30.0, "grid_azimuth_deg": 180.0, **given})
    assert found.reason == reason
    assert reason in REASONS
    assert (found.usable_m2 > 0) == (reason == "ok")
    assert found.area.is_empty == (reason != "ok")


def test_where_north_is_sunny():
    assert usable_area(ROOF, 30.0, 0.0, latitude=-21.0).reason == "ok"
    assert usable_area(ROOF, 30.0, 180.0, latitude=-21.0).reason == "faces_north"
    # 65 degrees on the grid are 68.5 true: just outside of what counts as north (112.5 from south is 67.5).
    assert usable_area(ROOF, 30.0, 65.0).reason == "faces_north"
    assert usable_area(ROOF, 30.0, 65.0, convergence_deg=3.5).reason == "ok"
    assert usable_area(ROOF, 9.0, 0.0).reason == "ok"
    assert usable_area(ROOF, 30.0, 0.0, overrides={"exclude_polar": False}).reason == "ok"


def test_small_patches_are_dropped():
    found = usable_area(ROOF, 0.0, 180.0, obstacles=[box(102.3, 195, 102.4, 210)], overrides={"setback_m": 0.0})
    # 2 m x 5 m on the left stay (10 m²); with a limit of 12 m² they go.
    assert found.lost_m2["patches"] == 0
    less = usable_area(
        ROOF, 0.0, 180.0, obstacles=[box(102.3, 195, 102.4, 210)], overrides={"setback_m": 0.0, "min_patch_m2": 12.0}
    )
    assert less.lost_m2["patches"] == pytest.approx(10.0)
    assert less.usable_m2 == pytest.approx(found.usable_m2 - 10.0)


def test_cells_below_the_threshold_become_an_area():
    transform = Affine(0.5, 0, 100.0, 0, -0.5, 205.0)
    rows, columns = np.indices((10, 20)).reshape(2, -1)
    sun = np.where(columns < 6, 800.0, 1100.0)
    low = low_cells(np.column_stack([rows, columns]), sun, transform, 900.0)
    assert low.equals(box(100, 200, 103, 205))
    sun[-1] = np.nan
    assert low_cells(np.column_stack([rows, columns]), sun, transform, 900.0).area == pytest.approx(15.25)
    assert low_cells(np.column_stack([rows, columns]), sun + 1000.0, transform, 0.0).area == pytest.approx(0.25)
    found = usable_area(ROOF, 0.0, 180.0, shaded=low, overrides={"setback_m": 0.0})
    assert found.usable_m2 == pytest.approx(35.0)
    assert found.lost_m2["shade"] == pytest.approx(15.0)
    assert area_of_cells(np.zeros((3, 3), bool), transform).is_empty


def test_rules_can_be_overridden_but_not_invented():
    assert rules("roof", {"setback_m": 0.2, "setback_eave_m": 0.4})["setback_ridge_m"] == 0.2
    assert rules("roof", {"setback_m": 0.2, "setback_eave_m": 0.4})["setback_eave_m"] == 0.4
    assert rules("roof", {"min_modules": None}) == rules("roof")
    with pytest.raises(KeyError, match="min_moduls"):
        rules("roof", {"min_moduls": 3})
