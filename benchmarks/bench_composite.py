"""The median of twelve dates, next to numpy; and the memory of composing a full tile.

Run with the engine's Python: ``python -m benchmarks.bench_composite [--only-kernels]``. The tile is 10980 × 10980
pixels, ten bands and twelve dates, made up in memory by a source that answers as a catalogue's does. The exit code is 1
when a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from odc.geo.geobox import GeoBox
from rasterio.transform import from_origin

from urbanthink_plugin.engine.imagery.kernels import percentile
from urbanthink_plugin.engine.imagery.scenes import OPTICAL_NODATA, SENTINEL2_BANDS, Cost, Reading, Scene

from .common import WORK, measure, print_table, verdict

SIDE, DATES, PART = 10980, 12, 400
CORNER = (399960, 5300040)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only-kernels", action="store_true")
    arguments.add_argument("--tile", help="compose the tile into this folder, in this process")
    options = arguments.parse_args()
    if options.tile:
        compose_tile(Path(options.tile))
        return 0
    good = [compare_kernels(np.int16), compare_kernels(np.float32)]
    if not options.only_kernels:
        good.append(measure_tile())
    return 0 if all(good) else 1


def compare_kernels(dtype: Any) -> bool:
    """Time our percentiles and numpy's on the same numbers; all results must be equal."""
    random = np.random.default_rng(12)
    stack = random.integers(0, 6000, (DATES, 1, PART, PART)).astype(dtype)
    clear = random.random((DATES, PART, PART)) < 0.7
    missing = OPTICAL_NODATA if dtype == np.int16 else np.nan
    with_gaps = np.where(clear[:, None], stack, np.nan).astype(np.float32)
    percentile(stack[:, :, :8], clear[:, :8], 0.5, missing)
    ours, found = _best_of(20, lambda: percentile(stack, clear, 0.5, missing))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        slow, wanted = _best_of(1, lambda: np.nanpercentile(with_gaps, 50, axis=0))
        middling, _ = _best_of(1, lambda: np.nanmedian(with_gaps, axis=0))
    wanted = np.where(np.isnan(wanted), missing, np.rint(wanted) if dtype == np.int16 else wanted)
    print(f"\nMedian of {DATES} dates, {np.dtype(dtype)}, a third under clouds [ns per pixel]")
    for name, seconds in (("UrbanThink", ours), ("numpy.nanpercentile", slow), ("numpy.nanmedian", middling)):
        print(f"{name:44}{seconds / PART**2 * 1e9:9.0f}{seconds / ours:9.0f} ×")
    return all(
        [
            verdict("equal to numpy.nanpercentile", bool(np.array_equal(found, wanted, equal_nan=True))),
            verdict("at least 20 × faster than numpy.nanpercentile", slow >= 20 * ours),
        ]
    )


def measure_tile() -> bool:
    """Compose a tile in a process of its own and look at its memory."""
    folder = WORK / "composite"
    row = measure([sys.executable, "-m", "benchmarks.bench_composite", "--tile", str(folder)])
    print_table(f"Median composite, {SIDE} × {SIDE}, {len(SENTINEL2_BANDS)} bands, {DATES} dates", {"one process": row})
    return verdict("at most 1.5 GB", row.peak_mb <= 1536)


def compose_tile(folder: Path) -> None:
    """The job's own way from scenes to files."""
    from urbanthink_plugin.engine.imagery.jobs import Fetch
    from urbanthink_plugin.engine.run import Run

    run = Run("imagery.fetch_sentinel2")
    source = TileSource()
    outputs = (str(folder / "image.tif"), str(folder / "count.tif"))
    with run.outputs():
        Fetch(run, source, source.grid, SENTINEL2_BANDS, *outputs, None).run_all(source.scenes, "median")


class TileSource:
    """Twelve dates of one tile: one square of noise, moved about."""

    key = "made up"

    def __init__(self) -> None:
        random = np.random.default_rng(5)
        self.grid = GeoBox((SIDE, SIDE), from_origin(*CORNER, 10, 10), "EPSG:32632")
        self._noise = random.integers(100, 4000, (len(SENTINEL2_BANDS), 2400, 2400)).astype(np.int16)
        self._sky = np.kron(random.random((48, 48)) < 0.75, np.ones((50, 50), bool))
        footprint = self.grid.extent.to_crs("EPSG:4326")
        first = datetime(2024, 6, 1, 10, 30, tzinfo=UTC)
        self.scenes = [
            Scene(f"S{i:02}", first + timedelta(days=5 * i), 5.0, "32TMT", self.key, "sentinel-2-l2a", footprint)
            for i in range(DATES)
        ]

    def search(self, query: Any) -> list[Scene]:
        return self.scenes

    def estimate(self, scenes: Any, grid: Any, bands: Any) -> Cost:
        return Cost(len(scenes), 0, 0.0)

    def prepare(self, scenes: Any, grid: Any, bands: Any, run: Any) -> None:
        """Nothing."""

    def read(self, scene: Scene, block: GeoBox, bands: Any, mask: bool = True) -> Reading:
        height, width = block.shape
        column, row = ~self.grid.transform * (block.transform.c, block.transform.f)
        shift = 97 * int(scene.scene_id[1:])
        rows = (np.arange(height) + round(row) + shift) % self._sky.shape[0]
        columns = (np.arange(width) + round(column) + 2 * shift) % self._sky.shape[1]
        values = np.stack([self._noise[SENTINEL2_BANDS.index(band)][rows][:, columns] for band in bands])
        return Reading(values, self._sky[rows][:, columns])

    def spent(self) -> dict[str, float]:
        return dict.fromkeys(("bytes", "requests", "processing_units", "cached_bytes"), 0.0)


def _best_of(times: int, work: Callable[[], Any]) -> tuple[float, Any]:
    best, result = np.inf, None
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


if __name__ == "__main__":
    sys.exit(main())
