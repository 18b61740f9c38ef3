"""The surface heat island from counted temperatures: medians, uncertainty, headline and classes.

SUHI(x) = LST(x) − median(LST of the reference), per date; SUHII = median(LST of the city) − that median.
Everything is in kelvin, which for differences is the degree Celsius.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..about import table
from .kernels import BIN_START_KELVIN, BINS_PER_KELVIN

TABLE = "heat_classes"
#: A median absolute deviation times this estimates the standard deviation of a normal distribution.
MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True)
class Spread:
    """Count, median [K] and median absolute deviation [K] of the temperatures of one mask on one date."""

    count: int
    median: float
    mad: float


def spread_of_counts(counts: np.ndarray) -> Spread:
    """Median and median absolute deviation of a temperature histogram, to 1 mK.

    Parameters
    ----------
    counts : ndarray of int
        Pixels per bin of 1 mK.
    """
    filled = np.flatnonzero(counts)
    weights = counts[filled].astype(np.int64)
    total = int(weights.sum())
    if total == 0:
        return Spread(0, math.nan, math.nan)
    values = BIN_START_KELVIN + filled / BINS_PER_KELVIN
    median = _weighted_median(values, weights, total)
    deviations = np.abs(values - median)
    order = np.argsort(deviations, kind="stable")
    return Spread(total, median, _weighted_median(deviations[order], weights[order], total))


def _weighted_median(values: np.ndarray, weights: np.ndarray, total: int) -> float:
    reached = np.cumsum(weights)
    low, high = np.searchsorted(reached, [(total - 1) // 2, total // 2], side="right")
    return round(float(values[low] + values[high]) / 2, 6)


def anomaly_variance(rural: Spread, pixel_area_m2: float) -> float:
    """Error variance of the anomaly of one pixel on one date [K²].

    σ² = σ_rel² + σ_rural² / N_eff, with σ_rural from the median absolute deviation of the reference and
    N_eff = n · (pixel area / π·range²), between 1 and n: neighbouring pixels do not tell independent things.
    """
    rules = table(TABLE)["uncertainty"]
    independent = rural.count * pixel_area_m2 / (math.pi * rules["range_metres"] ** 2)
    independent = min(max(independent, 1.0), max(rural.count, 1))
    return float(rules["relative_kelvin"] ** 2 + (MAD_TO_SIGMA * rural.mad) ** 2 / independent)


def headline(intensities: np.ndarray) -> tuple[float, float, float]:
    """SUHII over the dates: their median [K], and its bootstrap interval over dates [K].

    Dates are drawn, not pixels: the weather of the days is what varies. The result does not depend on their order.
    """
    rules = table(TABLE)["uncertainty"]
    values = np.sort(np.asarray(intensities, float))
    random = np.random.default_rng(rules["bootstrap_seed"])
    draws = random.integers(0, values.size, (rules["bootstrap_draws"], values.size))
    tail = (1.0 - rules["bootstrap_confidence"]) / 2
    low, high = np.quantile(np.median(values[draws], axis=1), [tail, 1.0 - tail])
    return float(np.median(values)), float(low), float(high)


def lapse_rate(sums: np.ndarray) -> float:
    """Change of temperature with elevation in the reference [K/m], from the sums of `kernels.sum_for_lapse`.

    The standard lapse rate stands in where no line can be fitted or where it is steeper than any real one.
    """
    rules = table(TABLE)["reference"]
    n, z, zz, t, zt = (int(value) for value in sums)
    spread = n * zz - z * z
    # mK per dm is 0.01 K per m.
    slope = (n * zt - z * t) / spread * 0.01 if spread > 0 else math.inf
    limit = rules["lapse_limit_k_km"] / 1000
    return slope if abs(slope) <= limit else rules["lapse_rate_k_km"] / 1000


def thresholds() -> list[float]:
    """The lower limits of the classes above the first [K]."""
    return [row["from_kelvin"] for row in table(TABLE)["classes"] if row["from_kelvin"] is not None]


def classify(block: np.ndarray) -> np.ndarray:
    """Classes of a composite block.

    Parameters
    ----------
    block : ndarray of float32
        (5, y, x), as `kernels.composite` gives it.

    Returns
    -------
    ndarray of float32
        (2, y, x): class 0 cool island … 4 strong; 1 where a threshold lies within the error of the pixel, else 0.
    """
    rules = table(TABLE)
    median, _, persistence, observations, sigma = block
    limits = np.asarray(thresholds(), np.float32)
    grade = np.digitize(median, limits).astype(np.float32)
    strong = len(limits)
    proven = (persistence >= rules["persistence"]["strong_min_share"]) & (
        observations >= rules["persistence"]["strong_min_dates"]
    )
    grade[(grade == strong) & ~proven] = strong - 1
    distance = np.abs(median[None] - limits[:, None, None]).min(axis=0)
    borderline = (distance < rules["uncertainty"]["borderline_sigmas"] * sigma).astype(np.float32)
    result = np.stack([grade, borderline])
    result[:, np.isnan(median)] = np.nan
    return result
