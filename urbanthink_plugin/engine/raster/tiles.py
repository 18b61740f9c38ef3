"""Compressed tiles of a raster and its overviews, kept until the raster is put together: in memory while they are few,
then in files beside it.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from affine import Affine
from rasterio.io import MemoryFile

from .blocks import workers
from .encoding import Encoding
from .tiff import TILE_BYTE_COUNTS, TILE_OFFSETS, fields_of

TILE = 512
#: Of each raster so many bytes of tiles wait in memory: most results for a town never touch the disk twice.
HELD_BYTES = 64 * 1024 * 1024
#: The others wait in files of this size, each deleted once its tiles were taken [byte].
SEGMENT_BYTES = 32 * 1024 * 1024
#: Bytes before and behind each tile in a file of GDAL's COG driver.
LEADER, TRAILER = 4, 4


class Place(NamedTuple):
    """Where a tile waits: in a file, from a byte on; or here."""

    segment: int
    start: int
    size: int
    held: bytes = b""


class TileStore:
    """Compressed tiles by level, row and column of tiles. `put` is thread-safe.

    Parameters
    ----------
    stem : Path
        What the names of the files begin with.
    encoding : Encoding
    """

    def __init__(self, stem: Path, encoding: Encoding) -> None:
        self._stem, self._encoding = stem, encoding
        self._places: dict[tuple[int, int, int], Place] = {}
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._segments = 0
        self._held_bytes = 0

    def put(self, level: int, row: int, column: int, block: np.ndarray) -> None:
        """Compress and keep stored numbers (band, y, x); `row` and `column` are those of the block's first tile."""
        for down, across, data in compressed_tiles(block, self._encoding):
            with self._lock:
                self._places[level, row + down, column + across] = self._keep(data)

    def append_to(
        self, path: Path, keys: Sequence[tuple[int, int, int]], check: Callable[[], None]
    ) -> dict[tuple[int, int, int], tuple[int, int]]:
        """Put all tiles in the order of `keys` behind the end of a file, on all cores; `check` may stop it.

        Returns
        -------
        dict
            Offset and size of each tile in the file.
        """
        self.close()
        end, found = path.stat().st_size, {}
        by_segment: dict[int, list[tuple[Place, int]]] = {}
        for number, key in enumerate(keys):
            place = self._places.pop(key)
            found[key] = (end + LEADER, place.size)
            # What is held is shared out among the cores, in negative numbers.
            share = place.segment if not place.held else -1 - number % workers()
            by_segment.setdefault(share, []).append((place, end))
            end += LEADER + place.size + TRAILER

        def move(segment: int) -> None:
            check()
            framed = bytearray(max(place.size for place, _ in by_segment[segment]) + LEADER + TRAILER)
            with self._opened(segment) as source, path.open("r+b") as target:
                for place, position in by_segment[segment]:
                    behind = LEADER + place.size
                    if source is None:
                        framed[LEADER:behind] = place.held
                    else:
                        source.seek(place.start)
                        source.readinto(memoryview(framed)[LEADER:behind])
                    # As GDAL's layout promises: the size before each tile, its last four bytes once more behind it.
                    framed[:LEADER] = struct.pack("<I", place.size)
                    framed[behind : behind + TRAILER] = framed[behind - TRAILER : behind]
                    target.seek(position)
                    target.write(memoryview(framed)[: behind + TRAILER])
            if segment >= 0:
                # Its memory in the system's cache is at once free for the file that is being written.
                self._path(segment).unlink()

        with ThreadPoolExecutor(workers()) as pool:
            for task in [pool.submit(move, segment) for segment in by_segment]:
                task.result()
        return found

    def close(self) -> None:
        """Close the file that is being written."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Delete what is left."""
        self.close()
        for segment in range(self._segments):
            self._path(segment).unlink(missing_ok=True)

    def _keep(self, data: memoryview) -> Place:
        if self._held_bytes + len(data) <= HELD_BYTES:
            self._held_bytes += len(data)
            return Place(-1, 0, len(data), bytes(data))
        file = self._writable()
        place = Place(self._segments - 1, file.tell(), len(data))
        file.write(data)
        return place

    def _opened(self, segment: int) -> AbstractContextManager[BufferedReader | None]:
        """The file of a segment; nothing for a share of the tiles that are held."""
        return self._path(segment).open("rb") if segment >= 0 else nullcontext()

    def _writable(self) -> BinaryIO:
        if self._file is None or self._file.tell() >= SEGMENT_BYTES:
            self.close()
            self._segments += 1
            self._file = self._path(self._segments - 1).open("wb")
        return self._file

    def _path(self, segment: int) -> Path:
        return self._stem.with_name(f"{self._stem.name}.{segment}.tiles")


def compression(encoding: Encoding) -> dict[str, Any]:
    """Options of GDAL's GTiff driver for the tiles of an encoding."""
    is_float = np.dtype(encoding.dtype).kind == "f"
    return {"compress": "ZSTD", "zstd_level": 3 if is_float else 1, "predictor": 3 if is_float else 2}


def compressed_tiles(block: np.ndarray, encoding: Encoding) -> Iterator[tuple[int, int, memoryview]]:
    """Row, column and compressed bytes of each tile of a block (band, y, x); the bytes are valid until the next one."""
    bands, height, width = block.shape
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", count=bands, height=height, width=width, dtype=block.dtype, tiled=True, blockxsize=TILE,
            blockysize=TILE, interleave="pixel", transform=Affine.scale(2), **compression(encoding),
        ) as target:  # fmt: skip
            target.write(block)
        data = memory.getbuffer()
        (fields,) = fields_of(lambda position, size: bytes(data[position : position + size]))
        offsets, sizes = (
            np.frombuffer(data, field.dtype, field.count, field.position)
            for field in (fields[TILE_OFFSETS], fields[TILE_BYTE_COUNTS])
        )
        across = -(-width // TILE)
        for number, (offset, size) in enumerate(zip(offsets.tolist(), sizes.tolist(), strict=True)):
            yield number // across, number % across, data[offset : offset + size]
