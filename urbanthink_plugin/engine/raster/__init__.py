"""Raster files: the only place that opens, aligns, tiles and writes them.

A raster is an `xarray.DataArray` with dimensions (band, y, x), float32, NaN where there is no data, chunked by dask,
its bands named in ``coords["band"]`` and its grid in ``.odc.geobox``.
"""

from .blocks import compute_blocks, map_blocks
from .encoding import CLASSES, FLOAT32, INT16_E4, Encoding
from .grid import align, require_metric, require_overlap
from .info import RasterInfo, describe
from .pixels import map_pixels
from .read import open_raster
from .write import Output, write_raster, write_rasters

__all__ = [
    "CLASSES",
    "FLOAT32",
    "INT16_E4",
    "Encoding",
    "Output",
    "RasterInfo",
    "align",
    "compute_blocks",
    "describe",
    "map_blocks",
    "map_pixels",
    "open_raster",
    "require_metric",
    "require_overlap",
    "write_raster",
    "write_rasters",
]
