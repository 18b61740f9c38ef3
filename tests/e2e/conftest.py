"""Real qgis_process, real plugin, real engine: what a night job does."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

REPOSITORY = Path(__file__).resolve().parents[2]
RUNNER = str(REPOSITORY / "tools" / "in_qgis.sh")
PARTIAL = ".urbanthink-part-"


@dataclass
class Outcome:
    """How a run of qgis_process ended."""

    code: int
    results: dict
    log: str
    errors: str

    @property
    def sentence(self) -> str:
        """What the user reads when it failed."""
        return self.errors


@dataclass
class Qgis:
    """qgis_process with the plugin enabled."""

    def command(self, algorithm):
        return [RUNNER, "qgis_process", "--json", "run", algorithm, "-"]

    def environment(self, **changes):
        # The engine of this very environment, whatever folder the tests run from.
        return {**os.environ, "URBANTHINK_PYTHON": sys.executable, "LC_ALL": "C.UTF-8", **changes}

    def run(self, algorithm, timeout=120, environment=None, largest_file=None, **parameters) -> Outcome:
        """`largest_file` [byte] stands for a full disk: it works without mounting anything."""
        limits = (largest_file, largest_file)
        done = subprocess.run(
            self.command(algorithm),
            input=json.dumps({"inputs": parameters}),
            capture_output=True,
            text=True,
            timeout=timeout,
            env=self.environment(**(environment or {})),
            check=False,
            preexec_fn=largest_file and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits)),
        )
        answer = json.loads(done.stdout) if done.stdout.strip().startswith("{") else {}
        log = "\n".join(line for lines in answer.get("log", {}).values() for line in lines)
        return Outcome(done.returncode, answer.get("results", {}), log, done.stderr)

    def refuse(self, algorithm, *words, folder: Path, keep=(), **parameters) -> Outcome:
        """A run that must fail: exit code 1, a sentence with these words, no traceback, nothing left in the folder."""
        before = {path.name for path in folder.iterdir()}
        outcome = self.run(algorithm, **parameters)
        assert outcome.code == 1, outcome
        for word in words:
            assert word in outcome.errors, outcome.errors
        assert "Traceback" not in outcome.errors
        assert {path.name for path in folder.iterdir()} - before == set(keep)
        return outcome


@pytest.fixture(scope="session")
def qgis():
    return Qgis()


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def make_zones(tmp_path):
    def make(geometries, name="zones.gpkg", crs="EPSG:2154", **columns):
        path = tmp_path / name
        gpd.GeoDataFrame(columns or {"name": range(len(geometries))}, geometry=geometries, crs=crs).to_file(path)
        return str(path)

    return make


@pytest.fixture
def reflectance(make_raster):
    """Three bands of 12-bit reflectance with a little texture."""
    rng = np.random.default_rng(1)
    means = np.array([400, 600, 3000])[:, None, None]
    return make_raster(
        (means + rng.integers(0, 50, (3, 300, 300))).astype(np.uint16), "s2.tif", bands=["B02", "B04", "B08"], nodata=0
    )


@pytest.fixture
def town(make_raster):
    """Four dates of kelvin, 30 m, and a land cover: a sealed disc 5 K above its meadows."""
    size = 160
    y, x = np.mgrid[:size, :size] - size / 2
    sealed = np.hypot(x, y) < 40
    cover = np.where(sealed, 1, 4).astype(np.uint8)
    rng = np.random.default_rng(2)
    dates = ["2024-06-10", "2024-07-12", "2024-08-13", "2024-08-29"]
    stack = np.stack(
        [300 + k + np.where(sealed, 5.0, 0.0) + rng.normal(0, 0.3, sealed.shape) for k in range(4)]
    ).astype(np.float32)
    return {
        "INPUT": [make_raster(stack, "lst.tif", size=30, bands=dates, nodata=float("nan"))],
        "LAND_COVER": make_raster(cover, "cover.tif", size=30),
        "URBAN_CLASSES": "1",
        "VEGETATION_CLASSES": "3,4",
        "WATER_CLASSES": "2",
    }


@pytest.fixture
def grid_of_zones():
    def make(bounds, step):
        xmin, ymin, xmax, ymax = bounds
        return [
            shapely.box(x, y, x + step, y + step)
            for x in np.arange(xmin, xmax - step + 1, step)
            for y in np.arange(ymin, ymax - step + 1, step)
        ]

    return make
