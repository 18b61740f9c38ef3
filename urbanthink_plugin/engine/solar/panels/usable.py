"""What is left of a roof plane for modules: setbacks, obstacles, shade, protected areas and the smallest patch.

All of it in the plane's own coordinates: `u` along the contour line, `v` up the slope, both in true metres of roof
surface, so that a setback of half a metre is half a metre on the tiles and not in plan.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from affine import Affine
from rasterio.features import shapes
from shapely.geometry.base import BaseGeometry

from .packing import polygons_of
from .rules import rules

EMPTY = shapely.Polygon()
Step = tuple[str, str, tuple[str, BaseGeometry]]


@dataclass(frozen=True)
class PlaneFrame:
    """The coordinates of a plane.

    Attributes
    ----------
    x0, y0 : float
        Where `u` and `v` are 0, in map coordinates [m].
    slope_deg : float
        From the horizontal [degree].
    grid_azimuth_deg : float
        Of the downhill side, clockwise from the map's north [degree].
    """

    x0: float
    y0: float
    slope_deg: float
    grid_azimuth_deg: float

    def to_plane(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry from map coordinates to `u`, `v` [m of roof surface]."""
        east, north, stretch = self._axes()

        def inward(xy: np.ndarray) -> np.ndarray:
            x, y = xy[:, 0] - self.x0, xy[:, 1] - self.y0
            return np.column_stack([x * north - y * east, (x * east + y * north) * stretch])

        return shapely.transform(shapely.force_2d(geometry), inward)

    def to_map(self, uv: np.ndarray) -> np.ndarray:
        """Points (…, 2) from `u`, `v` to map coordinates, in plan [m]."""
        east, north, stretch = self._axes()
        u, v = uv[..., 0], uv[..., 1] / stretch
        return np.stack([self.x0 + u * north + v * east, self.y0 - u * east + v * north], axis=-1)

    def geometry_to_map(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry from `u`, `v` to map coordinates, in plan."""
        return shapely.transform(geometry, self.to_map)

    def _axes(self) -> tuple[float, float, float]:
        """East and north component of the uphill direction, and metres of roof per metre of plan up the slope."""
        uphill = math.radians(self.grid_azimuth_deg + 180.0)
        return math.sin(uphill), math.cos(uphill), 1.0 / math.cos(math.radians(self.slope_deg))


@dataclass(frozen=True)
class Usable:
    """The usable part of a plane and, if there is none, why.

    Attributes
    ----------
    area : shapely geometry
        In the frame's coordinates [m]; empty unless `reason` is "ok".
    surface_m2, usable_m2 : float
        True surface of the plane and of what can be used [m²].
    reason : str
        One of ``rules.REASONS``: the exclusion that left no patch of the smallest size.
    values : dict
        Numbers for the sentence that says so.
    lost_m2 : dict
        Surface taken away by "setback", "protected", "shade", "obstacles" and as "patches" too small [m²].
    """

    area: BaseGeometry
    frame: PlaneFrame
    surface_m2: float
    usable_m2: float
    reason: str
    values: dict[str, float]
    lost_m2: dict[str, float] = field(default_factory=dict)


def usable_area(
    polygon: BaseGeometry,
    slope_deg: float,
    grid_azimuth_deg: float,
    *,
    latitude: float = 45.0,
    convergence_deg: float = 0.0,
    frame: PlaneFrame | None = None,
    obstacles: Iterable[BaseGeometry] = (),
    protected: BaseGeometry | None = None,
    shaded: BaseGeometry | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Usable:
    """The part of a plane on which modules may lie.

    Parameters
    ----------
    polygon : shapely geometry
        Outline of the plane in plan, map coordinates [m].
    slope_deg, grid_azimuth_deg : float
        Of the plane; azimuth of the downhill side, clockwise from the map's north [degree].
    latitude : float
        Its sign says where the equator is [degree].
    convergence_deg : float
        True azimuth minus grid azimuth [degree].
    frame : PlaneFrame, optional
        Coordinates to work in, for rows on flat roofs; those of the plane without it.
    obstacles : iterable of shapely geometries
        Chimneys, windows, … in plan; a buffer is added.
    protected, shaded : shapely geometry, optional
        Where no module may lie, and where the irradiation is too low (see `low_cells`); in plan, no buffer.
    overrides : mapping, optional
        Rules of the section "roof" of ``roof_rules.json`` to be taken otherwise.
    """
    rule = rules("roof", overrides)
    frame = frame or plane_frame(polygon, slope_deg, grid_azimuth_deg)
    if not math.isfinite(slope_deg) or (not math.isfinite(grid_azimuth_deg)) or polygon.is_empty:
        return Usable(EMPTY, frame, 0.0, 0.0, "no_data", {})
    whole = shapely.make_valid(frame.to_plane(polygon))
    surface = whole.area
    refused = _refused(surface, slope_deg, grid_azimuth_deg + convergence_deg, latitude, rule)
    if refused:
        return Usable(EMPTY, frame, surface, 0.0, refused[0], {"surface_m2": surface, **refused[1]})
    steps = [
        ("setback", "too_small", _inside_setback(whole, rule)),
        ("protected", "protected", excluded_part(frame, protected, 0.0)),
        ("shade", "too_little_sun", excluded_part(frame, shaded, 0.0)),
        ("obstacles", "obstacles", excluded_part(frame, shapely.union_all(list(obstacles)), rule["obstacle_buffer_m"])),
    ]
    return take_away(whole, frame, steps, rule["min_patch_m2"])


def plane_frame(polygon: BaseGeometry, slope_deg: float, grid_azimuth_deg: float) -> PlaneFrame:
    """The frame of a plane, with its origin at the lower left corner of the polygon's bounds."""
    x0, y0 = (0.0, 0.0) if polygon.is_empty else polygon.bounds[:2]
    return PlaneFrame(x0, y0, slope_deg, grid_azimuth_deg)


def area_of_cells(mask: np.ndarray, transform: Affine) -> BaseGeometry:
    """The cells of a raster where `mask` holds, as one geometry in map coordinates."""
    found = shapes(mask.astype(np.uint8), mask=mask.astype(bool), connectivity=4, transform=transform)
    return shapely.union_all([shapely.geometry.shape(outline) for outline, _ in found])


def low_cells(cells: np.ndarray, values: np.ndarray, transform: Affine, threshold: float) -> BaseGeometry:
    """Where a plane gets less than a threshold; cells without data count as too little.

    Parameters
    ----------
    cells : ndarray
        (n, 2) rows and columns of the plane's cells.
    values : ndarray
        (n,), such as the year's irradiation [kWh/m²].
    transform : Affine
        Of the raster the rows and columns count in.
    threshold : float
        In the unit of `values`.
    """
    low = cells[~(values >= threshold)]
    if not len(low):
        return EMPTY
    row, column = low.min(axis=0)
    mask = np.zeros(low.max(axis=0) - (row, column) + 1, bool)
    mask[low[:, 0] - row, low[:, 1] - column] = True
    return area_of_cells(mask, transform @ Affine.translation(column, row))


def off_equator_deg(azimuth_deg: float, latitude: float) -> float:
    """How far a true azimuth is from the direction of the equator, 0 to 180 [degree]."""
    equator = 180.0 if latitude >= 0 else 0.0
    return abs((azimuth_deg - equator + 180.0) % 360.0 - 180.0)


def patches(area: BaseGeometry, min_m2: float) -> BaseGeometry:
    """The polygons of at least a given size [m²]."""
    kept = [part for part in polygons_of(area) if part.area >= min_m2]
    return shapely.MultiPolygon(kept) if kept else EMPTY


def mitred(area: BaseGeometry, distance_m: float) -> BaseGeometry:
    """A buffer with sharp corners, never nearer than the distance; rounded where GEOS makes the sharp one invalid."""
    buffered = area.buffer(distance_m, join_style="mitre")
    return buffered if buffered.is_valid else area.buffer(distance_m, quad_segs=16)


def edges_by_class(area: BaseGeometry, within_deg: float) -> dict[str, np.ndarray]:
    """Edges of a plane, in its own coordinates, as eaves (roof above), ridges (roof below) and sides.

    Returns
    -------
    dict
        Class to segments (n, 2, 2) [m].
    """
    segments = []
    for part in polygons_of(area):
        for ring in shapely.get_rings(shapely.orient_polygons(part)):
            points = shapely.get_coordinates(ring)
            segments.append(np.stack([points[:-1], points[1:]], axis=1))
    edges = np.concatenate(segments) if segments else np.empty((0, 2, 2))
    run, rise = (edges[:, 1] - edges[:, 0]).T
    # Shells run counter-clockwise and holes clockwise: the roof is to the left of every edge.
    level = np.abs(rise) <= np.tan(np.radians(within_deg)) * np.abs(run)
    return {"eave": edges[level & (run > 0)], "ridge": edges[level & (run < 0)], "side": edges[~level]}


def excluded_part(frame: PlaneFrame, excluded: BaseGeometry | None, buffer_m: float) -> tuple[str, BaseGeometry]:
    """What an exclusion given in map coordinates takes from a plane, with a mitred buffer [m of surface].

    Returns
    -------
    tuple
        "drop" and the geometry in the plane's coordinates: a step of `take_away`.
    """
    if excluded is None or excluded.is_empty:
        return "drop", EMPTY
    inside = shapely.make_valid(frame.to_plane(excluded))
    return "drop", mitred(inside, buffer_m) if buffer_m else inside


def take_away(whole: BaseGeometry, frame: PlaneFrame, steps: list[Step], min_patch_m2: float) -> Usable:
    """Apply exclusions one after the other; the one that leaves no patch of the smallest size is the reason.

    Parameters
    ----------
    whole : shapely geometry
        The surface in the frame's coordinates [m].
    frame : PlaneFrame
    steps : list
        (name, reason, (how, geometry)): `how` is "keep" for what remains at most, "drop" for what goes.
    min_patch_m2 : float
        [m²]
    """
    area, lost = whole, {}
    for step, reason, (how, geometry) in steps:
        before = area.area
        if how == "keep" or not geometry.is_empty:
            area = geometry if how == "keep" else shapely.difference(area, geometry)
        lost[step] = before - area.area
        if patches(area, min_patch_m2).is_empty:
            values = {"surface_m2": whole.area, "left_m2": area.area, "limit_m2": min_patch_m2, "lost_m2": lost[step]}
            return Usable(EMPTY, frame, whole.area, 0.0, reason, values, lost)
    kept = patches(area, min_patch_m2)
    lost["patches"] = area.area - kept.area
    return Usable(kept, frame, whole.area, kept.area, "ok", {"surface_m2": whole.area, "usable_m2": kept.area}, lost)


def _refused(
    surface: float, slope: float, azimuth: float, latitude: float, rule: Mapping[str, Any]
) -> tuple[str, dict[str, float]] | None:
    if surface < rule["min_patch_m2"]:
        return "too_small", {"limit_m2": rule["min_patch_m2"]}
    if slope > rule["max_slope_deg"]:
        return "too_steep", {"slope_deg": slope, "limit_deg": rule["max_slope_deg"]}
    polar = off_equator_deg(azimuth, latitude) > rule["polar_deviation_deg"] and slope > rule["polar_min_slope_deg"]
    if rule["exclude_polar"] and polar:
        return "faces_north", {"azimuth_deg": azimuth % 360.0, "slope_deg": slope}
    return None


def _inside_setback(whole: BaseGeometry, rule: Mapping[str, Any]) -> tuple[str, BaseGeometry]:
    """The plane without the strips along its outer edges; mitred, so that corners are never nearer than they say."""
    setbacks = {edge: float(rule[f"setback_{edge}_m"]) for edge in ("ridge", "eave", "side")}
    if len(set(setbacks.values())) == 1:
        return "keep", mitred(whole, -setbacks["side"])
    strips = [
        shapely.MultiLineString(list(lines)).buffer(setbacks[edge], cap_style="square", join_style="mitre")
        for edge, lines in edges_by_class(whole, rule["edge_class_degrees"]).items()
        if len(lines) and setbacks[edge] > 0
    ]
    return "drop", shapely.union_all(strips)
