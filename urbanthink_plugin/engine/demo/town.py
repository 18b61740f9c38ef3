"""The demo town: buildings with known roofs and uses, trees and blocks with residents, on the plan of `streets`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import rotate
from shapely.geometry import Point, box

from ..about import table as read_table
from .streets import CENTRE, SIZE, Block, Plan, draw_plan

ORIGIN = (700000.0, 6600000.0)
CRS = "EPSG:2154"
NAME = "Valcourt-la-Rivière"


class Spot(NamedTuple):
    """Where a rectangle stands: its middle, its sides [m], and the bearing of the side `along`, as in `Building`."""

    x: float
    y: float
    along: float
    depth: float
    bearing: float


@dataclass(frozen=True)
class Building:
    """A rectangular building: the rectangle in local metres, its use and its roof.

    `length` is the side along the ridge and `depth` the one across it [m], `bearing` the direction of the ridge in
    degrees counter-clockwise from east. A gable falls on both sides of its ridge, a shed to the left of `bearing`.
    """

    shape: Polygon
    bearing: float
    length: float
    depth: float
    use: str
    floors: int
    eaves: float
    roof: str
    slope: float

    @property
    def azimuth(self) -> float | None:
        """Bearing of the downhill side clockwise from north [degrees]; of a gable's two, the one nearer to south."""
        if self.roof == "flat":
            return None
        downhill = (-self.bearing) % 360
        if self.roof == "gable" and not 90 <= downhill < 270:
            downhill = (downhill + 180) % 360
        return round(downhill, 2)


@dataclass(frozen=True)
class Tree:
    """A single tree, in local metres."""

    x: float
    y: float
    height: float
    crown: float


@dataclass(frozen=True)
class Town:
    """The whole town, in local metres."""

    plan: Plan
    buildings: list[Building]
    trees: list[Tree]


def build_town(seed: int = 2154) -> Town:
    """Build the demo town; the same seed gives the same town.

    Parameters
    ----------
    seed : int
        Any integer.

    Returns
    -------
    Town
        Plan, buildings and trees, in metres from the south-west corner of a 3 km square.
    """
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    buildings = [_church(), *_civic(plan)]
    taken = shapely.STRtree([b.shape.buffer(6) for b in buildings])
    for block in plan.blocks:
        built = _QUARTERS.get(block.quarter, _suburb)(block, rng)
        buildings += [b for b in built if taken.query(b.shape, predicate="intersects").size == 0]
    return Town(plan, buildings, _trees(plan, buildings, rng))


def buildings_table(town: Town) -> gpd.GeoDataFrame:
    """Footprints with use, floors, height [m], roof truth [degrees] and yearly consumption [kWh].

    Households and consumption come from ``resources/data/demo_buildings.json``.
    """
    typical = read_table("demo_buildings")
    rows = []
    for number, building in enumerate(town.buildings, 1):
        dwellings, consumption = _household(building, typical)
        rows.append(
            {
                "building_id": number,
                "use": building.use,
                "floors": building.floors,
                "height_m": round(building.eaves, 2),
                "roof_type": building.roof,
                "roof_slope_deg": building.slope,
                "roof_azimuth_deg": building.azimuth,
                "dwellings": dwellings,
                "consumption_kwh": consumption,
                "geometry": placed(building.shape),
            }
        )
    return gpd.GeoDataFrame(rows, crs=CRS)


def blocks_table(town: Town) -> gpd.GeoDataFrame:
    """Blocks with a name and the residents of their dwellings."""
    typical = read_table("demo_buildings")
    tree = shapely.STRtree([block.shape for block in town.plan.blocks])
    residents = np.zeros(len(town.plan.blocks))
    for building in town.buildings:
        inside = tree.query(building.shape.centroid, predicate="within")
        if inside.size:
            residents[inside[0]] += _household(building, typical)[0] * typical["residents_per_dwelling"]
    counts: dict[str, int] = {}
    rows = []
    for number, (block, people) in enumerate(zip(town.plan.blocks, residents, strict=True), 1):
        counts[block.quarter] = counts.get(block.quarter, 0) + 1
        rows.append(
            {
                "block_id": number,
                "name": f"{_SHOWN.get(block.quarter, block.quarter)} {counts[block.quarter]}",
                "quarter": _SHOWN.get(block.quarter, block.quarter),
                "population": round(people),
                "geometry": placed(block.shape),
            }
        )
    return gpd.GeoDataFrame(rows, crs=CRS)


def trees_table(town: Town) -> gpd.GeoDataFrame:
    """Single trees as points, with height and crown radius [m]."""
    rows = [
        {"tree_id": n, "height_m": t.height, "crown_m": t.crown, "geometry": placed(Point(t.x, t.y))}
        for n, t in enumerate(town.trees, 1)
    ]
    return gpd.GeoDataFrame(rows, crs=CRS)


_SHOWN = {"Estate": "Zone des Prés"}


