"""The diagnosis of a town: indices, heat island, their statistics by zone, and the sun; one chain into one folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..about import table, version
from ..errors import UrbanThinkError
from ..provenance import extent_text
from ..run import Run
from ..vector import DRIVERS, source_parts
from .fetching import extent_from_text, fetch_missing, may_fetch
from .solar import may_see_sun, run_solar, solar_summary

LAYERS = {
    "ndvi": "layers/ndvi.tif",
    "suhi": "layers/suhi.tif",
    "suhi_class": "layers/suhi_class.tif",
    "zones": "layers/zones.gpkg",
}
ALGORITHM = "urbanthink:city_diagnosis"

_HEAT_OPTIONS = (
    "unit",
    "urban",
    "land_cover",
    "urban_classes",
    "vegetation_classes",
    "water_classes",
    "elevation",
    "reference",
    "rural_zones",
    "season",
    "min_dates",
)
_VECTORS = ("rural_zones", "zones", "buildings", "protected", "ground")
_PATHS = ("reflectance", "lst", "land_cover", "urban", "elevation", "dsm", "weather", "canopy", *_VECTORS)
#: Output: theme of the summary and its key.
_NUMBERS = {
    "SUHI_INTENSITY": ("heat", "intensity"),
    "SUHI_LOW": ("heat", "low"),
    "SUHI_HIGH": ("heat", "high"),
    "RURAL_PIXELS": ("heat", "rural_pixels"),
    "DATES": ("heat", "date_count"),
    "SOLAR_KWP": ("solar", "kwp"),
    "SOLAR_KWH_YEAR": ("solar", "kwh_year"),
}


def city_diagnosis(
    run: Run,
    *,
    output_folder: str,
    recipe: str | None = None,
    title: str | None = None,
    reflectance: str | None = None,
    bands: str | None = None,
    lst: list[str] | str | None = None,
    unit: str | None = None,
    land_cover: str | None = None,
    urban_classes: str | None = None,
    vegetation_classes: str | None = None,
    water_classes: str | None = None,
    urban: dict[str, Any] | None = None,
    elevation: str | None = None,
    reference: str | None = None,
    rural_zones: dict[str, Any] | None = None,
    season: str | None = None,
    min_dates: int | None = None,
    zones: dict[str, Any] | None = None,
    zone_name: str | None = None,
    population: str | None = None,
    dsm: str | None = None,
    buildings: dict[str, Any] | None = None,
    building_id: str | None = None,
    weather: str | None = None,
    canopy: str | None = None,
    protected: dict[str, Any] | None = None,
    ground: dict[str, Any] | None = None,
    kind: str | None = None,
    module: str | None = None,
    area: dict[str, Any] | None = None,
    start: str | None = None,
    end: str | None = None,
    max_cloud: float | None = None,
    source: str | None = None,
    catalog_url: str | None = None,
) -> dict[str, Any]:
    """Chain spectral indices, the surface heat island, statistics by zone and the solar potential into a folder.

    Steps whose input is missing are left out, and said; images are fetched where an area and a period are given.

    Parameters
    ----------
    run : Run
    output_folder : path
    recipe : path, optional
        JSON with ``parameters`` under their QGIS names; they fill what is not given here. Paths are relative to it.
    title : str, optional
        Of the report.
    reflectance, bands
        As for ``spectral_indices``.
    lst, unit, land_cover, urban_classes, vegetation_classes, water_classes, urban, elevation, reference, rural_zones, \
