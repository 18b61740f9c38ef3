"""Dates from names and metadata, and seasons of both hemispheres."""

from datetime import date

import pytest

from urbanthink_plugin.engine.dates import acquisition_date, find_date, parse_period
from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.heat.dates import in_season


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LC08_L2SP_196024_20240813_20240822_02_T1_ST_B10.TIF", date(2024, 8, 13)),
        ("LC09_L2SP_197024_20240828_20240829_02_T1_ST_B10.TIF", date(2024, 8, 28)),
        ("LC81960242014219LGN01", date(2014, 8, 7)),
        ("ECO_LST_doy2024226.tif", date(2024, 8, 13)),
        ("2024-08-13", date(2024, 8, 13)),
        ("2024-08-13T10:23:11Z", date(2024, 8, 13)),
        ("2024:08:13 10:23:11", date(2024, 8, 13)),
        ("S3A_SL_2_LST____20240813T101010_x", date(2024, 8, 13)),
        ("ST_B10", None),
        ("band 1", None),
        ("tile_20241399", None),
    ],
)
def test_the_first_day_in_a_text_is_the_acquisition(text, expected):
    assert find_date(text) == expected


def test_a_band_tells_its_date_before_the_file_does():
    tags = {"DATE_ACQUIRED": "2023-07-01", "TIFFTAG_DATETIME": "2025:01:01 00:00:00"}
    assert acquisition_date("2024-08-13", True, tags, "x_20220101.tif") == date(2024, 8, 13)
    assert acquisition_date("ST_B10", True, tags, "x_20220101.tif") == date(2023, 7, 1)
    # The day a program wrote the file comes last.
    assert acquisition_date("ST_B10", True, {"TIFFTAG_DATETIME": "2025:01:01"}, "x_20220101.tif") == date(2022, 1, 1)
    assert acquisition_date("ST_B10", True, {"TIFFTAG_DATETIME": "2025:01:01 0:0"}, "x.tif") == date(2025, 1, 1)
    # One date in the metadata cannot be that of every band of a stack.
    assert acquisition_date("band 2", False, tags, "x_20220101.tif") is None


@pytest.mark.parametrize(
    ("day", "season", "southern", "expected"),
    [
        (date(2024, 6, 1), "summer", False, True),
        (date(2024, 9, 15), "summer", False, True),
        (date(2024, 9, 16), "summer", False, False),
        (date(2025, 3, 9), "summer", False, False),
        (date(2024, 1, 20), "summer", True, True),
        (date(2024, 7, 20), "summer", True, False),
        (date(2024, 4, 1), "warm", False, True),
        (date(2024, 11, 1), "warm", False, False),
        (date(2024, 12, 31), "warm", True, True),
        (date(2024, 12, 31), "all", False, True),
    ],
)
def test_seasons(day, season, southern, expected):
    assert in_season(day, season, southern) is expected


def test_a_reversed_period_is_refused():
    assert parse_period("2024-06-01", None) == (date(2024, 6, 1), None)
    with pytest.raises(UrbanThinkError, match="after its end"):
        parse_period("2024-09-01", "2024-06-01")
    with pytest.raises(UrbanThinkError, match="is not a date"):
        parse_period("last summer", None)
