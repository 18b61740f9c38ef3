"""One year of weather, as all jobs take it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ..errors import UrbanThinkError
from ..run import Run

#: Hours of a mean year.
HOURS_OF_YEAR = 8766.0


class Finding(UrbanThinkError):
    """Something worth telling about a weather, in words for the user; it is told and not raised.

    Its text is translated as the text of an error is. `str(finding)` is the English sentence.
    """

    level = "warning"


class Remark(Finding):
    """A finding that calls for no action: where the figures come from, and what is weak in them."""

    level = "info"


@dataclass(frozen=True)
class WeatherYear:
    """Hours of sun, temperature and wind at one place.

    Attributes
    ----------
    time : array of datetime64[ns]
        [UTC] The middle of the interval each value stands for. A typical year is made of months of several years, so
        that the stamps need not follow one another.
    interval_hours : float
        [h] Length of the interval.
    ghi, dni, dhi : array
        [W/m²] Global horizontal, direct normal and diffuse horizontal irradiance.
    temp_air : array
        [°C]
    wind_speed : array
        [m/s] At 10 m.
    latitude, longitude, altitude : float
        [°, °, m]
    name, source, licence : str
        What to print under a map.
    kind : {"pvgis_tmy", "pvgis_hourly", "epw", "climatology"}
    yearly_spread : float
        [1] Relative standard deviation of the yearly global irradiation from year to year.
    notes : tuple of Finding
        What is derived, corrected or doubtful.
    """

    time: np.ndarray
    interval_hours: float
    ghi: np.ndarray
    dni: np.ndarray
    dhi: np.ndarray
    temp_air: np.ndarray
    wind_speed: np.ndarray
    latitude: float
    longitude: float
    altitude: float
    name: str
    source: str
    licence: str
    kind: str
    yearly_spread: float
    notes: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def years(self) -> float:
        """How many years the values cover; sums divided by it are those of a mean year."""
        return max(float(round(self.time.size * self.interval_hours / HOURS_OF_YEAR)), 1.0)

    @property
    def months(self) -> np.ndarray:
        """The month, 1 to 12, of each value in local mean solar time."""
        return months_of(self.time, self.longitude)

    @property
    def monthly_ghi(self) -> np.ndarray:
        """[kWh/m²] Global horizontal irradiation of each month of a mean year."""
        sums = np.bincount(self.months, weights=self.ghi, minlength=13)[1:13]
        return np.asarray(sums * self.interval_hours / self.years / 1000.0)

    def tell(self, run: Run) -> None:
        """Log what this weather is and what is to be known about it."""
        run.log("info", "Weather: {name} ({source}).", name=self.name, source=self.source)
        for note in self.notes:
            run.log(note.level, note.message_template, **note.values)


def months_of(time: np.ndarray, longitude: float) -> np.ndarray:
    """The month, 1 to 12, in local mean solar time of instants in UTC."""
    local = time + np.timedelta64(round(longitude / 15.0 * 3600), "s")
    return (local.astype("datetime64[M]").astype(np.int64) % 12 + 1).astype(np.int64)
