"""The solar algorithms inside QGIS, against fake engines: what the engine is handed, refusals, styles, months, 3-D."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime
from qgis.PyQt.QtGui import QColor, QImage, QPainter

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "resources" / "styles"
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SQUARE = "POLYGON((700000 6599960, 700040 6599960, 700040 6600000, 700000 6600000, 700000 6599960))"

TELLS = """
for job in jobs():
    with open(os.environ["TOLD"], "w") as told:
        json.dump({**job, "language": os.environ["URBANTHINK_LANGUAGE"]}, told)
    outputs = {name.upper(): value for name, value in job["params"].items() if name.startswith("output")}
    say(type="result", outputs={**outputs, "KWP": 12.5, "KWH_YEAR": 14000, "BUILDINGS_SUITABLE": 3, "COUNT": 31,
                                "PLANES": 4, "BUILDINGS_FOUND": 2})
"""


def write_raster(path, names=("",), values=None, epsg=2154, origin=(700000, 6600000), size=1.0, kind=gdal.GDT_Float32):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 40, 40, len(names), kind)
    dataset.SetGeoTransform((origin[0], size, 0, origin[1], 0, -size))
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
    for number, name in enumerate(names, 1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(name)
        if kind == gdal.GDT_UInt16:
            band.SetScale(0.1)
            band.SetNoDataValue(65535)
        band.Fill(10 if values is None else values[number - 1])
    dataset = None
    return str(path)


def write_polygons(path, wkt=SQUARE, **columns):
    kinds = {str: "string", float: "double", int: "integer"}
    fields = "&".join(f"field={name}:{kinds[type(value)]}" for name, value in columns.items())
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:2154&{fields}", "polygons", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(list(columns.values()))
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    return str(path)


@pytest.fixture
def inputs(tmp_path):
    """Every layer and file that the algorithms may be given."""
    cloud, weather = tmp_path / "cloud.laz", tmp_path / "tmy.csv"
    cloud.write_bytes(b"LASF")
    weather.write_text("Latitude")
    return {
        "DSM": write_raster(tmp_path / "dsm.tif"),
        "BUILDINGS": write_polygons(tmp_path / "buildings.gpkg", name="town hall"),
        "GROUND": write_polygons(tmp_path / "ground.gpkg", use="parking"),
        "PLANES": write_polygons(tmp_path / "planes.gpkg", slope_deg=30.0, azimuth_deg=180.0),
        "POINTS": str(cloud),
        "WEATHER": str(weather),
    }


@pytest.fixture
def job(algorithms, context, listener, tmp_path, fake_engine, monkeypatch):
    """Run an algorithm; what its engine was handed, and the results."""
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(TELLS))
    monkeypatch.setenv("TOLD", str(tmp_path / "told.json"))

    def run(name, **parameters):
        algorithm = algorithms[name].create({})
        good, words = algorithm.checkParameterValues(parameters, context)
        assert good, words
        results, good = algorithm.run(parameters, context, listener, {}, False)
        assert good
        return json.loads((tmp_path / "told.json").read_text()), results

    return run


@pytest.fixture
def reason(algorithms, context, fake_engine, monkeypatch):
    """What QGIS says of parameters before it runs them."""
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(TELLS))
    return lambda name, **parameters: algorithms[name].checkParameterValues(parameters, context)[1]


def test_irradiation_as_the_engine_takes_it(job, inputs, tmp_path):
    output = str(tmp_path / "sun.tif")
    told, results = job("solar_irradiation", DSM=inputs["DSM"], OUTPUT=output)
    assert told["job"] == "solar.solar_irradiation"
    assert told["params"] == {
        "dsm": inputs["DSM"],
        "months": True,
        "max_distance": 500.0,
        "azimuths": 36,
        "albedo": 0.2,
        "sky_model": "perez",
        "output": output,
    }
    assert results["OUTPUT"] == output


def test_everything_about_irradiation_can_be_said(job, inputs, tmp_path):
    told, _ = job(
        "solar_irradiation", DSM=inputs["DSM"], WEATHER=inputs["WEATHER"], BUILDINGS=inputs["BUILDINGS"], MONTHS=False,
        AREA="700000,700020,6599980,6600000 [EPSG:2154]", CANOPY=inputs["DSM"], TERRAIN=inputs["DSM"],
        TRANSMISSIVITY_SUMMER=0.03, TRANSMISSIVITY_WINTER=0, SKY_MODEL="perez-driesse", AZIMUTHS=72,
        OUTPUT=str(tmp_path / "sun.tif"), OUTPUT_SKY_VIEW=str(tmp_path / "sky.tif"),
    )  # fmt: skip
    params = told["params"]
    assert params["months"] is False
    assert params["weather"] == inputs["WEATHER"]
    assert params["buildings"] == {"path": inputs["BUILDINGS"], "layer": None}
    assert params["area"] == {"bounds": [700000, 6599980, 700020, 6600000], "crs": "EPSG:2154"}
    assert (params["transmissivity_summer"], params["transmissivity_winter"]) == (0.03, 0)
    assert (params["sky_model"], params["azimuths"]) == ("perez-driesse", 72)
    assert params["canopy"] == params["terrain"] == inputs["DSM"]
    assert params["output_sky_view"] == str(tmp_path / "sky.tif")


def test_the_engine_is_told_the_language(job, inputs, tmp_path, monkeypatch):
    monkeypatch.delenv("URBANTHINK_LANGUAGE", raising=False)
    given = {"DSM": inputs["DSM"], "OUTPUT": str(tmp_path / "sun.tif")}
    assert job("solar_irradiation", **given)[0]["language"] == QgsApplication.locale()
    monkeypatch.setenv("URBANTHINK_LANGUAGE", "fr")
    assert job("solar_irradiation", **given)[0]["language"] == "fr"


def test_roof_planes_of_points(job, inputs, tmp_path):
    told, results = job(
        "roof_planes", POINTS=inputs["POINTS"], POINTS_CRS="EPSG:2154", BUILDINGS=inputs["BUILDINGS"],
        BUILDING_ID="name", OUTPUT=str(tmp_path / "found.gpkg"),
    )  # fmt: skip
    assert told["job"] == "solar.roof_planes"
    assert told["params"] == {
        "buildings": {"path": inputs["BUILDINGS"], "layer": None},
        "points": inputs["POINTS"],
        "building_id": "name",
        "min_area": 2.0,
        "points_crs": "EPSG:2154",
        "register": True,
        "output": str(tmp_path / "found.gpkg"),
    }
    assert (results["PLANES"], results["BUILDINGS_FOUND"]) == (4, 2)


def test_rooftop_solar_as_the_engine_takes_it(job, inputs, tmp_path, default_module):
    told, results = job(
        "rooftop_solar", DSM=inputs["DSM"], BUILDINGS=inputs["BUILDINGS"],
        OUTPUT=str(tmp_path / "p.gpkg"), OUTPUT_BUILDINGS=str(tmp_path / "b.gpkg"),
    )  # fmt: skip
    assert told["job"] == "solar.rooftop_solar"
    assert told["params"] == {
        "dsm": inputs["DSM"],
        "buildings": {"path": inputs["BUILDINGS"], "layer": None},
        "module": default_module,
        "setback": 0.5,
        "min_irradiation": 900.0,
        "losses": "pvgis",
        "output": str(tmp_path / "p.gpkg"),
        "output_buildings": str(tmp_path / "b.gpkg"),
    }
    assert (results["KWP"], results["KWH_YEAR"], results["BUILDINGS_SUITABLE"]) == (12.5, 14000, 3)


def test_open_ground_as_the_engine_takes_it(job, inputs, tmp_path, default_module):
    told, results = job(
        "open_ground_solar", DSM=inputs["DSM"], GROUND=inputs["GROUND"], KIND="use", PROTECTED=inputs["BUILDINGS"],
        OUTPUT=str(tmp_path / "g.gpkg"),
    )  # fmt: skip
    assert told["job"] == "solar.open_ground_solar"
    assert told["params"] == {
        "dsm": inputs["DSM"],
        "ground": {"path": inputs["GROUND"], "layer": None},
        "kind": "use",
        "protected": {"path": inputs["BUILDINGS"], "layer": None},
        "module": default_module,
        "output": str(tmp_path / "g.gpkg"),
    }
    assert results["KWP"] == 12.5


def test_panel_layout_as_the_engine_takes_it(job, inputs, tmp_path, modules):
    told, results = job(
        "panel_layout", PLANES=inputs["PLANES"], OBSTACLES=inputs["BUILDINGS"], MODULE=modules[-1],
        ORIENTATION="portrait", OUTPUT=str(tmp_path / "m.gpkg"),
    )  # fmt: skip
    assert told["job"] == "solar.panel_layout"
    assert told["params"] == {
        "planes": {"path": inputs["PLANES"], "layer": None},
        "obstacles": {"path": inputs["BUILDINGS"], "layer": None},
        "module": modules[-1],
        "orientation": "portrait",
        "setback": 0.5,
        "output": str(tmp_path / "m.gpkg"),
    }
    assert results["COUNT"] == 31


TABLE = json.loads((ROOT / "resources/data/pv_modules.json").read_text(encoding="utf-8"))


@pytest.fixture
def modules():
    return [row["key"] for row in TABLE["modules"]]


@pytest.fixture
def default_module():
    return TABLE["default"]


@pytest.mark.parametrize("name", ["rooftop_solar", "open_ground_solar", "panel_layout"])
def test_the_modules_are_those_of_the_table(algorithms, modules, name):
    assert algorithms[name].parameterDefinition("MODULE").options() == modules


@pytest.mark.parametrize("name", ["solar_irradiation", "rooftop_solar", "open_ground_solar", "roof_planes"])
@pytest.mark.parametrize(
    ("epsg", "words"),
    [(4326, "unit is not the metre"), (2249, "unit is not the metre"), (0, "no coordinate reference")],
)
def test_heights_without_metres_are_refused(reason, inputs, tmp_path, name, epsg, words):
    where = {"origin": (2.0, 48.0), "size": 0.00001} if epsg == 4326 else {}
    dsm = write_raster(tmp_path / "other.tif", epsg=epsg, **where)
    given = {
        **{key: value for key, value in inputs.items() if key in ("BUILDINGS", "GROUND")},
        "OUTPUT": str(tmp_path / ("o.tif" if name == "solar_irradiation" else "o.gpkg")),
        "OUTPUT_BUILDINGS": str(tmp_path / "b.gpkg"),
    }
    assert words in reason(name, **given, DSM=dsm)
    assert reason(name, **given, DSM=inputs["DSM"]) == ""


def test_roof_planes_needs_heights(reason, inputs, tmp_path):
    given = {"BUILDINGS": inputs["BUILDINGS"], "OUTPUT": str(tmp_path / "o.gpkg")}
    assert reason("roof_planes", **given) == "Say where the heights are: give DSM or POINTS."
    assert reason("roof_planes", **given, POINTS=inputs["POINTS"]) == ""


def test_planes_without_their_columns_are_refused(reason, inputs, tmp_path):
    planes = write_polygons(tmp_path / "half.gpkg", slope_deg=30.0)
    words = reason("panel_layout", PLANES=planes, OUTPUT=str(tmp_path / "o.gpkg"))
    assert words.startswith("PLANES has no column azimuth_deg: ")
    assert reason("panel_layout", PLANES=inputs["PLANES"], OUTPUT=str(tmp_path / "o.gpkg")) == ""


@pytest.fixture
def styling(provider):
    from urbanthink.processing import styling

    return styling


@pytest.fixture
def sun(tmp_path):
    """A year of 1200 kWh/m² and months that differ, kept as the engine keeps them."""
    values = [12000] + [210 + 150 * min(month, 12 - month) for month in range(1, 13)]
    return write_raster(tmp_path / "sun.tif", ["year", *MONTHS], values, kind=gdal.GDT_UInt16)


def colour_at(layer, when=None):
    """What a map shows in the middle of a layer at a time."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(layer.extent()))
    settings.setOutputSize(QSize(20, 20))
    settings.setBackgroundColor(QColor("white"))
    if when:
        first = QDateTime(QDate(*when), QTime(0, 0), Qt.TimeSpec.UTC)
        settings.setIsTemporal(True)
        settings.setTemporalRange(QgsDateTimeRange(first, first.addDays(1), True, False))
    image = QImage(QSize(20, 20), QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    drawing = QgsMapRendererCustomPainterJob(settings, painter)
    drawing.start()
    drawing.waitForFinished()
    painter.end()
    return QColor(image.pixel(10, 10)).name()


def class_colour(value, limits):
    rules = json.loads((STYLES / "irradiation.json").read_text(encoding="utf-8"))
    return rules["colors"][sum(limit < value for limit in rules[limits])]


def test_the_year_has_fixed_limits_in_its_legend(styling, sun):
    assert styling.write_style(sun, "irradiation")
    layer = QgsRasterLayer(sun, "again")
    assert layer.renderer().inputBand() == 1
    items = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
    labels = [item.label for item in items]
    assert labels[0] == "below 400 kWh/m²" and labels[-1] == "1800 kWh/m² and above"
    assert "900 to 1000 kWh/m²" in labels
    assert not layer.temporalProperties().isActive()
    assert colour_at(layer) == class_colour(1200, "breaks")


def test_the_limits_hold_the_least_irradiation_of_rooftop_solar(algorithms):
    rules = json.loads((STYLES / "irradiation.json").read_text(encoding="utf-8"))
    assert algorithms["rooftop_solar"].parameterDefinition("MIN_IRRADIATION").defaultValue() in rules["breaks"]
    assert len(rules["breaks"]) == len(rules["month_breaks"]) == len(rules["colors"]) - 1


def test_the_months_move_with_the_temporal_controller(styling, sun):
    styling.write_style(sun, "irradiation")
    layer = QgsRasterLayer(sun, "again")
    assert layer.loadNamedStyle(sun.replace(".tif", ".months.qml"))[1]
    seen = [colour_at(layer, (2025, month, 15)) for month in range(1, 13)]
    months = [21 + 15 * min(month, 12 - month) for month in range(1, 13)]
    assert seen == [class_colour(value, "month_breaks") for value in months]
    assert len(set(seen)) > 4
    assert colour_at(layer, (2025, 1, 31)) == seen[0]
    # Nothing moves: July. Another year: nothing.
    assert colour_at(layer) == seen[6]
    assert colour_at(layer, (2024, 6, 15)) == "#ffffff"


def test_a_year_alone_has_no_months(styling, tmp_path):
    path = write_raster(tmp_path / "year.tif", ["year"], [12000], kind=gdal.GDT_UInt16)
    assert styling.write_style(path, "irradiation")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["year.qml", "year.tif"]


def test_a_loaded_layer_offers_its_months_as_a_style(styling, sun, context, listener):
    styling.write_style(sun, "irradiation")
    layer = QgsRasterLayer(sun, "sun")
    styling.Restyler.create("irradiation").postProcessLayer(layer, context, listener)
    assert layer.styleManager().styles() == ["Month by month", "Year"]
    assert layer.styleManager().currentStyle() == "Year"
    assert colour_at(layer) == colour_at(layer, (2025, 1, 15)) == class_colour(1200, "breaks")
    layer.styleManager().setCurrentStyle("Month by month")
    assert layer.temporalProperties().isActive()
    assert colour_at(layer, (2025, 1, 15)) == class_colour(36, "month_breaks")
    assert colour_at(layer, (2025, 6, 15)) == class_colour(111, "month_breaks")
    layer.styleManager().setCurrentStyle("Year")
    assert not layer.temporalProperties().isActive()


def test_a_loaded_year_offers_no_months(styling, tmp_path, context, listener):
    path = write_raster(tmp_path / "year.tif", ["year"], [12000], kind=gdal.GDT_UInt16)
    layer = QgsRasterLayer(path, "sun")
    styling.Restyler.create("irradiation").postProcessLayer(layer, context, listener)
    assert layer.styleManager().styles() == ["Year"]


def test_sky_view(styling, tmp_path):
    path = write_raster(tmp_path / "sky.tif", ["sky_view"], [0.97])
    styling.write_style(path, "sky_view")
    assert colour_at(QgsRasterLayer(path, "again")) == "#f7fbff"


@pytest.mark.parametrize(
    ("slope", "azimuth", "title"),
    [
        (30.0, 180.0, "South"),
        (30.0, 359.0, "North"),
        (30.0, 22.0, "North"),
        (30.0, 23.0, "North-east"),
        (30.0, 292.0, "West"),
        (2.0, 100.0, "Flat (slope below 5°)"),
    ],
)
def test_planes_have_the_colour_of_their_direction(styling, tmp_path, slope, azimuth, title):
    path = write_polygons(tmp_path / "planes.gpkg", slope_deg=slope, azimuth_deg=azimuth)
    styling.write_style(path, "roof_planes")
    layer = QgsVectorLayer(path, "again", "ogr")
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    key = evaluated(renderer.classAttribute(), layer)
    assert {category.value(): category.label() for category in renderer.categories()}[key] == title
    label = evaluated(layer.labeling().settings().fieldName, layer)
    assert label == ("2°" if slope < 5 else f"30° · {azimuth:.0f}°")


def test_a_flat_roof_is_flat_for_the_layout_too():
    rules = json.loads((ROOT / "resources/data/roof_rules.json").read_text(encoding="utf-8"))
    style = json.loads((STYLES / "roof_planes.json").read_text(encoding="utf-8"))
    assert style["flat_below"] == rules["flat"]["max_slope_deg"]["value"]


def test_the_classes_are_those_of_the_table():
    table = json.loads((ROOT / "resources/data/pv_suitability.json").read_text(encoding="utf-8"))
    style = json.loads((STYLES / "suitability.json").read_text(encoding="utf-8"))
    assert list(style["colors"]) == [row["key"] for row in table["classes"]]


def evaluated(expression, layer):
    scope = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    scope.setFeature(next(layer.getFeatures()))
    parsed = QgsExpression(expression)
    value = parsed.evaluate(scope)
    assert not parsed.hasEvalError() and not parsed.hasParserError(), expression
    return value


def test_planes_with_modules_are_labelled_with_their_number(styling, tmp_path):
    path = write_polygons(tmp_path / "planes.gpkg", slope_deg=30.0, azimuth_deg=180.0, modules=14)
    styling.write_style(path, "roof_planes")
    layer = QgsVectorLayer(path, "again", "ogr")
    assert evaluated(layer.labeling().settings().fieldName, layer) == "14"


@pytest.fixture
def building(styling, tmp_path):
    """A styled building; its layer."""

    def make(**changes):
        columns = {
            "building_id": "7", "kwp": 8.4, "kwh_year": 9240.0, "kwh_p90": 8310.0, "kwh_per_kwp": 1100.0,
            "usable_m2": 41.5, "modules": 21, "planes": 2, "height_m": 6.5, "suitability": "good",
            "reason": "Two planes, 3 % lost to shade.", "reason_key": "", "obligation": "Law's <b>row</b>",
        }  # fmt: skip
        path = write_polygons(tmp_path / "buildings.gpkg", **{**columns, **changes})
        assert styling.write_style(path, "suitability")
        return QgsVectorLayer(path, "again", "ogr")

    return make


def tip(layer):
    scope = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    scope.setFeature(next(layer.getFeatures()))
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), scope)


