"""One run of an algorithm inside QGIS against fake engines: relay, cancel, crash, secrets, refusals."""

from __future__ import annotations

import json
import os
import threading
import time

import pytest
from osgeo import gdal, osr
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandPseudoColorRenderer,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

WRITES = """
for job in jobs():
    say(type="progress", fraction=0.5, text="Reading 3", template="Reading {n}", values={"n": 3})
    say(type="progress", fraction=0.6, text="Reading 3", template="Reading {n}", values={"n": 3})
    say(type="log", level="info", text="an info")
    say(type="log", level="warning", text="a warning")
    import shutil
    shutil.copy(job["params"]["input"], job["params"]["output"])
    with open(job["params"]["output"] + ".json", "w") as told:
        json.dump(job, told)
    say(type="result", outputs={"OUTPUT": job["params"]["output"], "EXTRA": [1, 2]})
"""

HANGS = """
for job in jobs():
    open(partial(job), "w").close()
    say(type="progress", fraction=0.1, text="hanging")
    while True:
        time.sleep(60)
"""

DIES = """
for job in jobs():
    open(partial(job), "w").close()
    os.kill(os.getpid(), 9)
"""

REFUSES = """
for job in jobs():
    say(type="error", kind="input", message="No CRS in a.tif.", hint="Give one.",
        message_template="No CRS in {path}.", hint_template="Give one.", values={"path": "a.tif"})
"""


@pytest.fixture
def image(tmp_path):
    path = str(tmp_path / "image.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 20, 20, 2, gdal.GDT_Float32)
    dataset.SetGeoTransform((700000, 10, 0, 6600000, 0, -10))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(2154)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).SetDescription("NDVI")
    dataset = None
    return path


@pytest.fixture
def run(algorithms, context, listener, monkeypatch):
    """Run spectral_indices with a fake engine; (results, ok)."""

    def go(python, **parameters):
        monkeypatch.setenv("URBANTHINK_PYTHON", python)
        algorithm = algorithms["spectral_indices"].create({})
        good, reason = algorithm.checkParameterValues(parameters, context)
        assert good, reason
        return algorithm.run(parameters, context, listener, {}, False)

    return go


def partials(folder):
    return [path.name for path in folder.glob(".urbanthink-part-*")]


def test_what_the_engine_says_reaches_the_user(run, fake_engine, image, tmp_path, listener):
    output = str(tmp_path / "out.tif")
    results, good = run(fake_engine(WRITES), INPUT=image, OUTPUT=output)
    assert good
    assert results == {"OUTPUT": output}
    assert listener.said == [("progress", "Reading 3"), ("info", "an info"), ("warning", "a warning")]
    assert (tmp_path / "out.qml").is_file()


def test_texts_are_translated_by_template(run, fake_engine, image, tmp_path, listener):
    class French(QTranslator):
        def translate(self, context, text, disambiguation=None, n=-1):
            return {"Reading {n}": "Lecture de {n}"}.get(text, "") if context == "UrbanThinkEngine" else ""

    french = French()
    QCoreApplication.installTranslator(french)
    run(fake_engine(WRITES), INPUT=image, OUTPUT=str(tmp_path / "out.tif"))
    QCoreApplication.removeTranslator(french)
    assert ("progress", "Lecture de 3") in listener.said


def test_provenance_is_what_qgis_process_accepts(run, fake_engine, image, tmp_path):
    layer = QgsRasterLayer(image, "scene")
    run(fake_engine(WRITES), INPUT=layer, INDICES=["NDVI", "EVI"], OUTPUT=str(tmp_path / "out.tif"))
    job = json.loads((tmp_path / "out.tif.json").read_text())
    assert job["job"] == "vegetation.spectral_indices"
    assert job["params"] == {
        "input": image,
        "indices": ["NDVI", "EVI"],
        "encoding": "int16",
        "offset": "auto",
        "output": str(tmp_path / "out.tif"),
    }
    assert job["provenance"]["algorithm"] == "urbanthink:spectral_indices"
    assert job["provenance"]["parameters"] == {
        "INPUT": image,
        "INDICES": ["NDVI", "EVI"],
        "OUTPUT": str(tmp_path / "out.tif"),
    }
    assert job["provenance"]["qgis"] == Qgis.version()
    assert job["secrets"] == {}


