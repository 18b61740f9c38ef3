"""From one lattice of pixels to another in the same reference system, with the same bits whatever the block.

GDAL computes where a target pixel falls within each window it is given; the last bits differ from block to block, and
with whole numbers a tie then rounds either way. Here positions are exact multiples of 1/4096 of a pixel and the sums
run in one order.
"""

from __future__ import annotations

import numba
import numpy as np

#: Positions are rounded to this part of a source pixel.
GRAIN = 4096


def taps(method: str, start: float, step: float, count: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Which source pixels make each target pixel along one axis, and with what weight.

    Parameters
    ----------
    method : {"nearest", "bilinear", "average"}
    start, step : float
        Where the first target pixel begins, and its size [source pixels].
    count, size : int
        Target pixels; source pixels.

    Returns
    -------
    index : ndarray of int64
        (count, taps), within the source.
    weight : ndarray of float64
        (count, taps); the rows sum to 1, to 0 outside the source.
    """
    edges = np.rint((start + step * np.arange(count + 1)) * GRAIN) / GRAIN
    centres = np.rint((start + step * (np.arange(count) + 0.5)) * GRAIN) / GRAIN
    inside = (centres >= 0) & (centres < size)
    if method == "nearest":
        index = np.floor(centres).astype(np.int64)[:, None]
        weight = np.ones((count, 1))
    elif method == "bilinear":
        first = np.floor(centres - 0.5)
        part = centres - 0.5 - first
        index = first.astype(np.int64)[:, None] + np.array([0, 1])
        weight = np.stack([1 - part, part], axis=1)
    else:
        first = np.floor(edges[:-1]).astype(np.int64)
        width = int(np.ceil(step)) + 1
        index = first[:, None] + np.arange(width)
        reach = np.minimum(edges[1:, None], index + 1) - np.maximum(edges[:-1, None], index)
        weight = np.where((index >= 0) & (index < size), np.maximum(reach, 0.0), 0.0)
        total = weight.sum(axis=1, keepdims=True)
        weight = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return np.clip(index, 0, size - 1), np.where(inside[:, None], weight, 0.0)


@numba.njit(nogil=True, cache=True)
def resample(
    values: np.ndarray,
    valid: np.ndarray,
    row_index: np.ndarray,
    row_weight: np.ndarray,
    column_index: np.ndarray,
    column_weight: np.ndarray,
    mean: np.ndarray,
    whole: bool,
) -> np.ndarray:
    """Weighted means of valid source pixels.

    Parameters
    ----------
    mean : ndarray
        Filled with the means, 0 where not valid; rounded half to even when `whole`.

    Returns
    -------
    valid : ndarray of bool
        Where valid pixels make at least half of the weight.
    """
    height, width = row_index.shape[0], column_index.shape[0]
    seen = np.zeros((height, width), np.bool_)
    # First down, then across: half the sums, and the first half runs on vector registers.
    line, share = np.empty(values.shape[1]), np.empty(values.shape[1])
    for y in range(height):
        line[:], share[:] = 0.0, 0.0
        for i in range(row_index.shape[1]):
            down = row_weight[y, i]
            if down > 0.0:
                upper, there = values[row_index[y, i]], valid[row_index[y, i]]
                for x in range(line.size):
                    line[x] += down * upper[x] if there[x] else 0.0
                    share[x] += down if there[x] else 0.0
        for x in range(width):
            total, known = 0.0, 0.0
            for j in range(column_index.shape[1]):
                across, column = column_weight[x, j], column_index[x, j]
                total += across * line[column]
                known += across * share[column]
            seen[y, x] = known >= 0.5
            value = total if known == 1.0 else total / known if known >= 0.5 else 0.0
            mean[y, x] = np.rint(value) if whole else value
    return seen
