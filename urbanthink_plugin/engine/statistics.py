"""Compiled order statistics that more than one theme needs."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def percentile_of_sorted(values: np.ndarray, n: int, share: float) -> float:
    """The percentile of the first `n` sorted values, with the arithmetic of `numpy.percentile`."""
    position = (n - 1) * share
    below = int(np.floor(position))
    above = min(below + 1, n - 1)
    rest = position - below
    low, high = np.float64(values[below]), np.float64(values[above])
    if rest >= 0.5:
        return high - (high - low) * (1.0 - rest)
    return low + (high - low) * rest


@numba.njit(nogil=True, cache=True)
def sort_columns(rows: np.ndarray, n: int) -> None:
    """Sort the first `n` values of each column of `rows` (value, column), in place.

    Knuth's merge exchange (The Art of Computer Programming 3, algorithm 5.2.2M): which values are compared does not
    depend on the values, so that many columns are sorted at once on vector registers.
    """
    top = 1
    while top < n:
        top *= 2
    p = top // 2
    while p > 0:
        q, r, d = top // 2, 0, p
        while True:
            for i in range(n - d):
                if i & p == r:
                    _exchange(rows[i], rows[i + d])
            if q == p:
                break
            d, q, r = q - p, q // 2, p
        p //= 2


@numba.njit(nogil=True)
def _exchange(low: np.ndarray, high: np.ndarray) -> None:
    for x in range(low.size):
        a, b = low[x], high[x]
        low[x] = a if a < b else b
        high[x] = b if a < b else a
