"""Rows of tilted modules on level surfaces: how far apart, how they face, what they take from one another.

Seen from the side a row is a segment of slant length `L` at tilt β; what shades it is the top of the row in front, at
the horizontal distance `D` from its lower edge and as high as its own upper edge. Everything here follows in closed
form from `L`, β and `D`: the pitch of the solstice rule, the shaded fraction at a profile angle of the sun, and the
share of the sky that is left (crossed strings of Hottel).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .rules import rules

ARRANGEMENTS = ("south", "east_west")


@dataclass(frozen=True)
class RowDesign:
    """One arrangement of rows.

    Attributes
    ----------
    arrangement : {"south", "east_west"}
        Rows that face the equator, or tents of two rows back to back.
    tilt_deg, azimuth_deg : float
        Azimuth is true; of a tent, of the side that comes first [degree].
    slant_m, plan_depth_m : float
        Depth of one row on the slope of its modules and in plan [m].
    unit_depth_m, pitch_m : float
        Depth in plan of what repeats (a row or a tent), and the distance at which it does [m].
    ridge_gap_m : float
        Between the two rows of a tent [m].
    gcr : float
        Ground coverage ratio: slant length of modules per metre of pitch [1].
    profile_deg : float
        Profile angle of the sun that the pitch is made for; NaN for tents [degree].
    distance_m : float
        From a row's lower edge to below the top that shades it [m].
    sky_share : float
        Isotropic sky that the rows still see, over that of one row alone [1].
    beam_loss : float
        Share of the year's beam that a row in front takes, for a clear year [1].
    """

    arrangement: str
    tilt_deg: float
    azimuth_deg: float
    slant_m: float
    plan_depth_m: float
    unit_depth_m: float
    pitch_m: float
    ridge_gap_m: float
    gcr: float
    profile_deg: float
    distance_m: float
    sky_share: float
    beam_loss: float

    @property
    def gap_m(self) -> float:
        """Free width between rows or tents, in plan [m]."""
        return self.pitch_m - self.unit_depth_m


def design_rows(
    slant_m: float,
    latitude: float,
    azimuth_deg: float,
    *,
    tilt_deg: float,
    arrangement: str = "south",
    overrides: Mapping[str, Any] | None = None,
) -> RowDesign:
    """Pitch, ground cover and mutual shade of rows.

    The pitch of single rows is ``L cos β + L sin β / tan γ`` with the profile angle γ of the sun at the winter
    solstice, at the solar hour of the rules and as long after noon, whichever is lower.

    Parameters
    ----------
    slant_m : float
        Depth of the modules of one row, on their slope [m].
    latitude : float
        [degree]
    azimuth_deg : float
        True azimuth the rows face [degree].
    tilt_deg : float
        Of the modules, from the horizontal [degree].
    arrangement : {"south", "east_west"}
    overrides : mapping, optional
        Of the sections "rows" and "flat" of ``roof_rules.json``.
    """
    if arrangement not in ARRANGEMENTS:
        raise ValueError(f"arrangement is one of {', '.join(ARRANGEMENTS)}, not {arrangement!r}")
    rule = {**rules("rows"), **rules("flat"), **(overrides or {})}
    depth = slant_m * math.cos(math.radians(tilt_deg))
    if arrangement == "south":
        ridge_gap, unit = 0.0, depth
        profile = solstice_profile_deg(latitude, azimuth_deg, rule)
        pitch = max(solstice_pitch(slant_m, tilt_deg, profile), depth + rule["min_row_gap_m"])
        distance = pitch - depth
    else:
        ridge_gap, profile = rule["tent_ridge_gap_m"], math.nan
        unit = 2 * depth + ridge_gap
        pitch = max(2 * slant_m / rule["east_west_gcr"], unit + rule["min_row_gap_m"])
        distance = pitch - depth - ridge_gap
    return RowDesign(
        arrangement=arrangement,
        tilt_deg=tilt_deg,
        azimuth_deg=azimuth_deg % 360.0,
        slant_m=slant_m,
        plan_depth_m=depth,
        unit_depth_m=unit,
        pitch_m=pitch,
        ridge_gap_m=ridge_gap,
        gcr=(1 if arrangement == "south" else 2) * slant_m / pitch,
        profile_deg=profile,
        distance_m=distance,
        sky_share=sky_share(slant_m, tilt_deg, distance),
        beam_loss=_beam_loss(slant_m, tilt_deg, distance, latitude, azimuth_deg, arrangement, rule["obliquity_deg"]),
    )


def solstice_pitch(slant_m: float, tilt_deg: float, profile_deg: float) -> float:
    """Distance of rows at which the sun at a profile angle just passes the row in front [m]."""
    tilt, profile = math.radians(tilt_deg), math.radians(profile_deg)
    return slant_m * (math.cos(tilt) + math.sin(tilt) / math.tan(profile))


def solstice_profile_deg(latitude: float, azimuth_deg: float, rule: Mapping[str, Any] | None = None) -> float:
    """Lowest profile angle of the sun in the hours around noon of the winter solstice [degree].

    The profile angle is the sun's height seen along the rows: ``tan γ = sin e / (cos e · cos(A − azimuth))``. It is
    90 where the sun stands above or behind the row (between the tropics), and no less than ``min_profile_deg``.

    Parameters
    ----------
    latitude : float
        [degree]
    azimuth_deg : float
        True azimuth the rows face [degree].
    rule : mapping, optional
        Section "rows" of ``roof_rules.json``.
    """
    rule = rule or rules("rows")
    declination = -math.copysign(rule["obliquity_deg"], latitude)
    hour = 15.0 * (12.0 - rule["solar_hour"])
    tangents = profile_tangent(latitude, declination, np.array([-hour, 0.0, hour]), azimuth_deg)
    ahead = tangents[~np.isnan(tangents)]
    lowest = math.degrees(math.atan(ahead.min())) if len(ahead) else 90.0
    return max(lowest, float(rule["min_profile_deg"]))


def profile_tangent(
    latitude: float, declination_deg: float, hour_angle_deg: np.ndarray, azimuth_deg: float
) -> np.ndarray:
    """Tangent of the sun's profile angle before rows that face an azimuth.

    NaN where the sun is not in front of the rows; negative below the horizon.

    Parameters
    ----------
    latitude, declination_deg : float
        [degree]
    hour_angle_deg : ndarray
        15 degrees per hour after solar noon.
    azimuth_deg : float
        True azimuth of the rows [degree].
    """
    east, north, up = sun_vector(latitude, declination_deg, hour_angle_deg)
    return _tangent(_towards(east, north, azimuth_deg), up)


def sun_vector(
    latitude: float, declination_deg: float | np.ndarray, hour_angle_deg: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """East, north and upward component of the direction to the sun [1]."""
    phi, delta, hour = math.radians(latitude), np.radians(declination_deg), np.radians(hour_angle_deg)
    east = -np.cos(delta) * np.sin(hour)
    north = np.sin(delta) * math.cos(phi) - np.cos(delta) * np.cos(hour) * math.sin(phi)
    up = math.sin(phi) * np.sin(delta) + math.cos(phi) * np.cos(delta) * np.cos(hour)
    return east, north, up


def shaded_fraction(tangent: np.ndarray | float, slant_m: float, tilt_deg: float, distance_m: float) -> np.ndarray:
    """Share of a row's slant length, from below, in the shadow of the row in front.

    The ray over the top in front meets the module at ``s/L = (sin β − tan γ · D/L) / (sin β + cos β · tan γ)``,
    cut to 0…1.

    Parameters
    ----------
    tangent : ndarray
        Of the sun's profile angle; NaN where the sun is not in front [1].
    slant_m, tilt_deg, distance_m : float
        As in `RowDesign`.
    """
    tilt = math.radians(tilt_deg)
    tangent = np.asarray(tangent, float)
    safe = np.where(tangent > 0, tangent, 1.0)
    met = (math.sin(tilt) - safe * distance_m / slant_m) / (math.sin(tilt) + math.cos(tilt) * safe)
    return np.where(tangent > 0, np.clip(met, 0.0, 1.0), 0.0)


def sky_share(slant_m: float, tilt_deg: float, distance_m: float) -> float:
    """Isotropic sky seen by a row behind another, over that of a row alone [1].

    Crossed strings (Hottel 1954): the row sees the sky through the opening between its own top and the top in front,
    ``F = (L + opening − far diagonal) / 2 L``; alone it sees ``(1 + cos β) / 2``.
    """
    tilt = math.radians(tilt_deg)
    opening = distance_m + slant_m * math.cos(tilt)
    diagonal = math.hypot(distance_m, slant_m * math.sin(tilt))
    return (slant_m + opening - diagonal) / (2 * slant_m) / ((1 + math.cos(tilt)) / 2)


def main_axis_deg(polygon: BaseGeometry) -> float:
    """Bearing of the long side of the smallest rectangle around a polygon, clockwise from the map's north [degree].

    Between 0 and 180; steady for outlines made of raster cells, whose own edges only know two directions.
    """
    corners = shapely.get_coordinates(shapely.oriented_envelope(polygon))
    if len(corners) < 4:
        return 0.0
    sides = np.diff(corners[:3], axis=0)
    east, north = sides[int(np.argmax(np.hypot(*sides.T)))]
    return math.degrees(math.atan2(east, north)) % 180.0


def row_azimuth_deg(
    polygon: BaseGeometry, latitude: float, *, arrangement: str = "south", aligned: bool = True, convergence_deg: float
) -> float:
    """True azimuth of rows on a level surface [degree].

    Parameters
    ----------
    polygon : shapely geometry
        The roof or land, map coordinates.
    latitude : float
        Its sign says where the equator is [degree].
    arrangement : {"south", "east_west"}
        What is wanted: the equator's direction, or east.
    aligned : bool
        Along the main axis or across it, whichever is nearer to what is wanted; exactly what is wanted otherwise.
    convergence_deg : float
        True azimuth minus grid azimuth [degree].
    """
    wanted = 90.0 if arrangement == "east_west" else (180.0 if latitude >= 0 else 0.0)
    if not aligned:
        return wanted
    off = (main_axis_deg(polygon) + convergence_deg - wanted + 45.0) % 90.0 - 45.0
    return (wanted + off) % 360.0


def _towards(east: np.ndarray, north: np.ndarray, azimuth_deg: float) -> np.ndarray:
    azimuth = math.radians(azimuth_deg)
    return east * math.sin(azimuth) + north * math.cos(azimuth)


def _tangent(ahead: np.ndarray, up: np.ndarray) -> np.ndarray:
    return np.where(ahead > 1e-9, up / np.where(ahead > 1e-9, ahead, 1.0), np.nan)


def _beam_loss(
    slant_m: float,
    tilt_deg: float,
    distance_m: float,
    latitude: float,
    facing_deg: float,
    arrangement: str,
    tip: float,
) -> float:
    """Share of a clear year's beam on the modules that the row in front takes.

    Over twelve declinations and quarter hours, with the clear-sky beam of Meinel & Meinel (1976), ``0.7 ** AM**0.678``.
    A tent's two sides share one sum.
    """
    taken = whole = 0.0
    tilt = math.radians(tilt_deg)
    declination = tip * np.sin(np.radians(30.0 * (np.arange(12)[:, np.newaxis] - 2.25)))
    hours = np.arange(-178.125, 180.0, 3.75)
    east, north, up = sun_vector(latitude, declination, hours)
    strength = np.where(up > 0, 0.7 ** (np.maximum(up, 0.01) ** -0.678), 0.0)
    for facing in (facing_deg,) if arrangement == "south" else (facing_deg, facing_deg + 180.0):
        ahead = _towards(east, north, facing)
        beam = strength * np.maximum(ahead * math.sin(tilt) + up * math.cos(tilt), 0.0)
        shaded = shaded_fraction(_tangent(ahead, up), slant_m, tilt_deg, distance_m)
        taken += float((beam * shaded).sum())
        whole += float(beam.sum())
    return taken / whole if whole else 0.0
