"""From stored numbers to reflectance and kelvin: which offset a Sentinel-2 item needs, and what is no temperature.

Reflectance = (DN + offset) / 10 000 for Sentinel-2; the offset is -1000 from processing baseline 04.00 on, also for old
days processed again. Catalogues disagree on whether their files hold it already, so each item is decided on its own and
then checked against its own pixels (reference: github.com/Element84/earth-search issues 66 and 71).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..about import table
from ..errors import UrbanThinkError
from ..sensors import ENOUGH_PIXELS, SENTINEL2, baseline_offset, check_offset
from .scenes import OPTICAL_SCALE

LANDSAT_THERMAL = "landsat_c2"


@dataclass(frozen=True)
class Declared:
    """What an item says of its radiometry.

    Attributes
    ----------
    baseline : str
        Processing baseline, ``05.10``; empty if it does not say.
    offset : float or None
        To be added to the stored numbers [DN] (``raster:bands``), None if it does not say.
    applied : bool or None
        ``earthsearch:boa_offset_applied``.
    """

    baseline: str = ""
    offset: float | None = None
    applied: bool | None = None


@dataclass(frozen=True)
class Sample:
    """Some pixels of an item as stored, on one grid.

    Attributes
    ----------
    bands : mapping
        ``blue``, ``green``, ``red`` to digital numbers, NaN where there are none.
    classes : ndarray or None
        The scene classification (SCL), where there is one.
    """

    bands: Mapping[str, np.ndarray]
    classes: np.ndarray | None = None


@dataclass(frozen=True)
class Decision:
    """An offset [DN] and what it rests on: ``baseline``, ``declared``, ``vegetation``, ``dark`` or ``metadata``."""

    offset: float
    rests_on: str

    @property
    def by_pixels(self) -> bool:
        return self.rests_on in ("vegetation", "dark")


def decide_offset(rule: str, declared: Declared, sample: Sample | None) -> Decision:
    """The radiometric offset of one Sentinel-2 item.

    Parameters
    ----------
    rule : {"baseline", "declared", "pixels"}
        What is known of the collection: its numbers are as ESA delivers them; what its items declare is right; or its
        metadata cannot be trusted and the pixels decide, where they can.
    declared : Declared
    sample : Sample or None
        Needed where the pixels decide.
    """
    if rule == "declared" and declared.offset is not None:
        return Decision(declared.offset, "declared")
    if rule in ("baseline", "declared") and declared.baseline:
        return Decision(baseline_offset(declared.baseline), "baseline")
    if declared.baseline and not baseline_offset(declared.baseline):
        return Decision(0.0, "baseline")
    return _by_pixels(sample) or _by_metadata(declared)


def require_plausible(scene_id: str, offset: float, sample: Sample, scale: float = OPTICAL_SCALE) -> None:
    """Stop where the pixels contradict the offset.

    Parameters
    ----------
    scene_id : str
    offset : float
        [DN].
    sample : Sample
        As stored.
    scale : float
        Reflectance of one digital number.

    Raises
    ------
    UrbanThinkError
        "Doubtful radiometric offset": vegetation (SCL 4) whose median red reflectance lies outside 0 to 0.10, or more
        than 5 % of the visible pixels negative.
    """
    keep = table("sensors")["scl_mask"]["keep"]
    usable = None if sample.classes is None else np.isin(sample.classes, keep)
    bands = {
        role: np.where(usable, (stored + offset) * scale, np.nan) if usable is not None else (stored + offset) * scale
        for role, stored in sample.bands.items()
    }
    check = check_offset(bands, _vegetation(sample))
    if check.is_doubtful:
        raise UrbanThinkError(
            "Doubtful radiometric offset in {scene}: {negative} % of its visible pixels are negative, its vegetation "
            "has a red reflectance of {red} (0 to 0.10 is normal).",
            "Its metadata and its pixels contradict one another: use another source, or leave this date out.",
            scene=scene_id,
            negative=f"{100 * check.negative:.0f}",
            red="–" if np.isnan(check.dense_red) else f"{check.dense_red:.3f}",
        )


def reflectance_factors(kind: np.dtype, scale: float, offset: float) -> tuple[float, float, bool]:
    """How stored numbers of a type become reflectance × 10 000: factor, shift, and whether that is only a whole shift.

    Parameters
    ----------
    kind : dtype
    scale, offset : float
        Reflectance = stored · scale + offset.
    """
    factor, shift = scale / OPTICAL_SCALE, offset / OPTICAL_SCALE
    exact = kind.kind != "f" and abs(factor - 1) < 1e-9 and abs(shift - round(shift)) < 1e-6
    return (1.0, float(round(shift)), True) if exact else (factor, shift, False)


@dataclass
class Rejected:
    """How many pixels were left out of the temperatures, and why.

    Attributes
    ----------
    seen : int
        Pixels that held a temperature.
    implausible : int
        Below 250 K or above 345 K.
    uncertain : int
        ST_QA above 5 K.
    without_emissivity : int
        Holes of the emissivity database (ASTER GED), the same at all dates.
    """

    seen: int = 0
    implausible: int = 0
    uncertain: int = 0
    without_emissivity: int = 0

    def add(self, other: Rejected) -> None:
        """Count another block in."""
        self.seen += other.seen
        self.implausible += other.implausible
        self.uncertain += other.uncertain
        self.without_emissivity += other.without_emissivity


def land_temperature(
    kelvin: np.ndarray, uncertainty: np.ndarray | None = None, emissivity: np.ndarray | None = None
) -> tuple[np.ndarray, Rejected]:
    """Leave out what is no trustworthy land surface temperature.

    Parameters
    ----------
    kelvin : ndarray
        [K], NaN where there is none.
    uncertainty : ndarray, optional
        ST_QA [K], NaN where unknown (which is no reason to reject).
    emissivity : ndarray, optional
        ST_EMIS, NaN where the emissivity database has a hole.

    Returns
    -------
    kelvin : ndarray of float32
    rejected : Rejected
    """
    sensors = table("sensors")
    low, high = sensors[LANDSAT_THERMAL]["valid_kelvin"]
    seen = np.isfinite(kelvin)
    with np.errstate(invalid="ignore"):
        implausible = seen & ((kelvin < low) | (kelvin > high))
        limit = sensors["landsat_c2_aux"]["max_uncertainty_kelvin"]
        uncertain = np.zeros_like(seen) if uncertainty is None else seen & (uncertainty > limit)
    holes = np.zeros_like(seen) if emissivity is None else seen & ~np.isfinite(emissivity)
    kept = np.where(implausible | uncertain | holes, np.nan, kelvin).astype(np.float32)
    return kept, Rejected(*(int(mask.sum()) for mask in (seen, implausible, uncertain, holes)))


def brightness_temperature(radiance: np.ndarray, k1: float, k2: float) -> np.ndarray:
    """Temperature of a black body of this radiance, at the top of the atmosphere: no land surface temperature.

    Parameters
    ----------
    radiance : ndarray
        [W m-2 sr-1 um-1].
    k1, k2 : float
        Thermal constants of the band [W m-2 sr-1 um-1], [K], from the MTL file.

    Returns
    -------
    ndarray
        T = k2 / ln(k1 / radiance + 1) [K].
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(k2 / np.log(k1 / np.where(radiance > 0, radiance, np.nan) + 1))


