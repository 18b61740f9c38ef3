"""A raster being written: full resolution compressed block by block, its overviews made on the way.

Overviews stand uncompressed in plain files until all their blocks are there, one file per level: GDAL would make them
afterwards by reading everything again, which costs half the run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.windows import Window

from ..run import disk_full
from .blocks import workers
from .cog import TILE, Level, assemble, compress, header_of
from .encoding import Encoding, encode
from .kernels import mark_filled, mean_2x2

#: Blocks begin at multiples of 512 = 2⁹, so that many levels can be made from each block alone.
MOST_LEVELS = 9


class Pyramid:
    """A raster and its overviews, compressed on all cores while the next blocks are computed.

    Parameters
    ----------
    path : Path
        What its files are named after.
    geobox : GeoBox
    bands : int
    encoding : Encoding
    """

    def __init__(self, path: Path, geobox: GeoBox, bands: int, encoding: Encoding) -> None:
        self._path, self._bands, self._encoding = path, bands, encoding
        self._grids = [geobox]
        height, width = geobox.shape
        while max(height, width) > TILE and len(self._grids) <= MOST_LEVELS:
            height, width = -(-height // 2), -(-width // 2)
            step = 2 ** len(self._grids)
            transform = geobox.transform * geobox.transform.scale(step)
            self._grids.append(GeoBox((height, width), transform, geobox.crs))
        self._levels: list[Level] = []
        self._overviews: list[Any] = []
        self._pending: deque[tuple[int, int, Future[tuple[bytes, np.ndarray | None]]]] = deque()
        self._pool: ThreadPoolExecutor | None = None
        self._filled = np.zeros((0, 0), bool)

    def __enter__(self) -> Pyramid:
        self._pool = ThreadPoolExecutor(workers())
        self._levels = [Level(self._file(0, "tiles"), self._grids[0])]
        for number, grid in enumerate(self._grids[1:], 1):
            height, width = grid.shape
            options: dict[str, Any] = {
                "height": height,
                "width": width,
                "tiled": True,
                "blockxsize": TILE,
                "blockysize": TILE,
            }
            # A cancelled run must not spend seconds on filling up a file that is thrown away.
            options |= {"interleave": "pixel", "bigtiff": "IF_SAFER", "sparse_ok": True, "driver": "GTiff"}
            options |= {"count": self._bands, "dtype": self._encoding.dtype, "nodata": self._encoding.nodata}
            self._overviews.append(rasterio.open(self._file(number, "tif"), "w", **options))
        if self._overviews:
            height, width = self._grids[1].shape
            self._filled = np.zeros((-(-height // TILE), -(-width // TILE)), bool)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while kind is None and self._pending:
                self._store_first()
        finally:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)
            for file in [*self._levels, *self._overviews]:
                file.close()
        # GDAL reports a short write late or never; an uncompressed file has a size that can be checked.
        tile_bytes = TILE * TILE * self._bands * np.dtype(self._encoding.dtype).itemsize
        if kind is None and self._overviews:
            path = self._file(1, "tif")
            if path.stat().st_size < int(self._filled.sum()) * tile_bytes:
                raise disk_full(path.parent)

    def write(self, rows: slice, columns: slice, block: np.ndarray) -> None:
        """Take a block (band, y, x), stored numbers or physical values, which begins at a tile's corner."""
        assert self._pool is not None
        future = self._pool.submit(self._prepared, block)
        self._pending.append((rows.start, columns.start, future))
        while len(self._pending) > workers():
            self._store_first()

    def finish(self, target: Path, describe: Callable[[Any], None], check: Callable[[], None]) -> None:
        """Compress the overviews and put the COG together.

        Parameters
        ----------
        target : Path
        describe : callable
            As in `header_of`.
        check : callable
            Called between blocks; may raise to stop.
        """
        for number, grid in enumerate(self._grids[1:], 1):
            level = Level(self._file(number, "tiles"), grid)
            self._levels.append(level)
            self._compress_overview(number, level, check)
            level.close()
        header = header_of(self._grids[0], self._bands, self._encoding, describe)
        assemble(target, header, self._levels, self._bands, self._encoding)

    def remove(self) -> None:
        """Delete all files but the result."""
        for level in self._levels:
            level.remove()
        for number in range(1, len(self._grids)):
            self._file(number, "tif").unlink(missing_ok=True)

    def _file(self, level: int, suffix: str) -> Path:
        return self._path.with_name(f"{self._path.name}.scratch{level}.{suffix}")

    def _prepared(self, block: np.ndarray) -> tuple[bytes, np.ndarray | None]:
        if block.dtype != np.dtype(self._encoding.dtype):
            block = encode(block, self._encoding)
        image = compress(block, self._encoding)
        if not self._overviews:
            return image, None
        return image, halve(block, self._encoding.nodata, self._encoding.categorical)

    def _store_first(self) -> None:
        row, column, future = self._pending.popleft()
        image, half = future.result()
        self._levels[0].store(row, column, image)
        if half is None:
            return
        mark_filled(half, float(self._encoding.nodata), TILE, row // 2, column // 2, self._filled)
        for number, file in enumerate(self._overviews, 1):
            if number > 1:
                half = halve(half, self._encoding.nodata, self._encoding.categorical)
            top, left = row >> number, column >> number
            file.write(half, window=Window(left, top, half.shape[2], half.shape[1]))

    def _compress_overview(self, number: int, level: Level, check: Callable[[], None]) -> None:
        height, width = level.geobox.shape
        side = 2 * TILE
        corners = [(top, left) for top in range(0, height, side) for left in range(0, width, side)]
        with rasterio.open(self._file(number, "tif")) as source, ThreadPoolExecutor(workers()) as pool:
            pending: deque[tuple[int, int, Future[bytes]]] = deque()
            for top, left in corners:
                check()
                window = Window(left, top, min(side, width - left), min(side, height - top))
                pending.append((top, left, pool.submit(compress, source.read(window=window), self._encoding)))
                while len(pending) > workers():
                    row, column, future = pending.popleft()
                    level.store(row, column, future.result())
            for row, column, future in pending:
                level.store(row, column, future.result())


def halve(block: np.ndarray, nodata: float, categorical: bool) -> np.ndarray:
    """The next coarser level: the mean of the valid cells of each 2×2, or the first cell for classes."""
    if categorical:
        return block[:, ::2, ::2]
    return mean_2x2(np.ascontiguousarray(block), float(nodata), block.dtype.kind != "f")
