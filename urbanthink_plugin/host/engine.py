"""Start the engine, give it one job at a time, relay what it says, stop it.

``run_job`` is the public face: it keeps one warm engine per QGIS session and starts a fresh one where that is
busy or not wanted. The engine's input is a pipe, so an engine never outlives its QGIS: when the pipe closes, it ends.
"""

from __future__ import annotations

import atexit
import itertools
import json
import os
import queue
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from .environment import engine_environment
from .messages import EngineError, Text
from .partials import remove_partials
from .python import PLUGIN_ROOT, cannot_start, hidden_window, install_command

COMMAND = ("-m", "urbanthink_plugin.engine", "--serve")
POLL = 0.05  # [s] between two looks at the cancel button
CANCEL_GRACE = 1.5  # [s] before a cancelled engine is killed; the whole cancel stays under 2 s
STOP_GRACE = 2.0  # [s] for an idle engine to end once its input is closed

OnProgress = Callable[[float, Text], None]
OnLog = Callable[[str, Text], None]


def run_job(
    python: str,
    job: str,
    params: Mapping[str, Any],
    *,
    keep_warm: bool = False,
    environment: Mapping[str, str] | None = None,
    **relay: Any,
) -> dict:
    """Run one job and return its outputs.

    Parameters
    ----------
    python : str
        The engine's Python.
    job : str
        Name of the job, such as ``heat.heat_island``.
    params : mapping
        Its parameters, JSON-able.
    keep_warm : bool
        Keep the engine for the next job of this session (QGIS's window); otherwise it ends with the job.
    environment : mapping, optional
        Variables for the engine beside those of this process (QGIS's proxy).
    **relay
        ``secrets``, ``provenance``, ``on_progress``, ``on_log``, ``is_cancelled`` of `EngineProcess.run`.

    Raises
    ------
    EngineError
        With kind ``cancelled`` when ``is_cancelled`` said so.
    """
    if keep_warm and _session.lock.acquire(blocking=False):
        try:
            return _session.run_warm(EngineProcess(python, environment), job, params, relay)
        finally:
            _session.lock.release()
    with _session.fresh(EngineProcess(python, environment)) as engine:
        return engine.run(job, params, **relay)


def shutdown() -> None:
    """Stop every engine of this session; called when the plugin is unloaded and when Python ends."""
    _session.shutdown()


class EngineProcess:
    """One engine process; runs one job at a time."""

    def __init__(self, python: str, environment: Mapping[str, str] | None = None) -> None:
        self.python = python
        self.environment = {**engine_environment(PLUGIN_ROOT), **(environment or {})}
        self._inbox: queue.Queue[tuple[str, str | None]] = queue.Queue()
        self._outbox: queue.Queue[bytes | None] = queue.Queue()
        self._ids = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the process; its three pipes are served by threads, so that none can fill up and block."""
        own_group: dict[str, Any] = hidden_window() if os.name == "nt" else {"start_new_session": True}
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                [self.python, *COMMAND], stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment, **own_group
            )
        except OSError:
            raise cannot_start(self.python) from None
        self._threads = [
            threading.Thread(target=self._write, args=(self._process.stdin,), daemon=True),
            threading.Thread(target=self._read, args=("stdout", self._process.stdout), daemon=True),
            threading.Thread(target=self._read, args=("stderr", self._process.stderr), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Process id, None before the start."""
        return self._process.pid if self._process else None

    def run(
        self,
        job: str,
        params: Mapping[str, Any],
        *,
        secrets: Mapping[str, str] | None = None,
        provenance: Mapping[str, Any] | None = None,
        on_progress: OnProgress | None = None,
        on_log: OnLog | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> dict:
        """Run one job and return its outputs; raises `EngineError`.

        ``is_cancelled`` is asked every `POLL` seconds, in the calling thread, where the other callbacks run too.
        """
        if self._process is None:
            self.start()
        number = next(self._ids)
        request = {"job": job, "params": dict(params), "secrets": dict(secrets or {}), "id": number}
        if provenance is not None:
            request["provenance"] = dict(provenance)
        self._send(request)
        exchange = _Exchange(number, on_progress or _ignore, on_log or _ignore)
        try:
            return self._relay(exchange, is_cancelled or _never)
        except BaseException as error:
            # An engine that answered with an error has tidied up itself; whatever else happened, it is not reused.
            if not isinstance(error, EngineError) or not exchange.answered:
                self.kill()
                remove_partials(params)
            raise

    def stop(self) -> None:
        """Ask the process to end by closing its input; kill it when it does not."""
        if self._process is None:
            return
        self._outbox.put(None)
        try:
            self._process.wait(STOP_GRACE)
        except subprocess.TimeoutExpired:
            self.kill()
        self._close()

    def kill(self) -> None:
        """End the process and its children at once."""
        if self._process is None:
            return
        if os.name == "nt":
            self._process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):  # already gone
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _relay(self, exchange: _Exchange, is_cancelled: Callable[[], bool]) -> dict:
        deadline = None
        while True:
            try:
                source, line = self._inbox.get(timeout=POLL)
            except queue.Empty:
                source, line = "", ""
            if source == "stderr" and line is not None:
                exchange.stderr(line)
            elif source == "stdout":
                if line is None:
                    raise self._died(exchange, deadline is not None)
                outputs = exchange.stdout(line)
                if outputs is not None:
                    if deadline is not None:
                        self.kill()  # the cancel it has not read yet must not hit the next job
                    return outputs
            if deadline is None and is_cancelled():
                deadline = time.monotonic() + CANCEL_GRACE
                self._send({"cancel": True})
            if deadline is not None and time.monotonic() > deadline:
                raise _cancelled()

    def _died(self, exchange: _Exchange, cancelled: bool) -> EngineError:
        """The error for an engine that ended without an answer, once its last words are in the log."""
        if cancelled:
            return _cancelled()
        assert self._process is not None
        code = self._process.wait()
        self._threads[2].join(1.0)
        while not self._inbox.empty():
            source, line = self._inbox.get_nowait()
            if source == "stderr" and line is not None:
                exchange.stderr(line)
        return _crash(code, exchange.tail)

    def _send(self, message: Mapping[str, Any]) -> None:
        self._outbox.put(json.dumps(message, ensure_ascii=True).encode() + b"\n")

    def _write(self, stream: Any) -> None:
        try:
            while (data := self._outbox.get()) is not None:
                stream.write(data)
                stream.flush()
        except OSError:
            pass  # the engine is gone; the reader of its output says so
        finally:
            _close_quietly(stream)

    def _read(self, source: str, stream: Any) -> None:
        for line in stream:
            self._inbox.put((source, line.decode("utf-8", "replace").rstrip("\r\n")))
        self._inbox.put((source, None))

    def _close(self) -> None:
        assert self._process is not None
        for thread in self._threads:
            thread.join(1.0)
        for stream in (self._process.stdout, self._process.stderr):
            _close_quietly(stream)


