"""From the irradiation of twelve months to the hours of a year, after the pattern of a year measured nearby.

Each hour of the pattern has a clearness, its share of a reference sky. The hours keep their order and their rank:
within a month every clearness is raised to one power, found so that the month has the irradiation wanted. A power keeps
0 and 1, so that no hour passes the reference sky and none becomes negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .sun import LOW_SUN, Sun, clear_sky, diffuse_fraction, sun_at
from .tables import Zone, constant
from .year import months_of

#: Start of the pattern's first hour: 00 h UTC+1. Any year of 365 days would do.
FIRST_HOUR = np.datetime64("2018-12-31T23:00", "ns")
HOURS = 8760
#: The share of diffuse light in the brightest hours of Erbs's stations and below; it bounds what a shift may give.
_CLEAREST = 0.08
_STEPS = 60


@dataclass(frozen=True)
class Split:
    """Hours made from months.

    Instants [UTC], irradiance [W/m²], month 1 to 12, the bound of the irradiance [W/m²], months out of reach.
    """

    time: np.ndarray
    ghi: np.ndarray
    dni: np.ndarray
    dhi: np.ndarray
    month: np.ndarray
    bound: np.ndarray
    unreached: tuple[int, ...]


@dataclass(frozen=True)
class Pattern:
    """Hours of a zone, in the zone's order of days, as clearness and diffuse share of the global irradiance."""

    clearness: np.ndarray
    diffuse: np.ndarray
    seen: np.ndarray


def split_months(
    monthly_ghi: np.ndarray, zone: Zone, latitude: float, longitude: float, altitude: float = 0.0
) -> Split:
    """Hours of a place in metropolitan France whose months have given totals.

    Parameters
    ----------
    monthly_ghi : array of 12
        [kWh/m²] Global horizontal irradiation.
    zone : Zone
        Whose hours give the pattern; they keep their local solar time.
    latitude, longitude, altitude : float
        [°, °, m] Of the place.

    Returns
    -------
    Split
        GHI = DHI + DNI·cos z at the middle of every hour. The diffuse share is the zone's own, moved by what Erbs's
        relation says about the change of clearness.
    """
    time = solar_times(zone.longitude, longitude)
    sun = sun_at(time, latitude, longitude, altitude)
    month = months_of(time, longitude)
    pattern = zone_pattern(zone)
    reference = constant("brightest") * sun.horizontal
    clean = np.full(HOURS, constant("clean_sky"))
    bound = np.minimum(reference / constant("brightest"), clear_sky(sun, clean, altitude))
    ghi, unreached = scale_months(monthly_ghi, pattern.clearness, reference, bound, month)
    fraction = diffuse_fraction(_clearness(ghi, sun))
    moved = pattern.diffuse + fraction - diffuse_fraction(pattern.clearness * constant("brightest"))
    fraction = np.where(pattern.seen, moved, fraction)
    return Split(time, *_parts(ghi, fraction, sun), month, bound, unreached)


def split_overseas(
    monthly_ghi: np.ndarray, linke: np.ndarray, zone: Zone, latitude: float, longitude: float, altitude: float = 0.0
) -> Split:
    """Hours of a place for which no measured pattern exists; weaker than `split_months`.

    The order of bright and dull days is that of the long-day months of a zone in France, each month of the place taking
    the zone's month of nearest clearness; the reference is the clear sky of the month's turbidity; the diffuse share is
    Erbs's.

    Parameters
    ----------
    linke : array of 12
        [1] Linke turbidity.
    """
    time = solar_times(zone.longitude, longitude)
    sun = sun_at(time, latitude, longitude, altitude)
    month = months_of(time, longitude)
    reference = clear_sky(sun, np.asarray(linke)[month - 1], altitude)
    clean = clear_sky(sun, np.full(HOURS, constant("clean_sky")), altitude)
    wanted = np.asarray(monthly_ghi) * 1000.0 / np.maximum(_sums(sun.horizontal, month), 1.0)
    clearness = _borrowed(zone_pattern(zone).clearness * constant("brightest"), wanted, month)
    share = np.clip(clearness * sun.horizontal / np.maximum(reference, 1.0), 0.0, 1.0)
    ghi, unreached = scale_months(monthly_ghi, share, reference, np.minimum(clean, sun.horizontal), month)
    return Split(time, *_parts(ghi, diffuse_fraction(_clearness(ghi, sun)), sun), month, clean, unreached)


