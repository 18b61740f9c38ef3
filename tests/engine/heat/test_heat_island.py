"""The job on an invented city whose heat island is known, and on input that cannot work."""

import json

import numpy as np
import pytest
import rasterio

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.heat.jobs import heat_island

SIZE = 240
DATES = ("2023-07-08", "2024-06-26", "2024-08-12", "2025-07-15", "2025-03-09")
ISLAND = (5.0, 6.0, 6.5, 7.0, 2.0)
RURAL = (300.0, 301.5, 305.25, 303.0, 285.0)
CITY, FIELD, LAKE, MEADOW = 1, 4, 2, 3


def land_cover():
    cover = np.full((SIZE, SIZE), MEADOW, np.uint8)
    cover[90:150, 90:150] = CITY
    cover[:, :20] = FIELD
    return cover


def temperatures(cover, shift=0.0):
    """Rural temperature plus the island in the city; smooth texture of median 0 on both."""
    texture = np.sin(np.arange(SIZE) * 0.7)[:, None] * np.cos(np.arange(SIZE) * 0.9)[None]
    stack = np.empty((len(DATES), SIZE, SIZE), np.float32)
    for i, (island, rural) in enumerate(zip(ISLAND, RURAL, strict=True)):
        stack[i] = rural + shift + 0.3 * texture + np.where(cover == CITY, island, 0)
        stack[i][cover == LAKE] -= 6
        stack[i][cover == FIELD] += 9
    return stack


@pytest.fixture
def island(make_raster, tmp_path, new_run):
    """Run the job on the invented city; return outputs, bands, classes and the run."""

    def go(stack=None, cover=None, run=None, name="out", bands=DATES, stack_profile=None, **params):
        cover = land_cover() if cover is None else cover
        stack = temperatures(cover) if stack is None else stack
        if "input" not in params:
            profile = {"size": 30.0, "nodata": np.nan, **(stack_profile or {})}
            params["input"] = make_raster(stack, f"{name}_stack.tif", bands=bands, **profile)
        if "land_cover" not in params:
            params["land_cover"] = make_raster(cover, f"{name}_cover.tif", size=30.0)
        params = {"urban_classes": [CITY], "vegetation_classes": [MEADOW], "water_classes": [LAKE], **params}
        run = run or new_run("heat.heat_island", params)
        params.setdefault("output", str(tmp_path / f"{name}.tif"))
        params.setdefault("output_class", str(tmp_path / f"{name}_class.tif"))
        with run.outputs():
            outputs = heat_island(run, **params)
        with rasterio.open(params["output"]) as made, rasterio.open(params["output_class"]) as classes:
            return outputs, made.read(), classes.read(), run

    return go


def inside(cover):
    mask = np.zeros(cover.shape, bool)
    mask[94:146, 94:146] = True
    return mask


def test_the_known_heat_island_is_found(island):
    outputs, bands, classes, run = island()
    assert outputs["SUHI_INTENSITY"] == pytest.approx(6.25, abs=0.02)  # the median of the four summer days
    assert outputs["SUHI_LOW"] < 6.25 < outputs["SUHI_HIGH"]
    assert outputs["DATES"] == 4 and outputs["RURAL_PIXELS"] > 2500
    city = inside(land_cover())
    assert np.median(bands[0][city]) == pytest.approx(6.25, abs=0.05)
    assert np.median(bands[1][city]) == pytest.approx(6.85, abs=0.05)  # p90 of 5, 6, 6.5, 7
    assert (bands[2][city] == 1).all() and (bands[3] == 4).all() and (np.abs(bands[4] - 0.5) < 1e-3).all()
    assert set(np.unique(classes[0][city])) <= {3, 4} and (classes[0][170:, 60:] == 1).all()
    assert any("2025-03-09, outside the season" in text and "2.0 K" in text for text in run.texts("info"))
    assert any("Side by side: 6.2" in text or "Side by side: 6.3" in text for text in run.texts("info"))


