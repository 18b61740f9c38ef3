"""A town made of formulas: sampled at any resolution, with the truth of every roof plane.

Districts of 250 m have their own orientation and character (houses with gable, hip and shed roofs, terraces, flat
blocks with parapet and ventilation boxes, slabs up to 42 m); chimneys, dormers, ellipsoidal trees, relief. Nothing
depends on the resolution, so that 0.5 m can be compared with 0.125 m, and a town of 500 m is the north-western
corner of one of 1000 m.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from affine import Affine
from scipy.ndimage import binary_erosion
from shapely import Polygon, box, contains_xy, unary_union
from shapely.affinity import affine_transform

ORIGIN = (700_000.0, 6_600_000.0)
DISTRICT_M = 250.0
PARAPET_M = 0.5


@dataclass(frozen=True)
class RoofTruth:
    """One roof plane; `polygon` is its plan without chimneys, dormers, parapets and boxes, in map coordinates."""

    building: int
    slope: float
    azimuth: float
    polygon: Polygon

    @property
    def gradient(self) -> tuple[float, float]:
        """(dz/dE, dz/dN)"""
        return gradient(self.slope, self.azimuth)


@dataclass(frozen=True)
class Building:
    """A rectangle of half sides `along` × `across` turned by `angle` (radians, from east, anticlockwise)."""

    kind: str
    x: float
    y: float
    angle: float
    along: float
    across: float
    eave: float
    tangent: float
    boxes: tuple[tuple[float, float, float, float, float], ...] = ()
    parapet: float = 0.0

    def local(self, x, y):
        dx, dy = x - self.x, y - self.y
        return dx * np.cos(self.angle) + dy * np.sin(self.angle), dy * np.cos(self.angle) - dx * np.sin(self.angle)

    def outward(self, polygon):
        """A polygon of this building's own frame, on the map."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return affine_transform(polygon, [cos, -sin, sin, cos, self.x, self.y])

    @property
    def footprint(self) -> Polygon:
        return self.outward(box(-self.along, -self.across, self.along, self.across))

    def roof(self, u, v):
        """Height of the roof without what stands on it."""
        if self.kind == "gable":
            return self.eave + (self.across - abs(v)) * self.tangent
        if self.kind == "hip":
            return self.eave + np.minimum(self.across - abs(v), self.along - abs(u)) * self.tangent
        if self.kind == "shed":
            return self.eave + (self.across - v) * self.tangent
        return self.eave + 0.0 * u

    def surface(self, x, y):
        """Height of the building at map coordinates, −inf beside it."""
        u, v = self.local(x, y)
        inside = (abs(u) < self.along) & (abs(v) < self.across)
        height = self.roof(u, v)
        for left, bottom, right, top, level in self.boxes:
            height = np.where((u > left) & (u < right) & (v > bottom) & (v < top), np.maximum(height, level), height)
        if self.parapet:
            edge = np.minimum(self.along - abs(u), self.across - abs(v)) < PARAPET_M
            height = np.where(edge, self.eave + self.parapet, height)
        return np.where(inside, height, -np.inf)

    def planes(self, number: int) -> list[RoofTruth]:
        """What of each face is not under a chimney, dormer or box."""
        a, b = self.along, self.across
        ends = min(a, b)
        if self.kind == "gable":
            faces = {90.0: box(-a, 0, a, b), -90.0: box(-a, -b, a, 0)}
        elif self.kind == "hip":
            north = Polygon([(-a, b), (a, b), (a - ends, b - ends), (ends - a, b - ends)])
            south = Polygon([(-a, -b), (a, -b), (a - ends, ends - b), (ends - a, ends - b)])
            east = Polygon([(a, -b), (a, b), (a - ends, b - ends), (a - ends, ends - b)])
            west = Polygon([(-a, -b), (-a, b), (ends - a, b - ends), (ends - a, ends - b)])
            faces = {90.0: north, -90.0: south, 0.0: east, 180.0: west}
        elif self.kind == "shed":
            faces = {90.0: box(-a, -b, a, b)}
        else:
            inset = PARAPET_M if self.parapet else 0.0
            faces = {90.0: box(inset - a, inset - b, a - inset, b - inset)}
        covered = unary_union([self._visible_box(item) for item in self.boxes])
        slope = float(np.degrees(np.arctan(self.tangent))) if self.kind not in ("flat", "slab") else 0.0
        found = []
        for direction, face in faces.items():
            azimuth = (90.0 - direction - np.degrees(self.angle)) % 360.0
            found.append(RoofTruth(number, slope, float(azimuth), self.outward(face.difference(covered))))
        return found

    def _visible_box(self, item):
        """Where a box stands out of the roof: a dormer's roof meets the slope before its own rectangle ends."""
        left, bottom, right, top, level = item
        rise = (level - self.eave) / self.tangent if self.tangent else np.inf
        reach = self.across - rise
        if self.kind == "gable" and reach > 0:
            return (
                box(left, max(bottom, reach), right, top) if bottom >= 0 else box(left, bottom, right, min(top, -reach))
            )
        return box(left, bottom, right, top)


