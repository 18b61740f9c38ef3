"""Measuring whole processes: wall time and peak memory, as a user would see them."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("URBANTHINK_DATA", ROOT.parent / "shared" / "data"))
WORK = ROOT / "build" / "benchmarks"


@dataclass(frozen=True)
class Measure:
    """One process, or several run one after the other.

    Attributes
    ----------
    wall_s : float
        [s]
    cpu_s : float
        User and system time [s].
    peak_mb : float
        Largest resident set of any of the processes [MB].
    """

    wall_s: float
    cpu_s: float
    peak_mb: float

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, max(self.peak_mb, other.peak_mb))


def measure(argv: Sequence[str], text: str = "", env: Mapping[str, str] | None = None) -> Measure:
    """Run a command with `text` on its standard input and measure it.

    Raises
    ------
    RuntimeError
        If it fails; with the end of what it said.
    """
    with tempfile.TemporaryFile("w+") as stdin, tempfile.TemporaryFile("w+") as said:
        stdin.write(text)
        stdin.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(
            list(argv), stdin=stdin, stdout=said, stderr=subprocess.STDOUT, cwd=ROOT, env={**os.environ, **(env or {})}
        )
        # wait4 and not resource.getrusage: the latter keeps the maximum over all children so far.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"{' '.join(argv)} failed ({process.returncode}):\n{said.read()[-2000:]}")
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(runs: Sequence[Measure]) -> Measure:
    """The quickest run, with the largest memory of all."""
    quickest = min(runs, key=lambda run: run.wall_s)
    return Measure(quickest.wall_s, quickest.cpu_s, max(run.peak_mb for run in runs))


def print_table(title: str, rows: Mapping[str, Measure]) -> None:
    """Print measures side by side; the ratio is each one's wall time over the first one's."""
    first = next(iter(rows.values()))
    print(f"\n{title}")
    print(f"{'':54}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'ratio':>8}")
    for name, row in rows.items():
        print(f"{name:54}{row.wall_s:9.2f}{row.cpu_s:9.2f}{row.peak_mb:9.0f}{row.wall_s / first.wall_s:8.2f}")


def verdict(claim: str, holds: bool) -> bool:
    """Print whether a target was met, and hand it on."""
    print(f"{'ok    ' if holds else 'MISSED'} {claim}")
    return holds
