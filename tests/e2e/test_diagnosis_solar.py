"""The sun in city_diagnosis through qgis_process, on the demo town, whose roofs are known."""

from __future__ import annotations

import html
import json
import re

import geopandas as gpd
import numpy as np
import pytest

FRENCH = {"LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8"}


@pytest.fixture(scope="module")
def demo(qgis, tmp_path_factory):
    """The folder of the demo town."""
    folder = tmp_path_factory.mktemp("sun") / "town"
    outcome = qgis.run("urbanthink:demo_town", OUTPUT_FOLDER=str(folder))
    assert outcome.code == 0, outcome.errors
    return folder


@pytest.fixture(scope="module")
def truth(demo):
    return json.loads((demo / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def diagnosis(qgis, demo):
    """The whole diagnosis by the recipe of the town, and its folder."""
    folder = demo.parent / "result"
    outcome = qgis.run(
        "urbanthink:city_diagnosis", timeout=300, RECIPE=str(demo / "recipe.json"), OUTPUT_FOLDER=str(folder)
    )
    assert outcome.code == 0, outcome.errors
    return outcome, folder


def words_of(report):
    """What a reader of the report sees."""
    text = re.sub(r"<style>.*?</style>", " ", report.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(text.split())


def test_the_roofs_of_the_town_are_recovered(diagnosis, truth):
    """Slope within 1°, azimuth within 3°, true area within 10 %, on every roof that stands alone."""
    roofs = gpd.read_file(diagnosis[1] / "layers" / "roofs.gpkg").groupby("building_id")
    compared = 0
    for roof in truth["roofs"]["in_window"]:
        if not roof["stands_alone"]:
            continue
        found = roofs.get_group(roof["building_id"])
        assert len(found) == len(roof["planes"]), roof
        for plane in roof["planes"]:
            off = np.zeros(len(found))
            if plane["azimuth_deg"] is not None:
                off = ((found.azimuth_deg - plane["azimuth_deg"] + 180) % 360 - 180).to_numpy()
            nearest = found.iloc[int(np.argmin(np.abs(off)))]
            assert np.abs(off).min() <= 3 and abs(nearest.slope_deg - plane["slope_deg"]) <= 1, roof
            assert nearest.area_m2 == pytest.approx(plane["area_m2"], rel=0.1), roof
            compared += 1
    assert compared > 300


def test_the_numbers_are_those_of_the_layers(diagnosis, demo):
    outcome, folder = diagnosis
    roofs, buildings, ground = (
        gpd.read_file(folder / "layers" / f"{name}.gpkg") for name in ("roofs", "buildings_solar", "ground_solar")
    )
    assert roofs.loc[roofs.suitability != "unsuitable", "kwp"].sum() == pytest.approx(buildings.kwp.sum(), abs=0.5)
    assert outcome.results["SOLAR_KWP"] == pytest.approx(buildings.kwp.sum() + ground.kwp.sum(), abs=0.2)
    total = buildings.kwh_year.sum() + ground.kwh_year.sum()
    assert outcome.results["SOLAR_KWH_YEAR"] == pytest.approx(total, rel=1e-5)
    # What PVGIS tells of the middle of France: 900 to 1300 kWh per kWp.
    assert 900 < total / outcome.results["SOLAR_KWP"] < 1300
    judged = buildings[buildings.reason_key != "no_data"]
    town = gpd.read_file(demo / "buildings.gpkg").set_index("building_id").loc[judged.building_id]
    share = round(100 * judged.kwh_year.sum() / town.consumption_kwh.sum())
    words = words_of(folder / "report.html")
    assert f"{share} % of the yearly consumption of these buildings would be covered" in words
    assert f"The surface model shows {len(judged)} of 2,634 buildings" in words
    assert "not self-consumption" in words and "No structural survey" in words
    suitable = round(100 * (judged.suitability != "unsuitable").mean())
    assert f"{suitable} % of the buildings have a suitable roof" in words


def test_the_law_is_told_with_its_date_and_its_doubt(diagnosis):
    """Law 2023-175, art. 40, changed by law 2025-1129: car parks over 1500 m², half of them, by 1 July 2028."""
    _, folder = diagnosis
    ground = gpd.read_file(folder / "layers" / "ground_solar.gpkg").set_index("name")
    large, small = ground.loc["Parking des Prés"], ground.loc["Place du Marché"]
    half = round(large.geometry.area / 2)
    assert half == 2376 and not small.obligation
    sentence = (
        f"Car parks concerned: 1. Shade over 50 % of the car park ({half} m²), of which canopies with panels over at "
        "least 831 m² and trees for the rest"
    )
    words = words_of(folder / "report.html")
    assert sentence.removeprefix("Car parks concerned: 1. ") in large.obligation
    assert sentence in words and "due 2028-07-01 (Loi 2023-175 (APER), art. 40" in words
    assert "to be verified in the law before use" in words and "to be verified)." in words


def test_everything_of_the_sun_is_in_the_folder(diagnosis):
    outcome, folder = diagnosis
    for name in ("irradiation.tif", "roofs.gpkg", "buildings_solar.gpkg", "ground_solar.gpkg"):
        path = folder / "layers" / name
        assert path.is_file() and path.with_suffix(".qml").is_file()
        made = json.loads(path.with_suffix(".urbanthink.json").read_text(encoding="utf-8"))
        assert str(folder) in json.dumps(made) and ".urbanthink-part-" not in json.dumps(made)
    for name in ("solar_irradiation", "solar_suitability"):
        assert (folder / "maps" / f"{name}.png").stat().st_size > 50_000
    assert "Traceback" not in outcome.errors


def test_a_french_town_hall_reads_french(qgis, demo, out):
    outcome = qgis.run(
        "urbanthink:city_diagnosis",
        timeout=300,
        environment=FRENCH,
        DSM=str(demo / "dsm.tif"),
        GROUND=str(demo / "ground.gpkg"),
        KIND="kind",
        OUTPUT_FOLDER=str(out / "sol"),
    )
    assert outcome.code == 0, outcome.errors
    words = words_of(out / "sol" / "report.html")
    assert "tiennent sur les parkings et les terrains" in words and "MWh" in words
    assert "art. 40" in words and "2028-07-01" in words and "à vérifier" in words
    assert "fit on car parks" not in words and "to be verified" not in words
    assert "kWc" in words and "kWp" not in words
    ground = gpd.read_file(out / "sol" / "layers" / "ground_solar.gpkg").set_index("name")
    assert "parking" in ground.obligation["Parking des Prés"] and "due " not in ground.obligation["Parking des Prés"]


def test_a_bare_surface_model_is_nothing_to_diagnose(qgis, demo, out):
    qgis.refuse(
        "urbanthink:city_diagnosis",
        "There is nothing to diagnose",
        "BUILDINGS",
        folder=out,
        DSM=str(demo / "dsm.tif"),
        OUTPUT_FOLDER=str(out / "nothing"),
    )
