"""Sentinel Hub from search to pixels, against a service over TLS that runs the scripts it is sent."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from odc.geo.geobox import GeoBox
from odc.geo.geom import box
from pyproj import Transformer
from scipy import ndimage

from urbanthink_plugin.engine.about import table
from urbanthink_plugin.engine.errors import Cancelled, UrbanThinkError
from urbanthink_plugin.engine.imagery import cache, client, tiles
from urbanthink_plugin.engine.imagery.cache import TileCache
from urbanthink_plugin.engine.imagery.masks import scl_clear
from urbanthink_plugin.engine.imagery.process import PRODUCTS, passes
from urbanthink_plugin.engine.imagery.scenes import OPTICAL_NODATA, Query, area_geometry, output_grid
from urbanthink_plugin.engine.imagery.sentinelhub_source import SentinelHubSource
from urbanthink_plugin.engine.imagery.tiles import Window, pieces
from urbanthink_plugin.engine.run import Run

#: On both borders of tiles that cross the served scene (x 480000, y 5256000).
CROSSING = [479_500, 5_255_500, 480_700, 5_256_500]
INSIDE = [480_020, 5_250_010, 480_620, 5_250_610]
BANDS = ("B08", "B04", "B11")


@pytest.fixture(autouse=True)
def quick(strangers, monkeypatch):
    for name, value in {"PATIENCE": 3.0, "READ_TIMEOUT": 2.0, "PAUSE": 0.05}.items():
        monkeypatch.setattr(client, name, value)


def area_of(bounds, crs="EPSG:32632"):
    return area_geometry({"bounds": bounds, "crs": crs})


def find(source, bounds=CROSSING, start=date(2024, 6, 1), end=date(2024, 7, 10), collection="sentinel-2-l2a", cloud=30):
    return source.search(Query(area_of(bounds), start, end, collection, cloud))


def truth(services, scene, layer, bounds, size=10):
    """The served scene's own numbers over an area, on 10 m pixels."""
    served = services.scene(scene.scene_id)
    values = served.reflectance(layer) if layer.startswith("B") else served.read(layer)
    step = round(served.layers[layer].size / size)
    values = values.repeat(step, 0).repeat(step, 1)
    left, top = round((bounds[0] - served.bounds[0]) / size), round((served.bounds[3] - bounds[3]) / size)
    height, width = round((bounds[3] - bounds[1]) / size), round((bounds[2] - bounds[0]) / size)
    return values[top : top + height, left : left + width]


def fetched(source, bounds=CROSSING, bands=BANDS, **options):
    scenes = find(source, bounds, **options)
    grid = output_grid(area_of(bounds), 10)
    source.prepare(scenes, grid, bands, Run())
    return scenes, grid


class TestSearch:
    def test_scenes_come_by_date_with_what_their_names_tell(self, source):
        scenes = find(source)
        assert [scene.datetime.date().isoformat() for scene in scenes] == ["2024-06-04", "2024-06-19", "2024-07-09"]
        first = scenes[0]
        assert first.datetime.utcoffset() == timedelta(0)
        assert (first.tile, first.baseline, first.source, first.collection) == (
            "32TMT", "05.10", "cdse", "sentinel-2-l2a",
        )  # fmt: skip
        assert first.footprint.contains(area_of(CROSSING).to_crs("EPSG:4326"))

    def test_both_days_count_and_the_cloud_limit_is_included(self, source):
        assert len(find(source, start=date(2024, 6, 4), end=date(2024, 6, 4))) == 1
        cover = find(source, start=date(2024, 6, 19), end=date(2024, 6, 19))[0].cloud_cover
        assert len(find(source, start=date(2024, 6, 19), end=date(2024, 6, 19), cloud=cover)) == 1
        assert find(source, start=date(2024, 6, 19), end=date(2024, 6, 19), cloud=cover - 0.1) == []
        assert find(source, start=date(2020, 1, 1), end=date(2020, 1, 2)) == []

    def test_thermal_passes_are_by_day(self, new_source, new_run):
        run = new_run()
        scenes = find(
            new_source(run), [400000, 5750000, 405000, 5755000], end=date(2024, 9, 1), collection="sentinel-3-slstr-lst"
        )
        assert [scene.datetime.strftime("%m-%d %H") for scene in scenes] == ["06-26 10", "08-13 10", "08-28 10"]
        assert "Passes by night are left out (1): the heat island is that of the day." in run.texts("info")

    def test_landsat_temperature_is_elsewhere(self, source):
        with pytest.raises(UrbanThinkError, match="Level 1 only, without surface temperature") as caught:
            find(source, collection="landsat-c2-l2")
        assert "planetary-computer" in caught.value.hint

    def test_what_the_account_does_not_see_is_said(self, source, online):
        online.sentinel_hub.visible = {"landsat-ot-l1"}
        with pytest.raises(UrbanThinkError, match=r"does not see the collection sentinel-2-l2a .* sees landsat-ot-l1"):
            find(source)

    def test_an_answer_of_another_shape_is_a_sentence(self, source, online):
        online.faults([{"route": "catalog", "status": 200, "body": {"features": "none"}, "times": -1}])
        with pytest.raises(UrbanThinkError, match="arrive damaged"):
            find(source)


