"""Products on disk: recognised, scaled and masked as they must be, or refused in words that help."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from datetime import UTC, datetime

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from odc.geo.geom import box
from services.swaths import SwathScene, nearest, temperature

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.imagery.jobs import import_scene
from urbanthink_plugin.engine.imagery.local_source import open_product
from urbanthink_plugin.engine.imagery.masks import scl_clear
from urbanthink_plugin.engine.imagery.scenes import SENTINEL2_BANDS, Query, output_grid
from urbanthink_plugin.engine.imagery.stac_source import StacSource

SAFE_NAME = "S2B_MSIL2A_20240709T103031_N0510_R108_T32TMT_20240709T140000"
MTD = """<?xml version="1.0" encoding="UTF-8"?>
<n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">
 <n1:General_Info><Product_Info>
  <PRODUCT_START_TIME>2024-07-09T10:30:31.024Z</PRODUCT_START_TIME>
  <PRODUCT_URI>{name}.SAFE</PRODUCT_URI><PROCESSING_BASELINE>{baseline}</PROCESSING_BASELINE>
  <Datatake id="GS2B"><DATATAKE_SENSING_START>2024-07-09T10:30:31.024Z</DATATAKE_SENSING_START></Datatake>
 </Product_Info><Product_Image_Characteristics>
  <QUANTIFICATION_VALUES_LIST>
   <BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>
   <AOT_QUANTIFICATION_VALUE unit="none">1000.0</AOT_QUANTIFICATION_VALUE>
  </QUANTIFICATION_VALUES_LIST>{offsets}
 </Product_Image_Characteristics></n1:General_Info>
 <n1:Quality_Indicators_Info><Cloud_Coverage_Assessment>3.25</Cloud_Coverage_Assessment></n1:Quality_Indicators_Info>
</n1:Level-2A_User_Product>"""
MTL_L1 = """GROUP = LANDSAT_METADATA_FILE
  GROUP = PRODUCT_CONTENTS
    LANDSAT_PRODUCT_ID = "LC08_L1TP_020039_20170818_20200903_02_T1"
    PROCESSING_LEVEL = "L1TP"
  END_GROUP = PRODUCT_CONTENTS
  GROUP = IMAGE_ATTRIBUTES
    DATE_ACQUIRED = 2017-08-18
    SCENE_CENTER_TIME = "16:15:07.5461430Z"
    CLOUD_COVER = 21.50
    SUN_ELEVATION = 62.0
  END_GROUP = IMAGE_ATTRIBUTES
  GROUP = LEVEL1_RADIOMETRIC_RESCALING
    RADIANCE_MULT_BAND_10 = 3.3420E-04
    RADIANCE_ADD_BAND_10 = 0.10000
    REFLECTANCE_MULT_BAND_4 = 2.0000E-05
    REFLECTANCE_ADD_BAND_4 = -0.100000
  END_GROUP = LEVEL1_RADIOMETRIC_RESCALING
  GROUP = LEVEL1_THERMAL_CONSTANTS
    K1_CONSTANT_BAND_10 = 774.8853
    K2_CONSTANT_BAND_10 = 1321.0789
  END_GROUP = LEVEL1_THERMAL_CONSTANTS
