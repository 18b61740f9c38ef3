"""Swaths on a grid: against a field that is known everywhere, every measurement compared with every pixel."""

from __future__ import annotations

import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox
from odc.geo.geom import box
from services.swaths import (
    CENTRE,
    CRS,
    LAND,
    LST_SCALE,
    SUMMARY_CLOUD,
    UNFILLED,
    SwathScene,
    nearest,
    place,
    temperature,
)

from urbanthink_plugin.engine.imagery import swath
from urbanthink_plugin.engine.imagery.masks import slstr_clear
from urbanthink_plugin.engine.imagery.pixels import FLAGS, LATITUDE, LONGITUDE, LST, Layer
from urbanthink_plugin.engine.imagery.scenes import Scene, SceneUnavailable
from urbanthink_plugin.engine.imagery.sen3 import read_file
from urbanthink_plugin.engine.imagery.swath import Places, Swath, Variable, locate, read_swath, read_variable

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
FILES = {
    LST: ("LST_in", "LST"),
    FLAGS: ("flags_in", "confidence_in"),
    LATITUDE: ("geodetic_in", "latitude_in"),
    LONGITUDE: ("geodetic_in", "longitude_in"),
}
#: One diagonal of a pixel of 1 km.
REACH = 1414.0


def layers_of(product):
    return {band: Layer(str(product / f"{file}.nc"), variable=variable) for band, (file, variable) in FILES.items()}


def scene_with(layers):
    return Scene(
        scene_id="S3A_X", datetime=datetime(2023, 7, 3, 10, tzinfo=UTC), cloud_cover=None, tile="", source="tests",
        collection="sentinel-3-slstr-lst", footprint=box(6, 51, 9, 53, "EPSG:4326"), private={"layers": layers},
    )  # fmt: skip


def grid_of(west, south, east, north):
    return GeoBox.from_bbox((west, south, east, north), CRS, resolution=1000)


def centres(grid):
    """Coordinates of the pixels' centres."""
    columns, rows = np.meshgrid(np.arange(grid.shape[1]) + 0.5, np.arange(grid.shape[0]) + 0.5)
    return grid.transform.c + 1000 * columns, grid.transform.f - 1000 * rows


