"""The jobs of the solar domain: they read their inputs, call the science and write the outputs."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import dask.array
import numpy as np
import xarray as xr
from odc.geo.geobox import GeoBox

from ..errors import UrbanThinkError
from ..raster import Encoding, Output, write_rasters
from ..raster.encoding import encode
from ..raster.read import on_grid
from ..run import Run
from .horizon import Core
from .inputs import Site, open_site

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
IRRADIATION = Encoding("uint16", scale=0.1, nodata=65535)
SKY_VIEW = Encoding("uint16", scale=1e-4, nodata=65535)
SKY_VIEW_BAND = "sky_view_factor"
#: Jobs whose modules need vector libraries that a map of irradiation does not: they are loaded when asked for.
_ELSEWHERE = {
    "roof_planes": "roof_jobs",
    "rooftop_solar": "roof_jobs",
    "panel_layout": "layout_jobs",
    "open_ground_solar": "ground_jobs",
}


def __getattr__(name: str) -> Any:
    if name not in _ELSEWHERE:
        raise AttributeError(name)
    return getattr(importlib.import_module(f".{_ELSEWHERE[name]}", __package__), name)


def solar_irradiation(
    run: Run,
    *,
    dsm: str,
    output: str,
    output_sky_view: str | None = None,
    weather: str | None = None,
    azimuths: int = 36,
    max_distance: float = 500.0,
    albedo: float = 0.2,
    area: Mapping[str, Any] | None = None,
    months: bool = True,
    buildings: Any = None,
    canopy: str | None = None,
    transmissivity_summer: float | None = None,
    transmissivity_winter: float | None = None,
    terrain: str | None = None,
    sky_model: str = "perez",
) -> dict[str, Any]:
    """Map the irradiation of a surface model, shade included, for the year and each month.

    Parameters
    ----------
    dsm : path
        Surface model [m].
    output, output_sky_view : path
        Irradiation per m² of tilted surface [kWh/m²]: "year", then the months; sky view factor [0 to 1].
    weather : path, optional
        PVGIS or EPW; the built-in climatology of France without it.
    azimuths : int
        Directions of the horizon, even.
    max_distance : float
        How far obstacles of the surface model are looked for, at least [m].
    area : mapping, optional
        Extent to be computed.
    buildings : optional
        Footprints: their roofs get the slope of their planes instead of that of each pixel.
    canopy : path, optional
        Height of trees above the surface [m], through which part of the light passes.
    terrain : path, optional
        Coarse terrain for the horizon beyond the surface model.

    Returns
    -------
    dict
        OUTPUT, OUTPUT_SKY_VIEW, and IRRADIATION, the mean of the year [kWh/m²].
    """
    _check_numbers(azimuths, max_distance, albedo)
    run.progress(0.0, "Reading the surface model")
    site = open_site(run, dsm)
    core = _core(site, area)
    from .maps import Light, Radiation, plane_slopes, scene

    light = Light(weather, azimuths, max_distance, albedo, months, sky_model)
    trees = (canopy, transmissivity_summer, transmissivity_winter)
    radiation = Radiation(run, scene(run, site, core, light, trees, terrain))
    if buildings is not None:
        radiation.slopes = plane_slopes(run.part(0.02, 0.3), site, core, buildings)
    names = ("year", *MONTHS) if months else ("year",)
    raster = _lazily(site, core, radiation, (*names, SKY_VIEW_BAND))
    tags = radiation.scene.tags()
    outputs = [Output(output, names, IRRADIATION, "kWh/m²", tags)]
    if output_sky_view:
        outputs.append(Output(output_sky_view, (SKY_VIEW_BAND,), SKY_VIEW, "1", tags))
    inputs = [path for path in (dsm, weather, canopy, terrain) if path]
    start = 0.3 if buildings is not None else 0.05
    write_rasters(raster, outputs, run.part(start, 1.0), provenance_inputs=inputs, text="Sweeping horizons", at_once=1)
    mean = radiation.mean()
    run.log("info", "Mean irradiation of the area: {value} kWh/m² a year.", value=round(mean))
    result = {"OUTPUT": output, "IRRADIATION": round(mean, 1)}
    return {**result, "OUTPUT_SKY_VIEW": output_sky_view} if output_sky_view else result


def _check_numbers(azimuths: int, max_distance: float, albedo: float) -> None:
    if azimuths < 8 or azimuths % 2:
        raise UrbanThinkError(
            "The number of directions is {azimuths}; it must be even and at least 8.",
            "Take 36, or 72 for finer shadows.",
            azimuths=azimuths,
        )
    if not 0 <= albedo <= 1:
        raise UrbanThinkError("The albedo is {albedo}.", "Give a share between 0 and 1; towns have 0.2.", albedo=albedo)
    if max_distance <= 0:
        raise UrbanThinkError(
            "The distance of shade is {distance} m.", "Give 200 m or more.", distance=f"{max_distance:g}"
        )


def _core(site: Site, area: Mapping[str, Any] | None) -> Core:
    """The pixels of the area, all of them without one."""
    height, width = site.geobox.shape
    if not area:
        return Core(0, 0, height, width)
    from pyproj import CRS, Transformer

    to_map = Transformer.from_crs(area["crs"], CRS.from_wkt(site.crs.to_wkt()), always_xy=True)
    left, bottom, right, top = to_map.transform_bounds(*area["bounds"])
    (column0, row0), (column1, row1) = ~site.geobox.transform * (left, top), ~site.geobox.transform * (right, bottom)
    row0, column0 = max(int(np.floor(row0)), 0), max(int(np.floor(column0)), 0)
    row1, column1 = min(int(np.ceil(row1)), height), min(int(np.ceil(column1)), width)
    if row0 >= row1 or column0 >= column1:
        raise UrbanThinkError(
            "The area does not overlap the surface model.", "Choose an area inside it, or leave the area empty."
        )
    return Core(row0, column0, row1 - row0, column1 - column0)


def _lazily(site: Site, core: Core, radiation: Any, names: tuple[str, ...]) -> xr.DataArray:
    """The result as a raster whose blocks are tiles, computed when they are written."""
    side, months = radiation.scene.side, radiation.scene.light.months

    def tile(block_info: Any = None) -> np.ndarray:
        (_, rows, columns) = block_info[None]["array-location"]
        where = Core(core.row + rows[0], core.column + columns[0], rows[1] - rows[0], columns[1] - columns[0])
        stored = np.empty((len(names), where.height, where.width), np.uint16)
        # Until a row is ready, its place holds what the directions so far have given.
        for part, light in radiation.tile(where, stored[1:].view(np.int16) if months else None):
            stored[:-1, part] = encode(light[:-1], IRRADIATION)
            stored[-1:, part] = encode(light[-1:], SKY_VIEW)
        return stored

    chunks = tuple(
        tuple(min(side, size - start) for start in range(0, size, side)) for size in (core.height, core.width)
    )
    data = dask.array.map_blocks(
        tile, chunks=((len(names),), *chunks), dtype=np.uint16, meta=np.empty((0, 0, 0), np.uint16)
    )
    geobox = site.geobox
    if (core.height, core.width) != geobox.shape:
        geobox = GeoBox(
            (core.height, core.width),
            geobox.transform * geobox.transform.translation(core.column, core.row),
            geobox.crs,
        )
    return on_grid(xr.DataArray(data, dims=("band", "y", "x"), coords={"band": list(names)}), geobox)
