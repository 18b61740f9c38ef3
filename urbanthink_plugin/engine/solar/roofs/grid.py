"""Footprints on the grid of a surface model: which cell belongs to whom, and the ground round about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import shapely
from affine import Affine


@dataclass(frozen=True)
class Grid:
    """A north-up grid: outer edge and cell size in map units [m].

    Attributes
    ----------
    left, top : float
        Outer corner of the first cell [m].
    width_m, height_m : float
        Sides of a cell [m], both positive.
    """

    left: float
    top: float
    width_m: float
    height_m: float

    @classmethod
    def of(cls, transform: Affine) -> Grid:
        if transform.b or transform.d or transform.a <= 0 or transform.e >= 0:
            raise ValueError("The grid of heights must be north up.")
        return cls(transform.c, transform.f, transform.a, -transform.e)

    @property
    def cell_area(self) -> float:
        """[m²]"""
        return self.width_m * self.height_m

    @property
    def size(self) -> float:
        """Side of a square cell of the same area [m]."""
        return float(np.sqrt(self.cell_area))

    def window(self, bounds: tuple[float, float, float, float], pad: int) -> tuple[int, int, int, int]:
        """First and last-plus-one row and column that cover `bounds`, with `pad` cells more on every side."""
        west, south, east, north = bounds
        return (
            int(np.floor((self.top - north) / self.height_m)) - pad,
            int(np.ceil((self.top - south) / self.height_m)) + pad,
            int(np.floor((west - self.left) / self.width_m)) - pad,
            int(np.ceil((east - self.left) / self.width_m)) + pad,
        )

    def part(self, row: int, column: int) -> Grid:
        """The same grid beginning at another cell."""
        return Grid(self.left + column * self.width_m, self.top - row * self.height_m, self.width_m, self.height_m)

    def inside(self, footprint: Any, shape: tuple[int, int]) -> np.ndarray:
        """Cells whose middle lies in a footprint (bool)."""
        owner = np.full(shape, -1, np.int32)
        claim(owner, 0, *rings(footprint), self.left, self.top, self.width_m, self.height_m)
        return owner == 0


def rings(footprint: Any) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates (n, 2) of all rings, the inside on their left, and where each begins (with the end appended)."""
    parts = shapely.get_parts(shapely.orient_polygons(footprint))
    lines = shapely.get_rings(parts)
    coordinates, ring = shapely.get_coordinates(lines, return_index=True)
    starts = np.concatenate([np.flatnonzero(np.diff(ring, prepend=-1)), [len(ring)]])
    return coordinates, starts.astype(np.int64)


@numba.njit(nogil=True, cache=True)
def claim(
    owner: np.ndarray,
    index: int,
    coordinates: np.ndarray,
    starts: np.ndarray,
    left: float,
    top: float,
    width: float,
    height: float,
) -> tuple:
    """Write `index` into the free (−1) cells whose middle lies in the rings; even-odd, half-open like rasterisers.

    Returns how many cells were won, how many another one already had, and how many lie beyond the grid.
    """
    rows, columns = owner.shape
    crossings = np.empty(len(coordinates))
    won, lost, beyond = 0, 0, 0
    low, high = coordinates[:, 1].min(), coordinates[:, 1].max()
    first, last = int(np.floor((top - high) / height)), int(np.ceil((top - low) / height))
    for row in range(first, last + 1):
        y = top - (row + 0.5) * height
        count = 0
        for ring in range(len(starts) - 1):
            for k in range(starts[ring], starts[ring + 1] - 1):
                y0, y1 = coordinates[k, 1], coordinates[k + 1, 1]
                if (y0 <= y) != (y1 <= y):
                    x0, x1 = coordinates[k, 0], coordinates[k + 1, 0]
                    crossings[count] = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
                    count += 1
        ordered = np.sort(crossings[:count])
        for k in range(0, count - 1, 2):
            begin = int(np.ceil((ordered[k] - left) / width - 0.5))
            end = int(np.ceil((ordered[k + 1] - left) / width - 0.5))
            for column in range(begin, end):
                if row < 0 or row >= rows or column < 0 or column >= columns:
                    beyond += 1
                elif owner[row, column] == -1:
                    owner[row, column] = index
                    won += 1
                else:
                    lost += 1
    return won, lost, beyond


@numba.njit(nogil=True, cache=True)
def sample(heights: np.ndarray, column: float, row: float) -> float:
    """Height between the middles of four cells, bilinear; NaN beyond the grid or beside a hole."""
    i, j = int(np.floor(row)), int(np.floor(column))
    if i < 0 or j < 0 or i + 1 >= heights.shape[0] or j + 1 >= heights.shape[1]:
        return np.nan
    v, u = row - i, column - j
    upper = heights[i, j] * (1 - u) + heights[i, j + 1] * u
    lower = heights[i + 1, j] * (1 - u) + heights[i + 1, j + 1] * u
    return upper * (1 - v) + lower * v


@numba.njit(nogil=True, cache=True)
def ground_level(
    heights: np.ndarray,
    owner: np.ndarray,
    coordinates: np.ndarray,
    starts: np.ndarray,
    left: float,
    top: float,
    width: float,
    height: float,
) -> float:
    """Height of the ground round a footprint [m]: the 30th percentile 2 to 4 m outside its outline, off all footprints.

    Low, because trees and cars stand there as well. NaN where neighbours leave no free ground.
    """
    total = 0.0
    for ring in range(len(starts) - 1):
        for k in range(starts[ring], starts[ring + 1] - 1):
            total += np.hypot(coordinates[k + 1, 0] - coordinates[k, 0], coordinates[k + 1, 1] - coordinates[k, 1])
    found = np.empty(3 * (int(total) + 2 * len(coordinates)) + 3)
    count, asked = 0, 0
    for ring in range(len(starts) - 1):
        for k in range(starts[ring], starts[ring + 1] - 1):
            dx, dy = coordinates[k + 1, 0] - coordinates[k, 0], coordinates[k + 1, 1] - coordinates[k, 1]
            length = np.hypot(dx, dy)
            steps = int(length) + 1
            for m in range(steps if length > 0 else 0):
                along = (m + 0.5) / steps
                for away in (2.0, 3.0, 4.0):
                    asked += 1
                    x = coordinates[k, 0] + along * dx + away * dy / length
                    y = coordinates[k, 1] + along * dy - away * dx / length
                    i, j = int(np.floor((top - y) / height)), int(np.floor((x - left) / width))
                    inside = 0 <= i < owner.shape[0] and 0 <= j < owner.shape[1]
                    if inside and owner[i, j] == -1 and heights[i, j] == heights[i, j]:
                        found[count] = heights[i, j]
                        count += 1
    if count < max(5, asked // 6):
        return np.nan
    return np.percentile(found[:count], 30)