def test_the_layer_says_what_it_is(island, tmp_path):
    island()
    with rasterio.open(tmp_path / "out.tif") as made:
        assert made.descriptions == ("suhi_median", "suhi_p90", "persistence", "observations", "sigma")
        assert made.units == ("K", "K", "1", "count", "K")
        tags = made.tags()
        assert "surface" in tags["TITLE"].lower() and "not an air temperature" in tags["ABOUT"]
        assert "6.0 K" in tags["CLASS_4"] and tags["DATES"] == "2023-07-08 2024-06-26 2024-08-12 2025-07-15"
        assert made.profile["compress"] == "zstd" and made.dtypes[0] == "float32"
    with rasterio.open(tmp_path / "out_class.tif") as classes:
        assert classes.nodata == 255 and classes.dtypes[0] == "uint8"
    provenance = json.loads((tmp_path / "out.urbanthink.json").read_text())
    assert len(provenance["inputs"]) == 2


def test_a_constant_on_the_whole_scene_changes_nothing(island):
    cover = land_cover()
    first = island(temperatures(cover), name="a")
    second = island(temperatures(cover, shift=7.5), name="b")
    np.testing.assert_allclose(first[1], second[1], atol=1e-3)
    assert first[0]["SUHI_INTENSITY"] == pytest.approx(second[0]["SUHI_INTENSITY"], abs=1e-3)
    # Another shift on each date neither: anomalies are taken before the composite.
    shifts = np.array([3.0, -5.0, 8.0, -11.0, 1.0], np.float32)[:, None, None]
    np.testing.assert_allclose(first[1], island(temperatures(cover) + shifts, name="c")[1], atol=1e-3)


def test_a_lake_or_a_hill_by_the_city_changes_nothing(island, make_raster):
    plain = island(name="plain")
    cover = land_cover()
    cover[150:165, 100:140] = LAKE
    lake = island(cover=cover, name="lake")
    assert lake[0]["RURAL_PIXELS"] < plain[0]["RURAL_PIXELS"]
    assert lake[0]["SUHI_INTENSITY"] == pytest.approx(plain[0]["SUHI_INTENSITY"], abs=0.02)
    height = np.zeros((SIZE, SIZE), np.float32)
    height[:, 155:] = 120
    stack = temperatures(land_cover())
    stack[:, height > 50] -= 4
    hill = island(stack, elevation=make_raster(height, "height.tif", size=30.0), name="hill")
    assert hill[0]["SUHI_INTENSITY"] == pytest.approx(plain[0]["SUHI_INTENSITY"], abs=0.02)
    assert any("within 50 m" in text for text in hill[3].texts("info"))


def test_where_all_ground_is_higher_temperatures_are_brought_down(island, make_raster):
    height = np.where(land_cover() == CITY, 0, 200).astype(np.float32)
    height[:, 120:][height[:, 120:] > 0] = 400
    stack = temperatures(land_cover()) - np.float32(0.008) * height
    result = island(stack, elevation=make_raster(height, "height.tif", size=30.0))
    assert result[0]["SUHI_INTENSITY"] == pytest.approx(6.25, abs=0.05)
    assert result[0]["TABLE"][0]["lapse_k_km"] == pytest.approx(-8.0, abs=0.2)
    assert any("corrected" in text for text in result[3].texts("warning"))


def test_order_of_files_and_stack_or_files_give_the_same_bits(island, make_raster):
    stack = temperatures(land_cover())
    files = [
        make_raster(stack[i], f"scene_{day.replace('-', '')}.tif", size=30.0, nodata=np.nan)
        for i, day in enumerate(DATES)
    ]
    reference = island(stack, name="stack")
    for number, order in enumerate(([0, 1, 2, 3, 4], [3, 0, 4, 2, 1])):
        other = island(name=f"files{number}", input=[files[i] for i in order])
        np.testing.assert_array_equal(reference[1], other[1])
        np.testing.assert_array_equal(reference[2], other[2])
        assert {k: v for k, v in reference[0].items() if "OUTPUT" not in k} == {
            k: v for k, v in other[0].items() if "OUTPUT" not in k
        }


def test_clouds_are_gaps_and_change_numbers_of_observations_only(island):
    stack = temperatures(land_cover())
    clear = island(stack, name="clear")
    stack[1, 60:120, 150:200] = np.nan
    cloudy = island(stack, name="cloudy")
    assert (cloudy[1][3, 60:120, 150:200] == 3).all()
    untouched = np.ones((SIZE, SIZE), bool)
    untouched[60:120, 150:200] = False
    np.testing.assert_allclose(clear[1][:, untouched], cloudy[1][:, untouched], atol=0.02)


