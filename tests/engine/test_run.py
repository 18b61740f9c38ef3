"""Outputs appear all together or not at all; the job runner speaks the protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from urbanthink_plugin.engine.errors import Cancelled, ResourceError, UrbanThinkError
from urbanthink_plugin.engine.run import PARTIAL_PREFIX, Run

REPOSITORY = Path(__file__).resolve().parents[2]


def start_engine(*arguments):
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        [sys.executable, "-m", "urbanthink_plugin.engine", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def ask_engine(text):
    engine = start_engine()
    output, errors = engine.communicate(text, timeout=60)
    return engine.returncode, [json.loads(line) for line in output.splitlines()], errors


def test_outputs_are_committed_together(tmp_path):
    run = Run()
    with run.outputs():
        for name in ("a.tif", "a_class.tif"):
            run.stage(tmp_path / name).write_text(name)
        run.stage(tmp_path / "a.tif").with_suffix(".qml").write_text("style")
        assert not (tmp_path / "a.tif").exists()
    assert sorted(os.listdir(tmp_path)) == ["a.qml", "a.tif", "a_class.tif"]
    assert (tmp_path / "a.tif").read_text() == "a.tif"


def test_a_failure_leaves_nothing_and_keeps_what_was_there(tmp_path):
    (tmp_path / "a.tif").write_text("before")
    run = Run()
    with pytest.raises(UrbanThinkError), run.outputs():
        run.stage(tmp_path / "a.tif").write_text("half")
        run.stage(tmp_path / "folder").mkdir()
        raise UrbanThinkError("no")
    assert os.listdir(tmp_path) == ["a.tif"]
    assert (tmp_path / "a.tif").read_text() == "before"


def test_leftovers_of_a_killed_run_are_cleared_by_the_next(tmp_path):
    (tmp_path / f"{PARTIAL_PREFIX}a.tif").write_text("half")
    (tmp_path / f"{PARTIAL_PREFIX}a.scratch.tif").write_text("half")
    run = Run()
    with run.outputs():
        run.stage(tmp_path / "a.tif").write_text("whole")
    assert os.listdir(tmp_path) == ["a.tif"]


def test_child_outputs_know_their_final_place(tmp_path):
    run = Run()
    with run.outputs():
        folder = run.stage(tmp_path / "result")
        folder.mkdir()
        with run.child("heat.heat_island", {"output": str(folder / "x.tif")}) as child:
            partial = child.stage(folder / "x.tif")
            partial.write_text("x")
            assert child.final_path(partial) == tmp_path / "result" / "x.tif"
        assert (folder / "x.tif").exists()
    assert (tmp_path / "result" / "x.tif").read_text() == "x"
    assert os.listdir(tmp_path) == ["result"]


def test_an_unwritable_place_is_said(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(ResourceError, match="cannot be written"):
        Run().stage(blocker / "x.tif")


def test_progress_stops_a_cancelled_job():
    cancel = threading.Event()
    run = Run(cancel=cancel)
    run.progress(0.5)
    cancel.set()
    with pytest.raises(Cancelled):
        run.progress(0.6)


def test_progress_of_a_part_fills_its_share():
    seen = []
    run = Run(emit=seen.append)
    run.part(0.5, 0.7).part(0.5, 1.0).progress(0.5, "Half of {what}", what="it")
    assert seen == [
        {
            "type": "progress",
            "fraction": 0.65,
            "text": "Half of it",
            "template": "Half of {what}",
            "values": {"what": "it"},
        }
    ]


@pytest.mark.parametrize(
    ("request_text", "words"),
    [
        ('{"job": "heat.no_such_job", "params": {}}', "no job called"),
        ('{"job": "os.system", "params": {}}', "no job called"),
        ('{"job": "heat.heat_island", "params": {"nonsense": 1}}', "wrong parameters"),
        ('{"job": ', "not a JSON object"),
        ("[1, 2]", "not a JSON object"),
        ("", "not a JSON object"),
    ],
)
def test_a_bad_request_is_one_sentence_and_exit_code_1(request_text, words):
    code, messages, _ = ask_engine(request_text)
    assert code == 1
    final = [m for m in messages if m["type"] in ("result", "error")]
    assert len(final) == 1
    assert final[0]["type"] == "error"
    assert words in final[0]["message"]
    assert final[0]["hint"]


def test_an_engine_that_serves_takes_one_job_after_another_and_ends_with_stdin():
    engine = start_engine("--serve")
    for _ in range(2):
        engine.stdin.write('{"job": "heat.no_such_job"}\n')
        engine.stdin.flush()
        while json.loads(engine.stdout.readline())["type"] != "error":
            pass
    began = time.monotonic()
    engine.stdin.close()
    assert engine.wait(timeout=5) == 0
    assert time.monotonic() - began < 2


def test_an_error_told_inside_a_text_keeps_its_template():
    said = []
    error = UrbanThinkError("{scene} has no thermal band.", "Leave it.", scene="S2A")
    Run("x", emit=said.append).log("warning", "Left out: {reason}", reason=error)
    assert said[0]["text"] == "Left out: S2A has no thermal band."
    assert said[0]["values"]["reason"]["template"] == "{scene} has no thermal band."
    assert said[0]["values"]["reason"]["values"] == {"scene": "S2A"}
