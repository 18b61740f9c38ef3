"""The four hourly stations of the reference data, in the convention of EPW: hour 1 is 00–01 h, UTC+1."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

#: Latitude, longitude, elevation, as in the heads of the original files.
STATIONS = {
    "Clermont-Ferrand_TMYx": (45.7869, 3.1495, 326.0),
    "Grenoble-Isere-AP_TMYx2007-2021": (45.3639, 5.3133, 386.0),
    "LaRochelle_TMYx2007-2021": (46.15, -1.15, 10.0),
    "Lyon-Bron_TMYx2004-2018": (45.7261, 4.9378, 198.0),
}


def station(real_data, name, later_minutes=0):
    """The station's year, and its irradiation by month."""
    table = pd.read_csv(real_data / "france" / "epw" / f"{name}_hourly.csv")
    latitude, longitude, altitude = STATIONS[name]
    start = np.datetime64("2020-12-31T23:30", "ns") + np.timedelta64(later_minutes, "m")
    months = table.groupby("month").ghi_w_m2.sum().to_numpy() / 1000
    return SimpleNamespace(
        time=start + np.arange(8760) * np.timedelta64(1, "h"),
        ghi=table.ghi_w_m2.to_numpy(float),
        dni=table.dni_w_m2.to_numpy(float),
        dhi=table.dhi_w_m2.to_numpy(float),
        latitude=latitude,
        longitude=longitude,
        altitude=altitude,
        monthly=months,
    )


def as_epw(real_data, name, folder):
    """The station as an EPW file again."""
    table = pd.read_csv(real_data / "france" / "epw" / f"{name}_hourly.csv")
    latitude, longitude, altitude = STATIONS[name]
    head = [f"LOCATION,{name},-,FRA,TMYx,000000,{latitude},{longitude},1.0,{altitude}"]
    head += [f"HEAD {i},0" for i in range(6)] + ["DATA PERIODS,1,1,Data,Friday,1/1,12/31"]
    rows = [
        f"2021,{r.month:.0f},{r.day:.0f},{r.hour:.0f},60,?,{r.t_air_c},0,0,0,0,0,0,"
        f"{r.ghi_w_m2},{r.dni_w_m2},{r.dhi_w_m2},0,0,0,0,0,{r.wind_ms},0"
        for r in table.itertuples()
    ]
    path = folder / f"{name}.epw"
    path.write_text("\n".join([*head, *rows]), encoding="utf-8")
    return path
