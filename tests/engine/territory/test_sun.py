"""The sun in the diagnosis, on a small place: which steps run, what is said of the others, and what is counted."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from shapely.geometry import box

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.territory.diagnosis import city_diagnosis

WEST, NORTH, PIXEL = 700_000.0, 6_600_060.0, 0.5
CELLS = 120


@pytest.fixture
def place(make_raster):
    """60 m of level ground at 200 m: a gable of 30° that faces south and north, and a flat roof 6 m high."""
    y, x = np.mgrid[:CELLS, :CELLS] * PIXEL + PIXEL / 2
    heights = np.full((CELLS, CELLS), 200.0, np.float32)
    gable = (x > 8) & (x < 22) & (y > 10) & (y < 20)
    heights[gable] = (206 + np.tan(np.radians(30)) * (5 - np.abs(y - 15)))[gable]
    heights[(x > 36) & (x < 52) & (y > 8) & (y < 20)] = 206.0
    return make_raster(heights, "dsm.tif", origin=(WEST, NORTH), size=PIXEL, tags={})


@pytest.fixture
def buildings(tmp_path):
    def make(name="buildings.gpkg", **columns):
        columns = {"key": ["gable", "flat", "elsewhere"], **columns}
        shapes = [_box(8, 10, 22, 20), _box(36, 8, 52, 20), _box(500, 8, 520, 20)]
        gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:2154").to_file(tmp_path / name)
        return {"path": str(tmp_path / name), "layer": None}

    return make


@pytest.fixture
def ground(tmp_path):
    kinds = {"usage": ["parking", "ground"]}
    frame = gpd.GeoDataFrame(kinds, geometry=[_box(5, 30, 25, 55), _box(30, 28, 58, 56)], crs="EPSG:2154")
    frame.to_file(tmp_path / "ground.gpkg")
    return {"path": str(tmp_path / "ground.gpkg"), "layer": None}


def _box(west, north, east, south):
    return box(WEST + west, NORTH - south, WEST + east, NORTH - north)


@pytest.fixture
def diagnose(new_run, tmp_path):
    def run_job(name="out", **params):
        run = new_run("territory.city_diagnosis", {"output_folder": str(tmp_path / name), **params})
        with run.outputs():
            outputs = city_diagnosis(run, output_folder=str(tmp_path / name), **params)
        return outputs, run

    return run_job


def test_roofs_alone_are_a_diagnosis(diagnose, place, buildings, tmp_path):
    outputs, run = diagnose(dsm=place, buildings=buildings(), building_id="key")
    summary = outputs["SUMMARY"]
    assert summary["skipped"] == ["vegetation", "heat", "zones"]
    assert summary["heat"] is summary["vegetation"] is None and "SUHI_INTENSITY" not in outputs
    assert set(summary["layers"]) == {"irradiation", "roofs", "buildings_solar"}
    roofs = gpd.read_file(tmp_path / "out" / "layers" / "roofs.gpkg")
    gable = roofs[roofs.building_id == "gable"].sort_values("azimuth_deg")
    assert gable.slope_deg.to_numpy() == pytest.approx([30, 30], abs=1)
    assert gable.area_m2.to_numpy() == pytest.approx([70 / np.cos(np.radians(30))] * 2, rel=0.1)
    told = summary["solar"]["roofs"]
    assert (told["buildings"], told["not_known"], told["suitable"]) == (2, 1, 2)
    assert told["consumption"] is None and summary["solar"]["ground"] is None
    assert summary["solar"]["built_in_weather"] and "PVGIS" in summary["solar"]["weather_source"]
    assert 0 < summary["solar"]["kwh_p90"] < summary["solar"]["kwh_year"] == outputs["SOLAR_KWH_YEAR"]
    assert any("No GROUND is given" in text for text in run.texts("info"))
    assert any("vegetation is left out" in text for text in run.texts("warning"))


def test_car_parks_and_land_alone_are_a_diagnosis(diagnose, place, ground):
    outputs, run = diagnose(dsm=place, ground=ground, kind="usage")
    solar = outputs["SUMMARY"]["solar"]
    assert solar["roofs"] is None and set(outputs["SUMMARY"]["layers"]) == {"irradiation", "ground_solar"}
    assert {row["kind"]: row["area_m2"] for row in solar["ground"]["kinds"]} == {"ground": 784, "parking": 500}
    assert outputs["SOLAR_KWP"] == pytest.approx(solar["ground"]["kwp"], abs=0.1)
    assert any("No BUILDINGS are given" in text for text in run.texts("warning"))


def test_the_largest_car_parks_are_told_and_the_others_counted(diagnose, make_raster, tmp_path):
    level = make_raster(np.full((600, 600), 200.0, np.float32), "level.tif", origin=(WEST, NORTH), size=1.0)
    areas = [1600, 2500, 900, 3600, 4900]
    shapes = [_box(20 + 90 * i, 20, 20 + 90 * i + area**0.5, 20 + area**0.5) for i, area in enumerate(areas)]
    frame = gpd.GeoDataFrame({"usage": ["parking"] * 5}, geometry=shapes, crs="EPSG:2154")
    frame.to_file(tmp_path / "parks.gpkg")
    outputs, _ = diagnose(dsm=level, ground={"path": str(tmp_path / "parks.gpkg"), "layer": None}, kind="usage")
    told = outputs["SUMMARY"]["solar"]["ground"]
    # Article 40 asks for half of each; 900 m² are below its threshold of 1500 m².
    for row, half in zip(told["obligations"], (2450, 1800, 1250), strict=True):
        assert f"({half} m²)" in row["text"]
    assert told["obligations_more"] == 1 and all(row["count"] == 1 for row in told["obligations"])


def test_the_options_reach_the_steps(diagnose, place, buildings, ground, tmp_path):
    cover = {"path": str(tmp_path / "listed.gpkg"), "layer": None}
    gpd.GeoDataFrame(geometry=[_box(30, 0, 60, 25)], crs="EPSG:2154").to_file(cover["path"])
    params = {"dsm": place, "buildings": buildings(), "building_id": "key", "ground": ground, "kind": "usage"}
    outputs, _ = diagnose(**params, protected=cover, module="hjt_445")
    layer = gpd.read_file(tmp_path / "out" / "layers" / "buildings_solar.gpkg").set_index("building_id")
    assert layer.reason_key["flat"] == "protected" and layer.kwp["flat"] == 0 < layer.kwp["gable"]
    assert outputs["SUMMARY"]["solar"]["module_wp"] == 445
    assert layer.kwp["gable"] == pytest.approx(layer.modules["gable"] * 0.445, abs=0.002)
    classes = {row["key"]: row for row in outputs["SUMMARY"]["solar"]["roofs"]["classes"]}
    assert classes["unsuitable"]["count"] == 1
    assert classes["unsuitable"]["reasons"] == [{"key": "protected", "count": 1}]


def test_the_recipe_makes_it_again_from_anywhere(diagnose, place, buildings, ground, tmp_path):
    recipe = tmp_path / "recipe.json"
    buildings(consumption_kwh=[4000.0, None, 99_000.0])
    parameters = {
        "DSM": "dsm.tif", "BUILDINGS": "buildings.gpkg", "BUILDING_ID": "key", "GROUND": "ground.gpkg",
        "KIND": "usage", "MODULE": "generic_430",
    }  # fmt: skip
    recipe.write_text(json.dumps({"parameters": parameters}), encoding="utf-8")
    first, _ = diagnose("first", recipe=str(recipe))
    second, _ = diagnose("deeper/second", recipe=first["RECIPE"])
    again = {**second["SUMMARY"], "title": first["SUMMARY"]["title"]}
    assert again == first["SUMMARY"]
    kept = json.loads((tmp_path / "first" / "recipe.json").read_text(encoding="utf-8"))["parameters"]
    assert kept["DSM"] == place and kept["BUILDINGS"] == str(tmp_path / "buildings.gpkg")
    # Only the gable is both on the surface model and of known consumption.
    told = first["SUMMARY"]["solar"]["roofs"]["consumption"]
    layer = gpd.read_file(tmp_path / "first" / "layers" / "buildings_solar.gpkg").set_index("building_id")
    assert (told["buildings"], told["kwh_year"]) == (1, 4000)
    assert told["share"] == pytest.approx(layer.kwh_year["gable"] / 4000, abs=1e-4)
    with rasterio.open(tmp_path / "first" / "layers" / "irradiation.tif") as source:
        assert source.descriptions[:2] == ("year", "january") and source.count == 13


def test_names_that_are_not_unique_are_not_compared(diagnose, place, buildings):
    twins = buildings(key=["a", "a", "b"], consumption_kwh=[4000.0, 5000.0, 6000.0])
    outputs, run = diagnose(dsm=place, buildings=twins, building_id="key")
    assert outputs["SUMMARY"]["solar"]["roofs"]["consumption"] is None
    assert any("same name" in text for text in run.texts("warning"))


@pytest.mark.parametrize("given", [(), ("dsm",), ("buildings",)])
def test_heights_or_roofs_alone_are_nothing_to_diagnose(diagnose, place, buildings, tmp_path, given):
    everything = {"dsm": place, "buildings": buildings()}
    with pytest.raises(UrbanThinkError, match="DSM with BUILDINGS"):
        diagnose(**{name: everything[name] for name in given})
    assert not (tmp_path / "out").exists()


def test_zones_without_anything_to_tell_are_left_out(diagnose, place, buildings, tmp_path):
    outputs, run = diagnose(dsm=place, buildings=buildings(), zones=buildings("zones.gpkg"))
    assert outputs["SUMMARY"]["zones"] is None and "zones" not in outputs["SUMMARY"]["layers"]
    assert any("nothing is told by block" in text for text in run.texts("warning"))


def test_a_surface_model_elsewhere_is_refused_and_leaves_nothing(diagnose, place, tmp_path):
    far = tmp_path / "far.gpkg"
    gpd.GeoDataFrame(geometry=[box(0, 0, 50, 50)], crs="EPSG:2154").to_file(far)
    with pytest.raises(UrbanThinkError, match="No building lies on the surface model"):
        diagnose(dsm=place, buildings={"path": str(far), "layer": None})
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".urbanthink-part-*"))
