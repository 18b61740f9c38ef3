"""The Process API: an evalscript, an area and some scenes become a GeoTIFF."""

from __future__ import annotations

import io
import json
import re
import tarfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import rasterio
import shapely
from pyproj import Transformer
from rasterio.features import geometry_mask
from rasterio.io import MemoryFile
from rasterio.transform import from_bounds
from rasterio.vrt import WarpedVRT
from rasterio.warp import Resampling
from rasterio.windows import Window

from .evalscript import TYPES, Evalscript
from .level1 import formula
from .messages import Refusal, Request, Response
from .scenes import ServedScene

#: Widest request [px].
LIMIT = 2500
#: Pixels read and evaluated at a time, so that twelve dates of a full tile fit in memory.
STRIP = 1 << 18
RESAMPLING = {
    "NEAREST": Resampling.nearest, "BILINEAR": Resampling.bilinear, "BICUBIC": Resampling.cubic,
}  # fmt: skip
#: Units of each band and by what they are smaller than the stored number, or their formula; the first is the default.
_OPTICAL = {"REFLECTANCE": 10000, "DN": 1}
_DN = {"DN": 1}
_KELVIN = {"KELVIN": 100, "DN": 1}
UNITS: dict[str, dict[str, dict[str, float | str]]] = {
    "sentinel-2-l2a": {
        **dict.fromkeys(("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"), _OPTICAL),
        "SCL": _DN,
    },
    "sentinel-3-slstr-l2": {"LST": _KELVIN, "LST_uncertainty": _KELVIN, "CLOUD": _DN, "CONFIDENCE": _DN, "BAYES": _DN},
    "landsat-ot-l1": {**{name: {"BRIGHTNESS_TEMPERATURE": formula(name)} for name in ("B10", "B11")}, "BQA": _DN},
}
#: The band whose no-data value says where a scene has pixels.
REFERENCE = {"sentinel-2-l2a": "B02", "sentinel-3-slstr-l2": "LST", "landsat-ot-l1": "B10"}


@dataclass(frozen=True)
class Order:
    """A Process request, understood."""

    collection: str
    crs: str
    bbox: tuple[float, float, float, float]
    geometry: shapely.Geometry | None
    width: int
    height: int
    start: datetime
    end: datetime
    max_cloud: float
    order: str
    orbit: str | None
    upsampling: str
    downsampling: str
    harmonize: bool
    responses: tuple[tuple[str, str], ...]

    @property
    def transform(self):
        return from_bounds(*self.bbox, self.width, self.height)


@dataclass(frozen=True)
class Frame:
    """What one sample of a pixel is taken from: scenes of an orbit, one tile, or everything."""

    scenes: tuple[ServedScene, ...]


def process(request: Request, scenes: Sequence[ServedScene], collections: Iterable[str]) -> Response:
    """Answer a Process request.

    Raises
    ------
    Refusal
        400 with the reason, as the real service would.
    """
    payload = request.json()
    order = read_order(payload, collections)
    script = Evalscript(str(payload.get("evalscript", "")))
    found = find_scenes(order, scenes)
    frames, told = arrange(script, order, found)
    check_outputs(script, order)
    names, divisors, offsets = read_bands(script, order)
    images = render(script, order, frames, names, divisors, told, offsets)
    units = price(order, script, frames)
    headers = {"X-ProcessingUnits-Spent": str(units)}
    files = [
        (identifier, encode(identifier, kind, images, script, order, told)) for identifier, kind in order.responses
    ]
    if len(files) == 1 and "tar" not in request.headers.get("accept", ""):
        return Response(200, files[0][1], {"Content-Type": order.responses[0][1], **headers})
    if "tar" not in request.headers.get("accept", "") and "*/*" not in request.headers.get("accept", "*/*"):
        raise Refusal(406, "COMMON_BAD_PAYLOAD", "Several outputs need Accept: application/tar.")
    return Response(200, pack(files, dict(order.responses)), {"Content-Type": "application/tar", **headers})


