#!/usr/bin/env python3
"""Photograph the plugin in a real QGIS window, under Xvfb, in a profile of its own.

    python3 tools/screenshot.py --plugins build/plugins --locale fr --algorithm urbanthink:heat_island --out heat.png
    python3 tools/screenshot.py --plugins build/plugins --show panel --out panel.png

The same file is the driver outside QGIS and, through ``qgis --code``, the script inside it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PLAN = "URBANTHINK_SCREENSHOT"
SHOWS = ("toolbox", "panel", "options", "window")
SETTINGS = """[locale]
overrideFlag=true
userLocale={locale}
[PythonPlugins]
urbanthink=true
processing=true
[qgis]
checkVersion=false
showTips=false
[app]
projections\\unknownCrsBehavior=NoAction
"""


def main(arguments: list[str] | None = None) -> int:
    """Start QGIS, take one picture, end QGIS."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugins", type=Path, default=Path("build/plugins"), help="folder that holds urbanthink/")
    parser.add_argument("--locale", default="en")
    parser.add_argument("--show", choices=SHOWS, default="window", help="part of the window to photograph")
    parser.add_argument("--algorithm", help="open the dialog of this algorithm")
    parser.add_argument("--parameters", default="{}", help="JSON; with --run the algorithm is run from its dialog")
    parser.add_argument("--run", action="store_true", help="press Run in the dialog and wait for its end")
    parser.add_argument("--project", type=Path, help="project or layer to open first")
    parser.add_argument("--size", default="1500x950")
    parser.add_argument("--timeout", type=int, default=180, help="seconds")
    parser.add_argument("--profiles", type=Path, help="keep the profile here, instead of a temporary one")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    plan = {**vars(options), "out": str(options.out.resolve()), "parameters": json.loads(options.parameters)}
    del plan["plugins"], plan["profiles"], plan["project"]
    with tempfile.TemporaryDirectory() as scratch:
        profiles = options.profiles or Path(scratch)
        settings = profiles / "profiles" / "shot" / "QGIS" / "QGIS3.ini"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(SETTINGS.format(locale=options.locale), encoding="utf-8")
        environment = {
            **os.environ,
            "QGIS_PLUGINPATH": str(options.plugins.resolve()),
            PLAN: json.dumps(plan),
        }
        environment.pop("QT_QPA_PLATFORM", None)
        if os.name == "posix":
            # QGIS embeds the system's Python, and finds its folders by the python3 that comes first on the PATH.
            environment["PATH"] = os.pathsep.join(["/usr/bin", environment.get("PATH", "")])
        command = ["xvfb-run", "-a", "-s", f"-screen 0 {options.size}x24", shutil.which("qgis") or "qgis"]
        command += ["--nologo", "--noversioncheck", "--profiles-path", str(profiles), "--profile", "shot"]
        command += [str(options.project.resolve())] if options.project else []
        command += ["--code", str(Path(__file__).resolve())]
        options.out.unlink(missing_ok=True)
        code = run(command, environment, options.timeout)
    return code or (0 if options.out.exists() else 1)


def run(command: list[str], environment: dict[str, str], timeout: int) -> int:
    """Run to the end, or end the whole group (X server and QGIS) when the time is over."""
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        print(f"QGIS did not finish within {timeout} s: probably a question waits for an answer.", file=sys.stderr)
        os.killpg(process.pid, signal.SIGTERM)
        return 1


class Photographer:
    """Inside QGIS: set the scene, wait until it is still, take the picture."""

    def __init__(self, plan: dict) -> None:
        from qgis.utils import iface

        self.iface = iface
        self.plan = plan
        self.subject = iface.mainWindow()
        # There is no window manager that could maximise it.
        self.subject.setGeometry(0, 0, *map(int, plan["size"].split("x")))
        self.later(4000, self.set_scene)

    def later(self, milliseconds: int, step) -> None:
        from qgis.PyQt.QtCore import QTimer

        QTimer.singleShot(milliseconds, step)

    def set_scene(self) -> None:
        """Show what was asked for."""
        from qgis.PyQt.QtCore import Qt
        from qgis.PyQt.QtWidgets import QDockWidget

        self.iface.messageBar().clearWidgets()
        show = self.plan["show"]
        docks = {"panel": "UrbanThinkPanel", "toolbox": "ProcessingToolbox"}
        if show in docks:
            dock = self.subject.findChild(QDockWidget, docks[show])
            dock.setUserVisible(True)
            dock.raise_()
            self.subject.resizeDocks([dock], [380], Qt.Orientation.Horizontal)
        if show == "toolbox":
            self.open_groups(dock)
        if self.plan["algorithm"]:
            self.open_dialog()
        elif show == "options":
            # The dialog is modal: the picture is taken from inside its event loop.
            self.later(5000, self.photograph)
            self.iface.showOptionsDialog(self.subject, "UrbanThinkOptions")
            return
        if not self.plan["run"]:
            self.later(5000, self.photograph)

    def open_groups(self, dock) -> None:
        from qgis.core import QgsApplication

        tree, provider = dock.algorithmTree, QgsApplication.processingRegistry().providerById("urbanthink")
        model = tree.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if model.data(index) == provider.name():
                tree.expandRecursively(index)
                tree.scrollTo(index, tree.ScrollHint.PositionAtTop)

    def open_dialog(self) -> None:
        import processing

        dialog = self.dialog = processing.createAlgorithmDialog(self.plan["algorithm"], self.plan["parameters"])
        dialog.resize(1000, 760)
        dialog.show()
        dialog.raise_()
        if self.plan["run"]:
            self.later(1500, dialog.runButton().click)
            self.later(3000, self.wait_for_run)
        else:
            self.subject = dialog

    def wait_for_run(self) -> None:
        """When the run has ended: the window with its layers, or the dialog with what went wrong."""
        if self.dialog.cancelButton().isEnabled():
            self.later(500, self.wait_for_run)
            return
        if self.dialog.results():
            self.dialog.hide()
        else:
            self.subject = self.dialog
        self.later(5000, self.photograph)

    def photograph(self) -> None:
        """Save the picture and end QGIS at once, without its question about unsaved work."""
        from qgis.PyQt.QtWidgets import QApplication

        window = QApplication.activeModalWidget() or self.subject
        window.grab().save(self.plan["out"])
        os._exit(0)


if os.environ.get(PLAN) and "qgis.utils" in sys.modules:
    photographer = Photographer(json.loads(os.environ[PLAN]))
elif __name__ == "__main__":
    sys.exit(main())
