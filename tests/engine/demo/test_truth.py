"""What the demo town states is in its images: heat island, vegetation index, roofs; and the chain finds it again."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.features import rasterize

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.heat.jobs import heat_island
from urbanthink_plugin.engine.run import Run

from .conftest import diagnose


@pytest.fixture(scope="module")
def found(town, tmp_path_factory):
    """What heat_island says of the demo town."""
    folder = tmp_path_factory.mktemp("heat")
    run = Run("heat.heat_island")
    with run.outputs():
        return heat_island(
            run,
            input=[str(town / "lst_stack.tif")],
            unit="kelvin",
            land_cover=str(town / "landcover_10m.tif"),
            urban_classes="1,2,3",
            vegetation_classes="5,6,7",
            water_classes="9",
            elevation=str(town / "terrain_30m.tif"),
            output=str(folder / "suhi.tif"),
        )


def test_the_stated_heat_island_is_found(found, truth):
    stated = truth["heat_island"]["summer_kelvin"]
    assert found["SUHI_LOW"] <= stated <= found["SUHI_HIGH"]
    assert found["SUHI_INTENSITY"] == pytest.approx(stated, abs=0.15)
    assert found["DATES"] == len(truth["heat_island"]["summer_dates"])


def test_the_heat_island_of_each_date_is_found(found, truth):
    """Clouds hide a quarter of the town on the worst date, so a date alone is known to a quarter of a kelvin."""
    for row in found["TABLE"]:
        assert row["suhi_k"] == pytest.approx(truth["heat_island"]["by_date_kelvin"][row["date"]], abs=0.25), row[
            "date"
        ]


def test_places_have_their_anomaly(found, truth):
    with rasterio.open(found["OUTPUT"]) as source:
        for name, place in truth["heat_island"]["places"].items():
            value = next(source.sample([(place["x"], place["y"])], indexes=[1]))[0]
            assert value == pytest.approx(place["anomaly_kelvin"], abs=0.5), name


def test_class_means_have_the_vegetation_index_of_the_table(town, truth):
    table = json.loads((town / "truth.json").read_text(encoding="utf-8"))["ndvi_by_class"]
    assert table["trees"] == pytest.approx((0.312 - 0.026) / (0.312 + 0.026), abs=1e-4)
    with rasterio.open(town / "landcover_10m.tif") as source:
        cover = source.read(1)
    with rasterio.open(town / "reflectance_10m.tif") as source:
        red, nir = source.read([3, 7]) * 1e-4
    for code, (name, stated) in enumerate(table.items(), 1):
        inside = cover == code
        near, far = nir[inside].mean(), red[inside].mean()
        assert (near - far) / (near + far) == pytest.approx(stated, abs=1e-3), name
        assert np.median((nir - red)[inside] / (nir + red)[inside]) == pytest.approx(stated, abs=0.02), name


def test_roofs_have_their_slope_and_azimuth(town, truth):
    """Slope and downhill bearing by the gradient of the surface model, away from edges and ridges."""
    west, south, east, north = truth["roofs"]["dsm_window"]
    buildings = gpd.read_file(town / "buildings.gpkg").cx[west:east, south:north]
    buildings = buildings[
        buildings.within(
            gpd.GeoSeries.from_wkt(
                [f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"]
            ).iloc[0]
        )
    ]
    assert len(buildings) == truth["roofs"]["buildings_in_window"] > 100
    with rasterio.open(town / "dsm.tif") as source:
        surface, transform = source.read(1).astype(float), source.transform
    down, right = np.gradient(surface, 0.5)
    slope = np.degrees(np.arctan(np.hypot(down, right)))
    azimuth = np.degrees(np.arctan2(-right, down)) % 360
    seen = set()
    for building in buildings.itertuples():
        inside = rasterize([building.geometry.buffer(-1.2)], surface.shape, transform=transform).astype(bool)
        if inside.sum() < 60:
            continue
        seen.add(building.roof_type)
        assert np.median(slope[inside]) == pytest.approx(building.roof_slope_deg, abs=0.4)
        if building.roof_type != "flat":
            off = (azimuth[inside] - building.roof_azimuth_deg + 180) % 360 - 180
            on_face, on_back = np.abs(off) < 2, np.abs(off) > 178
            assert on_face.mean() > (0.95 if building.roof_type == "shed" else 0.3), building.building_id
            assert (on_face | on_back).mean() > 0.8
    assert {"gable", "flat"} <= seen


def test_the_diagnosis_runs_from_the_recipe_and_again_from_its_own(town, truth, diagnosed, tmp_path):
    first = diagnosed
    second = diagnose(tmp_path / "second", recipe=first["RECIPE"])
    assert first["SUMMARY"] == second["SUMMARY"]
    summary = first["SUMMARY"]
    heat, zones = summary["heat"], summary["zones"]
    assert heat["low"] <= truth["heat_island"]["summer_kelvin"] <= heat["high"]
    assert heat["dates"] == truth["heat_island"]["summer_dates"]
    assert sum(heat["built_up_share"].values()) == pytest.approx(1, abs=1e-3)
    low, high = heat["hot_share_interval"]
    assert low <= heat["built_up_share"]["3"] + heat["built_up_share"]["4"] <= high
    assert abs(sum(zones["residents_by_class"].values()) - zones["residents"]) <= 3
    assert len(zones["hottest"]) == 3 and all(z["low"] < z["mean"] < z["high"] for z in zones["hottest"])
    assert zones["hottest"][0]["residents"] > 0
    with rasterio.open(town / "landcover_10m.tif") as source:
        green = np.isin(source.read(1), (4, 5, 6, 7)).mean()
    assert summary["vegetation"]["vegetation_share"] == pytest.approx(green, abs=0.01)
    folder = Path(first["OUTPUT_FOLDER"])
    layers = {path.name for path in (folder / "layers").iterdir()}
    made = ("ndvi", "suhi", "suhi_class", "zones", "irradiation", "roofs", "buildings_solar", "ground_solar")
    assert {f"{name}.urbanthink.json" for name in made} <= layers
    for path in (folder / "layers").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert ".urbanthink-part-" not in text and str(folder) in text
    assert not list(tmp_path.rglob(".urbanthink-part-*"))


def test_steps_without_input_are_left_out(town, tmp_path):
    summary = diagnose(tmp_path / "green", reflectance=str(town / "reflectance_10m.tif"))["SUMMARY"]
    assert summary["heat"] is None and summary["skipped"] == ["heat", "zones", "solar"] and summary["solar"] is None
    assert set(summary["layers"]) == {"ndvi"}


def test_a_diagnosis_of_heat_alone(town, tmp_path):
    outputs = diagnose(
        tmp_path / "heat",
        lst=[str(town / "lst_stack.tif")],
        land_cover=str(town / "landcover_10m.tif"),
        urban_classes="1,2,3",
        zones=str(town / "blocks.gpkg"),
    )
    assert outputs["SUMMARY"]["vegetation"] is None and outputs["SUHI_INTENSITY"] > 3
    assert outputs["SUMMARY"]["zones"]["residents"] is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not json", "cannot be used"),
        ('{"parameters": {"NONSENSE": 1}}', "NONSENSE"),
        ('{"parameters": {"TITLE": "x"}}', "nothing to diagnose"),
    ],
)
def test_bad_recipes_are_refused_in_words(tmp_path, content, words):
    recipe = tmp_path / "recipe.json"
    recipe.write_text(content)
    with pytest.raises(UrbanThinkError, match=words):
        diagnose(tmp_path / "out", recipe=str(recipe))
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".urbanthink-part-*"))


def test_a_failing_step_leaves_nothing(town, tmp_path):
    with pytest.raises(UrbanThinkError):
        diagnose(tmp_path / "out", recipe=str(town / "recipe.json"), min_dates=50)
    assert list(tmp_path.iterdir()) == []
