"""The demo town from the panel: make it, diagnose it, offer the map and the report."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QCoreApplication, QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton

translate = QCoreApplication.translate

TOWN, DIAGNOSIS = "urbanthink:demo_town", "urbanthink:city_diagnosis"


class DemoRun(QObject):
    """Two algorithms one after the other, in the background, into the profile's folder."""

    progressed = pyqtSignal()

    def __init__(self, iface) -> None:
        super().__init__()
        self.iface = iface
        self.running = False
        self.percent = 0.0
        self.text = ""
        self._kept: tuple = ()  # task, context and feedback must outlive the run

    def toggle(self) -> None:
        """Start, or stop what runs."""
        if self.running:
            self.stop()
        else:
            self._step(TOWN, {"OUTPUT_FOLDER": str(demo_folder() / "town")}, (0.0, 30.0), self._diagnose)

    def stop(self) -> None:
        """Stop what runs, if anything does."""
        if self.running:
            self._kept[0].cancel()

    def _diagnose(self, results: dict) -> None:
        parameters = {"RECIPE": results["RECIPE"], "OUTPUT_FOLDER": str(demo_folder() / "diagnosis")}
        self._step(DIAGNOSIS, parameters, (30.0, 100.0), self._offer)

    def _step(self, algorithm_id: str, parameters: dict, span: tuple[float, float], then) -> None:
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        context, feedback = QgsProcessingContext(), Feedback()
        good, reason = algorithm.checkParameterValues(parameters, context)
        if not good:
            self._show(False, 0.0, reason)
            return
        low, high = span
        feedback.progressChanged.connect(lambda p: self._advance(low + (high - low) * p / 100.0))
        feedback.told.connect(lambda text: self._show(True, self.percent, text))
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        self._kept = (task, context, feedback, algorithm)

        def ended(successful: bool, results: dict) -> None:
            if successful and results:
                then(results)
            else:
                self._show(False, 0.0, "" if task.isCanceled() else feedback.problem)

        task.executed.connect(ended)
        self._show(True, low, algorithm.displayName())
        QgsApplication.taskManager().addTask(task)

    def _offer(self, results: dict) -> None:
        folder = Path(results["OUTPUT_FOLDER"])
        self._show(False, 100.0, "")
        bar = self.iface.messageBar()
        message = bar.createMessage("UrbanThink", translate("UrbanThink", "The diagnosis of the demo town is ready."))

        def open_map() -> None:
            bar.popWidget(message)
            self.iface.addProject(str(folder / "project.qgz"))

        map_button = QPushButton(translate("UrbanThink", "Open the map"))
        map_button.clicked.connect(open_map)
        report_button = QPushButton(translate("UrbanThink", "Open the report"))
        report_button.clicked.connect(lambda: open_file(folder / "report.html"))
        for button in (map_button, report_button):
            message.layout().addWidget(button)
        bar.pushWidget(message, Qgis.MessageLevel.Success, 0)

    def _advance(self, percent: float) -> None:
        """A step may count anew while it writes its report; the bar never goes back."""
        self._show(True, max(self.percent, percent), self.text)

    def _show(self, running: bool, percent: float, text: str) -> None:
        self.running, self.percent, self.text = running, percent, text
        self.progressed.emit()


class Feedback(QgsProcessingFeedback):
    """Remembers the last error and passes the progress text on, from the task's thread to the panel's."""

    told = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.problem = ""

    def setProgressText(self, text: str) -> None:
        super().setProgressText(text)
        self.told.emit(text)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        super().reportError(error, fatalError)
        self.problem = error


def demo_folder() -> Path:
    """Where the demo lives: it outlasts the session, unlike a temporary folder."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "urbanthink" / "demo"


def open_file(path: Path) -> None:
    """Open a file with the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
