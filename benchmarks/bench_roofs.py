"""Roof planes: milliseconds per building and memory, on a synthetic city of 1 km² and the demo town, at 0.5 m.

Run with the engine's Python: ``python -m benchmarks.bench_roofs [--runs 2]``. One core, whole processes; the CPU time
of a building is taken inside them, after a first building has compiled or loaded what is compiled. Registration of the
footprints is included. The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import sys

from .common import WORK, Measure, best, measure, print_table, verdict

TARGET_MS = 5.0

SCRIPT = """
import json, sys, time
import numpy as np
from affine import Affine
from urbanthink_plugin.engine.solar.roofs.planes import find_planes

def city():
    from tests.engine.solar.city import city
    made = city(1000, 0.5, 0.05)
    return made.heights, made.transform, made.footprints

def town():
    from urbanthink_plugin.engine.demo.heights import DSM_METRES, WINDOW, inside_window, surface_model
    from urbanthink_plugin.engine.demo.town import build_town
    made = build_town()
    shapes = [building.shape for building in made.buildings if inside_window(building)]
    transform = Affine(DSM_METRES, 0, WINDOW[0], 0, -DSM_METRES, WINDOW[3])
    heights = surface_model(made)
    return heights + np.random.default_rng(5).normal(0, 0.05, heights.shape), transform, shapes

def cloud(heights, transform, density):
    random = np.random.default_rng(6)
    area = heights.size * transform.a ** 2
    columns, rows = (random.uniform(0, side, int(area * density)) for side in heights.shape[::-1])
    x, y = transform * (columns, rows)
    return np.column_stack([x, y, heights[rows.astype(int), columns.astype(int)]])

heights, transform, shapes = globals()[sys.argv[1]]()
options = {"points": cloud(heights, transform, 10)} if sys.argv[2] == "points" else {}
find_planes(heights, transform, shapes[:20], **options)
start = time.process_time()
scan = find_planes(heights, transform, shapes, **options)
spent = 1000 * (time.process_time() - start) / len(shapes)
json.dump({"ms": spent, "buildings": len(shapes), "planes": len(scan.planes)}, open(sys.argv[3], "w"))
"""

CASES = {
    "city, surface model": ("city", "cells"),
    "demo town, surface model": ("town", "cells"),
    "city, 10 points per m²": ("city", "points"),
}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=2)
    options = arguments.parse_args()
    rows, found = {}, {}
    for name, case in CASES.items():
        rows[name], found[name] = run(case, options.runs)
    print_table(f"Roof planes, whole processes, best of {options.runs}", rows)
    for name, result in found.items():
        print(f"{name:44}{result['buildings']:6} buildings {result['planes']:6} planes {result['ms']:7.2f} ms/building")
    slowest = max(result["ms"] for result in found.values())
    largest = max(row.peak_mb for row in rows.values())
    holds = [verdict(f"at most {TARGET_MS:.0f} ms per building", slowest <= TARGET_MS)]
    holds.append(verdict("at most 1.5 GB", largest <= 1536))
    return 0 if all(holds) else 1


def run(case: tuple[str, str], runs: int) -> tuple[Measure, dict[str, float]]:
    """Measure one case; the quickest run's own figures with it."""
    WORK.mkdir(parents=True, exist_ok=True)
    answer = WORK / "roofs.json"
    one_core = {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    measures, figures = [], []
    for _ in range(runs):
        measures.append(measure([sys.executable, "-c", SCRIPT, *case, str(answer)], env=one_core))
        figures.append(json.loads(answer.read_text()))
    return best(measures), min(figures, key=lambda figure: figure["ms"])


if __name__ == "__main__":
    sys.exit(main())
