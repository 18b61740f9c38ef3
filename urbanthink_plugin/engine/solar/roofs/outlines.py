"""From labelled cells to polygons: straight shared edges, ridges where planes meet, nothing beyond the footprint.

The sides between cells of two labels form chains that end where three labels meet. A chain is simplified once, for
both its sides, so neighbours never overlap: to the line in which the two planes intersect where that is what it
follows, otherwise through the middles of the cell sides (which take the staircase out) to a few straight edges.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import shapely

from .grid import Grid

#: How far a simplified edge may lie from the cells' sides, in cells.
_TOLERANCE = 1.0
#: How far a corner, and an edge on average and at most, may be from where planes meet to be moved there, in cells.
_SNAP, _SNAP_MEAN, _SNAP_MOST = 1.6, 0.7, 2.2


def outlines(labels: np.ndarray, inside: np.ndarray, planes: np.ndarray, footprint: Any) -> dict[int, Any]:
    """Polygons of labelled cells.

    Parameters
    ----------
    labels : ndarray (rows, columns) of int32
        Label per cell, reaching a few cells beyond the footprint; 0 for no plane.
    inside : ndarray of bool
        Cells of the footprint.
    planes : ndarray (n, 3)
        c, p, q of z = c + p·column + q·row of label n + 1, in cells.
    footprint : polygon
        In cells (column, row).

    Returns
    -------
    dict
        Label to polygon in cells; labels that fall outside the footprint are absent.
    """
    present = np.unique(labels)
    if len(present) == 1:
        return {int(present[0]): footprint} if present[0] else {}
    nodes, starts, sides = chains(labels)
    corners = _corners(nodes, starts, sides, planes)
    lines = []
    for k in range(len(starts) - 1):
        chain = nodes[starts[k] : starts[k + 1]].astype(float)
        lines.append(_straightened(chain, sides[k], inside, planes, corners))
    edges = shapely.linestrings(
        np.concatenate(lines), indices=np.repeat(np.arange(len(lines)), [len(n) for n in lines])
    )
    frame = shapely.box(0, 0, labels.shape[1], labels.shape[0])
    network = shapely.union_all([*shapely.get_parts(edges), frame.exterior])
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(network)]))
    inner = shapely.get_coordinates(shapely.point_on_surface(faces)).astype(int)
    of_face = labels[np.clip(inner[:, 1], 0, labels.shape[0] - 1), np.clip(inner[:, 0], 0, labels.shape[1] - 1)]
    polygons = {}
    for label in np.unique(of_face[of_face > 0]):
        own = faces[of_face == label]
        shape = own[0] if len(own) == 1 else shapely.union_all(own)
        clipped = largest_part(shapely.intersection(shape, footprint))
        if clipped is not None:
            polygons[int(label)] = clipped
    return polygons


def largest_part(shape: Any) -> Any:
    """The largest polygon of a geometry, or None."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
    return max(parts, key=lambda part: part.area, default=None)


def cells_outline(cells: np.ndarray, grid: Grid) -> Any:
    """Outline of a group of cells in map coordinates: its convex hull where it is compact, else along the cells."""
    rows, columns = np.nonzero(cells)
    first, begin = rows.min() - 1, columns.min() - 1
    marked = np.zeros((rows.max() - first + 2, columns.max() - begin + 2), np.int32)
    marked[rows - first, columns - begin] = 1
    nodes, starts, _ = chains(marked)
    places = (nodes + np.array([begin, first])) * (grid.width_m, -grid.height_m) + np.array([grid.left, grid.top])
    edges = shapely.linestrings(places, indices=np.repeat(np.arange(len(starts) - 1), np.diff(starts)))
    shape = shapely.build_area(shapely.multilinestrings(edges))
    hull = shapely.convex_hull(shape)
    return hull if shape.area >= 0.6 * hull.area else shape


@numba.njit(nogil=True, cache=True)
def chains(labels: np.ndarray) -> tuple:
    """Sides between different labels as chains of grid nodes.

    Returns
    -------
    nodes : ndarray (n, 2) of int32
        Column and row of the nodes, one chain after the other; a chain without ends repeats its first node.
    starts : ndarray
        Where each chain begins, with the end appended.
    sides : ndarray (chains, 2)
        The two labels beside it.
    """
    rows, columns = labels.shape
    # Bits of a node: sides to the east, south, west and north of it.
    bits = np.zeros((rows + 1, columns + 1), np.uint8)
    total = 0
    for i in range(1, rows):
        for j in range(columns):
            if labels[i - 1, j] != labels[i, j]:
                bits[i, j] |= 1
                bits[i, j + 1] |= 4
                total += 1
    for i in range(rows):
        for j in range(1, columns):
            if labels[i, j - 1] != labels[i, j]:
                bits[i, j] |= 2
                bits[i + 1, j] |= 8
                total += 1
    nodes = np.empty((2 * total + 2, 2), np.int32)
    starts, sides = np.zeros(total + 2, np.int64), np.zeros((total + 1, 2), np.int32)
    count, used = 0, 0
    left = bits.copy()
    for closed in (False, True):
        for i in range(rows + 1):
            for j in range(columns + 1):
                if not closed and _degree(bits[i, j]) in (0, 2):
                    continue
                while left[i, j]:
                    used = _follow(labels, bits, left, i, j, nodes, used, sides[count])
                    count += 1
                    starts[count] = used
    return nodes[:used].copy(), starts[: count + 1].copy(), sides[:count].copy()


