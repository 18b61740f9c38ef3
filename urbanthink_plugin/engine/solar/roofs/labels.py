"""Planes and the cells they hold: least squares, neighbours merged, cells that change sides, parts that hang together.

The second half of the work of `segment`.
"""

from __future__ import annotations

import numba
import numpy as np

#: Weight of neighbours against the misfit when cells choose their plane.
_SMOOTH = 0.6


@numba.njit(nogil=True, cache=True)
def solve_plane(s: np.ndarray) -> tuple:
    """Least-squares plane from sums (n, x, y, z, xx, xy, yy, xz, yz, zz): c, p, q and rms; NaN if degenerate."""
    n = s[0]
    if n < 3:
        return np.nan, np.nan, np.nan, np.nan
    mx, my, mz = s[1] / n, s[2] / n, s[3] / n
    xx, xy, yy = s[4] - n * mx * mx, s[5] - n * mx * my, s[6] - n * my * my
    xz, yz, zz = s[7] - n * mx * mz, s[8] - n * my * mz, s[9] - n * mz * mz
    determinant = xx * yy - xy * xy
    if determinant <= 1e-4 * (xx + yy) ** 2 or xx + yy <= 0:
        return np.nan, np.nan, np.nan, np.nan
    p, q = (xz * yy - yz * xy) / determinant, (yz * xx - xz * xy) / determinant
    left = max(zz - p * xz - q * yz, 0.0)
    return mz - p * mx - q * my, p, q, np.sqrt(left / n)


@numba.njit(nogil=True, cache=True, inline="always")
def add_point(s: np.ndarray, x: float, y: float, z: float) -> None:
    s[0] += 1
    s[1] += x
    s[2] += y
    s[3] += z
    s[4] += x * x
    s[5] += x * y
    s[6] += y * y
    s[7] += x * z
    s[8] += y * z
    s[9] += z * z


@numba.njit(nogil=True, cache=True)
def merge(
    points: np.ndarray,
    at: np.ndarray,
    number: np.ndarray,
    owner: np.ndarray,
    planes: np.ndarray,
    reach: int,
    noise: float,
) -> np.ndarray:
    """Join neighbours that one plane explains as well as two; renumbers `owner`."""
    count = len(planes)
    sums = np.zeros((count, 10))
    for n in range(len(points)):
        if owner[n]:
            add_point(sums[owner[n] - 1], points[n, 0], points[n, 1], points[n, 2])
    touching = np.zeros((count, count), np.int32)
    for n in range(len(points)):
        for i in range(at[n, 0], min(at[n, 0] + reach + 1, number.shape[0])):
            for j in range(max(at[n, 1] - reach, 0), min(at[n, 1] + reach + 1, number.shape[1])):
                m = number[i, j]
                if m >= 0 and owner[n] and owner[m] and owner[n] != owner[m]:
                    touching[owner[n] - 1, owner[m] - 1] += 1
                    touching[owner[m] - 1, owner[n] - 1] += 1
    parent = np.arange(count)
    while True:
        best, first, second = 1.0, -1, -1
        for a in range(count):
            for b in range(a + 1, count):
                if touching[a, b] >= 2 and parent[a] == a and parent[b] == b:
                    both = sums[a] + sums[b]
                    rms = solve_plane(both)[3]
                    ra, rb = solve_plane(sums[a])[3], solve_plane(sums[b])[3]
                    apart = np.sqrt((sums[a, 0] * ra**2 + sums[b, 0] * rb**2) / both[0])
                    # The smaller one must not vanish in the mean of the larger one.
                    share = np.sqrt(min(sums[a, 0], sums[b, 0]) / both[0])
                    worse = np.sqrt(max(rms**2 - apart**2, 0.0)) / share
                    ratio = worse / (0.04 + 0.7 * noise)
                    if ratio < best:
                        best, first, second = ratio, a, b
        if first < 0:
            break
        sums[first] += sums[second]
        parent[second] = first
        touching[first] += touching[second]
        touching[:, first] += touching[:, second]
    return _renumber(owner, sums, parent)


@numba.njit(nogil=True, cache=True)
def _renumber(owner: np.ndarray, sums: np.ndarray, parent: np.ndarray) -> np.ndarray:
    count = len(parent)
    new = np.zeros(count + 1, np.int32)
    planes = np.empty((count, 4))
    kept = 0
    for a in range(count):
        if parent[a] == a and sums[a, 0] >= 3:
            c, p, q, rms = solve_plane(sums[a])
            if c == c:
                planes[kept, 0], planes[kept, 1], planes[kept, 2], planes[kept, 3] = c, p, q, rms
                kept += 1
                new[a + 1] = kept
    for n in range(len(owner)):
        if owner[n]:
            a = owner[n] - 1
            while parent[a] != a:
                a = parent[a]
            owner[n] = new[a + 1]
    return planes[:kept].copy()


@numba.njit(nogil=True, cache=True)
def compete(
    z: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    inside: np.ndarray,
    labels: np.ndarray,
    planes: np.ndarray,
    tolerance: float,
    sweeps: int,
) -> None:
    """Every cell goes to the neighbouring plane with the least misfit and the most company."""
    rows, columns = z.shape
    around = np.empty(8, np.int32)
    for _ in range(sweeps):
        changes = 0
        for i in range(rows):
            for j in range(columns):
                if not inside[i, j]:
                    continue
                company = 0
                for k in range(max(i - 1, 0), min(i + 2, rows)):
                    for m in range(max(j - 1, 0), min(j + 2, columns)):
                        if (k != i or m != j) and inside[k, m]:
                            around[company] = labels[k, m]
                            company += 1
                best = _choice(z[i, j], x[i, j], y[i, j], labels[i, j], around[:company], planes, tolerance)
                changes += best != labels[i, j]
                labels[i, j] = best
        if changes == 0:
            break


