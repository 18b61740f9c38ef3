"""The pixel grid requests are made on: windows of one endless grid per UTM zone, at most 2400 px a side.

Pixels are counted from the origin of the zone, so the borders between requests lie at the same places for every area
(multiples of 2400 × the resolution) and a pixel has the same position whoever asks for it: a mosaic of windows is the
same, bit for bit, as one large request. A tile is cut down to what the area needs, outwards to multiples of 60 px: a
whole tile would cost up to 44 times the processing units of a small town, and the cache finds a smaller window inside a
larger one it already holds, so that neighbouring areas still share what was downloaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from rasterio.transform import from_origin
from rasterio.warp import transform_bounds

from .scenes import utm_of

#: Side of a tile [px]; the Process API takes 2500 px at most.
TILE = 2400
#: Windows begin and end on multiples of this [px]; it divides `TILE`.
STEP = 60
#: What an interpolation needs beyond the edge of a block on another grid [px].
WARP_MARGIN = 3


@dataclass(frozen=True, order=True)
class Window:
    """A rectangle of pixels counted from the origin of the zone; rows grow southwards (negative in the north)."""

    column: int
    row: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.column + self.width

    @property
    def bottom(self) -> int:
        return self.row + self.height

    def covers(self, other: Window) -> bool:
        return (
            self.column <= other.column
            and self.row <= other.row
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def intersection(self, other: Window) -> Window | None:
        """What two windows share, or None."""
        return _window(
            max(self.column, other.column),
            max(self.row, other.row),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def grown(self, pixels: int) -> Window:
        return Window(self.column - pixels, self.row - pixels, self.width + 2 * pixels, self.height + 2 * pixels)

    def within(self, other: Window) -> tuple[slice, slice]:
        """Rows and columns of this window in an array of a larger one."""
        row, column = self.row - other.row, self.column - other.column
        return slice(row, row + self.height), slice(column, column + self.width)


@dataclass(frozen=True)
class PixelGrid:
    """The endless grid of one UTM zone at one resolution [m].

    Attributes
    ----------
    crs : CRS
    resolution : float
    shift : float
        By what part of a pixel the edges lie west and north of multiples of the resolution: half a pixel puts the
        centres there, as Landsat's are.
    """

    crs: CRS
    resolution: float
    shift: float = 0.0

    def bounds(self, window: Window) -> tuple[float, float, float, float]:
        """xmin, ymin, xmax, ymax of a window [m]."""
        size, shift = self.resolution, self.shift
        left, right = (window.column - shift) * size, (window.right - shift) * size
        return left, -(window.bottom - shift) * size, right, -(window.row - shift) * size

    def geobox(self, window: Window) -> GeoBox:
        xmin, _, _, ymax = self.bounds(window)
        size = self.resolution
        return GeoBox((window.height, window.width), from_origin(xmin, ymax, size, size), self.crs)

    def window_of(self, block: GeoBox) -> Window | None:
        """The window a grid is, or None if its pixels are others than ours."""
        if block.crs != self.crs:
            return None
        transform, size = block.transform, self.resolution
        column, row = transform.c / size + self.shift, -transform.f / size + self.shift
        exact = np.allclose(
            [transform.a, transform.e, transform.b, transform.d, column - round(column), row - round(row)],
            [size, -size, 0, 0, 0, 0],
            rtol=0,
            atol=1e-6,
        )
        return Window(round(column), round(row), block.shape[1], block.shape[0]) if exact else None

    def window_around(self, block: GeoBox) -> Window:
        """The pixels a block needs: its own, or those an interpolation onto it looks at."""
        exact = self.window_of(block)
        if exact is not None:
            return exact
        bounds = _bounds_in(block, self.crs)
        xmin, ymin, xmax, ymax = (value / self.resolution for value in bounds)
        left, top, right, bottom = (value + self.shift for value in (xmin, -ymax, xmax, -ymin))
        return _outwards(left, top, right, bottom, 1).grown(WARP_MARGIN)


def request_grid(grid: GeoBox, native: float, centred: bool = False) -> PixelGrid:
    """The grid on which to ask for what will be delivered on `grid`.

    Parameters
    ----------
    grid : GeoBox
    native : float
        Pixel size of the sensor [m]: nothing finer is ever asked for.
    centred : bool
        The sensor's pixels have their centres on multiples of the resolution.
    """
    shift = 0.5 if centred else 0.0
    if grid.crs is not None and _is_utm(grid.crs):
        return PixelGrid(grid.crs, max(native, float(abs(grid.resolution.x))), shift)
    zone = utm_of(grid.extent)
    return PixelGrid(zone, max(native, _ground_size(grid, zone)), shift)


def pieces(window: Window) -> list[Window]:
    """The requests that cover a window: one per tile it touches, cut to it outwards to multiples of `STEP`."""
    whole = _outwards(window.column, window.row, window.right, window.bottom, STEP)
    tiles = _outwards(whole.column, whole.row, whole.right, whole.bottom, TILE)
    return [
        shared
        for row in range(tiles.row, tiles.bottom, TILE)
        for column in range(tiles.column, tiles.right, TILE)
        if (shared := whole.intersection(Window(column, row, TILE, TILE)))
    ]


def around(windows: list[Window]) -> Window:
    """The smallest window that holds them all."""
    left, top = min(window.column for window in windows), min(window.row for window in windows)
    right, bottom = max(window.right for window in windows), max(window.bottom for window in windows)
    return Window(left, top, right - left, bottom - top)


def _window(left: int, top: int, right: int, bottom: int) -> Window | None:
    return Window(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _outwards(left: float, top: float, right: float, bottom: float, step: int) -> Window:
    left, top = math.floor(left / step) * step, math.floor(top / step) * step
    right, bottom = math.ceil(right / step) * step, math.ceil(bottom / step) * step
    return Window(left, top, right - left, bottom - top)


def _bounds_in(block: GeoBox, crs: CRS) -> tuple[float, float, float, float]:
    assert block.crs is not None
    xmin, ymin, xmax, ymax = transform_bounds(block.crs.to_wkt(), crs.to_wkt(), *block.boundingbox.bbox)
    return xmin, ymin, xmax, ymax


def _is_utm(crs: CRS) -> bool:
    return crs.epsg is not None and crs.epsg // 100 in (326, 327) and 1 <= crs.epsg % 100 <= 60


def _ground_size(grid: GeoBox, zone: CRS) -> float:
    """Side of the middle pixel of a grid on the ground [m], to the centimetre."""
    if grid.crs is not None and grid.crs.units[0] in ("metre", "meter", "m"):
        return float(abs(grid.resolution.x))
    height, width = grid.shape
    middle = grid[height // 2 : height // 2 + 1, width // 2 : width // 2 + 1]
    xmin, ymin, xmax, ymax = _bounds_in(middle, zone)
    return round(min(xmax - xmin, ymax - ymin), 2)
