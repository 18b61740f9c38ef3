"""Streaming cloud-optimised GeoTIFFs: memory holds a few blocks, the file appears only when it is whole.

Blocks are written once, uncompressed, with their first overview made on the way; GDAL's COG driver then orders and
compresses them on all cores. (Letting the driver make the first overview costs half the run again.)
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
import xarray as xr
from odc.geo.geobox import GeoBox
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..errors import ResourceError
from ..provenance import write_provenance
from ..run import Run, disk_full
from .blocks import compute_blocks, map_blocks
from .info import describe
from .kernels import encode_block, filled_tiles, mean_2x2

TILE = 512
#: Beyond this many uncompressed bytes there is no use in guessing how well the result compresses.
COMPRESSION_GUESS = 0.7
#: How much of the work is computing the blocks; the rest is compressing the file.
BLOCKS_SHARE = 0.75


@dataclass(frozen=True)
class Encoding:
    """How physical values are stored: stored = (physical − offset) / scale.

    Attributes
    ----------
    dtype : str
    scale, offset : float
        Written as tags, so that every reader sees the physical value.
    nodata : float
        The stored value for "no data".
    band_scales : tuple of float
        The scale of each band, where they differ.
    """

    dtype: str
    scale: float = 1.0
    offset: float = 0.0
    nodata: float = float("nan")
    band_scales: tuple[float, ...] = ()

    @property
    def categorical(self) -> bool:
        return np.dtype(self.dtype) == np.uint8

    def scales(self, bands: int) -> tuple[float, ...]:
        """The scale of each of so many bands."""
        return self.band_scales or (self.scale,) * bands


FLOAT32 = Encoding("float32")
INT16_E4 = Encoding("int16", scale=1e-4, nodata=-32768)
CLASSES = Encoding("uint8", nodata=255)


def write_raster(
    raster: xr.DataArray,
    final_path: str | os.PathLike[str],
    run: Run,
    *,
    encoding: Encoding = FLOAT32,
    units: str | Sequence[str] = "",
    tags: Mapping[str, object] | None = None,
    colormap: Mapping[int, tuple[int, int, int]] | None = None,
    provenance_inputs: Sequence[str] = (),
    text: str = "Computing",
) -> Path:
    """Compute a raster and write it as a COG with its provenance beside it.

    Parameters
    ----------
    raster : xarray.DataArray
        (band, y, x); computed block by block. A block that already has the encoding's dtype is stored as it is.
    final_path : path
        Where it will stand; until the job succeeds it is a partial file beside that place.
    encoding : Encoding
    units : str or sequence of str
        One for all bands, or one per band.
    tags : mapping
        Dataset-level metadata (thresholds, dates, "surface", …).
    colormap : mapping, optional
        Class value to (red, green, blue).
    provenance_inputs : sequence of path
        Files the result was made from.

    Returns
    -------
    Path
        The partial file, readable at once by the next step of the job.

    Raises
    ------
    ResourceError
        If the disk is full or the folder cannot be written.
    """
    partial = run.stage(final_path)
    scratch = partial.with_name(partial.name + ".scratch.tif")
    overview = Path(f"{scratch}.ovr")
    geobox = raster.odc.geobox
    _require_room(partial, geobox, raster.sizes["band"], encoding)
    try:
        with rasterio.Env(GDAL_PAM_ENABLED="NO", GDAL_NUM_THREADS="ALL_CPUS"):
            stored = _encoded(_tile_chunks(raster), encoding)
            tiles = _write_blocks(stored, geobox, scratch, overview, encoding, run.part(0.0, BLOCKS_SHARE), text)
            _require_written(scratch, tiles * TILE * TILE * raster.sizes["band"] * np.dtype(encoding.dtype).itemsize)
            _describe(scratch, raster, encoding, units, tags or {}, colormap)
            run.progress(BLOCKS_SHARE, "Compressing")
            _finish(scratch, partial, encoding)
        describe(partial)
    except (RasterioError, OSError) as error:
        raise ResourceError(
            "The output {path} could not be written whole: {reason}.",
            "The disk is probably full, or a limit on the size of files was reached: free some space and run it again.",
            path=final_path,
            reason=error.__cause__ or error,
        ) from error
    finally:
        scratch.unlink(missing_ok=True)
        overview.unlink(missing_ok=True)
    write_provenance(partial, run, provenance_inputs)
    return partial


def encode(block: np.ndarray, encoding: Encoding) -> np.ndarray:
    """Physical float values to stored numbers; out-of-range values are clipped, NaN becomes nodata."""
    dtype = np.dtype(encoding.dtype)
    if dtype.kind == "f":
        return block.astype(dtype, copy=False)
    limits = np.iinfo(dtype)
    # The nodata value itself stays reserved.
    low = float(limits.min + (encoding.nodata == limits.min))
    high = float(limits.max - (encoding.nodata == limits.max))
    block, stored = np.ascontiguousarray(block), np.empty(block.shape, dtype)
    for band, scale in enumerate(encoding.scales(len(block))):
        one = slice(band, band + 1)
        encode_block(block[one], stored[one], 1.0 / scale, encoding.offset, (low, high), int(encoding.nodata))
    return stored


def halve(block: np.ndarray, nodata: float, categorical: bool) -> np.ndarray:
    """The next coarser level: the mean of the valid cells of each 2×2, or the first cell for classes."""
    if categorical:
        return block[:, ::2, ::2]
    return mean_2x2(np.ascontiguousarray(block), float(nodata), block.dtype.kind != "f")


def _encoded(raster: xr.DataArray, encoding: Encoding) -> xr.DataArray:
    if raster.dtype == np.dtype(encoding.dtype):
        return raster
    return map_blocks(
        encode, raster, bands=[str(name) for name in raster["band"].values], dtype=encoding.dtype, encoding=encoding
    )


def _tile_chunks(raster: xr.DataArray) -> xr.DataArray:
    """Blocks must begin where tiles begin, so that overviews and the count of tiles can be made block by block."""
    chunks = raster.data.chunks
    on_tiles = all(size % TILE == 0 for axis in chunks[1:] for size in axis[:-1])
    return raster if on_tiles and len(chunks[0]) == 1 else raster.chunk({"band": -1, "y": 2 * TILE, "x": 2 * TILE})


def _write_blocks(
    stored: xr.DataArray,
    geobox: GeoBox,
    scratch: Path,
    overview: Path,
    encoding: Encoding,
    run: Run,
    text: str,
) -> int:
    """Write the blocks and their first overview; the number of tiles that hold anything."""
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "count": stored.sizes["band"],
        "dtype": encoding.dtype,
        "nodata": encoding.nodata,
        "crs": str(geobox.crs.to_wkt()) if geobox.crs is not None else None,
        "tiled": True,
        "blockxsize": TILE,
        "blockysize": TILE,
        "interleave": "pixel",
        "bigtiff": "IF_SAFER",
        # A cancelled run must not spend seconds on filling up a file that is thrown away.
        "sparse_ok": True,
    }
    tiles = 0
    height, width = geobox.shape
    wants_overview = max(height, width) > TILE
    half = geobox.zoom_out(2)
    with rasterio.open(scratch, "w", width=width, height=height, transform=geobox.transform, **profile) as target:
        coarse = None
        if wants_overview:
            size = {"width": (width + 1) // 2, "height": (height + 1) // 2}
            coarse = rasterio.open(overview, "w", transform=half.transform, **size, **profile)
        try:
            for (rows, columns), block in compute_blocks(stored, run, text):
                target.write(block, window=_window(rows, columns))
                tiles += filled_tiles(block, float(encoding.nodata), TILE)
                if coarse is not None:
                    halved = halve(block, encoding.nodata, encoding.categorical)
                    coarse.write(halved, window=_window(_half(rows), _half(columns)))
        finally:
            if coarse is not None:
                coarse.close()
    if wants_overview:
        run.check()
        _coarser_levels(overview, encoding)
    return tiles


def _coarser_levels(overview: Path, encoding: Encoding) -> None:
    with rasterio.open(overview, "r+") as coarse:
        factors: list[int] = []
        longest = max(coarse.shape)
        while longest > TILE:
            longest = (longest + 1) // 2
            factors.append(2 ** (len(factors) + 1))
        if factors:
            coarse.build_overviews(factors, Resampling.nearest if encoding.categorical else Resampling.average)


def _describe(
    scratch: Path,
    raster: xr.DataArray,
    encoding: Encoding,
    units: str | Sequence[str],
    tags: Mapping[str, object],
    colormap: Mapping[int, tuple[int, int, int]] | None,
) -> None:
    count = raster.sizes["band"]
    with rasterio.open(scratch, "r+") as target:
        target.descriptions = tuple(str(name) for name in raster["band"].values)
        target.units = (units,) * count if isinstance(units, str) else tuple(units)
        if np.dtype(encoding.dtype).kind != "f":
            target.scales = encoding.scales(count)
            target.offsets = (encoding.offset,) * count
        target.update_tags(AREA_OR_POINT="Area", **{key: str(value) for key, value in tags.items()})
        if colormap:
            target.write_colormap(1, {value: (*rgb, 255) for value, rgb in colormap.items()})


def _finish(scratch: Path, partial: Path, encoding: Encoding) -> None:
    rasterio.shutil.copy(
        scratch,
        partial,
        driver="COG",
        compress="ZSTD",
        level=1 if np.dtype(encoding.dtype).kind != "f" else 3,
        predictor="YES",
        blocksize=TILE,
        overviews="AUTO",
        resampling="NEAREST" if encoding.categorical else "AVERAGE",
        num_threads="ALL_CPUS",
        bigtiff="IF_SAFER",
    )


def _require_room(partial: Path, geobox: GeoBox, bands: int, encoding: Encoding) -> None:
    height, width = geobox.shape
    raw = height * width * bands * np.dtype(encoding.dtype).itemsize * 4 / 3
    if shutil.disk_usage(partial.parent).free < raw * (1 + COMPRESSION_GUESS):
        raise disk_full(partial.parent)


def _require_written(scratch: Path, expected_bytes: int) -> None:
    """GDAL reports a short write late or never; an uncompressed file has a size that can be checked."""
    if scratch.stat().st_size < expected_bytes:
        raise disk_full(scratch.parent)


def _window(rows: slice, columns: slice) -> Window:
    return Window(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)


def _half(span: slice) -> slice:
    return slice(span.start // 2, (span.stop + 1) // 2)
