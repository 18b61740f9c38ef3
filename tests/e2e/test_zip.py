"""The zip that users install works in an empty profile."""

from __future__ import annotations

import subprocess
import zipfile

import pytest
import rasterio

from .conftest import REPOSITORY


@pytest.fixture(scope="module")
def archive():
    if not (REPOSITORY / ".git").exists():
        pytest.skip("the zip is made by git archive, and this is no git checkout")
    done = subprocess.run(
        ["make", "--no-print-directory", "zip"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return REPOSITORY / done.stdout.strip().splitlines()[-1]


def test_the_zip_holds_one_folder_and_nothing_of_the_workshop(archive):
    with zipfile.ZipFile(archive) as content:
        names = content.namelist()
    assert {name.split("/")[0] for name in names} == {"urbanthink"}
    for needed in ("__init__.py", "metadata.txt", "LICENSE", "resources/i18n/urbanthink_fr.qm", "README.md"):
        assert f"urbanthink/{needed}" in names
    assert not [name for name in names if name.split("/")[1] in ("tests", "tools", "benchmarks", ".ci", "Makefile")]


def test_the_zip_runs_in_an_empty_profile(archive, qgis, reflectance, out, tmp_path):
    build = tmp_path / "build"
    with zipfile.ZipFile(archive) as content:
        content.extractall(build / "plugins")
    empty = {"URBANTHINK_BUILD": str(build)}
    outcome = qgis.run(
        "urbanthink:spectral_indices", environment=empty, INPUT=reflectance, INDICES=["NDVI"], OUTPUT=str(out / "o.tif")
    )
    assert outcome.code == 0, outcome.errors
    with rasterio.open(out / "o.tif") as ndvi:
        assert ndvi.descriptions == ("NDVI",)
    french = qgis.run("urbanthink:check_installation", environment={**empty, "LC_ALL": "fr_FR.UTF-8"})
    assert french.code == 0, french.errors
    assert "moteur" in french.log
