"""Car parks and waste land of the demo town: free ground inside the surface model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely
from shapely import Polygon
from shapely.affinity import rotate
from shapely.geometry import Point, box

from .town import CRS, Town, placed

#: Kept free round buildings [m].
CLEARANCE = 4.0
#: Name, kind, middle, sides [m], and how far they are turned, in degrees counter-clockwise.
_PLACES = (
    ("Parking des Prés", "parking", (1911.0, 1012.0), (88.0, 54.0), 9.0),
    ("Place du Marché", "parking", (1661.0, 1357.0), (36.0, 30.0), -38.0),
    ("Friche des Prés", "ground", (2012.0, 1150.0), (74.0, 40.0), 9.0),
)


@dataclass(frozen=True)
class Ground:
    """A place without buildings, in local metres."""

    shape: Polygon
    name: str
    kind: str


def open_grounds(town: Town) -> list[Ground]:
    """The places, less what buildings, streets and trees take of them.

    They are not drawn into the land cover: they lie on ground that is sealed or bare there anyhow.
    """
    return [
        Ground(_free(town, rotate(_rectangle(middle, sides), bearing)), name, kind)
        for name, kind, middle, sides, bearing in _PLACES
    ]


def grounds_table(town: Town) -> gpd.GeoDataFrame:
    """Open ground with its name and its kind, ``parking`` or ``ground``."""
    rows = [
        {"ground_id": number, "name": ground.name, "kind": ground.kind, "geometry": placed(ground.shape)}
        for number, ground in enumerate(open_grounds(town), 1)
    ]
    return gpd.GeoDataFrame(rows, crs=CRS)


def _rectangle(middle: tuple[float, float], sides: tuple[float, float]) -> Polygon:
    (x, y), (along, across) = middle, sides
    return box(x - along / 2, y - across / 2, x + along / 2, y + across / 2)


def _free(town: Town, place: Any) -> Polygon:
    taken = [
        building.shape.buffer(CLEARANCE) for building in town.buildings if building.shape.distance(place) < CLEARANCE
    ]
    taken += [street.line.buffer(street.width / 2 + 1) for street in town.plan.streets]
    taken += [Point(tree.x, tree.y).buffer(tree.crown) for tree in town.trees if place.contains(Point(tree.x, tree.y))]
    parts = shapely.get_parts(place.difference(shapely.union_all(taken)))
    return max(parts, key=lambda part: part.area)
