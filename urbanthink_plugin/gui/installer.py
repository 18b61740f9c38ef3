"""Installs, repairs and removes the engine of this profile in the background, and keeps the log of it."""

from __future__ import annotations

import re

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QWidget

from ...processing.algorithm import sentence
from ..host.engine import shutdown
from ..host.install import LOCK, install, remove
from ..host.messages import EngineError
from ..host.python import profile_engine_folder
from ..settings import proxy_environment
from .engine_state import EngineState

translate = QCoreApplication.translate


class Installer(QObject):
    """One installation at a time; it goes on when the options dialog is closed."""

    changed = pyqtSignal()
    said = pyqtSignal(str)

    def __init__(self, state: EngineState) -> None:
        super().__init__()
        self.state = state
        self.lines: list[str] = []
        self.sentence = ""
        self.fraction = 0.0
        self._task: InstallTask | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def install(self, wheels: str | None = None) -> None:
        """Start; with a folder of wheels no network is needed."""
        if self.busy:
            return
        shutdown()  # a running engine holds the files that are to be replaced
        self.lines.clear()
        self.fraction = 0.0
        self.sentence = translate("UrbanThink", "Installing the analysis engine…")
        self._task = InstallTask(wheels)
        self._task.said.connect(self._hear)
        self._task.taskCompleted.connect(self._end)
        self._task.taskTerminated.connect(self._end)
        QgsApplication.taskManager().addTask(self._task)
        self.changed.emit()

    def install_from_folder(self, parent: QWidget) -> None:
        """Ask for the folder of wheels, then start."""
        title = translate("UrbanThink", "Folder that holds the wheels of the engine")
        folder = QFileDialog.getExistingDirectory(parent, title)
        if folder:
            self.install(folder)

    def remove(self, parent: QWidget) -> None:
        """Remove the profile's engine, after asking."""
        words = translate("UrbanThink", "Remove the analysis engine from this QGIS profile? It can be installed again.")
        if QMessageBox.question(parent, "UrbanThink", words) != QMessageBox.StandardButton.Yes:
            return
        shutdown()
        try:
            remove(_folder())
            self.sentence = ""
        except EngineError as error:
            self.sentence = sentence(error)
        except OSError as error:
            words = translate("UrbanThink", "The engine could not be removed: {reason}.")
            self.sentence = words.format(reason=error.strerror)
        self.state.check()
        self.changed.emit()

    def cancel(self) -> None:
        if self._task:
            self._task.cancel()

    def _hear(self, line: str) -> None:
        self.lines.append(line)
        self.fraction = self._task.fraction if self._task else self.fraction
        self.said.emit(line)

    def _end(self) -> None:
        task, self._task = self._task, None
        error = task.error
        if task.isCanceled() and error is None:  # before it had begun
            error = EngineError("The installation was cancelled.", kind="cancelled")
        self.sentence = sentence(error) if error else ""
        self.state.check()
        self.changed.emit()


class InstallTask(QgsTask):
    """The work itself, in a thread of QGIS's task manager."""

    said = pyqtSignal(str)

    def __init__(self, wheels: str | None) -> None:
        words = translate("UrbanThink", "Installing UrbanThink's analysis engine")
        super().__init__(words, QgsTask.Flag.CanCancel)
        self.wheels = wheels
        self.folder = _folder()
        self.proxies = proxy_environment()  # read here: QGIS's network manager belongs to its thread
        self.error: EngineError | None = None
        self.fraction = 0.0
        # A package that stands there twice, for two versions of Python, is installed once.
        names = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
        self._packages = len(set(names))
        self._seen = 0

    def run(self) -> bool:
        try:
            install(self.folder, self.wheels, self._hear, self.isCanceled, self.proxies, repair=True)
        except EngineError as error:
            self.error = error
        except OSError as error:
            self.error = EngineError("The engine could not be installed: {reason}.", kind="resource", reason=error)
        return self.error is None

    def _hear(self, line: str) -> None:
        """pip names each package as it fetches it: that is the progress there is."""
        if line.startswith(("Collecting ", "Processing ")):
            self._seen += 1
        done = 0.95 if line.startswith("Installing collected") else 0.9 * self._seen / max(self._packages, 1)
        self.fraction = max(self.fraction, done)
        self.setProgress(100 * self.fraction)
        self.said.emit(line)


def _folder():
    return profile_engine_folder(QgsApplication.qgisSettingsDirPath())
