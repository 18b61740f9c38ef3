"""Whether a weather can be believed: complete, in W/m², at one with the sun, and of the place it is used for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..errors import UrbanThinkError
from .sun import quick_cos_zenith, sun_at
from .year import Finding, WeatherYear

#: [W/m²] A clock is only doubted when global, direct and diffuse irradiance disagree by more than this.
DOUBT = 8.0
#: A shift is believed when it leaves less than this share of the disagreement.
CONVINCING = 0.4
#: [h] The shifts that are tried: half hours, as wrong conventions of stamps and time zones make them.
SHIFTS = np.array([-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0])
FAR_KM, HIGH_M = 100.0, 300.0
_LISTED = 4


def check_complete(stamps: np.ndarray, step_minutes: int, name: str) -> None:
    """Refuse a series that is not made of whole months and whole years.

    Parameters
    ----------
    stamps : array of datetime64[m]
        As they stand in the file, in any order; 29 February may be left out.
    step_minutes : int
    name : str
        What the file is called in the message.
    """
    if np.unique(stamps).size != stamps.size:
        raise UrbanThinkError(
            "{name} holds {count} hours twice.",
            "Give one year, or several whole years one after the other.",
            name=name,
            count=stamps.size - np.unique(stamps).size,
        )
    phase = int(stamps[0].astype(np.int64) % step_minutes)
    slots = np.sort((stamps.astype(np.int64) - phase) // step_minutes)
    per_day = 1440 // step_minutes
    months, first = np.unique((slots * step_minutes).astype("datetime64[m]").astype("datetime64[M]"), return_index=True)
    missing: list[np.ndarray] = []
    after = months + np.timedelta64(1, "M")
    for month, end, block in zip(months, after, np.split(slots, first[1:]), strict=True):
        start, stop = (int((m.astype("datetime64[m]")).astype(np.int64)) // step_minutes for m in (month, end))
        lost = np.setdiff1d(np.arange(start, stop), block)
        leap_day = start + 28 * per_day
        is_leap_day = (lost >= leap_day) & (lost < leap_day + per_day)
        if int(month.astype(np.int64)) % 12 == 1 and is_leap_day.sum() == per_day:
            lost = lost[~is_leap_day]
        missing.append(lost)
    lost = np.concatenate(missing)
    if lost.size:
        refuse_hours(
            (lost * step_minutes).astype("datetime64[m]"), step_minutes, name, "{name} lacks {count} hours: {dates}."
        )
    present = np.bincount(months.astype(np.int64) % 12, minlength=12)
    if (present != np.max(present)).any():
        raise UrbanThinkError(
            "{name} does not hold whole years: month {month} is missing.",
            "The file may be cut off: download it again.",
            name=name,
            month=int(np.argmin(present)) + 1,
        )


def refuse_hours(stamps: np.ndarray, step_minutes: int, name: str, message: str) -> None:
    """Refuse a file for some of its hours, with their number and days; `message` has {name}, {count} and {dates}."""
    days = np.unique(stamps.astype("datetime64[D]"))
    dates = ", ".join(str(day) for day in days[:_LISTED]) + (f" … {days[-1]}" if days.size > _LISTED else "")
    count = round(stamps.size * step_minutes / 60)
    raise UrbanThinkError(
        message, "Download the file again, or give another year: sums over gaps are too low.",
        name=name, count=max(count, 1), dates=dates,
    )  # fmt: skip


def check_values(stamps: np.ndarray, step_minutes: int, name: str, values: dict[str, np.ndarray]) -> None:
    """Refuse missing values, negative irradiance and what cannot be W/m².

    Parameters
    ----------
    values : dict
        ``ghi``, ``dni``, ``dhi`` [W/m²], ``temp_air`` [°C] and ``wind_speed`` [m/s]; NaN where missing. Values between
        −1 and 0 W/m², the zero of a sensor, are set to 0 in place.
    """
    holes = np.isnan(np.stack(list(values.values()))).any(axis=0)
    if holes.any():
        refuse_hours(stamps[holes], step_minutes, name, "{name} has no values in {count} hours: {dates}.")
    for key in ("ghi", "dni", "dhi"):
        negative = values[key] < -1.0
        if negative.any():
            refuse_hours(
                stamps[negative], step_minutes, name, "{name} has negative irradiance in {count} hours: {dates}."
            )
        np.maximum(values[key], 0.0, out=values[key])
    peak, beam = float(values["ghi"].max()), float(values["dni"].max())
    if not 100.0 <= peak <= 1700.0 or beam > 1450.0:
        raise UrbanThinkError(
            "The irradiance of {name} peaks at {peak}, which is not W/m² of an hour.",
            "Hourly irradiance in W/m² is needed, not kW, MJ, J or daily totals.",
            name=name,
            peak=f"{beam if beam > 1450.0 and peak <= 1700.0 else peak:.6g}",
        )
    if not -70.0 < float(values["temp_air"].mean()) < 50.0:
        raise UrbanThinkError(
            "The air temperature of {name} averages {mean}, which is not °C.",
            "Temperatures are needed in °C.",
            name=name,
            mean=f"{float(values['temp_air'].mean()):.1f}",
        )


def closure(weather: WeatherYear) -> tuple[float, float]:
    """How far DHI + DNI·cos z is from GHI, the sun at the middle of the intervals.

    Returns
    -------
    bias : float
        [1] Relative to the yearly GHI.
    rms : float
        [W/m²]
    """
    up = sun_at(weather.time, weather.latitude, weather.longitude).up
    rest = weather.dhi + weather.dni * up - weather.ghi
    return float(rest.sum() / max(weather.ghi.sum(), 1.0)), float(np.sqrt(np.mean(rest**2)))


def best_shift(weather: WeatherYear, shifts: np.ndarray) -> tuple[float, float]:
    """Which shift of the clock [h] brings the three irradiances closest together, and what is left [W/m²]."""
    left = []
    for shift in shifts:
        time = weather.time + np.timedelta64(round(float(shift) * 3600), "s")
        up = np.maximum(quick_cos_zenith(time, weather.latitude, weather.longitude), 0.0)
        left.append(float(np.sqrt(np.mean((weather.dhi + weather.dni * up - weather.ghi) ** 2))))
    best = int(np.argmin(left))
    return float(shifts[best]), left[best]


def agree_with_sun(weather: WeatherYear) -> WeatherYear:
    """A weather whose clock agrees with the sun, with what had to be said in its notes.

    A year whose three irradiances close far better at a sun shifted by half hours has wrong stamps: TMYx files made
    from ERA5 are half an hour early, for instance. It is put right and told. A year that does not close anyway is told.
    """
    bias, rms = closure(weather)
    notes = list(weather.notes)
    if rms > DOUBT:
        shift, left = best_shift(weather, SHIFTS)
        if left < CONVINCING * rms:
            time = weather.time + np.timedelta64(round(shift * 3600), "s")
            weather = replace(weather, time=time)
            notes.append(
                Finding(
                    "The irradiance of {name} agrees with the sun {minutes} minutes from where its stamps put it: "
                    "global, direct and diffuse then differ by {left} W/m² instead of {rms}. The sun is taken there.",
                    name=weather.name, minutes=f"{shift * 60:+.0f}",
                    left=f"{left:.0f}", rms=f"{rms:.0f}",
                )
            )  # fmt: skip
            bias, rms = closure(weather)
    if rms > 3 * DOUBT or abs(bias) > 0.03:
        notes.append(
            Finding(
                "In {name} direct and diffuse irradiance add up to {bias} % beside the global irradiance of the year "
                "({rms} W/m² in a typical hour): the yield of tilted planes is uncertain by as much.",
                name=weather.name, bias=f"{bias * 100:+.1f}", rms=f"{rms:.0f}",
            )
        )  # fmt: skip
    return replace(weather, notes=tuple(notes))


def check_place(
    weather: WeatherYear, latitude: float, longitude: float, altitude: float | None = None
) -> list[Finding]:
    """What is to be said about using a weather at a place.

    Parameters
    ----------
    latitude, longitude : float
        [°] Of the place.
    altitude : float, optional
        [m] Of the place.

    Returns
    -------
    list of Finding

    Raises
    ------
    UrbanThinkError
        If the weather is of the other hemisphere: its seasons are upside down.
    """
    distance = float(distance_km(weather.latitude, weather.longitude, latitude, longitude))
    if weather.latitude * latitude < 0 and distance > FAR_KM:
        raise UrbanThinkError(
            "The weather {name} is of the other hemisphere: latitude {theirs}, the area is at {ours}.",
            "Give the weather of the place itself.",
            name=weather.name,
            theirs=f"{weather.latitude:.2f}",
            ours=f"{latitude:.2f}",
        )
    found = []
    if distance > FAR_KM:
        found.append(
            Finding(
                "The weather {name} is of a place {distance} km away: the sun there may differ by several percent.",
                name=weather.name,
                distance=round(distance),
            )
        )
    if altitude is not None and abs(altitude - weather.altitude) > HIGH_M:
        found.append(
            Finding(
                "The weather {name} is of {theirs} m above the sea, the area lies at {ours} m.",
                name=weather.name,
                theirs=round(weather.altitude),
                ours=round(altitude),
            )
        )
    return found


def distance_km(
    latitude: float, longitude: float, latitudes: np.ndarray | float, longitudes: np.ndarray | float
) -> np.ndarray:
    """[km] Great-circle distance on a sphere of 6371 km."""
    phi, other = np.radians(latitude), np.radians(latitudes)
    half = np.sin((other - phi) / 2) ** 2
    half = half + np.cos(phi) * np.cos(other) * np.sin(np.radians(np.asarray(longitudes) - longitude) / 2) ** 2
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))
