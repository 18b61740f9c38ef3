"""What is clear ground: from the classes and quality bits that come with each sensor's pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numba
import numpy as np

from ..about import table

#: What a class does: nothing, show the ground, or grow.
_NEITHER, _CLEAR, _GROWS = 0, 1, 2


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
    roles = np.full(256, _GROWS, np.uint8)
    roles[[*row["keep"], *([row["dark_area"]] if keep_dark else [])]] = _CLEAR
    roles[0] = _NEITHER
    clear = np.empty(scl.shape, np.bool_)
    _clear_away(scl, roles, scl_reach(resolution), clear)
    return clear


def scl_reach(resolution: float) -> int:
    """By how many pixels the mask grows; a block needs so many more around itself to equal the whole image [px]."""
    return math.ceil(float(table("sensors")["scl_mask"]["dilation_m"]) / resolution - 1e-6)


def qa_pixel_clear(qa: np.ndarray) -> np.ndarray:
    """Clear pixels by Landsat's QA_PIXEL: no fill, cloud, edge of cloud, cirrus, shadow or snow; water stays."""
    row = table("sensors")["landsat_qa_pixel"]
    rejected = sum(1 << row["bits"][name] for name in row["reject"])
    return np.asarray((qa.astype(np.uint16) & np.uint16(rejected)) == 0)


def slstr_clear(confidence: np.ndarray, flags: Mapping[str, int] | None = None) -> np.ndarray:
    """Clear pixels by the CONFIDENCE flags of Sentinel-3 SLSTR: measured, and the summary cloud bit is not set.

    Parameters
    ----------
    confidence : ndarray
    flags : mapping, optional
        Masks by name, as the file itself tells them; what it does not tell is as in the sensor's table.
    """
    row, told = table("sensors")["slstr_lst"], flags or {}
    rejected = 0
    for name in row["reject"]:
        rejected |= told.get(name, 1 << row["bits"][name])
    return np.asarray((confidence.astype(np.uint32) & np.uint32(rejected)) == 0)


def rescue_bright_roofs(clear: np.ndarray, seen: np.ndarray, resolution: float, in_place: bool = False) -> np.ndarray:
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
    in_place : bool
        Change `clear` itself.

    Returns
    -------
    ndarray of bool
        (date, y, x).
    """
    row = table("sensors")["scl_mask"]
    suspect, any_suspect = _suspects(clear, seen, row["roof_min_dates"], row["roof_flagged_share"])
    if not any_suspect:
        return clear
    # Suspects are not counted around others, so that the first kept do not change what is known around the next.
    result = clear if in_place else clear.copy()
    reach = roof_reach(resolution)
    for number in range(clear.shape[0]):
        _rescue(clear[number], seen[number], suspect, reach, row["roof_neighbourhood_clear"], result[number])
    return result


def roof_reach(resolution: float) -> int:
    """How far `rescue_bright_roofs` looks around a pixel [px]."""
    return max(1, round(float(table("sensors")["scl_mask"]["roof_neighbourhood_m"]) / resolution))


@numba.njit(nogil=True, cache=True)
def _clear_away(classes: np.ndarray, roles: np.ndarray, reach: int, clear: np.ndarray) -> None:
    """Where classes show the ground and none that grows lies within a square around."""
    height, width = classes.shape
    # How many of the rows within reach have something that grows, for each column.
    below = np.zeros(width, np.int32)
    # The rows within reach, in turn.
    size = 2 * reach + 1
    turn = np.empty((size, width), np.uint8)
    for y in range(-reach, height):
        if y + reach < height:
            last = turn[(y + reach) % size]
            _roles_of(classes[y + reach], roles, last)
            for x in range(width):
                below[x] += last[x] == _GROWS
        if y < 0:
            continue
        row, role, around = clear[y], turn[y % size], 0
        for x in range(min(reach, width)):
            around += below[x]
        for x in range(width):
            if x + reach < width:
                around += below[x + reach]
            row[x] = around == 0 and role[x] == _CLEAR
            if x >= reach:
                around -= below[x - reach]
        if y >= reach:
            first = turn[(y - reach) % size]
            for x in range(width):
                below[x] -= first[x] == _GROWS


@numba.njit(nogil=True)
def _roles_of(classes: np.ndarray, roles: np.ndarray, result: np.ndarray) -> None:
    for x in range(result.size):
        code = np.int64(classes[x])
        result[x] = roles[code] if 0 <= code < roles.size and code == classes[x] else _GROWS


@numba.njit(nogil=True, cache=True)
def _suspects(clear: np.ndarray, seen: np.ndarray, min_dates: int, share: float) -> tuple[np.ndarray, bool]:
    """Pixels that are masked on more than a share of the dates they are seen, and whether there are any."""
    dates, height, width = clear.shape
    suspect = np.empty((height, width), np.bool_)
    any_suspect = False
    looks, flags = np.empty(width, np.int32), np.empty(width, np.int32)
    for y in range(height):
        looks[:], flags[:] = 0, 0
        for date in range(dates):
            there, open_sky = seen[date, y], clear[date, y]
            for x in range(width):
                looks[x] += there[x]
                flags[x] += there[x] & (not open_sky[x])
        row = suspect[y]
        for x in range(width):
            row[x] = (looks[x] >= min_dates) & (flags[x] > share * looks[x])
            any_suspect |= row[x]
    return suspect, any_suspect


@numba.njit(nogil=True, cache=True)
def _rescue(
    clear: np.ndarray, seen: np.ndarray, suspect: np.ndarray, reach: int, share: float, result: np.ndarray
) -> None:
    """Show the suspects of one date around which at least a share of what is known is clear.

    Pixels are counted, in whole numbers, so that blocks and the whole image agree; columns first, and along the rows
    only where there are suspects.
    """
    height, width = clear.shape
    known, bright = np.zeros(width, np.int32), np.zeros(width, np.int32)
    for y in range(-reach, height):
        if y + reach < height:
            _count_known(clear[y + reach], seen[y + reach], suspect[y + reach], 1, known, bright)
        if y < 0:
            continue
        if suspect[y].any():
            around, shown = 0, 0
            for x in range(min(reach, width)):
                around += known[x]
                shown += bright[x]
            for x in range(width):
                if x + reach < width:
                    around += known[x + reach]
                    shown += bright[x + reach]
                if suspect[y, x] and seen[y, x] and around > 0 and shown >= share * around:
                    result[y, x] = True
                if x >= reach:
                    around -= known[x - reach]
                    shown -= bright[x - reach]
        if y >= reach:
            _count_known(clear[y - reach], seen[y - reach], suspect[y - reach], -1, known, bright)


@numba.njit(nogil=True)
def _count_known(
    clear: np.ndarray, seen: np.ndarray, suspect: np.ndarray, step: int, known: np.ndarray, bright: np.ndarray
) -> None:
    """The suspects themselves say nothing about the weather around them."""
    for x in range(known.size):
        there = np.int32(seen[x] & (not suspect[x]))
        known[x] += step * there
        bright[x] += step * (there & np.int32(clear[x]))
