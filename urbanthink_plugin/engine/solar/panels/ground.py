"""Photovoltaic rows on open ground and canopies over car parks: what is usable, what fits, how much it would cover."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from affine import Affine
from shapely.geometry.base import BaseGeometry

from .layout import Layout, corners_of
from .packing import Packing, pack, stacked
from .rows import RowDesign, design_rows, row_azimuth_deg
from .rules import Module, rules
from .usable import Usable, area_of_cells, excluded_part, mitred, plane_frame, take_away

KINDS = ("ground", "parking")


@dataclass(frozen=True)
class GroundLayout:
    """What fits on one piece of land.

    Attributes
    ----------
    kind : {"ground", "parking"}
    layout : Layout
        The modules, the usable area, and the reason if there are none.
    area_m2 : float
        Of the land, in plan [m²].
    covered_m2, cover_share : float
        Plan area of the modules, and its share of the land [m², 1].
    receiver_height_m : float
        Of the modules above ground, for the irradiation they get [m].
    """

    kind: str
    layout: Layout
    area_m2: float
    covered_m2: float
    cover_share: float
    receiver_height_m: float


def open_ground(
    polygon: BaseGeometry,
    kind: str,
    module: Module,
    *,
    latitude: float,
    convergence_deg: float = 0.0,
    protected: BaseGeometry | None = None,
    steep: BaseGeometry | None = None,
    high: BaseGeometry | None = None,
    shaded: BaseGeometry | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> GroundLayout:
    """Rows of tables on open ground, or canopies with lanes between them over a car park.

    Parameters
    ----------
    polygon : shapely geometry
        In plan, map coordinates [m].
    kind : {"ground", "parking"}
    module : Module
    latitude : float
        [degree]
    convergence_deg : float
        True azimuth minus grid azimuth [degree].
    protected, steep, high, shaded : shapely geometry, optional
        Where nothing may stand, what is too steep or too high above ground (see `unsuitable_cells`), and where the
        irradiation is too low; in plan.
    overrides : mapping, optional
        Rules of the section of ``roof_rules.json`` named as the kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}, not {kind!r}")
    rule = rules(kind, overrides)
    azimuth = row_azimuth_deg(polygon, latitude, aligned=kind == "parking", convergence_deg=convergence_deg)
    frame = plane_frame(polygon, 0.0, azimuth - convergence_deg)
    whole = shapely.make_valid(frame.to_plane(polygon))
    around = rule["exclusion_buffer_m"]
    usable = take_away(
        whole,
        frame,
        [
            ("setback", "too_small", ("keep", mitred(whole, -rule["setback_m"]))),
            ("protected", "protected", excluded_part(frame, protected, 0.0)),
            ("slope", "too_steep", excluded_part(frame, steep, around)),
            ("obstacles", "obstacles", excluded_part(frame, high, around)),
            ("shade", "too_little_sun", excluded_part(frame, shaded, 0.0)),
        ],
        rule["min_area_m2"],
    )
    gap = rules("roof")["module_gap_m"]
    design: RowDesign | None
    if kind == "ground":
        packing, design = _tables(usable, module, latitude, azimuth, rule, gap)
    else:
        packing, design = _canopies(usable, module, rule, gap), None
    return _ground_layout(polygon, kind, usable, packing, design, azimuth, module, rule)


def unsuitable_cells(
    kind: str,
    transform: Affine,
    *,
    slope_deg: np.ndarray | None = None,
    height_m: np.ndarray | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> dict[str, BaseGeometry]:
    """What is too steep and what stands too high, as arguments of `open_ground`.

    Parameters
    ----------
    kind : {"ground", "parking"}
    transform : Affine
        Of both rasters.
    slope_deg : ndarray, optional
        Of the terrain [degree]; NaN excludes nothing.
    height_m : ndarray, optional
        Above the terrain [m]; NaN excludes nothing.
    overrides : mapping, optional
        As in `open_ground`.
    """
    rule = rules(kind, overrides)
    found = {}
    if slope_deg is not None:
        found["steep"] = area_of_cells(slope_deg > rule["max_slope_deg"], transform)
    if height_m is not None:
        found["high"] = area_of_cells(height_m > rule["max_height_m"], transform)
    return found


def _tables(
    usable: Usable, module: Module, latitude: float, azimuth: float, rule: Mapping[str, Any], gap: float
) -> tuple[Packing, RowDesign]:
    """Rows of tables with upright modules one above the other."""
    up = int(rule["modules_up"])
    slant = up * module.length_m + (up - 1) * gap
    design = design_rows(slant, latitude, azimuth, tilt_deg=rule["tilt_deg"])
    level = math.cos(math.radians(rule["tilt_deg"]))
    packing = pack(usable.area, module.width_m, design.unit_depth_m, gap_u=gap, gap_v=design.gap_m)
    return stacked(packing, module.length_m * level, up, gap * level), design


def _canopies(usable: Usable, module: Module, rule: Mapping[str, Any], gap: float) -> Packing:
    """Canopies as deep as two rows of cars, with lanes between; lying or upright modules, whichever are more."""
    level = math.cos(math.radians(rule["tilt_deg"]))
    pitch = rule["canopy_depth_m"] + rule["lane_m"]
    sizes = {"portrait": (module.width_m, module.length_m), "landscape": (module.length_m, module.width_m)}
    found = []
    for name, (across, slant) in sizes.items():
        up = max(int((rule["canopy_depth_m"] / level + gap) / (slant + gap)), 1)
        depth = (up * slant + (up - 1) * gap) * level
        packing = pack(usable.area, across, depth, gap_u=gap, gap_v=max(pitch - depth, 0.0), orientation=name)
        found.append(stacked(packing, slant * level, up, gap * level))
    return max(found, key=lambda packing: packing.count)


def _ground_layout(
    polygon: BaseGeometry,
    kind: str,
    usable: Usable,
    packing: Packing,
    design: RowDesign | None,
    azimuth: float,
    module: Module,
    rule: Mapping[str, Any],
) -> GroundLayout:
    covered = packing.count * module.area_m2 * math.cos(math.radians(rule["tilt_deg"]))
    reason = "few_modules" if usable.reason == "ok" and not packing.count else usable.reason
    kwp = packing.count * module.power_wp / 1000.0
    placed = {"count": packing.count, "usable_m2": usable.usable_m2, "kwp": kwp, "covered_m2": covered}
    values = {**placed, **usable.values} if reason in ("ok", "few_modules") else usable.values
    layout = Layout(
        corners=corners_of(packing.rectangles, usable.frame),
        row=packing.row,
        column=packing.column,
        azimuth_deg=np.full(packing.count, azimuth % 360.0),
        tilt_deg=rule["tilt_deg"],
        orientation=packing.orientation if packing.count else "",
        kwp=kwp,
        usable=usable,
        reason=reason,
        values=values,
        rows=design,
    )
    share = covered / polygon.area if polygon.area else 0.0
    return GroundLayout(kind, layout, polygon.area, covered, share, rule["receiver_height_m"])