@numba.njit(nogil=True, cache=True, inline="always")
def _degree(bits: int) -> int:
    return (bits & 1) + (bits >> 1 & 1) + (bits >> 2 & 1) + (bits >> 3 & 1)


@numba.njit(nogil=True, cache=True)
def _follow(
    labels: np.ndarray,
    bits: np.ndarray,
    left: np.ndarray,
    i: int,
    j: int,
    nodes: np.ndarray,
    used: int,
    sides: np.ndarray,
) -> int:
    """Walk from a node to the next joint (or round), taking the sides off `left`."""
    nodes[used, 0], nodes[used, 1] = j, i
    used += 1
    i0, j0 = i, j
    first = True
    while True:
        for way in range(4):
            if left[i, j] >> way & 1:
                break
        if first:
            a, b = _beside(labels, i, j, way)
            sides[0], sides[1] = a, b
            first = False
        left[i, j] &= ~(1 << way) & 15
        if way == 0:
            j += 1
        elif way == 1:
            i += 1
        elif way == 2:
            j -= 1
        else:
            i -= 1
        left[i, j] &= ~(1 << ((way + 2) % 4)) & 15
        nodes[used, 0], nodes[used, 1] = j, i
        used += 1
        if _degree(bits[i, j]) != 2 or (i == i0 and j == j0) or left[i, j] == 0:
            return used


@numba.njit(nogil=True, cache=True)
def _beside(labels: np.ndarray, i: int, j: int, way: int) -> tuple:
    """The two labels beside the side that leaves a node east, south, west or north."""
    if way == 0:
        return labels[i - 1, j], labels[i, j]
    if way == 1:
        return labels[i, j - 1], labels[i, j]
    if way == 2:
        return labels[i - 1, j - 1], labels[i, j - 1]
    return labels[i - 1, j - 1], labels[i - 1, j]


def _corners(
    nodes: np.ndarray, starts: np.ndarray, sides: np.ndarray, planes: np.ndarray
) -> dict[tuple[int, int], np.ndarray]:
    """Where the ends of chains move to: the point three planes share, or the line two of them share."""
    labels_at: dict[tuple[int, int], set[int]] = {}
    for k in range(len(starts) - 1):
        for node in (nodes[starts[k]], nodes[starts[k + 1] - 1]):
            labels_at.setdefault((int(node[0]), int(node[1])), set()).update(int(side) for side in sides[k])
    corners = {}
    for place, labels in labels_at.items():
        real = sorted(labels - {0})
        node = np.array(place, float)
        moved = None
        if len(real) == 3 and 0 not in labels:
            moved = _meeting_point(planes[[n - 1 for n in real]])
            if moved is not None and np.hypot(*(moved - node)) > _SNAP:
                moved = None
        elif len(real) == 2:
            crease = _crease(planes[real[0] - 1], planes[real[1] - 1])
            if crease is not None:
                moved = _onto(node, crease)
                if np.hypot(*(moved - node)) > _SNAP:
                    moved = None
        corners[place] = node if moved is None else moved
    return corners


def _meeting_point(planes: np.ndarray) -> np.ndarray | None:
    normal, right = planes[1:, 1:3] - planes[0, 1:3], planes[0, 0] - planes[1:, 0]
    determinant = normal[0, 0] * normal[1, 1] - normal[0, 1] * normal[1, 0]
    if abs(determinant) < 1e-3 * np.abs(normal).max() ** 2 or not determinant:
        return None
    return np.array(
        [
            (right[0] * normal[1, 1] - right[1] * normal[0, 1]) / determinant,
            (normal[0, 0] * right[1] - normal[1, 0] * right[0]) / determinant,
        ]
    )


def _crease(first: np.ndarray, second: np.ndarray) -> np.ndarray | None:
    """The line two planes share in plan, as (nx, ny, d) with nx·x + ny·y = d; None where they are nearly parallel."""
    c, p, q = (first - second)[:3]
    length = np.hypot(p, q)
    # In cells: 0.05 m per metre of difference is a crease of some three degrees.
    return None if length < 0.025 else np.array([p, q, -c]) / length


def _onto(points: np.ndarray, line: np.ndarray) -> np.ndarray:
    away = points @ line[:2] - line[2]
    moved: np.ndarray = points - np.multiply.outer(away, line[:2])
    return moved


