"""From one lattice of pixels to another in the same reference system, with the same bits whatever the block.

GDAL computes where a target pixel falls within each window it is given; the last bits differ from block to block, and
with whole numbers a tie then rounds either way. Here positions are exact multiples of 1/4096 of a pixel and the sums
run in one order. Each row is made in a line that stays in the fastest memory and goes from there into its final form:
the stored pixels are read once, and nothing lies between them and the result.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from .kernels import reflectance_row

#: Positions are rounded to this part of a source pixel.
GRAIN = 4096

#: Values, mask (empty without one), whether a number stands for "no data", which, and whether all numbers are whole.
_Source = tuple[np.ndarray, np.ndarray, bool, Any, bool]
#: Index and weight of rows, of columns.
_Plan = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
_Workings = tuple[Any, ...]


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


@dataclass(frozen=True)
class Stored:
    """Pixels of one band as a file holds them, and which of them make those of a block.

    Attributes
    ----------
    values : ndarray
        (y, x), in the file's own type.
    nodata : float or None
        The stored number that stands for "no data". What is not finite never counts.
    mask : ndarray of bool or None
        (y, x): where there are data.
    rows, columns : (ndarray, ndarray) or None
        As `taps` gives them; None where the pixels are those of the block.
    """

    values: np.ndarray
    nodata: float | None = None
    mask: np.ndarray | None = None
    rows: tuple[np.ndarray, np.ndarray] | None = None
    columns: tuple[np.ndarray, np.ndarray] | None = None

    def on_block(self) -> tuple[np.ndarray, np.ndarray]:
        """Stored numbers (y, x), 0 where they are not valid, and where they are."""
        plan = self._plan()
        shape = plan[0].shape[0], plan[2].shape[0]
        result, valid = np.empty(shape, self.values.dtype), np.empty(shape, np.bool_)
        _on_block(self._source(), plan, result, valid)
        return result, valid

    def reflectance(self, factor: float, shift: float, exact: bool, result: np.ndarray, seen: np.ndarray) -> None:
        """Reflectance × 10 000 of the block, in one pass over the stored numbers.

        Parameters
        ----------
        factor, shift, exact
            From `radiometry.reflectance_factors`.
        result : ndarray of int16
            (y, x), filled: `OPTICAL_NODATA` where not valid, and what does not fit is clipped.
        seen : ndarray of bool
            (y, x), set to False where not valid.
        """
        _reflectance(self._source(), self._plan(), factor, shift, exact, result, seen)

    def _source(self) -> _Source:
        kind = self.values.dtype
        mask = np.empty((0, 0), np.bool_) if self.mask is None else self.mask
        told = self.nodata is not None and not math.isnan(self.nodata)
        return self.values, mask, told, np.array(self.nodata if told else 0).astype(kind)[()], kind.kind != "f"

    def _plan(self) -> _Plan:
        """One tap each where pixels are only picked."""
        rows, columns = (
            _itself(length) if axis is None else axis
            for axis, length in zip((self.rows, self.columns), self.values.shape, strict=True)
        )
        if _is_single(rows[1]) and _is_single(columns[1]):
            rows, columns = _choice(*rows), _choice(*columns)
        return *rows, *columns


def _itself(length: int) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(length)[:, None], np.ones((length, 1))


def _is_single(weight: np.ndarray) -> bool:
    """Whether every target pixel is made of one source pixel at most."""
    return bool((weight.max(axis=1) == weight.sum(axis=1)).all())


def _choice(index: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The taps that count alone."""
    best = weight.argmax(axis=1)[:, None]
    return np.take_along_axis(index, best, 1), np.take_along_axis(weight, best, 1)


@numba.njit(nogil=True, cache=True)
def _on_block(source: _Source, plan: _Plan, result: np.ndarray, valid: np.ndarray) -> None:
    """The pixels of a block in their own type."""
    workings = _workings(source, plan)
    for y in range(result.shape[0]):
        _row(source, plan, workings, y, result[y], valid[y])


@numba.njit(nogil=True, cache=True)
def _reflectance(
    source: _Source, plan: _Plan, factor: float, shift: float, exact: bool, result: np.ndarray, seen: np.ndarray
) -> None:
    """The pixels of a block as reflectance."""
    workings = _workings(source, plan)
    made, valid = np.empty(result.shape[1], source[0].dtype), np.empty(result.shape[1], np.bool_)
    for y in range(result.shape[0]):
        _row(source, plan, workings, y, made, valid)
        reflectance_row(made, valid, factor, shift, exact, result[y], seen[y])


@numba.njit(nogil=True)
def _workings(source: _Source, plan: _Plan) -> _Workings:
    """What all rows share: the row that is being made, which source rows are valid throughout, and the columns."""
    values, mask, has_nodata, nodata, _ = source
    _, _, index, weight = plan
    height, width = values.shape
    complete = np.ones(height, np.bool_)
    if index.shape[1] > 1:
        for row in range(height):
            count = 0
            for x in range(width):
                count += _counts(values[row, x], has_nodata, nodata) & (mask.size == 0 or mask[row, x])
            complete[row] = count == width
    # Columns that are picked are mostly neighbours: these are copied as one.
    left, right = 0, index.shape[0]
    while left < right and weight[left, 0] <= 0.0:
        left += 1
    while right > left and weight[right - 1, 0] <= 0.0:
        right -= 1
    in_a_row = True
    for x in range(left, right):
        in_a_row &= weight[x, 0] > 0.0 and index[x, 0] - index[left, 0] == x - left
    # Of source rows that are valid throughout, a pixel is made wholly or (outside) not at all.
    known = np.zeros(index.shape[0])
    for j in range(index.shape[1]):
        known += weight[:, j]
    all_or_none = ((known == 1.0) | (known == 0.0)).all()
    last = index.shape[1] - 1
    # Numbers without a sign need no test for being counted from the end.
    pairs = (
        index[:, 0].astype(np.uint64),
        index[:, last].astype(np.uint64),
        weight[:, 0].copy(),
        weight[:, last].copy(),
    )
    return np.empty(width), np.empty(width), complete, left, right, in_a_row, known == 1.0, all_or_none, pairs


