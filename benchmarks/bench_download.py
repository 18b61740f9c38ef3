"""A ten-band composite of six dates over 20 × 20 km from a loopback catalogue, next to only reading and writing.

Run with the engine's Python: ``python -m benchmarks.bench_download [--runs 3]``. The services run in a process of their
own and serve cloud-optimised GeoTIFFs over TLS. The bare contender reads every band and mask of every date at full
size, four files at once, and writes an image of the same size: no search, no masks, no median, no provenance. Both are
measured twice: as whole processes, and without starting Python and loading libraries, which an engine that runs already
(the second algorithm of a QGIS session) does not do again. The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio

from .common import ROOT, WORK, Measure, best, measure, print_table, verdict

METRES, CORNER = 20000, (472480.0, 5257490.0)
AREA = {"bounds": [CORNER[0], CORNER[1] - METRES, CORNER[0] + METRES, CORNER[1]], "crs": "EPSG:32632"}
DAYS = ("20240604", "20240619", "20240709", "20240724", "20240803", "20240818")
LAYERS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12", "SCL")
ROWS = (
    "reading all bands, writing an image",
    "UrbanThink, fetch_sentinel2",
    "reading and writing, without starting",
    "UrbanThink, second run (CPU of both)",
)

BARE_SCRIPT = """
import json, sys, time, numpy as np, rasterio
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
began = time.perf_counter()
urls, image, count, target = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3], sys.argv[4]
def read(url):
    with rasterio.open(url) as source:
        return source.read(1).nbytes
with ThreadPoolExecutor(4) as pool:
    total = sum(pool.map(read, urls))
for number, path in enumerate((image, count)):
    with rasterio.open(path) as source:
        profile, stored = source.profile, np.load(path + ".npy")
    profile.update(driver="COG", compress="ZSTD", level=1, predictor="YES", num_threads="ALL_CPUS", blocksize=512)
    for name in ("tiled", "blockxsize", "blockysize", "interleave"):
        profile.pop(name, None)
    with rasterio.open(f"{target}_{number}.tif", "w", **profile) as made:
        made.write(stored)