def placed(shape: Any) -> Any:
    """A shape of local metres where it stands in `CRS`, to the centimetre."""
    return shapely.transform(shape, lambda xy: np.round(xy + ORIGIN, 2))


def _household(building: Building, typical: dict[str, Any]) -> tuple[int, int]:
    """Dwellings, and yearly consumption [kWh], of a building."""
    use = typical["uses"][building.use]
    floor_area = building.shape.area * building.floors
    each = use["floor_area_per_dwelling_m2"]
    dwellings = 1 if each is None else max(1, int(floor_area / each)) if each else 0
    # A household is not its neighbour: ± 25 %, fixed by the place so that it needs no generator.
    spread = 1 + 0.25 * np.sin(building.shape.centroid.x * 1.7 + building.shape.centroid.y * 2.3)
    return dwellings, round((dwellings * use["dwelling_kwh_year"] + floor_area * use["kwh_m2_year"]) * spread / 10) * 10


def _rectangle(spot: Spot) -> Polygon:
    west, south = spot.x - spot.along / 2, spot.y - spot.depth / 2
    level = box(west, south, west + spot.along, south + spot.depth)
    turned: Any = rotate(level, spot.bearing, origin=(spot.x, spot.y))
    return Polygon(np.round(turned.exterior.coords, 2))


def _building(spot: Spot, use: str, floors: int, roof: str = "gable", slope: float = 35.0) -> Building:
    spot = spot._replace(bearing=round(float(spot.bearing) % 360, 2))
    return Building(
        _rectangle(spot),
        spot.bearing,
        spot.along,
        spot.depth,
        use,
        int(floors),
        round(read_table("demo_buildings")["floor_m"] * floors + 0.4, 2),
        roof,
        0.0 if roof == "flat" else round(float(slope), 1),
    )


def _church() -> Building:
    church = _building(Spot(CENTRE[0] + 78, CENTRE[1] + 62, 44, 17, 14), "church", 1, "gable", 52)
    return replace(church, eaves=13.0)


def _civic(plan: Plan) -> list[Building]:
    """A town hall on the square, and schools and a hospital in the biggest blocks of their quarters."""
    found = [_building(Spot(CENTRE[0] - 62, CENTRE[1] - 20, 30, 14, 104), "public", 3, "gable", 40)]
    for quarter, along, depth, use, floors in (
        ("Faubourg", 62, 16, "school", 2),
        ("Beauregard", 70, 18, "school", 2),
        ("La Garenne", 84, 22, "public", 4),
    ):
        blocks = [b for b in plan.blocks if b.quarter == quarter]
        shape = max(blocks, key=lambda b: b.shape.buffer(-22).area).shape
        point, bearing = shape.buffer(-20).representative_point(), _longest_side(shape)
        found.append(_building(Spot(point.x, point.y, along, depth, bearing), use, floors, "flat"))
    return found


def _longest_side(shape: Polygon) -> float:
    around: Any = shape.minimum_rotated_rectangle
    corners = np.array(around.exterior.coords)
    sides = np.diff(corners[:3], axis=0)
    dx, dy = sides[np.argmax(np.hypot(*sides.T))]
    return float(np.degrees(np.arctan2(dy, dx)))


def _draw(rng: np.random.Generator, low: int, high: int) -> int:
    """A whole number from `low` to below `high`."""
    return int(rng.integers(low, high))


def _frontage(
    block: Block,
    rng: np.random.Generator,
    gap: tuple[float, float],
    setback: float,
    widths: tuple[float, float],
    depths: tuple[float, float],
) -> Iterator[Spot]:
    """Places for buildings along the streets round a block, none touching another."""
    ring: Any = shapely.get_exterior_ring(shapely.orient_polygons(block.shape).simplify(1.0))
    points = np.array(ring.coords)
    allowed = block.shape.buffer(0.3)
    shapely.prepare(allowed)
    accepted: list[Polygon] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        length = float(np.hypot(x1 - x0, y1 - y0))
        ux, uy = (x1 - x0) / max(length, 1e-9), (y1 - y0) / max(length, 1e-9)
        at = gap[1] / 2
        while at + widths[0] <= length:
            width, depth = min(rng.uniform(*widths), length - at), rng.uniform(*depths)
            middle, inward = at + width / 2, setback + depth / 2
            spot = Spot(
                x0 + ux * middle - uy * inward,
                y0 + uy * middle + ux * inward,
                width,
                depth,
                float(np.degrees(np.arctan2(uy, ux))),
            )
            shape = _rectangle(spot)
            if allowed.contains(shape) and not shapely.intersects(accepted, shape.buffer(-0.1)).any():
                accepted.append(shape)
                yield spot
            at += width + rng.uniform(*gap)


