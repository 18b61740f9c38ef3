"""The surface heat island of 12 dates of 4000 × 4000, next to what a user would pick instead.

Run with the engine's Python: ``python -m benchmarks.bench_heat_island [--runs 2] [--only-ours] [--whole]``. The dates
are the real Landsat scenes of Münster, mirrored, as compressed Landsat Collection 2 numbers. Every contender is a whole
process. The others only make the median and the 90th percentile of the stored numbers: no reference, no anomaly, no
sigma, no classes. The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT

from .common import DATA, WORK, Measure, best, measure, print_table, verdict

SIDE, PART = 4000, 1000
MUNSTER = DATA / "landsat_lst_munster"
DAYS = [f"{year}-{day}" for year in (2022, 2023, 2024, 2025) for day in ("06-21", "07-19", "08-13")]
TILES = {"driver": "GTiff", "crs": "EPSG:32632", "tiled": True, "blockxsize": 512, "blockysize": 512}
PACKED = {"compress": "deflate", "predictor": 2, "num_threads": "all_cpus"}

NUMPY_SCRIPT = """
import sys, numpy as np, rasterio
from rasterio.windows import Window
source, target, side = sys.argv[1], sys.argv[2], int(sys.argv[3])
with rasterio.open(source) as stack:
    profile = {**stack.profile, "count": 2, "dtype": "float32", "nodata": np.nan, "predictor": 3}
    with rasterio.open(target, "w", **profile) as made:
        for row in range(0, side, 512):
            window = Window(0, row, side, min(512, side - row))
            numbers = stack.read(window=window).astype("float32")
            kelvin = np.where(numbers == 0, np.nan, numbers * 0.00341802 + 149.0)
            made.write(np.nanmedian(kelvin, axis=0).astype("float32"), 1, window=window)
            made.write(np.nanpercentile(kelvin, 90, axis=0).astype("float32"), 2, window=window)
