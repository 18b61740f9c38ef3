"""What a plane with modules yields: from the light on it, hour by hour, to kWh per kWp of the month and the year.

The chain is pvlib's: light lost at the glass (Martin & Ruiz 2001), cell temperature (King et al. 2004), power of the
cells (PVWatts, or Huld as PVGIS has it), and what the rest of the plant loses, counted once. The formulas are written
out where they are three lines, because ten million values go through them; tests hold them against pvlib.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from ...about import table
from ...errors import UrbanThinkError

Losses = Literal["system", "explicit"]
PowerModel = Literal["pvwatts", "huld"]
Cell = Literal["csi", "cis", "cdte"]
#: Irradiance of the standard test conditions [W/m²], and their cell temperature [°C].
STANDARD_IRRADIANCE, STANDARD_TEMPERATURE = 1000.0, 25.0
#: Values worked on at a time: a few arrays of this size stay in the processor's cache.
CHUNK = 1 << 17


def _default(key: str) -> Any:
    return field(default_factory=lambda: table("pv_losses")["defaults"][key]["value"])


@dataclass(frozen=True)
class Plant:
    """How light becomes electricity; what is not given comes from the dated table ``pv_losses``.

    Attributes
    ----------
    gamma_pdc : float
        Change of power with cell temperature [1/K], negative; modules of ``pv_modules`` tell theirs.
    losses : {"system", "explicit"}
        One share for everything behind the cells, as PVGIS counts, or the parts of PVWatts and an inverter with its
        curve and its limit. Never both.
    dc_ac_ratio : float
        Power of the modules over that of the inverter; only with explicit losses.
    shading_modelled : bool
        The light given already lacks what neighbours take: PVWatts' share for shading is then left out.
    power_model : {"pvwatts", "huld"}
        A straight line with temperature, or PVGIS's surface, which fades in weak light and does not use `gamma_pdc`.
    cell : {"csi", "cis", "cdte"}
        Kind of cell, for Huld's model.
    reflection : float
        a_r of Martin & Ruiz [1].
    """

    gamma_pdc: float = _default("gamma_pdc")
    losses: Losses = "system"
    dc_ac_ratio: float = _default("dc_ac_ratio")
    shading_modelled: bool = True
    power_model: PowerModel = "pvwatts"
    cell: Cell = "csi"
    reflection: float = _default("martin_ruiz_a_r")


@dataclass(frozen=True)
class SpecificYield:
    """What planes yield in a mean year.

    Attributes
    ----------
    month : ndarray (planes, 12)
        [kWh/kWp]; NaN where the light is not known.
    irradiation : ndarray (planes,)
        Light on the plane [kWh/m²].
    """

    month: np.ndarray
    irradiation: np.ndarray

    @property
    def year(self) -> np.ndarray:
        """[kWh/kWp]"""
        return np.asarray(self.month.sum(axis=1))

    @property
    def performance_ratio(self) -> np.ndarray:
        """Yield over what the modules would give at their nominal efficiency [1]; NaN without light."""
        return np.divide(self.year, self.irradiation, out=np.full(len(self.month), np.nan), where=self.irradiation > 0)


def specific_yield(
    poa_beam: np.ndarray,
    poa_diffuse: np.ndarray,
    poa_ground: np.ndarray,
    aoi_deg: np.ndarray,
    temp_air: np.ndarray,
    wind_speed: np.ndarray,
    *,
    months: np.ndarray,
    tilt_deg: np.ndarray,
    mounting: str | Sequence[str] = "close_mount",
    plant: Plant | None = None,
    interval_hours: float = 1.0,
    years: float = 1.0,
    check: Callable[[], None] = lambda: None,
) -> SpecificYield:
    """Yield of planes in a mean year, month by month.

    Parameters
    ----------
    poa_beam, poa_diffuse, poa_ground : ndarray (planes, hours)
        Light on the planes [W/m²]: direct with the part around the sun, from the sky, reflected by the ground.
    aoi_deg : ndarray (planes, hours)
        Angle between the sun and the normal of the plane [°].
    temp_air, wind_speed : ndarray (hours,)
        [°C]; [m/s] at 10 m.
    months : ndarray of int (hours,)
        1 to 12.
    tilt_deg : ndarray (planes,)
        [°] from horizontal.
    mounting : str or sequence of str
        Of all planes, or of each: "close_mount" along a roof, "open_rack" for rows and canopies; see ``pv_losses``.
    plant : Plant, optional
    interval_hours : float
        What each value stands for [h].
    years : float
        How many years the series covers.
    check : callable
        Called once per chunk; may raise to cancel.

    Returns
    -------
    SpecificYield
    """
    month, light = np.zeros((len(poa_beam), 12)), np.zeros(len(poa_beam))
    lit = _lit(poa_beam, poa_diffuse, poa_ground)
    belongs = (np.asarray(months)[lit, None] == np.arange(1, 13)).astype(float)
    tilt_deg = np.broadcast_to(np.asarray(tilt_deg, float), len(poa_beam))
    for rows in _chunks(len(poa_beam), lit.size):
        check()
        beam, diffuse, ground = (part[rows][:, lit] for part in (poa_beam, poa_diffuse, poa_ground))
        power = hourly_power(
            beam,
            diffuse,
            ground,
            aoi_deg[rows][:, lit],
            np.asarray(temp_air)[lit],
            np.asarray(wind_speed)[lit],
            tilt_deg=tilt_deg[rows],
            mounting=mounting if isinstance(mounting, str) else mounting[rows],
            plant=plant,
        )
        month[rows] = power @ belongs
        light[rows] = sum(part.sum(axis=1, dtype=float) for part in (beam, diffuse, ground))
    hours = interval_hours / years
    return SpecificYield(month * hours, light * hours / STANDARD_IRRADIANCE)


def hourly_power(
    poa_beam: np.ndarray,
    poa_diffuse: np.ndarray,
    poa_ground: np.ndarray,
    aoi_deg: np.ndarray,
    temp_air: np.ndarray,
    wind_speed: np.ndarray,
    *,
    tilt_deg: np.ndarray,
    mounting: str | Sequence[str] = "close_mount",
    plant: Plant | None = None,
) -> np.ndarray:
    """Power delivered [kW/kWp], (planes, hours); parameters as in `specific_yield`."""
    from pvlib.iam import martin_ruiz_diffuse

    plant = plant or Plant()
    kind = np.result_type(poa_beam, np.float32)
    seen = martin_ruiz_diffuse(np.asarray(tilt_deg, float), a_r=plant.reflection)
    sky, ground = (np.atleast_1d(seen[key]).astype(kind)[:, None] for key in ("sky", "ground"))
    effective = poa_beam * incidence_factor(aoi_deg, plant.reflection) + poa_diffuse * sky + poa_ground * ground
    warming = _warming(mounting, np.asarray(wind_speed)).astype(kind)
    cell = (poa_beam + poa_diffuse + poa_ground) * warming + np.asarray(temp_air).astype(kind)
    return delivered_power(cell_power(effective, cell, plant), plant)


def incidence_factor(aoi_deg: np.ndarray, reflection: float) -> np.ndarray:
    """Share of direct light that passes the glass, relative to light along the normal [1].

    Martin & Ruiz (2001), doi:10.1016/S0927-0248(00)00408-6. 0 from behind.
    """
    cosine = np.maximum(np.cos(np.radians(aoi_deg)), 0.0)
    return np.asarray(np.expm1(cosine / -reflection) / np.expm1(-1.0 / reflection))


def cell_power(effective: np.ndarray, cell_temperature: np.ndarray, plant: Plant) -> np.ndarray:
    """Power of the cells [kW/kWp] from the light that reaches them [W/m²] and their temperature [°C].

    PVWatts: Dobos (2014), NREL/TP-6A20-62641. Huld et al. (2011), doi:10.1016/j.solmat.2011.07.026.
    """
    light, warmth = effective / STANDARD_IRRADIANCE, cell_temperature - STANDARD_TEMPERATURE
    if plant.power_model == "pvwatts":
        return light * (1.0 + plant.gamma_pdc * warmth)
    k1, k2, k3, k4, k5, k6 = table("pv_losses")["huld"][plant.cell]["k"]
    log = np.log(light, out=np.zeros_like(light), where=light > 0)
    # The polynomial in the logarithm turns negative in the weakest light, which no module does.
    efficiency = 1.0 + log * (k1 + k4 * warmth + log * (k2 + k5 * warmth)) + warmth * (k3 + k6 * warmth)
    return light * np.maximum(efficiency, 0.0)


def delivered_power(dc: np.ndarray, plant: Plant) -> np.ndarray:
    """What leaves the plant [kW/kWp], from the power of the cells [kW/kWp].

    Inverter: Dobos (2014), PVWatts version 5, NREL/TP-6A20-62641.
    """
    if plant.losses == "system":
        return dc * (1.0 - table("pv_losses")["system"]["value"])
    inverter = table("pv_losses")["inverter"]
    nominal, reference = inverter["efficiency"], inverter["reference_efficiency"]
    limit = 1.0 / (plant.dc_ac_ratio * nominal)
    load = dc * ((1.0 - explicit_loss(plant.shading_modelled)) / limit)
    power = (limit * nominal / reference) * ((0.9858 - 0.0162 * load) * load - 0.0059)
    return np.clip(power, 0.0, limit * nominal)


def explicit_loss(shading_modelled: bool = True) -> float:
    """Share lost between the cells and the inverter, the parts of PVWatts multiplied [1].

    Its part for shading counts only where the light was not shaded already.
    """
    kept = 1.0
    for part in table("pv_losses")["explicit"]["parts"]:
        if not (shading_modelled and part["key"] == "shading"):
            kept *= 1.0 - part["value"]
    return 1.0 - kept


def with_strings(linear: np.ndarray, unshaded: np.ndarray, factor: float | None = None) -> np.ndarray:
    """Yield when modules in a string share the loss of the one in shade.

    Parameters
    ----------
    linear, unshaded : ndarray
        Yields with each module losing its own light only, and without any obstacle (same unit).
    factor : float, optional
        How much more is lost than light: 1 = every module for itself (micro-inverters), 2 = cautious for one string.

    Raises
    ------
    UrbanThinkError
        If the factor is out of its range.
    """
    row = table("pv_losses")["string_shading"]
    factor = row["value"] if factor is None else factor
    if not row["minimum"] <= factor <= row["maximum"]:
        raise UrbanThinkError(
            "A string shading factor of {factor} makes no sense.",
            "Give a value from {minimum} (each module for itself) to {maximum} (cautious).",
            factor=factor,
            minimum=row["minimum"],
            maximum=row["maximum"],
        )
    return np.maximum(unshaded - factor * np.maximum(unshaded - linear, 0.0), 0.0)


def _warming(mounting: str | Sequence[str], wind_speed: np.ndarray) -> np.ndarray:
    """Kelvin above the air per W/m² on the module, (planes or 1, hours): every model is linear in light."""
    keys = [mounting] if isinstance(mounting, str) else list(mounting)
    rows = table("pv_losses")["mountings"]
    unknown = sorted(set(keys) - rows.keys())
    if unknown:
        raise UrbanThinkError(
            "There is no mounting '{mounting}'.",
            "The table has: {known}.",
            mounting=unknown[0],
            known=", ".join(rows),
        )
    kinds = sorted(set(keys))
    by_kind = np.stack([_warming_of(rows[key], wind_speed) for key in kinds])
    return by_kind[[kinds.index(key) for key in keys]]


def _warming_of(row: dict[str, Any], wind_speed: np.ndarray) -> np.ndarray:
    """King et al. (2004), SAND2004-3535, or Faiman (2008), doi:10.1002/pip.813."""
    if row["model"] == "faiman":
        return np.asarray(1.0 / (row["u0"] + row["u1"] * wind_speed))
    return np.asarray(np.exp(row["a"] + row["b"] * wind_speed) + row["delta_t"] / STANDARD_IRRADIANCE)


def _lit(*parts: np.ndarray) -> np.ndarray:
    """The hours in which some plane gets light, or in which it is not known whether it does."""
    lit = np.zeros(parts[0].shape[1], bool)
    for part in parts:
        for rows in _chunks(*part.shape):
            lit |= (part[rows] != 0).any(axis=0)
    return np.flatnonzero(lit)


def _chunks(planes: int, hours: int) -> list[slice]:
    step = max(1, CHUNK // max(hours, 1))
    return [slice(start, start + step) for start in range(0, planes, step)]