def landsat_scaling(band: str, mtl: Mapping[str, str] | None = None) -> tuple[float, float]:
    """Scale and offset of a Landsat Collection-2 Level-2 band: from its MTL file, else from the sensor's table.

    Parameters
    ----------
    band : str
        ``ST_B10``, ``SR_B4`` …, or a quality band such as ``ST_QA``.
    mtl : mapping, optional
        Entries of the MTL file.

    Returns
    -------
    scale, offset : float
        Kelvin or reflectance = DN · scale + offset.
    """
    sensors = table("sensors")
    auxiliary = sensors["landsat_c2_aux"]["bands"].get(band)
    if auxiliary:
        return float(auxiliary["scale"]), float(auxiliary["offset"])
    if band.startswith("ST_B"):
        row, keys = sensors[LANDSAT_THERMAL], (f"TEMPERATURE_MULT_BAND_{band}", f"TEMPERATURE_ADD_BAND_{band}")
    else:
        number = band.removeprefix("SR_B")
        row, keys = sensors["landsat_c2_l2_sr"], (f"REFLECTANCE_MULT_BAND_{number}", f"REFLECTANCE_ADD_BAND_{number}")
    if mtl and all(key in mtl for key in keys):
        return float(mtl[keys[0]]), float(mtl[keys[1]])
    return float(row["scale"]), float(row["offset"])


def _vegetation(sample: Sample) -> np.ndarray | None:
    if sample.classes is None:
        return None
    return np.asarray(sample.classes == table("sensors")["scl_mask"]["vegetation"])


def _by_pixels(sample: Sample | None) -> Decision | None:
    """Vegetation reflects little red: only one offset can be right. Else, what lies below the offset decides."""
    if sample is None:
        return None
    row, offset = table("sensors")["sentinel2_guard"], _raw_offset()
    low, high = row["vegetation_red"]
    vegetation = _vegetation(sample)
    if vegetation is not None and "red" in sample.bands:
        red = sample.bands["red"][vegetation & np.isfinite(sample.bands["red"])]
        if red.size >= ENOUGH_PIXELS:
            median = float(np.median(red))
            fits = [choice for choice in (0.0, offset) if low <= (median + choice) * OPTICAL_SCALE <= high]
            if len(fits) == 1:
                return Decision(fits[0], "vegetation")
    visible = [stored[np.isfinite(stored)] for stored in sample.bands.values()]
    below = max((float((v < -offset).mean()) for v in visible if v.size >= ENOUGH_PIXELS), default=0.0)
    # Raw numbers hardly ever lie below 1000: that would be a negative reflectance.
    return Decision(0.0, "dark") if below > row["below_offset_share"] else None


def _by_metadata(declared: Declared) -> Decision:
    if declared.applied:
        return Decision(0.0, "metadata")
    if declared.offset is not None:
        return Decision(declared.offset, "metadata")
    return Decision(baseline_offset(declared.baseline), "metadata")


def _raw_offset() -> float:
    row: dict[str, Any] = table("sensors")[SENTINEL2]["offset_dn_from_baseline"]
    return float(row["offset_dn"])
