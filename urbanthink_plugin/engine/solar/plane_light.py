"""Light on planes: of each of their cells over the year, and of the whole plane hour by hour.

Each cell has its horizon; of a plane, the share of its cells that see so far down is kept by direction. The sun of any
hour is then looked up there, and the hours add up to the map.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from .irradiation import View
from .light import YEAR_LANES, _add_year, _raise, add_remainder, pack_remainder
from .sky import STEPS, SkyTables, directions, horizon_code
from .sun import SunSamples

#: Steps of u in which the horizons of a plane's cells are counted.
BINS = 64
_F = np.float32


@dataclass(frozen=True)
class Receivers:
    """Planes that light falls on, each with the cells it is seen from.

    Attributes
    ----------
    rows, columns : ndarray of int
        Cells of all planes, one plane after the other, in the core of the horizons.
    ends : ndarray of int
        Where the cells of each plane end.
    east, north : ndarray
        Rise per metre of each plane; modules on a flat roof have slopes of their own.
    """

    rows: np.ndarray
    columns: np.ndarray
    ends: np.ndarray
    east: np.ndarray
    north: np.ndarray

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def counts(self) -> np.ndarray:
        """Cells of each plane."""
        return np.diff(self.ends, prepend=0)

    @property
    def owner(self) -> np.ndarray:
        """The plane of each cell."""
        return np.repeat(np.arange(len(self.ends)), self.counts)

    def mean(self, values: np.ndarray) -> np.ndarray:
        """Mean of the cells' values by plane; NaN for a plane without cells."""
        sums = np.bincount(self.owner, values, len(self))
        with np.errstate(invalid="ignore", divide="ignore"):
            return sums / self.counts


def receivers(
    cells: Sequence[np.ndarray], east: npt.ArrayLike, north: npt.ArrayLike, corner: tuple[int, int] = (0, 0)
) -> Receivers:
    """Receivers from the (row, column) cells of each plane; `corner` is the core's first row and column."""
    together = np.concatenate([np.asarray(part).reshape(-1, 2) for part in cells]) if len(cells) else np.empty((0, 2))
    rows, columns = (together - np.asarray(corner)).astype(np.int64).T
    ends = np.cumsum([len(part) for part in cells]).astype(np.int64)
    return Receivers(rows, columns, ends, np.asarray(east, np.float32), np.asarray(north, np.float32))


@dataclass(frozen=True)
class Visibility:
    """What the cells of planes see.

    Attributes
    ----------
    light, sky_view : ndarray (cells,)
        Irradiation of the year [kWh/m²] and sky view factor of each cell, on its plane.
    seen : list of ndarray (planes, N, BINS + 1)
        Per view: share of a plane's cells whose horizon is no higher.
    low : ndarray (planes,)
        Light of a bright horizon of 1 [as a vertical plane gets it when open].
    """

    light: np.ndarray
    sky_view: np.ndarray
    seen: list[np.ndarray]
    low: np.ndarray


def visibility(
    views: Sequence[View],
    planes: Receivers,
    tables: SkyTables,
    *,
    albedo: float = 0.2,
    far_horizon: np.ndarray | None = None,
    mean_through: float = 1.0,
) -> Visibility:
    """What the cells of planes see and get.

    Parameters
    ----------
    views : sequence of View
        From `irradiation.look`, of the year.
    planes : Receivers
    tables : SkyTables
        Of the year.
    mean_through : float
        Transmissivity of trees over the year, if there are two views [0 to 1].
    """
    towards = directions(tables.azimuths).astype(np.float32)
    far = np.zeros(tables.azimuths) if far_horizon is None else horizon_code(np.asarray(far_horizon, float))
    owner = planes.owner
    east, north = planes.east[owner], planes.north[owner]
    light = np.zeros((2, 1, len(owner)), np.float32)
    seen, low = [], np.zeros(len(planes))
    for view, weight in zip(views, (mean_through, 1.0 - mean_through) if len(views) > 1 else (1.0,), strict=True):
        horizons = view.horizons
        part, shares, open_low = _light_of_cells(
            horizons.flat, horizons.steep, horizons.numbers, horizons.place, view.table,
            planes.rows, planes.columns, planes.ends, east, north, towards, far.astype(np.float32),
        )  # fmt: skip
        light[:, 0] += part
        seen.append(shares)
        low += weight * _low_light(open_low, planes, towards)
    slopes = np.stack([east, north])[:, None]
    add_remainder(light, slopes, pack_remainder(tables, albedo), np.array([albedo * tables.ghi[0], 0.0], np.float32))
    return Visibility(light[0, 0], light[1, 0], seen, low)