def read_order(payload: dict, collections: Iterable[str]) -> Order:
    """Check a request's body and read it."""
    try:
        bounds, data, output = payload["input"]["bounds"], payload["input"]["data"][0], payload.get("output", {})
    except (KeyError, IndexError, TypeError):
        raise Refusal(400, "COMMON_BAD_PAYLOAD", "Request needs input.bounds and input.data.") from None
    collection = data.get("type", "")
    if collection not in UNITS or collection not in collections:
        raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Collection '{collection}' is not available on this deployment.")
    crs = crs_name(bounds.get("properties", {}).get("crs", "CRS84"))
    geometry = shapely.geometry.shape(bounds["geometry"]) if bounds.get("geometry") else None
    box = bounds.get("bbox") or (geometry.bounds if geometry is not None else None)
    if box is None or not (box[0] < box[2] and box[1] < box[3]):
        raise Refusal(400, "COMMON_BAD_PAYLOAD", "Invalid bbox: it must be [minX, minY, maxX, maxY].")
    width, height = read_size(output, box)
    filters, processing = data.get("dataFilter", {}), data.get("processing", {})
    times = filters.get("timeRange", {})
    responses = [
        (one.get("identifier", "default"), one.get("format", {}).get("type", "image/tiff"))
        for one in output.get("responses") or [{"format": {"type": "image/png"}}]
    ]
    return Order(
        collection=collection,
        crs=crs,
        bbox=tuple(float(value) for value in box),
        geometry=geometry,
        width=width,
        height=height,
        start=moment(times.get("from", "1970-01-01T00:00:00Z")),
        end=moment(times.get("to", "2999-01-01T00:00:00Z")),
        max_cloud=float(filters.get("maxCloudCoverage", 100)),
        order=filters.get("mosaickingOrder", "mostRecent"),
        orbit=filters.get("orbitDirection"),
        upsampling=processing.get("upsampling", "NEAREST").upper(),
        downsampling=processing.get("downsampling", "NEAREST").upper(),
        harmonize=bool(processing.get("harmonizeValues", True)),
        responses=tuple(responses),
    )


def read_size(output: dict, box: Sequence[float]) -> tuple[int, int]:
    """Width and height asked for [px], directly or by resolution."""
    if "resx" in output:
        width = round((box[2] - box[0]) / float(output["resx"]))
        height = round((box[3] - box[1]) / float(output["resy"]))
    else:
        width, height = int(output.get("width", 256)), int(output.get("height", 256))
    for name, value in (("width", width), ("height", height)):
        if not 1 <= value <= LIMIT:
            message = f"Invalid request: output.{name} {value} must be between 1 and {LIMIT} pixels."
            raise Refusal(400, "COMMON_BAD_PAYLOAD", message)
    return width, height


def crs_name(uri: str) -> str:
    """``EPSG:…`` of the CRS address of a request."""
    if "CRS84" in uri:
        return "EPSG:4326"
    code = re.search(r"EPSG/\d+/(\d+)$|EPSG:+(\d+)$", uri)
    if not code:
        raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Unsupported crs {uri}.")
    return f"EPSG:{code.group(1) or code.group(2)}"


def moment(text: str) -> datetime:
    """A time of a request."""
    if len(text) == 10:
        text += "T00:00:00Z"
    value = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return value if value.tzinfo else datetime.fromisoformat(f"{text}+00:00")


def find_scenes(order: Order, scenes: Sequence[ServedScene]) -> list[ServedScene]:
    """The scenes of the collection that see the area in time, in mosaicking order."""
    project = Transformer.from_crs(order.crs, "EPSG:4326", always_xy=True).transform
    area = shapely.transform(
        shapely.segmentize(shapely.box(*order.bbox), max(order.bbox[2] - order.bbox[0], 1e-9) / 8),
        lambda xy: np.c_[project(xy[:, 0], xy[:, 1])],
    )
    found = [
        scene
        for scene in scenes
        if scene.collection == order.collection
        and "sh" in scene.apis
        and order.start <= scene.datetime <= order.end
        and scene.cloud_cover <= order.max_cloud
        and (order.orbit is None or scene.extra.get("sat:orbit_state", "").upper() == order.orbit.upper())
        and scene.footprint.intersects(area)
    ]
    keys = {
        "mostRecent": lambda scene: -scene.datetime.timestamp(),
        "leastRecent": lambda scene: scene.datetime.timestamp(),
        "leastCC": lambda scene: scene.cloud_cover,
    }
    if order.order not in keys:
        raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Unknown mosaickingOrder {order.order}.")
    return sorted(found, key=keys[order.order])


