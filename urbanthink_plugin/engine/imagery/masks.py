"""What is clear ground: from the classes and quality bits that come with each sensor's pixels."""

from __future__ import annotations

import math

import numpy as np
from scipy.ndimage import maximum_filter1d

from ..about import table


def scl_clear(scl: np.ndarray, resolution: float, keep_dark: bool = False) -> np.ndarray:
    """Clear pixels by the scene classification of Sentinel-2, with a margin around everything else.

    Vegetation, bare soil, water and "unclassified" are clear. The classification is made at 20 m and misses the edges
    of clouds: what is not clear grows by 60 m in both directions, whatever the size of the pixels it is given on.
    Pixels without data (class 0) are not clear but do not grow, or every image border would shrink.

    Parameters
    ----------
    scl : ndarray of uint8
        (y, x), classes 0 to 11.
    resolution : float
        Size of the pixels the classes are given on [m]: 20, or 10 when they were enlarged.
    keep_dark : bool
        Keep class 2, "dark area" (shadow of street canyons): for area statistics, not for vegetation.
    """
    row = table("sensors")["scl_mask"]
    kept = [*row["keep"], *([row["dark_area"]] if keep_dark else [])]
    clear = np.isin(scl, kept)
    return ~_grown(~clear & (scl != 0), scl_reach(resolution)) & clear


def scl_reach(resolution: float) -> int:
    """By how many pixels the mask grows; a block needs so many more around itself to equal the whole image [px]."""
    return math.ceil(float(table("sensors")["scl_mask"]["dilation_m"]) / resolution - 1e-6)


def qa_pixel_clear(qa: np.ndarray) -> np.ndarray:
    """Clear pixels by Landsat's QA_PIXEL: no fill, cloud, edge of cloud, cirrus, shadow or snow; water stays."""
    row = table("sensors")["landsat_qa_pixel"]
    rejected = sum(1 << row["bits"][name] for name in row["reject"])
    return np.asarray((qa.astype(np.uint16) & np.uint16(rejected)) == 0)


def slstr_clear(confidence: np.ndarray) -> np.ndarray:
    """Clear pixels by the CONFIDENCE flags of Sentinel-3 SLSTR: the summary cloud bit is not set."""
    bit = 1 << table("sensors")["slstr_lst"]["summary_cloud_bit"]
    return np.asarray((confidence.astype(np.uint32) & np.uint32(bit)) == 0)


def rescue_bright_roofs(clear: np.ndarray, seen: np.ndarray, resolution: float) -> np.ndarray:
    """Keep what the classification takes for cloud on most dates although the ground around it is clear.

    A pixel that is masked on more than 60 % of the dates it is seen is suspect. It is kept on those dates on which most
    of its surroundings (500 m to each side) are clear: there it is a bright roof; elsewhere it may well be a cloud.
    With fewer than three dates nothing can be told and nothing changes. The order of dates does not matter.

    Parameters
    ----------
    clear, seen : ndarray of bool
        (date, y, x): not masked; inside the image. A block needs `roof_reach` more pixels around itself to equal the
        whole image.
    resolution : float
        [m].

    Returns
    -------
    ndarray of bool
        (date, y, x).
    """
    row = table("sensors")["scl_mask"]
    dates = seen.sum(axis=0, dtype=np.int32)
    flagged = (seen & ~clear).sum(axis=0, dtype=np.int32)
    suspect = (dates >= row["roof_min_dates"]) & (flagged > row["roof_flagged_share"] * dates)
    if not suspect.any():
        return clear
    result = clear.copy()
    reach = roof_reach(resolution)
    for number in range(clear.shape[0]):
        # The suspects themselves say nothing about the weather around them.
        known = seen[number] & ~suspect
        around = _box_sum(known, reach)
        bright = _box_sum(known & clear[number], reach)
        result[number] |= suspect & seen[number] & (bright >= row["roof_neighbourhood_clear"] * around) & (around > 0)
    return result


def roof_reach(resolution: float) -> int:
    """How far `rescue_bright_roofs` looks around a pixel [px]."""
    return max(1, round(float(table("sensors")["scl_mask"]["roof_neighbourhood_m"]) / resolution))


def _grown(mask: np.ndarray, reach: int) -> np.ndarray:
    if reach <= 0 or not mask.any():
        return mask
    grown = mask.astype(np.uint8)
    for axis in (0, 1):
        grown = maximum_filter1d(grown, 2 * reach + 1, axis=axis, mode="constant", cval=0)
    return np.asarray(grown > 0)


def _box_sum(mask: np.ndarray, reach: int) -> np.ndarray:
    """How many of the pixels within a square are set; whole numbers, so that blocks and the whole image agree."""
    total = mask.astype(np.int32)
    for axis in (0, 1):
        length = total.shape[axis]
        padding = [(0, 0), (0, 0)]
        padding[axis] = (1, 0)
        sums = np.pad(np.cumsum(total, axis=axis, dtype=np.int32), padding)
        ends = np.minimum(np.arange(length) + reach + 1, length)
        starts = np.maximum(np.arange(length) - reach, 0)
        total = np.take(sums, ends, axis=axis) - np.take(sums, starts, axis=axis)
    return total
