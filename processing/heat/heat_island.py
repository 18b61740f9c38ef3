"""Surface heat island: how much hotter the town's surfaces are than the vegetation around it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..ground import headline_outputs, land_parameters
from ..parameters import choice, date, integer, polygons, raster_output, rasters

translate = QCoreApplication.translate


class HeatIsland(UrbanThinkAlgorithm):
    """Per-date anomalies against a reference, then median, high percentile, persistence, count and uncertainty."""

    ID = "heat_island"
    GROUP = "heat"
    JOB = "heat.heat_island"
    TAGS = ("suhi", "uhi", "heat", "surface temperature", "landsat", "lst", "îlot de chaleur", "icu")
    STYLES = {"OUTPUT": "suhi", "OUTPUT_CLASS": "suhi_class"}

    def title(self):
        return translate("UrbanThink", "Surface heat island")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Maps by how many kelvin the surfaces of the town are hotter than a reference outside it, over "
                "several dates, and sorts every pixel into five classes from cool island to strong heat island.",
            ),
            inputs=translate(
                "UrbanThink",
                "Surface temperature on several dates: one file with one band per date, or one file per date, in "
                "kelvin, degrees Celsius or Landsat Collection 2 numbers. And where the town is: built-up polygons or "
                "raster, or a land cover with its class numbers. Land cover on another grid is aligned.",
            ),
            method=translate(
                "UrbanThink",
                "Each date is first compared with the median of its own reference pixels, which removes weather and "
                "sensor bias; then the median and the 90th percentile over dates are taken. The reference is, as you "
                "choose, the vegetation bordering the town (Kermap, Montpellier 2019), a ring of equal area "
                "(Cloud-Based Remote Sensing with Google Earth Engine, A1.5), the other land covers, or your own "
                "zones. Water, other towns, steep ground and other altitudes are left out of it.",
            ),
            reading=translate(
                "UrbanThink",
                "Bands: suhi_median and suhi_p90 (kelvin above the reference), persistence (share of dates at least "
                "moderate), observations (dates), sigma (standard error, kelvin). The class boundaries are printed in "
                "the legend; <i>strong</i> also needs to persist on half of the dates. The log gives the figures of "
                "each date and the size, altitude and cover of the reference.",
            ),
            limits=translate(
                "UrbanThink",
                "A satellite sees the surface: this is not air temperature, nor what people feel, and Landsat passes "
                "in the late morning. Roofs and dry soils are hotter than the air above them. The result is refused "
                "when there are too few dates or too few reference pixels.",
            ),
        )

    def declare(self):
        return [*_temperature(), *land_parameters(), *_comparison(), *_results()]

    def check(self, parameters, context):
        given = {name for name, value in parameters.items() if value not in (None, "")}
        if not given & {"URBAN", "LAND_COVER"}:
            return translate("UrbanThink", "Say where the town is: give URBAN, or LAND_COVER with URBAN_CLASSES.")
        if "URBAN" not in given and "URBAN_CLASSES" not in given:
            return translate(
                "UrbanThink", "Say which classes of LAND_COVER are built up: give URBAN_CLASSES, such as 1."
            )
        if self.parameterAsEnumString(parameters, "REFERENCE", context) == "zones" and "RURAL_ZONES" not in given:
            return translate("UrbanThink", "REFERENCE is zones: give the polygons in RURAL_ZONES.")
        if {"START", "END"} <= given:
            start, end = (self.parameterAsDateTime(parameters, name, context) for name in ("START", "END"))
            if start > end:
                return translate("UrbanThink", "The start date is after the end date: swap them.")
        return ""


def _temperature():
    return [
        rasters(
            "INPUT",
            translate("UrbanThink", "Surface temperature, several dates"),
            translate(
                "UrbanThink",
                "One stack with one band per date, or one raster per date. The date is read from the band description "
                "(2024-08-13) or from the file name.",
            ),
        ),
        choice(
            "UNIT",
            translate("UrbanThink", "Unit of the temperatures"),
            translate(
                "UrbanThink",
                "auto reads the file's own unit and the size of the values. landsat_dn: numbers of Landsat "
                "Collection 2 Level 2 (kelvin = 0.00341802 × number + 149).",
            ),
            ("auto", "kelvin", "celsius", "landsat_dn"),
            "auto",
        ),
        choice(
            "SEASON",
            translate("UrbanThink", "Season"),
            translate(
                "UrbanThink",
                "Which dates are combined: summer (June to mid-September), warm (April to October) or all; six months "
                "apart in the southern hemisphere. Other dates still get their figures in the log.",
            ),
            ("summer", "warm", "all"),
            "summer",
        ),
        date("START", translate("UrbanThink", "First day"), translate("UrbanThink", "Earlier dates are left out.")),
        date("END", translate("UrbanThink", "Last day"), translate("UrbanThink", "Later dates are left out.")),
    ]


def _comparison():
    return [
        choice(
            "REFERENCE",
            translate("UrbanThink", "Compared with"),
            translate(
                "UrbanThink",
                "vegetated_border: the vegetation around the town; equal_ring: a ring as large as the town; "
                "land_cover: everything that is not built up; zones: your own polygons.",
            ),
            ("vegetated_border", "equal_ring", "land_cover", "zones"),
            "vegetated_border",
        ),
        polygons(
            "RURAL_ZONES",
            translate("UrbanThink", "Reference zones"),
            translate("UrbanThink", "Polygons to compare with, when the reference is zones."),
            optional=True,
            advanced=True,
        ),
        integer(
            "MIN_DATES",
            translate("UrbanThink", "Least number of dates"),
            translate("UrbanThink", "A pixel seen on fewer dates is no data; fewer dates in all are refused."),
            default=3,
            minimum=1,
            maximum=1000,
            advanced=True,
        ),
    ]


def _results():
    return [
        raster_output(
            "OUTPUT",
            translate("UrbanThink", "Surface heat island (K)"),
            translate("UrbanThink", "Five bands: median, 90th percentile, persistence, observations, sigma."),
        ),
        raster_output(
            "OUTPUT_CLASS",
            translate("UrbanThink", "Surface heat island, classes"),
            translate("UrbanThink", "Classes 0 cool island, 1 neutral, 2 weak, 3 moderate, 4 strong."),
        ),
        *headline_outputs(),
    ]
