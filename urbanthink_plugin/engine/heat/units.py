"""In which unit a temperature raster stores its values, and how they become kelvin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..about import table
from ..errors import UrbanThinkError
from .kernels import to_kelvin

UNITS = ("auto", "kelvin", "celsius", "landsat_dn")
ZERO_CELSIUS = 273.15
#: A raster of surface temperatures on Earth has its median between these, in degrees Celsius.
CELSIUS_MEDIAN = (-60.0, 75.0)


@dataclass(frozen=True)
class Unit:
    """One way to store temperature: kelvin = stored · scale + offset.

    Attributes
    ----------
    key : {"kelvin", "celsius", "landsat_dn"}
    missing : float or None
        A stored value that means "no data" even where the file does not say so.
    """

    key: str
    scale: float = 1.0
    offset: float = 0.0
    missing: float | None = None

    def to_kelvin(self, values: np.ndarray) -> np.ndarray:
        """Stored values to kelvin [K], float32; what no land surface reaches becomes NaN."""
        missing = math.nan if self.missing is None else self.missing
        stored = np.ascontiguousarray(values)
        return np.asarray(to_kelvin(stored, self.scale, self.offset, missing, *_sensor()["valid_kelvin"]))


def unit(key: str) -> Unit:
    """A unit by name; the digital numbers of Landsat Collection 2 come from ``sensors.json``."""
    if key == "landsat_dn":
        row = _sensor()
        return Unit(key, row["scale"], row["offset"], float(row["nodata"]))
    return Unit(key, 1.0, ZERO_CELSIUS) if key == "celsius" else Unit("kelvin")


def decide_unit(sample: np.ndarray, declared: str, name: str) -> Unit:
    """The unit of a raster: guarded when it is declared, guessed from the median when it is not.

    Parameters
    ----------
    sample : ndarray
        Some of its values, as stored (scale and offset tags applied), NaN where there is no data.
    declared : {"auto", "kelvin", "celsius", "landsat_dn"}
    name : str
        What to call the raster in messages.

    Raises
    ------
    UrbanThinkError
        If the values contradict the declared unit, or fit none.
    """
    if declared not in UNITS:
        raise UrbanThinkError(
            "There is no temperature unit called {unit}.",
            "Choose one of {known}.",
            unit=declared,
            known=", ".join(UNITS),
        )
    values = sample[np.isfinite(sample)]
    values = values[values != 0]
    if values.size == 0:
        raise UrbanThinkError(
            "{name} holds no temperature at all: every pixel is 0 or no data.", "Choose another file.", name=name
        )
    median = float(np.median(values))
    looks = _looks_like(values, median)
    if declared == "auto":
        if looks is None:
            raise _unknown_unit(name, median)
        return unit(looks)
    if declared != looks:
        raise _contradiction(declared, looks, name, median)
    return unit(declared)


def _looks_like(values: np.ndarray, median: float) -> str | None:
    low, high = _sensor()["plausible_median_kelvin"]
    if low <= median <= high:
        return "kelvin"
    if CELSIUS_MEDIAN[0] <= median <= CELSIUS_MEDIAN[1]:
        return "celsius"
    digital = unit("landsat_dn")
    whole = bool((values == np.rint(values)).all())
    if whole and low <= median * digital.scale + digital.offset <= high:
        return "landsat_dn"
    return None


def _unknown_unit(name: str, median: float) -> UrbanThinkError:
    return UrbanThinkError(
        "The values of {name} (median {median}) are no surface temperature in kelvin, in degrees Celsius or in Landsat "
        "Collection 2 numbers.",
        "Give a temperature raster (Landsat: the band ST_B10), or convert it to kelvin first.",
        name=name,
        median=f"{median:.4g}",
    )


def _contradiction(declared: str, looks: str | None, name: str, median: float) -> UrbanThinkError:
    if looks is None:
        return _unknown_unit(name, median)
    return UrbanThinkError(
        "{name} is declared as {declared}, but its values (median {median}) look like {looks}.",
        "Set the unit to {looks}, or to auto.",
        name=name,
        declared=declared,
        median=f"{median:.4g}",
        looks=looks,
    )


def _sensor() -> dict[str, Any]:
    row: dict[str, Any] = table("sensors")["landsat_c2"]
    return row
