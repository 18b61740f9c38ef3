"""EPW files (EnergyPlus weather): hour 1 is 00–01 h of local standard time, so its middle is half past midnight."""

from __future__ import annotations

import io
import re

import numpy as np

from ..errors import UrbanThinkError
from .checks import check_complete, check_values
from .tables import source, yearly_spread
from .year import WeatherYear

#: Columns of the format and the marks of a missing value (EnergyPlus, Auxiliary Programs, EPW data dictionary).
COLUMNS = {
    "temp_air": (6, 99.9),
    "ghi": (13, 9999.0),
    "dni": (14, 9999.0),
    "dhi": (15, 9999.0),
    "wind_speed": (21, 999.0),
}
HEAD = 8
#: PVGIS writes its hours in UTC whatever time zone the head names, and tells where in them the satellite looked.
_PVGIS_OFFSET = re.compile(r"Irradiance Time Offset \(h\):\s*(-?\d+(?:\.\d+)?)", re.IGNORECASE)


def read_epw(text: str, name: str) -> WeatherYear:
    """The weather of an EPW file."""
    lines = text.splitlines()
    place = lines[0].split(",")
    try:
        city, country = place[1].strip(), place[3].strip()
        latitude, longitude, zone, altitude = (float(value) for value in place[6:10])
    except (ValueError, IndexError) as error:
        raise UrbanThinkError(
            "The first line of {name} does not tell latitude, longitude, time zone and elevation.",
            "Take the EPW file from its publisher again.",
            name=name,
        ) from error
    table = _table([line for line in lines[HEAD:] if line.strip()], name)
    per_hour = _per_hour(lines, table)
    step = 60 // per_hour
    stamps = _starts(table, per_hour, name)
    check_complete(stamps, step, name)
    values = {}
    for key, (column, mark) in COLUMNS.items():
        value = table[:, column].copy()
        value[value >= mark] = np.nan
        values[key] = value
    check_values(stamps, step, name, values)
    offset = _PVGIS_OFFSET.search("\n".join(lines[:HEAD]))
    minutes = 60.0 + 60.0 * float(offset.group(1)) if offset else step / 2 - 60.0 * zone
    facts = source("pvgis" if offset else "epw")
    return WeatherYear(
        time=stamps.astype("datetime64[ns]") + np.timedelta64(round(minutes * 60), "s"),
        interval_hours=step / 60.0,
        ghi=values["ghi"],
        dni=values["dni"],
        dhi=values["dhi"],
        temp_air=values["temp_air"],
        wind_speed=values["wind_speed"],
        latitude=latitude,
        longitude=longitude,
        altitude=altitude,
        name=name,
        source=f"EPW {city} {country} {place[4].strip()}".replace(" unknown", "").replace(" -", ""),
        licence=facts["licence"],
        kind="epw",
        yearly_spread=yearly_spread(),
    )


def _table(lines: list[str], name: str) -> np.ndarray:
    """All columns as numbers; those of the flags come as NaN."""
    import pandas as pd

    if not lines:
        raise UrbanThinkError("{name} holds no hours.", "Take the EPW file from its publisher again.", name=name)
    wanted = [0, 1, 2, 3, *(column for column, _ in COLUMNS.values())]
    try:
        frame = pd.read_csv(io.StringIO("\n".join(lines)), header=None, usecols=wanted, dtype=float)
    except ValueError as error:
        raise UrbanThinkError(
            "A line of {name} cannot be read: {why}.", "Take the EPW file from its publisher again.",
            name=name, why=str(error).strip().rstrip("."),
        ) from error  # fmt: skip
    table = np.full((len(frame), max(wanted) + 1), np.nan)
    table[:, frame.columns.to_numpy(dtype=int)] = frame.to_numpy()
    return table


def _per_hour(lines: list[str], table: np.ndarray) -> int:
    """Values per hour, from the head or, where it is silent, from the rows of the first hour."""
    for line in lines[:HEAD]:
        if line.upper().startswith("DATA PERIODS"):
            parts = line.split(",")
            if len(parts) > 2 and parts[2].strip().isdigit():
                return max(int(parts[2]), 1)
    return max(int((table[:24, 1:4] == table[0, 1:4]).all(axis=1).sum()), 1)


def _starts(table: np.ndarray, per_hour: int, name: str) -> np.ndarray:
    """The start of each interval in the file's own clock, datetime64[m]."""
    year, month, day, hour = table[:, :4].T
    dated = np.isfinite(year) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (hour >= 1) & (hour <= 24)
    if not dated.all():
        raise UrbanThinkError(
            "The dates of {name} are not those of an EPW file.",
            "Take the EPW file from its publisher again.",
            name=name,
        )
    if year.size <= 8784 * per_hour:  # one year: the months of a typical year may each end with an hour of the next
        _, first, month_of = np.unique(month, return_index=True, return_inverse=True)
        year = year[first][month_of]
    leap = (month == 2) & (day == 29)
    plain = (year.astype(int) % 4 != 0) & leap
    year = np.where(plain.any() and (month == 2), 2020, year)  # typical years may borrow a leap day
    months = ((year - 1970) * 12 + month - 1).astype(np.int64).astype("datetime64[M]")
    hours = ((day - 1) * 24 + hour - 1).astype(np.int64)
    within = np.arange(hours.size) % per_hour * (60 // per_hour)
    return months.astype("datetime64[m]") + (hours * 60 + within).astype("timedelta64[m]")