season, min_dates
        As for ``heat_island``.
    zones, zone_name, population
        Polygons, and the columns that hold their names and their residents.
    dsm, buildings, building_id, weather, canopy, protected, module
        As for ``rooftop_solar``.
    ground, kind
        As for ``open_ground_solar``.
    area, start, end, max_cloud, source, catalog_url
        As for ``fetch_sentinel2``: where to fetch what is not given.

    Returns
    -------
    dict
        ``OUTPUT_FOLDER``, ``RECIPE``, ``SUMMARY`` (the numbers of the report), ``SUHI_INTENSITY``, ``SOLAR_KWP`` …

    Raises
    ------
    UrbanThinkError
        If there is neither reflectance nor temperature, nor where to fetch them, nor a surface model with buildings, or
        the recipe cannot be used.
    """
    given = {name: value for name, value in locals().items() if name not in ("run", "output_folder", "recipe")}
    return _diagnose(run, Path(os.path.abspath(output_folder)), complete(given, recipe))


def _diagnose(run: Run, folder: Path, settings: dict[str, Any]) -> dict[str, Any]:
    images_given = settings.get("reflectance") or settings.get("lst")
    if not images_given and not may_fetch(settings) and not may_see_sun(settings):
        raise UrbanThinkError(
            "There is nothing to diagnose: neither REFLECTANCE nor LST nor a DSM with BUILDINGS is given.",
            "Choose a reflectance image, surface temperatures, an AREA with START and END to fetch them, a DSM with "
            "BUILDINGS or GROUND, or a RECIPE that names them.",
        )
    stage = run.stage(folder)
    (stage / "layers").mkdir(parents=True)
    images = fetch_missing(run.part(0.0, 0.5), stage, settings)
    settings = {**settings, **images["settings"]}
    summary = _chain(run.part(0.5 if images["settings"] else 0.0, 1.0), stage, settings)
    summary["layers"] |= images["layers"]
    summary["thrift"] = images["thrift"]
    _write_json(stage / "summary.json", summary)
    _write_json(stage / "recipe.json", _recipe(run, settings, folder))
    numbers = {name: (summary[theme] or {}).get(key) for name, (theme, key) in _NUMBERS.items()}
    return {
        "OUTPUT_FOLDER": str(folder),
        "RECIPE": str(folder / "recipe.json"),
        "SUMMARY": summary,
        **{name: value for name, value in numbers.items() if value is not None},
    }


def complete(given: Mapping[str, Any], recipe: str | None) -> dict[str, Any]:
    """The parameters that are set, completed by those of a recipe.

    Raises
    ------
    UrbanThinkError
        If the recipe cannot be read or names a parameter that does not exist.
    """
    settings = {name: value for name, value in given.items() if value not in (None, "", [])}
    if not recipe:
        return settings
    home = Path(os.path.abspath(recipe)).parent
    for name, value in _read_recipe(recipe).items():
        if name.lower() not in given:
            raise UrbanThinkError(
                "The recipe {recipe} has a parameter {name} that the diagnosis does not know.",
                "Remove it. Known are {known}.",
                recipe=recipe,
                name=name,
                known=", ".join(sorted(known.upper() for known in given)),
            )
        if value not in (None, "", []):
            settings.setdefault(name.lower(), _from_recipe(name.lower(), value, home))
    return settings


def _read_recipe(recipe: str) -> dict[str, Any]:
    try:
        content = json.loads(Path(recipe).read_text(encoding="utf-8"))
        parameters = content["parameters"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UrbanThinkError(
            "The recipe {recipe} cannot be used: {reason}.",
            'A recipe is a JSON file {{"parameters": {{"LST": ["temperature.tif"], …}}}}.',
            recipe=recipe,
            reason=f"{type(error).__name__} {error}",
        ) from error
    return dict(parameters)


def _from_recipe(name: str, value: Any, home: Path) -> Any:
    """A recipe's value as the engine takes it; relative paths start from the folder of the recipe."""
    if name == "area":
        return extent_from_text(str(value))
    if name not in _PATHS:
        return value
    if name == "lst":
        return [os.path.normpath(home / item) for item in ([value] if isinstance(value, str) else value)]
    if not isinstance(value, str):
        return value
    path, _, layer = value.partition("|layername=")
    absolute = os.path.normpath(home / path)
    is_vector = Path(path).suffix.lower() in DRIVERS
    if name == "urban":
        return {"kind": "vector" if is_vector else "raster", "path": absolute, "layer": layer or None}
    return {"path": absolute, "layer": layer or None} if name in _VECTORS else absolute


