"""Seven real Landsat dates of Münster with a 10 m land cover: figures published beside the data."""

import numpy as np
import pytest
import rasterio

from urbanthink_plugin.engine.heat.jobs import heat_island
from urbanthink_plugin.engine.run import Run

#: Mean surface temperature [°C] of infrastructure, water, forest and field, from the README of the data.
PUBLISHED = {
    "2024-06-26": (39.4, 31.6, 31.6, 34.7),
    "2024-08-13": (42.3, 35.5, 35.8, 38.6),
    "2025-06-21": (38.0, 30.6, 29.6, 33.2),
    "2025-03-09": (17.9, 13.8, 16.1, 16.7),
}


@pytest.fixture(scope="module")
def munster(real_data, tmp_path_factory):
    folder, out = real_data / "landsat_lst_munster", tmp_path_factory.mktemp("munster")
    messages = []
    run = Run("heat.heat_island", emit=messages.append)
    with run.outputs():
        outputs = heat_island(
            run,
            input=[str(path) for path in folder.glob("L*_ST_B10.TIF")],
            unit="landsat_dn",
            land_cover=str(folder / "S2_landcover_rf_10m.tif"),
            urban_classes=[1],
            water_classes=[2],
            vegetation_classes=[3, 4],
            output=str(out / "suhi.tif"),
            output_class=str(out / "class.tif"),
        )
    return outputs, [(m["level"], m["text"]) for m in messages if m["type"] == "log"]


def rows(munster):
    return {row["date"]: row for row in munster[0]["TABLE"]}


@pytest.mark.parametrize("day", PUBLISHED)
def test_class_means_are_the_published_ones(munster, day):
    means = [rows(munster)[day]["class_mean_k"][code] - 273.15 for code in "1234"]
    np.testing.assert_allclose(means, PUBLISHED[day], atol=0.1)


def test_sealed_ground_is_5_to_8_kelvin_above_forest_in_summer(munster):
    summer = [row["class_mean_k"] for row in munster[0]["TABLE"] if row["used"]]
    differences = [means["1"] - means["3"] for means in summer]
    assert len(summer) == 5
    assert min(differences) > 5 and 5 < np.median(differences) < 8


def test_march_and_april_are_told_apart(munster):
    outputs, said = munster
    assert [day for day, row in rows(munster).items() if not row["used"]] == ["2022-04-18", "2025-03-09"]
    assert outputs["DATES"] == 5
    assert any("2025-03-09, outside the season, apart" in text for _, text in said)
    assert any(level == "warning" and "another grid" in text for level, text in said)
    assert rows(munster)["2025-03-09"]["suhi_k"] < 3 < outputs["SUHI_LOW"]


def test_the_numbers_hold_together(munster):
    outputs, _ = munster
    assert outputs["SUHI_LOW"] <= outputs["SUHI_INTENSITY"] <= outputs["SUHI_HIGH"]
    assert 5 < outputs["SUHI_INTENSITY"] < 9
    with rasterio.open(outputs["OUTPUT"]) as made, rasterio.open(outputs["OUTPUT_CLASS"]) as classes:
        median, _, persistence, observations, _ = made.read()
        grade = classes.read(1)
    assert set(np.unique(grade)) <= {0, 1, 2, 3, 4, 255}
    expected = np.digitize(median, [-1, 1, 3, 6])
    strong = (expected == 4) & ((persistence < 0.5) | (observations < 3))
    np.testing.assert_array_equal(grade[np.isfinite(median)], np.where(strong, 3, expected)[np.isfinite(median)])
    # The black corner of the scenes, 0 in the files, is no temperature of 149 K.
    assert np.nanmin(median) > -20 and np.isnan(median).any()