def test_suitability_has_titles_and_labels(building):
    layer = building()
    titles = [category.label() for category in layer.renderer().categories()]
    assert titles == ["Excellent", "Good", "Moderate", "Poor", "Not suitable", "Heights not known"]
    settings = layer.labeling().settings()
    assert evaluated(settings.fieldName, layer) == "8.4 kWp"
    assert settings.scaleVisibility and settings.minimumScale == 5000


def test_a_map_tip_tells_class_reason_and_figures(building):
    words = tip(building())
    assert "[%" not in words
    for part in ("Good", "Two planes, 3 % lost to shade.", "8.4</b> kWp", "9,240</b> kWh", "8,310</b> kWh", "Law's"):
        assert part in words, words
    assert words.count("<tr>") == words.count("</tr>") == 6


def test_a_map_tip_of_what_is_not_suitable_shows_no_zeros(building):
    layer = building(suitability="unsuitable", kwp=0.0, kwh_year=0.0, kwh_p90=0.0, kwh_per_kwp=0.0, modules=0)
    words = tip(layer)
    assert "Not suitable" in words
    assert re.findall(r"<b>([\d.,]+)</b>", words) == ["42"]  # the usable area
    assert evaluated(layer.labeling().settings().fieldName, layer) == ""


def test_buildings_stand_up_in_three_dimensions(building):
    layer = building()
    from qgis import _3d

    _3d.Qgs3D.initialize()
    again = QgsVectorLayer(layer.source(), "again", "ogr")
    assert again.renderer3D() is not None and again.renderer3D().type() == "rulebased"
    style = Path(layer.source().split("|")[0]).with_suffix(".qml").read_text(encoding="utf-8")
    assert "extrusionHeight" in style and "height_m" in style
    assert style.count("'excellent'") >= 1


