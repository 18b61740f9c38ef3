"""What the solar algorithms ask alike: heights, weather, trees, terrain, modules; and what is wrong with heights."""

from __future__ import annotations

import json
from functools import cache

from qgis.core import Qgis, QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

from ..installed import RESOURCES
from ..parameters import choice, field, file_like, number, polygons, raster

translate = QCoreApplication.translate


def dsm(optional=False):
    """DSM."""
    return raster(
        "DSM",
        translate("UrbanThink", "Surface model (DSM)"),
        translate(
            "UrbanThink",
            "Heights of roofs, trees and ground above sea level, in metres, in a CRS in metres; pixels of 0.5 to 1 m "
            "show roofs best. Holes stay holes.",
        ),
        optional,
    )


def weather():
    """WEATHER."""
    return file_like(
        "WEATHER",
        translate("UrbanThink", "Weather"),
        translate(
            "UrbanThink",
            "A typical year (TMY) or hourly years of PVGIS as csv or json, or an EPW file. When empty, the built-in "
            "climatology of the place, for France and its overseas departments.",
        ),
        "*.csv *.json *.epw",
    )


def canopy():
    """CANOPY."""
    return raster(
        "CANOPY",
        translate("UrbanThink", "Height of trees"),
        translate(
            "UrbanThink",
            "Metres above the ground, 0 or no data where there is no tree. With it, trees let part of the light "
            "through, more in winter than in summer; without it, what the DSM shows is opaque.",
        ),
        optional=True,
        advanced=True,
    )


def terrain():
    """TERRAIN."""
    return raster(
        "TERRAIN",
        translate("UrbanThink", "Terrain of the surroundings"),
        translate(
            "UrbanThink",
            "A coarse terrain model in metres, wider than the DSM (25 m pixels, 20 km around), for the shade of far "
            "hills.",
        ),
        optional=True,
        advanced=True,
    )


def buildings(optional=False, advanced=False):
    """BUILDINGS."""
    return polygons(
        "BUILDINGS",
        translate("UrbanThink", "Buildings"),
        translate(
            "UrbanThink",
            "Footprints, of BD TOPO, the cadastre or OpenStreetMap. Broken ones are repaired, and said so in the log.",
        ),
        optional,
        advanced,
    )


def building_id():
    """BUILDING_ID."""
    return field(
        "BUILDING_ID",
        translate("UrbanThink", "Name of a building"),
        translate("UrbanThink", "Column that tells buildings apart; when empty, the number of the feature."),
        "BUILDINGS",
    )


def points():
    """POINTS."""
    return file_like(
        "POINTS",
        translate("UrbanThink", "Point cloud"),
        translate("UrbanThink", "LAS or LAZ of an airborne LiDAR; roof planes come from its points, which are truer."),
        "*.las *.laz *.xyz",
    )


def module():
    """MODULE."""
    table = _module_table()
    words = translate(
        "UrbanThink",
        "The solar module that is laid out, one of resources/data/pv_modules.json, which tells sizes, powers, sources "
        "and dates: {modules}.",
    )
    rows = "; ".join(f"{row['key']}, {row['name']}" for row in table["modules"])
    return choice(
        "MODULE",
        translate("UrbanThink", "Module"),
        words.format(modules=rows),
        module_keys(),
        table["default"],
    )


def module_keys():
    """The modules of the table."""
    return tuple(row["key"] for row in _module_table()["modules"])


def setback():
    """SETBACK."""
    return number(
        "SETBACK",
        translate("UrbanThink", "Distance from the edge (m)"),
        translate("UrbanThink", "Kept free along every edge of a roof plane, for wind, water and people."),
        default=0.5,
        minimum=0.0,
        maximum=20.0,
    )


def protected():
    """PROTECTED."""
    return polygons(
        "PROTECTED",
        translate("UrbanThink", "Protected areas"),
        translate("UrbanThink", "Polygons, such as listed sites: what they touch is not fitted, and is told why."),
        optional=True,
        advanced=True,
    )


def yield_outputs():
    """The totals of what can be fitted."""
    numbers = (
        ("KWP", translate("UrbanThink", "Power that can be fitted (kWp)")),
        ("KWH_YEAR", translate("UrbanThink", "Yield of a mean year (kWh)")),
    )
    return [QgsProcessingOutputNumber(name, title) for name, title in numbers]


def dsm_problem(algorithm, parameters, context):
    """One sentence about a DSM in which no distance can be measured; empty when there is none."""
    layer = algorithm.parameterAsRasterLayer(parameters, "DSM", context)
    if layer is None:
        return ""
    crs = layer.crs()
    if not crs.isValid():
        return translate(
            "UrbanThink",
            "DSM has no coordinate reference system: give it its own in the layer's properties or with Assign "
            "Projection.",
        )
    if crs.mapUnits() != Qgis.DistanceUnit.Meters:
        return translate(
            "UrbanThink",
            "DSM is in {crs}, whose unit is not the metre: reproject it (Raster ▸ Projections ▸ Warp), in France to "
            "EPSG:2154.",
        ).format(crs=crs.authid() or crs.description())
    return ""


@cache
def _module_table():
    return json.loads((RESOURCES / "data" / "pv_modules.json").read_text(encoding="utf-8"))