def test_the_layer_arrives_named_and_grouped(run, fake_engine, image, tmp_path, context):
    output = str(tmp_path / "out.tif")
    project = QgsProject()
    context.addLayerToLoadOnCompletion(output, QgsProcessingContext.LayerDetails("whatever", project, "OUTPUT"))
    run(fake_engine(WRITES), INPUT=image, OUTPUT=output)
    details = context.layerToLoadOnCompletionDetails(output)
    assert (details.name, details.forceName, details.groupName) == ("Spectral indices", True, "Spectral indices")
    assert details.postProcessor() is not None


def test_the_layer_is_loaded_styled(run, algorithms, fake_engine, image, tmp_path, context, listener, load_results):
    output = str(tmp_path / "out.tif")
    project = QgsProject()
    context.addLayerToLoadOnCompletion(output, QgsProcessingContext.LayerDetails("whatever", project, "OUTPUT"))
    run(fake_engine(WRITES), INPUT=image, OUTPUT=output)
    load_results(algorithms["spectral_indices"], context, listener, parameters={})
    (layer,) = project.mapLayers().values()
    assert layer.name() == "Spectral indices"
    assert isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer)
    group = project.layerTreeRoot().findGroup("Spectral indices")
    assert [child.layerId() for child in group.findLayers()] == [layer.id()]
    del layer, group
    project.clear()


def test_cancel_takes_less_than_two_seconds(run, fake_engine, image, tmp_path, listener):
    threading.Timer(0.5, listener.cancel).start()
    begin = time.monotonic()
    results, _ = run(fake_engine(HANGS), INPUT=image, OUTPUT=str(tmp_path / "out.tif"))
    assert time.monotonic() - begin < 2.5
    assert results == {}
    assert partials(tmp_path) == []


def test_cancel_of_a_task_in_its_thread(algorithms, fake_engine, image, tmp_path, listener, context, monkeypatch):
    """As the dialog does it: the algorithm in a worker thread, cancelled from the main one."""
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(HANGS))
    algorithm = algorithms["spectral_indices"]
    task = QgsProcessingAlgRunnerTask(
        algorithm, {"INPUT": image, "OUTPUT": str(tmp_path / "out.tif")}, context, listener
    )
    done = []
    task.executed.connect(lambda good, results: done.append((good, results, time.monotonic())))
    QgsApplication.taskManager().addTask(task)
    wait_until(lambda: ("progress", "hanging") in listener.said)
    begin = time.monotonic()
    task.cancel()
    wait_until(lambda: done or task.status() in (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated))
    assert time.monotonic() - begin < 2.0
    assert partials(tmp_path) == []


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        QCoreApplication.processEvents()
        time.sleep(0.01)


def test_a_killed_engine_is_one_sentence(run, fake_engine, image, tmp_path):
    with pytest.raises(QgsProcessingException, match="was killed before it had finished") as caught:
        failing(run, fake_engine(DIES), image, tmp_path)
    assert "\n" not in str(caught.value)
    assert partials(tmp_path) == []


def test_an_error_of_the_engine_is_message_and_hint(run, fake_engine, image, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"^No CRS in a\.tif\. Give one\.$"):
        failing(run, fake_engine(REFUSES), image, tmp_path)


def failing(run, python, image, tmp_path):
    run(python, INPUT=image, OUTPUT=str(tmp_path / "out.tif"))


def test_a_missing_engine_is_said_before_the_run(algorithms, context, image, tmp_path, monkeypatch):
    monkeypatch.setenv("URBANTHINK_PYTHON", "/no/such/python")
    good, reason = algorithms["spectral_indices"].checkParameterValues(
        {"INPUT": image, "OUTPUT": str(tmp_path / "out.tif")}, context
    )
    assert not good
    assert reason.startswith("The environment variable URBANTHINK_PYTHON points to /no/such/python")


