"""Windows of image files on a wanted grid, and what bands and masks of one acquisition make together: a `Reading`.

Bands on the wanted grid are copied bit by bit. Others are resampled: bilinear where their pixels are larger (20 m on a
10 m grid), averaged where they are smaller; classes and quality bits by the nearest pixel. Blocks equal the whole to
the last bit as long as the reference system is that of the file; across systems GDAL's approximation may differ by one.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import rasterio
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from rasterio.enums import MaskFlags, Resampling
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from .masks import qa_pixel_clear, scl_clear, scl_reach
from .radiometry import Rejected, Sample, brightness_temperature, land_temperature, reflectance_factors
from .resample import Stored, taps
from .scenes import Reading

#: The name of the one thermal band, land surface temperature [K]; at Level 1 there is only a brightness temperature.
LST, BRIGHTNESS = "LST", "BT"
THERMAL = (LST, BRIGHTNESS)
MASKS = ("SCL", "QA_PIXEL", "ST_QA", "ST_EMIS")
#: What belongs to a swath beside its temperature: flags, and where each measurement is.
FLAGS, LATITUDE, LONGITUDE = "CONFIDENCE", "LATITUDE", "LONGITUDE"
SWATH = (FLAGS, LATITUDE, LONGITUDE)
METRES_PER_DEGREE = 111_320.0

_systems: WeakKeyDictionary[DatasetReader, CRS] = WeakKeyDictionary()


@dataclass(frozen=True)
class Layer:
    """One band of one acquisition.

    Attributes
    ----------
    path : str
        As GDAL opens it, or an address.
    number : int
        Band in the file, 1-based.
    scale, offset : float
        Physical value = stored · scale + offset.
    nodata : float or None
    thermal_constants : (float, float), optional
        K1 and K2: the physical value is a radiance, to be made a brightness temperature.
    variable : str
        In a netCDF-4 file, whose own attributes say how its numbers are scaled; empty for images.
    """

    path: str
    number: int = 1
    scale: float = 1.0
    offset: float = 0.0
    nodata: float | None = None
    thermal_constants: tuple[float, float] | None = None
    variable: str = ""

    def gdal_name(self, path: str) -> str:
        """How GDAL opens this layer of a file it knows by a path."""
        # The netCDF driver needs a file on disk; HDF5 reads the same files from anywhere.
        return f'HDF5:"{path}"://{self.variable}' if self.variable else path

    def physical(self, stored: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Physical values, float64, NaN where there are none."""
        values = np.where(valid, stored * np.float64(self.scale) + self.offset, np.nan)
        return brightness_temperature(values, *self.thermal_constants) if self.thermal_constants else values


#: Reads a layer on a grid, as `read_layer` does. The last argument says that they are classes.
ReadLayer = Callable[[Layer, GeoBox, bool], Stored]


def read_optical(
    read: ReadLayer,
    layers: Mapping[str, Layer],
    block: GeoBox,
    bands: Sequence[str],
    keep_dark: bool = False,
    mask: bool = True,
) -> Reading:
    """Reflectance bands of an acquisition on a block, int16; clear where every band has data and no mask objects."""
    values = np.empty((len(bands), *block.shape), np.int16)
    seen = np.ones(block.shape, bool)
    for index, name in enumerate(bands):
        layer = layers[name]
        stored = read(layer, block, False)
        form = reflectance_factors(stored.values.dtype, layer.scale, layer.offset)
        stored.reflectance(*form, values[index], seen)
    return Reading(values, seen & _clear(read, layers, block, keep_dark) if mask and seen.any() else seen)


def read_thermal(read: ReadLayer, layers: Mapping[str, Layer], block: GeoBox, name: str) -> tuple[Reading, Rejected]:
    """Temperature of an acquisition on a block [K], and what was left out of it under a clear sky."""
    layer = layers[name]
    kelvin = layer.physical(*read(layer, block, False).on_block())
    if not np.isfinite(kelvin).any():
        return Reading(kelvin[None].astype(np.float32), np.zeros(block.shape, bool)), Rejected()
    clear = _clear(read, layers, block, False)
    # Bilinear weights would smear quality bands over their own edges; the nearest value is as good a flag.
    uncertainty, emissivity = (
        layers[key].physical(*read(layers[key], block, True).on_block()) if key in layers else None
        for key in ("ST_QA", "ST_EMIS")
    )
    if name == BRIGHTNESS:
        return Reading(kelvin[None].astype(np.float32), clear & np.isfinite(kelvin)), Rejected()
    _, rejected = land_temperature(np.where(clear, kelvin, np.nan), uncertainty, emissivity)
    kelvin, _ = land_temperature(kelvin, uncertainty, emissivity)
    return Reading(kelvin[None], clear & np.isfinite(kelvin)), rejected


