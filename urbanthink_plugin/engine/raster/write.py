"""Streaming cloud-optimised GeoTIFFs: memory holds a few blocks, the file appears only when it is whole.

Blocks are compressed as soon as they are computed, and their overviews are made on the way (`pyramid`); at the end the
compressed tiles are put in order into the file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
import xarray as xr
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError
from rasterio.io import DatasetWriter

from ..errors import ResourceError
from ..provenance import write_provenance
from ..run import Run, disk_full
from .blocks import Window, compute_blocks, map_blocks, workers
from .encoding import FLOAT32, Encoding, encode
from .info import describe
from .pyramid import Pyramid
from .tiles import TILE

#: Beyond this many uncompressed bytes there is no use in guessing how well the result compresses.
COMPRESSION_GUESS = 0.7
#: What all overviews together add to the bytes of a raster.
OVERVIEWS = 1 / 3
#: How much of the work is computing the blocks; the rest is putting the file together.
BLOCKS_SHARE = 0.9
#: Rows of a block that are compressed together, on one core.
ROWS_AT_ONCE = TILE
#: GDAL would otherwise keep a share of all memory in blocks that are written once [MB].
CACHE_MB = 32


@dataclass(frozen=True)
class Output:
    """One file among those that a single pass over a raster writes.

    Attributes
    ----------
    path : path
        Where it will stand; until the job succeeds it is a partial file beside that place.
    bands : tuple of str
        The bands of the raster that go into it.
    encoding : Encoding
    units : str or sequence of str
        One for all bands, or one per band.
    tags : mapping
        Dataset-level metadata (thresholds, dates, "surface", …).
    colormap : mapping, optional
        Class value to (red, green, blue).
    """

    path: str | os.PathLike[str]
    bands: tuple[str, ...]
    encoding: Encoding = FLOAT32
    units: str | Sequence[str] = ""
    tags: Mapping[str, object] = field(default_factory=dict)
    colormap: Mapping[int, tuple[int, int, int]] | None = None


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
    final_path, encoding, units, tags, colormap
        As in `Output`.
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
    names = tuple(str(name) for name in raster["band"].values)
    output = Output(final_path, names, encoding, units, tags or {}, colormap)
    stored = _encoded(_tile_chunks(raster), encoding)
    return write_rasters(stored, [output], run, provenance_inputs=provenance_inputs, text=text)[0]


def write_rasters(
    raster: xr.DataArray,
    outputs: Sequence[Output],
    run: Run,
    *,
    provenance_inputs: Sequence[str] = (),
    text: str = "Computing",
    at_once: int | None = None,
) -> list[Path]:
    """Compute a raster once and write its bands into several files, each as `write_raster` does.

    Parameters
    ----------
    at_once : int, optional
        As in `compute_blocks`.

    Returns
    -------
    list of Path
        The partial files.

    Raises
    ------
    ResourceError
        If the disk is full or a folder cannot be written.
    """
    geobox = raster.odc.geobox
    partials = [run.stage(output.path) for output in outputs]
    for path, output in zip(partials, outputs, strict=True):
        _require_room(path, geobox, len(output.bands), output.encoding)
    pyramids = [
        Pyramid(path, geobox, len(output.bands), output.encoding)
        for path, output in zip(partials, outputs, strict=True)
    ]
    try:
        with rasterio.Env(GDAL_PAM_ENABLED="NO", GDAL_CACHEMAX=CACHE_MB):
            blocks = compute_blocks(_tile_chunks(raster), run.part(0.0, BLOCKS_SHARE), text, at_once)
            _stream(raster, blocks, outputs, pyramids)
            for number, pyramid in enumerate(pyramids):
                run.progress(BLOCKS_SHARE + (1 - BLOCKS_SHARE) * number / len(outputs), "Writing the layers")
                pyramid.finish(run.check)
                describe(pyramid.path)
    except (RasterioError, OSError) as error:
        raise ResourceError(
            "The output {path} could not be written whole: {reason}.",
            "The disk is probably full, or a limit on the size of files was reached: free some space and run it again.",
            path=outputs[0].path,
            reason=error.__cause__ or error,
        ) from error
    finally:
        for pyramid in pyramids:
            pyramid.remove()
    for path in partials:
        write_provenance(path, run, provenance_inputs)
    return partials


def _stream(
    raster: xr.DataArray,
    blocks: Iterable[tuple[Window, np.ndarray]],
    outputs: Sequence[Output],
    pyramids: Sequence[Pyramid],
) -> None:
    """One pass over the blocks; each goes, in parts, into the files that are being made."""
    names = [str(name) for name in raster["band"].values]
    parts = [_in_a_row([names.index(band) for band in output.bands]) for output in outputs]

    def add(pyramid: Pyramid, encoding: Encoding, row: int, column: int, values: np.ndarray) -> None:
        values = np.ascontiguousarray(values)
        pyramid.add(row, column, values if values.dtype == np.dtype(encoding.dtype) else encode(values, encoding))

    with ThreadPoolExecutor(workers()) as pool:
        heads = [
            pool.submit(pyramid.lay_out, partial(_describe, output=output))
            for output, pyramid in zip(outputs, pyramids, strict=True)
        ]
        for (rows, columns), block in blocks:
            tasks = [
                pool.submit(add, pyramid, output.encoding, top, columns.start, block[part, _below(top, rows)])
                for output, pyramid, part in zip(outputs, pyramids, parts, strict=True)
                for top in range(rows.start, rows.stop, ROWS_AT_ONCE)
            ]
            for task in tasks:
                task.result()
        for head in heads:
            head.result()


def _below(top: int, rows: slice) -> slice:
    """Some rows of a block, counted from its own first one."""
    return slice(top - rows.start, min(top + ROWS_AT_ONCE, rows.stop) - rows.start)


def _in_a_row(bands: list[int]) -> list[int] | slice:
    """Neighbouring bands as a slice, which costs no copy."""
    return slice(bands[0], bands[-1] + 1) if bands == list(range(bands[0], bands[-1] + 1)) else bands


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


def _describe(target: DatasetWriter, output: Output) -> None:
    """Names, units and tags of an open file."""
    count = len(output.bands)
    target.descriptions = output.bands
    target.units = (output.units,) * count if isinstance(output.units, str) else tuple(output.units)
    if np.dtype(output.encoding.dtype).kind != "f":
        target.scales = output.encoding.scales(count)
        target.offsets = (output.encoding.offset,) * count
    target.update_tags(AREA_OR_POINT="Area", **{key: str(value) for key, value in output.tags.items()})
    if output.colormap:
        target.write_colormap(1, {value: (*rgb, 255) for value, rgb in output.colormap.items()})


def _require_room(path: Path, geobox: GeoBox, bands: int, encoding: Encoding) -> None:
    height, width = geobox.shape
    raw = height * width * bands * np.dtype(encoding.dtype).itemsize
    if shutil.disk_usage(path.parent).free < raw * COMPRESSION_GUESS * (1 + OVERVIEWS):
        raise disk_full(path.parent)
