"""Memory that is free again: used anew by this process, or given back to the system."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from typing import Any

#: New objects after which Python looks for cycles.
_OBJECTS = 50_000
#: Parameters of glibc's mallopt, and what they are set to.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_KEPT_BYTES, _LARGEST_KEPT, _ARENAS = 256 * 1024 * 1024, 64 * 1024 * 1024, 2


def tune() -> None:
    """Set up this process for large arrays, before the libraries are loaded.

    The C library of Linux returns every large array to the system when it is freed, which clears the same memory for
    the next one: a twentieth of the time of jobs that go through a raster block by block. Python looks for cycles so
    often that it takes an eighth of the time of loading the libraries. Blocks are computed on all cores already:
    threads of the linear algebra library would only stand in their way.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_OBJECTS)
    mallopt = _of_glibc("mallopt")
    if mallopt is not None:
        for parameter, value in (
            (_TRIM_THRESHOLD, _KEPT_BYTES),
            (_MMAP_THRESHOLD, _LARGEST_KEPT),
            (_ARENA_MAX, _ARENAS),
        ):
            mallopt(parameter, value)


def give_back() -> None:
    """Hand what was freed back to the system; the C library of Linux keeps it otherwise."""
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _of_glibc(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