def read_layer(source: DatasetReader, layer: Layer, block: GeoBox, classes: bool) -> Stored:
    """The pixels of an open file from which those of a block of the wanted grid are made.

    Parameters
    ----------
    source : DatasetReader
    layer : Layer
    block : GeoBox
    classes : bool
        The values are classes or bits: never mixed.
    """
    method = _method(source, block, classes)
    if same_lattice(source, block):
        return _within_one_system(source, layer, block, method)
    with WarpedVRT(
        source,
        crs=str(block.crs),
        transform=block.transform,
        width=block.shape[1],
        height=block.shape[0],
        resampling=Resampling[method],
        src_nodata=layer.nodata,
        nodata=layer.nodata,
        add_alpha=layer.nodata is None and not _has_alpha(source),
    ) as warped:
        stored = warped.read(layer.number)
        mask = warped.read(warped.count) > 0 if layer.nodata is None else None
    return Stored(stored, layer.nodata, mask)


def thin_layer(
    source: DatasetReader, layer: Layer, grid: GeoBox | None, side: int, shape: tuple[int, int] | None
) -> np.ndarray | None:
    """Stored values of a layer below a grid (or all of it), thinned; NaN where there are none, but for classes.

    Small overviews are used where the file has them, so that little is transferred.

    Parameters
    ----------
    source : DatasetReader
    layer : Layer
    grid : GeoBox or None
    side : int
        At most so many pixels a side.
    shape : (int, int), optional
        Rows and columns, to match another layer; by default at most `side` a side.

    Returns
    -------
    ndarray or None
        None where file and grid do not meet.
    """
    window = source_window(source, grid) if grid is not None else Window(0, 0, source.width, source.height)
    if window is None:
        return None
    step = max(1.0, max(window.width, window.height) / side)
    shape = shape or (max(1, int(window.height / step)), max(1, int(window.width / step)))
    stored = source.read(layer.number, window=window, out_shape=shape, resampling=Resampling.nearest)
    return np.where(_valid(stored, layer.nodata), stored, np.nan).astype(np.float32)


def thin_sample(
    thinned: Callable[[Layer, tuple[int, int] | None], np.ndarray | None], layers: Mapping[str, Layer]
) -> Sample:
    """The visible bands and the scene classification of an acquisition, thinned to one shape."""
    found: dict[str, np.ndarray] = {}
    shape: tuple[int, int] | None = None
    for role, name in (("blue", "B02"), ("green", "B03"), ("red", "B04"), ("classes", "SCL")):
        values = thinned(layers[name], shape) if name in layers else None
        if values is not None:
            found[role], shape = values, values.shape
    return Sample({role: found[role] for role in ("blue", "green", "red") if role in found}, found.get("classes"))


def sample_files(layers: Mapping[str, Layer], side: int) -> Sample:
    """`thin_sample` of files on this machine."""

    def thinned(layer: Layer, shape: tuple[int, int] | None) -> np.ndarray | None:
        with rasterio.open(layer.path) as source:
            return thin_layer(source, layer, None, side, shape)

    return thin_sample(thinned, layers)


def source_window(source: DatasetReader, grid: GeoBox, margin: int = 0) -> Window | None:
    """The pixels of a file below a grid, whole ones, or None where they do not meet."""
    own = _file_crs(source)
    box = grid.boundingbox if own == grid.crs else grid.extent.to_crs(own).boundingbox
    to_pixels = ~source.transform
    corners = [to_pixels * corner for corner in itertools.product((box.left, box.right), (box.bottom, box.top))]
    columns, rows = zip(*corners, strict=True)
    left, top = math.floor(min(columns) + 1e-6) - margin, math.floor(min(rows) + 1e-6) - margin
    right, bottom = math.ceil(max(columns) - 1e-6) + margin, math.ceil(max(rows) - 1e-6) + margin
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, source.width), min(bottom, source.height)
    return Window(left, top, right - left, bottom - top) if left < right and top < bottom else None


