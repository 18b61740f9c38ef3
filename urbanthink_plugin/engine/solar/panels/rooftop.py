"""From roof planes and horizons to modules, kilowatt-hours and reasons, for the buildings of a tile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from affine import Affine

from ...weather import WeatherYear
from ..irradiation import View, solve
from ..plane_light import HourlyLight, Receivers, Visibility, hourly_light, receivers, visibility
from ..roofs.planes import RoofScan
from ..sky import SkyTables
from ..sun import SunSamples
from .layout import Layout, lay_out
from .production import Plant, specific_yield
from .rules import Module
from .suitability import PlaneFacts
from .usable import low_cells

#: Planes whose hours are in memory at once.
AT_ONCE = 400


@dataclass(frozen=True)
class Sky:
    """The light of a place, as planes need it.

    Attributes
    ----------
    tables : SkyTables
        Of the year.
    samples : SunSamples
    weather : WeatherYear
    albedo : float
    convergence_deg, latitude : float
    far : ndarray or None
        Horizon of the far terrain.
    through : ndarray or None
        Transmissivity of trees by month, if there are trees.
    mean_through : float
    """

    tables: SkyTables
    samples: SunSamples
    weather: WeatherYear
    albedo: float
    convergence_deg: float
    latitude: float
    far: np.ndarray | None = None
    through: np.ndarray | None = None
    mean_through: float = 1.0

    def see(self, views: Sequence[View], planes: Receivers) -> Visibility:
        """What planes see."""
        options = {"far_horizon": self.far, "mean_through": self.mean_through}
        return visibility(views, planes, self.tables, albedo=self.albedo, **options)  # type: ignore[arg-type]

    def hours(self, seen: Visibility, planes: Receivers, check: Callable[[], None]) -> HourlyLight:
        """Light on planes hour by hour."""
        return hourly_light(
            seen, planes, self.samples, albedo=self.albedo, through=self.through,
            convergence_deg=self.convergence_deg, check=check,
        )  # fmt: skip

    def open_light(self, slope_deg: np.ndarray, grid_azimuth_deg: np.ndarray) -> np.ndarray:
        """Irradiation of planes that nothing shades [kWh/m²]."""
        east, north = rise(slope_deg, grid_azimuth_deg)
        ground = np.zeros((1, len(east)), np.float32)
        return solve(ground, 1.0, self.tables, albedo=self.albedo, slopes=(east[None], north[None])).total[0, 0]

    def best_light(self) -> float:
        """Irradiation of the best plane of the place [kWh/m²]."""
        slope, azimuth = np.meshgrid(np.arange(0.0, 61.0, 5.0), np.arange(0.0, 360.0, 15.0))
        return float(self.open_light(slope.ravel(), azimuth.ravel()).max())


@dataclass(frozen=True)
class Options:
    """What may be laid on a roof.

    Attributes
    ----------
    module : Module
    plant : Plant
    setback_m : float
    min_irradiation : float
        [kWh/m²]
    protected : shapely geometry or None
    """

    module: Module
    plant: Plant
    setback_m: float
    min_irradiation: float
    protected: Any = None


@dataclass(frozen=True)
class PlaneResult:
    """One plane: its modules and what they yield.

    Attributes
    ----------
    layout : Layout
    facts : PlaneFacts
    month_kwh : ndarray (12,)
    """

    layout: Layout
    facts: PlaneFacts
    month_kwh: np.ndarray


def rise(slope_deg: Any, grid_azimuth_deg: Any) -> tuple[np.ndarray, np.ndarray]:
    """Rise per metre to the east and to the north of planes that face an azimuth of the grid."""
    tangent = np.tan(np.deg2rad(np.asarray(slope_deg, float)))
    azimuth = np.deg2rad(np.asarray(grid_azimuth_deg, float))
    return -tangent * np.sin(azimuth), -tangent * np.cos(azimuth)


def equip_planes(
    scan: RoofScan,
    footprints: Sequence[Any],
    transform: Affine,
    views: Sequence[View],
    corner: tuple[int, int],
    sky: Sky,
    options: Options,
    check: Callable[[], None] = lambda: None,
) -> list[PlaneResult]:
    """Lay modules on the planes of a tile and compute their yield.

    Parameters
    ----------
    scan : RoofScan
    footprints : sequence of shapely geometries
        Where the surface model has them; rows of flat roofs follow them.
    transform : Affine
        Of the window whose rows and columns the cells of the planes count in.
    views : sequence of View
        Of the core that begins at `corner` in that window.
    """
    planes = scan.planes
    if not planes:
        return []
    own = receivers([plane.cells for plane in planes], [p.p for p in planes], [p.q for p in planes], corner)
    seen = sky.see(views, own)
    layouts = _layouts(scan, footprints, transform, own, seen.light, sky, options, check)
    open_light = sky.open_light(
        np.array([plane.slope_deg for plane in planes]), np.array([plane.grid_azimuth_deg for plane in planes])
    )
    bare = own.mean(seen.light)
    results: list[PlaneResult] = []
    for start in range(0, len(planes), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        month_kwh, light, shading = module_yields(
            [plane.cells for plane in planes[part]],
            layouts[part],
            transform,
            views,
            corner,
            sky,
            options.plant,
            ["open_rack" if layout.rows else "close_mount" for layout in layouts[part]],
            check,
        )
        for index, plane in enumerate(planes[part]):
            layout, at = layouts[start + index], start + index
            # The light of a plane is that of its modules; where none fit, that of all of it.
            fits = layout.count > 0
            loss = shading[index] if fits else 1.0 - bare[at] / open_light[at]
            on_it = light[index] if fits else bare[at]
            results.append(_result(plane, layout, month_kwh[index], on_it, loss, sky.convergence_deg))
    return results


def _layouts(
    scan: RoofScan,
    footprints: Sequence[Any],
    transform: Affine,
    own: Receivers,
    light: np.ndarray,
    sky: Sky,
    options: Options,
    check: Callable[[], None],
) -> list[Layout]:
    obstacles: dict[int, list[Any]] = {}
    for obstacle in scan.obstacles:
        obstacles.setdefault(obstacle.building, []).append(obstacle.polygon)
    layouts = []
    for index, plane in enumerate(scan.planes):
        check()
        cells = slice(own.ends[index] - len(plane.cells), own.ends[index])
        protected = options.protected
        if protected is not None and not protected.intersects(plane.polygon):
            protected = None
        layouts.append(
            lay_out(
                plane.polygon,
                plane.slope_deg,
                (plane.grid_azimuth_deg + sky.convergence_deg) % 360.0,
                options.module,
                obstacles=obstacles.get(plane.building, ()),
                protected=protected,
                shaded=low_cells(plane.cells, light[cells], transform, options.min_irradiation),
                latitude=sky.latitude,
                convergence_deg=sky.convergence_deg,
                outline=footprints[plane.building],
                overrides={"setback_m": options.setback_m},
            )
        )
    return layouts


def module_yields(
    cells: Sequence[np.ndarray],
    layouts: Sequence[Layout],
    transform: Affine,
    views: Sequence[View],
    corner: tuple[int, int],
    sky: Sky,
    plant: Plant,
    mountings: Sequence[str],
    check: Callable[[], None] = lambda: None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Yield by month [kWh], irradiation [kWh/m²] and loss by shade [1] of the modules on planes.

    Parameters
    ----------
    cells : sequence of ndarray
        (n, 2) rows and columns of each plane, in the window of `transform`.
    layouts : sequence of Layout
    views, corner
        What is seen from the core that begins at `corner`.
    mountings : sequence of str
        As in `specific_yield`.
    """
    month_kwh, light, loss = np.zeros((len(cells), 12)), np.zeros(len(cells)), np.zeros(len(cells))
    sides = [(index, azimuth, share) for index, layout in enumerate(layouts) for azimuth, share in module_sides(layout)]
    if not sides:
        return month_kwh, light, loss
    under = cells_under_modules(cells, layouts, transform)
    tilt = np.array([layouts[index].tilt_deg for index, _, _ in sides])
    azimuth = np.array([azimuth for _, azimuth, _ in sides]) - sky.convergence_deg
    east, north = rise(tilt, azimuth)
    planes_seen = receivers([under[index] for index, _, _ in sides], east, north, corner)
    hours = sky.hours(sky.see(views, planes_seen), planes_seen, check)
    kept = np.array([_kept(layouts[index]) for index, _, _ in sides], np.float32)
    weather, interval = sky.weather, hours.interval
    produced = specific_yield(
        hours.beam * kept[:, :1],
        hours.diffuse * kept[:, 1:],
        hours.ground,
        hours.aoi_deg,
        weather.temp_air[interval],
        weather.wind_speed[interval],
        months=weather.months[interval],
        tilt_deg=tilt,
        mounting=[mountings[index] for index, _, _ in sides],
        plant=plant,
        interval_hours=weather.interval_hours,
        years=weather.years,
        check=check,
    )
    reached = (hours.beam + hours.diffuse + hours.ground).sum(axis=1, dtype=float)
    reached *= weather.interval_hours / weather.years / 1000.0
    unshaded = sky.open_light(tilt, azimuth)
    for side, (index, _, share) in enumerate(sides):
        month_kwh[index] += share * layouts[index].kwp * produced.month[side]
        light[index] += share * produced.irradiation[side]
        loss[index] += share * (1.0 - reached[side] / unshaded[side])
    return month_kwh, light, loss


