"""The plugin object: it loads with and without a window, and leaves nothing behind."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow

ROOT = Path(__file__).resolve().parents[2]
KEYS = ("urbanthink/engine_python", "urbanthink/cache_folder", "urbanthink/workers", "urbanthink/first_run_seen")


class Window:
    """The part of QGIS's interface that the plugin uses, remembering what is there; unlike a mock, it knows no more."""

    def __init__(self):
        self.window = QMainWindow()
        self.there = set()
        self.messages = []

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return None

    def messageBar(self):
        return self

    def createMessage(self, title, text):
        from qgis.gui import QgsMessageBarItem

        return QgsMessageBarItem(title, text)

    def pushWidget(self, widget, level, duration):
        self.messages.append(widget)

    def registerOptionsWidgetFactory(self, factory):
        self.there.add(("options", factory))

    def unregisterOptionsWidgetFactory(self, factory):
        self.there.remove(("options", factory))

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)
        self.there.add(("dock", dock))

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)
        self.there.discard(("dock", dock))  # QMainWindow puts a dock back itself where it knows its place

    def addToolBarIcon(self, action):
        self.there.add(("icon", action))

    def removeToolBarIcon(self, action):
        self.there.remove(("icon", action))

    def addPluginToMenu(self, menu, action):
        self.there.add((menu, action))

    def removePluginMenu(self, menu, action):
        self.there.remove((menu, action))


@pytest.fixture
def settings(qgis_app):
    """Settings without any of the plugin's, before and after."""
    stored = QgsSettings()
    for key in KEYS:
        stored.remove(key)
    yield stored
    for key in KEYS:
        stored.remove(key)


def provider():
    return QgsApplication.processingRegistry().providerById("urbanthink")


def test_without_a_window_there_is_a_provider_and_nothing_else(settings):
    import urbanthink

    plugin = urbanthink.classFactory(None)
    assert provider() is None
    plugin.initProcessing()
    assert {a.name() for a in provider().algorithms()} >= {"heat_island", "check_installation", "city_diagnosis"}
    plugin.unload()
    assert provider() is None


def test_unloading_leaves_nothing(settings, monkeypatch):
    import urbanthink

    monkeypatch.delenv("URBANTHINK_CACHE", raising=False)
    settings.setValue("urbanthink/cache_folder", "somewhere")
    window = Window()
    plugin = urbanthink.classFactory(window)
    plugin.initGui()
    import os

    assert os.environ["URBANTHINK_CACHE"] == "somewhere"
    assert sorted(kind for kind, _ in window.there) == ["UrbanThink", "dock", "icon", "options"]
    assert provider() is not None
    plugin.unload()
    assert window.there == set()
    assert provider() is None
    assert "URBANTHINK_CACHE" not in os.environ
    QgsApplication.sendPostedEvents(None, 52)  # what was to be deleted later
    assert not window.window.findChildren(QDockWidget)
    plugin = urbanthink.classFactory(window)
    plugin.initGui()
    plugin.unload()
    assert window.there == set()


def test_the_first_run_message_comes_once_and_the_panel_stays_closed(settings):
    import urbanthink

    window = Window()
    for expected in (1, 1):
        plugin = urbanthink.classFactory(window)
        plugin.initGui()
        assert len(window.messages) == expected
        assert not plugin.panel.isVisible()
        plugin.unload()


def test_a_variable_of_the_machine_is_never_replaced(settings, monkeypatch):
    import os

    from urbanthink.urbanthink_plugin import settings as plugin_settings

    monkeypatch.setenv("URBANTHINK_WORKERS", "7")
    settings.setValue("urbanthink/workers", "2")
    plugin_settings.export()
    assert os.environ["URBANTHINK_WORKERS"] == "7"
    assert plugin_settings.WORKERS.override == "7"
    plugin_settings.withdraw()
    assert os.environ["URBANTHINK_WORKERS"] == "7"


@pytest.mark.parametrize("key", ["name", "description", "about", "version", "author", "email", "tracker", "repository"])
def test_the_manifest_says(key):
    assert manifest()[key].strip()


def test_the_manifest_keeps_the_rules_of_the_plugin_site():
    said = manifest()
    assert said["qgisMinimumVersion"] == "3.40"
    assert said["qgisMaximumVersion"] == "4.99"
    assert said["hasProcessingProvider"] == "yes"
    assert "supportsQt6" not in said
    assert "/" not in said["author"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", said["version"])
    assert all(said[key].startswith("https://") for key in ("homepage", "tracker", "repository"))
    assert "Python" in said["about"]
    assert (ROOT / said["icon"]).is_file()
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def manifest():
    reader = configparser.ConfigParser(interpolation=None)
    reader.optionxform = str
    reader.read(ROOT / "metadata.txt", encoding="utf-8")
    return reader["general"]
