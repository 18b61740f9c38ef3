"""Modules on planes, in map coordinates."""

import math

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize
from shapely.affinity import rotate
from shapely.geometry import Point, box

from urbanthink_plugin.engine.about import table
from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.solar.panels.layout import lay_out, panel_layout, power_without_surface
from urbanthink_plugin.engine.solar.panels.rules import read_module
from urbanthink_plugin.engine.solar.panels.usable import area_of_cells

MODULE = read_module()


def test_modules_lie_on_the_roof_on_the_map():
    roof = rotate(box(700000, 6600000, 700012, 6600005), 25.0)
    chimney = Point(roof.centroid.x, roof.centroid.y + 1).buffer(0.4)
    found = lay_out(roof, 35.0, 155.0, MODULE, obstacles=[chimney])
    modules = found.polygons()
    assert found.reason == "ok"
    assert found.count == len(modules) > 15
    assert found.kwp == pytest.approx(found.count * 0.43)
    assert shapely.covers(roof.buffer(1e-3), modules).all()
    assert (shapely.distance(modules, roof.exterior) >= 0.5 * math.cos(math.radians(35.0)) - 1e-3).all()
    assert not shapely.intersects(modules, chimney).any()
    # Plan areas: foreshortened up the slope.
    assert shapely.area(modules) == pytest.approx(MODULE.area_m2 * math.cos(math.radians(35.0)))
    assert set(found.azimuth_deg) == {155.0}


def test_the_first_row_is_at_the_eave_and_columns_run_along_it():
    found = lay_out(box(0, 0, 10, 8), 30.0, 180.0, MODULE, orientation="portrait")
    centres = shapely.get_coordinates(shapely.centroid(found.polygons()))
    lowest = centres[found.row == 1]
    assert lowest[:, 1].max() < centres[found.row == 2][:, 1].min()
    assert (np.diff(lowest[np.argsort(found.column[found.row == 1])][:, 0]) > 0).all()


@pytest.mark.parametrize("convergence", [0.0, 3.5, -5.4])
def test_azimuths_are_true_and_the_map_is_not(convergence):
    roof = rotate(box(0, 0, 10, 5), convergence, origin=(0, 0))  # faces south on the earth
    true = lay_out(roof, 35.0, 180.0, MODULE, convergence_deg=convergence)
    grid = panel_layout(
        [roof], [35.0], [180.0 - convergence], MODULE, azimuth_is_true=False, convergence_deg=convergence
    )
    assert true.count == grid[0].count == lay_out(box(0, 0, 10, 5), 35.0, 180.0, MODULE).count
    assert grid[0].azimuth_deg[0] == pytest.approx(180.0)
    assert shapely.covers(roof.buffer(1e-3), true.polygons()).all()


def test_obstacles_go_to_the_planes_they_touch():
    planes = [box(0, 0, 10, 5), box(0, 5, 10, 10), box(50, 0, 60, 5)]
    chimney = box(4, 2, 6, 3)
    found = panel_layout(planes, [30.0] * 3, [180.0, 180.0, 180.0], MODULE, obstacles=[chimney])
    assert found[0].count < found[1].count == found[2].count


@settings(max_examples=60, deadline=None)
@given(st.floats(4, 25), st.floats(3, 12), st.floats(0, 90), st.floats(0, 60))
def test_outlines_made_of_raster_cells_are_no_trouble(length, depth, turn, slope):
    # Rings that touch themselves, hundreds of edges: GEOS makes some mitred setbacks of these invalid.
    roof = rotate(box(0, 0, length, depth), turn)
    left, _, _, high = roof.bounds
    transform = Affine(0.5, 0, left, 0, -0.5, high)
    cells = area_of_cells(rasterize([roof], (60, 60), transform=transform).astype(bool), transform)
    found = lay_out(cells, slope, 180.0 + turn, MODULE, obstacles=[roof.centroid.buffer(0.4)])
    if found.count:
        assert shapely.covers(cells.buffer(1e-3), found.polygons()).all()
        assert shapely.distance(found.polygons(), roof.centroid).min() >= 0.4 * 0.99


