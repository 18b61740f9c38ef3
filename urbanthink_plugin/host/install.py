"""Create the engine's own environment from the pinned, hashed lock file.

Used by the plugin's button; without QGIS, ``python3 urbanthink_plugin/host/install.py [FOLDER] [--wheels FOLDER]``:
the folder is ``.venv`` beside the plugin unless another is given. Quick when there is nothing to do.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import queue
import runpy
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

if not __package__:
    # Called by its path: start again as a module of the plugin's folder, so that its neighbours are found.
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    runpy.run_module("urbanthink_plugin.host.install", run_name="__main__", alter_sys=True)
    sys.exit(0)

from .environment import engine_environment
from .messages import EngineError
from .python import MINIMUM_PYTHON, PLUGIN_ROOT, hidden_window, python_in

LOCK = PLUGIN_ROOT / "resources" / "engine" / "requirements.lock"
#: What is run once after an installation: it tries the engine out and compiles its kernels.
TRIAL = "urbanthink_plugin.engine.prepare"
STAMP = "urbanthink-engine.sha256"
ROOM_NEEDED = 2_500_000_000  # [bytes] for the environment (1.1 GB) and what pip unpacks meanwhile

OnLine = Callable[[str], None]


def install(
    folder: str | Path,
    wheels: str | Path | None = None,
    on_line: OnLine | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    extra_environment: Mapping[str, str] | None = None,
    repair: bool = False,
) -> str:
    """Create the environment and return the path of its Python.

    Parameters
    ----------
    folder : path
        Where to create it. An older environment there is replaced, and kept when the new one fails.
    wheels : path, optional
        A folder of wheels to install from, without network.
    on_line : callable, optional
        Receives each line that pip prints.
    is_cancelled : callable, optional
        Asked some times per second.
    extra_environment : mapping, optional
        Such as ``HTTPS_PROXY``.
    repair : bool
        Make it anew even where it looks up to date.

    Raises
    ------
    EngineError
        With kind ``cancelled`` when ``is_cancelled`` said so. A half-made folder is removed.
    """
    folder = Path(os.path.abspath(folder))
    say = on_line or (lambda line: None)
    stamp = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not repair and _is_current(folder, stamp):
        say(f"The analysis engine in {folder} is up to date.")
        return str(python_in(folder))
    _check_place(folder)
    base = find_base_python()
    run = _Runner(engine_environment(PLUGIN_ROOT) | dict(extra_environment or {}), say, is_cancelled or (lambda: False))
    with _replacing(folder):
        say(f"Creating {folder} with {base} ...")
        if run([base, "-m", "venv", str(folder)]):
            raise _no_venv(run.last_lines())
        pip = [str(python_in(folder)), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        source = ["--no-index", "--find-links", str(wheels)] if wheels else []
        if run([*pip, "--require-hashes", "--only-binary", ":all:", *source, "-r", str(LOCK)]):
            raise _pip_failed(run.last_lines(), offline=bool(wheels))
        (folder / STAMP).write_text(stamp + "\n", encoding="ascii")
    say("The analysis engine is installed.")
    python = str(python_in(folder))
    try:
        run([python, "-m", TRIAL])
    except EngineError:
        say("The trial was skipped; the first run of an algorithm will take longer.")
    return python


def remove(folder: str | Path) -> None:
    """Remove an environment that `install` made; any other folder is refused."""
    folder = Path(folder)
    if folder.exists():
        _check_place(folder)
        shutil.rmtree(folder)


def find_base_python() -> str:
    """A Python that can make environments: the one QGIS embeds, never ``sys.executable``, which may be QGIS itself."""
    major, minor = sys.version_info[:2]
    names = (
        ("python.exe", "python3.exe")
        if os.name == "nt"
        else (f"bin/python{major}.{minor}", "bin/python3", f"Resources/python/bin/python{major}.{minor}")
    )
    for candidate in (Path(sys.base_prefix) / name for name in names):
        if candidate.is_file() and _version_of(str(candidate)) >= MINIMUM_PYTHON:
            return str(candidate)
    raise EngineError(
        "No Python {needed} or newer was found in {folder}.",
        "Install Python from python.org, make an environment with it and name it in URBANTHINK_PYTHON.",
        kind="missing",
        needed=".".join(map(str, MINIMUM_PYTHON)),
        folder=sys.base_prefix,
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Install UrbanThink's analysis engine.")
    parser.add_argument("folder", nargs="?", default=str(PLUGIN_ROOT / ".venv"), help="where (default: %(default)s)")
    parser.add_argument("--wheels", help="a folder of wheels to install from, without network")
    options = parser.parse_args(arguments)
    try:
        print(install(options.folder, options.wheels, on_line=lambda line: print(line, flush=True)))
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


class _Runner:
    """Runs commands one after the other, line by line, until cancelled."""

    def __init__(self, environment: dict[str, str], on_line: OnLine, is_cancelled: Callable[[], bool]) -> None:
        self.environment = environment
        self.on_line = on_line
        self.is_cancelled = is_cancelled
        self.lines: list[str] = []

    def __call__(self, command: list[str]) -> int:
        self.lines.clear()
        own_group = hidden_window() if os.name == "nt" else {"start_new_session": True}
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        process = subprocess.Popen(command, env=self.environment, **pipes, **own_group)
        inbox: queue.Queue[bytes | None] = queue.Queue()
        threading.Thread(target=self._read, args=(process, inbox), daemon=True).start()
        try:
            while (line := self._next(inbox)) is not None:
                if line:
                    self.lines.append(line)
                    self.on_line(line)
                if self.is_cancelled():
                    raise EngineError("The installation was cancelled.", kind="cancelled")
            return process.wait()
        except BaseException:
            _kill(process)
            raise

    def last_lines(self) -> str:
        """What explains a failure: pip's own ERROR line, else the last words."""
        errors = [line for line in self.lines if line.startswith("ERROR:")]
        return (errors or self.lines or [""])[-1].removeprefix("ERROR:").strip().rstrip(".")

    @staticmethod
    def _read(process: subprocess.Popen[bytes], inbox: queue.Queue[bytes | None]) -> None:
        for line in process.stdout or ():
            inbox.put(line)
        inbox.put(None)

    @staticmethod
    def _next(inbox: queue.Queue[bytes | None]) -> str | None:
        try:
            line = inbox.get(timeout=0.2)
        except queue.Empty:
            return ""
        return None if line is None else line.decode("utf-8", "replace").rstrip()


