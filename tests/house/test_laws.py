"""The laws of the house, read off the source: who may import whom, and what may never stand in the code."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ENGINE = REPOSITORY / "urbanthink_plugin" / "engine"
DOMAINS = {"imagery", "vegetation", "heat", "solar", "energy", "territory", "demo"}
SCIENCE = {
    "numpy", "scipy", "pandas", "geopandas", "shapely", "pyproj", "rasterio", "rioxarray", "xarray", "dask", "numba",
    "odc", "skimage", "sklearn", "exactextract", "pyogrio", "sentinelhub", "pvlib", "distributed",
}  # fmt: skip
QT_SIDE = [
    *sorted((REPOSITORY / "processing").rglob("*.py")),
    *sorted((REPOSITORY / "urbanthink_plugin" / "gui").rglob("*.py")),
    *sorted((REPOSITORY / "urbanthink_plugin" / "host").rglob("*.py")),
    *sorted((REPOSITORY / "urbanthink_plugin").glob("*.py")),
    REPOSITORY / "__init__.py",
]
ENGINE_SIDE = sorted(ENGINE.rglob("*.py"))
SHIPPED = [*QT_SIDE, *ENGINE_SIDE]


def name_of(path):
    return str(path.relative_to(REPOSITORY))


def imports(path):
    """Every imported module, relative ones made absolute below the repository."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = path.parent
                for _ in range(node.level - 1):
                    base = base.parent
                prefix = ".".join(base.relative_to(REPOSITORY).parts)
                module = f"{prefix}.{node.module}" if node.module else prefix
                yield module
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


@pytest.mark.parametrize("path", ENGINE_SIDE, ids=name_of)
def test_the_engine_knows_no_qgis(path):
    roots = {module.split(".")[0] for module in imports(path)}
    assert not roots & {"qgis", "PyQt5", "PyQt6", "processing"}


@pytest.mark.parametrize("path", QT_SIDE, ids=name_of)
def test_the_qgis_side_knows_no_science(path):
    modules = list(imports(path))
    assert not {module.split(".")[0] for module in modules} & SCIENCE
    assert not [module for module in modules if ".engine." in f"{module}." and not module.endswith("host.engine")
                and "host.engine" not in module]  # fmt: skip


@pytest.mark.parametrize("path", sorted((REPOSITORY / "urbanthink_plugin" / "host").rglob("*.py")), ids=name_of)
def test_the_host_stands_on_the_standard_library(path):
    import sys

    roots = {module.split(".")[0] for module in imports(path)} - {"urbanthink_plugin"}
    assert roots <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", ENGINE_SIDE, ids=name_of)
def test_domains_do_not_import_one_another(path):
    domain = path.relative_to(ENGINE).parts[0]
    if domain not in DOMAINS - {"territory"}:
        return
    used = {
        module.removeprefix("urbanthink_plugin.engine.").split(".")[0]
        for module in imports(path)
        if module.startswith("urbanthink_plugin.engine.")
    }
    assert not used & (DOMAINS - {domain})


@pytest.mark.parametrize("path", ENGINE_SIDE, ids=name_of)
def test_only_the_raster_layer_opens_raster_files(path):
    if path.relative_to(ENGINE).parts[0] in ("raster", "imagery"):
        return
    opened = [module for module in imports(path) if module.split(".")[0] in ("rasterio", "rioxarray")]
    # Pure helpers without file access (turning polygons into masks) are welcome everywhere.
    assert not [module for module in opened if not module.startswith(("rasterio.features", "rasterio.transform"))]


def test_processing_never_shadows_the_module_of_qgis():
    assert not list((REPOSITORY / "processing").rglob("__init__.py"))


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_what_is_never_written(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called not in ("eval", "exec_", "NotImplementedError"), f"line {node.lineno}"
            assert not (called == "exec" and isinstance(node.func, ast.Name)), f"line {node.lineno}"
            for keyword in node.keywords:
                if keyword.arg in ("shell", "verify") and isinstance(keyword.value, ast.Constant):
                    assert keyword.value.value is not (keyword.arg == "shell"), f"line {node.lineno}"
    assert "pickle" not in {module.split(".")[0] for module in imports(path)}
    assert not re.search(r"sys\.executable", text) or "never" in text, "inside QGIS sys.executable is not Python"
    assert not re.search(r"#\s*(noqa|nosec)", text)


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_files_and_functions_stay_readable(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            documentation = len(ast.get_docstring(node, clean=False).splitlines()) if ast.get_docstring(node) else 0
            length = node.end_lineno - node.lineno + 1 - documentation
            assert length <= 60, f"{node.name} has {length} lines besides its documentation"
    assert ast.get_docstring(ast.parse(text)) or not text.strip(), "the first lines say what a file is for"


def qt_names(path):
    """``(module, dotted name)`` of everything a file takes from Qt."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt."):
            for alias in node.names:
                known[alias.asname or alias.name] = (node.module.removeprefix("qgis.PyQt."), alias.name)
                yield known[alias.asname or alias.name]
    for node in ast.walk(tree):
        chain, owner = [], node
        while isinstance(owner, ast.Attribute):
            chain.append(owner.attr)
            owner = owner.value
        if chain and isinstance(owner, ast.Name) and owner.id in known:
            module, name = known[owner.id]
            yield module, ".".join([name, *reversed(chain)])


@pytest.mark.parametrize("path", QT_SIDE, ids=name_of)
def test_every_qt_name_exists_in_qt6(path):
    for module in imports(path):
        assert module.split(".")[0] not in ("PyQt5", "PyQt6"), "Qt comes through qgis.PyQt"
    for module, dotted in set(qt_names(path)):
        found = importlib.import_module(f"PyQt6.{module}")
        for name in dotted.split("."):
            # What an instance would give (translate().format …) cannot be followed statically.
            if not isinstance(found, type) and not hasattr(found, "__path__") and not hasattr(found, name):
                break
            assert hasattr(found, name), f"{module}.{dotted}"
            found = getattr(found, name)
            if callable(found) and not isinstance(found, type):
                break


@pytest.mark.parametrize("path", sorted((REPOSITORY / "resources" / "data").glob("*.json")), ids=name_of)
def test_tables_say_where_their_figures_come_from(path):
    text = json.dumps(json.loads(path.read_text(encoding="utf-8")))
    assert '"source"' in text or '"reference"' in text
    assert re.search(r'"date"|"year"', text)


def test_nothing_of_this_machine_is_in_the_tree():
    tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    root = str(REPOSITORY.parent) + "/"
    for name in tracked.split():
        path = REPOSITORY / name
        if path.suffix in (".png",) or not path.is_file():
            continue
        assert root not in path.read_text(encoding="utf-8", errors="replace"), name
