"""The uncertainty of a yield: parts from the table, in quadrature, P90, and plants that share their weather."""

from __future__ import annotations

import math

import numpy as np
import pytest

from urbanthink_plugin.engine.about import table
from urbanthink_plugin.engine.solar.panels.uncertainty import (
    Uncertainty,
    plane_tilt_error,
    portfolio,
    yield_uncertainty,
)

PARTS = ("year_to_year", "weather", "surface", "shading", "model")


def only(**parts):
    return Uncertainty(**{**dict.fromkeys(PARTS, 0.0), **parts})


def test_parts_add_in_quadrature():
    both = only(weather=0.03, model=0.04)
    assert both.sigma == pytest.approx(0.05)
    assert both.factor(0.9) == pytest.approx(1 - 1.2816 * 0.05, abs=1e-5)
    assert both.factor(0.1) == pytest.approx(1 + 1.2816 * 0.05, abs=1e-5)
    assert both.factor(0.5) == pytest.approx(1.0)


def test_a_yield_is_never_below_nothing():
    assert only(shading=2.0).factor(0.99) == 0.0


def test_good_and_bad_years_even_out():
    one = only(year_to_year=0.04, weather=0.05)
    assert one.over(16).sigma == pytest.approx(math.hypot(0.01, 0.05))


def test_a_good_surface_model_and_satellite_weather_come_near_the_literature():
    """Thevenard & Pelland (2013): 8.7 % for the first year of a plant."""
    found = yield_uncertainty("pvgis_tmy", pixel_m=0.5, area_m2=60.0)
    assert found.sigma == pytest.approx(0.087, abs=0.005)
    assert found.factor() == pytest.approx(0.89, abs=0.01)


def test_the_weather_says_how_years_differ():
    assert yield_uncertainty("epw", 0.06, pixel_m=0.5, area_m2=40.0).year_to_year == 0.06
    assert yield_uncertainty("epw", math.nan, pixel_m=0.5, area_m2=40.0).year_to_year == 0.039


def test_weather_of_an_unknown_kind_is_the_least_certain():
    kinds = {key: row["value"] for key, row in table("pv_losses")["uncertainty"]["weather"].items()}
    assert yield_uncertainty("crystal ball", pixel_m=0.5, area_m2=40.0).weather == max(kinds.values())


def test_worse_heights_coarser_pixels_smaller_planes_and_more_shade_are_less_certain():
    base = {"pixel_m": 0.5, "area_m2": 30.0, "height_noise_m": 0.05, "shading_loss": 0.05}
    sigma = yield_uncertainty("pvgis_tmy", **base).sigma
    for worse in ({"pixel_m": 2.0}, {"area_m2": 5.0}, {"height_noise_m": 0.3}, {"shading_loss": 0.4}):
        assert yield_uncertainty("pvgis_tmy", **{**base, **worse}).sigma > sigma


def test_the_error_of_a_fitted_plane_is_that_of_many_fits():
    rng = np.random.default_rng(4)
    side, noise = 8, 0.1  # 64 independent heights, 1 m apart
    y, x = np.mgrid[:side, :side].reshape(2, -1).astype(float)
    design = np.column_stack([np.ones(side * side), x, y])
    slopes = np.linalg.lstsq(design, rng.normal(0, noise, (side * side, 4000)), rcond=None)[0][1]
    assert plane_tilt_error(noise, 0.5, side * side) == pytest.approx(math.degrees(slopes.std()), rel=0.05)


def test_planes_come_as_arrays():
    found = yield_uncertainty("pvgis_tmy", pixel_m=0.5, area_m2=np.array([8.0, 80.0]), shading_loss=np.array([0.3, 0]))
    assert found.sigma.shape == (2,) and found.sigma[0] > found.sigma[1]
    assert np.all(found.factor() < 1)


def test_plants_of_one_town_share_weather_and_model():
    energy = np.array([1000.0, 3000.0, 6000.0])
    weather = portfolio(only(weather=0.05, year_to_year=0.04, model=0.03), energy)
    assert weather.sigma == pytest.approx(only(weather=0.05, year_to_year=0.04, model=0.03).sigma)


def test_errors_of_roofs_even_out_in_part():
    alike = np.full(10_000, 5.0)
    assert portfolio(only(surface=0.04), alike).surface == pytest.approx(0.04 * math.sqrt(0.5), rel=1e-3)
    assert portfolio(only(surface=0.04), np.array([5.0])).surface == pytest.approx(0.04)


def test_each_part_follows_the_energy():
    found = portfolio(only(shading=np.array([0.0, 0.1])), np.array([1000.0, 0.0]))
    assert found.shading == 0.0
    assert portfolio(only(weather=0.05), np.zeros(3)).sigma == 0.0


def test_every_row_says_where_it_comes_from():
    def rows(node):
        if isinstance(node, dict):
            if "value" in node and "pixel_m" not in node:
                yield node
            for below in node.values():
                yield from rows(below)

    found = list(rows(table("pv_losses")["uncertainty"]))
    assert len(found) >= 15
    assert all({"source", "unit", "confidence"} <= row.keys() for row in found)
