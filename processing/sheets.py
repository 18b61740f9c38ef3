"""The pages of a diagnosis: which maps there are, and the words round them."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication

from .headlines import figures, hottest_rows, method, reference_words, source_line, subtitle, surface_note
from .maps import Cover, MapSheet
from .project import DiagnosisLayers, visible
from .solar_words import irradiation_reading, law_paragraphs, solar_note, suitability_reading
from .wording import decimal

translate = QCoreApplication.translate


def map_sheets(layers: DiagnosisLayers, summary: dict[str, Any]) -> list[MapSheet]:
    """The maps that this diagnosis can show, the most important first."""
    sheets = []
    if summary["heat"]:
        sheets += _heat_sheets(layers, summary)
    if summary["vegetation"]:
        sheets += _vegetation_sheets(layers, summary)
    if summary["solar"]:
        sheets += _solar_sheets(layers, summary)
    return sheets


def cover_page(summary: dict[str, Any]) -> Cover:
    """The first page of the PDF."""
    cards = [tuple(figure) for figure in figures(summary)]
    for rank, (name, mean, span, people) in enumerate(hottest_rows(summary), 1):
        basis = translate("UrbanThink", "{interval} (90 % interval).").format(interval=span) if span else ""
        lived = translate("UrbanThink", "{count} residents.").format(count=people) if people else ""
        caption = translate("UrbanThink", "Hottest block {rank}: {name}").format(rank=rank, name=name)
        cards.append((mean, caption, f"{basis} {lived}".strip()))
    paragraphs = [surface_note()] if summary["heat"] else []
    paragraphs += [f"{term}. {words}" for term, words in method(summary)]
    if summary["solar"]:
        paragraphs += law_paragraphs(summary["solar"])
    return Cover(summary["title"], subtitle(summary), cards, paragraphs, source_line(summary))


def _heat_sheets(layers: DiagnosisLayers, summary: dict[str, Any]) -> list[MapSheet]:
    heat = summary["heat"]
    count = len(heat["dates"])
    above = translate("UrbanThink", "Difference with the reference ({reference}), median of {count} dates").format(
        reference=reference_words(heat["reference"]), count=count
    )
    shared = {"caution": surface_note(), "source": source_line(summary, "heat"), "extent": _extent(layers)}
    sheets = [
        MapSheet(
            key="heat_classes",
            title=_titled(summary, translate("UrbanThink", "Surface heat island")),
            subtitle=above,
            layers=visible(layers.zones, layers.heat_class),
            legend=visible(layers.heat_class),
            reading=translate(
                "UrbanThink",
                "A strong heat island is at least 6 K hotter than the reference (a difference of 1 K is 1 °C), on half "
                "of the dates or more. Cool islands are colder than the reference by more than 1 K.",
            ),
            **shared,
        ),
        MapSheet(
            key="heat_kelvin",
            title=_titled(summary, translate("UrbanThink", "Surface heat island in kelvin")),
            subtitle=above,
            layers=visible(layers.zones, layers.heat),
            legend=visible(layers.heat),
            reading=translate(
                "UrbanThink",
                "Each colour is a range of difference with the reference. A satellite measures surface temperature by "
                "squares of about 100 m: read blocks, not houses.",
            ),
            **shared,
        ),
    ]
    if layers.zones_heat is not None:
        sheets.append(
            MapSheet(
                key="blocks_heat",
                title=_titled(summary, translate("UrbanThink", "Surface heat island by block")),
                subtitle=above,
                layers=visible(layers.zones_heat),
                legend=visible(layers.zones_heat),
                reading=_blocks_reading(summary),
                **shared,
            )
        )
    return sheets


def _vegetation_sheets(layers: DiagnosisLayers, summary: dict[str, Any]) -> list[MapSheet]:
    shared = {"source": source_line(summary, "vegetation"), "extent": _extent(layers)}
    threshold = decimal(summary["vegetation"]["threshold"], 1)
    sheets = [
        MapSheet(
            key="vegetation",
            title=_titled(summary, translate("UrbanThink", "Vegetation")),
            subtitle=translate("UrbanThink", "Vegetation index NDVI"),
            layers=visible(layers.zones, layers.index),
            legend=visible(layers.index),
            reading=translate(
                "UrbanThink",
                "The index is near 0.1 on roofs and roads, about 0.3 on dry grass, above 0.6 on dense and healthy "
                "leaves. Water is below 0.",
            ),
            caution=translate(
                "UrbanThink",
                "The index shows how green the ground is on that day. It does not tell trees from lawns, nor public "
                "from private gardens.",
            ),
            **shared,
        )
    ]
    if layers.zones_green is not None:
        sheets.append(
            MapSheet(
                key="blocks_vegetation",
                title=_titled(summary, translate("UrbanThink", "Vegetation by block")),
                subtitle=translate("UrbanThink", "Share of each block with NDVI of {threshold} and more").format(
                    threshold=threshold
                ),
                layers=visible(layers.zones_green),
                legend=visible(layers.zones_green),
                reading=translate(
                    "UrbanThink",
                    "A block with 30 % is green on nearly a third of its ground, gardens and yards included.",
                ),
                caution=translate(
                    "UrbanThink",
                    "At 10 m, street trees and small gardens mix with roofs and roads: the share is an estimate.",
                ),
                **shared,
            )
        )
    return sheets


def _solar_sheets(layers: DiagnosisLayers, summary: dict[str, Any]) -> list[MapSheet]:
    shared = {"source": source_line(summary, "solar"), "extent": layers.irradiation.extent()}
    sheets = [
        MapSheet(
            key="solar_irradiation",
            title=_titled(summary, translate("UrbanThink", "Sun on roofs and ground")),
            subtitle=translate("UrbanThink", "Irradiation of the year, kWh per m² of tilted surface"),
            layers=visible(layers.irradiation),
            legend=visible(layers.irradiation),
            reading=irradiation_reading(),
            caution=translate(
                "UrbanThink",
                "It is light, not electricity: modules turn about a fifth of it into current. Walls are not shown.",
            ),
            **shared,
        )
    ]
    if layers.buildings is None and layers.ground is None:
        return sheets
    sheets.append(
        MapSheet(
            key="solar_suitability",
            title=_titled(summary, translate("UrbanThink", "Solar suitability")),
            subtitle=translate("UrbanThink", "Buildings, car parks and land by how well they suit solar modules"),
            layers=visible(layers.zones, layers.buildings, layers.ground),
            legend=visible(layers.buildings or layers.ground),
            reading=suitability_reading(),
            caution=solar_note(),
            **shared,
        )
    )
    return sheets


def _blocks_reading(summary: dict[str, Any]) -> str:
    words = translate("UrbanThink", "Each block has the class of its mean; a mean hides contrasts inside a block.")
    named = "\n".join(f"{rank}. {row[0]}, {row[1]}" for rank, row in enumerate(hottest_rows(summary), 1))
    if not named:
        return words
    return f"{words}\n{translate('UrbanThink', 'The hottest inhabited blocks:')}\n{named}"


def _titled(summary: dict[str, Any], words: str) -> str:
    return f"{summary['title']} – {words}"


def _extent(layers: DiagnosisLayers) -> QgsRectangle:
    """The blocks where there are some, else the whole image; in the system of the rasters."""
    whole = layers.first
    if layers.zones is None or layers.zones.crs() != whole.crs():
        return whole.extent()
    return layers.zones.extent()
