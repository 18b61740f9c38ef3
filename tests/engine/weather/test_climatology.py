"""The built-in weather of France: the hours made from months against measured hours, and the laws it must keep."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from urbanthink_plugin.engine.about import ROOT
from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.weather import built_in_weather, read_weather, tables
from urbanthink_plugin.engine.weather.checks import closure, distance_km
from urbanthink_plugin.engine.weather.climatology import pattern_zone
from urbanthink_plugin.engine.weather.split import split_months, zone_pattern
from urbanthink_plugin.engine.weather.sun import quick_cos_zenith, sun_at

from .stations import STATIONS, station
from .test_reading import plane_irradiation

DATA = ROOT / "resources" / "data"
RT2012 = {"H1a": 1159, "H1b": 1125, "H1c": 1186, "H2a": 1197, "H2b": 1354, "H2c": 1322, "H2d": 1521, "H3": 1529}
TOWNS = {
    "Nantes": (47.22, -1.55),
    "Lille": (50.63, 3.06),
    "Nice": (43.7, 7.26),
    "Ajaccio": (41.92, 8.74),
    "Brest": (48.39, -4.49),
}
OVERSEAS = {
    "971": (16.24, -61.53),
    "972": (14.6, -61.07),
    "973": (4.93, -52.3),
    "974": (-20.88, 55.45),
    "976": (-12.78, 45.23),
}


def split_of(truth):
    zone = tables.zone(pattern_zone(truth.latitude, truth.longitude, truth.monthly.sum()))
    made = split_months(truth.monthly, zone, truth.latitude, truth.longitude, truth.altitude)
    made.__dict__.update(latitude=truth.latitude, longitude=truth.longitude, altitude=truth.altitude)
    return made


@pytest.mark.parametrize("name", STATIONS)
def test_hours_made_from_months_give_a_stations_yearly_light_on_tilted_planes(real_data, name):
    truth = station(real_data, name)
    made = split_of(truth)
    # Hours of the file in the convention of EPW. Three of the files are half an hour early (test_reading): east and
    # west then miss each other by 5 to 10 % through the file's own clock.
    assert plane_irradiation(made, 30, 180) == pytest.approx(plane_irradiation(truth, 30, 180), rel=0.03)
    if name.startswith("Lyon"):
        later = truth
    else:
        later = station(real_data, name, later_minutes=30)
        assert plane_irradiation(made, 30, 180) == pytest.approx(plane_irradiation(later, 30, 180), rel=0.035)
    for azimuth in (90, 270):
        assert plane_irradiation(made, 30, azimuth) == pytest.approx(plane_irradiation(later, 30, azimuth), rel=0.05)


def test_hours_made_from_the_months_of_a_pvgis_year_give_its_light(real_data, run):
    truth = read_weather(real_data / "pvgis_pvlib" / "tmy_45.000_8.000_2005_2023.csv", run)
    truth.__dict__["monthly"] = np.bincount(truth.months, weights=truth.ghi)[1:] / 1000
    made = split_of(truth)
    assert plane_irradiation(made, 30, 180) == pytest.approx(1736.228, rel=0.01)
    assert plane_irradiation(made, 90, 180) == pytest.approx(1251.555, rel=0.01)


@pytest.mark.parametrize("key", RT2012)
def test_the_zones_have_their_published_irradiation(key):
    zone = tables.zone(key)
    time = np.datetime64("2018-12-31T23:00", "ns") + np.timedelta64(5, "m")
    # The files hold means of the hour: the sun every ten minutes, as DERIVED in the reference table.
    up = sum(
        sun_at(time + (np.arange(8760) * 60 + 10 * k) * np.timedelta64(1, "m"), zone.latitude, zone.longitude).up / 6
        for k in range(6)
    )
    assert (zone.dhi + zone.dni * up).sum() / 1000 == pytest.approx(RT2012[key], abs=1.5)


@pytest.mark.parametrize("place", [*TOWNS.values(), *OVERSEAS.values()])
def test_a_built_in_year_is_a_year(place):
    year = built_in_weather(*place)
    assert year.time.size == 8760 and year.years == 1 and np.diff(year.time).max() == np.timedelta64(1, "h")
    assert min(year.ghi.min(), year.dni.min(), year.dhi.min()) >= 0
    bias, rms = closure(year)
    assert abs(bias) < 1e-7 and rms < 1e-3
    assert 1050 < year.ghi.sum() / 1000 < 2100
    assert year.dni.max() < 1100 and year.ghi.max() < 1200
    night = quick_cos_zenith(year.time, year.latitude, year.longitude) < -0.05
    assert year.ghi[night].sum() == 0
    local = (year.time - year.time.astype("datetime64[D]")) / np.timedelta64(1, "h") + year.longitude / 15
    noon = np.average(local % 24, weights=year.ghi)
    assert noon == pytest.approx(12.0, abs=0.35)
    assert "DERIVED" in tables.source("osf_derived")["source"] and "derived" in year.notes[0].message
    assert "CC BY 4.0" in year.licence and "SolaireSimple (2025)" in year.source


@pytest.mark.parametrize(("code", "place"), OVERSEAS.items())
def test_overseas_keeps_its_months_and_says_that_it_is_weaker(real_data, code, place):
    year = built_in_weather(*place)
    assert year.name.endswith(code)
    assert any("overseas" in note.message for note in year.notes)
    rows = list(csv.DictReader((real_data / "france" / "departement_ghi_quarterly.csv").open(encoding="utf-8")))
    row = next(row for row in rows if row["code_departement"] == code)
    assert float(row["ghi_min"]) * 0.99 < year.ghi.sum() / 1000 < float(row["ghi_max"]) * 1.01
    assert abs(year.temp_air.mean() - float(row["t_year_c"])) < 3
    # Clear sky is a bound, never what is given as weather.
    assert 0.25 < year.dhi.sum() / year.ghi.sum() < 0.6


def test_yields_of_the_territories_are_plausible(real_data):
    """PVGIS 5.3 per kWp of building-integrated planes of unknown tilt and place: a sanity check, no more."""
    rows = csv.DictReader((real_data / "france" / "pv_yield_by_territory_pvgis53.csv").open(encoding="utf-8"))
    published = {row["territory"]: float(row["pv_yield_kwh_kwc_year"]) for row in rows}
    for name, place in {"Bretagne": (48.1, -2.8), "Hauts-de-France": (49.9, 2.8), "Corse": (42.2, 9.1)}.items():
        light = plane_irradiation(built_in_weather(*place), 30, 180)
        assert 0.68 < published[name] / light < 0.86


@pytest.mark.parametrize(
    "place", [(52.5, 13.4), (45.0, 12.0), (0.0, 0.0), (4.0, -45.0), (46.5, -8.0), (float("nan"), 0.0)]
)
def test_elsewhere_the_user_is_sent_to_pvgis(place):
    with pytest.raises(UrbanThinkError) as error:
        built_in_weather(*place)
    assert "France only" in error.value.message
    assert "re.jrc.ec.europa.eu/pvg_tools" in error.value.hint and "TMY" in error.value.hint


def test_higher_places_are_colder():
    low, high = built_in_weather(45.18, 5.72, 220.0), built_in_weather(45.18, 5.72, 1800.0)
    assert 4 < low.temp_air.mean() - high.temp_air.mean() < 11


def test_leaving_a_commune_out_its_neighbours_know_its_irradiation():
    known = tables.places()
    metropolitan = np.flatnonzero(np.char.str_len(known.departement) == 2)
    yearly = known.ghi.sum(axis=1)
    errors = []
    for i in metropolitan[::25]:
        distance = distance_km(known.latitude[i], known.longitude[i], known.latitude, known.longitude)
        near = np.argsort(distance)[1:9]
        weights = 1 / np.maximum(distance[near], 1) ** 2
        errors.append(abs(weights @ yearly[near] / weights.sum() / yearly[i] - 1))
    assert np.mean(errors) < 0.015 and np.percentile(errors, 95) < 0.05


months = st.lists(st.floats(0.55, 1.15), min_size=12, max_size=12)


@settings(max_examples=12, deadline=None)
@given(key=st.sampled_from(sorted(RT2012)), latitude=st.floats(42, 51), longitude=st.floats(-4.5, 8), factors=months)
def test_a_split_keeps_totals_closes_and_stays_below_the_sky(key, latitude, longitude, factors):
    zone = tables.zone(key)
    own = split_months(np.full(12, 1e3), zone, latitude, longitude)  # filled up to the bound
    most = np.bincount(own.month, weights=own.ghi)[1:] / 1000
    wanted = np.minimum(np.array(factors) * 0.55 * most, 0.95 * most)
    made = split_months(wanted, zone, latitude, longitude)
    assert own.unreached == tuple(range(1, 13)) and made.unreached == ()
    np.testing.assert_allclose(np.bincount(made.month, weights=made.ghi)[1:] / 1000, wanted, rtol=1e-6)
    assert (made.ghi <= made.bound + 1e-6).all()
    np.testing.assert_allclose(made.dhi + made.dni * sun_at(made.time, latitude, longitude).up, made.ghi, atol=1e-6)
    assert (made.dhi >= -1e-9).all() and (made.dni >= 0).all()


def test_a_brighter_month_has_no_darker_hour_and_relatively_less_diffuse_light():
    zone = tables.zone("H1a")
    dull = split_months(np.array([25, 40, 80, 120, 140, 150, 150, 130, 90, 55, 28, 20.0]), zone, 48.8, 2.0)
    bright = split_months(1.2 * np.array([25, 40, 80, 120, 140, 150, 150, 130, 90, 55, 28, 20.0]), zone, 48.8, 2.0)
    assert (bright.ghi >= dull.ghi - 1e-9).all()
    assert bright.dhi.sum() / bright.ghi.sum() < dull.dhi.sum() / dull.ghi.sum()


def test_hours_keep_the_order_of_the_pattern():
    zone = tables.zone("H2a")
    pattern = zone_pattern(zone)
    made = split_months(
        np.array([34, 53, 94, 134, 165, 177, 178, 153, 112, 69, 38, 27.0]), zone, zone.latitude, zone.longitude
    )
    hours = np.flatnonzero((made.month == 6) & pattern.seen & (made.ghi < made.bound - 1))
    share = made.ghi[hours] / sun_at(made.time, zone.latitude, zone.longitude).horizontal[hours]
    order = np.argsort(pattern.clearness[hours])
    assert (np.diff(share[order]) > -1e-9).all()


def test_every_row_of_the_tables_has_a_source_with_a_licence():
    sources = json.loads((DATA / "weather_sources.json").read_text(encoding="utf-8"))["sources"]
    for name, columns in {
        "weather_places.csv": ["source"],
        "weather_departements.csv": ["source_ghi", "source_linke"],
    }.items():
        rows = list(csv.DictReader((DATA / name).open(encoding="utf-8")))
        for row in rows:
            for column in columns:
                assert sources[row[column]]["licence"] and sources[row[column]]["source"]
        if "ghi_mark" in rows[0]:
            assert {row["ghi_mark"] for row in rows} == {"DERIVED"}
    assert "Redistribution and use" in (DATA / "weather_rt2012_LICENSE.md").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in DATA.glob("weather_*")) < 1_500_000
