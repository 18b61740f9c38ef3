"""Rooftop solar: what each roof can carry and yield, and why."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import choice, number, vector_output
from . import inputs

translate = QCoreApplication.translate


class RooftopSolar(UrbanThinkAlgorithm):
    """Planes and buildings with modules, power, yield, suitability and its reason."""

    ID = "rooftop_solar"
    GROUP = "solar"
    JOB = "solar.rooftop_solar"
    TAGS = ("photovoltaic", "pv", "roof", "potential", "kwp", "yield", "cadastre solaire", "photovoltaïque", "toiture")
    STYLES = {"OUTPUT": "suitability", "OUTPUT_BUILDINGS": "suitability", "OUTPUT_MODULES": "modules"}

    def title(self):
        return translate("UrbanThink", "Rooftop solar")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Says for every roof plane and every building how many solar modules fit, their power, their yield in "
                "a year and in each month, how suitable the roof is, and the reason for it.",
            ),
            inputs=translate(
                "UrbanThink",
                "A surface model (DSM) of 0.5 to 1 m and building footprints; a point cloud makes the planes truer. "
                "Weather of PVGIS or an EPW file are welcome; without them the built-in climatology of France is "
                "taken.",
            ),
            method=translate(
                "UrbanThink",
                "Roof planes are found, their irradiation computed with near and far shade, and real modules laid on "
                "what is left after setbacks, obstacles, shade and protected areas; on flat roofs in rows that do not "
                "shade one another on 21 December from 10 to 14 h solar time. The yield follows pvlib: incidence, cell "
                "temperature, module and losses from dated tables.",
            ),
            reading=translate(
                "UrbanThink",
                "kwp is what fits, kwh_year the yield of a mean year, kwh_p90 the yield that nine years of ten pass, "
                "with the doubt about the heights in it. irradiation is kWh per m² of tilted surface. Hover over a "
                "roof to read its class and its reason; in a 3-D view the buildings stand up.",
            ),
            limits=translate(
                "UrbanThink",
                "No structural survey: a roof may be too weak, too old or listed without the layers knowing it. Rules "
                "of towns and grids change; those that are used are dated and to be verified. A quote of an installer "
                "stays necessary.",
            ),
        )

    def declare(self):
        return [
            inputs.dsm(),
            inputs.buildings(),
            inputs.building_id(),
            inputs.weather(),
            inputs.module(),
            inputs.setback(),
            number(
                "MIN_IRRADIATION",
                translate("UrbanThink", "Least irradiation (kWh/m²)"),
                translate("UrbanThink", "Where a surface receives less in a year, no module is laid."),
                default=900,
                minimum=0,
                maximum=3000,
            ),
            inputs.points(),
            inputs.protected(),
            inputs.canopy(),
            inputs.terrain(),
            _losses(),
            *_results(),
            *inputs.yield_outputs(),
            QgsProcessingOutputNumber("BUILDINGS_SUITABLE", translate("UrbanThink", "Buildings that are suitable")),
        ]

    def check(self, parameters, context):
        return inputs.dsm_problem(self, parameters, context)


def _losses():
    return choice(
        "LOSSES",
        translate("UrbanThink", "Losses of the system"),
        translate(
            "UrbanThink",
            "pvgis: 14 % in all, as PVGIS does. detailed: inverter, cables, dirt, ageing and so on, one by one.",
        ),
        ("pvgis", "detailed"),
        "pvgis",
        advanced=True,
    )


def _results():
    return [
        vector_output(
            "OUTPUT",
            translate("UrbanThink", "Solar potential of roof planes"),
            translate("UrbanThink", "One polygon per plane with power, yield, suitability and reason."),
        ),
        vector_output(
            "OUTPUT_BUILDINGS",
            translate("UrbanThink", "Solar potential of buildings"),
            translate("UrbanThink", "One footprint per building with the sums of its planes."),
        ),
        vector_output(
            "OUTPUT_MODULES",
            translate("UrbanThink", "Solar modules"),
            translate("UrbanThink", "One rectangle per module, as it lies on the map."),
            optional=True,
        ),
    ]
