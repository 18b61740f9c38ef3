"""The panel and the options page, with real widgets."""

from __future__ import annotations

import sys

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)

KEYS = ("urbanthink/engine_python", "urbanthink/cache_folder", "urbanthink/workers")


@pytest.fixture
def state(provider, monkeypatch):
    """The state of an engine that is looked at in no time and has all it needs."""
    from urbanthink.urbanthink_plugin.gui import engine_state

    monkeypatch.setenv("URBANTHINK_PYTHON", sys.executable)
    monkeypatch.setattr(engine_state, "probe", lambda path: answer(python_version="3.11.2"))
    return engine_state.EngineState()


@pytest.fixture
def panel(state, qgis_iface, qgis_new_project, qtbot):
    from urbanthink.urbanthink_plugin.gui.panel import Panel

    panel = Panel(qgis_iface, state)
    qtbot.addWidget(panel)
    return panel


@pytest.fixture
def page(state, qgis_iface, qtbot, monkeypatch):
    from urbanthink.urbanthink_plugin.gui.options import OptionsFactory

    for key in KEYS:
        QgsSettings().remove(key)
    monkeypatch.delenv("URBANTHINK_CACHE", raising=False)
    monkeypatch.delenv("URBANTHINK_WORKERS", raising=False)
    factory = OptionsFactory(state)
    page = factory.createWidget(None)
    qtbot.addWidget(page)
    yield page
    for key in KEYS:
        QgsSettings().remove(key)


def test_every_question_opens_an_algorithm_that_takes_these_layers(panel, algorithms):
    from urbanthink.urbanthink_plugin.gui import panel as module

    assert set(module.question_words()) == set(module.QUESTIONS) == set(panel.question_buttons)
    for algorithm, layers in module.QUESTIONS.items():
        definition = algorithms[algorithm.split(":")[1]]
        for name, role in layers.items():
            assert definition.parameterDefinition(name), f"{algorithm} {name}"
            assert role in panel.layers


def test_the_chosen_layers_go_into_the_dialog(panel, monkeypatch, tmp_path):
    from urbanthink.urbanthink_plugin.gui import panel as module

    opened = {}
    monkeypatch.setattr(module, "open_algorithm", lambda name, parameters: opened.update({name: parameters}))
    raster = tmp_path / "lst.asc"
    raster.write_text("ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 30\n300 301\n302 303\n", encoding="ascii")
    temperature = QgsRasterLayer(str(raster), "lst")
    zones = QgsVectorLayer("Polygon?crs=EPSG:2154", "blocks", "memory")
    QgsProject.instance().addMapLayers([temperature, zones])
    panel.layers["temperature"].setLayer(temperature)
    panel.layers["zones"].setLayer(zones)
    for button in panel.question_buttons.values():
        button.click()
    assert opened["urbanthink:heat_island"] == {"INPUT": [temperature.id()]}
    assert opened["urbanthink:zone_statistics"] == {"ZONES": zones.id()}
    assert opened["urbanthink:spectral_indices"] == {}
    assert opened["urbanthink:city_diagnosis"] == {"LST": [temperature.id()], "ZONES": zones.id()}


def test_the_panel_says_that_the_engine_is_ready(panel, state, qtbot):
    state.check()
    assert "Looking" in panel.engine_text.text()
    qtbot.waitUntil(lambda: state.ready, timeout=10_000)
    assert panel.engine_text.text() == "The analysis engine is ready."
    assert sys.executable in panel.engine_text.toolTip()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"missing": {"rasterio": "ImportError: no"}}, "rasterio"),
        ({}, "URBANTHINK_PYTHON points to"),
    ],
)
def test_the_panel_offers_to_mend_the_engine(panel, state, qtbot, monkeypatch, found, words):
    monkeypatch.setenv("URBANTHINK_PYTHON", sys.executable if found else "/nowhere/python")
    monkeypatch.setattr("urbanthink.urbanthink_plugin.gui.engine_state.probe", lambda path: answer(**found))
    state.check()
    qtbot.waitUntil(lambda: state.broken, timeout=10_000)
    assert words in panel.engine_text.text()
    assert panel.engine_button.text() == "Install…"


def test_the_demo_says_why_it_cannot_start(panel, monkeypatch):
    monkeypatch.setenv("URBANTHINK_PYTHON", "/nowhere/python")
    panel.demo_button.click()
    assert not panel.demo.running
    assert "/nowhere/python" in panel.demo_text.text()


