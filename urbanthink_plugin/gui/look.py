"""Icons, and the two doors of QGIS that the panel, the menu and the messages all open."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

PLUGIN_FOLDER = Path(__file__).resolve().parents[2]
OPTIONS_KEY = "UrbanThinkOptions"


def icon(name: str) -> QIcon:
    """An icon of ``resources/icons``."""
    return QIcon(str(PLUGIN_FOLDER / "resources" / "icons" / f"{name}.svg"))


def open_algorithm(algorithm: str, parameters: dict | None = None) -> None:
    """Open the dialog of an algorithm with some parameters filled in."""
    import processing  # QGIS's own; not there until its plugin is loaded

    processing.execAlgorithmDialog(algorithm, parameters or {})


def open_options(iface) -> None:
    """Open QGIS's options at the page of UrbanThink."""
    iface.showOptionsDialog(iface.mainWindow(), OPTIONS_KEY)
