"""Horizons of every pixel of a surface model, by sweeps along lines with a convex hull.

A line of heights is walked from its far end towards the viewer; the hull of what lies behind is kept on a stack, whose
top is the horizon. Each sample is pushed and popped once, so a direction costs the same whatever the distance
(Timonen & Westerholm 2010, doi:10.1111/j.1467-8659.2009.01615.x; Barrett 2011). Both directions of a line are walked
over the same heights. Lines are anchored to the global grid, so that tiles equal the mosaic.

Horizons are kept as 16-bit codes of u = s/(1+s), s the tangent of the height, for the tile at work and no longer.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from ..raster.blocks import workers

#: Code of a vertical wall.
FULL = 65535
#: The lines of a direction are dealt out to the threads in so many parcels.
PARCELS = 8
_F = np.float32


@dataclass(frozen=True)
class Core:
    """The part of a surface model whose horizons are wanted; the rest is its surroundings."""

    row: int
    column: int
    height: int
    width: int


@dataclass(frozen=True)
class Ground:
    """A surface ready to be walked over.

    Attributes
    ----------
    heights, turned : ndarray of float32
        Above `level`, (y, x) and (x, y) [m].
    level : float
        [m]
    """

    heights: np.ndarray
    turned: np.ndarray
    level: np.float32

    @classmethod
    def of(cls, surface: np.ndarray) -> Ground:
        """From heights (y, x) [m], north up, without gaps."""
        rows, columns = (slice(None, None, max(1, size // 64)) for size in surface.shape)
        level = _F(np.median(surface[rows, columns]))
        heights = np.ascontiguousarray(surface, _F) - level
        return cls(heights, np.ascontiguousarray(heights.T), level)


@dataclass(frozen=True)
class Horizons:
    """Coded horizons of a core, by direction.

    Attributes
    ----------
    flat, steep : ndarray of uint16
        (directions, y, x), and (directions, x, y) for the directions that are walked along columns.
    numbers, place : ndarray
        The directions that are there, and of each its index in `flat`, or −1 − its index in `steep`.
    """

    flat: np.ndarray
    steep: np.ndarray
    numbers: np.ndarray
    place: np.ndarray

    def direction(self, number: int) -> np.ndarray:
        """Tangent of the horizon in one direction (y, x)."""
        place = self.place[self.numbers.tolist().index(number)]
        code = self.flat[place] if place >= 0 else self.steep[-1 - place].T
        u = code.astype(np.float64) / FULL
        return u / np.maximum(1.0 - u, 1e-9)

    def cover(self, mask: np.ndarray) -> None:
        """Take all of the sky from some pixels (y, x)."""
        self.flat[:, mask] = FULL
        self.steep[:, mask.T] = FULL


def sweep_horizons(
    surface: np.ndarray | Ground,
    pixel: float,
    azimuths: int = 36,
    *,
    core: Core | None = None,
    reach: float = np.inf,
    origin: tuple[int, int] = (0, 0),
    viewpoint: np.ndarray | None = None,
    part: tuple[int, int] = (0, 1),
) -> Horizons:
    """Horizons of every pixel in N directions, clockwise from the grid's north.

    Parameters
    ----------
    surface : ndarray or Ground
        (y, x) heights [m], north up, without gaps.
    pixel : float
        Size of the square pixels [m].
    azimuths : int
        Number of directions, even.
    core : Core, optional
        Only these pixels look; the others are looked at.
    reach : float
        How far beyond the core obstacles are looked for, at least [m].
    origin : (int, int)
        Global row and column of the first pixel.
    viewpoint : ndarray, optional
        (y, x) height of the eye, where it is not the surface: under trees, or above the ground [m].
    part : (int, int)
        Only one of so many parts of the directions.

    Returns
    -------
    Horizons

    Raises
    ------
    ValueError
        If the number of directions is odd or less than 4.
    """
    if azimuths % 2 or azimuths < 4:
        raise ValueError(f"The number of directions must be even and at least 4, not {azimuths}")
    ground = surface if isinstance(surface, Ground) else Ground.of(surface)
    core = core or Core(0, 0, *ground.heights.shape)
    eye = None if viewpoint is None else np.ascontiguousarray(viewpoint, _F) - ground.level
    pairs = [_pair(number, azimuths) for number in range(part[0], azimuths // 2, part[1])]
    flat_pairs = [pair for pair in pairs if not pair.steep]
    steep_pairs = [pair for pair in pairs if pair.steep]
    flat = np.zeros((2 * len(flat_pairs), core.height, core.width), np.uint16)
    steep = np.zeros((2 * len(steep_pairs), core.width, core.height), np.uint16)
    window = (core.row, core.column, core.height, core.width)
    _walk_all(ground.heights, eye, flat, flat_pairs, pixel, reach, origin[1], window)
    turned = (core.column, core.row, core.width, core.height)
    eye = None if eye is None else np.ascontiguousarray(eye.T)
    _walk_all(ground.turned, eye, steep, steep_pairs, pixel, reach, origin[0], turned)
    numbers = [number for pair in (*flat_pairs, *steep_pairs) for number in (pair.onward, pair.back)]
    place = [*range(len(flat)), *range(-1, -1 - len(steep), -1)]
    return Horizons(flat, steep, np.array(numbers, np.int64), np.array(place, np.int64))


@dataclass(frozen=True)
class _Pair:
    """A direction and its opposite, along the columns of an array (of the transposed one when steep)."""

    onward: int
    back: int
    steep: bool
    slant: float
    along: float


def _pair(number: int, azimuths: int) -> _Pair:
    angle = 2 * math.pi * number / azimuths
    east, south = math.sin(angle), -math.cos(angle)
    # Along an axis the slant is exactly 0, along a diagonal exactly 1: rounding errors would lose lines.
    east, south = (0.0 if abs(part) < 1e-9 else part for part in (east, south))
    opposite = number + azimuths // 2
    if abs(east) >= abs(south):
        onward, back = (number, opposite) if east > 0 else (opposite, number)
        return _Pair(onward, back, False, round(south / east, 12), abs(east))
    onward, back = (number, opposite) if south > 0 else (opposite, number)
    return _Pair(onward, back, True, round(east / south, 12), abs(south))


def _walk_all(
    heights: np.ndarray,
    eye: np.ndarray | None,
    codes: np.ndarray,
    pairs: list[_Pair],
    pixel: float,
    reach: float,
    first_column: int,
    window: tuple[int, int, int, int],
) -> None:
    """Fill (directions, y, x) codes, lines dealt out to the threads."""
    row, column, height, width = window
    looks = heights if eye is None else eye

    def task(index: int, pair: _Pair, parcel: int) -> None:
        step = pixel / pair.along
        lead = math.ceil(min(heights.shape[1], reach / step))
        phase = (pair.slant * first_column) % 1.0
        shift = [pair.slant * edge + phase for edge in (column, column + width - 1)]
        lowest, highest = math.floor(row - max(shift)) - 1, math.ceil(row + height - min(shift)) + 2
        share = -(-(highest - lowest) // PARCELS)
        lines = (lowest + parcel * share, min(lowest + (parcel + 1) * share, highest))
        target = (codes[2 * index], codes[2 * index + 1])
        _walk(heights, looks, eye is not None, *target, pair.slant, phase, step, lead, lines, window)

    with ThreadPoolExecutor(workers()) as pool:
        tasks = [(index, pair, parcel) for index, pair in enumerate(pairs) for parcel in range(PARCELS)]
        for done in [pool.submit(task, *each) for each in tasks]:
            done.result()


@njit(cache=True, nogil=True, inline="always")
def _columns_between(low: Any, high: Any, start: Any, slant: Any, size: Any) -> Any:
    """First and one past the last column at which a line is between two rows."""
    if slant > 0:
        first, last = math.ceil((low - start) / slant), math.floor((high - start) / slant)
    elif slant < 0:
        first, last = math.ceil((high - start) / slant), math.floor((low - start) / slant)
    elif low <= start <= high:
        first, last = 0, size - 1
    else:
        first, last = 0, -1
    return max(0, int(first)), min(size, int(last) + 1)


@njit(cache=True, nogil=True, fastmath=True)
def _profile(heights: Any, start: Any, slant: Any, first: Any, last: Any, line: Any) -> Any:
    """Heights of a line at each column, between the two rows it passes."""
    most = heights.shape[0] - 1
    for column in range(first, last):
        position = start + slant * column
        floor = math.floor(position)
        row = int(floor)
        upper = min(max(row, 0), most)
        lower = min(max(row + 1, 0), most)
        height = heights[upper, column]
        line[column] = height + (heights[lower, column] - height) * _F(position - floor)


@njit(cache=True, nogil=True, fastmath=True)
def _hull(line: Any, begin: Any, end: Any, stride: Any, hull: Any, scale: Any, out: Any) -> Any:
    """Tangent of the horizon along a line, walked from its far end. Rows of the hull: place, height, edge beyond it."""
    top = 0
    height = line[begin]
    place = _F(0.0)
    edge = _F(-1e30)
    out[begin] = _F(0.0)
    here = _F(0.0)
    column = begin + stride
    while column != end:
        here += _F(1.0)
        z = line[column]
        rise = height - z
        while rise <= edge * (here - place):
            top -= 1
            place = hull[top, 0]
            height = hull[top, 1]
            edge = hull[top, 2]
            rise = height - z
        hull[top, 0] = place
        hull[top, 1] = height
        hull[top, 2] = edge
        edge = rise / (here - place)
        out[column] = edge * scale
        place = here
        height = z
        top += 1
        column += stride


@njit(cache=True, nogil=True, fastmath=True)
def _hull_apart(line: Any, eyes: Any, begin: Any, end: Any, stride: Any, hull: Any, scale: Any, out: Any) -> Any:
    """As `_hull`, seen from eyes that are above or below the line: they look, but leave the hull as it is."""
    top = 0
    hull[0, 0], hull[0, 1], hull[0, 2] = _F(0.0), line[begin], _F(-1e30)
    out[begin] = _F(0.0)
    here = _F(0.0)
    column = begin + stride
    while column != end:
        here += _F(1.0)
        eye, z = eyes[column], line[column]
        seen = top
        while hull[seen, 1] - eye <= hull[seen, 2] * (here - hull[seen, 0]):
            seen -= 1
        out[column] = (hull[seen, 1] - eye) / (here - hull[seen, 0]) * scale
        while hull[top, 1] - z <= hull[top, 2] * (here - hull[top, 0]):
            top -= 1
        edge = (hull[top, 1] - z) / (here - hull[top, 0])
        top += 1
        hull[top, 0], hull[top, 1], hull[top, 2] = here, z, edge
        column += stride


@njit(cache=True, nogil=True, fastmath=True, inline="always")
def _store(
    line: Any, other: Any, k: Any, start: Any, slant: Any, first: Any, last: Any, window: Any, codes: Any
) -> Any:
    """Codes of the pixels between this line and the one before."""
    row0, column0, height, width = window
    for column in range(max(first, column0), min(last, column0 + width)):
        moved = start - k + slant * column
        floor = math.floor(moved)
        row = k + int(floor) - row0
        if 0 <= row < height:
            here = line[column]
            tangent = here + (other[column] - here) * _F(moved - floor)
            tangent = max(tangent, _F(0.0))
            codes[row, column - column0] = np.uint16(tangent / (_F(1.0) + tangent) * _F(FULL) + _F(0.5))


@njit(cache=True, nogil=True, fastmath=True)
def _walk(
    heights: Any,
    looks: Any,
    apart: Any,
    onward: Any,
    back: Any,
    slant: Any,
    phase: Any,
    step: Any,
    lead: Any,
    lines: Any,
    window: Any,
) -> Any:
    rows, columns = heights.shape
    row0, column0, height, width = window
    scale = _F(1.0 / step)
    hull = np.empty((columns + 1, 3), np.float32)
    line, eyes = np.empty(columns, np.float32), np.empty(columns, np.float32)
    ahead, behind = np.zeros(columns, np.float32), np.zeros(columns, np.float32)
    ahead0, behind0 = np.zeros(columns, np.float32), np.zeros(columns, np.float32)
    for k in range(lines[0] - 1, lines[1]):
        start = k + phase
        # A line is known where both rows it passes are; at the very edge the outermost row stands for both.
        low, high = _columns_between(-1.0, rows + 0.0, start, slant, columns)
        first, last = _columns_between(row0 - 1.0, row0 + height + 0.0, start, slant, columns)
        first, last = max(first, column0, low), min(last, column0 + width, high)
        if first >= last:
            continue
        low, high = max(low, first - lead), min(high, last + lead)
        ahead, ahead0 = ahead0, ahead
        behind, behind0 = behind0, behind
        _profile(heights, start, slant, low, high, line)
        if apart:
            _profile(looks, start, slant, low, high, eyes)
            _hull_apart(line, eyes, high - 1, first - 1, -1, hull, scale, ahead)
            _hull_apart(line, eyes, low, last, 1, hull, scale, behind)
        else:
            _hull(line, high - 1, first - 1, -1, hull, scale, ahead)
            _hull(line, low, last, 1, hull, scale, behind)
        if k >= lines[0]:
            _store(ahead, ahead0, k, start, slant, first, last, window, onward)
            _store(behind, behind0, k, start, slant, first, last, window, back)
