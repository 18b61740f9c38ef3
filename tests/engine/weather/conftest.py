"""Files as PVGIS and EnergyPlus write them, made from a year whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from urbanthink_plugin.engine.weather import built_in_weather

#: The built-in year has its own minutes; a written file has whole hours and the offset that puts it back.
PLACE = (47.2, -1.55)


@pytest.fixture(scope="session")
def year():
    return built_in_weather(*PLACE)


@pytest.fixture
def pvgis_csv(year, tmp_path):
    """Write a PVGIS typical year; `edit` may change its lines (13 of head and names, then 8760 hours)."""

    def write(edit=lambda lines: lines, offset=True, encoding="utf-8", name="tmy.csv"):
        lines = pvgis_lines(year, offset)
        path = tmp_path / name
        path.write_bytes("\n".join(edit(lines)).encode(encoding))
        return path

    return write


def pvgis_lines(year, offset=True):
    stamps = year.time.astype("datetime64[h]")
    minutes = (year.time[0] - stamps[0]) / np.timedelta64(1, "m")
    head = [f"Latitude (decimal degrees): {year.latitude}", f"Longitude (decimal degrees): {year.longitude}"]
    head += ["Elevation (m): 20.0"]
    head += [f"Irradiance Time Offset (h): {minutes / 60:.4f}"] if offset else []
    # A whole calendar year in UTC, as the file has it: hours of the last evening go to its first morning.
    text = [str(stamp)[:13].replace("-", "").replace("T", ":") + "00" for stamp in stamps]
    values = zip(text, year.temp_air, year.ghi, year.dni, year.dhi, year.wind_speed, strict=True)
    rows = sorted(
        f"2019{t[4:]},{a:.2f},80.0,{g:.4f},{b:.4f},{d:.4f},300.0,{w:.2f},180.0,100000.0" for t, a, g, b, d, w in values
    )
    return [*head, "time(UTC),T2m,RH,G(h),Gb(n),Gd(h),IR(h),WS10m,WD10m,SP", *rows, "", "T2m: 2-m air temperature"]


def epw_lines(year, shift_hours=0.0):
    """An EPW of the year in UTC+0 whose hours end `shift_hours` later than the format wants."""
    moved = year.time + np.timedelta64(round(shift_hours * 3600), "s")
    start = moved.astype("datetime64[h]")
    head = [f"LOCATION,Town,-,FRA,Test,000000,{year.latitude},{year.longitude},0.0,20.0"]
    head += [f"HEAD {i},0" for i in range(6)] + ["DATA PERIODS,1,1,Data,Tuesday,1/1,12/31"]
    rows = []
    for stamp, air, ghi, dni, dhi, wind in zip(
        start, year.temp_air, year.ghi, year.dni, year.dhi, year.wind_speed, strict=True
    ):
        text = str(stamp)
        fields = ["2019", str(int(text[5:7])), str(int(text[8:10])), str(int(text[11:13]) + 1), "60", "?"]
        fields += [f"{air:.1f}", "5.0", "80", "100000", "0", "0", "300", f"{ghi:.2f}", f"{dni:.2f}", f"{dhi:.2f}"]
        fields += ["0", "0", "0", "0", "180", f"{wind:.1f}", *["0"] * 13]
        rows.append(",".join(fields))
    rows.sort(key=lambda row: tuple(int(v) for v in row.split(",")[1:4]))
    return [*head, *rows]
