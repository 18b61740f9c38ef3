"""A weather file of any known format, recognised by what is in it and not by its name."""

from __future__ import annotations

from pathlib import Path

from ..errors import UrbanThinkError
from ..run import Run
from .checks import agree_with_sun
from .epw import read_epw
from .pvgis import read_csv, read_json
from .year import WeatherYear

#: No weather file is larger: twenty hourly years of PVGIS have 15 MB.
LARGEST = 100_000_000


def read_weather(path: str | Path, run: Run) -> WeatherYear:
    """Read a PVGIS typical year or hourly series (csv, json) or an EPW file, check it, and tell what it is.

    Parameters
    ----------
    path : str or Path
    run : Run
        Receives what is worth knowing about the file.

    Raises
    ------
    UrbanThinkError
        If the file has gaps, is cut off, holds no horizontal irradiance in W/m², or is of no known format.
    """
    path = Path(path)
    text = _text(path)
    start = text.lstrip()[:400]
    if start.startswith("{"):
        weather = read_json(text, path.name)
    elif start.upper().startswith("LOCATION,"):
        weather = read_epw(text.lstrip(), path.name)
    else:
        weather = read_csv(text, path.name)
    run.check()
    weather = agree_with_sun(weather)
    weather.tell(run)
    return weather


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UrbanThinkError(
                "{name} has {size} MB, far more than a weather file.",
                "Give a PVGIS typical year (TMY) or hourly series as csv or json, or an EPW file.",
                name=path.name,
                size=round(size / 1e6),
            )
        content = path.read_bytes()
    except OSError as error:
        raise UrbanThinkError(
            "The weather file {path} cannot be read: {why}.",
            "Check the path and the permissions.",
            path=str(path),
            why=error.strerror or str(error),
        ) from error
    if not content.strip():
        raise UrbanThinkError("The weather file {name} is empty.", "Download it again.", name=path.name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
