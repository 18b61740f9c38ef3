"""A style that is written is the style that QGIS finds again beside the layer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import (
    Qgis,
    QgsFeature,
    QgsGeometry,
    QgsGraduatedSymbolRenderer,
    QgsPalettedRasterRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def styling(provider):
    from urbanthink.processing import styling

    return styling


@pytest.fixture
def raster(tmp_path):
    """Make a raster whose bands have these names; values grow from 0 to 1."""

    def make(*names, kind=gdal.GDT_Float32):
        path = str(tmp_path / "layer.tif")
        dataset = gdal.GetDriverByName("GTiff").Create(path, 40, 40, len(names), kind)
        dataset.SetGeoTransform((700000, 10, 0, 6600000, 0, -10))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(2154)
        dataset.SetProjection(reference.ExportToWkt())
        row = bytes(range(40))
        for i, name in enumerate(names, start=1):
            band = dataset.GetRasterBand(i)
            band.SetDescription(name)
            for y in range(40):
                band.WriteRaster(0, y, 40, 1, row, buf_type=gdal.GDT_Byte)
        dataset = None
        return path

    return make


def labels(layer):
    renderer = layer.renderer()
    if isinstance(renderer, QgsPalettedRasterRenderer):
        return [entry.label for entry in renderer.classes()]
    return [item.label for item in renderer.shader().rasterShaderFunction().colorRampItemList()]


def test_heat_island(styling, raster, tmp_path):
    path = raster("suhi_median", "suhi_p90")
    assert styling.write_style(path, "suhi")
    layer = QgsRasterLayer(path, "again")
    assert isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer)
    assert layer.renderer().inputBand() == 1
    assert labels(layer)[:3] == ["below −3 K", "−3 to −1 K", "−1 to 1 K"]
    assert labels(layer)[-1] == "8 K and above"
    ramp = layer.renderer().shader().rasterShaderFunction()
    assert ramp.colorRampType() == Qgis.ShaderInterpolationMethod.Discrete
    assert ramp.shade(20)[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["layer.qml", "layer.tif"]


def test_heat_classes(styling, raster):
    path = raster("surface_heat_island_class", "borderline", kind=gdal.GDT_Byte)
    styling.write_style(path, "suhi_class")
    layer = QgsRasterLayer(path, "again")
    assert isinstance(layer.renderer(), QgsPalettedRasterRenderer)
    assert labels(layer) == [
        "Cool island (below −1 K)",
        "Neutral (−1 to 1 K)",
        "Weak heat island (1 to 3 K)",
        "Moderate heat island (3 to 6 K)",
        "Strong heat island (6 K and above)",
    ]


def test_the_heat_breaks_hold_every_class_boundary():
    breaks = json.loads((ROOT / "resources/styles/suhi.json").read_text())["breaks"]
    classes = json.loads((ROOT / "resources/data/heat_classes.json").read_text())["classes"]
    assert {row["from_kelvin"] for row in classes[1:]} <= set(breaks)


@pytest.mark.parametrize(("index", "first"), [("NDVI", "below 0"), ("NDBI", "below −0.4")])
def test_an_index_has_the_style_of_its_family(styling, raster, index, first):
    path = raster(index, "EVI")
    styling.write_style(path, "vegetation_index")
    assert labels(QgsRasterLayer(path, "again"))[0] == first


def test_an_index_of_no_family_is_stretched(styling, raster, tmp_path):
    path = raster("CIre")
    styling.write_style(path, "vegetation_index")
    renderer = QgsRasterLayer(path, "again").renderer()
    assert renderer.classificationMin() == pytest.approx(0, abs=1)
    assert renderer.classificationMax() == pytest.approx(39, abs=1)
    assert not list(tmp_path.glob("*.aux.xml"))


def test_a_stack_of_dates_is_temporal(styling, raster, context):
    path = raster("2024-06-26", "2024-08-13")
    styling.write_style(path, "lst")
    layer = QgsRasterLayer(path, "again")
    styling.Restyler().postProcessLayer(layer, context, None)  # as Processing does once it has loaded the layer
    temporal = layer.temporalProperties()
    assert temporal.isActive()
    assert temporal.mode() == Qgis.RasterTemporalMode.FixedRangePerBand
    ranges = temporal.fixedRangePerBand()
    assert [ranges[band].begin().date().toString("yyyy-MM-dd") for band in (1, 2)] == ["2024-06-26", "2024-08-13"]
    assert labels(layer)[-1].endswith(" K")


def test_months_are_temporal_too(styling, raster):
    path = raster("B04 2024-02", "B04 2024-03")
    styling.write_style(path, "generic")
    layer = QgsRasterLayer(path, "again")
    ranges = layer.temporalProperties().fixedRangePerBand()
    assert ranges[1].end().date().toString("yyyy-MM-dd") == "2024-02-29"


def test_zones(styling, tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154&field=heat_mean:double", "zones", "memory")
    for i in range(10):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([float(i)])
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({i} 0, {i + 1} 0, {i + 1} 1, {i} 1, {i} 0))"))
        layer.dataProvider().addFeature(feature)
    path = str(tmp_path / "zones.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsProject.instance().transformContext(), options)
    assert styling.write_style(path, "zones", field="heat_mean", unit="K")
    again = QgsVectorLayer(path, "again", "ogr")
    assert isinstance(again.renderer(), QgsGraduatedSymbolRenderer)
    assert again.renderer().classAttribute() == "heat_mean"
    assert len(again.renderer().ranges()) == 5
    assert again.renderer().ranges()[0].label() == "0 to 1.8 K"


def test_zones_without_a_value_are_grey(styling):
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154&field=heat_mean:double", "zones", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))"))
    layer.dataProvider().addFeature(feature)
    styling.apply_style(layer, "zones", field="heat_mean", unit="K")
    assert layer.renderer().symbol().color().name() == "#bdbdbd"


def test_a_file_that_is_no_layer(styling, tmp_path):
    (tmp_path / "x.tif").write_text("text")
    assert not styling.write_style(str(tmp_path / "x.tif"), "generic")


def test_every_style_says_where_it_comes_from():
    for path in (ROOT / "resources" / "styles").glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["source"], path


def test_labels_in_words(styling):
    assert styling.range_label(None, -1.0, "K") == "below −1 K"
    assert styling.range_label(1, 2.5, "") == "1 to 2.5"
    assert styling.range_label(6, None, "K") == "6 K and above"
