"""The images that a diagnosis was not given and may fetch for itself: a reflectance composite, surface temperatures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import UrbanThinkError
from ..run import Run

IMAGES = {"reflectance": "imagery/reflectance.tif", "lst": "imagery/surface_temperature.tif"}
COUNTS = {"reflectance": "imagery/reflectance_count.tif", "lst": "imagery/surface_temperature_count.tif"}
BANDS = ("B02", "B03", "B04", "B08")
"""What the vegetation index and a picture in natural or false colours need; more would cost more."""
NO_ACCOUNT = "planetary-computer"
COPERNICUS = "cdse"

_EXTENT = re.compile(r"^\s*([^,\[]+),([^,\[]+),([^,\[]+),([^,\[]+?)\s*\[([^\]]+)\]\s*$")


def may_fetch(settings: Mapping[str, Any]) -> bool:
    """Whether a diagnosis says where and when it may look for images."""
    return bool(settings.get("area") and settings.get("start") and settings.get("end"))


def fetch_missing(run: Run, stage: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Fetch what is not given, into the folder of the diagnosis.

    Parameters
    ----------
    run : Run
    stage : Path
        The folder, as it is staged.
    settings : mapping
        The parameters of the diagnosis.

    Returns
    -------
    dict
        ``settings``: the parameters that are known now; ``layers``: the images by key, relative to the folder;
        ``thrift``: what each of them took.
    """
    found: dict[str, Any] = {"settings": {}, "layers": {}, "thrift": {}}
    if not may_fetch(settings):
        return found
    wanted = [key for key in IMAGES if not settings.get(key)]
    if "lst" in wanted and not (settings.get("urban") or settings.get("land_cover")):
        wanted.remove("lst")
        run.log(
            "warning",
            "Surface temperatures are not fetched: without LAND_COVER or URBAN there is nothing to compare them by.",
        )
    fetchers = {"reflectance": _fetch_reflectance, "lst": _fetch_temperature}
    for number, key in enumerate(wanted):
        step = run.part(number / len(wanted), (number + 1) / len(wanted))
        spent = fetchers[key](step, settings, str(stage / IMAGES[key]), str(stage / COUNTS[key]))
        path = str(stage / IMAGES[key])
        found["settings"][key] = [path] if key == "lst" else path
        found["layers"][key] = IMAGES[key]
        found["thrift"][key] = spent
    return found


def extent_from_text(text: str) -> dict[str, Any]:
    """The ``xmin,xmax,ymin,ymax [EPSG:…]`` of a recipe as the engine takes it.

    Raises
    ------
    UrbanThinkError
        If it is not written so.
    """
    match = _EXTENT.match(text)
    try:
        if match is None:
            raise ValueError
        xmin, xmax, ymin, ymax = (float(match[i]) for i in range(1, 5))
    except ValueError:
        raise UrbanThinkError(
            "The recipe's AREA {text} is no rectangle.", "Write it as xmin,xmax,ymin,ymax [EPSG:4326].", text=repr(text)
        ) from None
    return {"bounds": [xmin, ymin, xmax, ymax], "crs": match[5].strip()}


def _fetch_reflectance(run: Run, settings: Mapping[str, Any], output: str, count: str) -> Any:
    from ..imagery.jobs import fetch_sentinel2

    params = {
        **_request(settings, settings.get("source") or NO_ACCOUNT),
        "bands": list(BANDS),
        "composite": "median",
        "output": output,
        "output_count": count,
    }
    with run.child("imagery.fetch_sentinel2", params) as step:
        fetch_sentinel2(step, **params)
        return step.extra.get("thrift")


def _fetch_temperature(run: Run, settings: Mapping[str, Any], output: str, count: str) -> Any:
    from ..imagery.jobs import fetch_surface_temperature

    source = settings.get("source") or NO_ACCOUNT
    if source == COPERNICUS:
        # It has no Landsat temperature: the catalogue that was named beside it has, or the one that asks no account.
        source = "custom" if settings.get("catalog_url") else NO_ACCOUNT
        run.log("info", "Surface temperatures come from {source}: Copernicus Data Space has none of Landsat.",
                source=settings.get("catalog_url") or source)  # fmt: skip
    params = {
        **_request(settings, source),
        "collection": "landsat-c2-l2",
        "output": output,
        "output_count": count,
    }
    with run.child("imagery.fetch_surface_temperature", params) as step:
        fetch_surface_temperature(step, **params)
        return step.extra.get("thrift")


def _request(settings: Mapping[str, Any], source: str) -> dict[str, Any]:
    """What both fetches ask alike; what is not set keeps their defaults."""
    names = ("area", "start", "end", "max_cloud", "catalog_url")
    return {"source": source, **{name: settings[name] for name in names if settings.get(name) is not None}}
