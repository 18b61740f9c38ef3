"""Landsat Level 1 of the Copernicus Data Space: brightness temperature, never taken for that of the surface."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import UTC, date, datetime

import numpy as np
import pytest
import rasterio
from odc.geo.geobox import GeoBox
from sentinelhub.api.catalog import SentinelHubCatalog
from services.level1 import kelvin_of

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.heat import jobs as heat_jobs
from urbanthink_plugin.engine.imagery import jobs, process, tiles
from urbanthink_plugin.engine.imagery.process import PRODUCTS, by_sun
from urbanthink_plugin.engine.imagery.request import make_grid, make_query, make_source
from urbanthink_plugin.engine.imagery.scenes import Query, Scene, area_geometry
from urbanthink_plugin.engine.imagery.tiles import Window, pieces
from urbanthink_plugin.engine.run import Run

KEY = "landsat-c2-l1"
MUNSTER = {"bounds": [397_005, 5_753_000, 406_000, 5_762_000], "crs": "EPSG:32632"}
ALABAMA = {"bounds": [453_015, 3_391_000, 470_000, 3_408_000], "crs": "EPSG:32616"}
SUMMER = {"start": "2024-06-01", "end": "2024-08-31"}
LATE = {"start": "2021-08-01", "end": "2021-08-31"}
FLARE = (200, 300)
MTL = """
GROUP = LANDSAT_METADATA_FILE
  LANDSAT_PRODUCT_ID = "LC08_L1TP_020039_20170818_20200903_02_T1"
  PROCESSING_LEVEL = "L1TP"
  DATE_ACQUIRED = 2017-08-18
  SCENE_CENTER_TIME = "16:14:23.0470670Z"
  SUN_ELEVATION = 62.0
  REFLECTANCE_MULT_BAND_4 = 2.0000E-05
  REFLECTANCE_ADD_BAND_4 = -0.100000
  RADIANCE_MULT_BAND_10 = 3.3420E-04
  RADIANCE_ADD_BAND_10 = 0.10000
  K1_CONSTANT_BAND_10 = 774.8853
  K2_CONSTANT_BAND_10 = 1321.0789