@contextmanager
def _replacing(folder: Path) -> Iterator[None]:
    """Keep what was in the folder aside until the block succeeds; put it back when it does not."""
    aside = folder.with_name(folder.name + ".before")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _is_current(folder: Path, stamp: str) -> bool:
    try:
        return python_in(folder).is_file() and (folder / STAMP).read_text(encoding="ascii").strip() == stamp
    except OSError:
        return False


def _check_place(folder: Path) -> None:
    if folder.exists() and not (folder / "pyvenv.cfg").is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise EngineError(
            "{folder} is not empty and is not a Python environment.",
            "Choose another folder.",
            kind="input",
            folder=folder,
        )
    existing = next(parent for parent in [folder, *folder.parents] if parent.exists())
    if not os.access(existing, os.W_OK):
        raise EngineError(
            "The folder {folder} cannot be written to.", "Choose another folder.", kind="resource", folder=existing
        )
    free = shutil.disk_usage(existing).free
    if free < ROOM_NEEDED:
        raise EngineError(
            "The analysis engine needs {needed} GB, but only {free} GB are free in {folder}.",
            "Free some space or choose another folder.",
            kind="resource",
            needed=f"{ROOM_NEEDED / 1e9:.1f}",
            free=f"{free / 1e9:.1f}",
            folder=existing,
        )


def _version_of(python: str) -> tuple[int, ...]:
    """(major, minor) of a Python by running it; (0,) when it does not run."""
    try:
        answer = subprocess.run(
            [python, "-c", "import sys; print(*sys.version_info[:2])"],
            env=engine_environment(PLUGIN_ROOT),
            capture_output=True,
            timeout=30,
            check=True,
            **hidden_window(),
        )
        return tuple(int(part) for part in answer.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0,)


def _no_venv(reason: str) -> EngineError:
    if sys.platform == "linux":
        return EngineError(
            "Python cannot make environments here: {reason}.",
            "On Debian and Ubuntu: sudo apt install python3-venv. Then install again.",
            kind="missing",
            reason=reason,
        )
    return EngineError("Python cannot make environments here: {reason}.", kind="missing", reason=reason)


def _pip_failed(reason: str, offline: bool) -> EngineError:
    if offline:
        return EngineError(
            "The packages could not be installed from the folder of wheels: {reason}.",
            "The folder must hold every wheel of resources/engine/requirements.lock, for this Python and system.",
            reason=reason,
        )
    return EngineError(
        "The packages could not be installed: {reason}.",
        "Check the network and the proxy, then install again; or use a folder of wheels.",
        reason=reason,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        process.kill()
    else:
        with suppress(ProcessLookupError):  # ended meanwhile
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
