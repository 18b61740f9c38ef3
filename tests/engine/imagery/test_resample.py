"""Pixels brought from one lattice to another, next to the same sums written plainly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from urbanthink_plugin.engine.imagery.radiometry import reflectance_factors
from urbanthink_plugin.engine.imagery.resample import Stored, taps

NODATA = {"u": 0, "i": -99, "f": -9999.0}
KINDS = (np.uint8, np.int16, np.uint16, np.uint32, np.float32, np.float64)
#: Rows and columns of the source that are read, and pixels of the block: where it begins and how large they are.
AXES = {
    "bilinear": (-0.7, 0.5, 31, 14),
    "average": (0.5, 2.4, 6, 14),
    "nearest": (-1.3, 0.5, 33, 14),
    "copied": (2.0, 1.0, 9, 14),
    "beside": (20.0, 1.0, 9, 14),
}


def plainly(values, valid, rows, columns):
    """Sums in the order the module promises: first down, then across."""
    made, known = np.zeros((len(rows[0]), len(columns[0]))), np.zeros((len(rows[0]), len(columns[0])))
    known_values = np.where(valid, values, 0).astype(float)
    for y, (index, weight) in enumerate(zip(*rows, strict=True)):
        line, share = np.zeros(values.shape[1]), np.zeros(values.shape[1])
        for i, down in zip(index, weight, strict=True):
            line += down * known_values[i]
            share += down * valid[i]
        for j in range(columns[0].shape[1]):
            made[y] += columns[1][:, j] * line[columns[0][:, j]]
            known[y] += columns[1][:, j] * share[columns[0][:, j]]
    seen = known >= 0.5
    mean = np.divide(made, known, out=np.zeros_like(made), where=seen)
    mean = np.where(known == 1.0, made, mean)
    return np.where(seen, mean if values.dtype.kind == "f" else np.rint(mean), 0).astype(values.dtype), seen


def sample(kind, gaps, masked, seed, nodata):
    rng = np.random.default_rng(seed)
    values = rng.uniform(1, 250, (14, 14)).astype(kind)
    values[rng.random(values.shape) < gaps] = nodata
    if np.dtype(kind).kind == "f" and gaps:
        values[3, 4], values[9, 2] = np.nan, np.inf
    return values, rng.random(values.shape) < 0.7 if masked else None


@given(
    st.sampled_from(sorted(AXES)),
    st.sampled_from(KINDS),
    st.sampled_from([0.0, 0.05, 0.5]),
    st.booleans(),
    st.integers(0, 2**31),
)
@settings(max_examples=80, deadline=None)
def test_every_way_equals_the_plain_sums(way, kind, gaps, masked, seed):
    nodata = NODATA[np.dtype(kind).kind]
    values, mask = sample(kind, gaps, masked, seed, nodata)
    method = way if way in ("bilinear", "average") else "nearest"
    axis = taps(method, *AXES[way])
    valid = np.isfinite(values) & (values != np.dtype(kind).type(nodata)) & (True if mask is None else mask)
    wanted, there = plainly(values, valid, axis, axis)
    stored = Stored(values, nodata, mask, axis, axis)
    found, seen = stored.on_block()
    assert found.dtype == values.dtype
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(seen, there)
    for scale, offset in ((1e-4, -0.1), (2.75e-5, -0.2)):
        image, kept = np.empty(found.shape, np.int16), np.ones(found.shape, bool)
        kept[0] = False
        stored.reflectance(*reflectance_factors(values.dtype, scale, offset), image, kept)
        factor, shift, _ = reflectance_factors(values.dtype, scale, offset)
        numbers = np.clip(np.rint(wanted.astype(float) * factor + shift), -32767, 32767)
        np.testing.assert_array_equal(image, np.where(there, numbers, -32768))
        assert not kept[0].any()
        np.testing.assert_array_equal(kept[1:], there[1:])


@pytest.mark.parametrize("method", ["bilinear", "average"])
@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_blocks_and_the_whole_give_the_same_bits(method, gaps):
    values, _ = sample(np.float32, gaps, False, 7, -9999.0)
    step = 0.5 if method == "bilinear" else 2.0
    count = int(14 / step)
    whole = Stored(values, -9999.0, None, *2 * [taps(method, 0.0, step, count, 14)]).on_block()
    for start in range(count - 2):
        axis = taps(method, start * step, step, 2, 14)
        part = Stored(values, -9999.0, None, axis, axis).on_block()
        for made, wanted in zip(part, whole, strict=True):
            np.testing.assert_array_equal(made, wanted[start : start + 2, start : start + 2])


def test_what_lies_outside_the_file_is_not_valid():
    axis = taps("bilinear", -4.0, 0.5, 4, 14)
    found, seen = Stored(np.ones((14, 14), np.uint16), None, None, axis, axis).on_block()
    assert not found.any()
    assert not seen.any()
