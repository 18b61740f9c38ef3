"""Where the sun stands through a weather year, and the parts its sky is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..weather.sun import Sun, sun_at
from ..weather.year import WeatherYear

SkyModel = Literal["perez", "perez-driesse", "haydavies", "isotropic"]
#: Circumsolar light is not divided by less than the cosine of 85°, as Perez et al. and pvlib have it.
LOWEST_COSINE = float(np.cos(np.deg2rad(85.0)))
#: The same of Hay & Davies' model.
LOWEST_HAY_DAVIES = 0.01745


@dataclass(frozen=True)
class SunSamples:
    """Instants at which the sun is up, each with the irradiance of its interval.

    Attributes
    ----------
    azimuth_deg, elevation_deg : ndarray
        Apparent position of the sun, clockwise from true north [°].
    weight_hours : ndarray
        How long the sample stands for in a mean year [h].
    month, interval : ndarray of int
        1 to 12, and the index into the arrays of the weather year.
    dni, circumsolar : ndarray
        Irradiance on a plane that faces the sun: direct, and diffuse from around the sun [W/m²].
    isotropic, horizon : ndarray
        Irradiance on the horizontal from the even sky, and that of a bright horizon as a vertical plane gets it [W/m²].
    ghi : ndarray
        Global horizontal irradiance [W/m²].
    """

    azimuth_deg: np.ndarray
    elevation_deg: np.ndarray
    weight_hours: np.ndarray
    month: np.ndarray
    interval: np.ndarray
    dni: np.ndarray
    circumsolar: np.ndarray
    isotropic: np.ndarray
    horizon: np.ndarray
    ghi: np.ndarray

    def __len__(self) -> int:
        return len(self.azimuth_deg)

    def only(self, chosen: np.ndarray) -> SunSamples:
        """The samples of a mask."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})


def sun_samples(weather: WeatherYear, per_hour: int = 4, model: SkyModel = "perez") -> SunSamples:
    """Positions of the sun and the parts of the sky for every instant of a weather year with light.

    The irradiance of an interval is held through it while the sun moves: one position an hour would cost up to 1 %.

    Parameters
    ----------
    weather : WeatherYear
    per_hour : int
        Positions per hour; 4 is within 0.06 % of 12.
    model : {"perez", "perez-driesse", "haydavies", "isotropic"}
        Perez et al. (1990), doi:10.1016/0038-092X(90)90055-H; Driesse et al. (2024), doi:10.1016/j.solener.2023.112093;
        Hay & Davies (1980). Computed by pvlib.

    Returns
    -------
    SunSamples
    """
    light = np.flatnonzero((weather.ghi > 0) | (weather.dhi > 0) | (weather.dni > 0))
    per_interval = max(1, round(per_hour * weather.interval_hours))
    shift = (np.arange(per_interval) + 0.5) / per_interval - 0.5
    interval = np.repeat(light, per_interval)
    moved = np.tile(shift * weather.interval_hours * 3.6e12, len(light)).astype("timedelta64[ns]")
    time = weather.time[interval].astype("datetime64[ns]") + moved
    sun = sun_at(time, weather.latitude, weather.longitude, weather.altitude)
    isotropic, circumsolar, horizon = _sky_parts(weather, interval, sun, model)
    return SunSamples(
        azimuth_deg=sun.azimuth,
        elevation_deg=90.0 - sun.apparent_zenith,
        weight_hours=np.full(len(time), weather.interval_hours / per_interval / weather.years),
        month=weather.months[interval],
        interval=interval,
        dni=weather.dni[interval],
        circumsolar=circumsolar,
        isotropic=isotropic,
        horizon=horizon,
        ghi=weather.ghi[interval],
    )


def _sky_parts(
    weather: WeatherYear, interval: np.ndarray, sun: Sun, model: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Isotropic, circumsolar (normal) and horizon diffuse irradiance [W/m²].

    pvlib gives the parts on a plane: seen from a vertical plane that faces the sun, half the even sky, the whole
    horizon part, and the rest from around the sun.
    """
    from pvlib import atmosphere, irradiance

    zenith = sun.apparent_zenith
    dhi, dni = weather.dhi[interval], weather.dni[interval]
    nothing = np.zeros_like(dhi)
    if model == "isotropic":
        return dhi.copy(), nothing, nothing
    facing = {
        "surface_tilt": 90.0,
        "surface_azimuth": sun.azimuth,
        "solar_zenith": zenith,
        "solar_azimuth": sun.azimuth,
    }
    facing |= {"dhi": dhi, "dni": dni, "dni_extra": sun.extraterrestrial, "return_components": True}
    up = (zenith < 90) & (dhi > 0)
    with np.errstate(all="ignore"):
        if model == "haydavies":
            parts = irradiance.haydavies(**facing)
        else:
            airmass = atmosphere.get_relative_airmass(np.where(zenith < 90, zenith, np.nan))
            transpose = irradiance.perez if model == "perez" else irradiance.perez_driesse
            parts = transpose(**facing, airmass=airmass)
        isotropic = np.where(up, 2.0 * np.nan_to_num(parts["poa_isotropic"]), dhi)
    horizon = np.where(up, np.nan_to_num(parts.get("poa_horizon", nothing)), 0.0)
    # What is left of the diffuse light on the horizontal comes from around the sun.
    lowest = LOWEST_HAY_DAVIES if model == "haydavies" else LOWEST_COSINE
    circumsolar = (dhi - isotropic) / np.maximum(np.cos(np.deg2rad(zenith)), lowest)
    return isotropic, np.where(up, circumsolar, 0.0), horizon
