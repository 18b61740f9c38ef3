"""Every kind of bad input: one clear sentence, exit code 1, nothing left behind."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.shutil
import shapely

INDICES = "urbanthink:spectral_indices"
HEAT = "urbanthink:heat_island"
ZONES = "urbanthink:zone_statistics"


def heat(out, town, **changes):
    return {**town, "OUTPUT": str(out / "suhi.tif"), "OUTPUT_CLASS": str(out / "class.tif"), **changes}


def test_missing_band_names(qgis, make_raster, out):
    raster = make_raster(np.full((3, 50, 50), 900, np.uint16))
    qgis.refuse(INDICES, "band", "BANDS", folder=out, INPUT=raster, INDICES=["NDVI"], OUTPUT=str(out / "o.tif"))


def test_wrong_band_count(qgis, make_raster, out):
    raster = make_raster(np.full((3, 50, 50), 900, np.uint16))
    qgis.refuse(
        INDICES,
        "BANDS names 2 bands",
        folder=out,
        INPUT=raster,
        BANDS="B04,B08",
        INDICES=["NDVI"],
        OUTPUT=str(out / "o.tif"),
    )


def test_an_index_whose_band_is_missing(qgis, reflectance, out):
    qgis.refuse(INDICES, "NDMI", "B11", folder=out, INPUT=reflectance, INDICES=["NDMI"], OUTPUT=str(out / "o.tif"))


def test_rasters_that_do_not_overlap(qgis, town, make_raster, out):
    far = make_raster(np.ones((160, 160), np.uint8), "far.tif", origin=(300_000, 6_200_000), size=30)
    qgis.refuse(HEAT, "does not overlap", folder=out, **heat(out, town, LAND_COVER=far))


def test_no_reference_system(qgis, make_raster, out):
    raster = make_raster(np.full((3, 50, 50), 900, np.uint16), crs=None, bands=["B02", "B04", "B08"])
    qgis.refuse(
        INDICES, "coordinate reference system", folder=out, INPUT=raster, INDICES=["NDVI"], OUTPUT=str(out / "o.tif")
    )


def test_degrees_where_metres_are_needed(qgis, town, make_raster, out):
    stack = np.full((4, 100, 100), 300, np.float32)
    dates = ["2024-06-10", "2024-07-12", "2024-08-13", "2024-08-29"]
    degrees = make_raster(stack, "degrees.tif", origin=(2.0, 48.0), size=0.0003, crs="EPSG:4326", bands=dates)
    cover = make_raster(
        np.ones((100, 100), np.uint8), "cover4326.tif", origin=(2.0, 48.0), size=0.0003, crs="EPSG:4326"
    )
    qgis.refuse(HEAT, "metre", "EPSG:2154", folder=out, **heat(out, town, INPUT=[degrees], LAND_COVER=cover))


def test_all_nodata(qgis, town, make_raster, out):
    empty = make_raster(np.full((4, 160, 160), np.nan, np.float32), "empty.tif", size=30, nodata=float("nan"))
    qgis.refuse(HEAT, "no data", folder=out, **heat(out, town, INPUT=[empty], UNIT="kelvin"))


def test_too_few_dates(qgis, town, out):
    qgis.refuse(HEAT, "There are 4 dates; a composite needs at least 6", folder=out, **heat(out, town, MIN_DATES=6))


def test_too_few_rural_pixels(qgis, town, make_raster, out):
    cover = np.ones((160, 160), np.uint8)
    cover[:10, :10] = 4
    qgis.refuse(
        HEAT,
        "pixels; at least 200 are needed",
        folder=out,
        **heat(out, town, LAND_COVER=make_raster(cover, "sealed.tif", size=30)),
    )


def test_dates_the_wrong_way_round(qgis, town, out):
    qgis.refuse(HEAT, "start date", folder=out, **heat(out, town, START="2024-09-01", END="2024-06-01"))


def test_celsius_declared_as_kelvin(qgis, town, make_raster, out):
    with rasterio.open(town["INPUT"][0]) as source:
        celsius = source.read() - 273.15
        dates = source.descriptions
    raster = make_raster(celsius, "celsius.tif", size=30, bands=dates, nodata=float("nan"))
    qgis.refuse(HEAT, "celsius", folder=out, **heat(out, town, INPUT=[raster], UNIT="kelvin"))


def test_an_output_folder_that_cannot_be_written(qgis, reflectance, out):
    blocker = out / "file"
    blocker.write_text("in the way")
    qgis.refuse(INDICES, str(blocker), folder=out, INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(blocker / "o.tif"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(qgis, reflectance, out):
    out.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        qgis.refuse(INDICES, "cannot be written", folder=out, INPUT=reflectance, OUTPUT=str(out / "o.tif"))
    finally:
        out.chmod(0o700)


def test_a_disk_that_fills_up(qgis, make_raster, out):
    rng = np.random.default_rng(3)
    numbers = rng.integers(300, 4000, (3, 1500, 1500)).astype(np.uint16)
    raster = make_raster(numbers, "big.tif", bands=["B02", "B04", "B08"], nodata=0)
    qgis.refuse(
        INDICES, "disk", folder=out, largest_file=2 * 1024 * 1024,
        INPUT=raster, INDICES=["NDVI", "SAVI"], OUTPUT=str(out / "o.tif"),
    )  # fmt: skip


def test_a_truncated_geotiff(qgis, reflectance, out, tmp_path):
    with rasterio.open(reflectance) as source:
        rasterio.shutil.copy(source, tmp_path / "whole.tif", driver="COG", compress="DEFLATE")
    cut = tmp_path / "cut.tif"
    cut.write_bytes((tmp_path / "whole.tif").read_bytes()[:-3000])
    qgis.refuse(INDICES, "incomplete", folder=out, INPUT=str(cut), INDICES=["NDVI"], OUTPUT=str(out / "o.tif"))


def test_a_text_file_named_tif(qgis, out, tmp_path):
    text = tmp_path / "text.tif"
    text.write_text("this is no raster")
    qgis.refuse(INDICES, "INPUT", folder=out, INPUT=str(text), INDICES=["NDVI"], OUTPUT=str(out / "o.tif"))


def test_broken_zones_are_repaired_and_it_is_said(qgis, make_raster, make_zones, out):
    raster = make_raster(np.ones((20, 20), np.float32))
    x, y = 700_000, 6_600_000
    bow_tie = shapely.Polygon([(x + 10, y - 10), (x + 90, y - 90), (x + 90, y - 10), (x + 10, y - 90)])
    outcome = qgis.run(
        ZONES, ZONES=make_zones([bow_tie]), RASTER=raster, OUTPUT=str(out / "z.gpkg"), STATISTICS=["count"]
    )
    assert outcome.code == 0, outcome.errors
    assert "repaired" in outcome.log


def test_share_above_without_a_threshold(qgis, make_raster, make_zones, out):
    raster = make_raster(np.ones((20, 20), np.float32))
    zones = make_zones([shapely.box(700_010, 6_599_900, 700_090, 6_599_990)])
    qgis.refuse(
        ZONES,
        "THRESHOLD",
        folder=out,
        ZONES=zones,
        RASTER=raster,
        OUTPUT=str(out / "z.gpkg"),
        STATISTICS=["share_above"],
    )


def test_zones_elsewhere(qgis, make_raster, make_zones, out):
    raster = make_raster(np.ones((20, 20), np.float32))
    zones = make_zones([shapely.box(0, 0, 100, 100)])
    qgis.refuse(ZONES, "overlap", folder=out, ZONES=zones, RASTER=raster, OUTPUT=str(out / "z.gpkg"))


def test_a_missing_file(qgis, out):
    missing = str(Path(out) / "missing.tif")
    qgis.refuse(INDICES, "INPUT", folder=out, INPUT=missing, INDICES=["NDVI"], OUTPUT=str(out / "o.tif"))
