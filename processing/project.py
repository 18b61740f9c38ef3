"""The QGIS project of a diagnosis: its layers styled, grouped and reached by relative paths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsExpression,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsPalLayerSettings,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor, QFont

from .styling import apply_style, offer_months, range_label

translate = QCoreApplication.translate

HUGE = 1e6
OUTLINE = {"outline_color": "#5a5a5a", "outline_width": "0.12"}
NO_VALUE = "#d9d9d9"

# Share of vegetation in percent: lower limits and colours (ColorBrewer YlGn, colour-blind safe).
_GREEN = ((0, "#ffffcc"), (10, "#d9f0a3"), (20, "#addd8e"), (30, "#78c679"), (40, "#31a354"), (60, "#006837"))


@dataclass(frozen=True)
class DiagnosisLayers:
    """The layers of a project, by what they show; None where the diagnosis left that out."""

    heat_class: QgsRasterLayer | None = None
    heat: QgsRasterLayer | None = None
    index: QgsRasterLayer | None = None
    zones_heat: QgsVectorLayer | None = None
    zones_green: QgsVectorLayer | None = None
    zones: QgsVectorLayer | None = None
    reflectance: QgsRasterLayer | None = None
    temperature: QgsRasterLayer | None = None
    irradiation: QgsRasterLayer | None = None
    buildings: QgsVectorLayer | None = None
    roofs: QgsVectorLayer | None = None
    ground: QgsVectorLayer | None = None

    @property
    def first(self) -> QgsMapLayer:
        """What says where the diagnosis is, and in which reference system."""
        known = (self.heat_class, self.index, self.zones, self.irradiation)
        return next(layer for layer in known if layer is not None)


def layer_titles() -> dict[str, str]:
    """The names of the layers of a diagnosis, by the keys of its summary."""
    return {
        "suhi_class": translate("UrbanThink", "Surface heat island, classes"),
        "suhi": translate("UrbanThink", "Surface heat island (K)"),
        "ndvi": translate("UrbanThink", "Vegetation index NDVI"),
        "zones": translate("UrbanThink", "Blocks"),
        "reflectance": translate("UrbanThink", "Reflectance"),
        "lst": translate("UrbanThink", "Surface temperature (K)"),
        "irradiation": translate("UrbanThink", "Irradiation of the year (kWh/m²)"),
        "buildings_solar": translate("UrbanThink", "Solar suitability of buildings"),
        "roofs": translate("UrbanThink", "Solar suitability of roof planes"),
        "ground_solar": translate("UrbanThink", "Solar suitability of car parks and land"),
    }


def open_layers(folder: Path, summary: dict[str, Any]) -> DiagnosisLayers:
    """Open and style the layers of a diagnosis.

    Parameters
    ----------
    folder : Path
        Of the diagnosis.
    summary : dict
        Its numbers; ``layers`` says which files there are.
    """
    files = {key: str(folder / path) for key, path in summary["layers"].items()}
    titles = layer_titles()
    heat_class = heat = index = zones_heat = zones_green = outlines = None
    if "suhi_class" in files:
        heat_class = _raster(files["suhi_class"], titles["suhi_class"], "suhi_class")
        heat = _raster(files["suhi"], titles["suhi"], "suhi")
    if "ndvi" in files:
        index = _raster(files["ndvi"], titles["ndvi"], "vegetation_index")
    if "zones" in files:
        if heat_class is not None:
            zones_heat = QgsVectorLayer(files["zones"], translate("UrbanThink", "Mean heat island of the block"), "ogr")
            _style_by_class(zones_heat, heat_class.renderer(), summary["heat"]["classes"])
            _label_hottest(zones_heat, summary)
        if index is not None:
            zones_green = QgsVectorLayer(files["zones"], translate("UrbanThink", "Vegetated share of the block"), "ogr")
            _style_green(zones_green)
        outlines = QgsVectorLayer(files["zones"], titles["zones"], "ogr")
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "60,60,60,150", "outline_width": "0.1"})
        outlines.setRenderer(QgsSingleSymbolRenderer(symbol))
        # A style beside the file, of an earlier run, may have brought labels.
        for layer in visible(zones_green, outlines):
            layer.setLabelsEnabled(False)
    reflectance, temperature = (
        _raster(files[key], titles[key], key) if key in files else None for key in ("reflectance", "lst")
    )
    return DiagnosisLayers(
        heat_class, heat, index, zones_heat, zones_green, outlines, reflectance, temperature, *_solar(files, titles)
    )


def make_project(layers: DiagnosisLayers, title: str) -> QgsProject:
    """A project of its own that holds the layers in groups."""
    project = QgsProject()
    project.setTitle(title)
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    # One theme is seen at first.
    alone = layers.heat_class is None and layers.index is None
    groups = (
        (
            translate("UrbanThink", "Blocks"),
            [(layers.zones, True), (layers.zones_heat, False), (layers.zones_green, False)],
        ),
        (
            translate("UrbanThink", "Solar"),
            [
                (layers.ground, alone),
                (layers.buildings, alone),
                (layers.roofs, False),
                (layers.irradiation, alone),
            ],
        ),
        (translate("UrbanThink", "Surface heat"), [(layers.heat_class, True), (layers.heat, False)]),
        (translate("UrbanThink", "Vegetation"), [(layers.index, layers.heat_class is None)]),
        (translate("UrbanThink", "Images"), [(layers.temperature, False), (layers.reflectance, True)]),
    )
    root = project.layerTreeRoot()
    for name, members in groups:
        present = [(layer, shown) for layer, shown in members if layer is not None]
        group = root.addGroup(name) if present else None
        for layer, shown in present:
            project.addMapLayer(layer, False)
            group.addLayer(layer).setItemVisibilityChecked(shown)
    if layers.irradiation is not None:
        offer_months(layers.irradiation)
    first = layers.first
    project.setCrs(first.crs())
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(first.extent(), first.crs()))
    return project


def write_styles(layers: DiagnosisLayers, place: Callable[[str], Path]) -> None:
    """Put ``x.qml`` beside each layer, so that it is styled wherever it is opened.

    Parameters
    ----------
    place : callable
        Where to write the file of a relative name.
    """
    made = (layers.heat_class, layers.heat, layers.index, layers.zones_heat or layers.zones_green)
    solar = (layers.irradiation, layers.buildings, layers.roofs, layers.ground)
    for layer in visible(*made, layers.reflectance, layers.temperature, *solar):
        path = Path(layer.source().split("|")[0])
        layer.saveNamedStyle(str(place(f"{path.parent.name}/{path.stem}.qml")))


def _raster(path: str, name: str, style: str) -> QgsRasterLayer:
    layer = QgsRasterLayer(path, name)
    apply_style(layer, style)
    return layer


def _solar(files: dict[str, str], titles: dict[str, str]) -> list[QgsMapLayer | None]:
    """Irradiation, buildings, roof planes and open ground, styled; None where there is none."""
    irradiation = None
    if "irradiation" in files:
        irradiation = _raster(files["irradiation"], titles["irradiation"], "irradiation")
    found: list[QgsMapLayer | None] = [irradiation]
    for key in ("buildings_solar", "roofs", "ground_solar"):
        layer = QgsVectorLayer(files[key], titles[key], "ogr") if key in files else None
        if layer is not None:
            apply_style(layer, "suitability")
        found.append(layer)
    return found


def _style_by_class(layer: QgsVectorLayer, renderer: QgsPalettedRasterRenderer, classes: list[dict[str, Any]]) -> None:
    """The colours and labels of the class raster, at the thresholds of the classes."""
    looks = {entry.value: entry for entry in renderer.classes()}
    lows = [row["from_kelvin"] for row in classes]
    ranges = [
        QgsRendererRange(
            -HUGE if low is None else low,
            HUGE if high is None else high,
            _fill(looks[row["value"]].color),
            looks[row["value"]].label,
        )
        for row, low, high in zip(classes, lows, [*lows[1:], None], strict=True)
    ]
    _set_ranges(layer, "suhi_mean", ranges)


def _label_hottest(layer: QgsVectorLayer, summary: dict[str, Any]) -> None:
    """The rank of the blocks that the report tells first."""
    names = [row["name"] for row in summary["zones"]["hottest"]]
    field = summary["zones"]["name_field"]
    if not names or layer.fields().indexOf(field or "") < 0:
        return
    settings = QgsPalLayerSettings()
    column = QgsExpression.quotedColumnRef(field)
    ranks = " ".join(
        f"WHEN {column} = {QgsExpression.quotedValue(name)} THEN '{rank}'" for rank, name in enumerate(names, 1)
    )
    settings.fieldName = f"CASE {ranks} END"
    settings.isExpression = True
    settings.placement = Qgis.LabelPlacement.OverPoint
    settings.centroidInside = True
    settings.placementSettings().setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapIfRequired)
    text = QgsTextFormat()
    text.setFont(QFont("Open Sans", 10, QFont.Weight.Bold))
    text.setSize(10)
    text.setColor(QColor("#24332e"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(1.0)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _style_green(layer: QgsVectorLayer) -> None:
    uppers = [low for low, _ in _GREEN[1:]]
    ranges = [
        QgsRendererRange(
            low / 100, (high if high is not None else 100.001) / 100, _fill(QColor(colour)), range_label(low, high, "%")
        )
        for (low, colour), high in zip(_GREEN, [*uppers, None], strict=True)
    ]
    _set_ranges(layer, "ndvi_share_above", ranges)


def _set_ranges(layer: QgsVectorLayer, field: str, ranges: list[QgsRendererRange]) -> None:
    renderer = QgsGraduatedSymbolRenderer(field, ranges)
    renderer.setSourceSymbol(_fill(QColor(NO_VALUE)))
    layer.setRenderer(renderer)


def _fill(colour: QColor) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({"color": colour.name(), **OUTLINE})


def visible(*layers: QgsMapLayer | None) -> list[QgsMapLayer]:
    """The layers that there are."""
    return [layer for layer in layers if layer is not None]