def test_planes_stay_flat(styling, tmp_path):
    path = write_polygons(tmp_path / "planes.gpkg", plane_id=1, suitability="good", kwp=1.0, reason="why")
    styling.write_style(path, "suitability")
    assert QgsVectorLayer(path, "again", "ogr").labeling().settings().minimumScale == 1000
    assert "renderer-3d" not in (tmp_path / "planes.qml").read_text(encoding="utf-8")


@pytest.mark.parametrize("style", ["modules", "obstacles"])
def test_plain_polygons(styling, tmp_path, style):
    path = write_polygons(tmp_path / "plain.gpkg", plane_id=1)
    assert styling.write_style(path, style)
    rules = json.loads((STYLES / f"{style}.json").read_text(encoding="utf-8"))
    layer = QgsVectorLayer(path, "again", "ogr")
    assert layer.renderer().symbol().color().name() == rules["fill"]


def test_the_result_is_loaded_with_its_two_styles(
    job, sun, inputs, context, tmp_path, algorithms, listener, load_results
):
    project = QgsProject()
    context.addLayerToLoadOnCompletion(sun, QgsProcessingContext.LayerDetails("whatever", project, "OUTPUT"))
    job("solar_irradiation", DSM=inputs["DSM"], OUTPUT=sun)
    load_results(algorithms["solar_irradiation"], context, listener, parameters={})
    (layer,) = project.mapLayers().values()
    assert layer.name() == "Solar irradiation (kWh/m²)"
    assert layer.styleManager().styles() == ["Month by month", "Year"]
    assert layer.temporalProperties().mode() in (
        Qgis.RasterTemporalMode.FixedTemporalRange,
        Qgis.RasterTemporalMode.FixedRangePerBand,
    )
    del layer
    project.clear()
