"""Roof planes of one building: locally seeded consensus, least-squares refits, competition of neighbours.

Every cell has a sample (x, y, z): the middle of a raster cell, or a laser point in it. A plane is tried from the
least-squares plane round a cell (5×5, or 3×3 in narrow places), keeps the connected cells within a tolerance, and is
refitted three times; the plane with the largest consensus wins its cells, until nothing is left. Then neighbours on
one plane are merged, and cells change sides until every one is with the plane that explains it best.

All planes are z = c + p·x + q·y, in the local coordinates of the samples.
"""

from __future__ import annotations

import numba
import numpy as np

from .labels import add_point, compete, final_plane, merge, regroup, solve_plane

#: Most seeds tried in a round, and how many of them are followed up.
_SEEDS, _FOLLOWED = 40, 4


@numba.njit(nogil=True, cache=True)
def segment(
    x: np.ndarray, y: np.ndarray, z: np.ndarray, inside: np.ndarray, reach: int, least: int, block: int
) -> tuple:
    """Divide a building's cells among planes.

    Parameters
    ----------
    x, y, z : ndarray (rows, columns)
        Samples in local coordinates [m]; z NaN where there is none.
    inside : ndarray of bool
        Cells of the building.
    reach : int
        Cells this far apart are neighbours: 1 on a full grid, 2 where many cells have no sample.
    least : int
        Cells a plane needs.
    block : int
        A plane holds a square of this many cells somewhere; what does not is an edge or a parapet.

    Returns
    -------
    labels : ndarray of int32
        0 for none, otherwise the row of `planes` plus 1.
    planes : ndarray (n, 4)
        c, p, q and the root mean square of the residuals [m].
    noise : float
        Standard deviation of the samples [m].
    tolerance : float
        Largest residual of a member [m].
    """
    labels = np.zeros(z.shape, np.int32)
    empty = np.zeros((0, 4))
    points, at, number = _listed(x, y, z, inside)
    if len(points) < max(least, 3):
        return labels, empty, 0.0, 0.0
    local, misfit, noise = _local_planes(points, at, number, reach)
    # Real roofs are not plane to better than a few centimetres: battens, tiles, sagging.
    tolerance = min(max(0.15, 3.0 * noise), 0.45)
    owner = np.zeros(len(points), np.int32)
    planes = _extract(points, at, number, local, misfit, owner, tolerance, reach, max(4, least // 2))
    if len(planes) == 0:
        return labels, empty, noise, tolerance
    for turn in range(3):
        if turn != 1:
            planes = merge(points, at, number, owner, planes, reach, noise)
            for n in range(len(points)):
                labels[at[n, 0], at[n, 1]] = owner[n]
        compete(z, x, y, inside, labels, planes, tolerance, 3)
        planes = regroup(x, y, z, labels, reach, least, block if turn else 1)
        if len(planes) == 0:
            break
        for n in range(len(points)):
            owner[n] = labels[at[n, 0], at[n, 1]]
    for k in range(len(planes)):
        planes[k] = final_plane(x, y, z, labels, k + 1, planes[k])
    return labels, planes, noise, tolerance


@numba.njit(nogil=True, cache=True)
def _listed(x: np.ndarray, y: np.ndarray, z: np.ndarray, inside: np.ndarray) -> tuple:
    """Samples one after the other: x, y, z; their row and column; and the number of each cell's sample, or −1."""
    rows, columns = z.shape
    number = np.full((rows, columns), -1, np.int32)
    points, at = np.empty((rows * columns, 3)), np.empty((rows * columns, 2), np.int32)
    count = 0
    for i in range(rows):
        for j in range(columns):
            if inside[i, j] and z[i, j] == z[i, j]:
                number[i, j] = count
                at[count, 0], at[count, 1] = i, j
                points[count, 0], points[count, 1], points[count, 2] = x[i, j], y[i, j], z[i, j]
                count += 1
    return points[:count].copy(), at[:count].copy(), number


@numba.njit(nogil=True, cache=True)
def _local_planes(points: np.ndarray, at: np.ndarray, number: np.ndarray, reach: int) -> tuple:
    """Plane round every point (of two window sizes the better one), its misfit, and the noise of them all [m]."""
    count = len(points)
    local, misfit = np.full((count, 3), np.nan), np.full(count, np.inf)
    spread = np.empty(count)
    found = 0
    s = np.zeros(10)
    for n in range(count):
        for half in (2 * reach, reach):
            s[:] = 0
            for i in range(max(at[n, 0] - half, 0), min(at[n, 0] + half + 1, number.shape[0])):
                for j in range(max(at[n, 1] - half, 0), min(at[n, 1] + half + 1, number.shape[1])):
                    m = number[i, j]
                    if m >= 0:
                        add_point(s, points[m, 0], points[m, 1], points[m, 2])
            if s[0] < 5:
                continue
            c, p, q, rms = solve_plane(s)
            if c != c:
                continue
            # Per degree of freedom, so that the two sizes compare.
            rms *= np.sqrt(s[0] / (s[0] - 3))
            if half == reach and s[0] >= 7:
                spread[found] = rms
                found += 1
            # The wide window has the better slope: the narrow one must be clearly closer.
            if rms + 0.02 < 0.7 * misfit[n] or misfit[n] == np.inf:
                local[n, 0], local[n, 1], local[n, 2], misfit[n] = c, p, q, rms
    if found < 4:
        return local, misfit, 0.0
    # Windows on one plane are the calm third; 0.80 is the 30th percentile of χ₆/√6.
    return local, misfit, np.percentile(spread[:found], 30) / 0.80


@numba.njit(nogil=True, cache=True)
def _extract(
    points: np.ndarray,
    at: np.ndarray,
    number: np.ndarray,
    local: np.ndarray,
    misfit: np.ndarray,
    owner: np.ndarray,
    tolerance: float,
    reach: int,
    least: int,
) -> np.ndarray:
    """Take the plane with the largest consensus again and again; writes `owner`, returns the planes (n, 4)."""
    order = np.argsort(misfit, kind="mergesort")
    barred = misfit > 2 * tolerance
    planes = np.empty((max(1, len(points) // least), 4))
    found, failures = 0, 0
    seen = np.zeros(len(points), np.int32)
    stamp = 0
    seeds, scores = np.empty(_SEEDS, np.int64), np.empty(_SEEDS)
    while found < len(planes) and failures < 12:
        chosen = _choose_seeds(points, local, order, owner, barred, tolerance, seeds)
        if chosen == 0:
            break
        for k in range(chosen):
            scores[k] = _consensus(points, owner, local[seeds[k]], tolerance)
        best_score, best_plane = 0.0, np.zeros(4)
        best_members = np.empty(0, np.int64)
        ranking = np.argsort(-scores[:chosen], kind="mergesort")[:_FOLLOWED]
        for k in ranking:
            stamp += 4
            score, plane, members = _followed(
                points, at, number, owner, local[seeds[k]], seeds[k], tolerance, reach, least, seen, stamp
            )
            if score > best_score:
                best_score, best_plane, best_members = score, plane, members
        if best_score == 0.0:
            failures += 1
            # Those followed, and those with too few cells to be worth it.
            for k in range(chosen):
                barred[seeds[k]] = barred[seeds[k]] or scores[k] < least
            for k in ranking:
                barred[seeds[k]] = True
            continue
        planes[found] = best_plane
        found += 1
        for n in best_members:
            owner[n] = found
    return planes[:found].copy()


@numba.njit(nogil=True, cache=True)
def _followed(
    points: np.ndarray,
    at: np.ndarray,
    number: np.ndarray,
    owner: np.ndarray,
    start: np.ndarray,
    seed: np.int64,
    tolerance: float,
    reach: int,
    least: int,
    seen: np.ndarray,
    stamp: int,
) -> tuple:
    """Grow and refit a plane from a seed; its consensus (0 where it stays too small), the plane and its points."""
    plane = np.zeros(4)
    plane[:3] = start
    members = np.empty(0, np.int64)
    for turn in range(4):
        grown = _grow(points, at, number, owner, plane, seed, tolerance, reach, seen, stamp + turn)
        if len(grown) < least:
            break
        members = grown
        _refit(points, members, plane)
    score = 0.0
    for n in members:
        score += 1 - (_residual(points, int(n), plane) / tolerance) ** 2
    return score, plane, members


@numba.njit(nogil=True, cache=True, inline="always")
def _residual(points: np.ndarray, n: int, plane: np.ndarray) -> float:
    return points[n, 2] - plane[0] - plane[1] * points[n, 0] - plane[2] * points[n, 1]


@numba.njit(nogil=True, cache=True)
def _choose_seeds(
    points: np.ndarray,
    local: np.ndarray,
    order: np.ndarray,
    owner: np.ndarray,
    barred: np.ndarray,
    tolerance: float,
    seeds: np.ndarray,
) -> int:
    """Free points with the calmest surroundings whose planes differ from one another."""
    chosen = 0
    for n in order:
        if owner[n] != 0 or barred[n]:
            continue
        known = False
        for k in range(chosen):
            other = local[seeds[k]]
            alike = abs(other[1] - local[n, 1]) + abs(other[2] - local[n, 2]) < 0.08
            if alike and abs(_residual(points, n, other)) < 0.4 * tolerance:
                known = True
                break
        if not known:
            seeds[chosen] = n
            chosen += 1
            if chosen == len(seeds):
                break
    return chosen


@numba.njit(nogil=True, cache=True)
def _consensus(points: np.ndarray, owner: np.ndarray, plane: np.ndarray, tolerance: float) -> float:
    score = 0.0
    for n in range(len(points)):
        if owner[n] == 0:
            away = (points[n, 2] - plane[0] - plane[1] * points[n, 0] - plane[2] * points[n, 1]) / tolerance
            score += max(0.0, 1 - away * away)
    return score


@numba.njit(nogil=True, cache=True)
def _grow(
    points: np.ndarray,
    at: np.ndarray,
    number: np.ndarray,
    owner: np.ndarray,
    plane: np.ndarray,
    seed: np.int64,
    tolerance: float,
    reach: int,
    seen: np.ndarray,
    stamp: int,
) -> np.ndarray:
    """Free points within the tolerance that hang together with the seed."""
    members = np.empty(len(points), np.int64)
    members[0], seen[seed] = seed, stamp
    count, done = 1, 0
    while done < count:
        i0, j0 = at[members[done], 0], at[members[done], 1]
        done += 1
        for i in range(max(i0 - reach, 0), min(i0 + reach + 1, number.shape[0])):
            for j in range(max(j0 - reach, 0), min(j0 + reach + 1, number.shape[1])):
                n = number[i, j]
                if n >= 0 and seen[n] != stamp and owner[n] == 0:
                    seen[n] = stamp
                    if abs(_residual(points, n, plane)) <= tolerance:
                        members[count] = n
                        count += 1
    return members[:count].copy()


@numba.njit(nogil=True, cache=True)
def _refit(points: np.ndarray, members: np.ndarray, plane: np.ndarray) -> None:
    s = np.zeros(10)
    for n in members:
        add_point(s, points[n, 0], points[n, 1], points[n, 2])
    c, p, q, rms = solve_plane(s)
    if c == c:
        plane[0], plane[1], plane[2], plane[3] = c, p, q, rms
