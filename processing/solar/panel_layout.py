"""Panel layout: real modules laid on roof planes."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import choice, polygons, vector_output
from . import inputs

translate = QCoreApplication.translate

COLUMNS = ("slope_deg", "azimuth_deg")
ORIENTATIONS = ("best", "portrait", "landscape")


class PanelLayout(UrbanThinkAlgorithm):
    """Modules as polygons, and their number per plane."""

    ID = "panel_layout"
    GROUP = "solar"
    JOB = "solar.panel_layout"
    TAGS = ("modules", "panels", "packing", "rows", "pv", "panneaux", "calepinage", "photovoltaïque")
    STYLES = {"OUTPUT": "modules", "OUTPUT_PLANES": "roof_planes"}

    def title(self):
        return translate("UrbanThink", "Panel layout")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Lays as many modules as fit on each roof plane, and draws each of them.",
            ),
            inputs=translate(
                "UrbanThink",
                "Roof planes with the columns slope_deg and azimuth_deg, as the algorithm Roof planes writes them, "
                "drawn or corrected by hand if you like; and obstacles to keep clear of.",
            ),
            method=translate(
                "UrbanThink",
                "Edges and obstacles keep their distance. A grid of modules, upright or lying, is moved over the "
                "plane, as seen along its slope, until the most fit. On flat roofs modules are tilted, in rows that "
                "do not shade one another on 21 December from 10 to 14 h solar time.",
            ),
            reading=translate(
                "UrbanThink",
                "One rectangle per module, as it looks on the map: along the slope it appears shorter. The planes can "
                "be had again with the number of their modules.",
            ),
            limits=translate(
                "UrbanThink",
                "Shade and irradiation are not looked at: use Rooftop solar for that. Battens, rafters and fixing "
                "zones are not known; an installer's plan may hold a few modules less.",
            ),
        )

    def declare(self):
        return [
            polygons(
                "PLANES",
                translate("UrbanThink", "Roof planes"),
                translate("UrbanThink", "Polygons with slope_deg and azimuth_deg, in a CRS in metres."),
            ),
            polygons(
                "OBSTACLES",
                translate("UrbanThink", "Obstacles on roofs"),
                translate("UrbanThink", "Polygons that modules keep clear of."),
                optional=True,
            ),
            inputs.module(),
            choice(
                "ORIENTATION",
                translate("UrbanThink", "Orientation of the modules"),
                translate("UrbanThink", "portrait: upright. landscape: lying. best: whichever of the two holds more."),
                ORIENTATIONS,
                ORIENTATIONS[0],
            ),
            inputs.setback(),
            vector_output(
                "OUTPUT",
                translate("UrbanThink", "Solar modules"),
                translate("UrbanThink", "One rectangle per module, as it lies on the map."),
            ),
            vector_output(
                "OUTPUT_PLANES",
                translate("UrbanThink", "Roof planes with their modules"),
                translate("UrbanThink", "The planes with the number of modules on them."),
                optional=True,
            ),
            QgsProcessingOutputNumber("COUNT", translate("UrbanThink", "Modules")),
        ]

    def check(self, parameters, context):
        source = self.parameterAsSource(parameters, "PLANES", context)
        there = source.fields().names() if source else COLUMNS
        missing = [name for name in COLUMNS if name not in there]
        if missing:
            return translate(
                "UrbanThink",
                "PLANES has no column {columns}: take the output of Roof planes, or give each plane its slope_deg and "
                "azimuth_deg.",
            ).format(columns=", ".join(missing))
        return ""
