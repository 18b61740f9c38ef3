"""French is complete, safe to show, and what a French user sees."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

i18n = importlib.import_module("i18n")


def test_every_text_is_translated_with_its_fields_and_tags():
    found, problems = i18n.collect()
    assert len(found) > 300
    assert problems + i18n.faults(found, i18n.read_ts()) == []


def test_no_translation_is_the_english_again():
    same = {"{low}", "Raster", "Zones", "Question", "Indices", "Date", "Options…", "QGIS", "Report"}
    same |= {"Collection", "Composite", "Images", "Source"}
    for (_, source), message in i18n.read_ts().items():
        if len(source) > 25 and not source.startswith(("A recipe is", "Send {{")):
            assert message.translation != source
        elif source == message.translation:
            assert source in same or not source.isascii() or "{" in source, source


def test_a_text_that_is_no_literal_is_reported(tmp_path):
    source = tmp_path / "urbanthink_plugin" / "engine" / "jobs.py"
    source.parent.mkdir(parents=True)
    source.write_text(
        "def job(run, name):\n"
        '    run.progress(0.1, f"Reading {name}")\n'
        '    run.log("info", "Read "\n            "{name}.", name=name)\n'
        '    raise UrbanThinkError("Bad.", hint="Do " + name)\n',
        encoding="utf-8",
    )
    found, problems = i18n.collect(tmp_path)
    assert set(found) == {("UrbanThinkEngine", "Read {name}."), ("UrbanThinkEngine", "Bad.")}
    assert [problem.split(": ")[0] for problem in problems] == [
        "urbanthink_plugin/engine/jobs.py:2",
        "urbanthink_plugin/engine/jobs.py:5",
    ]


def test_a_text_handed_on_by_a_function_is_found_at_its_callers(tmp_path):
    source = tmp_path / "urbanthink_plugin" / "engine" / "write.py"
    source.parent.mkdir(parents=True)
    source.write_text(
        'def write(run, path, *, text="Writing"):\n    blocks(run, text)\n\n'
        "def blocks(run, text):\n    run.progress(0.5, text)\n\n"
        'def job(run):\n    write(run, "a", text="Classifying")\n    blocks(run, "Sorting")\n',
        encoding="utf-8",
    )
    found, problems = i18n.collect(tmp_path)
    assert {text for _, text in found} == {"Writing", "Classifying", "Sorting"}
    assert problems == []


@pytest.mark.parametrize(
    ("source", "translation", "word"),
    [
        ("{count} dates", "{compte} dates", "fields"),
        ("See <i>this</i>", "Voyez ceci", "tags"),
        ("Heat", "", "not translated"),
    ],
)
def test_an_unsafe_translation_is_reported(source, translation, word):
    key = ("UrbanThink", source)
    found = {key: i18n.Message(source)}
    known = {key: i18n.Message(source, translation)}
    assert [fault for fault in i18n.faults(found, known) if fault.startswith(word)]
    assert [fault for fault in i18n.faults(found, {}) if fault.startswith("missing")]
    assert [fault for fault in i18n.faults({}, known) if fault.startswith("obsolete")]


@pytest.mark.skipif(not any(map(shutil.which, i18n.LRELEASE)), reason="needs Qt's lrelease")
def test_qgis_process_speaks_french_for_every_algorithm(tmp_path):
    assert i18n.compile_qm() == 0
    english, french = titles(tmp_path / "en", "en_GB.UTF-8"), titles(tmp_path / "fr", "fr_FR.UTF-8")
    assert len(english) >= 6
    assert english.keys() == french.keys()
    assert [name for name in english if english[name] == french[name]] == []
    assert french["heat_island"] == "Îlot de chaleur urbain de surface"


def titles(folder, locale):
    """The display names of `qgis_process list` under a locale."""
    environment = {
        **os.environ,
        "QGIS_CUSTOM_CONFIG_PATH": str(folder),
        "QGIS_PLUGINPATH": os.environ.get("QGIS_PLUGINPATH") or str(ROOT / "build" / "plugins"),
        "LC_ALL": locale,
    }
    enable = ["qgis_process", "plugins", "enable", "urbanthink"]
    subprocess.run(enable, env=environment, capture_output=True, timeout=60, check=True)
    listing = subprocess.run(
        ["qgis_process", "list"], env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    rows = (line.split("\t") for line in listing.splitlines() if "urbanthink:" in line)
    return {identifier.removeprefix("urbanthink:"): title for _, identifier, title in rows}
