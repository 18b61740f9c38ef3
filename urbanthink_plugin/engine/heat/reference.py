"""What the city is compared with: the vegetation on its border, the ring of equal area, and what is left out of them.

Masks are boolean arrays (y, x); distances are in metres. Whole-town masks cost one byte per pixel; what needs more
(distances, slopes) is made in strips of rows with a margin, so that it stays small for any town.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from skimage.measure import label

from ..about import table
from . import kernels

STRIP_ROWS = 512
Pixel = tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """What covers the ground, on the grid of the temperatures.

    Attributes
    ----------
    pixel : (float, float)
        Height and width of a pixel [m].
    coarse : float
        Side of one thermal measurement [m], at least a pixel: Landsat measures 100 m and delivers 30 m.
    urban, water : ndarray of bool
    vegetation, known : ndarray of bool or None
        None when nothing tells where vegetation is; where the land cover is known, None for everywhere.
    elevation : ndarray of float32 or None
        [m].
    """

    pixel: Pixel
    coarse: float
    urban: np.ndarray
    water: np.ndarray
    vegetation: np.ndarray | None = None
    known: np.ndarray | None = None
    elevation: np.ndarray | None = None

    @property
    def pixel_area(self) -> float:
        return self.pixel[0] * self.pixel[1]

    @cached_property
    def open_ground(self) -> np.ndarray:
        """What is known, neither urban nor water, and not within one thermal measurement of water."""
        ground = ~self.urban & ~_near(self.water, self.coarse, self.pixel)
        return ground if self.known is None else ground & self.known

    @cached_property
    def gentle(self) -> np.ndarray:
        """Where the elevation is known and the ground not too steep for a reference."""
        if self.elevation is None:
            return np.ones_like(self.urban)
        return np.isfinite(self.elevation) & ~steep(self.elevation, self.pixel)

    def native_pixels(self, count: float) -> float:
        """How many thermal measurements so many pixels are worth."""
        return count * self.pixel_area / self.coarse**2


@dataclass(frozen=True)
class Reference:
    """A set of reference pixels, and how it was found.

    Attributes
    ----------
    width : float
        Width of the border or ring [m]; 0 where it has none.
    tolerance : float
        Accepted difference of elevation from the city [m]; infinite when elevation is not known or corrected for.
    lapse : bool
        Whether the temperatures must be brought to the elevation of the city.
    """

    key: str
    mask: np.ndarray
    width: float = 0.0
    tolerance: float = math.inf
    lapse: bool = False


@dataclass(frozen=True)
class City:
    """The city and what surrounds it.

    Attributes
    ----------
    urban : ndarray of bool
        Urban pixels of the city: its temperature is theirs.
    footprint : ndarray of bool
        The city as one stain on the map, with the gardens and parks in it: borders and rings begin at its edge.
    towns : ndarray of bool
        Footprints of other towns.
    is_large : bool
        False when no cluster was large enough to be a city and all of them together stand for it.
    """

    urban: np.ndarray
    footprint: np.ndarray
    towns: np.ndarray
    is_large: bool


def find_city(urban: np.ndarray, pixel: Pixel, coarse: float) -> City:
    """The city and the other towns among the urban pixels.

    Urban pixels less than 200 m apart belong to one footprint (the continuity rule of INSEE's urban units), whose holes
    below the size of a city are filled; what is narrower than one thermal measurement is a road, unless nothing is
    wider. A city is every footprint of at least `city_min_km2`; without one, all are. Towns are the other footprints of
    at least `town_min_km2`; smaller ones are hamlets.
    """
    rules = table("heat_classes")["mask"]
    pixel_km2 = pixel[0] * pixel[1] / 1e6
    reach = rules["continuity_metres"] / 2
    footprint = ~_near(~_near(urban, reach, pixel), reach, pixel)
    holes = label(~footprint, connectivity=1)
    small = np.bincount(holes.ravel()) * pixel_km2 < rules["city_min_km2"]
    footprint |= small[holes] & (holes > 0)
    wide = _near(~_near(~footprint, coarse / 2, pixel), coarse / 2, pixel)
    footprint = wide if wide.any() else footprint
    clusters = label(footprint, connectivity=2)
    area_km2 = np.bincount(clusters.ravel()) * pixel_km2
    area_km2[0] = 0.0
    is_city = area_km2 >= rules["city_min_km2"]
    if not is_city.any():
        return City(urban & footprint, footprint, np.zeros_like(urban), False)
    is_town = ~is_city & (area_km2 >= rules["town_min_km2"])
    city = is_city[clusters]
    return City(urban & city, city, is_town[clusters], True)


def vegetated_border(surface: Surface, city: City) -> Reference:
    """Vegetation bordering the city: the convention of Kermap for Montpellier, and the default.

    Pixels mostly covered by vegetation, farther than one thermal measurement from any urban pixel (nearer ones mix
    both), within a band around the city that is widened until it holds enough of them.
    """
    rules = table("heat_classes")["reference"]
    pure = surface.open_ground & ~city.footprint & ~_near(surface.urban, surface.coarse, surface.pixel)
    if surface.vegetation is not None:
        pure &= surface.vegetation
    for width in rules["border_metres"]:
        reference = _level(
            surface, city, Reference("vegetated_border", pure & _near(city.footprint, width, surface.pixel), width)
        )
        if surface.native_pixels(int(np.count_nonzero(reference.mask))) >= rules["min_measurements"]:
            break
    return reference


def equal_ring(surface: Surface, city: City) -> Reference:
    """The ring around the city whose area is nearest to the city's own, without water, towns and their surroundings."""
    rules = table("heat_classes")["reference"]
    width = ring_width(city.footprint, surface.pixel)
    ring = _near(city.footprint, width, surface.pixel) & ~city.footprint & surface.open_ground
    ring &= ~_near(city.towns, rules["town_distance_metres"], surface.pixel)
    return _level(surface, city, Reference("equal_ring", ring, width))


def open_country(surface: Surface, city: City, vegetation_only: bool) -> Reference:
    """Everything in the perimeter that is neither urban nor water, or only its vegetation."""
    mask = surface.open_ground
    if vegetation_only and surface.vegetation is not None:
        mask = mask & surface.vegetation
    return _level(surface, city, Reference("land_cover", mask))


def chosen_zones(surface: Surface, city: City, zones: np.ndarray) -> Reference:
    """Zones that the user drew, without what is urban or water in them."""
    return _level(surface, city, Reference("zones", zones & surface.open_ground))


def ring_width(footprint: np.ndarray, pixel: Pixel) -> float:
    """Width of the ring around a mask whose area is nearest to the area of the mask [m].

    Of buffers of 30, 60 … 3000 m, as in Cloud-Based Remote Sensing with Google Earth Engine, chapter A1.5. The area
    grows with the width, so that few of them need be tried.
    """
    rules = table("heat_classes")["reference"]
    step = rules["ring_step_metres"]
    wanted = 2 * np.count_nonzero(footprint)
    tried: dict[int, int] = {}

    def area(steps: int) -> int:
        if steps not in tried:
            tried[steps] = int(np.count_nonzero(_near(footprint, steps * step, pixel)))
        return tried[steps]

    low, high = 1, int(rules["ring_max_metres"] // step)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if area(middle) < wanted else (low, middle)
    return float(step * min((low, high), key=lambda steps: abs(area(steps) - wanted)))


def city_elevation(surface: Surface, city: City) -> float:
    """Median elevation of the city [m]; NaN when it is not known."""
    if surface.elevation is None:
        return math.nan
    known = surface.elevation[city.urban]
    known = known[np.isfinite(known)]
    return float(np.median(known)) if known.size else math.nan


def steep(elevation: np.ndarray, pixel: Pixel) -> np.ndarray:
    """Where the ground is steeper than the limit for a reference."""
    limit = math.tan(math.radians(table("heat_classes")["reference"]["slope_max_degrees"]))
    result = np.zeros(elevation.shape, bool)
    height = len(elevation)
    if min(elevation.shape) < 2:
        return result
    for start in range(0, height, STRIP_ROWS):
        stop, first = min(start + STRIP_ROWS, height), max(start - 2, 0)
        down, across = np.gradient(elevation[first : stop + 2], *pixel)
        result[start:stop] = (np.hypot(down, across) > limit)[start - first : stop - first]
    return result


def _level(surface: Surface, city: City, reference: Reference) -> Reference:
    """Leave out steep ground and what is not at the elevation of the city; if too little is left, correct instead."""
    level = city_elevation(surface, city)
    if surface.elevation is None or math.isnan(level):
        return reference
    rules = table("heat_classes")["reference"]
    gentle = reference.mask & surface.gentle
    wanted = rules["elevation_min_share"] * np.count_nonzero(reference.mask)
    for tolerance in rules["elevation_metres"]:
        mask = gentle & (np.abs(surface.elevation - level) <= tolerance)
        if np.count_nonzero(mask) >= wanted:
            return Reference(reference.key, mask, reference.width, tolerance)
    return Reference(reference.key, gentle, reference.width, lapse=True)


def _near(mask: np.ndarray, limit: float, pixel: Pixel) -> np.ndarray:
    """The mask and everything within a distance [m] of it, between pixel centres."""
    rows = np.arange(math.floor(limit / pixel[0]) + 1)
    # Half a millimetre forgives the rounding of exact multiples.
    reaches = (np.sqrt((limit + 5e-4) ** 2 - (rows * pixel[0]) ** 2) / pixel[1]).astype(np.int16)
    result = np.empty(mask.shape, bool)

    def one(start: int) -> None:
        stop = min(start + STRIP_ROWS, len(mask))
        result[start:stop] = kernels.within(mask, reaches, start, stop)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(0, len(mask), STRIP_ROWS)))
    return result
