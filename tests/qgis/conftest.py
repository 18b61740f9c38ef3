"""The plugin as QGIS loads it: package ``urbanthink`` of a plugins folder; the clone itself stays off ``sys.path``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = Path(os.environ.get("QGIS_PLUGINPATH") or ROOT / "build" / "plugins")

sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]
sys.path.insert(0, str(PLUGINS))
sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))


class Listener(QgsProcessingFeedback):
    """Keeps what is said, by level."""

    def __init__(self):
        super().__init__(False)
        self.said = []

    def pushInfo(self, text):
        self.said.append(("info", text))

    def pushWarning(self, text):
        self.said.append(("warning", text))

    def pushDebugInfo(self, text):
        self.said.append(("debug", text))

    def setProgressText(self, text):
        self.said.append(("progress", text))


@pytest.fixture
def provider(qgis_app):
    """The provider, registered for one test, so that tests of the whole plugin find the registry free."""
    from urbanthink.processing.provider import UrbanThinkProvider

    provider = UrbanThinkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def algorithms(provider):
    return {algorithm.name(): algorithm for algorithm in provider.algorithms()}


@pytest.fixture
def context(qgis_app):
    context = QgsProcessingContext()
    yield context
    # pytest keeps the context longer than QGIS lives, and layers cannot be closed without it.
    context.temporaryLayerStore().removeAllMapLayers()


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def load_results(monkeypatch):
    """What QGIS does with the layers of a finished algorithm, without a layer panel: QGIS 3.44 takes no stand-in."""
    from processing.gui import Postprocessing

    monkeypatch.setattr(Postprocessing, "iface", None)
    return Postprocessing.handleAlgorithmResults
