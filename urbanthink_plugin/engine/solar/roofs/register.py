"""Footprints moved onto the roofs they belong to: the shift that lays outlines on the height steps of the model.

Cadastral and topographic footprints lie up to a metre beside the roofs of a surface model. Along each outline the
heights are read across it; where they fall by a storey, the fall is at the wall. With outward normals n and distances
t from outline to fall, the shift s minimises a truncated square of (t − n·s − g), where g is an overhang common to all
sides, so that eaves wider than the walls are not taken for a shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import shapely

from .grid import Grid, rings, sample

#: The largest shift that is looked for [m].
LARGEST_SHIFT = 1.5
#: A fall counts as a wall from this height on [m].
WALL_HEIGHT = 1.5
#: Neighbours whose shift stands in where a building shows none of its own [m].
NEIGHBOURHOOD = 50.0
_MOST_SAMPLES = 160
#: Between the shifts that are tried [m].
_STRIDE = 0.125
#: A building settles a direction when at least this much outline (in samples) looks that way.
_EVIDENCE = 4.0


@dataclass(frozen=True)
class Registration:
    """Shifts to add to the footprints.

    Attributes
    ----------
    shifts : ndarray (n, 2)
        East and north [m]; 0 where nothing speaks for a shift or where it is below half a cell.
    confidence : ndarray (n,)
        Share of the outline whose height step agrees, 0 to 1; 0 where there was no evidence.
    """

    shifts: np.ndarray
    confidence: np.ndarray


def register_footprints(heights: np.ndarray, grid: Grid, footprints: Sequence[Any]) -> Registration:
    """Find the shift of every footprint against a surface model.

    Parameters
    ----------
    heights : ndarray (y, x)
        Surface model [m], NaN where unknown.
    grid : Grid
    footprints : sequence of polygons
        In the system of the grid; empty ones get no shift.

    Returns
    -------
    Registration
    """
    count = len(footprints)
    found, confidence = np.zeros((count, 2)), np.zeros(count)
    information = np.zeros((count, 3))
    place = (grid.left, grid.top, grid.width_m, grid.height_m)
    for index, footprint in enumerate(footprints):
        if footprint is None or footprint.is_empty:
            continue
        coordinates, starts = rings(footprint)
        steps = _wall_steps(heights, coordinates, starts, *place)
        if len(steps) >= 8:
            result = _best_shift(steps, max(0.4, 0.6 * grid.size))
            found[index], confidence[index], information[index] = result[:2], result[2], result[3:]
    shifts = _with_neighbours(footprints, found, confidence, information)
    # Below half a cell the steps of the grid itself decide, not the walls.
    shifts[np.hypot(*shifts.T) < 0.5 * grid.size] = 0.0
    return Registration(np.round(shifts, 3), np.round(confidence, 3))


def _with_neighbours(
    footprints: Sequence[Any], found: np.ndarray, confidence: np.ndarray, information: np.ndarray
) -> np.ndarray:
    """Where a building says nothing about a direction (a house in a row), its neighbours do."""
    determinant = information[:, 0] * information[:, 2] - information[:, 1] ** 2
    half = (information[:, 0] + information[:, 2]) / 2
    weakest = half - np.sqrt(np.maximum(half**2 - determinant, 0.0))
    trusted = (confidence >= 0.5) & (weakest >= _EVIDENCE)
    shifts = np.where(trusted[:, None], found, 0.0)
    doubtful = np.flatnonzero(~trusted)
    if not trusted.any() or not doubtful.size:
        return shifts
    middles = shapely.centroid(np.asarray(footprints, dtype=object))
    tree = shapely.STRtree(middles[trusted])
    of, near = tree.query(middles[doubtful], predicate="dwithin", distance=NEIGHBOURHOOD)
    candidates = found[trusted]
    for number, index in enumerate(doubtful):
        around = candidates[near[of == number]]
        if len(around) < 3:
            continue
        common = np.median(around, axis=0)
        if np.median(np.hypot(*(around - common).T)) > 0.35:
            continue  # The neighbours do not agree among themselves.
        a, b, c = information[index] if confidence[index] >= 0.5 else (0.0, 0.0, 0.0)
        normal = np.array([[a, b], [b, c]])
        prior = 2 * _EVIDENCE * np.eye(2)
        shifts[index] = np.linalg.solve(normal + prior, normal @ found[index] + prior @ common)
    return shifts


@numba.njit(nogil=True, cache=True)
def _wall_steps(
    heights: np.ndarray,
    coordinates: np.ndarray,
    starts: np.ndarray,
    left: float,
    top: float,
    width: float,
    height: float,
) -> np.ndarray:
    """Outward normal and distance to the wall for points along the outline: rows of (nx, ny, t)."""
    total = 0.0
    for ring in range(len(starts) - 1):
        for k in range(starts[ring], starts[ring + 1] - 1):
            total += np.hypot(coordinates[k + 1, 0] - coordinates[k, 0], coordinates[k + 1, 1] - coordinates[k, 1])
    pixel = np.sqrt(width * height)
    spacing = max(pixel, total / _MOST_SAMPLES)
    found = np.empty((int(total / spacing) + len(coordinates) + 1, 3))
    reach = LARGEST_SHIFT + 1.5 * pixel
    stride = 0.5 * pixel
    profile = np.empty(2 * int(reach / stride) + 1)
    middle = len(profile) // 2
    count = 0
    for ring in range(len(starts) - 1):
        for k in range(starts[ring], starts[ring + 1] - 1):
            dx, dy = coordinates[k + 1, 0] - coordinates[k, 0], coordinates[k + 1, 1] - coordinates[k, 1]
            length = np.hypot(dx, dy)
            steps = int(length / spacing)
            if steps == 0:
                continue
            nx, ny = dy / length, -dx / length
            for m in range(steps):
                along = (m + 0.5) / steps
                x, y = coordinates[k, 0] + along * dx, coordinates[k, 1] + along * dy
                for n in range(len(profile)):
                    away = (n - middle) * stride
                    column = (x + away * nx - left) / width - 0.5
                    row = (top - y - away * ny) / height - 0.5
                    profile[n] = sample(heights, column, row)
                at = _fall(profile)
                if at == at:
                    found[count, 0], found[count, 1] = nx, ny
                    found[count, 2] = (at - middle) * stride
                    count += 1
    return found[:count]


@numba.njit(nogil=True, cache=True)
def _fall(profile: np.ndarray) -> float:
    """Position (in samples, two a cell) where a profile falls by a wall; NaN where it does not."""
    steepest, at = 0.0, -1
    for n in range(1, len(profile) - 3):
        drop = profile[n] - profile[n + 2]
        if drop > steepest:
            steepest, at = drop, n
    if at < 0:
        return np.nan
    inner, outer = profile[at - 1], profile[at + 3]
    if not inner - outer >= WALL_HEIGHT:
        return np.nan
    level = 0.5 * (inner + outer)
    for n in range(at - 1, at + 3):
        if profile[n] >= level > profile[n + 1]:
            return n + (profile[n] - level) / (profile[n] - profile[n + 1])
    return np.nan


@numba.njit(nogil=True, cache=True)
def _best_shift(steps: np.ndarray, scale: float) -> np.ndarray:
    """Shift, share of agreeing samples, and the information (xx, xy, yy) behind it.

    All shifts of a grid are tried, then the best one is refined by least squares over the samples that agree.
    """
    found = _searched(steps, scale)
    pull = 0.02 * len(steps)
    agreeing, xx, xy, yy = 0, 0.0, 0.0, 0.0
    for _ in range(4):
        # The pull keeps what the samples leave open where the search found it.
        normal, right = np.eye(3) * pull, pull * found
        agreeing = 0
        for n in range(len(steps)):
            row = np.array([steps[n, 0], steps[n, 1], 1.0])
            away = (steps[n, 2] - (row * found).sum()) / scale
            if abs(away) < 1:
                agreeing += 1
                weight = (1 - away * away) ** 2
                right += weight * steps[n, 2] * row
                normal += weight * np.outer(row, row)
        # Information about the shift alone: what the overhang could explain as well is taken off.
        xx = normal[0, 0] - pull - normal[0, 2] ** 2 / normal[2, 2]
        xy = normal[0, 1] - normal[0, 2] * normal[1, 2] / normal[2, 2]
        yy = normal[1, 1] - pull - normal[1, 2] ** 2 / normal[2, 2]
        found = np.linalg.solve(normal, right)
    return np.array([found[0], found[1], agreeing / len(steps), xx, xy, yy])


@numba.njit(nogil=True, cache=True)
def _searched(steps: np.ndarray, scale: float) -> np.ndarray:
    """East, north and overhang of the least loss on a grid of shifts."""
    best, found = np.inf, np.zeros(3)
    thinning = 1 + len(steps) // 80
    # A shift must explain more of the outline than none does, the farther the more.
    penalty = 0.08 * len(steps) / thinning
    side = int(LARGEST_SHIFT / _STRIDE)
    for i in range(-side, side + 1):
        for j in range(-side, side + 1):
            x, y = i * _STRIDE, j * _STRIDE
            if x * x + y * y > LARGEST_SHIFT**2:
                continue
            for k in range(-1, 4):
                loss = penalty * np.sqrt(x * x + y * y) + 0.01 * abs(k)
                for n in range(0, len(steps), thinning):
                    away = (steps[n, 2] - steps[n, 0] * x - steps[n, 1] * y - 0.25 * k) / scale
                    loss += min(away * away, 1.0)
                    if loss >= best:
                        break
                if loss < best:
                    best = loss
                    found[0], found[1], found[2] = x, y, 0.25 * k
    return found