def solar_times(zone_longitude: float, longitude: float) -> np.ndarray:
    """[UTC] The middles of the hours at which the sun of a place stands where the zone's sun stood in its hours."""
    first = FIRST_HOUR + np.timedelta64(30, "m")
    shift = np.timedelta64(round((zone_longitude - longitude) / 15.0 * 3600), "s")
    return np.asarray(first + np.arange(HOURS) * np.timedelta64(1, "h") + shift, dtype="datetime64[ns]")


def zone_pattern(zone: Zone) -> Pattern:
    """A zone's hours as shares of the brightest sky; hours of a low sun take the clearness of their day."""
    sun = sun_at(solar_times(zone.longitude, zone.longitude), zone.latitude, zone.longitude)
    ghi = zone.dhi + zone.dni * sun.up
    reference = constant("brightest") * sun.horizontal
    by_day = ghi.reshape(-1, 24).sum(axis=1) / np.maximum(reference.reshape(-1, 24).sum(axis=1), 1.0)
    seen = sun.cos_zenith > LOW_SUN
    clearness = np.where(seen, ghi / np.maximum(reference, 1.0), np.repeat(by_day, 24))
    diffuse = np.where(seen & (ghi > 0), zone.dhi / np.maximum(ghi, 1e-9), 1.0)
    return Pattern(np.clip(clearness, 0.0, 1.0), diffuse, seen)


def scale_months(
    monthly_ghi: np.ndarray, share: np.ndarray, reference: np.ndarray, bound: np.ndarray, month: np.ndarray
) -> tuple[np.ndarray, tuple[int, ...]]:
    """Hourly irradiance min(reference·share^γ, bound) with γ found for each month's total.

    Parameters
    ----------
    monthly_ghi : array of 12
        [kWh/m²]
    share : array
        [1] Of each hour, 0 to 1.
    reference, bound : array
        [W/m²]
    month : array of int
        1 to 12.

    Returns
    -------
    ghi : array
        [W/m²]
    unreached : tuple of int
        Months whose total is more than the bound allows; they are filled up to it.
    """
    ghi = np.zeros(share.size)
    unreached = []
    for number in range(1, 13):
        hours = np.flatnonzero((month == number) & (bound > 0))
        wanted = float(monthly_ghi[number - 1]) * 1000.0
        log_share = np.log(np.maximum(share[hours], 1e-6))

        def at(power: float, hours: np.ndarray = hours, log_share: np.ndarray = log_share) -> np.ndarray:
            return np.minimum(reference[hours] * np.exp(power * log_share), bound[hours])

        if at(0.0).sum() <= wanted:
            unreached += [number] if at(0.0).sum() < 0.999 * wanted else []
            ghi[hours] = at(0.0)
            continue
        low, high = 0.0, 1.0
        while at(high).sum() > wanted and high < 1e6:
            low, high = high, 2 * high
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if at(middle).sum() > wanted else (low, middle)
        ghi[hours] = at(high)
    return ghi, tuple(unreached)


def _borrowed(clearness: np.ndarray, wanted: np.ndarray, month: np.ndarray) -> np.ndarray:
    """For each month, the days of that long-day month of the zone (April to September) whose clearness is nearest."""
    days = clearness.reshape(-1, 24)
    day_month = month.reshape(-1, 24)[:, 12]
    means = {number: float(days[day_month == number, 8:17].mean()) for number in range(4, 10)}
    out = np.empty_like(days)
    for number in range(1, 13):
        donor = min(means, key=lambda key: abs(means[key] - wanted[number - 1]))
        theirs = np.flatnonzero(day_month == donor)
        ours = np.flatnonzero(day_month == number)
        out[ours] = days[theirs[np.arange(ours.size) % theirs.size]]
    return out.ravel()


def _parts(ghi: np.ndarray, fraction: np.ndarray, sun: Sun) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Global, direct normal and diffuse irradiance that close exactly; a low sun has no beam to speak of."""
    beam = ghi * (1.0 - np.clip(fraction, _CLEAREST, 1.0))
    dni = np.where(sun.cos_zenith > LOW_SUN / 2, beam / np.maximum(sun.up, LOW_SUN / 2), 0.0)
    dni = np.minimum(dni, constant("brightest") * sun.extraterrestrial)
    return ghi, dni, ghi - dni * sun.up


def _clearness(ghi: np.ndarray, sun: Sun) -> np.ndarray:
    return np.asarray(ghi / np.maximum(sun.horizontal, 1e-3 * sun.extraterrestrial))


def _sums(values: np.ndarray, month: np.ndarray) -> np.ndarray:
    return np.asarray(np.bincount(month, weights=values, minlength=13)[1:13])
