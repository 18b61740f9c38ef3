"""The job on open ground: rows of modules on land, canopies over car parks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from affine import Affine
from rasterio.features import geometry_mask

from ..about import table
from ..errors import UrbanThinkError
from ..language import in_language
from ..run import Run
from ..vector import read_vector, write_vector
from .horizon import Core
from .inputs import Site, Window, open_site
from .irradiation import fill_gaps
from .layout_jobs import path_of
from .light import horn
from .maps import Light, Scene, scene, tile_views
from .panels.ground import KINDS, GroundLayout, open_ground, unsuitable_cells
from .panels.production import Plant
from .panels.rooftop import Sky, module_yields
from .panels.rules import Module, read_module, rules
from .panels.suitability import PlaneFacts, plane_suitability
from .panels.uncertainty import yield_uncertainty
from .plane_light import receivers
from .roof_jobs import MONTH_COLUMNS, protected_area, sky_of, told_obligations

#: Heights above ground are above the lowest this far round [m].
GROUND_ROUND = 12.0


@dataclass(frozen=True)
class _Land:
    """One polygon at work."""

    shape: Any
    kind: str
    window: Window
    heights: np.ndarray
    transform: Affine


def open_ground_solar(
    run: Run,
    *,
    dsm: str,
    ground: Any,
    output: str,
    kind: str | None = None,
    weather: str | None = None,
    module: str | None = None,
    protected: Any = None,
    canopy: str | None = None,
    terrain: str | None = None,
    min_irradiation: float = 900.0,
    azimuths: int = 36,
    max_distance: float = 500.0,
) -> dict[str, Any]:
    """What land and car parks can carry and yield, what the law may ask, and why.

    Returns
    -------
    dict
        OUTPUT, KWP and KWH_YEAR.
    """
    run.progress(0.0, "Reading polygons and heights")
    site = open_site(run, dsm)
    frame = read_vector(ground, run, target_crs=site.crs, name="GROUND")
    kinds = _kinds(frame, kind)
    chosen = read_module(module)
    light = Light(weather, azimuths, max_distance, 0.2, False)
    place = scene(run, site, Core(0, 0, *site.geobox.shape), light, (canopy, None, None), terrain)
    best = sky_of(place, None).best_light()
    shield = protected_area(run, protected, site)
    rows: list[dict[str, Any]] = []
    for number, (shape, of_kind) in enumerate(zip(frame.geometry, kinds, strict=True)):
        part = run.part(0.05 + 0.9 * number / len(frame), 0.05 + 0.9 * (number + 1) / len(frame))
        part.progress(0.0, "Polygon {number} of {count}", number=number + 1, count=len(frame))
        rows.append(_row(part, place, shape, of_kind, chosen, shield, best, min_irradiation))
    if all(row["reason_key"] == "no_data" for row in rows):
        raise UrbanThinkError(
            "No polygon lies on the surface model.",
            "Check that both layers cover the same place and that their coordinate reference systems are right.",
        )
    columns = pd.DataFrame(rows)
    kept = frame.drop(columns=[name for name in columns.columns if name in frame.columns])
    result = gpd.GeoDataFrame(pd.concat([kept, columns], axis=1), geometry=frame.geometry.name, crs=frame.crs)
    write_vector(
        result,
        output,
        run,
        provenance_inputs=[path for path in (dsm, weather, path_of(ground)) if path],
    )
    kwp, kwh = float(columns["kwp"].sum()), float(columns["kwh_year"].sum())
    run.log("info", "{kwp} kWp, {mwh} MWh a year.", kwp=round(kwp), mwh=round(kwh / 1000))
    return {"OUTPUT": output, "KWP": round(kwp, 1), "KWH_YEAR": round(kwh)}


def _kinds(frame: gpd.GeoDataFrame, field: str | None) -> list[str]:
    if not field:
        return ["ground"] * len(frame)
    if field not in frame.columns:
        raise UrbanThinkError(
            "GROUND has no column {column}.", "Choose the column that says ground or parking.", column=field
        )
    found = [str(value).strip().lower() for value in frame[field]]
    strange = sorted({value for value in found if value not in KINDS})
    if strange:
        raise UrbanThinkError(
            "The column {column} says {found}; it may say ground or parking.",
            "Correct it, or leave KIND empty to take everything as ground.",
            column=field,
            found=", ".join(strange[:5]),
        )
    return found


def _row(
    run: Run, place: Scene, shape: Any, kind: str, module: Module, shield: Any, best: float, threshold: float
) -> dict[str, Any]:
    """The columns of one polygon."""
    site = place.site
    land = _read(site, place.halo, shape, kind)
    empty = {
        "kind": kind,
        "area_m2": round(shape.area, 1),
        "usable_m2": 0.0,
        "slope_deg": None,
        "modules": 0,
        "kwp": 0.0,
    }
    if land is None:
        facts = PlaneFacts(np.nan, np.nan, 0.0, 0.0, 0, shape.area, 0.0, np.nan, np.nan, "no_data")
        return empty | _judged(facts, best, np.zeros(12), 1.0, kind, shape.area)
    known, filled = fill_gaps(land.heights)
    cells, slope, level = _cells(land, filled, site)
    rule = rules(kind)
    # The modules look from their own height above the ground, whatever stands there now.
    eye = np.zeros(filled.shape, np.float32)
    eye[tuple(cells.T)] = level + rule["receiver_height_m"] - filled[tuple(cells.T)]
    views = tile_views(place, land.window, filled, eye)
    corner = (land.window.core.row, land.window.core.column)
    sky = sky_of(place, place.far(land.window, filled))
    flat = receivers([cells], [0.0], [0.0], corner)
    light = sky.see(views, flat).light
    if known is not None:
        light[~known[tuple(cells.T)]] = np.nan
    layout = _layout(site, land, module, shield, cells, slope, filled, level, light, threshold)
    facts, months, doubt = _facts(run, place, layout, land, views, cells, sky, slope, corner, module)
    columns = {"usable_m2": round(layout.layout.usable.usable_m2, 1), "slope_deg": round(float(np.median(slope)), 1)}
    columns |= {"modules": layout.layout.count, "kwp": round(layout.layout.kwp, 3)}
    return empty | columns | _judged(facts, best, months, doubt, kind, shape.area)


def _read(site: Site, halo: int, shape: Any, kind: str) -> _Land | None:
    """Heights round a polygon; None where there are none."""
    # What lies beyond the surface model is not known, and nothing is put there.
    box = site.geobox.boundingbox
    shape = shapely.intersection(shape, shapely.box(box.left, box.bottom, box.right, box.top))
    if shape.is_empty or not shape.area:
        return None
    left, bottom, right, top = shape.bounds
    (c0, r0), (c1, r1) = ~site.geobox.transform * (left, top), ~site.geobox.transform * (right, bottom)
    height, width = site.geobox.shape
    row, column = max(int(r0) - 1, 0), max(int(c0) - 1, 0)
    core = Core(row, column, min(int(r1) + 2, height) - row, min(int(c1) + 2, width) - column)
    if core.height < 1 or core.width < 1:
        return None
    window = site.window(core, halo)
    transform = site.geobox.transform * Affine.translation(window.columns.start, window.rows.start)
    heights = site.read(window)
    inside = window.core
    if not np.isfinite(
        heights[inside.row : inside.row + inside.height, inside.column : inside.column + inside.width]
    ).any():
        return None
    return _Land(shape, kind, window, heights, transform)


def _cells(land: _Land, filled: np.ndarray, site: Site) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cells of the polygon (rows, columns), slope of the ground there [°] and its height [m]."""
    from scipy.ndimage import gaussian_filter, minimum_filter

    core = land.window.core
    pad = min(round(GROUND_ROUND / site.pixel), core.row, core.column)
    rows = slice(core.row - pad, core.row + core.height + pad)
    columns = slice(core.column - pad, core.column + core.width + pad)
    part = filled[rows, columns]
    size = max(3, round(GROUND_ROUND / site.pixel))
    # Trees and cars stand on the ground: the lowest height round about, evened out, is the ground.
    ground = gaussian_filter(minimum_filter(part, size=size), size / 2)
    east, north = horn(ground.astype(np.float32), np.float32(site.pixel), 0, 0, *ground.shape)
    transform = land.transform * Affine.translation(columns.start, rows.start)
    mask = geometry_mask([land.shape], part.shape, transform, invert=True, all_touched=False)
    if not mask.any():
        mask = geometry_mask([land.shape], part.shape, transform, invert=True, all_touched=True)
    found = np.argwhere(mask)
    slope = np.rad2deg(np.arctan(np.hypot(east, north)))[mask]
    return found + np.array([rows.start, columns.start]), slope, ground[mask]


