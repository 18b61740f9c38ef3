"""What a STAC item says, whichever catalogue it comes from: when, where, which files, and how they are scaled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from odc.geo.geom import Geometry

from ..about import table
from ..sensors import SENTINEL2, baseline_of
from .pixels import LST, MASKS, Layer
from .radiometry import Declared, landsat_scaling
from .scenes import OPTICAL_SCALE, Scene

SENTINEL2_COLLECTION, LANDSAT_COLLECTION = "sentinel-2-l2a", "landsat-c2-l2"
SENTINEL3_COLLECTION = "sentinel-3-slstr-lst"
#: Two items of one tile within so many seconds are the same acquisition.
SAME_ACQUISITION = 120


def family(collection: str) -> str:
    """Our collection behind a catalogue's own name for it, or an empty string."""
    name = collection.lower()
    if "landsat" in name and "l1" not in name:
        return LANDSAT_COLLECTION
    # "slstr" itself ends in "lst", but for a letter.
    if re.search(r"sentinel-?_?3|slstr|^s3", name) and re.search(r"(?<![a-z])lst(?![a-z])", name):
        return SENTINEL3_COLLECTION
    is_sentinel2 = re.search(r"sentinel-?_?2|sentinel-s2|^s2", name) is not None
    return SENTINEL2_COLLECTION if is_sentinel2 and "l1c" not in name else ""


def scene_of(item: Mapping[str, Any], source: str, collection: str, rules: Mapping[str, str]) -> Scene | None:
    """A scene from a STAC item; None for an item without time or place.

    Parameters
    ----------
    item : mapping
        As the catalogue gives it.
    source : str
        Key of the catalogue.
    collection : str
        Ours.
    rules : mapping
        For each of the catalogue's collections, what decides the radiometric offset; ``pixels`` where it is not told.
    """
    properties = item.get("properties") or {}
    moment = properties.get("datetime") or properties.get("start_datetime")
    if not moment or not item.get("geometry"):
        return None
    baseline = _baseline(item, properties)
    layers = _layers(item, collection)
    cloud = properties.get("eo:cloud_cover")
    return Scene(
        scene_id=str(item["id"]),
        datetime=datetime.fromisoformat(str(moment).replace("Z", "+00:00")).astimezone(UTC),
        cloud_cover=None if cloud is None else float(cloud),
        tile=_tile(properties, str(item["id"])),
        source=source,
        collection=collection,
        footprint=Geometry(item["geometry"], "EPSG:4326"),
        baseline=baseline or None,
        private={
            "layers": layers,
            "rule": rules.get(str(item.get("collection")), "pixels"),
            "declared": _declared(item, properties, baseline),
            "collection": str(item.get("collection") or ""),
            "file_bytes": _file_bytes(item, collection),
        },
    )


def without_twins(scenes: Sequence[Scene], preferred: Sequence[str]) -> list[Scene]:
    """One scene per acquisition: of the preferred collection, then of the latest processing baseline.

    Several parts of one acquisition, processed alike, stay.

    Parameters
    ----------
    scenes : sequence of Scene
    preferred : sequence of str
        The catalogue's collections, best first.
    """

    def rank(scene: Scene) -> tuple[int, str]:
        name = scene.private["collection"]
        return (-preferred.index(name) if name in preferred else -len(preferred), scene.baseline or "")

    kept: list[Scene] = []
    for scene in sorted(scenes, key=lambda one: (one.datetime, one.scene_id)):
        twins = [
            other
            for other in kept
            if other.tile == scene.tile
            and scene.tile
            and abs((other.datetime - scene.datetime).total_seconds()) <= SAME_ACQUISITION
        ]
        if all(rank(other) < rank(scene) for other in twins):
            kept = [other for other in kept if other not in twins]
            kept.append(scene)
        elif all(rank(other) <= rank(scene) for other in twins):
            kept.append(scene)
    return kept


def _layers(item: Mapping[str, Any], collection: str) -> dict[str, Layer]:
    """The files of the bands we know, by our names."""
    assets = item.get("assets") or {}
    base = next((link["href"] for link in item.get("links") or [] if link.get("rel") == "self"), "")
    layers = {}
    for band, names in table("catalogues")["assets"][collection]["bands"].items():
        key = _asset(assets, names)
        if key and assets[key].get("href"):
            address = urljoin(base, assets[key]["href"])
            layers[band] = (
                Layer(address, variable=table("sensors")["slstr_lst"]["files"][band][1])
                if collection == SENTINEL3_COLLECTION
                else _layer(band, key, address, assets[key])
            )
    return layers


