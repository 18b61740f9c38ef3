"""Fake engines for the tests of both sides: small scripts in place of the engine's Python."""

from __future__ import annotations

import sys
import textwrap

import pytest

PRELUDE = """
import json, os, sys, threading, time
def say(**message): print(json.dumps(message), flush=True)
def jobs():
    for line in sys.stdin:
        yield json.loads(line)
def partial(job, ending=""):
    folder, name = os.path.split(job["params"]["output"])
    return os.path.join(folder, ".urbanthink-part-" + name + ending)
"""


@pytest.fixture
def fake_engine(tmp_path_factory):
    """Make an executable that behaves as an engine's Python, whatever its arguments; returns its path."""

    def make(body: str) -> str:
        folder = tmp_path_factory.mktemp("engine")
        script = folder / "engine.py"
        script.write_text(PRELUDE + textwrap.dedent(body), encoding="utf-8")
        python = folder / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -u "{script}" "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        return str(python)

    return make
