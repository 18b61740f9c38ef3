"""Real modules on a real surface: as many equal rectangles as rows of a polygon with holes can take.

For a row that covers the band ``v .. v + height`` the free intervals of `u` are the complement of the union of what
the polygon's edges project from that band: exact, without a raster. An interval of length `l` takes
``floor((l + gap) / (width + gap))`` rectangles. Where the rows lie is chosen by dynamic programming over candidate
positions (a fine lattice from the lower edge, and lattices from the upper edge, from long horizontal edges and from
vertices), so that every row slides freely both ways; the tidy layout of evenly spaced rows is kept whenever it holds
as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

ORIENTATIONS = ("best", "portrait", "landscape")
#: Positions tried within one pitch: a sixteenth of a module is about 0.1 m.
STEPS = 16
#: Polygons with more distinct vertex heights than this are searched on the lattices only [count].
MAX_LEVELS = 48
#: What rounding may eat [m]; far below the millimetre that layouts promise.
EPSILON = 1e-6


@dataclass(frozen=True)
class Packing:
    """Rectangles that fit.

    Attributes
    ----------
    rectangles : ndarray
        (n, 4): lower left and upper right corner ``u0, v0, u1, v1`` [m], in the plane's coordinates.
    row, column : ndarray
        Counted from 1, rows upwards and columns along `u`.
    orientation : {"portrait", "landscape"}
        Portrait has the long side up the slope.
    """

    rectangles: np.ndarray
    row: np.ndarray
    column: np.ndarray
    orientation: str

    @property
    def count(self) -> int:
        """Number of rectangles."""
        return len(self.rectangles)


def pack_modules(
    area: BaseGeometry, length: float, width: float, *, orientation: str = "best", gap: float = 0.0
) -> Packing:
    """The layout of modules with most of them on a usable area.

    Parameters
    ----------
    area : shapely geometry
        Polygon or multipolygon in the plane's coordinates [m]: `u` along the contour line, `v` up the slope.
    length, width : float
        Long and short side of the module [m].
    orientation : {"best", "portrait", "landscape"}
    gap : float
        Between neighbouring modules, for clamps [m].
    """
    if orientation not in ORIENTATIONS:
        raise ValueError(f"orientation is one of {', '.join(ORIENTATIONS)}, not {orientation!r}")
    long, short = max(length, width), min(length, width)
    sides = {"portrait": (short, long), "landscape": (long, short)}
    wanted = sides if orientation == "best" else {orientation: sides[orientation]}
    found = [pack(area, *size, gap_u=gap, gap_v=gap, orientation=name) for name, size in wanted.items()]
    return max(found, key=lambda packing: packing.count)


def pack(
    area: BaseGeometry,
    width: float,
    height: float,
    *,
    gap_u: float = 0.0,
    gap_v: float = 0.0,
    orientation: str = "portrait",
) -> Packing:
    """As many upright rectangles as rows can take; each part of a multipolygon has its own rows.

    Parameters
    ----------
    area : shapely geometry
        [m]
    width, height : float
        Of one rectangle along `u` and `v` [m].
    gap_u, gap_v : float
        Least distance between neighbours in a row, and between rows [m].
    orientation : str
        Handed on to the result.
    """
    if min(width, height) <= 0 or min(gap_u, gap_v) < 0:
        raise ValueError("sides must be positive and gaps not negative")
    rectangles, rows, columns = [np.empty((0, 4))], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    above = 0
    for part in polygons_of(area):
        edges = _edges(part)
        bands = _choose_rows(edges, width, height, gap_u, height + gap_v)
        placed, row, column = _place(edges, bands, width, height, gap_u)
        rectangles.append(placed)
        rows.append(row + above)
        columns.append(column)
        above += len(bands)
    return Packing(np.concatenate(rectangles), np.concatenate(rows), np.concatenate(columns), orientation)


def stacked(packing: Packing, depth: float, count: int, gap: float) -> Packing:
    """Each rectangle cut into `count` ones of `depth`, one above the other with a `gap` between [m].

    For what stands in blocks of several modules: tents of two on flat roofs, canopies over two rows of cars.
    """
    cells = np.repeat(packing.rectangles, count, axis=0)
    nth = np.tile(np.arange(count), packing.count)
    cells[:, 1] += nth * (depth + gap)
    cells[:, 3] = cells[:, 1] + depth
    row = (np.repeat(packing.row, count) - 1) * count + nth + 1
    return Packing(cells, row, np.repeat(packing.column, count), packing.orientation)


def polygons_of(area: BaseGeometry) -> list[Any]:
    """The polygons of a geometry of any kind, without empty ones."""
    parts = shapely.get_parts(area)
    while len(parts) and (shapely.get_type_id(parts) > 6).any():
        parts = shapely.get_parts(parts)
    return [part for part in shapely.get_parts(parts) if part.geom_type == "Polygon" and not part.is_empty]


def _edges(polygon: BaseGeometry) -> np.ndarray:
    """Edges of all rings as (n, 4): `u, v` of the lower end, `u, v` of the upper end [m]."""
    coordinates, ring = shapely.get_coordinates(shapely.get_rings(polygon), return_index=True)
    joined = ring[1:] == ring[:-1]
    edges = np.hstack([coordinates[:-1][joined], coordinates[1:][joined]])
    falling = edges[:, 1] > edges[:, 3]
    edges[falling] = edges[falling][:, [2, 3, 0, 1]]
    return np.ascontiguousarray(edges)


def _choose_rows(edges: np.ndarray, width: float, height: float, gap: float, pitch: float) -> np.ndarray:
    """Lower edges of the rows that hold most rectangles together, ascending [m]."""
    low, high = float(edges[:, 1].min()), float(edges[:, 3].max()) - height
    if high < low - EPSILON:
        return np.empty(0)
    lattice = low + np.arange(int((high - low + EPSILON) / pitch * STEPS) + 1) * (pitch / STEPS)
    hung = high - np.arange(int((high - low + EPSILON) / pitch) + 1) * pitch
    counts, hung_counts = (_counts(edges, at, width, height, gap) for at in (lattice, hung))
    even = [int(counts[first::STEPS].sum()) for first in range(STEPS)]
    tidy, held = lattice[int(np.argmax(even)) :: STEPS], max(even)
    if hung_counts.sum() > held:
        tidy, held = hung[::-1], int(hung_counts.sum())
    others = _other_positions(edges, width, height, pitch, low, high)
    at = np.concatenate([lattice, hung, others])
    counts = np.concatenate([counts, hung_counts, _counts(edges, others, width, height, gap)])
    kept = counts > 0
    order = np.argsort(at[kept], kind="stable")
    at, counts = at[kept][order], counts[kept][order]
    rows, total = _best_chain(at, counts, np.searchsorted(at, at + pitch - EPSILON / 10))
    chosen = at[rows] if total > held else tidy
    return np.asarray(chosen[_counts(edges, chosen, width, height, gap) > 0])


def _other_positions(
    edges: np.ndarray, width: float, height: float, pitch: float, low: float, high: float
) -> np.ndarray:
    """Positions at which a row rests on or hangs from a vertex, and rows above and below long horizontal edges."""
    levels = np.unique(np.round(edges[:, [1, 3]].ravel(), 6))
    at = [levels, levels - height] if len(levels) <= MAX_LEVELS else []
    flat = edges[(edges[:, 3] - edges[:, 1] < 1e-3) & (np.abs(edges[:, 2] - edges[:, 0]) > width)]
    chain = np.arange(int((high - low) / pitch) + 2) * pitch
    for level in np.unique(np.round(flat[:, 1], 3))[:MAX_LEVELS]:
        at += [level + chain, level - height - chain]
    found = np.concatenate(at) if at else np.empty(0)
    return found[(found >= low - EPSILON) & (found <= high + EPSILON)]


@numba.njit(cache=True, nogil=True)
def _best_chain(at: np.ndarray, counts: np.ndarray, following: np.ndarray) -> tuple[np.ndarray, int]:
    """The positions, at least one pitch apart, whose counts sum to most, and that sum."""
    n = at.size
    best = np.zeros(n + 1, np.int64)
    for k in range(n - 1, -1, -1):
        best[k] = max(best[k + 1], counts[k] + best[following[k]])
    chosen = np.empty(n, np.int64)
    size, k = 0, 0
    while k < n and best[k] > 0:
        if best[k] == best[k + 1]:
            k += 1
            continue
        chosen[size] = k
        size += 1
        k = following[k]
    return chosen[:size], best[0]


@numba.njit(cache=True, nogil=True)
def _counts(edges: np.ndarray, at: np.ndarray, width: float, height: float, gap: float) -> np.ndarray:
    """How many rectangles a row at each position holds."""
    counts = np.zeros(at.size, np.int64)
    work = np.empty((edges.shape[0], 3))
    free = np.empty((edges.shape[0] + 1, 2))
    for k in range(at.size):
        for i in range(_free(edges, at[k], at[k] + height, work, free)):
            counts[k] += int((free[i, 1] - free[i, 0] + gap + EPSILON) / (width + gap))
    return counts


@numba.njit(cache=True, nogil=True)
def _place(
    edges: np.ndarray, at: np.ndarray, width: float, height: float, gap: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rectangles of the chosen rows, in the middle of their intervals; rows and columns from 1."""
    total = _counts(edges, at, width, height, gap).sum()
    placed = np.empty((total, 4))
    rows, columns = np.empty(total, np.int64), np.empty(total, np.int64)
    work = np.empty((edges.shape[0], 3))
    free = np.empty((edges.shape[0] + 1, 2))
    n = 0
    for k in range(at.size):
        column = 0
        for i in range(_free(edges, at[k], at[k] + height, work, free)):
            room = free[i, 1] - free[i, 0]
            held = int((room + gap + EPSILON) / (width + gap))
            left = free[i, 0] + (room - held * (width + gap) + gap) / 2.0
            for m in range(held):
                u = left + m * (width + gap)
                placed[n, 0], placed[n, 1], placed[n, 2], placed[n, 3] = u, at[k], u + width, at[k] + height
                column += 1
                rows[n], columns[n] = k + 1, column
                n += 1
    return placed, rows, columns


