"""Memory that is free again."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Hand what was freed back to the system; the C library of Linux keeps it otherwise."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
