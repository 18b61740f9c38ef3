"""Cumulative tables of the sky: what a surface gets from one direction, given how high its horizon is there.

For each of N directions n and each horizon height e the table holds the light above e: its level and its upright part
(h, z). A surface that rises by s per metre in that direction gets z − s·h, and where e is above its own plane every
part of that sum is positive: a higher horizon never adds light. The cost does not depend on how many suns there were.

What N directions make wrong on an open plane is known exactly, for its light can be summed over all suns: the
difference is tabled by slope and aspect (`SkyTables.remainder`) and added, so that open planes are exact with any N.

Horizons are counted in u = s/(1+s), s = tan e, which needs no trigonometry per pixel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit

from .sun import SunSamples

#: Steps of u between an open horizon and a vertical wall.
STEPS = 1024
#: Nodes of the table by slope (in u) and, per quadrant, by aspect.
SLOPE_NODES = 49
ASPECT_NODES = 36
#: Stands for the slope of a wall.
STEEPEST = 1e5


@dataclass(frozen=True)
class SkyTables:
    """The sky of a weather year, by direction and horizon.

    Attributes
    ----------
    light : ndarray
        (sums, N, STEPS + 1, 2): level and upright part of the light above the horizon [kWh/m²]; one sum for the year,
        or twelve for the months.
    openness : ndarray
        (N, STEPS + 1, 2): the same for an even sky of irradiance 1: the sky view factor.
    remainder : ndarray
        (sums + 1, SLOPE_NODES, 4·ASPECT_NODES + 1): what an open plane gets beyond what the directions find, for light
        and openness, per m² of plane.
    ghi : ndarray
        (sums,) global horizontal irradiation [kWh/m²].
    """

    light: np.ndarray
    openness: np.ndarray
    remainder: np.ndarray
    ghi: np.ndarray

    @property
    def azimuths(self) -> int:
        """Number of directions."""
        return self.openness.shape[0]

    @property
    def sums(self) -> int:
        """1 for a year, 12 for the months."""
        return self.light.shape[0]

    def weighted(self, factors: np.ndarray) -> SkyTables:
        """The light of each sum times a factor (the transmissivity of trees by month, say)."""
        return replace(self, light=self.light * factors[:, None, None, None], ghi=self.ghi * factors)


def sky_tables(
    samples: SunSamples, azimuths: int = 36, months: bool = False, convergence_deg: float = 0.0
) -> SkyTables:
    """Tables of a weather year.

    Parameters
    ----------
    samples : SunSamples
    azimuths : int
        Directions.
    months : bool
        Twelve sums instead of one.
    convergence_deg : float
        Azimuth of the grid's north, clockwise from true north [°].

    Returns
    -------
    SkyTables
    """
    groups = 12 if months else 1
    order = np.argsort(samples.month, kind="stable")
    samples = samples.only(order)
    group = samples.month - 1 if months else np.zeros(len(samples), int)
    energy = samples.weight_hours / 1000.0
    even = np.bincount(group, samples.isotropic * energy, groups)
    bright = np.bincount(group, samples.horizon * energy, groups)
    openness = _even_sky(azimuths)
    suns = _suns(samples, convergence_deg)
    light = _sun_light(*suns, group, groups, azimuths)
    light += even[:, None, None, None] * openness
    # A bright line at height 0, of which a vertical plane gets 1.
    light[:, :, 0, 0] += bright[:, None] * np.sin(np.pi / azimuths) / level_stretch(azimuths)
    remainder = _remainder(light, openness, *suns, group, even, bright)
    return SkyTables(light, openness, remainder, np.bincount(group, samples.ghi * energy, groups))


def horizon_code(slope: np.ndarray) -> np.ndarray:
    """u = s/(1+s) of the tangent of a horizon; below the horizontal is open sky."""
    tangent = np.maximum(slope, 0.0)
    return tangent / (1.0 + tangent)


def directions(azimuths: int) -> np.ndarray:
    """East and north part of each direction, stretched by `level_stretch` (N, 2)."""
    angle = 2 * np.pi * np.arange(azimuths) / azimuths
    return level_stretch(azimuths) * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def level_stretch(azimuths: int) -> float:
    """Sharing a sun between its two nearest directions shortens it on average by (sin(Δ/2)/(Δ/2))²; the inverse."""
    half = np.pi / azimuths
    return float((half / np.sin(half)) ** 2)


def _suns(samples: SunSamples, convergence_deg: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Grid azimuth and elevation [rad] and light [kWh/m²] of direct and circumsolar light; 0 where the sun is down."""
    light = (samples.dni + samples.circumsolar) * samples.weight_hours / 1000.0
    light = np.where(samples.elevation_deg > 0, light, 0.0)
    azimuth = np.deg2rad(samples.azimuth_deg - convergence_deg) % (2 * np.pi)
    return azimuth, np.deg2rad(samples.elevation_deg.clip(0.0, 90.0)), light