@dataclass(frozen=True)
class HourlyLight:
    """Light on planes through the year.

    Attributes
    ----------
    beam, diffuse, ground : ndarray (planes, hours)
        Direct with the part around the sun, from the sky, reflected [W/m²].
    aoi_deg : ndarray (planes, hours)
        Angle between the sun and the normal of the plane [°].
    interval : ndarray (hours,)
        Index of each hour in the weather year; only hours with light are there.
    """

    beam: np.ndarray
    diffuse: np.ndarray
    ground: np.ndarray
    aoi_deg: np.ndarray
    interval: np.ndarray


def hourly_light(
    seen: Visibility,
    planes: Receivers,
    samples: SunSamples,
    *,
    albedo: float = 0.2,
    through: np.ndarray | None = None,
    convergence_deg: float = 0.0,
    check: Callable[[], None] = lambda: None,
) -> HourlyLight:
    """Light of each interval of the weather year on planes, shade included.

    Parameters
    ----------
    seen : Visibility
    planes : Receivers
    samples : SunSamples
        In the order `sun_samples` gives them: several per interval, which are averaged.
    through : ndarray (12,), optional
        Transmissivity of trees by month, if there are two views.
    convergence_deg : float
        Azimuth of the grid's north, clockwise from true north [°].
    """
    check()
    interval, first = np.unique(samples.interval, return_index=True)
    azimuths = seen.seen[0].shape[1]
    azimuth = np.deg2rad(samples.azimuth_deg - convergence_deg) % (2 * np.pi)
    elevation = np.deg2rad(samples.elevation_deg)
    up = np.cos(elevation)
    sun = np.stack([up * np.sin(azimuth), up * np.cos(azimuth), np.sin(elevation)]).astype(np.float32)
    strength = np.where(elevation > 0, samples.dni + samples.circumsolar, 0.0).astype(np.float32)
    sector = (azimuth * azimuths / (2 * np.pi) % azimuths).astype(np.float32)
    height = (horizon_code(np.tan(elevation.clip(0.0, 1.57))) * BINS).astype(np.float32)
    weights = np.ones((1, 12)) if through is None else np.stack([through, 1.0 - through])
    weights = weights[:, samples.month - 1].astype(np.float32)
    beam, cosine = _beam_of_planes(
        np.stack(seen.seen), planes.east, planes.north, sun, strength, sector, height, weights,
        np.append(first, len(samples)).astype(np.int64),
    )  # fmt: skip
    sky = planes.mean(seen.sky_view)[:, None]
    parts = {name: np.add.reduceat(getattr(samples, name), first) for name in ("isotropic", "horizon", "ghi")}
    count = np.diff(np.append(first, len(samples)))
    even, bright, total = (parts[name] / count for name in ("isotropic", "horizon", "ghi"))
    diffuse = np.maximum(sky * even + seen.low[:, None] * bright, 0.0)
    ground = albedo * (1.0 - sky) * total
    return HourlyLight(
        beam, diffuse.astype(np.float32), ground.astype(np.float32), np.rad2deg(np.arccos(cosine)), interval
    )


def _low_light(open_low: np.ndarray, planes: Receivers, towards: np.ndarray) -> np.ndarray:
    """Light of the horizon line: what an open plane would get, times the part of it that is not hidden."""
    facing = np.maximum(-(planes.east[:, None] * towards[:, 0] + planes.north[:, None] * towards[:, 1]), 0.0)
    rise = np.hypot(planes.east, planes.north)
    share = (facing * open_low).sum(axis=1) / np.maximum(facing.sum(axis=1), 1e-9)
    return share * rise / np.sqrt(1.0 + rise**2)