@numba.njit(nogil=True)
def _row(source: _Source, plan: _Plan, workings: _Workings, y: int, made: np.ndarray, valid: np.ndarray) -> None:
    """One row of the block, 0 where not valid."""
    if plan[0].shape[1] == 1 and plan[2].shape[1] == 1:
        _pick(source, plan, workings, y, made, valid)
    elif _down(source, plan, workings, y):
        _across_complete(plan, workings, source[4], made, valid)
    else:
        _across(plan, workings, source[4], made, valid)


@numba.njit(nogil=True)
def _pick(source: _Source, plan: _Plan, workings: _Workings, y: int, made: np.ndarray, valid: np.ndarray) -> None:
    values, mask, has_nodata, nodata, _ = source
    row_index, row_weight, index, weight = plan
    _, _, _, left, right, in_a_row, _, _, _ = workings
    made[:], valid[:] = 0, False
    if row_weight[y, 0] <= 0.0:
        return
    row = row_index[y, 0]
    if in_a_row and left < right:
        start, stop = index[left, 0], index[right - 1, 0] + 1
        chosen, copied, known = values[row, start:stop], made[left:right], valid[left:right]
        for x in range(copied.size):
            there = _counts(chosen[x], has_nodata, nodata)
            copied[x] = chosen[x] if there else values.dtype.type(0)
            known[x] = there
        if mask.size > 0:
            told = mask[row, start:stop]
            for x in range(copied.size):
                copied[x] = copied[x] if told[x] else values.dtype.type(0)
                known[x] &= told[x]
        return
    for x in range(left, right):
        column = index[x, 0]
        value = values[row, column]
        there = weight[x, 0] > 0.0 and _counts(value, has_nodata, nodata) and (mask.size == 0 or mask[row, column])
        made[x] = value if there else values.dtype.type(0)
        valid[x] = there


@numba.njit(nogil=True)
def _down(source: _Source, plan: _Plan, workings: _Workings, y: int) -> bool:
    """Sum the source rows of a row into the line, and their weights where they are valid; False if any is not.

    First down, then across: half the sums, and this half runs on vector registers.
    """
    values, mask, has_nodata, nodata, _ = source
    row_index, row_weight, _, _ = plan
    line, share, complete, all_or_none = workings[0], workings[1], workings[2], workings[7]
    total, is_complete = 0.0, all_or_none
    for i in range(row_index.shape[1]):
        if row_weight[y, i] > 0.0:
            total += row_weight[y, i]
            is_complete &= complete[row_index[y, i]]
    is_complete &= total == 1.0
    line[:], share[:] = 0.0, 0.0
    for i in range(row_index.shape[1]):
        down = row_weight[y, i]
        if down > 0.0:
            upper = values[row_index[y, i]]
            if is_complete:
                for x in range(line.size):
                    line[x] += down * upper[x]
            elif mask.size == 0:
                for x in range(line.size):
                    there = _counts(upper[x], has_nodata, nodata)
                    line[x] += down * upper[x] if there else 0.0
                    share[x] += down if there else 0.0
            else:
                told = mask[row_index[y, i]]
                for x in range(line.size):
                    there = _counts(upper[x], has_nodata, nodata) & told[x]
                    line[x] += down * upper[x] if there else 0.0
                    share[x] += down if there else 0.0
    return is_complete


@numba.njit(nogil=True)
def _across_complete(plan: _Plan, workings: _Workings, whole: bool, made: np.ndarray, valid: np.ndarray) -> None:
    """Pixels of a line that is valid throughout: there is nothing to divide by."""
    _, _, index, weight = plan
    line, inside = workings[0], workings[6]
    if index.shape[1] == 2:
        # The common case, bilinear, in a form that goes through vector registers.
        first, second, one, other = workings[8]
        for x in range(made.size):
            value = (0.0 + one[x] * line[first[x]]) + other[x] * line[second[x]]
            made[x] = np.rint(value) if whole else value
            valid[x] = inside[x]
        return
    for x in range(made.size):
        value = 0.0
        for j in range(index.shape[1]):
            value += weight[x, j] * line[index[x, j]]
        made[x] = np.rint(value) if whole else value
        valid[x] = inside[x]


@numba.njit(nogil=True)
def _across(plan: _Plan, workings: _Workings, whole: bool, made: np.ndarray, valid: np.ndarray) -> None:
    """Pixels of a line with gaps: the mean of what is valid, where that is at least half of the weight."""
    _, _, index, weight = plan
    line, share = workings[0], workings[1]
    for x in range(made.size):
        total, known = 0.0, 0.0
        for j in range(index.shape[1]):
            across, column = weight[x, j], index[x, j]
            total += across * line[column]
            known += across * share[column]
        valid[x] = known >= 0.5
        value = total if known == 1.0 else total / known if known >= 0.5 else 0.0
        made[x] = np.rint(value) if whole else value


@numba.njit(nogil=True)
def _counts(value: Any, has_nodata: bool, nodata: Any) -> bool:
    """Whether a stored number is one."""
    return bool(np.isfinite(value) & ((value != nodata) | (not has_nodata)))
