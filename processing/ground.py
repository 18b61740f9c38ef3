"""Where the town is, and what its heat island comes to: parameters and outputs of every algorithm on heat."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

from .parameters import polygons_or_raster, raster, text

translate = QCoreApplication.translate


def land_parameters():
    """The built-up area, from polygons, a raster or a land cover, and the ground's other properties."""
    return [
        polygons_or_raster(
            "URBAN",
            translate("UrbanThink", "Built-up area"),
            translate(
                "UrbanThink", "Polygons, or a raster: its URBAN_CLASSES, or every value above 0. Or give a land cover."
            ),
            optional=True,
        ),
        raster(
            "LAND_COVER",
            translate("UrbanThink", "Land cover"),
            translate("UrbanThink", "A raster of class numbers; it may be finer than the temperatures."),
            optional=True,
        ),
        text(
            "URBAN_CLASSES",
            translate("UrbanThink", "Built-up classes"),
            translate("UrbanThink", "Class numbers that are built up, such as 1 or 1,2."),
        ),
        text(
            "VEGETATION_CLASSES",
            translate("UrbanThink", "Vegetation classes"),
            translate("UrbanThink", "Class numbers of the land cover that are vegetation, such as 3,4."),
        ),
        text(
            "WATER_CLASSES",
            translate("UrbanThink", "Water classes"),
            translate("UrbanThink", "Class numbers of the land cover that are water; never part of a reference."),
        ),
        raster(
            "ELEVATION",
            translate("UrbanThink", "Elevation"),
            translate(
                "UrbanThink",
                "Metres. With it, a reference at another altitude than the town or on steep ground is left out.",
            ),
            optional=True,
            advanced=True,
        ),
    ]


def headline_outputs():
    """The figures of the whole town."""
    numbers = (
        ("SUHI_INTENSITY", translate("UrbanThink", "Surface heat island of the town (K)")),
        ("SUHI_LOW", translate("UrbanThink", "Lower bound, 90 % (K)")),
        ("SUHI_HIGH", translate("UrbanThink", "Upper bound, 90 % (K)")),
        ("RURAL_PIXELS", translate("UrbanThink", "Reference pixels")),
        ("DATES", translate("UrbanThink", "Dates combined")),
    )
    return [QgsProcessingOutputNumber(name, title) for name, title in numbers]
