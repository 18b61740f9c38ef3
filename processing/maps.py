"""Print layouts: one A4 landscape page per map, with legend, scale bar, north arrow and what the reader must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsLayerTreeLayer,
    QgsLayout,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsProcessingException,
    QgsProject,
    QgsRectangle,
    QgsSimpleLegendNode,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QColor, QFont

from .wording import bound

translate = QCoreApplication.translate

DPI = 150
PAGE = (297.0, 210.0)
#: Figures on the cover, at most.
CARDS = 12
INK, GREY, RULE, PALE = "#24332e", "#5c6b66", "#c9d3cf", "#f2f5f3"
NORTH = Path(__file__).resolve().parent.parent / "resources" / "layouts" / "north.svg"

# Frames in millimetres: x, y, width, height.
_MAP = (10.0, 30.0, 202.0, 162.0)
_COLUMN = (218.0, 69.0)
_FOOT = 194.0
_MILLIMETRES = Qgis.LayoutUnit.Millimeters if hasattr(Qgis, "LayoutUnit") else QgsUnitTypes.LayoutMillimeters


@dataclass(frozen=True)
class MapSheet:
    """One map: what it shows and what is written round it.

    Attributes
    ----------
    layers : list of QgsMapLayer
        Drawn from the first (top) to the last.
    legend : list of QgsMapLayer
        Explained in the legend, in this order.
    reading : str
        How to read the map, one or two sentences.
    caution : str
        What it does not show.
    source : str
        Data, dates, software.
    extent : QgsRectangle
        What must be seen, in the reference system of the bottom layer.
    """

    key: str
    title: str
    subtitle: str
    layers: list[QgsMapLayer]
    legend: list[QgsMapLayer]
    reading: str
    caution: str
    source: str
    extent: QgsRectangle


@dataclass(frozen=True)
class Cover:
    """The page before the maps: headline figures, each with what it means.

    Paragraphs stand below them; where they do not all fit, all but the first have a page of their own at the end.
    """

    title: str
    subtitle: str
    figures: list[tuple[str, str, str]]
    paragraphs: list[str] = field(default_factory=list)
    source: str = ""


def make_layout(project: QgsProject, name: str, cover: Cover | None, sheets: Sequence[MapSheet]) -> QgsPrintLayout:
    """A print layout of the project, one page per sheet after the cover, that the user can open and change.

    Parameters
    ----------
    project : QgsProject
        Holds the layers; the layout is added to it.
    name : str
        Of the layout.
    """
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(name)
    layout.renderContext().setDpi(DPI)
    pages = layout.pageCollection()
    pages.page(0).setPageSize(QgsLayoutSize(*PAGE))
    later: list[str] = []
    number = 0
    if cover is not None:
        later = _draw_cover(layout, cover)
        number = 1
    for sheet in sheets:
        if number:
            _add_page(layout)
        _draw_sheet(layout, sheet, number)
        number += 1
    if cover is not None and later:
        _add_page(layout)
        _heading(layout, cover.title, translate("UrbanThink", "Method and limits"), number)
        _draw_paragraphs(layout, later, 32, number)
        _footer(layout, cover.source, number)
    project.layoutManager().addLayout(layout)
    return layout


def export_png(layout: QgsPrintLayout, page: int, path: Path) -> None:
    """One page as an image of 150 dots per inch.

    Raises
    ------
    QgsProcessingException
        If it could not be drawn or written.
    """
    image = QgsLayoutExporter(layout).renderPageToImage(page, dpi=DPI)
    if image.isNull() or not image.save(str(path), "PNG"):
        raise QgsProcessingException(translate("UrbanThink", "The map {path} cannot be written.").format(path=path))


def export_pdf(layout: QgsPrintLayout, path: Path) -> None:
    """All pages as one PDF.

    Raises
    ------
    QgsProcessingException
        If it could not be written.
    """
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    if QgsLayoutExporter(layout).exportToPdf(str(path), settings) != QgsLayoutExporter.ExportResult.Success:
        raise QgsProcessingException(translate("UrbanThink", "The report {path} cannot be written.").format(path=path))


def _draw_sheet(layout: QgsLayout, sheet: MapSheet, page: int) -> None:
    _heading(layout, sheet.title, sheet.subtitle, page)
    x, y, width, height = _MAP
    map_item = QgsLayoutItemMap(layout)
    map_item.setId(f"map_{sheet.key}")
    _place(layout, map_item, page, x, y, width, height)
    map_item.setCrs(sheet.layers[-1].crs())
    map_item.setLayers(list(sheet.layers))
    map_item.setKeepLayerSet(True)
    map_item.setExtent(_fitted(sheet.extent, width / height))
    map_item.setFrameEnabled(True)
    map_item.setFrameStrokeColor(QColor(RULE))
    map_item.setFrameStrokeWidth(QgsLayoutMeasurement(0.25))
    map_item.setBackgroundColor(QColor("#ffffff"))
    below = _legend(layout, map_item, sheet, page) + 7
    _north_arrow(layout, map_item, page)
    _scale_bar(layout, map_item, page)
    column, wide = _COLUMN
    _text(layout, page, column, below, wide, 6, translate("UrbanThink", "How to read this map"), 9.5, bold=True)
    _text(layout, page, column, below + 6, wide, _height(sheet.reading, wide, 8.8), sheet.reading, 8.8)
    if sheet.caution:
        tall = _height(sheet.caution, wide - 6, 8.4) + 5
        top = y + height - tall
        _shape(layout, page, column, top, wide, tall, "#fdf3dc")
        _text(layout, page, column + 3, top + 2.5, wide - 6, tall - 3, sheet.caution, 8.4, colour="#6b4e0e")
    _footer(layout, sheet.source, page)


def _draw_cover(layout: QgsLayout, cover: Cover) -> list[str]:
    """Draw the cover; the paragraphs that are left for a page of their own."""
    _heading(layout, cover.title, cover.subtitle, 0)
    wide, gap = 67.0, 3.0
    for number, (value, caption, detail) in enumerate(cover.figures[:CARDS]):
        x, y = 10 + (number % 4) * (wide + gap), 34 + (number // 4) * 47
        _shape(layout, 0, x, y, wide, 43, PALE)
        _text(layout, 0, x + 4, y + 4, wide - 8, 12, value, 21, bold=True, colour="#1d5c46")
        _text(layout, 0, x + 4, y + 17, wide - 8, 11, caption, 9.5, bold=True)
        _text(layout, 0, x + 4, y + 28, wide - 8, 14, detail, 8, colour=GREY)
    top = 36 + 47 * ((min(len(cover.figures), CARDS) + 3) // 4)
    needed = sum(_height(paragraph, 277, 9.3) + 1 for paragraph in cover.paragraphs)
    fitting = len(cover.paragraphs) if top + needed <= _FOOT else 1
    _draw_paragraphs(layout, cover.paragraphs[:fitting], top, 0)
    _footer(layout, cover.source, 0)
    return cover.paragraphs[fitting:]


def _draw_paragraphs(layout: QgsLayout, paragraphs: Sequence[str], top: float, page: int) -> None:
    for paragraph in paragraphs:
        tall = _height(paragraph, 277, 9.3)
        _text(layout, page, 10, top, 277, tall, paragraph, 9.3)
        top += tall + 1


def _add_page(layout: QgsPrintLayout) -> None:
    page = QgsLayoutItemPage(layout)
    page.setPageSize(QgsLayoutSize(*PAGE))
    layout.pageCollection().addPage(page)


def _heading(layout: QgsLayout, title: str, subtitle: str, page: int) -> None:
    _text(layout, page, 10, 8, 277, 11, title, 19, bold=True)
    _text(layout, page, 10, 18.5, 277, 7, subtitle, 10.5, colour=GREY)
    _shape(layout, page, 10, 26.8, 277, 0.6, "#1d5c46")


def _footer(layout: QgsLayout, source: str, page: int) -> None:
    _text(layout, page, 10, 195.5, 277, 10, source, 7.4, colour=GREY)


def _legend(layout: QgsLayout, map_item: QgsLayoutItemMap, sheet: MapSheet, page: int) -> float:
    """Draw the legend; its lower edge [mm]."""
    legend = QgsLayoutItemLegend(layout)
    legend.setId(f"legend_{sheet.key}")
    layout.addLayoutItem(legend)
    legend.setAutoUpdateModel(False)
    legend.setLinkedMap(map_item)
    model = legend.model()
    root = model.rootGroup()
    root.removeAllChildren()
    for layer in sheet.legend:
        node: QgsLayerTreeLayer = root.addLayer(layer)
        node.setUseLayerName(True)
        # A raster's first node only repeats its band number.
        nodes = model.layerOriginalLegendNodes(node)
        shown = [i for i, item in enumerate(nodes) if not isinstance(item, QgsSimpleLegendNode)]
        QgsMapLayerLegendUtils.setLegendNodeOrder(node, shown)
        model.refreshLayerLegend(node)
    legend.setTitle("")
    legend.setWrapString("|")
    styles = QgsLegendStyle.Style
    for style, size, bold in ((styles.Group, 10, True), (styles.Subgroup, 9.5, True), (styles.SymbolLabel, 8.8, False)):
        legend.rstyle(style).setTextFormat(_format(size, bold))
    legend.rstyle(styles.Subgroup).setMargin(QgsLegendStyle.Side.Top, 3.5)
    legend.rstyle(styles.Symbol).setMargin(QgsLegendStyle.Side.Top, 1.6)
    legend.setSymbolWidth(8)
    legend.setSymbolHeight(4.6)
    legend.setBoxSpace(0)
    legend.setFrameEnabled(False)
    legend.setBackgroundEnabled(False)
    legend.attemptMove(QgsLayoutPoint(_COLUMN[0], 30), page=page)
    size = QgsLegendRenderer(model, legend.legendSettings()).minimumSize()
    legend.attemptResize(QgsLayoutSize(size.width(), size.height()))
    return 30 + size.height()


def _north_arrow(layout: QgsLayout, map_item: QgsLayoutItemMap, page: int) -> None:
    x, y, width, _ = _MAP
    _shape(layout, page, x + width - 13, y + 3, 10, 14, "#ffffff", opacity=0.75)
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(str(NORTH))
    arrow.setLinkedMap(map_item)
    _place(layout, arrow, page, x + width - 12, y + 4, 8, 12)


def _scale_bar(layout: QgsLayout, map_item: QgsLayoutItemMap, page: int) -> None:
    bar = QgsLayoutItemScaleBar(layout)
    layout.addLayoutItem(bar)
    bar.setStyle("Single Box")
    bar.setLinkedMap(map_item)
    metres = map_item.extent().width()
    step = next(
        s
        for s in (100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 1)
        if s * 8 <= metres or s == 1
    )
    kilometres = step >= 1000
    bar.setUnits(Qgis.DistanceUnit.Kilometers if kilometres else Qgis.DistanceUnit.Meters)
    bar.setUnitLabel("km" if kilometres else "m")
    bar.setMapUnitsPerScaleBarUnit(1)
    bar.setUnitsPerSegment(step / 1000 if kilometres else step)
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setHeight(1.8)
    bar.setTextFormat(_format(8))
    bar.setFillSymbol(QgsFillSymbol.createSimple({"color": INK, "outline_style": "no"}))
    bar.setBackgroundEnabled(True)
    bar.setBackgroundColor(QColor(255, 255, 255, 200))
    bar.setReferencePoint(QgsLayoutItem.ReferencePoint.LowerLeft)
    bar.update()
    bar.attemptMove(QgsLayoutPoint(_MAP[0] + 3, _MAP[1] + _MAP[3] - 3), page=page)


def _text(
    layout: QgsLayout,
    page: int,
    x: float,
    y: float,
    width: float,
    height: float,
    text: str,
    size: float,
    bold: bool = False,
    colour: str = INK,
) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(bound(text))
    label.setTextFormat(_format(size, bold, colour))
    label.setMarginX(0)
    label.setMarginY(0)
    _place(layout, label, page, x, y, width, height)


def _shape(
    layout: QgsLayout, page: int, x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0
) -> None:
    shape = QgsLayoutItemShape(layout)
    shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    symbol = shape.symbol().clone()
    symbol.setColor(QColor(colour))
    symbol.symbolLayer(0).setStrokeStyle(Qt.PenStyle.NoPen)
    shape.setSymbol(symbol)
    shape.setItemOpacity(opacity)
    _place(layout, shape, page, x, y, width, height)


def _place(layout: QgsLayout, item: QgsLayoutItem, page: int, x: float, y: float, width: float, height: float) -> None:
    layout.addLayoutItem(item)
    item.attemptResize(QgsLayoutSize(width, height))
    item.attemptMove(QgsLayoutPoint(x, y), page=page)


def _format(size: float, bold: bool = False, colour: str = INK) -> QgsTextFormat:
    # Open Sans comes with QGIS's documentation fonts; Qt takes the nearest one where it is missing.
    font = QFont("Open Sans")
    font.setBold(bold)
    text = QgsTextFormat()
    text.setFont(font)
    text.setSize(size)
    text.setSizeUnit(Qgis.RenderUnit.Points)
    text.setColor(QColor(colour))
    text.setLineHeight(1.15)
    return text


def _height(text: str, width: float, size: float) -> float:
    """Height of a wrapped paragraph [mm], on the generous side."""
    per_line = width / (0.195 * size)
    lines = sum(-(-len(part) // per_line) for part in text.split("\n"))
    return lines * size * 0.47 + 2


def _fitted(wanted: QgsRectangle, ratio: float) -> QgsRectangle:
    """The wanted extent with a margin, widened to the shape of the map."""
    middle = wanted.center()
    width, height = 1.08 * wanted.width(), 1.08 * wanted.height()
    width, height = max(width, height * ratio), max(height, width / ratio)
    return QgsRectangle.fromCenterAndSize(middle, width, height)
