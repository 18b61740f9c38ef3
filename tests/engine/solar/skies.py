"""Weather years for the tests, and their suns as pvlib alone sees them, not as the engine does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pvlib

from urbanthink_plugin.engine.weather.year import WeatherYear

PVGIS_TMY = "pvgis_pvlib/tmy_45.000_8.000_2005_2023.csv"
#: Stated in the file: the satellite passes 0.1761 h after the full hour.
PVGIS_OFFSET_H = 0.1761


@dataclass(frozen=True)
class Suns:
    """One row per instant; light in W/m², `hours` it stands for."""

    azimuth: np.ndarray
    elevation: np.ndarray
    hours: np.ndarray
    month: np.ndarray
    beam: np.ndarray
    isotropic: np.ndarray
    band: np.ndarray
    ghi: np.ndarray

    @property
    def directions(self) -> np.ndarray:
        """East, north and up of each sun (n, 3)."""
        azimuth, elevation = np.radians(self.azimuth), np.radians(self.elevation)
        flat = np.cos(elevation)
        return np.stack([flat * np.sin(azimuth), flat * np.cos(azimuth), np.sin(elevation)], axis=1)


def year_of(time, ghi, dni, dhi, latitude, longitude, altitude=100.0, kind="pvgis_tmy") -> WeatherYear:
    """A WeatherYear of hourly values at given instants."""
    return WeatherYear(
        time=np.asarray(time, "datetime64[ns]"),
        interval_hours=1.0,
        ghi=np.asarray(ghi, float),
        dni=np.asarray(dni, float),
        dhi=np.asarray(dhi, float),
        temp_air=np.full(len(ghi), 15.0),
        wind_speed=np.full(len(ghi), 2.0),
        latitude=latitude,
        longitude=longitude,
        altitude=altitude,
        name="test",
        source="tests",
        licence="",
        kind=kind,
        yearly_spread=0.05,
    )


def pvgis_year(real_data) -> WeatherYear:
    """The TMY PVGIS gave for 45 N 8 E (2005–2023), read by pvlib."""
    table, _ = pvlib.iotools.read_pvgis_tmy(real_data / PVGIS_TMY, map_variables=True)
    hours = np.arange(8760) * 3600.0 + PVGIS_OFFSET_H * 3600.0
    time = np.datetime64("2018-01-01", "ns") + (hours * 1e9).astype("timedelta64[ns]")
    return year_of(time, *(table[name].to_numpy() for name in ("ghi", "dni", "dhi")), 45.0, 8.0, 250.0)


def made_up_year(latitude=45.0, longitude=8.0, seed=1) -> WeatherYear:
    """Clear sky of pvlib's Ineichen model times a wandering cloudiness, split by Erbs' model."""
    time = pd.date_range("2019-01-01 00:30", periods=8760, freq="h", tz="UTC")
    place = pvlib.location.Location(latitude, longitude, altitude=100)
    sun = place.get_solarposition(time)
    clear = place.get_clearsky(time, linke_turbidity=3.2, solar_position=sun)["ghi"].to_numpy()
    rng = np.random.default_rng(seed)
    wander = np.convolve(rng.normal(0, 1, 8760 + 11), np.ones(12) / 12, "valid") * 1.5
    ghi = clear * np.clip(0.72 + 0.35 * wander, 0.08, 1.0)
    ghi[sun["apparent_elevation"].to_numpy() < 2] = 0.0
    split = pvlib.irradiance.erbs(ghi, sun["apparent_zenith"].to_numpy(), time)
    return year_of(time.tz_localize(None), ghi, split["dni"], split["dhi"], latitude, longitude)


def suns_of(weather: WeatherYear, per_hour: int = 4) -> Suns:
    """Suns of a weather year with the parts of Perez' sky taken from pvlib's transposition of special planes."""
    light = np.flatnonzero((weather.ghi > 0) | (weather.dhi > 0) | (weather.dni > 0))
    shift = (np.arange(per_hour) + 0.5) / per_hour - 0.5
    hour = np.repeat(light, per_hour)
    moved = (np.tile(shift, len(light)) * weather.interval_hours * 3.6e12).astype("timedelta64[ns]")
    time = pd.DatetimeIndex(weather.time[hour] + moved).tz_localize("UTC")
    sun = pvlib.solarposition.get_solarposition(time, weather.latitude, weather.longitude, altitude=weather.altitude)
    zenith, azimuth = sun["apparent_zenith"].to_numpy(), sun["azimuth"].to_numpy()
    dni, dhi = weather.dni[hour], weather.dhi[hour]
    common = {
        "dhi": dhi,
        "dni": dni,
        "dni_extra": pvlib.irradiance.get_extra_radiation(time.day_of_year.to_numpy()),
        "solar_zenith": zenith,
        "solar_azimuth": azimuth,
        "airmass": pvlib.atmosphere.get_relative_airmass(zenith),
        "return_components": True,
    }
    with np.errstate(all="ignore"):
        level = pvlib.irradiance.perez(0.0, 180.0, **common)
        upright = pvlib.irradiance.perez(90.0, azimuth, **common)
    up = (zenith < 90) & (dhi > 0)
    cosine = np.cos(np.radians(zenith))
    around = np.where(up, np.nan_to_num(level["poa_circumsolar"]) / np.where(up, cosine, 1.0), 0.0)
    return Suns(
        azimuth=azimuth,
        elevation=90.0 - zenith,
        hours=np.full(len(time), weather.interval_hours / per_hour / weather.years),
        month=weather.months[hour],
        beam=np.where(zenith < 90, dni, 0.0) + around,
        # A sun below the horizon still lights the sky.
        isotropic=np.where(up, np.nan_to_num(level["poa_isotropic"]), dhi),
        band=np.where(up, np.nan_to_num(upright["poa_horizon"]), 0.0),
        ghi=weather.ghi[hour],
    )


def open_plane(weather: WeatherYear, tilt: float, azimuth: float, albedo: float = 0.2, per_hour: int = 4) -> float:
    """Yearly irradiation of an unobstructed plane by pvlib's get_total_irradiance [kWh/m²]."""
    return float(open_series(weather, tilt, azimuth, albedo, per_hour).sum() / per_hour / 1000 / weather.years)


