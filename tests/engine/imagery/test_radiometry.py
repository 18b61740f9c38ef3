"""Offsets item by item, scaling by the metadata, and what is no land surface temperature."""

from __future__ import annotations

import json

import numpy as np
import pytest
import rasterio

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.imagery.landsat import level_of, read_mtl
from urbanthink_plugin.engine.imagery.radiometry import (
    Decision,
    Declared,
    Sample,
    brightness_temperature,
    decide_offset,
    land_temperature,
    landsat_scaling,
    reflectance_factors,
    require_plausible,
)
from urbanthink_plugin.engine.imagery.resample import Stored
from urbanthink_plugin.engine.imagery.stac_items import family, scene_of

RAW, HARMONISED = 1000.0, 0.0
MTL = "LC09_L2SP_196023_20250621_20250622_02_T1_MTL"


def meadow(shift, *, classes=True, size=2000, seed=1):
    """Vegetation with red 0.03 and some soil; `shift` is what the numbers hold above the reflectance."""
    rng = np.random.default_rng(seed)
    red = rng.normal(300, 60, size)
    red[: size // 4] = rng.normal(1800, 200, size // 4)
    bands = {"blue": red + 100, "green": red + 250, "red": red}
    labels = np.full(size, 4, np.uint8)
    labels[: size // 4] = 5
    return Sample(
        {role: (values + shift).astype(np.float32) for role, values in bands.items()}, labels if classes else None
    )


def snow(shift):
    bright = np.random.default_rng(2).normal(6000, 500, 2000).astype(np.float32) + shift
    return Sample({"blue": bright, "green": bright, "red": bright}, np.full(2000, 11, np.uint8))


@pytest.mark.parametrize(
    ("rule", "declared", "expected"),
    [
        # Planetary Computer: numbers as delivered, nothing declared; an old day processed again has the offset too.
        ("baseline", Declared("05.10"), Decision(-1000.0, "baseline")),
        ("baseline", Declared("04.00"), Decision(-1000.0, "baseline")),
        ("baseline", Declared("03.01"), Decision(0.0, "baseline")),
        ("baseline", Declared("02.12"), Decision(0.0, "baseline")),
        # Earth Search, collection 1: raw numbers, and the offset is declared.
        ("declared", Declared("05.00", -1000.0), Decision(-1000.0, "declared")),
        ("declared", Declared("05.00"), Decision(-1000.0, "baseline")),
        ("pixels", Declared("02.14", 0.0), Decision(0.0, "baseline")),
    ],
)
def test_offset_by_what_the_collection_is(rule, declared, expected):
    assert decide_offset(rule, declared, None) == expected


def test_pixels_overrule_wrong_metadata():
    # Earth Search, issue 71: the numbers are harmonised, the item says that they are not.
    lie = Declared("05.10", -1000.0, applied=False)
    assert decide_offset("pixels", lie, meadow(HARMONISED)) == Decision(0.0, "vegetation")
    assert decide_offset("pixels", lie, meadow(RAW)) == Decision(-1000.0, "vegetation")
    # The other way round: said to be applied, but raw.
    assert decide_offset("pixels", Declared("05.10", 0.0, True), meadow(RAW)) == Decision(-1000.0, "vegetation")


def test_dark_pixels_decide_without_a_classification():
    lie = Declared("05.10", -1000.0, applied=False)
    assert decide_offset("pixels", lie, meadow(HARMONISED, classes=False)) == Decision(0.0, "dark")
    assert decide_offset("pixels", lie, meadow(RAW, classes=False)) == Decision(-1000.0, "metadata")


def test_where_pixels_cannot_tell_the_metadata_do():
    assert decide_offset("pixels", Declared("05.10", -1000.0, False), snow(RAW)) == Decision(-1000.0, "metadata")
    assert decide_offset("pixels", Declared("05.10", -1000.0, True), snow(HARMONISED)) == Decision(0.0, "metadata")
    assert decide_offset("pixels", Declared("05.10"), None) == Decision(-1000.0, "metadata")
    assert decide_offset("pixels", Declared(), None) == Decision(0.0, "metadata")


def test_guard_stops_a_forgotten_and_a_doubled_offset():
    require_plausible("scene", -1000.0, meadow(RAW))
    require_plausible("scene", 0.0, meadow(HARMONISED))
    for offset, shift in ((0.0, RAW), (-1000.0, HARMONISED)):
        with pytest.raises(UrbanThinkError, match="Doubtful radiometric offset in scene"):
            require_plausible("scene", offset, meadow(shift))
    with pytest.raises(UrbanThinkError, match="negative"):
        require_plausible("scene", -1000.0, meadow(HARMONISED, classes=False))


def test_guard_is_silent_on_real_pixels_and_fires_on_spoiled_ones(real_data):
    path = real_data / "s2_zurich_ne" / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif"
    if not path.is_file():
        pytest.skip("s2_zurich_ne is not on this machine")
    with rasterio.open(path) as source:
        blue, green, red, near = source.read([1, 2, 3, 7])[:, ::3, ::3].astype(np.float32)
    # No SCL in this file: vegetation by NDVI, clouds by their brightness.
    labels = np.where((near - red) / np.maximum(near + red, 1) > 0.6, 4, 5)
    labels = np.where(blue > 2000, 9, np.where(blue == 0, 0, labels)).astype(np.uint8)
    sample = Sample(
        {name: np.where(v == 0, np.nan, v) for name, v in (("blue", blue), ("green", green), ("red", red))}, labels
    )
    require_plausible("zurich", 0.0, sample)
    assert decide_offset("pixels", Declared("05.00", -1000.0, False), sample) == Decision(0.0, "vegetation")
    with pytest.raises(UrbanThinkError, match="Doubtful"):
        require_plausible("zurich", -1000.0, sample)
    raw = Sample({name: values + 1000 for name, values in sample.bands.items()}, labels)
    assert decide_offset("pixels", Declared("05.00", 0.0, True), raw) == Decision(-1000.0, "vegetation")
    with pytest.raises(UrbanThinkError, match="Doubtful"):
        require_plausible("zurich", 0.0, raw)


def reflectance(stored, scale, offset, nodata=None):
    made, seen = np.empty((1, len(stored)), np.int16), np.ones((1, len(stored)), bool)
    Stored(stored[None], nodata).reflectance(*reflectance_factors(stored.dtype, scale, offset), made, seen)
    assert ((made[0] != -32768) == seen[0]).all()
    return made[0].tolist()


def test_reflectance_as_whole_numbers():
    stored = np.array([0, 900, 1000, 4500, 65535], np.uint16)
    assert reflectance(stored, 1e-4, -0.1, 0) == [-32768, -100, 0, 3500, 32767]
    assert reflectance(stored, 1e-4, 0.0, 0) == [-32768, 900, 1000, 4500, 32767]
    # Landsat: 2.75e-5 · 20000 − 0.2 = 0.35
    assert reflectance(np.array([20000], np.uint16), 2.75e-5, -0.2) == [3500]
    assert reflectance(np.array([0.1234, np.nan, np.inf], np.float32), 1.0, 0.0) == [1234, -32768, -32768]
    assert reflectance(np.array([-32768, -5, 7], np.int16), 1e-4, 0.0, -32768) == [-32768, -5, 7]
    assert reflectance(np.array([0, 51, 255], np.uint8), 1 / 255, 0.0, 0) == [-32768, 2000, 10000]


def test_what_is_no_land_surface_temperature():
    kelvin = np.array([249.9, 250.0, 300.0, 345.0, 345.1, 372.996, np.nan])
    kept, rejected = land_temperature(kelvin)
    assert np.isfinite(kept).tolist() == [False, True, True, True, False, False, False]
    assert (rejected.seen, rejected.implausible, rejected.uncertain) == (6, 3, 0)
    uncertainty = np.array([1, 1, 5.01, 5.0, 1, 1, 1])
    kept, rejected = land_temperature(kelvin, uncertainty)
    assert np.isfinite(kept).tolist() == [False, True, False, True, False, False, False]
    assert rejected.uncertain == 1
    unknown = np.full(7, np.nan)
    assert np.isfinite(land_temperature(kelvin, unknown)[0]).sum() == 3, "no uncertainty is no reason to reject"
    kept, rejected = land_temperature(kelvin, None, np.where(kelvin == 300.0, np.nan, 0.97))
    assert np.isnan(kept[2])
    assert rejected.without_emissivity >= 1


def test_brightness_temperature_of_band_10():
    # Planck the other way round, with the constants of the MTL file (K1 774.8853, K2 1321.0789).
    radiance = 774.8853 / np.expm1(1321.0789 / np.array([280.0, 300.0, 320.0]))
    assert brightness_temperature(radiance, 774.8853, 1321.0789) == pytest.approx([280.0, 300.0, 320.0], abs=1e-9)
    assert np.isnan(brightness_temperature(np.array([0.0, -1.0]), 774.8853, 1321.0789)).all()


def test_published_scale_factors():
    assert landsat_scaling("ST_B10") == (0.00341802, 149.0)
    assert landsat_scaling("SR_B4") == (2.75e-05, -0.2)
    assert landsat_scaling("ST_QA") == (0.01, 0.0)
    assert landsat_scaling("ST_EMIS") == (0.0001, 0.0)


def test_scale_factors_of_the_mtl_file_come_first():
    mtl = {"TEMPERATURE_MULT_BAND_ST_B10": "0.5", "TEMPERATURE_ADD_BAND_ST_B10": "100"}
    assert landsat_scaling("ST_B10", mtl) == (0.5, 100.0)
    assert landsat_scaling("ST_B10", {"TEMPERATURE_MULT_BAND_ST_B10": "0.5"}) == (0.00341802, 149.0)


def test_the_three_forms_of_an_mtl_file_say_the_same(real_data):
    folder = real_data / "metadata"
    if not (folder / f"{MTL}.txt").is_file():
        pytest.skip("metadata is not on this machine")
    forms = [read_mtl((folder / f"{MTL}.{ending}").read_text()) for ending in ("txt", "json", "xml")]
    expected = {
        "LANDSAT_PRODUCT_ID": "LC09_L2SP_196023_20250621_20250622_02_T1",
        "PROCESSING_LEVEL": "L2SP",
        "DATE_ACQUIRED": "2025-06-21",
        "SCENE_CENTER_TIME": "10:20:44.6322430Z",
        "CLOUD_COVER": "0.04",
        "SUN_ELEVATION": "57.82248696",
        "TEMPERATURE_MULT_BAND_ST_B10": "0.00341802",
        "TEMPERATURE_ADD_BAND_ST_B10": "149.0",
        "REFLECTANCE_MULT_BAND_4": "2.75e-05",
        "REFLECTANCE_ADD_BAND_4": "-0.2",
    }
    for form in forms:
        assert {key: form[key] for key in expected} == expected
        assert landsat_scaling("ST_B10", form) == (0.00341802, 149.0)
        assert landsat_scaling("SR_B4", form) == (2.75e-05, -0.2), "not the Level-1 factors further down"
    assert level_of(forms[0]["PROCESSING_LEVEL"]) == "L2"
    assert (level_of("L1TP"), level_of("L2SR"), level_of("")) == ("L1", "L2", "")


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize(("day", "hottest", "hot"), [("20151103", 329.013, 0), ("20151205", 373.000, 293)])
def test_lava_is_left_out_and_counted(real_data, day, hottest, hot):
    folder = real_data / "landsat_l2sp_momotombo"
    if not folder.is_dir():
        pytest.skip("landsat_l2sp_momotombo is not on this machine")
    name = f"LC08_L2SP_017051_{day}_20200908_02_T1"
    scale, offset = landsat_scaling("ST_B10", read_mtl((folder / f"{name}_MTL.txt").read_text()))
    assert (scale, offset) == (0.00341802, 149.0)
    with rasterio.open(folder / f"{name}_B10.TIF") as source:
        stored = source.read(1)
    kelvin = np.where(stored > 0, stored * scale + offset, np.nan)
    kept, rejected = land_temperature(kelvin)
    assert np.nanmax(kelvin) == pytest.approx(hottest, abs=1e-3)
    assert (rejected.seen, rejected.implausible) == (300 * 300 - 16, hot)
    assert np.nanmax(kept) <= 345.0


def item(real_data, name):
    path = real_data / "metadata" / name
    if not path.is_file():
        pytest.skip(f"{name} is not on this machine")
    return json.loads(path.read_text())


def test_a_planetary_computer_item(real_data):
    found = item(real_data, "S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531_raster_ext.json")
    scene = scene_of(found, "planetary-computer", "sentinel-2-l2a", {"sentinel-2-l2a": "baseline"})
    assert scene.baseline == "02.12"
    assert scene.tile == "06VVN"
    assert scene.datetime.isoformat() == "2019-06-29T21:25:29.024000+00:00"
    assert scene.cloud_cover == pytest.approx(0.314306)
    assert scene.private["rule"] == "baseline"
    assert scene.private["declared"] == Declared("02.12", None, None)
    layers = scene.private["layers"]
    assert layers["B11"].path.endswith("R20m/T06VVN_20190629T212529_B11_20m.tif")
    assert (layers["B04"].scale, layers["B04"].nodata, layers["SCL"].scale) == (1e-4, 0.0, 1.0)
    assert set(layers) >= {"B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12", "SCL"}


def test_an_old_earth_search_item_tells_its_baseline_in_the_product_name(real_data):
    scene = scene_of(item(real_data, "S2A_28QCH_20200714_0_L2A.json"), "custom", "sentinel-2-l2a", {})
    assert scene.baseline == "02.14"
    assert scene.tile == "28QCH"
    assert scene.private["rule"] == "pixels"
    assert scene.private["layers"]["B02"].path.endswith("S2A_28QCH_20200714_0_L2A/B02.tif")


def test_an_item_of_the_usgs(real_data):
    found = item(real_data, "LC09_L2SP_196023_20250621_20250622_02_T1_ST_stac.json")
    assert family(found["collection"]) == "landsat-c2-l2"
    scene = scene_of(found, "custom", "landsat-c2-l2", {})
    assert (scene.tile, scene.cloud_cover) == ("196023", 0.04)
    layers = scene.private["layers"]
    assert layers["LST"].path.endswith("LC09_L2SP_196023_20250621_20250622_02_T1_ST_B10.TIF")
    assert (layers["LST"].scale, layers["LST"].offset) == (0.00341802, 149.0)
    assert layers["ST_QA"].path.endswith("_ST_QA.TIF")
    assert (layers["ST_EMIS"].scale, layers["ST_EMIS"].nodata) == (1e-4, -9999.0)
    reflectance_item = item(real_data, "LC08_L2SP_028030_20200114_20200824_02_T1_SR.json")
    assert "LST" not in scene_of(reflectance_item, "custom", "landsat-c2-l2", {}).private["layers"]


def test_families_of_collections():
    names = (
        "sentinel-2-c1-l2a",
        "sentinel-s2-l2a-cogs",
        "landsat-c2l2-st",
        "landsat-ot-l1",
        "sentinel-2-l1c",
        "cop-dem",
    )
    assert [family(name) for name in names] == [
        "sentinel-2-l2a", "sentinel-2-l2a", "landsat-c2-l2", "", "", "",
    ]  # fmt: skip


def test_a_spaceless_item_is_no_scene():
    assert scene_of({"id": "x", "properties": {}, "geometry": None}, "custom", "sentinel-2-l2a", {}) is None