def test_an_output_that_cannot_be_written_is_refused(algorithms, context, image, tmp_path, fake_engine, monkeypatch):
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(WRITES))
    (tmp_path / "file").write_text("")
    path = str(tmp_path / "file" / "out.tif")
    good, reason = algorithms["spectral_indices"].checkParameterValues({"INPUT": image, "OUTPUT": path}, context)
    assert not good
    assert reason == f"OUTPUT: {path} cannot be written. Choose a folder where you may write."


def test_a_file_that_is_no_layer_is_not_called_missing(algorithms, context, tmp_path):
    (tmp_path / "text.tif").write_text("this is no raster")
    given = {"INPUT": str(tmp_path / "text.tif"), "OUTPUT": str(tmp_path / "out.tif")}
    good, reason = algorithms["spectral_indices"].checkParameterValues(given, context)
    assert not good
    assert reason.startswith(f"INPUT: {tmp_path / 'text.tif'} cannot be read as a layer.")
    given["INPUT"] = str(tmp_path / "gone.tif")
    assert "not found" in algorithms["spectral_indices"].checkParameterValues(given, context)[1]


def test_an_output_that_is_an_input_is_refused(run, fake_engine, image):
    with pytest.raises(QgsProcessingException, match="is an input of this run"):
        run(fake_engine(WRITES), INPUT=image, OUTPUT=image)


def test_heat_island_says_what_is_missing(algorithms, context, image, tmp_path, fake_engine, monkeypatch):
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(WRITES))
    given = {"INPUT": [image], "OUTPUT": str(tmp_path / "a.tif"), "OUTPUT_CLASS": str(tmp_path / "b.tif")}

    def reason(**more):
        return algorithms["heat_island"].checkParameterValues({**given, **more}, context)[1]

    assert "Say where the town is" in reason()
    assert "give URBAN_CLASSES" in reason(LAND_COVER=image)
    land = {"LAND_COVER": image, "URBAN_CLASSES": "1"}
    assert "RURAL_ZONES" in reason(REFERENCE="zones", **land)
    assert reason(START="2024-08-01", END="2024-07-01", **land) == "The start date is after the end date: swap them."
    assert reason(START="2024-07-01", END="2024-08-01", **land) == ""


def test_zone_statistics_says_what_is_missing(algorithms, context, image, tmp_path, fake_engine, monkeypatch):
    monkeypatch.setenv("URBANTHINK_PYTHON", fake_engine(WRITES))
    zones = QgsVectorLayer("Polygon?crs=EPSG:2154", "zones", "memory")
    given = {"ZONES": zones, "RASTER": image, "OUTPUT": str(tmp_path / "a.gpkg"), "STATISTICS": ["share_above"]}
    good, reason = algorithms["zone_statistics"].checkParameterValues(given, context)
    assert (good, reason) == (False, "share_above needs a threshold: give THRESHOLD, in the unit of the raster.")
    assert algorithms["zone_statistics"].checkParameterValues({**given, "THRESHOLD": 0}, context)[0]


def test_secrets_come_from_the_environment_or_auth(provider, context, monkeypatch):
    from qgis.core import QgsProcessingParameterAuthConfig
    from urbanthink.processing.algorithm import UrbanThinkAlgorithm
    from urbanthink.processing.values import EngineValues

    class Probe(UrbanThinkAlgorithm):
        ID = "probe"
        GROUP = "imagery"

        def declare(self):
            return [QgsProcessingParameterAuthConfig("AUTH", "d", None, True)]

    probe = Probe()
    probe.initAlgorithm({})
    monkeypatch.setenv("SH_CLIENT_ID", "someone")
    monkeypatch.setenv("SH_CLIENT_SECRET", "a-value")
    assert probe._read_secrets({}, context) == {"SH_CLIENT_ID": "someone", "SH_CLIENT_SECRET": "a-value"}
    assert EngineValues(probe, {"AUTH": "abcdefg"}, context, None).all() == {}
    with pytest.raises(QgsProcessingException, match="abcdefg cannot be read"):
        probe._read_secrets({"AUTH": "abcdefg"}, context)
    assert os.environ["SH_CLIENT_ID"] == "someone"


def test_no_secret_without_auth(algorithms, context, monkeypatch):
    monkeypatch.setenv("SH_CLIENT_ID", "someone")
    assert algorithms["heat_island"]._read_secrets({}, context) == {}
