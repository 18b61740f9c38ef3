"""The job that makes the demo town: inputs for every other algorithm, and the truth they should find."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from odc.geo.geobox import GeoBox
from rasterio.transform import from_origin

from ..about import table as read_table
from ..about import version
from ..raster import CLASSES, FLOAT32, Encoding, write_raster
from ..raster.read import on_grid
from ..run import Run
from ..vector import write_vector
from .ground import grounds_table
from .heights import DSM_METRES, TERRAIN_METRES, WINDOW, inside_window, surface_model, terrain
from .imagery import BORDER, HeatPattern, heat_pattern, land_cover, reflectance, roles, surface_temperature
from .roofs import roof_truth
from .streets import SIZE
from .town import CRS, NAME, ORIGIN, Town, blocks_table, build_town, buildings_table, trees_table

SPECTRA = "demo_spectra"
REFLECTANCE = Encoding("uint16", scale=1e-4, nodata=0)

FILES = {
    "landcover_10m.tif": "Land cover, nine classes, 10 m",
    "reflectance_10m.tif": "Surface reflectance, ten Sentinel-2-like bands, 10 m",
    "lst_stack.tif": "Land surface temperature, twelve dates, kelvin, 30 m; clouds are gaps",
    "terrain_30m.tif": "Ground height, metres above sea level, 30 m",
    "dsm.tif": "Digital surface model of a 600 m window, metres above sea level, 0.5 m",
    "buildings.gpkg": "Footprints: use, floors, height_m (eaves above ground), roof, consumption_kwh per year",
    "blocks.gpkg": "Blocks between streets: name, quarter, population",
    "ground.gpkg": "Car parks and waste land in the window of the surface model: name, kind (parking or ground)",
    "trees.gpkg": "Single trees: height_m, crown_m (radius)",
    "truth.json": "What the algorithms should find",
    "recipe.json": "Input of urbanthink:city_diagnosis",
}


def demo_town(run: Run, *, output_folder: str, seed: int = 2154) -> dict[str, Any]:
    """Make the demo town in a folder.

    Parameters
    ----------
    run : Run
    output_folder : path
        Made if it does not exist.
    seed : int
        The same seed gives the same town.

    Returns
    -------
    dict
        ``OUTPUT_FOLDER`` and ``RECIPE``, the recipe of its diagnosis.
    """
    stage = run.stage(output_folder)
    stage.mkdir()
    seed = int(seed)
    table = read_table(SPECTRA)
    run.progress(0.02, "Drawing streets and buildings")
    town = build_town(seed)
    with run.child("demo.demo_town", run.params) as inner:
        cover = land_cover(town, table)
        pattern = heat_pattern(cover, table)
        _write_images(stage, cover, pattern, table, seed, inner.part(0.2, 0.6))
        _write_heights(stage, town, inner.part(0.6, 0.9))
        run.progress(0.9, "Writing buildings, blocks, ground and trees")
        for name, frame in (
            ("buildings", buildings_table(town)),
            ("blocks", blocks_table(town)),
            ("ground", grounds_table(town)),
            ("trees", trees_table(town)),
        ):
            write_vector(frame, stage / f"{name}.gpkg", inner, layer=name)
    _write_json(stage / "truth.json", _truth(town, pattern, table, seed))
    _write_json(stage / "recipe.json", _recipe(table))
    _write_json(stage / "town.json", {"name": NAME, "invented": True, "crs": CRS, "seed": seed, "files": FILES})
    folder = Path(os.path.abspath(output_folder))
    run.log("info", "The demo town {name} is in {folder}.", name=NAME, folder=folder)
    return {"OUTPUT_FOLDER": str(folder), "RECIPE": str(folder / "recipe.json")}


def _write_images(
    stage: Path, cover: np.ndarray, pattern: HeatPattern, table: dict[str, Any], seed: int, run: Run
) -> None:
    origin = "demo town, invented"
    classes = {row["code"]: row for row in table["classes"]}
    legend = "; ".join(f"{code} {row['name']}" for code, row in classes.items())
    colours = {code: _rgb(row["colour"]) for code, row in classes.items()}
    write_raster(
        _raster(cover[None], ["land_cover"], 10),
        stage / "landcover_10m.tif",
        run.part(0.0, 0.2),
        encoding=CLASSES,
        colormap=colours,
        tags={"classes": legend, "source": origin},
    )
    bands = reflectance(cover, table, np.random.default_rng([seed, 1]))
    write_raster(
        _raster(bands, table["bands"], 10),
        stage / "reflectance_10m.tif",
        run.part(0.2, 0.8),
        encoding=REFLECTANCE,
        units="1",
        tags={"source": origin, "date": "2025-07-15", "sensor": "Sentinel-2-like"},
    )
    noise = table["heat_island"]["noise_kelvin"]
    dates = [
        surface_temperature(pattern, scene, noise, np.random.default_rng([seed, 2, number]))
        for number, scene in enumerate(table["dates"])
    ]
    names = [scene["date"] for scene in table["dates"]]
    # Hundredths of a kelvin, as the sensors keep them.
    kelvin = np.round(np.stack(dates), 2)
    write_raster(
        _raster(kelvin, names, 30),
        stage / "lst_stack.tif",
        run.part(0.8, 1.0),
        encoding=FLOAT32,
        units="K",
        tags={"source": origin, "quantity": "land surface temperature", "sensor": "Landsat-like"},
    )


def _write_heights(stage: Path, town: Town, run: Run) -> None:
    half = TERRAIN_METRES / 2
    x, y = np.meshgrid(np.arange(half, SIZE, TERRAIN_METRES), np.arange(SIZE - half, 0, -TERRAIN_METRES))
    ground = np.round(terrain(x, y), 2).astype(np.float32)
    write_raster(
        _raster(ground[None], ["elevation_m"], TERRAIN_METRES), stage / "terrain_30m.tif", run.part(0.0, 0.1), units="m"
    )
    surface = surface_model(town)[None]
    write_raster(
        _raster(surface, ["dsm_m"], DSM_METRES, WINDOW[0], WINDOW[3]), stage / "dsm.tif", run.part(0.1, 1.0), units="m"
    )


def _raster(
    values: np.ndarray, bands: list[str], metres: float, west: float = 0.0, north: float = SIZE
) -> xr.DataArray:
    transform = from_origin(ORIGIN[0] + west, ORIGIN[1] + north, metres, metres)
    array = xr.DataArray(values, dims=("band", "y", "x"), coords={"band": bands}).chunk(
        {"band": -1, "y": 512, "x": 512}
    )
    return on_grid(array, GeoBox(values.shape[1:], transform, CRS))


def _truth(town: Town, pattern: HeatPattern, table: dict[str, Any], seed: int) -> dict[str, Any]:
    nir, red = table["bands"].index("B08"), table["bands"].index("B04")
    ndvi = {
        row["key"]: (row["reflectance"][nir] - row["reflectance"][red])
        / (row["reflectance"][nir] + row["reflectance"][red])
        for row in table["classes"]
    }
    summer = [d for d in table["dates"] if 6 <= int(d["date"][5:7]) <= 8]
    roofs = {"gable": "two planes, at roof_azimuth_deg and the opposite", "shed": "one plane", "flat": "no azimuth"}
    return {
        "source": table["source"],
        "seed": seed,
        "heat_island": {
            "definition": table["heat_island"]["definition"],
            "summer_kelvin": table["heat_island"]["summer_kelvin"],
            "by_date_kelvin": {d["date"]: d["heat_island_kelvin"] for d in table["dates"]},
            "summer_dates": [d["date"] for d in summer],
            "border_distance_m": BORDER,
            "urban_pixels": int(pattern.urban.sum()),
            "border_pixels": int(pattern.border.sum()),
            "places": {
                name: _place(town, pattern, name, table["heat_island"]["summer_kelvin"])
                for name in ("Vieille Ville", "Faubourg", "Estate", "Les Tilleuls", "La Garenne")
            },
        },
        "ndvi_by_class": {key: round(value, 4) for key, value in ndvi.items()},
        "roofs": {
            "types": roofs,
            "slope": "roof_slope_deg of buildings.gpkg",
            "dsm_window": _window(),
            "buildings_in_window": sum(inside_window(b) for b in town.buildings),
            "azimuth": "of the downhill side, clockwise from grid north",
            "area": "true area: that of the plan over the cosine of the slope",
            "in_window": roof_truth(town),
        },
    }


def _place(town: Town, pattern: HeatPattern, quarter: str, kelvin: float) -> dict[str, Any]:
    """Anomaly to expect in the middle of the largest block of a quarter."""
    shape = max((b.shape for b in town.plan.blocks if b.quarter == quarter), key=lambda s: s.area)
    middle = shape.representative_point()
    value = pattern.shape[int((SIZE - middle.y) // 30), int(middle.x // 30)]
    return {
        "x": round(ORIGIN[0] + middle.x, 1),
        "y": round(ORIGIN[1] + middle.y, 1),
        "anomaly_kelvin": round(float(value) * kelvin, 2),
    }


def _window() -> list[float]:
    return [WINDOW[0] + ORIGIN[0], WINDOW[1] + ORIGIN[1], WINDOW[2] + ORIGIN[0], WINDOW[3] + ORIGIN[1]]


def _recipe(table: dict[str, Any]) -> dict[str, Any]:
    def codes(role: str) -> str:
        return ",".join(str(code) for code in roles(table, role))

    return {
        "algorithm": "urbanthink:city_diagnosis",
        "version": version(),
        "parameters": {
            "TITLE": NAME,
            "REFLECTANCE": "reflectance_10m.tif",
            "LST": ["lst_stack.tif"],
            "UNIT": "kelvin",
            "LAND_COVER": "landcover_10m.tif",
            "URBAN_CLASSES": codes("urban"),
            "VEGETATION_CLASSES": codes("vegetation"),
            "WATER_CLASSES": codes("water"),
            "ELEVATION": "terrain_30m.tif",
            "REFERENCE": "vegetated_border",
            "ZONES": "blocks.gpkg",
            "ZONE_NAME": "name",
            "POPULATION": "population",
            "DSM": "dsm.tif",
            "BUILDINGS": "buildings.gpkg",
            "BUILDING_ID": "building_id",
            "GROUND": "ground.gpkg",
            "KIND": "kind",
        },
    }


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
