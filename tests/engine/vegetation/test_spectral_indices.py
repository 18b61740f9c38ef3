"""The job: real scene, encodings, what is said, what is refused, and the same bits wherever it runs."""

from __future__ import annotations

import json

import numpy as np
import pytest
import rasterio

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.vegetation.jobs import spectral_indices

BANDS = ["B02", "B03", "B04", "B08", "B11"]


@pytest.fixture
def scene():
    """Stored numbers of a small plausible image: a vegetated half, a sealed half, a strip without data."""
    rng = np.random.default_rng(11)
    values = rng.integers(900, 1600, (5, 90, 110)).astype(np.uint16)
    values[3] = rng.integers(1500, 2200, (90, 110))
    values[:3, :, :60] = rng.integers(200, 500, (3, 90, 60))
    values[3, :, :60] = rng.integers(3000, 5000, (90, 60))
    values[:, :5] = 0
    return values


def compute(run, path, tmp_path, indices=("NDVI",), **options):
    output = tmp_path / "indices.tif"
    with run.outputs():
        assert spectral_indices(run, input=path, output=str(output), indices=list(indices), **options) == {
            "OUTPUT": str(output)
        }
    return output


def physical(path):
    with rasterio.open(path) as source:
        values = source.read(masked=True).astype(np.float64)
        scaled = values * np.array(source.scales)[:, None, None] + np.array(source.offsets)[:, None, None]
        return scaled.filled(np.nan), source.descriptions


