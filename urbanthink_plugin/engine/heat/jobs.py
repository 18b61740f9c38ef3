"""The jobs of the heat domain: they read their inputs, call the science and write the outputs."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import xarray as xr

from ..about import table
from ..dates import parse_period
from ..errors import UrbanThinkError
from ..raster import CLASSES, FLOAT32, describe, map_blocks, open_raster, require_metric, write_raster
from ..run import Run
from .dates import SEASONS, in_season

REFERENCES = ("vegetated_border", "equal_ring", "land_cover", "zones")
BANDS = ("suhi_median", "suhi_p90", "persistence", "observations", "sigma")
BAND_UNITS = ("K", "K", "1", "count", "K")
CLASS_BANDS = ("surface_heat_island_class", "borderline")
ABOUT = "Difference of land surface temperature (skin of the city, seen by satellite); not an air temperature"
ABOUT_BRIGHTNESS = "Difference of brightness temperature above the atmosphere, corrected neither for air nor emissivity"


def heat_island(
    run: Run,
    *,
    input: Any,
    output: str,
    output_class: str | None = None,
    unit: str = "auto",
    urban: Any = None,
    land_cover: str | None = None,
    urban_classes: Any = None,
    vegetation_classes: Any = None,
    water_classes: Any = None,
    elevation: str | None = None,
    reference: str = "vegetated_border",
    rural_zones: Any = None,
    min_dates: int = 3,
    season: str = "summer",
    start: str | None = None,
    end: str | None = None,
) -> dict[str, Any]:
    """Map the surface heat island of the day from several dates of surface temperature.

    On each date the anomaly is taken against the median of the reference; only then are the dates composited.

    Parameters
    ----------
    input : path or list of path
        One time stack, or one raster per date [K, °C or Landsat Collection 2 numbers].
    output, output_class : path
        The composite (bands `BANDS`), and its classes 0 cool island … 4 strong with a second band "borderline".
    urban, land_cover, elevation
        Polygons or raster; class raster; raster [m]. Each may have a grid of its own.
    reference : {"vegetated_border", "equal_ring", "land_cover", "zones"}
    min_dates : int
        Fewest dates, in all and per pixel.

    Returns
    -------
    dict
        OUTPUT, OUTPUT_CLASS, SUHI_INTENSITY, SUHI_LOW, SUHI_HIGH [K], RURAL_PIXELS, DATES, and TABLE, one row per date.
    """
    _check_choices(reference, rural_zones, season, min_dates)
    # Compiled code is loaded only once the parameters are known to make sense.
    from .inputs import read_ground
    from .measure import measure
    from .report import rows_of, tell, usable_days

    stack, days = _open_dates(run, input, unit, parse_period(start, end), min_dates)
    cover = {"urban": urban, "land_cover": land_cover, "elevation": elevation, "urban_classes": urban_classes}
    cover |= {"vegetation_classes": vegetation_classes, "water_classes": water_classes}
    ground = read_ground(run.part(0.02, 0.12), stack.odc.geobox, **cover)
    city, references = _references(run, ground.surface, stack.odc.geobox, reference, rural_zones)
    _tell_reference(run, ground, references[reference])
    measured = measure(run.part(0.15, 0.45), stack, ground, city, references)
    rows = rows_of(days, _in_season(stack, days, season), measured, ground, city, references, reference)
    used = usable_days(run, rows, season, min_dates)
    figures = tell(run, rows, used, reference)
    composite = _composite(stack, used, measured.references[reference], ground.surface.pixel_area, min_dates)
    about = ABOUT_BRIGHTNESS if _brightness_files(days) else ABOUT
    tags = {"ABOUT": about, **_tags(reference, season, [rows[i]["date"] for i in used], figures)}
    files = [path for value in (input, land_cover, elevation, urban, rural_zones) for path in _paths(value)]
    return {
        **_write(run.part(0.45, 1.0), composite, output, output_class, tags, files),
        **{key: round(value, 3) for key, value in figures.items()},
        "RURAL_PIXELS": int(np.count_nonzero(references[reference].mask)),
        "DATES": len(used),
        "TABLE": rows,
    }


def _check_choices(reference: str, rural_zones: Any, season: str, min_dates: int) -> None:
    if reference not in REFERENCES:
        raise UrbanThinkError(
            "There is no reference called {reference}.",
            "Choose one of {known}.",
            reference=reference,
            known=", ".join(REFERENCES),
        )
    if reference == "zones" and not rural_zones:
        raise UrbanThinkError("The reference 'zones' needs polygons.", "Give them as RURAL_ZONES.")
    if season not in SEASONS:
        raise UrbanThinkError(
            "There is no season called {season}.", "Choose one of {known}.", season=season, known=", ".join(SEASONS)
        )
    if min_dates < 1:
        raise UrbanThinkError(
            "MIN_DATES is {count}.", "Give 1 or more; 3 is the least that means anything.", count=min_dates
        )


def _open_dates(
    run: Run, inputs: Any, unit: str, period: tuple[date | None, date | None], min_dates: int
) -> tuple[xr.DataArray, list[Any]]:
    from .inputs import find_days, temperature_stack

    days = find_days(run, inputs, *period)
    if len(days) < min_dates:
        raise UrbanThinkError(
            "There are {count} dates; a composite needs at least {wanted}.",
            "Add dates of clear summer days, or lower MIN_DATES and read the result with care.",
            count=len(days),
            wanted=min_dates,
        )
    for path in _brightness_files(days):
        run.log(
            "warning",
            "{name} holds brightness temperatures, as seen above the atmosphere, not surface temperatures: town and "
            "country differ in emissivity too, so take the heat island as an indication only.",
            name=os.path.basename(path),
        )
    run.progress(0.01, "Reading the dates")
    stack, days = temperature_stack(run, days, unit)
    require_metric(stack.odc.geobox, "The temperature raster")
    return stack, days


def _brightness_files(days: Sequence[Any]) -> list[str]:
    """Files whose tag QUANTITY says that their temperatures are not those of the ground."""
    paths = sorted({scene.path for day in days for scene in day.scenes})
    return [path for path in paths if describe(path).tags.get("QUANTITY") == "brightness_temperature"]


def _in_season(stack: xr.DataArray, days: Sequence[Any], season: str) -> list[bool]:
    southern = stack.odc.geobox.geographic_extent.centroid.coords[0][1] < 0
    return [day.day is None or in_season(day.day, season, southern) for day in days]


def _references(run: Run, surface: Any, geobox: Any, wanted: str, rural_zones: Any) -> tuple[Any, dict[str, Any]]:
    """The city, and its references: the wanted one first, then border and ring, which are always told side by side."""
    from . import reference as science
    from .inputs import read_mask

    city = science.find_city(surface.urban, surface.pixel, surface.coarse)
    if not city.is_large:
        run.log(
            "warning",
            "No urban area reaches {area} km²: all of them together are taken as the city.",
            area=table("heat_classes")["mask"]["city_min_km2"],
        )
    if surface.vegetation is None and wanted == "vegetated_border":
        run.log(
            "warning",
            "Nothing tells where vegetation is (LAND_COVER with VEGETATION_CLASSES): everything on the border that is "
            "neither urban nor water is taken, bare fields included, which hides part of the heat island in summer.",
        )
    found = {}
    if wanted == "land_cover":
        found[wanted] = science.open_country(surface, city, vegetation_only=surface.vegetation is not None)
    elif wanted == "zones":
        found[wanted] = science.chosen_zones(surface, city, read_mask(run, geobox, rural_zones))
    run.progress(0.13, "Looking for the reference")
    found["vegetated_border"] = science.vegetated_border(surface, city)
    run.check()
    found["equal_ring"] = science.equal_ring(surface, city)
    _require_pixels(run, surface, found[wanted])
    return city, found


def _require_pixels(run: Run, surface: Any, reference: Any) -> None:
    rules = table("heat_classes")["reference"]
    count = int(np.count_nonzero(reference.mask))
    if count < rules["min_pixels"]:
        raise UrbanThinkError(
            "The reference '{reference}' holds {count} pixels; at least {least} are needed.",
            "Use temperatures of a wider area around the city, another REFERENCE, or correct the urban, vegetation and "
            "water classes.",
            reference=reference.key,
            count=count,
            least=rules["min_pixels"],
        )
    if surface.native_pixels(count) < rules["min_measurements"]:
        run.log(
            "warning",
            "The reference '{reference}' is worth only {count} thermal measurements of {side} m: read it with care.",
            reference=reference.key,
            count=math.floor(surface.native_pixels(count)),
            side=f"{surface.coarse:g}",
        )


def _tell_reference(run: Run, ground: Any, reference: Any) -> None:
    count = int(np.count_nonzero(reference.mask))
    run.log(
        "info",
        "Reference '{reference}': {count} pixels, {area} ha.",
        reference=reference.key,
        count=count,
        area=f"{count * ground.surface.pixel_area / 1e4:.0f}",
    )
    if reference.width:
        run.log("info", "It reaches {width} m from the edge of the city.", width=f"{reference.width:g}")
    if len(ground.classes):
        shares = ground.shares[:, reference.mask].mean(axis=1) / 2.0
        mix = ", ".join(f"{code}: {share:.0f} %" for code, share in zip(ground.classes, shares, strict=True))
        run.log("info", "Land cover of the reference, by class: {mix}.", mix=mix)
    if ground.surface.elevation is None:
        return
    run.log(
        "info",
        "Mean elevation of the reference: {elevation} m.",
        elevation=f"{float(np.mean(ground.surface.elevation[reference.mask])):.0f}",
    )
    if reference.lapse:
        run.log(
            "warning",
            "Too little of the reference lies at the elevation of the city: its temperatures are corrected for it.",
        )
    elif math.isfinite(reference.tolerance):
        run.log(
            "info",
            "Only ground within {tolerance} m of the elevation of the city is compared.",
            tolerance=f"{reference.tolerance:g}",
        )


def _composite(
    stack: xr.DataArray, used: Sequence[int], rural: Sequence[Any], pixel_area: float, min_dates: int
) -> xr.DataArray:
    from .suhi import anomaly_variance

    rules = table("heat_classes")
    return map_blocks(
        _composite_block,
        stack.isel(band=list(used)),
        bands=BANDS,
        rural=np.array([rural[i].median for i in used]),
        variance=np.array([anomaly_variance(rural[i], pixel_area) for i in used]),
        min_dates=int(min_dates),
        warm_kelvin=float(rules["persistence"]["threshold_kelvin"]),
        floor_kelvin=float(rules["uncertainty"]["floor_kelvin"]),
    )


def _composite_block(block: np.ndarray, **options: Any) -> np.ndarray:
    from .kernels import composite

    result = np.asarray(composite(np.ascontiguousarray(block), **options))
    # Below a millikelvin there is nothing but noise: without it the file is a third smaller.
    result[:2] = np.rint(result[:2] * 1024) / np.float32(1024)
    return result


def _write(
    run: Run,
    composite: xr.DataArray,
    output: str,
    output_class: str | None,
    tags: Mapping[str, object],
    inputs: Sequence[str],
) -> dict[str, str]:
    from .suhi import classify

    share = 0.8 if output_class else 1.0
    made = write_raster(
        composite,
        output,
        run.part(0.0, share),
        encoding=FLOAT32,
        units=BAND_UNITS,
        tags={"TITLE": "Surface urban heat island of the day", **tags},
        provenance_inputs=inputs,
        text="Compositing the dates",
    )
    if not output_class:
        return {"OUTPUT": str(output)}
    colours = {row["value"]: _rgb(row["colour"]) for row in table("heat_classes")["classes"]}
    write_raster(
        map_blocks(classify, open_raster(made), bands=CLASS_BANDS),
        output_class,
        run.part(share, 1.0),
        encoding=CLASSES,
        units="",
        tags={"TITLE": "Classes of the surface urban heat island of the day", **tags},
        colormap=colours,
        provenance_inputs=inputs,
        text="Classifying",
    )
    return {"OUTPUT": str(output), "OUTPUT_CLASS": str(output_class)}


def _tags(reference: str, season: str, dates: Sequence[str], figures: Mapping[str, float]) -> dict[str, object]:
    rules = table("heat_classes")
    limits = {f"CLASS_{row['value']}": f"{row['name']}, from {row['from_kelvin']} K" for row in rules["classes"][1:]}
    return {
        "CLASS_0": f"{rules['classes'][0]['name']}, below {rules['classes'][1]['from_kelvin']} K",
        **limits,
        "PERSISTENCE": f"share of valid dates from {rules['persistence']['threshold_kelvin']} K",
        "STRONG_NEEDS": f"persistence {rules['persistence']['strong_min_share']} and "
        f"{rules['persistence']['strong_min_dates']} dates",
        "THRESHOLDS_SOURCE": "resources/data/heat_classes.json",
        "REFERENCE": reference,
        "SEASON": season,
        "DATES": " ".join(dates),
        "SURFACE_HEAT_ISLAND_K": " ".join(f"{key.removeprefix('SUHI_')}={value:.2f}" for key, value in figures.items()),
    }


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _paths(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        value = value.get("path")
    return [str(item) for item in (value if isinstance(value, list | tuple) else [value]) if item]
