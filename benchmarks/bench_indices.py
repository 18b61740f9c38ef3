"""NDVI, EVI and SAVI of a full Sentinel-2 tile, next to what a user would pick instead.

Run with the engine's Python: ``python -m benchmarks.bench_indices [--runs 3] [--only-ours]``. Every contender is a
whole process and reads the same compressed uint16 file. Ours and gdal_calc write compressed int16. QGIS's raster
calculator can only write uncompressed float32; it is measured alone, and followed by the conversion its user needs to
have the same. The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

from .common import DATA, WORK, Measure, best, measure, print_table, verdict

SIDE = 10980
CREATION = ("TILED=YES", "COMPRESS=ZSTD", "ZSTD_LEVEL=1", "PREDICTOR=2", "NUM_THREADS=ALL_CPUS")
SCENE = DATA / "s2_zurich_ne" / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif"
BANDS = ("B02", "B04", "B08")
INDICES = ("NDVI", "EVI", "SAVI")

GDAL_CALC = {
    "NDVI": "(N-R)/(N+R)",
    "EVI": "clip(2.5*(N-R)/(N+6*R-7.5*B+10000),-1,1.5)",
    "SAVI": "1.5*(N-R)/(N+R+5000)",
}
OURS, GDAL = "UrbanThink, one run (engine process)", "gdal_calc.py ×3"
QGIS, CONVERTED = (
    "QGIS native:rastercalc ×3, uncompressed float32",
    "the same, then gdal:translate ×3 to compressed int16",
)
QGIS_CALC = {
    "NDVI": "({N}-{R})/({N}+{R})",
    "EVI": "2.5*({N}-{R})/({N}+6*{R}-7.5*{B}+10000)",
    "SAVI": "1.5*({N}-{R})/({N}+{R}+5000)",
}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--only-ours", action="store_true")
    options = arguments.parse_args()
    tile = make_tile(WORK / f"tile_{SIDE}.tif")
    outputs = WORK / "outputs"
    contenders = [measure_ours] if options.only_ours else [measure_ours, measure_gdal_calc, measure_qgis]
    # In turn, so that a slow moment of the machine does not hit one of them alone.
    rounds = [
        {name: found for measured in contenders for name, found in measured(tile, emptied(outputs)).items()}
        for _ in range(options.runs)
    ]
    rows = {name: best([found[name] for found in rounds]) for name in rounds[0]}
    print_table(f"NDVI + EVI + SAVI, {SIDE} × {SIDE} uint16, best of {options.runs}", rows)
    return 0 if judge(rows) else 1


def judge(rows: dict[str, Measure]) -> bool:
    """Compare with the targets."""
    ours = rows[OURS]
    verdicts = [verdict("at most 8 s", ours.wall_s <= 8), verdict("at most 1 GB", ours.peak_mb <= 1024)]
    for name, factor in ((GDAL, 2), (CONVERTED, 5), (QGIS, 5)):
        if name in rows:
            verdicts.append(
                verdict(f"at least {factor}× faster than {name}", rows[name].wall_s >= factor * ours.wall_s)
            )
    return all(verdicts)


def make_tile(path: Path) -> Path:
    """A full tile: the real Zürich scene mirrored, or a made-up one where the data are absent."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    scene = _scene()
    profile = {
        "driver": "GTiff",
        "width": SIDE,
        "height": SIDE,
        "count": 3,
        "dtype": "uint16",
        "crs": "EPSG:32632",
        "transform": from_origin(399960, 5300040, 10, 10),
        "nodata": 0,
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "compress": "deflate",
        "predictor": 2,
        "num_threads": "all_cpus",
    }
    columns = _mirror(scene.shape[2])
    with rasterio.open(path, "w", **profile) as target:
        target.descriptions = BANDS
        for row in range(0, SIDE, 512):
            rows = _mirror(scene.shape[1])[row : row + 512]
            target.write(scene[:, rows][:, :, columns], window=Window(0, row, SIDE, len(rows)))
    return path


def emptied(outputs: Path) -> Path:
    """The folder without results of earlier runs: deleting them is no part of any contender's work."""
    shutil.rmtree(outputs, ignore_errors=True)
    outputs.mkdir(parents=True)
    return outputs


def measure_ours(tile: Path, outputs: Path) -> dict[str, Measure]:
    params = {"input": str(tile), "output": str(outputs / "ours.tif"), "indices": list(INDICES)}
    job = {"job": "vegetation.spectral_indices", "params": params}
    return {OURS: measure([sys.executable, "-m", "urbanthink_plugin.engine"], json.dumps(job))}


def measure_gdal_calc(tile: Path, outputs: Path) -> dict[str, Measure]:
    bands = []
    for number, letter in enumerate("BRN", 1):
        bands += [f"-{letter}", str(tile), f"--{letter}_band={number}"]
    total = Measure(0, 0, 0)
    for index, formula in GDAL_CALC.items():
        # uint16 bands would wrap.
        safe = re.sub("[BRN]", lambda band: f"{band.group()}.astype(float32)", formula)
        output = [f"--outfile={outputs / index}.tif", "--overwrite", "--type=Int16", "--NoDataValue=-32768", "--quiet"]
        creation = [f"--co={option}" for option in CREATION]
        total += measure(["gdal_calc.py", *bands, f"--calc=rint(10000*({safe}))", *output, *creation])
    return {GDAL: total}


def measure_qgis(tile: Path, outputs: Path) -> dict[str, Measure]:
    calculated = converted = Measure(0, 0, 0)
    layers = dict(zip("BRN", (f'"{tile.stem}@{number}"' for number in (1, 2, 3)), strict=True))
    for index, formula in QGIS_CALC.items():
        made = outputs / f"qgis_{index}.tif"
        given = [f"LAYERS={tile}", f"EXPRESSION={formula.format(**layers)}", f"OUTPUT={made}"]
        calculated += _qgis_process("native:rastercalc", given)
        # Data type 2 is Int16.
        given = [f"INPUT={made}", "DATA_TYPE=2", "EXTRA=-scale -1 1 -10000 10000", f"OPTIONS={'|'.join(CREATION)}"]
        converted += _qgis_process("gdal:translate", [*given, f"OUTPUT={outputs / f'qgis_{index}_int16.tif'}"])
    return {QGIS: calculated, CONVERTED: calculated + converted}


def _qgis_process(algorithm: str, given: list[str]) -> Measure:
    return measure(["qgis_process", "run", algorithm, "--", *given], env={"QT_QPA_PLATFORM": "offscreen"})


def _scene() -> np.ndarray:
    if SCENE.exists():
        with rasterio.open(SCENE) as source:
            return source.read([source.descriptions.index(name) + 1 for name in BANDS])
    print(f"{SCENE} is not there: a synthetic scene is measured instead.")
    noise = np.random.default_rng(2024).gamma(4.0, (200.0, 250.0, 700.0), (1100, 1100, 3))
    return np.ascontiguousarray(noise.transpose(2, 0, 1)).clip(1, 20000).astype(np.uint16)


def _mirror(size: int) -> np.ndarray:
    positions = np.arange(SIDE) % (2 * size)
    return np.where(positions < size, positions, 2 * size - 1 - positions)


if __name__ == "__main__":
    sys.exit(main())
