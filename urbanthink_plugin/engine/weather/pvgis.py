"""Files of PVGIS (European Commission, Joint Research Centre): typical years and hourly series, as csv or json.

Stamps are in UTC. A typical year's satellite images were taken ``Irradiance Time Offset`` after the stamp; in an hourly
series the stamp (…:10) is the image itself. The irradiance is that of the image, taken as the middle of its hour.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..errors import UrbanThinkError
from .checks import best_shift, check_complete, check_values
from .sun import sun_at
from .tables import source, yearly_spread
from .year import HOURS_OF_YEAR, Finding, Remark, WeatherYear

#: How long a series must be before its own spread from year to year is worth more than the table's.
YEARS_FOR_SPREAD = 10
#: A sun lower than 2 degrees no longer tells the beam of its vertical component.
_LOWEST = 0.035
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass
class _Content:
    """What a PVGIS file says, whatever its format."""

    columns: dict[str, np.ndarray]
    stamps: list[str]
    latitude: float
    longitude: float
    altitude: float
    offset: float | None = None
    database: str = ""
    period: str = ""
    slope: float | None = 0.0
    notes: list[Finding] = field(default_factory=list)


def read_csv(text: str, name: str) -> WeatherYear:
    """A typical year or an hourly series in csv."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(("time(UTC),", "time,"))), None)
    if start is None:
        raise _unknown(name)
    head: dict[str, str] = {}
    for line in lines[:start]:
        key, separator, value = line.partition(":")
        if separator:
            head.setdefault(key.split("(")[0].strip().lower(), value.strip())
    stop = next((i for i in range(start + 1, len(lines)) if not lines[i][:1].isdigit()), len(lines))
    names = lines[start].split(",")
    content = _Content(
        *_csv_columns(lines[start + 1 : stop], names, name),
        latitude=_number(head.get("latitude"), name),
        longitude=_number(head.get("longitude"), name),
        altitude=_number(head.get("elevation", "0"), name),
        offset=_optional(head.get("irradiance time offset")),
        database=head.get("radiation database", ""),
        slope=_optional(head["slope"]) if "slope" in head else None,
    )
    return _weather(content, name)


def read_json(text: str, name: str) -> WeatherYear:
    """A typical year or an hourly series in json."""
    try:
        document = json.loads(text)
        inputs, outputs = document["inputs"], document["outputs"]
        location, meteo = inputs["location"], inputs.get("meteo_data", {})
        rows = outputs.get("tmy_hourly") or outputs["hourly"]
        first = "time(UTC)" if "time(UTC)" in rows[0] else "time"
        names = [key for key in rows[0] if key != first]
        columns = {key: np.array([row.get(key, np.nan) for row in rows], dtype=float) for key in names}
        fixed = inputs.get("mounting_system", {}).get("fixed", {})
        content = _Content(
            columns,
            [row[first] for row in rows],
            latitude=float(location["latitude"]),
            longitude=float(location["longitude"]),
            altitude=float(location.get("elevation") or 0.0),
            offset=location.get("irradiance_time_offset"),
            database=str(meteo.get("radiation_db", "")),
            period=f"{meteo.get('year_min', '')}–{meteo.get('year_max', '')}".strip("–"),
            slope=_optional(str(fixed["slope"]["value"])) if "slope" in fixed else None,
        )
    except json.JSONDecodeError as error:
        raise UrbanThinkError(
            "{name} is cut off or damaged (at character {position}).", "Download it again.",
            name=name, position=error.pos,
        ) from error  # fmt: skip
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise _unknown(name) from error
    if meteo.get("use_horizon") is True:
        content.notes.append(
            Remark("The irradiance of {name} already has the shade of the distant terrain in it.", name=name)
        )
    return _weather(content, name)


def _weather(content: _Content, name: str) -> WeatherYear:
    typical = {"G(h)", "Gb(n)", "Gd(h)"} <= content.columns.keys()
    horizontal = None if typical else _horizontal(content, name)
    stamps = _stamps(content.stamps, name)
    step = _step_minutes(stamps, name)
    check_complete(stamps, step, name)
    values = {
        "temp_air": _column(content, "T2m", name),
        "wind_speed": _column(content, "WS10m", name),
    }
    if horizontal is None:
        values |= {key: _column(content, column, name) for key, column in _TYPICAL.items()}
    else:
        values |= _normal(*horizontal, stamps, content)
    check_values(stamps, step, name, values)
    period = content.period or _period(stamps)
    facts = source("pvgis")
    weather = WeatherYear(
        time=stamps.astype("datetime64[ns]"),
        interval_hours=step / 60.0,
        **values,
        latitude=content.latitude,
        longitude=content.longitude,
        altitude=content.altitude,
        name=name,
        source=f"PVGIS {'TMY' if typical else 'hourly'} {period} {content.database}".strip(),
        licence=facts["licence"],
        kind="pvgis_tmy" if typical else "pvgis_hourly",
        yearly_spread=yearly_spread(),
        notes=tuple(content.notes),
    )
    return _on_time(weather, content.offset) if typical else _with_own_spread(weather)


_TYPICAL = {"ghi": "G(h)", "dni": "Gb(n)", "dhi": "Gd(h)"}


