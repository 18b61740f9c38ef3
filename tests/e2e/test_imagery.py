"""Imagery through qgis_process, from the loopback services: results against the scenes served, faults, resume, secrets.

Values are held against the pixels that the services cut from real scenes, read here with rasterio.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from services.scenes import Zurich, data_folder, sentinel2, standard_scenes
from services.server import start_services
from services.swaths import nearest, temperature

from .conftest import REPOSITORY, RUNNER

FETCH, SEARCH = "urbanthink:fetch_sentinel2", "urbanthink:search_scenes"
TEMPERATURE, DIAGNOSIS = "urbanthink:fetch_surface_temperature", "urbanthink:city_diagnosis"

# Inside one tile of the requests' grid (24 km): one request per date.
ZURICH = "474000,476000,5248000,5250000 [EPSG:32632]"
MUNSTER = "403000,409000,5753000,5759000 [EPSG:32632]"
SUMMER = {"START": "2024-06-01", "END": "2024-08-31"}
REQUEST = {"AREA": ZURICH, **SUMMER, "SOURCE": "cdse", "BANDS": "B02,B03,B04,B08"}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The services; Sentinel-2 is also served at Münster (real pixels, moved there), where Landsat is."""
    folder = tmp_path_factory.mktemp("services")
    moved = Zurich(data_folder())
    moved.bounds = (400000.0, 5750000.0, 411000.0, 5761000.0)
    there = [scene for scene in sentinel2(folder / "moved", moved) if "sh" in scene.apis]
    for scene in there:
        scene.scene_id, scene.tile = scene.scene_id.replace("T32TMT", "T32UMC"), "32UMC"
    services = start_services(folder, [*standard_scenes(folder / "scenes"), *there])
    yield services
    services.stop()


@pytest.fixture
def services(running):
    running.reset()
    yield running
    running.reset()