def test_the_options_are_stored_and_handed_to_the_engine(page):
    import os

    page.cache.setFilePath("/tiles")
    page.workers.setValue(3)
    page.apply()
    assert QgsSettings().value("urbanthink/cache_folder") == "/tiles"
    assert (os.environ["URBANTHINK_CACHE"], os.environ["URBANTHINK_WORKERS"]) == ("/tiles", "3")
    page.cache.setFilePath("")
    page.workers.setValue(0)
    page.apply()
    assert not QgsSettings().contains("urbanthink/cache_folder")
    assert "URBANTHINK_CACHE" not in os.environ and "URBANTHINK_WORKERS" not in os.environ


def test_the_options_show_what_the_environment_decides(state, qtbot, monkeypatch, qgis_iface):
    from qgis.PyQt.QtWidgets import QLabel
    from urbanthink.urbanthink_plugin.gui.options import OptionsFactory

    monkeypatch.setenv("URBANTHINK_WORKERS", "5")
    factory = OptionsFactory(state)
    page = factory.createWidget(None)
    qtbot.addWidget(page)
    assert not page.workers.isEnabled()
    assert page.cache.isEnabled()
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert "The environment variable URBANTHINK_WORKERS wins: 5" in texts


def test_installing_shows_its_log_and_how_it_ended(page, qtbot, monkeypatch):
    from urbanthink.urbanthink_plugin.gui import installer
    from urbanthink.urbanthink_plugin.host.messages import EngineError

    def install(folder, wheels, on_line, is_cancelled, environment, repair):
        on_line("Collecting numpy")
        raise EngineError("The packages could not be installed: {reason}.", "Check the network.", reason="no route")

    monkeypatch.setattr(installer, "install", install)
    page.install_button.click()
    assert not page.cancel_button.isHidden()
    assert page.install_button.isHidden()
    qtbot.waitUntil(lambda: not page.installer.busy, timeout=10_000)
    assert "Collecting numpy" in page.log.toPlainText()
    assert "The packages could not be installed: no route. Check the network." in page.sentence.text()
    assert not page.install_button.isHidden()


def test_cancelling_the_installation_ends_it(page, qtbot, monkeypatch):
    import time

    from urbanthink.urbanthink_plugin.gui import installer
    from urbanthink.urbanthink_plugin.host.messages import EngineError

    def install(folder, wheels, on_line, is_cancelled, environment, repair):
        for _ in range(100):
            if is_cancelled():
                raise EngineError("The installation was cancelled.", kind="cancelled")
            time.sleep(0.05)

    monkeypatch.setattr(installer, "install", install)
    page.install_button.click()
    qtbot.wait(200)
    page.cancel_button.click()
    qtbot.waitUntil(lambda: not page.installer.busy, timeout=2_000)
    assert "cancelled" in page.sentence.text()


def answer(**found):
    from urbanthink.urbanthink_plugin.host.python import Probe

    return Probe(**found)


def test_the_images_of_the_place_that_was_chosen(panel, monkeypatch):
    from urbanthink.urbanthink_plugin.gui import panel as module

    opened = {}
    monkeypatch.setattr(module, "open_algorithm", lambda name, parameters: opened.update({name: parameters}))
    zones = QgsVectorLayer("Polygon?crs=EPSG:2154", "blocks", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((700000 6600000,701000 6600000,701000 6602000,700000 6600000))"))
    zones.dataProvider().addFeature(feature)
    zones.updateExtents()
    QgsProject.instance().addMapLayer(zones)
    panel.layers["zones"].setLayer(zones)
    panel.find_button.click()
    for action in panel.fetch_button.menu().actions():
        action.trigger()
    place = {"AREA": "700000,701000,6600000,6602000 [EPSG:2154]", **module.last_summer()}
    assert place["START"][4:] == "-06-01" and place["END"][4:] == "-08-31"
    assert opened == {
        "urbanthink:search_scenes": place,
        "urbanthink:fetch_sentinel2": place,
        "urbanthink:fetch_surface_temperature": place,
        "urbanthink:import_scene": {},
    }
    panel.layers["zones"].setLayer(None)
    panel.iface.mapCanvas().setExtent(QgsRectangle())
    panel.find_button.click()
    assert "AREA" not in opened["urbanthink:search_scenes"]
