"""How solar layers look: roof planes by where they face, suitability with its reason in map tips, buildings in 3-D."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsPropertyCollection,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from .imagery_styles import halo_text

translate = QCoreApplication.translate

DIRECTIONS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


def style_roof_planes(layer: QgsVectorLayer, rules: dict[str, Any]) -> None:
    """Planes by the direction they face, flat ones grey, each labelled with slope and azimuth or with its modules."""
    flat = f'("slope_deg" < {rules["flat_below"]} OR "azimuth_deg" IS NULL)'
    names = ", ".join(f"'{direction}'" for direction in DIRECTIONS)
    facing = f"if({flat}, 'flat', array({names})[to_int(round(\"azimuth_deg\" / 45)) % 8])"
    colors = {**dict(zip(DIRECTIONS, rules["directions"], strict=True)), "flat": rules["flat"]}
    titles = direction_titles(rules["flat_below"])
    categories = [_category(key, color, rules["outline"], titles[key]) for key, color in colors.items()]
    layer.setRenderer(QgsCategorizedSymbolRenderer(facing, categories))
    words = "round(\"slope_deg\") || '°' || " + f"if({flat}, '', ' · ' || round(\"azimuth_deg\") || '°')"
    if "modules" in layer.fields().names():
        words = 'to_string("modules")'
    _label(layer, words, rules["labels_from_scale"])


def style_suitability(layer: QgsVectorLayer, rules: dict[str, Any]) -> None:
    """Classes of suitability; power in labels, class, reason and yield in map tips, buildings as high as they are."""
    titles = suitability_titles()
    categories = [_category(key, color, rules["outline"], titles[key]) for key, color in rules["colors"].items()]
    columns = layer.fields().names()
    attribute = "suitability"
    if "reason_key" in columns:
        # Nothing is known against a roof whose heights are not known.
        attribute = "if(\"reason_key\" = 'no_data', 'unknown', \"suitability\")"
        words = translate("UrbanThink", "Heights not known")
        categories.append(_category("unknown", rules["unknown"], rules["outline"], words))
    layer.setRenderer(QgsCategorizedSymbolRenderer(attribute, categories))
    power = f'format_number("kwp", 1) || {_literal(" " + _kwp())}'
    # Planes are part of a building, whose own label stands for all of them.
    scale = rules["plane_labels_from_scale" if "plane_id" in columns else "labels_from_scale"]
    _label(layer, f"if(\"kwp\" > 0, {power}, '')", scale)
    layer.setMapTipTemplate(map_tip(columns))
    if "height_m" in columns:
        raise_buildings(layer, rules["colors"])


def style_fill(layer: QgsVectorLayer, rules: dict[str, Any]) -> None:
    """One look for all polygons."""
    layer.setRenderer(
        QgsSingleSymbolRenderer(
            QgsFillSymbol.createSimple(
                {
                    "color": rules["fill"],
                    "style": rules["pattern"],
                    "outline_color": rules["outline"],
                    "outline_width": str(rules["width"]),
                }
            )
        )
    )


def raise_buildings(layer: QgsVectorLayer, colors: dict[str, str]) -> None:
    """Let a 3-D view extrude polygons by ``height_m``, in the colours of their suitability."""
    try:
        from qgis._3d import QgsPhongMaterialSettings, QgsPolygon3DSymbol, QgsRuleBased3DRenderer
    except ImportError:  # QGIS built without 3-D
        return
    heights = QgsPropertyCollection()
    heights.setProperty(
        QgsPolygon3DSymbol.PropertyExtrusionHeight, QgsProperty.fromExpression('coalesce("height_m", 3)')
    )
    root = QgsRuleBased3DRenderer.Rule(None)
    for key, color in colors.items():
        material = QgsPhongMaterialSettings()
        material.setDiffuse(QColor(color))
        material.setAmbient(QColor(color).darker(300))
        material.setSpecular(QColor("#101010"))
        symbol = QgsPolygon3DSymbol()
        symbol.setMaterialSettings(material)
        symbol.setDataDefinedProperties(heights)
        root.appendChild(QgsRuleBased3DRenderer.Rule(symbol, f"\"suitability\" = '{key}'", suitability_titles()[key]))
    layer.setRenderer3D(QgsRuleBased3DRenderer(root))


def map_tip(columns: list[str]) -> str:
    """The HTML of what appears when the pointer rests on a roof or a ground: class, reason, figures, obligation."""
    parts = [
        f"<b>[% {_by_key('suitability', suitability_titles())} %]</b><br>",
        "[% coalesce(\"reason\", '') %]",
        "<table>",
    ]
    for column, title, digits, unit in _figures():
        if column in columns:
            begin, end = f"<tr><td>{title}</td><td align='right'><b>", f"</b> {unit}</td></tr>"
            row = f'{_literal(begin)} || format_number("{column}", {digits}) || {_literal(end)}'
            parts.append(f"[% if(coalesce(\"{column}\", 0) = 0, '', {row}) %]")
    parts.append("</table>")
    if "obligation" in columns:
        parts.append("[% coalesce(\"obligation\", '') %]")
    return f'<div style="max-width: 340px">{"".join(parts)}</div>'


def direction_titles(flat_below: float) -> dict[str, str]:
    """Where a roof faces, in words."""
    return {
        "north": translate("UrbanThink", "North"),
        "northeast": translate("UrbanThink", "North-east"),
        "east": translate("UrbanThink", "East"),
        "southeast": translate("UrbanThink", "South-east"),
        "south": translate("UrbanThink", "South"),
        "southwest": translate("UrbanThink", "South-west"),
        "west": translate("UrbanThink", "West"),
        "northwest": translate("UrbanThink", "North-west"),
        "flat": translate("UrbanThink", "Flat (slope below {degrees}°)").format(degrees=flat_below),
    }


def suitability_titles() -> dict[str, str]:
    """The classes of suitability, in words."""
    return {
        "excellent": translate("UrbanThink", "Excellent"),
        "good": translate("UrbanThink", "Good"),
        "moderate": translate("UrbanThink", "Moderate"),
        "poor": translate("UrbanThink", "Poor"),
        "unsuitable": translate("UrbanThink", "Not suitable"),
    }


def _figures() -> tuple[tuple[str, str, int, str], ...]:
    """Column, words, digits and unit of the figures of a map tip."""
    return (
        ("kwp", translate("UrbanThink", "Power that fits"), 1, _kwp()),
        ("modules", translate("UrbanThink", "Modules"), 0, ""),
        ("kwh_year", translate("UrbanThink", "Yield of a mean year"), 0, "kWh"),
        ("kwh_p90", translate("UrbanThink", "Yield passed in nine years of ten"), 0, "kWh"),
        ("kwh_per_kwp", translate("UrbanThink", "Yield per kWp"), 0, f"kWh/{_kwp()}"),
        ("irradiation", translate("UrbanThink", "Irradiation"), 0, "kWh/m²"),
        ("usable_m2", translate("UrbanThink", "Usable area"), 0, "m²"),
        ("shading_loss_percent", translate("UrbanThink", "Lost to shade"), 0, "%"),
    )


def _kwp() -> str:
    return translate("UrbanThink", "kWp")


def _by_key(column: str, titles: dict[str, str]) -> str:
    """An expression that says the key of a column in words."""
    cases = " ".join(f"WHEN \"{column}\" = '{key}' THEN {_literal(title)}" for key, title in titles.items())
    return f"CASE {cases} ELSE coalesce(\"{column}\", '') END"


def _literal(text: str) -> str:
    return QgsExpression.quotedString(text)


def _category(key: str, color: str, outline: str, title: str) -> QgsRendererCategory:
    look = {"color": color, "outline_color": outline, "outline_width": "0.15"}
    return QgsRendererCategory(key, QgsFillSymbol.createSimple(look), title)


def _label(layer: QgsVectorLayer, expression: str, from_scale: float) -> None:
    """Labels inside the polygons, from 1:`from_scale` on."""
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.placement = Qgis.LabelPlacement.Horizontal
    settings.fitInPolygonOnly = True
    settings.scaleVisibility = True
    settings.minimumScale = from_scale
    settings.setFormat(halo_text(8))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


VECTOR_STYLES: dict[str, Callable[[QgsVectorLayer, dict[str, Any]], None]] = {
    "roof_planes": style_roof_planes,
    "suitability": style_suitability,
    "fill": style_fill,
}
