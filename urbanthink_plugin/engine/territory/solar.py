"""Solar in the diagnosis: light on the surface model, roofs, car parks and land, and the numbers a report prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from ..about import table
from ..raster import describe
from ..run import Run
from ..vector import read_vector
from .summary import origin

LAYERS = {
    "irradiation": "layers/irradiation.tif",
    "roofs": "layers/roofs.gpkg",
    "buildings_solar": "layers/buildings_solar.gpkg",
    "ground_solar": "layers/ground_solar.gpkg",
}
#: Yearly consumption of a building, where the footprints have it [kWh].
CONSUMPTION = "consumption_kwh"
#: The roofs that a report names.
BEST_ROOFS = 3
#: The sentences on obligations that a report holds, for buildings and for car parks.
TOLD_OBLIGATIONS = 3
NOT_KNOWN = "no_data"

_LIGHT = ("weather", "canopy")
_ROOFS = (*_LIGHT, "building_id", "module", "protected")
_GROUND = (*_LIGHT, "kind", "module", "protected")


def may_see_sun(settings: Mapping[str, Any]) -> bool:
    """Whether a diagnosis has heights, and something on them to tell about."""
    return bool(settings.get("dsm") and (settings.get("buildings") or settings.get("ground")))


def run_solar(run: Run, stage: Path, settings: Mapping[str, Any]) -> dict[str, str]:
    """The steps whose inputs are there.

    Parameters
    ----------
    run : Run
    stage : Path
        The folder of the diagnosis, as it is staged.
    settings : mapping
        The parameters of the diagnosis.

    Returns
    -------
    dict
        The layers that were made, relative to the folder.
    """
    made = ["irradiation"]
    _irradiation(run.part(0.0, 0.5), stage, settings)
    if settings.get("buildings"):
        made += ["roofs", "buildings_solar"]
        _rooftop(run.part(0.5, 0.9), stage, settings)
    else:
        run.log("warning", "No BUILDINGS are given: the sun on roofs is left out.")
    if settings.get("ground"):
        made.append("ground_solar")
        _open_ground(run.part(0.9, 1.0), stage, settings)
    else:
        run.log("info", "No GROUND is given: the sun on car parks and land is left out.")
    return {key: LAYERS[key] for key in made}


def solar_summary(stage: Path, layers: Mapping[str, str], settings: Mapping[str, Any], run: Run) -> dict[str, Any]:
    """Power and yield of the roofs and of open ground, their classes with the reasons, and what they rest on.

    Parameters
    ----------
    layers : mapping
        As `run_solar` returned them.
    """
    tags = describe(stage / layers["irradiation"]).tags
    module = settings.get("module") or table("pv_modules")["default"]
    summary: dict[str, Any] = {
        "weather": tags["weather"],
        "weather_source": tags["weather_source"],
        "weather_licence": tags["weather_licence"],
        "built_in_weather": not settings.get("weather"),
        "module": module,
        "module_wp": next(row["power_wp"] for row in table("pv_modules")["modules"] if row["key"] == module),
        "surface": origin(settings["dsm"]),
        "pixel_m": round(float(describe(settings["dsm"]).geobox.resolution.x), 3),
        "roofs": None,
        "ground": None,
    }
    if "buildings_solar" in layers:
        summary["roofs"] = _roofs(run, read_vector(str(stage / layers["buildings_solar"]), run), settings)
    if "ground_solar" in layers:
        summary["ground"] = _grounds(read_vector(str(stage / layers["ground_solar"]), run))
    parts = [part for part in (summary["roofs"], summary["ground"]) if part]
    return summary | {key: round(sum(part[key] for part in parts), 1) for key in ("kwp", "kwh_year", "kwh_p90")}


def _irradiation(run: Run, stage: Path, settings: Mapping[str, Any]) -> None:
    from ..solar.jobs import solar_irradiation

    params = _chosen(settings, (*_LIGHT, "buildings"))
    params |= {"dsm": settings["dsm"], "output": str(stage / LAYERS["irradiation"]), "months": True}
    with run.child("solar.solar_irradiation", params) as step:
        solar_irradiation(step, **params)


def _rooftop(run: Run, stage: Path, settings: Mapping[str, Any]) -> None:
    from ..solar import jobs

    params = _chosen(settings, _ROOFS)
    params |= {
        "dsm": settings["dsm"],
        "buildings": settings["buildings"],
        "output": str(stage / LAYERS["roofs"]),
        "output_buildings": str(stage / LAYERS["buildings_solar"]),
    }
    with run.child("solar.rooftop_solar", params) as step:
        jobs.rooftop_solar(step, **params)


def _open_ground(run: Run, stage: Path, settings: Mapping[str, Any]) -> None:
    from ..solar import jobs

    params = _chosen(settings, _GROUND)
    params |= {"dsm": settings["dsm"], "ground": settings["ground"], "output": str(stage / LAYERS["ground_solar"])}
    with run.child("solar.open_ground_solar", params) as step:
        jobs.open_ground_solar(step, **params)


def _chosen(settings: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    chosen = {name: settings[name] for name in names if settings.get(name) is not None}
    # The terrain of the heat island is that of the far hills.
    return chosen | ({"terrain": settings["elevation"]} if settings.get("elevation") else {})


def _roofs(run: Run, buildings: gpd.GeoDataFrame, settings: Mapping[str, Any]) -> dict[str, Any]:
    # What was repaired in the footprints was told by the job.
    footprints = read_vector(settings["buildings"], Run("territory.city_diagnosis"), target_crs=buildings.crs)
    known = buildings[buildings["reason_key"] != NOT_KNOWN]
    suitable = known[known["suitability"] != "unsuitable"]
    best = suitable.sort_values("kwh_year", ascending=False, kind="stable").head(BEST_ROOFS)
    return {
        **_totals(buildings),
        "buildings": len(known),
        "not_known": len(footprints) - len(known),
        "suitable": len(suitable),
        "planes": int(known["planes"].sum()),
        "classes": _classes(known),
        "best": [
            {"name": str(row.building_id), "kwp": round(row.kwp, 1), "kwh_year": int(row.kwh_year)}
            for row in best.itertuples()
        ],
        **_obligations(known),
        "consumption": _consumption(run, known, footprints, settings.get("building_id")),
    }


def _grounds(grounds: gpd.GeoDataFrame) -> dict[str, Any]:
    known = grounds[grounds["reason_key"] != NOT_KNOWN]
    kinds = []
    for kind, group in known.groupby("kind", sort=True):
        fits = group[group["suitability"] != "unsuitable"]
        area = round(float(group["area_m2"].sum()))
        kinds.append({"kind": str(kind), "count": len(group), "suitable": len(fits), "area_m2": area, **_totals(group)})
    return {
        **_totals(grounds),
        "places": len(known),
        "not_known": len(grounds) - len(known),
        "kinds": kinds,
        **_obligations(known),
    }


def _totals(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    return {
        "kwp": round(float(frame["kwp"].sum()), 1),
        "kwh_year": int(frame["kwh_year"].sum()),
        "kwh_p90": int(frame["kwh_p90"].sum()),
    }


def _classes(known: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Each class, the best first, with its buildings, their power and yield, and their reasons by frequency."""
    rows = []
    for row in table("pv_suitability")["classes"]:
        group = known[known["suitability"] == row["key"]]
        reasons = Counter(group["reason_key"]).most_common()
        rows.append(
            {
                "key": row["key"],
                "count": len(group),
                **_totals(group),
                "reasons": [{"key": key, "count": count} for key, count in reasons],
            }
        )
    return rows


