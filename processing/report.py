"""The report of a diagnosis: one HTML page that explains itself, without any resource from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape as html_escape
from string import Template
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from .headlines import class_rows, figures, hottest_rows, method, source_line, subtitle, surface_note
from .installed import RESOURCES
from .maps import MapSheet
from .solar_words import (
    best_rows,
    coverage,
    ground_rows,
    obligations,
    obligations_note,
    solar_note,
    suitability_rows,
)
from .wording import bound, dates_text, kelvin, percent, whole

translate = QCoreApplication.translate

LAYOUTS = RESOURCES / "layouts"


def escape(text: str) -> str:
    """Text as HTML, numbers bound to their units."""
    return html_escape(bound(text))


def report_html(summary: dict[str, Any], sheets: list[MapSheet], pictures: dict[str, str]) -> str:
    """The report as one HTML page; pictures maps a sheet's key to its relative path."""
    page = Template((LAYOUTS / "report.html").read_text(encoding="utf-8"))
    return page.substitute(
        language=QLocale().name()[:2],
        title=escape(summary["title"]),
        style=(LAYOUTS / "report.css").read_text(encoding="utf-8"),
        kicker=escape(translate("UrbanThink", "City diagnosis")),
        subtitle=escape(subtitle(summary)),
        cards="".join(_card(figure) for figure in figures(summary)),
        note=f'<p class="note">{escape(surface_note())}</p>' if summary["heat"] else "",
        heat=_heat_section(summary),
        solar=_solar_section(summary["solar"]),
        maps="".join(_figure(sheet, pictures[sheet.key]) for sheet in sheets),
        maps_title=escape(translate("UrbanThink", "Maps")),
        method_title=escape(translate("UrbanThink", "Method and limits")),
        method="".join(f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in method(summary)),
        footer=escape(source_line(summary)),
    )


def _card(figure: Any) -> str:
    return (
        f'<div class="card"><div class="value">{escape(figure.value)}</div>'
        f"<h3>{escape(figure.caption)}</h3><p>{escape(figure.basis)}</p></div>"
    )


def _heat_section(summary: dict[str, Any]) -> str:
    if not summary["heat"]:
        return ""
    colours = _class_colours()
    with_people = bool(summary["zones"] and summary["zones"]["residents_by_class"])
    heads = [
        translate("UrbanThink", "Class"),
        translate("UrbanThink", "Hotter than the reference by"),
        translate("UrbanThink", "Built-up area"),
    ] + ([translate("UrbanThink", "Residents")] if with_people else [])
    rows = []
    for row in reversed(class_rows(summary)):
        bar = f'<span class="bar" style="width:{100 * row.share:.1f}%;background:{colours[row.value]}"></span>'
        cells = [
            f'<i style="background:{colours[row.value]}"></i>{escape(row.title)}',
            escape(row.limits),
            f'<div class="track">{bar}</div><b>{escape(percent(row.share))}</b>',
        ]
        if with_people:
            cells.append(escape(whole(row.residents or 0)))
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return (
        _table(translate("UrbanThink", "How much of the town is a heat island"), heads, rows, "classes")
        + _hottest_table(summary)
        + _dates_table(summary)
    )


def _hottest_table(summary: dict[str, Any]) -> str:
    rows = hottest_rows(summary)
    if not rows:
        return ""
    heads = [
        translate("UrbanThink", "Block"),
        translate("UrbanThink", "Mean"),
        translate("UrbanThink", "90 % interval"),
        translate("UrbanThink", "Residents"),
    ]
    return _table(translate("UrbanThink", "The hottest inhabited blocks"), heads, _rows(rows))


