"""Find the engine's Python, and ask it what it has."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .environment import engine_environment
from .messages import EngineError

PLUGIN_ROOT = Path(__file__).resolve().parents[2]
SETTING = "urbanthink/engine_python"
MINIMUM_PYTHON = (3, 11)

# Distribution names whose module is called otherwise.
_MODULES = {"scikit-image": "skimage", "scikit-learn": "sklearn", "odc-geo": "odc.geo", "odc-stac": "odc.stac"}

_PROBE = """
import importlib, importlib.metadata, json, sys
found = {"python": ".".join(map(str, sys.version_info[:3])), "packages": {}, "missing": {}}
for name, module in json.loads(sys.stdin.read()).items():
    try:
        importlib.import_module(module)
        found["packages"][name] = importlib.metadata.version(name)
    except Exception as error:
        found["missing"][name] = f"{type(error).__name__}: {error}"
print(json.dumps(found))
"""


@dataclass(frozen=True)
class EnginePython:
    """Which Python runs the engine and what said so, or the problem.

    ``origin`` is ``environment`` (URBANTHINK_PYTHON), ``setting``, ``plugin`` (.venv beside the plugin),
    ``profile`` or empty when none was found.
    """

    path: str = ""
    origin: str = ""
    problem: EngineError | None = None


@dataclass(frozen=True)
class Probe:
    """What an engine's Python answered about itself; ``missing`` gives the reason per package."""

    python_version: str = ""
    packages: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    problem: EngineError | None = None


def find_engine_python(
    setting: str = "", profile_folder: str | Path = "", plugin_root: str | Path = PLUGIN_ROOT
) -> EnginePython:
    """The engine's Python, first found of: URBANTHINK_PYTHON, the setting, .venv beside the plugin, the profile's own.

    A path somebody typed is never skipped silently: when it points nowhere, that is the answer.
    """
    typed = os.environ.get("URBANTHINK_PYTHON", "").strip()
    if typed:
        path = _usable(typed)
        return EnginePython(path, "environment") if path else EnginePython("", "environment", _bad_variable(typed))
    setting = (setting or "").strip()
    if setting:
        path = _usable(setting)
        return EnginePython(path, "setting") if path else EnginePython("", "setting", _bad_setting(setting))
    folders = [("plugin", Path(plugin_root) / ".venv")]
    if profile_folder:
        folders.append(("profile", profile_engine_folder(profile_folder)))
    for origin, folder in folders:
        path = _usable(str(folder))
        if path:
            return EnginePython(path, origin)
    return EnginePython(problem=_not_installed(plugin_root))


def profile_engine_folder(profile_folder: str | Path) -> Path:
    """Where the engine's own environment lives in a QGIS profile."""
    return Path(profile_folder) / "urbanthink" / "engine"


def python_in(folder: str | Path) -> Path:
    """The Python of a virtual environment, there or not."""
    return Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def required_packages(plugin_root: str | Path = PLUGIN_ROOT) -> list[str]:
    """Distribution names the engine needs, from its requirements file."""
    text = (Path(plugin_root) / "resources" / "engine" / "requirements.in").read_text(encoding="utf-8")
    names = (re.match(r"[A-Za-z0-9._-]+", line.strip()) for line in text.splitlines())
    return [match.group().lower() for match in names if match]


def probe(python: str, timeout: float = 60.0, plugin_root: str | Path = PLUGIN_ROOT) -> Probe:
    """Import each required package in the engine's Python and report versions.

    Parameters
    ----------
    timeout : float
        Limit [s]; a first import on a slow disk takes long.
    """
    modules = {name: _MODULES.get(name, name.replace("-", "_")) for name in required_packages(plugin_root)}
    try:
        answer = subprocess.run(
            [python, "-c", _PROBE],
            input=json.dumps(modules).encode(),
            env=engine_environment(plugin_root),
            capture_output=True,
            timeout=timeout,
            check=False,
            **hidden_window(),
        )
        found = json.loads(answer.stdout.decode("utf-8", "replace").strip().splitlines()[-1])
    except subprocess.TimeoutExpired:
        return Probe(
            problem=EngineError(
                "The engine's Python {python} did not answer within {seconds} s.",
                "Run the check again; an antivirus scan can slow the first start down.",
                python=python,
                seconds=f"{timeout:.0f}",
            )
        )
    except (OSError, ValueError, IndexError):
        return Probe(problem=cannot_start(python))
    problem = None
    if tuple(int(part) for part in found["python"].split(".")[:2]) < MINIMUM_PYTHON:
        problem = EngineError(
            "The engine's Python is version {found}; {needed} or newer is needed.",
            "Install the analysis engine again with a newer Python.",
            kind="missing",
            found=found["python"],
            needed=".".join(map(str, MINIMUM_PYTHON)),
        )
    return Probe(found["python"], found["packages"], found["missing"], problem)


def hidden_window() -> dict[str, int]:
    """Options of ``subprocess`` that keep a console window from flashing up on Windows."""
    return {"creationflags": subprocess.CREATE_NO_WINDOW} if os.name == "nt" else {}  # type: ignore[attr-defined]


def install_command(plugin_root: str | Path = PLUGIN_ROOT) -> str:
    """The command that installs the engine beside the plugin, for people without the button."""
    return f'python3 "{Path(plugin_root) / "urbanthink_plugin" / "host" / "install.py"}"'


def cannot_start(python: str) -> EngineError:
    """The error for a file that is there but does not run as Python."""
    return EngineError(
        "The engine's Python {python} does not start.",
        "Repair it: in QGIS, Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; elsewhere run {command}",
        kind="missing",
        python=python,
        command=install_command(),
    )


def _usable(path: str) -> str:
    """The executable at this path, or inside it when it is an environment's folder; empty when there is none."""
    candidate = Path(path).expanduser()
    if candidate.is_dir():
        candidate = python_in(candidate)
    # Never resolved: a virtual environment's python is a link, and following it leaves the environment.
    return os.path.abspath(candidate) if candidate.is_file() and os.access(candidate, os.X_OK) else ""


def _bad_variable(path: str) -> EngineError:
    return EngineError(
        "The environment variable URBANTHINK_PYTHON points to {path}, where there is no Python.",
        "Correct the variable or remove it.",
        kind="missing",
        path=path,
    )


def _bad_setting(path: str) -> EngineError:
    return EngineError(
        "The UrbanThink options name {path} as the engine's Python, but there is no Python there.",
        "Correct or empty the field in Settings ▸ Options ▸ UrbanThink.",
        kind="missing",
        path=path,
    )


def _not_installed(plugin_root: str | Path) -> EngineError:
    return EngineError(
        "The analysis engine is not installed.",
        "In QGIS: Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; elsewhere run {command}",
        kind="missing",
        command=install_command(plugin_root),
    )
