"""What a diagnosis fetches for itself, from where, and with whose credentials; the jobs of imagery are stand-ins."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.provenance import extent_text
from urbanthink_plugin.engine.run import Run
from urbanthink_plugin.engine.territory.fetching import extent_from_text, fetch_missing, may_fetch

AREA = {"bounds": [403000.0, 5753000.0, 409000.0, 5759000.0], "crs": "EPSG:32632"}
WHERE = {"area": AREA, "start": "2024-06-01", "end": "2024-08-31"}


@pytest.fixture
def asked(monkeypatch):
    """The requests that reach the jobs of imagery; each writes its outputs and tells what it took."""
    requests = []

    def job(name):
        def fetch(run, *, output, output_count, **request):
            for path in (output, output_count):
                staged = run.stage(path)
                staged.parent.mkdir(parents=True, exist_ok=True)
                staged.write_text(name)
            run.extra["thrift"] = {"bytes": len(name)}
            requests.append({"job": name, "secrets": run.secrets, **request})
            return {"OUTPUT": output}

        return fetch

    jobs = types.ModuleType("urbanthink_plugin.engine.imagery.jobs")
    jobs.fetch_sentinel2, jobs.fetch_surface_temperature = job("reflectance"), job("lst")
    monkeypatch.setitem(sys.modules, jobs.__name__, jobs)
    monkeypatch.setattr("urbanthink_plugin.engine.imagery.jobs", jobs, raising=False)
    return requests


@pytest.fixture
def fetch(asked, tmp_path):
    """Fetch for these settings into a staged folder; what was found, and what was said."""

    def run(**settings):
        said = []
        run = Run("territory.city_diagnosis", emit=said.append, secrets={"SH_CLIENT_ID": "someone"})
        with run.outputs():
            stage = run.stage(tmp_path / "town")
            stage.mkdir()
            found = fetch_missing(run, stage, settings)
        assert "thrift" not in run.extra
        return found, [message["text"] for message in said if message["type"] == "log"]

    return run


def test_both_images_are_fetched_into_the_folder(fetch, asked, tmp_path):
    found, _ = fetch(**WHERE, land_cover="cover.tif", max_cloud=20.0)
    assert [request["job"] for request in asked] == ["reflectance", "lst"]
    for request in asked:
        assert {name: request[name] for name in ("area", "start", "end", "max_cloud")} == {**WHERE, "max_cloud": 20.0}
        assert request["source"] == "planetary-computer"
        assert request["secrets"] == {"SH_CLIENT_ID": "someone"}
    assert found["layers"] == {"reflectance": "imagery/reflectance.tif", "lst": "imagery/surface_temperature.tif"}
    assert found["thrift"] == {"reflectance": {"bytes": 11}, "lst": {"bytes": 3}}
    assert isinstance(found["settings"]["lst"], list)
    names = {path.name for path in (tmp_path / "town" / "imagery").iterdir()}
    assert names == {
        "reflectance.tif", "reflectance_count.tif", "surface_temperature.tif", "surface_temperature_count.tif",
    }  # fmt: skip


def test_what_is_given_is_not_fetched(fetch, asked):
    fetch(**WHERE, land_cover="cover.tif", reflectance="image.tif")
    assert [request["job"] for request in asked] == ["lst"]
    fetch(**WHERE, land_cover="cover.tif", reflectance="image.tif", lst=["lst.tif"])
    assert len(asked) == 1


def test_temperatures_without_a_town_are_not_fetched(fetch, asked):
    _, said = fetch(**WHERE)
    assert [request["job"] for request in asked] == ["reflectance"]
    assert "without LAND_COVER or URBAN" in said[0]


@pytest.mark.parametrize(("url", "source"), [(None, "planetary-computer"), ("https://example.org/stac", "custom")])
def test_copernicus_has_no_landsat_temperature(fetch, asked, url, source):
    _, said = fetch(**WHERE, urban={"path": "town.gpkg"}, source="cdse", catalog_url=url)
    assert [request["source"] for request in asked] == ["cdse", source]
    assert "Copernicus Data Space has none of Landsat" in said[0]


def test_without_a_place_or_a_period_nothing_is_fetched(fetch, asked):
    for missing in WHERE:
        settings = {name: value for name, value in WHERE.items() if name != missing}
        assert not may_fetch(settings)
        assert fetch(**settings, land_cover="cover.tif")[0] == {"settings": {}, "layers": {}, "thrift": {}}
    assert asked == []


def test_an_area_in_a_recipe_is_what_qgis_process_takes():
    assert extent_text(AREA) == "403000.0,409000.0,5753000.0,5759000.0 [EPSG:32632]"
    assert extent_from_text(extent_text(AREA)) == AREA
    assert extent_from_text("7.5, 7.7, 51.9, 52 [EPSG:4326]") == {"bounds": [7.5, 51.9, 7.7, 52.0], "crs": "EPSG:4326"}
    for wrong in ("7.5,7.7,51.9 [EPSG:4326]", "7.5,7.7,51.9,52", "a,b,c,d [EPSG:4326]", "{'bounds': []}"):
        with pytest.raises(UrbanThinkError, match="is no rectangle"):
            extent_from_text(wrong)


def test_the_folder_is_untouched_when_a_fetch_fails(asked, monkeypatch, tmp_path):
    def fails(run, **_):
        raise UrbanThinkError("The service is down.", "Later.")

    monkeypatch.setattr(sys.modules["urbanthink_plugin.engine.imagery.jobs"], "fetch_surface_temperature", fails)
    run = Run("territory.city_diagnosis")
    with pytest.raises(UrbanThinkError, match="service is down"), run.outputs():
        stage = run.stage(tmp_path / "town")
        stage.mkdir()
        fetch_missing(run, Path(stage), {**WHERE, "land_cover": "cover.tif"})
    assert list(tmp_path.iterdir()) == []
