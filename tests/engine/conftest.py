"""What the engine's tests share: a run that remembers its messages, small rasters, and the real data."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from urbanthink_plugin.engine.run import Run

REPOSITORY = Path(__file__).resolve().parents[2]


class RecordingRun(Run):
    """A run whose messages can be asked for."""

    def __init__(self, job="tests.job", params=None, **options):
        self.messages = []
        super().__init__(job, params, emit=self.messages.append, **options)

    def texts(self, level=None):
        return [m["text"] for m in self.messages if m["type"] == "log" and level in (None, m["level"])]


@pytest.fixture
def run():
    return RecordingRun()


@pytest.fixture
def new_run():
    return RecordingRun


@pytest.fixture
def make_raster(tmp_path):
    """Write a (band, y, x) array to a GeoTIFF and return its path."""

    def make(
        values, name="raster.tif", *, origin=(700_000, 6_600_000), size=10.0, crs="EPSG:2154", bands=None, **profile
    ):
        values = np.atleast_3d(values) if np.ndim(values) == 3 else np.asarray(values)[None]
        path = tmp_path / name
        tags = profile.pop("tags", {})
        scales, offsets = profile.pop("scales", None), profile.pop("offsets", None)
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            count=values.shape[0],
            height=values.shape[1],
            width=values.shape[2],
            dtype=values.dtype,
            crs=crs,
            transform=from_origin(*origin, size, size),
            **profile,
        ) as target:
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
