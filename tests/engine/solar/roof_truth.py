"""Scoring of roof planes against truth, and truth read from outside data: wireframes and city models."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import shapely


@dataclass(frozen=True)
class TruePlane:
    """A roof surface: its plan polygon in map coordinates, slope, azimuth [degrees] and gradient (c, p, q)."""

    polygon: object
    slope: float
    azimuth: float
    plane: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Score:
    """Completeness, correctness (IoU ≥ 0.5) and the absolute errors of matched planes."""

    truths: int
    found: int
    completeness: float
    completeness_by_area: float
    correctness: float
    iou: np.ndarray
    slope: np.ndarray
    azimuth: np.ndarray
    area: np.ndarray

    def __str__(self):
        def spread(errors):
            return "/".join(f"{v:.2f}" for v in np.percentile(errors, [50, 95])) if len(errors) else "–"

        return (
            f"{self.truths} true, {self.found} found: completeness {self.completeness:.3f} "
            f"(by area {self.completeness_by_area:.3f}), correctness {self.correctness:.3f}, "
            f"mean IoU {self.iou.mean():.3f}, slope {spread(self.slope)}°, azimuth {spread(self.azimuth)}°, "
            f"area {spread(100 * self.area)} % (median/P95)"
        )


def score(truths, planes):
    """Match every true plane with the found one it shares most with, and compare."""
    shapes = np.array([plane.polygon for plane in planes], dtype=object)
    tree = shapely.STRtree(shapes)
    overlap = np.zeros((len(truths), max(len(planes), 1)))
    for number, truth in enumerate(truths):
        near = tree.query(truth.polygon, predicate="intersects")
        common = shapely.area(shapely.intersection(shapes[near], truth.polygon))
        overlap[number, near] = common / (shapely.area(shapes[near]) + truth.polygon.area - common)
    best = overlap.argmax(axis=1)
    matched = overlap.max(axis=1) >= 0.5
    pairs = [(truths[t], planes[best[t]]) for t in np.flatnonzero(matched)]
    areas = np.array([truth.polygon.area for truth in truths])
    azimuths = [turn(p.grid_azimuth_deg, t.azimuth) for t, p in pairs if t.slope > 5]
    return Score(
        len(truths),
        len(planes),
        float(matched.mean()),
        float(areas[matched].sum() / areas.sum()),
        float((overlap.max(axis=0) >= 0.5).mean()),
        overlap.max(axis=1)[matched],
        np.array([abs(p.slope_deg - t.slope) for t, p in pairs]),
        np.array(azimuths),
        np.array([abs(p.area_plan_m2 / t.polygon.area - 1) for t, p in pairs]),
    )


def turn(a, b):
    """Angle between two directions [degrees]."""
    return abs((a - b + 180) % 360 - 180)


def plane_through(points):
    """c, p, q of the least-squares plane z = c + p·x + q·y, with the largest distance from it."""
    design = np.column_stack([np.ones(len(points)), points[:, :2]])
    solution, *_ = np.linalg.lstsq(design, points[:, 2], rcond=None)
    return solution, np.abs(design @ solution - points[:, 2]).max()


def true_plane(polygon, solution):
    c, p, q = solution
    slope, azimuth = np.degrees(np.arctan(np.hypot(p, q))), np.degrees(np.arctan2(-p, -q)) % 360
    return TruePlane(polygon, float(slope), float(azimuth), (float(c), float(p), float(q)))


def read_wireframe(path, points, smallest=2.0):
    """Faces of a wireframe (Building3D obj: vertices and edges only) as true planes.

    All edges in plan part the roof; every part belongs to the plane through two edges that meet on its rim which the
    laser points inside it confirm (a plane through the eaves of a hip roof has edges all round, but no points).
    Parts of one plane that touch are one face.
    """
    vertices, edges = [], []
    for line in path.read_text().splitlines():
        kind, *values = line.split()
        if kind == "v":
            vertices.append([float(v) for v in values])
        elif kind == "l":
            edges.append([int(v) - 1 for v in values])
    vertices, edges = np.array(vertices), np.array(edges)
    flat = _joined(vertices)
    lines = [line for line in shapely.linestrings(flat[edges]) if line.length > 0.1]
    lines = shapely.snap(lines, shapely.multipoints(flat), 0.2)
    faces = []
    for part in shapely.get_parts(shapely.polygonize(list(shapely.get_parts(shapely.union_all(lines))))):
        inner = points[shapely.contains_xy(part.buffer(-0.1), points[:, 0], points[:, 1])]
        if len(inner) < 5:
            continue
        rim = shapely.distance(part.exterior, shapely.points(flat)) < 0.25
        candidates = [(np.median(np.abs(inner[:, 2] - c - inner[:, :2] @ (p, q))), (c, p, q))
                      for c, p, q in _edge_planes(vertices, edges[rim[edges].all(axis=1)])]  # fmt: skip
        away, (c, p, q) = min(candidates, default=(np.inf, (0, 0, 0)))
        if away < 0.15:
            on = rim & (np.abs(vertices[:, 2] - c - vertices[:, :2] @ (p, q)) < 0.15)
            faces.append((part, plane_through(vertices[on])[0]))
    return [face for face in _same_plane_joined(faces) if face.polygon.area >= smallest]


def _joined(vertices):
    """Vertices in plan, those within 0.15 m of one another at one place."""
    flat = vertices[:, :2].copy()
    for n in range(len(flat)):
        near = np.hypot(*(flat[:n] - flat[n]).T) < 0.15
        if near.any():
            flat[n] = flat[np.flatnonzero(near)[0]]
    return flat


def _same_plane_joined(faces):
    done = []
    for part, plane in faces:
        for number, (other, known) in enumerate(done):
            corners = np.column_stack([np.ones(shapely.get_num_coordinates(part)), shapely.get_coordinates(part)])
            if part.distance(other) < 0.01 and np.abs(corners @ (plane - known)).max() < 0.15:
                done[number] = shapely.union_all([part, other]), known if other.area > part.area else plane
                break
        else:
            done.append((part, plane))
    return [true_plane(part, plane) for part, plane in done]


def _edge_planes(vertices, edges):
    """Planes (c, p, q) through pairs of edges that meet, none vertical, no two alike."""
    planes = []
    for v in range(len(vertices)):
        ends = [b if a == v else a for a, b in edges if v in (a, b)]
        for i, first in enumerate(ends):
            for second in ends[i + 1 :]:
                normal = np.cross(vertices[first] - vertices[v], vertices[second] - vertices[v])
                length = np.linalg.norm(normal)
                if length < 1e-6 or abs(normal[2]) < 0.1 * length:
                    continue
                p, q = -normal[:2] / normal[2]
                planes.append((vertices[v, 2] - p * vertices[v, 0] - q * vertices[v, 1], p, q))
    return planes


def read_city_model(path):
    """Roof surfaces of every building part of a CityJSON file.

    Returns
    -------
    list of (list of TruePlane, footprint, ground height)
    """
    model = json.loads(path.read_text())
    vertices = np.array(model["vertices"]) * model["transform"]["scale"] + model["transform"]["translate"]
    parts = []
    for thing in model["CityObjects"].values():
        for geometry in thing.get("geometry", []):
            kinds = [s["type"] for s in geometry["semantics"]["surfaces"]]
            faces, ground = [], []
            for rings, kind in zip(geometry["boundaries"], geometry["semantics"]["values"], strict=True):
                corners = [vertices[ring] for ring in rings]
                if kinds[kind] == "RoofSurface":
                    faces.append(_roof_surface(corners))
                elif kinds[kind] == "GroundSurface":
                    ground.append(shapely.Polygon(corners[0][:, :2]))
            faces = [face for face in faces if face]
            if faces:
                low = min(v[:, 2].min() for v in ([vertices[r] for rings in geometry["boundaries"] for r in rings]))
                parts.append((faces, shapely.union_all([face.polygon for face in faces]), low))
    return parts


def _roof_surface(corners):
    """None for a surface that is a line in plan."""
    polygon = shapely.Polygon(corners[0][:, :2], [ring[:, :2] for ring in corners[1:]])
    if polygon.area < 0.01:
        return None
    polygon = polygon if polygon.is_valid else shapely.make_valid(polygon)
    origin = corners[0].mean(axis=0)
    (c, p, q), _ = plane_through(corners[0] - origin)
    c += origin[2] - p * origin[0] - q * origin[1]
    return true_plane(polygon, (c, p, q))
