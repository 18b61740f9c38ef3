"""The imagery algorithms inside QGIS, against fake engines: checks, credentials, network settings, styles."""

from __future__ import annotations

import json

import pytest
from osgeo import gdal, osr
from qgis.core import (
    NULL,
    Qgis,
    QgsApplication,
    QgsAuthMethodConfig,
    QgsExpression,
    QgsFeature,
    QgsGeometry,
    QgsMultiBandColorRenderer,
    QgsNetworkAccessManager,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsRenderContext,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtNetwork import QNetworkProxy

ID, SECRET = "an-id-of-the-tests", "a-secret-of-the-tests"
MUNSTER = "7.5,7.7,51.9,52 [EPSG:4326]"
SUMMER = {"START": "2024-06-01", "END": "2024-08-31"}
FETCHES = ("fetch_sentinel2", "fetch_surface_temperature")

TELLS = """
for job in jobs():
    said = {**job, "environment": dict(os.environ), "argv": sys.argv}
    with open(os.environ["TOLD"], "w") as told:
        json.dump(said, told)
    say(type="result", outputs={"OUTPUT": job["params"].get("output"), "COUNT": 2, "MEGABYTES": 1.5})
"""


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("SH_CLIENT_ID", "SH_CLIENT_SECRET", "HTTPS_PROXY", "https_proxy", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def auth(qgis_app):
    """Make a configuration of QGIS's authentication manager; returns its id."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("of the tests only", True)
    made = []

    def make(method="Basic", **values):
        config = QgsAuthMethodConfig(method)
        config.setName("tests")
        for name, value in (values or {"username": ID, "password": SECRET}).items():
            config.setConfig(name, value)
        stored = manager.storeAuthenticationConfig(config)
        assert stored[0] if isinstance(stored, tuple) else stored
        made.append(stored[1].id() if isinstance(stored, tuple) else config.id())
        return made[-1]

    yield make
    for name in made:
        manager.removeAuthenticationConfig(name)


@pytest.fixture
def reason(algorithms, context, tmp_path, fake_engine, monkeypatch):
    """What QGIS says of parameters before it runs them."""
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(TELLS))

    def check(name, **parameters):
        given = {"AREA": MUNSTER, **SUMMER, "OUTPUT": str(tmp_path / ("o.gpkg" if "search" in name else "o.tif"))}
        return algorithms[name].checkParameterValues({**given, **parameters}, context)[1]

    return check


@pytest.fixture
def job(algorithms, context, listener, tmp_path, fake_engine, monkeypatch):
    """What an engine is handed: its job, its environment and its arguments."""
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(TELLS))
    monkeypatch.setenv("TOLD", str(tmp_path / "told.json"))

    def run(name, **parameters):
        given = {"AREA": MUNSTER, **SUMMER, "OUTPUT": str(tmp_path / ("o.gpkg" if "search" in name else "o.tif"))}
        algorithm = algorithms[name].create({})
        parameters = {**given, **parameters}
        good, words = algorithm.checkParameterValues(parameters, context)
        assert good, words
        results, good = algorithm.run(parameters, context, listener, {}, False)
        assert good
        return json.loads((tmp_path / "told.json").read_text()), results

    return run


def test_a_request_as_the_engine_takes_it(job, tmp_path):
    told, _ = job("fetch_sentinel2", SOURCE="earth-search", BANDS=["B04", "B08"], COMPOSITE="monthly", CRS="EPSG:2154")
    assert told["job"] == "imagery.fetch_sentinel2"
    assert told["params"] == {
        "area": {"bounds": [7.5, 51.9, 7.7, 52.0], "crs": "EPSG:4326"},
        "start": "2024-06-01",
        "end": "2024-08-31",
        "max_cloud": 30.0,
        "source": "earth-search",
        "bands": ["B04", "B08"],
        "composite": "monthly",
        "resolution": 10.0,
        "crs": "EPSG:2154",
        "output": str(tmp_path / "o.tif"),
    }


def test_what_is_not_said_has_the_documented_default(job):
    told, _ = job("fetch_surface_temperature")
    assert {told["params"][name] for name in ("source", "collection")} == {"planetary-computer", "landsat-c2-l2"}
    assert "output_count" not in told["params"] and "catalog_url" not in told["params"]


def test_what_a_dialog_leaves_unset_is_not_told(job):
    told, _ = job("fetch_sentinel2", SOURCE="earth-search", MAX_MEGABYTES=NULL, CRS=NULL, CATALOG_URL="")
    assert not {"max_megabytes", "crs", "catalog_url"} & set(told["params"])
    assert not {"MAX_MEGABYTES", "CRS"} & set(told["provenance"]["parameters"])


def test_an_error_inside_a_text_is_translated_too(provider):
    from urbanthink.processing.installed import engine_text
    from urbanthink.urbanthink_plugin.host.messages import Text

    class French(QTranslator):
        def translate(self, context, text, disambiguation=None, n=-1):
            return {"{a} is left out: {b}": "{a} est écartée : {b}", "No {c}.": "Pas de {c}."}.get(text, "")

    text = Text("{a} is left out: {b}", {"a": "S2A", "b": {"template": "No {c}.", "values": {"c": "band"}}})
    assert str(text) == "S2A is left out: No band."
    french = French()
    QCoreApplication.installTranslator(french)
    assert engine_text(text) == "S2A est écartée : Pas de band."
    QCoreApplication.removeTranslator(french)


def test_a_search_returns_its_numbers(job):
    _, results = job("search_scenes", SOURCE="custom", CATALOG_URL="https://example.org/stac")
    assert (results["COUNT"], results["MEGABYTES"]) == (2, 1.5)


def test_the_area_of_a_layer_and_of_a_typed_extent(job):
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154", "town", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(700000, 6600000, 701000, 6602000)))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    expected = {"bounds": [700000.0, 6600000.0, 701000.0, 6602000.0], "crs": "EPSG:2154"}
    for area in (layer, "700000,701000,6600000,6602000 [EPSG:2154]"):
        assert job("fetch_surface_temperature", AREA=area)[0]["params"]["area"] == expected


@pytest.mark.parametrize("name", ["search_scenes", *FETCHES])
def test_a_request_that_cannot_be_is_one_sentence(reason, name):
    elsewhere = {"SOURCE": "planetary-computer"}
    assert reason(name, **elsewhere) == ""
    assert reason(name, START="2024-09-01", **elsewhere) == "The start date is after the end date: swap them."
    assert reason(name, AREA="7.5,7.7,51.9,52", **elsewhere).startswith("AREA has no coordinate reference system")
    assert reason(name, SOURCE="custom").startswith("The source is custom: give the address")
    for address in ("ftp://example.org", "no address", "https://", "https://someone:something@example.org"):
        assert reason(name, SOURCE="custom", CATALOG_URL=address).startswith("CATALOG_URL is no address")
    assert reason(name, SOURCE="custom", CATALOG_URL="https://example.org/stac/v1") == ""


def test_landsat_is_not_looked_for_where_it_is_not(reason):
    for name in ("search_scenes", "fetch_surface_temperature"):
        words = reason(name, SOURCE="cdse", COLLECTION="landsat-c2-l2")
        assert words.startswith("Copernicus Data Space has no surface temperature of Landsat")
        assert "planetary-computer" in words


def test_geographic_pixels_are_refused(reason):
    assert reason("fetch_sentinel2", SOURCE="earth-search", CRS="EPSG:4326").startswith("RESOLUTION is in metres")


def test_a_product_may_be_a_file_or_a_folder(reason, job, tmp_path):
    folder = tmp_path / "product without ending"
    folder.mkdir()
    assert reason("import_scene", INPUT=str(folder), AREA=None) == ""
    assert job("import_scene", INPUT=str(folder), AREA=None)[0]["params"]["input"] == str(folder)
    missing = str(tmp_path / "gone.SAFE")
    assert reason("import_scene", INPUT=missing) == f"INPUT: {missing} does not exist."


def test_an_account_is_asked_for_before_the_run(reason, monkeypatch):
    words = "The source cdse needs an account: choose it in AUTH, or set the environment variables SH_CLIENT_ID"
    assert reason("fetch_sentinel2", SOURCE="cdse").startswith(words)
    monkeypatch.setenv("SH_CLIENT_ID", ID)
    assert reason("fetch_sentinel2", SOURCE="cdse").startswith(words)
    monkeypatch.setenv("SH_CLIENT_SECRET", SECRET)
    assert reason("fetch_sentinel2", SOURCE="cdse") == ""


def test_an_account_that_is_none(reason, auth):
    words = "does not hold a client id and its secret"
    assert "zzzzzzz cannot be read" in reason("fetch_sentinel2", SOURCE="cdse", AUTH="zzzzzzz")
    assert words in reason("fetch_sentinel2", SOURCE="cdse", AUTH=auth(username=ID, password=""))
    assert words in reason("fetch_sentinel2", SOURCE="cdse", AUTH=auth("EsriToken", token="x"))
    assert reason("fetch_sentinel2", SOURCE="cdse", AUTH=auth()) == ""


@pytest.mark.parametrize("way", ["AUTH", "environment"])
def test_secrets_travel_on_standard_input_alone(job, auth, monkeypatch, way, listener, tmp_path):
    chosen = {"AUTH": auth()} if way == "AUTH" else {}
    if way == "environment":
        monkeypatch.setenv("SH_CLIENT_ID", ID)
        monkeypatch.setenv("SH_CLIENT_SECRET", SECRET)
    told, results = job("fetch_sentinel2", SOURCE="cdse", **chosen)
    assert told.pop("secrets") == {"SH_CLIENT_ID": ID, "SH_CLIENT_SECRET": SECRET}
    for text in (json.dumps(told), json.dumps(results), repr(listener.said)):
        assert SECRET not in text and ID not in text
    assert "auth" not in told["params"]


def test_an_unreadable_account_fails_though_nobody_checked(algorithms, context, listener, tmp_path):
    given = {"AREA": MUNSTER, **SUMMER, "SOURCE": "cdse", "AUTH": "zzzzzzz", "OUTPUT": str(tmp_path / "o.tif")}
    results, good = algorithms["fetch_sentinel2"].create({}).run(given, context, listener, {}, False)
    assert not good and not results


def test_the_proxy_of_qgis_reaches_the_engine(job):
    manager = QgsNetworkAccessManager.instance()
    before = manager.fallbackProxy(), manager.excludeList(), manager.noProxyList()
    proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example.org", 3128, "me", "p@ss")
    manager.setFallbackProxyAndExcludes(proxy, ["http://town.example.org"], ["localhost"])
    try:
        told, _ = job("search_scenes", SOURCE="planetary-computer")
    finally:
        manager.setFallbackProxyAndExcludes(*before)
    assert told["environment"]["HTTPS_PROXY"] == "http://me:p%40ss@proxy.example.org:3128"
    assert set(told["environment"]["NO_PROXY"].split(",")) == {"town.example.org", "localhost"}


def test_a_proxy_of_the_machine_wins(job, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://machine.example.org:8080")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/town.pem")
    told, _ = job("search_scenes", SOURCE="planetary-computer")
    assert told["environment"]["HTTPS_PROXY"] == "http://machine.example.org:8080"
    assert told["environment"]["REQUESTS_CA_BUNDLE"] == "/etc/town.pem"


def test_authorities_added_to_qgis_reach_the_engine(job, auth, monkeypatch, tmp_path):
    class Manager:
        def isDisabled(self):
            return False

        def extraFileCAs(self):
            return ["one"]

        def databaseCAs(self):
            return []

        def trustedCaCertsPemText(self):
            return b"-----the authorities-----"

    from urbanthink.urbanthink_plugin import settings

    class Application:
        authManager = Manager
        qgisSettingsDirPath = staticmethod(lambda: str(tmp_path))

    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    monkeypatch.setattr(settings, "QgsApplication", Application)
    told, _ = job("search_scenes", SOURCE="planetary-computer")
    bundle = tmp_path / "urbanthink" / "certificates.pem"
    assert bundle.read_text() == "-----the authorities-----"
    assert told["environment"]["REQUESTS_CA_BUNDLE"] == told["environment"]["CURL_CA_BUNDLE"] == str(bundle)


def test_a_diagnosis_asks_for_what_it_needs_to_fetch(reason, job, tmp_path):
    folder = {"OUTPUT_FOLDER": str(tmp_path / "out"), "OUTPUT": None}
    assert "give REFLECTANCE, LST, an AREA" in reason("city_diagnosis", AREA=None, **folder)
    assert "give START and END" in reason("city_diagnosis", START=None, **folder)
    assert "start date is after" in reason("city_diagnosis", START="2025-01-01", **folder)
    assert "needs an account" in reason("city_diagnosis", SOURCE="cdse", **folder)
    assert reason("city_diagnosis", **folder) == ""


# How the results look.


@pytest.fixture
def raster(tmp_path):
    """A small raster with these bands, every pixel of a band holding its value; returns its path."""

    def make(bands, name="image.tif", unit="", scale=None, kind=gdal.GDT_Float32):
        path = str(tmp_path / name)
        dataset = gdal.GetDriverByName("GTiff").Create(path, 16, 16, len(bands), kind)
        dataset.SetGeoTransform((400000, 10, 0, 5760000, 0, -10))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(32632)
        dataset.SetProjection(reference.ExportToWkt())
        for number, (title, value) in enumerate(bands, 1):
            band = dataset.GetRasterBand(number)
            band.SetDescription(title)
            band.Fill(value)
            band.SetUnitType(unit)
            if scale:
                band.SetScale(scale)
        dataset = None
        return path

    return make


@pytest.fixture
def styled(provider):
    from urbanthink.processing.styling import write_style

    def style(path, key):
        assert write_style(path, key)
        return QgsVectorLayer(path, "again") if path.endswith(".gpkg") else QgsRasterLayer(path, "again")

    return style


BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
TEN = [(name, 1000 + 100 * i) for i, name in enumerate(BANDS)]


def test_reflectance_comes_in_natural_colours(styled, raster):
    layer = styled(raster(TEN, kind=gdal.GDT_Int16, scale=1e-4), "reflectance")
    renderer = layer.renderer()
    assert isinstance(renderer, QgsMultiBandColorRenderer)
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (3, 2, 1)
    for stretch in (renderer.redContrastEnhancement(), renderer.blueContrastEnhancement()):
        assert (stretch.minimumValue(), stretch.maximumValue()) == (0.0, 0.3)
    assert layer.brightnessFilter().gamma() == pytest.approx(1.4)
    # Reflectance 0.12 of 0.3 is 102 of 255: the scale of the file is taken into account.
    block = renderer.block(1, layer.extent(), 4, 4)
    color = block.color(0)
    assert (color >> 16) & 255 == pytest.approx(102, abs=1)


def test_false_colours_are_one_click_away(styled, raster, provider, context, listener):
    path = raster(TEN, kind=gdal.GDT_Int16, scale=1e-4)
    layer = styled(path, "reflectance")
    from urbanthink.processing.styling import Restyler

    Restyler.create("reflectance").postProcessLayer(layer, context, listener)
    manager = layer.styleManager()
    assert manager.styles() == ["False colours, vegetation red", "Natural colours"]
    assert manager.currentStyle() == "Natural colours"
    assert layer.renderer().redBand() == 3
    manager.setCurrentStyle("False colours, vegetation red")
    assert (layer.renderer().redBand(), layer.renderer().greenBand(), layer.renderer().blueBand()) == (7, 3, 2)


def test_a_stack_offers_every_date(styled, raster, context, listener):
    bands = [(f"{name} {month}", 0.1) for month in ("2024-06", "2024-07") for name in ("B02", "B03", "B04")]
    from urbanthink.processing.styling import Restyler

    layer = styled(raster(bands), "reflectance")
    assert layer.renderer().redBand() == 3
    assert not layer.temporalProperties().isActive()
    Restyler.create("reflectance").postProcessLayer(layer, context, listener)
    assert layer.styleManager().styles() == ["Natural colours 2024-06", "Natural colours 2024-07"]


def test_fewer_bands_and_temperatures_have_a_style_too(styled, raster):
    two = styled(raster([("B04", 0.1), ("B08", 0.3)], "two.tif"), "reflectance")
    assert isinstance(two.renderer(), QgsSingleBandPseudoColorRenderer)
    kelvin = styled(raster([("2024-06-26", 301.0), ("2024-08-13", 305.0)], "lst.tif", unit="K"), "reflectance")
    assert kelvin.renderer().shader().rasterShaderFunction().colorRampItemList()[-1].label.endswith(" K")
    assert kelvin.temporalProperties().mode() == Qgis.RasterTemporalMode.FixedRangePerBand


@pytest.mark.parametrize(("highest", "labels"), [(3, ["0", "1", "2", "3"]), (9, ["0", "1 to 2", "3 to 4", "5 to 6"])])
def test_clear_observations_are_whole_numbers(styled, raster, highest, labels):
    layer = styled(raster([("observations", highest)]), "count")
    items = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
    assert [item.label for item in items][:4] == labels
    assert layer.renderer().shader().shade(highest)[0]


@pytest.fixture
def footprints(tmp_path):
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:4326&field=scene_id:string&field=datetime:datetime&field=cloud_cover:double", "f", "memory"
    )
    for i, cloud in enumerate([2.0, 80.0, None]):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"scene {i}", "2024-08-13T10:36:00Z", cloud])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(7 + i, 51, 8 + i, 52)))
        layer.dataProvider().addFeature(feature)
    path = str(tmp_path / "scenes.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsProject.instance().transformContext(), options)
    return path


def test_footprints_tell_their_clouds(styled, footprints):
    layer = styled(footprints, "footprints")
    rules = layer.renderer().rootRule().children()
    assert [rule.label() for rule in rules] == [
        "Cloud cover below 5 %",
        "Cloud cover 5 to 15 %",
        "Cloud cover 15 to 30 %",
        "Cloud cover 30 to 60 %",
        "Cloud cover 60 % and above",
        "Cloud cover not told",
    ]
    chosen, words = [], []
    render, expression = QgsRenderContext(), layer.createExpressionContext()
    for feature in layer.getFeatures():
        expression.setFeature(feature)
        render.setExpressionContext(expression)
        chosen.append([rule.label() for rule in rules if rule.isFilterOK(feature, render)])
        words.append(QgsExpression(layer.labeling().settings().fieldName).evaluate(expression))
    assert chosen == [["Cloud cover below 5 %"], ["Cloud cover 60 % and above"], ["Cloud cover not told"]]
    assert layer.labelsEnabled()
    assert words == ["2024-08-13\n2 %", "2024-08-13\n80 %", "2024-08-13"]


@pytest.mark.parametrize(
    ("quantity", "title"),
    [
        ("surface_temperature", "Surface temperature (K)"),
        ("brightness_temperature", "Brightness temperature (K)"),
        ("", "Surface temperature (K)"),
    ],
)
def test_a_brightness_temperature_is_not_called_surface(algorithms, context, raster, listener, quantity, title):
    path = raster([("2024-06-26", 301.0), ("2024-08-13", 305.0)], unit="K")
    if quantity:
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.SetMetadataItem("QUANTITY", quantity)
        dataset = None
    project = QgsProject()
    context.addLayerToLoadOnCompletion(path, QgsProcessingContext.LayerDetails("whatever", project, "OUTPUT"))
    algorithm = algorithms["fetch_surface_temperature"].create({})
    algorithm._outputs = {"OUTPUT": path}
    algorithm.postProcessAlgorithm(context, listener)
    assert context.layerToLoadOnCompletionDetails(path).name == title