def test_a_date_under_clouds_is_left_out_with_a_word(island):
    stack = temperatures(land_cover())
    stack[0, 90:150, 90:130] = np.nan
    outputs, _, _, run = island(stack)
    assert outputs["DATES"] == 3 and outputs["TABLE"][0]["problem"] == "city"
    assert any("2023-07-08 is left out" in text for text in run.texts("warning"))
    stack[1:3, land_cover() != CITY] = np.nan
    with pytest.raises(UrbanThinkError, match="Only 1 of 5 dates can be used"):
        island(stack, name="fewer")


def test_units_are_recognised(island):
    kelvin = temperatures(land_cover())
    reference = island(kelvin, name="kelvin")[1]
    celsius = island(kelvin - np.float32(273.15), name="celsius")[1]
    np.testing.assert_allclose(reference, celsius, atol=2e-3)
    numbers = np.rint((kelvin - 149.0) / 0.00341802).astype(np.uint16)
    digital = island(numbers, name="digital", stack_profile={"nodata": 0}, unit="landsat_dn")
    np.testing.assert_allclose(reference[0], digital[1][0], atol=6e-3)


def test_only_dates_out_of_season_are_used_with_a_warning(island):
    bands = ("2024-10-02", "2024-11-05", "2025-02-11", "2025-03-01", "2025-03-09")
    outputs, _, _, run = island(bands=bands)
    assert outputs["DATES"] == 5
    assert any("fewer than the 3 needed" in text for text in run.texts("warning"))


def test_unknown_dates_are_used_with_a_warning(island):
    outputs, _, _, run = island(bands=("a", "b", "c", "d", "e"))
    assert outputs["DATES"] == 5
    assert any("do not tell their date" in text for text in run.texts("warning"))


def test_another_grid_of_land_cover_and_dates_is_aligned_with_a_word(island, make_raster):
    reference = island(name="same")
    fine = np.kron(land_cover(), np.ones((3, 3), np.uint8))
    aligned = island(name="fine", land_cover=make_raster(fine, "fine.tif", size=10.0))
    np.testing.assert_array_equal(reference[1], aligned[1])
    assert any("another grid" in text for text in aligned[3].texts("warning"))
    stack = temperatures(land_cover())
    files = [make_raster(stack[i], f"d_{DATES[i]}.tif", size=30.0, nodata=np.nan) for i in range(4)]
    files[3] = make_raster(
        stack[3][20:, 20:], f"d_{DATES[3]}.tif", size=30.0, nodata=np.nan, origin=(700_600, 6_599_400)
    )
    shifted = island(name="shifted", input=files)
    assert (shifted[1][3, :20] == 3).all() and (shifted[1][3, 20:, 20:] == 4).all()
    np.testing.assert_allclose(reference[1][0, 20:, 20:], shifted[1][0, 20:, 20:], atol=5e-3)


@pytest.mark.parametrize(
    ("reference", "expected"), [("equal_ring", 6.25), ("land_cover", 6.25), ("zones", 6.25), ("vegetated_border", 6.25)]
)
def test_references_agree_where_the_country_is_uniform(island, make_raster, reference, expected):
    zones = np.zeros((SIZE, SIZE), np.uint8)
    zones[160:230, 60:200] = 1
    extra = {"rural_zones": {"kind": "raster", "path": make_raster(zones, "zones.tif", size=30.0)}}
    outputs, *_ = island(reference=reference, **(extra if reference == "zones" else {}))
    assert outputs["SUHI_INTENSITY"] == pytest.approx(expected, abs=0.03)


def test_urban_polygons_do_without_a_land_cover(island, tmp_path):
    import geopandas as gpd
    from shapely.geometry import box

    path = tmp_path / "urban.gpkg"
    left, top = 700_000 + 90 * 30, 6_600_000 - 90 * 30
    gpd.GeoDataFrame(geometry=[box(left, top - 1800, left + 1800, top)], crs="EPSG:2154").to_file(path)
    outputs, _, _, run = island(
        urban={"kind": "vector", "path": str(path), "layer": None}, land_cover=None, stack=temperatures(land_cover())
    )
    assert outputs["SUHI_INTENSITY"] == pytest.approx(6.25, abs=0.03)
    assert any("Nothing tells where vegetation is" in text for text in run.texts("warning"))


