"""Compiled loops over dates: percentiles of clear values, the clearest value, and how often a pixel was clear."""

from __future__ import annotations

import numba
import numpy as np

from ..statistics import sort_columns
from .scenes import OPTICAL_NODATA

#: Columns that are sorted together: a few dozen dates of them fit into the fastest memory of a core.
STRIP = 512


def percentile(
    stack: np.ndarray, clear: np.ndarray, share: float, missing: float, result: np.ndarray | None = None
) -> np.ndarray:
    """A percentile over the clear dates of each pixel and band, interpolated as `numpy.nanpercentile` does.

    Parameters
    ----------
    stack : ndarray of int16 or float32
        (date, band, y, x), in any order of dates.
    clear : ndarray of bool
        (date, y, x).
    share : float
        0…1; 0.5 is the median.
    missing : float
        The value (or NaN) that stands for "no data", in the stack and in the result.
    result : ndarray, optional
        (band, y, x) to be filled, of the stack's dtype.

    Returns
    -------
    ndarray
        (band, y, x) of the stack's dtype; whole numbers are rounded half to even.
    """
    result = np.empty(stack.shape[1:], stack.dtype) if result is None else result
    whole = stack.dtype.kind != "f"
    highest = stack.dtype.type(np.iinfo(stack.dtype).max if whole else np.inf)
    _percentile(stack, clear, float(share), stack.dtype.type(missing), highest, whole, result)
    return result


def first_clear(stack: np.ndarray, clear: np.ndarray, missing: float) -> np.ndarray:
    """The value of the first date that is clear, for each pixel and band.

    Parameters
    ----------
    stack : ndarray
        (date, band, y, x), the clearest date first.
    clear : ndarray of bool
        (date, y, x).
    missing : float

    Returns
    -------
    ndarray
        (band, y, x).
    """
    result = np.full(stack.shape[1:], missing, stack.dtype)
    for values, seen in zip(stack, clear, strict=True):
        fill_clear(result, values, seen, result.dtype.type(missing))
    return result


@numba.njit(nogil=True, cache=True)
def fill_clear(result: np.ndarray, values: np.ndarray, clear: np.ndarray, missing: float) -> None:
    """Put clear values (band, y, x) where `result` still has none."""
    bands, height, width = values.shape
    for band in range(bands):
        for y in range(height):
            for x in range(width):
                old = result[band, y, x]
                if clear[y, x] and (old == missing or old != old):
                    result[band, y, x] = values[band, y, x]


@numba.njit(nogil=True, cache=True)
def reflectance_row(
    stored: np.ndarray,
    valid: np.ndarray,
    factor: float,
    shift: float,
    exact: bool,
    result: np.ndarray,
    seen: np.ndarray,
) -> None:
    """Stored numbers of a row as int16, reflectance × 10 000; what is not seen is cleared in `seen`.

    Parameters
    ----------
    stored : ndarray
    valid : ndarray of bool
    factor, shift : float
        Reflectance × 10 000 = stored · factor + shift.
    exact : bool
        Whole numbers that are only shifted.
    result : ndarray of int16
        Filled; `OPTICAL_NODATA` where not valid; what does not fit is clipped.
    seen : ndarray of bool
    """
    if exact:
        step = np.int32(shift)
        for x in range(result.size):
            number = min(max(np.int32(stored[x]) + step, OPTICAL_NODATA + 1), 32767)
            result[x] = number if valid[x] else OPTICAL_NODATA
    else:
        for x in range(result.size):
            # NaN has no whole number; it is not valid and gets its value below.
            value = np.float64(stored[x]) if valid[x] else 0.0
            number = min(max(np.rint(value * factor + shift), OPTICAL_NODATA + 1.0), 32767.0)
            result[x] = np.int16(number) if valid[x] else OPTICAL_NODATA
    for x in range(result.size):
        seen[x] &= valid[x]


@numba.njit(nogil=True, cache=True)
def any_present(values: np.ndarray, missing: float) -> np.ndarray:
    """Where any of the bands (band, y, x) has a value, (y, x)."""
    bands, height, width = values.shape
    present = np.zeros((height, width), np.bool_)
    for y in range(height):
        for band in range(bands):
            for x in range(width):
                value = values[band, y, x]
                present[y, x] |= (value != missing) & (value == value)
    return present


@numba.njit(nogil=True, cache=True)
def count_clear(clear: np.ndarray) -> np.ndarray:
    """How many of the dates (date, y, x) are clear, (y, x) int16."""
    dates, height, width = clear.shape
    count = np.zeros((height, width), np.int16)
    for y in range(height):
        for date in range(dates):
            for x in range(width):
                count[y, x] += clear[date, y, x]
    return count


@numba.njit(nogil=True, cache=True)
def _percentile(
    stack: np.ndarray,
    clear: np.ndarray,
    share: float,
    missing: float,
    highest: float,
    whole: bool,
    result: np.ndarray,
) -> None:
    dates, bands, height, width = stack.shape
    rows = np.zeros((dates, STRIP), stack.dtype)
    below, above, nearer, rests = _positions(dates, share)
    counts = np.empty(STRIP, np.int32)
    for band in range(bands):
        for y in range(height):
            for left in range(0, width, STRIP):
                size = min(STRIP, width - left)
                strip = slice(left, left + size)
                counts[:size] = 0
                for date in range(dates):
                    source, seen, row = stack[date, band, y, strip], clear[date, y, strip], rows[date]
                    for x in range(size):
                        value = source[x]
                        usable = seen[x] & (value != missing) & (value == value)
                        # What does not count is sorted behind everything that does.
                        row[x] = value if usable else highest
                        counts[x] += usable
                # Always whole rows: only what is contiguous goes through vector registers.
                sort_columns(rows, dates)
                target = result[band, y, strip]
                lowest, most = np.min(counts[:size]), np.max(counts[:size])
                if 0 < lowest == most:
                    _between(rows[below[most]], rows[above[most]], rows[nearer[most]], rests[most], whole, target)
                    continue
                for x in range(size):
                    n = counts[x]
                    low, high = np.float64(rows[below[n], x]), np.float64(rows[above[n], x])
                    value = np.float64(rows[nearer[n], x]) + (high - low) * rests[n]
                    target[x] = missing if n == 0 else np.rint(value) if whole else value


@numba.njit(nogil=True)
def _positions(dates: int, share: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Where a percentile of `n` sorted values lies, for each `n`: below, above, the nearer of them, how far from it.

    The arithmetic is that of `percentile_of_sorted`, to the last bit, without its branches: counts change from pixel to
    pixel.
    """
    below, above = np.zeros(dates + 1, np.uint64), np.zeros(dates + 1, np.uint64)
    nearer, rests = np.zeros(dates + 1, np.uint64), np.zeros(dates + 1)
    for n in range(1, dates + 1):
        position = (n - 1) * share
        first = int(np.floor(position))
        below[n], above[n], rest = first, min(first + 1, n - 1), position - first
        nearer[n] = above[n] if rest >= 0.5 else below[n]
        rests[n] = -(1.0 - rest) if rest >= 0.5 else rest
    return below, above, nearer, rests


@numba.njit(nogil=True)
def _between(
    lows: np.ndarray, highs: np.ndarray, nearer: np.ndarray, rest: float, whole: bool, target: np.ndarray
) -> None:
    """The percentile where all columns have as many values: on vector registers."""
    for x in range(target.size):
        low, high = np.float64(lows[x]), np.float64(highs[x])
        value = np.float64(nearer[x]) + (high - low) * rest
        target[x] = np.rint(value) if whole else value