def _straightened(
    chain: np.ndarray,
    sides: np.ndarray,
    inside: np.ndarray,
    planes: np.ndarray,
    corners: dict[tuple[int, int], np.ndarray],
) -> np.ndarray:
    first, last = (int(chain[0, 0]), int(chain[0, 1])), (int(chain[-1, 0]), int(chain[-1, 1]))
    ends = np.array([corners[first], corners[last]])
    closed = first == last
    middles = (chain[1:] + chain[:-1]) / 2
    if sides.min() > 0 and not closed:
        crease = _crease(planes[sides[0] - 1], planes[sides[1] - 1])
        # Outside, the labels go on without knowing of planes.
        known = inside[middles[:, 1].astype(int), middles[:, 0].astype(int)]
        if crease is not None and known.any() and _follows(middles[known], crease):
            near = np.abs(ends @ crease[:2] - crease[2]) < 0.3
            on = _onto(ends, crease)
            points = [ends[0]] if near[0] else [ends[0], on[0]]
            points += [ends[1]] if near[1] else [on[1], ends[1]]
            return np.array(points)
    if closed:
        # A loop has no end to hold on to: it is cut where it is farthest from its middle.
        cut = int(np.argmax(((middles - middles.mean(axis=0)) ** 2).sum(axis=1)))
        middles = np.roll(middles, -cut, axis=0)
        return _sharpened(np.vstack([middles, middles[:1]]), closed=True)
    return _sharpened(np.vstack([ends[:1], middles, ends[1:]]), closed=False)


def _sharpened(points: np.ndarray, closed: bool) -> np.ndarray:
    """A few straight edges through many points, and corners where the lines through their points meet."""
    if closed:
        half = int(np.argmax(((points - points[0]) ** 2).sum(axis=1)))
        kept = np.unique([*simplified(points[: half + 1], _TOLERANCE), *(simplified(points[half:], _TOLERANCE) + half)])
    else:
        kept = simplified(points, _TOLERANCE)
    lines = _side_lines(points, kept)
    corners = points[kept].copy()
    for n in range(0 if closed else 1, len(kept) - 1):
        before, after = lines[n - 1], lines[n]
        sine = before[0] * after[1] - before[1] * after[0]
        # Nearly one line: where two such lines meet says nothing.
        if not abs(sine) > 0.35:
            continue
        met = (
            np.array([before[2] * after[1] - before[1] * after[2], before[0] * after[2] - before[2] * after[0]]) / sine
        )
        if np.hypot(*(met - corners[n])) <= _SNAP:
            corners[n] = met
    if closed:
        corners[-1] = corners[0]
    return corners


@numba.njit(nogil=True, cache=True)
def _side_lines(points: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Least-squares line (nx, ny, d) through the points of each side; NaN for sides of less than two inner ones."""
    lines = np.full((len(kept) - 1, 3), np.nan)
    for n in range(len(kept) - 1):
        # The points at the corners belong to both sides, and to neither.
        own = points[kept[n] + 1 : kept[n + 1]]
        if len(own) < 2:
            continue
        mx, my = own[:, 0].mean(), own[:, 1].mean()
        xx, yy = ((own[:, 0] - mx) ** 2).sum(), ((own[:, 1] - my) ** 2).sum()
        xy = ((own[:, 0] - mx) * (own[:, 1] - my)).sum()
        angle = 0.5 * np.arctan2(2 * xy, xx - yy)
        lines[n, 0], lines[n, 1] = -np.sin(angle), np.cos(angle)
        lines[n, 2] = lines[n, 0] * mx + lines[n, 1] * my
    return lines


def _follows(middles: np.ndarray, crease: np.ndarray) -> bool:
    away = np.abs(middles @ crease[:2] - crease[2])
    return bool(away.mean() <= _SNAP_MEAN and away.max() <= _SNAP_MOST)


@numba.njit(nogil=True, cache=True)
def simplified(points: np.ndarray, tolerance: float) -> np.ndarray:
    """Indices of the points that Douglas–Peucker keeps."""
    keep = np.zeros(len(points), np.bool_)
    keep[0] = keep[-1] = True
    stack = np.empty((len(points) + 1, 2), np.int64)
    stack[0, 0], stack[0, 1] = 0, len(points) - 1
    depth = 1
    while depth:
        depth -= 1
        begin, end = stack[depth, 0], stack[depth, 1]
        dx, dy = points[end, 0] - points[begin, 0], points[end, 1] - points[begin, 1]
        length = np.hypot(dx, dy)
        worst, at = tolerance, -1
        for n in range(begin + 1, end):
            ex, ey = points[n, 0] - points[begin, 0], points[n, 1] - points[begin, 1]
            away = abs(ex * dy - ey * dx) / length if length > 0 else np.hypot(ex, ey)
            if away > worst:
                worst, at = away, n
        if at > 0:
            keep[at] = True
            stack[depth, 0], stack[depth, 1] = begin, at
            stack[depth + 1, 0], stack[depth + 1, 1] = at, end
            depth += 2
    return np.flatnonzero(keep)
