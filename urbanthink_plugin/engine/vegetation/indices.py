"""Spectral indices of surface reflectance.

One function per index, in the terms of its paper; the constants, the valid range and the reference of each are its row
of ``resources/data/spectral_indices.json``. Every function takes reflectances [0-1], arrays or numbers of any numeric
type (integers are widened first, so they never wrap), and returns float32, or float64 for float64. Where a band is NaN,
where 0/0 occurs or where the value leaves its valid range (bright cloud in EVI, negative reflectance), it is NaN.

The formulas are compiled: numba turns each into one loop that runs outside Python's lock, so that two blocks really are
computed on two cores.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from numpy.typing import ArrayLike

from ..about import table

STRIP_PIXELS = 131072
"""Pixels computed at once: what lies between a formula's steps stays in the processor's cache."""

_compiled: Callable[[Callable[..., Any]], Any] = numba.njit(cache=True, nogil=True, error_model="numpy")


@dataclass(frozen=True)
class Index:
    """A row of the table with its formula.

    Attributes
    ----------
    formula : callable
        Compiled; takes one-dimensional bands in the order of `roles`, then the constants.
    roles : tuple of str
        What each band is: ``nir``, ``red`` ...
    bands : tuple of str
        The Sentinel-2 bands that play these roles.
    constants : mapping
        Name to value, in the order of the formula's arguments.
    valid_range : (float, float)
        Values outside are no data.
    scale_free : bool
        Whether one factor on all bands leaves the value unchanged, so that uncalibrated numbers will do.
    """

    name: str
    formula: Callable[..., np.ndarray]
    roles: tuple[str, ...]
    bands: tuple[str, ...]
    constants: Mapping[str, float]
    valid_range: tuple[float, float]
    scale_free: bool

    def compute_into(self, bands: Sequence[np.ndarray], result: np.ndarray) -> None:
        """Fill `result` from one-dimensional floating-point bands."""
        number = result.dtype.type
        value = self.formula(*bands, *(number(constant) for constant in self.constants.values()))
        _keep_valid(value, *(number(limit) for limit in self.valid_range), result)


INDICES: dict[str, Index] = {}


def index_block(
    block: np.ndarray, names: Sequence[str], positions: Mapping[str, int], factor: float = 1.0, offset: float = 0.0
) -> np.ndarray:
    """Compute indices of one block of an image.

    Parameters
    ----------
    block : ndarray
        (band, y, x); reflectance is ``factor * block + offset``.
    names : sequence of str
        Indices to compute.
    positions : mapping
        Position in the block of each role (``red``, ``nir`` ...).
    factor, offset : float
        From the block's numbers to reflectance.

    Returns
    -------
    ndarray
        (len(names), y, x) float32. Each pixel depends on itself alone: any tiling gives the same bits.
    """
    pixels = np.ascontiguousarray(block, np.float32).reshape(block.shape[0], -1)
    result = np.empty((len(names), pixels.shape[1]), np.float32)
    used = {role for name in names for role in INDICES[name].roles}
    for start in range(0, pixels.shape[1], STRIP_PIXELS):
        strip = slice(start, start + STRIP_PIXELS)
        bands = {
            role: _reflectance(pixels[positions[role], strip], np.float32(factor), np.float32(offset)) for role in used
        }
        for row, name in enumerate(names):
            index = INDICES[name]
            index.compute_into([bands[role] for role in index.roles], result[row, strip])
    return result.reshape(len(names), *block.shape[1:])


@_compiled
def _reflectance(values: np.ndarray, factor: float, offset: float) -> np.ndarray:
    return values * factor + offset


@_compiled
def _keep_valid(value: np.ndarray, low: float, high: float, result: np.ndarray) -> None:
    for i in range(value.size):
        result[i] = value[i] if low <= value[i] <= high else np.nan


def _index(name: str) -> Callable[[Callable[..., Any]], Callable[..., np.ndarray]]:
    """Register a formula under its name, with its row of the table; what is returned takes bands of any shape."""
    row = table("spectral_indices")["indices"][name]

    def register(formula: Callable[..., Any]) -> Callable[..., np.ndarray]:
        arguments = inspect.signature(formula).parameters
        roles = tuple(argument for argument in arguments if argument not in row["constants"])
        constants = {argument: row["constants"][argument] for argument in arguments if argument not in roles}
        index = Index(
            name, _compiled(formula), roles, tuple(row["bands"]), constants, tuple(row["range"]), row["scale_free"]
        )
        INDICES[name] = index

        @functools.wraps(formula)
        def function(*bands: ArrayLike) -> np.ndarray:
            wide = np.broadcast_arrays(*(np.asarray(band) for band in bands))
            dtype = np.float64 if np.float64 in [band.dtype for band in wide] else np.float32
            result = np.empty(wide[0].shape, dtype)
            index.compute_into([np.array(band, dtype).reshape(-1) for band in wide], result.reshape(-1))
            return result

        return function

    return register


@_compiled
def _normalised_difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (first - second) / (first + second)


@_index("NDVI")
def ndvi(nir: np.ndarray, red: np.ndarray) -> np.ndarray:
    """Normalised difference vegetation index (Rouse 1974)."""
    return _normalised_difference(nir, red)


@_index("EVI")
def evi(
    nir: np.ndarray, red: np.ndarray, blue: np.ndarray, gain: float, c1: float, c2: float, soil: float
) -> np.ndarray:
    """Enhanced vegetation index (Huete 2002); singular where nir + c1 red + soil = c2 blue."""
    return gain * (nir - red) / (nir + c1 * red - c2 * blue + soil)


@_index("EVI2")
def evi2(nir: np.ndarray, red: np.ndarray, gain: float, c1: float, soil: float) -> np.ndarray:
    """Enhanced vegetation index without blue (Jiang 2008)."""
    return gain * (nir - red) / (nir + c1 * red + soil)


@_index("SAVI")
def savi(nir: np.ndarray, red: np.ndarray, soil: float) -> np.ndarray:
    """Soil adjusted vegetation index (Huete 1988)."""
    return (1 + soil) * (nir - red) / (nir + red + soil)


@_index("OSAVI")
def osavi(nir: np.ndarray, red: np.ndarray, soil: float) -> np.ndarray:
    """Optimised soil adjusted vegetation index (Rondeaux 1996)."""
    return (nir - red) / (nir + red + soil)


@_index("MSAVI")
def msavi(nir: np.ndarray, red: np.ndarray) -> np.ndarray:
    """Modified soil adjusted vegetation index, closed form (Qi 1994)."""
    line = 2 * nir + 1
    return (line - np.sqrt(line * line - 8 * (nir - red))) / 2


@_index("GNDVI")
def gndvi(nir: np.ndarray, green: np.ndarray) -> np.ndarray:
    """Green normalised difference vegetation index (Gitelson 1996)."""
    return _normalised_difference(nir, green)


@_index("NDRE")
def ndre(nir: np.ndarray, red_edge_1: np.ndarray) -> np.ndarray:
    """Normalised difference red edge index (Gitelson and Merzlyak 1994)."""
    return _normalised_difference(nir, red_edge_1)


@_index("CIre")
def ci_red_edge(nir: np.ndarray, red_edge_1: np.ndarray) -> np.ndarray:
    """Red edge chlorophyll index (Gitelson 2003)."""
    return nir / red_edge_1 - 1


@_index("CIgreen")
def ci_green(nir: np.ndarray, green: np.ndarray) -> np.ndarray:
    """Green chlorophyll index (Gitelson 2003)."""
    return nir / green - 1


@_index("ARVI")
def arvi(nir: np.ndarray, red: np.ndarray, blue: np.ndarray, gamma: float) -> np.ndarray:
    """Atmospherically resistant vegetation index (Kaufman and Tanre 1992)."""
    return _normalised_difference(nir, red - gamma * (blue - red))


@_index("kNDVI")
def kndvi(nir: np.ndarray, red: np.ndarray) -> np.ndarray:
    """Kernel NDVI, kernel width at the mean of the two bands (Camps-Valls 2021)."""
    return np.tanh(_normalised_difference(nir, red) ** 2)


@_index("NIRv")
def nirv(nir: np.ndarray, red: np.ndarray) -> np.ndarray:
    """Near infrared reflectance of vegetation (Badgley 2017)."""
    return _normalised_difference(nir, red) * nir


@_index("VARI")
def vari(green: np.ndarray, red: np.ndarray, blue: np.ndarray) -> np.ndarray:
    """Visible atmospherically resistant index (Gitelson 2002)."""
    return (green - red) / (green + red - blue)


@_index("NDMI")
def ndmi(nir: np.ndarray, swir1: np.ndarray) -> np.ndarray:
    """Normalised difference moisture index (Wilson and Sader 2002); Gao's NDWI."""
    return _normalised_difference(nir, swir1)