def _chain(run: Run, stage: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """Run the steps whose inputs are there; the numbers of the report."""
    layers: dict[str, str] = {}
    told = {}
    # The sun takes most of the time, where there are heights.
    shares = (0.0, 0.1, 0.35, 0.45) if may_see_sun(settings) else (0.0, 0.25, 0.8, 0.97)
    steps = {"vegetation": _vegetation, "heat": _heat, "zones": _zones, "solar": _solar}
    for (theme, step), start, end in zip(steps.items(), shares, (*shares[1:], 0.97), strict=True):
        told[theme] = step(run.part(start, end), stage, settings, layers)
    return {
        "title": settings.get("title") or Path(run.final_path(stage)).name,
        "version": version(),
        "made": datetime.now(UTC).date().isoformat(),
        "layers": layers,
        "skipped": [theme for theme, numbers in told.items() if numbers is None],
        **told,
    }


def _vegetation(run: Run, stage: Path, settings: dict[str, Any], layers: dict[str, str]) -> dict[str, Any] | None:
    from .summary import vegetation_summary

    if not settings.get("reflectance"):
        run.log("warning", "No REFLECTANCE is given: the vegetation is left out.")
        return None
    layers["ndvi"] = LAYERS["ndvi"]
    _run_indices(run, stage, settings)
    return vegetation_summary(stage / LAYERS["ndvi"], settings["reflectance"])


def _heat(run: Run, stage: Path, settings: dict[str, Any], layers: dict[str, str]) -> dict[str, Any] | None:
    from .summary import heat_summary

    if not settings.get("lst"):
        run.log("warning", "No LST is given: the heat island is left out.")
        return None
    layers |= {key: LAYERS[key] for key in ("suhi", "suhi_class")}
    outputs = _run_heat(run.part(0.0, 0.9), stage, settings)
    return heat_summary(stage / LAYERS["suhi"], stage / LAYERS["suhi_class"], outputs, settings, run.part(0.9, 1.0))


def _zones(run: Run, stage: Path, settings: dict[str, Any], layers: dict[str, str]) -> dict[str, Any] | None:
    from .summary import zones_summary

    if not settings.get("zones"):
        run.log("warning", "No ZONES are given: nothing is told by block.")
        return None
    if not layers:
        run.log("warning", "ZONES are given, but neither REFLECTANCE nor LST: nothing is told by block.")
        return None
    _run_zones(run, stage, settings, layers)
    layers["zones"] = LAYERS["zones"]
    return zones_summary(stage / LAYERS["zones"], settings, run)


def _solar(run: Run, stage: Path, settings: dict[str, Any], layers: dict[str, str]) -> dict[str, Any] | None:
    if not may_see_sun(settings):
        run.log("warning", "No DSM with BUILDINGS or GROUND is given: the sun is left out.")
        return None
    made = run_solar(run, stage, settings)
    layers |= made
    return solar_summary(stage, made, settings, run)


def _run_indices(run: Run, stage: Path, settings: dict[str, Any]) -> None:
    from ..vegetation.jobs import spectral_indices

    params = {
        "input": settings["reflectance"],
        "bands": settings.get("bands"),
        "indices": ["NDVI"],
        "output": str(stage / LAYERS["ndvi"]),
    }
    with run.child("vegetation.spectral_indices", params) as step:
        spectral_indices(step, **params)


def _run_heat(run: Run, stage: Path, settings: dict[str, Any]) -> dict[str, Any]:
    from ..heat.jobs import heat_island

    params = {name: settings[name] for name in _HEAT_OPTIONS if name in settings}
    params |= {
        "input": settings["lst"],
        "output": str(stage / LAYERS["suhi"]),
        "output_class": str(stage / LAYERS["suhi_class"]),
    }
    with run.child("heat.heat_island", params) as step:
        return heat_island(step, **params)


def _run_zones(run: Run, stage: Path, settings: dict[str, Any], layers: Mapping[str, str]) -> None:
    """One statistics step per raster, each adding its columns to the zones of the step before."""
    from .jobs import zone_statistics

    green = table("diagnosis")["vegetation_ndvi"]["value"]
    steps = [
        ("ndvi", "NDVI", "ndvi_", ["mean", "share_above"], green),
        ("suhi", "suhi_median", "suhi_", ["mean"], None),
        ("suhi", "sigma", "sigma_", ["mean"], None),
    ]
    steps = [step for step in steps if step[0] in layers]
    source, scratch = settings["zones"], stage / "scratch"
    for number, (layer, band, prefix, statistics, threshold) in enumerate(steps, 1):
        last = number == len(steps)
        target = stage / LAYERS["zones"] if last else scratch / f"zones_{number}.gpkg"
        params = {
            "zones": source,
            "raster": str(stage / LAYERS[layer]),
            "band": _BANDS[band],
            "prefix": prefix,
            "statistics": statistics,
            "threshold": threshold,
            "output": str(target),
        }
        with run.part((number - 1) / len(steps), number / len(steps)).child(
            "territory.zone_statistics", params
        ) as step:
            zone_statistics(step, **params)
        source = {"path": str(target), "layer": None}
    shutil.rmtree(scratch, ignore_errors=True)


_BANDS = {"NDVI": 1, "suhi_median": 1, "sigma": 5}


def _recipe(run: Run, settings: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What makes this diagnosis again; paths inside the folder are relative, so that it can be moved."""
    return {
        "algorithm": ALGORITHM,
        "version": version(),
        "parameters": {name.upper(): _to_recipe(run, name, value, folder) for name, value in settings.items()},
    }


def _to_recipe(run: Run, name: str, value: Any, folder: Path) -> Any:
    if name == "area":
        return extent_text(value)
    if name not in _PATHS:
        return value
    if isinstance(value, list):
        return [_to_recipe(run, name, item, folder) for item in value]
    path, layer = source_parts(value)
    absolute = run.final_path(path)
    shown = absolute.relative_to(folder) if folder in absolute.parents else absolute
    return f"{shown.as_posix()}|layername={layer}" if layer else shown.as_posix()


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
