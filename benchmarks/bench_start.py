"""How long a user waits: for QGIS to load the algorithms; for the engine's first word, a first run, a warm one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio

from .common import ROOT, verdict

TARGETS = {"cold start to first progress": 2.5, "warm second run": 0.3, "the algorithms, loaded into QGIS": 0.2}
#: Run by the Python that QGIS embeds, with what QGIS itself imports.
LOADING = """
import sys, time, qgis.core, qgis.PyQt.QtGui, osgeo.gdal
sys.path.insert(0, "build/plugins")
began = time.perf_counter()
import urbanthink.processing.provider
print(time.perf_counter() - began)
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        raster = _small_raster(Path(folder))
        met = True
        print("\nWaiting, wall s")
        for name, seconds in {**_waits(raster, folder), "the algorithms, loaded into QGIS": _loading()}.items():
            if target := TARGETS.get(name):
                met &= verdict(f"{name}: {seconds:.2f} s (at most {target} s)", seconds <= target)
            else:
                print(f"       {name}: {seconds:.2f} s")
    return 0 if met else 1


def _waits(raster: str, folder: str) -> dict[str, float]:
    job = {
        "job": "vegetation.spectral_indices",
        "params": {"input": raster, "indices": ["NDVI"], "output": f"{folder}/ndvi.tif"},
    }
    began = time.perf_counter()
    engine = subprocess.Popen(
        [sys.executable, "-m", "urbanthink_plugin.engine", "--serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    waits = {}
    for name in ("first run, engine start included", "warm second run"):
        began = began if not waits else time.perf_counter()
        engine.stdin.write(json.dumps(job) + "\n")
        engine.stdin.flush()
        for line in engine.stdout:
            message = json.loads(line)
            if message["type"] == "progress":
                waits.setdefault("cold start to first progress", time.perf_counter() - began)
            if message["type"] in ("result", "error"):
                assert message["type"] == "result", message
                break
        waits[name] = time.perf_counter() - began
    engine.stdin.close()
    engine.wait(timeout=10)
    return waits


def _loading() -> float:
    command = ["tools/in_qgis.sh", ".venv-qgis/bin/python", "-c", LOADING]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(said.stdout.split()[-1])


def _small_raster(folder: Path) -> str:
    path = folder / "small.tif"
    profile = {"width": 600, "height": 600, "count": 3, "dtype": "uint16", "crs": "EPSG:2154", "nodata": 0}
    with rasterio.open(
        path, "w", driver="GTiff", transform=rasterio.transform.from_origin(7e5, 6.6e6, 10, 10), **profile
    ) as target:
        target.write(np.random.default_rng(0).integers(300, 4000, (3, 600, 600)).astype(np.uint16))
        target.descriptions = ("B02", "B04", "B08")
    return str(path)


if __name__ == "__main__":
    sys.exit(main())
