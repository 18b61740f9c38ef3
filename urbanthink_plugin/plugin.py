"""The plugin object: translator and provider everywhere, menu, panel and options page where there is a window."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QAction

from . import settings

translate = QCoreApplication.translate

MENU = "UrbanThink"
TRANSLATIONS = Path(__file__).resolve().parents[1] / "resources" / "i18n"


class UrbanThinkPlugin:
    """What QGIS creates, once, in its window as in `qgis_process` (there, `iface` is None)."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.translator = install_translator(QgsApplication.locale())
        self.provider = None
        self.panel = None
        self.options = None
        self.action: QAction | None = None

    def initProcessing(self) -> None:
        """Register the provider; `qgis_process` calls nothing else."""
        from ..processing.provider import UrbanThinkProvider

        settings.export()
        self.provider = UrbanThinkProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Add what belongs to the window."""
        from .gui.engine_state import EngineState
        from .gui.first_run import welcome
        from .gui.look import icon
        from .gui.options import OptionsFactory
        from .gui.panel import Panel

        self.initProcessing()
        state = EngineState()
        self.options = OptionsFactory(state)
        self.iface.registerOptionsWidgetFactory(self.options)
        self.panel = Panel(self.iface, state)
        if not self.iface.mainWindow().restoreDockWidget(self.panel):
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
            self.panel.hide()
        self.action = QAction(icon("urbanthink"), translate("UrbanThink", "UrbanThink panel"), self.iface.mainWindow())
        self.action.setCheckable(True)
        self.action.setObjectName("UrbanThinkPanelAction")
        self.panel.setToggleVisibilityAction(self.action)
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToMenu(MENU, self.action)
        welcome(self.iface, lambda: self.panel.setUserVisible(True))

    def unload(self) -> None:
        """Take everything away again, and end the engine that stays warm between runs."""
        from .host.engine import shutdown

        if self.action:
            self.iface.removePluginMenu(MENU, self.action)
            self.iface.removeToolBarIcon(self.action)
            self.action.deleteLater()
        if self.panel:
            self.panel.stop()
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
        if self.options:
            self.options.installer.cancel()
            self.iface.unregisterOptionsWidgetFactory(self.options)
        if self.provider:
            QgsApplication.processingRegistry().removeProvider(self.provider)
        self.action = self.panel = self.options = self.provider = None
        shutdown()
        settings.withdraw()
        if self.translator:
            QCoreApplication.removeTranslator(self.translator)


def install_translator(locale: str) -> QTranslator | None:
    """Put the plugin's texts of a language to use; None where there is no such file, as for English."""
    translator = QTranslator()
    # The files are named by language alone: fr_FR, fr_CA and fr are one.
    loaded = translator.load(str(TRANSLATIONS / f"urbanthink_{locale[:2]}.qm"))
    return translator if loaded and QCoreApplication.installTranslator(translator) else None
