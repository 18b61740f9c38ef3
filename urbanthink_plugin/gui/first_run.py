"""One message, once, that says where to begin. It asks nothing and blocks nothing."""

from __future__ import annotations

from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QPushButton

SEEN = "urbanthink/first_run_seen"


def welcome(iface, open_panel) -> None:
    """Show the first-run message if it has never been shown in this profile."""
    settings = QgsSettings()
    if settings.value(SEEN, False, type=bool):
        return
    settings.setValue(SEEN, True)
    bar = iface.messageBar()
    words = QCoreApplication.translate("UrbanThink", "Heat and vegetation maps of your town.")
    message = bar.createMessage("UrbanThink", words)
    button = QPushButton(QCoreApplication.translate("UrbanThink", "Get started"))

    def start() -> None:
        open_panel()
        bar.popWidget(message)

    button.clicked.connect(start)
    message.layout().addWidget(button)
    bar.pushWidget(message, Qgis.MessageLevel.Info, 0)
