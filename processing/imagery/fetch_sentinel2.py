"""Fetch Sentinel-2: a cloud-free reflectance image of a place, or one per month or per date."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import choice, choices, crs, number, raster_output
from . import request

translate = QCoreApplication.translate

BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
COARSE = ("B01", "B09")  # 60 m: aerosols and water vapour
COMPOSITES = ("median", "least_cloudy", "monthly", "none")


class FetchSentinel2(UrbanThinkAlgorithm):
    """Surface reflectance without clouds, from the scenes of a period."""

    ID = "fetch_sentinel2"
    GROUP = "imagery"
    JOB = "imagery.fetch_sentinel2"
    TAGS = ("sentinel-2", "copernicus", "reflectance", "composite", "download", "cloud", "réflectance", "télécharger")
    STYLES = {"OUTPUT": "reflectance", "OUTPUT_COUNT": "count"}

    def title(self):
        return translate("UrbanThink", "Fetch Sentinel-2 images")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Downloads the surface reflectance of a place over a period and makes one image without clouds of it, "
                "or one per month, or keeps every date; with a layer of how often each pixel was seen clearly.",
            ),
            inputs=translate(
                "UrbanThink",
                "An area, a period and a source. Copernicus Data Space (cdse) asks for a free account; Planetary "
                "Computer and Earth Search ask for none. The log says first what the request takes: scenes, megabytes, "
                "processing units. What was downloaded once is kept in the cache and is not asked for again.",
            ),
            method=translate(
                "UrbanThink",
                "Pixels that the scene classification of Sen2Cor calls cloud, shadow, cirrus or snow are left out, "
                "with a margin; a roof that is bright on every date is not taken for a cloud. The radiometric offset "
                "follows the processing baseline of each product (04.00 and later: −1000). The median is taken pixel "
                "by pixel and band by band; least_cloudy takes the clearest scene first and fills from the next.",
            ),
            reading=translate(
                "UrbanThink",
                "Bands B02 (blue) to B12 (short-wave infrared), reflectance 0 to 1, shown in natural colours; the "
                "style <i>False colours</i> shows vegetation in red. Time stacks name their bands as in B04 2024-06. "
                "Where few clear observations were found, trust the image less.",
            ),
            limits=translate(
                "UrbanThink",
                "Thin clouds and their shadows sometimes remain, above all where there are fewer than three clear "
                "dates. A median mixes dates: fields that were mown meanwhile look like none of them. Sentinel-2 has "
                "no thermal band.",
            ),
        )

    def declare(self):
        return [
            request.area(),
            *request.period(),
            request.max_cloud(),
            *request.catalogue("cdse"),
            *_image(),
            raster_output(
                "OUTPUT",
                translate("UrbanThink", "Reflectance"),
                translate("UrbanThink", "GeoTIFF with one band per wavelength, or per wavelength and date."),
            ),
            raster_output(
                "OUTPUT_COUNT",
                translate("UrbanThink", "Clear observations"),
                translate("UrbanThink", "How many clear dates there are behind each pixel."),
                optional=True,
                offered=True,
            ),
        ]

    def check(self, parameters, context):
        if self.parameterAsCrs(parameters, "CRS", context).isGeographic():
            return translate("UrbanThink", "RESOLUTION is in metres: choose a projected CRS, or leave CRS empty.")
        source = self.parameterAsEnumString(parameters, "SOURCE", context)
        return request.problem(self, parameters, context, source, request.SENTINEL2)


def _image():
    return [
        choices(
            "BANDS",
            translate("UrbanThink", "Bands"),
            translate(
                "UrbanThink",
                "Of 10 and 20 m, and on demand of 60 m (B01, B09); coarser ones are resampled. Fewer bands cost less.",
            ),
            (*BANDS, *COARSE),
            BANDS,
        ),
        choice(
            "COMPOSITE",
            translate("UrbanThink", "Composite"),
            translate(
                "UrbanThink",
                "median: one image, the middle value of the clear dates. least_cloudy: one image, the clearest date "
                "first. monthly: one median per month. none: every date.",
            ),
            COMPOSITES,
            "median",
        ),
        number(
            "RESOLUTION",
            translate("UrbanThink", "Pixel size (m)"),
            translate("UrbanThink", "10 is the finest that Sentinel-2 sees; 20 costs a quarter."),
            default=10,
            minimum=1,
            maximum=10000,
            advanced=True,
        ),
        crs(
            "CRS",
            translate("UrbanThink", "CRS of the result"),
            translate("UrbanThink", "A projected one; when empty, the UTM zone of the middle of the area."),
            advanced=True,
        ),
        request.max_megabytes(),
    ]
