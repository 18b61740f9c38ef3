"""Temperatures of a swath, whose pixels lie where latitudes and longitudes say, brought onto a grid.

Sentinel-3 SLSTR delivers netCDF-4 files without georeference: one with the temperatures, one with flags, one with the
place of each measurement. A pixel of the grid is given the nearest measurement, if that is near enough; nothing is
interpolated, so every value is one that was measured.
"""

from __future__ import annotations

import math
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from odc.geo.geom import BoundingBox, Geometry, polygon
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..about import table
from .masks import slstr_clear
from .pixels import FLAGS, LATITUDE, LONGITUDE, LST, Layer
from .radiometry import Rejected, land_temperature
from .scenes import Reading, Scene, SceneUnavailable, damaged

# That is how swaths are; products that need a georeference are told in words of our own.
warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)

#: A swath is first looked at in every so many-th row and column, to find where it passes.
STEP = 8
#: What is remembered of where swaths lie [byte].
MEMORY = 64 * 1024 * 1024
#: Pixels of the grid that are looked up together.
AT_ONCE = 1 << 18


@dataclass(frozen=True)
class Variable:
    """A part of a variable of a netCDF-4 file.

    Attributes
    ----------
    stored : ndarray
        (row, column), as in the file.
    scale, offset : float
        Physical value = stored · scale + offset, by the variable's own attributes.
    nodata : float or None
    shape : (int, int)
        Of the whole variable.
    flags : mapping
        Bits by the names the variable gives them; empty where it names none.
    """

    stored: np.ndarray
    scale: float
    offset: float
    nodata: float | None
    shape: tuple[int, int]
    flags: Mapping[str, int]

    def physical(self) -> np.ndarray:
        """Physical values, float64, NaN where there are none."""
        values = self.stored * np.float64(self.scale) + self.offset
        if self.nodata is not None and not math.isnan(self.nodata):
            values[self.stored == np.array(self.nodata).astype(self.stored.dtype)] = np.nan
        return values


#: Reads a layer: a window of it (None: all of it), every so many-th pixel.
ReadVariable = Callable[[Layer, Window | None, int], Variable]


@dataclass(frozen=True)
class Swath:
    """The part of a swath around a block: which rows and columns, and where their measurements are.

    Attributes
    ----------
    rows, columns : slice
        In the files.
    x, y : ndarray
        (row, column) [units of the CRS], NaN where the place is not known.
    crs : CRS
    bounds : BoundingBox
        What was asked for.
    shape : (int, int)
        Of the whole swath.
    """

    rows: slice
    columns: slice
    x: np.ndarray
    y: np.ndarray
    crs: CRS
    bounds: BoundingBox
    shape: tuple[int, int]

    def covers(self, block: GeoBox) -> bool:
        """Whether all that this swath shows of a block is here."""
        own, other = self.bounds.buffered(1e-6), block.boundingbox
        return (
            self.crs == block.crs
            and own.left <= other.left
            and own.bottom <= other.bottom
            and own.right >= other.right
            and own.top >= other.top
        )

    def near(self, bounds: BoundingBox) -> Swath | None:
        """The part within bounds; None if there is nothing."""
        near = _within(self.x, self.y, bounds)
        if not near.any():
            return None
        rows, columns = _span(near, 1), _span(near, 0)
        return Swath(
            slice(self.rows.start + rows.start, self.rows.start + rows.stop),
            slice(self.columns.start + columns.start, self.columns.start + columns.stop),
            self.x[rows, columns].copy(),
            self.y[rows, columns].copy(),
            self.crs,
            self.bounds,
            self.shape,
        )

    @property
    def window(self) -> Window:
        """In the files."""
        return Window.from_slices(self.rows, self.columns)

    @property
    def nbytes(self) -> int:
        return self.x.nbytes + self.y.nbytes


