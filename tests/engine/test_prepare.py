"""The trial of a fresh engine."""

from __future__ import annotations

import tempfile

from urbanthink_plugin.engine import prepare
from urbanthink_plugin.engine.errors import UrbanThinkError


def test_the_engine_tries_itself_out_and_leaves_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert prepare.main() == 0
    assert "The engine works" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_a_trial_that_fails_says_so(tmp_path, monkeypatch, capsys):
    def broken(run, **given):
        raise UrbanThinkError("The disk is full.")

    monkeypatch.setattr("urbanthink_plugin.engine.demo.jobs.demo_town", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert prepare.main() == 1
    assert "ERROR: The disk is full." in capsys.readouterr().out