def read_on(read, scene, grid):
    return read_swath(read, scene, locate(read, scene.private["layers"], grid), grid)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A product with a disc of cloud."""
    return SwathScene(tmp_path_factory.mktemp("sen3"), datetime(2023, 7, 3, 10, 5, 12, tzinfo=UTC), cloudy=True)


@pytest.fixture(scope="module")
def scene(served):
    return scene_with(layers_of(served.product()))


class InMemory:
    """A swath as arrays; remembers what was read of it."""

    def __init__(self, arrays, flags=None):
        self.arrays, self.flags, self.windows = arrays, flags or {}, []
        self.layers = {name: Layer(name) for name in arrays}

    def __call__(self, layer, window, step):
        self.windows.append((layer.path, window))
        whole = self.arrays[layer.path]
        part = whole if window is None else whole[window.toslices()]
        return Variable(part[::step, ::step], 1.0, 0.0, None, whole.shape, self.flags if layer.path == FLAGS else {})

    def read(self, name):
        return [window for path, window in self.windows if path == name]


def in_memory(shape=(60, 70), centre=CENTRE, heading=193.0, kelvin=None, bits=None, flags=None):
    longitude, latitude = place(shape, centre, heading)
    kelvin = temperature(longitude, latitude) if kelvin is None else kelvin
    bits = np.zeros(shape, np.uint16) if bits is None else bits
    return InMemory({LST: kelvin, FLAGS: bits, LATITUDE: latitude, LONGITUDE: longitude}, flags)


def test_the_field_at_the_nearest_measurement(served, scene):
    grid = grid_of(380_000, 5_735_000, 432_000, 5_775_000)
    reading, _ = read_on(read_file, scene, grid)
    longitude, latitude = served.places
    index, metres = nearest(longitude, latitude, *centres(grid))
    assert metres.max() < 720, "inside the swath every pixel has a measurement within half a diagonal"
    expected = temperature(longitude, latitude).ravel()[index] - 20 * served.cloud.ravel()[index]
    assert reading.values.dtype == np.float32
    assert np.abs(reading.values[0] - expected).max() <= LST_SCALE / 2 + 1e-4
    assert (reading.clear == ~served.cloud.ravel()[index]).all()
    assert 0.03 < 1 - reading.clear.mean() < 0.5


@pytest.mark.parametrize(("west", "measured"), [(290_000, False), (465_000, True)], ids=["west", "east"])
def test_beyond_the_reach_there_is_nothing(served, scene, west, measured):
    """The edges: in the west the first columns have a place but were not measured, in the east all were."""
    grid = grid_of(west, 5_745_000, west + 55_000, 5_765_000)
    reading, _ = read_on(read_file, scene, grid)
    longitude, latitude = served.places
    index, metres = nearest(longitude, latitude, *centres(grid))
    expected = np.where(metres <= REACH, served.kelvin.ravel()[index], np.nan)
    found = reading.values[0]
    assert (np.isfinite(found) == np.isfinite(expected)).all()
    assert 0.1 < np.isfinite(found).mean() < 0.9
    assert np.nanmax(np.abs(found - expected)) <= LST_SCALE / 2 + 1e-4
    assert (np.isfinite(found) & (metres > 708)).any() == measured
    assert not reading.clear[np.isnan(found)].any()


def test_places_in_double_precision(tmp_path, served, scene):
    plain = SwathScene(tmp_path, served.datetime, cloudy=True, packed=False, chunk_rows=1000)
    grid = grid_of(395_000, 5_745_000, 415_000, 5_765_000)
    found, _ = read_on(read_file, scene_with(layers_of(plain.product())), grid)
    expected, _ = read_on(read_file, scene, grid)
    assert np.array_equal(found.values, expected.values)
    assert np.array_equal(found.clear, expected.clear)


def test_what_the_attributes_say(served):
    product = served.product()
    with rasterio.open(f'HDF5:"{product / "LST_in.nc"}"://LST') as source:
        variable = read_variable(source)
    assert (variable.scale, variable.offset, variable.nodata) == (0.002, 290.0, -32768)
    assert np.array_equal(np.isnan(variable.physical()), np.isnan(served.kelvin))
    with rasterio.open(f'HDF5:"{product / "flags_in.nc"}"://confidence_in') as source:
        flags = read_variable(source, rasterio.windows.Window(3, 5, 10, 4))
    assert (flags.stored.shape, flags.shape) == ((4, 10), (160, 180))
    assert (flags.flags["summary_cloud"], flags.flags["unfilled"], flags.flags["summary_pointing"]) == (
        16384, 32, 32768,
    )  # fmt: skip


@pytest.mark.parametrize("bit", range(16))
def test_each_bit_of_the_flags(bit):
    bits = np.array([[1 << bit, 0]], np.uint16)
    assert slstr_clear(bits).tolist() == [[bit not in (5, 14), True]]


def test_the_file_knows_its_bits_better():
    told = {"summary_cloud": 4, "unfilled": 256}
    bits = np.array([[4, 256, SUMMARY_CLOUD, UNFILLED, LAND]], np.uint16)
    assert slstr_clear(bits, told).tolist() == [[False, False, True, True, True]]
    memory = in_memory(bits=np.full((60, 70), 4, np.uint16), flags=told)
    grid = grid_of(400_000, 5_750_000, 410_000, 5_760_000)
    assert not read_on(memory, scene_with(memory.layers), grid)[0].clear.any()
    memory = in_memory(bits=np.full((60, 70), SUMMARY_CLOUD, np.uint16), flags=told)
    assert read_on(memory, scene_with(memory.layers), grid)[0].clear.all()


def test_what_is_no_temperature_of_land_is_left_out():
    kelvin = np.full((60, 70), 300.0)
    kelvin[:, 30:35] = 400.0
    kelvin[20:22] = 100.0
    bits = np.zeros((60, 70), np.uint16)
    bits[:30] = SUMMARY_CLOUD
    memory = in_memory(kelvin=kelvin, bits=bits, heading=180.0)
    grid = grid_of(385_000, 5_735_000, 425_000, 5_775_000)
    reading, rejected = read_on(memory, scene_with(memory.layers), grid)
    assert set(np.unique(reading.values[np.isfinite(reading.values)])) == {np.float32(300)}
    assert 0 < np.isnan(reading.values).sum() < 400
    assert rejected.implausible == pytest.approx(5 * 20, abs=15), "those under cloud are no news"


@settings(max_examples=60, deadline=None)
@given(
    heading=st.floats(0, 360),
    x=st.floats(-45_000, 45_000),
    y=st.floats(-45_000, 45_000),
    shape=st.tuples(st.integers(1, 45), st.integers(1, 45)),
    size=st.tuples(st.integers(1, 12), st.integers(1, 12)),
    holes=st.integers(0, 2**32 - 1),
)
def test_every_value_is_a_measurement_within_reach(heading, x, y, shape, size, holes):
    random = np.random.default_rng(holes)
    kelvin = 255 + 85 * random.random(shape)
    kelvin[random.random(shape) < 0.1] = np.nan
    memory = in_memory(shape, (CENTRE[0] + x, CENTRE[1] + y), heading, kelvin)
    for name in (LATITUDE, LONGITUDE):
        memory.arrays[name] = np.where(random.random(shape) < 0.05, np.nan, memory.arrays[name])
    grid = GeoBox((size[0], size[1]), rasterio.Affine(1000, 0, 400_000, 0, -1000, 5_760_000), CRS)
    reading, _ = read_on(memory, scene_with(memory.layers), grid)
    known = np.isfinite(memory.arrays[LATITUDE]) & np.isfinite(memory.arrays[LONGITUDE])
    found = reading.values[0]
    if not known.any():
        assert np.isnan(found).all()
        return
    places = memory.arrays[LONGITUDE][known], memory.arrays[LATITUDE][known]
    index, metres = nearest(*places, *centres(grid))
    assert np.isnan(found[metres > REACH]).all()
    assert np.isin(found[np.isfinite(found)], kelvin.astype(np.float32)).all()
    expected = np.where(metres <= REACH, kelvin[known][index], np.nan)
    assert (np.isnan(found) == np.isnan(expected)).all()
    assert np.array_equal(found, expected.astype(np.float32), equal_nan=True)
    assert (reading.clear == np.isfinite(found)).all()


def test_blocks_equal_the_whole(scene):
    grid = grid_of(300_000, 5_720_000, 420_000, 5_790_000)
    whole, _ = read_on(read_file, scene, grid)
    around = locate(read_file, scene.private["layers"], grid)
    for rows, columns in (
        (slice(0, 31), slice(17, 80)),
        (slice(31, 70), slice(80, 120)),
        (slice(7, 8), slice(99, 100)),
    ):
        for found in (
            read_on(read_file, scene, grid[rows, columns])[0],
            read_swath(read_file, scene, around, grid[rows, columns])[0],
        ):
            assert np.array_equal(found.values, whole.values[:, rows, columns], equal_nan=True)
            assert np.array_equal(found.clear, whole.clear[rows, columns])


def test_only_what_is_near_is_read():
    memory = in_memory((300, 320))
    grid = grid_of(402_000, 5_752_000, 412_000, 5_758_000)
    read_on(memory, scene_with(memory.layers), grid)
    for name in (LST, FLAGS):
        (window,) = memory.read(name)
        # A tilted frame of (10 + 2 · 1.4) km × (6 + 2 · 1.4) km.
        assert window.width <= 16 and window.height <= 13
    first, second = memory.read(LATITUDE)
    assert first is None
    assert second.width * second.height < 0.1 * 300 * 320


def test_memory_is_that_of_the_window(tmp_path):
    frame = SwathScene(tmp_path, datetime(2023, 7, 3, 10, tzinfo=UTC), shape=(1200, 1500), chunk_rows=100)
    scene = scene_with(layers_of(frame.product()))
    grid = grid_of(400_000, 5_745_000, 420_000, 5_765_000)
    read_on(read_file, scene, grid)
    tracemalloc.start()
    reading, _ = read_on(read_file, scene, grid)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reading.clear.all()
    assert peak < 4e6, "one variable of the frame alone is 14 MB"


def test_a_place_that_is_not_known_may_stand_for_others():
    """The only measurement of eight rows and columns that is looked at first has no place."""
    memory = in_memory((8, 8))
    for name in (LATITUDE, LONGITUDE):
        memory.arrays[name][0, 0] = np.nan
    reading, _ = read_on(memory, scene_with(memory.layers), grid_of(404_000, 5_753_000, 408_000, 5_757_000))
    assert np.isfinite(reading.values).all()


def test_elsewhere_no_temperature_is_read():
    memory = in_memory()
    grid = grid_of(700_000, 5_750_000, 720_000, 5_760_000)
    reading, rejected = read_on(memory, scene_with(memory.layers), grid)
    assert reading.values.shape == (1, 10, 20) and np.isnan(reading.values).all() and not reading.clear.any()
    assert rejected.seen == 0
    assert memory.read(LST) == memory.read(FLAGS) == []


def test_files_that_do_not_belong_together():
    memory = in_memory()
    memory.arrays[FLAGS] = np.zeros((59, 70), np.uint16)
    with pytest.raises(SceneUnavailable, match="A file of S3A_X is damaged"):
        read_on(memory, scene_with(memory.layers), grid_of(400_000, 5_750_000, 410_000, 5_760_000))


class TestPlaces:
    def test_a_part_of_what_is_known_is_not_searched_again(self):
        memory, places = in_memory((100, 100)), Places()
        scene, grid = scene_with(memory.layers), grid_of(390_000, 5_740_000, 420_000, 5_770_000)

        def find(block):
            return places.find(scene, block, lambda: locate(memory, memory.layers, block))

        known = find(grid)
        assert find(grid[3:4, 5:6]) is known and find(grid) is known
        assert len(memory.read(LATITUDE)) == 2
        assert find(grid.pad(2)) is not known
        assert len(memory.read(LATITUDE)) == 4

    def test_several_who_ask_wait_for_one(self):
        memory, places, started = in_memory((100, 100)), Places(), threading.Barrier(8)
        scene, grid = scene_with(memory.layers), grid_of(390_000, 5_740_000, 420_000, 5_770_000)

        def ask(number):
            started.wait(10)
            return places.find(scene, grid[number : number + 3], lambda: locate(memory, memory.layers, grid))

        with ThreadPoolExecutor(8) as pool:
            assert len({id(found) for found in pool.map(ask, range(8))}) == 8 - 7
        assert len(memory.read(LATITUDE)) == 2

    def test_what_is_remembered_is_bounded(self, monkeypatch):
        monkeypatch.setattr(swath, "MEMORY", 100_000)
        grid, places, searches = grid_of(390_000, 5_740_000, 420_000, 5_770_000), Places(), []

        def find(number):
            def search():
                searches.append(number)
                room = np.zeros((50, 50))
                return Swath(slice(0, 50), slice(0, 50), room, room, grid.crs, grid.boundingbox, (50, 50))

            scene = scene_with({})
            return places.find(scene.__class__(**{**scene.__dict__, "scene_id": str(number)}), grid, search)

        for number in (1, 2, 2, 3, 3, 2, 1):
            find(number)
        # Each takes 40 kB: two fit.
        assert searches == [1, 2, 3, 1]

    def test_a_broken_scene_is_not_tried_again(self):
        places, scene, grid = Places(), scene_with({}), grid_of(390_000, 5_740_000, 420_000, 5_770_000)
        tries = []

        def search():
            tries.append(1)
            raise SceneUnavailable("gone", "")

        for _ in range(3):
            with pytest.raises(SceneUnavailable):
                places.find(scene, grid, search)
        assert len(tries) == 1
