"""Composites: numpy is the oracle for single pixels; order, blocks and overlaps of scenes must not matter."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from services.fakes import FakeSource, far_away, ground, random_source, scene_of

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.imagery import composite as module
from urbanthink_plugin.engine.imagery.composite import COUNT, Composite, by_day
from urbanthink_plugin.engine.imagery.kernels import count_clear, first_clear, percentile

NODATA = -32768
DAYS = ("2024-06-04", "2024-06-19", "2024-07-09", "2024-07-24", "2024-08-03")
BANDS = ("B02", "B04", "B08")
#: No rescue of roofs, which would take some of the random clouds for roofs.
PLAIN = "landsat-c2-l2"


def with_gaps(stack, clear, missing):
    return np.where((stack == missing) | ~clear[:, None], np.nan, stack.astype(np.float64))


def quiet(function, *arguments, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return function(*arguments, **options)


def oracle_median(source, days, band):
    stack = np.stack([source.pixels[scene.scene_id][0][band] for day in days for scene in day.scenes]).astype(float)
    clear = np.stack([source.pixels[scene.scene_id][1] for day in days for scene in day.scenes])
    median = np.rint(quiet(np.nanmedian, np.where(clear, stack, np.nan), axis=0))
    return np.where(np.isnan(median), NODATA, median).astype(np.int16)


def compose(source, run, method="median", bands=BANDS, scenes=None, grid=None, **options):
    days = by_day(source.scenes if scenes is None else scenes)
    image = Composite(source, days, grid or source.grid, bands, method, run, **options)
    return image, image.raster().compute(scheduler="synchronous")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 17), st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), st.floats(0, 1), st.integers(0, 9999))
def test_percentiles_of_whole_numbers_equal_numpy(dates, share, sky, seed):
    random = np.random.default_rng(seed)
    stack = random.integers(-500, 32767, (dates, 2, 5, 13)).astype(np.int16)
    stack[random.random(stack.shape) < 0.1] = NODATA
    clear = random.random((dates, 5, 13)) < sky
    wanted = np.rint(quiet(np.nanpercentile, with_gaps(stack, clear, NODATA), share * 100, axis=0))
    found = percentile(stack, clear, share, NODATA)
    assert found.dtype == np.int16
    np.testing.assert_array_equal(found, np.where(np.isnan(wanted), NODATA, wanted))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 17), st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), st.floats(0, 1), st.integers(0, 9999))
def test_percentiles_of_temperatures_equal_numpy(dates, share, sky, seed):
    random = np.random.default_rng(seed)
    stack = random.normal(300, 10, (dates, 1, 4, 600)).astype(np.float32)
    stack[random.random(stack.shape) < 0.1] = np.nan
    clear = random.random((dates, 4, 600)) < sky
    gaps = np.where(clear[:, None], stack.astype(np.float64), np.nan)
    wanted = quiet(np.nanpercentile, gaps, share * 100, axis=0).astype(np.float32)
    np.testing.assert_array_equal(percentile(stack, clear, share, np.nan), wanted)


def test_the_median_equals_nanmedian_and_no_order_of_dates_changes_it():
    random = np.random.default_rng(3)
    stack = random.integers(0, 9000, (12, 3, 64, 700)).astype(np.int16)
    clear = random.random((12, 64, 700)) < 0.6
    median = percentile(stack, clear, 0.5, NODATA)
    wanted = np.rint(quiet(np.nanmedian, with_gaps(stack, clear, NODATA), axis=0))
    np.testing.assert_array_equal(median, np.where(np.isnan(wanted), NODATA, wanted))
    order = random.permutation(12)
    np.testing.assert_array_equal(percentile(stack[order], clear[order], 0.5, NODATA), median)


def test_the_first_clear_value_and_the_count():
    stack = np.array([[[[1, 2, NODATA]]], [[[4, 5, 6]]]], np.int16)
    clear = np.array([[[True, False, True]], [[True, True, False]]])
    assert first_clear(stack, clear, NODATA).tolist() == [[[1, 5, NODATA]]]
    assert count_clear(clear).tolist() == [[2, 1, 1]]


def test_a_median_composite(run):
    source = random_source(DAYS, collection=PLAIN)
    image, result = compose(source, run)
    assert result["band"].values.tolist() == [*BANDS, COUNT]
    assert result.dtype == np.int16 and result.odc.geobox == source.grid
    days = by_day(source.scenes)
    for band in BANDS:
        np.testing.assert_array_equal(result.sel(band=band), oracle_median(source, days, band))
    counted = sum(clear.astype(int) for _, clear in source.pixels.values())
    np.testing.assert_array_equal(result.sel(band=COUNT), counted)
    assert sum(image.clear_pixels) == counted.sum()


@pytest.mark.parametrize("method", ["median", "least_cloudy", "monthly", "none"])
def test_scenes_may_come_in_any_order(run, method):
    source = random_source(DAYS)
    scenes = source.scenes
    results = []
    for order in (scenes, scenes[::-1]):
        image = Composite(source, by_day(order), source.grid, BANDS, method, run)
        if method == "least_cloudy":
            image.rank_days(run)
        results.append(image.raster().compute(scheduler="threads"))
    np.testing.assert_array_equal(results[0], results[1])


@pytest.mark.parametrize("method", ["median", "least_cloudy", "none"])
def test_blocks_and_the_whole_give_the_same_bits(run, method, monkeypatch):
    source = random_source(DAYS, grid=ground(700, 900), clear=0.5)
    for _, clear in source.pixels.values():
        # A bright roof over a block's edge: flagged on every date, the ground around it mostly clear.
        clear[400:620, 400:620] |= True
        clear[500:524, 500:530] = False
    _, whole = compose(source, run, method)
    monkeypatch.setattr(module, "SIDES", (256,))
    _, blocks = compose(source, run, method)
    np.testing.assert_array_equal(blocks.values, whole.values)
    assert (blocks.sel(band=COUNT).values[505, 505:525] == len(DAYS)).all(), "the roof was taken for a cloud"


def test_a_roof_is_only_told_from_a_cloud_where_there_are_dates_enough(run):
    source = random_source(DAYS[:1], clear=1.0)
    _, clear = next(iter(source.pixels.values()))
    clear[100:110, 100:110] = False
    _, result = compose(source, run)
    assert (result.sel(band="B04").values[100:110, 100:110] == NODATA).all()


def test_least_cloudy_begins_with_the_clearest_day(run):
    grid = ground(40, 40)
    skies = {"2024-06-01": 0.2, "2024-06-02": 0.9, "2024-06-03": 0.5}
    pixels = []
    for number, (day, share) in enumerate(skies.items(), 1):
        clear = np.zeros(grid.shape, bool)
        clear[: int(40 * share)] = True
        pixels.append((scene_of(grid, day, collection=PLAIN), {"LST": np.full(grid.shape, number, np.float32)}, clear))
    source = FakeSource(grid, pixels)
    image = Composite(source, by_day(source.scenes), grid, ("LST",), "least_cloudy", run)
    image.rank_days(run)
    result = image.raster().compute(scheduler="synchronous").values[0]
    assert (result[:36] == 2).all() and np.isnan(result[36:]).all()


def test_months_and_dates_name_their_bands(run):
    source = random_source(DAYS, collection=PLAIN)
    _, monthly = compose(source, run, "monthly", bands=("B04", "B08"))
    assert monthly["band"].values.tolist() == [
        "B04 2024-06", "B08 2024-06", "B04 2024-07", "B08 2024-07", "B04 2024-08", "B08 2024-08", COUNT,
    ]  # fmt: skip
    days = by_day(source.scenes)
    np.testing.assert_array_equal(monthly.sel(band="B08 2024-07"), oracle_median(source, days[2:4], "B08"))
    _, dates = compose(source, run, "none", bands=("B04",))
    assert dates["band"].values.tolist() == [*(f"B04 {day}" for day in DAYS), COUNT]
    values, clear = source.pixels[days[0].scenes[0].scene_id]
    np.testing.assert_array_equal(dates.values[0], np.where(clear, values["B04"], NODATA))
    _, kelvin = compose(
        random_source(DAYS, ("LST",), dtype="float32", collection=PLAIN), run, "none", bands=("LST",), dated=True
    )
    assert kelvin["band"].values.tolist() == [*DAYS, COUNT] and kelvin.dtype == np.float32


def test_tiles_of_one_overpass_are_one_observation(run):
    grid = ground(60, 100)
    left, right = scene_of(grid, DAYS[0], 1, part=np.s_[:, :60]), scene_of(grid, DAYS[0], 2, part=np.s_[:, 40:])
    values = np.arange(6000, dtype=np.int16).reshape(60, 100)
    pixels = []
    for scene, part in ((right, np.s_[:, 40:]), (left, np.s_[:, :60])):
        band = np.full(grid.shape, NODATA, np.int16)
        band[part] = values[part]
        pixels.append((scene, {"B04": band}, band != NODATA))
    source = FakeSource(grid, pixels)
    assert [len(day.scenes) for day in by_day(source.scenes)] == [2]
    _, result = compose(source, run, bands=("B04",))
    np.testing.assert_array_equal(result.sel(band="B04"), values)
    assert (result.sel(band=COUNT) == 1).all()


def test_where_one_tile_is_cloudy_the_other_fills_in(run):
    grid = ground(10, 10)
    newer, older = scene_of(grid, DAYS[0], 1, baseline="05.10"), scene_of(grid, DAYS[0], 2, baseline="02.08")
    clear = np.zeros(grid.shape, bool)
    clear[:5] = True
    everywhere = np.ones(grid.shape, bool)
    pixels = [
        (older, {"B04": np.full(grid.shape, 9, np.int16)}, everywhere),
        (newer, {"B04": np.full(grid.shape, 7, np.int16)}, clear),
    ]
    source = FakeSource(grid, pixels)
    assert by_day(source.scenes)[0].scenes == (newer, older)
    _, result = compose(source, run, bands=("B04",))
    assert (result.values[0, :5] == 7).all() and (result.values[0, 5:] == 9).all()


def test_what_is_not_needed_is_not_read(run):
    source = random_source(DAYS)
    scenes = source.scenes
    source.pixels[scenes[0].scene_id][1][:] = False
    scenes[1] = replace(scenes[1], footprint=far_away())
    compose(source, run)
    asked = {scene: [bands for id, _, bands in source.reads if id == scene] for scene in (s.scene_id for s in scenes)}
    assert asked[scenes[0].scene_id] == [("B02",)], "a date without clear ground: the other bands are spared"
    assert asked[scenes[1].scene_id] == [], "a scene that lies elsewhere"
    assert sorted(asked[scenes[2].scene_id]) == [("B02",), ("B04",), ("B08",)], "every band once, side by side"


def test_a_scene_that_is_gone_leaves_the_others(run):
    source = random_source(DAYS)
    lost = source.scenes[1].scene_id
    source.gone = {lost}
    image, result = compose(source, run)
    assert list(image.unavailable) == [lost]
    assert int(result.sel(band=COUNT).max()) == len(DAYS) - 1


def test_memory_is_bounded_by_the_block(run):
    source = random_source(DAYS)
    image = Composite(source, by_day(source.scenes), ground(4000, 4000), [f"B{i}" for i in range(10)], "median", run)
    assert image.side == 2048
    year = [
        scene_of(source.grid, f"2024-{month:02}-{day:02}") for month in range(1, 13) for day in (1, 6, 11, 16, 21, 26)
    ]
    image = Composite(source, by_day(year), ground(4000, 4000), ["B04"] * 4, "none", run)
    assert image.side == 512


def test_an_unknown_composite_is_refused(run):
    with pytest.raises(UrbanThinkError, match="COMPOSITE is 'mean'"):
        compose(random_source(DAYS), run, "mean")
