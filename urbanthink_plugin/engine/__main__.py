"""The job runner: one JSON object on stdin is one job; JSON lines on stdout tell its progress, log and result.

``python -m urbanthink_plugin.engine`` runs one job and ends with exit code 0 (done), 1 (error) or 130 (cancelled).
``--serve`` stays for further jobs, one per line, until stdin closes; closing it while a job runs cancels that job.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from .errors import Cancelled, UrbanThinkError
from .memory import tune
from .provenance import start_hashing
from .run import Run, as_resource_error

DOMAINS = ("imagery", "vegetation", "heat", "solar", "energy", "territory", "demo")
DONE, FAILED, CANCELLED = 0, 1, 130


def main(arguments: list[str]) -> int:
    tune()
    output = _claim_stdout()
    emit = _line_writer(output)
    serve = "--serve" in arguments
    inbox: queue.Queue[dict[str, Any] | None] = queue.Queue()
    cancel = threading.Event()
    threading.Thread(target=_listen, args=(sys.stdin, inbox, cancel, serve), daemon=True).start()
    if not serve:
        return run_job(inbox.get() or {"malformed": "nothing came on stdin"}, emit, cancel)
    while (request := inbox.get()) is not None:
        run_job(request, emit, cancel)
    return DONE


def run_job(request: dict[str, Any], emit: Callable[[dict[str, Any]], None], cancel: threading.Event) -> int:
    """Run one job and emit exactly one ``result`` or ``error`` at its end."""
    params = request.get("params") or {}
    if "id" in request:
        emit = _numbered(emit, request["id"])
    run = Run(
        job=str(request.get("job", "")),
        params=params,
        emit=emit,
        provenance=request.get("provenance"),
        secrets=request.get("secrets"),
        cancel=cancel,
    )
    try:
        if "malformed" in request:
            raise UrbanThinkError(
                "The job is not a JSON object: {reason}.",
                'Send {{"job": "domain.name", "params": {{…}}}}.',
                reason=request["malformed"],
            )
        run.progress(0.0, "Starting")
        start_hashing({name: value for name, value in params.items() if not name.startswith("output")})
        function = find_job(run.job)
        _check_arguments(function, run.job, params)
        with run.outputs():
            outputs = function(run, **params)
        emit({"type": "result", "outputs": outputs})
        return DONE
    except Cancelled:
        emit({"type": "error", "kind": "cancelled", "message": "Cancelled.", "hint": ""})
        return CANCELLED
    except UrbanThinkError as error:
        _emit_error(emit, error)
    except MemoryError:
        _emit_error(
            emit,
            UrbanThinkError(
                "The machine ran out of memory.",
                "Close other programs, or run on a smaller area or with fewer workers.",
            ),
        )
    except OSError as error:
        traceback.print_exc()
        _emit_error(emit, as_resource_error(error))
    except Exception as error:
        traceback.print_exc()
        failure = UrbanThinkError(
            "The engine met an error of its own: {reason}.",
            "Please report it with the log; your data are not at fault.",
            reason=f"{type(error).__name__}: {error}",
        )
        failure.kind = "crash"
        _emit_error(emit, failure)
    return FAILED


def find_job(name: str) -> Callable[..., dict[str, Any]]:
    """The function behind ``domain.function``: a public function of that domain's ``jobs.py``."""
    domain, _, function_name = name.partition(".")
    if domain in DOMAINS and function_name.isidentifier() and not function_name.startswith("_"):
        try:
            module = importlib.import_module(f".{domain}.jobs", __package__)
        except ModuleNotFoundError as error:
            if error.name and not error.name.startswith("urbanthink"):
                raise UrbanThinkError(
                    "The engine lacks the Python package {package}.",
                    "Repair it: in QGIS, Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; "
                    "or run check_installation with INSTALL=true.",
                    package=error.name,
                ) from error
            module = None
        function = getattr(module, function_name, None)
        if inspect.isfunction(function) and function.__module__.startswith(__package__ or ""):
            return function
    raise UrbanThinkError(
        "The engine has no job called {name}.", "Update the plugin and its engine to the same version.", name=repr(name)
    )


def _check_arguments(function: Callable[..., Any], job: str, params: dict[str, Any]) -> None:
    try:
        inspect.signature(function).bind(None, **params)
    except TypeError as error:
        raise UrbanThinkError(
            "The job {job} was given wrong parameters: {reason}.",
            "See the help of the algorithm for its parameters.",
            job=job,
            reason=error,
        ) from error


def _emit_error(emit: Callable[[dict[str, Any]], None], error: UrbanThinkError) -> None:
    emit(
        {
            "type": "error",
            "kind": error.kind,
            "message": error.message,
            "hint": error.hint,
            "message_template": error.message_template,
            "hint_template": error.hint_template,
            "values": {key: str(value) for key, value in error.values.items()},
        }
    )


def _numbered(emit: Callable[[dict[str, Any]], None], number: Any) -> Callable[[dict[str, Any]], None]:
    """Messages carry the number of their job, so that a host never takes an earlier job's words for this one's."""
    return lambda message: emit({**message, "id": number})


def _claim_stdout() -> TextIO:
    """Keep stdout for the protocol alone: whatever a library prints, even from C, goes to stderr."""
    private = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return private


def _line_writer(output: TextIO) -> Callable[[dict[str, Any]], None]:
    lock = threading.Lock()

    def emit(message: dict[str, Any]) -> None:
        with lock:
            try:
                output.write(json.dumps(message, ensure_ascii=False, default=str) + "\n")
                output.flush()
            except (BrokenPipeError, ValueError):
                # Nobody listens any more: end as if cancelled, so that partial files go.
                raise Cancelled from None

    return emit


def _listen(source: TextIO, inbox: queue.Queue[dict[str, Any] | None], cancel: threading.Event, serve: bool) -> None:
    for request in _requests(source):
        if request.get("cancel"):
            cancel.set()
        else:
            # A cancel that came too late for one job must not hit the next.
            cancel.clear()
            inbox.put(request)
    if serve:
        cancel.set()
    inbox.put(None)


def _requests(source: TextIO) -> Iterator[dict[str, Any]]:
    """JSON objects of a stream: one per line, or one written over several lines."""
    pending = ""
    for line in source:
        pending += line
        try:
            request = json.loads(pending)
        except ValueError:
            continue
        pending = ""
        if isinstance(request, dict):
            yield request
        else:
            yield {"malformed": "an object in braces was expected"}
    if pending.strip():
        try:
            json.loads(pending)
        except ValueError as error:
            yield {"malformed": str(error)}


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    # All is written and said: taking the libraries down in order would only keep whoever waits for the end.
    os._exit(code)