END_GROUP = LANDSAT_METADATA_FILE
END
"""


def folder_of(real_data, name):
    folder = real_data / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not on this machine")
    return folder


def store(path, values, transform, crs="EPSG:32632", driver="GTiff", nodata=None, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    height, width = values.shape
    with rasterio.open(
        path, "w", driver=driver, count=1, height=height, width=width, dtype=values.dtype, crs=crs, transform=transform,
        nodata=nodata, **options,
    ) as target:  # fmt: skip
        target.write(values, 1)


@pytest.fixture(scope="module")
def pixels(real_data):
    """A clear corner of the real scene, 240 × 240 px: bands of 10 m, and of 20 m where they are."""
    path = folder_of(real_data, "s2_zurich_ne") / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif"
    with rasterio.open(path) as source:
        window = rasterio.windows.Window(600, 700, 240, 240)
        stored = source.read(window=window)
        transform = source.window_transform(window)
    native = {
        band: values if band in ("B02", "B03", "B04", "B08") else values[::2, ::2]
        for band, values in zip(SENTINEL2_BANDS, stored, strict=True)
    }
    near, red = native["B08"][::2, ::2].astype(float), native["B04"][::2, ::2].astype(float)
    native["SCL"] = np.where((near - red) / (near + red) > 0.5, 4, 5).astype(np.uint8)
    native["SCL"][20:30, 40:52] = 9
    native["SCL"][100:104, 0:6] = 3
    return native, transform


def make_safe(
    folder, pixels, baseline="05.10", stored_offset=1000, declared=True, suffix="jp2", level="MTD_MSIL2A.xml"
):
    """A SAFE folder around real pixels; `stored_offset` is what the numbers hold above the reflectance."""
    native, transform = pixels
    product = folder / f"{SAFE_NAME}.SAFE"
    images = product / "GRANULE" / "L2A_T32TMT_A038335_20240709T103031" / "IMG_DATA"
    for band, values in native.items():
        size = 10 if values.shape[0] == 240 else 20
        numbers = values if band == "SCL" else np.where(values == 0, 0, values + stored_offset).astype(np.uint16)
        options = {"driver": "JP2OpenJPEG", "QUALITY": "100", "REVERSIBLE": "YES"} if suffix == "jp2" else {}
        name = f"T32TMT_20240709T103031_{band}_{size}m.{suffix}"
        store(images / f"R{size}m" / name, numbers, transform * Affine.scale(size / 10), **options)
        if band == "B02":
            store(
                images / "R20m" / name.replace("10m", "20m"), numbers[::2, ::2], transform * Affine.scale(2), **options
            )
    ids = (*(f"B{n:02d}" for n in range(1, 9)), "B8A", "B09", "B10", "B11", "B12")
    offsets = "".join(f'<BOA_ADD_OFFSET band_id="{i}">-1000</BOA_ADD_OFFSET>' for i, _ in enumerate(ids))
    listed = f"<BOA_ADD_OFFSET_VALUES_LIST>{offsets}</BOA_ADD_OFFSET_VALUES_LIST>" if declared else ""
    (product / level).write_text(MTD.format(name=SAFE_NAME, baseline=baseline, offsets=listed))
    return product


@pytest.fixture(scope="module")
def safe(tmp_path_factory, pixels):
    return make_safe(tmp_path_factory.mktemp("safe"), pixels)


def test_a_safe_folder(safe, pixels, new_run):
    run = new_run()
    product = open_product(str(safe), run=run)
    assert (product.kind, product.level, product.has_mask) == ("optical", "L2", True)
    assert product.bands == tuple(sorted(SENTINEL2_BANDS))
    (scene,) = product.scenes
    assert scene.scene_id == SAFE_NAME
    assert scene.datetime == datetime(2024, 7, 9, 10, 30, 31, 24000, UTC)
    assert (scene.cloud_cover, scene.tile, scene.baseline) == (3.25, "32TMT", "05.10")
    grid = product.native_grid()
    assert (grid.shape, grid.resolution.x) == ((240, 240), 10.0)
    reading = product.read(scene, grid, ("B04", "B08"))
    assert reading.values.dtype == np.int16
    assert (reading.values[0] == pixels[0]["B04"]).all(), "the offset is applied, the rest is untouched"
    expected = scl_clear(pixels[0]["SCL"].repeat(2, 0).repeat(2, 1), 10.0)
    assert (reading.clear == expected).all()
    assert any("offset -1000" in text for text in run.texts("info"))


def test_bands_of_20_m_come_to_10_m_bilinearly(safe, pixels):
    product = open_product(str(safe))
    fine = product.native_grid()
    native = pixels[0]["B11"].astype(np.float64)
    found = product.read(product.scenes[0], fine, ("B11",)).values[0].astype(np.float64)
    # Between the centres of four pixels of 20 m: weights 9/16, 3/16, 3/16, 1/16.
    inner = (9 * native[1:-1, 1:-1] + 3 * native[:-2, 1:-1] + 3 * native[1:-1, :-2] + native[:-2, :-2]) / 16
    assert np.abs(found[2:-2:2, 2:-2:2] - inner).max() <= 0.5 + 1e-6
    coarse = product.native_grid(20.0)
    assert (product.read(product.scenes[0], coarse, ("B11",)).values[0] == pixels[0]["B11"]).all()
    average = pixels[0]["B04"].reshape(120, 2, 120, 2).mean(axis=(1, 3))
    halved = product.read(product.scenes[0], coarse, ("B04",)).values[0]
    assert np.abs(halved - average).max() <= 0.5 + 1e-6


def test_blocks_equal_the_whole_to_the_last_bit(safe):
    product = open_product(str(safe))
    scene, grid = product.scenes[0], product.native_grid()
    whole = product.read(scene, grid, ("B02", "B05", "B12"))
    for rows, columns in (
        (slice(0, 97), slice(31, 160)),
        (slice(50, 240), slice(101, 240)),
        (slice(37, 38), slice(9, 10)),
    ):
        block = product.read(scene, grid[rows, columns], ("B02", "B05", "B12"))
        assert (block.values == whole.values[:, rows, columns]).all()
        assert (block.clear == whole.clear[rows, columns]).all()


def test_outside_the_product_there_is_nothing(safe):
    product = open_product(str(safe))
    wide = product.native_grid().pad(10)
    reading = product.read(product.scenes[0], wide, ("B04", "B05"))
    assert (reading.values[:, :10] == -32768).all()
    assert not reading.clear[:10].any()
    assert (reading.values[0, 10:-10, 10:-10] > -32768).all()


def test_a_zipped_safe_is_read_where_it_is(safe, tmp_path):
    archive = tmp_path / "product with space.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(safe.rglob("*")):
            if path.is_file():
                target.write(path, f"{safe.name}/{path.relative_to(safe)}")
    product, plain = open_product(str(archive)), open_product(str(safe))
    grid = plain.native_grid()
    assert product.scenes[0].scene_id == SAFE_NAME
    assert (
        product.read(product.scenes[0], grid, ("B03",)).values == plain.read(plain.scenes[0], grid, ("B03",)).values
    ).all()
    assert sorted(path.name for path in tmp_path.iterdir()) == [archive.name]


def test_the_metadata_file_stands_for_its_product(safe):
    assert open_product(str(safe / "MTD_MSIL2A.xml")).scenes[0].scene_id == SAFE_NAME


def test_before_baseline_4_there_is_no_offset(tmp_path, pixels):
    product = open_product(str(make_safe(tmp_path, pixels, "02.12", 0, declared=False, suffix="tif")))
    values = product.read(product.scenes[0], product.native_grid(), ("B04",)).values[0]
    assert (values == pixels[0]["B04"]).all()


@pytest.mark.parametrize(("baseline", "stored", "declared"), [("05.10", 0, True), ("02.12", 1000, False)])
def test_a_wrong_offset_is_refused(tmp_path, pixels, baseline, stored, declared):
    product = make_safe(tmp_path, pixels, baseline, stored, declared, suffix="tif")
    with pytest.raises(UrbanThinkError, match="Doubtful radiometric offset"):
        open_product(str(product))


def test_level_1c_is_refused(tmp_path, pixels):
    with pytest.raises(UrbanThinkError, match="Level-1C"):
        open_product(str(make_safe(tmp_path, pixels, suffix="tif", level="MTD_MSIL1C.xml")))


def test_a_plain_geotiff_with_named_bands(real_data, new_run):
    path = folder_of(real_data, "s2_zurich_ne") / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif"
    run = new_run()
    product = open_product(str(path), run=run)
    assert (product.kind, product.level, product.bands) == ("optical", "L2", SENTINEL2_BANDS)
    scene = product.scenes[0]
    assert scene.datetime.date().isoformat() == "2019-05-30"
    grid = product.native_grid()
    assert grid.shape == (1100, 1103)
    reading = product.read(scene, grid[200:300, 200:330], ("B02", "B12"))
    with rasterio.open(path) as source:
        stored = source.read([1, 10], window=rasterio.windows.Window(200, 200, 130, 100))
    assert (reading.values == np.where(stored == 0, -32768, stored.astype(int))).all()
    assert any("no cloud mask" in text for text in run.texts("warning"))


def test_a_geotiff_off_the_grid_is_resampled_band_by_band(real_data):
    path = folder_of(real_data, "s2_zurich_ne") / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif"
    product = open_product(str(path))
    own = product.native_grid()
    shifted = GeoBox((60, 60), own.transform * Affine.translation(300.5, 300.5), own.crs)
    values = product.read(product.scenes[0], shifted, ("B04", "B12")).values
    with rasterio.open(path) as source:
        near = source.read([3, 10], window=rasterio.windows.Window(300, 300, 61, 61)).astype(float)
    mean = (near[:, :-1, :-1] + near[:, 1:, :-1] + near[:, :-1, 1:] + near[:, 1:, 1:]) / 4
    assert np.abs(values - mean).max() <= 0.5 + 1e-6


def test_names_may_be_told(make_raster):
    rng = np.random.default_rng(4)
    stored = rng.integers(200, 3000, (4, 60, 60)).astype(np.uint16)
    path = make_raster(stored, "mine.tif")
    with pytest.raises(UrbanThinkError, match="does not tell what it holds"):
        open_product(path)
    product = open_product(path, bands="B2, b03,B4,B08")
    assert product.bands == ("B02", "B03", "B04", "B08")
    assert (product.read(product.scenes[0], product.native_grid(), ("B08",)).values[0] == stored[3]).all()
    with pytest.raises(UrbanThinkError, match="BANDS names 2 bands"):
        open_product(path, bands=["B02", "B03"])
    with pytest.raises(UrbanThinkError, match="no sensor called"):
        open_product(path, sensor="spot")


def test_a_baseline_in_the_name_brings_its_offset(make_raster):
    rng = np.random.default_rng(4)
    stored = rng.integers(1200, 4000, (2, 60, 60)).astype(np.uint16)
    path = make_raster(stored, f"{SAFE_NAME}.tif", bands=["B02", "B08"])
    product = open_product(path)
    assert (
        product.read(product.scenes[0], product.native_grid(), ("B08",)).values[0] == stored[1].astype(int) - 1000
    ).all()


def test_a_time_stack_of_reflectance(make_raster):
    stored = np.random.default_rng(4).integers(200, 3000, (4, 20, 20)).astype(np.int16)
    names = ["B04 2024-06-01", "B08 2024-06-01", "B04 2024-07-01", "B08 2024-07-01"]
    path = make_raster(stored, bands=names, scales=[1e-4] * 4, offsets=[0.0] * 4, nodata=-32768)
    product = open_product(path)
    assert [scene.datetime.date().isoformat() for scene in product.scenes] == ["2024-06-01", "2024-07-01"]
    assert product.bands == ("B04", "B08")
    found = product.read(product.scenes[1], product.native_grid(), ("B08", "B04")).values
    assert (found == stored[[3, 2]]).all()


def test_bands_in_their_own_resolutions(real_data, new_run):
    folder, run = folder_of(real_data, "s2_bigearthnet_patch"), new_run()
    product = open_product(str(folder), run=run)
    assert (product.kind, len(product.bands)) == ("optical", 12)
    (scene,) = product.scenes
    assert scene.datetime.date().isoformat() == "2017-06-17"
    grid = product.native_grid()
    assert (grid.shape, grid.resolution.x) == ((120, 120), 10.0)
    reading = product.read(scene, grid, ("B02", "B05", "B01"))
    stored = {}
    for band in ("B02", "B05", "B01"):
        with rasterio.open(next(folder.glob(f"*_{band}.tif"))) as source:
            stored[band] = source.read(1)
    assert stored["B01"].shape == (20, 20)
    assert (reading.values[0] == stored["B02"]).all()
    assert abs(float(reading.values[1].mean()) - stored["B05"].mean()) < 5
    assert stored["B01"].min() <= reading.values[2].min() <= reading.values[2].max() <= stored["B01"].max()
    assert reading.clear.all()
    for size, band in ((20.0, "B05"), (60.0, "B01")):
        native = product.read(scene, product.native_grid(size), (band,)).values[0]
        assert (native == stored[band]).all()
    assert any("offset 0" in text for text in run.texts("info"))


def test_a_folder_of_landsat_temperatures(real_data, new_run):
    folder, run = folder_of(real_data, "landsat_lst_munster"), new_run()
    product = open_product(str(folder), run=run)
    assert (product.kind, product.level, product.thermal_bands) == ("thermal", "L2", ("LST",))
    assert [scene.datetime.date().isoformat() for scene in product.scenes] == [
        "2022-04-18", "2023-08-11", "2024-06-26", "2024-08-13", "2024-08-28", "2025-03-09", "2025-06-21",
    ]  # fmt: skip
    scene = next(scene for scene in product.scenes if "20240813" in scene.scene_id)
    assert scene.tile == "196024"
    grid = product.native_grid()
    assert grid.shape == (530, 610)
    reading = product.read(scene, grid, ("LST",))
    assert reading.values.dtype == np.float32
    # DN 50162 · 0.00341802 + 149.0
    assert reading.values[0, 265, 305] == pytest.approx(320.4547, abs=1e-3)
    with rasterio.open(folder / "LST_degC_20240813_as_in_repo.tif") as source:
        celsius = source.read(1, masked=True)
    kelvin = celsius.filled(np.nan) + 273.15
    plausible = (kelvin >= 250) & (kelvin <= 345)
    assert np.nanmax(np.abs(reading.values[0] - kelvin)[plausible]) < 0.01
    assert (reading.clear == np.isfinite(reading.values[0])).all()
    assert any("without an MTL file" in text for text in run.texts("info"))


def test_one_landsat_temperature_file(real_data):
    path = folder_of(real_data, "landsat_lst_munster") / "LC08_L2SP_196024_20240813_20240822_02_T1_ST_B10.TIF"
    product = open_product(str(path))
    assert (product.kind, product.level) == ("thermal", "L2")
    assert product.scenes[0].datetime.date().isoformat() == "2024-08-13"
    assert product.read(product.scenes[0], product.native_grid(), ("LST",)).values[0, 265, 305] == pytest.approx(
        320.4547, abs=1e-3
    )


def test_degrees_celsius_are_no_kelvin(real_data):
    path = folder_of(real_data, "landsat_lst_munster") / "LST_degC_20240813_as_in_repo.tif"
    with pytest.raises(UrbanThinkError, match="no surface temperature in kelvin"):
        open_product(str(path), sensor="temperature")


def test_modis(real_data):
    path = folder_of(real_data, "modis_mod11a1_h14v09") / "LST_Day_1km.tif"
    product = open_product(str(path))
    assert (product.kind, product.level) == ("thermal", "L2")
    scene = product.scenes[0]
    assert scene.datetime.date().isoformat() == "2019-11-01"
    reading = product.read(scene, product.native_grid(), ("LST",))
    # DN 15512 · 0.02 K; 333 829 pixels hold a temperature.
    assert reading.values[0, 389, 24] == pytest.approx(310.24, abs=1e-4)
    assert int(reading.clear.sum()) == 333_829


def test_without_georeference_a_product_is_refused(real_data):
    folder = folder_of(real_data, "landsat_l2sp_momotombo")
    with (
        pytest.warns(rasterio.errors.NotGeoreferencedWarning),
        pytest.raises(UrbanThinkError, match="coordinate reference"),
    ):
        open_product(str(folder))


@pytest.fixture
def momotombo(real_data, tmp_path):
    """The real Level-2 product with a reference system put on its pixels, hence not where it is."""
    folder = folder_of(real_data, "landsat_l2sp_momotombo")
    product = "LC08_L2SP_017051_20151205_20200908_02_T1"
    placed = tmp_path / product
    placed.mkdir()
    for path in sorted(folder.glob(f"{product}_B*.TIF")):
        with rasterio.open(path) as source:
            values = source.read(1)
        store(placed / path.name, values, Affine(30, 0, 500_000, 0, -30, 1_380_000), "EPSG:32616")
    shutil.copy(folder / f"{product}_MTL.txt", placed)
    return placed


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_landsat_folder_is_scaled_by_its_mtl(momotombo, real_data, new_run):
    run = new_run()
    product = open_product(str(momotombo), run=run)
    assert (product.kind, product.level) == ("both", "L2")
    assert product.bands == ("SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7", "LST")
    (scene,) = product.scenes
    assert scene.datetime == datetime(2015, 12, 5, 16, 6, int(scene.datetime.second), tzinfo=UTC)
    with rasterio.open(momotombo / f"{momotombo.name}_B5.TIF") as source:
        stored = source.read(1)
    optical = product.read(scene, product.native_grid(), ("SR_B5", "SR_B2")).values[0]
    expected = np.where(stored == 0, -32768, np.clip(np.rint(stored * 0.275 - 2000), -32767, 32767))
    assert (optical == expected).all()
    thermal = product.read(scene, product.native_grid(), ("LST",))
    assert np.nanmax(thermal.values) <= 345
    product.finish()
    assert any("293 pixels under a clear sky lie outside 250 to 345 K" in text for text in run.texts("warning"))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize(("suffix", "mode"), [(".tar", "w"), (".tar.gz", "w:gz")])
def test_a_landsat_tar_is_read_where_it_is(momotombo, tmp_path, suffix, mode):
    archive = tmp_path / f"landsat{suffix}"
    with tarfile.open(archive, mode) as target:
        for path in sorted(momotombo.iterdir()):
            target.add(path, path.name)
    packed, plain = open_product(str(archive)), open_product(str(momotombo))
    assert packed.bands == plain.bands
    grid = plain.native_grid()
    for bands in (("SR_B4",), ("LST",)):
        found, expected = (product.read(product.scenes[0], grid, bands).values for product in (packed, plain))
        assert np.array_equal(found, expected, equal_nan=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([archive.name, momotombo.name])


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_quality_bands_beside_the_product_are_used(momotombo, new_run):
    name = momotombo.name
    transform, crs = Affine(30, 0, 500_000, 0, -30, 1_380_000), "EPSG:32616"
    quality = np.full((300, 300), 21824, np.uint16)
    quality[:50] = 22280
    uncertainty = np.full((300, 300), 200, np.int16)
    uncertainty[50:60] = 501
    emissivity = np.full((300, 300), 9700, np.int16)
    emissivity[60:70] = -9999
    store(momotombo / f"{name}_QA_PIXEL.TIF", quality, transform, crs)
    store(momotombo / f"{name}_ST_QA.TIF", uncertainty, transform, crs)
    store(momotombo / f"{name}_ST_EMIS.TIF", emissivity, transform, crs)
    run = new_run()
    product = open_product(str(momotombo), run=run)
    reading = product.read(product.scenes[0], product.native_grid(), ("LST",))
    assert not reading.clear[:70].any()
    assert np.isfinite(reading.values[0, :50]).any(), "under cloud the values are there, but not clear"
    assert np.isnan(reading.values[0, 50:70]).all()
    assert reading.clear[70:].sum() > 60_000
    product.finish()
    texts = " ".join(run.texts())
    assert "3000 pixels have no emissivity" in texts
    assert "uncertain by more than 5 K" in texts
    optical = product.read(product.scenes[0], product.native_grid(), ("SR_B4",))
    assert not optical.clear[:50].any()


def test_level_1_without_mtl_is_refused(real_data):
    folder = folder_of(real_data, "landsat8_l1_alabama")
    with pytest.raises(UrbanThinkError, match="MTL file is missing") as caught:
        open_product(str(folder))
    assert "_MTL.txt" in caught.value.hint


def test_level_1_with_mtl_is_a_brightness_temperature(real_data, tmp_path, new_run):
    folder = folder_of(real_data, "landsat8_l1_alabama")
    name = "LC08_L1TP_020039_20170818_20200903_02_T1"
    for band in ("B4", "B10"):
        shutil.copy(folder / f"l8_{band}.tif", tmp_path / f"{name}_{band}.TIF")
    with pytest.raises(UrbanThinkError, match="MTL file is missing"):
        open_product(str(tmp_path))
    (tmp_path / f"{name}_MTL.txt").write_text(MTL_L1)
    run = new_run()
    product = open_product(str(tmp_path / f"{name}_MTL.txt"), run=run)
    assert (product.level, product.bands) == ("L1", ("red", "BT"))
    assert any("Level 1" in text for text in run.texts("warning"))
    scene, grid = product.scenes[0], product.native_grid()
    with rasterio.open(folder / "l8_B10.tif") as source:
        stored = float(source.read(1)[300, 300])
    with rasterio.open(folder / "l8_B4.tif") as source:
        red = float(source.read(1)[300, 300])
    kelvin = 1321.0789 / np.log(774.8853 / (stored * 3.342e-4 + 0.1) + 1)
    assert product.read(scene, grid, ("BT",)).values[0, 300, 300] == pytest.approx(kelvin, abs=1e-3)
    sun = np.sin(np.radians(62.0))
    assert product.read(scene, grid, ("red",)).values[0, 300, 300] == round((red * 2e-5 - 0.1) / sun * 1e4)


def test_what_is_not_known_is_said_with_what_was_found(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(UrbanThinkError, match=r"1 files were found in it \(notes.txt\)"):
        open_product(str(tmp_path))
    with pytest.raises(UrbanThinkError, match="does not exist"):
        open_product(str(tmp_path / "missing"))
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(UrbanThinkError, match="damaged or incomplete"):
        open_product(str(broken))
    with pytest.raises(UrbanThinkError, match="not a raster"):
        open_product(str(tmp_path / "notes.txt"))
    fires = tmp_path / "S3A_SL_2_FRP____20240626T100512.SEN3"
    fires.mkdir()
    (fires / "FRP_in.nc").write_bytes(b"x")
    with pytest.raises(UrbanThinkError, match="Sentinel-3 product without surface temperature") as caught:
        open_product(str(fires))
    assert "SL_2_LST" in caught.value.hint


def test_a_missing_band_is_named(safe):
    product = open_product(str(safe))
    with pytest.raises(UrbanThinkError, match="has no band B10"):
        product.read(product.scenes[0], product.native_grid(), ("B10",))


def test_a_damaged_file_is_told(tmp_path, pixels):
    product = open_product(str(make_safe(tmp_path, pixels, suffix="tif")))
    path = next(tmp_path.rglob("*_B08_10m.tif"))
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(UrbanThinkError, match="cannot be read"):
        product.read(product.scenes[0], product.native_grid(), ("B08",))


def test_the_source_half_of_the_protocol(safe):
    product = open_product(str(safe))
    assert product.estimate(product.scenes, product.native_grid(), ("B04",)).megabytes == 0
    assert set(product.spent()) == {"bytes", "requests", "processing_units", "cached_bytes"}


MUNSTER = box(396_300, 5_748_200, 413_900, 5_763_400, "EPSG:32632")


@pytest.fixture
def sen3(tmp_path):
    """A product SL_2_LST over Münster, with a disc of cloud."""
    return SwathScene(tmp_path / "made", datetime(2023, 7, 3, 10, 5, 12, tzinfo=UTC), cloudy=True)


def zipped(product, archive):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted(product.iterdir()):
            target.write(path, f"{product.name}/{path.name}")
    return archive


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
class TestSen3:
    def test_a_folder(self, sen3, new_run):
        run = new_run()
        product = open_product(str(sen3.product()), run=run)
        assert (product.kind, product.level, product.has_mask, product.bands) == ("thermal", "L2", True, ("LST",))
        (scene,) = product.scenes
        assert scene.scene_id == sen3.scene_id
        assert scene.datetime == sen3.datetime
        assert scene.collection == "sentinel-3-slstr-lst"
        longitude, latitude = sen3.places
        assert scene.footprint.geom.is_valid
        inner = box(longitude[40:-40, 40:-40].min(), latitude[60, 60], longitude[60, -60], latitude[60, 60] + 0.1, 4326)
        assert scene.footprint.contains(inner)
        bounds = scene.footprint.boundingbox
        assert bounds.left == pytest.approx(longitude.min(), abs=1e-6)
        assert bounds.top == pytest.approx(latitude.max(), abs=1e-6)
        assert not run.texts("warning")

    def test_the_whole_frame_on_a_grid_of_1_km(self, sen3):
        product = open_product(str(sen3.product()))
        grid = product.native_grid()
        assert grid.crs == "EPSG:32632"
        assert (grid.resolution.x, grid.transform.c % 1000, grid.transform.f % 1000) == (1000, 0, 0)
        reading = product.read(product.scenes[0], grid, ("LST",))
        measured = np.isfinite(sen3.kelvin).sum()
        # 1 km² each, and the rim.
        assert measured < np.isfinite(reading.values).sum() < 1.03 * measured

    @pytest.mark.parametrize("place", ["folder", "zip", "manifest", "temperature"])
    def test_the_grid_of_a_fetch_and_the_same_pixels(self, sen3, place, tmp_path):
        folder = sen3.product()
        (folder / "xfdumanifest.xml").write_text("<xfdu/>")
        path = {
            "folder": folder,
            "zip": zipped(folder, tmp_path / "a product.zip"),
            "manifest": folder / "xfdumanifest.xml",
            "temperature": folder / "LST_in.nc",
        }[place]
        product = open_product(str(path))
        grid = product.native_grid(area=MUNSTER)
        assert grid == output_grid(MUNSTER, 1000)
        reading = product.read(product.scenes[0], grid, ("LST",))
        longitude, latitude = sen3.places
        columns, rows = np.meshgrid(np.arange(grid.shape[1]) + 0.5, np.arange(grid.shape[0]) + 0.5)
        index, _ = nearest(longitude, latitude, grid.transform.c + 1000 * columns, grid.transform.f - 1000 * rows)
        expected = (temperature(longitude, latitude) - 20 * sen3.cloud).ravel()[index]
        assert np.abs(reading.values[0] - expected).max() < 0.0015
        assert (reading.clear == ~sen3.cloud.ravel()[index]).all()
        assert 0 < reading.clear.mean() < 1

    def test_a_product_on_disk_and_the_catalogue_agree(self, online, run, tmp_path):
        source = StacSource("planetary-computer", online.stac_url, "sentinel-3-slstr-lst", run)
        truth = online.scene("S3A_SL_2_LST____20230703T")
        item = next(item for item in source.search(query_of(truth)) if item.scene_id == truth.scene_id)
        product = open_product(str(zipped(truth.product(), tmp_path / "product.zip")))
        grid = output_grid(MUNSTER, 1000)
        fetched, imported = source.read(item, grid, ("LST",)), product.read(product.scenes[0], grid, ("LST",))
        assert np.array_equal(fetched.values, imported.values, equal_nan=True)
        assert np.array_equal(fetched.clear, imported.clear)

    def test_an_area_at_the_edge(self, sen3):
        product = open_product(str(sen3.product()))
        area = box(480_000, 5_740_000, 520_000, 5_760_000, "EPSG:32632")
        grid = product.native_grid(area=area)
        assert grid.shape[0] <= 21 and 10 < grid.shape[1] < 25, "not wider than the product"

    @pytest.mark.parametrize("area", [True, False])
    def test_imported_by_the_job(self, sen3, new_run, tmp_path, area):
        run = new_run("imagery.import_scene")
        output = tmp_path / "lst.tif"
        asked = {"area": {"bounds": list(MUNSTER.boundingbox.bbox), "crs": "EPSG:32632"}} if area else {}
        with run.outputs():
            import_scene(run, input=str(sen3.product()), output=str(output), **asked)
        with rasterio.open(output) as image:
            assert image.descriptions == ("2023-07-03",)
            assert image.units == ("K",)
            assert image.crs.to_epsg() == 32632 and image.res == (1000, 1000)
            if area:
                assert image.shape == (16, 18)
                assert tuple(image.bounds) == (396_000, 5_748_000, 414_000, 5_764_000)
            tags, kelvin = image.tags(), image.read(1, masked=True)
        assert (tags["QUANTITY"], tags["LEVEL"], tags["COLLECTION"]) == (
            "surface_temperature", "L2", "sentinel-3-slstr-lst",
        )  # fmt: skip
        assert tags["CREDIT"] == "contains modified Copernicus Sentinel data 2023"
        # The cloud is 20 K colder than the coldest ground.
        assert 285.9 < kelvin.min() < kelvin.max() < 314.1
        assert kelvin.mask.any()

    def test_elsewhere(self, sen3, new_run, tmp_path):
        run = new_run("imagery.import_scene")
        paris = {"bounds": [2.2, 48.8, 2.4, 48.9], "crs": "EPSG:4326"}
        with pytest.raises(UrbanThinkError, match="does not cover the area"), run.outputs():
            import_scene(run, input=str(sen3.product()), output=str(tmp_path / "lst.tif"), area=paris)

    def test_a_file_is_missing(self, sen3):
        (sen3.product() / "geodetic_in.nc").unlink()
        with pytest.raises(UrbanThinkError, match=r"is incomplete: geodetic_in.nc is missing"):
            open_product(str(sen3.folder / f"{sen3.scene_id}.SEN3"))

    @pytest.mark.parametrize("name", ["LST_in", "geodetic_in", "flags_in"])
    def test_a_file_is_cut_short(self, sen3, name):
        product = sen3.product()
        path = product / f"{name}.nc"
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(UrbanThinkError, match=rf"{name}.nc cannot be read"):
            found = open_product(str(product))
            found.read(found.scenes[0], found.native_grid(area=MUNSTER), ("LST",))


def query_of(served):
    day = served.datetime.date()
    return Query(MUNSTER, day, day, "sentinel-3-slstr-lst", 100.0)