@numba.njit(cache=True, nogil=True)
def _free(edges: np.ndarray, low: float, high: float, work: np.ndarray, free: np.ndarray) -> int:
    """Write the intervals of `u` that are inside the polygon over the whole band; their number.

    Between two blocked intervals lies no edge, so that being inside is the parity of the edges crossed so far.
    """
    n = _blocked(edges, low + EPSILON, high - EPSILON, work)
    order = np.argsort(work[:n, 0]) if n > 24 else _insertion_order(work, n)
    found, inside = 0, 0.0
    end = -np.inf
    for k in range(n):
        start = work[order[k], 0]
        if start > end:
            if inside == 1.0:
                free[found, 0], free[found, 1] = end, start
                found += 1
            end = work[order[k], 1]
        else:
            end = max(end, work[order[k], 1])
        inside = (inside + work[order[k], 2]) % 2.0
    return found


@numba.njit(cache=True, nogil=True)
def _blocked(edges: np.ndarray, low: float, high: float, work: np.ndarray) -> int:
    """What each edge projects from the band on `u`, and whether it crosses the band's middle."""
    middle = (low + high) / 2.0
    n = 0
    for i in range(edges.shape[0]):
        v0, v1 = edges[i, 1], edges[i, 3]
        if v0 >= high or v1 <= low:
            continue
        u0, u1 = edges[i, 0], edges[i, 2]
        rise = v1 - v0
        first, last = u0, u1
        if rise > 0.0:
            if v0 < low:
                first = u0 + (u1 - u0) * (low - v0) / rise
            if v1 > high:
                last = u0 + (u1 - u0) * (high - v0) / rise
        work[n, 0], work[n, 1] = min(first, last), max(first, last)
        work[n, 2] = 1.0 if v0 <= middle < v1 else 0.0
        n += 1
    return n


@numba.njit(cache=True, nogil=True)
def _insertion_order(work: np.ndarray, n: int) -> np.ndarray:
    """Indices that sort the first `n` intervals by their start; quicker than a general sort for a few."""
    order = np.empty(n, np.int64)
    for k in range(n):
        j = k
        while j > 0 and work[order[j - 1], 0] > work[k, 0]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = k
    return order
