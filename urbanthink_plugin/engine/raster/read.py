"""Lazy, chunked reading: stored numbers become physical float32 values, "no data" becomes NaN."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import rioxarray
import xarray as xr
from odc.geo.geobox import GeoBox
from odc.geo.xr import xr_coords

from ..errors import UrbanThinkError
from .info import RasterInfo, describe
from .kernels import decode_block

CHUNK_BYTES = 32 * 1024 * 1024
#: Powers of two: whole tiles of several overviews come out of one block.
CHUNK_SIDES = (2048, 1024, 512)


def open_raster(
    path: str | os.PathLike[str],
    bands: Sequence[str | int] | None = None,
    physical: bool = True,
    side: int | None = None,
) -> xr.DataArray:
    """Open a raster without reading it.

    Parameters
    ----------
    path : path
        Any raster GDAL reads.
    bands : sequence of str or int, optional
        Band descriptions or 1-based numbers, in the wanted order; all by default.
    physical : bool
        Apply the bands' scale and offset, turn nodata into NaN, give float32. When false, the stored numbers come as
        they are.
    side : int, optional
        Side of the blocks [px]; by default as large as memory allows, small where only a sample is wanted.

    Returns
    -------
    xarray.DataArray
        Dimensions (band, y, x), dask-chunked; ``coords["band"]`` holds the names, ``attrs["source"]`` the path.

    Raises
    ------
    UrbanThinkError
        If the file cannot be used or has no such band.
    """
    info = describe(path)
    numbers = _band_numbers(info, bands)
    index = [number - 1 for number in numbers]
    stored = rioxarray.open_rasterio(info.path, lock=False, cache=False)
    assert isinstance(stored, xr.DataArray)
    # Bands are chosen before the raster is cut into blocks, so that the others are never read.
    data = stored.isel(band=index).chunk(_chunks(info, len(numbers), side)).data
    if physical:
        data = data.map_blocks(
            decode_block,
            scale=per_band(info.scales, index, 1.0),
            offset=per_band(info.offsets, index, 0.0),
            nodata=per_band(info.nodata, index, np.nan).astype(np.float64),
            dtype=np.float32,
            meta=np.empty((0, 0, 0), np.float32),
        )
    raster = xr.DataArray(
        data,
        dims=("band", "y", "x"),
        coords={"band": [info.names[i] for i in index]},
        attrs={"source": info.path, "units": [info.units[i] or "" for i in index]},
    )
    return on_grid(raster, info.geobox)


def on_grid(raster: xr.DataArray, geobox: GeoBox) -> xr.DataArray:
    """Give a raster its grid: coordinates and reference system."""
    bare = raster.drop_vars([name for name in ("y", "x", "spatial_ref") if name in raster.coords])
    return bare.assign_coords(xr_coords(geobox, always_yx=True))


def _band_numbers(info: RasterInfo, bands: Sequence[str | int] | None) -> list[int]:
    if bands is None:
        return list(range(1, len(info.names) + 1))
    numbers = []
    for band in bands:
        if isinstance(band, str) and band in info.names:
            numbers.append(info.names.index(band) + 1)
        elif isinstance(band, int) and 1 <= band <= len(info.names):
            numbers.append(band)
        else:
            raise UrbanThinkError(
                "The raster {path} has no band {band}; it has {names}.",
                "Choose one of its bands.",
                path=info.path,
                band=band,
                names=", ".join(info.names),
            )
    return numbers


def _chunks(info: RasterInfo, bands: int, wanted: int | None) -> dict[str, int]:
    """Blocks of at most 32 MB of float32, whole rows when the file itself is stored in rows."""
    width = info.geobox.shape[1]
    side = wanted or next((s for s in CHUNK_SIDES if bands * s * s * 4 <= CHUNK_BYTES), CHUNK_SIDES[-1])
    if info.block_shape[1] >= width > side:
        rows = max(512, side * side // width // 512 * 512)
        return {"band": -1, "y": rows, "x": width}
    return {"band": -1, "y": side, "x": side}


def per_band(values: Sequence[float | None], index: Sequence[int], default: float) -> np.ndarray:
    """One float32 number per chosen band, with a default where the file names none."""
    return np.asarray([default if values[i] is None else values[i] for i in index], np.float32)
