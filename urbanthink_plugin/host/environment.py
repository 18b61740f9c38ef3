"""The environment the engine starts in: the user's own, without what belongs to QGIS's Python, GDAL and Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

# OSGeo4W, the macOS bundle and desktop launchers export these for QGIS's own Python, PROJ, GDAL and Qt;
# any of them makes another Python load the wrong libraries or the wrong data files.
DROPPED = frozenset(
    {
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONEXECUTABLE",
        "PYTHONSTARTUP",
        "PYTHONUSERBASE",
        "VIRTUAL_ENV",
        "PROJ_LIB",
        "PROJ_DATA",
        "GDAL_DATA",
        "GDAL_DRIVER_PATH",
        "GEOTIFF_CSV",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "GISBASE",
        "O4W_QT_PREFIX",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_USER",
        # Secrets travel on standard input only.
        "SH_CLIENT_ID",
        "SH_CLIENT_SECRET",
    }
)
DROPPED_PREFIXES = ("QT_", "O4W_QT_")


def engine_environment(plugin_root: str | Path, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment variables for a process of the engine's Python.

    Parameters
    ----------
    plugin_root : path
        The only folder on ``PYTHONPATH``.
    base : mapping, optional
        What to start from; this process's environment by default.
    """
    base = os.environ if base is None else base
    kept = {name: value for name, value in base.items() if not _is_dropped(name.upper())}
    if os.name == "nt":
        kept["PATH"] = _path_without_qgis(kept.get("PATH", ""), base.get("OSGEO4W_ROOT", ""))
    kept["PYTHONPATH"] = str(plugin_root)
    kept["PYTHONNOUSERSITE"] = "1"
    kept["PYTHONUTF8"] = "1"
    # The current folder stays the user's (relative paths), but modules are never imported from it.
    kept["PYTHONSAFEPATH"] = "1"
    return kept


def _is_dropped(name: str) -> bool:
    return name in DROPPED or name.startswith(DROPPED_PREFIXES)


def _path_without_qgis(path: str, osgeo_root: str) -> str:
    """On Windows QGIS puts its own DLL folders first on PATH; the engine's wheels must not find them."""
    roots = [Path(root) for root in (osgeo_root, sys.base_prefix) if root]
    return os.pathsep.join(
        entry for entry in path.split(os.pathsep) if entry and not any(_inside(Path(entry), root) for root in roots)
    )


def _inside(path: Path, root: Path) -> bool:
    return root == path or root in path.parents
