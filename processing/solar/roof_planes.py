"""Roof planes: the flat parts of every roof, with slope, azimuth and true area."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import crs, number, switch, vector_output
from . import inputs

translate = QCoreApplication.translate


class RoofPlanes(UrbanThinkAlgorithm):
    """Planes and obstacles inside footprints, from a surface model or from points."""

    ID = "roof_planes"
    GROUP = "solar"
    JOB = "solar.roof_planes"
    TAGS = ("roof", "plane", "slope", "azimuth", "lidar", "segmentation", "toit", "toiture", "pan", "pente")
    STYLES = {"OUTPUT": "roof_planes", "OUTPUT_OBSTACLES": "obstacles"}

    def title(self):
        return translate("UrbanThink", "Roof planes")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Finds the planes of every roof, with slope, azimuth and true area, and what stands on them: dormers, "
                "chimneys, machines.",
            ),
            inputs=translate(
                "UrbanThink",
                "Building footprints, and either a surface model of 0.5 to 1 m (DSM) or a LiDAR point cloud (POINTS, "
                "LAS or LAZ). One of the two is needed; with both, the points give the planes.",
            ),
            method=translate(
                "UrbanThink",
                "Within each footprint, planes are tried from many spots, the one that most heights agree on is fitted "
                "by least squares and wins its cells, and neighbours compete for their borders; what sticks out of a "
                "plane becomes an obstacle. Footprints that are shifted against the heights by up to one metre are put "
                "right, and the shift is told.",
            ),
            reading=translate(
                "UrbanThink",
                "azimuth_deg is the direction in which water runs off, clockwise from true north: 180 is south. "
                "area_m2 is measured along the slope, area_plan_m2 on the map. rmse_m says how far the heights are "
                "from the plane. Colours show the azimuth; flat roofs are grey.",
            ),
            limits=translate(
                "UrbanThink",
                "Curved roofs come in pieces. Planes of a few pixels are less sure, and with pixels of 1 m small ones "
                "are missed. Heights and footprints must be of the same time: a roof built since is not there.",
            ),
        )

    def declare(self):
        return [
            inputs.buildings(),
            inputs.dsm(optional=True),
            inputs.points(),
            inputs.building_id(),
            number(
                "MIN_AREA",
                translate("UrbanThink", "Smallest plane (m²)"),
                translate("UrbanThink", "Smaller ones, measured on the map, count as obstacles or borders."),
                default=2,
                minimum=0.25,
                maximum=10000,
            ),
            crs(
                "POINTS_CRS",
                translate("UrbanThink", "CRS of the point cloud"),
                translate("UrbanThink", "Only for a cloud that does not tell its own."),
                advanced=True,
            ),
            switch(
                "REGISTER",
                translate("UrbanThink", "Put shifted footprints right"),
                translate("UrbanThink", "Looks for the shift of up to one metre at which roof and footprint fit best."),
                default=True,
                advanced=True,
            ),
            vector_output(
                "OUTPUT",
                translate("UrbanThink", "Roof planes"),
                translate("UrbanThink", "One polygon per plane: slope, azimuth, areas, fit."),
            ),
            vector_output(
                "OUTPUT_OBSTACLES",
                translate("UrbanThink", "Obstacles on roofs"),
                translate("UrbanThink", "What stands on the planes."),
                optional=True,
            ),
            QgsProcessingOutputNumber("PLANES", translate("UrbanThink", "Planes found")),
            QgsProcessingOutputNumber("BUILDINGS_FOUND", translate("UrbanThink", "Buildings with planes")),
        ]

    def check(self, parameters, context):
        if all(parameters.get(name) in (None, "") for name in ("DSM", "POINTS")):
            return translate("UrbanThink", "Say where the heights are: give DSM or POINTS.")
        return inputs.dsm_problem(self, parameters, context)
