"""What the solar jobs read: the surface model and its place on earth, the weather, trees, and far hills."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dask.array
import numpy as np
import xarray as xr
from affine import Affine
from odc.geo.geobox import GeoBox
from pyproj import CRS, Geod, Transformer

from ..about import table
from ..errors import UrbanThinkError
from ..raster import align, describe, open_raster, require_metric
from ..raster.grid import require_overlap
from ..raster.windows import read_window
from ..run import Run
from ..weather import WeatherYear, built_in_weather, check_place, read_weather
from .horizon import Core

#: Memory for the horizons of a tile [bytes].
HORIZON_BYTES = 480e6
#: Sides of tiles are multiples of the blocks of a file [px].
TILE = 512
#: Pixels coarser than this hardly show roofs [m].
COARSE = 1.5
#: National grids are true to a thousandth.
MOST_STRETCH = 0.01
EARTH_RADIUS = 6_371_000.0
#: Refraction lifts far hills by this share of the earth's curvature.
REFRACTION = 0.13


@dataclass(frozen=True)
class Site:
    """A surface model and where it lies.

    Attributes
    ----------
    path : str
    heights : xarray.DataArray
        One band, lazily read [m].
    geobox : GeoBox
    pixel : float
        [m]
    latitude, longitude : float
        Of its middle [°].
    convergence_deg : float
        True azimuth of the grid's north [°].
    """

    path: str
    heights: xr.DataArray
    geobox: GeoBox
    pixel: float
    latitude: float
    longitude: float
    convergence_deg: float

    @property
    def crs(self) -> Any:
        """The reference system of the surface model."""
        return self.geobox.crs

    @property
    def origin(self) -> tuple[int, int]:
        """Row and column of the first pixel on the grid of all such rasters, so that neighbours share their lines."""
        transform = self.geobox.transform
        return -round(transform.f / self.pixel), round(transform.c / self.pixel)

    def window(self, core: Core, halo: int) -> Window:
        """A core with its surroundings, as far as the raster goes."""
        height, width = self.geobox.shape
        top, left = max(core.row - halo, 0), max(core.column - halo, 0)
        bottom, right = min(core.row + core.height + halo, height), min(core.column + core.width + halo, width)
        inside = Core(core.row - top, core.column - left, core.height, core.width)
        return Window(slice(top, bottom), slice(left, right), inside)

    def read(self, window: Window, raster: xr.DataArray | None = None) -> np.ndarray:
        """Values of a window (y, x), NaN where there are none; of the heights or another raster on their grid."""
        return read_window(self.heights if raster is None else raster, window.rows, window.columns)


@dataclass(frozen=True)
class Window:
    """Rows and columns to read, and the core in them."""

    rows: slice
    columns: slice
    core: Core

    def origin(self, site: Site) -> tuple[int, int]:
        """Global row and column of the first pixel."""
        return site.origin[0] + self.rows.start, site.origin[1] + self.columns.start


def open_site(run: Run, dsm: str) -> Site:
    """Open a surface model.

    Raises
    ------
    UrbanThinkError
        If it is in degrees or feet, turned, of pixels that are not square, or has no data.
    """
    info = describe(dsm)
    geobox = info.geobox
    require_metric(geobox, "The surface model")
    transform = geobox.transform
    if abs(transform.b) > 1e-9 or abs(transform.d) > 1e-9 or transform.a < 0 or transform.e > 0:
        raise UrbanThinkError(
            "The surface model {path} is turned or upside down.",
            "Warp it to a grid with north up (QGIS: Raster ▸ Projections ▸ Warp).",
            path=dsm,
        )
    if abs(transform.a + transform.e) > 1e-3 * transform.a:
        raise UrbanThinkError(
            "The pixels of the surface model {path} are not square: {width} by {height} m.",
            "Warp it to square pixels (QGIS: Raster ▸ Projections ▸ Warp, output resolution).",
            path=dsm,
            width=f"{transform.a:g}",
            height=f"{-transform.e:g}",
        )
    _require_metres(info.units[0], geobox, dsm)
    if transform.a > COARSE:
        run.log(
            "warning",
            "The surface model has pixels of {size} m: roofs are blurred, irradiation comes out up to 10 % low.",
            size=f"{transform.a:g}",
        )
    return _site(dsm, open_raster(dsm, [1]), geobox)


def site_of_points(run: Run, points: str, crs: str | None, pixel: float = 0.5) -> Site:
    """A surface model made of a point cloud.

    Raises
    ------
    UrbanThinkError
        If the cloud cannot be read whole, has no reference system, or one that is not in metres.
    """
    from ..points import grid_heights, read_points

    run.progress(0.01, "Reading points")
    cloud = read_points(points, crs=crs, tick=lambda _: run.check())
    require_metric_crs(cloud.crs, "The point cloud")
    heights, transform = grid_heights(cloud.surface, pixel)
    geobox = GeoBox(heights.shape, transform, CRS.from_user_input(cloud.crs).to_2d().to_wkt())
    array = xr.DataArray(
        dask.array.from_array(heights[None], chunks=-1),
        dims=("band", "y", "x"),
        coords={"band": ["height"]},
        attrs={"source": points},
    )
    return _site(points, array, geobox)


def require_metric_crs(crs: Any, name: str) -> None:
    """Refuse a reference system whose unit is not the metre.

    Raises
    ------
    UrbanThinkError
        If it is in degrees or in feet.
    """
    require_metric(GeoBox((1, 1), Affine.identity(), CRS.from_user_input(crs).to_2d().to_wkt()), name)


def require_true_to_scale(crs: Any, x: float, y: float, name: str) -> None:
    """Refuse a projection in which a metre of the map is not a metre on the ground, such as Web Mercator.

    Raises
    ------
    UrbanThinkError
        If distances are off by more than one in a hundred.
    """
    known = CRS.from_user_input(crs).to_2d()
    to_degrees = Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    (lon0, lon1), (lat0, lat1) = to_degrees.transform([x, x], [y, y + 1000.0])
    _, _, ground = Geod(ellps="WGS84").inv(lon0, lat0, lon1, lat1)
    if not abs(1000.0 / ground - 1.0) <= MOST_STRETCH:
        raise UrbanThinkError(
            "{name} is in {crs}, where distances are {percent} % off; heights and distances must go together.",
            "Reproject it (QGIS: Raster ▸ Projections ▸ Warp), in France to EPSG:2154.",
            name=name,
            crs=known.name,
            percent=round(abs(100.0 * (1000.0 / ground - 1.0))),
        )


def place_on_earth(crs: Any, x: float, y: float) -> tuple[float, float, float]:
    """Longitude and latitude of a point, and the true azimuth of the grid's north there [°]."""
    to_degrees = Transformer.from_crs(CRS.from_user_input(crs).to_2d(), "EPSG:4326", always_xy=True)
    (lon0, lon1), (lat0, lat1) = to_degrees.transform([x, x], [y, y + 1000.0])
    azimuth, _, _ = Geod(ellps="WGS84").inv(lon0, lat0, lon1, lat1)
    return float(lon0), float(lat0), float(azimuth)