"""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=2)
    arguments.add_argument("--only-ours", action="store_true")
    arguments.add_argument(
        "--whole", action="store_true", help="run numpy on the whole raster, not on a sixteenth of it"
    )
    options = arguments.parse_args()
    stack, files, cover = make_data(WORK / "heat_island")
    outputs = WORK / "heat_island_outputs"
    shutil.rmtree(outputs, ignore_errors=True)
    outputs.mkdir(parents=True)
    rows = {
        "UrbanThink, one stack": best([measure_ours([stack], cover, outputs) for _ in range(options.runs)]),
        "UrbanThink, twelve files": best([measure_ours(files, cover, outputs) for _ in range(options.runs)]),
    }
    if not options.only_ours:
        rows["QGIS cell statistics + stack percentile"] = measure_qgis(files, outputs)
        name = "numpy nanmedian + nanpercentile" + ("" if options.whole else " (1/16, ×16)")
        rows[name] = measure_numpy(stack, outputs, whole=options.whole)
    print_table(f"Heat island, {len(DAYS)} dates of {SIDE} × {SIDE}, best of {options.runs}", rows)
    return 0 if judge(list(rows.values())[:2]) else 1


def judge(rows: list[Measure]) -> bool:
    """Compare with the targets."""
    slowest, largest = max(row.wall_s for row in rows), max(row.peak_mb for row in rows)
    return all([verdict("at most 30 s", slowest <= 30), verdict("at most 1.5 GB", largest <= 1536)])


def make_data(folder: Path) -> tuple[Path, list[Path], Path]:
    """One stack, the same dates as twelve files, and a land cover."""
    stack, cover = folder / "stack.tif", folder / "cover.tif"
    files = [folder / f"lst_{day}.tif" for day in DAYS]
    if not cover.exists():
        folder.mkdir(parents=True, exist_ok=True)
        scenes, classes = _scenes()
        place = {"width": SIDE, "height": SIDE, "transform": from_origin(396705, 5763315, 30, 30), **TILES, **PACKED}
        with rasterio.open(stack, "w", count=len(DAYS), dtype="uint16", nodata=0, interleave="band", **place) as target:
            target.descriptions = DAYS
            for number, path in enumerate(files):
                # The same ground on another day: another scene, another weather.
                scene = _mirror(scenes[number % len(scenes)]).astype(np.int32)
                numbers = np.where(scene == 0, 0, scene + 211 * number).astype(np.uint16)
                target.write(numbers, number + 1)
                with rasterio.open(path, "w", count=1, dtype="uint16", nodata=0, **place) as single:
                    single.write(numbers, 1)
        with rasterio.open(cover, "w", count=1, dtype="uint8", **place) as target:
            target.write(_mirror(classes), 1)
    return stack, files, cover


def measure_ours(inputs: list[Path], cover: Path, outputs: Path) -> Measure:
    params = {
        "input": [str(path) for path in inputs],
        "land_cover": str(cover),
        "urban_classes": [1],
        "water_classes": [2],
        "vegetation_classes": [3, 4],
        "output": str(outputs / "ours.tif"),
        "output_class": str(outputs / "ours_class.tif"),
    }
    job = {"job": "heat.heat_island", "params": params}
    return measure([sys.executable, "-m", "urbanthink_plugin.engine"], json.dumps(job))


def measure_qgis(files: list[Path], outputs: Path) -> Measure:
    layers = [f"INPUT={path}" for path in files]
    common = ["IGNORE_NODATA=1", f"REFERENCE_LAYER={files[0]}"]
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    median = ["qgis_process", "run", "native:cellstatistics", "--", *layers, *common, "STATISTIC=3"]
    p90 = ["qgis_process", "run", "native:cellstackpercentile", "--", *layers, *common, "METHOD=1", "PERCENTILE=0.9"]
    return measure([*median, f"OUTPUT={outputs / 'qgis_median.tif'}"], env=environment) + measure(
        [*p90, f"OUTPUT={outputs / 'qgis_p90.tif'}"], env=environment
    )


def measure_numpy(stack: Path, outputs: Path, whole: bool) -> Measure:
    side = SIDE if whole else PART
    part = stack
    if not whole:
        part = outputs / "part.tif"
        with rasterio.open(stack) as source:
            numbers = source.read(window=((0, side), (0, side)))
            profile = {**source.profile, "width": side, "height": side}
        with rasterio.open(part, "w", **profile) as target:
            target.write(numbers)
    once = measure([sys.executable, "-c", NUMPY_SCRIPT, str(part), str(outputs / "numpy.tif"), str(side)])
    factor = (SIDE / side) ** 2
    return Measure(once.wall_s * factor, once.cpu_s * factor, once.peak_mb)


def _scenes() -> tuple[list[np.ndarray], np.ndarray]:
    """Five real summer scenes and their land cover, or invented ones where the data are absent."""
    days = ("20230811", "20240626", "20240813", "20240828", "20250621")
    paths = [path for day in days for path in sorted(MUNSTER.glob(f"L*_{day}_*_ST_B10.TIF"))]
    if not paths:
        print(f"{MUNSTER} is not there: synthetic scenes are measured instead.")
        random = np.random.default_rng(2024)
        classes = np.full((500, 500), 4, np.uint8)
        classes[150:350, 150:350] = 1
        noise = random.normal(45000, 600, (5, 500, 500)) + np.where(classes == 1, 1800, 0)
        return list(noise.astype(np.uint16)), classes
    scenes = []
    for path in paths:
        with rasterio.open(path) as source:
            scenes.append(source.read(1))
            grid = {"crs": source.crs, "transform": source.transform, "width": source.width, "height": source.height}
    with (
        rasterio.open(MUNSTER / "S2_landcover_rf_10m.tif") as source,
        WarpedVRT(source, resampling=Resampling.mode, **grid) as warped,
    ):
        return scenes, warped.read(1)


def _mirror(scene: np.ndarray) -> np.ndarray:
    height, width = scene.shape
    return np.pad(scene, ((0, SIDE - height), (0, SIDE - width)), mode="symmetric")


if __name__ == "__main__":
    sys.exit(main())
