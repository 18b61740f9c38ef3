"""The demo town: an invented town to try everything on, with the truth to compare with."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputFile
from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import folder_output, integer

translate = QCoreApplication.translate


class DemoTown(UrbanThinkAlgorithm):
    """Makes the inputs of every other algorithm for a small invented French town."""

    ID = "demo_town"
    GROUP = "territory"
    JOB = "demo.demo_town"
    TAGS = ("demo", "example", "sample", "synthetic", "test", "exemple")

    def title(self):
        return translate("UrbanThink", "Demo town")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Makes an invented small French town of 3 km by 3 km, with satellite images, surface temperatures, "
                "heights, buildings, blocks and trees, so that everything can be tried without any download.",
            ),
            inputs=translate("UrbanThink", "Nothing but a folder. The same seed gives the same town."),
            method=translate(
                "UrbanThink",
                "Streets, blocks and buildings are drawn from a seeded generator. Reflectance and surface temperature "
                "come from the land cover by dated tables of typical values; temperature is blurred to the 100 m of "
                "the sensor and carries a stated heat island, weather, noise and clouds.",
            ),
            reading=translate(
                "UrbanThink",
                "<i>town.json</i> lists the files. <i>truth.json</i> says what the algorithms should find: the heat "
                "island of each date, the vegetation index of each class, the slope and azimuth of the roofs. "
                "<i>recipe.json</i> is the RECIPE of the city diagnosis of this town.",
            ),
            limits=translate(
                "UrbanThink",
                "The town does not exist and its numbers describe no real place. It is simpler than a real town: flat "
                "ground, rectangular buildings, one kind of soil per class.",
            ),
        )

    def declare(self):
        return [
            integer(
                "SEED",
                translate("UrbanThink", "Seed"),
                translate("UrbanThink", "Another number draws another town."),
                default=2154,
                minimum=0,
                maximum=2**31 - 1,
                advanced=True,
            ),
            folder_output(
                "OUTPUT_FOLDER",
                translate("UrbanThink", "Folder of the demo town"),
                translate("UrbanThink", "About 4 MB are written there."),
            ),
            QgsProcessingOutputFile("RECIPE", translate("UrbanThink", "Recipe of its diagnosis")),
        ]
