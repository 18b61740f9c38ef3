"""Open ground solar: what car parks and land can carry and yield, and which obligations bear on them."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import field, polygons, vector_output
from . import inputs

translate = QCoreApplication.translate


class OpenGroundSolar(UrbanThinkAlgorithm):
    """Canopies over car parks and rows on land, with power, yield and obligations."""

    ID = "open_ground_solar"
    GROUP = "solar"
    JOB = "solar.open_ground_solar"
    TAGS = ("photovoltaic", "pv", "parking", "car park", "canopy", "ombrière", "parc", "photovoltaïque", "friche")
    STYLES = {"OUTPUT": "suitability"}

    def title(self):
        return translate("UrbanThink", "Open ground solar")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Says for every car park and every piece of land how many solar modules fit, on canopies or in rows, "
                "their power and yield, whether a law obliges to them, and the reason for it.",
            ),
            inputs=translate(
                "UrbanThink",
                "Polygons of the ground, with a column that says ground or parking; without it all is ground. A "
                "surface model (DSM) that covers them and their neighbours. Weather as in Rooftop solar.",
            ),
            method=translate(
                "UrbanThink",
                "The sun is computed at the height of the canopy above a car park, or at that of the rows above land. "
                "Trees, buildings, steep and protected ground are left out. Rows keep the distance at which they do "
                "not shade one another on 21 December from 10 to 14 h solar time. Obligations are dated rows of a "
                "table.",
            ),
            reading=translate(
                "UrbanThink",
                "kwp is what fits, kwh_year the yield of a mean year, kwh_p90 the yield that nine years of ten pass. "
                "obligation names the law, its date and its threshold, and is to be verified before use.",
            ),
            limits=translate(
                "UrbanThink",
                "Planning rules, soil, floods, grid connection and farming are not known here. The lanes of a "
                "car park are not known: canopies take a usual pattern. Laws change: the date of each row says when it "
                "was read.",
            ),
        )

    def declare(self):
        return [
            inputs.dsm(),
            polygons(
                "GROUND",
                translate("UrbanThink", "Car parks and land"),
                translate("UrbanThink", "Polygons of BD TOPO, OpenStreetMap or the cadastre; their columns are kept."),
            ),
            field(
                "KIND",
                translate("UrbanThink", "Kind of ground"),
                translate("UrbanThink", "Column that says ground or parking; when empty, all is ground."),
                "GROUND",
            ),
            inputs.weather(),
            inputs.module(),
            inputs.protected(),
            inputs.canopy(),
            inputs.terrain(),
            vector_output(
                "OUTPUT",
                translate("UrbanThink", "Solar potential of open ground"),
                translate("UrbanThink", "The polygons with power, yield, obligation, suitability and reason."),
            ),
            *inputs.yield_outputs(),
        ]

    def check(self, parameters, context):
        return inputs.dsm_problem(self, parameters, context)
