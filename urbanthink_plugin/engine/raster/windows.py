"""Reading parts of a raster: a quick sample of its values, and windows for statistics by zone."""

from __future__ import annotations

from collections.abc import Sequence

import dask.threaded
import numpy as np
import xarray as xr
from dask.base import compute
from exactextract.raster import RasterioRasterSource
from rasterio.enums import MaskFlags
from rasterio.errors import RasterioIOError
from rasterio.windows import Window

from ..errors import UrbanThinkError
from .blocks import compute_blocks
from .info import unreadable
from .read import open_raster

SAMPLE_PLACES, SAMPLE_SIDE = (0.0, 0.5, 1.0), 512
"""A sample is made of blocks at these shares of the width and of the height, of so many pixels."""


def sample_raster(path: str, bands: Sequence[str | int]) -> np.ndarray:
    """Physical values of every other pixel of small blocks spread over a raster, at most a million.

    Returns
    -------
    ndarray
        (band, pixel) float32, NaN where there is no data.

    Raises
    ------
    UrbanThinkError
        If the whole raster holds no data, or cannot be read.
    """
    image = open_raster(path, bands, side=SAMPLE_SIDE)
    rows, columns = ({round(at * (count - 1)) for at in SAMPLE_PLACES} for count in image.data.numblocks[1:])
    blocks = [image.data.blocks[:, row, column][:, ::2, ::2] for row in sorted(rows) for column in sorted(columns)]
    try:
        values = compute(*blocks, scheduler=dask.threaded.get)
    except RasterioIOError as error:
        raise unreadable(path, error) from error
    sample = np.concatenate([block.reshape(len(bands), -1) for block in values], axis=1)
    if np.isfinite(sample).any():
        return sample
    for _, block in compute_blocks(open_raster(path, bands)):
        if np.isfinite(block).any():
            return block.reshape(len(bands), -1)
    raise UrbanThinkError(
        "{path} holds no data: every pixel of the bands that are needed is empty.",
        'Check that the right file was chosen and that its "no data" value is right.',
        path=path,
    )


def read_window(raster: xr.DataArray, rows: slice, columns: slice) -> np.ndarray:
    """Values of the first band in a window (y, x), NaN where there is no data.

    Raises
    ------
    UrbanThinkError
        If they cannot be read.
    """
    try:
        return np.asarray(raster.data[0, rows, columns].compute(scheduler=dask.threaded.get))
    except RasterioIOError as error:
        raise unreadable(str(raster.attrs.get("source", "the input")), error) from error


class PhysicalBand(RasterioRasterSource):
    """A band as exactextract reads it: scale and offset applied, NaN where there is no data, window by window.

    Parameters
    ----------
    path : str
    band : int
        1-based.
    threshold : float, optional
        Give 1 where the value lies above it and 0 elsewhere, instead of the value.
    """

    def __init__(self, path: str, band: int, threshold: float | None = None) -> None:
        super().__init__(path, band)
        self.path, self.threshold = path, threshold
        self.missing = self.ds.nodatavals[band - 1]
        flags = self.ds.mask_flag_enums[band - 1]
        self.has_mask = self.missing is None and MaskFlags.all_valid not in flags

    def close(self) -> None:
        """Close the file."""
        self.ds.close()

    def nodata_value(self) -> None:
        """None: "no data" comes as NaN."""

    def read_window(self, x0: int, y0: int, nx: int, ny: int) -> np.ndarray:
        """Values of a window [physical unit], or whether they lie above the threshold [0 or 1]."""
        window = Window(x0, y0, nx, ny)
        try:
            stored = self.ds.read(self.band_idx, window=window)
            valid = self.ds.read_masks(self.band_idx, window=window) > 0 if self.has_mask else stored != self.missing
        except RasterioIOError as error:
            raise unreadable(self.path, error) from error
        values = stored.astype(np.float64) * self.scale + self.offset
        if self.threshold is not None:
            values = np.where(np.isnan(values), np.nan, values > self.threshold)
        return np.where(valid, values, np.nan)
