"""How suitable a roof is for modules, and why: of a plane by fixed limits, of a building by where its yield comes from.

Sentences are kept as templates with values, so that they can be said in another language; what stands in a layer is
`Reason.said`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ...about import table
from ...errors import translatable

Level = Literal["excellent", "good", "moderate", "poor", "unsuitable"]

#: Why a plane has its class; the keys up to "few_modules" are the exclusions of the layout.
PLANE_REASONS: dict[str, str] = {
    "no_data": translatable("No heights here: nothing can be said about this roof."),
    "too_small": translatable("Too small: {usable_m2} m² of {area_m2} m² are left within the edges."),
    "too_steep": translatable("Too steep: {slope_deg}°."),
    "faces_north": translatable("Faces away from the sun: slope {slope_deg}°, azimuth {azimuth_deg}°."),
    "too_little_sun": translatable("Too little sun: {irradiation} kWh/m² a year."),
    "protected": translatable("Lies in a protected area."),
    "obstacles": translatable("Chimneys, windows and other obstacles leave too little room on {area_m2} m²."),
    "few_modules": translatable("Too few modules fit: {modules}."),
    "good_sun": translatable("Good sun: {irradiation} kWh/m² a year; {modules} modules fit."),
    "shaded": translatable("Shaded: buildings, trees or relief take {shading_percent} % of the light."),
    "turned_away": translatable(
        "Turned away from the sun: {best_percent} % of the light of the best roof here (slope {slope_deg}°, azimuth "
        "{azimuth_deg}°)."
    ),
    "modest_sun": translatable("Modest sun: {irradiation} kWh/m² a year."),
}

#: The same for a building, in words of its own.
BUILDING_REASONS: dict[str, str] = {
    "no_roof": translatable("No roof plane was found in the surface model."),
    "no_data": translatable("The heights of this roof are not known."),
    "too_small": translatable("The faces of this roof are too small for modules."),
    "too_steep": translatable("This roof is too steep for modules."),
    "faces_north": translatable("This roof faces away from the sun."),
    "too_little_sun": translatable("This roof gets too little sun."),
    "protected": translatable("This building lies in a protected area."),
    "obstacles": translatable("Chimneys, windows and other obstacles leave too little room on this roof."),
    "few_modules": translatable("Too few modules fit on this roof."),
    "good_sun": translatable("Good sun: {modules} modules fit, {kwp} kWp, about {kwh_year} kWh a year."),
    "shaded": translatable("Shaded: buildings, trees or relief take {shading_percent} % of the light of this roof."),
    "turned_away": translatable(
        "Much of this roof is turned away from the sun: {best_percent} % of the light of the best roof here."
    ),
    "modest_sun": translatable("Modest sun: about {kwh_per_kwp} kWh a year per kWp."),
}


@dataclass(frozen=True)
class Reason:
    """Why, as a key, a template and what fills it."""

    key: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        """The sentence; `translate` turns the template into another language."""
        return translate(self.template).format(**self.values)


@dataclass(frozen=True)
class PlaneFacts:
    """What is known of a plane.

    Attributes
    ----------
    irradiation : float
        Mean light on its usable part, shade included [kWh/m² of tilted surface and year]; NaN = not known.
    shading_loss : float
        Share of the light that obstacles take [0..1].
    kwp, kwh_year : float
        Power and yield of the modules that fit [kWp], [kWh].
    modules : int
    area_m2, usable_m2 : float
        True surface, all and usable [m²].
    slope_deg, azimuth_deg : float
        From the horizontal; of the downhill side, clockwise from true north [°].
    exclusion : str
        Why nothing fits, one of ``rules.REASONS``; "ok" if something does.
    """

    irradiation: float
    shading_loss: float
    kwp: float
    kwh_year: float
    modules: int
    area_m2: float
    usable_m2: float
    slope_deg: float
    azimuth_deg: float
    exclusion: str = "ok"


@dataclass(frozen=True)
class Suitability:
    """A class and the reason for it."""

    level: Level
    reason: Reason


@dataclass(frozen=True)
class BuildingSolar:
    """What the planes of a building give together.

    Attributes
    ----------
    kwp, kwh_year : float
        [kWp], [kWh].
    kwh_per_kwp : float
        [kWh/kWp]; NaN without modules.
    usable_m2, area_m2 : float
        True surface [m²]; usable where modules fit.
    modules : int
    irradiation : float
        Mean light on the planes with modules, weighted with their power [kWh/m²]; NaN without.
    shading_loss : float
        Mean share of the light that obstacles take, weighted alike; of all planes by area where no module fits.
    suitability : Suitability
    """

    kwp: float
    kwh_year: float
    kwh_per_kwp: float
    usable_m2: float
    area_m2: float
    modules: int
    irradiation: float
    shading_loss: float
    suitability: Suitability


def plane_suitability(plane: PlaneFacts, best_irradiation: float = math.nan) -> Suitability:
    """Class of a plane by the table ``pv_suitability``.

    Parameters
    ----------
    plane : PlaneFacts
    best_irradiation : float
        Light of the best unshaded plane of the place [kWh/m² of tilted surface and year]; NaN: only absolute limits.
    """
    excluded = _exclusion(plane)
    if excluded:
        return Suitability("unsuitable", _plane_reason(excluded, plane, best_irradiation))
    level = _level(plane.irradiation, plane.irradiation / best_irradiation)
    if level in ("excellent", "good"):
        return Suitability(level, _plane_reason("good_sun", plane, best_irradiation))
    return Suitability(level, _plane_reason(_weakness(plane, best_irradiation), plane, best_irradiation))


def building_suitability(planes: Sequence[PlaneFacts], best_irradiation: float = math.nan) -> BuildingSolar:
    """Totals of a building and its class: the one that planes with at least half of its yield reach.

    The reason is that of the planes that weigh most in that class, by yield, or by area where no module fits.
    """
    judged = [plane_suitability(plane, best_irradiation) for plane in planes]
    used = [(plane, it) for plane, it in zip(planes, judged, strict=True) if it.level != "unsuitable"]
    kwp, kwh = sum(plane.kwp for plane, _ in used), sum(plane.kwh_year for plane, _ in used)
    level = _majority([(it.level, plane.kwh_year) for plane, it in used])
    if used:
        causes = [(it.reason.key, plane.kwh_year) for plane, it in used if it.level == level]
        weights = [(plane, plane.kwp) for plane, _ in used]
    else:
        causes = [(it.reason.key, plane.area_m2) for plane, it in zip(planes, judged, strict=True)]
        weights = [(plane, plane.area_m2) for plane in planes]
    light = _mean([(plane.irradiation, weight) for plane, weight in weights])
    shade = _mean([(plane.shading_loss, weight) for plane, weight in weights])
    modules = sum(plane.modules for plane, _ in used)
    values = {
        "kwp": f"{kwp:.1f}",
        "kwh_year": f"{_two_figures_less(kwh):.0f}",
        "kwh_per_kwp": f"{kwh / kwp if kwp else 0.0:.0f}",
        "modules": modules,
        "shading_percent": _percent(shade),
        "best_percent": _percent(light / best_irradiation),
    }
    key = _heaviest(causes) if causes else "no_roof"
    return BuildingSolar(
        kwp=kwp,
        kwh_year=kwh,
        kwh_per_kwp=kwh / kwp if kwp else math.nan,
        usable_m2=sum(plane.usable_m2 for plane, _ in used),
        area_m2=sum(plane.area_m2 for plane in planes),
        modules=modules,
        irradiation=light if used else math.nan,
        shading_loss=shade,
        suitability=Suitability(level, Reason(key, BUILDING_REASONS[key], _needed(BUILDING_REASONS[key], values))),
    )


def _exclusion(plane: PlaneFacts) -> str:
    """Why a plane can have no module at all, or nothing."""
    if plane.exclusion != "ok":
        return plane.exclusion
    if not math.isfinite(plane.irradiation):
        return "no_data"
    if plane.modules < 1 or plane.kwp <= 0:
        return "few_modules"
    if _level(plane.irradiation, math.nan) == "unsuitable":
        bright = _level(_unshaded(plane), math.nan) != "unsuitable"
        return "shaded" if bright else "too_little_sun"
    return ""


def _level(irradiation: float, share_of_best: float) -> Level:
    """The first class whose two limits hold; an unknown share holds them all."""
    for row in table("pv_suitability")["classes"][:-1]:
        if irradiation >= row["from_kwh_m2"] and not share_of_best < row["from_share_of_best"]:
            level: Level = row["key"]
            return level
    return "unsuitable"


def _weakness(plane: PlaneFacts, best_irradiation: float) -> str:
    """What keeps a plane from a better class: shade, its direction, or the place."""
    turned = 1.0 - _unshaded(plane) / best_irradiation
    limit = table("pv_suitability")["named_from"]["value"]
    if plane.shading_loss >= limit and not turned > plane.shading_loss:
        return "shaded"
    return "turned_away" if turned >= limit else "modest_sun"


def _unshaded(plane: PlaneFacts) -> float:
    return plane.irradiation / max(1.0 - plane.shading_loss, 1e-6)


def _plane_reason(key: str, plane: PlaneFacts, best_irradiation: float) -> Reason:
    values = {
        "usable_m2": _whole(plane.usable_m2),
        "area_m2": _whole(plane.area_m2),
        "slope_deg": _whole(plane.slope_deg),
        "azimuth_deg": _whole(plane.azimuth_deg),
        "irradiation": _whole(plane.irradiation),
        "modules": plane.modules,
        "shading_percent": _percent(plane.shading_loss),
        "best_percent": _percent(plane.irradiation / best_irradiation),
    }
    return Reason(key, PLANE_REASONS[key], _needed(PLANE_REASONS[key], values))


def _needed(template: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if f"{{{name}}}" in template}


def _majority(weighted: Sequence[tuple[Level, float]]) -> Level:
    """The best class that classes as good or better reach with their share of the weight."""
    total, reached = sum(weight for _, weight in weighted), 0.0
    needed = table("pv_suitability")["majority"]["value"] * total
    for row in table("pv_suitability")["classes"]:
        level: Level = row["key"]
        reached += sum(weight for key, weight in weighted if key == level)
        if total > 0 and reached >= needed:
            return level
    return "unsuitable"


def _heaviest(weighted: Sequence[tuple[str, float]]) -> str:
    """The key with most weight; of equals the first."""
    totals: dict[str, float] = {}
    for key, weight in weighted:
        totals[key] = totals.get(key, 0.0) + weight
    return max(totals, key=lambda key: totals[key])


def _mean(weighted: Sequence[tuple[float, float]]) -> float:
    """Weighted mean of what is known; NaN if nothing is."""
    known = [(value, weight) for value, weight in weighted if math.isfinite(value) and weight > 0]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else math.nan


def _two_figures_less(kwh: float) -> float:
    """Yields are told to the nearest 100 kWh, small ones to 10: no more is known."""
    return round(kwh, -2) if kwh >= 1000 else round(kwh, -1)


def _whole(value: float) -> str:
    return f"{value:.0f}" if math.isfinite(value) else "?"


def _percent(share: float) -> str:
    return _whole(100.0 * share)
