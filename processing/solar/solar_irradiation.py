"""Solar irradiation: the energy that each square metre of roof and ground receives in a year and in each month."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import choice, extent, integer, number, raster_output, switch
from . import inputs

translate = QCoreApplication.translate

SKIES = ("perez", "perez-driesse", "haydavies")


class SolarIrradiation(UrbanThinkAlgorithm):
    """Irradiation of the tilted surface with near and far shade, and the share of the sky that is seen."""

    ID = "solar_irradiation"
    GROUP = "solar"
    JOB = "solar.solar_irradiation"
    TAGS = ("sun", "solar", "radiation", "shadow", "horizon", "sky view", "irradiance", "ensoleillement", "soleil")
    STYLES = {"OUTPUT": "irradiation", "OUTPUT_SKY_VIEW": "sky_view"}
    FRONT = "OUTPUT"

    def title(self):
        return translate("UrbanThink", "Solar irradiation")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Maps the solar energy that every square metre of roof and ground receives in a mean year and in each "
                "of its months, with the shade of buildings, trees and hills.",
            ),
            inputs=translate(
                "UrbanThink",
                "A surface model (DSM) of 0.5 to 1 m, such as LiDAR HD. Weather of PVGIS or an EPW file are welcome; "
                "without them the built-in climatology of France is taken. With building footprints, roofs get the "
                "slope of their fitted planes, which is truer than that of single pixels.",
            ),
            method=translate(
                "UrbanThink",
                "The horizon of each pixel is swept in 36 directions along lines with convex hulls (Timonen and "
                "Westerholm 2010) and meets tables that hold the whole year: direct light, the bright ring round the "
                "sun, the sky and its horizon after Perez 1990, and light from the ground. Directions are those of "
                "true north.",
            ),
            reading=translate(
                "UrbanThink",
                "kWh per m² of the tilted surface: a roof of 40 m² that shows 1200 receives 48,000 kWh a year. The "
                "colours have the same limits on every map. The style <i>Month by month</i> shows the months with "
                "the Temporal Controller. Sky view is 1 where the whole sky is seen.",
            ),
            limits=translate(
                "UrbanThink",
                "This is what the sun brings, not what a module yields: that is the algorithm Rooftop solar. Walls "
                "are not seen in a surface model. Single pixels at edges and on noise are less sure than the mean of "
                "a plane.",
            ),
        )

    def declare(self):
        return [inputs.dsm(), inputs.weather(), *_place(), *_light(), *_results()]

    def check(self, parameters, context):
        return inputs.dsm_problem(self, parameters, context)


def _place():
    return [
        extent(
            "AREA",
            translate("UrbanThink", "Area"),
            translate("UrbanThink", "What is computed, when it is less than the DSM; the rest still gives shade."),
            optional=True,
        ),
        switch(
            "MONTHS",
            translate("UrbanThink", "Also each month"),
            translate("UrbanThink", "Thirteen bands, year and months; otherwise the year alone, which is faster."),
            default=True,
        ),
        inputs.buildings(optional=True),
        inputs.canopy(),
        number(
            "TRANSMISSIVITY_SUMMER",
            translate("UrbanThink", "Light through trees, summer"),
            translate("UrbanThink", "Share of 0 to 1 that passes crowns in leaf; when empty, that of the table."),
            minimum=0.0,
            maximum=1.0,
            advanced=True,
        ),
        number(
            "TRANSMISSIVITY_WINTER",
            translate("UrbanThink", "Light through trees, winter"),
            translate("UrbanThink", "Share of 0 to 1 that passes bare crowns; when empty, that of the table."),
            minimum=0.0,
            maximum=1.0,
            advanced=True,
        ),
        inputs.terrain(),
    ]


def _light():
    return [
        number(
            "MAX_DISTANCE",
            translate("UrbanThink", "Shade from how far (m)"),
            translate("UrbanThink", "Beyond this distance the DSM gives no shade; far hills come from the terrain."),
            default=500,
            minimum=10,
            maximum=50000,
            advanced=True,
        ),
        integer(
            "AZIMUTHS",
            translate("UrbanThink", "Directions"),
            translate("UrbanThink", "Directions of the horizon; 72 takes twice as long as 36 and is a little finer."),
            default=36,
            minimum=8,
            maximum=360,
            advanced=True,
        ),
        number(
            "ALBEDO",
            translate("UrbanThink", "Albedo"),
            translate("UrbanThink", "Share of the light that the ground sends back: 0.2 in towns, 0.8 on snow."),
            default=0.2,
            minimum=0.0,
            maximum=1.0,
            advanced=True,
        ),
        choice(
            "SKY_MODEL",
            translate("UrbanThink", "Sky model"),
            translate(
                "UrbanThink",
                "perez: Perez 1990. perez-driesse: the same without its steps (Driesse 2024). haydavies: simpler, "
                "without the bright horizon.",
            ),
            SKIES,
            SKIES[0],
            advanced=True,
        ),
    ]


def _results():
    return [
        raster_output(
            "OUTPUT",
            translate("UrbanThink", "Solar irradiation (kWh/m²)"),
            translate("UrbanThink", "kWh per m² of tilted surface: the year, then the months from January on."),
        ),
        raster_output(
            "OUTPUT_SKY_VIEW",
            translate("UrbanThink", "Sky view"),
            translate("UrbanThink", "Share of the sky that a surface sees, 0 to 1."),
            optional=True,
        ),
        QgsProcessingOutputNumber("IRRADIATION", translate("UrbanThink", "Mean irradiation of the year (kWh/m²)")),
    ]
