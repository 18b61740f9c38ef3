"""From QGIS's values to the engine's: every type of parameter, every odd way to name a layer."""

from __future__ import annotations

import pytest
from osgeo import gdal, osr
from qgis.core import (
    Qgis,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime


@pytest.fixture
def raster(tmp_path):
    path = str(tmp_path / "one.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 8, 6, 2, gdal.GDT_Float32)
    dataset.SetGeoTransform((700000, 10, 0, 6600000, 0, -10))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(2154)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(2).SetUnitType("K")
    dataset = None
    return path


@pytest.fixture
def squares():
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154&field=name:string", "squares", "memory")
    for i in range(3):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"square {i}"])
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({i} 0, {i + 1} 0, {i + 1} 1, {i} 1, {i} 0))"))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeAllMapLayers()


@pytest.fixture
def convert(provider, context):
    """Convert parameters declared by the test."""
    from urbanthink.processing.algorithm import UrbanThinkAlgorithm
    from urbanthink.processing.values import EngineValues

    context.setProject(QgsProject.instance())

    def run(definitions, **parameters):
        class Probe(UrbanThinkAlgorithm):
            ID = "probe"
            GROUP = "heat"

            def declare(self):
                return [definition.clone() for definition in definitions]

        probe = Probe()
        probe.initAlgorithm({})
        return EngineValues(probe, parameters, context, QgsProcessingFeedback()).all()

    return run


@pytest.fixture
def p(provider):
    from urbanthink.processing import parameters

    return parameters


def feature_count(source):
    path = source["path"] + (f"|layername={source['layer']}" if source["layer"] else "")
    return QgsVectorLayer(path, "x", "ogr").featureCount()


def test_simple_values(p, convert):
    definitions = [
        p.choice("ONE", "d", "h", ("a", "b"), "a"),
        p.choices("MANY", "d", "h", ("a", "b", "c"), ("a",)),
        p.text("TEXT", "d", "h"),
        p.text("PREFIX", "d", "h", default=""),
        p.integer("WHOLE", "d", "h", 3, 1, 9),
        p.number("NUMBER", "d", "h"),
        p.number("SHARE", "d", "h", default=0.5),
        p.date("START", "d", "h"),
        QgsProcessingParameterBoolean("FLAG", "d", False),
        QgsProcessingParameterCrs("CRS", "d"),
        QgsProcessingParameterExtent("AREA", "d"),
        QgsProcessingParameterField("FIELD", "d"),
        QgsProcessingParameterField("FIELDS", "d", allowMultiple=True),
    ]
    values = convert(
        definitions,
        MANY=["c", "a"],
        NUMBER=0,
        START=QDateTime(QDate(2024, 8, 13), QTime(0, 0)),
        CRS="EPSG:2154",
        AREA="1,2,3,4 [EPSG:2154]",
        FIELD="pop",
        FIELDS=["old", "young"],
        FLAG=True,
    )
    assert values == {
        "one": "a",
        "many": ["c", "a"],
        "whole": 3,
        "number": 0.0,
        "share": 0.5,
        "start": "2024-08-13",
        "flag": True,
        "crs": "EPSG:2154",
        "area": {"bounds": [1.0, 3.0, 2.0, 4.0], "crs": "EPSG:2154"},
        "field": "pop",
        "fields": ["old", "young"],
    }
    assert type(values["whole"]) is int
    assert type(values["number"]) is float


def test_a_date_as_typed_in_a_terminal(p, convert):
    assert convert([p.date("START", "d", "h")], START="2024-08-13") == {"start": "2024-08-13"}


def test_rasters(p, convert, raster):
    layer = QgsRasterLayer(raster, "one")
    QgsProject.instance().addMapLayer(layer)
    one, many = p.raster("ONE", "d", "h"), p.rasters("MANY", "d", "h")
    assert convert([one], ONE=raster) == {"one": raster}
    assert convert([one], ONE=layer.id()) == {"one": raster}
    assert convert([one], ONE=layer) == {"one": raster}
    assert convert([one], ONE=QgsProperty.fromValue(raster)) == {"one": raster}
    assert convert([many], MANY=[raster, layer.id(), layer]) == {"many": [raster] * 3}
    assert convert([many], MANY=raster) == {"many": [raster]}
    QgsProject.instance().removeAllMapLayers()


