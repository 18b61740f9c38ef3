"""Styles as data (``resources/styles``) turned into QGIS renderers, and written beside the layers as ``x.qml``.

A style has a ``kind``: ``ranges`` (fixed breaks), ``heat_classes`` (the thresholds of the heat table), ``families``
(a style by the name of the first band), ``sampled`` (a continuous ramp over the layer's own values), ``counts`` (whole
numbers from 0), ``composite`` (three bands as colours), ``irradiation`` (fixed breaks of a year, and of months as a
second style), and for polygons ``graduated``, ``footprints``, ``roof_planes``, ``suitability`` and ``fill``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    NULL,
    Qgis,
    QgsClassificationQuantile,
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsDateTimeRange,
    QgsFillSymbol,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt, QTime
from qgis.PyQt.QtGui import QColor

from .imagery_styles import add_composites, composite_renderer, composites, style_footprints
from .installed import RESOURCES
from .solar_styles import VECTOR_STYLES
from .values import band_unit

translate = QCoreApplication.translate

RASTER_SUFFIXES = (".tif", ".tiff")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SAMPLES = 128  # pixels per side that a continuous ramp is fitted to


def write_style(path: str, style: str, **options: Any) -> bool:
    """Style the layer in a file and save the style beside it as ``x.qml``; False when the file is no layer.

    Parameters
    ----------
    style : str
        A file of ``resources/styles``, without its ending.
    **options
        Of `apply_style`.
    """
    with _no_statistics_files():
        if Path(path).suffix.lower() in RASTER_SUFFIXES:
            layer = QgsRasterLayer(path, Path(path).stem, "gdal", QgsRasterLayer.LayerOptions(False))
        else:
            layer = QgsVectorLayer(path, Path(path).stem, "ogr")
        if not layer.isValid():
            return False
        apply_style(layer, style, **options)
        written = layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))[1]
        if _load(style)["kind"] == "irradiation" and show_months(layer, _load(style)):
            layer.saveNamedStyle(str(Path(path).with_suffix(".months.qml")))
        return written


def quantity_of(path: str) -> str:
    """What kind of temperature a raster says it holds: surface_temperature, brightness_temperature, or nothing."""
    opened = gdal.Open(path)
    return (opened.GetMetadataItem("QUANTITY") or "") if opened else ""


def apply_style(layer: QgsMapLayer, style: str, field: str = "", unit: str = "") -> None:
    """Give a layer the renderer of a style; a stack with one date per band becomes temporal.

    Parameters
    ----------
    field : str
        The column that colours polygons.
    unit : str
        Shown in the legend where the style itself has none.
    """
    rules = _load(style)
    if isinstance(layer, QgsVectorLayer):
        if rules["kind"] in _VECTOR_STYLES:
            _VECTOR_STYLES[rules["kind"]](layer, rules)
        else:
            _style_polygons(layer, rules, field, unit)
        return
    if rules["kind"] == "composite":
        found = composites(layer, rules)
        if found:
            layer.setRenderer(composite_renderer(layer, found[0]))
            layer.brightnessFilter().setGamma(rules["gamma"])
            return
        rules = _load(rules["kelvin"] if band_unit(layer, 1) == "K" else rules["otherwise"])
    if rules["kind"] == "families":
        name = layer.dataProvider().bandDescription(1)
        rules = next((family for family in rules["families"] if name in family["bands"]), _load("generic"))
    renderer = _RASTER_RENDERERS[rules["kind"]](layer, rules, rules["unit"] or unit)
    if renderer is not None:
        layer.setRenderer(renderer)
    _make_temporal(layer)


class Restyler(QgsProcessingLayerPostProcessorInterface):
    """Loads the style once more when QGIS has loaded the layer: opening a raster switches its temporal range off."""

    style = ""  # of `resources/styles`, for what a file beside the layer cannot hold

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        layer.loadDefaultStyle()
        if not self.style or not isinstance(layer, QgsRasterLayer):
            return
        rules = _load(self.style)
        if rules["kind"] == "composite":
            add_composites(layer, rules)
        elif rules["kind"] == "irradiation":
            add_months(layer, rules)

    @classmethod
    def create(cls, style: str = "") -> Restyler:
        """One for one layer: the processing context deletes it, but keeps no reference to the Python object, and a
        post-processor whose Python object is gone is silently left out.
        """
        _restylers[:] = [restyler for restyler in _restylers if not sip.isdeleted(restyler)]
        _restylers.append(cls())
        _restylers[-1].style = style
        return _restylers[-1]


_restylers: list[Restyler] = []


def show_months(layer: QgsRasterLayer, rules: dict[str, Any]) -> bool:
    """Give a layer of a year and its months the limits of a month, and each month its days for the Temporal Controller.

    Months of a typical year have no year: all take the one of the style, so that several layers move together.
    """
    provider = layer.dataProvider()
    bands = {provider.bandDescription(band): band for band in range(1, layer.bandCount() + 1)}
    if not set(MONTHS) <= set(bands):
        return False
    renderer = _ranges(layer, {**rules, "breaks": rules["month_breaks"]}, rules["unit"])
    # What is drawn while nothing moves.
    renderer.setInputBand(bands["july"])
    layer.setRenderer(renderer)
    days = (_day_range(f"{rules['typical_year']}-{number:02}") for number in range(1, 13))
    _set_ranges(layer, {bands[month]: day_range for month, day_range in zip(MONTHS, days, strict=True)})
    return True


def add_months(layer: QgsRasterLayer, rules: dict[str, Any]) -> None:
    """Offer the months of a loaded layer in its menu Styles; a file beside it can hold one style only."""
    manager = layer.styleManager()
    year, months = translate("UrbanThink", "Year"), translate("UrbanThink", "Month by month")
    manager.renameStyle(manager.currentStyle(), year)
    manager.addStyleFromLayer(months)
    manager.setCurrentStyle(months)
    if not show_months(layer, rules):
        manager.removeStyle(months)
    manager.setCurrentStyle(year)


def offer_months(layer: QgsRasterLayer) -> None:
    """`add_months` with the limits of irradiation."""
    add_months(layer, _load("irradiation"))


def range_label(low: float | None, high: float | None, unit: str) -> str:
    """A class of values in words, with its unit."""
    unit = f" {unit}" if unit else ""
    if low is None and high is not None:
        return translate("UrbanThink", "below {value}").format(value=f"{_number(high)}{unit}")
    if high is None and low is not None:
        return translate("UrbanThink", "{value} and above").format(value=f"{_number(low)}{unit}")
    return translate("UrbanThink", "{low} to {high}").format(low=_number(low), high=f"{_number(high)}{unit}")


def heat_class_titles() -> dict[str, str]:
    """The names of the surface heat island classes."""
    return {
        "cool_island": translate("UrbanThink", "Cool island"),
        "neutral": translate("UrbanThink", "Neutral"),
        "weak": translate("UrbanThink", "Weak heat island"),
        "moderate": translate("UrbanThink", "Moderate heat island"),
        "strong": translate("UrbanThink", "Strong heat island"),
    }


def _ranges(layer: QgsRasterLayer, rules: dict[str, Any], unit: str) -> QgsSingleBandPseudoColorRenderer:
    """Fixed breaks, one colour between two of them."""
    breaks = rules["breaks"]
    items = [
        QgsColorRampShader.ColorRampItem(
            math.inf if high is None else high, QColor(color), range_label(low, high, unit)
        )
        for low, high, color in zip([None, *breaks], [*breaks, None], rules["colors"], strict=True)
    ]
    # Open ends, for readers that draw a ramp between a minimum and a maximum, are one step beyond the breaks.
    low, high = 2 * breaks[0] - breaks[1], 2 * breaks[-1] - breaks[-2]
    return _pseudo_color(layer, items, low, high, Qgis.ShaderInterpolationMethod.Discrete, "")


def _heat_classes(layer: QgsRasterLayer, rules: dict[str, Any], unit: str) -> QgsPalettedRasterRenderer:
    """One colour per class of the heat table; the label says its thresholds."""
    table = json.loads((RESOURCES / "data" / "heat_classes.json").read_text(encoding="utf-8"))["classes"]
    titles = heat_class_titles()
    uppers = [row["from_kelvin"] for row in table[1:]] + [None]
    classes = [
        QgsPalettedRasterRenderer.Class(
            row["value"],
            QColor(rules["colors"][row["key"]]),
            f"{titles[row['key']]} ({range_label(row['from_kelvin'], high, unit)})",
        )
        for row, high in zip(table, uppers, strict=True)
    ]
    return QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes)


def _sampled(layer: QgsRasterLayer, rules: dict[str, Any], unit: str) -> QgsSingleBandPseudoColorRenderer | None:
    """A continuous ramp over the middle 96 % of the values; None where there is no value."""
    values = _sample(layer)
    if not values:
        return None
    low, high = values[int(0.02 * (len(values) - 1))], values[int(0.98 * (len(values) - 1))]
    if high <= low:
        high = low + 1.0
    # Three digits of the span are enough for a legend.
    decimals = max(0, 2 - math.floor(math.log10(high - low)))
    low, high = round(low, decimals), round(high, decimals)
    colors = rules["colors"]
    step = (high - low) / (len(colors) - 1)
    items = [
        QgsColorRampShader.ColorRampItem(low + i * step, QColor(color), f"{low + i * step:.4g} {unit}".strip())
        for i, color in enumerate(colors)
    ]
    return _pseudo_color(layer, items, low, high, Qgis.ShaderInterpolationMethod.Linear, unit)


def _counts(layer: QgsRasterLayer, rules: dict[str, Any], unit: str) -> QgsSingleBandPseudoColorRenderer:
    """Whole numbers from 0, in at most as many steps as there are colours."""
    highest = max([1, *(round(value) for value in _sample(layer)[-1:])])
    step = math.ceil(highest / len(rules["colors"]))
    items = [QgsColorRampShader.ColorRampItem(0.5, QColor(rules["none"]), "0")]
    for low, color in zip(range(1, highest + 1, step), rules["colors"], strict=False):
        high = low + step - 1
        words = str(low) if step == 1 else range_label(low, high, unit)
        items.append(QgsColorRampShader.ColorRampItem(high + 0.5, QColor(color), words))
    # The sample may have missed the highest number.
    items[-1].value = math.inf
    return _pseudo_color(layer, items, 0.0, float(highest), Qgis.ShaderInterpolationMethod.Discrete, unit)


def _pseudo_color(
    layer: QgsRasterLayer,
    items: list[QgsColorRampShader.ColorRampItem],
    low: float,
    high: float,
    method: Qgis.ShaderInterpolationMethod,
    unit: str,
) -> QgsSingleBandPseudoColorRenderer:
    ramp = QgsColorRampShader(low, high)
    ramp.setColorRampType(method)
    ramp.setClassificationMode(Qgis.ShaderClassificationMethod.Continuous)
    ramp.setColorRampItemList(items)
    ramp.setSourceColorRamp(_gradient([item.color for item in items]))
    legend = QgsColorRampLegendNodeSettings()
    legend.setSuffix(f" {unit}" if unit else "")
    ramp.setLegendSettings(legend)
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer


def _style_polygons(layer: QgsVectorLayer, rules: dict[str, Any], field: str, unit: str) -> None:
    column = layer.fields().indexOf(field)
    if column < 0:
        return
    outline = {"outline_color": rules["outline"], "outline_width": "0.2"}
    symbol = QgsFillSymbol.createSimple({"color": rules["no_data"], **outline})
    low, high = layer.minimumValue(column), layer.maximumValue(column)
    if low in (None, NULL) or low > high:  # memory layers answer with the limits of floating point
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))
        return
    renderer = QgsGraduatedSymbolRenderer(field)
    renderer.setSourceSymbol(symbol)
    method = QgsClassificationQuantile()
    method.setLabelPrecision(max(0, 1 - math.floor(math.log10((high - low) / rules["classes"]))) if high > low else 1)
    words = translate("UrbanThink", "{low} to {high}")
    method.setLabelFormat(words.format(low="%1", high=f"%2 {unit}".strip()))
    renderer.setClassificationMethod(method)
    renderer.updateClasses(layer, rules["classes"])
    renderer.updateColorRamp(_gradient([QColor(color) for color in rules["colors"]]))
    layer.setRenderer(renderer)


def _gradient(colors: list[QColor]) -> QgsGradientColorRamp:
    last = len(colors) - 1
    stops = [QgsGradientStop(i / last, color) for i, color in enumerate(colors[1:-1], start=1)]
    return QgsGradientColorRamp(colors[0], colors[-1], False, stops)


def _make_temporal(layer: QgsRasterLayer) -> None:
    """One band per ISO date (or month) becomes one time range per band."""
    provider = layer.dataProvider()
    ranges = {band: _day_range(provider.bandDescription(band)) for band in range(1, layer.bandCount() + 1)}
    if not ranges or None in ranges.values():
        return
    _set_ranges(layer, ranges)


def _set_ranges(layer: QgsRasterLayer, ranges: dict[int, QgsDateTimeRange]) -> None:
    temporal = layer.temporalProperties()
    temporal.setMode(Qgis.RasterTemporalMode.FixedRangePerBand)
    temporal.setFixedRangePerBand(ranges)
    temporal.setIsActive(True)


def _day_range(description: str) -> QgsDateTimeRange | None:
    match = re.search(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b", description)
    if not match:
        return None
    first = QDate(int(match[1]), int(match[2]), int(match[3] or 1))
    last = first if match[3] else first.addMonths(1).addDays(-1)
    if not first.isValid():
        return None
    utc = Qt.TimeSpec.UTC
    return QgsDateTimeRange(QDateTime(first, QTime(0, 0), utc), QDateTime(last, QTime(23, 59, 59), utc))


@contextmanager
def _no_statistics_files() -> Iterator[None]:
    """QGIS computes statistics for any raster it opens, and GDAL would leave them in an .aux.xml beside the output."""
    option = "GDAL_PAM_ENABLED"
    before = gdal.GetThreadLocalConfigOption(option)
    gdal.SetThreadLocalConfigOption(option, "NO")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(option, before)


def _sample(layer: QgsRasterLayer) -> list[float]:
    """Sorted values of a thin grid over band 1."""
    columns, rows = min(SAMPLES, layer.width()), min(SAMPLES, layer.height())
    block = layer.dataProvider().block(1, layer.extent(), columns, rows)
    values = (block.value(i) for i in range(columns * rows) if not block.isNoData(i))
    return sorted(value for value in values if math.isfinite(value))


def _number(value: float | None) -> str:
    return f"{value:g}".replace("-", "−").replace(".", QLocale().decimalPoint())


@cache
def _load(style: str) -> dict[str, Any]:
    return json.loads((RESOURCES / "styles" / f"{style}.json").read_text(encoding="utf-8"))


_RASTER_RENDERERS = {
    "ranges": _ranges,
    "irradiation": _ranges,
    "heat_classes": _heat_classes,
    "sampled": _sampled,
    "counts": _counts,
}
_VECTOR_STYLES = {"footprints": style_footprints, **VECTOR_STYLES}