@pytest.mark.parametrize("classes", [None, [CITY]])
def test_an_urban_raster_counts_its_classes_or_what_is_above_zero(island, make_raster, classes):
    urban = np.where(land_cover() == CITY, CITY, -1 if classes is None else FIELD).astype(np.int16)
    path = make_raster(urban, "urban.tif", size=30.0)
    outputs, *_ = island(urban=path, urban_classes=classes, land_cover=None, stack=temperatures(land_cover()))
    assert outputs["SUHI_INTENSITY"] == pytest.approx(6.25, abs=0.03)


def test_whole_tiled_and_on_a_cluster_give_the_same_bits(island, monkeypatch):
    from distributed import LocalCluster

    from urbanthink_plugin.engine.raster import read

    whole = island(name="whole")
    monkeypatch.setattr(read, "CHUNK_BYTES", 1)
    monkeypatch.setattr(read, "CHUNK_SIDES", (64,))
    tiled = island(name="tiled")
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        monkeypatch.setenv("URBANTHINK_SCHEDULER", cluster.scheduler_address)
        dask = island(name="dask")
    for other in (tiled, dask):
        np.testing.assert_array_equal(whole[1], other[1])
        np.testing.assert_array_equal(whole[2], other[2])
        assert whole[0]["SUHI_INTENSITY"] == other[0]["SUHI_INTENSITY"]
        assert whole[0]["TABLE"] == other[0]["TABLE"]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"min_dates": 9}, "There are 5 dates; a composite needs at least 9"),
        ({"min_dates": 0}, "MIN_DATES is 0"),
        ({"start": "2025-01-01", "end": "2024-01-01"}, "after its end"),
        ({"start": "2030-01-01"}, "None of the 5 dates lies between"),
        ({"unit": "celsius"}, "declared as celsius"),
        ({"unit": "landsat_dn"}, "declared as landsat_dn"),
        ({"reference": "moon"}, "no reference called moon"),
        ({"reference": "zones"}, "needs polygons"),
        ({"season": "spring"}, "no season called spring"),
        ({"urban_classes": None}, "without its urban classes"),
        ({"urban_classes": [77]}, "No pixel of the temperature raster is urban"),
        ({"urban_classes": "one"}, "class numbers one cannot be read"),
        ({"land_cover": None}, "Nothing tells where the city is"),
        ({"vegetation_classes": [99]}, "holds 0 pixels"),
        ({"input": []}, "No temperature raster is given"),
    ],
)
def test_bad_parameters_get_a_sentence(island, params, message, tmp_path):
    with pytest.raises(UrbanThinkError, match=message) as caught:
        island(**params)
    assert caught.value.hint
    assert not list(tmp_path.glob("out*.tif*")) or {p.name for p in tmp_path.glob("out*.tif")} <= {
        "out_stack.tif",
        "out_cover.tif",
    }


def test_bad_rasters_get_a_sentence(island, make_raster, tmp_path):
    stack = temperatures(land_cover())
    with pytest.raises(UrbanThinkError, match="unit is not the metre"):
        island(stack, name="geo", stack_profile={"crs": "EPSG:4326", "size": 0.0003, "origin": (3.8, 43.6)})
    with pytest.raises(UrbanThinkError, match="does not overlap"):
        island(stack, name="far", land_cover=make_raster(land_cover(), "far.tif", size=30.0, origin=(10, 10)))
    with pytest.raises(UrbanThinkError, match="holds no temperature at all"):
        island(np.full_like(stack, np.nan), name="empty")
    with pytest.raises(UrbanThinkError, match="declared as kelvin"):
        island(stack - 273.15, name="celsius", unit="kelvin")
    with pytest.raises(UrbanThinkError, match="does not exist"):
        island(name="missing", input=str(tmp_path / "missing.tif"))
    (tmp_path / "text.tif").write_text("not a raster")
    with pytest.raises(UrbanThinkError, match="not a raster"):
        island(name="text", input=str(tmp_path / "text.tif"))
