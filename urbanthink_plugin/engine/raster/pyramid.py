"""The uncompressed file a COG is made from, with all its overviews, written block by block in one pass.

GDAL takes overviews from ``x.tif.ovr``, the overviews of that from ``x.tif.ovr.ovr``, and so on: one plain file per
level. (Letting GDAL make them afterwards reads everything again and costs half the run.)
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.windows import Window

from ..run import disk_full
from .encoding import Encoding
from .kernels import filled_tiles, mean_2x2

TILE = 512
#: Blocks begin at multiples of 512 = 2⁹, so that many levels can be made from each block alone.
MOST_LEVELS = 9


class Pyramid:
    """A raster being written, level 0 in full resolution.

    Parameters
    ----------
    path : Path
        Level 0; the other levels stand beside it.
    geobox : GeoBox
    bands : int
    encoding : Encoding
    """

    def __init__(self, path: Path, geobox: GeoBox, bands: int, encoding: Encoding) -> None:
        self.path = path
        self.encoding = encoding
        height, width = geobox.shape
        levels = 0
        while max(height, width) >> levels > TILE and levels < MOST_LEVELS:
            levels += 1
        self.paths = [Path(f"{path}{'.ovr' * level}") for level in range(levels + 1)]
        self._shape = (height, width)
        self._profile: dict[str, Any] = {
            "driver": "GTiff",
            "count": bands,
            "dtype": encoding.dtype,
            "nodata": encoding.nodata,
            "crs": geobox.crs.to_wkt() if geobox.crs is not None else None,
            "tiled": True,
            "blockxsize": TILE,
            "blockysize": TILE,
            "interleave": "pixel",
            "bigtiff": "IF_SAFER",
            # A cancelled run must not spend seconds on filling up a file that is thrown away.
            "sparse_ok": True,
        }
        self._transform = geobox.transform
        self._files: list[Any] = []
        self._expected_bytes = 0

    def __enter__(self) -> Pyramid:
        height, width = self._shape
        for level, path in enumerate(self.paths):
            step = 2**level
            size = {"height": -(-height // step), "width": -(-width // step)}
            transform = self._transform * self._transform.scale(step)
            self._files.append(rasterio.open(path, "w", transform=transform, **size, **self._profile))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()
        # GDAL reports a short write late or never; an uncompressed file has a size that can be checked.
        if kind is None and self.path.stat().st_size < self._expected_bytes:
            raise disk_full(self.path.parent)

    def write(self, rows: slice, columns: slice, block: np.ndarray) -> None:
        """Write a block of stored numbers (band, y, x), which begins at a tile's corner, into all levels."""
        tiles = filled_tiles(block, float(self.encoding.nodata), TILE)
        self._expected_bytes += tiles * TILE * TILE * len(block) * block.dtype.itemsize
        for level, file in enumerate(self._files):
            if level:
                block = halve(block, self.encoding.nodata, self.encoding.categorical)
            top, left = rows.start >> level, columns.start >> level
            file.write(block, window=Window(left, top, block.shape[2], block.shape[1]))

    def remove(self) -> None:
        """Delete all levels."""
        for path in self.paths:
            path.unlink(missing_ok=True)


def halve(block: np.ndarray, nodata: float, categorical: bool) -> np.ndarray:
    """The next coarser level: the mean of the valid cells of each 2×2, or the first cell for classes."""
    if categorical:
        return block[:, ::2, ::2]
    return mean_2x2(np.ascontiguousarray(block), float(nodata), block.dtype.kind != "f")