def arrange(script: Evalscript, order: Order, found: list[ServedScene]) -> tuple[list[Frame], dict]:
    """Frames of the mosaicking, and what the script is told of the scenes."""
    known = {scene.scene_id: scene for scene in found}
    if script.mosaicking == "SIMPLE":
        return [Frame(tuple(found))], {"tiles": [told_of(scene) for scene in found]}
    if script.mosaicking == "TILE":
        told = {"tiles": [told_of(scene) for scene in found]}
        kept = script.choose_scenes({"scenes": told, "from": order.start.isoformat(), "to": order.end.isoformat()})
        told = {"tiles": kept["scenes"]["tiles"]}
        frames = [Frame((known[tile["tileOriginalId"]],)) for tile in told["tiles"]]
    else:
        days: dict[tuple, list[ServedScene]] = {}
        for scene in found:
            days.setdefault((scene.platform, scene.datetime.date(), scene.datetime.hour // 12), []).append(scene)
        orbits = [
            {
                "dateFrom": min(scene.datetime for scene in group).isoformat(),
                "dateTo": max(scene.datetime for scene in group).isoformat(),
                "tiles": [told_of(scene) for scene in group],
            }
            for group in days.values()
        ]
        window = {"from": order.start.isoformat(), "to": order.end.isoformat()}
        kept = script.choose_scenes({"scenes": {"orbits": orbits}, **window})
        told = {"orbits": kept["scenes"]["orbits"]}
        frames = [Frame(tuple(known[tile["tileOriginalId"]] for tile in one["tiles"])) for one in told["orbits"]]
    script.update_outputs({"scenes": told})
    return frames, told


def told_of(scene: ServedScene) -> dict:
    """What a script may know of a scene."""
    return {
        "date": scene.datetime.isoformat(),
        "cloudCoverage": scene.cloud_cover,
        "tileOriginalId": scene.scene_id,
        "dataPath": f"s3://EODATA/{scene.scene_id}",
    }


def check_outputs(script: Evalscript, order: Order) -> None:
    """Refuse what the script does not give."""
    known = {output.id for output in script.outputs} | {"userdata"}
    for identifier, _ in order.responses:
        if identifier not in known:
            message = f"Output {identifier} requested but missing from function setup()"
            raise Refusal(400, "RENDERER_EXCEPTION", message)


def read_bands(script: Evalscript, order: Order) -> tuple[list[str], list[float | str], set[str]]:
    """Band names, their divisors or formulas, and the bands that carry the radiometric offset."""
    units, names, divisors, offsets = UNITS[order.collection], [], [], set()
    for band, unit in script.inputs:
        if band == "dataMask":
            names.append(band)
            divisors.append(1)
            continue
        if band not in units:
            raise Refusal(400, "RENDERER_EXCEPTION", f"Dataset with id: 1 has no band '{band}'.")
        choice = (unit or next(iter(units[band]))).upper()
        if choice not in units[band]:
            raise Refusal(400, "RENDERER_EXCEPTION", f"Unsupported unit {choice} for band {band}.")
        names.append(band)
        divisors.append(units[band][choice])
        if units[band] is _OPTICAL:
            offsets.add(band)
    if script.mosaicking != "SIMPLE" and "dataMask" not in names:
        names.append("dataMask")
        divisors.append(1)
    return names, divisors, offsets


def render(script, order, frames, names, divisors, told, offsets) -> dict[str, np.ndarray]:
    """Every output of the script, (band, y, x)."""
    rows = max(STRIP // order.width, 1)
    strips = []
    with ExitStack() as stack, rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR"):
        views = {
            (scene.scene_id, band): stack.enter_context(view(stack, order, scene, band))
            for frame in frames
            for scene in frame.scenes
            for band in {*names, REFERENCE[order.collection]} - {"dataMask"}
        }
        for top in range(0, order.height, rows):
            window = Window(0, top, order.width, min(rows, order.height - top))
            inside = within(order, window)
            samples = [read_frame(frame, order, views, names, offsets, window, inside) for frame in frames]
            flat = [sample.reshape(len(names), -1) for sample in samples]
            strips.append(
                [
                    values.reshape(values.shape[0], int(window.height), order.width)
                    for values in script.run(flat, names, divisors, told, int(window.height) * order.width)
                ]
            )
    return {
        output.id: np.concatenate(parts, axis=1)
        for output, parts in zip(script.outputs, zip(*strips, strict=True), strict=True)
    }


def view(stack: ExitStack, order: Order, scene: ServedScene, band: str) -> WarpedVRT:
    """A scene's band on the asked grid."""
    source = stack.enter_context(rasterio.open(scene.path(band)))
    project = Transformer.from_crs(order.crs, scene.crs, always_xy=True).transform
    west, south, east, north = order.bbox
    (x0, x1), _ = project([west, east], [(south + north) / 2] * 2)
    finer = abs(x1 - x0) / order.width < source.res[0] * 0.999
    name = order.upsampling if finer else order.downsampling
    if name not in RESAMPLING:
        raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Unknown resampling {name}.")
    if scene.layers[band].classes:
        name = "NEAREST"
    # An exact transformation: an approximate one would differ between neighbouring requests.
    return WarpedVRT(
        source, crs=order.crs, transform=order.transform, width=order.width, height=order.height, tolerance=1e-6,
        resampling=RESAMPLING[name], nodata=scene.layers[band].nodata,
    )  # fmt: skip


def within(order: Order, window: Window) -> np.ndarray | None:
    """Pixels inside the asked polygon."""
    if order.geometry is None:
        return None
    transform = rasterio.windows.transform(window, order.transform)
    return geometry_mask([order.geometry], (int(window.height), order.width), transform, invert=True)


def read_frame(frame, order, views, names, offsets, window, inside) -> np.ndarray:
    """Digital numbers of one frame, (band, y, x) uint16: the first scene with data at each pixel."""
    shape = (int(window.height), order.width)
    result, seen = np.zeros((len(names), *shape), np.uint16), np.zeros(shape, bool)
    reference = REFERENCE[order.collection]
    for scene in frame.scenes:
        valid = views[scene.scene_id, reference].read(1, window=window) != 0
        fresh = valid & ~seen if inside is None else valid & ~seen & inside
        if not fresh.any():
            continue
        for index, name in enumerate(names):
            if name == "dataMask":
                result[index][fresh] = 1
                continue
            values = views[scene.scene_id, name].read(1, window=window)
            if name in offsets and order.harmonize and scene.offset:
                values = np.clip(values.astype(np.int32) + scene.offset, 0, 65535)
            result[index][fresh] = values[fresh]
        seen |= fresh
    return result


def price(order: Order, script: Evalscript, frames: Sequence[Frame]) -> float:
    """Processing units: pixels per 512 × 512, bands per three, samples, twice for 32-bit floats."""
    bands = max(len([band for band, _ in script.inputs if band != "dataMask"]), 1)
    area = max(0.01, order.width * order.height / 512**2)
    wide = 2 if any(output.sample_type == "FLOAT32" for output in script.outputs) else 1
    return round(max(0.005, area * bands / 3 * max(len(frames), 1) * wide), 6)


def encode(identifier, kind, images, script, order, told) -> bytes:
    """One response as a file."""
    if identifier == "userdata":
        return json.dumps(script.user_data({"scenes": told})).encode()
    drivers = {"image/tiff": "GTiff", "image/png": "PNG"}
    if kind not in drivers:
        raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Unsupported format {kind}.")
    output = next(output for output in script.outputs if output.id == identifier)
    # No predictor for floats: tifffile, which sentinelhub decodes with, does not know it.
    options = {"compress": "DEFLATE", "zlevel": 1, "predictor": 1 if output.sample_type == "FLOAT32" else 2}
    with MemoryFile() as memory:
        with memory.open(
            driver=drivers[kind], count=output.bands, height=order.height, width=order.width, crs=order.crs,
            transform=order.transform, dtype=TYPES[output.sample_type], **(options if kind == "image/tiff" else {}),
        ) as target:  # fmt: skip
            target.write(images[identifier])
        return memory.read()


def pack(files: list[tuple[str, bytes]], kinds: dict[str, str]) -> bytes:
    """Several responses in one TAR."""
    endings = {"image/tiff": "tif", "image/png": "png", "application/json": "json"}
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for identifier, body in files:
            entry = tarfile.TarInfo(f"{identifier}.{endings[kinds[identifier]]}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return content.getvalue()
