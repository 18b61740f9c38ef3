"""Landsat Level 1 as the Copernicus Data Space serves it: digital numbers, and what the service makes of them.

The constants are those that USGS publishes for Landsat 8; the service uses them for every scene.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from scipy import ndimage

from .grounds import ST_OFFSET, ST_SCALE, synthetic_temperature

#: Radiance = digital number · GAIN + BIAS [W m-2 sr-1 um-1].
GAIN, BIAS = 3.342e-4, 0.1
#: K1 [W m-2 sr-1 um-1] and K2 [K].
CONSTANTS = {"B10": (774.8853, 1321.0789), "B11": (480.8883, 1201.1442)}
#: QA_PIXEL of Collection 2, as USGS lists its common values.
CLEAR, WATER, EDGE, CLOUD, CIRRUS, CLOUD_AND_CIRRUS = 21824, 21952, 21826, 22280, 54596, 55052


def formula(band: str) -> str:
    """Brightness temperature [K] of a digital number x, in JavaScript; 0 where there is none."""
    first, second = CONSTANTS[band]
    return f"x && {second} / Math.log({first} / ({GAIN} * x + {BIAS}) + 1)"


def kelvin_of(number: np.ndarray, band: str = "B10") -> np.ndarray:
    """The same here; NaN where there is none."""
    first, second = CONSTANTS[band]
    return np.where(number > 0, second / np.log(first / (GAIN * number.astype(float) + BIAS) + 1), np.nan)


def number_of(kelvin: np.ndarray, band: str = "B10") -> np.ndarray:
    """The digital number a black body of this temperature has; 0 for NaN."""
    first, second = CONSTANTS[band]
    return np.nan_to_num(np.rint((first / np.expm1(second / kelvin) - BIAS) / GAIN)).astype(np.uint16)


class Alabama:
    """Rural Alabama (EPSG:32616), 627 × 603 pixels of 30 m, partly cloudy.

    Real: the digital numbers of bands 10 and 11, and where its quality band sees clouds, cirrus and water. Made: its
    day, and the bits of Collection 2, to which those of the older quality band are translated, with edges of clouds.
    """

    crs, bounds, shape = "EPSG:32616", (452475.0, 3390555.0, 471285.0, 3408645.0), (603, 627)

    def __init__(self, data: Path | None):
        folder = data / "landsat8_l1_alabama" if data else None
        self.folder = folder if folder and folder.is_dir() else None

    def layer(self, name: str) -> np.ndarray:
        """``B10``, ``B11`` or ``BQA`` of Collection 2."""
        if name != "BQA":
            return self._stored(name)
        old = self._stored("BQA")
        cloud, cirrus, water = (old >> 14) >= 2, (old >> 12 & 3) == 3, (old >> 4 & 3) >= 2
        edge = ndimage.binary_dilation(cloud, iterations=3) & ~cloud
        bits = np.where(water, WATER, CLEAR).astype(np.uint16)
        bits[edge], bits[cirrus], bits[cloud], bits[cloud & cirrus] = EDGE, CIRRUS, CLOUD, CLOUD_AND_CIRRUS
        return bits

    def cover(self) -> float:
        """Cloudy share [%]."""
        return round(100 * float(((self._stored("BQA") >> 14) >= 2).mean()), 2)

    def _stored(self, name: str) -> np.ndarray:
        if self.folder:
            with rasterio.open(self.folder / f"l8_{name}.tif") as opened:
                return opened.read(1)
        if name == "BQA":
            y, x = np.mgrid[: self.shape[0], : self.shape[1]]
            return np.where(np.hypot(y - 300, x - 300) < 90, 0xD000, 0x5000).astype(np.uint16)
        return number_of(synthetic_temperature(self.shape, 1) * ST_SCALE + ST_OFFSET - 8, name)
