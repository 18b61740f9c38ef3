"""Streaming cloud-optimised GeoTIFFs: memory holds a few blocks, the file appears only when it is whole.

Blocks are written once, uncompressed, with their overviews made on the way (`pyramid`); GDAL's COG driver then orders
and compresses them on all cores.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
import xarray as xr
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError

from ..errors import ResourceError
from ..provenance import write_provenance
from ..run import Run, disk_full
from .blocks import compute_blocks, map_blocks
from .encoding import FLOAT32, Encoding, encode
from .info import describe
from .pyramid import TILE, Pyramid

#: Beyond this many uncompressed bytes there is no use in guessing how well the result compresses.
COMPRESSION_GUESS = 0.7
#: How much of the work is computing the blocks; the rest is compressing the file.
BLOCKS_SHARE = 0.75


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
    geobox = raster.odc.geobox
    _require_room(partial, geobox, raster.sizes["band"], encoding)
    scratch = Pyramid(partial.with_name(partial.name + ".scratch.tif"), geobox, raster.sizes["band"], encoding)
    try:
        with rasterio.Env(GDAL_PAM_ENABLED="NO"):
            with scratch:
                stored = _encoded(_tile_chunks(raster), encoding)
                for (rows, columns), block in compute_blocks(stored, run.part(0.0, BLOCKS_SHARE), text):
                    scratch.write(rows, columns, block)
            _describe(scratch.path, raster, encoding, units, tags or {}, colormap)
            run.progress(BLOCKS_SHARE, "Compressing")
            _finish(scratch.path, partial, encoding)
        describe(partial)
    except (RasterioError, OSError) as error:
        raise ResourceError(
            "The output {path} could not be written whole: {reason}.",
            "The disk is probably full, or a limit on the size of files was reached: free some space and run it again.",
            path=final_path,
            reason=error.__cause__ or error,
        ) from error
    finally:
        scratch.remove()
    write_provenance(partial, run, provenance_inputs)
    return partial


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