@pytest.fixture
def online(services, tmp_path):
    """The environment of a batch machine that knows the services, with a cache of its own."""
    return {**services.environment(), "URBANTHINK_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def fetch(qgis, online, out):
    """Fetch the small composite; further parameters change it."""

    def run(environment=None, **parameters):
        given = {**REQUEST, "OUTPUT": str(out / "s2.tif"), "OUTPUT_COUNT": str(out / "count.tif"), **parameters}
        return qgis.run(FETCH, environment={**online, **(environment or {})}, **given)

    return run


@pytest.fixture
def refused(qgis, online, out):
    """A fetch that must fail with these words: one sentence, exit code 1, in bounded time, nothing left."""

    def run(*words, environment=None, **parameters):
        begin = time.monotonic()
        outcome = qgis.refuse(
            FETCH, *words, folder=out, environment={**online, **(environment or {})},
            **{**REQUEST, "OUTPUT": str(out / "s2.tif"), **parameters},
        )  # fmt: skip
        assert time.monotonic() - begin < 75
        return outcome

    return run


def read(path, band=1):
    with rasterio.open(path) as opened:
        values = opened.read(band).astype(float)
        values[values == opened.nodata] = np.nan
        return values * opened.scales[band - 1] + opened.offsets[band - 1]


def provenance(path):
    return json.loads(Path(path).with_suffix(".urbanthink.json").read_text(encoding="utf-8"))


def clear_days(services, tile="32TMT"):
    """The Sentinel-2 scenes of the summer that the Copernicus-like service serves, nearly overcast ones left out."""
    return [
        scene
        for scene in services.scenes
        if scene.tile == tile and scene.datetime.year == 2024 and "sh" in scene.apis and scene.cloud_cover <= 30
    ]


# What a user gets.


def test_a_search_shows_scenes_and_costs_and_downloads_nothing(qgis, services, online, out):
    outcome = qgis.run(SEARCH, environment=online, AREA=ZURICH, **SUMMER, SOURCE="cdse", OUTPUT=str(out / "found.gpkg"))
    assert outcome.code == 0, outcome.errors
    found = gpd.read_file(out / "found.gpkg")
    expected = clear_days(services)
    assert {"scene_id", "datetime", "cloud_cover", "tile", "source"} <= set(found.columns)
    assert set(found["scene_id"].str.replace(".SAFE", "")) == {scene.scene_id for scene in expected}
    assert outcome.results["COUNT"] == len(expected) == len(found)
    assert found["cloud_cover"].max() <= 30
    assert set(found["tile"]) == {"32TMT"}
    # 200 × 200 pixels are (200 / 512)² × 10 bands / 3 = 0.51 units a date; masks are asked beside them.
    assert 0.5 * len(expected) <= outcome.results["PROCESSING_UNITS"] <= 1.2 * len(expected)
    assert 0.1 < outcome.results["MEGABYTES"] < 20
    assert (out / "found.qml").is_file()
    assert services.requests("process") == []


def test_the_same_search_in_a_catalogue_without_account(qgis, services, online, out):
    bare = {name: value for name, value in online.items() if not name.startswith("SH_")}
    outcome = qgis.run(
        SEARCH, environment=bare, AREA=ZURICH, **SUMMER, SOURCE="custom", CATALOG_URL=services.stac_url,
        OUTPUT=str(out / "found.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    assert outcome.results["COUNT"] == len(clear_days(services))
    assert outcome.results["PROCESSING_UNITS"] == 0


def test_a_composite_is_the_median_of_the_clear_days(fetch, services, out):
    outcome = fetch()
    assert outcome.code == 0, outcome.errors
    with rasterio.open(out / "s2.tif") as image:
        assert image.descriptions == ("B02", "B03", "B04", "B08")
        assert image.crs.to_epsg() == 32632
        assert tuple(image.bounds) == (474000, 5248000, 476000, 5250000)
        assert image.res == (10, 10)
        window = rasterio.windows.from_bounds(*image.bounds, rasterio.Affine(10, 0, 472480, 0, -10, 5257490))
    red, seen = read(out / "s2.tif", 3), read(out / "count.tif")
    days = np.stack([scene.reflectance("B04")[window.toslices()] / 1e4 for scene in clear_days(services)])
    whole = seen == len(days)
    assert seen.max() <= len(days) and (seen > 0).mean() > 0.99 and whole.mean() > 0.1
    np.testing.assert_allclose(red[whole], np.median(days, axis=0)[whole], atol=1.01e-4)
    known = np.isfinite(red)
    assert (red[known] >= days.min(axis=0)[known] - 1e-4).all() and (red[known] <= days.max(axis=0)[known] + 1e-4).all()
    assert {path.name for path in out.iterdir()} >= {"s2.qml", "count.qml", "s2.urbanthink.json"}
    assert "multibandcolor" in (out / "s2.qml").read_text(encoding="utf-8")


def test_what_a_fetch_took_is_in_its_provenance_and_a_second_costs_nothing(fetch, services, out):
    assert fetch().code == 0
    record = provenance(out / "s2.tif")
    thrift = record["thrift"]
    assert thrift["bytes"] >= sum(entry["bytes"] for entry in services.requests("process")) > 0
    assert thrift["processing_units"] == pytest.approx(services.sentinel_hub.processing_units, rel=0.05)
    assert thrift["energy_kwh"] > 0 and thrift["co2e_kg"] > 0 and thrift["assumption"]
    assert record["replay"].startswith("qgis_process run urbanthink:fetch_sentinel2 -- 'AREA=474000,476000,")
    first = {path.name: path.read_bytes() for path in out.glob("*.tif")}
    services.reset()
    assert fetch().code == 0
    assert services.requests("process") == []
    assert provenance(out / "s2.tif")["thrift"]["cached_bytes"] > 0
    assert {path.name: path.read_bytes() for path in out.glob("*.tif")} == first


def test_surface_temperatures_of_any_stac_api(qgis, services, online, out):
    outcome = qgis.run(
        TEMPERATURE, environment=online, AREA=MUNSTER, **SUMMER, SOURCE="custom", CATALOG_URL=services.stac_url,
        OUTPUT=str(out / "lst.tif"), OUTPUT_COUNT=str(out / "count.tif"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    # The scene without thermal band and the one whose link is dead are left out, and said.
    assert "20240720" in outcome.log and "20240728" in outcome.log
    with rasterio.open(out / "lst.tif") as stack:
        assert stack.descriptions == ("2024-06-26", "2024-08-13", "2024-08-28")
        assert set(stack.units) == {"K"}
        west, north = stack.transform * (0, 0)
    # On 13 August nothing is cloudy; the grid is that of the scenes, so the pixels are copied.
    kelvin = read(out / "lst.tif", 2)
    truth = services.scene("L2SP_196024_20240813").read("ST_B10") * 0.00341802 + 149.0
    row, column = round((5763315 - north) / 30), round((west - 396705) / 30)
    cut = truth[row : row + kelvin.shape[0], column : column + kelvin.shape[1]]
    known = np.isfinite(kelvin)
    assert known.mean() > 0.95
    np.testing.assert_allclose(kelvin[known], cut[known], atol=1e-3)
    assert "FixedRangePerBand" in (out / "lst.qml").read_text() or 'mode="3"' in (out / "lst.qml").read_text()


def test_sentinel3_of_any_stac_api(qgis, services, online, out):
    july = {"START": "2023-07-01", "END": "2023-07-31"}
    outcome = qgis.run(
        TEMPERATURE, environment=online, AREA=MUNSTER, **july, SOURCE="custom", CATALOG_URL=services.stac_url,
        COLLECTION="sentinel-3-slstr-lst", OUTPUT=str(out / "lst.tif"), OUTPUT_COUNT=str(out / "count.tif"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    # The night, the dead link, and the footprint that reaches further than its data.
    assert "Passes by night are left out (1)" in outcome.log
    assert "20230706T" in outcome.log and "no longer where its catalogue says" in outcome.log
    assert "HDF5" not in outcome.log + outcome.errors
    assert "show no clear pixel of the area: 2023-07-07" in outcome.log
    with rasterio.open(out / "lst.tif") as stack:
        assert stack.descriptions == ("2023-07-03", "2023-07-04", "2023-07-07")
        assert set(stack.units) == {"K"}
        assert (stack.shape, stack.res, stack.crs.to_epsg()) == ((6, 6), (1000, 1000), 32632)
        assert tuple(stack.bounds) == (403000, 5753000, 409000, 5759000)
    columns, rows = np.meshgrid(np.arange(6) + 0.5, np.arange(6) + 0.5)
    for band, part in ((1, "20230703T"), (2, "20230704T1020")):
        scene = services.scene(f"S3A_SL_2_LST____{part}")
        longitude, latitude = scene.places
        index, _ = nearest(longitude, latitude, 403000 + 1000 * columns, 5759000 - 1000 * rows)
        kelvin = temperature(longitude, latitude, scene.day).ravel()[index]
        expected = np.where(scene.cloud.ravel()[index], np.nan, kelvin)
        np.testing.assert_allclose(read(out / "lst.tif", band), expected, atol=1.5e-3)
    assert np.isnan(read(out / "lst.tif", 3)).all()
    sent = sum(entry["bytes"] for entry in services.requests("cog") if "20230706T" not in entry["path"])
    assert 0.9 * sent <= provenance(out / "lst.tif")["thrift"]["bytes"]


def test_landsat_from_copernicus_names_the_way_out(qgis, online, out):
    qgis.refuse(
        TEMPERATURE, "planetary-computer", folder=out, environment=online,
        AREA=MUNSTER, **SUMMER, SOURCE="cdse", OUTPUT=str(out / "lst.tif"),
    )  # fmt: skip


def test_brightness_temperatures_of_copernicus_say_what_they_are(qgis, services, online, out):
    outcome = qgis.run(
        TEMPERATURE, environment=online, AREA=MUNSTER, **SUMMER, SOURCE="cdse", COLLECTION="landsat-c2-l1",
        OUTPUT=str(out / "bt.tif"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    assert "as seen above the atmosphere" in outcome.log and "planetary-computer" in outcome.log
    with rasterio.open(out / "bt.tif") as stack:
        assert stack.descriptions == ("2024-06-26", "2024-08-13", "2024-08-28")
        assert (stack.tags()["QUANTITY"], stack.tags()["LEVEL"]) == ("brightness_temperature", "L1")
        west, north = stack.transform * (0, 0)
    # Made 3 K below the surface temperature, on the scenes' own pixels.
    kelvin = read(out / "bt.tif", 2)
    truth = services.scene("L2SP_196024_20240813").read("ST_B10") * 0.00341802 + 149.0 - 3
    row, column = round((5763315 - north) / 30), round((west - 396705) / 30)
    known = np.isfinite(kelvin)
    assert known.mean() > 0.95
    cut = truth[row : row + kelvin.shape[0], column : column + kelvin.shape[1]]
    # Half a step of what the service sends, and half a digital number of the sensor.
    np.testing.assert_allclose(kelvin[known], cut[known], rtol=0, atol=0.005 + 0.002)
    qgis.refuse(
        TEMPERATURE, "choose landsat-c2-l2", folder=out, environment=online,
        AREA=MUNSTER, **SUMMER, COLLECTION="landsat-c2-l1", OUTPUT=str(out / "elsewhere.tif"),
    )  # fmt: skip


def test_the_zurich_scene_from_disk(qgis, real_data, out):
    source = next((real_data / "s2_zurich_ne").glob("*.tif"))
    outcome = qgis.run("urbanthink:import_scene", INPUT=str(source), AREA=ZURICH, OUTPUT=str(out / "scene.tif"))
    assert outcome.code == 0, outcome.errors
    with rasterio.open(out / "scene.tif") as scene, rasterio.open(source) as original:
        assert scene.descriptions == ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
        window = rasterio.windows.from_bounds(*scene.bounds, original.transform).round_offsets().round_lengths()
        expected = original.read(3, window=window) / 1e4
    np.testing.assert_allclose(read(out / "scene.tif", 3), expected, atol=1e-4)


def test_a_folder_without_ending_is_a_product_too(qgis, real_data, out, tmp_path):
    product = tmp_path / "a product"
    product.mkdir()
    for path in (real_data / "s2_bigearthnet_patch").rglob("*.tif"):
        (product / path.name).write_bytes(path.read_bytes())
    outcome = qgis.run("urbanthink:import_scene", INPUT=str(product), OUTPUT=str(out / "scene.tif"))
    assert outcome.code == 0, outcome.errors
    with rasterio.open(out / "scene.tif") as scene:
        assert "B04" in scene.descriptions
        assert scene.crs.to_epsg() == 32629


def test_a_diagnosis_fetches_for_itself(qgis, services, online, real_data, out):
    cover = real_data / "landsat_lst_munster" / "S2_landcover_rf_10m.tif"
    outcome = qgis.run(
        DIAGNOSIS, environment=online, timeout=240, AREA=MUNSTER, **SUMMER, SOURCE="cdse",
        CATALOG_URL=services.stac_url, LAND_COVER=str(cover), URBAN_CLASSES="1", VEGETATION_CLASSES="3,4",
        WATER_CLASSES="2", OUTPUT_FOLDER=str(out / "town"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    folder = out / "town"
    for name in ("project.qgz", "report.html", "imagery/reflectance.qml", "imagery/surface_temperature.qml"):
        assert (folder / name).is_file(), name
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["heat"]["dates"] == ["2024-06-26", "2024-08-13", "2024-08-28"]
    assert 2 < summary["heat"]["intensity"] < 10
    assert 0.05 < summary["vegetation"]["vegetation_share"] < 1
    assert summary["thrift"]["reflectance"]["processing_units"] > 0
    recipe = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))["parameters"]
    assert recipe["REFLECTANCE"] == "imagery/reflectance.tif" and recipe["LST"] == ["imagery/surface_temperature.tif"]
    assert recipe["AREA"].startswith("403000.0,409000.0,") and recipe["START"] == "2024-06-01"
    assert services.client_secret not in json.dumps(recipe)
    services.reset()
    again = qgis.run(DIAGNOSIS, RECIPE=str(folder / "recipe.json"), OUTPUT_FOLDER=str(out / "again"))
    assert again.code == 0, again.errors
    assert services.requests() == []
    assert again.results["SUHI_INTENSITY"] == outcome.results["SUHI_INTENSITY"]


# What goes wrong.


def test_a_wrong_secret(refused, fetch, services):
    refused("does not accept the client id and secret", environment={"SH_CLIENT_SECRET": "another-one-altogether"})
    assert len(services.requests("token")) <= 3
    assert fetch().code == 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"route": "process", "status": 403}, "quota"),
        ({"route": "process", "garbage": "html"}, "web page"),
        ({"route": "token", "garbage": "html"}, "web page"),
        ({"status": 503}, "does not work at the moment"),
        ({"drop": True}, "cannot be reached"),
        ({"route": "process", "truncate": 0.5}, "damaged"),
    ],
    ids=["quota", "html instead of tiff", "captive portal", "service down", "reset", "truncated"],
)
def test_a_service_in_trouble_is_one_sentence_and_the_next_run_is_clean(refused, fetch, services, out, fault, words):
    services.faults([{**fault, "times": -1}])
    refused(words)
    services.faults([])
    assert fetch().code == 0
    assert np.isfinite(read(out / "s2.tif")).mean() > 0.99


def test_a_disk_that_fills_up_while_downloading(refused, fetch):
    refused("disk", largest_file=100 * 1024)
    assert fetch().code == 0


def test_nobody_listens(refused):
    closed = "https://localhost:9"
    refused("cannot be reached", environment={"URBANTHINK_SH_TOKEN_URL": closed, "URBANTHINK_SH_BASE_URL": closed})


def test_troubles_that_pass_are_not_noticed(fetch, services, out):
    services.faults(
        [
            {"route": "process", "status": 500, "times": 2},
            {"route": "process", "status": 429, "headers": {"Retry-After": "800"}},
            {"route": "process", "status": 401},
        ]
    )
    assert fetch().code == 0
    assert np.isfinite(read(out / "s2.tif")).mean() > 0.99


# Ended in the middle.


def start(qgis, online, out, **parameters):
    given = {**REQUEST, "OUTPUT": str(out / "s2.tif")}
    process = subprocess.Popen(
        qgis.command(FETCH), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=qgis.environment(**online), start_new_session=True,
    )  # fmt: skip
    process.stdin.write(json.dumps({"inputs": {**given, **parameters}}))
    process.stdin.close()
    process.stdin = None
    return process


def children(process):
    """The engine below qgis_process, by its parent."""
    found, wanted = [], {process.pid}
    for _ in range(4):
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) not in wanted:
                try:
                    parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                    engine = b"urbanthink_plugin.engine" in (entry / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if parent in wanted:
                    wanted.add(int(entry.name))
                    found += [int(entry.name)] if engine else []
    return found


def wait_for_tiles(services, count, process):
    end = time.monotonic() + 60
    while len([entry for entry in services.requests("process") if entry["status"] == 200]) < count:
        assert time.monotonic() < end and process.poll() is None, "no tile was downloaded in time"
        time.sleep(0.02)


def test_killed_in_the_middle_it_resumes_without_downloading_again(qgis, services, online, out):
    services.faults([{"route": "process", "after": 2, "sleep": 600, "times": -1}])
    process = start(qgis, online, out)
    wait_for_tiles(services, 2, process)
    time.sleep(1.0)
    (engine,) = children(process)
    os.kill(engine, signal.SIGKILL)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1 and "Traceback" not in errors
    assert list(out.iterdir()) == []
    services.reset()
    outcome = qgis.run(FETCH, environment=online, **REQUEST, OUTPUT=str(out / "s2.tif"))
    assert outcome.code == 0, outcome.errors
    asked = len(services.requests("process"))
    assert asked == len(clear_days(services)) - 2
    assert provenance(out / "s2.tif")["thrift"]["cached_bytes"] > 0


def test_stopping_in_the_middle_leaves_nothing(qgis, services, online, out):
    services.faults([{"route": "process", "after": 1, "sleep": 600, "times": -1}])
    process = start(qgis, online, out)
    wait_for_tiles(services, 1, process)
    (engine,) = children(process)
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=10)
    end = time.monotonic() + 5
    while Path(f"/proc/{engine}").exists() or any(out.iterdir()):
        assert time.monotonic() < end, "the engine outlived its qgis_process, or left something"
        time.sleep(0.05)


# Secrets.


def searched(folder, *secrets):
    """The files of a folder that hold one of these texts."""
    return [
        path
        for path in Path(folder).rglob("*")
        if path.is_file() and any(secret.encode() in path.read_bytes() for secret in secrets)
    ]


@pytest.mark.parametrize("way", ["environment", "AUTH"])
def test_no_secret_is_in_any_file_or_word_after_a_run(qgis, services, online, out, tmp_path, way):
    build = tmp_path / "build"
    home = {"URBANTHINK_BUILD": str(build), "QGIS_AUTH_DB_DIR_PATH": str(tmp_path / "auth")}
    environment, chosen = {**online, **home}, {}
    if way == "AUTH":
        environment |= lock_of_qgis(tmp_path)
        chosen = {"AUTH": stored(environment, services, tmp_path)}
        environment |= {"SH_CLIENT_ID": "", "SH_CLIENT_SECRET": ""}
    outcome = qgis.run(FETCH, environment=environment, timeout=180, **REQUEST, OUTPUT=str(out / "s2.tif"), **chosen)
    assert outcome.code == 0, outcome.errors
    secrets = [services.client_secret, *services.sentinel_hub.tokens]
    assert len(secrets) > 1
    assert not any(secret in outcome.log + outcome.errors + json.dumps(outcome.results) for secret in secrets)
    for folder in (out, online["URBANTHINK_CACHE"], build):
        assert searched(folder, *secrets) == []
    assert services.client_id not in json.dumps(provenance(out / "s2.tif"))


def test_a_failing_run_tells_no_secret_either(refused, services, online, out):
    outcome = refused("does not accept", environment={"SH_CLIENT_SECRET": "urbanthink-not-a-real-one"})
    assert "urbanthink-not-a-real-one" not in outcome.errors + outcome.log
    services.faults([{"route": "process", "status": 403, "times": -1}])
    outcome = refused("quota")
    assert services.client_secret not in outcome.errors + outcome.log
    assert searched(online["URBANTHINK_CACHE"], services.client_secret) == []


def lock_of_qgis(folder):
    """A password file that unlocks the authentication database of a batch machine."""
    path = folder / "master"
    path.write_text("of the tests only")
    path.chmod(0o600)
    (folder / "auth").mkdir()
    return {"QGIS_AUTH_PASSWORD_FILE": str(path)}


def stored(environment, services, folder):
    """The account in QGIS's authentication database, as a user stores it; its id."""
    script = folder / "store.py"
    script.write_text(
        "import os, sys\n"
        "from qgis.core import QgsApplication, QgsAuthMethodConfig\n"
        "application = QgsApplication([], False)\n"
        "application.initQgis()\n"
        "manager = QgsApplication.authManager()\n"
        "manager.setMasterPassword(open(os.environ['QGIS_AUTH_PASSWORD_FILE']).read(), True)\n"
        "config = QgsAuthMethodConfig('Basic')\n"
        "config.setName('copernicus')\n"
        "config.setConfig('username', sys.stdin.readline().strip())\n"
        "config.setConfig('password', sys.stdin.readline().strip())\n"
        "done = manager.storeAuthenticationConfig(config)\n"
        "print('ID', (done[1] if isinstance(done, tuple) else config).id())\n"
    )
    done = subprocess.run(
        [RUNNER, "/usr/bin/python3", str(script)], input=f"{services.client_id}\n{services.client_secret}\n",
        capture_output=True, text=True, check=True, env={**os.environ, **environment}, cwd=REPOSITORY,
    )  # fmt: skip
    return next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("ID "))
