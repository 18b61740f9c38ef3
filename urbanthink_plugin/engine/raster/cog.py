"""Cloud-optimised GeoTIFFs put together from tiles that are compressed once, by whatever thread is free.

GDAL's own COG driver wants the whole raster first and then reads, compresses and writes it again. Here GDAL compresses
each block in memory as soon as it is computed; at the end the tiles are only copied behind headers that GDAL made too.
TIFF 6.0 and BigTIFF: every directory is a list of (tag, type, count, value or offset).
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.io import MemoryFile

from .encoding import Encoding

TILE = 512
#: Told right behind the header: readers may fetch all directories at once, and a tile without asking for its size.
GHOST = (
    b"LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\n"
    b"BLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n "
)
#: Bytes before each tile (its size) and behind it (its last four bytes again).
LEADER = TRAILER = 4
SUBFILE, IMAGE_WIDTH, TILE_OFFSETS, TILE_SIZES = 254, 256, 324, 325
#: Bytes of one value of each TIFF type.
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_LONG, _LONG8 = 4, 16
#: Without a place on earth rasterio warns of each block.
_ANYWHERE = Affine(10, 0, 0, 0, -10, 0)
#: Room for what is not tiles when it is decided whether 4 GB are enough.
_MARGIN = 1 << 24


@dataclass(frozen=True)
class Entry:
    """A TIFF tag: type, number of values, and their bytes."""

    kind: int
    count: int
    value: bytes


def profile(bands: int, encoding: Encoding) -> dict[str, Any]:
    """How the tiles of a COG are stored, as rasterio wants it."""
    floating = np.dtype(encoding.dtype).kind == "f"
    return {
        "driver": "GTiff",
        "count": bands,
        "dtype": encoding.dtype,
        "nodata": encoding.nodata,
        "tiled": True,
        "blockxsize": TILE,
        "blockysize": TILE,
        "interleave": "pixel",
        "compress": "ZSTD",
        "zstd_level": 3 if floating else 1,
        "predictor": 3 if floating else 2,
    }


def compress(block: np.ndarray, encoding: Encoding) -> bytes:
    """A block of stored numbers (band, y, x) as a small TIFF of its own, compressed in the calling thread."""
    bands, height, width = block.shape
    with MemoryFile() as memory:
        with memory.open(width=width, height=height, transform=_ANYWHERE, **profile(bands, encoding)) as target:
            target.write(block)
        return bytes(memory.getbuffer())


class Level:
    """The compressed tiles of one level, in a file of their own.

    Parameters
    ----------
    path : Path
        Of that file.
    geobox : GeoBox
        Of the level.
    """

    def __init__(self, path: Path, geobox: GeoBox) -> None:
        self.path, self.geobox = path, geobox
        height, width = geobox.shape
        self.offsets = np.zeros((-(-height // TILE), -(-width // TILE)), np.uint64)
        self.sizes = np.zeros_like(self.offsets)
        self._file = path.open("wb")
        self._end = 0

    def store(self, row: int, column: int, image: bytes) -> None:
        """Keep the tiles of a block from `compress` whose first pixel is at a row and a column of the level."""
        (tags,) = read_directories(image)
        offsets, sizes = _numbers(tags[TILE_OFFSETS]), _numbers(tags[TILE_SIZES])
        across = -(-int(_numbers(tags[IMAGE_WIDTH])[0]) // TILE)
        for number, (offset, size) in enumerate(zip(offsets.tolist(), sizes.tolist(), strict=True)):
            place = row // TILE + number // across, column // TILE + number % across
            tile = image[offset : offset + size]
            # Leader and trailer stand round the tile at once, so that it can be copied as it is.
            self._file.write(struct.pack("<I", size) + tile + tile[-TRAILER:])
            self.offsets[place], self.sizes[place] = self._end, size
            self._end += size + LEADER + TRAILER

    @property
    def length(self) -> int:
        """Bytes that the tiles take in the COG."""
        return int(self.sizes.sum()) + (LEADER + TRAILER) * int(np.count_nonzero(self.sizes))

    def places(self, start: int) -> np.ndarray:
        """Where the tiles stand in a COG in which they begin at an offset, row by row; 0 for tiles without data."""
        sizes = self.sizes.ravel()
        steps = np.where(sizes > 0, sizes + np.uint64(LEADER + TRAILER), 0)
        return np.where(sizes > 0, np.uint64(start + LEADER) + np.cumsum(steps) - steps, 0)

    def copy_to(self, target: Path, start: int) -> None:
        """Write the tiles to where they stand in a COG in which they begin at an offset."""
        stored = self.sizes.ravel() > 0
        sources = self.offsets.ravel()[stored].tolist()
        places = (self.places(start)[stored] - np.uint64(LEADER)).tolist()
        sizes = (self.sizes.ravel()[stored] + np.uint64(LEADER + TRAILER)).tolist()
        with self.path.open("rb", buffering=0) as source, target.open("r+b", buffering=0) as file:
            for at, place, size in zip(sources, places, sizes, strict=True):
                _copy(source, file, at, place, size)

    def close(self) -> None:
        """Nothing more will come."""
        self._file.close()

    def remove(self) -> None:
        """Delete the file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def assemble(target: Path, header: bytes, levels: Sequence[Level], bands: int, encoding: Encoding) -> None:
    """Write a COG: directories, then the tiles of the smallest overview first and of full resolution last.

    Parameters
    ----------
    target : Path
    header : bytes
        A TIFF without pixels, from `header_of`, that tells everything about full resolution.
    levels : sequence of Level
        Full resolution first; closed.
    """
    directories = [dict(read_directories(header)[0])]
    for level in levels[1:]:
        directory = dict(read_directories(header_of(level.geobox, bands, encoding))[0])
        for georeference in (33550, 33922, 34264, 34735, 34736, 34737, 42112):
            directory.pop(georeference, None)
        directory |= {tag: directories[0][tag] for tag in (262, 320) if tag in directories[0]}
        directories.append({SUBFILE: Entry(_LONG, 1, struct.pack("<I", 1)), **directory})
    big = sum(level.length for level in levels) + _MARGIN > 0xFFFFFFFF
    starts = _starts(directories, levels, big)
    target.write_bytes(_layout(directories, levels, starts, big))
    for level, start in zip(levels, starts, strict=True):
        level.copy_to(target, start)