def _asset(assets: Mapping[str, Any], names: Sequence[str]) -> str:
    """The key of an asset under one of the names it has in catalogues, or whose file is called so; else empty."""
    return next((name for name in names if name in assets), "") or next(
        (key for key, asset in assets.items() if urlsplit(asset.get("href") or "").path.rpartition("/")[2] in names), ""
    )


def _file_bytes(item: Mapping[str, Any], collection: str) -> dict[str, float]:
    """Sizes of the files of bands that are read as files and not by pixels: as told, else the usual ones."""
    assets, row = item.get("assets") or {}, table("catalogues")["assets"][collection]
    sizes = {}
    for band, usual in row.get("file_bytes", {}).items():
        told = assets.get(_asset(assets, row["bands"][band]), {}).get("file:size")
        sizes[band] = float(told if isinstance(told, int | float) and told > 0 else usual)
    return sizes


def _layer(band: str, key: str, address: str, asset: Mapping[str, Any]) -> Layer:
    scale, offset, nodata = _raster(asset)
    sensors = table("sensors")
    if band == "SCL":
        return Layer(address, nodata=0.0)
    if band == "QA_PIXEL":
        return Layer(address, nodata=float(sensors["landsat_qa_pixel"]["nodata"]))
    if band in sensors[SENTINEL2]["bands"] or re.fullmatch(r"B\d\dA?|B8A", band):
        # The offset of Sentinel-2 is decided later, item by item.
        return Layer(address, 1, scale or OPTICAL_SCALE, 0.0, 0.0 if nodata is None else nodata)
    published = landsat_scaling("ST_B6" if key in ("lwir", "ST_B6") else "ST_B10" if band == LST else band)
    missing = sensors["landsat_c2_aux"]["bands"][band]["nodata"] if band in MASKS else 0.0
    return Layer(
        address,
        1,
        published[0] if scale is None else scale,
        published[1] if offset is None else offset,
        float(missing if nodata is None else nodata),
    )


def _raster(asset: Mapping[str, Any]) -> tuple[float | None, float | None, float | None]:
    """Scale, offset and nodata an asset declares (raster extension 1 and 2), None for what it does not."""
    declared: list[Mapping[str, Any]] = list(asset.get("raster:bands") or asset.get("bands") or [])
    band = declared[0] if declared else {}
    found = []
    for name in ("scale", "offset", "nodata"):
        value = band.get(name, band.get(f"raster:{name}", asset.get(f"raster:{name}", asset.get(name))))
        found.append(float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None)
    return found[0], found[1], found[2]


def _declared(item: Mapping[str, Any], properties: Mapping[str, Any], baseline: str) -> Declared:
    assets = item.get("assets") or {}
    names = table("catalogues")["assets"][SENTINEL2_COLLECTION]["bands"]["B04"]
    red: Mapping[str, Any] = next((assets[name] for name in names if name in assets), {})
    scale, offset, _ = _raster(red)
    applied = properties.get("earthsearch:boa_offset_applied")
    return Declared(
        baseline,
        None if offset is None else offset if abs(offset) >= 1 else round(offset / (scale or OPTICAL_SCALE)),
        applied if isinstance(applied, bool) else None,
    )


def _baseline(item: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    told = {key: str(value) for key, value in properties.items() if "baseline" in key.lower()}
    products = " ".join(str(properties.get(key, "")) for key in ("s2:product_uri", "sentinel:product_id"))
    return baseline_of(products if "_N" in products else str(item.get("id", "")), told)


def _tile(properties: Mapping[str, Any], scene_id: str) -> str:
    """MGRS tile or WRS path and row."""
    if properties.get("landsat:wrs_path"):
        return f"{int(properties['landsat:wrs_path']):03d}{int(properties['landsat:wrs_row']):03d}"
    told = properties.get("s2:mgrs_tile") or str(properties.get("grid:code") or "").removeprefix("MGRS-")
    if told:
        return str(told)
    named = re.search(r"(?:^|_)T?(\d\d[A-Z]{3})_", scene_id)
    return named.group(1) if named else ""
