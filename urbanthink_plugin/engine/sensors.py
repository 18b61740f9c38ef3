"""What the table of sensors means: which sensor, from stored numbers to reflectance, and a guard on the offset.

Sentinel-2 Level-2A: reflectance = (DN + offset) / 10000; the offset is -1000 from processing baseline 04.00 on, also
for old dates processed again, and 0 before: the baseline decides, never the date. What the file declares comes first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .about import table
from .errors import UrbanThinkError

SENTINEL2 = "sentinel2_l2a"
LANDSAT = "landsat_c2_l2_sr"
ENOUGH_PIXELS = 50
DN_LIKE = 2.0
"""A median of floating-point values above this is no reflectance but the sensor's digital numbers."""


@dataclass(frozen=True)
class Calibration:
    """Reflectance = factor * value + offset, where value is the physical value the file declares.

    Attributes
    ----------
    rests_on : {"bands", "metadata", "baseline", "sensor", "float", "grey", "user"}
        Where factor and offset come from; "grey" are 8-bit values without any known scale.
    baseline : str
        The Sentinel-2 processing baseline, where it decided.
    """

    factor: float
    offset: float
    rests_on: str
    baseline: str = ""

    @property
    def is_reflectance(self) -> bool:
        return self.rests_on != "grey"


@dataclass(frozen=True)
class OffsetCheck:
    """What a sample of reflectances says about the offset.

    Attributes
    ----------
    negative : float
        Share of negative values in the visible bands [0-1].
    dense_red : float
        Median red reflectance of dense vegetation [1]; NaN where there is none.
    darkest : float
        First percentile of the visible reflectances [1].
    """

    negative: float
    dense_red: float
    darkest: float

    @property
    def is_doubtful(self) -> bool:
        """More than 5 % negative values, or dense vegetation whose red lies outside 0 to 0.10."""
        return self.negative > 0.05 or self.dense_red < 0.0 or self.dense_red > 0.10

    @property
    def lacks_dark_pixels(self) -> bool:
        """Nothing below 0.10: a forgotten offset looks so, but so does a small bright area."""
        return self.darkest > 0.10


def calibrate(
    path: str,
    dtype: str,
    scale: float = 1.0,
    offset: float = 0.0,
    tags: Mapping[str, str] | None = None,
    choice: str | None = "auto",
    median: float = float("nan"),
) -> Calibration:
    """Decide how the values of a file become reflectance.

    Parameters
    ----------
    path : str
        The file; its name may tell sensor and processing baseline (``..._N0511_...``).
    dtype : str
        Stored type.
    scale, offset : float
        What the bands declare (1 and 0 if nothing); the values handed over have it applied already.
    tags : mapping, optional
        Dataset-level metadata: ``SCALE``, ``OFFSET``, ``PROCESSING_BASELINE`` ...
    choice : str, optional
        ``auto``, or the offset in digital numbers that the user tells (``0``, ``-1000``).
    median : float
        Median of the values; tells floating-point reflectance from floating-point digital numbers.

    Raises
    ------
    UrbanThinkError
        If `choice` is no number.
    """
    told = _told_offset(choice)
    if scale != 1.0 or offset != 0.0:
        return Calibration(1.0, 0.0, "bands") if told is None else Calibration(1.0, told * scale - offset, "user")
    factor, declared = _declared(tags or {})
    sensor = table("sensors")[sensor_of(path, tags or {}) or SENTINEL2]
    if factor is None and dtype == "uint8":
        return Calibration(1.0, 0.0, "grey")
    is_reflectance = factor is None and np.dtype(dtype).kind == "f" and not median > DN_LIKE
    if told is not None:
        step = factor or float(sensor["scale"])
        return Calibration(1.0 if is_reflectance else step, told * step, "user")
    if is_reflectance:
        return Calibration(1.0, 0.0, "float")
    if declared is not None and factor is not None:
        return Calibration(factor, declared if abs(declared) < 1 else declared * factor, "metadata")
    return _by_sensor(sensor, factor, baseline_of(path, tags or {}))


