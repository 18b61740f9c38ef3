"""The process boundary against engines that behave, crash, babble, hang or are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from urbanthink_plugin.host import engine
from urbanthink_plugin.host.engine import EngineProcess, run_job, shutdown
from urbanthink_plugin.host.messages import EngineError

ROOT = Path(__file__).resolve().parents[2]

ECHO = """
for job in jobs():
    if job.get("cancel"):
        continue
    say(type="progress", fraction=0.5, text="Reading 3", template="Reading {n}", values={"n": 3})
    say(type="log", level="warning", text="no template {here}")
    say(type="result", outputs={"OUTPUT": job["params"]["output"], "SECRETS": job["secrets"], "PID": os.getpid(),
        "ARGV": sys.argv[1:]})
"""

SLOW = """
part = None
def work(job):
    open(part, "w").close()
    for step in range(1000):
        say(type="progress", fraction=step / 1000, text="slow")
        if stop.wait(0.02):
            os.remove(part)
            say(type="error", kind="cancelled", message="Cancelled.", hint="")
            return
stop = threading.Event()
for job in jobs():
    if job.get("cancel"):
        stop.set()
    else:
        stop.clear()
        part = partial(job)
        threading.Thread(target=work, args=(job,)).start()
"""

HANG = """
for job in jobs():
    for ending in ("", ".ovr"):
        open(partial(job, ending), "w").close()
    os.makedirs(os.path.join(partial(job, ".d"), "inner"))
    say(type="progress", fraction=0.1, text="hanging")
    while True:
        time.sleep(60)