Path(target + ".seconds").write_text(str(time.perf_counter() - began))
"""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--serve", help="serve the scenes of this folder until standard input closes")
    options = arguments.parse_args()
    if options.serve:
        serve(Path(options.serve))
        return 0
    folder = WORK / "download"
    outputs = folder / "outputs"
    shutil.rmtree(outputs, ignore_errors=True)
    outputs.mkdir(parents=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bench_download", "--serve", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        services = json.loads(server.stdout.readline())
        rows = compare(services, outputs, options.runs)
    finally:
        server.communicate()
    return 0 if judge(rows) else 1


def compare(services: dict, outputs: Path, runs: int) -> dict[str, Measure]:
    """Run both contenders in turn."""
    environment = {**services["environment"], "URBANTHINK_CACHE": str(outputs / "cache")}
    urls = outputs / "urls.json"
    urls.write_text(json.dumps(services["urls"]))
    measure_ours(services, environment, outputs)
    for name in ("image", "count"):
        with rasterio.open(outputs / f"{name}.tif") as made:
            np.save(outputs / f"{name}.tif.npy", made.read())
    # GDAL's own settings, for all its threads.
    gdal = {"GDAL_CURL_CA_BUNDLE": environment["CURL_CA_BUNDLE"], "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
    found: dict[str, list[Measure]] = {name: [] for name in ROWS}
    for _ in range(runs):
        images = [str(outputs / f"{name}.tif") for name in ("image", "count")]
        command = [sys.executable, "-c", BARE_SCRIPT, str(urls), *images, str(outputs / "bare")]
        bare = measure(command, env={**environment, **gdal, "GDAL_CACHEMAX": "128"})
        inside = float((outputs / "bare.seconds").read_text())
        measures = (bare, measure_ours(services, environment, outputs), dataclasses.replace(bare, wall_s=inside))
        for name, row in zip(ROWS, (*measures, measure_warm(services, environment, outputs)), strict=True):
            found[name].append(row)
    return {name: best(rows) for name, rows in found.items()}


def judge(rows: dict[str, Measure]) -> bool:
    """Compare with the targets."""
    title = f"{len(LAYERS) - 1} bands, {len(DAYS)} dates, {METRES // 1000} × {METRES // 1000} km, loopback over TLS"
    print_table(title, rows)
    bare, ours, inside, warm = rows.values()
    return all(
        [
            verdict("whole process: at most 1.3 × reading and writing", ours.wall_s <= 1.3 * bare.wall_s),
            verdict("warm engine: at most 1.3 × reading and writing", warm.wall_s <= 1.3 * inside.wall_s),
            verdict("at most 1.5 GB", max(ours.peak_mb, warm.peak_mb) <= 1536),
        ]
    )


def measure_ours(services: dict, environment: dict[str, str], outputs: Path) -> Measure:
    return measure([sys.executable, "-m", "urbanthink_plugin.engine"], our_job(services, outputs), env=environment)


def measure_warm(services: dict, environment: dict[str, str], outputs: Path) -> Measure:
    """The second run of one engine."""
    engine = subprocess.Popen(
        [sys.executable, "-m", "urbanthink_plugin.engine", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip
    assert engine.stdin is not None and engine.stdout is not None
    for _ in range(2):
        began = time.perf_counter()
        engine.stdin.write(our_job(services, outputs) + "\n")
        engine.stdin.flush()
        said = next(message for message in map(json.loads, engine.stdout) if message["type"] in ("result", "error"))
        assert said["type"] == "result", said
        wall = time.perf_counter() - began
    engine.stdin.close()
    _, _, usage = os.wait4(engine.pid, 0)
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def our_job(services: dict, outputs: Path) -> str:
    params = {
        "area": AREA, "start": "2024-06-01", "end": "2024-08-20", "max_cloud": 20, "source": "custom",
        "catalog_url": services["stac_url"], "output": str(outputs / "image.tif"),
        "output_count": str(outputs / "count.tif"),
    }  # fmt: skip
    return json.dumps({"job": "imagery.fetch_sentinel2", "params": params})


def serve(folder: Path) -> None:
    """The test services with scenes that were grown to 20 × 20 km by mirroring."""
    sys.path.insert(0, str(ROOT / "tests"))
    from services.scenes import standard_scenes
    from services.server import start_services

    chosen = [grown(scene) for scene in standard_scenes(folder / "scenes") if _wanted(scene)]
    for scene in chosen:
        for layer in LAYERS:
            scene.path(layer)
    running = start_services(folder / "service", chosen)
    urls = [f"{running.base_url}/cog/{scene.scene_id}/{layer}.tif" for scene in chosen for layer in LAYERS]
    known = {"environment": running.environment(), "stac_url": running.stac_url, "urls": urls}
    print(json.dumps(known), flush=True)
    sys.stdin.read()
    running.stop()
    os._exit(0)


def grown(scene):
    """A scene whose pixels go on as in a mirror."""
    make: Callable[[str], np.ndarray] = scene.make
    size = {name: layer.size for name, layer in scene.layers.items()}

    def larger(name: str) -> np.ndarray:
        pixels, side = make(name), int(METRES / size[name])
        return np.pad(pixels, [(0, side - length) for length in pixels.shape], mode="symmetric")

    bounds = (CORNER[0], CORNER[1] - METRES, CORNER[0] + METRES, CORNER[1])
    return dataclasses.replace(scene, make=larger, bounds=bounds)


def _wanted(scene) -> bool:
    return (
        scene.collection == "sentinel-2-l2a"
        and "sh" in scene.apis
        and any(f"_{day}T" in scene.scene_id for day in DAYS)
    )


if __name__ == "__main__":
    sys.exit(main())
