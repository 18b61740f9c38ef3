#!/usr/bin/env python3
"""Build the weather tables of the plugin from the reference data of France (folder ``URBANTHINK_DATA``, ``france/``).

The tables are committed; this is run by hand when the reference data change::

    URBANTHINK_DATA=/path/to/data .venv/bin/python tools/weather_tables.py

``weather_rt2012_<zone>.csv``   8760 hours: direct normal, diffuse [W/m²], temperature [0.1 °C], wind [0.1 m/s]
``weather_places.csv``          irradiation and temperature of the quarters, where communes were sampled
``weather_departements.csv``    irradiation of the months and Linke turbidity, by département
``weather_rt2012_LICENSE.md``   the licence that must go with the hourly years

Sources and licences of all rows stand in ``weather_sources.json`` (written by hand) under the key of each row.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd

TABLES = Path(__file__).resolve().parents[1] / "resources" / "data"
CELL = 0.1
QUARTERS = [f"{kind}_q{quarter}{unit}" for kind, unit in (("ghi", ""), ("t", "_c")) for quarter in range(1, 5)]


def main() -> int:
    folder = os.environ.get("URBANTHINK_DATA")
    if not folder:
        print("URBANTHINK_DATA is not set: the folder of the reference data, with france/ in it.", file=sys.stderr)
        return 1
    france = Path(folder) / "france"
    facts = json.loads((TABLES / "weather_sources.json").read_text(encoding="utf-8"))
    for zone in facts["zones"]["rows"]:
        hourly(france, zone)
    places(france)
    departements(france)
    shutil.copyfile(france / "rt2012_hourly" / "LICENSE_BuildSysPro_BSD3.md", TABLES / "weather_rt2012_LICENSE.md")
    return 0


def hourly(france: Path, zone: str) -> None:
    """One zone's year, rounded to whole steps so that it stays small and readable."""
    year = pd.read_csv(france / "rt2012_hourly" / f"rt2012_{zone}_hourly.csv")
    table = pd.DataFrame(
        {
            "dni_w_m2": year.dni_w_m2.round().astype(int),
            "dhi_w_m2": year.dhi_w_m2.round().astype(int),
            "temp_tenths_c": (year.t_air_c * 10).round().astype(int),
            "wind_tenths_m_s": (year.wind_ms * 10).round().astype(int),
        }
    )
    write(table, f"weather_rt2012_{zone}.csv")


def places(france: Path) -> None:
    """Communes, averaged in small cells in metropolitan France, as they are overseas."""
    communes = pd.read_csv(
        france / "open_solar_france" / "communes_ghi_quarterly.csv", dtype={"code_departement": str, "code_insee": str}
    )
    overseas = communes.code_departement.str.startswith("97")
    cell = np.where(
        overseas,
        communes.code_insee,
        (communes.lat / CELL).round().astype(int).astype(str)
        + " "
        + (communes.lon / CELL).round().astype(int).astype(str),
    )
    grouped = communes.groupby(cell)
    table = grouped[["lat", "lon"]].mean().round(3).join(grouped[QUARTERS].mean().round(1))
    table.insert(0, "departement", grouped.code_departement.agg(lambda codes: codes.mode()[0]))
    table.insert(1, "communes", grouped.size())
    table["source"] = "osf"
    write(table.sort_values(["departement", "lat", "lon"]), "weather_places.csv")


def departements(france: Path) -> None:
    """Months of each département; what is derived keeps its mark."""
    months = pd.read_csv(france / "departement_ghi_monthly_DERIVED.csv", dtype={"code_departement": str})
    linke = pd.read_csv(france / "departement_linke_turbidity_monthly.csv", dtype={"code_departement": str})
    table = linke.groupby("code_departement")[["lat", "lon"]].first()
    for frame, column, prefix in ((months, "ghi_kwh_m2_est", "ghi"), (linke, "linke_turbidity", "linke")):
        wide = frame.pivot(index="code_departement", columns="month", values=column)
        table = table.join(wide.rename(columns=lambda month, prefix=prefix: f"{prefix}_{month:02d}"))
    table["source_ghi"] = "osf_derived"
    table["ghi_mark"] = "DERIVED"
    table["ghi_share"] = months.groupby("code_departement").share_method.first()
    table["source_linke"] = "linke"
    write(table.reset_index(names="departement"), "weather_departements.csv")


def write(table: pd.DataFrame, name: str) -> None:
    table.to_csv(TABLES / name, index=False, lineterminator="\n")
    print(f"{name}: {len(table)} rows, {(TABLES / name).stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