"""


@pytest.fixture(autouse=True)
def no_engine_left():
    yield
    shutdown()
    assert engine._session._warm is None


def partials(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".urbanthink-part-*")]


def test_a_job_goes_in_and_comes_out(fake_engine, tmp_path):
    progress, log = [], []
    outputs = run_job(
        fake_engine(ECHO),
        "domain.job",
        {"output": str(tmp_path / "x.tif")},
        secrets={"SH_CLIENT_ID": "someone"},
        on_progress=lambda fraction, text: progress.append((fraction, text.template, str(text))),
        on_log=lambda level, text: log.append((level, str(text))),
    )
    assert outputs["OUTPUT"] == str(tmp_path / "x.tif")
    assert outputs["SECRETS"] == {"SH_CLIENT_ID": "someone"}
    assert outputs["ARGV"] == ["-m", "urbanthink_plugin.engine", "--serve"]
    assert progress == [(0.5, "Reading {n}", "Reading 3")]
    assert log == [("warning", "no template {here}")]


def test_a_fresh_engine_ends_with_its_job(fake_engine, tmp_path):
    pid = run_job(fake_engine(ECHO), "domain.job", {"output": "x"})["PID"]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_warm_engine_serves_again_and_ends_at_shutdown(fake_engine):
    python = fake_engine(ECHO)
    first = run_job(python, "domain.job", {"output": "x"}, keep_warm=True)["PID"]
    start = time.monotonic()
    assert run_job(python, "domain.job", {"output": "x"}, keep_warm=True)["PID"] == first
    assert time.monotonic() - start < 0.3
    shutdown()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_warm_engine_that_died_meanwhile_is_replaced(fake_engine):
    python = fake_engine(ECHO)
    first = run_job(python, "domain.job", {"output": "x"}, keep_warm=True)["PID"]
    os.kill(first, signal.SIGKILL)
    time.sleep(0.1)
    assert run_job(python, "domain.job", {"output": "x"}, keep_warm=True)["PID"] != first


def test_a_changed_environment_starts_another_warm_engine(fake_engine, monkeypatch):
    python = fake_engine(ECHO)
    first = run_job(python, "domain.job", {"output": "x"}, keep_warm=True)["PID"]
    monkeypatch.setenv("URBANTHINK_WORKERS", "7")
    assert run_job(python, "domain.job", {"output": "x"}, keep_warm=True)["PID"] != first


def test_two_jobs_at_once_have_an_engine_each(fake_engine):
    python = fake_engine(ECHO.replace('say(type="result"', 'time.sleep(0.5); say(type="result"'))
    pids = []
    threads = [
        threading.Thread(
            target=lambda: pids.append(run_job(python, "domain.job", {"output": "x"}, keep_warm=True)["PID"])
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pids)) == 2


def test_cancel_is_told_and_the_engine_stays(fake_engine, tmp_path):
    process = EngineProcess(fake_engine(SLOW))
    begin = time.monotonic()
    with pytest.raises(EngineError) as caught:
        process.run("a.b", {"output": str(tmp_path / "x.tif")}, is_cancelled=lambda: time.monotonic() - begin > 0.5)
    assert caught.value.kind == "cancelled"
    assert time.monotonic() - begin < 1.0
    assert partials(tmp_path) == []
    assert process.alive
    process.stop()


def test_an_engine_that_ignores_cancel_is_killed_within_two_seconds(fake_engine, tmp_path):
    begin = time.monotonic()
    with pytest.raises(EngineError) as caught:
        run_job(fake_engine(HANG), "a.b", {"output": str(tmp_path / "x.tif")}, is_cancelled=lambda: True)
    assert caught.value.kind == "cancelled"
    assert time.monotonic() - begin < 2.0
    assert partials(tmp_path) == []


def test_a_killed_engine_gives_one_sentence_and_leaves_nothing(fake_engine, tmp_path):
    process = EngineProcess(fake_engine(HANG))
    process.start()

    def kill(*_):
        os.killpg(process.pid, signal.SIGKILL)

    with pytest.raises(EngineError) as caught:
        process.run("a.b", {"output": str(tmp_path / "x.tif")}, on_progress=kill)
    assert "killed" in str(caught.value.message)
    assert caught.value.kind == "resource"
    assert partials(tmp_path) == []


def test_a_crash_is_one_sentence_and_its_last_words_are_in_the_log(fake_engine):
    log = []
    with pytest.raises(EngineError) as caught:
        run_job(
            fake_engine("sys.stderr.write('first\\nlast words\\n'); os._exit(3)"),
            "a.b",
            {},
            on_log=lambda level, text: log.append((level, str(text))),
        )
    assert "code 3" in str(caught.value)
    assert log == [("debug", "first"), ("debug", "last words")]


def test_a_missing_package_is_named(fake_engine):
    with pytest.raises(EngineError, match="lacks the Python package rasterio") as caught:
        run_job(fake_engine("import sys; sys.exit(\"ModuleNotFoundError: No module named 'rasterio'\")"), "a.b", {})
    assert caught.value.kind == "missing"


def test_garbage_on_stdout_is_refused(fake_engine):
    with pytest.raises(EngineError, match="not an answer"):
        run_job(fake_engine("print('hello', flush=True); time.sleep(60)"), "a.b", {})


def test_an_engine_that_does_not_start(tmp_path):
    broken = tmp_path / "python"
    broken.write_bytes(b"\x00\x01not a program")
    broken.chmod(0o755)
    with pytest.raises(EngineError, match="does not start"):
        run_job(str(broken), "a.b", {})


def test_an_error_of_the_engine_keeps_its_template(fake_engine):
    body = """
    for job in jobs():
        say(type="error", kind="input", message="No CRS in x.tif.", hint="Give one.",
            message_template="No CRS in {path}.", hint_template="Give one.", values={"path": "x.tif"})
    """
    with pytest.raises(EngineError) as caught:
        run_job(fake_engine(body), "a.b", {})
    assert str(caught.value) == "No CRS in x.tif. Give one."
    assert caught.value.message.template == "No CRS in {path}."
    assert caught.value.kind == "input"


def test_a_flood_on_stderr_does_not_block(fake_engine):
    body = """
    for job in jobs():
        sys.stderr.write(("x" * 79 + "\\n") * 50000)
        say(type="result", outputs={"OUTPUT": 1})
    """
    assert run_job(fake_engine(body), "a.b", {}) == {"OUTPUT": 1}


def test_a_job_larger_than_the_pipe_does_not_block_cancel(fake_engine):
    begin = time.monotonic()
    with pytest.raises(EngineError) as caught:
        run_job(fake_engine("time.sleep(60)"), "a.b", {"big": "x" * 1_000_000}, is_cancelled=lambda: True)
    assert caught.value.kind == "cancelled"
    assert time.monotonic() - begin < 2.0


def test_an_engine_never_outlives_its_host(fake_engine, tmp_path):
    python = fake_engine(ECHO)
    host = f"""
import sys, os, signal
sys.path.insert(0, {str(ROOT)!r})
from urbanthink_plugin.host.engine import run_job
print(run_job({python!r}, "a.b", {{"output": "x"}}, keep_warm=True)["PID"], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    pid = int(subprocess.run([sys.executable, "-c", host], capture_output=True, check=False).stdout)
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z":
            return  # dead, only not yet collected by init
        time.sleep(0.05)
    pytest.fail("the engine is still there")
