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
            for j in range(result.shape[2]):
                total, count = 0.0, 0
                for y in range(2 * i, min(2 * i + 2, height)):
                    for x in range(2 * j, min(2 * j + 2, width)):
                        value = block[band, y, x]
                        if value != nodata and value == value:
                            total += value
                            count += 1
                if count == 0:
                    result[band, i, j] = nodata
                elif whole:
                    result[band, i, j] = np.floor(total / count + 0.5)
                else:
                    result[band, i, j] = total / count
    return result


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
                if value != value:
                    result[band, i, j] = nodata
                else:
                    result[band, i, j] = min(max(np.rint((value - offset) * per_unit), low), high)