def _old_town(block: Block, rng: np.random.Generator) -> list[Building]:
    built = []
    for spot in _frontage(block, rng, (0.0, 0.0), 0.4, (6.5, 12.0), (10.0, 13.0)):
        use = "shop" if rng.random() < 0.22 else "townhouse"
        built.append(_building(spot, use, _draw(rng, 2, 5), "gable", _draw(rng, 38, 48)))
    return built


def _faubourg(block: Block, rng: np.random.Generator) -> list[Building]:
    built = []
    for spot in _frontage(block, rng, (0.0, 5.0), 1.5, (9.0, 16.0), (9.5, 12.0)):
        draw = rng.random()
        use = "apartments" if draw < 0.12 else "shop" if draw < 0.2 else "townhouse"
        floors, flat = _draw(rng, 2, 4) + 2 * (use == "apartments"), use == "apartments"
        built.append(_building(spot, use, floors, "flat" if flat else "gable", _draw(rng, 32, 43)))
    return built


def _suburb(block: Block, rng: np.random.Generator) -> list[Building]:
    built = []
    for spot in _frontage(block, rng, (7.0, 14.0), 6.0, (11.0, 15.0), (8.5, 10.5)):
        roof = "flat" if rng.random() < 0.06 else "gable"
        built.append(_building(spot, "house", _draw(rng, 1, 3), roof, _draw(rng, 26, 41)))
    return built


def _tower_blocks(block: Block, rng: np.random.Generator) -> list[Building]:
    built = []
    for spot in _frontage(block, rng, (24.0, 34.0), 12.0, (38.0, 58.0), (12.0, 13.0)):
        built.append(_building(spot, "apartments", _draw(rng, 4, 8), "flat"))
    return built


def _estate(block: Block, rng: np.random.Generator) -> list[Building]:
    """Halls on a regular grid inside the block; every second roof is flat, the others barely pitched."""
    bearing, middle = _longest_side(block.shape), block.shape.centroid
    level = rotate(block.shape, -bearing, origin=middle).buffer(-14)
    west, south, east, north = level.bounds
    columns, rows = max(1, round((east - west) / 104)), max(1, round((north - south) / 88))
    built: list[Building] = []
    for i in range(columns):
        for j in range(rows):
            if (i + 2 * j) % 5 == 4:
                continue  # a car park
            along, depth = rng.uniform(66, 88), rng.uniform(40, 58)
            middle_x, middle_y = west + (i + 0.5) * (east - west) / columns, south + (j + 0.5) * (north - south) / rows
            place = rotate(Point(middle_x, middle_y), bearing, origin=middle)
            roof = ("flat", "gable", "flat", "shed")[len(built) % 4]
            spot = Spot(place.x, place.y, along, depth, bearing + 180 * (roof == "shed"))
            use = "retail" if j == rows - 1 else "industry"
            hall = _building(spot, use, 2, roof, 6 if roof == "gable" else 5)
            if block.shape.buffer(-3).contains(hall.shape):
                built.append(hall)
    return built


_QUARTERS = {
    "Vieille Ville": _old_town,
    "Faubourg": _faubourg,
    "Faubourg du Pont": _suburb,
    "Les Tilleuls": _tower_blocks,
    "Estate": _estate,
}


def _trees(plan: Plan, buildings: list[Building], rng: np.random.Generator) -> list[Tree]:
    roofs = shapely.STRtree([b.shape.buffer(2.5) for b in buildings])
    spots: list[tuple[float, float, float]] = []
    for street in plan.streets:
        if street.kind == "boulevard":
            for side in (-8.5, 8.5):
                row = street.line.offset_curve(side)
                spots += [(*row.interpolate(d).coords[0], 11.0) for d in np.arange(0, row.length, 11.0)]
    for x, y, height in _scattered(plan.park, 13.0, 16.0, rng):
        spots.append((x, y, height))
    for block in plan.blocks:
        if block.quarter in ("Vieille Ville", "Estate"):
            continue
        spots += _scattered(block.shape.buffer(-4), 17.0 if block.quarter == "Les Tilleuls" else 19.0, 7.5, rng)
    trees = []
    for x, y, typical in spots:
        height = typical * rng.uniform(0.7, 1.3)
        tree = Tree(round(x, 2), round(y, 2), round(height, 1), round(0.33 * height + 0.6, 1))
        inside = 0 < tree.x < SIZE and 0 < tree.y < SIZE
        if inside and roofs.query(Point(tree.x, tree.y).buffer(tree.crown * 0.8), predicate="intersects").size == 0:
            trees.append(tree)
    return trees


def _scattered(shape: Any, step: float, height: float, rng: np.random.Generator) -> list[tuple[float, float, float]]:
    if shape.is_empty:
        return []
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    x, y = x + rng.uniform(-0.35, 0.35, x.shape) * step, y + rng.uniform(-0.35, 0.35, y.shape) * step
    inside = shapely.contains_xy(shape, x, y)
    return [(float(a), float(b), height) for a, b in zip(x[inside], y[inside], strict=True)]
