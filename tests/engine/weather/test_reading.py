"""Weather files: the figures of other readers on real files, the clock, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pvlib
import pytest

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.weather import check_place, read_weather
from urbanthink_plugin.engine.weather.sun import sun_at

from .conftest import epw_lines
from .stations import STATIONS, as_epw

TMY = "pvgis_pvlib/tmy_45.000_8.000_2005_2023"
HOURS = slice(13, 13 + 8760)
FIRST = 5  # the first hour of a written file


def plane_irradiation(weather, tilt, azimuth):
    """kWh/m² a year by pvlib, the sun at the middle of the hours."""
    time = pd.DatetimeIndex(weather.time, tz="UTC")
    sun = pvlib.solarposition.get_solarposition(time, weather.latitude, weather.longitude, altitude=weather.altitude)
    extra = pvlib.irradiance.get_extra_radiation(time.day_of_year.to_numpy())
    parts = pvlib.irradiance.get_total_irradiance(
        tilt, azimuth, sun.apparent_zenith.to_numpy(), sun.azimuth.to_numpy(), weather.dni, weather.ghi, weather.dhi,
        dni_extra=extra, albedo=0.2, model="perez",
    )  # fmt: skip
    return np.nansum(parts["poa_global"]) / 1000


@pytest.mark.parametrize("suffix", ["csv", "json", "epw"])
def test_the_real_typical_year_has_the_figures_of_the_reference(real_data, run, suffix):
    weather = read_weather(real_data / f"{TMY}.{suffix}", run)
    assert weather.ghi.sum() / 1000 == pytest.approx(1435.861, abs=1e-3)
    assert weather.dhi.sum() / 1000 == pytest.approx(570.9, abs=0.06)
    assert weather.dni.sum() / 1000 == pytest.approx(1591.6, abs=0.06)
    assert (weather.latitude, weather.longitude, weather.altitude) == (45.0, 8.0, 250.0)
    assert weather.years == 1 and weather.interval_hours == 1
    # Irradiance Time Offset 0.1761 h; the EPW says −0.8239 h from the end of its hour, and means UTC.
    assert (weather.time[0] - np.datetime64("2018-01-01T00:00")) / np.timedelta64(1, "h") == pytest.approx(
        0.1761, abs=2e-4
    )
    assert plane_irradiation(weather, 30, 180) == pytest.approx(1736.228, rel=1e-4)
    assert plane_irradiation(weather, 45, 0) == pytest.approx(707.678, rel=1e-3)
    assert not run.texts("warning")


def test_the_real_typical_year_is_what_pvlib_reads(real_data, run):
    weather = read_weather(real_data / f"{TMY}.csv", run)
    theirs, _ = pvlib.iotools.read_pvgis_tmy(real_data / f"{TMY}.csv", map_variables=True)
    for quantity in ("ghi", "dni", "dhi", "temp_air", "wind_speed"):
        np.testing.assert_allclose(getattr(weather, quantity), theirs[quantity])
    theirs, _ = pvlib.iotools.read_epw(real_data / f"{TMY}.epw")
    np.testing.assert_allclose(read_weather(real_data / f"{TMY}.epw", run).temp_air, theirs["temp_air"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pvgis_hourly_Timeseries_45.000_8.000_SA_30deg_0deg_2016_2016.csv", "tilted by 30°"),
        ("pvgis_hourly_Timeseries_45.000_8.000_SA2_10kWp_CIS_5_2a_2013_2014.json", "follows the sun"),
        ("test_read_pvgis_horizon.csv", "none of the weather files"),
        ("pvgis_tmy_meta.json", "none of the weather files"),
    ],
)
def test_real_files_that_are_no_horizontal_weather_are_refused(real_data, run, name, said):
    with pytest.raises(UrbanThinkError) as error:
        read_weather(real_data / "pvgis_pvlib" / name, run)
    assert said in error.value.message and "PVGIS" in error.value.hint


def test_the_offset_is_found_where_the_file_does_not_tell_it(real_data, tmp_path, run):
    text = (real_data / f"{TMY}.csv").read_text(encoding="utf-8").replace("Irradiance Time Offset (h): 0.1761\n", "")
    (tmp_path / "old.csv").write_text(text, encoding="utf-8")
    weather = read_weather(tmp_path / "old.csv", run)
    offset = (weather.time[0] - np.datetime64("2018-01-01T00:00")) / np.timedelta64(1, "h")
    assert offset == pytest.approx(0.1761, abs=0.03)
    assert "irradiance time offset" in run.texts("warning")[0]


def test_a_written_year_comes_back(year, pvgis_csv, run):
    weather = read_weather(pvgis_csv(), run)
    assert weather.ghi.sum() == pytest.approx(year.ghi.sum(), rel=1e-6)
    assert sorted(weather.dni)[-5:] == pytest.approx(sorted(year.dni)[-5:], abs=1e-3)
    assert plane_irradiation(weather, 30, 180) == pytest.approx(plane_irradiation(year, 30, 180), rel=1e-3)


def test_spaces_and_bytes_of_other_systems_do_not_matter(pvgis_csv, run):
    plain = read_weather(pvgis_csv(), run)
    windows = read_weather(pvgis_csv(lambda lines: [line + "\r" for line in lines], encoding="utf-8-sig"), run)
    np.testing.assert_array_equal(plain.ghi, windows.ghi)


def horizontal_hourly(year, slope="0 deg.", parts=True):
    stamps = np.sort(year.time).astype("datetime64[m]")
    order = np.argsort(year.time)
    beam = year.dni * sun_at(year.time, year.latitude, year.longitude).up
    lines = [f"Latitude (decimal degrees):\t{year.latitude}", f"Longitude (decimal degrees):\t{year.longitude}"]
    lines += ["Elevation (m):\t20", "Radiation database:\tPVGIS-SARAH3", "", f"Slope: {slope} ", "Azimuth: 0 deg. "]
    lines.append("time,Gb(i),Gd(i),Gr(i),H_sun,T2m,WS10m,Int" if parts else "time,G(i),H_sun,T2m,WS10m,Int")
    for stamp, i in zip(stamps, order, strict=True):
        text = str(stamp).replace("-", "").replace("T", ":", 1)
        text = "2019" + text[4:9] + text[9:11] + text[12:14]
        light = f"{beam[i]:.4f},{year.dhi[i]:.4f},0.0" if parts else f"{beam[i] + year.dhi[i]:.4f}"
        lines.append(f"{text},{light},0.0,{year.temp_air[i]:.2f},{year.wind_speed[i]:.2f},0.0")
    return lines[:8] + sorted(lines[8:])


def test_an_hourly_series_of_the_horizontal_is_taken_at_its_stamps(year, tmp_path, run):
    path = tmp_path / "hourly.csv"
    path.write_text("\n".join(horizontal_hourly(year)), encoding="utf-8")
    weather = read_weather(path, run)
    assert weather.kind == "pvgis_hourly"
    assert weather.time[0].astype("datetime64[m]").astype(str)[-2:] == str(year.time[0].astype("datetime64[m]"))[-2:]
    assert weather.ghi.sum() == pytest.approx(year.ghi.sum(), rel=1e-3)
    assert plane_irradiation(weather, 30, 180) == pytest.approx(plane_irradiation(year, 30, 180), rel=5e-3)
    for change, said in (({"parts": False}, "does not separate"), ({"slope": "35 deg. (optimum)"}, "tilted by 35°")):
        path.write_text("\n".join(horizontal_hourly(year, **change)), encoding="utf-8")
        with pytest.raises(UrbanThinkError) as error:
            read_weather(path, run)
        assert said in error.value.message and "slope 0" in error.value.hint


def test_the_hours_of_an_epw_end_at_their_number(year, tmp_path, run):
    path = tmp_path / "town.epw"
    path.write_text("\n".join(epw_lines(year)), encoding="utf-8")
    weather = read_weather(path, run)
    assert weather.time[0] == np.datetime64("2019-01-01T00:30")
    # The written hours are moved by the minutes of the built-in year; the half hour itself is the test above.
    assert weather.kind == "epw" and weather.ghi.sum() == pytest.approx(year.ghi.sum(), rel=1e-5)


@pytest.mark.parametrize("station", STATIONS)
def test_stations_whose_clock_is_half_an_hour_early_are_put_right(real_data, tmp_path, run, station):
    path = as_epw(real_data, station, tmp_path)
    weather = read_weather(path, run)
    shift = (weather.time[0] - np.datetime64("2021-01-01T00:30") + np.timedelta64(1, "h")) / np.timedelta64(1, "m")
    early = station != "Lyon-Bron_TMYx2004-2018"
    assert shift == (30 if early else 0)
    assert len(run.texts("warning")) == early
    assert weather.altitude == STATIONS[station][2]


def gap(lines):
    return lines[: FIRST + 100] + lines[FIRST + 103 :]


def column(number, value, rows=slice(FIRST + 4000, FIRST + 4010)):
    def edit(lines):
        for i in range(*rows.indices(len(lines))):
            if lines[i][:4] == "2019":
                fields = lines[i].split(",")
                fields[number] = value(fields[number]) if callable(value) else value
                lines[i] = ",".join(fields)
        return lines

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (gap, "lacks 3 hours: 2019-01-05"),
        (lambda lines: lines[:5000], "lacks"),
        (lambda lines: lines[: FIRST + 744], "month 2 is missing"),
        (lambda lines: [*lines[: FIRST + 1], *lines[FIRST : FIRST + 8760]], "holds 1 hours twice"),
        (column(3, "nan"), "no values in 10 hours: 2019-06-16"),
        (column(3, "-20"), "negative irradiance in 10 hours"),
        (column(3, lambda v: f"{float(v) / 1000:.4f}", slice(0, None)), "not W/m²"),
        (column(1, lambda v: f"{float(v) + 273.15:.2f}", slice(0, None)), "not °C"),
        (column(4, "x"), "cannot be read"),
        (column(0, "16/06/2019 00:00"), "dates"),
        (lambda lines: lines[:FIRST] + lines[FIRST : FIRST + 8760 : 24], "24 hours apart"),
        (lambda lines: lines[:FIRST], "holds no hours"),
        (lambda lines: ["", ""], "is empty"),
        (lambda lines: ["month,G", "1,33.1"], "none of the weather files"),
        (lambda lines: lines[1:], "latitude"),
    ],
)
def test_what_cannot_be_a_year_of_weather_is_refused_in_a_sentence(pvgis_csv, run, edit, said):
    with pytest.raises(UrbanThinkError) as error:
        read_weather(pvgis_csv(edit), run)
    assert said in error.value.message
    assert error.value.hint


def test_other_files_are_refused(tmp_path, run, year):
    holes = "\n".join(epw_lines(year)).replace(",300,0.00,0.00,0.00", ",300,9999,9999,9999", 5)
    cases = {
        "cut.json": (b'{"inputs": {"location"', "cut off"),
        "list.json": (b'{"a": [1]}', "none of the weather files"),
        "image.tif": (bytes(range(256)) * 40, "none of the weather files"),
        "head.epw": (b"LOCATION,Town\n", "latitude"),
        "hole.epw": (holes.encode(), "no values in 5 hours"),
    }
    for name, (content, said) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UrbanThinkError, match=said):
            read_weather(tmp_path / name, run)
    with pytest.raises(UrbanThinkError, match="cannot be read"):
        read_weather(tmp_path / "absent.csv", run)


def test_a_json_is_read_as_the_csv(real_data, tmp_path, run):
    document = json.loads((real_data / f"{TMY}.json").read_text(encoding="utf-8"))
    document["outputs"]["tmy_hourly"][5000]["G(h)"] = None
    (tmp_path / "hole.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(UrbanThinkError, match="no values in 1 hours"):
        read_weather(tmp_path / "hole.json", run)


def test_irradiances_that_do_not_add_up_are_told(pvgis_csv, run):
    read_weather(pvgis_csv(column(4, lambda v: f"{float(v) * 0.7:.4f}", slice(0, None))), run)
    assert "add up to" in run.texts("warning")[0]


def test_a_wrong_time_zone_is_told_and_put_right(pvgis_csv, run):
    def later(lines):
        offset = float(lines[3].partition(": ")[2])
        return [*lines[:3], f"Irradiance Time Offset (h): {offset + 1:.4f}", *lines[4:]]

    weather, right = read_weather(pvgis_csv(later), run), read_weather(pvgis_csv(), run)
    assert "agrees with the sun -60 minutes" in run.texts("warning")[0]
    assert abs(weather.time[0] - right.time[0]) < np.timedelta64(5, "m")


def test_weather_of_another_place_is_told_or_refused(year):
    assert check_place(year, 47.3, -1.5, year.altitude + 20) == []
    far = check_place(year, 48.85, 2.35)
    assert "343 km" in far[0].message  # Nantes to Paris
    assert "900 m" in check_place(year, 47.2, -1.5, 900.0)[0].message
    with pytest.raises(UrbanThinkError, match="other hemisphere"):
        check_place(year, -21.1, 55.5)
