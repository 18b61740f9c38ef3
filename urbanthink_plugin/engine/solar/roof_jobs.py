"""The jobs on roofs: planes, solar potential, and modules on given planes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..about import table
from ..errors import UrbanThinkError, translatable
from ..language import in_language
from ..run import Run
from ..vector import read_vector, write_vector
from .horizon import Core
from .inputs import Site, open_site, site_of_points
from .irradiation import fill_gaps
from .layout_jobs import module_table, path_of
from .maps import Light, Scene, scene, tile_views
from .panels.layout import power_without_surface
from .panels.obligations import obligations
from .panels.production import Plant
from .panels.rooftop import Options, PlaneResult, Sky, equip_planes
from .panels.rules import Module, read_module
from .panels.suitability import PlaneFacts, Reason, building_suitability, plane_suitability
from .panels.uncertainty import yield_uncertainty
from .roofs.scan import RoofTile, plane_table, scan_roofs, shifted

LOSSES = {"pvgis": "system", "detailed": "explicit"}
#: Ground is looked for so far round a building [m].
AROUND = 5.0
FROM_FOOTPRINT = translatable(
    "Its footprint alone would suggest about {kwp} kWp ({ratio} m² of modules per m²); that is a rule of thumb and is "
    "not counted."
)
MONTH_COLUMNS = tuple(f"kwh_{month:02d}" for month in range(1, 13))


def roof_planes(
    run: Run,
    *,
    buildings: Any,
    output: str,
    dsm: str | None = None,
    points: str | None = None,
    building_id: str | None = None,
    min_area: float = 2.0,
    points_crs: str | None = None,
    register: bool = True,
    output_obstacles: str | None = None,
) -> dict[str, Any]:
    """Find the planes of roofs in a surface model or a point cloud.

    Returns
    -------
    dict
        OUTPUT, OUTPUT_OBSTACLES, PLANES and BUILDINGS_FOUND.
    """
    if not dsm and not points:
        raise UrbanThinkError("There are no heights.", "Give a surface model (DSM) or a point cloud (POINTS).")
    run.progress(0.0, "Reading buildings and heights")
    site = open_site(run, dsm) if dsm else site_of_points(run, str(points), points_crs)
    frame = read_vector(buildings, run, target_crs=site.crs, name="BUILDINGS")
    names = building_names(frame, building_id)
    tables, obstacles = [], []
    for tile in scan_roofs(
        run.part(0.05, 0.95),
        site,
        frame.geometry,
        min_area=min_area,
        register=register,
        points=points,
        points_crs=points_crs,
    ):
        tables.append(pd.DataFrame(plane_table(site, tile, names)))
        obstacles.append(_obstacle_table(tile, names))
    planes = _numbered(tables, site)
    if planes.empty:
        raise UrbanThinkError(
            "No roof plane was found on any building.", "Check that the surface model shows roofs in 0.5 to 1 m pixels."
        )
    inputs = [path for path in (dsm, points, path_of(buildings)) if path]
    write_vector(planes, output, run, provenance_inputs=inputs)
    result: dict[str, Any] = {"OUTPUT": output, "PLANES": len(planes)}
    result["BUILDINGS_FOUND"] = int(planes["building_id"].nunique())
    if output_obstacles:
        write_vector(
            _frame(obstacles, site, ("building_id", "height_m")), output_obstacles, run, provenance_inputs=inputs
        )
        result["OUTPUT_OBSTACLES"] = output_obstacles
    run.log(
        "info", "{planes} planes on {buildings} buildings.", planes=len(planes), buildings=result["BUILDINGS_FOUND"]
    )
    return result


def rooftop_solar(
    run: Run,
    *,
    dsm: str,
    buildings: Any,
    output: str,
    output_buildings: str,
    building_id: str | None = None,
    weather: str | None = None,
    module: str | None = None,
    setback: float = 0.5,
    min_irradiation: float = 900.0,
    points: str | None = None,
    protected: Any = None,
    canopy: str | None = None,
    terrain: str | None = None,
    losses: str = "pvgis",
    azimuths: int = 36,
    max_distance: float = 500.0,
    output_modules: str | None = None,
) -> dict[str, Any]:
    """What each roof can carry and yield, and why.

    Returns
    -------
    dict
        OUTPUT, OUTPUT_BUILDINGS, OUTPUT_MODULES, KWP, KWH_YEAR and BUILDINGS_SUITABLE.
    """
    if losses not in LOSSES:
        raise UrbanThinkError(
            "There are no losses called {losses}.", "Choose one of {known}.", losses=losses, known=", ".join(LOSSES)
        )
    run.progress(0.0, "Reading buildings and heights")
    site = open_site(run, dsm)
    frame = read_vector(buildings, run, target_crs=site.crs, name="BUILDINGS")
    names = building_names(frame, building_id)
    chosen = read_module(module)
    plant = Plant(gamma_pdc=chosen.gamma_pdc, losses=LOSSES[losses])  # type: ignore[arg-type]
    options = Options(chosen, plant, setback, min_irradiation, protected_area(run, protected, site))
    light = Light(weather, azimuths, max_distance, 0.2, False)
    place = scene(run, site, Core(0, 0, *site.geobox.shape), light, (canopy, None, None), terrain)
    best = sky_of(place, None).best_light()
    roofs = _Roofs(site, place, frame, names, best)
    for tile in scan_roofs(run.part(0.05, 0.95), site, frame.geometry, halo=max_distance, points=points):
        roofs.add(tile, options, run)
    return _write_roofs(run, roofs, output, output_buildings, output_modules, [dsm, weather, path_of(buildings)])


class _Roofs:
    """Collects what the tiles give."""

    def __init__(self, site: Site, place: Scene, frame: gpd.GeoDataFrame, names: list[Any], best: float) -> None:
        self.site, self.place, self.frame, self.names, self.best = site, place, frame, names, best
        self.planes: list[pd.DataFrame] = []
        self.modules: list[Any] = []
        self.buildings: dict[int, dict[str, Any]] = {}
        self.module: Any = None

    def add(self, tile: RoofTile, options: Options, run: Run) -> None:
        """Equip the roofs of a tile."""
        self.module = options.module
        _, filled = fill_gaps(tile.heights)
        views = tile_views(self.place, tile.window, filled)
        sky = sky_of(self.place, self.place.far(tile.window, filled))
        corner = (tile.window.core.row, tile.window.core.column)
        outlines = shifted(tile, self.frame.geometry)
        results = equip_planes(tile.scan, outlines, tile.transform, views, corner, sky, options, run.check)
        doubt = yield_uncertainty(
            self.place.weather.kind,
            self.place.weather.yearly_spread,
            pixel_m=self.site.pixel,
            area_m2=np.array([result.facts.area_m2 for result in results]),
            height_noise_m=table("solar_defaults")["height_noise_m"]["value"],
            shading_loss=np.nan_to_num(np.array([result.facts.shading_loss for result in results])),
        )
        p90 = np.broadcast_to(np.asarray(doubt.factor(0.9)), len(results))
        columns = plane_table(self.site, tile, self.names) | plane_columns(results, p90, self.best)
        self.planes.append(pd.DataFrame(columns))
        self.modules += [result.layout for result in results]
        self._add_buildings(tile, results, p90)

    def _add_buildings(self, tile: RoofTile, results: Sequence[PlaneResult], p90: np.ndarray) -> None:
        ground: dict[int, list[int]] = {}
        for index, plane in enumerate(tile.scan.planes):
            ground.setdefault(plane.building, []).append(index)
        for member, position in enumerate(tile.buildings):
            mine = ground.get(member, [])
            footprint = self.frame.geometry.iloc[position]
            facts = [results[index].facts for index in mine] or _unknown(tile, member, footprint.area)
            whole = building_suitability(facts, self.best)
            # As in the totals, what does not suit is not counted.
            suits = [i for i in mine if plane_suitability(results[i].facts, self.best).level != "unsuitable"]
            months = sum((results[index].month_kwh for index in suits), np.zeros(12))
            self.buildings[int(position)] = {
                "kwp": round(whole.kwp, 3),
                "kwh_year": round(whole.kwh_year),
                "kwh_p90": round(sum(float(p90[index]) * results[index].facts.kwh_year for index in suits)),
                "kwh_per_kwp": _whole(whole.kwh_per_kwp),
                "usable_m2": round(whole.usable_m2, 1),
                "modules": whole.modules,
                "planes": len(mine),
                "height_m": _height(tile, footprint, mine),
                "suitability": whole.suitability.level,
                "reason": _said(whole.suitability.reason, footprint.area, self.module),
                "reason_key": whole.suitability.reason.key,
                "obligation": told_obligations("building", footprint.area),
                **dict(zip(MONTH_COLUMNS, np.round(months, 1), strict=True)),
            }

    def building_frame(self) -> gpd.GeoDataFrame:
        """All footprints of the layer, with what is known of them."""
        positions = sorted(self.buildings)
        columns = pd.DataFrame([self.buildings[position] for position in positions])
        columns.insert(0, "building_id", [self.names[position] for position in positions])
        return gpd.GeoDataFrame(columns, geometry=self.frame.geometry.iloc[positions].to_numpy(), crs=self.frame.crs)


def sky_of(place: Scene, far: np.ndarray | None) -> Sky:
    """The light of a scene as planes need it."""
    return Sky(
        place.tables, place.samples, place.weather, place.light.albedo, place.site.convergence_deg,
        place.site.latitude, far, place.through, place.mean_through,
    )  # fmt: skip


def plane_columns(results: Sequence[PlaneResult], p90: np.ndarray, best: float) -> dict[str, list[Any]]:
    """The solar columns of planes."""
    facts = [result.facts for result in results]
    judged = [plane_suitability(fact, best) for fact in facts]
    columns: dict[str, list[Any]] = {
        "usable_m2": [round(fact.usable_m2, 1) for fact in facts],
        "modules": [result.layout.count for result in results],
        "kwp": [round(fact.kwp, 3) for fact in facts],
        "kwh_year": [round(fact.kwh_year) for fact in facts],
        "kwh_p90": [round(fact.kwh_year * float(factor)) for fact, factor in zip(facts, p90, strict=True)],
        "kwh_per_kwp": [_whole(fact.kwh_year / fact.kwp if fact.kwp else np.nan) for fact in facts],
        "irradiation": [_whole(fact.irradiation) for fact in facts],
        "shading_loss_percent": [_whole(100 * fact.shading_loss) for fact in facts],
        "suitability": [it.level for it in judged],
        "reason": [it.reason.said(in_language) for it in judged],
        "reason_key": [it.reason.key for it in judged],
    }
    months = np.round([result.month_kwh for result in results], 1).reshape(-1, 12)
    return columns | {name: months[:, month].tolist() for month, name in enumerate(MONTH_COLUMNS)}


def building_names(frame: gpd.GeoDataFrame, field: str | None) -> list[Any]:
    """What buildings are called: a column, or their number in the layer.

    Raises
    ------
    UrbanThinkError
        If there is no such column.
    """
    if not field:
        return list(range(1, len(frame) + 1))
    if field not in frame.columns:
        raise UrbanThinkError(
            "BUILDINGS has no column {column}.",
            "Choose one of {known}.",
            column=field,
            known=", ".join(name for name in frame.columns if name != frame.geometry.name),
        )
    return frame[field].tolist()


def protected_area(run: Run, protected: Any, site: Site) -> Any:
    """Protected polygons as one geometry in the system of the site, or None."""
    if not protected:
        return None
    shape = read_vector(protected, run, target_crs=site.crs, name="PROTECTED").union_all()
    shapely.prepare(shape)
    return shape


def told_obligations(kind: str, area_m2: float) -> str:
    """What the law may ask, in sentences; empty when nothing."""
    return " ".join(
        in_language(row.template).format(**row.values) for row in obligations(kind, area_m2, dt.date.today())
    )


def _write_roofs(
    run: Run, roofs: _Roofs, output: str, output_buildings: str, output_modules: str | None, files: Sequence[str | None]
) -> dict[str, Any]:
    run.progress(0.95, "Writing roofs and buildings")
    inputs = [path for path in files if path]
    planes, buildings = _numbered(roofs.planes, roofs.site), roofs.building_frame()
    write_vector(planes, output, run, provenance_inputs=inputs)
    write_vector(buildings, output_buildings, run, provenance_inputs=inputs)
    result: dict[str, Any] = {"OUTPUT": output, "OUTPUT_BUILDINGS": output_buildings}
    if output_modules:
        columns = module_table(planes["plane_id"].tolist(), roofs.modules, roofs.module)
        write_vector(
            gpd.GeoDataFrame(columns, geometry="geometry", crs=planes.crs),
            output_modules,
            run,
            provenance_inputs=inputs,
        )
        result["OUTPUT_MODULES"] = output_modules
    suitable = int((buildings["suitability"] != "unsuitable").sum())
    kwp, kwh = float(buildings["kwp"].sum()), float(buildings["kwh_year"].sum())
    run.log(
        "info",
        "{count} of {all} buildings are suitable: {kwp} kWp, {mwh} MWh a year.",
        count=suitable,
        all=len(buildings),
        kwp=round(kwp),
        mwh=round(kwh / 1000),
    )
    return {**result, "KWP": round(kwp, 1), "KWH_YEAR": round(kwh), "BUILDINGS_SUITABLE": suitable}


def _numbered(tables: Sequence[pd.DataFrame], site: Site) -> gpd.GeoDataFrame:
    frame = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"building_id": [], "geometry": []})
    frame.insert(0, "plane_id", range(1, len(frame) + 1))
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=site.crs.to_wkt())


def _obstacle_table(tile: RoofTile, names: Sequence[Any]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "building_id": [names[tile.buildings[obstacle.building]] for obstacle in tile.scan.obstacles],
            "height_m": [round(obstacle.height_m, 2) for obstacle in tile.scan.obstacles],
            "geometry": [obstacle.polygon for obstacle in tile.scan.obstacles],
        }
    )


def _frame(tables: Sequence[pd.DataFrame], site: Site, columns: Sequence[str]) -> gpd.GeoDataFrame:
    together = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*columns, "geometry"])
    return gpd.GeoDataFrame(together, geometry="geometry", crs=site.crs.to_wkt())


def _height(tile: RoofTile, footprint: Any, planes: Sequence[int]) -> float | None:
    """Height of a roof above the ground round it [m], for showing it in three dimensions."""
    left, bottom, right, top = footprint.buffer(AROUND).bounds
    (c0, r0), (c1, r1) = ~tile.transform * (left, top), ~tile.transform * (right, bottom)
    around = tile.heights[max(int(r0), 0) : int(r1) + 1, max(int(c0), 0) : int(c1) + 1]
    if not np.isfinite(around).any():
        return None
    found = [tile.scan.planes[index] for index in planes]
    roof = np.average([p.a for p in found], weights=[p.area_plan_m2 for p in found]) if found else np.nanmedian(around)
    return round(max(float(roof - np.nanpercentile(around, 10)), 0.0), 1)


def _said(reason: Reason, area_m2: float, module: Module) -> str:
    """The reason; where heights are not known, with what the footprint alone would suggest."""
    words = reason.said(in_language)
    if reason.key != "no_data":
        return words
    stated = power_without_surface(area_m2, module)
    return f"{words} {in_language(FROM_FOOTPRINT).format(kwp=f'{stated.kwp:.0f}', ratio=f'{stated.ratio:g}')}"


def _unknown(tile: RoofTile, member: int, area_m2: float) -> list[PlaneFacts]:
    """A building without a plane: not known if the surface model does not show it, else without roof."""
    found = tile.scan.findings
    if member not in (*found.outside, *found.no_data):
        return []
    return [PlaneFacts(np.nan, 0.0, 0.0, 0.0, 0, area_m2, 0.0, np.nan, np.nan, "no_data")]


def _whole(value: float) -> float | None:
    return round(float(value)) if np.isfinite(value) else None
