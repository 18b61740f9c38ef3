"""What a job holds in its hand: progress, log, cancel, and outputs that appear only when all of them are complete."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .errors import Cancelled, ResourceError, UrbanThinkError

PARTIAL_PREFIX = ".urbanthink-part-"

Emit = Callable[[dict[str, Any]], None]


class Run:
    """One run of a job.

    Parameters
    ----------
    job : str
        ``domain.function``.
    params : mapping
        The parameters as the job received them; they go into the provenance.
    emit : callable, optional
        Receives each protocol message; without it the run is silent (notebooks, tests).
    provenance : mapping, optional
        ``algorithm``, ``parameters`` and ``qgis``, as the QGIS side knows them.
    secrets : mapping, optional
        Credentials. They are never logged nor written.

    Attributes
    ----------
    extra : dict
        What else the provenance of this run's outputs should tell.
    """

    def __init__(
        self,
        job: str = "",
        params: Mapping[str, Any] | None = None,
        emit: Emit | None = None,
        provenance: Mapping[str, Any] | None = None,
        secrets: Mapping[str, str] | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self.job = job
        self.params = dict(params or {})
        self.provenance = dict(provenance or {})
        self.secrets = dict(secrets or {})
        self.extra: dict[str, Any] = {}
        self.started = time.time()
        self._emit = emit or (lambda message: None)
        self._cancel = cancel or threading.Event()
        self._span = (0.0, 1.0)
        self._staged: dict[Path, Path] = {}
        self._moved: dict[Path, Path] = {}
        self._told: set[tuple[str, str]] = set()

    def progress(self, fraction: float, text: str = "", **values: object) -> None:
        """Tell how far the job is, 0 to 1, and stop here if it was cancelled."""
        self.check()
        start, end = self._span
        fraction = start + (end - start) * min(max(fraction, 0.0), 1.0)
        self._emit({"type": "progress", "fraction": round(fraction, 4), **_worded(text, values)})

    def log(self, level: str, text: str, **values: object) -> None:
        """Tell something worth reading, once; `level` is ``info``, ``warning`` or ``debug``."""
        worded = _worded(text, values)
        if (level, worded["text"]) not in self._told:
            self._told.add((level, worded["text"]))
            self._emit({"type": "log", "level": level, **worded})

    def check(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        if self._cancel.is_set():
            raise Cancelled

    def part(self, start: float, end: float) -> Run:
        """The same run, whose progress 0…1 fills start…end of this one."""
        view = object.__new__(Run)
        view.__dict__ = dict(self.__dict__)
        low, high = self._span
        view._span = (low + (high - low) * start, low + (high - low) * end)
        return view

    def stage(self, final_path: str | os.PathLike[str]) -> Path:
        """Where to write an output (file or folder) until the whole job has succeeded.

        Raises
        ------
        ResourceError
            If the folder cannot be made or written to.
        """
        final = Path(os.path.abspath(final_path))
        if final in self._staged:
            return self._staged[final]
        partial = final.with_name(PARTIAL_PREFIX + final.name)
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            _remove_partials(partial)
            partial.touch()
            partial.unlink()
        except OSError as error:
            raise ResourceError(
                "The output {path} cannot be written: {reason}.",
                "Choose a folder where you may write.",
                path=final,
                reason=error.strerror or error,
            ) from error
        self._staged[final] = partial
        return partial

    def final_path(self, path: str | os.PathLike[str]) -> Path:
        """Where a staged path will stand once the job, and the job around it, have succeeded."""
        absolute = Path(os.path.abspath(path))
        for final, partial in [*self._staged.items(), *reversed(self._moved.items())]:
            if absolute == partial or partial in absolute.parents:
                absolute = final / absolute.relative_to(partial)
        return absolute

    @contextmanager
    def child(self, job: str, params: Mapping[str, Any]) -> Iterator[Run]:
        """A nested job: its outputs are committed where it was told, its provenance names their final place."""
        view = self.part(0.0, 1.0)
        view.job, view.params, view.started = job, dict(params), time.time()
        view.provenance = {key: value for key, value in self.provenance.items() if key == "qgis"}
        view._moved = {**self._moved, **self._staged}
        view._staged, view.extra = {}, {}
        with view.outputs():
            yield view

    @contextmanager
    def outputs(self) -> Iterator[None]:
        """Commit every staged output when the block succeeds; remove them all when it does not."""
        try:
            yield
            self.check()
            for final, partial in self._staged.items():
                _commit(partial, final)
        except BaseException as error:
            for partial in self._staged.values():
                _remove_partials(partial)
            if isinstance(error, OSError):
                raise as_resource_error(error) from error
            raise
        finally:
            self._staged.clear()


def as_resource_error(error: OSError) -> UrbanThinkError:
    """The sentence for a failing disk or a missing permission."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return disk_full(error.filename or "")
    return ResourceError(
        "A file cannot be read or written: {reason}.",
        "Check the path and its permissions, and that the disk is connected.",
        reason=f"{error.strerror or error} {error.filename or ''}".strip(),
    )


def disk_full(path: object) -> ResourceError:
    """The sentence for a disk without room."""
    return ResourceError(
        "There is not enough room on the disk to write {path}.",
        "Free some space or choose an output on another disk, then run it again.",
        path=path or "the output",
    )


def _worded(text: str, values: Mapping[str, object]) -> dict[str, Any]:
    plain = {key: value if isinstance(value, (int, float, str)) else str(value) for key, value in values.items()}
    # An error told inside a text keeps its own template, so that the user's language reaches it too.
    inner = {
        key: _worded(value.message_template, value.values)
        for key, value in values.items()
        if isinstance(value, UrbanThinkError)
    }
    return {"text": text.format(**plain) if plain else text, "template": text, "values": {**plain, **inner}}


def _commit(partial: Path, final: Path) -> None:
    """Move a partial output and its sidecars to their final names, the output itself last."""
    if partial.is_dir():
        _merge_folder(partial, final)
        return
    # Statistics that QGIS keeps beside a raster would describe the file that is being replaced.
    final.with_name(final.name + ".aux.xml").unlink(missing_ok=True)
    for piece in sorted(_pieces(partial), key=lambda path: path == partial):
        os.replace(piece, piece.with_name(piece.name.removeprefix(PARTIAL_PREFIX)))


def _merge_folder(partial: Path, final: Path) -> None:
    if not final.exists():
        os.replace(partial, final)
        return
    for piece in sorted(partial.rglob("*")):
        target = final / piece.relative_to(partial)
        if piece.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            os.replace(piece, target)
    shutil.rmtree(partial, ignore_errors=True)


def _remove_partials(partial: Path) -> None:
    for piece in _pieces(partial):
        if piece.is_dir():
            shutil.rmtree(piece, ignore_errors=True)
        else:
            piece.unlink(missing_ok=True)


def _pieces(partial: Path) -> list[Path]:
    """The partial output and what stands beside it under the same stem (``x.qml``, ``x.tif.ovr`` …)."""
    beside = [path for path in partial.parent.glob(glob.escape(partial.stem) + ".*") if path != partial]
    return [*beside, partial] if partial.exists() else beside