def test_a_missing_raster_is_left_to_the_engine(p, convert, tmp_path):
    gone = str(tmp_path / "gone.tif")
    assert convert([p.raster("ONE", "d", "h")], ONE=gone) == {"one": gone}
    assert convert([p.rasters("MANY", "d", "h")], MANY=[gone]) == {"many": [gone]}
    assert convert([p.polygons("ZONES", "d", "h")], ZONES=gone) == {"zones": {"path": gone, "layer": None}}


def test_a_raster_that_is_no_file_is_refused(p, convert):
    layer = QgsRasterLayer("type=xyz&url=file:///no/{z}/{x}/{y}.png", "tiles", "wms")
    QgsProject.instance().addMapLayer(layer)
    with pytest.raises(QgsProcessingException, match="ONE: the layer tiles is not a raster file"):
        convert([p.raster("ONE", "d", "h")], ONE=layer.id())
    QgsProject.instance().removeAllMapLayers()


def test_polygons_or_raster(p, convert, raster, squares):
    either = [p.polygons_or_raster("URBAN", "d", "h")]
    assert convert(either, URBAN=raster) == {"urban": {"kind": "raster", "path": raster}}
    urban = convert(either, URBAN=squares.id())["urban"]
    assert urban["kind"] == "vector"
    assert feature_count(urban) == 3


def test_memory_layers_are_exported(p, convert, squares):
    zones = convert([p.polygons("ZONES", "d", "h")], ZONES=squares.id())["zones"]
    assert zones["path"].endswith(".gpkg")
    assert feature_count(zones) == 3


def test_selected_features_only(p, convert, squares):
    squares.selectByIds([1, 2])
    source = QgsProcessingFeatureSourceDefinition(squares.id(), selectedFeaturesOnly=True)
    assert feature_count(convert([p.polygons("ZONES", "d", "h")], ZONES=source)["zones"]) == 2


def test_a_filtered_layer_stays_filtered(p, convert, squares):
    source = QgsProcessingFeatureSourceDefinition(squares.id(), filterExpression="name = 'square 1'")
    assert feature_count(convert([p.polygons("ZONES", "d", "h")], ZONES=source)["zones"]) == 1


def test_a_layer_of_a_geopackage(p, convert, squares, tmp_path):
    path = str(tmp_path / "town.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    for name in ("blocks", "parks"):
        options.layerName = name
        QgsVectorFileWriter.writeAsVectorFormatV3(squares, path, QgsProject.instance().transformContext(), options)
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    zones = convert([p.polygons("ZONES", "d", "h")], ZONES=f"{path}|layername=parks")["zones"]
    assert zones == {"path": path, "layer": "parks"}


def test_outputs(p, convert, tmp_path):
    definitions = [
        p.raster_output("OUTPUT", "d", "h"),
        p.raster_output("OUTPUT_COUNT", "d", "h", optional=True),
        p.vector_output("OUTPUT_ZONES", "d", "h"),
        p.folder_output("OUTPUT_FOLDER", "d", "h"),
        QgsProcessingParameterFileDestination("OUTPUT_REPORT", "d", "HTML (*.html)", None, True, False),
    ]
    values = convert(
        definitions,
        OUTPUT=str(tmp_path / "x.tif"),
        OUTPUT_ZONES="TEMPORARY_OUTPUT",
        OUTPUT_FOLDER=str(tmp_path / "new"),
        OUTPUT_REPORT=str(tmp_path / "r.html"),
    )
    assert values.pop("output_zones").endswith(".gpkg")
    assert values == {
        "output": str(tmp_path / "x.tif"),
        "output_folder": str(tmp_path / "new"),
        "output_report": str(tmp_path / "r.html"),
    }


def test_the_unit_of_a_band(provider, raster):
    from urbanthink.processing.values import band_unit

    layer = QgsRasterLayer(raster, "one")
    assert [band_unit(layer, 1), band_unit(layer, 2)] == ["", "K"]


def test_advanced_parameters_fold(p):
    definition = p.text("X", "d", "help", advanced=True)
    assert definition.flags() & Qgis.ProcessingParameterFlag.Advanced
    assert definition.help() == "help"
