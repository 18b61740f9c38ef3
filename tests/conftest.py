"""What tests of all kinds share: fake engines, small rasters, and the real data.

Imported inside QGIS's Python too, which has no rasterio: it is imported where it is used.
"""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]

PRELUDE = """
import json, os, sys, threading, time
def say(**message): print(json.dumps(message), flush=True)
def jobs():
    for line in sys.stdin:
        yield json.loads(line)
def partial(job, ending=""):
    folder, name = os.path.split(job["params"]["output"])
    return os.path.join(folder, ".urbanthink-part-" + name + ending)
"""


@pytest.fixture
def fake_engine(tmp_path_factory):
    """Make an executable that behaves as an engine's Python, whatever its arguments; returns its path."""

    def make(body: str) -> str:
        folder = tmp_path_factory.mktemp("engine")
        script = folder / "engine.py"
        script.write_text(PRELUDE + textwrap.dedent(body), encoding="utf-8")
        python = folder / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -u "{script}" "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        return str(python)

    return make


@pytest.fixture
def make_raster(tmp_path):
    """Write a (band, y, x) or (y, x) array to a GeoTIFF and return its path."""
    import numpy as np
    import rasterio
    from rasterio.transform import from_origin

    def make(
        values, name="raster.tif", *, origin=(700_000, 6_600_000), size=10.0, crs="EPSG:2154", bands=None, **profile
    ):
        values = np.asarray(values) if np.ndim(values) == 3 else np.asarray(values)[None]
        path = tmp_path / name
        tags, scales, offsets = profile.pop("tags", {}), profile.pop("scales", None), profile.pop("offsets", None)
        shape = {"count": values.shape[0], "height": values.shape[1], "width": values.shape[2], "dtype": values.dtype}
        transform = from_origin(*origin, size, size)
        with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=transform, **shape, **profile) as target:
            target.write(values)
            target.update_tags(**tags)
            if bands:
                target.descriptions = tuple(bands)
            if scales:
                target.scales = scales
            if offsets:
                target.offsets = offsets
        return str(path)

    return make


@pytest.fixture(scope="session")
def real_data():
    """Where the real imagery is; tests that need it are skipped without it."""
    folder = Path(os.environ.get("URBANTHINK_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not on this machine (URBANTHINK_DATA, {folder})")
    return folder
