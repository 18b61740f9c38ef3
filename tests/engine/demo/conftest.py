"""The demo town, made once for its tests."""

from __future__ import annotations

import json
import time

import pytest

from urbanthink_plugin.engine.demo.jobs import demo_town
from urbanthink_plugin.engine.run import Run
from urbanthink_plugin.engine.territory.diagnosis import city_diagnosis


def make_town(folder, seed=2154):
    run = Run("demo.demo_town", {"output_folder": str(folder), "seed": seed})
    with run.outputs():
        return demo_town(run, output_folder=str(folder), seed=seed)


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """The folder of the demo town; `town.seconds` tells how long it took."""
    folder = tmp_path_factory.mktemp("demo") / "town"
    started = time.perf_counter()
    make_town(folder)
    (folder.parent / "seconds.json").write_text(json.dumps(time.perf_counter() - started))
    return folder


@pytest.fixture(scope="session")
def truth(town):
    return json.loads((town / "truth.json").read_text(encoding="utf-8"))


def diagnose(folder, **params):
    run = Run("territory.city_diagnosis", {"output_folder": str(folder), **params})
    with run.outputs():
        return city_diagnosis(run, output_folder=str(folder), **params)


@pytest.fixture(scope="session")
def diagnosed(town, tmp_path_factory):
    """What the diagnosis of the demo town by its own recipe returned."""
    return diagnose(tmp_path_factory.mktemp("diagnosis") / "first", recipe=str(town / "recipe.json"))
