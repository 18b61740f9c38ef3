"""What was downloaded once: answers of a service kept on disk, found by what was asked, never trusted unseen.

An answer lies at ``SERIES/WINDOW.CHECKSUM.BYTES.tar``: `SERIES` is the hash of everything in the request but its
rectangle (address, evalscript, dates, grid; never a token), `WINDOW` the rectangle in pixels. Size and checksum stand
in the name, so that one rename makes an entry complete, for this process and for any other that looks.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import ResourceError
from .tiles import Window

#: Beyond this the entries unused for longest go [bytes].
MAX_BYTES = 5 * 1000**3
#: Entries older than this go [s]: services reprocess their archives.
MAX_AGE = 90 * 86400.0
#: Entries used more recently than this stay, whatever the size: another run may be reading them [s].
IN_USE = 6 * 3600.0
#: Partial files older than this belong to runs that were killed [s].
ABANDONED = 86400.0

_NAME = re.compile(r"(-?\d+)_(-?\d+)_(\d+)x(\d+)\.([0-9a-f]{64})\.(\d+)\.tar")
_verified: set[tuple[str, int]] = set()


def cache_folder() -> Path:
    """The cache folder: ``URBANTHINK_CACHE``, else the user's cache folder of the platform."""
    given = os.environ.get("URBANTHINK_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "urbanthink" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "urbanthink"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "urbanthink"


def series_key(url: str, payload: Mapping[str, Any]) -> str:
    """What requests that differ only in their rectangle have in common, hashed; headers have no part in it."""
    return hashlib.sha256(json.dumps([url, payload], sort_keys=True).encode()).hexdigest()[:32]


class TileCache:
    """Answers on disk, limited in size and age.

    Parameters
    ----------
    folder : Path, optional
        By default `cache_folder` / ``process``.
    max_bytes, max_age : float, optional
        Limits [bytes], [s].
    """

    def __init__(
        self, folder: Path | None = None, max_bytes: float | None = None, max_age: float | None = None
    ) -> None:
        self.folder = folder or cache_folder() / "process"
        self.max_bytes = MAX_BYTES if max_bytes is None else max_bytes
        self.max_age = MAX_AGE if max_age is None else max_age

    def holds(self, series: str, window: Window) -> bool:
        """Whether an answer that covers a window is there, as far as its size tells; for estimates."""
        return next(self._candidates(series, window), None) is not None

    def find(self, series: str, window: Window) -> tuple[Path, Window] | None:
        """The smallest sound entry that covers a window, and the window it has itself; damaged ones are deleted."""
        for path, own in self._candidates(series, window):
            if self._is_sound(path):
                return path, own
            _remove(path)
        return None

    @contextmanager
    def partial(self, series: str) -> Iterator[Path]:
        """A file of one's own to download into; what is left of it at the end is removed."""
        path = self.folder / series / f"{uuid.uuid4().hex}.part"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cache_trouble(error, self.folder) from error
        try:
            yield path
        finally:
            _remove(path)

    def store(self, partial: Path, series: str, window: Window, sha256: str) -> Path:
        """Give a complete and checked download its name."""
        size = partial.stat().st_size
        name = f"{window.column}_{window.row}_{window.width}x{window.height}.{sha256}.{size}.tar"
        path = self.folder / series / name
        try:
            os.replace(partial, path)
        except PermissionError:
            # Windows: another process has just stored the same answer and is reading it.
            if not path.exists():
                raise
        self._remember(path)
        return path

    def touch(self, path: Path) -> None:
        """Note that an entry is in use."""
        try:
            os.utime(path, (time.time(), path.stat().st_mtime))
        except OSError:
            return  # the cache may be read-only, or the entry gone: the next reading tells

    def evict(self) -> None:
        """Remove what is too old, then what was unused for longest until the size is right."""
        now = time.time()
        entries = []
        for path in self.folder.glob("*/*"):
            try:
                status = path.stat()
            except OSError:
                continue
            if path.suffix == ".part":
                if now - status.st_mtime > ABANDONED:
                    _remove(path)
            else:
                entries.append((max(status.st_atime, status.st_mtime), status, path))
        total = sum(status.st_size for _, status, _ in entries)
        for used, status, path in sorted(entries, key=lambda entry: entry[0]):
            old = now - status.st_mtime > self.max_age
            if now - used >= IN_USE and (old or total > self.max_bytes):
                total -= status.st_size
                _remove(path)

    def _candidates(self, series: str, window: Window) -> Iterator[tuple[Path, Window]]:
        """Entries of the right length that cover a window, the smallest first."""
        try:
            names = os.listdir(self.folder / series)
        except OSError:
            return
        covering = []
        for name in names:
            parts = _NAME.fullmatch(name)
            if parts:
                own = Window(*(int(number) for number in parts.groups()[:4]))
                if own.covers(window):
                    covering.append((own.width * own.height, own, name))
        for _, own, name in sorted(covering):
            path = self.folder / series / name
            try:
                status = path.stat()
            except OSError:
                continue
            if time.time() - status.st_mtime > self.max_age:
                continue
            if status.st_size == int(_parts(path)[1]):
                yield path, own
            else:
                _remove(path)

    def _is_sound(self, path: Path) -> bool:
        """Whether the bytes are those that were stored; asked once per process and file."""
        try:
            if (str(path), path.stat().st_mtime_ns) in _verified:
                return True
            with path.open("rb") as content:
                sound = hashlib.file_digest(content, "sha256").hexdigest() == _parts(path)[0]
        except OSError:
            return False
        if sound:
            self._remember(path)
        return sound

    @staticmethod
    def _remember(path: Path) -> None:
        _verified.add((str(path), path.stat().st_mtime_ns))


def cache_trouble(error: OSError, folder: Path) -> ResourceError:
    """The sentence for a cache that cannot be written: disk full, quota, permission."""
    return ResourceError(
        "The cache folder {folder} cannot be written: {reason}.",
        "Free some space, or set URBANTHINK_CACHE to a folder on another disk; what was downloaded is kept.",
        folder=folder,
        reason=error.strerror or type(error).__name__,
    )


def _parts(path: Path) -> tuple[str, str]:
    """Checksum and size, as the name of an entry says them."""
    checksum, size = path.name.split(".")[1:3]
    return checksum, size


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # Windows: being read by another process; the next run tries again