def header_of(geobox: GeoBox, bands: int, encoding: Encoding, describe: Any = None) -> bytes:
    """A TIFF that tells everything and holds no pixel.

    Parameters
    ----------
    describe : callable, optional
        Given the open dataset, writes its names, units, tags and colours.
    """
    height, width = geobox.shape
    crs = geobox.crs.to_wkt() if geobox.crs is not None else None
    with MemoryFile() as memory:
        with memory.open(
            width=width,
            height=height,
            crs=crs,
            transform=geobox.transform,
            sparse_ok=True,
            bigtiff="NO",
            **profile(bands, encoding),
        ) as target:
            if describe is not None:
                describe(target)
        return bytes(memory.getbuffer())


def read_directories(image: bytes) -> list[Mapping[int, Entry]]:
    """The directories of a little-endian TIFF or BigTIFF."""
    big = struct.unpack_from("<H", image, 2)[0] == 43
    place = struct.unpack_from("<Q", image, 8)[0] if big else struct.unpack_from("<I", image, 4)[0]
    found: list[Mapping[int, Entry]] = []
    while place:
        count = struct.unpack_from("<Q" if big else "<H", image, place)[0]
        place += 8 if big else 2
        tags = {}
        for _ in range(count):
            tag, kind, number = struct.unpack_from("<HHQ" if big else "<HHI", image, place)
            room, at = (8, place + 12) if big else (4, place + 8)
            size = _SIZES[kind] * number
            start = at if size <= room else struct.unpack_from("<Q" if big else "<I", image, at)[0]
            tags[tag] = Entry(kind, number, image[start : start + size])
            place = at + room
        found.append(tags)
        place = struct.unpack_from("<Q" if big else "<I", image, place)[0]
    return found


