"""Compiled block kernels of the raster layer."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def mean_2x2(block: np.ndarray, nodata: float, whole: bool) -> np.ndarray:
    """Mean of the valid cells of each 2×2 (band, y, x); `nodata` (or NaN) where none is valid.

    Whole numbers round half up, so that the result does not depend on where blocks begin.
    """
    bands, height, width = block.shape
    result = np.empty((bands, (height + 1) // 2, (width + 1) // 2), block.dtype)
    for band in range(bands):
        for i in range(result.shape[1]):
            upper = block[band, 2 * i]
            lower = block[band, min(2 * i + 1, height - 1)]
            below = int(2 * i + 1 < height)
            for j in range(width // 2):
                result[band, i, j] = _mean_of_four(upper, lower, 2 * j, 2 * j + 1, below, 1, nodata, whole)
            if width % 2:
                result[band, i, width // 2] = _mean_of_four(upper, lower, width - 1, width - 1, below, 0, nodata, whole)
    return result


@numba.njit(nogil=True, inline="always")
def _mean_of_four(
    upper: np.ndarray, lower: np.ndarray, left: int, right: int, below: int, beside: int, nodata: float, whole: bool
) -> float:
    """Free of branches, so that the loop around it runs on vector registers; `below`, `beside` are 0 at the edge."""
    a, b, c, d = float(upper[left]), float(upper[right]), float(lower[left]), float(lower[right])
    in_a = np.int64((a != nodata) & (a == a))
    in_b = np.int64((b != nodata) & (b == b)) * beside
    in_c = np.int64((c != nodata) & (c == c)) * below
    in_d = np.int64((d != nodata) & (d == d)) * below * beside
    count = in_a + in_b + in_c + in_d
    total = (a if in_a else 0.0) + (b if in_b else 0.0) + (c if in_c else 0.0) + (d if in_d else 0.0)
    mean = total / (count + (count == 0))
    value = np.floor(mean + 0.5) if whole else mean
    return value if count else nodata


@numba.njit(nogil=True, cache=True)
def decode_block(stored: np.ndarray, scale: np.ndarray, offset: np.ndarray, nodata: np.ndarray) -> np.ndarray:
    """Stored numbers (band, y, x) to float32 in one pass; a band's NaN `nodata` means it has none."""
    bands, height, width = stored.shape
    result = np.empty((bands, height, width), np.float32)
    for band in range(bands):
        factor, shift, missing = scale[band], offset[band], nodata[band]
        for i in range(height):
            for j in range(width):
                value = stored[band, i, j]
                if value == missing:
                    result[band, i, j] = np.nan
                else:
                    result[band, i, j] = np.float32(value) * factor + shift
    return result


@numba.njit(nogil=True, cache=True)
def encode_block(
    values: np.ndarray, result: np.ndarray, per_unit: float, offset: float, limits: tuple, nodata: int
) -> None:
    """Float values (band, y, x) into the integers of `result`: rounded half to even, clipped, NaN as `nodata`."""
    low, high = limits
    bands, height, width = values.shape
    for band in range(bands):
        for i in range(height):
            for j in range(width):
                value = values[band, i, j]
                stored = min(max(np.rint((value - offset) * per_unit), low), high)
                result[band, i, j] = nodata if value != value else stored
