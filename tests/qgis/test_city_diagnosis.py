"""The diagnosis of the demo town in real QGIS with the real engine: maps, project, report, and failures."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from qgis.core import (
    QgsGraduatedSymbolRenderer,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemScaleBar,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtGui import QImage

from .conftest import Listener

SUN = ("solar_irradiation", "solar_suitability")
MAPS = ("heat_classes", "heat_kelvin", "blocks_heat", "vegetation", "blocks_vegetation", *SUN)
VECTORS = ("zones", "roofs", "buildings_solar", "ground_solar")


@pytest.fixture(scope="module")
def diagnosis(qgis_app, tmp_path_factory):
    """The folder of a whole diagnosis of the demo town, what was returned and what was said."""
    from urbanthink.processing.territory.city_diagnosis import CityDiagnosis
    from urbanthink.processing.territory.demo_town import DemoTown

    folder = tmp_path_factory.mktemp("diagnosis")
    listener = Listener()
    town, good = run(DemoTown(), listener, OUTPUT_FOLDER=str(folder / "town"))
    assert good
    results, good = run(CityDiagnosis(), listener, RECIPE=town["RECIPE"], OUTPUT_FOLDER=str(folder / "result"))
    assert good
    return folder / "result", results, [text for _, text in listener.said]


def run(algorithm, listener, **parameters):
    context = QgsProcessingContext()
    fresh = algorithm.create({})
    good, reason = fresh.checkParameterValues(parameters, context)
    assert good, reason
    return fresh.run(parameters, context, listener, {}, False)


def test_everything_is_there(diagnosis):
    folder, results, _ = diagnosis
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    layers = [f"layers/{name}.tif" for name in ("ndvi", "suhi", "suhi_class", "irradiation")]
    layers += [f"layers/{name}.gpkg" for name in VECTORS]
    assert {"project.qgz", "report.html", "report.pdf", "recipe.json", "summary.json", *layers} <= names
    assert {f"maps/{name}.png" for name in MAPS} == {name for name in names if name.startswith("maps/")}
    assert {re.sub(r"\.\w+$", ".qml", name) for name in layers} <= names
    assert "layers/irradiation.months.qml" in names
    assert not [name for name in names if ".urbanthink-part-" in name or name.endswith(".aux.xml")]
    assert results["REPORT"] == str(folder / "report.html")
    assert results["SUHI_LOW"] <= 4.5 <= results["SUHI_HIGH"]


def test_maps_are_drawn(diagnosis):
    folder, *_ = diagnosis
    for name in MAPS:
        image = QImage(str(folder / "maps" / f"{name}.png"))
        assert image.width() == 1754 or image.width() == 1753
        frame = [image.pixel(x, y) for x in range(70, 1240, 7) for y in range(190, 1120, 7)]
        common = {colour for colour in set(frame) if frame.count(colour) > 0.005 * len(frame)}
        assert len(common) >= 4, name
        legend = {image.pixel(x, y) for x in range(1290, 1330, 3) for y in range(220, 420, 3)}
        assert len(legend) >= 5, name


def test_the_project_opens_with_its_layers_wherever_it_is_moved(diagnosis, tmp_path):
    folder, *_ = diagnosis
    moved = tmp_path / "moved elsewhere"
    folder.rename(moved)
    try:
        project = QgsProject()
        assert project.read(str(moved / "project.qgz"))
        assert project.title() == "Valcourt-la-Rivière"
        layers = list(project.mapLayers().values())
        assert len(layers) == 10
        assert all(layer.isValid() and layer.source().startswith(str(moved)) for layer in layers)
        assert [group.name() for group in project.layerTreeRoot().children()] == [
            "Blocks",
            "Solar",
            "Surface heat",
            "Vegetation",
        ]
        check_solar_group(project)
        by_name = {layer.name(): layer for layer in layers}
        assert isinstance(by_name["Surface heat island, classes"].renderer(), QgsPalettedRasterRenderer)
        assert isinstance(by_name["Mean heat island of the block"].renderer(), QgsGraduatedSymbolRenderer)
        assert project.crs().authid() == "EPSG:2154"
        check_layout(project)
        del layers, by_name
        project.clear()
    finally:
        moved.rename(folder)


def check_solar_group(project):
    group = project.layerTreeRoot().findGroup("Solar")
    assert [node.name() for node in group.findLayers()] == [
        "Solar suitability of car parks and land",
        "Solar suitability of buildings",
        "Solar suitability of roof planes",
        "Irradiation of the year (kWh/m²)",
    ]
    irradiation = group.findLayers()[3].layer()
    assert irradiation.renderer().inputBand() == 1
    assert irradiation.styleManager().styles() == ["Month by month", "Year"]
    assert irradiation.styleManager().currentStyle() == "Year"


def check_layout(project):
    (layout,) = project.layoutManager().printLayouts()
    # A cover, the maps, and the method with what the law may ask, for which the cover has no room.
    assert layout.pageCollection().pageCount() == 1 + len(MAPS) + 1
    items = layout.items()
    legends = {item.id(): item for item in items if isinstance(item, QgsLayoutItemLegend)}
    assert set(legends) == {f"legend_{name}" for name in MAPS}
    assert len([item for item in items if isinstance(item, QgsLayoutItemScaleBar)]) == len(MAPS)
    words = legend_words(legends["legend_heat_classes"])
    assert words[0] == "Surface heat island, classes"
    assert words[1:] == [
        "Cool island (below −1 K)",
        "Neutral (−1 to 1 K)",
        "Weak heat island (1 to 3 K)",
        "Moderate heat island (3 to 6 K)",
        "Strong heat island (6 K and above)",
    ]
    assert not any("Band" in word for legend in legends.values() for word in legend_words(legend))
    assert legend_words(legends["legend_solar_suitability"]) == [
        "Solar suitability of buildings",
        "Excellent",
        "Good",
        "Moderate",
        "Poor",
        "Not suitable",
        "Heights not known",
    ]
    sunny = legend_words(legends["legend_solar_irradiation"])
    assert sunny[1] == "below 400 kWh/m²" and sunny[-1] == "1800 kWh/m² and above"
    texts = [item.text().replace("\u00a0", " ") for item in items if isinstance(item, QgsLayoutItemLabel)]
    assert sum("No structural survey" in text for text in texts) == 1
    assert any("2028-07-01" in text and "to be verified" in text for text in texts)
    assert sum("Surface temperature is not felt temperature" in text for text in texts) >= 4
    assert sum("13 Jun" in text or "13 juin" in text for text in texts) >= 3


def legend_words(legend):
    model = legend.model()
    words = []
    for node in model.rootGroup().findLayers():
        words.append(node.name())
        words += [entry.data(0) for entry in model.layerLegendNodes(node)]
    return words


def test_layers_are_styled_where_they_are_opened(diagnosis):
    folder, *_ = diagnosis
    layer = QgsRasterLayer(str(folder / "layers" / "suhi_class.tif"))
    assert [entry.label for entry in layer.renderer().classes()][4] == "Strong heat island (6 K and above)"


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.links += [value for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.words.append(data)


def test_the_report_stands_alone(diagnosis):
    folder, results, _ = diagnosis
    text = (folder / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert len(page.links) == 2 * len(MAPS)
    assert all((folder / link).is_file() for link in page.links)
    assert "http" not in text and "$" not in text and "<script" not in text
    words = " ".join(page.words)
    assert "Valcourt-la-Rivière" in words and "Surface temperature is not felt temperature" in words
    assert f"{results['SUHI_INTENSITY']:.1f}" in words and "interval" in words and "Sentinel-2-like" in words
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    for block in summary["zones"]["hottest"]:
        assert block["name"] in words


def test_the_report_tells_of_the_sun(diagnosis):
    folder, results, said = diagnosis
    words = " ".join(" ".join(Page((folder / "report.html").read_text(encoding="utf-8")).words).split())
    words = words.replace("\u00a0", " ")
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["solar"]
    assert f"{summary['roofs']['kwp'] / 1000:.1f} MWp of solar modules fit on the roofs" in words
    assert "are passed in nine years of ten (P90)" in words
    share = round(100 * summary["roofs"]["consumption"]["share"])
    assert f"{share} % of the yearly consumption of these buildings would be covered" in words
    assert "not self-consumption" in words and "No structural survey" in words
    assert f"The surface model shows {summary['roofs']['buildings']} of 2,634 buildings" in words
    assert "Class Buildings Power that fits" in words and "turned away from the sun (" in words
    assert "art. 40" in words and "2028-07-01" in words and words.count("to be verified") >= 3
    assert "built-in climatology" in words and "CC BY 4.0" in words
    assert results["SOLAR_KWP"] == pytest.approx(summary["roofs"]["kwp"] + summary["ground"]["kwp"], abs=0.1)
    assert any("MWp  of solar modules fit" in text for text in said)


def test_only_the_sun(diagnosis, tmp_path):
    """A surface model with buildings is enough; the project shows the sun then."""
    from urbanthink.processing.territory.city_diagnosis import CityDiagnosis

    folder, *_ = diagnosis
    town, listener = folder.parent / "town", Listener()
    results, good = run(
        CityDiagnosis(), listener, DSM=str(town / "dsm.tif"), GROUND=str(town / "ground.gpkg"), KIND="kind",
        OUTPUT_FOLDER=str(tmp_path / "sun"),
    )  # fmt: skip
    assert good and results["SOLAR_KWP"] > 500 and "SUHI_INTENSITY" not in results
    assert {path.stem for path in (tmp_path / "sun" / "maps").iterdir()} == set(SUN)
    project = QgsProject()
    assert project.read(str(tmp_path / "sun" / "project.qgz"))
    root = project.layerTreeRoot()
    assert [group.name() for group in root.children()] == ["Solar"]
    assert all(node.itemVisibilityChecked() for node in root.findLayers())
    project.clear()


def test_a_surface_model_in_degrees_is_refused_before_the_run(diagnosis, tmp_path):
    from osgeo import gdal
    from urbanthink.processing.territory.city_diagnosis import CityDiagnosis

    folder, *_ = diagnosis
    town, degrees = folder.parent / "town", str(tmp_path / "degrees.tif")
    gdal.Warp(degrees, str(town / "dsm.tif"), dstSRS="EPSG:4326", width=50, height=50)
    parameters = {"DSM": degrees, "BUILDINGS": str(town / "buildings.gpkg"), "OUTPUT_FOLDER": str(tmp_path / "out")}
    good, reason = CityDiagnosis().create({}).checkParameterValues(parameters, QgsProcessingContext())
    assert not good and "whose unit is not the metre" in reason


def test_the_headline_is_told(diagnosis):
    folder, results, said = diagnosis
    told = "\n".join(said)
    assert f"+{results['SUHI_INTENSITY']:.1f}" in told
    for name in ("report.html", "report.pdf", "maps", "project.qgz", "layers"):
        assert str(folder / name) in told


def test_a_title_is_text_and_not_html(diagnosis):
    from urbanthink.processing.report import report_html

    folder, *_ = diagnosis
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    summary["title"] = "<b>Town</b> & $name"
    text = report_html(summary, [], {})
    assert "<b>Town" not in text and "&lt;b&gt;Town&lt;/b&gt; &amp; $name" in text


def test_a_report_that_cannot_be_finished_leaves_nothing(diagnosis, tmp_path, monkeypatch):
    import shutil

    from urbanthink.processing import publish

    folder, *_ = diagnosis
    shutil.copytree(folder / "layers", tmp_path / "layers")
    for style in (tmp_path / "layers").glob("*.qml"):
        style.unlink()
    before = set(tmp_path.rglob("*"))

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, "export_pdf", fail)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    with pytest.raises(QgsProcessingException, match="The report cannot be written: No space left"):
        publish.Publication(str(tmp_path), summary, Listener()).publish()
    assert set(tmp_path.rglob("*")) == before


def test_cancelled_while_drawing_leaves_the_layers_alone(diagnosis, tmp_path):
    import shutil

    from urbanthink.processing import publish

    folder, *_ = diagnosis
    shutil.copytree(folder / "layers", tmp_path / "layers", ignore=shutil.ignore_patterns("*.qml"))
    before = set(tmp_path.rglob("*"))
    listener = Listener()
    listener.cancel()
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    with pytest.raises(QgsProcessingException, match="Cancelled while drawing"):
        publish.Publication(str(tmp_path), summary, listener).publish()
    assert set(tmp_path.rglob("*")) == before


def test_only_vegetation(diagnosis, tmp_path):
    from urbanthink.processing.territory.city_diagnosis import CityDiagnosis

    folder, *_ = diagnosis
    listener = Listener()
    image = str(folder.parent / "town" / "reflectance_10m.tif")
    results, good = run(
        CityDiagnosis(), listener, REFLECTANCE=image, TITLE="Green", OUTPUT_FOLDER=str(tmp_path / "green")
    )
    assert good and "SUHI_INTENSITY" not in results
    assert [path.name for path in (tmp_path / "green" / "maps").iterdir()] == ["vegetation.png"]
    assert any(level == "warning" and "heat island is left out" in text for level, text in listener.said)


def test_nothing_to_diagnose_is_said_before_the_run(qgis_app, tmp_path):
    from urbanthink.processing.territory.city_diagnosis import CityDiagnosis

    good, reason = (
        CityDiagnosis()
        .create({})
        .checkParameterValues({"OUTPUT_FOLDER": str(tmp_path / "out")}, QgsProcessingContext())
    )
    assert not good and "nothing to diagnose" in reason