@_index("NDWI")
def ndwi(green: np.ndarray, nir: np.ndarray) -> np.ndarray:
    """Open water (McFeeters 1996)."""
    return _normalised_difference(green, nir)


@_index("MNDWI")
def mndwi(green: np.ndarray, swir1: np.ndarray) -> np.ndarray:
    """Open water, better apart from buildings (Xu 2006)."""
    return _normalised_difference(green, swir1)


@_index("AWEInsh")
def awei_no_shadow(
    green: np.ndarray,
    nir: np.ndarray,
    swir1: np.ndarray,
    swir2: np.ndarray,
    difference: float,
    nir_weight: float,
    swir2_weight: float,
) -> np.ndarray:
    """Automated water extraction where shadows are few (Feyisa 2014)."""
    return difference * (green - swir1) - (nir_weight * nir + swir2_weight * swir2)


@_index("AWEIsh")
def awei_shadow(
    blue: np.ndarray,
    green: np.ndarray,
    nir: np.ndarray,
    swir1: np.ndarray,
    swir2: np.ndarray,
    green_weight: float,
    infrared_weight: float,
    swir2_weight: float,
) -> np.ndarray:
    """Automated water extraction where buildings cast shadows (Feyisa 2014)."""
    return blue + green_weight * green - infrared_weight * (nir + swir1) - swir2_weight * swir2


