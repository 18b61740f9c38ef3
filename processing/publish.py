"""From the layers of a diagnosis to what people open: styles, project, maps, report. All of it appears, or none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProject
from qgis.PyQt.QtCore import QCoreApplication

from ..urbanthink_plugin.host.partials import PREFIX
from .maps import export_pdf, export_png, make_layout
from .project import DiagnosisLayers, make_project, open_layers, write_styles
from .report import report_html
from .sheets import cover_page, map_sheets

translate = QCoreApplication.translate


class Publication:
    """The files of one diagnosis, written under partial names and renamed together.

    Parameters
    ----------
    folder : path
        Of the diagnosis; its layers are complete.
    summary : dict
        The numbers of the diagnosis, as the engine returned them.
    """

    def __init__(self, folder: str, summary: dict[str, Any], feedback: QgsProcessingFeedback) -> None:
        self.folder = Path(folder)
        self.summary = summary
        self.feedback = feedback
        self._finals: list[Path] = []

    def publish(self) -> dict[str, str]:
        """Write everything.

        Returns
        -------
        dict
            ``PROJECT``, ``REPORT``, ``PDF`` and ``MAPS`` (their folder).

        Raises
        ------
        QgsProcessingException
            If something cannot be written; then nothing of it is left, but the layers are.
        """
        try:
            self._write_all()
            for final in self._finals:
                os.replace(_partial(final), final)
        except OSError as error:
            raise QgsProcessingException(
                translate(
                    "UrbanThink", "The report cannot be written: {reason}. The layers in {folder} are complete."
                ).format(reason=error.strerror or error, folder=self.folder)
            ) from error
        finally:
            self._clean()
        return {
            "PROJECT": str(self.folder / "project.qgz"),
            "REPORT": str(self.folder / "report.html"),
            "PDF": str(self.folder / "report.pdf"),
            "MAPS": str(self.folder / "maps"),
        }

    def _write_all(self) -> None:
        self.feedback.setProgressText(translate("UrbanThink", "Drawing maps and writing the report"))
        layers = open_layers(self.folder, self.summary)
        write_styles(layers, self._new)
        project = make_project(layers, self.summary["title"])
        try:
            self._write_pages(project, layers)
        finally:
            # Closes the files, whatever happened.
            project.clear()

    def _write_pages(self, project: QgsProject, layers: DiagnosisLayers) -> None:
        sheets = map_sheets(layers, self.summary)
        layout = make_layout(project, self.summary["title"], cover_page(self.summary), sheets)
        (self.folder / "maps").mkdir(exist_ok=True)
        pictures = {}
        for page, sheet in enumerate(sheets, 1):
            self._check()
            pictures[sheet.key] = f"maps/{sheet.key}.png"
            export_png(layout, page, self._new(pictures[sheet.key]))
        self._check()
        export_pdf(layout, self._new("report.pdf"))
        self._check()
        self._new("report.html").write_text(report_html(self.summary, sheets, pictures), encoding="utf-8")
        if not project.write(str(self._new("project.qgz"))):
            raise QgsProcessingException(
                translate("UrbanThink", "The project cannot be written: {reason}.").format(reason=project.error())
            )

    def _check(self) -> None:
        if self.feedback.isCanceled():
            raise QgsProcessingException(
                translate(
                    "UrbanThink", "Cancelled while drawing the maps. The layers in {folder} are complete."
                ).format(folder=self.folder)
            )

    def _clean(self) -> None:
        for final in self._finals:
            _partial(final).unlink(missing_ok=True)
        maps = self.folder / "maps"
        if maps.is_dir() and not any(maps.iterdir()):
            maps.rmdir()
        # QGIS keeps the statistics of its drawing beside the rasters; they are no part of the diagnosis.
        for left in self.folder.glob("*/*.aux.xml"):
            left.unlink()

    def _new(self, name: str) -> Path:
        final = self.folder / name
        self._finals.append(final)
        return _partial(final)


def _partial(final: Path) -> Path:
    return final.with_name(PREFIX + final.name)
