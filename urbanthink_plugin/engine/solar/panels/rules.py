"""The dated rules of usable area and layout, and the modules of the table, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...about import table
from ...errors import UrbanThinkError

#: What keeps a surface from being used, or "ok"; the key of the sentence a user reads.
REASONS = (
    "ok", "no_data", "too_small", "too_steep", "faces_north", "too_little_sun", "protected", "obstacles", "few_modules",
)  # fmt: skip


def rules(section: str, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values of one section of ``roof_rules.json``, with what the caller wants otherwise.

    Parameters
    ----------
    section : {"roof", "flat", "rows", "ground", "parking", "fallback"}
    overrides : mapping, optional
        By key; None keeps the table's value. ``setback_m`` sets the setbacks of all edges of a roof.

    Raises
    ------
    KeyError
        If there is no such rule.
    """
    values = {key: row["value"] for key, row in table("roof_rules")[section].items()}
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    if section == "roof" and "setback_m" in given:
        setback = given.pop("setback_m")
        given = {**{f"setback_{edge}_m": setback for edge in ("ridge", "eave", "side")}, **given}
    for key in given:
        if key not in values:
            raise KeyError(f"there is no rule {section}.{key}")
    return {**values, **given}


@dataclass(frozen=True)
class Module:
    """A photovoltaic module of ``pv_modules.json``.

    Attributes
    ----------
    power_wp : float
        At standard test conditions [W].
    length_m, width_m : float
        Long and short side, frame included [m].
    gamma_pdc : float
        Change of power with cell temperature [1/K].
    """

    key: str
    name: str
    power_wp: float
    length_m: float
    width_m: float
    gamma_pdc: float
    source: str

    @property
    def area_m2(self) -> float:
        """Outer area [m²]."""
        return self.length_m * self.width_m

    @property
    def efficiency(self) -> float:
        """Power at 1000 W/m² over the outer area [1]."""
        return self.power_wp / (1000.0 * self.area_m2)


def read_module(key: str | None = None) -> Module:
    """A module by key; the table's default without one.

    Raises
    ------
    UrbanThinkError
        If the table has no such module.
    """
    modules = table("pv_modules")
    key = key or str(modules["default"])
    row = next((row for row in modules["modules"] if row["key"] == key), None)
    if row is None:
        raise UrbanThinkError(
            "There is no module called {key}.",
            "Choose one of {known}.",
            key=key,
            known=", ".join(row["key"] for row in modules["modules"]),
        )
    return Module(**{name: row[name] for name in Module.__dataclass_fields__})
