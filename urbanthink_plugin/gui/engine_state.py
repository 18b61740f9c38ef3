"""What is known of the engine, found out in the background, in words for the panel and the options page."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtGui import QIcon

from ...processing.installed import engine_text, find_engine, origin_words
from ..host.python import EnginePython, Probe, probe

translate = QCoreApplication.translate


class EngineState(QObject):
    """Finds the engine and asks it what it has, once, and again when told that something changed."""

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.found: EnginePython | None = None
        self.answer: Probe | None = None
        self._task: QgsTask | None = None

    @property
    def checking(self) -> bool:
        return self._task is not None

    @property
    def ready(self) -> bool:
        return self.answer is not None and not self.answer.problem and not self.answer.missing

    @property
    def broken(self) -> bool:
        """Whether there is something to mend."""
        return self.found is not None and not self.checking and not self.ready

    def ensure_checked(self) -> None:
        """Look, unless it is known already."""
        if self.found is None and not self.checking:
            self.check()

    def check(self) -> None:
        """Look again, in the background: the first import of the packages takes seconds."""
        if self.checking:
            return
        self.found, self.answer = find_engine(), None
        if not self.found.problem:
            path = self.found.path
            words = translate("UrbanThink", "Looking at the analysis engine")
            self._task = QgsTask.fromFunction(words, lambda _task: probe(path), on_finished=self._checked)
            QgsApplication.taskManager().addTask(self._task)
        self.changed.emit()

    def sentence(self) -> str:
        """One sentence for the status line."""
        if self.found is None or self.checking:
            return translate("UrbanThink", "Looking for the analysis engine…")
        problem = self.found.problem or (self.answer and self.answer.problem)
        if problem:
            return engine_text(problem.message)
        if self.answer is None:
            return translate("UrbanThink", "The analysis engine gave no answer.")
        if self.answer.missing:
            words = translate("UrbanThink", "The analysis engine lacks {packages}.")
            return words.format(packages=", ".join(sorted(self.answer.missing)))
        return translate("UrbanThink", "The analysis engine is ready.")

    def details(self) -> str:
        """Version and origin of the engine's Python, and its path."""
        if self.found is None or not self.found.path:
            return ""
        version = f"Python {self.answer.python_version}" if self.answer and self.answer.python_version else "Python"
        return f"{version}, {origin_words(self.found.origin)}\n{self.found.path}"

    def icon(self) -> QIcon:
        if self.broken:
            return QgsApplication.getThemeIcon("/mIconWarning.svg")
        return QgsApplication.getThemeIcon("/mIconSuccess.svg" if self.ready else "/mActionRefresh.svg")

    def _checked(self, exception: Exception | None, answer: Probe | None = None) -> None:
        self._task, self.answer = None, answer
        self.changed.emit()
