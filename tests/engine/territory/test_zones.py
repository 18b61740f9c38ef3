"""Zone statistics: closed forms, coverage, scaled integers, thresholds, bad input, real layers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from shapely.geometry import Polygon, box

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.territory.jobs import zone_statistics

ALL = ["mean", "median", "min", "max", "stdev", "p10", "p90", "sum", "count"]


@pytest.fixture
def make_zones(tmp_path):
    def make(polygons, name="zones.gpkg", crs="EPSG:2154", **fields):
        path = tmp_path / name
        gpd.GeoDataFrame(fields, geometry=list(polygons), crs=crs).to_file(path)
        return str(path)

    return make


@pytest.fixture
def hundred(make_raster):
    """0 … 99 on ten by ten cells of 1 m; row 0 on top, lower left corner at (0, 0)."""

    def make(dtype="float32", **options):
        return make_raster(np.arange(100, dtype=dtype).reshape(1, 10, 10), origin=(0, 10), size=1.0, **options)

    return make


def measure(run, zones, raster, tmp_path, statistics=("mean",), **options):
    output = tmp_path / "measured.gpkg"
    with run.outputs():
        result = zone_statistics(
            run, zones=zones, raster=raster, output=str(output), statistics=list(statistics), **options
        )
    assert result == {"OUTPUT": str(output)}
    return gpd.read_file(output)


def test_closed_form(run, make_zones, hundred, tmp_path):
    found = measure(run, make_zones([box(2.5, 2.5, 5, 5)]), hundred(), tmp_path, ALL)
    assert found["count"][0] == pytest.approx(6.25, abs=1e-9)
    assert found["sum"][0] == pytest.approx(382.5, abs=1e-6)
    assert found["mean"][0] == pytest.approx(61.2, abs=1e-9)
    assert (found["min"][0], found["max"][0]) == (52, 74)
    assert found["coverage"][0] == pytest.approx(1.0)


def test_whole_cells_agree_with_numpy(run, make_zones, hundred, tmp_path):
    found = measure(run, make_zones([box(0, 0, 10, 10)]), hundred(), tmp_path, ALL).iloc[0]
    values = np.arange(100)
    assert found["mean"] == pytest.approx(49.5)
    assert found["stdev"] == pytest.approx(values.std())
    assert found["median"] == pytest.approx(49.5, abs=0.51)
    assert found["p10"] == pytest.approx(np.percentile(values, 10), abs=1)
    assert found["p90"] == pytest.approx(np.percentile(values, 90), abs=1)


def test_scaled_integers_give_physical_values(run, new_run, make_zones, hundred, make_raster, tmp_path):
    zones = make_zones([box(2.5, 2.5, 5, 5), box(0, 0, 4, 4)])
    plain = measure(run, zones, hundred(name="plain.tif"), tmp_path, [*ALL, "share_above"], threshold=60)
    stored = hundred("int16", name="scaled.tif", nodata=-32768, scales=(0.5,), offsets=(100.0,))
    scaled = measure(new_run(), zones, stored, tmp_path, [*ALL, "share_above"], threshold=0.5 * 60 + 100)
    for name in ("mean", "median", "min", "max", "p10", "p90"):
        assert scaled[name].to_numpy() == pytest.approx(0.5 * plain[name].to_numpy() + 100)
    assert scaled["stdev"].to_numpy() == pytest.approx(0.5 * plain["stdev"].to_numpy())
    assert scaled["sum"].to_numpy() == pytest.approx(0.5 * plain["sum"].to_numpy() + 100 * plain["count"].to_numpy())
    assert scaled["share_above"].to_numpy() == pytest.approx(plain["share_above"].to_numpy())


def test_share_above(run, make_zones, hundred, tmp_path):
    found = measure(
        run, make_zones([box(0, 0, 10, 10), box(2.5, 2.5, 5, 5)]), hundred(), tmp_path, ["share_above"], threshold=59.5
    )
    # Rows with values above 59: four of ten; of the 6.25 cells of the second zone, those of rows 60 and 70.
    assert found["share_above"].to_numpy() == pytest.approx([0.4, 3.75 / 6.25])


@pytest.mark.parametrize("dtype", ["float32", "int16"])
def test_zero_as_no_data_is_neither_value_nor_below_the_threshold(dtype, run, make_zones, make_raster, tmp_path):
    values = np.full((1, 10, 10), 5, dtype)
    values[0, :, :4] = 0
    path = make_raster(values, origin=(0, 10), size=1.0, nodata=0)
    found = measure(run, make_zones([box(0, 0, 10, 10)]), path, tmp_path, ["mean", "share_above"], threshold=1).iloc[0]
    assert (found["mean"], found["share_above"]) == (5, 1)
    assert found["coverage"] == pytest.approx(0.6)


def test_nan_is_no_data_even_where_the_file_does_not_say_so(run, make_zones, make_raster, tmp_path):
    values = np.full((1, 10, 10), 5, np.float32)
    values[0, :, :3] = np.nan
    path = make_raster(values, origin=(0, 10), size=1.0)
    found = measure(run, make_zones([box(0, 0, 10, 10)]), path, tmp_path, ["mean", "share_above"], threshold=9).iloc[0]
    assert (found["mean"], found["share_above"]) == (5, 0)
    assert found["coverage"] == pytest.approx(0.7)


def test_coverage_and_its_minimum(run, new_run, make_zones, hundred, tmp_path):
    zones = make_zones([box(6, 0, 12, 10), box(8, 0, 14, 10), box(50, 50, 60, 60)])
    found = measure(run, zones, hundred(), tmp_path)
    assert found["coverage"].to_numpy() == pytest.approx([4 / 6, 2 / 6, 0])
    assert found["mean"].isna().tolist() == [False, True, True]
    assert any("2 of 3 zones" in text for text in run.texts("warning"))
    found = measure(new_run(), zones, hundred(), tmp_path, min_coverage=0.0)
    assert found["mean"].isna().tolist() == [False, False, True]


def test_zones_keep_their_reference_system(run, make_zones, make_raster, tmp_path):
    values = np.arange(10_000, dtype=np.float32).reshape(1, 100, 100)
    raster = make_raster(values, origin=(652_000, 6_862_000), size=10.0)
    square = gpd.GeoSeries([box(652_200, 6_861_300, 652_700, 6_861_800)], crs="EPSG:2154")
    zones = make_zones(square.to_crs("EPSG:4326"), crs="EPSG:4326", name="degrees.gpkg")
    found = measure(run, zones, raster, tmp_path, ["mean", "count"])
    assert found.crs.to_epsg() == 4326
    assert found["count"][0] == pytest.approx(2500, rel=1e-3)
    assert found["mean"][0] == pytest.approx(values[0, 20:70, 20:70].mean(), rel=1e-3)


def test_band_prefix_and_fields(run, make_zones, make_raster, tmp_path):
    values = np.stack([np.zeros((10, 10)), np.full((10, 10), 7)]).astype(np.float32)
    raster = make_raster(values, origin=(0, 10), size=1.0)
    zones = make_zones([box(0, 0, 5, 5)], name_="Centre", heat_Mean=[3.0])
    found = measure(run, zones, raster, tmp_path, band=2, prefix="heat_")
    assert [column for column in found.columns if column.lower() == "heat_mean"] == ["heat_mean"]
    assert found["heat_mean"][0] == 7
    assert found["heat_coverage"][0] == 1
    assert found["name_"][0] == "Centre"
    assert any("heat_Mean" in text for text in run.texts("warning"))


def test_broken_geometry_is_repaired_and_said(run, make_zones, hundred, tmp_path):
    bow = Polygon([(1, 1), (5, 5), (5, 1), (1, 5)])
    found = measure(run, make_zones([bow]), hundred(), tmp_path, ["count"])
    assert found["count"][0] == pytest.approx(8)
    assert any("repaired" in text for text in run.texts("warning"))


def test_many_zones_are_measured_in_batches_and_in_order(run, make_zones, hundred, tmp_path):
    cells = [box(x, y, x + 0.5, y + 0.5) for y in np.arange(0, 10, 0.5) for x in np.arange(0, 10, 0.5)]
    found = measure(run, make_zones(cells), hundred(), tmp_path)
    expected = [10 * int(9 - c.centroid.y // 1) + int(c.centroid.x // 1) for c in cells]
    assert found["mean"].to_numpy() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"statistics": ["mode"]}, "No statistic is called 'mode'"),
        ({"statistics": ["share_above"]}, "needs a threshold"),
        ({"band": 2}, "has no band 2"),
    ],
)
def test_refused(run, make_zones, hundred, tmp_path, options, said):
    with pytest.raises(UrbanThinkError, match=said) as caught:
        measure(run, make_zones([box(0, 0, 5, 5)]), hundred(), tmp_path, **options)
    assert caught.value.hint
    assert not list(tmp_path.glob("*measured*"))


def test_no_overlap_is_refused(run, make_zones, hundred, tmp_path):
    with pytest.raises(UrbanThinkError, match="No zone overlaps"):
        measure(run, make_zones([box(500, 500, 600, 600)]), hundred(), tmp_path)


def test_real_town(real_data, run, tmp_path):
    """Münster, one summer date in stored numbers, against a plain mean of the pixels well inside each zone."""
    path = real_data / "landsat_lst_munster" / "LC08_L2SP_196024_20240813_20240822_02_T1_ST_B10.TIF"
    with rasterio.open(path) as source:
        bounds, cell, crs = source.bounds, source.res[0], source.crs
        stored = source.read(1)
    left, top = bounds.left + 200 * cell, bounds.top - 200 * cell
    squares = [box(left + i * 20 * cell, top - 20 * cell, left + (i + 1) * 20 * cell, top) for i in range(5)]
    zones = gpd.GeoDataFrame(geometry=squares, crs=crs)
    zones.to_file(tmp_path / "squares.gpkg")
    found = measure(run, str(tmp_path / "squares.gpkg"), str(path), tmp_path, ["mean", "count"])
    for i in range(5):
        block = stored[200:220, 200 + 20 * i : 220 + 20 * i].astype(float)
        assert found["mean"][i] == pytest.approx(block[block > 0].mean(), rel=1e-6)
        assert found["count"][i] == pytest.approx((block > 0).sum(), abs=1e-3)