@pytest.mark.parametrize("arrangement", ["south", "east_west"])
def test_rows_on_a_flat_roof(arrangement):
    roof = rotate(box(0, 0, 30, 18), 15.0)
    found = lay_out(roof, 2.0, math.nan, MODULE, latitude=45.76, flat_overrides={"arrangement": arrangement})
    modules = found.polygons()
    assert found.tilt_deg == 10.0
    assert shapely.covers(roof.buffer(1e-3), modules).all()
    assert shapely.area(modules) == pytest.approx(MODULE.area_m2 * math.cos(math.radians(10.0)))
    tree = shapely.STRtree(modules)
    first, second = tree.query(modules, predicate="overlaps")
    assert not len(first[first != second])
    ways = {"south": {165.0}, "east_west": {75.0, 255.0}}[arrangement]
    assert set(np.round(found.azimuth_deg, 6)) == ways
    # Rows stand a pitch apart, measured along the way they face; with the setback the ratio stays below the pitch's.
    along = shapely.get_coordinates(shapely.centroid(modules)) @ [
        -math.sin(math.radians(found.azimuth_deg[0])), -math.cos(math.radians(found.azimuth_deg[0]))
    ]  # fmt: skip
    lowest = [along[found.row == row].mean() for row in np.unique(found.row)][:: 1 if arrangement == "south" else 2]
    assert (np.diff(lowest) >= found.rows.pitch_m - 1e-6).all()
    assert 0.6 * found.rows.gcr < found.values["module_ratio"] <= found.rows.gcr


def test_east_and_west_hold_more_than_south():
    roof = box(0, 0, 30, 18)
    count = {
        kind: lay_out(roof, 0.0, 0.0, MODULE, flat_overrides={"arrangement": kind}).count
        for kind in ("south", "east_west")
    }
    assert count["east_west"] > 1.1 * count["south"]


@pytest.mark.parametrize("slope", [2.0, 30.0])
def test_best_is_the_better_of_the_two(slope):
    for depth in np.arange(4.0, 9.0, 0.37):
        roof = box(0, 0, 9.0, depth)
        count = {o: lay_out(roof, slope, 180.0, MODULE, orientation=o).count for o in ("best", "portrait", "landscape")}
        assert count["best"] == max(count["portrait"], count["landscape"])


def test_too_few_modules_are_none_and_say_so():
    found = lay_out(box(0, 0, 3.5, 4.0), 30.0, 180.0, MODULE, overrides={"min_modules": 9})
    assert (found.reason, found.count, found.kwp) == ("few_modules", 0, 0.0)
    assert found.values["limit"] == 9
    assert 0 < found.values["count"] < 9
    assert len(found.polygons()) == 0
    with pytest.raises(ValueError, match="orientation"):
        lay_out(box(0, 0, 9, 9), 30.0, 180.0, MODULE, orientation="upright")


def test_modules_are_rows_with_a_source_and_hold_together():
    assert MODULE.power_wp / MODULE.area_m2 == pytest.approx(220.0, rel=0.01)
    for row in table("pv_modules")["modules"]:
        module = read_module(row["key"])
        assert row["source"] and row["date"]
        assert module.length_m >= module.width_m
        assert 0.15 < module.efficiency < 0.25
        assert -0.005 < module.gamma_pdc < -0.002
    with pytest.raises(UrbanThinkError, match="no module called miracle"):
        read_module("miracle")


def test_modules_of_the_cec_are_as_pvlib_has_them():
    import pvlib

    cec = pvlib.pvsystem.retrieve_sam("CECMod")
    for row in table("pv_modules")["modules"]:
        if " row " not in row["source"]:
            continue
        theirs = cec[row["source"].split(" row ")[1].split(",")[0]]
        assert row["power_wp"] == pytest.approx(theirs.STC, abs=0.06)
        assert (row["length_m"], row["width_m"]) == (theirs.Length, theirs.Width)
        assert row["gamma_pdc"] == pytest.approx(theirs.gamma_r / 100)


def test_without_a_surface_model_the_ratio_is_stated():
    stated = power_without_surface(100.0, MODULE)
    assert stated.module_area_m2 == pytest.approx(40.0)
    assert stated.kwp == pytest.approx(40.0 * 0.2202, rel=1e-3)
    assert "IEA" in stated.source
    assert power_without_surface(100.0, MODULE, "flat").kwp > stated.kwp
