"""The dates of a heat island in rows and in words: which are used, which are not and why, and the headline."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..about import table
from ..errors import UrbanThinkError
from ..run import Run
from .inputs import Day, Ground
from .measure import Measured
from .reference import City, Reference
from .suhi import Spread, headline

#: References whose figures are always published side by side.
SIDE_BY_SIDE = ("vegetated_border", "equal_ring")


def rows_of(
    days: Sequence[Day],
    seasonal: Sequence[bool],
    measured: Measured,
    ground: Ground,
    city: City,
    references: Mapping[str, Reference],
    wanted: str,
) -> list[dict[str, Any]]:
    """One row per date, ready for a report: intensity [K], shares [1], temperatures [K], and whether it can be used."""
    city_pixels = int(np.count_nonzero(city.urban))
    sizes = {key: int(np.count_nonzero(reference.mask)) for key, reference in references.items()}
    rows = []
    for i, day in enumerate(days):
        town, rural = measured.city[i], {key: spreads[i] for key, spreads in measured.references.items()}
        enough = {key: _enough(spread, sizes[key]) for key, spread in rural.items()}
        rows.append(
            {
                "date": day.label,
                "in_season": bool(seasonal[i]),
                "used": False,
                "problem": _problem(town, city_pixels, enough[wanted]),
                "suhi_k": _round(town.median - rural[wanted].median),
                **{f"suhi_{key}_k": _round(town.median - rural[key].median) if enough[key] else None for key in rural},
                "city_median_k": _round(town.median),
                "reference_median_k": _round(rural[wanted].median),
                "city_valid_share": round(town.count / city_pixels, 4),
                "reference_valid_share": round(rural[wanted].count / max(sizes[wanted], 1), 4),
                "reference_pixels": rural[wanted].count,
                "lapse_k_km": _round(measured.lapse[wanted][i] * 1000),
                "class_mean_k": {
                    str(code): _round(float(mean[i]))
                    for code, mean in zip(ground.classes, measured.classes, strict=True)
                },
            }
        )
    return rows


def usable_days(run: Run, rows: list[dict[str, Any]], season: str, min_dates: int) -> list[int]:
    """The rows that enter the composite, which are marked; each date left out is told with its reason.

    Raises
    ------
    UrbanThinkError
        If fewer than `min_dates` are left.
    """
    valid = [i for i, row in enumerate(rows) if row["problem"] is None]
    for row in rows:
        _tell_problem(run, row)
    used = [i for i in valid if rows[i]["in_season"]]
    if len(used) < min_dates <= len(valid):
        run.log(
            "warning",
            "Only {count} dates lie in the season '{season}', fewer than the {wanted} needed: all {all} dates of "
            "every season are used. The result is no heat island of that season.",
            count=len(used),
            season=season,
            wanted=min_dates,
            all=len(valid),
        )
        used = valid
    if len(used) < min_dates:
        raise UrbanThinkError(
            "Only {count} of {all} dates can be used; a composite needs at least {wanted}.",
            "Add dates of clear days, or lower MIN_DATES; the warnings tell why dates were left out.",
            count=len(used),
            all=len(rows),
            wanted=min_dates,
        )
    for i in used:
        rows[i]["used"] = True
    return used


def tell(run: Run, rows: Sequence[dict[str, Any]], used: Sequence[int], wanted: str) -> dict[str, float]:
    """Log each date and the headline; return SUHI_INTENSITY, SUHI_LOW and SUHI_HIGH [K]."""
    for row in rows:
        if row["problem"] is None:
            _tell_date(run, row)
    value, low, high = headline(np.array([rows[i]["suhi_k"] for i in used]))
    run.log(
        "info",
        "Surface heat island of the day: {value} K ({low} to {high} K, 90 % interval over {count} dates), "
        "city minus reference '{reference}'.",
        value=f"{value:.1f}",
        low=f"{low:.1f}",
        high=f"{high:.1f}",
        count=len(used),
        reference=wanted,
    )
    sides = [[rows[i][f"suhi_{key}_k"] for i in used] for key in SIDE_BY_SIDE]
    if all(None not in side for side in sides):
        border, ring = (float(np.median(side)) for side in sides)
        run.log(
            "info",
            "Side by side: {border} K against the vegetation bordering the city, {ring} K against the equal ring.",
            border=f"{border:.1f}",
            ring=f"{ring:.1f}",
        )
    return {"SUHI_INTENSITY": value, "SUHI_LOW": low, "SUHI_HIGH": high}


def _tell_date(run: Run, row: Mapping[str, Any]) -> None:
    values = {
        "date": row["date"],
        "value": f"{row['suhi_k']:.1f}",
        "city": f"{100 * row['city_valid_share']:.0f}",
        "rural": f"{100 * row['reference_valid_share']:.0f}",
    }
    if row["used"]:
        run.log(
            "info",
            "{date}: surface heat island {value} K; {city} % of the city and {rural} % of the reference seen.",
            **values,
        )
    else:
        run.log(
            "info",
            "{date}, outside the season, apart and not in the composite: surface heat island {value} K; "
            "{city} % of the city and {rural} % of the reference seen.",
            **values,
        )
    if row["class_mean_k"]:
        against = {
            code: mean - row["reference_median_k"] for code, mean in row["class_mean_k"].items() if mean is not None
        }
        run.log(
            "info",
            "{date}: mean of each land cover class against the reference: {classes}.",
            date=row["date"],
            classes=", ".join(f"{code}: {difference:+.1f} K" for code, difference in against.items()),
        )


def _tell_problem(run: Run, row: Mapping[str, Any]) -> None:
    if row["problem"] == "city":
        run.log(
            "warning",
            "{date} is left out: only {share} % of the city is seen.",
            date=row["date"],
            share=f"{100 * row['city_valid_share']:.0f}",
        )
    elif row["problem"] == "reference":
        run.log(
            "warning",
            "{date} is left out: only {count} pixels ({share} %) of the reference are seen.",
            date=row["date"],
            count=row["reference_pixels"],
            share=f"{100 * row['reference_valid_share']:.0f}",
        )


def _problem(town: Spread, city_pixels: int, reference_is_enough: bool) -> str | None:
    if town.count < table("heat_classes")["mask"]["urban_valid_share"] * city_pixels:
        return "city"
    return None if reference_is_enough else "reference"


def _enough(spread: Spread, size: int) -> bool:
    rules = table("heat_classes")["reference"]
    return spread.count >= rules["min_pixels"] and spread.count >= rules["min_valid_share"] * size


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