def open_series(weather, tilt, azimuth, albedo=0.2, per_hour=4, model="perez"):
    """The same, one value per sub-hourly instant [W/m²]."""
    light = np.flatnonzero((weather.ghi > 0) | (weather.dhi > 0) | (weather.dni > 0))
    shift = (np.arange(per_hour) + 0.5) / per_hour - 0.5
    hour = np.repeat(light, per_hour)
    moved = (np.tile(shift, len(light)) * weather.interval_hours * 3.6e12).astype("timedelta64[ns]")
    time = pd.DatetimeIndex(weather.time[hour] + moved).tz_localize("UTC")
    sun = pvlib.solarposition.get_solarposition(time, weather.latitude, weather.longitude, altitude=weather.altitude)
    up = (sun["apparent_zenith"] < 90).to_numpy()
    common = {"surface_tilt": tilt, "surface_azimuth": azimuth, "albedo": albedo, "model": model}
    common |= {"solar_zenith": sun["apparent_zenith"], "solar_azimuth": sun["azimuth"]}
    common |= {"dni_extra": pvlib.irradiance.get_extra_radiation(time.day_of_year.to_numpy()), "ghi": weather.ghi[hour]}
    dni, dhi = np.where(up, weather.dni[hour], 0.0), weather.dhi[hour]
    total = pvlib.irradiance.get_total_irradiance(**common, dni=dni, dhi=np.where(up, dhi, 0.0))
    # pvlib has no Perez sky without a sun; before sunrise what the weather file says comes from the even sky.
    twilight = np.where(up, 0.0, pvlib.irradiance.isotropic(tilt, dhi))
    return total["poa_global"].to_numpy() + twilight
