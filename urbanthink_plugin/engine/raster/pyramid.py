"""A cloud-optimised GeoTIFF with its overviews, from blocks in one pass.

GDAL's COG driver wants the whole raster uncompressed on disk before it begins, and then takes all of it through the
processor once more. Here tiles are compressed where they are computed, overviews are made of each block on the way, and
GDAL is given an empty raster with empty overviews: it writes the directories, whose lists of tiles are filled in when
the tiles have been put behind them (https://gdal.org/en/stable/drivers/raster/cog.html#file-format-details).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from odc.geo.geobox import GeoBox
from rasterio.io import DatasetWriter

from .encoding import Encoding
from .kernels import mean_2x2
from .tiff import IMAGE_LENGTH, IMAGE_WIDTH, TILE_BYTE_COUNTS, TILE_OFFSETS, fields_of, fill_in, number_in
from .tiles import TILE, TileStore, compression

#: Blocks begin at multiples of 512 = 2⁹, so that many levels can be made from each block alone.
MOST_LEVELS = 9


@dataclass
class _Canvas:
    """A tile of an overview that waits for its other parts."""

    pixels: np.ndarray
    missing: int


class Pyramid:
    """A raster and its overviews while they are being made. `add` is thread-safe.

    Parameters
    ----------
    path : Path
        The file; what it is made of stands beside it meanwhile.
    geobox : GeoBox
    bands : int
    encoding : Encoding
    """

    def __init__(self, path: Path, geobox: GeoBox, bands: int, encoding: Encoding) -> None:
        self.path = path
        self._geobox, self._bands, self._encoding = geobox, bands, encoding
        height, width = geobox.shape
        levels = 0
        while max(height, width) >> levels > TILE and levels < MOST_LEVELS:
            levels += 1
        self.shapes = [(-(-height // 2**level), -(-width // 2**level)) for level in range(levels + 1)]
        self._head = path.with_name(path.name + ".scratch.tif")
        self._tiles = TileStore(path, encoding)
        self._canvases: dict[tuple[int, int, int], _Canvas] = {}
        self._lock = threading.Lock()

    def add(self, row: int, column: int, block: np.ndarray) -> None:
        """Take stored numbers (band, y, x) of which the first cell is the corner of a tile."""
        self._tiles.put(0, row // TILE, column // TILE, block)
        for level in range(1, len(self.shapes)):
            block = halve(block, self._encoding.nodata, self._encoding.categorical)
            self._merge(level, row >> level, column >> level, block)

    def lay_out(self, describe: Callable[[DatasetWriter], None]) -> None:
        """Write the file without its tiles; `describe` gives the empty raster its names and tags."""
        profile: dict[str, Any] = {
            "driver": "GTiff", "count": self._bands, "dtype": self._encoding.dtype, "nodata": self._encoding.nodata,
            "tiled": True, "blockxsize": TILE, "blockysize": TILE, "interleave": "pixel", "sparse_ok": True,
            "crs": self._geobox.crs.to_wkt() if self._geobox.crs is not None else None, "bigtiff": "IF_SAFER",
        }  # fmt: skip
        # GDAL takes overviews from x.tif.ovr, the overviews of that from x.tif.ovr.ovr, and so on.
        for level, (height, width) in enumerate(self.shapes):
            transform = self._geobox.transform * self._geobox.transform.scale(2**level)
            size: dict[str, Any] = {"height": height, "width": width, "transform": transform}
            with rasterio.open(self._level_path(level), "w", **size, **profile) as target:
                if level == 0:
                    describe(target)
        options = compression(self._encoding)
        rasterio.shutil.copy(
            self._level_path(0),
            self.path,
            driver="COG",
            compress=options["compress"],
            level=options["zstd_level"],
            predictor="YES",
            blocksize=TILE,
            overviews="AUTO",
            bigtiff="IF_SAFER",
            sparse_ok=True,
        )

    def finish(self, check: Callable[[], None]) -> None:
        """Put the tiles into the file that was laid out; `check` may stop it."""
        # The smallest overview comes first, the full resolution last.
        keys = [
            (level, row, column)
            for level, (height, width) in reversed(list(enumerate(self.shapes)))
            for row in range(-(-height // TILE))
            for column in range(-(-width // TILE))
        ]
        found = self._tiles.append_to(self.path, keys, check)
        with self.path.open("r+b") as file:

            def read(position: int, size: int) -> bytes:
                file.seek(position)
                return file.read(size)

            for level, (shape, fields) in enumerate(zip(self.shapes, fields_of(read), strict=True)):
                size = tuple(number_in(read, fields[tag]) for tag in (IMAGE_LENGTH, IMAGE_WIDTH))
                if size != shape:
                    raise OSError(f"an overview of {size} cells stands where one of {shape} should")
                offsets, sizes = np.array([found[key] for key in keys if key[0] == level], np.int64).T
                fill_in(file, fields[TILE_OFFSETS], offsets)
                fill_in(file, fields[TILE_BYTE_COUNTS], sizes)

    def remove(self) -> None:
        """Delete what the file was made of."""
        self._tiles.remove()
        for level in range(len(self.shapes)):
            self._level_path(level).unlink(missing_ok=True)

    def _merge(self, level: int, row: int, column: int, block: np.ndarray) -> None:
        """Keep a part of an overview; tiles that are complete with it are compressed."""
        height, width = block.shape[1:]
        rows, columns = self.shapes[level]
        whole = row % TILE == column % TILE == 0
        whole &= height % TILE == 0 or row + height == rows
        whole &= width % TILE == 0 or column + width == columns
        if whole:
            self._tiles.put(level, row // TILE, column // TILE, block)
            return
        for top in range(row // TILE * TILE, row + height, TILE):
            for left in range(column // TILE * TILE, column + width, TILE):
                # What the block and this tile have in common, as seen from either.
                upper, lower = max(top, row), min(top + TILE, row + height)
                first, last = max(left, column), min(left + TILE, column + width)
                part = block[:, upper - row : lower - row, first - column : last - column]
                complete = self._draw((level, top // TILE, left // TILE), upper - top, first - left, part)
                if complete is not None:
                    self._tiles.put(level, top // TILE, left // TILE, complete)

    def _draw(self, key: tuple[int, int, int], row: int, column: int, part: np.ndarray) -> np.ndarray | None:
        """Put a part into its tile; the tile, when nothing is missing from it any more."""
        level, down, across = key
        with self._lock:
            if key not in self._canvases:
                rows, columns = self.shapes[level]
                size = (min(TILE, rows - down * TILE), min(TILE, columns - across * TILE))
                self._canvases[key] = _Canvas(np.empty((self._bands, *size), part.dtype), size[0] * size[1])
            canvas = self._canvases[key]
            height, width = part.shape[1:]
            canvas.pixels[:, row : row + height, column : column + width] = part
            canvas.missing -= height * width
            return self._canvases.pop(key).pixels if not canvas.missing else None

    def _level_path(self, level: int) -> Path:
        return Path(f"{self._head}{'.ovr' * level}")


def halve(block: np.ndarray, nodata: float, categorical: bool) -> np.ndarray:
    """The next coarser level: the mean of the valid cells of each 2×2, or the first cell for classes."""
    if categorical:
        return block[:, ::2, ::2]
    return mean_2x2(np.ascontiguousarray(block), float(nodata), block.dtype.kind != "f")