class TestPixels:
    def test_values_are_the_scenes_own_to_the_last_bit(self, source, online):
        scenes, grid = fetched(source)
        for scene in scenes:
            reading = source.read(scene, grid, BANDS)
            assert reading.values.dtype == np.int16 and reading.values.shape == (3, *grid.shape)
            for band, values in zip(BANDS, reading.values, strict=True):
                np.testing.assert_array_equal(values, np.maximum(truth(online, scene, band, CROSSING), 0))

    def test_the_offset_is_taken_off_by_the_service_for_every_baseline(self, source, online):
        for start in (date(2019, 5, 30), date(2019, 6, 9)):
            scenes, grid = fetched(source, INSIDE, ("B04",), start=start, end=start)
            values = source.read(scenes[0], grid, ("B04",)).values[0]
            np.testing.assert_array_equal(values, truth(online, scenes[0], "B04", INSIDE))

    def test_tiles_make_what_one_large_request_makes(self, source, new_source, monkeypatch):
        scenes, grid = fetched(source)
        assert len(pieces(Window(47950, -525650, 120, 100))) == 4
        tiled = [source.read(scene, grid, BANDS) for scene in scenes]
        monkeypatch.setattr(tiles, "TILE", 1_200_000)
        monkeypatch.setenv("URBANTHINK_CACHE", os.environ["URBANTHINK_CACHE"] + "-other")
        one = new_source()
        assert one.estimate(scenes, grid, BANDS).requests == len(scenes)
        one.prepare(scenes, grid, BANDS, Run())
        for scene, reading in zip(scenes, tiled, strict=True):
            whole = one.read(scene, grid, BANDS)
            np.testing.assert_array_equal(reading.values, whole.values)
            np.testing.assert_array_equal(reading.clear, whole.clear)

    def test_blocks_make_what_one_reading_makes(self, source, online):
        bounds = [476_000, 5_254_000, 481_000, 5_257_000]
        scenes, grid = fetched(source, bounds, ("B04",), start=date(2024, 6, 19), end=date(2024, 6, 19))
        whole = source.read(scenes[0], grid, ("B04",))
        expected = scl_clear(truth(online, scenes[0], "SCL", bounds), 10.0)
        inner = np.s_[6:-6, 6:-6]
        np.testing.assert_array_equal(whole.clear[inner], expected[inner])
        assert 0.1 < whole.clear.mean() < 1
        for top in range(0, 300, 100):
            for left in range(0, 500, 125):
                part = np.s_[top : top + 100, left : left + 125]
                reading = source.read(scenes[0], grid[part], ("B04",))
                np.testing.assert_array_equal(reading.values[0], whole.values[0][part])
                np.testing.assert_array_equal(reading.clear, whole.clear[part])

    def test_outside_the_scene_there_is_nothing(self, source):
        bounds = [483_000, 5_250_000, 484_000, 5_250_500]
        scenes, grid = fetched(source, bounds, ("B04",))
        reading = source.read(scenes[0], grid, ("B04",))
        assert (reading.values[0, :, 48:] == OPTICAL_NODATA).all() and not reading.clear[:, 48:].any()
        assert (reading.values[0, :, :48] > 0).all()

    @pytest.mark.parametrize(("crs", "resolution"), [("EPSG:3035", 10), ("EPSG:32632", 7), ("EPSG:2056", 10)])
    def test_another_grid_is_warped(self, source, online, crs, resolution):
        area = area_of(INSIDE)
        scenes = find(source, INSIDE, end=date(2024, 6, 5))
        grid = output_grid(area, resolution, crs)
        source.prepare(scenes, grid, ("B04",), Run())
        asked = len(online.requests("process"))
        reading = source.read(scenes[0], grid, ("B04",))
        part = np.s_[10:40, 20:50]
        block = source.read(scenes[0], grid[part], ("B04",))
        # Interpolated halves may round to either side; nothing else may depend on where a block begins.
        difference = np.abs(block.values[0] - reading.values[0][part].astype(int))
        assert difference.max() <= 1 and (difference > 0).mean() < 0.02
        np.testing.assert_array_equal(block.clear, reading.clear[part])
        assert len(online.requests("process")) == asked
        assert (reading.values != OPTICAL_NODATA).all()
        # The same by another way: each pixel's centre in the scene's own pixels, interpolated.
        y, x = np.mgrid[: grid.shape[0], : grid.shape[1]] + 0.5
        project = Transformer.from_crs(crs, "EPSG:32632", always_xy=True).transform
        east, north = project(*(grid.transform * (x, y)))
        around = [INSIDE[0] - 500, INSIDE[1] - 500, INSIDE[2] + 500, INSIDE[3] + 500]
        places = (around[3] - north) / 10 - 0.5, (east - around[0]) / 10 - 0.5
        expected = ndimage.map_coordinates(truth(online, scenes[0], "B04", around).astype(float), places, order=1)
        difference = np.abs(reading.values[0] - expected)
        assert np.median(difference) < 1 and np.percentile(difference, 99) < 0.02 * expected.mean()

    def test_bands_come_in_the_order_asked_and_any_order_is_one_request(self, source, online):
        scenes, grid = fetched(source, INSIDE, ("B11", "B02"))
        asked = len(online.requests("process"))
        source.prepare(scenes, grid, ("B02", "B11"), Run())
        assert len(online.requests("process")) == asked
        one, other = (source.read(scenes[0], grid, bands).values for bands in (("B11", "B02"), ("B02", "B11")))
        np.testing.assert_array_equal(one, other[::-1])
        with pytest.raises(UrbanThinkError, match="has no band B10"):
            source.prepare(scenes, grid, ("B10",), Run())

    def test_kelvin_of_sentinel_3(self, source, online):
        bounds = [398_000, 5_750_000, 412_000, 5_762_000]
        options = {"start": date(2024, 8, 13), "end": date(2024, 8, 13), "collection": "sentinel-3-slstr-lst"}
        (scene,) = find(source, bounds, **options)
        grid = output_grid(area_of(bounds), 1000)
        source.prepare([scene], grid, ("LST",), Run())
        reading = source.read(scene, grid, ("LST",))
        stored = truth(online, scene, "LST", bounds, 1000)
        expected = np.where(stored > 0, stored / 100, np.nan)
        np.testing.assert_allclose(reading.values[0], expected, atol=1e-3)
        cloud = truth(online, scene, "CONFIDENCE", bounds, 1000) & (1 << 14) > 0
        np.testing.assert_array_equal(reading.clear, ~cloud & (stored > 0))
        assert cloud.any() and reading.values.dtype == np.float32


