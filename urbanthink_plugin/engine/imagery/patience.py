"""Trying again, within bounds, and never deaf to a cancel."""

from __future__ import annotations

import itertools
import math
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from ..run import Run
from .faults import Fault, sentence

#: No further attempt is made when this much time has gone by [s]: the bound of a hopeless fault.
PATIENCE = 50.0
#: How long one attempt may take before it is given up [s].
ATTEMPT = 40.0
#: Pause before the second attempt [s]; it doubles with each one, up to the longest.
PAUSE, LONGEST_PAUSE = 0.5, 8.0
#: How often a wait looks whether the run was cancelled [s].
POLL = 0.1

Result = TypeVar("Result")


def persist(run: Run, service: str, work: Callable[[], Result], spare: Sequence[str] = ()) -> Result:
    """Do something that may fail by a `Fault`, again where that helps.

    Parameters
    ----------
    run : Run
        A cancel ends the wait within `POLL`.
    service : str
        The host, for messages.
    work : callable
        One attempt; runs in a thread of its own.
    spare : sequence of str
        Kinds of fault that are handed on as they are when they are final.

    Raises
    ------
    UrbanThinkError
        The sentence of the fault, when it is final.
    """
    started = time.monotonic()
    for number in itertools.count(1):
        try:
            return interruptibly(run.check, work, min(ATTEMPT, max(PATIENCE - (time.monotonic() - started), PAUSE)))
        except Fault as fault:
            pause = max(fault.retry_after or 0.0, min(PAUSE * 2 ** (number - 1), LONGEST_PAUSE))
            if number >= fault.attempts or time.monotonic() - started + pause > PATIENCE:
                if fault.kind in spare:
                    raise
                raise sentence(fault, service) from None
            wait(run.check, pause)
    raise AssertionError("itertools.count() ends with a return or an error")


def interruptibly(check: Callable[[], None], work: Callable[[], Result], longest: float = math.inf) -> Result:
    """Run something in another thread, so that a cancelled run need not wait for a silent server.

    Parameters
    ----------
    check : callable
        Raises what ends the wait: a cancel.
    work : callable
    longest : float
        [s]

    Raises
    ------
    Fault
        ``time_out`` when it takes longer than `longest` [s]; the thread is left to itself.
    """
    done = threading.Event()
    results: list[Result] = []
    errors: list[BaseException] = []

    def attempt() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            done.set()

    _Worker.give(attempt)
    started = time.monotonic()
    while not done.wait(POLL):
        check()
        if time.monotonic() - started > longest:
            raise Fault("time_out")
    if errors:
        raise errors[0]
    return results[0]


def wait(check: Callable[[], None], seconds: float) -> None:
    """Sleep, but not through a cancel, which `check` raises."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        check()
        time.sleep(min(left, POLL))
    check()


class _Worker:
    """A thread that is kept for the next task: GDAL holds its connections by thread, and each costs a handshake."""

    _idle: list[_Worker] = []
    _guard = threading.Lock()

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        # A daemon, so that the engine can end while a server is silent.
        threading.Thread(target=self._serve, name="urbanthink-read", daemon=True).start()

    @classmethod
    def give(cls, task: Callable[[], None]) -> None:
        """Hand a task to a thread that has none."""
        with cls._guard:
            worker = cls._idle.pop() if cls._idle else cls()
        worker._tasks.put(task)

    def _serve(self) -> None:
        while True:
            self._tasks.get()()
            with self._guard:
                self._idle.append(self)
