"""Classes of roofs and the reasons for them, as someone who does not know solar energy would check them."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from urbanthink_plugin.engine.about import table
from urbanthink_plugin.engine.solar.panels.rules import REASONS
from urbanthink_plugin.engine.solar.panels.suitability import (
    BUILDING_REASONS,
    PLANE_REASONS,
    PlaneFacts,
    building_suitability,
    plane_suitability,
)

SOUTH = PlaneFacts(
    irradiation=1500.0, shading_loss=0.02, kwp=4.0, kwh_year=4600.0, modules=9, area_m2=40.0, usable_m2=25.0,
    slope_deg=30.0, azimuth_deg=180.0,
)  # fmt: skip
NOTHING = {"kwp": 0.0, "kwh_year": 0.0, "modules": 0, "usable_m2": 0.0}
BEST = 1530.0


def judged(best=BEST, **changes):
    found = plane_suitability(replace(SOUTH, **changes), best)
    return found.level, found.reason.key


@pytest.mark.parametrize(
    ("irradiation", "best", "level"),
    [
        (1500, 1530, "excellent"), (1300, 1530, "good"), (1160, 1530, "moderate"), (1100, 1530, "poor"),
        (1190, 1200, "good"), (1000, 1010, "good"), (999, 1010, "moderate"), (899, 900, "poor"),
        (799, 800, "unsuitable"), (1250, 1900, "poor"), (1250, math.nan, "excellent"), (950, math.nan, "moderate"),
    ],
)  # fmt: skip
def test_a_class_needs_light_and_a_share_of_the_best(irradiation, best, level):
    assert judged(best, irradiation=irradiation, shading_loss=0.0)[0] == level


def test_the_reason_of_a_good_roof():
    found = plane_suitability(SOUTH, BEST)
    assert found.reason.said() == "Good sun: 1500 kWh/m² a year; 9 modules fit."


def test_shade_is_named_where_it_is_to_blame():
    assert judged(irradiation=1050, shading_loss=0.3) == ("poor", "shaded")
    assert plane_suitability(replace(SOUTH, irradiation=1050, shading_loss=0.3), BEST).reason.said() == (
        "Shaded: buildings, trees or relief take 30 % of the light."
    )


def test_direction_is_named_where_it_is_to_blame():
    assert judged(irradiation=1000, shading_loss=0.0, azimuth_deg=330.0) == ("poor", "turned_away")
    # Both take something: the greater is named.
    assert judged(irradiation=900, shading_loss=0.12, azimuth_deg=330.0) == ("poor", "turned_away")


def test_the_place_is_named_where_neither_is():
    assert judged(best=960, irradiation=950, shading_loss=0.0) == ("moderate", "modest_sun")
    assert judged(best=math.nan, irradiation=950, shading_loss=0.0) == ("moderate", "modest_sun")


def test_the_darkest_roofs_say_why():
    assert judged(irradiation=700, shading_loss=0.5) == ("unsuitable", "shaded")
    assert judged(irradiation=700, shading_loss=0.0) == ("unsuitable", "too_little_sun")


def test_what_is_not_known_is_said():
    assert judged(irradiation=math.nan) == ("unsuitable", "no_data")
    assert judged(**NOTHING) == ("unsuitable", "few_modules")


@pytest.mark.parametrize("exclusion", [key for key in REASONS if key != "ok"])
def test_exclusions_of_the_layout_are_the_reason(exclusion):
    plane = replace(SOUTH, **NOTHING, exclusion=exclusion)
    found = plane_suitability(plane, BEST)
    assert (found.level, found.reason.key) == ("unsuitable", exclusion)
    assert "{" not in found.reason.said()
    building = building_suitability([plane], BEST)
    assert (building.suitability.level, building.suitability.reason.key) == ("unsuitable", exclusion)
    assert "{" not in building.suitability.reason.said()


def test_a_reason_can_be_said_in_another_language():
    reason = plane_suitability(SOUTH, BEST).reason
    french = {reason.template: "Bon ensoleillement : {irradiation} kWh/m² par an ; {modules} modules."}
    assert reason.said(french.__getitem__) == "Bon ensoleillement : 1500 kWh/m² par an ; 9 modules."
    assert set(reason.values) == set(re.findall(r"\{(\w+)\}", reason.template))


def test_every_reason_has_words_for_planes_and_buildings():
    assert set(REASONS) - {"ok"} <= PLANE_REASONS.keys()
    assert BUILDING_REASONS.keys() == PLANE_REASONS.keys() | {"no_roof"}


def test_a_building_adds_up():
    north = replace(SOUTH, **NOTHING, azimuth_deg=0.0, irradiation=800, exclusion="faces_north")
    east = replace(SOUTH, irradiation=1300, kwp=2.0, kwh_year=2000.0, modules=5, usable_m2=12.0, azimuth_deg=90.0)
    found = building_suitability([SOUTH, north, east], BEST)
    assert (found.kwp, found.kwh_year, found.modules, found.usable_m2, found.area_m2) == (6.0, 6600.0, 14, 37.0, 120.0)
    assert found.kwh_per_kwp == pytest.approx(1100.0)
    assert found.irradiation == pytest.approx((1500 * 4 + 1300 * 2) / 6)
    assert found.suitability.level == "excellent"
    assert found.suitability.reason.said() == "Good sun: 14 modules fit, 6.0 kWp, about 6600 kWh a year."


def test_a_building_has_the_class_of_half_its_yield():
    poor = replace(SOUTH, irradiation=1050, shading_loss=0.3, kwh_year=5000.0)
    found = building_suitability([SOUTH, poor], BEST)
    assert found.suitability.level == "poor"
    assert found.suitability.reason.key == "shaded"
    # The share told is that of the whole roof, not of its worst face.
    assert found.shading_loss == pytest.approx(0.16)
    assert building_suitability([SOUTH, replace(poor, kwh_year=4500.0)], BEST).suitability.level == "excellent"


def test_planes_without_class_do_not_count():
    dark = replace(SOUTH, irradiation=600, shading_loss=0.6)
    found = building_suitability([SOUTH, dark], BEST)
    assert (found.kwp, found.modules) == (SOUTH.kwp, SOUTH.modules)


def test_the_reason_of_a_building_without_modules_is_that_of_most_of_its_roof():
    steep = replace(SOUTH, **NOTHING, exclusion="too_steep", area_m2=30.0)
    small = [replace(SOUTH, **NOTHING, exclusion="too_small", area_m2=12.0) for _ in range(3)]
    found = building_suitability([steep, *small], BEST)
    assert found.suitability.reason.key == "too_small"
    assert math.isnan(found.kwh_per_kwp) and found.kwp == 0


def test_a_building_without_roof_says_so():
    found = building_suitability([], BEST)
    assert (found.suitability.level, found.suitability.reason.key) == ("unsuitable", "no_roof")
    assert found.suitability.reason.said() == "No roof plane was found in the surface model."


def test_classes_descend_and_say_where_they_come_from():
    rows = table("pv_suitability")["classes"]
    assert [row["key"] for row in rows] == ["excellent", "good", "moderate", "poor", "unsuitable"]
    for limit in ("from_kwh_m2", "from_share_of_best"):
        assert [row[limit] for row in rows[:-1]] == sorted((row[limit] for row in rows[:-1]), reverse=True)
    assert all(row["source"] for row in rows)