def _layout(
    site: Site,
    land: _Land,
    module: Module,
    shield: Any,
    cells: np.ndarray,
    slope: np.ndarray,
    filled: np.ndarray,
    level: np.ndarray,
    light: np.ndarray,
    threshold: float,
) -> GroundLayout:
    from .panels.usable import low_cells

    first = cells.min(axis=0)
    shape = tuple(cells.max(axis=0) - first + 1)
    at = tuple((cells - first).T)
    steepness, above = np.full(shape, np.nan), np.full(shape, np.nan)
    steepness[at], above[at] = slope, filled[tuple(cells.T)] - level
    transform = land.transform * Affine.translation(first[1], first[0])
    excluded = unsuitable_cells(land.kind, transform, slope_deg=steepness, height_m=above)
    return open_ground(
        land.shape,
        land.kind,
        module,
        latitude=site.latitude,
        convergence_deg=site.convergence_deg,
        protected=shield,
        shaded=low_cells(cells, light, land.transform, threshold),
        steep=excluded["steep"],
        high=excluded["high"],
    )


def _facts(
    run: Run,
    place: Scene,
    layout: GroundLayout,
    land: _Land,
    views: Sequence[Any],
    cells: np.ndarray,
    sky: Sky,
    slope: np.ndarray,
    corner: tuple[int, int],
    module: Module,
) -> tuple[PlaneFacts, np.ndarray, float]:
    """What the modules on a polygon get and yield, by month, and the factor of the 90 % yield."""
    site, weather, laid = place.site, place.weather, layout.layout
    plant = Plant(gamma_pdc=module.gamma_pdc)
    month_kwh, light, shading = module_yields(
        [cells], [laid], land.transform, views, corner, sky, plant, ["open_rack"], run.check
    )
    fits = laid.count > 0
    facts = PlaneFacts(
        irradiation=float(light[0]) if fits else np.nan,
        shading_loss=max(float(shading[0]), 0.0),
        kwp=laid.kwp,
        kwh_year=float(month_kwh[0].sum()),
        modules=laid.count,
        area_m2=layout.area_m2,
        usable_m2=laid.usable.usable_m2,
        slope_deg=laid.tilt_deg if fits else float(np.median(slope)),
        azimuth_deg=float(laid.azimuth_deg[0]) if fits else np.nan,
        exclusion=laid.reason,
    )
    doubt = yield_uncertainty(
        weather.kind,
        weather.yearly_spread,
        pixel_m=site.pixel,
        area_m2=max(layout.area_m2, 1.0),
        height_noise_m=table("solar_defaults")["height_noise_m"]["value"],
        shading_loss=facts.shading_loss,
    )
    return facts, month_kwh[0], float(doubt.factor(0.9))


def _judged(
    facts: PlaneFacts, best: float, months: np.ndarray, p90: float, kind: str, area_m2: float
) -> dict[str, Any]:
    verdict = plane_suitability(facts, best)
    yields = facts.kwh_year / facts.kwp if facts.kwp else np.nan
    return {
        "kwh_year": round(facts.kwh_year),
        "kwh_p90": round(facts.kwh_year * p90),
        "kwh_per_kwp": round(yields) if np.isfinite(yields) else None,
        "irradiation": round(facts.irradiation) if np.isfinite(facts.irradiation) else None,
        "obligation": told_obligations("parking", area_m2) if kind == "parking" else "",
        "suitability": verdict.level,
        "reason": verdict.reason.said(in_language),
        "reason_key": verdict.reason.key,
        **dict(zip(MONTH_COLUMNS, np.round(months, 1), strict=True)),
    }
