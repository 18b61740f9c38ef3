"""Landsat Collection-2 products: a folder or a tar of GeoTIFFs with their MTL file (txt, json or xml)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from ..about import table
from ..errors import UrbanThinkError
from ..raster import describe
from .containers import Container
from .pixels import BRIGHTNESS, LST, Layer
from .radiometry import landsat_scaling
from .scenes import Scene

_PRODUCT = re.compile(
    r"^(?P<product>L[COTEM]0[4-9]_(?P<level>L[12][A-Z]{2})_(?P<tile>\d{6})_(?P<day>\d{8})_\d{8}_\d\d_(?:T1|T2|RT))_"
    r"(?P<band>(?:SR_|ST_)?B\d{1,2}|QA_PIXEL|BQA|ST_QA|ST_EMIS|EMIS|MTL)\.(?:tiff?|txt|json|xml)$",
    re.IGNORECASE,
)
_BARE_BAND = re.compile(r"(?:^|_)(?:B(?:[1-9]|1[01])|BQA)\.tiff?$", re.IGNORECASE)
MTL_ENDINGS = ("_MTL.txt", "_MTL.json", "_MTL.xml")
#: Near-polar orbits cross a given place at about the same time; without an MTL file only the day is known.
NOON = "12:00:00"


def read_mtl(text: str) -> dict[str, str]:
    """Entries of an MTL file in any of its three forms, without their groups.

    The file of a Level-2 product repeats the entries of the Level-1 product it was made from; the first one counts.
    """
    start = text.lstrip()[:1]
    if start == "{":
        return _flat(json.loads(text))
    if start == "<":
        pairs = re.findall(r"<([A-Z][A-Z0-9_]*)>\s*([^<>]*?)\s*</\1>", text)
    else:
        pairs = re.findall(r"^\s*([A-Z][A-Z0-9_]*)\s*=\s*\"?([^\"\n]*?)\"?\s*$", text, re.MULTILINE)
    entries: dict[str, str] = {}
    for key, value in pairs:
        if key not in ("GROUP", "END_GROUP"):
            entries.setdefault(key, value)
    return entries


def level_of(processing_level: str) -> str:
    """``L1`` or ``L2`` for ``L1TP``, ``L2SP`` …; anything else is no level."""
    found = re.match(r"L([12])", processing_level, re.IGNORECASE)
    return f"L{found.group(1)}" if found else ""


def is_landsat(container: Container) -> bool:
    """Whether these files are a Landsat product, or the bands of one without its metadata."""
    names = [PurePosixPath(name).name for name in container.names]
    if any(_PRODUCT.match(name) or name.endswith(MTL_ENDINGS) for name in names):
        return True
    return sum(bool(_BARE_BAND.search(name)) for name in names) >= 3


def landsat_scenes(container: Container) -> tuple[list[Scene], str]:
    """The acquisitions in a container, by date, and their level.

    Raises
    ------
    UrbanThinkError
        If Level-1 digital numbers come without the MTL file that scales them, or a band has no reference system.
    """
    products: dict[str, dict[str, str]] = {}
    details: dict[str, re.Match[str]] = {}
    for name in container.names:
        match = _PRODUCT.match(PurePosixPath(name).name)
        if match:
            band = match.group("band").upper()
            products.setdefault(match.group("product").upper(), {})[band] = name
            details[match.group("product").upper()] = match
    if not any(_bands(files) for files in products.values()):
        raise _no_metadata(container)
    levels = {level_of(match.group("level")) for match in details.values()}
    if len(levels) > 1:
        raise UrbanThinkError(
            "{path} mixes Level-1 and Level-2 products.", "Import them one by one.", path=container.path
        )
    scenes = [_scene(container, product, files, details[product]) for product, files in sorted(products.items())]
    return sorted(scenes, key=lambda scene: scene.datetime), levels.pop()


def _scene(container: Container, product: str, files: Mapping[str, str], match: re.Match[str]) -> Scene:
    mtl = read_mtl(container.text(files["MTL"])) if "MTL" in files else {}
    level = level_of(mtl.get("PROCESSING_LEVEL", "") or match.group("level"))
    if level == "L1" and not mtl:
        raise _no_metadata(container)
    make = _level2_layers if level == "L2" else _level1_layers
    layers = make({band: container.gdal_path(name) for band, name in _bands(files).items()}, mtl)
    day = mtl.get("DATE_ACQUIRED") or f"{match['day'][:4]}-{match['day'][4:6]}-{match['day'][6:]}"
    cloud = mtl.get("CLOUD_COVER", "")
    info = describe(next(iter(layers.values())).path)
    return Scene(
        scene_id=mtl.get("LANDSAT_PRODUCT_ID", product),
        datetime=datetime.fromisoformat(f"{day}T{mtl.get('SCENE_CENTER_TIME', NOON)[:8]}").replace(tzinfo=UTC),
        cloud_cover=float(cloud) if cloud and float(cloud) >= 0 else None,
        tile=match.group("tile"),
        source="local",
        collection="landsat-c2-l2" if level == "L2" else "landsat-c2-l1",
        footprint=info.geobox.extent.to_crs("EPSG:4326"),
        private={"layers": layers, "scaled_by_mtl": bool(mtl)},
    )


def _level2_layers(paths: Mapping[str, str], mtl: Mapping[str, str]) -> dict[str, Layer]:
    """Surface reflectance and surface temperature: scaled, never corrected again."""
    sensors = table("sensors")
    layers: dict[str, Layer] = {}
    for band in sensors["landsat_c2_l2_sr"]["bands"]:
        path = paths.get(band) or paths.get(band.removeprefix("SR_"))
        if path:
            layers[band] = Layer(path, 1, *landsat_scaling(band, mtl), nodata=0.0)
    for band in ("ST_B10", "ST_B6"):
        # Some archives drop the prefix; at Level 2 band 10 can only be the surface temperature.
        path = paths.get(band) or (paths.get("B10") if band == "ST_B10" else None)
        if path:
            layers[LST] = Layer(path, 1, *landsat_scaling(band, mtl), nodata=0.0)
    for band, row in sensors["landsat_c2_aux"]["bands"].items():
        path = paths.get(band) or paths.get(band.removeprefix("ST_"))
        if path and band in ("ST_QA", "ST_EMIS"):
            layers[band] = Layer(path, 1, *landsat_scaling(band), nodata=float(row["nodata"]))
    return _with_quality(layers, paths)


def _level1_layers(paths: Mapping[str, str], mtl: Mapping[str, str]) -> dict[str, Layer]:
    """Reflectance at the top of the atmosphere, corrected for the height of the sun, and brightness temperature."""
    row = table("sensors")["landsat_c2_l1"]
    sun = math.sin(math.radians(float(mtl["SUN_ELEVATION"])))
    layers: dict[str, Layer] = {}
    for number, band in row["bands"].items():
        if f"B{number}" in paths:
            scale, offset = (float(mtl[f"REFLECTANCE_{key}_BAND_{number}"]) / sun for key in ("MULT", "ADD"))
            layers[band["role"]] = Layer(paths[f"B{number}"], 1, scale, offset, float(row["nodata"]))
    number = row["thermal"]
    if f"B{number}" in paths:
        scale, offset = (float(mtl[f"RADIANCE_{key}_BAND_{number}"]) for key in ("MULT", "ADD"))
        constants = (float(mtl[f"K1_CONSTANT_BAND_{number}"]), float(mtl[f"K2_CONSTANT_BAND_{number}"]))
        layers[BRIGHTNESS] = Layer(paths[f"B{number}"], 1, scale, offset, float(row["nodata"]), constants)
    return _with_quality(layers, paths)


def _with_quality(layers: dict[str, Layer], paths: Mapping[str, str]) -> dict[str, Layer]:
    if "QA_PIXEL" in paths:
        layers["QA_PIXEL"] = Layer(paths["QA_PIXEL"], nodata=float(table("sensors")["landsat_qa_pixel"]["nodata"]))
    return layers


def _bands(files: Mapping[str, str]) -> dict[str, str]:
    return {band: name for band, name in files.items() if band != "MTL"}


def _no_metadata(container: Container) -> UrbanThinkError:
    return UrbanThinkError(
        "{path} holds Landsat bands whose digital numbers cannot be scaled: their MTL file is missing.",
        "Put the file ending in _MTL.txt, _MTL.json or _MTL.xml beside the bands under their original names, or import "
        "a Level-2 product.",
        path=container.path,
    )


def _flat(group: Mapping[str, Any]) -> dict[str, str]:
    entries: dict[str, str] = {}
    for key, value in group.items():
        if isinstance(value, dict):
            for inner, text in _flat(value).items():
                entries.setdefault(inner, text)
        else:
            entries.setdefault(key, str(value))
    return entries
