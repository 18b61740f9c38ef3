"""Compiled loops of the heat island: units, distances, histograms of dates, and the composite of each pixel."""

from __future__ import annotations

import numba
import numpy as np

from ..statistics import percentile_of_sorted

#: Temperatures are counted in bins of 1 mK from here on: a third of the digital step of Landsat, and exact integers, so
#: that a median does not depend on how the raster was cut into blocks.
BIN_START_KELVIN = 240.0
BINS_PER_KELVIN = 1000
BINS = 120 * BINS_PER_KELVIN


@numba.njit(nogil=True, cache=True)
def to_kelvin(stored: np.ndarray, scale: float, offset: float, missing: float, low: float, high: float) -> np.ndarray:
    """Stored values to kelvin [K] in one go; `missing` and what lies outside low…high [K] become NaN."""
    kelvin = np.empty(stored.shape, np.float32)
    flat, result = stored.ravel(), kelvin.ravel()
    for i in range(flat.size):
        value = np.float32(flat[i] * scale + offset)
        absent = not low <= value <= high or flat[i] == missing
        result[i] = np.float32(np.nan) if absent else value
    return kelvin


@numba.njit(nogil=True, cache=True)
def within(mask: np.ndarray, reaches: np.ndarray, start: int, stop: int) -> np.ndarray:
    """The rows start…stop of a mask grown by a disc.

    Exact, and a tenth of the time of a distance transform where the disc is small.

    Parameters
    ----------
    mask : ndarray of bool
        (y, x).
    reaches : ndarray of int16
        Columns that the disc reaches on its own row, one row away, two rows away …
    """
    rows = len(reaches) - 1
    first, last = max(start - rows, 0), min(stop + rows, mask.shape[0])
    width = mask.shape[1]
    farthest = 32767
    across = np.empty((last - first, width), np.int16)
    for i in range(last - first):
        distance = farthest
        for x in range(width):
            distance = 0 if mask[first + i, x] else min(distance + 1, farthest)
            across[i, x] = distance
        distance = farthest
        for x in range(width - 1, -1, -1):
            distance = 0 if mask[first + i, x] else min(distance + 1, farthest)
            across[i, x] = min(across[i, x], distance)
    grown = np.zeros((stop - start, width), np.bool_)
    for y in range(start, stop):
        line = grown[y - start]
        for other in range(max(y - rows, first), min(y + rows + 1, last)):
            reach, distances = reaches[abs(other - y)], across[other - first]
            for x in range(width):
                line[x] |= distances[x] <= reach
    return grown


@numba.njit(nogil=True, cache=True)
def count_temperatures(
    stack: np.ndarray, codes: np.ndarray, above: np.ndarray, lapse: np.ndarray, counts: np.ndarray
) -> None:
    """Add one block to the temperature histograms of each mask and date.

    Parameters
    ----------
    stack : ndarray of float32
        Surface temperature [K], (date, y, x), NaN where there is none.
    codes : ndarray of uint8
        (y, x); bit m is set where the pixel belongs to mask m.
    above : ndarray of float32
        Elevation above the median elevation of the city [m], (y, x); or (0, 0).
    lapse : ndarray of float64
        Change of temperature with elevation that is taken out [K/m], (mask, date).
    counts : ndarray of int32
        (mask, date, bin), changed in place.
    """
    masks, dates, bins = counts.shape
    has_relief = above.size > 0
    for d in range(dates):
        for y in range(codes.shape[0]):
            for x in range(codes.shape[1]):
                code = codes[y, x]
                if code == 0:
                    continue
                kelvin = float(stack[d, y, x])
                if np.isnan(kelvin):
                    continue
                for m in range(masks):
                    if (code >> m) & 1:
                        value = kelvin
                        if has_relief and lapse[m, d] != 0.0:
                            value -= lapse[m, d] * above[y, x]
                        index = int(np.rint((value - BIN_START_KELVIN) * BINS_PER_KELVIN))
                        counts[m, d, min(max(index, 0), bins - 1)] += 1


