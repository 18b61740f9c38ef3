"""How images look: reflectance in natural and false colours, and the footprints of scenes by their clouds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from qgis.core import (
    NULL,
    Qgis,
    QgsContrastEnhancement,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsMultiBandColorRenderer,
    QgsPalLayerSettings,
    QgsRasterLayer,
    QgsRuleBasedRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

translate = QCoreApplication.translate


class Composite(NamedTuple):
    """Three bands of a layer as red, green and blue, under a name."""

    title: str
    bands: tuple[int, int, int]
    limits: tuple[float, float, float]


def composites(layer: QgsRasterLayer, rules: dict[str, Any]) -> list[Composite]:
    """The natural and false colours that a layer's bands allow, date by date where it is a time stack."""
    provider = layer.dataProvider()
    by_date: dict[str, dict[str, int]] = {}
    for band in range(1, layer.bandCount() + 1):
        code, _, when = provider.bandDescription(band).partition(" ")
        by_date.setdefault(when, {})[code] = band
    titles = {
        "natural": translate("UrbanThink", "Natural colours"),
        "false": translate("UrbanThink", "False colours, vegetation red"),
    }
    return [
        Composite(
            f"{titles[kind]} {when}".strip(),
            tuple(bands[code] for code in codes),
            tuple(rules["stretch"][code] for code in codes),
        )
        for kind in titles
        for when, bands in by_date.items()
        for codes in _first_complete(rules["composites"][kind], bands)
    ]


def composite_renderer(layer: QgsRasterLayer, composite: Composite) -> QgsMultiBandColorRenderer:
    """Three bands, each stretched from 0 to its limit, whatever the scene: images of two dates can be compared."""
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), *composite.bands)
    setters = (
        renderer.setRedContrastEnhancement,
        renderer.setGreenContrastEnhancement,
        renderer.setBlueContrastEnhancement,
    )
    for set_enhancement, band, limit in zip(setters, composite.bands, composite.limits, strict=True):
        stretch = QgsContrastEnhancement(layer.dataProvider().dataType(band))
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        stretch.setMinimumValue(0.0)
        stretch.setMaximumValue(limit)
        set_enhancement(stretch)
    return renderer


def add_composites(layer: QgsRasterLayer, rules: dict[str, Any]) -> None:
    """Offer every composite of a loaded layer in its menu Styles; a file beside it can hold one style only."""
    found = composites(layer, rules)
    if not found:
        return
    manager = layer.styleManager()
    manager.renameStyle(manager.currentStyle(), found[0].title)
    for composite in found[1:]:
        manager.addStyleFromLayer(composite.title)
        manager.setCurrentStyle(composite.title)
        layer.setRenderer(composite_renderer(layer, composite))
    manager.setCurrentStyle(found[0].title)


def style_footprints(layer: QgsVectorLayer, rules: dict[str, Any]) -> None:
    """Outlines by cloud cover, the clearest on top, each labelled with its date and its cloud cover."""
    root = QgsRuleBasedRenderer.Rule(None)
    lows, highs = [None, *rules["breaks"]], [*rules["breaks"], None]
    for low, high, color in zip(lows, highs, rules["colors"], strict=True):
        conditions = [f'"cloud_cover" >= {low}'] if low is not None else []
        conditions += [f'"cloud_cover" < {high}'] if high is not None else []
        root.appendChild(_outline(color, " AND ".join(conditions), _cloud_words(low, high)))
    if layer.fields().indexOf("cloud_cover") >= 0 and any(
        feature["cloud_cover"] in (None, NULL) for feature in layer.getFeatures()
    ):
        words = translate("UrbanThink", "Cloud cover not told")
        root.appendChild(_outline(rules["unknown"], '"cloud_cover" IS NULL', words))
    renderer = QgsRuleBasedRenderer(root)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"cloud_cover"', False)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_labels()))
    layer.setLabelsEnabled(True)


def halo_text(size: float) -> QgsTextFormat:
    """Dark letters [pt] with a white halo, for labels on any map."""
    text = QgsTextFormat()
    text.setSize(size)
    text.setColor(QColor("#24332e"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    return text


def _first_complete(candidates: list[list[str]], bands: dict[str, int]) -> Iterator[list[str]]:
    yield from [codes for codes in candidates if all(code in bands for code in codes)][:1]


def _cloud_words(low: float | None, high: float | None) -> str:
    if low is None:
        return translate("UrbanThink", "Cloud cover below {value} %").format(value=high)
    if high is None:
        return translate("UrbanThink", "Cloud cover {value} % and above").format(value=low)
    return translate("UrbanThink", "Cloud cover {low} to {high} %").format(low=low, high=high)


def _outline(color: str, condition: str, words: str) -> QgsRuleBasedRenderer.Rule:
    ink = QColor(color)
    symbol = QgsFillSymbol.createSimple(
        {
            "color": f"{ink.red()},{ink.green()},{ink.blue()},14",
            "outline_color": ink.name(),
            "outline_width": "0.6",
        }
    )
    return QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, words)


def _labels() -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    settings.isExpression = True
    settings.fieldName = (
        "left(to_string(\"datetime\"), 10) || coalesce('\\n' || to_string(round(\"cloud_cover\")) || ' %', '')"
    )
    settings.placement = Qgis.LabelPlacement.Horizontal
    settings.setFormat(halo_text(8))
    return settings
