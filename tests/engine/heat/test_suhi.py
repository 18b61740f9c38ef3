"""The science of the heat island against numpy, closed forms and the table of classes."""

import math

import numpy as np
import pytest

from urbanthink_plugin.engine.heat import kernels
from urbanthink_plugin.engine.heat.suhi import (
    Spread,
    anomaly_variance,
    classify,
    headline,
    lapse_rate,
    spread_of_counts,
)

RANDOM = np.random.default_rng(7)


def composite(stack, rural, min_dates=1, warm=3.0, floor=0.5):
    variance = np.ones(len(stack))
    return kernels.composite(stack.astype(np.float32), np.asarray(rural, float), variance, min_dates, warm, floor)


def counts_of(values):
    counts = np.zeros((1, 1, kernels.BINS), np.int32)
    stack = np.asarray(values, np.float32).reshape(1, 1, -1)
    codes = np.ones((1, stack.shape[2]), np.uint8)
    kernels.count_temperatures(stack, codes, np.zeros((0, 0), np.float32), np.zeros((1, 1)), counts)
    return counts[0, 0]


@pytest.mark.parametrize("dates", [1, 2, 3, 7, 12, 25])
def test_median_and_p90_are_those_of_numpy_with_gaps(dates):
    stack = RANDOM.normal(300, 6, (dates, 40, 30)).astype(np.float32)
    stack[RANDOM.random(stack.shape) < 0.3] = np.nan
    stack[0] = np.where(np.isnan(stack).all(axis=0), 300, stack[0])
    rural = RANDOM.normal(297, 2, dates)
    anomalies = stack.astype(float) - rural[:, None, None]
    result = composite(stack, rural)
    np.testing.assert_array_equal(result[0], np.nanpercentile(anomalies, 50, axis=0).astype(np.float32))
    np.testing.assert_array_equal(result[1], np.nanpercentile(anomalies, 90, axis=0).astype(np.float32))
    valid = np.isfinite(stack).sum(axis=0)
    np.testing.assert_array_equal(result[3], valid)
    np.testing.assert_allclose(result[2], (anomalies >= 3).sum(axis=0) / valid, rtol=1e-6)


def test_order_of_dates_gives_the_same_bits():
    stack = RANDOM.normal(300, 6, (9, 20, 20)).astype(np.float32)
    stack[RANDOM.random(stack.shape) < 0.4] = np.nan
    rural = RANDOM.normal(297, 2, 9)
    order = RANDOM.permutation(9)
    np.testing.assert_array_equal(composite(stack, rural, 3), composite(stack[order], rural[order], 3))


def test_pixels_seen_too_rarely_are_masked_but_counted():
    stack = np.full((5, 1, 2), 303.0)
    stack[2:, 0, 1] = np.nan
    result = composite(stack, [300.0] * 5, min_dates=3)
    assert result[3].tolist() == [[5.0, 2.0]]
    assert np.isnan(result[[0, 1, 2, 4], 0, 1]).all()
    assert result[0, 0, 0] == 3.0 and result[2, 0, 0] == 1.0


def test_sigma_falls_with_the_dates_and_never_below_the_floor():
    one, four, many = (composite(np.full((n, 1, 1), 300.0), [298.0] * n)[4, 0, 0] for n in (1, 4, 25))
    assert (one, four, many) == (1.0, 0.5, 0.5)
    assert composite(np.full((2, 1, 1), 300.0), [298.0] * 2)[4, 0, 0] == pytest.approx(1 / math.sqrt(2))


@pytest.mark.parametrize("size", [1, 2, 9, 1000, 1001])
def test_counted_median_is_the_median_to_a_millikelvin(size):
    values = RANDOM.normal(305, 5, size).astype(np.float32)
    spread = spread_of_counts(counts_of(values))
    assert spread.count == size
    assert spread.median == pytest.approx(np.median(values), abs=6e-4)
    assert spread.mad == pytest.approx(np.median(np.abs(values - np.median(values))), abs=1.2e-3)
    assert math.isnan(spread_of_counts(counts_of([np.nan])).median)


def test_variance_of_an_anomaly():
    # 1 K² and (1.4826 · 2 K)² over n · 900 m² / (π · 500² m²) independent measurements.
    effective = 10_000 * 900 / (math.pi * 500**2)
    assert anomaly_variance(Spread(10_000, 300.0, 2.0), 900.0) == pytest.approx(1 + (1.4826 * 2) ** 2 / effective)
    assert anomaly_variance(Spread(10, 300.0, 2.0), 900.0) == pytest.approx(1 + (1.4826 * 2) ** 2)


def test_headline_is_the_median_with_an_interval_that_holds_it():
    values = np.array([6.0, 7.1, 8.2, 7.5, 5.4])
    value, low, high = headline(values)
    assert value == 7.1 and low < value < high and low >= 5.4 and high <= 8.2
    assert headline(values[::-1]) == (value, low, high)
    assert headline(np.array([4.0])) == (4.0, 4.0, 4.0)


def test_lapse_rate_of_a_known_slope_and_its_limit():
    height = RANDOM.uniform(-80, 300, (1, 500)).astype(np.float32)
    for slope, expected in ((-0.0065, -0.0065), (0.004, 0.004), (-0.03, -0.0065)):
        stack = (300 + slope * height).astype(np.float32)[None]
        sums = np.zeros((1, 1, 5), np.int64)
        kernels.sum_for_lapse(stack, np.ones((1, 500), np.uint8), height, sums)
        assert lapse_rate(sums[0, 0]) == pytest.approx(expected, abs=2e-5)
    assert lapse_rate(np.zeros(5, np.int64)) == -0.0065


def test_class_means_weigh_the_share_of_the_pixel():
    stack = np.array([[[300.0, 310.0, np.nan]]], np.float32)
    shares = np.array([[[200, 100, 200]], [[0, 100, 0]]], np.uint8)
    sums, weights = np.zeros((2, 1), np.int64), np.zeros((2, 1), np.int64)
    kernels.sum_by_class(stack, shares, sums, weights)
    np.testing.assert_allclose(sums / weights / 1000, [[(300 * 2 + 310) / 3], [310]])


@pytest.mark.parametrize(
    ("median", "persistence", "observations", "expected"),
    [
        (-1.01, 0, 5, 0),
        (-1.0, 0, 5, 1),
        (0.99, 0, 5, 1),
        (1.0, 0, 5, 2),
        (3.0, 0.5, 5, 3),
        (5.99, 1, 5, 3),
        (6.0, 1, 5, 4),
        (6.0, 0.5, 3, 4),
        (9.0, 0.49, 5, 3),
        (9.0, 1, 2, 3),
    ],
)
def test_classes_and_the_rule_of_strong(median, persistence, observations, expected):
    block = np.array([median, median, persistence, observations, 0.1], np.float32).reshape(5, 1, 1)
    assert classify(block)[0, 0, 0] == expected


def test_borderline_and_masked_pixels():
    block = np.array([[5.3, 4.5, np.nan], [0] * 3, [1] * 3, [5] * 3, [0.5] * 3], np.float32).reshape(5, 1, 3)
    grade, borderline = classify(block)
    assert borderline[0, :2].tolist() == [1.0, 0.0]  # 1.64 σ = 0.82 K around 6 K and 3 K
    assert np.isnan(grade[0, 2]) and np.isnan(borderline[0, 2])