def _site(path: str, heights: xr.DataArray, geobox: GeoBox) -> Site:
    box = geobox.boundingbox
    middle = box.left + box.span_x / 2, box.bottom + box.span_y / 2
    require_true_to_scale(geobox.crs.to_wkt(), *middle, "The surface model")  # type: ignore[union-attr]
    longitude, latitude, convergence = place_on_earth(geobox.crs.to_wkt(), *middle)  # type: ignore[union-attr]
    return Site(path, heights, geobox, float(geobox.transform.a), latitude, longitude, convergence)


def site_weather(run: Run, site: Site, weather: str | None, altitude: float) -> WeatherYear:
    """The weather of a file, or the built-in one of the place, with what is to be said about it told."""
    if weather:
        year = read_weather(weather, run)
        findings = check_place(year, site.latitude, site.longitude, altitude)
    else:
        year, findings = built_in_weather(site.latitude, site.longitude, altitude), []
    year.tell(run)
    for finding in findings:
        run.log(finding.level, finding.message_template, **finding.values)
    return year


def tile_side(azimuths: int, views: int = 1) -> int:
    """Side of a tile [px]."""
    return max(TILE, int(math.sqrt(HORIZON_BYTES / (2 * azimuths * views))) // TILE * TILE)


def aligned(run: Run, site: Site, path: str | None, name: str) -> xr.DataArray | None:
    """Another raster on the grid of the surface model, or None."""
    if not path:
        return None
    raster = open_raster(path, [1])
    require_overlap(raster.odc.geobox, site.geobox, name)
    return align(raster, site.geobox, "bilinear", run, name)


def tree_transmissivity(latitude: float, summer: float | None = None, winter: float | None = None) -> np.ndarray:
    """Share of light that passes crowns, by month."""
    rows: Mapping[str, Any] = table("solar_defaults")
    leaf = "tropics" if abs(latitude) < 23.44 else "north" if latitude > 0 else "south"
    through = np.full(12, rows["transmissivity_winter"]["value"] if winter is None else winter, float)
    in_leaf = np.asarray(rows["months_in_leaf"][leaf]) - 1
    through[in_leaf] = rows["transmissivity_summer"]["value"] if summer is None else summer
    return through


def far_horizon(
    terrain: xr.DataArray, crs: Any, x: float, y: float, height: float, azimuths: int, nearest: float
) -> np.ndarray:
    """Tangent of the horizon of a terrain model round a point, beyond a distance, in N directions of a grid.

    Parameters
    ----------
    terrain : xarray.DataArray
        Heights on a grid of its own [m].
    crs
        Of the point and its directions.
    x, y, height : float
        The point [m].
    nearest : float
        What is nearer is seen in the surface model [m].
    """
    geobox = terrain.odc.geobox
    step = abs(geobox.resolution.x) * (1.0 if not geobox.crs.geographic else 111_320.0)
    distance = np.arange(max(nearest, step), table("solar_defaults")["terrain_reach_m"]["value"], step)
    angle = 2 * np.pi * np.arange(azimuths)[:, None] / azimuths
    to_terrain = Transformer.from_crs(CRS.from_wkt(crs.to_wkt()), CRS.from_wkt(geobox.crs.to_wkt()), always_xy=True)
    px, py = to_terrain.transform(x + distance * np.sin(angle), y + distance * np.cos(angle))
    column, row = ~geobox.transform * (px, py)
    column, row = np.floor(column).astype(int), np.floor(row).astype(int)
    inside = (row >= 0) & (row < geobox.shape[0]) & (column >= 0) & (column < geobox.shape[1])
    heights = read_window(terrain, slice(None), slice(None))
    found = np.where(inside, heights[row.clip(0, geobox.shape[0] - 1), column.clip(0, geobox.shape[1] - 1)], np.nan)
    drop = distance**2 / (2 * EARTH_RADIUS) * (1 - REFRACTION)
    with np.errstate(invalid="ignore"):
        tangent = (found - height - drop) / distance
    return np.nan_to_num(tangent, nan=0.0).max(axis=1, initial=0.0)


def _require_metres(unit: str | None, geobox: GeoBox, path: str) -> None:
    crs = CRS.from_wkt(geobox.crs.to_wkt())  # type: ignore[union-attr]
    axes = [axis.unit_name for part in crs.sub_crs_list if part.is_vertical for axis in part.axis_info]
    named = (unit or "").strip().lower()
    if named in ("ft", "feet", "foot", "us-ft", "ftus", "us survey foot") or any("foot" in axis for axis in axes):
        raise UrbanThinkError(
            "The heights of the surface model {path} are in feet.",
            "Turn them into metres first: multiply by 0.3048 in the raster calculator.",
            path=path,
        )
