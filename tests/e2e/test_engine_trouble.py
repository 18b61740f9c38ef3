"""The engine missing, killed or cancelled: one sentence, nothing left, and the next run works."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import uuid
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.transform
import rasterio.windows

INDICES = "urbanthink:spectral_indices"
MANY = ["NDVI", "EVI", "EVI2", "SAVI", "OSAVI", "MSAVI", "kNDVI", "NIRv"]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A scene that keeps the engine busy for some seconds."""
    path = tmp_path_factory.mktemp("large") / "large.tif"
    rng = np.random.default_rng(5)
    tile = rng.integers(300, 4000, (3, 512, 512)).astype(np.uint16)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=9216,
        height=9216,
        count=3,
        dtype="uint16",
        crs="EPSG:2154",
        tiled=True,
        blockxsize=512,
        blockysize=512,
        transform=rasterio.transform.from_origin(7e5, 6.6e6, 10, 10),
        nodata=0,
    ) as target:
        target.descriptions = ("B02", "B04", "B08")
        for row in range(0, 9216, 512):
            for column in range(0, 9216, 512):
                target.write(tile, window=rasterio.windows.Window(column, row, 512, 512))
    return str(path)  # fmt: skip


@pytest.fixture
def mark():
    """A variable by which the engines of one test are told from any others on this machine."""
    return f"urbanthink-test-{uuid.uuid4()}"


def start(qgis, raster, out, mark):
    process = subprocess.Popen(
        qgis.command(INDICES), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=qgis.environment(URBANTHINK_TEST_MARK=mark), start_new_session=True,
    )  # fmt: skip
    process.stdin.write(json.dumps({"inputs": {"INPUT": raster, "INDICES": MANY, "OUTPUT": str(out / "o.tif")}}))
    process.stdin.close()
    process.stdin = None
    return process


def engines(mark):
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if b"urbanthink_plugin.engine" in words and mark.encode() in environment:
            found.append(int(entry.name))
    return found


def wait_until(condition, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    pytest.fail(f"not within {seconds} s: {what}")


def test_a_killed_engine_is_one_sentence_and_the_next_run_works(qgis, large, reflectance, out, mark):
    process = start(qgis, large, out, mark)
    wait_until(lambda: any(out.iterdir()), 30, "the engine writes its partial file")
    for pid in engines(mark):
        os.kill(pid, signal.SIGKILL)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "engine" in errors
    assert "Traceback" not in errors
    assert list(out.iterdir()) == []
    assert qgis.run(INDICES, INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(out / "o.tif")).code == 0
    assert (out / "o.tif").exists()


def test_stopping_qgis_process_stops_the_engine_and_leaves_nothing(qgis, large, out, mark):
    process = start(qgis, large, out, mark)
    wait_until(lambda: any(out.iterdir()), 30, "the engine writes its partial file")
    assert engines(mark)
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=10)
    wait_until(lambda: not engines(mark), 3, "the engine ends with the process that started it")
    wait_until(lambda: not any(out.iterdir()), 2, "the partial files are gone")


def test_an_engine_that_is_not_there(qgis, reflectance, out):
    outcome = qgis.refuse(
        INDICES, "URBANTHINK_PYTHON", folder=out, environment={"URBANTHINK_PYTHON": "/nowhere/python"},
        INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(out / "o.tif"),
    )  # fmt: skip
    assert "/nowhere/python" in outcome.errors


def test_an_engine_without_its_packages(qgis, reflectance, out, tmp_path):
    subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    qgis.refuse(
        INDICES, "package", folder=out, environment={"URBANTHINK_PYTHON": str(tmp_path / "bare" / "bin" / "python")},
        INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(out / "o.tif"),
    )  # fmt: skip


def test_check_installation_still_answers_and_says_what_to_do(qgis):
    outcome = qgis.run("urbanthink:check_installation", environment={"URBANTHINK_PYTHON": "/nowhere/python"})
    assert outcome.code == 0, outcome.errors
    assert "/nowhere/python" in outcome.log


def test_hostile_environments_do_not_reach_the_engine(qgis, reflectance, out):
    outcome = qgis.run(
        INDICES,
        environment={"PROJ_LIB": "/nowhere", "PROJ_DATA": "/nowhere", "GDAL_DATA": "/nowhere"},
        INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(out / "o.tif"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors


def test_secrets_of_the_environment_are_in_no_file(qgis, reflectance, out):
    secret = "urbanthink-e2e-not-a-real-one"
    outcome = qgis.run(
        INDICES, environment={"SH_CLIENT_ID": secret + "-id", "SH_CLIENT_SECRET": secret},
        INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(out / "o.tif"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    assert secret not in outcome.log + outcome.errors
    assert all(secret.encode() not in path.read_bytes() for path in out.iterdir())