def _on_time(weather: WeatherYear, offset: float | None) -> WeatherYear:
    """Put a typical year at the instants of its satellite images."""
    notes = weather.notes
    if offset is None:
        # Older files do not tell the offset; global, direct and diffuse only agree at the right sun.
        offset, left = best_shift(weather, np.arange(-1.0, 1.001, 0.02))
        notes = (
            *notes,
            Finding(
                "{name} does not tell its irradiance time offset; {minutes} minutes fit the sun best (to {left} W/m²).",
                name=weather.name, minutes=f"{offset * 60:+.0f}", left=f"{left:.1f}",
            ),
        )  # fmt: skip
    return replace(weather, time=weather.time + np.timedelta64(round(offset * 3600), "s"), notes=notes)


def _with_own_spread(weather: WeatherYear) -> WeatherYear:
    """Use the spread of the file's own years if there are enough of them."""
    if weather.time.size * weather.interval_hours < YEARS_FOR_SPREAD * (HOURS_OF_YEAR - 12):
        return weather
    _, year = np.unique(weather.time.astype("datetime64[Y]"), return_inverse=True)
    sums = np.bincount(year, weights=weather.ghi)
    return replace(weather, yearly_spread=float(sums.std(ddof=1) / sums.mean()))


def _horizontal(content: _Content, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Beam and diffuse irradiance of the horizontal, or a refusal of an hourly file that holds something else."""
    parts = {"Gb(i)", "Gd(i)"} <= content.columns.keys()
    if content.slope is None and (parts or "G(i)" in content.columns):
        raise _not_horizontal(
            "{name} holds the irradiance of a plane that follows the sun or is unknown, not of the horizontal.", name
        )
    if content.slope:
        raise _not_horizontal(
            "{name} holds the irradiance of a plane tilted by {slope}°, not of the horizontal.",
            name,
            slope=f"{content.slope:g}",
        )
    if not parts:
        raise _not_horizontal("{name} does not separate direct and diffuse irradiance.", name)
    return _column(content, "Gb(i)", name), _column(content, "Gd(i)", name)


def _not_horizontal(message: str, name: str, **values: object) -> UrbanThinkError:
    return UrbanThinkError(
        message,
        "In PVGIS take “Typical meteorological year” (TMY) as csv, or hourly data with slope 0 and “Radiation "
        "components” ticked.",
        name=name,
        **values,
    )


def _normal(beam: np.ndarray, diffuse: np.ndarray, stamps: np.ndarray, content: _Content) -> dict[str, np.ndarray]:
    """Direct normal irradiance from the beam on the horizontal; what a low sun cannot carry is counted as diffuse."""
    sun = sun_at(stamps.astype("datetime64[ns]"), content.latitude, content.longitude)
    dni = np.where(sun.cos_zenith > _LOWEST, beam / np.maximum(sun.up, _LOWEST), np.where(np.isnan(beam), np.nan, 0.0))
    dni = np.minimum(dni, sun.extraterrestrial)
    ghi = beam + diffuse
    return {"ghi": ghi, "dni": dni, "dhi": ghi - dni * sun.up}


def _csv_columns(lines: list[str], names: list[str], name: str) -> tuple[dict[str, np.ndarray], list[str]]:
    import pandas as pd

    if not lines:
        raise UrbanThinkError("{name} holds no hours.", "Download it again.", name=name)
    try:
        frame = pd.read_csv(io.StringIO("\n".join(lines)), names=names, dtype={names[0]: str}, on_bad_lines="error")
        columns = {key: frame[key].to_numpy(dtype=float, copy=True) for key in names[1:]}
    except ValueError as error:
        raise UrbanThinkError(
            "A line of {name} cannot be read: {why}.", "Download it again; do not save it from a spreadsheet.",
            name=name, why=str(error).strip().rstrip("."),
        ) from error  # fmt: skip
    return columns, frame[names[0]].tolist()


def _stamps(texts: list[str], name: str) -> np.ndarray:
    """``20180101:0010`` as datetime64[m]."""
    try:
        written = [f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[9:11]}:{t[11:13]}" for t in texts]
        return np.array(written, dtype="datetime64[m]")
    except (ValueError, TypeError) as error:
        raise UrbanThinkError(
            "The dates of {name} are not written as PVGIS writes them.",
            "Download it again; do not save it from a spreadsheet.",
            name=name,
        ) from error


def _step_minutes(stamps: np.ndarray, name: str) -> int:
    """The usual distance of two stamps, refused if it is not within an hour."""
    steps = np.diff(stamps).astype(np.int64)
    step = int(np.median(steps)) if steps.size else 0
    if not 1 <= step <= 60 or 60 % step:
        raise UrbanThinkError(
            "{name} is not an hourly series: its values are {hours} hours apart.",
            "Hourly irradiance in W/m² is needed, not daily or monthly totals.",
            name=name,
            hours=f"{step / 60:g}",
        )
    return step


def _column(content: _Content, key: str, name: str) -> np.ndarray:
    try:
        return content.columns[key]
    except KeyError as error:
        raise UrbanThinkError("{name} has no column {column}.", "Download it again.", name=name, column=key) from error


def _period(stamps: np.ndarray) -> str:
    years = stamps.astype("datetime64[Y]")
    return f"{years.min()}–{years.max()}"


def _optional(text: Any) -> float | None:
    found = _NUMBER.search(str(text)) if text is not None else None
    return float(found.group()) if found else None


def _number(text: str | None, name: str) -> float:
    value = _optional(text)
    if value is None:
        raise UrbanThinkError(
            "The head of {name} does not tell its latitude, longitude and elevation.", "Download it again.", name=name
        )
    return value


def _unknown(name: str) -> UrbanThinkError:
    return UrbanThinkError(
        "{name} is none of the weather files that can be read.",
        "Give a PVGIS typical year (TMY) or hourly series as csv or json, or an EPW file.",
        name=name,
    )
