"""The numbers of a diagnosis: what a report prints, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import xarray as xr

from ..about import table
from ..raster import compute_blocks, describe, open_raster
from ..run import Run
from ..vector import read_vector


def vegetation_summary(index: Path, source: str) -> dict[str, Any]:
    """Mean NDVI and the share of the image above the vegetation threshold.

    Parameters
    ----------
    index : Path
        NDVI raster.
    source : path
        The image it was made from, for its date.
    """
    threshold = table("diagnosis")["vegetation_ndvi"]["value"]
    total, green, count = 0.0, 0, 0
    for _, block in compute_blocks(open_raster(index, [1])):
        values = block[np.isfinite(block)]
        total, green, count = (
            total + float(values.sum(dtype=float)),
            green + int((values >= threshold).sum()),
            count + values.size,
        )
    tags = describe(source).tags
    single = next((tags[key] for key in ("date", "DATE", "DATE_ACQUIRED", "SENSING_DATE") if key in tags), None)
    return {
        "ndvi_mean": round(total / count, 3) if count else None,
        "vegetation_share": round(green / count, 4) if count else None,
        "threshold": threshold,
        "dates": [single] if single else [day for day in tags.get("DATES", "").split(",") if day],
        "source": origin(source),
    }


def heat_summary(
    composite: Path, classes: Path, outputs: Mapping[str, Any], settings: Mapping[str, Any], run: Run
) -> dict[str, Any]:
    """Headline intensity, and the share of the built-up area in each class.

    Parameters
    ----------
    composite, classes : Path
        Rasters of ``heat_island``.
    outputs : mapping
        What ``heat_island`` returned.
    settings : mapping
        The parameters of the diagnosis, to know what is built-up.
    """
    from ..heat.inputs import read_ground

    geobox = describe(classes).geobox
    # Its warnings were told while the heat island was made.
    quiet = Run("territory.city_diagnosis")
    ground = read_ground(
        quiet,
        geobox,
        urban=settings.get("urban"),
        land_cover=settings.get("land_cover"),
        urban_classes=settings.get("urban_classes"),
        vegetation_classes=settings.get("vegetation_classes"),
        water_classes=settings.get("water_classes"),
        elevation=None,
    )
    known = np.zeros(geobox.shape, bool)
    counts = np.zeros(len(_classes()), np.int64)
    certain = likely = 0
    half, limit = table("diagnosis")["interval_sigmas"]["value"], _hot_limit()
    together = xr.concat([open_raster(classes, [1]), open_raster(composite, ["suhi_median", "sigma"])], "band")
    for (rows, columns), block in compute_blocks(together, run):
        inside = ground.surface.urban[rows, columns] & np.isfinite(block[0])
        known[rows, columns] = inside
        median, sigma = block[1][inside], block[2][inside]
        certain += int((median - half * sigma >= limit).sum())
        likely += int((median + half * sigma >= limit).sum())
        counts += np.bincount(block[0][inside].astype(int), minlength=counts.size)[: counts.size]
    cell_km2 = ground.surface.pixel_area / 1e6
    used = [row for row in outputs["TABLE"] if row["used"]]
    return {
        "intensity": outputs["SUHI_INTENSITY"],
        "low": outputs["SUHI_LOW"],
        "high": outputs["SUHI_HIGH"],
        "rural_pixels": outputs["RURAL_PIXELS"],
        "date_count": len(used),
        "dates": [row["date"] for row in used],
        "by_date": [{"date": row["date"], "kelvin": row["suhi_k"], "used": row["used"]} for row in outputs["TABLE"]],
        "reference": settings.get("reference") or "vegetated_border",
        "classes": _classes(),
        "built_up_km2": round(float(known.sum()) * cell_km2, 2),
        "built_up_share": _shares(counts),
        "hot_share_interval": [round(part / max(int(counts.sum()), 1), 4) for part in (certain, likely)],
        "source": ", ".join(sorted({origin(path) for path in settings["lst"]})),
    }


def zones_summary(path: Path, settings: Mapping[str, Any], run: Run) -> dict[str, Any]:
    """Residents by class of heat, the hottest zones with their interval, and the greenness of the zones.

    A resident lives in the class of the mean of the zone; the interval of a zone is its mean ± 1.64 of its mean sigma,
    because the error that neighbouring pixels share does not average out.
    """
    zones = read_vector(str(path), run)
    people = _numbers(zones, settings.get("population"))
    names = _names(zones, settings.get("zone_name"))
    summary: dict[str, Any] = {
        "count": len(zones),
        "area_km2": round(float(zones.area.sum()) / 1e6, 2),
        "residents": None if people is None else int(np.nansum(people)),
        "residents_by_class": None,
        "hot_residents_interval": None,
        "name_field": settings.get("zone_name"),
        "hottest": [],
        "vegetation_share": None,
        "population_field": settings.get("population"),
    }
    heat = _numbers(zones, "suhi_mean")
    if heat is not None:
        summary["hottest"] = _hottest(zones, names, heat, people)
        if people is not None:
            summary["residents_by_class"] = _residents(heat, people)
            summary["hot_residents_interval"] = _residents_interval(zones, heat, people)
    green = _numbers(zones, "ndvi_share_above")
    if green is not None:
        known = np.isfinite(green)
        area = zones.area.to_numpy()
        summary["vegetation_share"] = (
            round(float((green * area)[known].sum() / area[known].sum()), 4) if known.any() else None
        )
    return summary


def origin(path: str) -> str:
    """Whose data a file holds, with the credit they ask for; the file's name where it does not tell."""
    tags = describe(path).tags
    collection = tags.get("COLLECTION", "")
    title = table("diagnosis")["collections"]["titles"].get(collection, collection)
    told = [text for text in (tags.get("sensor") or title, tags.get("CREDIT")) if text]
    return ", ".join(told) or Path(path).name


