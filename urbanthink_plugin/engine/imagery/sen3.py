"""Sentinel-3 SLSTR surface temperature as ESA delivers it: a SEN3 folder, or the zip it was downloaded as."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath

import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..about import table
from ..errors import UrbanThinkError
from ..raster.info import unreadable
from .containers import Container
from .pixels import LST, Layer
from .scenes import Scene
from .swath import Variable, outline, read_variable

_NAMED_TIME = re.compile(r"_(\d{8}T\d{6})_")


def is_sen3(container: Container) -> bool:
    """Whether these files hold a temperature of SLSTR."""
    return bool(_temperatures(container))


def sen3_scenes(container: Container) -> list[Scene]:
    """The acquisitions in a SEN3 product (one, or several products side by side).

    Raises
    ------
    UrbanThinkError
        If a file is missing or cannot be read.
    """
    return [_scene(container, name) for name in _temperatures(container)]


def read_file(layer: Layer, window: Window | None, step: int) -> Variable:
    """A variable of a file on this machine.

    Raises
    ------
    UrbanThinkError
        If it cannot be read.
    """
    try:
        with rasterio.open(layer.gdal_name(layer.path)) as source:
            return read_variable(source, window, step)
    except RasterioError as error:
        raise unreadable(layer.path, error) from error


def _temperatures(container: Container) -> list[str]:
    wanted = table("sensors")["slstr_lst"]["files"][LST][0].lower()
    return [name for name in container.names if PurePosixPath(name).name.lower() == wanted]


def _scene(container: Container, temperature: str) -> Scene:
    folder = PurePosixPath(temperature).parent
    beside = {
        PurePosixPath(name).name.lower(): name for name in container.names if PurePosixPath(name).parent == folder
    }
    files = table("sensors")["slstr_lst"]["files"]
    product = (folder.name or PurePosixPath(container.path.replace("\\", "/")).name).removesuffix(".SEN3")
    missing = sorted({file for file, _ in files.values() if file.lower() not in beside})
    if missing:
        raise UrbanThinkError(
            "The product {scene} is incomplete: {missing} is missing, without which its pixels have no place or no "
            "cloud mask.",
            "Unpack or download it again, completely.",
            scene=product,
            missing=", ".join(missing),
        )
    layers = {
        band: Layer(container.gdal_path(beside[file.lower()]), variable=variable)
        for band, (file, variable) in files.items()
    }
    footprint = outline(read_file, layers)
    if footprint is None:
        raise UrbanThinkError(
            "The product {scene} does not tell where its pixels are.", "Download it again.", scene=product
        )
    told = _attributes(layers[LST])
    scene_id = (told.get("product_name") or product).removesuffix(".SEN3")
    return Scene(
        scene_id=scene_id,
        datetime=_time(told.get("start_time", ""), scene_id),
        cloud_cover=None,
        tile="",
        source="local",
        collection="sentinel-3-slstr-lst",
        footprint=footprint,
        private={"layers": layers},
    )


def _attributes(layer: Layer) -> dict[str, str]:
    """What a file says of itself as a whole."""
    try:
        with rasterio.open(layer.gdal_name(layer.path)) as source:
            return dict(source.tags())
    except RasterioError as error:
        raise unreadable(layer.path, error) from error


def _time(told: str, scene_id: str) -> datetime:
    try:
        return datetime.fromisoformat(told.strip().replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        named = _NAMED_TIME.search(scene_id)
        if not named:
            raise UrbanThinkError(
                "The product {scene} does not tell when it was acquired.", "Download it again.", scene=scene_id
            ) from None
        return datetime.strptime(named.group(1), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
