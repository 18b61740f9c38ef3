"""Fetch surface temperature: every clear pass of Landsat or Sentinel-3 over a place, as a time stack in kelvin."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..parameters import raster_output
from ..styling import quantity_of
from . import request

translate = QCoreApplication.translate

COLLECTIONS = (request.LANDSAT, request.SENTINEL3, request.LANDSAT_L1)


class FetchSurfaceTemperature(UrbanThinkAlgorithm):
    """Surface temperature of every date, clouds left out."""

    ID = "fetch_surface_temperature"
    GROUP = "imagery"
    JOB = "imagery.fetch_surface_temperature"
    TAGS = ("landsat", "sentinel-3", "slstr", "lst", "thermal", "temperature", "download", "thermique", "télécharger")
    STYLES = {"OUTPUT": "lst", "OUTPUT_COUNT": "count"}

    def title(self):
        return translate("UrbanThink", "Fetch surface temperatures")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Downloads the surface temperature of a place on every date of a period and stacks the dates in one "
                "file in kelvin, ready for the surface heat island; with a layer of how often each pixel was clear.",
            ),
            inputs=translate(
                "UrbanThink",
                "An area, a period, a collection and a source. Planetary Computer has Landsat (30 m) and Sentinel-3 "
                "(1 km) without an account. Copernicus Data Space has Sentinel-3, of which it sends the area alone, "
                "and of Landsat only the brightness temperature above the atmosphere (landsat-c2-l1). Several summers "
                "make a better heat island than one.",
            ),
            method=translate(
                "UrbanThink",
                "Landsat Collection 2 Level 2 is a surface temperature already: kelvin = 0.00341802 × number + 149 "
                "(USGS LSDS-1619), nothing is corrected twice. Clouds, their margins, shadows and cirrus of QA_PIXEL, "
                "snow, and temperatures whose uncertainty ST_QA is too large are left out; for Sentinel-3, the "
                "pixels of its summary cloud and confidence flags.",
            ),
            reading=translate(
                "UrbanThink",
                "One band per date, named after it, in kelvin (0 °C = 273.15 K). QGIS's temporal controller steps "
                "through the dates. Use the stack as INPUT of the surface heat island.",
            ),
            limits=translate(
                "UrbanThink",
                "This is the temperature of roofs, ground and tree tops, not of the air. Landsat passes in the late "
                "morning and its sensor sees 100 m: 30 m pixels are resampled. At 1 km, Sentinel-3 shows the town as "
                "a whole, not its streets. landsat-c2-l1 is corrected neither for the air nor for the emissivity of "
                "the ground: typically several kelvin too low, and good for differences within one date at most.",
            ),
        )

    def declare(self):
        return [
            request.area(),
            *request.period(),
            request.max_cloud(),
            request.collection(COLLECTIONS, request.LANDSAT),
            *request.catalogue("planetary-computer"),
            request.max_megabytes(),
            raster_output(
                "OUTPUT",
                translate("UrbanThink", "Surface temperature (K)"),
                translate("UrbanThink", "GeoTIFF with one band per date, in kelvin."),
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
        source, collection = (self.parameterAsEnumString(parameters, n, context) for n in ("SOURCE", "COLLECTION"))
        return request.problem(self, parameters, context, source, collection)

    def postProcessAlgorithm(self, context, feedback):
        results = super().postProcessAlgorithm(context, feedback)
        path = results.get("OUTPUT")
        if path and context.willLoadLayerOnCompletion(path) and quantity_of(path) == "brightness_temperature":
            details = context.layerToLoadOnCompletionDetails(path)
            details.name = translate("UrbanThink", "Brightness temperature (K)")
        return results
