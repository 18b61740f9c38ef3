"""Cloud-optimised GeoTIFFs made of compressed tiles, held against GDAL's reading and the layout it documents."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import rasterio
import xarray as xr
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling

from urbanthink_plugin.engine.raster import (
    CLASSES,
    FLOAT32,
    INT16_E4,
    Encoding,
    Output,
    tiles,
    write_raster,
    write_rasters,
)
from urbanthink_plugin.engine.raster.read import on_grid
from urbanthink_plugin.engine.raster.tiff import TILE_BYTE_COUNTS, TILE_OFFSETS, Field, fields_of, fill_in
from urbanthink_plugin.engine.run import Run

ENCODINGS = (FLOAT32, INT16_E4, CLASSES, Encoding("uint16", nodata=65535))


def stored_numbers(encoding, bands, height, width, seed=0):
    """Numbers that differ everywhere, with some that are missing."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 200, (bands, height, width)).astype(encoding.dtype)
    values[rng.random(values.shape) < 0.1] = encoding.nodata
    values[:, : height // 3, : width // 2] = encoding.nodata
    return values


def lazily(values, block=512):
    geobox = GeoBox(values.shape[1:], Affine(10, 0, 700000, 0, -10, 6600000), "EPSG:2154")
    names = [f"b{number}" for number in range(len(values))]
    return on_grid(xr.DataArray(values, dims=("band", "y", "x"), coords={"band": names}), geobox).chunk(
        {"band": -1, "y": block, "x": block}
    )


def tiles_in_file_order(path):
    """Offset, size, level, row and column of every tile, as GDAL tells them."""
    found = []
    with rasterio.open(path) as source:
        for level in range(len(source.overviews(1)) + 1):
            shape = [-(-size // 2**level) for size in source.shape]
            extra = {"ovr": level - 1} if level else {}
            for row in range(-(-shape[0] // 512)):
                for column in range(-(-shape[1] // 512)):
                    offset, size = (
                        int(source.get_tag_item(f"BLOCK_{what}_{column}_{row}", "TIFF", bidx=1, **extra))
                        for what in ("OFFSET", "SIZE")
                    )
                    found.append((offset, size, level, row, column))
    return sorted(found)


@given(
    st.sampled_from(ENCODINGS), st.integers(1, 3), st.integers(1, 1700), st.integers(1, 1700),
    st.sampled_from([512, 1024, 1536, 2048]), st.integers(0, 99),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_again_at_every_level(tmp_path_factory, encoding, bands, height, width, block, seed):
    values = stored_numbers(encoding, bands, height, width, seed)
    path, run = tmp_path_factory.mktemp("cog") / "o.tif", Run()
    with run.outputs():
        write_raster(lazily(values, block), path, run, encoding=encoding)
    assert sorted(file.name for file in path.parent.iterdir()) == ["o.tif", "o.urbanthink.json"]
    with rasterio.open(path) as written:
        np.testing.assert_array_equal(written.read(), values)
        assert written.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert bool(written.overviews(1)) == (max(written.shape) > 512)
        levels = len(written.overviews(1))
    finer = values
    for level in range(levels):
        with rasterio.open(path, overview_level=level) as overview:
            coarse = overview.read()
        np.testing.assert_allclose(coarse, halved(finer, encoding), rtol=1e-6)
        finer = coarse


def halved(values, encoding):
    """Means of the valid of each 2×2 cells, or the first of them, in plain numpy."""
    if encoding.categorical:
        return values[:, ::2, ::2]
    missing = np.isnan(values) if np.isnan(encoding.nodata) else values == encoding.nodata
    wide = np.where(missing, np.nan, values.astype(float))
    wide = np.pad(wide, [(0, 0), *((0, size % 2) for size in values.shape[1:])], constant_values=np.nan)
    cells = np.stack([wide[:, i::2, j::2] for i in (0, 1) for j in (0, 1)])
    count = np.isfinite(cells).sum(axis=0)
    mean = np.divide(np.nansum(cells, axis=0), count, out=np.full(count.shape, np.nan), where=count > 0)
    mean = mean if np.dtype(encoding.dtype).kind == "f" else np.floor(mean + 0.5)
    return np.where(np.isnan(mean), encoding.nodata, mean).astype(values.dtype)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_tiles_lie_as_the_layout_promises(tmp_path, run, encoding):
    """Small overviews first, rows of tiles in order, each with its size before and its last bytes behind."""
    values = stored_numbers(encoding, 2, 1100, 2100)
    with run.outputs():
        write_raster(lazily(values, 1024), tmp_path / "o.tif", run, encoding=encoding)
    data = (tmp_path / "o.tif").read_bytes()
    assert b"BLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\nBLOCK_TRAILER=LAST_4_BYTES_REPEATED" in data[:400]
    found = tiles_in_file_order(tmp_path / "o.tif")
    places = [(-level, row, column) for _, _, level, row, column in found]
    assert places == sorted(places) and len({level for level, _, _ in places}) == 4
    for offset, size, *_ in found:
        assert struct.unpack("<I", data[offset - 4 : offset]) == (size,)
        assert data[offset + size : offset + size + 4] == data[offset + size - 4 : offset + size]
    last = found[-1]
    assert last[0] + last[1] + 4 == len(data)


def test_the_same_raster_makes_the_same_file_whatever_its_blocks_and_where_tiles_wait(tmp_path, run, monkeypatch):
    values = stored_numbers(INT16_E4, 3, 1500, 1700)
    waiting = []
    append_to = tiles.TileStore.append_to

    def watched(store, path, *arguments):
        waiting.append(sum(file.stat().st_size for file in tmp_path.glob("*.tiles")))
        return append_to(store, path, *arguments)

    monkeypatch.setattr(tiles.TileStore, "append_to", watched)
    monkeypatch.setattr(tiles, "SEGMENT_BYTES", 1_000_000)
    files = []
    for block, held in ((512, tiles.HELD_BYTES), (1024, 2_000_000), (2048, 0)):
        monkeypatch.setattr(tiles, "HELD_BYTES", held)
        with run.outputs():
            write_raster(lazily(values, block), tmp_path / f"{block}.tif", run, encoding=INT16_E4)
        files.append((tmp_path / f"{block}.tif").read_bytes())
    assert files[0] == files[1] == files[2]
    # All in memory, most of them, none.
    assert 0 == waiting[0] < waiting[1] < waiting[2] == pytest.approx(waiting[1] + 2e6, rel=0.3)
    assert not list(tmp_path.glob("*.tiles"))


def test_bands_of_one_pass_go_into_files_of_their_own(tmp_path, run):
    values = stored_numbers(INT16_E4, 3, 900, 1300)
    outputs = [Output(tmp_path / "a.tif", ("b0", "b2"), INT16_E4), Output(tmp_path / "b.tif", ("b1",), INT16_E4)]
    with run.outputs():
        write_rasters(lazily(values), outputs, run)
    for name, bands in (("a", [0, 2]), ("b", [1])):
        with rasterio.open(tmp_path / f"{name}.tif") as written:
            np.testing.assert_array_equal(written.read(), values[bands])


@pytest.mark.parametrize("big", ["YES", "NO"])
def test_fields_are_found_where_gdal_wrote_them(tmp_path, big):
    path = tmp_path / "plain.tif"
    profile = {"driver": "GTiff", "width": 1100, "height": 700, "count": 1, "dtype": "uint8", "BIGTIFF": big}
    grid = {"crs": "EPSG:2154", "transform": Affine(2, 0, 0, 0, -2, 0)}
    with rasterio.open(
        path, "w", tiled=True, blockxsize=256, blockysize=256, compress="DEFLATE", **profile, **grid
    ) as t:
        t.write(np.random.default_rng(0).integers(0, 9, (1, 700, 1100)).astype(np.uint8))
        t.build_overviews([2], Resampling.nearest)
    data = path.read_bytes()
    assert data[2] == (43 if big == "YES" else 42)
    main, overview = fields_of(lambda position, size: data[position : position + size])
    with rasterio.open(path) as source:
        for fields, across, extra in ((main, 5, {}), (overview, 3, {"ovr": 0})):
            for tag, what in ((TILE_OFFSETS, "OFFSET"), (TILE_BYTE_COUNTS, "SIZE")):
                numbers = np.frombuffer(data, fields[tag].dtype, fields[tag].count, fields[tag].position)
                for number, value in enumerate(numbers):
                    name = f"BLOCK_{what}_{number % across}_{number // across}"
                    assert int(source.get_tag_item(name, "TIFF", bidx=1, **extra)) == value


def test_numbers_that_do_not_fit_are_refused():
    field = Field(0, np.dtype("<u4"), 2)
    for numbers in ([1, 2**32], [1, 2, 3]):
        with pytest.raises(OSError, match="no room"):
            fill_in(io.BytesIO(bytes(8)), field, np.array(numbers))
    with pytest.raises(OSError, match="not a little-endian TIFF"):
        fields_of(lambda position, size: b"MM\0*"[:size])