def file_grid(source: DatasetReader) -> GeoBox:
    """The grid of an open file."""
    return GeoBox((source.height, source.width), source.transform, _file_crs(source))


def metres(grid: GeoBox) -> float:
    """Pixel size of a grid [m], near enough where it counts in degrees."""
    size = abs(float(grid.resolution.x))
    return size * METRES_PER_DEGREE if grid.crs is not None and grid.crs.geographic else size


def _clear(read: ReadLayer, layers: Mapping[str, Layer], block: GeoBox, keep_dark: bool) -> np.ndarray:
    """Where no mask objects; without a mask, everywhere."""
    if "SCL" in layers:
        size = metres(block)
        # The mask grows across the edge of the block: a neighbouring cloud must reach in.
        reach = scl_reach(size)
        classes, _ = read(layers["SCL"], block.pad(reach), True).on_block()
        inner = slice(reach, -reach or None)
        return scl_clear(classes, size, keep_dark)[inner, inner]
    if "QA_PIXEL" in layers:
        bits, valid = read(layers["QA_PIXEL"], block, True).on_block()
        return qa_pixel_clear(bits) & valid
    return np.ones(block.shape, bool)


def _within_one_system(source: DatasetReader, layer: Layer, block: GeoBox, method: str) -> Stored:
    """Copied where the pixels coincide, else resampled with the same bits whatever the block."""
    window = source_window(source, block, margin=1)
    if window is None:
        nothing = np.zeros(block.shape, source.dtypes[layer.number - 1])
        return Stored(nothing, mask=np.zeros(block.shape, bool))
    own, wanted = source.transform, block.transform
    rows, columns = (
        taps(method, (corner - origin) / size - offset, step / size, count, length)
        for corner, origin, size, offset, step, count, length in (
            (wanted.f, own.f, own.e, window.row_off, wanted.e, block.shape[0], int(window.height)),
            (wanted.c, own.c, own.a, window.col_off, wanted.a, block.shape[1], int(window.width)),
        )
    )
    values = source.read(layer.number, window=window)
    has_mask = layer.nodata is None and MaskFlags.all_valid not in source.mask_flag_enums[layer.number - 1]
    mask = source.read_masks(layer.number, window=window) > 0 if has_mask else None
    return Stored(values, layer.nodata, mask, rows, columns)


def same_lattice(source: DatasetReader, block: GeoBox) -> bool:
    """One reference system, rows and columns along its axes, both counted the same way."""
    own, wanted = source.transform, block.transform
    upright = not (own.b or own.d or wanted.b or wanted.d)
    return upright and own.a * wanted.a > 0 and own.e * wanted.e > 0 and bool(_file_crs(source) == block.crs)


def _method(source: DatasetReader, block: GeoBox, classes: bool) -> str:
    if classes:
        return "nearest"
    native = abs(source.transform.a) * (METRES_PER_DEGREE if source.crs.is_geographic else 1.0)
    return "average" if metres(block) >= 1.5 * native else "bilinear"


def _file_crs(source: DatasetReader) -> CRS:
    """The reference system of an open file, asked of it once."""
    if source not in _systems:
        _systems[source] = _crs(source.crs.to_wkt())
    return _systems[source]


@functools.lru_cache(maxsize=64)
def _crs(wkt: str) -> CRS:
    return CRS(wkt)


def _has_alpha(source: DatasetReader) -> bool:
    return any(interpretation.name == "alpha" for interpretation in source.colorinterp)


def _valid(stored: np.ndarray, nodata: float | None) -> np.ndarray:
    valid = _finite(stored)
    if nodata is not None and not math.isnan(nodata):
        valid &= stored != np.array(nodata).astype(stored.dtype)
    return valid


def _finite(stored: np.ndarray) -> np.ndarray:
    return np.isfinite(stored) if stored.dtype.kind == "f" else np.ones(stored.shape, bool)
