"""The version of the plugin, as its manifest says it, and where its data tables are."""

from __future__ import annotations

import configparser
import functools
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def version() -> str:
    """The plugin's version, from ``metadata.txt``."""
    manifest = configparser.ConfigParser(interpolation=None)
    manifest.read(ROOT / "metadata.txt", encoding="utf-8")
    return manifest.get("general", "version", fallback="unknown")


@functools.cache
def table(name: str) -> dict[str, Any]:
    """A dated table of ``resources/data``: constants with their source, date and unit."""
    return dict(json.loads((ROOT / "resources" / "data" / f"{name}.json").read_text(encoding="utf-8")))
