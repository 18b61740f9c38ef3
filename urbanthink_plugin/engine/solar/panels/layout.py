"""Modules on roof planes, as polygons on the map: usable area, packing, rows on flat roofs; and what to state without.

Everything here takes and gives map coordinates; azimuths are true, and the grid's convergence is an argument.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ...about import table
from .packing import ORIENTATIONS, Packing, pack, pack_modules, stacked
from .rows import RowDesign, design_rows, row_azimuth_deg
from .rules import Module, rules
from .usable import PlaneFrame, Usable, plane_frame, usable_area


@dataclass(frozen=True)
class Layout:
    """The modules of one plane.

    Attributes
    ----------
    corners : ndarray
        (n, 4, 2): corners of the modules in plan, map coordinates [m].
    row, column : ndarray
        From 1, rows up the slope.
    azimuth_deg : ndarray
        True azimuth each module faces (tents have two) [degree].
    tilt_deg : float
        Of the modules [degree].
    orientation : str
        "portrait" or "landscape"; empty without modules.
    kwp : float
        [kW]
    usable : Usable
        The area they were laid on.
    reason : str
        One of ``rules.REASONS``.
    values : dict
        Numbers for its sentence.
    rows : RowDesign or None
        Pitch and mutual shade, of rows on flat roofs.
    """

    corners: np.ndarray
    row: np.ndarray
    column: np.ndarray
    azimuth_deg: np.ndarray
    tilt_deg: float
    orientation: str
    kwp: float
    usable: Usable
    reason: str
    values: dict[str, float]
    rows: RowDesign | None = None

    @property
    def count(self) -> int:
        """Number of modules."""
        return len(self.corners)

    def polygons(self) -> np.ndarray:
        """The modules as shapely polygons, in plan."""
        return np.asarray(shapely.polygons(self.corners)) if self.count else np.empty(0, object)


def panel_layout(
    planes: Sequence[BaseGeometry],
    slope_deg: Sequence[float],
    azimuth_deg: Sequence[float],
    module: Module,
    *,
    obstacles: Iterable[BaseGeometry] = (),
    azimuth_is_true: bool = True,
    convergence_deg: float = 0.0,
    **options: Any,
) -> list[Layout]:
    """Modules on many planes; an obstacle counts for the planes it touches.

    Parameters
    ----------
    planes : sequence of shapely geometries
        Outlines in plan, map coordinates [m].
    slope_deg, azimuth_deg : sequences of float
        Azimuth of the downhill side, clockwise from north; ignored on flat roofs [degree].
    module : Module
    obstacles : iterable of shapely geometries
        In plan, of all planes.
    azimuth_is_true : bool
        Otherwise the azimuths count from the map's north.
    convergence_deg : float
        True azimuth minus grid azimuth [degree].
    **options
        Of `lay_out`.
    """
    found = np.array(list(obstacles), object)
    touching: list[list[BaseGeometry]] = [[] for _ in planes]
    if len(found):
        for plane, obstacle in shapely.STRtree(found).query(list(planes), predicate="intersects").T:
            touching[plane].append(found[obstacle])
    turn = 0.0 if azimuth_is_true else convergence_deg
    return [
        lay_out(plane, slope, azimuth + turn, module, obstacles=near, convergence_deg=convergence_deg, **options)
        for plane, slope, azimuth, near in zip(planes, slope_deg, azimuth_deg, touching, strict=True)
    ]


def lay_out(
    polygon: BaseGeometry,
    slope_deg: float,
    azimuth_deg: float,
    module: Module,
    *,
    orientation: str = "best",
    obstacles: Iterable[BaseGeometry] = (),
    protected: BaseGeometry | None = None,
    shaded: BaseGeometry | None = None,
    latitude: float = 45.0,
    convergence_deg: float = 0.0,
    outline: BaseGeometry | None = None,
    overrides: Mapping[str, Any] | None = None,
    flat_overrides: Mapping[str, Any] | None = None,
) -> Layout:
    """As many modules as one plane can take: flush with it, or in tilted rows if it is flat.

    Parameters
    ----------
    polygon : shapely geometry
        Outline of the plane in plan, map coordinates [m].
    slope_deg, azimuth_deg : float
        True azimuth of the downhill side [degree].
    module : Module
    orientation : {"best", "portrait", "landscape"}
    obstacles, protected, shaded, latitude, convergence_deg, overrides
        As in `usable_area`.
    outline : shapely geometry, optional
        The building whose main axis the rows of a flat roof follow; the plane itself without it.
    flat_overrides : mapping, optional
        Rules of the section "flat" of ``roof_rules.json`` to be taken otherwise.
    """
    if orientation not in ORIENTATIONS:
        raise ValueError(f"orientation is one of {', '.join(ORIENTATIONS)}, not {orientation!r}")
    flat = rules("flat", flat_overrides)
    rule = rules("roof", overrides)
    is_flat = slope_deg < flat["max_slope_deg"]
    frame = None
    if is_flat:
        azimuth_deg = row_azimuth_deg(
            outline or polygon, latitude, arrangement=flat["arrangement"], convergence_deg=convergence_deg
        )
        # What rows stand on is level: their own tilt and azimuth count, the few degrees of the roof do not.
        frame, slope_deg = plane_frame(polygon, 0.0, azimuth_deg - convergence_deg), 0.0
    usable = usable_area(
        polygon,
        slope_deg,
        azimuth_deg - convergence_deg,
        latitude=latitude,
        convergence_deg=convergence_deg,
        frame=frame,
        obstacles=obstacles,
        protected=protected,
        shaded=shaded,
        overrides=overrides,
    )
    if usable.reason != "ok":
        return _nothing(usable, usable.reason, usable.values)
    if is_flat:
        layout = _rows_on(usable, azimuth_deg, module, orientation, latitude, rule, flat)
    else:
        packing = pack_modules(
            usable.area, module.length_m, module.width_m, orientation=orientation, gap=rule["module_gap_m"]
        )
        layout = _layout(usable, packing, np.full(packing.count, azimuth_deg % 360.0), slope_deg, module)
    if layout.count < rule["min_modules"]:
        values = {"count": layout.count, "limit": rule["min_modules"], "usable_m2": usable.usable_m2}
        return _nothing(usable, "few_modules", values)
    return layout


@dataclass(frozen=True)
class Stated:
    """Power stated from the footprint alone, with the ratio it rests on.

    Attributes
    ----------
    module_area_m2, kwp : float
    ratio : float
        Module area per footprint area [1].
    source : str
        Of the ratio.
    """

    module_area_m2: float
    kwp: float
    ratio: float
    source: str


def power_without_surface(footprint_m2: float, module: Module, roof: str = "unknown") -> Stated:
    """The power a roof might take where no surface model says what it looks like: area times a stated ratio.

    Parameters
    ----------
    footprint_m2 : float
        In plan [m²].
    module : Module
    roof : {"pitched", "flat", "unknown"}
    """
    row = table("roof_rules")["fallback"][roof]
    area = footprint_m2 * row["value"]
    return Stated(area, area * module.efficiency, row["value"], row["source"])


def corners_of(rectangles: np.ndarray, frame: PlaneFrame) -> np.ndarray:
    """Rectangles of a packing as corners on the map (n, 4, 2), counter-clockwise from the lower left [m]."""
    u0, v0, u1, v1 = rectangles.T
    return frame.to_map(np.stack([np.stack(uv, -1) for uv in ((u0, v0), (u1, v0), (u1, v1), (u0, v1))], axis=1))


def _rows_on(
    usable: Usable,
    azimuth_deg: float,
    module: Module,
    orientation: str,
    latitude: float,
    rule: Mapping[str, Any],
    flat: Mapping[str, Any],
) -> Layout:
    """The better of upright and lying modules in rows; a tie goes to lying ones, which shade one another less."""
    slants = {"landscape": (module.width_m, module.length_m), "portrait": (module.length_m, module.width_m)}
    layouts = []
    for name, (slant, across) in slants.items():
        if orientation not in ("best", name):
            continue
        design = design_rows(
            slant, latitude, azimuth_deg, tilt_deg=flat["tilt_deg"], arrangement=flat["arrangement"], overrides=flat
        )
        packing = pack(
            usable.area, across, design.unit_depth_m, gap_u=rule["module_gap_m"], gap_v=design.gap_m, orientation=name
        )
        azimuth = np.full(packing.count, design.azimuth_deg)
        if flat["arrangement"] == "east_west":
            azimuth = np.column_stack([azimuth, (azimuth + 180.0) % 360.0]).ravel()
            packing = stacked(packing, design.plan_depth_m, 2, design.ridge_gap_m)
        layouts.append(replace(_layout(usable, packing, azimuth, design.tilt_deg, module), rows=design))
    return max(layouts, key=lambda layout: layout.count)


def _layout(usable: Usable, packing: Packing, azimuth: np.ndarray, tilt_deg: float, module: Module) -> Layout:
    kwp = packing.count * module.power_wp / 1000.0
    ratio = packing.count * module.area_m2 / usable.surface_m2
    values = {"count": packing.count, "usable_m2": usable.usable_m2, "kwp": kwp, "module_ratio": ratio}
    return Layout(
        corners=corners_of(packing.rectangles, usable.frame),
        row=packing.row,
        column=packing.column,
        azimuth_deg=azimuth,
        tilt_deg=tilt_deg,
        orientation=packing.orientation,
        kwp=kwp,
        usable=usable,
        reason="ok",
        values=values,
    )


def _nothing(usable: Usable, reason: str, values: Mapping[str, float]) -> Layout:
    none = np.empty(0, np.int64)
    return Layout(np.empty((0, 4, 2)), none, none, np.empty(0), math.nan, "", 0.0, usable, reason, dict(values))