class TestPasses:
    def test_scenes_of_one_pass_are_one_request_and_share_its_pixels(self, source, online):
        scenes = find(source, INSIDE, start=date(2024, 6, 4), end=date(2024, 6, 4))
        west = box(480_020, 5_250_010, 480_300, 5_250_610, "EPSG:32632").to_crs("EPSG:4326")
        other = replace(scenes[0], scene_id="second", datetime=scenes[0].datetime + timedelta(seconds=14))
        first = replace(scenes[0], footprint=west)
        grid = output_grid(area_of(INSIDE), 10)
        assert source.estimate([first, other], grid, ("B04",)).requests == len(pieces(Window(48002, -525061, 60, 60)))
        source.prepare([first, other], grid, ("B04",), Run())
        readings = [source.read(scene, grid, ("B04",)) for scene in (first, other)]
        seen = [reading.values[0] != OPTICAL_NODATA for reading in readings]
        assert (seen[0] ^ seen[1]).all() and 0.4 < seen[0].mean() < 0.6
        together = np.where(seen[0], readings[0].values[0], readings[1].values[0])
        np.testing.assert_array_equal(together, truth(online, scenes[0], "B04", INSIDE))

    def test_time_range_and_cloud_of_the_request(self, source):
        scene = find(source, INSIDE, start=date(2024, 6, 4), end=date(2024, 6, 4))[0]
        later = replace(scene, scene_id="b", datetime=scene.datetime + timedelta(seconds=20), cloud_cover=28.0)
        orbit = replace(scene, scene_id="c", datetime=scene.datetime + timedelta(minutes=100))
        one, two = passes([orbit, later, scene])
        assert (one.begin.isoformat(), one.end.isoformat()) == (
            "2024-06-04T10:20:00+00:00",
            "2024-06-04T10:40:00+00:00",
        )
        assert one.cloud == 29 and two.cloud == int(scene.cloud_cover) + 1
        assert [scene.scene_id for scene in two.scenes] == ["c"]


