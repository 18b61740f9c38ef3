"""The reading half of the heat jobs: dates of surface temperature on one grid, and what covers the ground below."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

import dask.array
import numpy as np
import xarray as xr
from odc.geo.geobox import GeoBox
from rasterio.features import rasterize

from ..about import table
from ..dates import acquisition_date
from ..errors import UrbanThinkError
from ..raster import RasterInfo, align, compute_blocks, describe, map_blocks, open_raster
from ..raster.grid import same_grid
from ..raster.read import on_grid
from ..run import Run
from ..vector import read_vector
from .reference import Surface
from .units import Unit, decide_unit

VECTOR_SUFFIXES = (".gpkg", ".shp", ".geojson", ".json", ".fgb", ".gml", ".kml", ".sqlite", ".parquet")
SAMPLE_SIDE, SAMPLE_ENOUGH = 256, 1000
SHARE_STEPS = 200
BLOCK_SIDE = 512


@dataclass(frozen=True)
class Scene:
    """One band of one file."""

    path: str
    band: int
    day: date | None


@dataclass(frozen=True)
class Day:
    """One acquisition day (one band of the stack); scenes of the same day are one."""

    label: str
    day: date | None
    scenes: tuple[Scene, ...]


def find_days(run: Run, inputs: str | Sequence[str], start: date | None, end: date | None) -> list[Day]:
    """The acquisition days in the files, in calendar order whatever the order of the files.

    Raises
    ------
    UrbanThinkError
        If there is no file, or none in the period.
    """
    paths = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs or ())
    if not paths:
        raise UrbanThinkError("No temperature raster is given.", "Choose a time stack, or one raster per date.")
    scenes = [scene for path in sorted(map(os.fspath, paths)) for scene in _scenes(describe(path))]
    if any(scene.day is None for scene in scenes):
        run.log(
            "warning",
            "{count} bands do not tell their date (description, metadata, file name): used whatever the season.",
            count=sum(scene.day is None for scene in scenes),
        )
    kept = [s for s in scenes if s.day is None or ((not start or s.day >= start) and (not end or s.day <= end))]
    if not kept:
        raise UrbanThinkError(
            "None of the {count} dates lies between {start} and {end}.",
            "Widen the period.",
            count=len(scenes),
            start=start or "…",
            end=end or "…",
        )
    if len(kept) < len(scenes):
        run.log("info", "{count} bands lie outside the period and are left out.", count=len(scenes) - len(kept))
    return _by_day(run, kept)


def temperature_stack(run: Run, days: Sequence[Day], unit: str) -> tuple[xr.DataArray, list[Day]]:
    """The days as one lazy stack of surface temperature [K] on one grid, and the days that hold anything.

    The grid is the finest one, among those the most common one, among those that of the earliest day.
    """
    paths = sorted({scene.path for day in days for scene in day.scenes})
    infos = {path: describe(path) for path in paths}
    geobox = _common_grid(days, infos)
    files: dict[str, xr.DataArray] = {}
    for path in paths:
        run.check()
        kelvin = _read_kelvin(run, infos[path], unit, several=len(paths) > 1)
        if kelvin is not None:
            files[path] = align(
                kelvin, geobox, _lattice_method(infos[path].geobox, geobox), run, os.path.basename(path)
            )
    bands, kept = [], []
    for day in days:
        scenes = [scene for scene in day.scenes if scene.path in files]
        if scenes:
            kept.append(replace(day, scenes=tuple(scenes)))
            bands.append(_one_day([files[scene.path].isel(band=[scene.band - 1]) for scene in scenes]))
    if not bands:
        raise UrbanThinkError(
            "None of the rasters holds a temperature: every pixel is 0 or no data.", "Choose other files."
        )
    data = dask.array.concatenate(bands, axis=0).rechunk({0: -1})
    stack = xr.DataArray(data, dims=("band", "y", "x"), coords={"band": [day.label for day in kept]})
    return on_grid(stack, geobox), kept


@dataclass(frozen=True)
class Ground:
    """The surface below the temperatures, and the share of each pixel per land cover class.

    Attributes
    ----------
    shares : ndarray of uint8
        (class, y, x) in 1/200; empty without land cover.
    classes : tuple of int
    """

    surface: Surface
    classes: tuple[int, ...]
    shares: np.ndarray


def read_ground(
    run: Run,
    geobox: GeoBox,
    *,
    urban: Any,
    land_cover: str | None,
    urban_classes: Any,
    vegetation_classes: Any,
    water_classes: Any,
    elevation: str | None,
) -> Ground:
    """Urban, vegetation, water and elevation on the grid of the temperatures.

    A pixel belongs to a class, or to a group of classes, that covers at least half of it.

    Raises
    ------
    UrbanThinkError
        If nothing tells where the city is, or it is nowhere on the grid.
    """
    groups = {"urban": _codes(urban_classes), "vegetation": _codes(vegetation_classes), "water": _codes(water_classes)}
    _require_urban(urban, land_cover, groups["urban"])
    classes, shares, known = _read_shares(run, geobox, land_cover, groups)
    masks = {key: _covered(shares, classes, codes) for key, codes in groups.items()}
    if urban:
        # Without a land cover the class numbers can only be those of the urban raster.
        drawn = read_mask(run, geobox, urban, () if land_cover else groups["urban"])
        masks["urban"] = drawn & masks["urban"] if groups["urban"] and land_cover else drawn
    if not masks["urban"].any():
        raise UrbanThinkError(
            "No pixel of the temperature raster is urban.",
            "Check that the urban layer covers the same place, and the class numbers of the land cover.",
        )
    pixel = (abs(float(geobox.resolution.y)), abs(float(geobox.resolution.x)))
    surface = Surface(
        pixel=pixel,
        coarse=max(float(_thermal_metres()), *pixel),
        urban=masks["urban"],
        water=masks["water"],
        vegetation=masks["vegetation"] if groups["vegetation"] and land_cover else None,
        known=known,
        elevation=_read_elevation(run, geobox, elevation),
    )
    return Ground(surface, classes, shares)


def read_mask(run: Run, geobox: GeoBox, source: Any, classes: Sequence[int] = ()) -> np.ndarray:
    """Polygons (by pixel centres), or the cells of a raster above 0 or of some classes, as a mask on a grid."""
    given = source if isinstance(source, Mapping) else {"path": os.fspath(source)}
    kind = given.get("kind") or ("vector" if str(given["path"]).lower().endswith(VECTOR_SUFFIXES) else "raster")
    if kind == "vector":
        frame = read_vector(given, run, target_crs=geobox.crs)
        shapes = [shape for shape in frame.geometry if shape is not None and not shape.is_empty]
        return rasterize(shapes, out_shape=geobox.shape, transform=geobox.transform, dtype="uint8").astype(bool)
    flags = map_blocks(_chosen, open_raster(given["path"], [1]), bands=["mask"], classes=list(classes))
    return _whole(run, align(flags, geobox, "average", run, str(given["path"])), lambda block: block[0] >= 0.5, bool)


def _scenes(info: RasterInfo) -> list[Scene]:
    single = len(info.names) == 1
    name = os.path.basename(info.path)
    return [
        Scene(info.path, number, acquisition_date(description, single, info.tags, name))
        for number, description in enumerate(info.names, 1)
    ]


def _by_day(run: Run, scenes: list[Scene]) -> list[Day]:
    dated = sorted((s for s in scenes if s.day is not None), key=lambda s: (s.day, os.path.basename(s.path), s.band))
    days = []
    for day, group in groupby(dated, key=lambda scene: scene.day):
        same = tuple(group)
        if len(same) > 1:
            run.log(
                "info", "{count} rasters of {date} are joined into one date.", count=len(same), date=day.isoformat()
            )
        days.append(Day(day.isoformat(), day, same))
    unknown = sorted((s for s in scenes if s.day is None), key=lambda s: (os.path.basename(s.path), s.band))
    return [*days, *(Day(f"{os.path.basename(s.path)} · {s.band}", None, (s,)) for s in unknown)]


def _read_kelvin(run: Run, info: RasterInfo, declared: str, several: bool) -> xr.DataArray | None:
    """A file as kelvin; None, with a warning, for one of several files that holds nothing."""
    # A block holds every date: the blocks of single files are made as small as those of a stack.
    stored = open_raster(info.path, side=BLOCK_SIDE if several else None)
    sample = _sample(stored)
    name = os.path.basename(info.path)
    if several and not sample.size:
        run.log("warning", "{name} holds no temperature at all and is left out.", name=name)
        return None
    if declared == "landsat_dn" and info.is_scaled:
        run.log("info", "{name} carries its own scale and offset; they are used.", name=name)
        declared = "kelvin"
    unit: Unit = decide_unit(sample, declared, name)
    if declared == "auto":
        run.log("info", "{name}: the values are taken as {unit}.", name=name, unit=unit.key)
    return map_blocks(unit.to_kelvin, stored, bands=list(info.names))


def _sample(stored: xr.DataArray) -> np.ndarray:
    """Some valid values; a whole read only when the middle and the quarters hold none."""
    height, width = stored.shape[1:]
    for down, across in ((0.5, 0.5), (0.25, 0.25), (0.75, 0.75), (0.25, 0.75), (0.75, 0.25)):
        y, x = int(down * height), int(across * width)
        window = stored.data[:, y : y + SAMPLE_SIDE, x : x + SAMPLE_SIDE].compute(scheduler="synchronous")
        values = _filled(window)
        if values.size >= SAMPLE_ENOUGH:
            return values
    parts = [_filled(block)[::7] for _, block in compute_blocks(stored)]
    return np.concatenate(parts)


def _filled(block: np.ndarray) -> np.ndarray:
    return block[np.isfinite(block) & (block != 0)]


def _common_grid(days: Sequence[Day], infos: Mapping[str, RasterInfo]) -> GeoBox:
    grids = [infos[scene.path].geobox for day in days for scene in day.scenes]

    def rank(grid: GeoBox) -> tuple[float, int]:
        fineness = abs(grid.resolution.x * grid.resolution.y)
        return round(fineness, 6), -sum(same_grid(grid, other) for other in grids)

    return min(grids, key=rank)


def _lattice_method(own: GeoBox, wanted: GeoBox) -> str:
    """Copy pixels where both grids share their lattice (another crop of the same product); interpolate otherwise."""
    if own.crs != wanted.crs or own.resolution != wanted.resolution:
        return "bilinear"
    dx = (own.transform.c - wanted.transform.c) / own.resolution.x
    dy = (own.transform.f - wanted.transform.f) / own.resolution.y
    return "nearest" if max(abs(dx - round(dx)), abs(dy - round(dy))) < 1e-3 else "bilinear"


def _one_day(scenes: list[xr.DataArray]) -> Any:
    if len(scenes) == 1:
        return scenes[0].data
    return map_blocks(_mean_of_valid, *scenes, bands=["day"]).data


def _mean_of_valid(*blocks: np.ndarray) -> np.ndarray:
    stacked = np.stack(blocks)
    count = np.isfinite(stacked).sum(axis=0)
    total = np.nansum(stacked, axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float32)


def _chosen(block: np.ndarray, classes: Sequence[int]) -> np.ndarray:
    return (np.isin(block, classes) if classes else block > 0).astype(np.float32)


def _codes(value: Any) -> list[int]:
    """Class numbers from a list or from text such as ``3, 4``."""
    if value is None or value == "":
        return []
    parts = value.replace(";", ",").split(",") if isinstance(value, str) else value
    parts = parts if isinstance(parts, list | tuple) else [parts]
    try:
        return sorted({int(float(part)) for part in parts if str(part).strip()})
    except ValueError as error:
        raise UrbanThinkError(
            "The class numbers {value} cannot be read.", "Write whole numbers, separated by commas.", value=value
        ) from error


def _require_urban(urban: Any, land_cover: str | None, classes: list[int]) -> None:
    if urban:
        return
    if not land_cover:
        raise UrbanThinkError(
            "Nothing tells where the city is.", "Give the urban area (URBAN), or a land cover with its urban classes."
        )
    if not classes:
        raise UrbanThinkError(
            "The land cover is given without its urban classes.",
            "Write the class numbers of built-up land in URBAN_CLASSES, for example 50 for ESA WorldCover.",
        )


def _read_shares(
    run: Run, geobox: GeoBox, land_cover: str | None, groups: Mapping[str, list[int]]
) -> tuple[tuple[int, ...], np.ndarray, np.ndarray | None]:
    """Share of each pixel that each named class covers, and where the land cover is known at all."""
    classes = tuple(sorted({code for codes in groups.values() for code in codes}))
    if not land_cover or not classes:
        return (), np.zeros((0, *geobox.shape), np.uint8), None
    bands = [*map(str, classes), "known"]
    flags = map_blocks(_flags, open_raster(land_cover, [1]), bands=bands, classes=classes)
    on = align(flags, geobox, "average", run, os.path.basename(land_cover))
    found = _whole(run, on, lambda block: np.rint(np.nan_to_num(block) * SHARE_STEPS), np.uint8, len(bands))
    for code, share in zip(classes, found, strict=False):
        if not share.any():
            run.log("warning", "The land cover has no pixel of class {code}.", code=code)
    return classes, found[:-1], found[-1] >= SHARE_STEPS // 2


def _flags(block: np.ndarray, classes: Sequence[int]) -> np.ndarray:
    cover = block[0]
    known = np.isfinite(cover)
    return np.stack([*((cover == code) for code in classes), known]).astype(np.float32)


def _covered(shares: np.ndarray, classes: Sequence[int], codes: Sequence[int]) -> np.ndarray:
    total = np.zeros(shares.shape[1:], np.uint16)
    for code in codes:
        if code in classes:
            total += shares[classes.index(code)]
    return total >= table("heat_classes")["mask"]["class_share"] * SHARE_STEPS


def _read_elevation(run: Run, geobox: GeoBox, path: str | None) -> np.ndarray | None:
    if not path:
        run.log("info", "No elevation is given: relief is not controlled for.")
        return None
    raster = open_raster(path, [1])
    own = raster.odc.geobox
    finer = own.crs == geobox.crs and abs(own.resolution.x) < abs(geobox.resolution.x)
    on = align(raster, geobox, "average" if finer else "bilinear", run, os.path.basename(path))
    return _whole(run, on, lambda block: block[0], np.float32)


def _whole(run: Run, raster: xr.DataArray, convert: Any, dtype: Any, bands: int = 0) -> np.ndarray:
    """A small per-pixel quantity for the whole grid, gathered block by block."""
    shape = raster.shape[1:]
    result = np.zeros((bands, *shape) if bands else shape, dtype)
    for (rows, columns), block in compute_blocks(raster, run, "Reading the land cover"):
        result[..., rows, columns] = convert(block)
    return result


def _thermal_metres() -> float:
    return float(table("sensors")["landsat_c2"]["bands"]["ST_B10"]["resolution_m"])
