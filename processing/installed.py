"""What this installation is: its version, its folders, its engine, and the engine's words in the user's language."""

from __future__ import annotations

import configparser
import os
from functools import cache

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication

from ..urbanthink_plugin.host.messages import Text
from ..urbanthink_plugin.host.python import PLUGIN_ROOT, SETTING, EnginePython, find_engine_python

RESOURCES = PLUGIN_ROOT / "resources"


def find_engine() -> EnginePython:
    """The engine's Python for this user and profile, or the problem."""
    return find_engine_python(QgsSettings().value(SETTING, "", type=str), QgsApplication.qgisSettingsDirPath())


def engine_text(text: Text) -> str:
    """A text of the engine or of the host in the user's language: the template is translated, then filled."""
    return text.said(lambda template: QCoreApplication.translate("UrbanThinkEngine", template))


def language_environment() -> dict[str, str]:
    """The language of the sentences that the engine writes into layers: that of QGIS, unless the machine names one."""
    name = "URBANTHINK_LANGUAGE"
    return {name: os.environ.get(name) or QgsApplication.locale()}


@cache
def version() -> str:
    """The plugin's version, from its manifest."""
    manifest = configparser.ConfigParser(interpolation=None)
    manifest.read(PLUGIN_ROOT / "metadata.txt", encoding="utf-8")
    return manifest.get("general", "version", fallback="")


def origin_words(origin: str) -> str:
    """Where the engine's Python was found, in words."""
    return {
        "environment": QCoreApplication.translate("UrbanThink", "named by the environment variable URBANTHINK_PYTHON"),
        "setting": QCoreApplication.translate("UrbanThink", "named in the UrbanThink options"),
        "plugin": QCoreApplication.translate("UrbanThink", "beside the plugin"),
        "profile": QCoreApplication.translate("UrbanThink", "installed in the QGIS profile"),
    }.get(origin, "")
