"""Remove the half-written files of an engine that could not do it itself."""

from __future__ import annotations

import glob
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# The engine writes beside the final name, under this prefix, and renames when all is complete.
PREFIX = ".urbanthink-part-"


def remove_partials(params: Mapping[str, Any]) -> None:
    """Delete the partial files and folders of every output (``output...``) among a job's parameters."""
    for name, value in params.items():
        if name.startswith("output") and isinstance(value, str) and value:
            final = Path(value)
            # The output itself (a file or a folder), and what is made beside it under the same stem.
            beside = final.parent.glob(glob.escape(PREFIX + final.stem) + ".*")
            for left in {final.with_name(PREFIX + final.name), *beside}:
                _remove(left)


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    except OSError:
        pass  # held open by a scanner on Windows; nothing more can be done here