class TestThrift:
    def test_the_estimate_is_what_is_spent(self, source):
        scenes = find(source)
        grid = output_grid(area_of(CROSSING), 10)
        cost = source.estimate(scenes, grid, BANDS)
        assert (cost.scenes, cost.requests) == (3, 12)
        before = source.spent()["requests"]
        source.prepare(scenes, grid, BANDS, Run())
        spent = source.spent()
        assert spent["requests"] - before == cost.requests
        assert spent["processing_units"] == pytest.approx(cost.processing_units, rel=1e-3)
        assert 0.1 * cost.megabytes < spent["bytes"] / 1e6 < cost.megabytes + 0.2
        assert source.estimate(scenes, grid, BANDS).requests == 0

    def test_the_published_price(self):
        # 20 × 20 km, 10 m: 30.5 PU a date for six bands, the class band among them.
        product = PRODUCTS["sentinel-2-l2a"]
        assert product.processing_units(Window(0, 0, 2000, 2000), ["B"] * 5) == pytest.approx(30.5, abs=0.05)
        assert product.processing_units(Window(0, 0, 1, 1), ["B"]) == pytest.approx(0.01 * 2 / 3, abs=1e-4)

    def test_a_second_run_downloads_nothing(self, source, new_source, online):
        scenes, grid = fetched(source)
        expected = source.read(scenes[0], grid, BANDS)
        online.reset()
        again = new_source()
        again.prepare(scenes, grid, BANDS, Run())
        np.testing.assert_array_equal(again.read(scenes[0], grid, BANDS).values, expected.values)
        assert online.requests() == []
        assert again.spent()["bytes"] == again.spent()["requests"] == 0 < again.spent()["cached_bytes"]

    def test_an_area_within_another_downloads_nothing(self, source, new_source, online):
        bounds = [480_020, 5_250_010, 481_820, 5_251_810]
        fetched(source, bounds, ("B04",))
        online.reset()
        again = new_source()
        scenes, grid = fetched(again, INSIDE, ("B04",))
        assert online.requests("process") == []
        np.testing.assert_array_equal(
            again.read(scenes[0], grid, ("B04",)).values[0], truth(online, scenes[0], "B04", INSIDE)
        )

    def test_a_few_requests_at_a_time(self, source, online):
        fetched(source)
        assert 2 <= online.most_in_flight["process"] <= 4


