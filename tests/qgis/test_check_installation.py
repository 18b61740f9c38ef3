"""The check says the truth in every state of the engine, and never fails because of it."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture
def run(algorithms, context, listener, monkeypatch):
    """Run the check with an engine that answers as told."""
    from urbanthink.processing.territory import check_installation as module
    from urbanthink.urbanthink_plugin.host.python import Probe

    def run(python=sys.executable, parameters=None, **answer):
        monkeypatch.setenv("URBANTHINK_PYTHON", python)
        monkeypatch.setattr(module, "probe", lambda path: Probe(python_version="3.11.2", **answer))
        return algorithms["check_installation"].run(parameters or {}, context, listener)

    return run


def test_all_is_well(run, listener):
    results, good = run(packages={"rasterio": "1.4.4"})
    assert good and results["OK"] is True
    assert results["TEXT"].startswith("Everything is in place")
    assert "rasterio" in results["TEXT"] and "1.4.4" in results["TEXT"]
    assert ("info", "Everything is in place: UrbanThink is ready to run.") in listener.said


def test_a_missing_package_is_named_with_what_to_do(run, tmp_path):
    page = tmp_path / "report.html"
    results, good = run(missing={"rasterio": "ImportError: <none>"}, parameters={"OUTPUT": str(page)})
    assert good and results["OK"] is False
    assert "rasterio cannot be used" in results["TEXT"].splitlines()[0]
    assert "remove that choice" in results["TEXT"].splitlines()[1]
    document = page.read_text(encoding="utf-8")
    assert "ImportError: &lt;none&gt;" in document and 'class="bad"' in document


def test_no_engine_is_said_and_is_no_failure(run):
    results, good = run(python="/nowhere/python")
    assert good and results["OK"] is False
    assert "/nowhere/python" in results["TEXT"].splitlines()[0]


def test_installing_beside_a_chosen_python_is_refused(run):
    _, good = run(missing={"rasterio": "no"}, parameters={"INSTALL": True})
    assert not good


def test_no_secret_is_shown(run, monkeypatch):
    monkeypatch.setenv("SH_CLIENT_SECRET", "only-for-this-test")
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    text = run(packages={"rasterio": "1.4.4"})[0]["TEXT"]
    assert "only-for-this-test" not in text and "proxy.example" not in text
    assert "SH_CLIENT_SECRET" in text