class _Exchange:
    """One job's conversation: turns lines into callbacks, outputs or an error."""

    def __init__(self, number: int, on_progress: OnProgress, on_log: OnLog) -> None:
        self.number = number
        self.on_progress = on_progress
        self.on_log = on_log
        self.answered = False
        self.tail: deque[str] = deque(maxlen=50)

    def stderr(self, line: str) -> None:
        self.tail.append(line)
        self.on_log("debug", Text.plain(line))

    def stdout(self, line: str) -> dict | None:
        """Act on one line; the outputs when it is the result."""
        if not line.strip():
            return None
        try:
            message = json.loads(line)
            kind = message["type"]
        except (ValueError, KeyError, TypeError):
            self.on_log("debug", Text.plain(line))
            raise _garbled() from None
        if message.get("id", self.number) != self.number:
            return None  # the end of an earlier, cancelled job
        if kind == "progress":
            self.on_progress(float(message.get("fraction", 0.0)), _text(message, "text", "template"))
        elif kind == "log":
            self.on_log(str(message.get("level", "info")), _text(message, "text", "template"))
        elif kind == "error":
            self.answered = True
            raise _error(message)
        elif kind == "result":
            self.answered = True
            return dict(message.get("outputs") or {})
        return None


class _Session:
    """The engines of this QGIS session."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._warm: EngineProcess | None = None
        self._fresh: set[EngineProcess] = set()

    def run_warm(self, wanted: EngineProcess, job: str, params: Mapping[str, Any], relay: Mapping[str, Any]) -> dict:
        engine = self._ready(wanted)
        try:
            return engine.run(job, params, **relay)
        finally:
            if not engine.alive:
                engine.stop()
                self._warm = None

    @contextmanager
    def fresh(self, engine: EngineProcess) -> Iterator[EngineProcess]:
        """An engine for one job; registered, so that a shutdown in the middle reaches it."""
        self._fresh.add(engine)
        try:
            yield engine
        finally:
            self._fresh.discard(engine)
            engine.stop()

    def shutdown(self) -> None:
        warm, self._warm = self._warm, None
        for engine in [warm, *list(self._fresh)]:
            if engine is not None:
                engine.stop()

    def _ready(self, wanted: EngineProcess) -> EngineProcess:
        """The warm engine, or the wanted one when that ended meanwhile or had another Python or environment."""
        engine = self._warm
        if engine and engine.alive and (engine.python, engine.environment) == (wanted.python, wanted.environment):
            return engine
        if engine:
            engine.stop()
        self._warm = wanted
        return wanted


def _text(message: Mapping[str, Any], text: str, template: str) -> Text:
    if message.get(template):
        return Text(str(message[template]), message.get("values") or {})
    return Text.plain(str(message.get(text) or ""))


def _error(message: Mapping[str, Any]) -> EngineError:
    if message.get("kind") == "cancelled":
        return _cancelled()
    texts = _text(message, "message", "message_template"), _text(message, "hint", "hint_template")
    return EngineError(*texts, kind=str(message.get("kind", "crash")))


def _crash(code: int, tail: deque[str]) -> EngineError:
    missing = next((m for m in (re.search(r"No module named '([\w.]+)'", line) for line in reversed(tail)) if m), None)
    if missing:
        return EngineError(
            "The analysis engine lacks the Python package {package}.",
            "Repair it: in QGIS, Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; "
            "elsewhere run {command}",
            kind="missing",
            package=missing.group(1),
            command=install_command(),
        )
    if code == -9:
        return EngineError(
            "The analysis engine was killed before it had finished.",
            "The memory has probably run out: close other programs or choose a smaller area, then run again.",
            kind="resource",
        )
    return EngineError(
        "The analysis engine stopped unexpectedly (code {code}).",
        "Run it again; if it stops again, run 'Check installation' and report the last lines of the log.",
        code=code,
    )


def _garbled() -> EngineError:
    return EngineError(
        "The analysis engine sent something that is not an answer.",
        "Run 'Check installation': the engine's Python may belong to another program.",
    )


def _cancelled() -> EngineError:
    return EngineError("The run was cancelled.", kind="cancelled")


def _close_quietly(stream: Any) -> None:
    with suppress(OSError):
        stream.close()


def _ignore(*_: object) -> None:
    """No one listens."""


def _never() -> bool:
    return False


_session = _Session()
atexit.register(shutdown)
