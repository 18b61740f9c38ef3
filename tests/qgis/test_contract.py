"""What scripts and models rely on, typed in from the interface; and what every algorithm owes its reader."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import Qgis, QgsProcessingParameterEnum

ROOT = Path(__file__).resolve().parents[2]

# id: (group, parameters, outputs). Adding is free; a test that fails because a name went away is right.
FROZEN = {
    "search_scenes": (
        "imagery",
        "AREA COLLECTION START END MAX_CLOUD SOURCE CATALOG_URL AUTH OUTPUT",
        "OUTPUT COUNT",
    ),
    "fetch_sentinel2": (
        "imagery",
        "AREA START END MAX_CLOUD SOURCE CATALOG_URL AUTH BANDS COMPOSITE RESOLUTION CRS OUTPUT OUTPUT_COUNT",
        "OUTPUT OUTPUT_COUNT",
    ),
    "fetch_surface_temperature": (
        "imagery",
        "AREA START END MAX_CLOUD COLLECTION SOURCE CATALOG_URL AUTH OUTPUT OUTPUT_COUNT",
        "OUTPUT OUTPUT_COUNT",
    ),
    "import_scene": ("imagery", "INPUT SENSOR BANDS AREA OUTPUT", "OUTPUT"),
    "spectral_indices": ("vegetation", "INPUT BANDS INDICES ENCODING OUTPUT", "OUTPUT"),
    "zone_statistics": (
        "vegetation",
        "ZONES RASTER BAND PREFIX STATISTICS THRESHOLD MIN_COVERAGE OUTPUT",
        "OUTPUT",
    ),
    "heat_island": (
        "heat",
        "INPUT UNIT URBAN LAND_COVER URBAN_CLASSES VEGETATION_CLASSES WATER_CLASSES ELEVATION REFERENCE RURAL_ZONES "
        "MIN_DATES OUTPUT OUTPUT_CLASS",
        "OUTPUT OUTPUT_CLASS SUHI_INTENSITY SUHI_LOW SUHI_HIGH RURAL_PIXELS DATES",
    ),
    "solar_irradiation": (
        "solar",
        "DSM WEATHER AZIMUTHS MAX_DISTANCE ALBEDO AREA OUTPUT OUTPUT_SKY_VIEW",
        "OUTPUT OUTPUT_SKY_VIEW",
    ),
    "roof_planes": ("solar", "DSM POINTS BUILDINGS MIN_AREA OUTPUT", "OUTPUT"),
    "rooftop_solar": (
        "solar",
        "DSM BUILDINGS BUILDING_ID WEATHER MODULE SETBACK MIN_IRRADIATION PROTECTED OUTPUT OUTPUT_BUILDINGS",
        "OUTPUT OUTPUT_BUILDINGS KWP KWH_YEAR BUILDINGS_SUITABLE",
    ),
    "open_ground_solar": ("solar", "DSM GROUND KIND WEATHER OUTPUT", "OUTPUT KWP KWH_YEAR"),
    "panel_layout": ("solar", "PLANES OBSTACLES MODULE ORIENTATION OUTPUT", "OUTPUT COUNT"),
    "city_diagnosis": ("territory", "RECIPE OUTPUT_FOLDER", "OUTPUT_FOLDER"),
    "check_installation": ("territory", "", ""),
}
ENUMS = {
    ("search_scenes", "COLLECTION"): "sentinel-2-l2a landsat-c2-l2 sentinel-3-slstr-lst landsat-c2-l1",
    ("search_scenes", "SOURCE"): "cdse planetary-computer earth-search custom",
    ("fetch_sentinel2", "SOURCE"): "cdse planetary-computer earth-search custom",
    ("fetch_sentinel2", "BANDS"): "B02 B03 B04 B05 B06 B07 B08 B8A B11 B12",
    ("fetch_sentinel2", "COMPOSITE"): "median least_cloudy monthly none",
    ("fetch_surface_temperature", "COLLECTION"): "landsat-c2-l2 sentinel-3-slstr-lst landsat-c2-l1",
    ("fetch_surface_temperature", "SOURCE"): "cdse planetary-computer earth-search custom",
    ("import_scene", "SENSOR"): "auto sentinel2 landsat reflectance temperature",
    (
        "spectral_indices",
        "INDICES",
    ): "NDVI EVI EVI2 SAVI OSAVI MSAVI GNDVI NDRE CIre NDMI NDWI MNDWI NBR NDBI UI BSI IBI kNDVI NIRv",
    ("spectral_indices", "ENCODING"): "int16 float32",
    ("zone_statistics", "STATISTICS"): "mean median min max stdev p10 p90 sum count share_above",
    ("heat_island", "UNIT"): "auto kelvin celsius landsat_dn",
    ("heat_island", "REFERENCE"): "vegetated_border equal_ring land_cover zones",
    ("heat_island", "SEASON"): "summer warm all",
    ("solar_irradiation", "SKY_MODEL"): "perez perez-driesse haydavies",
    ("rooftop_solar", "LOSSES"): "pvgis detailed",
    ("panel_layout", "ORIENTATION"): "best portrait landscape",
}
DEFAULTS = {
    ("search_scenes", "MAX_CLOUD"): 30,
    ("fetch_sentinel2", "MAX_CLOUD"): 30,
    ("fetch_sentinel2", "BANDS"): ["B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"],
    ("fetch_sentinel2", "RESOLUTION"): 10,
    ("fetch_surface_temperature", "MAX_CLOUD"): 30,
    ("import_scene", "SENSOR"): "auto",
    ("spectral_indices", "ENCODING"): "int16",
    ("zone_statistics", "MIN_COVERAGE"): 0.5,
    ("heat_island", "UNIT"): "auto",
    ("heat_island", "REFERENCE"): "vegetated_border",
    ("heat_island", "MIN_DATES"): 3,
    ("solar_irradiation", "AZIMUTHS"): 36,
    ("solar_irradiation", "MAX_DISTANCE"): 500,
    ("solar_irradiation", "ALBEDO"): 0.2,
    ("solar_irradiation", "MONTHS"): True,
    ("roof_planes", "MIN_AREA"): 2,
    ("rooftop_solar", "SETBACK"): 0.5,
    ("rooftop_solar", "MIN_IRRADIATION"): 900,
    ("panel_layout", "ORIENTATION"): "best",
}


def test_the_provider_is_frozen(provider):
    assert provider.id() == "urbanthink"
    assert set(FROZEN) <= {algorithm.name() for algorithm in provider.algorithms()}


@pytest.mark.parametrize("name", FROZEN)
def test_ids_groups_and_names_are_frozen(algorithms, name):
    group, parameters, outputs = FROZEN[name]
    algorithm = algorithms[name]
    assert algorithm.id() == f"urbanthink:{name}"
    assert algorithm.groupId() == group
    assert set(parameters.split()) <= {definition.name() for definition in algorithm.parameterDefinitions()}
    assert set(outputs.split()) <= {definition.name() for definition in algorithm.outputDefinitions()}


@pytest.mark.parametrize(("name", "parameter"), ENUMS)
def test_choices_are_frozen(algorithms, name, parameter):
    definition = algorithms[name].parameterDefinition(parameter)
    assert set(ENUMS[name, parameter].split()) <= set(definition.options())


@pytest.mark.parametrize("name", ["search_scenes", "fetch_surface_temperature"])
def test_collections_keep_their_numbers(algorithms, name):
    """What is new comes last: a saved model may hold the number of a choice."""
    frozen = ENUMS[name, "COLLECTION"].split()
    assert algorithms[name].parameterDefinition("COLLECTION").options()[: len(frozen)] == frozen


@pytest.mark.parametrize(("name", "parameter"), DEFAULTS)
def test_defaults_are_frozen(algorithms, name, parameter):
    assert algorithms[name].parameterDefinition(parameter).defaultValue() == DEFAULTS[name, parameter]


def test_choices_are_literal_keys(algorithms):
    for algorithm in algorithms.values():
        for definition in algorithm.parameterDefinitions():
            if isinstance(definition, QgsProcessingParameterEnum):
                assert definition.usesStaticStrings(), (algorithm.name(), definition.name())


def test_further_parameters_are_optional_or_have_a_default(algorithms):
    for name, (_, parameters, _) in FROZEN.items():
        for definition in algorithms[name].parameterDefinitions():
            if definition.name() not in parameters.split() and not definition.isDestination():
                optional = definition.flags() & Qgis.ProcessingParameterFlag.Optional
                assert optional or definition.defaultValue() is not None, (name, definition.name())


def test_every_parameter_has_help(algorithms):
    for algorithm in algorithms.values():
        for definition in algorithm.parameterDefinitions():
            assert len(definition.help()) > 10, (algorithm.name(), definition.name())
            assert definition.description() != definition.name()


def test_help_has_five_parts(algorithms):
    for algorithm in algorithms.values():
        text = algorithm.shortHelpString()
        assert re.findall("<h3>(.*?)</h3>", text) == [
            "What it does",
            "Inputs",
            "Method",
            "How to read the result",
            "Limits",
        ], algorithm.name()
        assert all(len(part) > 30 for part in re.findall("<p>(.*?)</p>", text, re.S)), algorithm.name()
        assert algorithm.shortDescription()
        assert algorithm.displayName() not in ("", algorithm.name())


def test_heat_says_surface(algorithms):
    algorithm = algorithms["heat_island"]
    assert "urface" in algorithm.displayName()
    for output in ("OUTPUT", "OUTPUT_CLASS"):
        assert "urface" in algorithm.parameterDefinition(output).description()


def test_icons_are_there(provider, algorithms):
    for path in [provider.svgIconPath(), *(algorithm.svgIconPath() for algorithm in algorithms.values())]:
        assert Path(path).is_file()


def test_processing_is_qgis_own(provider):
    import processing

    assert Path(processing.__file__).is_relative_to("/usr/share/qgis") or "qgis" in processing.__file__.lower()
    assert not Path(processing.__file__).is_relative_to(ROOT)
    assert str(ROOT) not in sys.path
    assert list((ROOT / "processing").rglob("__init__.py")) == []


def test_the_provider_loads_alone(provider):
    """In a Python of its own, with QGIS already imported."""
    code = (
        "import sys, qgis.core, qgis.PyQt.QtGui, osgeo.gdal\n"
        f"sys.path.insert(0, {str(Path(sys.modules['urbanthink'].__file__).parents[1])!r})\n"
        "before = set(sys.modules)\n"
        "import urbanthink.processing.provider\n"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(answer.stdout.split()) <= {"urbanthink", "qgis", "PyQt5", "PyQt6", "osgeo", "sip"}
