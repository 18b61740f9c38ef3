"""Spectral indices of an image: vegetation, water, moisture, built surfaces."""

from __future__ import annotations

import json

from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..installed import RESOURCES
from ..parameters import choice, choices, raster, raster_output, text

translate = QCoreApplication.translate


class SpectralIndices(UrbanThinkAlgorithm):
    """One band per index, from one reflectance image."""

    ID = "spectral_indices"
    GROUP = "vegetation"
    JOB = "vegetation.spectral_indices"
    TAGS = ("ndvi", "evi", "savi", "ndmi", "ndbi", "ndwi", "index", "sentinel-2", "landsat", "indice")
    STYLES = {"OUTPUT": "vegetation_index"}

    def title(self):
        return translate("UrbanThink", "Spectral indices")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Computes one or several spectral indices of an image in one pass: vegetation (NDVI, EVI, SAVI …), "
                "moisture and water (NDMI, NDWI …), built surfaces and bare soil (NDBI, BSI …).",
            ),
            inputs=translate(
                "UrbanThink",
                "A surface reflectance image, Sentinel-2 or similar. Bands are recognised by their names in the file; "
                "where it names none, write them in <i>Bands</i>. Whole numbers (reflectance × 10 000) are converted, "
                "and the offset that Sentinel-2 products carry since 2022 is taken into account.",
            ),
            method=translate(
                "UrbanThink",
                "Each index has its published formula and its own constants, with the reference of each in the table "
                "resources/data/spectral_indices.json: for instance NDVI, Rouse et al. 1974; EVI, Huete et al. 2002; "
                "SAVI, Huete 1988. A value outside the range where the index has a meaning is no data.",
            ),
            reading=translate(
                "UrbanThink",
                "One band per index, named after it; the map shows the first. NDVI: bare ground and roofs below 0.2, "
                "lawns and sparse trees 0.2 to 0.6, dense leaves above 0.6. NDBI and BSI grow with built and bare "
                "surfaces, NDWI and MNDWI with open water.",
            ),
            limits=translate(
                "UrbanThink",
                "Clouds and their shadows are not removed: they show as low vegetation. NDVI saturates over dense "
                "canopy. NDBI confuses dry soil with buildings. Compare dates of the same season only.",
            ),
        )

    def declare(self):
        return [
            raster(
                "INPUT",
                translate("UrbanThink", "Reflectance image"),
                translate("UrbanThink", "Surface reflectance, one band per wavelength, in one file."),
            ),
            text(
                "BANDS",
                translate("UrbanThink", "Bands, where the file does not name them"),
                translate(
                    "UrbanThink",
                    "Sentinel-2 names in the order of the file, such as B02,B03,B04,B08, or with numbers: B04=3,B08=7.",
                ),
            ),
            choices(
                "INDICES",
                translate("UrbanThink", "Indices"),
                translate("UrbanThink", "One band is written per index, in this order."),
                index_names(),
                ["NDVI"],
            ),
            choice(
                "ENCODING",
                translate("UrbanThink", "Storage"),
                translate(
                    "UrbanThink",
                    "int16: whole numbers with a scale, small files, four decimals. float32: full precision.",
                ),
                ("int16", "float32"),
                "int16",
                advanced=True,
            ),
            text(
                "OFFSET",
                translate("UrbanThink", "Radiometric offset"),
                translate(
                    "UrbanThink",
                    "Added to the stored numbers before they become reflectance: auto, 0, or -1000 "
                    "(Sentinel-2 products of processing baseline 04.00 and later).",
                ),
                default="auto",
                advanced=True,
            ),
            raster_output(
                "OUTPUT",
                translate("UrbanThink", "Spectral indices"),
                translate("UrbanThink", "GeoTIFF with one band per index."),
            ),
        ]


def index_names() -> list[str]:
    """The indices of the table, in its order."""
    table = json.loads((RESOURCES / "data" / "spectral_indices.json").read_text(encoding="utf-8"))
    return list(table["indices"])
