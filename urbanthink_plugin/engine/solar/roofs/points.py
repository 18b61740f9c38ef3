"""Laser points of one building on a small grid of its own, and planes refitted on all of them."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import shapely

from .grid import Grid
from .labels import add_point, solve_plane

_BIN = 16.0
_FINEST, _COARSEST = 0.25, 1.0
#: Points a cell should hold on average, so that few stay empty.
_PER_CELL = 2.5


class PointBins:
    """Points sorted into squares, so that those near a building are found quickly.

    Parameters
    ----------
    points : ndarray (n, 3)
        x, y, z [m].
    areas : ndarray (m, 4)
        West, south, east, north of the places that will be asked for; points elsewhere are not kept.
    """

    def __init__(self, points: np.ndarray, areas: np.ndarray) -> None:
        points = np.ascontiguousarray(points, dtype=np.float64)
        areas = areas[~np.isnan(areas).any(axis=1)]
        low = areas[:, :2].min(axis=0) if len(areas) else np.zeros(2)
        high = areas[:, 2:].max(axis=0) if len(areas) else np.zeros(2)
        self.origin = np.floor(low / _BIN)
        self.columns, self.rows = (int(n) + 1 for n in np.floor(high / _BIN) - self.origin)
        wanted = np.zeros((self.rows, self.columns), np.bool_)
        for west, south, east, north in np.floor(areas / _BIN) - np.tile(self.origin, 2):
            wanted[int(south) : int(north) + 1, int(west) : int(east) + 1] = True
        self.points, self.starts = _binned(points, wanted, *self.origin)

    def near(self, bounds: tuple[float, float, float, float]) -> np.ndarray:
        """Points within bounds (west, south, east, north)."""
        low = np.floor(np.array(bounds[:2]) / _BIN) - self.origin
        high = np.floor(np.array(bounds[2:]) / _BIN) - self.origin
        first, last = max(int(low[0]), 0), min(int(high[0]), self.columns - 1)
        found = self.points[:0]
        if first <= last:
            rows = range(max(int(low[1]), 0), min(int(high[1]), self.rows - 1) + 1)
            spans = [self.starts[[row * self.columns + first, row * self.columns + last + 1]] for row in rows]
            found = np.concatenate([found, *(self.points[begin:end] for begin, end in spans)])
        x, y = found[:, 0], found[:, 1]
        return found[(x >= bounds[0]) & (x <= bounds[2]) & (y >= bounds[1]) & (y <= bounds[3])]


@numba.njit(nogil=True, cache=True)
def _binned(points: np.ndarray, wanted: np.ndarray, west: float, south: float) -> tuple:
    """Points in the order of their bins, and where each bin begins (counting sort)."""
    rows, columns = wanted.shape
    starts = np.zeros(rows * columns + 1, np.int64)
    bins = np.full(len(points), -1, np.int32)
    for n in range(len(points)):
        j, i = int(np.floor(points[n, 0] / _BIN) - west), int(np.floor(points[n, 1] / _BIN) - south)
        if 0 <= i < rows and 0 <= j < columns and wanted[i, j]:
            bins[n] = i * columns + j
            starts[bins[n] + 1] += 1
    starts = np.cumsum(starts)
    result, following = np.empty((starts[-1], 3)), starts.copy()
    for n in range(len(points)):
        if bins[n] >= 0:
            result[following[bins[n]]] = points[n]
            following[bins[n]] += 1
    return result, starts


def point_grid(points: np.ndarray, footprint: Any, pad: int) -> tuple[Grid, tuple[int, int]]:
    """A grid fine enough for the density of the points, anchored to the map and not to the building."""
    inner = np.count_nonzero(shapely.contains_xy(footprint, points[:, 0], points[:, 1]))
    density = inner / footprint.area
    size = float(np.clip(np.sqrt(_PER_CELL / max(density, 1e-6)), _FINEST, _COARSEST))
    size = round(size / 0.05) * 0.05
    west, south, east, north = footprint.bounds
    left, top = (np.floor(west / size) - pad) * size, (np.ceil(north / size) + pad) * size
    shape = int(np.ceil((top - south) / size)) + pad, int(np.ceil((east - left) / size)) + pad
    return Grid(float(left), float(top), size, size), shape


@numba.njit(nogil=True, cache=True)
def highest_points(points: np.ndarray, left: float, top: float, size: float, shape: tuple, lowest: float) -> tuple:
    """x, y and z of the highest point in every cell (NaN in empty ones) and the cell of every point.

    Coordinates are relative to the grid's corner; points below `lowest` [m] are not looked at (cell −1).
    """
    x, y, z = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    cell = np.full((len(points), 2), -1, np.int32)
    for n in range(len(points)):
        east, south = points[n, 0] - left, top - points[n, 1]
        i, j = int(np.floor(south / size)), int(np.floor(east / size))
        if i < 0 or j < 0 or i >= shape[0] or j >= shape[1] or points[n, 2] < lowest:
            continue
        cell[n, 0], cell[n, 1] = i, j
        if not z[i, j] >= points[n, 2]:
            x[i, j], y[i, j], z[i, j] = east, -south, points[n, 2]
    return x, y, z, cell


@numba.njit(nogil=True, cache=True)
def refit_on_points(
    points: np.ndarray,
    left: float,
    top: float,
    cell: np.ndarray,
    labels: np.ndarray,
    planes: np.ndarray,
    tolerance: float,
) -> np.ndarray:
    """Planes by least squares over all points in their cells, twice, far-off points left out."""
    result = planes.copy()
    for _ in range(2):
        sums = np.zeros((len(planes), 10))
        for n in range(len(points)):
            if cell[n, 0] < 0:
                continue
            label = labels[cell[n, 0], cell[n, 1]]
            if label == 0:
                continue
            x, y, plane = points[n, 0] - left, points[n, 1] - top, result[label - 1]
            if abs(points[n, 2] - plane[0] - plane[1] * x - plane[2] * y) <= min(tolerance, max(0.05, 3 * plane[3])):
                add_point(sums[label - 1], x, y, points[n, 2])
        for k in range(len(planes)):
            c, p, q, rms = solve_plane(sums[k])
            if c == c:
                result[k, 0], result[k, 1], result[k, 2], result[k, 3] = c, p, q, rms
    return result
