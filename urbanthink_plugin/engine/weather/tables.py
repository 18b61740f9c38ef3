"""The tables the built-in weather is made from, with their sources."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..about import ROOT, table

_FOLDER = ROOT / "resources" / "data"


@dataclass(frozen=True)
class Zone:
    """The conventional year of one zone of RT 2012: 8760 hours, the first from 00 to 01 h UTC+1 of 1 January."""

    key: str
    station: str
    latitude: float
    longitude: float
    dni: np.ndarray
    dhi: np.ndarray
    temp_sea_level: np.ndarray
    wind_speed: np.ndarray


@dataclass(frozen=True)
class Places:
    """Where irradiation and temperature of the quarters are known: arrays of one value, or of four, by place."""

    departement: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    ghi: np.ndarray
    temperature: np.ndarray


@dataclass(frozen=True)
class Departements:
    """Irradiation of the months [kWh/m²] (derived) and Linke turbidity, arrays (département, 12)."""

    code: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    ghi: np.ndarray
    linke: np.ndarray


def source(key: str) -> dict[str, str]:
    """Title, source and licence of a group of rows."""
    return dict(table("weather_sources")["sources"][key])


def constant(key: str) -> float:
    """The value of a dated constant."""
    return float(table("weather_sources")[key]["value"])


def yearly_spread() -> float:
    """[1] Relative standard deviation of yearly irradiation where a weather does not tell its own."""
    return constant("yearly_spread")


def territory(departement: str) -> dict[str, Any]:
    """The row of the territory a département belongs to."""
    rows = table("weather_sources")["territories"]
    return dict(next((row for row in rows if row["departements"] == departement), rows[0]))


def zones() -> dict[str, tuple[float, float, float]]:
    """Latitude, longitude [°] and yearly global irradiation [kWh/m²] of the reference point of each zone."""
    rows = table("weather_sources")["zones"]["rows"]
    return {key: (row["latitude"], row["longitude"], row["ghi_year"]) for key, row in rows.items()}


@functools.cache
def zone(key: str) -> Zone:
    """The hourly year of a zone."""
    row = table("weather_sources")["zones"]["rows"][key]
    text = (_FOLDER / f"weather_rt2012_{key}.csv").read_text(encoding="ascii")
    figures = text.partition("\n")[2].replace("\n", ",").strip(",").split(",")
    dni, dhi, temperature, wind = np.array(figures, dtype=float).reshape(-1, 4).T
    return Zone(key, row["station"], row["latitude"], row["longitude"], dni, dhi, temperature / 10.0, wind / 10.0)


@functools.cache
def places() -> Places:
    """All places of France with known irradiation."""
    rows = _rows("weather_places.csv")
    ghi = [[float(row[f"ghi_q{q}"]) for q in range(1, 5)] for row in rows]
    temperature = [[float(row[f"t_q{q}_c"]) for q in range(1, 5)] for row in rows]
    return Places(*_where(rows), np.array(ghi), np.array(temperature))


@functools.cache
def departements() -> Departements:
    """The months of all départements."""
    rows = _rows("weather_departements.csv")
    ghi, linke = ([[float(row[f"{name}_{m:02d}"]) for m in range(1, 13)] for row in rows] for name in ("ghi", "linke"))
    return Departements(*_where(rows), np.array(ghi), np.array(linke))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _where(rows: list[dict[str, str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Département, latitude and longitude of each row."""
    code = np.array([row["departement"] for row in rows])
    latitude, longitude = (np.array([float(row[column]) for row in rows]) for column in ("lat", "lon"))
    return code, latitude, longitude