@numba.njit(nogil=True, cache=True)
def sum_by_class(stack: np.ndarray, shares: np.ndarray, sums: np.ndarray, weights: np.ndarray) -> None:
    """Add one block to the sums behind the mean temperature of each land cover class.

    Parameters
    ----------
    stack : ndarray of float32
        Surface temperature [K], (date, y, x).
    shares : ndarray of uint8
        Share of the pixel that each class covers, in 1/200, (class, y, x).
    sums, weights : ndarray of int64
        (class, date), changed in place; sums are in mK, so that they are exact.
    """
    for d in range(stack.shape[0]):
        for y in range(stack.shape[1]):
            for x in range(stack.shape[2]):
                kelvin = float(stack[d, y, x])
                if np.isnan(kelvin):
                    continue
                milli = np.int64(np.rint(kelvin * 1000.0))
                for c in range(shares.shape[0]):
                    weight = np.int64(shares[c, y, x])
                    sums[c, d] += weight * milli
                    weights[c, d] += weight


@numba.njit(nogil=True, cache=True)
def sum_for_lapse(stack: np.ndarray, codes: np.ndarray, above: np.ndarray, sums: np.ndarray) -> None:
    """Add one block to the sums of a straight line of temperature over elevation.

    Parameters
    ----------
    sums : ndarray of int64
        (mask, date, 5): n, Σz, Σz², ΣT, ΣzT with z in dm and T in mK above 240 K; changed in place.
    """
    for d in range(stack.shape[0]):
        for y in range(codes.shape[0]):
            for x in range(codes.shape[1]):
                code = codes[y, x]
                kelvin = float(stack[d, y, x])
                if code == 0 or np.isnan(kelvin) or np.isnan(above[y, x]):
                    continue
                z = np.int64(np.rint(above[y, x] * 10.0))
                t = np.int64(np.rint((kelvin - BIN_START_KELVIN) * 1000.0))
                for m in range(sums.shape[0]):
                    if (code >> m) & 1:
                        sums[m, d, 0] += 1
                        sums[m, d, 1] += z
                        sums[m, d, 2] += z * z
                        sums[m, d, 3] += t
                        sums[m, d, 4] += z * t


@numba.njit(nogil=True, cache=True)
def composite(
    stack: np.ndarray, rural: np.ndarray, variance: np.ndarray, min_dates: int, warm_kelvin: float, floor_kelvin: float
) -> np.ndarray:
    """Median, 90th percentile, persistence, observations and sigma of the anomalies of each pixel.

    The anomaly of each date is taken first, so that weather, season and satellite do not enter the composite.
    Percentiles interpolate linearly between order statistics, as `numpy.nanpercentile` does.

    Parameters
    ----------
    stack : ndarray of float32
        Surface temperature [K], (date, y, x).
    rural : ndarray of float64
        Median of the reference of each date [K].
    variance : ndarray of float64
        Error variance of one anomaly of each date [K²].
    min_dates : int
        Pixels seen on fewer dates become NaN.
    warm_kelvin, floor_kelvin : float
        Threshold of persistence, and the least sigma [K].

    Returns
    -------
    ndarray of float32
        (5, y, x): suhi_median [K], suhi_p90 [K], persistence [1], observations, sigma [K].
    """
    dates, height, width = stack.shape
    result = np.full((5, height, width), np.nan, np.float32)
    values = np.empty(dates)
    for y in range(height):
        for x in range(width):
            n, warm, noise = 0, 0, 0.0
            for d in range(dates):
                kelvin = stack[d, y, x]
                if not np.isnan(kelvin):
                    anomaly = float(kelvin) - rural[d]
                    noise += variance[d]
                    if np.float32(anomaly) >= warm_kelvin:
                        warm += 1
                    i = n
                    while i > 0 and values[i - 1] > anomaly:
                        values[i] = values[i - 1]
                        i -= 1
                    values[i] = anomaly
                    n += 1
            result[3, y, x] = n
            if n >= min_dates and n > 0:
                result[0, y, x] = percentile_of_sorted(values, n, 0.5)
                result[1, y, x] = percentile_of_sorted(values, n, 0.9)
                result[2, y, x] = warm / n
                result[4, y, x] = max(np.sqrt(noise) / n, floor_kelvin)
    return result
