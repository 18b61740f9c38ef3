"""Sentinel-2 products as ESA delivers them: a SAFE folder, or the zip it was downloaded as."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath

from ..errors import UrbanThinkError
from ..raster import describe
from ..sensors import baseline_of, baseline_offset
from .containers import Container
from .pixels import Layer
from .scenes import OPTICAL_SCALE, Scene

METADATA, METADATA_L1C = "MTD_MSIL2A.xml", "MTD_MSIL1C.xml"
_IMAGE = re.compile(r"_(B(?:0[1-9]|1[0-2]|8A)|SCL)_(10|20|60)m\.(?:jp2|tiff?)$", re.IGNORECASE)
#: The numbering of bands in BOA_ADD_OFFSET, by band_id (product specification, physical band order).
BAND_IDS = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B10", "B11", "B12")


def is_safe(container: Container) -> bool:
    """Whether these files hold a Sentinel-2 product in SAFE format."""
    return bool(container.find(METADATA, METADATA_L1C))


def safe_scenes(container: Container) -> list[Scene]:
    """The acquisitions in a SAFE product (one, or several products side by side).

    Raises
    ------
    UrbanThinkError
        If it is Level-1C, or has no image of the wanted kind.
    """
    products = container.find(METADATA)
    if not products:
        raise UrbanThinkError(
            "{path} is a Level-1C product: reflectance at the top of the atmosphere.",
            "Download the Level-2A product of the same date, or use fetch_sentinel2.",
            path=container.path,
        )
    return [_scene(container, name) for name in products]


def _scene(container: Container, metadata: str) -> Scene:
    text = container.text(metadata)
    folder = str(PurePosixPath(metadata).parent)
    scene_id = (_tag(text, "PRODUCT_URI") or PurePosixPath(folder).name or container.path).removesuffix(".SAFE")
    images = _images(container, "" if folder == "." else folder + "/")
    if not images:
        raise UrbanThinkError(
            "The product {scene} has no image: its IMG_DATA folder is empty or missing.",
            "Unpack or download it again, completely.",
            scene=scene_id,
        )
    baseline = baseline_of("", {"BASELINE": _tag(text, "PROCESSING_BASELINE")}) or baseline_of(scene_id, {})
    offsets = _offsets(text)
    scale = 1 / float(_tag(text, "BOA_QUANTIFICATION_VALUE") or 1 / OPTICAL_SCALE)
    layers = {}
    for band, name in images.items():
        dn = offsets.get(band, baseline_offset(baseline))
        path = container.gdal_path(name)
        layers[band] = Layer(path, nodata=0.0) if band == "SCL" else Layer(path, 1, scale, dn * scale, 0.0)
    cloud = _tag(text, "Cloud_Coverage_Assessment")
    tile = re.search(r"_T(\d\d[A-Z]{3})[_.]", scene_id + "_") or re.search(
        r"T(\d\d[A-Z]{3})_", " ".join(images.values())
    )
    finest = next(layers[band] for band in ("B02", *layers) if band in layers)
    return Scene(
        scene_id=scene_id,
        datetime=_time(_tag(text, "DATATAKE_SENSING_START") or _tag(text, "PRODUCT_START_TIME"), scene_id),
        cloud_cover=float(cloud) if cloud else None,
        tile=tile.group(1) if tile else "",
        source="local",
        collection="sentinel-2-l2a",
        footprint=describe(finest.path).geobox.extent.to_crs("EPSG:4326"),
        baseline=baseline or None,
        private={"layers": layers, "offset": offsets.get("B04", baseline_offset(baseline)), "scale": scale},
    )


def _images(container: Container, folder: str) -> dict[str, str]:
    """The finest image of each band."""
    found: dict[str, tuple[int, str]] = {}
    for name in container.rasters():
        match = _IMAGE.search(name)
        if match and name.startswith(folder) and "/QI_DATA/" not in name:
            band, size = match.group(1).upper(), int(match.group(2))
            if band not in found or size < found[band][0]:
                found[band] = (size, name)
    return {band: found[band][1] for band in sorted(found)}


def _offsets(text: str) -> dict[str, float]:
    """BOA_ADD_OFFSET per band [DN], from baseline 04.00 on."""
    pairs = re.findall(r"<BOA_ADD_OFFSET\s+band_id=\"(\d+)\"\s*>\s*(-?[\d.]+)\s*<", text)
    return {BAND_IDS[int(number)]: float(value) for number, value in pairs if int(number) < len(BAND_IDS)}


def _tag(text: str, name: str) -> str:
    """The text of an element; metadata files are flat enough to need no more."""
    found = re.search(rf"<(?:\w+:)?{name}(?:\s[^>]*)?>\s*([^<]*?)\s*</", text)
    return found.group(1) if found else ""


def _time(text: str, scene_id: str) -> datetime:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        named = re.search(r"_(\d{8}T\d{6})", scene_id)
        if not named:
            raise UrbanThinkError(
                "The product {scene} does not tell when it was acquired.", "Download it again.", scene=scene_id
            ) from None
        return datetime.strptime(named.group(1), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
