"""The sun on every half metre of a town for a year, next to GRASS; and twenty times that town.

Run with the engine's Python: ``python -m benchmarks.bench_irradiation [--runs 3] [--only-ours] [--full]``. Every
contender is a whole process that reads the same surface model. GRASS (grass-core of the distribution) is what its
users run: r.horizon in 36 directions, then r.sun with those horizons for 12 days. As that takes many minutes, 3
directions and 2 days are measured and the rest is reckoned from them, unless --full is given. The exit code is 1 when
a target is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from tests.engine.solar.city import city

from .common import DATA, WORK, Measure, best, measure, print_table, verdict

PIXEL = 0.5
SIDE = 2000
LARGE_SIDE = 8944
WEATHER = DATA / "pvgis_pvlib" / "tmy_45.000_8.000_2005_2023.csv"
AZIMUTHS = 36
#: Middle days of the months, as r.sun's manual and PVGIS take them.
DAYS = (17, 46, 75, 105, 135, 162, 198, 228, 259, 289, 319, 345)
SOME_DAYS = (17, 162)
SOME_DIRECTIONS = 3
TARGET_S, TARGET_MB = 3.5, 0.6 * 1024
LARGE_FACTOR, LARGE_MB = 25, 1.5 * 1024


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--only-ours", action="store_true")
    arguments.add_argument("--no-large", action="store_true")
    arguments.add_argument("--full", action="store_true", help="all 36 directions and 12 days of GRASS, no reckoning")
    options = arguments.parse_args()
    town = make_town(WORK / f"town_{SIDE}.tif", SIDE)
    outputs = WORK / "irradiation"
    shutil.rmtree(outputs, ignore_errors=True)
    outputs.mkdir(parents=True)
    ours = best([measure_ours(town, outputs, months=False) for _ in range(options.runs)])
    rows = {"UrbanThink, the year": ours}
    rows["UrbanThink, the year and 12 months"] = measure_ours(town, outputs, months=True)
    verdicts = [
        verdict(f"at most {TARGET_S} s", ours.wall_s <= TARGET_S),
        verdict("at most 0.6 GB", ours.peak_mb <= TARGET_MB),
    ]
    if not options.only_ours:
        grass = measure_grass(town, outputs, options.full)
        if grass:
            rows |= grass
            total = sum((row for name, row in grass.items() if "reckoned" in name or options.full), Measure(0, 0, 0))
            rows["GRASS, together"] = total
            verdicts.append(verdict("at least 100× faster than GRASS", total.wall_s >= 100 * ours.wall_s))
    if not options.no_large:
        large = measure_ours(make_town(WORK / f"town_{LARGE_SIDE}.tif", LARGE_SIDE), outputs, months=False)
        rows[f"UrbanThink, the year, {LARGE_SIDE**2 / 1e6:.0f} Mpx"] = large
        verdicts.append(verdict(f"20× the pixels: at most {LARGE_FACTOR}×", large.wall_s <= LARGE_FACTOR * ours.wall_s))
        verdicts.append(verdict("20× the pixels: at most 1.5 GB", large.peak_mb <= LARGE_MB))
    print_table(f"Irradiation, {SIDE} × {SIDE} at {PIXEL} m, {AZIMUTHS} directions, best of {options.runs}", rows)
    return 0 if all(verdicts) else 1


def make_town(path: Path, side: int) -> Path:
    """The tests' synthetic town as a compressed surface model, mirrored where it is larger than 1 km."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    town = city(SIDE * PIXEL, PIXEL)
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "float32", "nodata": -9999.0}
    profile |= {"crs": "EPSG:2154", "transform": town.transform, "num_threads": "all_cpus"}
    profile |= {"tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "deflate", "predictor": 3}
    positions = np.arange(side) % (2 * SIDE)
    positions = np.where(positions < SIDE, positions, 2 * SIDE - 1 - positions)
    with rasterio.open(path, "w", **profile) as target:
        for row in range(0, side, 512):
            rows = positions[row : row + 512]
            target.write(town.heights[rows][:, positions], 1, window=Window(0, row, side, len(rows)))
    return path


def measure_ours(town: Path, outputs: Path, months: bool) -> Measure:
    params = {"dsm": str(town), "output": str(outputs / "ours.tif"), "azimuths": AZIMUTHS, "months": months}
    if WEATHER.exists():
        params["weather"] = str(WEATHER)
    job = {"job": "solar.solar_irradiation", "params": params}
    two_cores = {"URBANTHINK_WORKERS": "2"}
    return measure([sys.executable, "-m", "urbanthink_plugin.engine"], json.dumps(job), two_cores)


def measure_grass(town: Path, outputs: Path, full: bool) -> dict[str, Measure]:
    """r.horizon and r.sun with 2 threads where they have them; {} with a reason where there is no GRASS."""
    if not shutil.which("grass"):
        print("GRASS is not compared: there is no `grass` on the PATH (apt-get install grass-core).")
        return {}
    location = outputs / "grass"
    measure(["grass", "-c", str(town), str(location), "-e"])

    def run(*command: str) -> Measure:
        return measure(["grass", str(location / "PERMANENT"), "--exec", *command])

    run("r.in.gdal", f"input={town}", "output=dsm")
    run("g.region", "raster=dsm")
    start = run("g.region", "-p")
    slope = run("r.slope.aspect", "elevation=dsm", "slope=slope", "aspect=aspect")
    count = AZIMUTHS if full else SOME_DIRECTIONS
    step = 360 // count
    given = ("elevation=dsm", f"step={step}", "start=0", "end=360", "output=hor", f"maxdistance={500}")
    horizons = run("r.horizon", *given)
    days = DAYS if full else SOME_DAYS
    sun = Measure(0, 0, 0)
    for day in days:
        maps = ("elevation=dsm", "aspect=aspect", "slope=slope", "horizon_basename=hor", f"horizon_step={step}")
        sun += run("r.sun", *maps, f"day={day}", "step=0.5", "nprocs=2", f"glob_rad=glob_{day}")
    rows = {
        f"GRASS r.horizon, {count} directions": horizons,
        f"GRASS r.slope.aspect, r.sun {len(days)} days": slope + sun,
    }
    if full:
        return rows
    rows[f"GRASS r.horizon, {AZIMUTHS} directions (reckoned)"] = _reckoned(horizons, start, AZIMUTHS / count)
    rows[f"GRASS r.sun, {len(DAYS)} days (reckoned)"] = _reckoned(sun, start, len(DAYS) / len(days), len(days))
    return rows


def _reckoned(measured: Measure, start: Measure, factor: float, starts: int = 1) -> Measure:
    """A measured part times `factor`; starting GRASS is counted once."""
    wall = (measured.wall_s - starts * start.wall_s) * factor + start.wall_s
    cpu = (measured.cpu_s - starts * start.cpu_s) * factor + start.cpu_s
    return Measure(wall, cpu, measured.peak_mb)


if __name__ == "__main__":
    sys.exit(main())