def _sun_light(
    azimuth: np.ndarray, elevation: np.ndarray, light: np.ndarray, group: np.ndarray, groups: int, azimuths: int
) -> np.ndarray:
    """Each sun shared by its two nearest directions and two nearest heights, summed from the zenith down."""
    position = azimuth * azimuths / (2 * np.pi) % azimuths
    first = np.floor(position).astype(int)
    beyond = position - first
    height = np.minimum(horizon_code(np.tan(np.minimum(elevation, 1.5707))) * STEPS, STEPS - 1e-9)
    below = np.floor(height).astype(int)
    above = height - below
    parts = (np.cos(elevation) * light, np.sin(elevation) * light)
    rows = STEPS + 2
    heap = np.zeros((2, groups * azimuths * rows))
    for sector, share in ((first, 1 - beyond), (first + 1, beyond)):
        line = (group * azimuths + sector % azimuths) * rows
        for step, part in ((below, 1 - above), (below + 1, above)):
            for axis in range(2):
                heap[axis] += np.bincount(line + step, parts[axis] * share * part, heap.shape[1])
    heap = heap.reshape(2, groups, azimuths, rows)[..., ::-1].cumsum(axis=-1)[..., ::-1]
    return np.moveaxis(heap[..., : STEPS + 1], 0, -1).copy()


def _even_sky(azimuths: int) -> np.ndarray:
    """∫ direction over the sector's sky above each height, over π; every sector is alike."""
    u = np.arange(STEPS + 1) / STEPS
    height = np.arctan2(u, 1 - u)
    half = np.pi / azimuths
    level = 2 * np.sin(half) / level_stretch(azimuths) * (np.pi / 2 - height - np.sin(height) * np.cos(height)) / 2
    upright = 2 * half * np.cos(height) ** 2 / 2
    return np.broadcast_to(np.stack([level, upright], axis=-1) / np.pi, (azimuths, STEPS + 1, 2)).copy()


def _remainder(
    light: np.ndarray,
    openness: np.ndarray,
    azimuth: np.ndarray,
    elevation: np.ndarray,
    sun: np.ndarray,
    group: np.ndarray,
    even: np.ndarray,
    bright: np.ndarray,
) -> np.ndarray:
    """Exact light of open planes less what the directions find, at the nodes of slope and aspect."""
    sums, azimuths = light.shape[:2]
    u = np.minimum(np.arange(SLOPE_NODES) / (SLOPE_NODES - 1), STEEPEST / (1 + STEEPEST))
    turn = np.arange(4 * ASPECT_NODES) / ASPECT_NODES
    across, along = _diamond(turn)
    rise = (u / (1 - u))[:, None]
    east, north = (rise * across).ravel(), (rise * along).ravel()
    up = np.cos(elevation)
    vectors = np.stack([up * np.sin(azimuth), up * np.cos(azimuth), np.sin(elevation)]) * sun
    edges = np.searchsorted(group, np.arange(sums + 1))
    steepness = np.sqrt(1 + east**2 + north**2)
    exact = _facing(east, north, np.ascontiguousarray(vectors, np.float32), edges) / steepness
    exact += np.outer(even, (1 + 1 / steepness) / 2) + np.outer(bright, np.hypot(east, north) / steepness)
    exact = np.concatenate([exact, ((1 + 1 / steepness) / 2)[None]])
    found = np.zeros_like(exact)
    tables = np.concatenate([light, openness[None]])
    for number, (x, y) in enumerate(directions(azimuths)):
        own = east * x + north * y
        place = horizon_code(own) * STEPS
        step = np.minimum(place.astype(int), STEPS - 1)
        part = place - step
        at = tables[:, number, step] * (1 - part)[:, None] + tables[:, number, step + 1] * part[:, None]
        found += (at[..., 1] - own * at[..., 0]) / steepness
    nodes = (exact - found).reshape(sums + 1, SLOPE_NODES, 4 * ASPECT_NODES)
    return np.concatenate([nodes, nodes[..., :1]], axis=-1)


def _diamond(turn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of |x| + |y| = 1 by quarter turns: an angle that needs no trigonometry."""
    quarter = np.floor(turn).astype(int) % 4
    part = turn - np.floor(turn)
    x = np.choose(quarter, [1 - part, -part, part - 1, part])
    y = np.choose(quarter, [part, 1 - part, -part, part - 1])
    return x, y


@njit(cache=True, nogil=True, fastmath=True)
def _facing(east: Any, north: Any, vectors: Any, edges: Any) -> Any:
    """Σ max(up − p·east − q·north, 0) over the suns of each group (groups, planes)."""
    result = np.zeros((len(edges) - 1, len(east)), np.float64)
    for plane in range(len(east)):
        p, q = np.float32(east[plane]), np.float32(north[plane])
        for group in range(len(edges) - 1):
            total = np.float32(0.0)
            for k in range(edges[group], edges[group + 1]):
                total += max(vectors[2, k] - p * vectors[0, k] - q * vectors[1, k], np.float32(0.0))
            result[group, plane] = total
    return result
