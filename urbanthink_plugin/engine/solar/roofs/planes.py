"""Roof planes of buildings: from a surface model or laser points, and footprints, to planes and obstacles.

`find_planes` is the way in. `register` lays the footprints on the model, `segment` divides a building's cells among
planes, `obstacles` finds what stands on them, and `outlines` draws them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from affine import Affine

from .grid import Grid, claim, ground_level, rings
from .obstacles import OBSTACLE_HEIGHT, territories
from .outlines import cells_outline, largest_part, outlines
from .points import PointBins, highest_points, point_grid, refit_on_points
from .register import Registration, register_footprints
from .segment import segment

#: A plane less steep is a flat roof [degrees].
FLAT_BELOW = 3.0
#: Planes this much above the ground round about are roofs; lower ones are courtyards and terraces [m].
LOWEST_ROOF = 1.0
#: A building stands out of the model from this height on [m].
STANDS_OUT = 1.5
#: A plane narrower than this everywhere is a parapet or an edge [m].
NARROWEST = 1.0
_PAD = 5


@dataclass(frozen=True)
class Plane:
    """A roof plane z = a + p·(x − x0) + q·(y − y0).

    Attributes
    ----------
    building : int
        Index of the footprint.
    p, q : float
        Rise per metre to the east and to the north.
    a : float
        Height at (x0, y0) [m].
    x0, y0 : float
        Middle of the polygon [m].
    cells : ndarray (n, 2) of int32
        Row and column, in the grid of heights, of the cells on the plane.
    polygon : shapely.Polygon
        In plan, map coordinates.
    area_plan_m2, area_m2 : float
        In plan, and along the slope [m²].
    rmse_m : float
        Root mean square distance, along the vertical, of the samples from the plane [m].
    slope_deg : float
        From horizontal.
    grid_azimuth_deg : float
        Of the downhill side, clockwise from the north of the grid.
    is_flat : bool
        Whether the slope is below `FLAT_BELOW`; the azimuth then means little.
    """

    building: int
    p: float
    q: float
    a: float
    x0: float
    y0: float
    cells: np.ndarray
    polygon: Any
    area_plan_m2: float
    area_m2: float
    rmse_m: float
    slope_deg: float
    grid_azimuth_deg: float
    is_flat: bool


@dataclass(frozen=True)
class Obstacle:
    """Something that stands on a roof: a chimney, a small dormer, a parapet, a machine.

    Attributes
    ----------
    building : int
        Index of the footprint.
    plane : int
        Index in `RoofScan.planes` of the plane it stands on.
    polygon : shapely.Polygon
        In plan, map coordinates.
    height_m : float
        Of its highest point above that plane [m].
    """

    building: int
    plane: int
    polygon: Any
    height_m: float


@dataclass
class RoofFindings:
    """What a user should be told. Lists hold indices of footprints.

    Attributes
    ----------
    outside : list of int
        Wholly or mostly beyond the surface model.
    cut : list of int
        Partly beyond the surface model: planes are of the part within.
    no_data : list of int
        Half or more of the cells (or all points) are missing.
    too_small : list of int
        Fewer cells than a plane needs, or less area than `min_area`.
    no_plane : list of int
        Large enough, but nothing plane found in it.
    overlapping : list of int
        Share ground with an earlier footprint, which keeps it.
    invalid : list of int
        No polygon at all.
    flush : list of int
        Less than 1.5 m above the ground round about.
    judged : int
        Buildings round which the ground could be seen.
    ground_planes : int
        Planes left out because they lie on the ground.
    """

    outside: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    no_data: list[int] = field(default_factory=list)
    too_small: list[int] = field(default_factory=list)
    no_plane: list[int] = field(default_factory=list)
    overlapping: list[int] = field(default_factory=list)
    invalid: list[int] = field(default_factory=list)
    flush: list[int] = field(default_factory=list)
    judged: int = 0
    ground_planes: int = 0

    @property
    def flush_share(self) -> float:
        """Share of the judged buildings that do not stand out, 0 to 1."""
        return len(self.flush) / self.judged if self.judged else 0.0

    @property
    def looks_like_terrain(self) -> bool:
        """Whether the surface model is a terrain model: most buildings do not stand out."""
        return self.flush_share > 0.5


@dataclass(frozen=True)
class RoofScan:
    """Everything found on the roofs.

    Attributes
    ----------
    planes : list of Plane
    obstacles : list of Obstacle
    shifts : ndarray (n, 2)
        East and north, added to each footprint to lay it on the model [m].
    shift_confidence : ndarray (n,)
        Share of each outline whose height step agrees, 0 to 1.
    findings : RoofFindings
    """

    planes: list[Plane]
    obstacles: list[Obstacle]
    shifts: np.ndarray
    shift_confidence: np.ndarray
    findings: RoofFindings


def find_planes(
    heights: np.ndarray,
    transform: Affine,
    footprints: Sequence[Any],
    *,
    min_area: float = 2.0,
    points: np.ndarray | None = None,
    register: bool = True,
    tick: Callable[[float], None] | None = None,
) -> RoofScan:
    """Find the planes of the roofs over footprints.

    Parameters
    ----------
    heights : ndarray (y, x)
        Surface model, north up [m]; NaN where unknown.
    transform : Affine
        Of `heights`.
    footprints : sequence of shapely polygons
        In the system of `heights`.
    min_area : float
        Smallest plane in plan [m²].
    points : ndarray (n, 3), optional
        Laser points of roofs, x, y, z [m]: planes are then fitted on them and not on the cells.
    register : bool
        Whether to look for shifts of the footprints.
    tick : callable, optional
        Told the share done, 0 to 1, now and then; may raise to stop.

    Returns
    -------
    RoofScan
        The same for the same building whatever else is in the list or in the window, as long as they reach 60 m round
        it. Nothing is raised for footprints that cannot be used: see `RoofScan.findings`.
    """
    heights = np.ascontiguousarray(heights, dtype=np.float64)
    work = _Work(heights, Grid.of(transform), min_area)
    polygons = [_polygonal(footprint, n, work.findings) for n, footprint in enumerate(footprints)]
    found = Registration(np.zeros((len(polygons), 2)), np.zeros(len(polygons)))
    if register:
        found = register_footprints(heights, work.grid, polygons)
    moved = [_moved(polygon, shift) for polygon, shift in zip(polygons, found.shifts, strict=True)]
    placed = work.claim_cells(polygons, moved)
    if points is not None:
        work.bins = PointBins(points, shapely.bounds(np.array(placed, dtype=object)))
    for index, polygon in enumerate(placed):
        if polygon is not None:
            work.building(index, polygon)
        if tick and index % 50 == 0:
            tick((index + 1) / len(placed))
    return RoofScan(work.planes, work.obstacles, found.shifts, found.confidence, work.findings)


def _polygonal(footprint: Any, index: int, findings: RoofFindings) -> Any:
    """The footprint with valid rings and without z, or None."""
    if footprint is None or footprint.is_empty:
        findings.invalid.append(index)
        return None
    shape = shapely.force_2d(footprint)
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
        shape = shapely.union_all(parts) if parts else None
    if shape is None or shape.area == 0:
        findings.invalid.append(index)
        return None
    return shape


def _moved(polygon: Any, shift: np.ndarray) -> Any:
    return polygon if polygon is None or not shift.any() else shapely.transform(polygon, lambda xy: xy + shift)


class _Work:
    """What is shared between the buildings of one scan."""

    def __init__(self, heights: np.ndarray, grid: Grid, min_area: float) -> None:
        self.heights, self.grid, self.min_area = heights, grid, min_area
        self.bins: PointBins | None = None
        self.place = (grid.left, grid.top, grid.width_m, grid.height_m)
        self.owner = np.full(heights.shape, -1, np.int32)
        rows, columns = heights.shape
        self.frame = shapely.box(
            grid.left, grid.top - rows * grid.height_m, grid.left + columns * grid.width_m, grid.top
        )
        self.planes: list[Plane] = []
        self.obstacles: list[Obstacle] = []
        self.findings = RoofFindings()

    def claim_cells(self, original: list[Any], placed: list[Any]) -> list[Any]:
        """Give every cell to the first footprint over it; returns the footprints without what others have."""
        usable: list[Any] = list(placed)
        earlier = _overlaps(original, 0.1)
        moved = _overlaps(placed, 1e-6)
        for index, polygon in enumerate(placed):
            if polygon is None:
                continue
            if earlier.get(index):
                self.findings.overlapping.append(index)
            won, _, beyond = claim(self.owner, index, *rings(polygon), *self.place)
            if beyond > won:
                self.findings.outside.append(index)
                usable[index] = None
                continue
            if beyond:
                self.findings.cut.append(index)
                usable[index] = _areal(shapely.intersection(usable[index], self.frame))
            if moved.get(index) and usable[index] is not None:
                others = shapely.union_all([placed[n] for n in moved[index]])
                usable[index] = _areal(shapely.difference(usable[index], others))
            if usable[index] is None or won * self.grid.cell_area < self.min_area:
                self.findings.too_small.append(index)
                usable[index] = None
        return usable

    def building(self, index: int, polygon: Any) -> None:
        """Find the planes of one building."""
        ground = ground_level(self.heights, self.owner, *rings(polygon), *self.place)
        first, last, begin, end = self.grid.window(polygon.bounds, _PAD)
        first, begin = max(first, 0), max(begin, 0)
        part = self.grid.part(first, begin)
        z = self.heights[first:last, begin:end]
        inside = self.owner[first:last, begin:end] == index
        own = z[inside]
        known = own[~np.isnan(own)]
        if 2 * len(known) < len(own):
            self.findings.no_data.append(index)
            return
        stands = True
        if not np.isnan(ground):
            self.findings.judged += 1
            stands = bool(np.median(known) - ground >= STANDS_OUT)
            if not stands:
                self.findings.flush.append(index)
        lowest = ground + LOWEST_ROOF if stands and not np.isnan(ground) else -np.inf
        before = len(self.planes)
        if self.bins is None:
            roof = _Roof.of_cells(part, z, inside, self.min_area)
        else:
            near = self.bins.near(polygon.bounds)
            if len(near) < 4:
                self.findings.no_data.append(index)
                return
            roof = _Roof.of_points(near, polygon, lowest, self.min_area)
        shapes = self._add_planes(index, polygon, roof, lowest, (first, begin, z, inside))
        self._add_obstacles(index, polygon, roof, shapes)
        if len(self.planes) == before:
            self.findings.no_plane.append(index)

    def _add_planes(
        self, index: int, polygon: Any, roof: _Roof, lowest: float, window: tuple[int, int, np.ndarray, np.ndarray]
    ) -> dict[int, int]:
        """Returns which plane each label became."""
        became = {}
        for label, shape in roof.polygons(polygon).items():
            c, p, q, rms = (float(value) for value in roof.planes[label - 1])
            middle = shape.centroid
            height = c + p * (middle.x - roof.grid.left) + q * (middle.y - roof.grid.top)
            if height < lowest:
                self.findings.ground_planes += 1
                continue
            if shape.area < self.min_area:
                continue
            slope = float(np.hypot(p, q))
            became[label] = len(self.planes)
            self.planes.append(
                Plane(
                    building=index,
                    p=p,
                    q=q,
                    a=height,
                    x0=middle.x,
                    y0=middle.y,
                    cells=self._cells(roof, label, shape, window),
                    polygon=shape,
                    area_plan_m2=shape.area,
                    area_m2=shape.area * float(np.sqrt(1 + slope**2)),
                    rmse_m=rms,
                    slope_deg=float(np.degrees(np.arctan(slope))),
                    grid_azimuth_deg=float(np.degrees(np.arctan2(-p, -q)) % 360),
                    is_flat=bool(np.degrees(np.arctan(slope)) < FLAT_BELOW),
                )
            )
        return became

    def _cells(
        self, roof: _Roof, label: int, shape: Any, window: tuple[int, int, np.ndarray, np.ndarray]
    ) -> np.ndarray:
        first, begin, z, inside = window
        if self.bins is None:
            cells = np.argwhere((roof.labels == label) & ~np.isnan(z))
        else:
            part = self.grid.part(first, begin)
            x = part.left + (np.arange(z.shape[1]) + 0.5) * part.width_m - roof.grid.left
            y = part.top - (np.arange(z.shape[0]) + 0.5) * part.height_m - roof.grid.top
            c, p, q, _ = roof.planes[label - 1]
            near = np.abs(z - c - p * x - q * y[:, None]) <= 2 * roof.tolerance
            cells = np.argwhere(part.inside(shape, z.shape) & inside & near)
        return (cells + np.array([first, begin])).astype(np.int32)

    def _add_obstacles(self, index: int, polygon: Any, roof: _Roof, became: dict[int, int]) -> None:
        for number, (height, label) in enumerate(roof.tops, 1):
            plane = became.get(int(label))
            if plane is None:
                continue
            outline = cells_outline(roof.pieces == number, roof.grid)
            shape = largest_part(shapely.make_valid(shapely.intersection(outline, polygon)))
            if shape is not None:
                self.obstacles.append(Obstacle(index, plane, shape, float(height)))


class _Roof:
    """One building's samples, divided among planes."""

    def __init__(self, grid: Grid, x: np.ndarray, y: np.ndarray, z: np.ndarray, inside: np.ndarray) -> None:
        self.grid, self.x, self.y, self.z, self.inside = grid, x, y, z, inside
        self.labels = self.area = self.pieces = np.zeros(z.shape, np.int32)
        self.planes, self.tops = np.zeros((0, 4)), np.zeros((0, 2))
        self.tolerance = 0.0

    @classmethod
    def of_cells(cls, grid: Grid, z: np.ndarray, inside: np.ndarray, min_area: float) -> _Roof:
        x, y = np.meshgrid((np.arange(z.shape[1]) + 0.5) * grid.width_m, -(np.arange(z.shape[0]) + 0.5) * grid.height_m)
        roof = cls(grid, x, y, np.ascontiguousarray(z), inside)
        return roof._divide(1, min_area)

    @classmethod
    def of_points(cls, points: np.ndarray, polygon: Any, lowest: float, min_area: float) -> _Roof:
        grid, shape = point_grid(points, polygon, _PAD)
        x, y, z, cell = highest_points(points, grid.left, grid.top, grid.width_m, shape, lowest)
        inside = grid.inside(polygon, shape)
        roof = cls(grid, x, y, z, inside)
        known = np.count_nonzero(~np.isnan(z[inside]))
        roof._divide(1 if known > 0.95 * np.count_nonzero(inside) else 2, min_area)
        if len(roof.planes):
            roof.planes = refit_on_points(points, grid.left, grid.top, cell, roof.labels, roof.planes, roof.tolerance)
        return roof

    def _divide(self, reach: int, min_area: float) -> _Roof:
        least = max(3, int(np.ceil(0.75 * min_area / self.grid.cell_area)))
        block = max(2, int(np.ceil(NARROWEST / self.grid.size)))
        x, y, z = self.x, self.y, self.z
        self.labels, self.planes, noise, self.tolerance = segment(x, y, z, self.inside, reach, least, block)
        if len(self.planes):
            threshold = max(OBSTACLE_HEIGHT, 5 * noise)
            self.area, self.pieces, self.tops = territories(x, y, z, self.inside, self.labels, self.planes, threshold)
        return self

    def polygons(self, footprint: Any) -> dict[int, Any]:
        """Label to polygon in map coordinates."""
        if not len(self.planes):
            return {}
        present = np.unique(self.area[self.inside])
        if len(present) == 1:
            only = largest_part(footprint)
            return {int(present[0]): only} if present[0] and only is not None else {}
        grid = self.grid
        scale, origin = np.array([grid.width_m, -grid.height_m]), np.array([grid.left, grid.top])
        local = shapely.transform(footprint, lambda xy: (xy - origin) / scale)
        drawn = outlines(self.area, self.inside, self.planes[:, :3] * (1, grid.width_m, -grid.height_m), local)
        placed = {label: shapely.transform(shape, lambda xy: xy * scale + origin) for label, shape in drawn.items()}
        # Millions of metres round what were cells: thin necks may close.
        sound = {n: shape if shape.is_valid else largest_part(shapely.make_valid(shape)) for n, shape in placed.items()}
        return {label: shape for label, shape in sound.items() if shape is not None}


def _areal(shape: Any) -> Any:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.multipolygons(parts) if len(parts) > 1 else (parts[0] if parts else None)


def _overlaps(polygons: list[Any], sliver: float) -> dict[int, list[int]]:
    """For each polygon the earlier ones with which it shares more than a sliver [m²]."""
    known = np.array([n for n, polygon in enumerate(polygons) if polygon is not None])
    if not len(known):
        return {}
    shapes = np.array([polygons[n] for n in known], dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    later = first > second
    first, second = first[later], second[later]
    common = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    result: dict[int, list[int]] = {}
    for a, b in zip(first[common > sliver], second[common > sliver], strict=True):
        result.setdefault(int(known[a]), []).append(int(known[b]))
    return result
