"""What the engine's tests share: a run that remembers its messages, and how to make more of them."""

from __future__ import annotations

import pytest

from urbanthink_plugin.engine.run import Run


class RecordingRun(Run):
    """A run whose messages can be asked for."""

    def __init__(self, job="tests.job", params=None, **options):
        self.messages = []
        super().__init__(job, params, emit=self.messages.append, **options)

    def texts(self, level=None):
        return [m["text"] for m in self.messages if m["type"] == "log" and level in (None, m["level"])]


@pytest.fixture
def run():
    return RecordingRun()


@pytest.fixture
def new_run():
    return RecordingRun
