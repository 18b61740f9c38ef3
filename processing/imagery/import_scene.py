"""Import a product from disk: a Sentinel-2 or Landsat product or a GeoTIFF becomes an image that is ready for use."""

from __future__ import annotations

import os

from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import choice, extent, file_or_folder, raster_output, text

translate = QCoreApplication.translate

SENSORS = ("auto", "sentinel2", "landsat", "reflectance", "temperature")


class ImportScene(UrbanThinkAlgorithm):
    """Reflectance or surface temperature of one local product, scaled and masked."""

    ID = "import_scene"
    GROUP = "imagery"
    JOB = "imagery.import_scene"
    TAGS = ("safe", "sentinel-2", "landsat", "mtl", "tar", "zip", "import", "product", "importer", "produit")
    STYLES = {"OUTPUT": "reflectance"}

    def title(self):
        return translate("UrbanThink", "Import a satellite product")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Reads a Sentinel-2, Sentinel-3 or Landsat product that is on disk, as its producer delivers it, and "
                "writes one GeoTIFF of reflectance or of surface temperature with named bands and the right scale, "
                "without clouds.",
            ),
            inputs=translate(
                "UrbanThink",
                "A SAFE folder or its zip; a SEN3 folder of surface temperature (SL_2_LST) or its zip; a folder or tar "
                "of Landsat Collection 2, Level 1 or 2, with its MTL file; or a GeoTIFF. Where a GeoTIFF does not name "
                "its bands, write them in <i>Bands</i>.",
            ),
            method=translate(
                "UrbanThink",
                "Scale and offset come from the product's own metadata (Sentinel-2: the processing baseline decides "
                "on the offset of −1000; Landsat: the factors of the MTL file). Clouds are left out by the product's "
                "own masks (SCL, QA_PIXEL, confidence flags). Sentinel-3 is brought from its swath to pixels of 1 km, "
                "each given the nearest measurement. The level of a product is recognised, so that a surface "
                "temperature is never corrected twice.",
            ),
            reading=translate(
                "UrbanThink",
                "Reflectance 0 to 1 with bands named B02 … B12, shown in natural colours; or kelvin with one band "
                "named after the date. Clouds are no data, where the product has a mask.",
            ),
            limits=translate(
                "UrbanThink",
                "A GeoTIFF without a mask keeps its clouds. Landsat Level 1 gives brightness, not surface "
                "temperature, and needs its MTL file.",
            ),
        )

    def declare(self):
        return [
            file_or_folder(
                "INPUT",
                translate("UrbanThink", "Product"),
                translate(
                    "UrbanThink",
                    "A file (zip, tar, GeoTIFF), or the path of a folder (.SAFE, .SEN3, or one with the files of a "
                    "Landsat scene).",
                ),
            ),
            choice(
                "SENSOR",
                translate("UrbanThink", "Sensor"),
                translate(
                    "UrbanThink",
                    "auto recognises products. Of a GeoTIFF that does not tell, say whose it is, or whether it holds "
                    "reflectance or temperature.",
                ),
                SENSORS,
                "auto",
            ),
            text(
                "BANDS",
                translate("UrbanThink", "Bands, where the file does not name them"),
                translate(
                    "UrbanThink",
                    "Names in the order of the file, such as B02,B03,B04,B08. Of other products, the bands that are "
                    "wanted; LST is the surface temperature.",
                ),
            ),
            extent(
                "AREA",
                translate("UrbanThink", "Area"),
                translate("UrbanThink", "The rectangle that is wanted; the whole product when empty."),
                optional=True,
            ),
            raster_output(
                "OUTPUT",
                translate("UrbanThink", "Imported image"),
                translate("UrbanThink", "GeoTIFF: reflectance, or surface temperature in kelvin."),
            ),
        ]

    def check(self, parameters, context):
        path = self.parameterAsFile(parameters, "INPUT", context)
        if not os.path.exists(path):
            return translate("UrbanThink", "INPUT: {path} does not exist.").format(path=path)
        return ""