def _dates_table(summary: dict[str, Any]) -> str:
    dates = [row for row in summary["heat"]["by_date"] if row["kelvin"] is not None]
    largest = max((abs(row["kelvin"]) for row in dates), default=1.0) or 1.0
    rows = []
    for row in dates:
        kind, width = "bar" if row["used"] else "bar apart", 100 * abs(row["kelvin"]) / largest
        bar = f'<span class="{kind}" style="width:{width:.1f}%"></span>'
        use = "" if row["used"] else escape(translate("UrbanThink", "outside the season, shown apart"))
        rows.append(
            f'<tr><td>{escape(dates_text([row["date"]]))}</td><td><div class="track">{bar}</div>'
            f"<b>{escape(kelvin(row['kelvin']))}</b></td><td>{use}</td></tr>"
        )
    heads = [translate("UrbanThink", "Date"), translate("UrbanThink", "Surface heat island of the town"), ""]
    return _table(translate("UrbanThink", "Date by date"), heads, rows, "classes")


def _solar_section(solar: dict[str, Any] | None) -> str:
    if not solar:
        return ""
    parts = [
        f"<section><h2>{escape(translate('UrbanThink', 'Solar potential'))}</h2><p>{escape(coverage(solar))}</p>"
        f'<p class="note">{escape(solar_note())}</p></section>'
    ]
    if solar["roofs"]:
        parts += [_suitability_table(solar["roofs"]), _best_table(solar["roofs"])]
    if solar["ground"]:
        heads = [
            translate("UrbanThink", "Open ground"),
            translate("UrbanThink", "Places"),
            translate("UrbanThink", "Surface area"),
            translate("UrbanThink", "Power that fits"),
            translate("UrbanThink", "Yield of a mean year"),
        ]
        parts.append(
            _table(translate("UrbanThink", "The sun on car parks and land"), heads, _rows(ground_rows(solar["ground"])))
        )
    laws = obligations(solar)
    if laws:
        title = translate("UrbanThink", "What the law may ask")
        items = "".join(f"<li>{escape(law)}</li>" for law in laws)
        parts.append(f"<section><h2>{escape(title)}</h2><p>{escape(obligations_note())}</p><ul>{items}</ul></section>")
    return "".join(parts)


def _suitability_table(roofs: dict[str, Any]) -> str:
    colours = json.loads((RESOURCES / "styles" / "suitability.json").read_text(encoding="utf-8"))["colors"]
    heads = [
        translate("UrbanThink", "Class"),
        translate("UrbanThink", "Buildings"),
        translate("UrbanThink", "Power that fits"),
        translate("UrbanThink", "Yield of a mean year"),
        translate("UrbanThink", "Most frequent reasons"),
    ]
    rows = []
    for row in suitability_rows(roofs):
        bar = f'<span class="bar" style="width:{100 * row.share:.1f}%;background:{colours[row.key]}"></span>'
        cells = [
            f'<i style="background:{colours[row.key]}"></i>{escape(row.title)}',
            f'<div class="track">{bar}</div><b>{escape(whole(row.count))}</b>',
            *(escape(text) for text in (row.power, row.energy, row.reasons)),
        ]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return _table(translate("UrbanThink", "How well the roofs suit solar modules"), heads, rows, "suits")


def _best_table(roofs: dict[str, Any]) -> str:
    rows = best_rows(roofs)
    if not rows:
        return ""
    heads = [
        translate("UrbanThink", "Building"),
        translate("UrbanThink", "Power that fits"),
        translate("UrbanThink", "Yield of a mean year"),
    ]
    return _table(translate("UrbanThink", "The roofs with the highest yield"), heads, _rows(rows))


def _rows(rows: Sequence[Sequence[str]]) -> list[str]:
    return ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]


def _table(title: str, heads: list[str], rows: list[str], kind: str = "") -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return (
        f'<section><h2>{escape(title)}</h2><table class="{kind}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )


def _figure(sheet: MapSheet, picture: str) -> str:
    return (
        f'<figure><a href="{escape(picture)}"><img src="{escape(picture)}" alt="{escape(sheet.title)}"></a>'
        f"<figcaption>{escape(sheet.reading)}</figcaption></figure>"
    )


def _class_colours() -> dict[int, str]:
    classes = json.loads((RESOURCES / "data" / "heat_classes.json").read_text(encoding="utf-8"))["classes"]
    colours = json.loads((RESOURCES / "styles" / "suhi_class.json").read_text(encoding="utf-8"))["colors"]
    return {row["value"]: colours[row["key"]] for row in classes}
