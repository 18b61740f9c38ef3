"""Packing of real modules on roof planes, one core: milliseconds per plane, and what a constant ratio would have said.

Run with the engine's Python: ``python -m benchmarks.bench_packing [--planes 2000]``. Synthetic gable, hip and flat
roofs turned anyhow, with obstacles, and the same roofs as outlines made of 0.5 m raster cells (many edges); usable
area, packing in both orientations and polygons included, as CPU time, so that a busy machine does not matter. The
exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from affine import Affine
from rasterio.features import rasterize
from shapely.affinity import rotate
from shapely.geometry import Point, Polygon, box

os.environ.setdefault("NUMBA_NUM_THREADS", "1")

from urbanthink_plugin.engine.solar.panels.layout import lay_out
from urbanthink_plugin.engine.solar.panels.rules import read_module
from urbanthink_plugin.engine.solar.panels.usable import area_of_cells

from .common import verdict

KINDS = ("gable", "hip", "flat")
#: Module area over roof area at setbacks of 0, 0.3 and 0.5 m by surface [m²], of the study behind the rules.
PUBLISHED = {
    (0, 30): (0.57, 0.40, 0.26),
    (30, 80): (0.75, 0.62, 0.49),
    (80, math.inf): (0.91, 0.86, 0.79),
}
CELL = 0.5


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--planes", type=int, default=2000)
    options = arguments.parse_args()
    print_ratios(options.planes)
    print(f"\n{'usable area + packing + polygons':44}{'planes':>8}{'mean ms':>9}{'P95 ms':>9}{'modules':>9}")
    slowest = 0.0
    for title, planes in (
        ("vector outlines, no obstacle", list(roofs(options.planes, obstacles=0))),
        ("vector outlines, two obstacles", list(roofs(options.planes, obstacles=2))),
        ("outlines of 0.5 m cells, two obstacles", [as_cells(roof) for roof in roofs(options.planes, obstacles=2)]),
    ):
        slowest = max(slowest, measure(title, planes))
    return 0 if verdict("at most 3 ms per plane on one core", slowest <= 3.0) else 1


def measure(title: str, planes: list[dict[str, Any]]) -> float:
    """Lay out every plane once, after one to warm up; mean CPU time [ms]."""
    module = read_module()
    lay_out(**arguments_of(planes[0]), module=module)
    times, count = [], 0
    for plane in planes:
        start = time.thread_time()
        found = lay_out(**arguments_of(plane), module=module)
        found.polygons()
        times.append(1000 * (time.thread_time() - start))
        count += found.count
    print(f"{title:44}{len(planes):8}{np.mean(times):9.2f}{np.percentile(times, 95):9.2f}{count:9}")
    return float(np.mean(times))


def print_ratios(number: int) -> None:
    """Module area over roof area by surface and setback, next to the published ones."""
    module = read_module()
    planes = list(roofs(number, obstacles=0))
    surface = np.array([plane["polygon"].area / math.cos(math.radians(plane["slope_deg"])) for plane in planes])
    covered = []
    for setback in (0.0, 0.3, 0.5):
        rules = {"setback_m": setback, "module_gap_m": 0.0, "min_modules": 1, "min_patch_m2": 0.0}
        # Flush on flat roofs, as the published figures: no rows.
        given = {"module": module, "overrides": rules, "flat_overrides": {"max_slope_deg": -1.0}}
        covered.append([lay_out(**arguments_of(plane), **given).count * module.area_m2 for plane in planes])
    print(f"{'module area / roof area (published)':44}{'0 m':>14}{'0.3 m':>14}{'0.5 m':>14}")
    for (low, high), published in PUBLISHED.items():
        of_class = (surface >= low) & (surface < high)
        ratios = [np.array(areas)[of_class].sum() / surface[of_class].sum() for areas in covered]
        shown = [f"{ratio:.2f} ({reference:.2f})" for ratio, reference in zip(ratios, published, strict=True)]
        title = f"{of_class.sum()} planes from {low} to {high} m²"
        print(f"{title:44}" + "".join(f"{text:>14}" for text in shown))


def roofs(number: int, obstacles: int) -> Iterator[dict[str, Any]]:
    """Planes of detached houses to halls, lognormal in size, always the same ones."""
    rng = np.random.default_rng(20261120)
    for k in range(number):
        kind = KINDS[k % len(KINDS)]
        length = float(np.clip(rng.lognormal(2.6, 0.5), 5, 60))
        depth = float(np.clip(length * rng.uniform(0.3, 0.6), 3, 25))
        cut = min(depth, length / 2.2) if kind == "hip" else 0.0
        plane = Polygon([(0, 0), (length, 0), (length - cut, depth), (cut, depth)])
        chimneys = [
            Point(rng.uniform(0, length), rng.uniform(0, depth)).buffer(0.4) if k % 2 else box(1, 1, 2.2, 2)
            for _ in range(obstacles)
        ]
        turn = float(rng.uniform(0, 360))
        yield {
            "polygon": rotate(plane, turn, origin=(0, 0)),
            "slope_deg": 0.5 if kind == "flat" else float(rng.uniform(25, 45)),
            "azimuth_deg": (180.0 - turn) % 360.0,
            "obstacles": [rotate(chimney, turn, origin=(0, 0)) for chimney in chimneys],
        }


def arguments_of(plane: dict[str, Any]) -> dict[str, Any]:
    return {**plane, "latitude": 45.76 if abs(plane["azimuth_deg"] - 180.0) <= 90.0 else -45.76}


def as_cells(plane: dict[str, Any]) -> dict[str, Any]:
    """The same plane as the outline of the raster cells it covers."""
    left, low, right, high = plane["polygon"].bounds
    shape = math.ceil((high - low) / CELL) + 1, math.ceil((right - left) / CELL) + 1
    transform = Affine(CELL, 0, left, 0, -CELL, high)
    mask = rasterize([plane["polygon"]], shape, transform=transform).astype(bool)
    outline = max(shapely.get_parts(area_of_cells(mask, transform)), key=lambda part: part.area)
    return {**plane, "polygon": outline}


if __name__ == "__main__":
    sys.exit(main())
