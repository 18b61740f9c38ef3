"""Finding the engine's Python, its environment, and the installer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from urbanthink_plugin.host import install as installer
from urbanthink_plugin.host.environment import engine_environment
from urbanthink_plugin.host.messages import EngineError, Text
from urbanthink_plugin.host.python import (
    find_engine_python,
    probe,
    profile_engine_folder,
    python_in,
    required_packages,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_variable(monkeypatch):
    monkeypatch.delenv("URBANTHINK_PYTHON", raising=False)


def fake_environment(folder: Path) -> Path:
    python = python_in(folder)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    return python


def test_the_order_of_search(tmp_path, monkeypatch):
    root, profile = tmp_path / "plugin", tmp_path / "profile"
    assert find_engine_python("", profile, root).problem.kind == "missing"
    own = fake_environment(profile_engine_folder(profile))
    assert find_engine_python("", profile, root).path == str(own)
    beside = fake_environment(root / ".venv")
    assert find_engine_python("", profile, root).path == str(beside)
    chosen = fake_environment(tmp_path / "chosen")
    found = find_engine_python(str(chosen), profile, root)
    assert (found.path, found.origin) == (str(chosen), "setting")
    variable = fake_environment(tmp_path / "variable")
    monkeypatch.setenv("URBANTHINK_PYTHON", str(tmp_path / "variable"))
    found = find_engine_python(str(chosen), profile, root)
    assert (found.path, found.origin, found.problem) == (str(variable), "environment", None)


def test_a_variable_that_points_nowhere_is_an_error(tmp_path, monkeypatch):
    fake_environment(tmp_path / ".venv")
    monkeypatch.setenv("URBANTHINK_PYTHON", "/no/such/python")
    found = find_engine_python("", "", tmp_path)
    assert found.path == ""
    assert "URBANTHINK_PYTHON points to /no/such/python" in str(found.problem)


def test_a_setting_that_points_nowhere_is_an_error(tmp_path):
    fake_environment(tmp_path / ".venv")
    found = find_engine_python("/no/such/python", "", tmp_path)
    assert (found.path, found.origin) == ("", "setting")
    assert "/no/such/python" in str(found.problem)


def test_the_environment_is_clean():
    hostile = {
        "PATH": "/bin",
        "HOME": "/home/x",
        "HTTPS_PROXY": "http://proxy:3128",
        "URBANTHINK_WORKERS": "2",
        "SH_CLIENT_ID": "id",
        "SH_CLIENT_SECRET": "value",
        "QT_QPA_PLATFORM": "offscreen",
        **dict.fromkeys(("PYTHONHOME", "PYTHONPATH", "PYTHONEXECUTABLE", "PYTHONSTARTUP", "VIRTUAL_ENV"), "x"),
        **dict.fromkeys(("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH", "GEOTIFF_CSV"), "x"),
        **dict.fromkeys(("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "GISBASE", "O4W_QT_PREFIX"), "x"),
    }
    assert engine_environment("/plugin", hostile) == {
        "PATH": "/bin",
        "HOME": "/home/x",
        "HTTPS_PROXY": "http://proxy:3128",
        "URBANTHINK_WORKERS": "2",
        "PYTHONPATH": "/plugin",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
    }


def test_the_probe_names_what_is_missing(tmp_path):
    packages = tmp_path / "resources" / "engine"
    packages.mkdir(parents=True)
    (packages / "requirements.in").write_text("# comment\npip\nno-such-package\n", encoding="utf-8")
    answer = probe(sys.executable, plugin_root=tmp_path)
    assert answer.problem is None
    assert answer.packages["pip"]
    assert list(answer.missing) == ["no-such-package"]


def test_the_probe_of_something_else(tmp_path):
    assert "does not start" in str(probe("/bin/true").problem)
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    assert "did not answer" in str(probe(str(slow), timeout=0.3).problem)


def test_every_required_package_is_locked():
    lock = (ROOT / "resources" / "engine" / "requirements.lock").read_text(encoding="utf-8")
    assert required_packages()
    assert [name for name in required_packages() if f"\n{name}==" not in lock] == []


def test_texts_survive_values_that_do_not_fit():
    assert str(Text("{a} of {b}", {"a": 1, "b": 2})) == "1 of 2"
    assert str(Text("{a} of {b}", {"a": 1})) == "{a} of {b}"


@pytest.fixture
def small_lock(tmp_path, monkeypatch):
    """A lock file without a package, so that an installation needs no network."""
    lock = tmp_path / "empty.lock"
    lock.write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(installer, "LOCK", lock)
    return lock


def test_install_makes_an_environment_once(tmp_path, small_lock):
    lines = []
    python = installer.install(tmp_path / "engine", on_line=lines.append)
    answer = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == str(tmp_path / "engine")
    assert installer.install(tmp_path / "engine", on_line=lines.append) == python
    assert "up to date" in lines[-1]
    installer.remove(tmp_path / "engine")
    assert not (tmp_path / "engine").exists()


def test_a_failed_installation_leaves_what_was_there(tmp_path, small_lock):
    folder = tmp_path / "engine"
    installer.install(folder)
    small_lock.write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with pytest.raises(EngineError, match="folder of wheels"):
        installer.install(folder, wheels=wheels)
    assert python_in(folder).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.lock", "engine", "wheels"]


def test_a_failed_first_installation_leaves_nothing(tmp_path, small_lock):
    small_lock.write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    (tmp_path / "wheels").mkdir()
    with pytest.raises(EngineError):
        installer.install(tmp_path / "engine", wheels=tmp_path / "wheels")
    assert not (tmp_path / "engine").exists()


def test_a_cancelled_installation_leaves_nothing(tmp_path, small_lock):
    with pytest.raises(EngineError) as caught:
        installer.install(tmp_path / "engine", is_cancelled=lambda: True)
    assert caught.value.kind == "cancelled"
    assert not (tmp_path / "engine").exists()


def test_a_folder_with_other_files_is_refused(tmp_path, small_lock):
    (tmp_path / "thesis.doc").write_text("years of work")
    for action in (installer.install, installer.remove):
        with pytest.raises(EngineError, match="not a Python environment"):
            action(tmp_path)
    assert (tmp_path / "thesis.doc").exists()


def test_the_installer_never_uses_sys_executable(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/usr/bin/qgis")
    base = installer.find_base_python()
    assert base.startswith(sys.base_prefix)
    assert os.access(base, os.X_OK)


def test_the_installer_runs_as_a_script():
    script = ROOT / "urbanthink_plugin" / "host" / "install.py"
    answer = subprocess.run(
        [sys.executable, str(script), "--help"], capture_output=True, text=True, cwd="/", check=True
    )
    assert "--wheels" in answer.stdout
