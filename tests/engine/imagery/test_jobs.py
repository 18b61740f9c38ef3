"""The jobs: against a source in memory for what they ask and write, against the loopback services for the whole way."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from services.fakes import random_source

from urbanthink_plugin.engine.errors import Cancelled, UrbanThinkError
from urbanthink_plugin.engine.imagery import jobs
from urbanthink_plugin.engine.imagery.request import MOST_PIXELS, known_bands, make_grid, make_query, make_source
from urbanthink_plugin.engine.imagery.scenes import SENTINEL2_BANDS

DAYS = ("2024-06-04", "2024-06-19", "2024-07-09", "2024-07-24")
AREA = {"bounds": [472480, 5254490, 476480, 5257490], "crs": "EPSG:32632"}
MUNSTER = {"bounds": [399000, 5755000, 403000, 5758000], "crs": "EPSG:32632"}
SUMMER = {"start": "2024-06-01", "end": "2024-08-31"}


@pytest.fixture
def source(monkeypatch):
    """A source in memory that every job is given."""
    made = random_source(DAYS, SENTINEL2_BANDS)
    monkeypatch.setattr(jobs, "make_source", lambda run, key, url, collection: made)
    return made


@pytest.fixture
def thermal(monkeypatch):
    made = random_source(DAYS, ("LST",), dtype="float32", collection="landsat-c2-l2")
    monkeypatch.setattr(jobs, "make_source", lambda run, key, url, collection: made)
    return made


def run_job(run, name, **params):
    run.job = f"imagery.{name}"
    run.params = params
    with run.outputs():
        return getattr(jobs, name)(run, **params)


def paths(folder):
    return {"output": str(folder / "image.tif"), "output_count": str(folder / "count.tif")}


def left_behind(folder):
    return sorted(path.name for path in Path(folder).iterdir())


class TestRequest:
    def test_dates_are_checked(self):
        ask = {"area": AREA, "collection": "sentinel-2-l2a", "max_cloud": 30, "today": date(2024, 9, 1)}
        assert make_query(start="2024-06-01", end="2030-01-01", **ask).end == date(2030, 1, 1)
        with pytest.raises(UrbanThinkError, match="after its end"):
            make_query(start="2024-08-31", end="2024-06-01", **ask)
        with pytest.raises(UrbanThinkError, match="lies in the future"):
            make_query(start="2025-06-01", end="2025-08-31", **ask)
        with pytest.raises(UrbanThinkError, match="is not a date"):
            make_query(start="June", end="2024-08-31", **ask)
        with pytest.raises(UrbanThinkError, match="both needed"):
            make_query(start="2024-06-01", end=None, **ask)

    def test_cloud_area_and_collection_are_checked(self):
        with pytest.raises(UrbanThinkError, match="MAX_CLOUD is 120"):
            make_query(AREA, "2024-06-01", "2024-06-02", "sentinel-2-l2a", 120)
        with pytest.raises(UrbanThinkError, match="area is empty"):
            make_query({"bounds": [5, 5, 5, 5], "crs": "EPSG:4326"}, "2024-06-01", "2024-06-02", "sentinel-2-l2a", 9)
        with pytest.raises(UrbanThinkError, match="no collection called sentinel-2"):
            make_query(AREA, "2024-06-01", "2024-06-02", "sentinel-2", 9)

    def test_the_grid_is_bounded_and_metric(self):
        query = make_query(AREA, "2024-06-01", "2024-06-02", "sentinel-2-l2a", 30)
        assert make_grid(query).shape == (300, 400)
        assert make_grid(query, 20, "EPSG:2154").crs.epsg == 2154
        with pytest.raises(UrbanThinkError, match="whose unit is not the metre"):
            make_grid(query, 10, "EPSG:4326")
        with pytest.raises(UrbanThinkError, match="makes no sense"):
            make_grid(query, 0.1)
        country = make_query({"bounds": [-5, 42, 8, 51], "crs": "EPSG:4326"}, "2024-06-01", "2024-06-02",
                             "sentinel-2-l2a", 30)  # fmt: skip
        with pytest.raises(UrbanThinkError, match=f"{MOST_PIXELS / 1e6:.0f} are allowed"):
            make_grid(country)
        assert make_grid(country, 1000).shape[0] > 900

    def test_bands_are_known_and_ordered(self):
        assert known_bands(None) == SENTINEL2_BANDS == known_bands([])
        assert known_bands("b8, B04,B2,B04") == ("B02", "B04", "B08")
        assert known_bands(["B01", "B8A"]) == ("B01", "B8A")
        with pytest.raises(UrbanThinkError, match="no band B10"):
            known_bands(["B04", "B10"])

    def test_sources_are_known(self, run):
        with pytest.raises(UrbanThinkError, match="no source called nasa"):
            make_source(run, "nasa", None, "sentinel-2-l2a")


class TestFetch:
    def ask(self, tmp_path, **more):
        return {"area": AREA, **SUMMER, "max_cloud": 100, "source": "cdse", **paths(tmp_path), **more}

    def test_a_median_and_its_count(self, run, source, tmp_path):
        outputs = run_job(run, "fetch_sentinel2", **self.ask(tmp_path))
        assert outputs == {"OUTPUT": str(tmp_path / "image.tif"), "OUTPUT_COUNT": str(tmp_path / "count.tif")}
        with rasterio.open(outputs["OUTPUT"]) as image:
            assert image.descriptions == SENTINEL2_BANDS and image.dtypes[0] == "int16"
            assert image.scales == (1e-4,) * 10 and image.nodata == -32768 and set(image.units) == {"1"}
            assert image.tags()["DATES"] == ",".join(DAYS)
            assert image.tags()["CREDIT"] == "contains modified Copernicus Sentinel data 2024"
            assert image.profile["compress"].lower() == "zstd" and image.overviews(1) == []
            values = image.read()
        with rasterio.open(outputs["OUTPUT_COUNT"]) as counted:
            assert counted.count == 1 and counted.dtypes == ("uint16",)
            count = counted.read(1)
        assert ((values[0] == -32768) == (count == 0)).all() and count.max() <= len(DAYS)

    def test_everything_is_read_once(self, run, source, tmp_path):
        run_job(run, "fetch_sentinel2", **self.ask(tmp_path, bands=["B02", "B04"]))
        whole = [(scene, bands) for scene, shape, bands in source.reads if shape != (1, 1)]
        assert sorted(whole) == sorted((s.scene_id, (band,)) for s in source.scenes for band in ("B02", "B04"))

    def test_the_cost_is_told_before_and_kept_afterwards(self, run, source, tmp_path):
        run_job(run, "fetch_sentinel2", **self.ask(tmp_path))
        texts = run.texts()
        told = next(i for i, text in enumerate(texts) if "processing units (0.1 % of the 10000" in text)
        assert told < next(i for i, text in enumerate(texts) if text.startswith("Downloaded 2.0 MB"))
        assert any("4 scenes of 4 dates: 2024-06-04" in text for text in texts)
        for name in ("image", "count"):
            record = json.loads((tmp_path / f"{name}.urbanthink.json").read_text())
            assert record["thrift"]["bytes"] == 2_000_000 and record["thrift"]["energy_kwh"] > 0
            assert "kWh per GB" in record["thrift"]["assumption"]

    def test_a_budget_that_is_too_small_stops_before_the_download(self, run, source, tmp_path):
        with pytest.raises(UrbanThinkError, match="about 50 MB; at most 20 MB"):
            run_job(run, "fetch_sentinel2", **self.ask(tmp_path, max_megabytes=20))
        assert source.reads == [] and left_behind(tmp_path) == []

    def test_no_count_when_none_is_asked(self, run, source, tmp_path):
        outputs = run_job(run, "fetch_sentinel2", **self.ask(tmp_path, output_count=None))
        assert list(outputs) == ["OUTPUT"]
        assert left_behind(tmp_path) == ["image.tif", "image.urbanthink.json"]

    def test_nothing_found_says_what_a_higher_limit_would_find(self, run, source, tmp_path):
        source.scenes = source.scenes[2:]
        with pytest.raises(UrbanThinkError, match="at most 5 % cloud; 2 have more, the clearest 10 %"):
            run_job(run, "fetch_sentinel2", **self.ask(tmp_path, max_cloud=5))
        source.scenes = []
        with pytest.raises(UrbanThinkError, match="There is no scene of sentinel-2-l2a"):
            run_job(run, "fetch_sentinel2", **self.ask(tmp_path, max_cloud=5))

    def test_a_scene_that_is_gone_is_left_out(self, run, source, tmp_path):
        source.gone = {source.scenes[0].scene_id}
        run_job(run, "fetch_sentinel2", **self.ask(tmp_path, composite="none", bands="B04"))
        with rasterio.open(tmp_path / "image.tif") as image:
            assert image.descriptions == tuple(f"B04 {day}" for day in DAYS[1:])
        assert run.texts("warning") == [f"{source.scenes[0].scene_id} is left out: SCENE_20240604_0 is gone."]

    def test_all_scenes_gone_is_an_error(self, run, source, tmp_path):
        source.gone = {scene.scene_id for scene in source.scenes}
        with pytest.raises(UrbanThinkError, match="is gone"):
            run_job(run, "fetch_sentinel2", **self.ask(tmp_path))
        assert left_behind(tmp_path) == []

    def test_dates_under_cloud_are_named_and_only_clouds_are_an_error(self, run, source, tmp_path):
        for scene in source.scenes[:2]:
            source.pixels[scene.scene_id][1][:] = False
        run_job(run, "fetch_sentinel2", **self.ask(tmp_path))
        assert run.texts("warning") == ["These dates show no clear pixel of the area: 2024-06-04, 2024-06-19."]
        for _, clear in source.pixels.values():
            clear[:] = False
        with pytest.raises(UrbanThinkError, match="None of the 4 dates shows a clear pixel"):
            run_job(run, "fetch_sentinel2", **self.ask(tmp_path))

    def test_cancel_leaves_nothing(self, new_run, source, tmp_path):
        cancel = threading.Event()
        run = new_run(cancel=cancel)
        read = source.read

        def cancelling(scene, block, bands, mask=True):
            if block.shape != (1, 1):
                cancel.set()
            return read(scene, block, bands)

        source.read = cancelling
        with pytest.raises(Cancelled):
            run_job(run, "fetch_sentinel2", **self.ask(tmp_path))
        assert left_behind(tmp_path) == []

    def test_temperatures_are_named_by_their_date(self, run, thermal, tmp_path):
        area = {"bounds": [472480, 5254490, 476480, 5257490], "crs": "EPSG:32632"}
        thermal.grid = make_grid(make_query(area, *SUMMER.values(), "landsat-c2-l2", 30))
        run_job(run, "fetch_surface_temperature", **self.ask(tmp_path, area=area, collection="landsat-c2-l2"))
        with rasterio.open(tmp_path / "image.tif") as image:
            assert image.descriptions == DAYS and set(image.units) == {"K"} and image.dtypes[0] == "float32"
            assert image.res == (30, 30) and 280 < np.nanmean(image.read()) < 320
            assert "U.S. Geological Survey" in image.tags()["CREDIT"]
        with pytest.raises(UrbanThinkError, match="no thermal band"):
            run_job(run, "fetch_surface_temperature", **self.ask(tmp_path, collection="sentinel-2-l2a"))


class TestSearch:
    def ask(self, tmp_path, **more):
        search = {"area": AREA, "collection": "sentinel-2-l2a", **SUMMER, "source": "cdse"}
        return {**search, "output": str(tmp_path / "scenes.gpkg"), **more}

    def test_footprints_and_cost(self, run, source, tmp_path):
        outputs = run_job(run, "search_scenes", **self.ask(tmp_path, max_cloud=10))
        assert outputs["COUNT"] == 3 and outputs["MEGABYTES"] == 37.5 and outputs["PROCESSING_UNITS"] == 9.75
        frame = gpd.read_file(outputs["OUTPUT"])
        assert list(frame.columns) == ["scene_id", "datetime", "cloud_cover", "tile", "source", "geometry"]
        assert frame["cloud_cover"].tolist() == [0, 5, 10] and frame.crs.to_epsg() == 4326
        assert str(frame["datetime"][0]).startswith("2024-06-04")

    def test_an_empty_answer_is_an_answer(self, run, source, tmp_path):
        source.scenes = source.scenes[3:]
        outputs = run_job(run, "search_scenes", **self.ask(tmp_path, max_cloud=10))
        assert outputs["COUNT"] == 0 and gpd.read_file(outputs["OUTPUT"]).empty
        assert "1 have more, the clearest 15 %" in run.texts("warning")[0]


class TestServices:
    """The whole way, through the real clients."""

    def sentinel(self, online, tmp_path, source, **more):
        urls = {
            "custom": online.stac_url,
            "earth-search": online.earth_search_url,
            "planetary-computer": online.stac_url,
        }
        where = {"source": source, "catalog_url": urls.get(source)}
        return {"area": AREA, **SUMMER, "max_cloud": 15, **where, **paths(tmp_path), **more}

    @pytest.mark.parametrize("source", ["cdse", "planetary-computer"])
    def test_a_composite(self, run, online, tmp_path, source):
        outputs = run_job(
            run, "fetch_sentinel2", **self.sentinel(online, tmp_path, source, bands=["B04", "B08", "B11"])
        )
        with rasterio.open(outputs["OUTPUT"]) as image:
            assert image.descriptions == ("B04", "B08", "B11") and image.shape == (300, 400)
            red, near, _ = image.read(masked=True) * 1e-4
        assert red.count() > 0.95 * red.size and 0.01 < np.ma.median(red) < 0.15 < np.ma.median(near) < 0.6
        record = json.loads((tmp_path / "image.urbanthink.json").read_text())
        assert record["thrift"]["bytes"] > 100_000 and record["thrift"]["requests"] > 0
        assert (record["thrift"]["processing_units"] > 0) == (source == "cdse")
        assert online.client_secret not in (tmp_path / "image.urbanthink.json").read_text() + str(run.messages)

    def test_both_ways_to_the_same_pixels(self, new_run, online, tmp_path):
        images = []
        for source in ("cdse", "custom"):
            folder = tmp_path / source
            params = self.sentinel(online, folder, source, bands="B02,B04,B08", composite="none")
            run_job(new_run(), "fetch_sentinel2", **params)
            with rasterio.open(folder / "image.tif") as image:
                images.append((image.descriptions, image.read()))
        assert images[0][0] == images[1][0]
        both = (images[0][1] != -32768) & (images[1][1] != -32768)
        assert both.mean() > 0.8 * (images[1][1] != -32768).mean()
        # Sentinel Hub clamps negative reflectance to zero; everything else is the same number.
        np.testing.assert_array_equal(np.maximum(images[1][1], 0)[both], images[0][1][both])

    def test_the_second_run_comes_from_the_cache(self, new_run, online, tmp_path):
        params = self.sentinel(online, tmp_path, "cdse", bands="B04")
        run_job(new_run(), "fetch_sentinel2", **params)
        first = (tmp_path / "image.tif").read_bytes()
        asked = len(online.requests("process"))
        run_job(new_run(), "fetch_sentinel2", **params)
        assert len(online.requests("process")) == asked > 0
        assert (tmp_path / "image.tif").read_bytes() == first
        assert json.loads((tmp_path / "image.urbanthink.json").read_text())["thrift"]["cached_bytes"] > 0

    def test_landsat_temperatures_without_the_broken_scenes(self, run, online, tmp_path):
        params = {"area": MUNSTER, **SUMMER, "max_cloud": 100, "source": "custom", "catalog_url": online.stac_url}
        run_job(run, "fetch_surface_temperature", collection="landsat-c2-l2", **params, **paths(tmp_path))
        with rasterio.open(tmp_path / "image.tif") as image:
            assert image.descriptions == ("2024-06-26", "2024-08-13", "2024-08-28")
            kelvin = image.read(1)
            assert image.res == (30, 30) and 295 < np.nanmedian(kelvin) < 320
        left_out = [text for text in run.texts("warning") if "is left out" in text]
        assert len(left_out) == 2 and any("no thermal band" in text for text in left_out)

    def test_sentinel3_by_day(self, run, online, tmp_path):
        params = {"area": MUNSTER, **SUMMER, "max_cloud": 100, "source": "cdse", "collection": "sentinel-3-slstr-lst"}
        run_job(run, "fetch_surface_temperature", **params, **paths(tmp_path))
        with rasterio.open(tmp_path / "image.tif") as image:
            assert image.descriptions == ("2024-06-26", "2024-08-13", "2024-08-28") and image.res == (1000, 1000)
            assert 290 < np.nanmedian(image.read(1)) < 320

    def test_search(self, run, online, tmp_path):
        for source in ("cdse", "custom"):
            search = {"area": AREA, **SUMMER, "collection": "sentinel-2-l2a", "source": source, "max_cloud": 30}
            outputs = run_job(run, "search_scenes", catalog_url=online.stac_url, **search,
                              output=str(tmp_path / f"{source}.gpkg"))  # fmt: skip
            assert outputs["COUNT"] == 6 and outputs["MEGABYTES"] > 1
            assert (outputs["PROCESSING_UNITS"] > 0) == (source == "cdse")

    def test_a_damaged_service_leaves_nothing(self, run, online, tmp_path):
        online.faults([{"route": "process", "status": 403, "times": -1}])
        folder = tmp_path / "outputs"
        with pytest.raises(UrbanThinkError, match="quota"):
            run_job(run, "fetch_sentinel2", **self.sentinel(online, folder, "cdse"))
        assert left_behind(folder) == [] if folder.exists() else True