def read_variable(source: DatasetReader, window: Window | None = None, step: int = 1) -> Variable:
    """A variable of an open netCDF-4 file, with what its attributes say.

    Parameters
    ----------
    source : DatasetReader
        Of one variable, as GDAL's HDF5 driver opens it.
    window : Window, optional
    step : int
        Only every so many-th row and column.
    """
    height, width = (source.height, source.width) if window is None else (int(window.height), int(window.width))
    stored = source.read(1, window=window, out_shape=(-(-height // step), -(-width // step)))
    return Variable(
        stored, source.scales[0], source.offsets[0], source.nodatavals[0], (source.height, source.width), _flags(source)
    )


def locate(read: ReadVariable, layers: Mapping[str, Layer], block: GeoBox) -> Swath:
    """Find the part of a swath from which a block of the wanted grid can be filled.

    Latitudes and longitudes are looked at thinly first; of what is near the block, all are read.

    Parameters
    ----------
    read : callable
    layers : mapping
        With ``LATITUDE`` and ``LONGITUDE``.
    block : GeoBox
        In a projected system, in metres.

    Returns
    -------
    Swath
        Without rows and columns if it passes elsewhere.
    """
    assert block.crs is not None
    sensor = table("sensors")["slstr_lst"]
    bounds = block.boundingbox.buffered(sensor["reach_m"])
    x, y, shape = _places(read, layers, block.crs, None, STEP)
    # Between a measurement and the one that stands for it there is at most half a diagonal of the thinned lattice; one
    # without a place may stand for any.
    near = _within(x, y, bounds.buffered(2 * STEP * sensor["pixel_m"])) | np.isnan(x)
    nothing = Swath(slice(0, 0), slice(0, 0), x[:0, :0], y[:0, :0], block.crs, block.boundingbox, shape)
    if not near.any():
        return nothing
    rows, columns = (_unthinned(_span(near, axis), shape[1 - axis] / near.shape[1 - axis]) for axis in (1, 0))
    rows, columns = slice(rows.start, min(rows.stop, shape[0])), slice(columns.start, min(columns.stop, shape[1]))
    x, y, _ = _places(read, layers, block.crs, Window.from_slices(rows, columns), 1)
    return Swath(rows, columns, x, y, block.crs, block.boundingbox, shape).near(bounds) or nothing


def read_swath(read: ReadVariable, scene: Scene, swath: Swath, block: GeoBox) -> tuple[Reading, Rejected]:
    """Temperature of a swath on a block [K], and what was left out of it under a clear sky.

    A pixel is NaN where the nearest measurement is farther than ``reach_m`` of the sensor's table, or holds no
    temperature. It is clear where the summary cloud flag is not set.

    Parameters
    ----------
    read : callable
    scene : Scene
        Its layers: temperature and flags.
    swath : Swath
        Where it lies, found for this block or a larger one.
    block : GeoBox

    Raises
    ------
    SceneUnavailable
        If the files do not belong together.
    """
    layers: Mapping[str, Layer] = scene.private["layers"]
    reach = float(table("sensors")["slstr_lst"]["reach_m"])
    part = swath.near(block.boundingbox.buffered(reach))
    if part is None:
        return Reading(np.full((1, *block.shape), np.nan, np.float32), np.zeros(block.shape, bool)), Rejected()
    temperature, confidence = (read(layers[name], part.window, 1) for name in (LST, FLAGS))
    if {temperature.shape, confidence.shape} != {part.shape}:
        raise damaged(scene.scene_id)
    index = nearest(part.x, part.y, block, reach)
    found = index >= 0
    kelvin = np.where(found, temperature.physical().ravel()[index], np.nan)
    clear = slstr_clear(confidence.stored, confidence.flags).ravel()[index] & found
    _, rejected = land_temperature(np.where(clear, kelvin, np.nan))
    kelvin, _ = land_temperature(kelvin)
    return Reading(kelvin[None], clear & np.isfinite(kelvin)), rejected


def nearest(x: np.ndarray, y: np.ndarray, block: GeoBox, reach: float) -> np.ndarray:
    """Which measurement is nearest to the centre of each pixel.

    Parameters
    ----------
    x, y : ndarray
        Places of the measurements in the system of the block, NaN where not known.
    block : GeoBox
    reach : float
        Farther ones do not count [units of the system].

    Returns
    -------
    ndarray of int64
        (y, x), an index into the flattened `x`; -1 where none is near enough.
    """
    # Other imagery does without this library, which takes a while to load.
    from scipy.spatial import cKDTree

    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    index = np.full(block.shape, -1, np.int64)
    if not known.size:
        return index
    tree = cKDTree(np.column_stack([x.ravel()[known], y.ravel()[known]]))
    columns, transform = np.arange(block.shape[1]) + 0.5, block.transform
    rows_at_once = max(1, AT_ONCE // block.shape[1])
    for top in range(0, block.shape[0], rows_at_once):
        rows = np.arange(top, min(top + rows_at_once, block.shape[0])) + 0.5
        across, down = np.meshgrid(columns, rows)
        centres = np.stack(
            [
                transform.a * across + transform.b * down + transform.c,
                transform.d * across + transform.e * down + transform.f,
            ],
            axis=-1,
        )
        distance, found = tree.query(centres, distance_upper_bound=np.nextafter(reach, np.inf))
        index[top : top + rows.size] = np.where(np.isfinite(distance), np.append(known, -1)[found], -1)
    return index


def outline(read: ReadVariable, layers: Mapping[str, Layer]) -> Geometry | None:
    """The outline of a whole swath in EPSG:4326; None if its places are not known."""
    height, width = read(layers[LATITUDE], None, STEP).shape
    edges = (
        Window(0, 0, width, 1),
        Window(width - 1, 0, 1, height),
        Window(0, height - 1, width, 1),
        Window(0, 0, 1, height),
    )
    ring: list[tuple[float, float]] = []
    for number, edge in enumerate(edges):
        longitude, latitude = (read(layers[name], edge, 1).physical().ravel() for name in (LONGITUDE, LATITUDE))
        # Once around: there by the first two edges, back by the others.
        turn = slice(None, None, STEP if number < 2 else -STEP)
        ring += [
            (float(x), float(y)) for x, y in zip(longitude[turn], latitude[turn], strict=True) if np.isfinite(x + y)
        ]
    if len(ring) < 3:
        return None
    return polygon([*ring, ring[0]], crs="EPSG:4326")


class Places:
    """Remembers where swaths lie, as far as memory allows. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._guards: dict[str, threading.Lock] = {}
        self._known: dict[str, Swath | SceneUnavailable] = {}

    def find(self, scene: Scene, block: GeoBox, search: Callable[[], Swath]) -> Swath:
        """The swath of a scene around a block: remembered, or searched, once even if several ask.

        Raises
        ------
        SceneUnavailable
            Whenever it was once raised by the search.
        """
        with self._lock:
            guard = self._guards.setdefault(scene.scene_id, threading.Lock())
        with guard:
            with self._lock:
                known = self._known.get(scene.scene_id)
            if isinstance(known, SceneUnavailable):
                raise known
            if known is not None and known.covers(block):
                return known
            try:
                found = search()
            except SceneUnavailable as error:
                with self._lock:
                    self._known[scene.scene_id] = error
                raise
            self._remember(scene.scene_id, found)
            return found

    def _remember(self, scene_id: str, found: Swath) -> None:
        with self._lock:
            self._known[scene_id] = found
            sizes = {name: known.nbytes for name, known in self._known.items() if isinstance(known, Swath)}
            # What was found first goes first.
            for name, size in list(sizes.items()):
                if sum(sizes.values()) <= MEMORY:
                    break
                if size:
                    del sizes[name], self._known[name]


def _places(
    read: ReadVariable, layers: Mapping[str, Layer], crs: CRS, window: Window | None, step: int
) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """Where the measurements of a window are, in a system, and the shape of the whole swath."""
    latitude, longitude = (read(layers[name], window, step) for name in (LATITUDE, LONGITUDE))
    project = CRS("EPSG:4326").transformer_to_crs(crs)
    x, y = project(longitude.physical(), latitude.physical())
    known = np.isfinite(x) & np.isfinite(y)
    return np.where(known, x, np.nan), np.where(known, y, np.nan), latitude.shape


def _flags(source: DatasetReader) -> dict[str, int]:
    """Bits of a variable by name (CF conventions: flag_masks, flag_meanings)."""
    told = {**source.tags(), **source.tags(1)}
    masks, meanings = (told.get(name, "").split() for name in ("flag_masks", "flag_meanings"))
    if len(masks) != len(meanings):
        return {}
    # The highest bit of a signed type is written as a negative number.
    return {name: int(mask) & 0xFFFF for name, mask in zip(meanings, masks, strict=True)}


def _within(x: np.ndarray, y: np.ndarray, bounds: BoundingBox) -> np.ndarray:
    return (x >= bounds.left) & (x <= bounds.right) & (y >= bounds.bottom) & (y <= bounds.top)


def _span(there: np.ndarray, axis: int) -> slice:
    """From the first to the last row (axis 1) or column (axis 0) in which something is true."""
    where = np.flatnonzero(there.any(axis=axis))
    return slice(int(where[0]), int(where[-1]) + 1)


def _unthinned(span: slice, step: float) -> slice:
    """What a span of a thinned axis stands for, with one more of its pixels on both sides."""
    return slice(max(0, math.floor((span.start - 1) * step)), math.ceil((span.stop + 1) * step))