@dataclass(frozen=True)
class City:
    """A sampled town; `heights` with trees, `bare` without [m]."""

    heights: np.ndarray
    bare: np.ndarray
    transform: Affine
    buildings: list[Building]
    building_index: np.ndarray = field(repr=False)

    @property
    def resolution(self) -> float:
        return self.transform.a

    @property
    def trees(self) -> np.ndarray:
        return self.heights > self.bare

    @property
    def ground(self) -> np.ndarray:
        return (self.building_index < 0) & ~self.trees

    @cached_property
    def footprints(self) -> list[Polygon]:
        return [building.footprint for building in self.buildings]

    @cached_property
    def planes(self) -> list[RoofTruth]:
        return [plane for number, building in enumerate(self.buildings) for plane in building.planes(number)]

    def core(self, plane: RoofTruth, pixels: int = 2) -> np.ndarray:
        """Rows and columns (n, 2) of the pixels of a plane that are at least `pixels` away from its edge."""
        west, south, east, north = plane.polygon.bounds
        (left, top), (right, bottom) = ~self.transform * (west, north), ~self.transform * (east, south)
        rows = np.arange(max(int(top) - 1, 0), min(int(bottom) + 2, self.heights.shape[0]))
        columns = np.arange(max(int(left) - 1, 0), min(int(right) + 2, self.heights.shape[1]))
        if not len(rows) or not len(columns):
            return np.empty((0, 2), int)
        x, y = self.transform * np.meshgrid(columns + 0.5, rows + 0.5)
        inside = contains_xy(plane.polygon, x, y)
        inside &= ~self.trees[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        found = np.argwhere(binary_erosion(inside, np.ones((3, 3)), iterations=pixels, border_value=0))
        return found + np.array([rows[0], columns[0]])


def city(size_m: float = 1000.0, resolution_m: float = 0.5, noise: float = 0.0, seed: int = 2026) -> City:
    """Build a square town and sample it at the pixel centres.

    Parameters
    ----------
    size_m, resolution_m : float
        Side and pixel [m].
    noise : float
        Standard deviation of white noise on the heights [m].
    seed : int
        Another seed is another town.
    """
    pixels = round(size_m / resolution_m)
    transform = Affine(resolution_m, 0, ORIGIN[0], 0, -resolution_m, ORIGIN[1])
    x = ORIGIN[0] + (np.arange(pixels) + 0.5) * resolution_m
    y = ORIGIN[1] - (np.arange(pixels) + 0.5) * resolution_m
    bare = relief(x[None, :], y[:, None])
    buildings, trees = _inhabitants(size_m, seed)
    owner = np.full(bare.shape, -1, np.int32)
    for number, building in enumerate(buildings):
        reach = np.hypot(building.along, building.across)
        window, gx, gy = _around(building.x, building.y, reach, x, y)
        surface = building.surface(gx, gy)
        owner[window][np.isfinite(surface)] = number
        bare[window] = np.maximum(bare[window], surface)
    heights = bare.copy()
    for tx, ty, radius, middle, half_height in trees:
        window, gx, gy = _around(tx, ty, radius, x, y)
        inside = 1 - ((gx - tx) ** 2 + (gy - ty) ** 2) / radius**2
        crown = np.where(inside > 0, middle + half_height * np.sqrt(np.maximum(inside, 0)), -np.inf)
        heights[window] = np.maximum(heights[window], crown)
    if noise:
        rough = np.random.default_rng((seed, 1)).normal(0, noise, bare.shape)
        heights, bare = heights + rough, bare + rough
    return City(heights.astype(np.float32), bare.astype(np.float32), transform, buildings, owner)


def gradient(slope, azimuth):
    """dz/dE and dz/dN of a plane that falls `slope` degrees towards `azimuth`."""
    fall = np.tan(np.radians(slope))
    return -fall * np.sin(np.radians(azimuth)), -fall * np.cos(np.radians(azimuth))


def relief(x, y):
    """Ground, between 140 and 200 m."""
    u, v = (x - ORIGIN[0]) / 1000, (ORIGIN[1] - y) / 1000
    return (
        170
        + 18 * np.sin(2.1 * u + 0.6) * np.cos(1.7 * v - 0.4)
        + 6 * np.sin(5.3 * u - 3.1 * v)
        + 2 * np.cos(11 * v + u)
    )


def _around(cx, cy, reach, x, y):
    """The window of the pixels within `reach` of a point, and their coordinates."""
    columns = slice(*np.searchsorted(x, (cx - reach, cx + reach)))
    rows = slice(*np.searchsorted(-y, (-cy - reach, -cy + reach)))
    return (rows, columns), x[None, columns], y[rows, None]


def _inhabitants(size_m, seed):
    """Buildings and trees of all districts that lie wholly inside."""
    buildings, trees = [], []
    count = int(size_m // DISTRICT_M)
    for row in range(count):
        for column in range(count):
            rng = np.random.default_rng((seed, row, column))
            centre = ORIGIN[0] + (column + 0.5) * DISTRICT_M, ORIGIN[1] - (row + 0.5) * DISTRICT_M
            kind = ("houses", "mixed", "houses", "blocks", "terraces", "slabs", "houses")[
                (3 * row + 2 * column + 2) % 7
            ]
            built = _district(kind, *centre, rng)
            buildings += built
            trees += _trees(built, *centre, rng)
    return buildings, trees


CHARACTERS = ("houses", "mixed", "houses", "blocks", "terraces", "slabs", "houses")
# Lot along × across the street, and half sides of the building on it, lowest and highest eave [m].
LOTS = {
    "houses": ((24, 27), (5.0, 7.5), (4.0, 5.5), (3.0, 6.5)),
    "mixed": ((26, 32), (6.0, 10.0), (4.5, 6.5), (4.0, 9.0)),
    "terraces": ((44, 30), (18.0, 21.0), (4.5, 5.5), (5.0, 8.0)),
    "blocks": ((42, 38), (12.0, 17.0), (7.0, 11.0), (8.0, 19.0)),
    "slabs": ((85, 62), (24.0, 34.0), (5.5, 6.5), (24.0, 42.0)),
}
ROOFS = {
    "houses": ("gable", "gable", "hip", "shed"),
    "mixed": ("gable", "hip", "flat", "shed"),
    "terraces": ("gable",),
    "blocks": ("flat",),
    "slabs": ("slab",),
}


def _district(kind, cx, cy, rng):
    """Rows of lots, all turned as the district is; a building stays 6 m inside the district."""
    (deep, wide), lengths, widths, eaves = LOTS[kind]
    angle = rng.uniform(0, np.pi)
    cos, sin = np.cos(angle), np.sin(angle)
    found = []
    for u in np.arange(-170, 171, deep):
        for v in np.arange(-170, 171, wide):
            along, across = rng.uniform(*lengths), rng.uniform(*widths)
            du, dv = u + rng.uniform(-1.5, 1.5), v + rng.uniform(-3, 3)
            chosen = rng.choice(ROOFS[kind])
            tangent = np.tan(np.radians(rng.uniform(8, 18) if chosen == "shed" else rng.uniform(25, 45)))
            x, y = cx + du * cos - dv * sin, cy + du * sin + dv * cos
            turned = angle + (np.radians(rng.choice((0, 0, 90, 35, -50))) if kind == "houses" else 0)
            eave = float(relief(x, y)) + rng.uniform(*eaves)
            shell = Building(chosen, x, y, turned, along, across, eave, 0.0 if chosen in ("flat", "slab") else tangent)
            furniture = _furniture(shell, rng)
            west, south, east, north = shell.footprint.bounds
            if max(abs(west - cx), abs(east - cx), abs(south - cy), abs(north - cy)) < DISTRICT_M / 2 - 6:
                parapet = rng.uniform(0.4, 1.0) if chosen in ("flat", "slab") else 0.0
                found.append(Building(*(getattr(shell, name) for name in SHELL), boxes=furniture, parapet=parapet))
    return found


SHELL = ("kind", "x", "y", "angle", "along", "across", "eave", "tangent")


def _furniture(shell, rng):
    """Chimneys and dormers on pitched roofs, boxes of ventilation on flat ones: (u0, v0, u1, v1, level)."""
    found = []
    if shell.kind in ("flat", "slab"):
        for _ in range(rng.integers(1, 4)):
            half = rng.uniform(0.8, 1.8)
            u = rng.uniform(half + 1 - shell.along, shell.along - half - 1)
            v = rng.uniform(half + 1 - shell.across, shell.across - half - 1)
            found.append((u - half, v - half, u + half, v + half, shell.eave + rng.uniform(1.0, 2.6)))
        return tuple(found)
    if shell.kind == "gable":
        ridge = shell.eave + shell.across * shell.tangent
        u, v = rng.uniform(-0.8, 0.8) * (shell.along - 1), rng.uniform(0.6, 1.4) * rng.choice((-1, 1))
        found.append((u - 0.45, v - 0.45, u + 0.45, v + 0.45, ridge + rng.uniform(0.6, 1.2)))
        if rng.random() < 0.4 and shell.across > 4.6:
            found.append(_dormer(shell, rng.uniform(-0.5, 0.5) * shell.along, rng.choice((-1, 1))))
    return tuple(found)


def _dormer(shell, u, side):
    """A flat-roofed dormer whose front stands 1 m above the eave line."""
    front = shell.across - 1.2
    level = shell.roof(u, front) + 1.5
    return (u - 0.9, 0.0, u + 0.9, front, level) if side > 0 else (u - 0.9, -front, u + 0.9, 0.0, level)


def _trees(buildings, cx, cy, rng):
    """About eighty crowns per district, none over a roof: (x, y, radius, height of the middle, half height)."""
    found = []
    for _ in range(80):
        x, y = cx + rng.uniform(-118, 118), cy + rng.uniform(-118, 118)
        radius, half, stem = rng.uniform(1.8, 4.5), rng.uniform(2.0, 4.5), rng.uniform(1.5, 3.5)
        if all(_distance(building, x, y) > radius + 0.5 for building in buildings):
            found.append((x, y, radius, float(relief(x, y)) + stem + half, half))
    return found


def _distance(building, x, y):
    u, v = building.local(x, y)
    return np.hypot(max(abs(u) - building.along, 0), max(abs(v) - building.across, 0))
