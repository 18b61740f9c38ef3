"""The demo town is small, quick, always the same, and consistent with itself."""

from __future__ import annotations

import hashlib
import json

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.features import rasterize

from urbanthink_plugin.engine.errors import ResourceError

from .conftest import make_town

RASTERS = ("landcover_10m.tif", "reflectance_10m.tif", "lst_stack.tif", "terrain_30m.tif", "dsm.tif")


def pixels(path):
    with rasterio.open(path) as source:
        return hashlib.sha256(source.read().tobytes()).hexdigest()


def test_same_seed_gives_the_same_pixels_and_shapes(town, tmp_path):
    make_town(tmp_path / "again")
    for name in RASTERS:
        assert pixels(town / name) == pixels(tmp_path / "again" / name), name
    for name in ("buildings", "blocks", "trees"):
        first, second = (gpd.read_file(folder / f"{name}.gpkg") for folder in (town, tmp_path / "again"))
        assert first.geometry.to_wkb().tolist() == second.geometry.to_wkb().tolist()
        assert first.drop(columns="geometry").equals(second.drop(columns="geometry"))


def test_another_seed_gives_another_town(town, tmp_path):
    make_town(tmp_path / "other", seed=7)
    assert pixels(town / "landcover_10m.tif") != pixels(tmp_path / "other" / "landcover_10m.tif")


def test_it_is_small_and_quick(town):
    assert sum(path.stat().st_size for path in town.iterdir()) < 8e6
    # 5 s on two idle cores; the limit leaves room for busy ones.
    assert json.loads((town.parent / "seconds.json").read_text()) < 20


def test_every_file_is_listed_and_whole(town):
    listed = json.loads((town / "town.json").read_text(encoding="utf-8"))["files"]
    assert {path.name for path in town.iterdir() if ".urbanthink" not in path.name} == {*listed, "town.json"}
    recipe = json.loads((town / "recipe.json").read_text(encoding="utf-8"))["parameters"]
    for name in (recipe["REFLECTANCE"], *recipe["LST"], recipe["LAND_COVER"], recipe["ELEVATION"], recipe["ZONES"],
        recipe["DSM"], recipe["BUILDINGS"], recipe["GROUND"]):  # fmt: skip
        assert (town / name).is_file()


def test_rasters_say_what_they_are(town):
    with rasterio.open(town / "lst_stack.tif") as stack:
        assert stack.crs.to_epsg() == 2154 and set(stack.units) == {"K"}
        assert stack.descriptions == tuple(sorted(stack.descriptions)) and len(stack.descriptions) == 12
        summers = [text for text in stack.descriptions if text[5:7] in ("06", "07", "08")]
        assert len(summers) >= 8 and any(text[5:7] == "03" for text in stack.descriptions)
        values = stack.read()
    gaps = np.isnan(values).mean(axis=(1, 2))
    assert gaps.min() == 0 and 0.05 < gaps.max() < 0.3
    assert np.nanmin(values) > 275 and np.nanmax(values) < 325
    with rasterio.open(town / "reflectance_10m.tif") as image:
        assert image.descriptions == ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
        assert image.scales == (1e-4,) * 10 and image.dtypes[0] == "uint16"
    with rasterio.open(town / "landcover_10m.tif") as cover:
        assert cover.colormap(1)[9][:3] != cover.colormap(1)[1][:3]
        assert np.unique(cover.read()).tolist() == list(range(1, 10))


def test_it_is_a_plausible_town(town):
    buildings, blocks = gpd.read_file(town / "buildings.gpkg"), gpd.read_file(town / "blocks.gpkg")
    assert 2000 < len(buildings) < 4000 and 5000 < blocks.population.sum() < 15000
    assert {
        "building_id",
        "use",
        "floors",
        "height_m",
        "roof_type",
        "roof_slope_deg",
        "roof_azimuth_deg",
        "consumption_kwh",
    } <= set(buildings.columns)
    assert buildings.building_id.is_unique and blocks.name.is_unique
    assert buildings[buildings.use != "church"].consumption_kwh.min() > 1000
    assert set(buildings.roof_type) == {"gable", "flat", "shed"}
    flat = buildings.roof_type == "flat"
    assert (buildings.roof_slope_deg[flat] == 0).all() and buildings.roof_azimuth_deg[flat].isna().all()
    gables = buildings.roof_azimuth_deg[buildings.roof_type == "gable"]
    assert gables.between(90, 270).all()
    assert buildings.geometry.is_valid.all() and blocks.geometry.is_valid.all()


def test_buildings_do_not_overlap(town):
    buildings = gpd.read_file(town / "buildings.gpkg")
    left, right = buildings.sindex.query(buildings.geometry.buffer(-0.6), predicate="intersects")
    assert (left == right).all()


def test_buildings_are_where_the_land_cover_has_roofs(town):
    buildings = gpd.read_file(town / "buildings.gpkg")
    with rasterio.open(town / "landcover_10m.tif") as source:
        cover, transform = source.read(1), source.transform
    large = buildings[buildings.area > 1500].geometry.buffer(-10)
    inside = rasterize(large, out_shape=cover.shape, transform=transform).astype(bool)
    assert inside.sum() > 50 and (cover[inside] == 1).mean() > 0.98


def test_a_failure_leaves_nothing(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ResourceError):
        make_town(blocked / "town")
    assert list(tmp_path.iterdir()) == [blocked]