@_index("NDTI")
def ndti(red: np.ndarray, green: np.ndarray) -> np.ndarray:
    """Turbidity of open water (Lacaux 2007)."""
    return _normalised_difference(red, green)


@_index("NBR")
def nbr(nir: np.ndarray, swir2: np.ndarray) -> np.ndarray:
    """Normalised burn ratio (Key and Benson 2006)."""
    return _normalised_difference(nir, swir2)


@_index("NBR2")
def nbr2(swir1: np.ndarray, swir2: np.ndarray) -> np.ndarray:
    """Normalised burn ratio 2 (USGS)."""
    return _normalised_difference(swir1, swir2)


@_index("NDBI")
def ndbi(swir1: np.ndarray, nir: np.ndarray) -> np.ndarray:
    """Built-up and dry surfaces (Zha 2003)."""
    return _normalised_difference(swir1, nir)


@_index("UI")
def ui(swir2: np.ndarray, nir: np.ndarray) -> np.ndarray:
    """Urban index (Kawamura 1996)."""
    return _normalised_difference(swir2, nir)


@_index("BSI")
def bsi(swir1: np.ndarray, red: np.ndarray, nir: np.ndarray, blue: np.ndarray) -> np.ndarray:
    """Bare soil index (Rikimaru 2002)."""
    return _normalised_difference(swir1 + red, nir + blue)


@_index("IBI")
def ibi(
    swir1: np.ndarray, nir: np.ndarray, red: np.ndarray, green: np.ndarray, shift: float, soil: float
) -> np.ndarray:
    """Index-based built-up index (Xu 2008), each component shifted to be positive: the raw form is singular."""
    built = _normalised_difference(swir1, nir) + shift
    vegetation = (1 + soil) * (nir - red) / (nir + red + soil) + shift
    water = _normalised_difference(green, swir1) + shift
    return _normalised_difference(built, (vegetation + water) / 2)