END_GROUP = LANDSAT_METADATA_FILE
END
"""


pytestmark = pytest.mark.usefixtures("strangers")


def query_of(area=MUNSTER, start="2024-06-01", end="2024-08-31", cloud=30):
    return make_query(area, start, end, KEY, cloud)


def prepared(source, area=MUNSTER, **options):
    query = query_of(area, **options)
    scenes, grid = source.search(query), make_grid(query)
    source.prepare(scenes, grid, ("BT",), Run())
    return scenes, grid


def truth(services, scene, layer, grid):
    """The served scene's own numbers below a grid, by rasterio alone: the grid must be the scene's."""
    with rasterio.open(services.scene(scene.scene_id).path(layer)) as opened:
        window = rasterio.windows.from_bounds(*grid.boundingbox.bbox, opened.transform)
        assert all(abs(value - round(value)) < 1e-9 for value in window.flatten())
        return opened.read(1, window=window.round_offsets().round_lengths())


class TestSearch:
    def test_the_catalogue_is_asked_for_the_cloud_limit(self, source, online, monkeypatch):
        asked, search = [], SentinelHubCatalog.search
        monkeypatch.setattr(SentinelHubCatalog, "search", lambda *a, **k: asked.append(k["filter"]) or search(*a, **k))
        scenes = source.search(query_of(cloud=3))
        assert asked == ["eo:cloud_cover <= 3"]
        assert [(scene.datetime.date().isoformat(), scene.cloud_cover) for scene in scenes] == [
            ("2024-06-26", 2.0),
            ("2024-08-13", 0.0),
        ]
        assert len(source.search(query_of(start="2021-01-01", end="2025-12-31", cloud=100))) == 7
        assert [scene.tile for scene in scenes] == ["196024", "196024"]
        assert {scene.collection for scene in scenes} == {KEY} and {scene.source for scene in scenes} == {"cdse"}

    def test_nights_are_left_out_and_said(self, new_source, new_run):
        run = new_run()
        scenes = new_source(run).search(query_of(start="2024-08-13", end="2024-08-13"))
        assert [scene.scene_id for scene in scenes] == ["LC08_L1TP_196024_20240813_20240822_02_T1"]
        assert "Passes by night are left out (1): the heat island is that of the day." in run.texts("info")

    @pytest.mark.parametrize(
        ("moment", "longitude", "by_day"),
        [
            ("2024-06-26T10:21", 7.6, True),
            ("2024-06-26T21:12", 7.6, False),
            ("2021-08-18T16:25", -87.4, True),
            ("2021-08-18T03:50", -87.4, False),
            ("2024-01-01T01:30", 140.0, True),
            ("2024-01-01T23:50", -156.0, True),
        ],
    )
    def test_day_is_where_the_sun_is_up(self, moment, longitude, by_day):
        footprint = area_geometry({"bounds": [longitude - 1, 30, longitude + 1, 32], "crs": "EPSG:4326"})
        when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert by_sun(Scene("x", when, 0.0, "", "cdse", KEY, footprint), {}) is by_day

    def test_what_the_account_does_not_see_is_said(self, source, online):
        online.sentinel_hub.visible = {"sentinel-2-l2a"}
        with pytest.raises(UrbanThinkError, match=r"does not see the collection landsat-ot-l1 .* sees sentinel-2-l2a"):
            source.search(query_of())

    def test_level_2_names_both_ways_out(self, source):
        area = area_geometry(MUNSTER)
        with pytest.raises(UrbanThinkError, match="without surface temperature") as caught:
            source.search(Query(area, date(2024, 6, 1), date(2024, 8, 31), "landsat-c2-l2", 30))
        assert "planetary-computer" in caught.value.hint and KEY in caught.value.hint

    @pytest.mark.parametrize("key", ["planetary-computer", "earth-search", "custom"])
    def test_other_sources_have_the_surface_temperature_itself(self, run, key):
        with pytest.raises(UrbanThinkError, match="landsat-c2-l1 is read from the source cdse only") as caught:
            make_source(run, key, "https://example.org/stac", KEY)
        assert caught.value.hint == "Planetary Computer has the surface temperature itself: choose landsat-c2-l2."


class TestPixels:
    def test_kelvin_to_half_a_hundredth_and_bits_to_the_pixel(self, source, online):
        (scene,), grid = prepared(source, ALABAMA, **LATE)
        reading = source.read(scene, grid, ("BT",))
        assert grid.shape == (568, 567) and reading.values.dtype == np.float32
        expected = kelvin_of(truth(online, scene, "B10", grid))
        assert np.ptp(expected) > 30
        np.testing.assert_allclose(reading.values[0], expected, rtol=0, atol=0.005 + 2e-5)
        bits = truth(online, scene, "BQA", grid)
        rejected = (bits & 0b111111) != 0
        np.testing.assert_array_equal(reading.clear, ~rejected)
        assert 0.2 < rejected.mean() < 0.6 and {2, 4, 8} <= {bit for bit in (1, 2, 4, 8) if (bits & bit).any()}

    def test_the_request_is_the_landsat_lattice_and_whole_numbers(self, source, online):
        prepared(source, ALABAMA, **LATE)
        (request,) = online.requests("process")
        assert request["status"] == 200
        query = query_of(ALABAMA, **LATE)
        grid = make_grid(query)
        pixels = PRODUCTS[KEY].pixels(grid)
        window = pixels.window_of(grid)
        assert window is not None and pixels.geobox(window) == grid
        for west in (grid.transform.c, grid.transform.f):
            assert west % 30 == 15
        assert pixels.window_of(grid.translate_pix(0.5, 0.5)) is None
        assert pixels.window_of(GeoBox.from_bbox(grid.boundingbox.bbox, crs="EPSG:32616", resolution=10)) is None

    def test_tiles_make_what_one_large_request_makes(self, source, new_source, monkeypatch):
        monkeypatch.setattr(tiles, "TILE", 240)
        scenes, grid = prepared(source)
        window = PRODUCTS[KEY].pixels(grid).window_of(grid)
        assert len(pieces(window)) >= 4
        tiled = [source.read(scene, grid, ("BT",)) for scene in scenes]
        monkeypatch.setattr(tiles, "TILE", 2400 * 500)
        monkeypatch.setenv("URBANTHINK_CACHE", os.environ["URBANTHINK_CACHE"] + "-other")
        one = new_source()
        assert one.estimate(scenes, grid, ("BT",)).requests == len(scenes) == 3
        one.prepare(scenes, grid, ("BT",), Run())
        for scene, reading in zip(scenes, tiled, strict=True):
            whole = one.read(scene, grid, ("BT",))
            np.testing.assert_array_equal(reading.values, whole.values)
            np.testing.assert_array_equal(reading.clear, whole.clear)
            part = np.s_[37:140, 51:203]
            block = one.read(scene, grid[part], ("BT",))
            np.testing.assert_array_equal(block.values[0], whole.values[0][part])
            np.testing.assert_array_equal(block.clear, whole.clear[part])

    def test_a_grid_of_edges_is_interpolated_between_the_same_pixels(self, source, online):
        (scene,), grid = prepared(source, ALABAMA, **LATE)
        inner = grid[100:200, 100:200]
        moved = source.read(scene, inner.translate_pix(0.5, 0.5), ("BT",))
        kelvin = kelvin_of(truth(online, scene, "B10", grid))[100:201, 100:201]
        expected = (kelvin[:-1, :-1] + kelvin[1:, :-1] + kelvin[:-1, 1:] + kelvin[1:, 1:]) / 4
        np.testing.assert_allclose(moved.values[0], expected, rtol=0, atol=0.006)

    def test_what_no_land_has_is_left_out_and_told(self, new_source, new_run, online):
        run = new_run()
        source = new_source(run)
        scenes, grid = prepared(source, start="2024-06-26", end="2024-06-26")
        reading = source.read(scenes[0], grid, ("BT",))
        served = online.scene(scenes[0].scene_id)
        top, left = (
            round((served.bounds[3] - grid.boundingbox.top) / 30),
            round((grid.boundingbox.left - served.bounds[0]) / 30),
        )
        hot = np.zeros(grid.shape, bool)
        hot[FLARE[0] - top : FLARE[0] - top + 3, FLARE[1] - left : FLARE[1] - left + 3] = True
        assert hot.sum() == 9
        np.testing.assert_array_equal(np.isnan(reading.values[0]), hot)
        assert not reading.clear[hot].any()
        source.finish()
        assert run.texts("warning") == [
            "LC08_L1TP_196024_20240626_20240709_02_T1: 9 pixels under a clear sky lie outside 250 to 345 K and were "
            "left out."
        ]

    def test_outside_the_scene_there_is_nothing(self, source):
        area = {"bounds": [470_000, 3_395_000, 473_000, 3_398_000], "crs": "EPSG:32616"}
        (scene,), grid = prepared(source, area, **LATE)
        reading = source.read(scene, grid, ("BT",))
        seen = np.zeros(grid.shape, bool)
        seen[:, : round((471_285 - grid.boundingbox.left) / 30)] = True
        np.testing.assert_array_equal(np.isfinite(reading.values[0]), seen)
        assert not reading.clear[~seen].any()

    def test_a_script_the_service_does_not_understand_is_an_error(self, source, monkeypatch):
        own = process.Product.evalscript
        monkeypatch.setattr(
            process.Product, "evalscript", lambda self, bands: re.sub("BRIGHTNESS_TEMPERATURE", "DN", own(self, bands))
        )
        with pytest.raises(UrbanThinkError):
            prepared(source)

    def test_the_price_is_two_bands_of_whole_numbers(self, source, online):
        query = query_of()
        scenes, grid = source.search(query), make_grid(query)
        cost = source.estimate(scenes, grid, ("BT",))
        source.prepare(scenes, grid, ("BT",), Run())
        assert source.spent()["processing_units"] == pytest.approx(cost.processing_units, rel=1e-3)
        assert PRODUCTS[KEY].processing_units(Window(0, 0, 512, 512), ("BT",)) == pytest.approx(2 / 3)


def paths(folder):
    return {"output": str(folder / "image.tif"), "output_count": str(folder / "count.tif")}


def run_job(run, domain, name, **params):
    run.job, run.params = f"{domain.__name__.split('.')[-2]}.{name}", params
    with run.outputs():
        return getattr(domain, name)(run, **params)


def tags_of(path):
    with rasterio.open(path) as opened:
        return opened.tags()


class TestJobs:
    def fetch(self, run, tmp_path, **more):
        given = {"area": MUNSTER, **SUMMER, "max_cloud": 30, "source": "cdse", "collection": KEY, **paths(tmp_path)}
        return run_job(run, jobs, "fetch_surface_temperature", **{**given, **more})

    def test_a_stack_says_what_it_is(self, run, online, tmp_path):
        self.fetch(run, tmp_path)
        with rasterio.open(tmp_path / "image.tif") as image:
            assert image.descriptions == ("2024-06-26", "2024-08-13", "2024-08-28")
            assert set(image.units) == {"K"} and image.res == (30, 30)
            assert (image.transform.c % 30, image.transform.f % 30) == (15, 15)
            tags = image.tags()
            assert 290 < np.nanmedian(image.read(2)) < 320
        assert (tags["QUANTITY"], tags["LEVEL"], tags["COLLECTION"]) == ("brightness_temperature", "L1", KEY)
        assert "U.S. Geological Survey" in tags["CREDIT"]
        assert "QUANTITY" not in tags_of(tmp_path / "count.tif")
        told = " ".join(run.texts("warning"))
        for words in (
            "as seen above the atmosphere",
            "several kelvin too low",
            "landsat-c2-l2 from planetary-computer",
        ):
            assert words in told
        assert "9 pixels under a clear sky lie outside 250 to 345 K" in told
        assert json.loads((tmp_path / "image.urbanthink.json").read_text())["thrift"]["processing_units"] > 0

    def test_surface_temperatures_say_so_too(self, new_run, online, tmp_path):
        for collection, where in (
            ("landsat-c2-l2", {"source": "custom", "catalog_url": online.stac_url}),
            ("sentinel-3-slstr-lst", {"source": "cdse"}),
        ):
            run = new_run()
            self.fetch(run, tmp_path / collection, collection=collection, **where)
            tags = tags_of(tmp_path / collection / "image.tif")
            assert (tags["QUANTITY"], tags["LEVEL"]) == ("surface_temperature", "L2")
            assert not [text for text in run.texts("warning") if "atmosphere" in text]

    def test_an_import_keeps_what_a_file_says_of_itself(self, new_run, online, tmp_path):
        self.fetch(new_run(), tmp_path)
        run = new_run()
        run_job(run, jobs, "import_scene", input=str(tmp_path / "image.tif"), output=str(tmp_path / "again.tif"))
        tags = tags_of(tmp_path / "again.tif")
        assert (tags["QUANTITY"], tags["LEVEL"]) == ("brightness_temperature", "L1")
        assert any("brightness temperatures" in text for text in run.texts("warning"))

    def test_products_on_disk_say_so_too(self, new_run, real_data, tmp_path):
        name, folder = "LC08_L1TP_020039_20170818_20200903_02_T1", tmp_path / "product"
        folder.mkdir()
        for band in ("B4", "B10"):
            shutil.copy(real_data / "landsat8_l1_alabama" / f"l8_{band}.tif", folder / f"{name}_{band}.TIF")
        (folder / f"{name}_MTL.txt").write_text(MTL)
        run = new_run()
        run_job(run, jobs, "import_scene", input=str(folder), output=str(tmp_path / "red.tif"))
        assert "QUANTITY" not in tags_of(tmp_path / "red.tif")
        assert "The product holds a temperature too: import it with BANDS BT." in run.texts("info")
        run_job(new_run(), jobs, "import_scene", input=str(folder), output=str(tmp_path / "bt.tif"), bands="BT")
        tags = tags_of(tmp_path / "bt.tif")
        assert (tags["QUANTITY"], tags["LEVEL"]) == ("brightness_temperature", "L1")
        level2 = next((real_data / "landsat_lst_munster").glob("*20240813*_ST_B10.TIF"))
        run_job(new_run(), jobs, "import_scene", input=str(level2), output=str(tmp_path / "lst.tif"))
        tags = tags_of(tmp_path / "lst.tif")
        assert (tags["QUANTITY"], tags["LEVEL"]) == ("surface_temperature", "L2")

    def test_search_and_its_cost(self, run, online, tmp_path):
        ask = {"area": MUNSTER, **SUMMER, "collection": KEY, "source": "cdse", "max_cloud": 30}
        outputs = run_job(run, jobs, "search_scenes", **ask, output=str(tmp_path / "found.gpkg"))
        # 301 × 301 pixels of two bands, in windows of whole 60 px: between 0.23 and 0.35 units for each of three dates.
        assert outputs["COUNT"] == 3 and 0.6 < outputs["PROCESSING_UNITS"] < 1.1

    def test_a_heat_island_of_it_is_told_to_be_an_indication(self, new_run, online, tmp_path):
        area = {"bounds": [396_720, 5_747_430, 415_000, 5_763_300], "crs": "EPSG:32632"}
        self.fetch(new_run(), tmp_path, area=area)
        town = {"type": "Polygon", "coordinates": [[[403e3, 5753e3], [409e3, 5753e3], [409e3, 5758e3], [403e3, 5758e3],
                                                    [403e3, 5753e3]]]}  # fmt: skip
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}
        feature = {"type": "Feature", "properties": {}, "geometry": town}
        urban = tmp_path / "urban.geojson"
        urban.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
        run = new_run()
        run_job(run, heat_jobs, "heat_island", input=str(tmp_path / "image.tif"), urban=str(urban),
                output=str(tmp_path / "heat.tif"))  # fmt: skip
        told = [text for text in run.texts("warning") if "brightness temperatures" in text]
        assert len(told) == 1 and told[0].startswith("image.tif holds brightness temperatures, as seen above")
        assert "brightness temperature" in tags_of(tmp_path / "heat.tif")["ABOUT"]