def check_offset(bands: Mapping[str, np.ndarray], vegetation: np.ndarray | None = None) -> OffsetCheck:
    """Measure the signs of a wrong offset on a sample.

    Parameters
    ----------
    bands : mapping
        Role to reflectances [0-1], NaN where there are none; ``blue``, ``green``, ``red`` and ``nir`` are looked at.
    vegetation : ndarray of bool, optional
        Where vegetation is (a scene classification); without it, where NDVI exceeds 0.6.
    """
    visible = [bands[role][np.isfinite(bands[role])] for role in ("blue", "green", "red") if role in bands]
    visible = [values for values in visible if values.size >= ENOUGH_PIXELS]
    negative = max((float((values < 0).mean()) for values in visible), default=0.0)
    darkest = min((float(np.percentile(values, 1)) for values in visible), default=0.0)
    dense_red = float("nan")
    if vegetation is None and "red" in bands and "nir" in bands:
        red, nir = bands["red"], bands["nir"]
        with np.errstate(all="ignore"):
            vegetation = (nir - red) / (nir + red) > 0.6
    if vegetation is not None and "red" in bands:
        dense = bands["red"][vegetation & np.isfinite(bands["red"])]
        if dense.size >= ENOUGH_PIXELS:
            dense_red = float(np.median(dense))
    return OffsetCheck(negative, dense_red, darkest)


def baseline_of(path: str, tags: Mapping[str, str]) -> str:
    """Sentinel-2 processing baseline as ``05.11``, from the metadata or the product name; empty if unknown."""
    for key, value in tags.items():
        found = re.fullmatch(r"N?(\d{1,2})\.?(\d{2})", str(value).strip())
        if "BASELINE" in key.upper() and found:
            return f"{int(found.group(1)):02d}.{found.group(2)}"
    named = re.search(r"_N(\d{2})(\d{2})(?=_|\.|$)", path)
    return f"{named.group(1)}.{named.group(2)}" if named else ""


def sensor_of(path: str, tags: Mapping[str, str]) -> str | None:
    """Key of ``sensors.json`` for a file, by its metadata or its name; None if they do not tell."""
    platform = " ".join(value for key, value in tags.items() if re.search("platform|spacecraft", key, re.IGNORECASE))
    file_name = re.split(r"[\\/]", path)[-1]
    for key in (SENTINEL2, LANDSAT):
        row = table("sensors")[key]
        if re.search(row["file_name"], file_name) or (platform and re.search(row["platform"], platform, re.IGNORECASE)):
            return key
    return None


def baseline_offset(baseline: str) -> float:
    """The offset of a Sentinel-2 Level-2A product as ESA delivers it, by its processing baseline [DN]."""
    row = table("sensors")[SENTINEL2]
    since = row["offset_dn_from_baseline"]
    return float(since["offset_dn"] if baseline >= since["baseline"] else row["offset_dn"])


def _by_sensor(sensor: Mapping[str, Any], declared: float | None, baseline: str) -> Calibration:
    """The sensor's own scale and offset; a declared scale without an offset still needs the sensor's offset."""
    factor = float(declared or sensor["scale"])
    if "offset_dn_from_baseline" in sensor and baseline_offset(baseline):
        return Calibration(factor, baseline_offset(baseline) * factor, "baseline", baseline)
    return Calibration(factor, float(sensor.get("offset", 0.0)), "metadata" if declared else "sensor")


def _told_offset(choice: str | None) -> float | None:
    text = str(choice if choice is not None else "auto").strip().lower()
    if text in ("", "auto"):
        return None
    try:
        return float(text)
    except ValueError as error:
        raise UrbanThinkError(
            "OFFSET is '{choice}', which is no number.",
            "Use auto, 0 (nothing to add) or -1000 (Sentinel-2 from processing baseline 04.00).",
            choice=choice,
        ) from error


def _declared(tags: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Scale and offset in the dataset's metadata, None for what is not there."""
    scale = offset = None
    for key, value in tags.items():
        try:
            number = float(value)
        except ValueError:
            continue
        name = key.upper()
        if name in ("SCALE", "SCALE_FACTOR"):
            scale = number
        elif name.endswith("QUANTIFICATION_VALUE") and "AOT" not in name and "WVP" not in name:
            scale = 1 / number
        elif name in ("OFFSET", "ADD_OFFSET", "BOA_ADD_OFFSET"):
            offset = number
    return scale, offset
