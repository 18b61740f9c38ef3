"""Statistics of a raster per polygon."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import band, choices, number, polygons, raster, text, vector_output
from ..values import band_unit

translate = QCoreApplication.translate

STATISTICS = ("mean", "median", "min", "max", "stdev", "p10", "p90", "sum", "count", "share_above")


class ZoneStatistics(UrbanThinkAlgorithm):
    """Zones with one column per statistic."""

    ID = "zone_statistics"
    GROUP = "vegetation"
    JOB = "territory.zone_statistics"
    TAGS = ("zonal", "zones", "districts", "blocks", "iris", "mean", "percentile", "statistiques")
    STYLES = {"OUTPUT": "zones"}

    def __init__(self):
        super().__init__()
        self._column = ""
        self._unit = ""

    def title(self):
        return translate("UrbanThink", "Zone statistics")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Adds to each zone (district, block, grid cell) the statistics of a raster inside it: mean surface "
                "heat island, share of dense vegetation, and so on.",
            ),
            inputs=translate(
                "UrbanThink",
                "Polygons and one band of a raster. They may be in different coordinate systems. Broken polygons are "
                "repaired, and said so in the log.",
            ),
            method=translate(
                "UrbanThink",
                "Each pixel counts with the exact share of its area inside the zone (exactextract, Baston 2023), so "
                "that small zones and large pixels are treated right. Percentiles are weighted in the same way.",
            ),
            reading=translate(
                "UrbanThink",
                "One column per statistic, behind the prefix, and <i>coverage</i>: the share of the zone where the "
                "raster has data, from 0 to 1. Zones are coloured by the first statistic, in classes of equal "
                "number. share_above is the share of the area above the threshold.",
            ),
            limits=translate(
                "UrbanThink",
                "A zone covered less than the minimum gets no statistics, rather than wrong ones. Zones smaller than "
                "a pixel repeat the value of that pixel. A mean hides contrasts: look at p90 too.",
            ),
        )

    def declare(self):
        return [
            polygons(
                "ZONES",
                translate("UrbanThink", "Zones"),
                translate("UrbanThink", "Polygons; their columns are kept."),
            ),
            raster(
                "RASTER",
                translate("UrbanThink", "Raster"),
                translate("UrbanThink", "What is measured in each zone."),
            ),
            band(
                "BAND",
                translate("UrbanThink", "Band"),
                translate("UrbanThink", "Band of the raster; the first unless another is chosen."),
                "RASTER",
            ),
            choices(
                "STATISTICS",
                translate("UrbanThink", "Statistics"),
                translate(
                    "UrbanThink",
                    "One column each. p10 and p90 are percentiles; count is the number of pixels, with fractions; "
                    "share_above needs a threshold.",
                ),
                STATISTICS,
                ("mean", "median", "p90"),
            ),
            number(
                "THRESHOLD",
                translate("UrbanThink", "Threshold of share_above"),
                translate("UrbanThink", "In the unit of the raster, such as 6 for 6 K."),
            ),
            number(
                "MIN_COVERAGE",
                translate("UrbanThink", "Minimum coverage"),
                translate("UrbanThink", "Share of a zone, 0 to 1, that must have data for statistics to be given."),
                default=0.5,
                minimum=0.0,
                maximum=1.0,
            ),
            text(
                "PREFIX",
                translate("UrbanThink", "Prefix of the columns"),
                translate("UrbanThink", "Put before each new column, so that several runs can be told apart."),
                default="",
            ),
            vector_output(
                "OUTPUT",
                translate("UrbanThink", "Zone statistics"),
                translate("UrbanThink", "The zones with their new columns."),
            ),
        ]

    def check(self, parameters, context):
        chosen = self.parameterAsEnumStrings(parameters, "STATISTICS", context)
        if not chosen:
            return translate("UrbanThink", "No statistic is chosen: choose at least one in STATISTICS.")
        if "share_above" in chosen and parameters.get("THRESHOLD") is None:
            return translate("UrbanThink", "share_above needs a threshold: give THRESHOLD, in the unit of the raster.")
        return ""

    def prepareAlgorithm(self, parameters, context, feedback):
        chosen = self.parameterAsEnumStrings(parameters, "STATISTICS", context)
        self._column = self.parameterAsString(parameters, "PREFIX", context) + chosen[0]
        if chosen[0] not in ("count", "share_above"):
            layer = self.parameterAsRasterLayer(parameters, "RASTER", context)
            self._unit = band_unit(layer, self.parameterAsInt(parameters, "BAND", context)) if layer else ""
        return super().prepareAlgorithm(parameters, context, feedback)

    def style_options(self, outputs):
        return {"OUTPUT": {"field": self._column, "unit": self._unit}}
