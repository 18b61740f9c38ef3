"""A STAC catalogue over TLS: what is found, what is read, how little is transferred, and what goes wrong."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest
from affine import Affine
from odc.geo.geobox import GeoBox
from odc.geo.geom import box
from services.swaths import COLLECTION as SWATHS
from services.swaths import nearest, temperature

from urbanthink_plugin.engine.errors import Cancelled, ResourceError, UrbanThinkError
from urbanthink_plugin.engine.imagery import patience, remote, stac_source
from urbanthink_plugin.engine.imagery.masks import qa_pixel_clear, scl_clear
from urbanthink_plugin.engine.imagery.scenes import Query, SceneUnavailable, output_grid
from urbanthink_plugin.engine.imagery.stac_items import family, without_twins
from urbanthink_plugin.engine.imagery.stac_source import StacSource

S2, LANDSAT, SLSTR = "sentinel-2-l2a", "landsat-c2-l2", "sentinel-3-slstr-lst"
ZURICH = box(474_000, 5_248_000, 478_000, 5_252_000, "EPSG:32632")
MUNSTER = box(400_000, 5_750_000, 410_000, 5_760_000, "EPSG:32632")
JULY = "S2B_MSIL2A_20240709"


def asked(area=ZURICH, collection=S2, start="2024-06-01", end="2024-09-01", cloud=30.0):
    return Query(area, date.fromisoformat(start), date.fromisoformat(end), collection, cloud)


def planetary(online, run, collection=S2):
    return StacSource("planetary-computer", online.stac_url, collection, run)


def scene_named(scenes, part):
    (found,) = [scene for scene in scenes if part in scene.scene_id]
    return found


@pytest.fixture
def quick(monkeypatch):
    """Short pauses and waits, so that hopeless faults end soon."""
    monkeypatch.setattr(patience, "PAUSE", 0.05)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(patience, "PATIENCE", 1.5)
    for module in (remote, stac_source):
        monkeypatch.setattr(module, "CONNECT_TIMEOUT", 1.0)
        monkeypatch.setattr(module, "READ_TIMEOUT", 1.0)


def test_scenes_of_an_area_and_a_period(online, run):
    scenes = planetary(online, run).search(asked())
    served = [s for s in online.scenes if s.collection == S2 and "pc" in s.apis and s.datetime.year == 2024]
    expected = sorted((s.datetime, s.scene_id) for s in served if s.cloud_cover <= 30)
    assert [(scene.datetime, scene.scene_id) for scene in scenes] == expected
    assert len(scenes) >= 5
    first = scenes[0]
    assert (first.source, first.collection, first.tile, first.baseline) == ("planetary-computer", S2, "32TMT", "05.10")
    assert first.footprint.contains(ZURICH.to_crs("EPSG:4326"))


def test_both_ends_of_the_period_count(online, run):
    scenes = planetary(online, run).search(asked(start="2024-07-09", end="2024-07-24"))
    assert [scene.datetime.day for scene in scenes] == [9, 24]


def test_elsewhere_there_is_nothing(online, run):
    assert planetary(online, run).search(asked(area=box(2.2, 48.8, 2.4, 48.9, "EPSG:4326"))) == []


def test_pages_are_followed(online, run, monkeypatch):
    whole = planetary(online, run).search(asked())
    online.reset()
    monkeypatch.setattr(stac_source, "PAGE", 2)
    paged = planetary(online, run).search(asked())
    assert [scene.scene_id for scene in paged] == [scene.scene_id for scene in whole]
    searches = [entry for entry in online.requests("stac") if entry["path"].endswith("/search")]
    assert len(searches) >= len(whole) // 2


def test_pixels_equal_the_served_ones(online, run):
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    truth = online.scene(scene.scene_id)
    grid = GeoBox.from_bbox(truth.bounds, "EPSG:32632", resolution=10)[100:420, 250:700]
    source.prepare([scene], grid, ("B04", "B11"), run)
    reading = source.read(scene, grid, ("B04", "B08", "B11"))
    assert reading.values.dtype == np.int16
    assert (reading.values[0] == truth.reflectance("B04")[100:420, 250:700]).all()
    assert (reading.values[1] == truth.reflectance("B08")[100:420, 250:700]).all()
    near = truth.reflectance("B11").astype(float)[49:210, 124:350]
    inner = (9 * near[1:, 1:] + 3 * near[:-1, 1:] + 3 * near[1:, :-1] + near[:-1, :-1]) / 16
    assert np.abs(reading.values[2, ::2, ::2] - inner).max() <= 0.5 + 1e-6
    classes = truth.read("SCL").repeat(2, 0).repeat(2, 1)
    assert (reading.clear == scl_clear(classes, 10.0)[100:420, 250:700]).all()


def test_blocks_equal_the_whole_and_threads_do_not_mind(online, run):
    source = planetary(online, run)
    scene = source.search(asked(start="2024-06-19", end="2024-06-19"))[0]
    grid = output_grid(ZURICH, 10)
    whole = source.read(scene, grid, ("B02", "B05", "B12"))
    parts = [
        (slice(y, min(y + 150, 400)), slice(x, min(x + 150, 400)))
        for y in range(0, 400, 150)
        for x in range(0, 400, 150)
    ]
    with ThreadPoolExecutor(6) as pool:
        blocks = list(pool.map(lambda part: source.read(scene, grid[part], ("B02", "B05", "B12")), parts))
    for (rows, columns), block in zip(parts, blocks, strict=True):
        assert (block.values == whole.values[:, rows, columns]).all()
        assert (block.clear == whole.clear[rows, columns]).all()
    assert 0 < whole.clear.mean() < 1


def test_only_the_window_is_transferred(online, run):
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    truth = online.scene(scene.scene_id)
    size = truth.path("B04").stat().st_size
    online.reset()
    before = source.spent()["bytes"]
    grid = GeoBox.from_bbox((474_000, 5_250_000, 474_500, 5_250_500), "EPSG:32632", resolution=10)
    source.prepare([scene], grid, ("B04",), run)
    source.read(scene, grid, ("B04",))
    log = [entry for entry in online.requests("cog") if entry["path"].endswith("B04.tif")]
    assert all(entry["status"] in (200, 206) for entry in log)
    sent = sum(entry["bytes"] for entry in log)
    assert sent < 0.45 * size, "the file itself is small: 1100 px; a real one has 10980"
    everything = sum(entry["bytes"] for entry in online.requests("cog"))
    assert source.spent()["bytes"] - before == pytest.approx(everything, rel=0.5)
    online.reset()
    source.read(scene, grid, ("B04",))
    assert online.requests("cog") == [], "what was read is remembered"


def test_estimate_is_near_what_is_spent(online, run):
    source = planetary(online, run)
    scenes = source.search(asked())[:2]
    grid = output_grid(ZURICH, 10)
    bands = ("B02", "B03", "B04", "B08", "B11")
    cost = source.estimate(scenes, grid, bands)
    online.reset()
    before = source.spent()["bytes"]
    source.prepare(scenes, grid, bands, run)
    for scene in scenes:
        source.read(scene, grid, bands)
    sent = sum(entry["bytes"] for entry in online.requests("cog")) / 1e6
    assert cost.scenes == 2
    assert 0.5 < cost.megabytes / sent < 2.0
    assert 0.5 < (source.spent()["bytes"] - before) / 1e6 / sent < 2.0
    assert cost.processing_units == 0
    assert (
        StacSource("planetary-computer", online.stac_url, LANDSAT, run).estimate(scenes, grid, ("LST",)).megabytes > 0
    )


def test_the_baseline_decides_for_planetary_computer(online, run, new_run):
    told = new_run()
    source = planetary(online, told)
    scenes = source.search(asked(start="2019-05-01", end="2019-07-01"))
    assert [scene.baseline for scene in scenes] == ["02.12", "05.00"]
    grid = output_grid(ZURICH, 10)
    source.prepare(scenes, grid, ("B04",), told)
    for scene in scenes:
        truth = online.scene(scene.scene_id)
        whole = GeoBox.from_bbox(truth.bounds, "EPSG:32632", resolution=10)
        rows, columns = whole.overlap_roi(grid)
        found = source.read(scene, whole[rows, columns], ("B04",)).values[0]
        assert (found == truth.reflectance("B04")[rows, columns]).all()
    texts = told.texts("info")
    assert any("offset 0 by its baseline" in text for text in texts)
    assert any("offset -1000 by its baseline" in text for text in texts), "an old day processed again"


def test_earth_search_metadata_that_lie_are_overruled(online, new_run):
    run = new_run()
    source = StacSource("earth-search", online.earth_search_url, S2, run)
    scenes = source.search(asked())
    wrong, right = scene_named(scenes, "20240713"), scene_named(scenes, "20240709")
    assert wrong.private["collection"] == "sentinel-2-l2a"
    assert right.private["collection"] == "sentinel-2-c1-l2a", "the better described collection is preferred"
    assert len({scene.scene_id for scene in scenes}) == len(scenes)
    grid = output_grid(ZURICH, 10)
    source.prepare([wrong, right], grid, ("B04",), run)
    for scene in (wrong, right):
        truth = online.scene(scene.scene_id)
        whole = GeoBox.from_bbox(truth.bounds, "EPSG:32632", resolution=10)[300:400, 300:400]
        assert (source.read(scene, whole, ("B04",)).values[0] == truth.reflectance("B04")[300:400, 300:400]).all()
    assert any("20240713" in text and "offset 0" in text and "say -1000" in text for text in run.texts("warning"))


def test_a_contradiction_stops_the_run(online, run, monkeypatch):
    source = StacSource("earth-search", online.earth_search_url, S2, run)
    wrong = scene_named(source.search(asked()), "20240713")
    monkeypatch.setitem(wrong.private, "rule", "declared")
    with pytest.raises(UrbanThinkError, match="Doubtful radiometric offset in S2B_32TMT_20240713"):
        source.prepare([wrong], output_grid(ZURICH, 10), ("B04",), run)


def test_a_custom_catalogue_by_its_address(online, run):
    source = StacSource("custom", online.earth_search_url, "sentinel-2-c1-l2a", run)
    scenes = source.search(asked())
    assert {scene.private["collection"] for scene in scenes} == {"sentinel-2-c1-l2a"}
    truth = online.scene(scenes[0].scene_id)
    grid = GeoBox.from_bbox(truth.bounds, "EPSG:32632", resolution=10)[300:350, 300:350]
    assert (source.read(scenes[0], grid, ("B04",)).values[0] == truth.reflectance("B04")[300:350, 300:350]).all()


def test_landsat_temperature(online, new_run):
    run = new_run()
    source = planetary(online, run, LANDSAT)
    scene = scene_named(source.search(asked(MUNSTER, LANDSAT)), "20240626")
    assert scene.tile == "196024"
    truth = online.scene("LC08_L2SP_196024_20240626")
    # The grid of a job is the scene's own: Landsat's pixels have their centres on multiples of 30 m.
    grid = output_grid(MUNSTER, 30, centred=True)
    assert (grid.boundingbox.left - truth.bounds[0]) % 30 == 0
    whole = GeoBox((530, 610), Affine(30, 0, truth.bounds[0], 0, -30, truth.bounds[3]), "EPSG:32632")[250:450, 100:400]
    part = (slice(250, 450), slice(100, 400))
    reading = source.read(scene, whole, ("LST",))
    stored, quality = truth.read("ST_B10")[part], truth.read("QA_PIXEL")[part]
    kelvin = stored * 0.00341802 + 149.0
    uncertain = truth.read("ST_QA")[part] > 500
    hole = truth.read("ST_EMIS")[part] == -9999
    clear = qa_pixel_clear(quality) & (stored > 0) & ~uncertain & ~hole & (kelvin >= 250) & (kelvin <= 345)
    assert (reading.clear == clear).all()
    assert np.abs(reading.values[0][clear] - kelvin[clear]).max() < 1e-3
    assert not reading.clear[50:60, 100:120].any(), "the hole of the emissivity database"
    source.finish()
    assert any("200 pixels have no emissivity" in text for text in run.texts("warning"))


def test_a_scene_without_thermal_band_and_one_whose_file_is_gone(online, run, quick):
    source = planetary(online, run, LANDSAT)
    scenes = source.search(asked(MUNSTER, LANDSAT))
    grid = output_grid(MUNSTER, 30)
    source.prepare(scenes, grid, ("LST",), run)
    with pytest.raises(SceneUnavailable, match=r"20240720.* has no thermal band"):
        source.read(scene_named(scenes, "_20240720_"), grid, ("LST",))
    online.reset()
    with pytest.raises(SceneUnavailable, match=r"20240728.* no longer where its catalogue says"):
        source.read(scene_named(scenes, "_20240728_"), grid, ("LST",))
    assert len(online.requests("cog")) <= 3, "a dead link is not tried again"
    assert source.read(scene_named(scenes, "_20240813_"), grid, ("LST",)).clear.any()


def test_addresses_are_signed_and_signed_again(online, run, monkeypatch):
    from planetary_computer import sas

    sas.TOKEN_CACHE.clear()
    monkeypatch.setattr(sas.Settings.get(), "sas_url", f"{online.base_url}/sas/v1/token")
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    grid = output_grid(ZURICH, 10)[:50, :50]
    source.read(scene, grid, ("B04",))
    signings = [entry for entry in online.requests("stac") if entry["path"].startswith("/sas/")]
    assert len(signings) == 1, "one for all files of a container"
    (granted,) = sas.TOKEN_CACHE.values()
    assert source._files._address(scene.scene_id, scene.private["layers"]["B04"].path).count("sig=") == 1
    # Soon to expire: a new one is asked for by itself.
    stale = granted.model_copy(update={"expiry": granted.expiry.replace(year=2020)})
    sas.TOKEN_CACHE[next(iter(sas.TOKEN_CACHE))] = stale
    source.read(scene, grid, ("B03",))
    assert len([entry for entry in online.requests("stac") if entry["path"].startswith("/sas/")]) == 2
    # Refused although it looked good: one more, then it works.
    online.faults([{"route": "cog", "status": 403, "times": 2}])
    assert source.read(scene, grid, ("B02",)).clear.size
    assert len([entry for entry in online.requests("stac") if entry["path"].startswith("/sas/")]) == 3


def test_no_signature_in_words(online, new_run, monkeypatch, quick):
    from planetary_computer import sas

    sas.TOKEN_CACHE.clear()
    monkeypatch.setattr(sas.Settings.get(), "sas_url", f"{online.base_url}/sas/v1/token")
    run = new_run()
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    online.faults([{"route": "cog", "status": 403, "times": -1}])
    with pytest.raises(SceneUnavailable, match="may not be read") as caught:
        source.read(scene, output_grid(ZURICH, 10)[:50, :50], ("B04",))
    said = f"{caught.value} {caught.value.hint} {caught.value.values} {run.messages}"
    assert "sig=" not in said
    assert caught.value.__cause__ is None


def test_faults_of_the_file_store_that_pass(online, run, quick):
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    grid = output_grid(ZURICH, 10)[:120, :120]
    expected = planetary(online, run).read(scene, grid, ("B04",)).values
    for fault in (
        {"status": 500},
        {"drop": True},
        {"truncate": 0.5},
        {"garbage": "html"},
        {"garbage": "bytes"},
        {"status": 429},
    ):
        fresh = planetary(online, run)
        online.faults([{"route": "cog", "after": 1, "times": 2, **fault}])
        assert (fresh.read(scene, grid, ("B04",)).values == expected).all(), fault


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 503}, "does not work at the moment"),
        ({"status": 429}, "asked too often"),
        ({"drop": True}, "cannot be reached"),
        ({"garbage": "html"}, "login portal"),
        ({"sleep": 2.5}, "does not answer in time"),
    ],
)
def test_faults_of_the_file_store_for_ever(online, run, quick, fault, words):
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    online.faults([{"route": "cog", "times": -1, **fault}])
    started = time.monotonic()
    with pytest.raises(ResourceError, match=words):
        source.read(scene, output_grid(ZURICH, 10)[:120, :120], ("B04",))
    assert time.monotonic() - started < 8
    online.faults([])
    assert planetary(online, run).read(scene, output_grid(ZURICH, 10)[:120, :120], ("B04",)).clear.size


def test_a_damaged_file_costs_one_scene(online, run, quick):
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    online.faults([{"route": "cog", "match": "B04", "times": -1, "garbage": "bytes"}])
    with pytest.raises(SceneUnavailable, match="damaged"):
        source.read(scene, output_grid(ZURICH, 10)[:120, :120], ("B04",))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 503}, "does not work at the moment"),
        ({"status": 429, "headers": {"Retry-After": "800"}}, "asked too often"),
        ({"drop": True}, "cannot be reached"),
        ({"garbage": "html"}, "login portal"),
        ({"garbage": "bytes"}, "damaged"),
        ({"sleep": 2.5}, "does not answer in time"),
        ({"status": 403}, "refuses the request"),
        ({"status": 404}, "did not understand"),
    ],
)
def test_faults_of_the_catalogue_for_ever(online, run, quick, fault, words):
    online.faults([{"route": "stac", "times": -1, **fault}])
    started = time.monotonic()
    with pytest.raises(UrbanThinkError, match=words):
        planetary(online, run).search(asked())
    assert time.monotonic() - started < 8


def test_a_catalogue_that_stumbles(online, run, quick):
    online.faults([{"route": "stac", "status": 500, "times": 2}, {"route": "stac", "status": 429, "times": 1}])
    assert len(planetary(online, run).search(asked())) >= 5


def test_an_untrusted_certificate(online, run, quick, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE")
    with pytest.raises(ResourceError, match="certificate"):
        planetary(online, run).search(asked())


@pytest.mark.parametrize("route", ["stac", "cog"])
def test_cancel_is_heard_within_a_second(online, new_run, route):
    cancel = threading.Event()
    run = new_run(cancel=cancel)
    source = planetary(online, run)
    scene = scene_named(source.search(asked()), JULY)
    online.faults([{"route": route, "times": -1, "sleep": 20}])
    threading.Timer(0.5, cancel.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        if route == "stac":
            source.search(asked())
        else:
            source.read(scene, output_grid(ZURICH, 10)[:50, :50], ("B04",))
    assert time.monotonic() - started < 1.5


def test_what_no_catalogue_has(online, run):
    with pytest.raises(UrbanThinkError, match="Earth Search has no collection sentinel-3-slstr-lst") as caught:
        StacSource("earth-search", None, SLSTR, run)
    assert "planetary-computer" in caught.value.hint
    with pytest.raises(UrbanThinkError, match="address of the STAC catalogue"):
        StacSource("custom", None, S2, run)
    with pytest.raises(UrbanThinkError, match="address of the STAC catalogue"):
        StacSource("custom", "file:///tmp/catalog.json", S2, run)


def test_no_stac_at_this_address(online, run, quick):
    with pytest.raises(UrbanThinkError, match="localhost"):
        StacSource("custom", f"{online.base_url}/stac/none", S2, run).search(asked())


def test_a_bucket_whose_reader_pays(online, run, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    source = planetary(online, run, LANDSAT)
    scene = scene_named(source.search(asked(MUNSTER, LANDSAT)), "20240626")
    layers = {
        name: layer.__class__("s3://usgs-landsat/x.TIF", 1, layer.scale)
        for name, layer in scene.private["layers"].items()
    }
    monkeypatch.setitem(scene.private, "layers", layers)
    with pytest.raises(SceneUnavailable, match="reader pays"):
        source.read(scene, output_grid(MUNSTER, 30), ("LST",))


def test_of_two_versions_the_better_one_stays(online, run):
    scenes = planetary(online, run).search(asked(start="2024-07-09", end="2024-07-09"))
    (scene,) = scenes
    older = scene.__class__(**{**scene.__dict__, "scene_id": "older", "baseline": "05.00"})
    assert without_twins([older, scene], [S2]) == [scene]
    assert without_twins([scene, older], [S2]) == [scene]
    part = scene.__class__(**{**scene.__dict__, "scene_id": "another part"})
    assert len(without_twins([scene, part], [S2])) == 2


JULY_2023 = {"start": "2023-07-01", "end": "2023-07-31"}


def swaths_of(online, run, key="planetary-computer", collection=SLSTR, url=None, **query):
    """A source, and the passes over Münster it finds."""
    source = StacSource(key, url or online.stac_url, collection, run)
    return source, source.search(asked(MUNSTER, SLSTR, **{**JULY_2023, **query}))


class TestSwaths:
    def test_passes_by_day_under_few_clouds(self, online, new_run):
        run = new_run()
        _, scenes = swaths_of(online, run)
        assert [scene.datetime.strftime("%m-%d %H:%M") for scene in scenes] == [
            "07-03 10:05", "07-04 10:20", "07-06 10:10", "07-07 10:30",
        ]  # fmt: skip
        assert [scene.cloud_cover for scene in scenes] == [3.0, None, 3.0, 3.0]
        assert {scene.collection for scene in scenes} == {SLSTR}
        assert run.texts("info") == ["Passes by night are left out (1): the heat island is that of the day."]
        assert len(swaths_of(online, run, cloud=90.0)[1]) == 5

    @pytest.mark.parametrize("name", [SLSTR, SWATHS])
    def test_any_catalogue_by_our_name_or_its_own(self, online, run, name):
        _, scenes = swaths_of(online, run, "custom", name)
        assert len(scenes) == 4
        assert {scene.private["collection"] for scene in scenes} == {SWATHS}

    def test_names_of_collections(self):
        names = (SWATHS, "SENTINEL3_SL_2_LST", "sentinel-3-sl-2-lst-ntc", "s3-slstr-lst")
        assert {family(name) for name in names} == {SLSTR}
        others = ("sentinel-3-slstr-frp-l2-netcdf", "sentinel-3-slstr-wst-l2-netcdf", "sentinel-3-olci-lfr-l2-netcdf")
        assert {family(name) for name in others} == {""}

    def test_the_field_on_the_grid(self, online, run):
        source, scenes = swaths_of(online, run)
        scene, grid = scenes[0], output_grid(MUNSTER, 1000)
        truth = online.scene(scene.scene_id)
        source.prepare(scenes, grid, ("LST",), run)
        reading = source.read(scene, grid, ("LST",))
        longitude, latitude = truth.places
        columns, rows = np.meshgrid(np.arange(10) + 0.5, np.arange(10) + 0.5)
        index, _ = nearest(longitude, latitude, 400_000 + 1000 * columns, 5_760_000 - 1000 * rows)
        expected = (temperature(longitude, latitude) - 20 * truth.cloud).ravel()[index]
        assert reading.values.shape == (1, 10, 10)
        assert np.abs(reading.values[0] - expected).max() < 0.0015
        assert (reading.clear == ~truth.cloud.ravel()[index]).all()
        assert 0 < reading.clear.sum() < 100

    def test_a_footprint_that_reaches_too_far(self, online, run):
        source, scenes = swaths_of(online, run)
        stripe, grid = scene_named(scenes, "20230707T1030"), output_grid(MUNSTER, 1000)
        source.prepare([stripe], grid, ("LST",), run)
        reading = source.read(stripe, grid, ("LST",))
        assert np.isnan(reading.values).all() and not reading.clear.any()
        asked_for = {entry["path"].rpartition("/")[2] for entry in online.requests("cog")}
        assert asked_for == {"geodetic_in.nc"}

    def test_little_is_read_and_only_once(self, online, run):
        source, (scene, *_) = swaths_of(online, run)
        grid = output_grid(MUNSTER, 1000)
        cost = source.estimate([scene], grid, ("LST",))
        sizes = {name: online.scene(scene.scene_id).path(name).stat().st_size for name in ("LST_in", "flags_in")}
        online.reset()
        before = source.spent()
        source.prepare([scene], grid, ("LST",), run)
        source.read(scene, grid[4:5, 6:7], ("LST",))
        source.read(scene, grid, ("LST",))
        log = online.requests("cog")
        spent = {name: source.spent()[name] - before[name] for name in ("bytes", "requests")}
        sent = sum(entry["bytes"] for entry in log)
        assert sent <= spent["bytes"] <= cost.megabytes * 1e6 + 5000
        assert spent["bytes"] < 2.5 * sent
        assert 0.5 < spent["requests"] / len(log) < 2
        assert sizes["LST_in"] < 1.3e5 and max(entry["bytes"] for entry in log) < 1e5
        online.reset()
        source.read(scene, grid[:3], ("LST",))
        assert online.requests("cog") == [], "what was read is remembered"

    def test_the_estimate_tells_the_size_of_the_files(self, online, run):
        source, scenes = swaths_of(online, run)
        told = [online.scene(scene.scene_id).path(name).stat().st_size for scene in scenes[:2] for name in
                ("LST_in", "flags_in", "geodetic_in")]  # fmt: skip
        assert source.estimate(scenes[:2], output_grid(MUNSTER, 1000), ("LST",)).megabytes == round(sum(told) / 1e6, 2)

    def test_a_link_that_is_dead(self, online, run, quick):
        source, scenes = swaths_of(online, run)
        dead, grid = scene_named(scenes, "20230706T"), output_grid(MUNSTER, 1000)
        online.reset()
        source.prepare(scenes, grid, ("LST",), run)
        for _ in range(2):
            with pytest.raises(SceneUnavailable, match=r"20230706.* no longer where its catalogue says"):
                source.read(dead, grid, ("LST",))
        assert len([entry for entry in online.requests("cog") if "20230706T" in entry["path"]]) <= 3
        assert source.read(scene_named(scenes, "20230704T"), grid, ("LST",)).clear.all()

    @pytest.mark.parametrize("asset", ["lst-in", "slstr-flags-in", "slstr-geodetic-in"])
    def test_a_product_without_one_of_its_files(self, online, run, asset, monkeypatch):
        source, (scene, *_) = swaths_of(online, run)
        gone = {"lst-in": ["LST"], "slstr-flags-in": ["CONFIDENCE"], "slstr-geodetic-in": ["LATITUDE", "LONGITUDE"]}
        layers = {name: layer for name, layer in scene.private["layers"].items() if name not in gone[asset]}
        monkeypatch.setitem(scene.private, "layers", layers)
        words = "no thermal band" if asset == "lst-in" else f"no band {', '.join(gone[asset])}"
        with pytest.raises(SceneUnavailable, match=words):
            source.read(scene, output_grid(MUNSTER, 1000), ("LST",))
        assert online.requests("cog") == []

    @pytest.mark.parametrize("name", ["geodetic_in", "LST_in", "flags_in"])
    @pytest.mark.parametrize(
        ("fault", "error", "words"),
        [
            ({"garbage": "bytes"}, SceneUnavailable, "damaged"),
            ({"status": 403}, SceneUnavailable, "may not be read"),
            ({"status": 404}, SceneUnavailable, "no longer where"),
            ({"garbage": "html"}, ResourceError, "login portal"),
            ({"status": 503}, ResourceError, "does not work at the moment"),
            ({"sleep": 2.5}, ResourceError, "does not answer in time"),
        ],
        ids=["bytes", "403", "404", "html", "503", "silence"],
    )
    def test_faults_that_stay(self, online, run, quick, name, fault, error, words):
        source, (scene, *_) = swaths_of(online, run)
        online.faults([{"route": "cog", "match": name, "times": -1, **fault}])
        started = time.monotonic()
        with pytest.raises(error, match=words):
            source.read(scene, output_grid(MUNSTER, 1000), ("LST",))
        assert time.monotonic() - started < 10

    @pytest.mark.parametrize(
        "fault",
        [{"status": 500}, {"drop": True}, {"truncate": 0.5}, {"garbage": "html"}, {"garbage": "bytes"}],
        ids=["500", "reset", "truncated", "html", "bytes"],
    )
    def test_faults_that_pass(self, online, run, quick, fault):
        grid = output_grid(MUNSTER, 1000)
        source, (scene, *_) = swaths_of(online, run)
        expected = source.read(scene, grid, ("LST",))
        source, (scene, *_) = swaths_of(online, run)
        online.faults([{"route": "cog", "after": 2, "times": 2, **fault}])
        found = source.read(scene, grid, ("LST",))
        assert np.array_equal(found.values, expected.values, equal_nan=True)
        assert np.array_equal(found.clear, expected.clear)

    def test_signed_as_on_planetary_computer(self, services, run, cache_folder, monkeypatch):
        from planetary_computer import sas, settings

        settings.Settings.get.cache_clear()
        sas.TOKEN_CACHE.clear()
        for name, value in services.behind_proxy().items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("PC_SDK_SAS_URL", raising=False)
        try:
            source = StacSource("planetary-computer", None, SLSTR, run)
            scene, *_ = source.search(asked(MUNSTER, SLSTR, **JULY_2023))
            assert "sentinel3euwest.blob.core.windows.net" in scene.private["layers"]["LST"].path
            assert source.read(scene, output_grid(MUNSTER, 1000), ("LST",)).clear.any()
            assert "sentinel3euwest.blob.core.windows.net" in services.proxied_hosts()
        finally:
            settings.Settings.get.cache_clear()
            sas.TOKEN_CACHE.clear()
