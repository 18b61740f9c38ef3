"""The kernel that turns horizons into light: one row of a sky table per pixel and direction."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from .horizon import FULL
from .lanes import LANES, add_row
from .sky import STEPS, SkyTables

#: Rows that are computed at once, and columns of a block that stays in the processor's cache.
BAND_ROWS = 32
BLOCK_COLUMNS = 64
#: Lanes of a table row of the year: level and upright part of the light, then of the openness.
YEAR_LANES = 4
_F = np.float32


def pack_table(tables: SkyTables, albedo: float, share: float = 1.0) -> np.ndarray:
    """Tables as the kernel reads them, with the reflected light folded in.

    Parameters
    ----------
    tables : SkyTables
    albedo : float
    share : float
        Weight of the sky view factor of this view.

    Returns
    -------
    ndarray of float32
        (N, STEPS + 2, lanes): for a year level and upright part of the light, then of the openness; for months 16 level
        parts, then 16 upright parts.
    """
    # Reflected light is albedo × GHI × (1 − sky view): its constant part is added at the end.
    light = tables.light - albedo * tables.ghi[:, None, None, None] * tables.openness
    sums, azimuths, steps, _ = light.shape
    if sums == 1:
        packed = np.zeros((azimuths, steps + 1, YEAR_LANES), np.float32)
        packed[:, :-1, 0:2] = light[0]
        packed[:, :-1, 2:4] = tables.openness * share
        return packed
    packed = np.zeros((azimuths, steps + 1, 2, LANES), np.float32)
    packed[:, :-1, :, :sums] = np.moveaxis(light, 0, -1)
    packed[:, :-1, :, sums] = tables.openness * share
    return packed.reshape(azimuths, steps + 1, 2 * LANES)


def pack_remainder(tables: SkyTables, albedo: float) -> np.ndarray:
    """What open planes get beyond what the directions find (slope, aspect, sums + 1), the sky view last."""
    light, openness = tables.remainder[:-1], tables.remainder[-1:]
    light = light - albedo * tables.ghi[:, None, None] * openness
    return np.moveaxis(np.concatenate([light, openness]), 0, -1).astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True)
def light_of_band(
    flat: Any,
    steep: Any,
    numbers: Any,
    place: Any,
    table: Any,
    heights: Any,
    normals: Any,
    directions: Any,
    far: Any,
    corner: Any,
    pixel: Any,
    rows: Any,
    width: Any,
    sums: Any,
) -> Any:
    """Light of some rows of a core (sums, rows, x), without remainder and constant part, and their slopes."""
    count = rows[1] - rows[0]
    result = np.empty((sums, count, width), np.float32)
    slopes = np.empty((2, count, width), np.float32)
    lanes = table.shape[2]
    size = BAND_ROWS * BLOCK_COLUMNS
    east, north = np.empty(size, np.float32), np.empty(size, np.float32)
    position, own = np.empty(size, np.float32), np.empty(size, np.float32)
    of_year = lanes == YEAR_LANES
    light = np.empty((1 if of_year else size, LANES), np.float32)
    year = np.empty((size if of_year else 1, YEAR_LANES), np.float32)
    for left in range(0, width, BLOCK_COLUMNS):
        columns = min(BLOCK_COLUMNS, width - left)
        pixels = count * columns
        _slopes(heights, normals, corner, pixel, rows[0], left, count, columns, east, north)
        light[:] = _F(0.0)
        year[:] = _F(0.0)
        for index in range(len(place)):
            number, where = numbers[index], place[index]
            if where >= 0:
                _take(flat[where], rows[0], left, count, columns, position)
            else:
                _take_turned(steep[-1 - where], rows[0], left, count, columns, position)
            _raise(position, own, east, north, directions[number], far[number], pixels)
            if of_year:
                _add_year(table[number], position, own, pixels, year)
            else:
                _add_months(table[number], position, own, pixels, light)
        for k in range(pixels):
            i, j = k // columns, left + k % columns
            slopes[0, i, j], slopes[1, i, j] = east[k], north[k]
            level = _F(1.0) / np.sqrt(_F(1.0) + east[k] * east[k] + north[k] * north[k])
            if of_year:
                result[0, i, j] = (year[k, 0] + year[k, 1]) * level
                result[1, i, j] = (year[k, 2] + year[k, 3]) * level
            else:
                for lane in range(sums):
                    result[lane, i, j] = light[k, lane] * level
    return result, slopes


@njit(cache=True, nogil=True, fastmath=True)
def add_remainder(light: Any, slopes: Any, remainder: Any, constant: Any) -> Any:
    """Add, by slope and aspect, what the directions miss of an open plane, and a constant per sum; in place."""
    nodes, turns = remainder.shape[0] - 1, (remainder.shape[1] - 1) // 4
    for i in range(light.shape[1]):
        for j in range(light.shape[2]):
            p, q = slopes[0, i, j], slopes[1, i, j]
            rise = abs(p) + abs(q)
            u = rise / (_F(1.0) + rise) * _F(nodes)
            part = abs(q) / max(rise, _F(1e-12))
            if p >= 0 and q >= 0:
                turn = part
            elif p < 0 and q >= 0:
                turn = _F(2.0) - part
            elif p < 0:
                turn = _F(2.0) + part
            else:
                turn = _F(4.0) - part
            turn *= _F(turns)
            a, b = min(int(u), nodes - 1), min(int(turn), 4 * turns - 1)
            f, g = u - _F(a), turn - _F(b)
            for lane in range(light.shape[0]):
                here = remainder[a, b, lane] * (_F(1.0) - g) + remainder[a, b + 1, lane] * g
                beyond = remainder[a + 1, b, lane] * (_F(1.0) - g) + remainder[a + 1, b + 1, lane] * g
                # In deep pits what is left may be smaller than the error of the remainder.
                total = light[lane, i, j] + here + f * (beyond - here) + constant[lane]
                light[lane, i, j] = max(total, _F(0.0))


@njit(cache=True, nogil=True, fastmath=True)
def horn(heights: Any, pixel: Any, row: Any, column: Any, height: Any, width: Any) -> Any:
    """Rise per metre to the east and to the north, Horn (1981) on 3×3 heights."""
    east, north = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    last_row, last_column = heights.shape[0] - 1, heights.shape[1] - 1
    for i in range(height):
        r = row + i
        up, down = max(r - 1, 0), min(r + 1, last_row)
        # At the edge of the model the differences are over one pixel instead of two.
        along = max(_F(4.0) * pixel * _F(down - up), _F(1e-9))
        for j in range(width):
            c = column + j
            left, right = max(c - 1, 0), min(c + 1, last_column)
            a, b, d = heights[up, left], heights[up, c], heights[up, right]
            e, f = heights[r, left], heights[r, right]
            g, h, k = heights[down, left], heights[down, c], heights[down, right]
            across = max(_F(4.0) * pixel * _F(right - left), _F(1e-9))
            east[i, j] = ((d + f + f + k) - (a + e + e + g)) / across
            north[i, j] = ((a + b + b + d) - (g + h + h + k)) / along
    return east, north


@njit(cache=True, nogil=True, fastmath=True)
def add_kept(light: Any, kept: Any, scales: Any) -> Any:
    """Add sums that were kept as whole numbers (sums, rows, x) of so many units; in place."""
    for lane in range(light.shape[0]):
        scale = scales[lane]
        for i in range(light.shape[1]):
            for j in range(light.shape[2]):
                light[lane, i, j] += _F(kept[lane, i, j]) * scale


@njit(cache=True, nogil=True, fastmath=True)
def keep(light: Any, kept: Any, scales: Any) -> Any:
    """Keep sums as whole numbers of so many units."""
    for lane in range(light.shape[0]):
        scale = _F(1.0) / scales[lane]
        for i in range(light.shape[1]):
            for j in range(light.shape[2]):
                kept[lane, i, j] = np.int16(np.floor(light[lane, i, j] * scale + _F(0.5)))


@njit(cache=True, nogil=True, fastmath=True)
def _slopes(
    heights: Any,
    normals: Any,
    corner: Any,
    pixel: Any,
    top: Any,
    left: Any,
    count: Any,
    columns: Any,
    east: Any,
    north: Any,
) -> Any:
    """Slopes of a block: as given, or from the heights."""
    if normals.shape[1] > 0:
        for i in range(count):
            for j in range(columns):
                east[i * columns + j] = normals[0, top + i, left + j]
                north[i * columns + j] = normals[1, top + i, left + j]
        return
    p, q = horn(heights, pixel, corner[0] + top, corner[1] + left, count, columns)
    east[: count * columns] = p.ravel()
    north[: count * columns] = q.ravel()


@njit(cache=True, nogil=True, fastmath=True)
def _take(codes: Any, top: Any, left: Any, count: Any, columns: Any, position: Any) -> Any:
    for i in range(count):
        for j in range(columns):
            position[i * columns + j] = _F(codes[top + i, left + j])


@njit(cache=True, nogil=True, fastmath=True)
def _take_turned(codes: Any, top: Any, left: Any, count: Any, columns: Any, position: Any) -> Any:
    for j in range(columns):
        for i in range(count):
            position[i * columns + j] = _F(codes[left + j, top + i])


@njit(cache=True, nogil=True, fastmath=True)
def _raise(position: Any, own: Any, east: Any, north: Any, direction: Any, far: Any, pixels: Any) -> Any:
    """From code to place in the table: no lower than the surface's own rise, and than the far terrain."""
    for k in range(pixels):
        rise = east[k] * direction[0] + north[k] * direction[1]
        above = max(rise, _F(0.0))
        u = max(position[k] * _F(1.0 / FULL), above / (_F(1.0) + above), far)
        own[k] = rise
        position[k] = u * _F(STEPS)


@njit(cache=True, nogil=True, fastmath=True)
def _add_year(table: Any, position: Any, own: Any, pixels: Any, year: Any) -> Any:
    for k in range(pixels):
        step = int(position[k])
        part = position[k] - _F(step)
        for lane in range(0, YEAR_LANES, 2):
            level = table[step, lane] + part * (table[step + 1, lane] - table[step, lane])
            upright = table[step, lane + 1] + part * (table[step + 1, lane + 1] - table[step, lane + 1])
            year[k, lane] -= own[k] * level
            year[k, lane + 1] += upright


@njit(cache=True, nogil=True, fastmath=True)
def _add_months(table: Any, position: Any, own: Any, pixels: Any, months: Any) -> Any:
    for k in range(pixels):
        step = int(position[k])
        add_row(table, step, position[k] - _F(step), own[k], months, k)