def _copy(source: FileIO, target: FileIO, at: int, place: int, size: int) -> None:
    """Copy bytes from one file to a place in another, inside the kernel where it can."""
    while size and hasattr(os, "copy_file_range"):
        try:
            done = os.copy_file_range(source.fileno(), target.fileno(), size, at, place)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
                raise
            break
        if done == 0:
            break
        at, place, size = at + done, place + done, size - done
    source.seek(at)
    target.seek(place)
    rest = source.read(size)
    while rest:
        rest = rest[target.write(rest) :]


def _numbers(entry: Entry) -> np.ndarray:
    return np.frombuffer(entry.value, {3: "<u2", _LONG: "<u4", _LONG8: "<u8"}[entry.kind])


def _starts(directories: Sequence[Mapping[int, Entry]], levels: Sequence[Level], big: bool) -> list[int]:
    """Where the tiles of each level begin: behind the directories, the smallest level first."""
    at, starts = _length(directories, levels, big), []
    for level in reversed(levels):
        starts.append(at)
        at += level.length
    return starts[::-1]


def _layout(
    directories: Sequence[Mapping[int, Entry]], levels: Sequence[Level], starts: Sequence[int], big: bool
) -> bytes:
    """Header and directories, with the offsets the tiles will have behind them."""
    kind, word = (_LONG8, "<u8") if big else (_LONG, "<u4")
    ghost = b"GDAL_STRUCTURAL_METADATA_SIZE=%06d bytes\n" % len(GHOST) + GHOST
    head = (struct.pack("<2sHHHQ", b"II", 43, 8, 0, 0) if big else struct.pack("<2sHI", b"II", 42, 0)) + ghost
    link = 8 if big else 4
    result = bytearray(head)
    for directory, level, start in zip(directories, levels, starts, strict=True):
        result += b"\0" * (len(result) % 2)
        struct.pack_into("<Q" if big else "<I", result, link, len(result))
        arrays = {TILE_OFFSETS: level.places(start), TILE_SIZES: level.sizes}
        tags = dict(directory) | {
            tag: Entry(kind, values.size, values.astype(word).tobytes()) for tag, values in arrays.items()
        }
        link = _append_directory(result, tags, big)
    return bytes(result).ljust(starts[-1], b"\0")


def _append_directory(result: bytearray, tags: Mapping[int, Entry], big: bool) -> int:
    """Add a directory and the values that do not fit into it; where the link to the next one stands."""
    room, count, link = (8, "<Q", "<Q") if big else (4, "<H", "<I")
    result += struct.pack(count, len(tags))
    outside = len(result) + len(tags) * (12 + room if big else 8 + room) + room
    later = bytearray()
    for tag in sorted(tags):
        entry = tags[tag]
        result += struct.pack("<HHQ" if big else "<HHI", tag, entry.kind, entry.count)
        if len(entry.value) <= room:
            result += entry.value.ljust(room, b"\0")
        else:
            later += b"\0" * ((outside + len(later)) % 2)
            result += struct.pack(link, outside + len(later))
            later += entry.value
    where = len(result)
    result += struct.pack(link, 0) + later
    return where


def _length(directories: Sequence[Mapping[int, Entry]], levels: Sequence[Level], big: bool) -> int:
    """An upper bound of the bytes before the tiles."""
    kind = _LONG8 if big else _LONG
    total = 16 + 64 + len(GHOST)
    for directory, level in zip(directories, levels, strict=True):
        values = sum(len(entry.value) + 2 for tag, entry in directory.items() if tag not in (TILE_OFFSETS, TILE_SIZES))
        total += 16 + 20 * (len(directory) + 2) + values + 2 * level.sizes.size * _SIZES[kind] + 4
    return total + (total % 2)