def _hottest(
    zones: gpd.GeoDataFrame, names: list[str], heat: np.ndarray, people: np.ndarray | None
) -> list[dict[str, Any]]:
    rules = table("diagnosis")
    sigma = _numbers(zones, "sigma_mean")
    lived_in = np.isfinite(heat)
    if people is not None:
        lived_in &= np.nan_to_num(people) >= rules["zone_min_residents"]["value"]
    order = [int(i) for i in np.argsort(-np.where(lived_in, heat, -np.inf), kind="stable") if lived_in[i]]
    half = rules["interval_sigmas"]["value"] * (sigma if sigma is not None else np.full(heat.shape, np.nan))
    return [
        {
            "name": names[i],
            "mean": round(float(heat[i]), 2),
            "low": round(float(heat[i] - half[i]), 2) if np.isfinite(half[i]) else None,
            "high": round(float(heat[i] + half[i]), 2) if np.isfinite(half[i]) else None,
            "residents": None if people is None else int(people[i]),
        }
        for i in order[: rules["worst_zones"]["value"]]
    ]


def _residents(heat: np.ndarray, people: np.ndarray) -> dict[str, Any]:
    limits = [row["from_kelvin"] for row in _classes() if row["from_kelvin"] is not None]
    counted = np.isfinite(heat) & np.isfinite(people)
    grade = np.digitize(heat[counted], limits)
    totals = np.bincount(grade, weights=people[counted], minlength=len(limits) + 1)
    return {str(value): round(float(total)) for value, total in enumerate(totals)}


def _residents_interval(zones: gpd.GeoDataFrame, heat: np.ndarray, people: np.ndarray) -> list[int]:
    """Residents of the zones that are hot at the lower, and at the upper, end of their intervals."""
    sigma = _numbers(zones, "sigma_mean")
    half = table("diagnosis")["interval_sigmas"]["value"] * (0.0 if sigma is None else sigma)
    return [int(np.nansum(people[heat + sign * half >= _hot_limit()])) for sign in (-1, 1)]


def _hot_limit() -> float:
    """From here a heat island is moderate or strong [K]."""
    return float(next(row["from_kelvin"] for row in _classes() if row["key"] == "moderate"))


def _classes() -> list[dict[str, Any]]:
    return [
        {"value": row["value"], "key": row["key"], "from_kelvin": row["from_kelvin"]}
        for row in table("heat_classes")["classes"]
    ]


def _shares(counts: np.ndarray) -> dict[str, float]:
    total = max(int(counts.sum()), 1)
    return {str(value): round(float(count) / total, 4) for value, count in enumerate(counts)}


def _numbers(zones: gpd.GeoDataFrame, column: str | None) -> np.ndarray | None:
    if not column or column not in zones.columns:
        return None
    return zones[column].to_numpy(dtype=float, na_value=np.nan)


def _names(zones: gpd.GeoDataFrame, column: str | None) -> list[str]:
    if column and column in zones.columns:
        return [str(name) for name in zones[column]]
    return [str(number) for number in range(1, len(zones) + 1)]