@numba.njit(nogil=True, cache=True)
def _choice(z: float, x: float, y: float, own: int, around: np.ndarray, planes: np.ndarray, tolerance: float) -> int:
    """The label of a cell or of its neighbours that costs least, 0 for none."""
    known = z == z
    best, least = 0, (1.0 if known else 0.5)
    for other in around:
        least += _SMOOTH * (other != 0) / 8
    for k in range(len(around) + 1):
        label = own if k == 0 else around[k - 1]
        if not label or label == best:
            continue
        cost = 0.0
        if known:
            plane = planes[label - 1]
            cost = ((z - plane[0] - plane[1] * x - plane[2] * y) / tolerance) ** 2
            if cost > 1:
                continue
        for other in around:
            cost += _SMOOTH * (other != label) / 8
        if cost < least:
            best, least = label, cost
    return best


@numba.njit(nogil=True, cache=True)
def regroup(
    x: np.ndarray, y: np.ndarray, z: np.ndarray, labels: np.ndarray, reach: int, least: int, block: int
) -> np.ndarray:
    """Make every connected part that is large and thick enough a plane of its own; renumbers `labels`."""
    rows, columns = labels.shape
    part = np.zeros((rows, columns), np.int32)
    planes = np.empty((1 + rows * columns // least, 4))
    queue = np.empty((rows * columns, 2), np.int32)
    kept = 0
    for i in range(rows):
        for j in range(columns):
            if labels[i, j] == 0 or part[i, j]:
                continue
            count = _flood(labels, part, i, j, reach, queue)
            s = np.zeros(10)
            thick = False
            for k, m in queue[:count]:
                if z[k, m] == z[k, m]:
                    add_point(s, x[k, m], y[k, m], z[k, m])
                thick = thick or _whole_block(labels, k, m, block)
            c, p, q, rms = solve_plane(s)
            # Cells without a sample count for the area, but half a plane must have been seen.
            if c == c and count >= least and 2 * s[0] >= least and thick:
                planes[kept, 0], planes[kept, 1], planes[kept, 2], planes[kept, 3] = c, p, q, rms
                kept += 1
                for k, m in queue[:count]:
                    part[k, m] = kept
    labels[:] = np.maximum(part, 0)
    return planes[:kept].copy()


@numba.njit(nogil=True, cache=True)
def _flood(labels: np.ndarray, part: np.ndarray, i0: int, j0: int, reach: int, queue: np.ndarray) -> int:
    """Collect in `queue` the cells of one label that hang together with the first, marking them −1 in `part`."""
    rows, columns = labels.shape
    part[i0, j0] = -1
    queue[0, 0], queue[0, 1] = i0, j0
    count, done = 1, 0
    while done < count:
        i, j = queue[done, 0], queue[done, 1]
        done += 1
        for k in range(max(i - reach, 0), min(i + reach + 1, rows)):
            for m in range(max(j - reach, 0), min(j + reach + 1, columns)):
                if labels[k, m] == labels[i0, j0] and part[k, m] == 0:
                    part[k, m] = -1
                    queue[count, 0], queue[count, 1] = k, m
                    count += 1
    return count


@numba.njit(nogil=True, cache=True)
def _whole_block(labels: np.ndarray, i: int, j: int, block: int) -> bool:
    if i + block > labels.shape[0] or j + block > labels.shape[1]:
        return False
    for k in range(i, i + block):
        for m in range(j, j + block):
            if labels[k, m] != labels[i, j]:
                return False
    return True


@numba.njit(nogil=True, cache=True)
def final_plane(
    x: np.ndarray, y: np.ndarray, z: np.ndarray, labels: np.ndarray, label: int, plane: np.ndarray
) -> np.ndarray:
    """Least squares over the cells off the plane's rim (which mix two surfaces), far-off ones left out."""
    rows, columns = z.shape
    result = plane.copy()
    for inner in (True, False):
        count = 0
        for turn in range(2):
            s = np.zeros(10)
            limit = np.inf if turn == 0 else max(2.5 * result[3], 0.03)
            for i in range(rows):
                for j in range(columns):
                    if labels[i, j] != label or z[i, j] != z[i, j] or (inner and not _surrounded(labels, i, j)):
                        continue
                    if abs(z[i, j] - result[0] - result[1] * x[i, j] - result[2] * y[i, j]) <= limit:
                        add_point(s, x[i, j], y[i, j], z[i, j])
            c, p, q, rms = solve_plane(s)
            count = s[0]
            if c == c and (not inner or count >= 12):
                result[0], result[1], result[2], result[3] = c, p, q, rms
        if inner and count >= 12:
            break
    return result


@numba.njit(nogil=True, cache=True)
def _surrounded(labels: np.ndarray, i: int, j: int) -> bool:
    if i == 0 or j == 0 or i == labels.shape[0] - 1 or j == labels.shape[1] - 1:
        return False
    for k in range(i - 1, i + 2):
        for m in range(j - 1, j + 2):
            if labels[k, m] != labels[i, j]:
                return False
    return True
