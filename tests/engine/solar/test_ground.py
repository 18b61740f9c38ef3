"""Open ground, car parks, and what the law may ask."""

import datetime as dt
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from affine import Affine
from shapely.geometry import box

from urbanthink_plugin.engine.about import table
from urbanthink_plugin.engine.solar.panels import ground, obligations
from urbanthink_plugin.engine.solar.panels.ground import open_ground, unsuitable_cells
from urbanthink_plugin.engine.solar.panels.obligations import TEXTS
from urbanthink_plugin.engine.solar.panels.obligations import obligations as find
from urbanthink_plugin.engine.solar.panels.rules import read_module

MODULE = read_module()
FIELD = box(0, 0, 120, 90)
TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize("kind", ["ground", "parking"])
def test_modules_stand_inside_and_apart(kind):
    found = open_ground(FIELD, kind, MODULE, latitude=45.76)
    modules = found.layout.polygons()
    assert found.layout.reason == "ok"
    assert shapely.covers(FIELD.buffer(1e-3), modules).all()
    assert not shapely.STRtree(modules).query(modules, predicate="overlaps").size
    assert found.covered_m2 == pytest.approx(shapely.area(modules).sum())
    assert found.cover_share == pytest.approx(found.covered_m2 / FIELD.area)
    assert found.layout.kwp == pytest.approx(found.layout.count * 0.43)


def test_rows_on_the_ground_keep_the_pitch_of_the_solstice():
    found = open_ground(FIELD, "ground", MODULE, latitude=45.76).layout
    assert found.tilt_deg == 25.0
    # Ground cover at 25 degrees of tilt and 45.76 N: 1 / (cos β + sin β / tan 17.66°) = 0.447.
    assert found.rows.gcr == pytest.approx(0.447, abs=0.002)
    south_edge = np.unique(np.round(found.corners[found.row % 2 == 1][:, 0, 1], 6))
    assert (np.diff(south_edge) >= found.rows.pitch_m - 1e-5).all()
    assert 0.8 * found.rows.gcr < found.count * MODULE.area_m2 / found.usable.usable_m2 < 1.1 * found.rows.gcr


def test_canopies_leave_lanes_and_stand_above_the_cars():
    found = open_ground(FIELD, "parking", MODULE, latitude=45.76)
    assert found.receiver_height_m == 3.0
    south_edge = np.unique(np.round(found.layout.corners[:, 0, 1], 3))
    gaps = np.diff(south_edge)
    assert gaps.max() > 6.0  # a lane
    assert 0.4 < found.cover_share < 10.0 / 16.0
    assert open_ground(FIELD, "parking", MODULE, latitude=45.76, overrides={"lane_m": 0.0}).cover_share > 0.8


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        ("too_small", {"polygon": box(0, 0, 15, 15)}),
        ("protected", {"protected": box(-1, -1, 121, 88)}),
        ("too_steep", {"steep": box(-1, -1, 121, 88)}),
        ("obstacles", {"high": box(-1, -1, 121, 88)}),
        ("too_little_sun", {"shaded": box(-1, -1, 121, 88)}),
        ("few_modules", {"polygon": box(0, 0, 600, 8), "overrides": {"modules_up": 4}}),
    ],
)
def test_why_nothing_stands(reason, given):
    found = open_ground(**{"polygon": FIELD, "kind": "ground", "module": MODULE, "latitude": 45.0, **given})
    assert found.layout.reason == reason
    assert (found.layout.count, found.layout.kwp, found.covered_m2) == (0, 0.0, 0.0)