def module_sides(layout: Layout) -> list[tuple[float, float]]:
    """True azimuths that the modules of a layout face, with their share."""
    if not layout.count:
        return []
    azimuths, counts = np.unique(np.round(layout.azimuth_deg, 3), return_counts=True)
    return [(float(azimuth), float(count / layout.count)) for azimuth, count in zip(azimuths, counts, strict=True)]


def cells_under_modules(cells: Sequence[np.ndarray], layouts: Sequence[Layout], transform: Affine) -> list[np.ndarray]:
    """The cells of each plane that lie under modules; all of them where modules are smaller than cells."""
    together = np.concatenate([np.asarray(part).reshape(-1, 2) for part in cells])
    owner = np.repeat(np.arange(len(cells)), [len(part) for part in cells])
    x = transform.c + transform.a * (together[:, 1] + 0.5)
    y = transform.f + transform.e * (together[:, 0] + 0.5)
    modules = np.concatenate([layout.corners for layout in layouts])
    of_module = np.repeat(np.arange(len(layouts)), [layout.count for layout in layouts])
    pairs = shapely.STRtree(np.asarray(shapely.points(x, y))).query(shapely.polygons(modules), predicate="contains")
    same = of_module[pairs[0]] == owner[pairs[1]]
    chosen = np.zeros(len(together), bool)
    chosen[pairs[1][same]] = True
    return [
        np.asarray(part)[picked] if picked.any() else np.asarray(part)
        for part, picked in zip(cells, np.split(chosen, np.cumsum([len(part) for part in cells])[:-1]), strict=True)
    ]


def _kept(layout: Layout) -> tuple[float, float]:
    """Shares of direct and of sky light that rows of modules leave one another."""
    return (1.0 - layout.rows.beam_loss, layout.rows.sky_share) if layout.rows else (1.0, 1.0)


def _result(
    plane: Any, layout: Layout, month_kwh: np.ndarray, light: float, shading: float, convergence_deg: float
) -> PlaneResult:
    facts = PlaneFacts(
        irradiation=float(light),
        shading_loss=max(float(shading), 0.0),
        kwp=layout.kwp,
        kwh_year=float(month_kwh.sum()),
        # Of too few modules, none is laid; the reason tells how many would have fitted.
        modules=layout.count or int(layout.values.get("count", 0)),
        area_m2=plane.area_m2,
        usable_m2=layout.usable.usable_m2,
        slope_deg=plane.slope_deg,
        azimuth_deg=(plane.grid_azimuth_deg + convergence_deg) % 360.0,
        exclusion=layout.reason,
    )
    return PlaneResult(layout, facts, month_kwh)