def _obligations(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """The sentences of the layer that concern most places, each with how many, and how many places have others.

    Sentences with areas are as many as car parks: those of the largest are told.
    """
    largest = frame.iloc[np.argsort(-frame.geometry.area.to_numpy(), kind="stable")]
    found = Counter(text for text in largest["obligation"].fillna("") if text)
    told = found.most_common(TOLD_OBLIGATIONS)
    return {
        "obligations": [{"text": text, "count": count} for text, count in told],
        "obligations_more": found.total() - sum(count for _, count in told),
    }


def _consumption(
    run: Run, known: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame, field: str | None
) -> dict[str, Any] | None:
    """Yield and consumption of the buildings whose consumption is known; None where the footprints do not tell it."""
    if CONSUMPTION not in footprints.columns:
        return None
    names = footprints[field] if field else np.arange(1, len(footprints) + 1)
    use = pd.Series(footprints[CONSUMPTION].to_numpy(dtype=float, na_value=np.nan), index=np.asarray(names))
    if not use.index.is_unique:
        run.log("warning", "Several buildings have the same name: their yield is not compared with their consumption.")
        return None
    told = use.reindex(known["building_id"]).to_numpy()
    counted = np.isfinite(told) & (told > 0)
    if not counted.any():
        return None
    total, made = float(told[counted].sum()), float(known["kwh_year"].to_numpy()[counted].sum())
    return {
        "buildings": int(counted.sum()),
        "kwh_year": round(total),
        "yield_kwh": round(made),
        "share": round(made / total, 4),
    }
