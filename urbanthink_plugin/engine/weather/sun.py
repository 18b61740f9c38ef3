"""Where the sun stands, and what a clear sky would give, for the checks of a weather and for making one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Fields of the sun lower than this are left out of ratios: 0.06 is 3.4 degrees.
LOW_SUN = 0.06


@dataclass(frozen=True)
class Sun:
    """The sun at some instants: cosine of the zenith, apparent zenith and azimuth [°], irradiance outside [W/m²]."""

    cos_zenith: np.ndarray
    apparent_zenith: np.ndarray
    azimuth: np.ndarray
    extraterrestrial: np.ndarray

    @property
    def up(self) -> np.ndarray:
        """The cosine of the zenith angle, 0 while the sun is down."""
        return np.maximum(self.cos_zenith, 0.0)

    @property
    def horizontal(self) -> np.ndarray:
        """[W/m²] Extraterrestrial irradiance of the horizontal plane."""
        return self.extraterrestrial * self.up


def sun_at(time: np.ndarray, latitude: float, longitude: float, altitude: float = 0.0) -> Sun:
    """The sun by NREL's algorithm (Reda & Andreas 2004, doi:10.1016/j.solener.2003.12.003), as pvlib computes it."""
    import pandas as pd
    from pvlib import irradiance, solarposition

    index = pd.DatetimeIndex(time, tz="UTC")
    position = solarposition.spa_python(index, latitude, longitude, altitude=altitude)
    return Sun(
        np.cos(np.radians(position["zenith"].to_numpy())),
        position["apparent_zenith"].to_numpy(),
        position["azimuth"].to_numpy(),
        np.asarray(irradiance.get_extra_radiation(index.day_of_year.to_numpy()), dtype=float),
    )


def quick_cos_zenith(time: np.ndarray, latitude: float, longitude: float) -> np.ndarray:
    """Cosine of the zenith angle within 0.5 degrees (Spencer 1971), for trying many shifts of the clock."""
    days = time.astype("datetime64[D]")
    hours = (time - days) / np.timedelta64(1, "h")
    angle = 2 * np.pi * (days - days.astype("datetime64[Y]")).astype(np.int64) / 365.0
    declination = (
        0.006918
        - 0.399912 * np.cos(angle) + 0.070257 * np.sin(angle)
        - 0.006758 * np.cos(2 * angle) + 0.000907 * np.sin(2 * angle)
        - 0.002697 * np.cos(3 * angle) + 0.00148 * np.sin(3 * angle)
    )  # fmt: skip
    minutes = 229.18 * (
        0.0000075
        + 0.001868 * np.cos(angle) - 0.032077 * np.sin(angle)
        - 0.014615 * np.cos(2 * angle) - 0.040849 * np.sin(2 * angle)
    )  # fmt: skip
    hour_angle = np.radians(15.0 * (hours - 12.0 + minutes / 60.0) + longitude)
    phi = np.radians(latitude)
    return np.asarray(np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(hour_angle))


def clear_sky(sun: Sun, linke: np.ndarray, altitude: float) -> np.ndarray:
    """[W/m²] Global horizontal irradiance of a cloudless sky, an upper bound and never a yield.

    Ineichen & Perez 2002 (doi:10.1016/S0038-092X(02)00045-2) as in pvlib.

    Parameters
    ----------
    sun : Sun
    linke : array
        [1] Linke turbidity at each instant.
    altitude : float
        [m]
    """
    from pvlib import atmosphere, clearsky

    airmass = atmosphere.get_absolute_airmass(
        atmosphere.get_relative_airmass(sun.apparent_zenith), atmosphere.alt2pres(altitude)
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # pvlib divides by the air mass of a sun that is down
        sky = clearsky.ineichen(sun.apparent_zenith, airmass, linke, altitude, sun.extraterrestrial)
    return np.nan_to_num(np.asarray(sky["ghi"]))


def diffuse_fraction(clearness: np.ndarray) -> np.ndarray:
    """[1] The diffuse share of the global irradiance at a clearness GHI / extraterrestrial.

    Erbs, Klein & Duffie 1982, doi:10.1016/0038-092X(82)90302-4.
    """
    k = np.clip(clearness, 0.0, 1.0)
    middle = 0.9511 - 0.1604 * k + 4.388 * k**2 - 16.638 * k**3 + 12.336 * k**4
    return np.where(k <= 0.22, 1.0 - 0.09 * k, np.where(k <= 0.8, middle, 0.165))
