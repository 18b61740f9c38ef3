"""The main jobs on real imagery, through qgis_process; values are held against rasterio and published formulas."""

from __future__ import annotations

import json
import shlex
import subprocess

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import rasterio.warp
import shapely

from .conftest import RUNNER

MUNSTER = {
    "UNIT": "landsat_dn",
    "URBAN_CLASSES": "1",
    "WATER_CLASSES": "2",
    "VEGETATION_CLASSES": "3,4",
}


@pytest.fixture(scope="module")
def munster(qgis, real_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("munster")
    source = real_data / "landsat_lst_munster"
    outcome = qgis.run(
        "urbanthink:heat_island",
        INPUT=sorted(str(path) for path in source.glob("*_ST_B10.TIF")),
        LAND_COVER=str(source / "S2_landcover_rf_10m.tif"),
        OUTPUT=str(folder / "suhi.tif"),
        OUTPUT_CLASS=str(folder / "suhi_class.tif"),
        **MUNSTER,
    )
    assert outcome.code == 0, outcome.errors
    return source, folder, outcome


def test_indices_of_the_zurich_scene_equal_their_formulas(qgis, real_data, out):
    source = next((real_data / "s2_zurich_ne").glob("*.tif"))
    path = out / "indices.tif"
    outcome = qgis.run(
        "urbanthink:spectral_indices",
        INPUT=str(source),
        INDICES=["NDVI", "EVI", "SAVI", "NDMI", "NDBI"],
        OUTPUT=str(path),
    )
    assert outcome.code == 0, outcome.errors
    assert {p.name for p in out.iterdir()} >= {"indices.tif", "indices.qml", "indices.urbanthink.json"}
    with rasterio.open(source) as scene, rasterio.open(path) as indices:
        names = dict(zip(scene.descriptions, scene.read().astype(np.float64) / 10000, strict=True))
        result = {
            name: indices.read(number, masked=True).astype(np.float64).filled(np.nan) * indices.scales[number - 1]
            for number, name in enumerate(indices.descriptions, 1)
        }
    rng = np.random.default_rng(7)
    rows, columns = rng.integers(0, 1100, 1000), rng.integers(0, 1103, 1000)
    blue, red, nir, swir = (names[band][rows, columns] for band in ("B02", "B04", "B08", "B11"))
    expected = {
        "NDVI": (nir - red) / (nir + red),
        "EVI": np.clip(2.5 * (nir - red) / (nir + 6 * red - 7.5 * blue + 1), -1, 1.5),
        "SAVI": 1.5 * (nir - red) / (nir + red + 0.5),
        "NDMI": (nir - swir) / (nir + swir),
        "NDBI": (swir - nir) / (swir + nir),
    }
    for name, values in expected.items():
        got = result[name][rows, columns]
        seen = np.isfinite(got)
        # EVI is masked where its denominator vanishes (bright cloud).
        assert seen.mean() > (0.85 if name == "EVI" else 0.999), name
        np.testing.assert_allclose(got[seen], values[seen], atol=1e-4, err_msg=name)
    cloud = names["B02"] > 0.5
    assert np.nanmedian(result["NDVI"][cloud]) < 0.2 < np.nanmedian(result["NDVI"][~cloud])


def test_the_layers_are_cloud_optimised_by_gdals_own_check(munster):
    _, folder, _ = munster
    for name in ("suhi.tif", "suhi_class.tif"):
        check = [RUNNER, "python3", "-m", "osgeo_utils.samples.validate_cloud_optimized_geotiff", "--full-check=yes"]
        done = subprocess.run([*check, str(folder / name)], check=False, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0 and "is a valid cloud optimized GeoTIFF" in done.stdout, done.stdout + done.stderr
        assert "warning" not in (done.stdout + done.stderr).lower()


def test_the_heat_island_of_munster_is_physically_sensible(munster):
    source, folder, outcome = munster
    with rasterio.open(folder / "suhi.tif") as suhi:
        assert suhi.descriptions == ("suhi_median", "suhi_p90", "persistence", "observations", "sigma")
        assert suhi.units[0] == "K"
        median = suhi.read(1, masked=True).astype(float).filled(np.nan) * suhi.scales[0] + suhi.offsets[0]
        grid = suhi.profile
    cover = np.zeros((grid["height"], grid["width"]), np.uint8)
    # Means, as the data's own table has them, whichever way the 10 m land cover comes to 30 m.
    for method in (rasterio.warp.Resampling.nearest, rasterio.warp.Resampling.mode):
        with rasterio.open(source / "S2_landcover_rf_10m.tif") as classes:
            rasterio.warp.reproject(
                rasterio.band(classes, 1), cover, dst_transform=grid["transform"], dst_crs=grid["crs"],
                resampling=method,
            )  # fmt: skip
        sealed, forest = np.nanmean(median[cover == 1]), np.nanmean(median[cover == 3])
        assert 5.0 <= sealed - forest <= 8.0
    assert 2.0 < outcome.results["SUHI_INTENSITY"] < 8.0
    assert outcome.results["SUHI_LOW"] <= outcome.results["SUHI_INTENSITY"] <= outcome.results["SUHI_HIGH"]
    assert outcome.results["RURAL_PIXELS"] >= 200
    with rasterio.open(folder / "suhi_class.tif") as classes:
        assert set(np.unique(classes.read(1, masked=True).compressed())) <= {0, 1, 2, 3, 4}


def test_munster_is_told_date_by_date_with_march_apart(munster):
    _, _, outcome = munster
    for date in ("2022-04-18", "2023-08-11", "2024-06-26", "2024-08-13", "2024-08-28", "2025-03-09", "2025-06-21"):
        assert date in outcome.log
    march = next(line for line in outcome.log.splitlines() if "2025-03-09" in line)
    assert "season" in march
    assert "S2_landcover_rf_10m.tif lies on another grid" in outcome.log
    assert outcome.results["DATES"] == 5


def test_zone_statistics_over_a_grid_and_the_project_area(qgis, munster, out, make_zones, grid_of_zones):
    source, folder, _ = munster
    raster = str(folder / "suhi.tif")
    with rasterio.open(raster) as suhi:
        bounds, crs = suhi.bounds, suhi.crs
        values = suhi.read(1, masked=True).astype(float).filled(np.nan) * suhi.scales[0]
        transform = suhi.transform
    cells = grid_of_zones([*bounds], 500)
    zones = make_zones(cells, "grid.gpkg", crs)
    outcome = qgis.run(
        "urbanthink:zone_statistics", ZONES=zones, RASTER=raster, PREFIX="suhi_", STATISTICS=["mean", "p90", "count"],
        OUTPUT=str(out / "grid.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    result = gpd.read_file(out / "grid.gpkg")
    assert len(result) == len(cells)
    for zone in result.iloc[:: len(result) // 20].itertuples():
        if np.isnan(zone.suhi_mean):
            continue
        weights = covered_shares(zone.geometry, transform, values.shape)
        weights[np.isnan(values)] = 0
        assert zone.suhi_mean == pytest.approx(np.nansum(values * weights) / weights.sum(), abs=2e-3)
    outcome = qgis.run(
        "urbanthink:zone_statistics", ZONES=str(source / "project_area.shp"), RASTER=raster,
        OUTPUT=str(out / "area.gpkg"), STATISTICS=["mean", "median"],
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    area = gpd.read_file(out / "area.gpkg")
    assert area["mean"][0] == pytest.approx(np.nanmean(values), abs=0.01)
    assert 0.9 < area["coverage"][0] <= 1.0


def covered_shares(zone, transform, shape):
    """The share of each cell inside a zone, by polygon intersection."""
    weights = np.zeros(shape)
    xmin, ymin, xmax, ymax = zone.bounds
    left, top = ~transform * (xmin, ymax)
    right, bottom = ~transform * (xmax, ymin)
    for row in range(max(0, int(top)), min(shape[0], int(bottom) + 1)):
        for column in range(max(0, int(left)), min(shape[1], int(right) + 1)):
            x, y = transform * (column, row)
            cell = shapely.box(x, y + transform.e, x + transform.a, y)
            weights[row, column] = cell.intersection(zone).area / cell.area
    return weights


def test_zone_statistics_equal_the_closed_form(qgis, make_raster, make_zones, out):
    raster = make_raster(np.arange(100, dtype=np.float32).reshape(10, 10), origin=(0, 10), size=1.0, crs="EPSG:2154")
    zones = make_zones([shapely.box(2.5, 2.5, 5, 5)])
    outcome = qgis.run(
        "urbanthink:zone_statistics", ZONES=zones, RASTER=raster, STATISTICS=["count", "sum", "mean"],
        OUTPUT=str(out / "zones.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    zone = gpd.read_file(out / "zones.gpkg").iloc[0]
    assert (zone["count"], zone["sum"], zone["mean"]) == pytest.approx((6.25, 382.5, 61.2))


def test_the_replay_line_makes_the_same_file_again(qgis, reflectance, out):
    path = out / "ndvi.tif"
    assert qgis.run("urbanthink:spectral_indices", INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(path)).code == 0
    first = path.read_bytes()
    record = json.loads((out / "ndvi.urbanthink.json").read_text(encoding="utf-8"))
    path.unlink()
    words = shlex.split(record["replay"])
    assert words[:3] == ["qgis_process", "run", "urbanthink:spectral_indices"]
    subprocess.run([RUNNER, *words], check=True, capture_output=True, env=qgis.environment(), timeout=120)
    assert path.read_bytes() == first


def test_check_installation_says_what_is_there(qgis):
    outcome = qgis.run("urbanthink:check_installation")
    assert outcome.code == 0, outcome.errors
    for word in ("QGIS", "rasterio", "exactextract"):
        assert word in outcome.log


def test_a_french_user_reads_french(qgis, town, out):
    outcome = qgis.run(
        "urbanthink:heat_island",
        environment={"LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8"},
        OUTPUT=str(out / "suhi.tif"),
        OUTPUT_CLASS=str(out / "class.tif"),
        **town,
    )
    assert outcome.code == 0, outcome.errors
    assert "Aucune altitude n’est donnée" in outcome.log
    assert "No elevation is given" not in outcome.log
    assert "îlot" in (out / "class.qml").read_text(encoding="utf-8").lower()
