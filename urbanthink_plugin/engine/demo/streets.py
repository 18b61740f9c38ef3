"""The plan of the demo town: river, streets, quarters, blocks and the land around.

Lambert-93 metres relative to the south-west corner of a 3 km square. Everything is drawn from one seeded
generator and rounded to the centimetre, so that the same seed gives the same town everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.affinity import rotate
from shapely.geometry import MultiPolygon, box
from shapely.geometry.base import BaseGeometry

SIZE = 3000.0
CENTRE = (1390.0, 1430.0)
RIVER_WIDTH = 62.0
CENTRE_RADIUS = 290.0
FAUBOURG_RADIUS = 480.0
_ESTATE = (1860, 730, 2540, 1200)

# Bearing (degrees, counter-clockwise from east) and radius of the edge of the town [m].
_EDGE = ((0, 960), (45, 1010), (90, 900), (135, 760), (180, 980), (225, 860), (270, 960), (315, 640))


@dataclass(frozen=True)
class Street:
    """A street centre line, with its paved width in metres."""

    line: LineString
    width: float
    kind: str


@dataclass(frozen=True)
class Block:
    """A piece of the town between streets."""

    shape: Polygon
    quarter: str


@dataclass(frozen=True)
class Plan:
    """Where everything of the town is; shapes in local metres."""

    river: Polygon
    envelope: Polygon
    park: Polygon
    estate: Polygon
    square: Polygon
    streets: list[Street]
    blocks: list[Block]
    fields: list[tuple[BaseGeometry, str]]


def draw_plan(rng: np.random.Generator) -> Plan:
    """Draw the plan of the town.

    Parameters
    ----------
    rng : numpy.random.Generator
        The seeded source of every irregularity.

    Returns
    -------
    Plan
        River, envelope, streets, blocks and surrounding fields.
    """
    course = _river_course()
    river = course.buffer(RIVER_WIDTH / 2)
    envelope = _bent(Polygon(_ring(_edge_radius, rng, 3.0)).buffer(-25).buffer(25))
    estate = rotate(box(*_ESTATE), 9)
    park = box(820, 1560, 1130, 2100).intersection(_beside(course, 26, 260)).buffer(-12).buffer(12)
    square = rotate(box(CENTRE[0] - 42, CENTRE[1] - 30, CENTRE[0] + 46, CENTRE[1] + 34), 14)
    quays = course.buffer(RIVER_WIDTH / 2 + 28)
    streets = _streets(rng, envelope, estate, quays)
    cuts = [street.line.buffer(street.width / 2 + _PAVEMENT[street.kind], cap_style="flat") for street in streets]
    free = shapely.union_all([*cuts, quays, park, square])
    built = [
        *_parts(envelope.difference(shapely.union_all([free, estate.buffer(12)])), 900.0),
        *_parts(estate.difference(free), 9000.0),
    ]
    blocks = [Block(part, _quarter(part, estate, course)) for part in built]
    town = _one(shapely.union_all([envelope, estate]).buffer(12).buffer(-12))
    return Plan(river, town, _one(park), estate, square, streets, blocks, _fields(rng, course))


_PAVEMENT = {"avenue": 3.0, "boulevard": 6.0, "street": 2.0, "lane": 0.6, "yard": 2.0, "country": 2.0}


def _river_course() -> LineString:
    x = np.linspace(-100, SIZE + 100, 90)
    y = 2030 + 120 * np.sin(x / 520 + 0.5) + 55 * np.sin(x / 240)
    return LineString(np.column_stack([x, y]).round(2))


def _beside(course: LineString, near: float, far: float) -> BaseGeometry:
    return course.buffer(far).difference(course.buffer(RIVER_WIDTH / 2 + near))


def _bent(shape: Any) -> Any:
    """Old towns are not drawn with a compass: a smooth displacement of some tens of metres."""
    dense = shapely.segmentize(shape, 25.0)

    def move(xy: np.ndarray) -> np.ndarray:
        dx, dy = xy[:, 0] - CENTRE[0], xy[:, 1] - CENTRE[1]
        x = xy[:, 0] + 0.09 * dx + 34 * np.sin(dy / 190 + 0.4) + 13 * np.sin(dy / 67 + dx / 120)
        y = xy[:, 1] - 0.07 * dy + 30 * np.sin(dx / 215 + 1.9) + 12 * np.sin(dx / 71 - dy / 140)
        return np.round(np.column_stack([x, y]), 2)

    return shapely.transform(dense, move)


def _edge_radius(angle: np.ndarray) -> np.ndarray:
    bearings, radii = np.array(_EDGE).T
    return np.interp(np.degrees(angle) % 360, [*bearings, 360], [*radii, radii[0]])


def _ring(radius: float | Callable[[np.ndarray], np.ndarray], rng: np.random.Generator, roughness: float) -> np.ndarray:
    """A closed, slightly irregular ring round the centre; `radius` is metres or a function of the angle."""
    angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    reach = radius(angle) if callable(radius) else np.full(angle.size, float(radius))
    phases = rng.uniform(0, 2 * np.pi, 3)
    wave = sum(np.sin((k + 2) * angle + phase) / (k + 2) for k, phase in enumerate(phases))
    reach = reach * (1 + roughness / 100 * 4 * wave)
    return np.column_stack([CENTRE[0] + reach * np.cos(angle), CENTRE[1] + reach * np.sin(angle)]).round(2)


def _streets(rng: np.random.Generator, envelope: Polygon, estate: Polygon, quays: BaseGeometry) -> list[Street]:
    inside = envelope.buffer(-30).difference(shapely.union_all([quays, estate.buffer(20)]))
    streets = []
    for ring, width, kind in _town_rings(rng):
        streets += [Street(line, width, kind) for line in _lines(_bent(LineString([*ring, ring[0]])).difference(quays))]
    for radius in range(590, 1000, 108):
        ring = _ring(radius, rng, 1.6)
        # Arcs left out here and there make blocks of many sizes.
        arcs = [_bent(LineString(np.roll(ring, -k, axis=0)[:7])) for k in range(0, 72, 6) if rng.random() < 0.82]
        streets += [Street(line, 7.0, "street") for arc in arcs for line in _lines(arc.intersection(inside))]
    spokes = (
        (34, CENTRE_RADIUS, 11, 4.0, "lane"),
        (CENTRE_RADIUS, FAUBOURG_RADIUS, 17, 7.0, "street"),
        (FAUBOURG_RADIUS, 698, 21, 7.0, "street"),
        (698, 1010, 28, 7.0, "street"),
    )
    for start, end, number, width, kind in spokes:
        for line in _spokes(rng, start, end, number):
            streets += [Street(part, width, kind) for part in _lines(_bent(line).intersection(inside))]
    streets += [Street(_bent(LineString(line)), 11.0, "avenue") for line in _AVENUES]
    west, south, east, north = box(*_ESTATE).bounds
    middle = ((west - 20, 958, east + 20, 958), (2200, south - 20, 2200, north + 20))
    for x0, y0, x1, y1 in middle:
        line = rotate(LineString([(x0, y0), (x1, y1)]), 9, origin=estate.centroid)
        streets.append(Street(line, 10.0, "yard"))
    return streets


# From the centre to the edge of the map; the second and the third cross the river.
_AVENUES = (
    ((1390, 1430), (1000, 1405), (420, 1330), (-250, 1290)),
    ((1390, 1430), (1412, 1800), (1450, 2300), (1400, 3320)),
    ((1390, 1430), (1800, 1560), (2250, 1690), (2520, 2120), (3200, 2350)),
    ((1390, 1430), (1700, 1240), (2010, 1110), (2420, 1140), (3200, 1010)),
    ((1390, 1430), (1330, 900), (1370, 420), (1300, -320)),
)


def _town_rings(rng: np.random.Generator) -> list[tuple[np.ndarray, float, str]]:
    return [
        (_ring(112, rng, 2.5), 4.0, "lane"),
        (_ring(196, rng, 2.5), 4.5, "lane"),
        (_ring(CENTRE_RADIUS, rng, 1.5), 14.0, "boulevard"),
        (_ring(FAUBOURG_RADIUS, rng, 1.5), 9.0, "street"),
        (_ring(386, rng, 1.8), 6.0, "street"),
    ]


def _spokes(rng: np.random.Generator, start: float, end: float, number: int) -> list[LineString]:
    step = 2 * np.pi / number
    lines = []
    for k in range(number):
        angle = k * step + rng.uniform(-0.22, 0.22) * step
        bend = angle + rng.uniform(-0.12, 0.12) * step
        ends = [(start - 4, angle), ((start + end) / 2, bend), (end + 4, angle)]
        points = [(CENTRE[0] + r * np.cos(a), CENTRE[1] + r * np.sin(a)) for r, a in ends]
        lines.append(LineString(np.round(points, 2)))
    return lines


def _quarter(shape: Polygon, estate: Polygon, course: LineString) -> str:
    point = shape.centroid
    dx, dy = point.x - CENTRE[0], point.y - CENTRE[1]
    distance = float(np.hypot(dx, dy))
    if estate.contains(point):
        return "Estate"
    if point.y > course.interpolate(course.project(point)).y:
        return "Faubourg du Pont"
    if distance < CENTRE_RADIUS:
        return "Vieille Ville"
    if distance < FAUBOURG_RADIUS:
        return "Faubourg"
    bearing = np.degrees(np.arctan2(dy, dx)) % 360
    if 4 < bearing < 42:
        return "Les Tilleuls"
    return "Les Vignes" if bearing < 110 or bearing > 315 else "Beauregard" if bearing < 215 else "La Garenne"


def _fields(rng: np.random.Generator, course: LineString) -> list[tuple[BaseGeometry, str]]:
    """Parcels round the town, woods and the water meadows; painted in this order."""
    corners = np.arange(-300, SIZE + 600, 300.0)
    x, y = np.meshgrid(corners, corners)
    x, y = x + rng.uniform(-70, 70, x.shape), y + rng.uniform(-70, 70, y.shape)
    parcels = []
    for i in range(x.shape[0] - 1):
        for j in range(x.shape[1] - 1):
            ring = [
                (x[i, j], y[i, j]),
                (x[i, j + 1], y[i, j + 1]),
                (x[i + 1, j + 1], y[i + 1, j + 1]),
                (x[i + 1, j], y[i + 1, j]),
            ]
            parcels.append((Polygon(np.round(ring, 2)), "crops" if rng.random() < 0.42 else "meadows"))
    woods = [
        Polygon([(-50, 2350), (350, 2420), (820, 2560), (980, 2760), (900, 3050), (-50, 3050)]),
        Polygon([(2240, -50), (2330, 260), (2560, 420), (2830, 380), (3050, 560), (3050, -50)]),
        Polygon([(-50, 620), (240, 660), (330, 420), (560, 240), (610, -50), (-50, -50)]),
        Polygon([(1830, 2640), (2080, 2560), (2270, 2720), (2180, 2930), (1900, 2900)]),
    ]
    rounded = [(wood.buffer(-40).buffer(70).buffer(-30), "trees") for wood in woods]
    strip = course.buffer(RIVER_WIDTH / 2 + 45).difference(course.buffer(RIVER_WIDTH / 2 + 4))
    return [
        *parcels,
        (course.buffer(150), "meadows"),
        *rounded,
        (strip, "meadows"),
        *[(course.interpolate(d).buffer(11), "trees") for d in np.arange(20, course.length, 26)],
    ]


def _parts(geometry: BaseGeometry, smallest: float) -> list[Polygon]:
    parts = [part for part in shapely.get_parts(geometry) if part.area >= smallest]
    rounded = [shapely.set_precision(part, 0.01) for part in parts]
    return sorted(
        (p for p in rounded if isinstance(p, Polygon)), key=lambda p: (round(p.centroid.x), round(p.centroid.y))
    )


def _one(geometry: Any) -> Polygon:
    return max(geometry.geoms, key=lambda p: p.area) if isinstance(geometry, MultiPolygon) else geometry


def _lines(geometry: BaseGeometry) -> list[LineString]:
    return [line for line in shapely.get_parts(geometry) if isinstance(line, LineString) and line.length > 40]
