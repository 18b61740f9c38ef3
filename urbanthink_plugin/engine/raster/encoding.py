"""How physical values are stored in a file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .kernels import encode_block


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
