"""What each date says of the city and of its references: one pass over the stack, which is never held whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from ..raster import compute_blocks
from ..run import Run
from . import kernels
from .inputs import Ground
from .reference import City, Reference, city_elevation
from .suhi import Spread, lapse_rate, spread_of_counts


@dataclass(frozen=True)
class Measured:
    """Temperatures per date: of the city, of each reference, and of each land cover class.

    Attributes
    ----------
    city : list of Spread
        One per date [K].
    references : dict
        Reference key to one Spread per date [K], brought to the elevation of the city where that was needed.
    lapse : dict
        Reference key to the change of temperature with elevation that was taken out [K/m], one per date.
    classes : ndarray
        Mean temperature of each land cover class, weighted by the share of the pixel [K], (class, date).
    """

    city: list[Spread]
    references: dict[str, list[Spread]]
    lapse: dict[str, list[float]]
    classes: np.ndarray


def measure(run: Run, stack: xr.DataArray, ground: Ground, city: City, references: Mapping[str, Reference]) -> Measured:
    """Count the temperatures of the city and of its references on every date.

    Parameters
    ----------
    stack : xarray.DataArray
        Surface temperature [K], one band per date.
    city : City
    references : mapping
        By key; at most seven.
    """
    codes = city.urban.astype(np.uint8)
    for bit, reference in enumerate(references.values(), 1):
        codes |= reference.mask.astype(np.uint8) << np.uint8(bit)
    masks, dates = 1 + len(references), stack.sizes["band"]
    above = np.zeros((0, 0), np.float32)
    lapse = np.zeros((masks, dates))
    corrected = [bit for bit, reference in enumerate(references.values(), 1) if reference.lapse]
    if corrected and ground.surface.elevation is not None:
        above = (ground.surface.elevation - np.float32(city_elevation(ground.surface, city))).astype(np.float32)
        sums = _lapse_sums(run.part(0.0, 0.4), stack, codes, above, masks)
        for bit in corrected:
            lapse[bit] = [lapse_rate(sums[bit, date]) for date in range(dates)]
        run = run.part(0.4, 1.0)
    counts, classes = _count(run, stack, ground, codes, above, lapse)
    spreads = [[spread_of_counts(counts[mask, date]) for date in range(dates)] for mask in range(masks)]
    return Measured(
        city=spreads[0],
        references=dict(zip(references, spreads[1:], strict=True)),
        lapse={key: lapse[bit].tolist() for bit, key in enumerate(references, 1)},
        classes=classes,
    )


def _count(
    run: Run, stack: xr.DataArray, ground: Ground, codes: np.ndarray, above: np.ndarray, lapse: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    counts = np.zeros((*lapse.shape, kernels.BINS), np.int32)
    sums = np.zeros((len(ground.classes), stack.sizes["band"]), np.int64)
    weights = np.zeros_like(sums)
    for (rows, columns), computed in compute_blocks(stack, run, "Reading the temperatures"):
        block = np.ascontiguousarray(computed)
        relief = np.ascontiguousarray(above[rows, columns])
        kernels.count_temperatures(block, np.ascontiguousarray(codes[rows, columns]), relief, lapse, counts)
        if len(sums):
            kernels.sum_by_class(block, np.ascontiguousarray(ground.shares[:, rows, columns]), sums, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return counts, sums / weights / 1000.0


def _lapse_sums(run: Run, stack: xr.DataArray, codes: np.ndarray, above: np.ndarray, masks: int) -> np.ndarray:
    sums = np.zeros((masks, stack.sizes["band"], 5), np.int64)
    for (rows, columns), block in compute_blocks(stack, run, "Reading the temperatures"):
        kernels.sum_for_lapse(
            np.ascontiguousarray(block),
            np.ascontiguousarray(codes[rows, columns]),
            np.ascontiguousarray(above[rows, columns]),
            sums,
        )
    return sums
