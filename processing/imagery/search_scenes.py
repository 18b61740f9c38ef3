"""Find images: which scenes there are of a place and a period, how cloudy they are, and what they would cost."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import vector_output
from . import request

translate = QCoreApplication.translate

COLLECTIONS = (request.SENTINEL2, request.LANDSAT, request.SENTINEL3, request.LANDSAT_L1)


class SearchScenes(UrbanThinkAlgorithm):
    """The scenes of a catalogue as footprints; no pixel is downloaded."""

    ID = "search_scenes"
    GROUP = "imagery"
    JOB = "imagery.search_scenes"
    TAGS = ("catalogue", "stac", "sentinel", "landsat", "copernicus", "cloud", "search", "catalog", "chercher")
    STYLES = {"OUTPUT": "footprints"}

    def title(self):
        return translate("UrbanThink", "Find images")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Lists the satellite scenes of a place and a period, with their cloud cover, and says what fetching "
                "them would take: megabytes, and processing units of the monthly allowance. No pixel is downloaded.",
            ),
            inputs=translate(
                "UrbanThink",
                "An area, a period, a collection and a source. Copernicus Data Space (cdse) asks for a free account; "
                "Planetary Computer and Earth Search ask for none; custom takes the address of any STAC API. "
                "landsat-c2-l1, the brightness temperature above the atmosphere, is on cdse only.",
            ),
            method=translate(
                "UrbanThink",
                "The catalogue is asked by the STAC or Sentinel Hub protocol. Processing units are counted by the "
                "published rule of Sentinel Hub: (width × height / 512²) × (bands / 3) per date, for the ten bands and "
                "the 10 m of the algorithm that fetches them; a general account has 10 000 a month.",
            ),
            reading=translate(
                "UrbanThink",
                "One footprint per scene with its date, tile and cloud cover: the bluer the outline, the clearer "
                "the scene. The log holds the estimate; COUNT, MEGABYTES and PROCESSING_UNITS are there for scripts "
                "and models.",
            ),
            limits=translate(
                "UrbanThink",
                "Cloud cover is told for the whole scene, some 100 km wide: a cloudy scene may be clear over a town. "
                "The estimate knows the size of images before compression only roughly.",
            ),
        )

    def declare(self):
        numbers = (
            ("COUNT", translate("UrbanThink", "Scenes found")),
            ("MEGABYTES", translate("UrbanThink", "To be downloaded (MB, estimate)")),
            ("PROCESSING_UNITS", translate("UrbanThink", "Processing units (estimate)")),
        )
        return [
            request.area(),
            request.collection(COLLECTIONS, request.SENTINEL2),
            *request.period(),
            request.max_cloud(),
            *request.catalogue("cdse"),
            vector_output(
                "OUTPUT",
                translate("UrbanThink", "Scenes found"),
                translate("UrbanThink", "One polygon per scene: scene_id, datetime, cloud_cover, tile, source."),
            ),
            *(QgsProcessingOutputNumber(name, title) for name, title in numbers),
        ]

    def check(self, parameters, context):
        source, collection = (self.parameterAsEnumString(parameters, n, context) for n in ("SOURCE", "COLLECTION"))
        return request.problem(self, parameters, context, source, collection)