def test_real_scene_equals_the_formulas(real_data, run, tmp_path):
    path = str(real_data / "s2_zurich_ne" / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif")
    output = compute(run, path, tmp_path, ["NDVI", "EVI", "SAVI", "NDMI", "NDBI"])
    values, names = physical(output)
    assert names == ("NDVI", "EVI", "SAVI", "NDMI", "NDBI")
    with rasterio.open(path) as source:
        numbers = [source.descriptions.index(name) + 1 for name in ("B02", "B04", "B08", "B11")]
        b, r, n, s = source.read(numbers).astype(np.float64) / 10000
        empty = source.read(1) == 0
    with np.errstate(all="ignore"):
        expected = np.stack(
            [
                (n - r) / (n + r),
                2.5 * (n - r) / (n + 6 * r - 7.5 * b + 1),
                1.5 * (n - r) / (n + r + 0.5),
                (n - s) / (n + s),
                (s - n) / (s + n),
            ]
        )
    pick = np.random.default_rng(42).integers(0, expected[0].size, 1000)
    got, wanted = values.reshape(5, -1)[:, pick], expected.reshape(5, -1)[:, pick]
    sound = (wanted >= -1) & (wanted <= 1.5) & ~empty.ravel()[pick]
    assert sound.mean() > 0.99
    assert np.abs(got - wanted)[sound].max() <= 1e-4
    assert np.isnan(got[~sound]).all()


def test_bright_cloud_is_seen_as_such(real_data, run, tmp_path):
    path = str(real_data / "s2_zurich_ne" / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif")
    (ndvi, evi), _ = physical(compute(run, path, tmp_path, ["NDVI", "EVI"]))
    with rasterio.open(path) as source:
        cloud = source.read(1) > 6000
    assert cloud.sum() > 10_000
    assert np.nanpercentile(ndvi[cloud], 95) < 0.25
    # No cloud pixel shows as dense vegetation beyond what EVI can be.
    assert np.nanmax(evi) <= 1.5
    assert np.isnan(evi[cloud]).mean() > 0.05
    assert np.isnan(evi[~cloud]).mean() < 0.01


def test_landsat_with_its_scale_in_the_metadata(real_data, run, tmp_path):
    path = str(real_data / "landsat8_arcachon_fr" / "LC08_SR_arcachon_6bands_30m_EPSG2154.tif")
    values, _ = physical(compute(run, path, tmp_path, ["SAVI"]))
    with rasterio.open(path) as source:
        stored = source.read([3, 4]).astype(np.float64)
    red, nir = np.where(stored == 0, np.nan, stored * 2.75e-5 - 0.2)
    expected = 1.5 * (nir - red) / (nir + red + 0.5)
    assert np.nanmax(np.abs(values[0] - expected)) <= 1e-4


def test_encodings_agree(run, new_run, make_raster, scene, tmp_path):
    path = make_raster(scene, nodata=0, bands=BANDS)
    stored, _ = physical(compute(run, path, tmp_path, ["NDVI", "SAVI"]))
    exact, _ = physical(compute(new_run(), path, tmp_path, ["NDVI", "SAVI"], encoding="float32"))
    assert np.array_equal(np.isnan(stored), np.isnan(exact))
    assert np.nanmax(np.abs(stored - exact)) <= 0.5001e-4
    assert np.isnan(exact[:, :5]).all() and np.isfinite(exact[:, 5:]).all()


def test_far_reaching_index_has_its_own_step(run, make_raster, scene, tmp_path):
    path = make_raster(scene, nodata=0, bands=BANDS)
    output = compute(run, path, tmp_path, ["NDVI", "CIgreen"])
    with rasterio.open(output) as source:
        assert source.dtypes == ("int16", "int16")
        assert source.scales == (1e-4, 1e-3)
        assert source.units == ("1", "1")
        assert source.nodata == -32768
    values, _ = physical(output)
    green, nir = (scene[band, 5:].astype(np.float64) for band in (1, 3))
    assert np.abs(values[1, 5:] - (nir / green - 1)).max() <= 0.5001e-3
    assert np.nanmax(values[1]) > 3.3


def test_names_are_told_where_the_file_does_not(run, make_raster, scene, tmp_path, new_run):
    bare = make_raster(scene, "bare.tif", nodata=0)
    named = make_raster(scene, "named.tif", nodata=0, bands=BANDS)
    expected, _ = physical(compute(run, named, tmp_path))
    for told in (",".join(BANDS), "B04=3,B08=4"):
        got, _ = physical(compute(new_run(), bare, tmp_path, bands=told))
        assert np.array_equal(got, expected, equal_nan=True)


def test_offset_of_the_baseline_is_applied_and_said(run, new_run, make_raster, scene, tmp_path):
    old = make_raster(scene, "S2A_MSIL2A_20190530T103031_N0212_R108_T32TMT.tif", nodata=0, bands=BANDS)
    raised = np.where(scene == 0, 0, scene + 1000).astype(np.uint16)
    new = make_raster(raised, "S2A_MSIL2A_20190530T103031_N0500_R108_T32TMT.tif", nodata=0, bands=BANDS)
    expected, _ = physical(compute(run, old, tmp_path))
    got, _ = physical(compute(new_run(), new, tmp_path))
    assert np.nanmax(np.abs(got - expected)) <= 1.01e-4
    telling = new_run()
    compute(telling, new, tmp_path)
    assert any("processing baseline 05.00" in text for text in telling.texts("info"))


def test_forgotten_offset_is_an_error_that_the_user_can_mend(run, new_run, make_raster, scene, tmp_path):
    raised = make_raster(np.where(scene == 0, 0, scene + 1000).astype(np.uint16), nodata=0, bands=BANDS)
    with pytest.raises(UrbanThinkError, match="Doubtful radiometric offset") as caught:
        compute(run, raised, tmp_path)
    assert "OFFSET -1000" in caught.value.hint
    assert not list(tmp_path.glob("*indices*"))
    compute(new_run(), raised, tmp_path, offset="-1000")
    insisting = new_run()
    compute(insisting, raised, tmp_path, offset="0")
    assert any("looks wrong" in text for text in insisting.texts("warning"))


def test_eight_bit_images_give_ratios_only(run, new_run, make_raster, tmp_path):
    rng = np.random.default_rng(5)
    path = make_raster(rng.integers(1, 255, (3, 40, 40)).astype(np.uint8), bands=["red", "green", "nir"])
    values, _ = physical(compute(run, path, tmp_path))
    assert np.isfinite(values).all()
    assert any("8-bit" in text for text in run.texts("warning"))
    with pytest.raises(UrbanThinkError, match="SAVI cannot be computed"):
        compute(new_run(), path, tmp_path, ["SAVI"])


def test_what_the_log_says(run, make_raster, scene, tmp_path):
    compute(run, make_raster(scene, nodata=0, bands=BANDS), tmp_path, ["NDWI", "EVI"])
    said = " ".join(run.texts("info"))
    assert "nir = B08 (4)" in said
    assert "McFeeters" in said
    assert "Reflectance = value × 0.0001 + 0" in said


def test_provenance_and_metadata(run, make_raster, scene, tmp_path):
    output = compute(run, make_raster(scene, nodata=0, bands=BANDS, tags={"SENSING_DATE": "2019-05-30"}), tmp_path)
    assert json.loads(output.with_suffix(".urbanthink.json").read_text())["inputs"]
    with rasterio.open(output) as source:
        assert source.tags()["SENSING_DATE"] == "2019-05-30"
        assert "Rouse" in source.tags()["FORMULA_NDVI"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"indices": ["NDVI", "NDXX"]}, "No spectral index is called 'NDXX'"),
        ({"indices": []}, "No spectral index was chosen"),
        ({"indices": ["NBR"]}, r"NBR needs the band B12 \(short-wave infrared 2\)"),
        ({"bands": "B02,B03"}, "BANDS names 2 bands"),
        ({"encoding": "int8"}, "ENCODING"),
        ({"offset": "some"}, "OFFSET is 'some'"),
    ],
)
def test_refused(run, make_raster, scene, tmp_path, options, said):
    with pytest.raises(UrbanThinkError, match=said) as caught:
        compute(run, make_raster(scene, nodata=0, bands=BANDS), tmp_path, **options)
    assert caught.value.hint
    assert not list(tmp_path.glob("*indices*"))


def test_an_image_without_any_data_is_refused(run, make_raster, scene, tmp_path):
    with pytest.raises(UrbanThinkError, match="holds no data"):
        compute(run, make_raster(np.zeros_like(scene), nodata=0, bands=BANDS), tmp_path)


def test_same_bits_whole_tiled_and_distributed(make_raster, new_run, tmp_path, monkeypatch):
    from distributed import LocalCluster

    from urbanthink_plugin.engine.raster import read

    rng = np.random.default_rng(13)
    values = rng.integers(200, 6000, (3, 700, 900)).astype(np.uint16)
    path = make_raster(values, nodata=0, bands=["B02", "B04", "B08"], tiled=True, blockxsize=256, blockysize=256)
    indices = ["NDVI", "EVI", "SAVI", "kNDVI", "MSAVI"]
    results = []

    def stored():
        output = compute(new_run(), path, tmp_path, indices, encoding="float32", offset="0")
        with rasterio.open(output) as source:
            return source.read()

    results.append(stored())
    monkeypatch.setattr(read, "CHUNK_SIDES", (256,))
    results.append(stored())
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        monkeypatch.setenv("URBANTHINK_SCHEDULER", cluster.scheduler_address)
        results.append(stored())
    assert np.array_equal(results[0], results[1], equal_nan=True)
    assert np.array_equal(results[0], results[2], equal_nan=True)
