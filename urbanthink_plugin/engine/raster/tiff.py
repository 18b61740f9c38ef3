"""The few fields of a TIFF file that say where its tiles are (TIFF 6.0, section 15; BigTIFF alike)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

IMAGE_WIDTH, IMAGE_LENGTH, TILE_OFFSETS, TILE_BYTE_COUNTS = 256, 257, 324, 325
#: Sizes of the field types that can stand for whole numbers.
_TYPES = {3: "<u2", 4: "<u4", 16: "<u8"}


Read = Callable[[int, int], bytes]
"""Gives so many bytes from a position on."""


@dataclass(frozen=True)
class Field:
    """An array of whole numbers in a TIFF file: where it stands, of what type, how many."""

    position: int
    dtype: np.dtype[Any]
    count: int


def fields_of(read: Read) -> list[dict[int, Field]]:
    """The fields of whole numbers of each directory, by tag.

    Raises
    ------
    OSError
        If it is no little-endian TIFF or BigTIFF file.
    """
    order, version = struct.unpack("<2sH", read(0, 4))
    if order != b"II" or version not in (42, 43):
        raise OSError("not a little-endian TIFF file")
    is_big = version == 43
    head, entry, word = ("<Q", "<HHQ8s", 8) if is_big else ("<H", "<HHI4s", 4)
    start = int.from_bytes(read(word, word), "little")
    directories = []
    while start:
        (count,) = struct.unpack(head, read(start, struct.calcsize(head)))
        first, size = start + struct.calcsize(head), struct.calcsize(entry)
        found = {}
        for number, (tag, kind, length, value) in enumerate(struct.iter_unpack(entry, read(first, count * size))):
            if kind in _TYPES:
                dtype = np.dtype(_TYPES[kind])
                # What is short enough stands in the place of its position.
                is_here = length * dtype.itemsize <= word
                position = first + (number + 1) * size - word if is_here else int.from_bytes(value, "little")
                found[tag] = Field(position, dtype, length)
        directories.append(found)
        start = int.from_bytes(read(first + count * size, word), "little")
    return directories


def number_in(read: Read, field: Field) -> int:
    """The first number of a field."""
    return int.from_bytes(read(field.position, field.dtype.itemsize), "little")


def fill_in(file: BinaryIO, field: Field, values: np.ndarray) -> None:
    """Write numbers into a field.

    Raises
    ------
    OSError
        If it has no room for them.
    """
    if field.count != values.size or int(values.max()) > np.iinfo(field.dtype).max:
        raise OSError(f"a TIFF field has no room for {values.size} numbers up to {values.max()}")
    file.seek(field.position)
    file.write(values.astype(field.dtype).tobytes())
