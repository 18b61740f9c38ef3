"""Compiled loops over dates: percentiles of clear values, the clearest value, and how often a pixel was clear."""

from __future__ import annotations

import numba
import numpy as np

from ..statistics import percentile_of_sorted, sort_columns

#: Columns that are sorted together: a few dozen dates of them fit into the fastest memory of a core.
STRIP = 512


def percentile(stack: np.ndarray, clear: np.ndarray, share: float, missing: float) -> np.ndarray:
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

    Returns
    -------
    ndarray
        (band, y, x) of the stack's dtype; whole numbers are rounded half to even.
    """
    result = np.empty(stack.shape[1:], stack.dtype)
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
def count_clear(clear: np.ndarray) -> np.ndarray:
    """How many of the dates (date, y, x) are clear, (y, x) int16."""
    dates, height, width = clear.shape
    count = np.zeros((height, width), np.int16)
    for date in range(dates):
        for y in range(height):
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
                for x in range(size):
                    if counts[x] == 0:
                        target[x] = missing
                    else:
                        value = percentile_of_sorted(rows[:, x], counts[x], share)
                        target[x] = np.rint(value) if whole else value
