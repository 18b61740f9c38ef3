"""``x.urbanthink.json`` beside each output: what made it, from what, and the line that makes it again."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import shlex
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .about import version
from .run import Run

PACKAGES = (
    "numpy",
    "rasterio",
    "xarray",
    "rioxarray",
    "dask",
    "geopandas",
    "shapely",
    "pyproj",
    "numba",
    "exactextract",
)


def write_provenance(partial: Path, run: Run, inputs: Sequence[str | os.PathLike[str]] = ()) -> Path:
    """Write the provenance of an output beside it (it is committed together with the output).

    Parameters
    ----------
    partial : Path
        The staged output.
    run : Run
    inputs : sequence of path
        The files it was made from; each is hashed.
    """
    algorithm, parameters = _request(run)
    record = {
        "output": str(run.final_path(partial)),
        "algorithm": algorithm,
        "version": version(),
        "parameters": parameters,
        "replay": replay_line(algorithm, parameters),
        "inputs": [_fingerprint(run, path) for path in inputs],
        "software": {"python": platform.python_version(), "qgis": run.provenance.get("qgis"), **_package_versions()},
        "started": datetime.fromtimestamp(run.started, UTC).isoformat(timespec="seconds"),
        "run_time_s": round(time.time() - run.started, 3),
        **run.extra,
    }
    target = partial.with_suffix(".urbanthink.json")
    target.write_text(json.dumps(record, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    return target


def start_hashing(params: Any) -> None:
    """Hash the files among a job's parameters in the background, while its libraries are loaded."""
    if isinstance(params, str) and os.path.isfile(params):
        status = os.stat(params)
        _sha256(params, status.st_size, status.st_mtime_ns)
    elif isinstance(params, Mapping):
        for value in params.values():
            start_hashing(value)
    elif isinstance(params, list | tuple):
        for value in params:
            start_hashing(value)


def replay_line(algorithm: str, parameters: dict[str, Any]) -> str:
    """The exact command that runs an algorithm again with these parameters."""
    words = ["qgis_process", "run", algorithm, "--"]
    for name, value in parameters.items():
        if value is None or value == "":
            continue
        for item in value if isinstance(value, list) else [value]:
            text = str(item).lower() if isinstance(item, bool) else str(item)
            words.append(f"{name}={text}")
    return " ".join(shlex.quote(word) for word in words)


def _request(run: Run) -> tuple[str, dict[str, Any]]:
    """What the user asked for, under QGIS's names; secrets are not among the parameters."""
    algorithm = str(run.provenance.get("algorithm") or f"urbanthink:{run.job.partition('.')[2]}")
    given = run.provenance.get("parameters")
    if given is None:
        given = {name.upper(): _plain(value) for name, value in run.params.items()}
    return algorithm, {name: _final(run, value) for name, value in given.items()}


def extent_text(extent: Mapping[str, Any]) -> str:
    """An extent ``{"bounds": [xmin, ymin, xmax, ymax], "crs": …}`` as ``qgis_process`` takes it."""
    xmin, ymin, xmax, ymax = extent["bounds"]
    return f"{xmin},{xmax},{ymin},{ymax} [{extent.get('crs', '')}]"


def _plain(value: Any) -> Any:
    """An engine value as ``qgis_process`` takes it."""
    if isinstance(value, dict) and "path" in value:
        return f"{value['path']}|layername={value['layer']}" if value.get("layer") else value["path"]
    if isinstance(value, dict) and "bounds" in value:
        return extent_text(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return os.fspath(value) if isinstance(value, os.PathLike) else value


def _final(run: Run, value: Any) -> Any:
    if isinstance(value, list):
        return [_final(run, item) for item in value]
    if isinstance(value, str) and os.path.isabs(value):
        path, bar, layer = value.partition("|")
        return f"{run.final_path(path)}{bar}{layer}"
    return value


def _fingerprint(run: Run, path: str | os.PathLike[str]) -> dict[str, Any]:
    name = str(run.final_path(path)) if os.path.exists(path) else os.fspath(path)
    try:
        status = os.stat(path)
    except OSError:
        return {"path": name}
    if os.path.isdir(path):
        return {"path": name}
    return {
        "path": name,
        "bytes": status.st_size,
        "sha256": _sha256(os.fspath(path), status.st_size, status.st_mtime_ns).result(),
    }


@functools.lru_cache(maxsize=256)
def _sha256(path: str, size: int, modified_ns: int) -> Future[str]:
    """The hash of a file; `size` and `modified_ns` make the warm engine hash a changed file again."""
    return _hashing.submit(_hash_file, path)


def _hash_file(path: str) -> str:
    with open(path, "rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


_hashing = ThreadPoolExecutor(1, "hashing")


@functools.cache
def _package_versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