def test_steep_and_high_cells_are_kept_clear():
    transform = Affine(1.0, 0, 0.0, 0, -1.0, 90.0)
    slope = np.full((90, 120), 3.0)
    slope[:, :40] = 20.0
    height = np.zeros((90, 120))
    height[40:50, 80:90] = 8.0  # a tree
    height[0, 0] = math.nan
    cells = unsuitable_cells("ground", transform, slope_deg=slope, height_m=height)
    assert cells["steep"].equals(box(0, 0, 40, 90))
    assert cells["high"].equals(box(80, 40, 90, 50))
    found = open_ground(FIELD, "ground", MODULE, latitude=45.0, **cells)
    modules = found.layout.polygons()
    assert shapely.distance(modules, cells["steep"]).min() >= 1.0 - 1e-6
    assert shapely.distance(modules, cells["high"]).min() >= 1.0 - 1e-6
    with pytest.raises(ValueError, match="kind"):
        open_ground(FIELD, "lake", MODULE, latitude=45.0)


@pytest.mark.parametrize(
    ("area", "day", "key"),
    [
        (1500.0, TODAY, None),
        (1500.1, TODAY, "aper_40_medium"),
        (9999.9, TODAY, "aper_40_medium"),
        (10000.0, TODAY, "aper_40_large"),
        (10000.0, dt.date(2025, 11, 27), "aper_40_large_2023"),
        (10000.0, dt.date(2025, 11, 28), "aper_40_large"),
        (10000.0, dt.date(2023, 3, 10), None),
    ],
)
def test_existing_car_parks(area, day, key):
    found = find("parking", area, day)
    assert [one.row["key"] for one in found] == ([key] if key else [])


def test_a_large_car_park_late_in_2026():
    (one,) = find("parking", 12000.0, TODAY)
    assert one.deadline == dt.date(2026, 7, 1)
    assert one.overdue
    assert one.required_m2 == pytest.approx(6000.0)
    assert one.canopy_m2 == pytest.approx(2100.0)  # 35 % of the half, since November 2025
    assert "2100 m²" in one.text and "trees" in one.text and "to be verified" in one.text
    assert not find("parking", 12000.0, dt.date(2026, 6, 30))[0].overdue


@pytest.mark.parametrize(
    ("day", "share"),
    [(dt.date(2024, 6, 1), 0.3), (dt.date(2026, 6, 30), 0.3), (dt.date(2026, 7, 1), 0.4), (dt.date(2027, 7, 1), 0.5)],
)
def test_new_buildings(day, share):
    (one,) = find("building", 800.0, day, situation="new", use="commerce", roof_m2=900.0)
    assert one.required_m2 == pytest.approx(900.0 * share)
    assert one.deadline is None and not one.overdue
    assert not find("building", 500.0, day, situation="new", use="commerce")
    assert not find("building", 800.0, day, situation="new", use="dwelling")


def test_offices_came_later_and_existing_buildings_later_still():
    assert not find("building", 800.0, dt.date(2024, 6, 1), situation="new", use="office")
    assert find("building", 800.0, dt.date(2025, 6, 1), situation="new", use="office")
    (one,) = find("building", 500.0, TODAY)
    assert one.deadline == dt.date(2028, 1, 1)
    assert math.isnan(one.required_m2)
    assert "commerce" in one.text and "if it is used for" in one.text
    assert not find("ground", 1e6, TODAY)


def test_new_car_parks_are_shaded_too():
    assert [one.row["key"] for one in find("parking", 600.0, TODAY, situation="new")] == ["cu_l111_19_1"]
    assert len(find("parking", 2000.0, TODAY, situation="new")) == 2


def test_every_row_of_the_law_is_complete_and_none_is_in_the_code():
    wanted = {"key", "article", "over_m2", "share", "deadline", "from", "until", "source", "confidence", "status"}
    for row in table("solar_obligations")["obligations"]:
        assert wanted <= set(row)
        assert row["status"] == "to be verified"
        assert "to be verified" in TEXTS[row["text"]]
    numbers = {1500, 10000, 500, 1000, 0.5, 0.175, 0.35}
    for module in (obligations, ground):
        text = Path(module.__file__).read_text(encoding="utf-8")
        code = re.sub(r'""".*?"""', "", text, flags=re.S)
        found = {float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", code)}
        assert not found & (numbers - {1000})
    json.dumps([one.row for one in find("parking", 2e4, TODAY)])