FAULTS = {
    "quota": ([{"status": 403, "times": -1}], "quota of the account"),
    "429 for ever": ([{"status": 429, "headers": {"Retry-After": "800"}, "times": -1}], "asked too often"),
    "500 for ever": ([{"status": 500, "times": -1}], "does not work at the moment"),
    "truncated for ever": ([{"truncate": 0.5, "times": -1}], "arrive damaged"),
    "HTML instead of TIFF": ([{"garbage": "html", "times": -1}], "login portal or proxy"),
    "noise instead of TIFF": ([{"garbage": "bytes", "times": -1}], "arrive damaged"),
    "401 once": ([{"status": 401}], None),
    "429 once": ([{"status": 429, "headers": {"Retry-After": "800"}}], None),
    "500 twice": ([{"status": 500, "times": 2}], None),
    "reset": ([{"drop": True}], None),
    "truncated once": ([{"truncate": 0.7}], None),
    "noise once": ([{"garbage": "bytes"}], None),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_leave_a_clean_cache_and_a_clean_next_run(source, online, cache_folder, name):
    faults, expected = FAULTS[name]
    scenes = find(source)
    grid = output_grid(area_of(CROSSING), 10)
    online.faults([{"route": "process", **fault} for fault in faults])
    start = time.monotonic()
    if expected:
        with pytest.raises(UrbanThinkError, match=expected):
            source.prepare(scenes, grid, BANDS, Run())
        assert time.monotonic() - start < 6
        assert not list(cache_folder.rglob("*.part"))
        online.faults([])
    source.prepare(scenes, grid, BANDS, Run())
    values = source.read(scenes[0], grid, BANDS).values
    np.testing.assert_array_equal(values[1], truth(online, scenes[0], "B04", CROSSING))


def test_a_full_disk_stops_the_download(source, online, monkeypatch, cache_folder):
    scenes = find(source)
    grid = output_grid(area_of(CROSSING), 10)

    def full(self, chunk):
        raise client.cache_trouble(OSError(28, "No space left on device"), self._path.parent.parent)

    monkeypatch.setattr(client._File, "write", full)
    with pytest.raises(UrbanThinkError, match="No space left on device") as caught:
        source.prepare(scenes, grid, BANDS, Run())
    assert caught.value.kind == "resource" and "URBANTHINK_CACHE" in caught.value.hint
    assert not [path for path in cache_folder.rglob("*") if path.is_file()]


def test_a_cancel_in_the_middle_keeps_what_is_there(new_source, online):
    cancel = threading.Event()
    source = new_source(Run(cancel=cancel))
    scenes = find(source)
    grid = output_grid(area_of(CROSSING), 10)
    online.faults([{"route": "process", "sleep": 20, "after": 4, "times": -1}])
    stopped = []
    threading.Timer(1.0, lambda: (stopped.append(time.monotonic()), cancel.set())).start()
    with pytest.raises(Cancelled):
        source.prepare(scenes, grid, BANDS, Run(cancel=cancel))
    assert time.monotonic() - stopped[0] < 1
    online.reset()
    again = new_source()
    missing = again.estimate(scenes, grid, BANDS).requests
    assert 0 < missing < 12
    again.prepare(scenes, grid, BANDS, Run())
    assert len(online.requests("process")) == missing


KILLED = """
import json, sys
from datetime import date
from urbanthink_plugin.engine.run import Run
from urbanthink_plugin.engine.imagery.scenes import Query, area_geometry, output_grid
from urbanthink_plugin.engine.imagery.sentinelhub_source import SentinelHubSource
setup = json.load(sys.stdin)
area = area_geometry({"bounds": setup["bounds"], "crs": "EPSG:32632"})
source = SentinelHubSource(Run(), *setup["access"])
scenes = source.search(Query(area, date(2024, 6, 1), date(2024, 7, 10), "sentinel-2-l2a", 30))
source.prepare(scenes, output_grid(area, 10), setup["bands"], Run())
"""


def test_killed_in_the_middle_then_resumed(source, online, cache_folder):
    online.faults([{"route": "process", "sleep": 1, "after": 5, "times": -1}])
    setup = {"bounds": CROSSING, "bands": BANDS}
    setup["access"] = [online.base_url, online.token_url, online.client_id, online.client_secret]
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    process = subprocess.Popen([sys.executable, "-c", KILLED], stdin=subprocess.PIPE, env=environment)
    process.stdin.write(json.dumps(setup).encode())
    process.stdin.close()
    until = time.monotonic() + 30
    while len(list(cache_folder.rglob("*.tar"))) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    online.reset()
    held = len(list(cache_folder.rglob("*.tar")))
    assert 3 <= held < 12
    scenes = find(source)
    grid = output_grid(area_of(CROSSING), 10)
    before = source.spent()["requests"]
    source.prepare(scenes, grid, BANDS, Run())
    assert source.spent()["requests"] - before == 12 - held
    values = source.read(scenes[-1], grid, BANDS).values
    np.testing.assert_array_equal(values[1], truth(online, scenes[-1], "B04", CROSSING))


def test_a_poisoned_entry_is_fetched_again(source, new_source, online, cache_folder):
    scenes, grid = fetched(source, INSIDE, ("B04",), end=date(2024, 6, 5))
    (path,) = cache_folder.rglob("*.tar")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    cache._verified.clear()
    online.reset()
    again = new_source()
    again.prepare(scenes, grid, ("B04",), Run())
    assert len(online.requests("process")) == 1
    np.testing.assert_array_equal(
        again.read(scenes[0], grid, ("B04",)).values[0], truth(online, scenes[0], "B04", INSIDE)
    )


def test_an_entry_that_went_while_it_was_needed_is_fetched_again(source, online, cache_folder):
    scenes, grid = fetched(source, INSIDE, ("B04",), end=date(2024, 6, 5))
    for path in cache_folder.rglob("*.tar"):
        path.unlink()
    np.testing.assert_array_equal(
        source.read(scenes[0], grid, ("B04",)).values[0], truth(online, scenes[0], "B04", INSIDE)
    )


def test_what_was_not_prepared_is_fetched_when_it_is_read(source, online):
    (scene,) = find(source, INSIDE, end=date(2024, 6, 5))
    grid = output_grid(area_of(INSIDE), 10)
    np.testing.assert_array_equal(source.read(scene, grid, ("B04",)).values[0], truth(online, scene, "B04", INSIDE))


def test_no_secret_stays_behind(new_source, new_run, online, cache_folder):
    run = new_run()
    source = new_source(run)
    scenes = find(source)
    source.prepare(scenes, output_grid(area_of(CROSSING), 10), BANDS, run)
    bearer = source._client._login.session_headers["Authorization"].split()[1]
    told = json.dumps(run.messages).encode()
    contents = [path.read_bytes() + str(path).encode() for path in cache_folder.rglob("*") if path.is_file()]
    assert len(contents) == 12
    for secret in (online.client_secret, online.client_id, bearer):
        assert secret.encode() not in told
        assert not [1 for content in contents if secret.encode() in content]
    assert any("of 12 tiles" in message["text"] for message in run.messages)


def test_the_size_limit_is_kept(source, online, cache_folder):
    fetched(source, INSIDE, ("B04",), end=date(2024, 6, 5))
    old = time.time() - cache.IN_USE - 10
    for path in cache_folder.rglob("*.tar"):
        os.utime(path, (old, old))
    small = TileCache(max_bytes=10)
    again = SentinelHubSource(
        Run(), online.base_url, online.token_url, online.client_id, online.client_secret, cache=small
    )
    fetched(again, INSIDE, ("B08",), end=date(2024, 6, 5))
    assert len(list(cache_folder.rglob("*.tar"))) == 1


def test_it_is_a_grid_like_any_other(source):
    """A block of the whole scene that crosses four tiles, at 20 m."""
    bounds = [476_000, 5_254_000, 482_000, 5_257_000]
    scenes = find(source, bounds, end=date(2024, 6, 5))
    grid = GeoBox.from_bbox(bounds, crs="EPSG:32632", resolution=20)
    source.prepare(scenes, grid, ("B11",), Run())
    reading = source.read(scenes[0], grid, ("B11",))
    assert reading.values.shape == (1, 150, 300) and (reading.values > 0).all()


@pytest.mark.live
def test_the_real_service(request, cache_folder):
    """Opt-in: ``pytest -m live`` with SH_CLIENT_ID and SH_CLIENT_SECRET; costs less than one processing unit."""
    access = [os.environ.get(name, "") for name in ("SH_CLIENT_ID", "SH_CLIENT_SECRET")]
    if "live" not in request.config.getoption("-m") or not all(access):
        pytest.skip("talks to the Copernicus Data Space")
    row = table("catalogues")["cdse"]
    source = SentinelHubSource(Run(), row["base_url"], row["token_url"], *access)
    scenes = find(source, INSIDE)
    grid = output_grid(area_of(INSIDE), 10)
    source.prepare(scenes[:1], grid, BANDS, Run())
    reading = source.read(scenes[0], grid, BANDS)
    assert (reading.values > 0).mean() > 0.9
    assert 0 < source.spent()["processing_units"] < 1
