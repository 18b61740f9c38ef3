"""How far a yield may be from what a plant will give: relative standard deviations, P90 and P10.

Every part is a row of the table ``pv_losses`` with its source. Parts are independent of one another and add in
quadrature; between plants the weather and the model are shared, the errors of the surface model only partly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from ...about import table

Number = float | np.ndarray


@dataclass(frozen=True)
class Uncertainty:
    """Relative standard deviations of the yield of one year [1], of one plant or of an array of plants.

    Attributes
    ----------
    year_to_year : float or ndarray
        One year against the mean of many.
    weather : float or ndarray
        The mean of many years against what the weather file says.
    surface : float or ndarray
        Slope and azimuth from heights with an error, and the resolution of the surface model.
    shading : float or ndarray
        What the obstacles take.
    model : float or ndarray
        From light on the horizontal to kWh: transposition, rating of modules, dirt.
    """

    year_to_year: Number
    weather: Number
    surface: Number
    shading: Number
    model: Number

    @property
    def sigma(self) -> Number:
        """All parts together [1]."""
        return np.sqrt(sum(np.square(getattr(self, part.name)) for part in fields(self)))

    def over(self, years: float) -> Uncertainty:
        """Of the mean of so many years: good and bad ones even out, the other errors stay."""
        return replace(self, year_to_year=np.divide(self.year_to_year, math.sqrt(years)))

    def factor(self, probability: float = 0.9) -> Number:
        """What to multiply the expected yield (P50) with to get what is exceeded with a probability [1].

        1 − 1.2816 σ for P90; 0.1 gives P10. Never below 0.
        """
        return np.maximum(1.0 - NormalDist().inv_cdf(probability) * self.sigma, 0.0)


def yield_uncertainty(
    weather_kind: str,
    yearly_spread: float = math.nan,
    *,
    pixel_m: float,
    area_m2: npt.ArrayLike,
    height_noise_m: float | None = None,
    shading_loss: npt.ArrayLike = 0.0,
) -> Uncertainty:
    """Uncertainty of the yield of planes.

    Parameters
    ----------
    weather_kind : str
        `WeatherYear.kind`; one that the table does not know counts as the least certain.
    yearly_spread : float
        `WeatherYear.yearly_spread` [1]; NaN takes that of the table.
    pixel_m : float
        Of the surface model [m].
    area_m2 : float or array
        True area of the planes [m²].
    height_noise_m : float, optional
        Standard deviation of the heights [m], e.g. the residuals of the fit; from the table if not known.
    shading_loss : float or array
        Share of the light that obstacles take [0..1].
    """
    rows = table("pv_losses")["uncertainty"]
    sources = {key: row["value"] for key, row in rows["weather"].items()}
    spread = yearly_spread if math.isfinite(yearly_spread) else rows["year_to_year"]["value"]
    noise = rows["height_noise_m"]["value"] if height_noise_m is None else height_noise_m
    return Uncertainty(
        year_to_year=spread,
        weather=sources.get(weather_kind, max(sources.values())),
        surface=np.hypot(_resolution(rows, pixel_m), _tilting(rows, noise, pixel_m, np.asarray(area_m2, float))),
        shading=rows["shading"]["value"] * np.asarray(shading_loss, float),
        model=math.hypot(*(row["value"] for row in rows["model"].values())),
    )


def portfolio(plants: Uncertainty, energy: np.ndarray) -> Uncertainty:
    """Uncertainty of the sum of plants.

    Parameters
    ----------
    plants : Uncertainty
        Of each plant (arrays, or numbers that hold for all).
    energy : ndarray
        Expected yield of each plant, any unit.
    """
    correlation = table("pv_losses")["uncertainty"]["correlation"]
    weight = np.asarray(energy, float) / max(float(np.sum(energy)), np.finfo(float).tiny)
    together = {}
    for part in fields(plants):
        each = weight * np.broadcast_to(getattr(plants, part.name), weight.shape)
        shared = correlation[part.name]["value"]
        together[part.name] = math.sqrt(shared * each.sum() ** 2 + (1.0 - shared) * np.square(each).sum())
    return Uncertainty(**together)


def plane_tilt_error(noise_m: float, pixel_m: float, area_m2: npt.ArrayLike) -> np.ndarray:
    """Standard deviation of the direction of a plane fitted to heights with an error [°].

    Least squares on a square of side L with n independent heights: σ √(12 / n) / L. Heights of a surface model are
    not independent within the distance of the table.
    """
    apart = max(pixel_m, table("pv_losses")["uncertainty"]["height_correlation_m"]["value"])
    area = np.maximum(np.asarray(area_m2, float), apart**2)
    return np.asarray(np.degrees(np.arctan(noise_m * math.sqrt(12.0) * apart / area)))


def _tilting(rows: dict[str, Any], noise_m: float, pixel_m: float, area_m2: np.ndarray) -> np.ndarray:
    return plane_tilt_error(noise_m, pixel_m, area_m2) * rows["per_degree"]["value"]


def _resolution(rows: dict[str, Any], pixel_m: float) -> float:
    known = rows["resolution"]["rows"]
    return float(np.interp(pixel_m, [row["pixel_m"] for row in known], [row["value"] for row in known]))