@njit(cache=True, nogil=True)
def _light_of_cells(
    flat: Any,
    steep: Any,
    numbers: Any,
    place: Any,
    table: Any,
    rows: Any,
    columns: Any,
    ends: Any,
    east: Any,
    north: Any,
    towards: Any,
    far: Any,
) -> Any:
    """Light and sky view of cells (2, cells), shares of cells by plane, direction and horizon, shares of open ones."""
    cells = len(rows)
    year = np.zeros((cells, YEAR_LANES), np.float32)
    position, own = np.empty(cells, np.float32), np.empty(cells, np.float32)
    shares = np.zeros((len(ends), len(place), BINS + 1), np.float32)
    low = np.zeros((len(ends), len(place)), np.float32)
    for index in range(len(place)):
        number, where = numbers[index], place[index]
        for k in range(cells):
            if where >= 0:
                position[k] = _F(flat[where, rows[k], columns[k]])
            else:
                position[k] = _F(steep[-1 - where, columns[k], rows[k]])
        _raise(position, own, east, north, towards[number], far[number], cells)
        _add_year(table[number], position, own, cells, year)
        begin = 0
        for plane in range(len(ends)):
            end = ends[plane]
            for k in range(begin, end):
                u = position[k] * _F(BINS / STEPS)
                shares[plane, number, min(int(np.ceil(u)), BINS)] += _F(1.0)
                low[plane, number] += max(_F(1.0) - position[k], _F(0.0))
            if end > begin:
                shares[plane, number] /= _F(end - begin)
                low[plane, number] /= _F(end - begin)
            for step in range(1, BINS + 1):
                shares[plane, number, step] += shares[plane, number, step - 1]
            begin = end
    light = np.empty((2, cells), np.float32)
    for k in range(cells):
        level = _F(1.0) / np.sqrt(_F(1.0) + east[k] * east[k] + north[k] * north[k])
        light[0, k] = (year[k, 0] + year[k, 1]) * level
        light[1, k] = (year[k, 2] + year[k, 3]) * level
    return light, shares, low


@njit(cache=True, nogil=True, fastmath=True)
def _beam_of_planes(
    seen: Any, east: Any, north: Any, sun: Any, strength: Any, sector: Any, height: Any, weights: Any, edges: Any
) -> Any:
    """Direct light of each interval (planes, intervals), and the cosine of incidence it came with."""
    views, planes, azimuths, _ = seen.shape
    beam = np.zeros((planes, len(edges) - 1), np.float32)
    cosine = np.zeros((planes, len(edges) - 1), np.float32)
    for plane in range(planes):
        p, q = east[plane], north[plane]
        level = _F(1.0) / np.sqrt(_F(1.0) + p * p + q * q)
        for interval in range(len(edges) - 1):
            light, turned, whole = _F(0.0), _F(0.0), _F(0.0)
            for k in range(edges[interval], edges[interval + 1]):
                facing = (sun[2, k] - p * sun[0, k] - q * sun[1, k]) * level
                if facing <= 0 or strength[k] <= 0:
                    continue
                n, b = int(sector[k]), int(height[k])
                beyond, above = sector[k] - _F(n), height[k] - _F(b)
                n, m = n % azimuths, (n + 1) % azimuths
                share = _F(0.0)
                for view in range(views):
                    here = seen[view, plane, n, b] * (_F(1.0) - above) + seen[view, plane, n, min(b + 1, BINS)] * above
                    next_ = seen[view, plane, m, b] * (_F(1.0) - above) + seen[view, plane, m, min(b + 1, BINS)] * above
                    share += weights[view, k] * (here + beyond * (next_ - here))
                light += strength[k] * facing * share
                turned += strength[k] * facing * facing
                whole += strength[k] * facing
            count = _F(edges[interval + 1] - edges[interval])
            beam[plane, interval] = light / count
            cosine[plane, interval] = turned / whole if whole > 0 else _F(0.0)
    return beam, cosine
