"""From a file's stored numbers to a result's stored numbers in one go, for kernels that look at one pixel at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from .blocks import map_blocks
from .encoding import Encoding, encode
from .info import describe
from .kernels import decode_block
from .read import open_raster, per_band

#: Pixels taken through all steps at once: they and what is made of them stay in the processor's cache.
STRIP_PIXELS = 65536


def map_pixels(
    kernel: Callable[..., np.ndarray],
    path: str,
    numbers: Sequence[int],
    *,
    bands: Sequence[str],
    encoding: Encoding,
    **options: Any,
) -> xr.DataArray:
    """Apply a kernel to bands of a file, lazily; the result comes encoded, ready for `write_raster`.

    The same values as ``map_blocks(kernel, open_raster(path, numbers))`` and encoding, without the three large arrays
    in between.

    Parameters
    ----------
    kernel : callable
        Takes a block (band, y, x) of physical float32 values and the options; returns (len(bands), y, x) of which each
        pixel depends on that pixel alone.
    numbers : sequence of int
        1-based bands of the file.
    bands : sequence of str
        Names of the result's bands.
    """
    info = describe(path)
    index = [number - 1 for number in numbers]
    return map_blocks(
        _through_strips,
        open_raster(path, numbers, physical=False),
        bands=bands,
        dtype=encoding.dtype,
        count=len(bands),
        compute=kernel,
        options=options,
        scale=per_band(info.scales, index, 1.0),
        offset=per_band(info.offsets, index, 0.0),
        nodata=per_band(info.nodata, index, np.nan).astype(np.float64),
        encoding=encoding,
    )


def _through_strips(
    block: np.ndarray,
    *,
    count: int,
    compute: Callable[..., np.ndarray],
    options: dict[str, Any],
    scale: np.ndarray,
    offset: np.ndarray,
    nodata: np.ndarray,
    encoding: Encoding,
) -> np.ndarray:
    _, height, width = block.shape
    result = np.empty((count, height, width), encoding.dtype)
    step = max(1, STRIP_PIXELS // max(width, 1))
    for top in range(0, height, step):
        rows = slice(top, top + step)
        # Only what is contiguous goes through vector registers.
        physical = decode_block(np.ascontiguousarray(block[:, rows]), scale, offset, nodata)
        result[:, rows] = encode(compute(physical, **options), encoding)
    return result
