"""Reading, aligning and writing rasters, held against rasterio, GDAL's own rules and closed forms."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from odc.geo.geobox import GeoBox
from rasterio.warp import Resampling, reproject

from urbanthink_plugin.engine.errors import ResourceError, UrbanThinkError
from urbanthink_plugin.engine.raster import (
    CLASSES,
    FLOAT32,
    INT16_E4,
    Encoding,
    align,
    compute_blocks,
    describe,
    map_blocks,
    open_raster,
    require_metric,
    write_raster,
)
from urbanthink_plugin.engine.raster.encoding import encode
from urbanthink_plugin.engine.raster.pyramid import halve


def smooth(height=700, width=900, bands=1, seed=3):
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    field = np.sin(x / 37) + np.cos(y / 53)
    return np.stack([field * (band + 1) + rng.normal(0, 0.05, field.shape) for band in range(bands)]).astype(np.float32)


def write(path, run, like, **options):
    source = open_raster(like)
    raster = map_blocks(lambda block: block, source, bands=[str(b) for b in source["band"].values])
    with run.outputs():
        write_raster(raster, path, run, **options)
    return str(path)


def test_scale_offset_and_nodata_become_physical_values(make_raster):
    stored = np.array([[0, 1, 40000], [65535, 2, 3]], np.uint16)
    path = make_raster(stored, nodata=0, scales=(0.00341802,), offsets=(149.0,), bands=["ST_B10"])
    raster = open_raster(path)
    expected = stored * 0.00341802 + 149.0
    assert np.isnan(raster.values[0, 0, 0])
    np.testing.assert_allclose(raster.values[0].ravel()[1:], expected.ravel()[1:], rtol=1e-6)
    assert list(raster["band"].values) == ["ST_B10"]
    assert raster.odc.geobox.crs.epsg == 2154


def test_bands_are_chosen_by_name_or_number_in_the_wanted_order(make_raster):
    path = make_raster(np.stack([np.full((4, 5), k, np.int16) for k in (1, 2, 3)]), bands=["B02", "B04", "B08"])
    assert open_raster(path, ["B08", 1]).values[:, 0, 0].tolist() == [3, 1]
    with pytest.raises(UrbanThinkError, match="no band B11; it has B02, B04, B08"):
        open_raster(path, ["B11"])


def test_a_written_raster_is_a_valid_cog_that_others_read(make_raster, run, tmp_path):
    values = smooth(1300, 1700, bands=3)
    values[:, 10:40, 20:70] = np.nan
    source = make_raster(values, bands=["a", "b", "c"], nodata=float("nan"))
    path = write(tmp_path / "out.tif", run, like=source, units=["K", "1", "m"], tags={"NOTE": "surface"})
    with rasterio.open(path) as written:
        np.testing.assert_array_equal(written.read(), values)
        assert written.descriptions == ("a", "b", "c")
        assert written.units == ("K", "1", "m")
        assert written.tags()["NOTE"] == "surface"
        assert written.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert written.compression.name.lower() == "zstd"
        assert written.overviews(1) == [2, 4]
    with rasterio.open(path, overview_level=0) as level:
        blocks = values[:, :1300, :1700].reshape(3, 650, 2, 850, 2)
        # A mean of means of valid cells, as GDAL's AVERAGE does.
        with np.errstate(invalid="ignore"):
            np.testing.assert_allclose(level.read(), np.nanmean(blocks, axis=(2, 4)), rtol=1e-5, atol=1e-6)


def test_scaled_integers_are_physical_for_every_reader(make_raster, run, tmp_path):
    values = smooth() / 3
    values[0, :5] = np.nan
    path = write(tmp_path / "o.tif", run, like=make_raster(values, nodata=float("nan")), encoding=INT16_E4)
    with rasterio.open(path) as written:
        assert written.scales == (1e-4,)
        stored = written.read(1, masked=True)
        np.testing.assert_allclose((stored * 1e-4).filled(np.nan), values[0], atol=0.51e-4)
    np.testing.assert_allclose(open_raster(path).values, values, atol=0.51e-4)


def test_the_encoding_never_wraps():
    block = np.array([[[np.nan, -99, 99, 3.27675, -3.2768, 1.00004]]], np.float32)
    assert encode(block, INT16_E4).ravel().tolist() == [-32768, -32767, 32767, 32767, -32767, 10000]
    assert encode(np.array([[[np.nan, 4.0, 300.0]]], np.float32), CLASSES).ravel().tolist() == [255, 4, 254]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_halving_is_the_mean_of_the_valid_cells(height, width, seed):
    rng = np.random.default_rng(seed)
    block = rng.integers(-50, 50, (1, height, width)).astype(np.int16)
    block[rng.random(block.shape) < 0.3] = -32768
    padded = np.full((2 * ((height + 1) // 2), 2 * ((width + 1) // 2)), np.nan)
    padded[:height, :width] = np.where(block[0] == -32768, np.nan, block[0])
    cells = padded.reshape(padded.shape[0] // 2, 2, -1, 2).transpose(0, 2, 1, 3).reshape(-1, 4)
    expected = [-32768 if np.isnan(c).all() else np.floor(np.nanmean(c) + 0.5) for c in cells]
    assert halve(block, -32768, categorical=False).ravel().tolist() == expected


def test_whole_tiled_and_clustered_give_the_same_bits(make_raster, monkeypatch):
    from distributed import LocalCluster

    path = make_raster(smooth(1800, 2100, bands=2), tiled=True, blockxsize=256, blockysize=256)

    def ratio(block):
        return ((block[1] - block[0]) / (block[1] + block[0] + np.float32(5)))[None]

    def collected(raster):
        result = np.full(raster.shape, np.nan, np.float32)
        for (rows, columns), block in compute_blocks(raster):
            result[:, rows, columns] = block
        return result

    whole = ratio(open_raster(path).values)
    tiled = collected(map_blocks(ratio, open_raster(path).chunk({"y": 300, "x": 512}), bands=["r"]))
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        monkeypatch.setenv("URBANTHINK_SCHEDULER", cluster.scheduler_address)
        clustered = collected(map_blocks(ratio, open_raster(path), bands=["r"]))
    np.testing.assert_array_equal(tiled, whole)
    np.testing.assert_array_equal(clustered, whole)


@pytest.mark.parametrize("method", ["nearest", "bilinear", "average", "mode"])
def test_alignment_equals_gdal_and_is_said(make_raster, run, method):
    values = smooth(300, 400)
    if method == "mode":
        values = np.floor(values * 2)
    path = make_raster(values, nodata=-9999)
    # Bilinear is for finer grids; a coarser cell is the average (or the mode) of what it covers.
    size = 4 if method == "bilinear" else 30
    grid = GeoBox((90, 110), rasterio.transform.from_origin(700_105, 6_599_895, size, size), "EPSG:2154")
    aligned = align(open_raster(path), grid, method, run).values[0]
    expected = np.full(grid.shape, np.nan, np.float32)
    with rasterio.open(path) as source:
        reproject(
            rasterio.band(source, 1),
            expected,
            dst_transform=grid.transform,
            dst_crs="EPSG:2154",
            dst_nodata=np.nan,
            resampling=Resampling[method],
        )
    np.testing.assert_allclose(aligned, expected, rtol=1e-5, atol=1e-5)
    assert "was resampled" in run.texts("warning")[0]
    assert "EPSG:2154" in run.texts("warning")[0]


def test_alignment_over_blocks_has_no_seams(make_raster, run):
    path = make_raster(smooth(1200, 1200), "big.tif", nodata=-9999)
    grid = GeoBox((500, 500), rasterio.transform.from_origin(700_010, 6_599_990, 20, 20), "EPSG:2154")
    whole = align(open_raster(path).chunk({"y": -1, "x": -1}), grid, "average", run).values
    tiled = align(open_raster(path).chunk({"y": 256, "x": 256}), grid, "average", run).values
    np.testing.assert_allclose(tiled, whole, rtol=1e-6)


def test_the_same_grid_is_left_alone(make_raster, run):
    raster = open_raster(make_raster(smooth(50, 60)))
    assert align(raster, raster.odc.geobox, "bilinear", run) is raster
    assert run.texts() == []


def test_layers_of_different_places_are_refused(make_raster, run):
    here, there = (
        make_raster(smooth(50, 60), "a.tif"),
        make_raster(smooth(50, 60), "b.tif", origin=(800_000, 6_000_000)),
    )
    with pytest.raises(UrbanThinkError, match="does not overlap"):
        align(open_raster(here), open_raster(there).odc.geobox, "nearest", run)


def test_degrees_are_refused_where_metres_are_needed(make_raster):
    grid = open_raster(make_raster(smooth(20, 20), origin=(2, 48), size=0.001, crs="EPSG:4326")).odc.geobox
    with pytest.raises(UrbanThinkError, match="not the metre") as failure:
        require_metric(grid, "The temperature")
    assert "EPSG:2154" in failure.value.hint


def test_bad_files_are_one_sentence(make_raster, tmp_path):
    text = tmp_path / "text.tif"
    text.write_text("not a raster")
    with pytest.raises(UrbanThinkError, match="not a raster"):
        describe(text)
    with pytest.raises(UrbanThinkError, match="does not exist"):
        describe(tmp_path / "missing.tif")
    with pytest.raises(UrbanThinkError, match="no coordinate reference system"):
        describe(make_raster(smooth(20, 20), "nocrs.tif", crs=None))


def test_a_truncated_file_is_said_before_it_is_read(make_raster, run, tmp_path):
    whole = Path(write(tmp_path / "whole.tif", run, like=make_raster(smooth(600, 600))))
    cut = tmp_path / "cut.tif"
    cut.write_bytes(whole.read_bytes()[:-5000])
    with pytest.raises(UrbanThinkError, match=r"incomplete: the file ends 49\d\d bytes too early"):
        describe(cut)


def test_damaged_pixels_are_said_and_nothing_is_left(make_raster, run, tmp_path):
    path = make_raster(smooth(600, 600), compress="deflate", tiled=True)
    with rasterio.open(path) as source:
        start = int(source.get_tag_item("BLOCK_OFFSET_0_0", "TIFF", bidx=1))
    with open(path, "r+b") as damaged:
        damaged.seek(start)
        damaged.write(b"\xff" * 200)
    (tmp_path / "out").mkdir()
    with pytest.raises(UrbanThinkError, match="cannot be read"):
        write(tmp_path / "out" / "o.tif", run, like=path)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_disk_without_room_is_said_before_starting(make_raster, run, tmp_path, monkeypatch):
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("usage", (), {"free": 1000}))
    with pytest.raises(ResourceError, match="not enough room"):
        write(tmp_path / "o.tif", run, like=make_raster(smooth(200, 200)))
    assert not (tmp_path / "o.tif").exists()


def test_provenance_tells_how_to_make_it_again(make_raster, new_run, tmp_path):
    source = make_raster(smooth(60, 60))
    run = new_run(
        "vegetation.spectral_indices",
        provenance={
            "algorithm": "urbanthink:spectral_indices",
            "parameters": {"INPUT": source, "INDICES": ["NDVI", "EVI"]},
        },
    )
    path = write(tmp_path / "o.tif", run, like=source, provenance_inputs=[source])
    record = json.loads((tmp_path / "o.urbanthink.json").read_text())
    assert record["output"] == path
    assert (
        record["replay"] == f"qgis_process run urbanthink:spectral_indices -- INPUT={source} INDICES=NDVI INDICES=EVI"
    )
    assert record["inputs"][0]["sha256"] == hashlib.sha256(Path(source).read_bytes()).hexdigest()
    assert record["software"]["numpy"] == np.__version__


def test_other_encodings_need_no_scale(make_raster, run, tmp_path):
    path = write(tmp_path / "o.tif", run, like=make_raster(smooth(30, 30)), encoding=Encoding("int16", 0.01, 0, -32768))
    with rasterio.open(path) as written:
        assert written.scales == (0.01,)
    assert FLOAT32.scale == 1.0
