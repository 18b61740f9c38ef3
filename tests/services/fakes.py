"""A source of imagery in memory, without any service: what composites and jobs are tried on first."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import numpy as np
from odc.geo.geobox import GeoBox
from odc.geo.geom import polygon
from rasterio.transform import from_origin

from urbanthink_plugin.engine.imagery.scenes import OPTICAL_NODATA, Cost, Reading, Scene, SceneUnavailable

ORIGIN = (472480, 5257490)


def ground(height=300, width=400, size=10.0, crs="EPSG:32632"):
    """A grid near Zürich."""
    return GeoBox((height, width), from_origin(*ORIGIN, size, size), crs)


def scene_of(grid, day, number=0, *, cloud=10.0, collection="sentinel-2-l2a", baseline="05.10", part=None):
    """A scene over a grid, or over some rows and columns of it."""
    footprint = (grid[part] if part else grid).extent.to_crs("EPSG:4326")
    return Scene(
        scene_id=f"SCENE_{day.replace('-', '')}_{number}",
        datetime=datetime.fromisoformat(day).replace(hour=10, minute=30, tzinfo=UTC),
        cloud_cover=cloud,
        tile="32TMT",
        source="fake",
        collection=collection,
        footprint=footprint,
        baseline=baseline,
    )


class FakeSource:
    """Scenes as arrays on one grid.

    Parameters
    ----------
    grid : GeoBox
    pixels : list
        Of each scene: itself, values {band: (y, x)} and clear (y, x).
    """

    key = "fake"

    def __init__(self, grid, pixels, gone=()):
        self.grid, self.gone = grid, set(gone)
        self.scenes = [scene for scene, _, _ in pixels]
        self.pixels = {scene.scene_id: (values, clear) for scene, values, clear in pixels}
        self.reads, self._lock = [], threading.Lock()

    def search(self, query):
        return [scene for scene in self.scenes if (scene.cloud_cover or 0) <= query.max_cloud]

    def estimate(self, scenes, grid, bands):
        return Cost(len(scenes), len(scenes), 12.5 * len(scenes), 3.25 * len(scenes))

    def prepare(self, scenes, grid, bands, run):
        run.progress(1.0, "Nothing to prepare")

    def read(self, scene, block, bands, mask=True):
        if scene.scene_id in self.gone:
            raise SceneUnavailable("{scene} is gone.", "It happens.", scene=scene.scene_id)
        with self._lock:
            self.reads.append((scene.scene_id, block.shape, tuple(bands)))
        bands_of, clear = self.pixels[scene.scene_id]
        thermal = next(iter(bands_of.values())).dtype.kind == "f"
        offset = ~self.grid.transform * (block.transform.c, block.transform.f)
        left, top = (round(value) for value in offset)
        values = np.full((len(bands), *block.shape), np.nan if thermal else OPTICAL_NODATA,
                         np.float32 if thermal else np.int16)  # fmt: skip
        seen_clear = np.zeros(block.shape, bool)
        height, width = self.grid.shape
        first_row, last_row = max(top, 0), min(top + block.shape[0], height)
        first_column, last_column = max(left, 0), min(left + block.shape[1], width)
        if first_row < last_row and first_column < last_column:
            there = (slice(first_row, last_row), slice(first_column, last_column))
            here = (slice(first_row - top, last_row - top), slice(first_column - left, last_column - left))
            for index, band in enumerate(bands):
                values[index][here] = bands_of[band][there]
            seen_clear[here] = clear[there]
        return Reading(values, seen_clear)

    def spent(self):
        return {"bytes": 2_000_000.0, "requests": 7, "processing_units": 3.25, "cached_bytes": 500_000.0}


def random_source(days, bands=("B02", "B04", "B08"), *, grid=None, clear=0.7, seed=0, dtype="int16", collection=None):
    """Scenes of random numbers under random clouds of some size."""
    random = np.random.default_rng(seed)
    grid = grid or ground()
    pixels = []
    for number, day in enumerate(days):
        sky = random.random((-(-grid.shape[0] // 20), -(-grid.shape[1] // 20))) < clear
        sky = np.kron(sky, np.ones((20, 20), bool))[: grid.shape[0], : grid.shape[1]]
        if dtype == "int16":
            values = {band: random.integers(1, 4000, grid.shape).astype(np.int16) for band in bands}
        else:
            values = {band: random.normal(300, 5, grid.shape).astype(np.float32) for band in bands}
        scene = scene_of(grid, day, number, cloud=5.0 * number, collection=collection or "sentinel-2-l2a")
        pixels.append((scene, values, sky))
    return FakeSource(grid, pixels)


def far_away():
    """An outline that is nowhere near."""
    return polygon([(0, 0), (1, 0), (1, 1), (0, 0)], crs="EPSG:4326")
