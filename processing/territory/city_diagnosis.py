"""City diagnosis: the chain from images to a folder with layers, project, maps and a report."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..algorithm import Help, UrbanThinkAlgorithm
from ..ground import headline_outputs, land_parameters
from ..headlines import figures, surface_note
from ..imagery import request
from ..parameters import field, file, folder_output, number, polygons, raster, rasters, text
from ..project import layer_titles
from ..publish import Publication
from ..solar import inputs as solar_inputs
from ..styling import Restyler, write_style

translate = QCoreApplication.translate


class CityDiagnosis(UrbanThinkAlgorithm):
    """Spectral indices, surface heat island, statistics by block and solar potential, with maps and a report."""

    ID = "city_diagnosis"
    GROUP = "territory"
    JOB = "territory.city_diagnosis"
    TAGS = ("report", "diagnosis", "heat", "vegetation", "map", "pdf", "rapport", "diagnostic", "îlot de chaleur",
            "solar", "solaire")  # fmt: skip

    def title(self):
        return translate("UrbanThink", "City diagnosis")

    def help_parts(self):
        return Help(
            what=translate(
                "UrbanThink",
                "Runs the whole chain for a town: vegetation index, surface heat island, statistics by block, solar "
                "potential of roofs, car parks and land. Leaves a folder with styled layers, a QGIS project, maps and "
                "a report that can be read without QGIS.",
            ),
            inputs=translate(
                "UrbanThink",
                "A reflectance image for the vegetation; surface temperatures with a land cover or the built-up area "
                "for the heat island; blocks with their residents for the statistics; a surface model with buildings, "
                "car parks or land for the sun. Or a RECIPE, a JSON file that names them: what is set in the dialog "
                "wins over it. With an area and a period, images that are not given are fetched. What is missing is "
                "left out, and said.",
            ),
            method=translate(
                "UrbanThink",
                "NDVI (Rouse et al. 1974) from reflectance; the surface heat island by date and then by the median of "
                "dates, as in the algorithm of that name; area-weighted statistics by block. Residents count in the "
                "class of the mean of their block. The sun as in Solar irradiation, Rooftop solar and Open ground "
                "solar; where BUILDINGS has a column consumption_kwh, yield and consumption of a year are compared.",
            ),
            reading=translate(
                "UrbanThink",
                "Open report.html or report.pdf first, then project.qgz. The folder maps holds one picture per map; "
                "recipe.json makes the same diagnosis again; the file beside each layer says what it was made from.",
            ),
            limits=translate(
                "UrbanThink",
                "Surface temperature is not felt temperature. What fits on a roof is not what it can bear. The "
                "diagnosis shows where to look, not why; a figure without its interval, its dates and its source "
                "should not leave this report.",
            ),
        )

    def declare(self):
        return [
            *_general(),
            *_images(),
            *_fetching(),
            *land_parameters(),
            *_comparison(),
            *_zones(),
            *_sun(),
            *_results(),
        ]

    def check(self, parameters, context):
        sunny = parameters.get("DSM") and (parameters.get("BUILDINGS") or parameters.get("GROUND"))
        if not sunny and not any(parameters.get(name) for name in ("RECIPE", "REFLECTANCE", "LST", "AREA")):
            return translate(
                "UrbanThink",
                "There is nothing to diagnose: give REFLECTANCE, LST, an AREA with START and END, a DSM with BUILDINGS "
                "or GROUND, or a RECIPE.",
            )
        problem = solar_inputs.dsm_problem(self, parameters, context)
        if problem:
            return problem
        if not parameters.get("AREA"):
            return ""
        if not parameters.get("RECIPE") and not (parameters.get("START") and parameters.get("END")):
            return translate("UrbanThink", "To fetch images of AREA, say from when to when: give START and END.")
        return request.problem(self, parameters, context, parameters.get("SOURCE") or "", "")

    def postProcessAlgorithm(self, context, feedback):
        if not self._outputs:
            return {}
        outputs = dict(self._outputs)
        summary = outputs.pop("SUMMARY")
        published = Publication(outputs["OUTPUT_FOLDER"], summary, feedback).publish()
        outputs["REPORT"] = published["REPORT"]
        for count in Path(outputs["OUTPUT_FOLDER"], "imagery").glob("*_count.tif"):
            write_style(str(count), "count")
        if "irradiation" in summary["layers"]:
            # Once more, for the style of the months beside that of the year.
            write_style(f"{outputs['OUTPUT_FOLDER']}/{summary['layers']['irradiation']}", "irradiation")
        self._load_layers(outputs["OUTPUT_FOLDER"], summary, context)
        _tell(outputs["OUTPUT_FOLDER"], published, summary, feedback)
        return outputs

    def _load_layers(self, folder, summary, context):
        """The layers in the open project, if there is one; their styles stand beside them."""
        if context.project() is None:
            return
        titles = layer_titles()
        for key, path in summary["layers"].items():
            details = QgsProcessingContext.LayerDetails(titles[key], context.project(), "")
            details.forceName = True
            details.groupName = summary["title"]
            if key == "irradiation":
                details.setPostProcessor(Restyler.create("irradiation"))
            context.addLayerToLoadOnCompletion(f"{folder}/{path}", details)


def _tell(folder, published, summary, feedback):
    """Where things are, and the headline numbers."""
    feedback.pushInfo("")
    feedback.pushInfo(translate("UrbanThink", "{title} – headline figures").format(title=summary["title"]))
    for figure in figures(summary):
        feedback.pushInfo(f"  {figure.value}  {figure.caption}. {figure.basis}")
    if summary["heat"]:
        feedback.pushInfo(f"  {surface_note()}")
    places = (
        (translate("UrbanThink", "Report"), published["REPORT"]),
        (translate("UrbanThink", "Report as PDF"), published["PDF"]),
        (translate("UrbanThink", "Maps"), published["MAPS"]),
        (translate("UrbanThink", "QGIS project"), published["PROJECT"]),
        (translate("UrbanThink", "Layers"), f"{folder}/layers"),
    )
    for name, path in places:
        feedback.pushInfo(f"{name}: {path}")


def _general():
    return [
        file(
            "RECIPE",
            translate("UrbanThink", "Recipe"),
            translate(
                "UrbanThink",
                "A JSON file that names the inputs, such as recipe.json of the demo town or of an earlier diagnosis. "
                "Its paths start from its own folder; parameters that are set here win over it.",
            ),
            "json",
            optional=True,
        ),
        text("TITLE", translate("UrbanThink", "Title"), translate("UrbanThink", "Of the report, such as the town.")),
    ]


def _images():
    return [
        raster(
            "REFLECTANCE",
            translate("UrbanThink", "Reflectance image"),
            translate("UrbanThink", "A summer image with red and near infrared bands, for the vegetation."),
            optional=True,
        ),
        text(
            "BANDS",
            translate("UrbanThink", "Bands of the image"),
            translate("UrbanThink", "Where the file does not tell: B02,B03,B04,B08 in their order, or B04=3,B08=7."),
            advanced=True,
        ),
        rasters(
            "LST",
            translate("UrbanThink", "Surface temperature, several dates"),
            translate("UrbanThink", "One stack with one band per date, or one raster per date."),
            optional=True,
        ),
        _choice(
            "UNIT",
            translate("UrbanThink", "Unit of the temperatures"),
            translate("UrbanThink", "auto when empty. landsat_dn: numbers of Landsat Collection 2 Level 2."),
            ("auto", "kelvin", "celsius", "landsat_dn"),
        ),
        _choice(
            "SEASON",
            translate("UrbanThink", "Season"),
            translate("UrbanThink", "Which dates are combined; summer when empty. Other dates are shown apart."),
            ("summer", "warm", "all"),
        ),
    ]


def _fetching():
    return [
        request.area(optional=True),
        *request.period(optional=True),
        number(
            "MAX_CLOUD",
            translate("UrbanThink", "Cloud cover at most (%)"),
            translate("UrbanThink", "Of the scenes that are fetched; 30 when empty."),
            minimum=0,
            maximum=100,
        ),
        _choice(
            "SOURCE",
            translate("UrbanThink", "Source of the images"),
            translate(
                "UrbanThink",
                "planetary-computer when empty, which needs no account. With cdse, surface temperatures come from "
                "CATALOG_URL or else from planetary-computer, because Copernicus has none of Landsat.",
            ),
            request.SOURCES,
        ),
        request.catalog_url(),
        request.auth(),
    ]


def _comparison():
    least = QgsProcessingParameterNumber(
        "MIN_DATES", translate("UrbanThink", "Least number of dates"), optional=True, minValue=1, maxValue=1000
    )
    least.setHelp(translate("UrbanThink", "A pixel seen on fewer dates is no data; 3 when empty."))
    return [
        _choice(
            "REFERENCE",
            translate("UrbanThink", "Compared with"),
            translate(
                "UrbanThink",
                "vegetated_border when empty: the vegetation around the town; equal_ring: a ring as large as the town; "
                "land_cover: everything that is not built up; zones: your own polygons.",
            ),
            ("vegetated_border", "equal_ring", "land_cover", "zones"),
        ),
        polygons(
            "RURAL_ZONES",
            translate("UrbanThink", "Reference zones"),
            translate("UrbanThink", "Polygons to compare with, when the reference is zones."),
            optional=True,
            advanced=True,
        ),
        least,
    ]


def _zones():
    fields = (
        ("ZONE_NAME", translate("UrbanThink", "Names of the blocks"), translate("UrbanThink", "Shown in the report.")),
        (
            "POPULATION",
            translate("UrbanThink", "Residents of the blocks"),
            translate("UrbanThink", "A number per block, to say how many people live in the heat."),
        ),
    )
    found = [
        polygons(
            "ZONES",
            translate("UrbanThink", "Blocks or districts"),
            translate("UrbanThink", "Polygons that the report tells about."),
            optional=True,
        )
    ]
    return found + [field(name, title, words, "ZONES") for name, title, words in fields]


def _sun():
    return [
        solar_inputs.dsm(optional=True),
        solar_inputs.buildings(optional=True),
        solar_inputs.building_id(),
        polygons(
            "GROUND",
            translate("UrbanThink", "Car parks and land"),
            translate("UrbanThink", "Polygons of BD TOPO, OpenStreetMap or the cadastre; their columns are kept."),
            optional=True,
        ),
        field(
            "KIND",
            translate("UrbanThink", "Kind of ground"),
            translate("UrbanThink", "Column that says ground or parking; when empty, all is ground."),
            "GROUND",
        ),
        solar_inputs.weather(),
        _choice(
            "MODULE",
            translate("UrbanThink", "Module"),
            translate("UrbanThink", "The solar module that is laid out, as in Rooftop solar; when empty, a usual one."),
            solar_inputs.module_keys(),
        ),
        solar_inputs.protected(),
        solar_inputs.canopy(),
    ]


def _results():
    return [
        folder_output(
            "OUTPUT_FOLDER",
            translate("UrbanThink", "Folder of the diagnosis"),
            translate("UrbanThink", "Layers, project, maps and report are written there."),
        ),
        QgsProcessingOutputHtml("REPORT", translate("UrbanThink", "Report")),
        *headline_outputs(),
        QgsProcessingOutputNumber(
            "SOLAR_KWP", translate("UrbanThink", "Power that fits on roofs, car parks and land (kWp)")
        ),
        QgsProcessingOutputNumber("SOLAR_KWH_YEAR", translate("UrbanThink", "Its yield of a mean year (kWh)")),
    ]


def _choice(name, title, words, keys):
    """One of some literal keys, or none: then the recipe or the default of the algorithm decides."""
    definition = QgsProcessingParameterEnum(name, title, list(keys), False, None, True, True)
    definition.setHelp(words)
    return definition
