"""What counts as clear: classes, quality bits, margins, and roofs that look like clouds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import maximum_filter

from urbanthink_plugin.engine.imagery.masks import (
    qa_pixel_clear,
    rescue_bright_roofs,
    roof_reach,
    scl_clear,
    scl_reach,
    slstr_clear,
)


def test_classes_that_are_kept():
    alone = [bool(scl_clear(np.full((1, 1), code, np.uint8), 20.0)[0, 0]) for code in range(12)]
    assert [code for code in range(12) if alone[code]] == [4, 5, 6, 7]
    assert scl_clear(np.full((1, 1), 2, np.uint8), 20.0, keep_dark=True)[0, 0]


def test_a_cloud_grows_by_three_pixels_of_20_m():
    classes = np.full((21, 21), 4, np.uint8)
    classes[10, 10] = 9
    masked = ~scl_clear(classes, 20.0)
    assert masked.sum() == 49
    assert masked[7:14, 7:14].all()


def test_the_margin_is_60_m_on_a_10_m_grid_too():
    classes = np.full((21, 21), 4, np.uint8)
    classes[10, 10] = 9
    coarse = ~scl_clear(classes, 20.0)
    fine = ~scl_clear(classes.repeat(2, 0).repeat(2, 1), 10.0)
    assert (fine == coarse.repeat(2, 0).repeat(2, 1)).all()
    assert (scl_reach(20.0), scl_reach(10.0), scl_reach(60.0), scl_reach(30.0)) == (3, 6, 1, 2)


def test_the_border_of_an_image_does_not_grow():
    classes = np.full((20, 20), 4, np.uint8)
    classes[:, :5] = 0
    clear = scl_clear(classes, 20.0)
    assert clear[:, 5:].all()
    assert not clear[:, :5].any()


@given(st.integers(0, 14), st.integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_a_block_with_its_margin_equals_the_whole(start, seed):
    rng = np.random.default_rng(seed)
    classes = rng.choice([4, 5, 9, 0], (30, 40), p=[0.6, 0.3, 0.05, 0.05]).astype(np.uint8)
    whole = scl_clear(classes, 20.0)
    reach = scl_reach(20.0)
    block = classes[:, start : start + 20 + 2 * reach]
    assert (scl_clear(block, 20.0)[:, reach:-reach] == whole[:, start + reach : start + reach + 20]).all()


@pytest.mark.parametrize(
    ("bits", "clear"),
    [
        (1, False),  # fill
        (21824, True),  # clear land (USGS product guide)
        (21952, True),  # clear water: bit 7 is kept
        (21826, False),  # dilated cloud
        (22280, False),  # high confidence cloud
        (23888, False),  # cloud shadow
        (30048, False),  # snow
        (54596, False),  # high confidence cirrus
        (1 << 6, True),
        (1 << 7, True),
        *((1 << bit, False) for bit in range(6)),
    ],
)
def test_quality_bits_of_landsat(bits, clear):
    assert qa_pixel_clear(np.array([[bits]], np.uint16))[0, 0] == clear


@given(st.sampled_from([20.0, 60.0, 30.0]), st.integers(1, 12), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_masks_equal_a_filter_of_maxima(resolution, size, seed):
    rng = np.random.default_rng(seed)
    kind = rng.choice([np.uint8, np.int32, np.float32])
    classes = rng.choice([4, 5, 7, 9, 0, 2], (size, 15), p=[0.5, 0.3, 0.1, 0.03, 0.04, 0.03]).astype(kind)
    keep = np.isin(classes, [2, 4, 5, 6, 7])
    grown = maximum_filter((~keep & (classes != 0)).astype(np.uint8), 2 * scl_reach(resolution) + 1, mode="constant")
    assert (scl_clear(classes, resolution, keep_dark=True) == (keep & (grown == 0))).all()


def test_summary_cloud_of_slstr_is_bit_14():
    flags = np.array([[0, 16384, 16384 | 8, 8, 32768]], np.uint16)
    assert slstr_clear(flags).tolist() == [[True, False, False, True, True]]
    assert slstr_clear(flags.astype(np.float32)).tolist() == [[True, False, False, True, True]]


def roofs(days=5, size=160, covered=()):
    """Clear sky, a roof flagged on every day in the middle, and some overcast days."""
    clear = np.ones((days, size, size), bool)
    clear[:, 70:90, 70:90] = False
    for day in covered:
        clear[day] = False
    return clear, np.ones_like(clear)


def test_a_roof_is_kept_where_the_sky_around_is_clear():
    clear, seen = roofs(covered=(3,))
    kept = rescue_bright_roofs(clear, seen, 20.0)
    assert kept[[0, 1, 2, 4]].all()
    assert not kept[3].any(), "under a cloud a roof is a cloud"


def test_passing_clouds_are_no_roofs():
    clear, seen = roofs(days=5)
    clear[:] = True
    for day in range(3):
        clear[day, 20 * day : 20 * day + 40, 30:80] = False
    assert (rescue_bright_roofs(clear, seen, 20.0) == clear).all()


def test_two_dates_cannot_tell():
    clear, seen = roofs(days=2)
    assert (rescue_bright_roofs(clear, seen, 20.0) == clear).all()


def test_dates_may_come_in_any_order():
    clear, seen = roofs(days=6, covered=(1, 4))
    order = np.array([3, 0, 5, 1, 4, 2])
    assert (rescue_bright_roofs(clear[order], seen[order], 20.0) == rescue_bright_roofs(clear, seen, 20.0)[order]).all()


def test_roofs_are_the_same_in_a_block_with_its_margin():
    clear, seen = roofs(covered=(3,))
    reach = roof_reach(20.0)
    whole = rescue_bright_roofs(clear, seen, 20.0)
    part = (slice(None), slice(60 - reach, 100 + reach), slice(40 - reach, 95 + reach))
    block = rescue_bright_roofs(clear[part], seen[part], 20.0)
    assert (block[:, reach:-reach, reach:-reach] == whole[:, 60:100, 40:95]).all()


@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_roofs_equal_sums_of_squares(height, width, seed):
    rng = np.random.default_rng(seed)
    seen = rng.random((4, height, width)) < 0.9
    clear = seen & (rng.random(seen.shape) < rng.uniform(0.1, 0.9, (4, 1, 1)))
    suspect = (seen.sum(0) >= 3) & ((seen & ~clear).sum(0) > 0.6 * seen.sum(0))
    wanted, reach = clear.copy(), roof_reach(60.0)
    for date in range(4):
        for y, x in zip(*np.nonzero(suspect & seen[date]), strict=True):
            square = (slice(max(0, y - reach), y + reach + 1), slice(max(0, x - reach), x + reach + 1))
            known = seen[date][square] & ~suspect[square]
            around, bright = known.sum(), (known & clear[date][square]).sum()
            wanted[date, y, x] |= around > 0 and bright >= 0.8 * around
    assert (rescue_bright_roofs(clear, seen, 60.0) == wanted).all()
    assert rescue_bright_roofs(clear, seen, 60.0, in_place=True) is clear
    assert (clear == wanted).all()


def test_what_was_not_seen_is_not_rescued():
    clear, seen = roofs()
    seen[0, :, :80] = False
    clear &= seen
    assert not rescue_bright_roofs(clear, seen, 20.0)[0, :, :80].any()
