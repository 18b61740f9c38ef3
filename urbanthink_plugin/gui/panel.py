"""The UrbanThink panel: place, data, question, as a short way to the algorithms of the toolbox."""

from __future__ import annotations

from qgis.core import Qgis, QgsApplication, QgsProcessingParameterMultipleLayers
from qgis.gui import QgsDockWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QCoreApplication, QDate, QSize, Qt
from qgis.PyQt.QtWidgets import (
    QCommandLinkButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .demo import DemoRun
from .engine_state import EngineState
from .look import icon, open_algorithm, open_options

translate = QCoreApplication.translate

# Which parameter takes which layer of the panel; what an algorithm does not list is left to its dialog.
QUESTIONS: dict[str, dict[str, str]] = {
    "urbanthink:heat_island": {"INPUT": "temperature", "LAND_COVER": "land_cover"},
    "urbanthink:spectral_indices": {"INPUT": "reflectance"},
    "urbanthink:zone_statistics": {"ZONES": "zones"},
    "urbanthink:city_diagnosis": {
        "REFLECTANCE": "reflectance",
        "LST": "temperature",
        "LAND_COVER": "land_cover",
        "ZONES": "zones",
    },
}

SEARCH = "urbanthink:search_scenes"
FETCHERS = ("urbanthink:fetch_sentinel2", "urbanthink:fetch_surface_temperature", "urbanthink:import_scene")


def question_words() -> dict[str, str]:
    """What a planner asks, by the algorithm that answers."""
    return {
        "urbanthink:heat_island": translate("UrbanThink", "Where is the town hotter than its surroundings?"),
        "urbanthink:spectral_indices": translate("UrbanThink", "Where is the vegetation, and how is it?"),
        "urbanthink:zone_statistics": translate("UrbanThink", "How does each district compare?"),
        "urbanthink:city_diagnosis": translate("UrbanThink", "All of this in one run, with maps and a report."),
    }


class Panel(QgsDockWidget):
    """A dock with three steps, a demo, and one line about the engine."""

    def __init__(self, iface, state: EngineState) -> None:
        super().__init__("UrbanThink", iface.mainWindow())
        self.setObjectName("UrbanThinkPanel")
        self.iface = iface
        self.state = state
        self.demo = DemoRun(iface)
        self.layers: dict[str, QgsMapLayerComboBox] = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        for part in (self._engine_line(), self._place(), self._data(), self._questions(), self._demo()):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        scroll.setMinimumWidth(300)
        self.setWidget(scroll)
        state.changed.connect(self._show_engine)
        self._show_engine()

    def showEvent(self, event) -> None:
        """Look for the engine when the panel is first seen, not when QGIS starts."""
        super().showEvent(event)
        self.state.ensure_checked()

    def ask(self, algorithm: str) -> None:
        """Open an algorithm's dialog with the layers that were chosen here."""
        definition = QgsApplication.processingRegistry().algorithmById(algorithm)
        parameters = {}
        for name, role in QUESTIONS[algorithm].items():
            layer = self.layers[role].currentLayer()
            if layer is not None:
                several = definition.parameterDefinition(name).type() == QgsProcessingParameterMultipleLayers.typeName()
                parameters[name] = [layer.id()] if several else layer.id()
        open_algorithm(algorithm, parameters)

    def ask_for_images(self, algorithm: str) -> None:
        """Open an imagery algorithm for the place that was chosen here, or else for what the map shows."""
        open_algorithm(algorithm, {} if algorithm == FETCHERS[-1] else {**self._area(), **last_summer()})

    def stop(self) -> None:
        """Stop what runs, before the panel goes."""
        self.demo.stop()

    def _engine_line(self) -> QWidget:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.StyledPanel)
        row = QHBoxLayout(line)
        row.setContentsMargins(8, 4, 4, 4)
        self.engine_mark = QLabel()
        self.engine_text = QLabel()
        self.engine_text.setWordWrap(True)
        self.engine_button = QPushButton()
        self.engine_button.clicked.connect(lambda: open_options(self.iface))
        row.addWidget(self.engine_mark)
        row.addWidget(self.engine_text, 1)
        row.addWidget(self.engine_button)
        return line

    def _show_engine(self) -> None:
        self.engine_mark.setPixmap(self.state.icon().pixmap(QSize(16, 16)))
        self.engine_text.setText(self.state.sentence())
        self.engine_text.setToolTip(self.state.details())
        mend = translate("UrbanThink", "Install…") if self.state.broken else translate("UrbanThink", "Options…")
        self.engine_button.setText(mend)

    def _place(self) -> QWidget:
        zones = self._layer("zones", translate("UrbanThink", "Districts or blocks"), Qgis.LayerFilter.PolygonLayer)
        show = QToolButton()
        show.setIcon(QgsApplication.getThemeIcon("/mActionZoomToLayer.svg"))
        show.setToolTip(translate("UrbanThink", "Show them on the map"))
        show.clicked.connect(self._zoom)
        line = QHBoxLayout()
        line.addWidget(zones, 1)
        line.addWidget(show)
        return _step("1", translate("UrbanThink", "Place"), [line])

    def _data(self) -> QWidget:
        raster = Qgis.LayerFilter.RasterLayer
        open_layers = QPushButton(translate("UrbanThink", "Open images and layers…"))
        open_layers.setIcon(QgsApplication.getThemeIcon("/mActionDataSourceManager.svg"))
        open_layers.clicked.connect(lambda: self.iface.openDataSourceManagerPage("gdal"))
        find = QPushButton(translate("UrbanThink", "Find images…"))
        find.clicked.connect(lambda: self.ask_for_images(SEARCH))
        fetch = QPushButton(translate("UrbanThink", "Fetch images"))
        fetch.setMenu(self._fetch_menu(fetch))
        self.find_button, self.fetch_button = find, fetch
        line = QHBoxLayout()
        line.addWidget(find, 1)
        line.addWidget(fetch, 1)
        layers = [
            self._layer("reflectance", translate("UrbanThink", "Reflectance image"), raster),
            self._layer("temperature", translate("UrbanThink", "Surface temperature, several dates"), raster),
            self._layer("land_cover", translate("UrbanThink", "Land cover"), raster),
        ]
        return _step("2", translate("UrbanThink", "Data"), [line, open_layers, *layers])

    def _fetch_menu(self, owner: QWidget) -> QMenu:
        menu = QMenu(owner)
        for name in FETCHERS:
            title = QgsApplication.processingRegistry().algorithmById(name).displayName()
            menu.addAction(f"{title}…").triggered.connect(lambda _, name=name: self.ask_for_images(name))
        return menu

    def _area(self) -> dict[str, str]:
        layer, canvas = self.layers["zones"].currentLayer(), self.iface.mapCanvas()
        box, crs = (layer.extent(), layer.crs()) if layer else (canvas.extent(), canvas.mapSettings().destinationCrs())
        if box.isEmpty():
            return {}
        corners = (box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum())
        digits = 5 if crs.isGeographic() else 0
        return {"AREA": f"{','.join(f'{corner:.{digits}f}' for corner in corners)} [{crs.authid()}]"}

    def _layer(self, role: str, words: str, kind: Qgis.LayerFilter) -> QgsMapLayerComboBox:
        """A list of the project's layers of one kind, empty until one is chosen."""
        box = QgsMapLayerComboBox()
        box.setFilters(kind)
        box.setAllowEmptyLayer(True, words)
        box.setLayer(None)
        box.setToolTip(words)
        self.layers[role] = box
        return box

    def _zoom(self) -> None:
        layer = self.layers["zones"].currentLayer()
        if layer is not None:
            canvas = self.iface.mapCanvas()
            canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
            canvas.refresh()

    def _questions(self) -> QWidget:
        words = question_words()
        self.question_buttons = {algorithm: self._question(algorithm, words[algorithm]) for algorithm in QUESTIONS}
        return _step("3", translate("UrbanThink", "Question"), list(self.question_buttons.values()))

    def _question(self, algorithm: str, words: str) -> QWidget:
        definition = QgsApplication.processingRegistry().algorithmById(algorithm)
        button = QCommandLinkButton(definition.displayName(), words)
        button.setIcon(definition.icon())
        button.setIconSize(QSize(24, 24))
        button.clicked.connect(lambda: self.ask(algorithm))
        return button

    def _demo(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 10, 0, 0)
        self.demo_button = QPushButton(icon("urbanthink"), translate("UrbanThink", "Try it on the demo town"))
        self.demo_button.setToolTip(
            translate("UrbanThink", "Makes a small imaginary town on this computer and runs the whole diagnosis on it.")
        )
        self.demo_button.clicked.connect(self.demo.toggle)
        self.demo_bar = QProgressBar()
        self.demo_bar.setTextVisible(False)
        self.demo_bar.setMaximumHeight(6)
        self.demo_text = QLabel()
        self.demo_text.setWordWrap(True)
        self.demo.progressed.connect(self._show_demo)
        for part in (self.demo_button, self.demo_bar, self.demo_text):
            column.addWidget(part)
        self._show_demo()
        return box

    def _show_demo(self) -> None:
        running = self.demo.running
        self.demo_button.setText(
            translate("UrbanThink", "Stop") if running else translate("UrbanThink", "Try it on the demo town")
        )
        self.demo_bar.setVisible(running)
        self.demo_bar.setValue(int(self.demo.percent))
        self.demo_text.setVisible(bool(self.demo.text))
        self.demo_text.setText(self.demo.text)


def last_summer() -> dict[str, str]:
    """June to August, of this year once they are over: the season of the heat, and of green."""
    today = QDate.currentDate()
    year = today.year() - (today.month() < 9)
    return {"START": f"{year}-06-01", "END": f"{year}-08-31"}


def _step(number: str, title: str, parts: list[QWidget | QHBoxLayout]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(4)
    column.addWidget(QLabel(f"<b>{number} · {title}</b>"))
    for part in parts:
        column.addLayout(part) if isinstance(part, QHBoxLayout) else column.addWidget(part)
    return box
