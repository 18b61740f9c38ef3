"""What stands on a roof plane, and which cells without a plane belong to its area all the same."""

from __future__ import annotations

import numba
import numpy as np

#: What stands lower above its plane is part of the roofing [m].
OBSTACLE_HEIGHT = 0.3
#: A gap in a plane up to this share of its area is closed when the plane surrounds it.
_LARGEST_GAP = 0.25
#: Cells over which labels go on outside a footprint.
_MARGIN = 4


@numba.njit(nogil=True, cache=True)
def territories(
    x: np.ndarray,
    y: np.ndarray,
    z: np.ndarray,
    inside: np.ndarray,
    labels: np.ndarray,
    planes: np.ndarray,
    threshold: float,
) -> tuple:
    """Give cells without a plane to the plane they lie in or under, and find what stands above it.

    Parameters
    ----------
    x, y, z, inside, labels, planes
        As `segment` has and returns them.
    threshold : float
        Height above the plane from which something is an obstacle [m].

    Returns
    -------
    area : ndarray of int32
        Label per cell with gaps closed, continued over the cells outside the footprint.
    pieces : ndarray of int32
        Obstacle per cell, from 1; 0 for none.
    tops : ndarray (obstacles, 2)
        Height above the plane [m] and label of the plane.
    """
    area = labels.copy()
    _widen(x, y, z, inside, area, planes, threshold)
    pieces = np.zeros(labels.shape, np.int32)
    tops = _gaps(x, y, z, inside, labels, area, planes, threshold, pieces)
    _continue_outside(area, inside)
    return area, pieces, tops


@numba.njit(nogil=True, cache=True)
def _height_above(z: float, x: float, y: float, plane: np.ndarray) -> float:
    return z - plane[0] - plane[1] * x - plane[2] * y


@numba.njit(nogil=True, cache=True)
def _main_neighbour(area: np.ndarray, i: int, j: int) -> int:
    """The label most of the eight neighbours have, 0 if none has any."""
    best, most = 0, 0
    for k in range(max(i - 1, 0), min(i + 2, area.shape[0])):
        for m in range(max(j - 1, 0), min(j + 2, area.shape[1])):
            label = area[k, m]
            if label > 0 and label != best:
                count = 0
                for u in range(max(i - 1, 0), min(i + 2, area.shape[0])):
                    for v in range(max(j - 1, 0), min(j + 2, area.shape[1])):
                        count += area[u, v] == label
                if count > most:
                    best, most = label, count
    return best


@numba.njit(nogil=True, cache=True)
def _widen(
    x: np.ndarray,
    y: np.ndarray,
    z: np.ndarray,
    inside: np.ndarray,
    area: np.ndarray,
    planes: np.ndarray,
    threshold: float,
) -> None:
    """Cells at eaves and steps mix two heights and fit no plane: the plane beside them gets one row of them."""
    before = area.copy()
    for i in range(area.shape[0]):
        for j in range(area.shape[1]):
            if inside[i, j] and before[i, j] == 0:
                label = _main_neighbour(before, i, j)
                if label:
                    above = _height_above(z[i, j], x[i, j], y[i, j], planes[label - 1])
                    if not above > threshold:
                        area[i, j] = label


@numba.njit(nogil=True, cache=True)
def _gaps(
    x: np.ndarray,
    y: np.ndarray,
    z: np.ndarray,
    inside: np.ndarray,
    labels: np.ndarray,
    area: np.ndarray,
    planes: np.ndarray,
    threshold: float,
    pieces: np.ndarray,
) -> np.ndarray:
    """Close gaps that one plane surrounds, and mark those that stand above it as obstacles."""
    rows, columns = area.shape
    size = np.bincount(labels.ravel(), minlength=len(planes) + 1)
    tops = np.empty((rows * columns, 2))
    found = 0
    seen = (area != 0) | ~inside
    queue = np.empty((rows * columns, 2), np.int32)
    contacts = np.zeros(len(planes) + 1, np.int64)
    for i in range(rows):
        for j in range(columns):
            if seen[i, j]:
                continue
            gap = queue[: _gap(area, inside, seen, i, j, queue, contacts)]
            label = int(np.argmax(contacts))
            if contacts[label] == 0:
                continue
            highest, standing, below, known = _profile(x, y, z, gap, planes[label - 1], threshold)
            if standing and 2 * standing >= known:
                tops[found, 0], tops[found, 1] = highest, label
                found += 1
                for k, m in gap:
                    pieces[k, m] = found
            small = len(gap) <= _LARGEST_GAP * size[label] and contacts[label] >= 0.6 * contacts.sum()
            if small and 2 * below <= known:
                for k, m in gap:
                    area[k, m] = label
    return tops[:found].copy()


@numba.njit(nogil=True, cache=True)
def _gap(
    area: np.ndarray,
    inside: np.ndarray,
    seen: np.ndarray,
    i0: int,
    j0: int,
    queue: np.ndarray,
    contacts: np.ndarray,
) -> int:
    """Collect the cells of a gap in `queue`, and count in `contacts` how often it touches each label."""
    rows, columns = area.shape
    contacts[:] = 0
    seen[i0, j0] = True
    queue[0, 0], queue[0, 1] = i0, j0
    count, done = 1, 0
    while done < count:
        i, j = queue[done, 0], queue[done, 1]
        done += 1
        for k in range(max(i - 1, 0), min(i + 2, rows)):
            for m in range(max(j - 1, 0), min(j + 2, columns)):
                if inside[k, m] and area[k, m]:
                    contacts[area[k, m]] += 1
                elif not seen[k, m]:
                    seen[k, m] = True
                    queue[count, 0], queue[count, 1] = k, m
                    count += 1
    return count


@numba.njit(nogil=True, cache=True)
def _profile(
    x: np.ndarray, y: np.ndarray, z: np.ndarray, gap: np.ndarray, plane: np.ndarray, threshold: float
) -> tuple:
    """Greatest height above the plane [m], and how many cells are above, below and known."""
    highest, standing, below, known = 0.0, 0, 0, 0
    for i, j in gap:
        if z[i, j] == z[i, j]:
            above = _height_above(z[i, j], x[i, j], y[i, j], plane)
            known += 1
            standing += above > threshold
            below += above < -threshold
            highest = max(highest, above)
    return highest, standing, below, known


@numba.njit(nogil=True, cache=True)
def _continue_outside(area: np.ndarray, inside: np.ndarray) -> None:
    """Continue the labels over the cells outside, so that the footprint and not the cells cuts the polygons."""
    rows, columns = area.shape
    void = ~inside
    for _ in range(_MARGIN):
        before_void, before = void.copy(), area.copy()
        left = 0
        for i in range(rows):
            for j in range(columns):
                if not before_void[i, j]:
                    continue
                # Sides before corners, so that edges go straight on.
                for turn in range(8):
                    k, m = i + _DOWN[turn], j + _RIGHT[turn]
                    if 0 <= k < rows and 0 <= m < columns and not before_void[k, m]:
                        area[i, j] = before[k, m]
                        void[i, j] = False
                        break
                left += void[i, j]
        if left == 0:
            return


_DOWN = np.array([0, 1, 0, -1, 1, 1, -1, -1])
_RIGHT = np.array([1, 0, -1, 0, 1, -1, 1, -1])
