"""What satellites would see of the demo town: land cover, reflectance and surface temperature, from typed tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import from_origin
from scipy import ndimage
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from .streets import SIZE
from .town import Town

FINE = 2.5
LAND_COVER_METRES = 10
THERMAL_METRES = 30
#: Vegetation counts as "bordering the town" between these distances from its sealed ground [m].
BORDER = (100.0, 1000.0)


@dataclass(frozen=True)
class HeatPattern:
    """The heat island's shape on the 30 m grid: 0 on the bordering vegetation, 1 on the median of the sealed ground."""

    shape: np.ndarray
    urban: np.ndarray
    border: np.ndarray


def land_cover(town: Town, table: Mapping[str, Any]) -> np.ndarray:
    """Dominant class of each 10 m cell, drawn from the shapes at 2.5 m.

    Parameters
    ----------
    town : Town
    table : mapping
        ``demo_spectra.json``.

    Returns
    -------
    ndarray of uint8
        North up, classes as in the table.
    """
    code = {row["key"]: row["code"] for row in table["classes"]}
    cells = round(SIZE / FINE)
    fine = rasterize(
        ((shape, value) for shape, value in _painted(town, code) if not shape.is_empty),
        out_shape=(cells, cells),
        fill=code["meadows"],
        transform=from_origin(0, SIZE, FINE, FINE),
        dtype="uint8",
    )
    return _dominant(fine, round(LAND_COVER_METRES / FINE))


def reflectance(cover: np.ndarray, table: Mapping[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Surface reflectance [1] of ten Sentinel-2-like bands (band, y, x); each class's mean is the table's."""
    broad = ndimage.gaussian_filter(rng.standard_normal(cover.shape), 6)
    texture = np.asarray(0.75 * _unit(broad) + 0.66 * rng.standard_normal(cover.shape))
    bands = np.empty((len(table["bands"]), *cover.shape), np.float32)
    grain = np.asarray(rng.standard_normal(bands.shape))
    for row in table["classes"]:
        inside = cover == row["code"]
        if not inside.any():
            continue
        wave = texture[inside][None] + 0.12 * grain[:, inside]
        shade = np.clip(1 + row["texture"] * wave, 0.25, 2.0)
        shade = shade / np.mean(shade, axis=1, keepdims=True)
        bands[:, inside] = np.asarray(row["reflectance"])[:, None] * shade
    return bands


def heat_pattern(cover: np.ndarray, table: Mapping[str, Any]) -> HeatPattern:
    """The heat island per kelvin of intensity: class anomalies, blurred to the sensor's 100 m, on the 30 m grid."""
    anomaly = np.zeros(int(cover.max()) + 1)
    for row in table["classes"]:
        anomaly[row["code"]] = row["anomaly_kelvin"]
    # Full width at half maximum → standard deviation, in cells.
    sigma = table["heat_island"]["blur_metres"] / 2.3548 / LAND_COVER_METRES
    blurred: np.ndarray = ndimage.gaussian_filter(anomaly[cover], sigma, mode="nearest")
    step = THERMAL_METRES // LAND_COVER_METRES
    coarse = np.asarray(blurred.reshape(cover.shape[0] // step, step, -1, step).mean(axis=(1, 3)))
    urban = _largest(_half_covered(cover, roles(table, "urban"), step))
    distance = ndimage.distance_transform_edt(~urban) * THERMAL_METRES
    border = _half_covered(cover, roles(table, "vegetation"), step) & (distance >= BORDER[0]) & (distance <= BORDER[1])
    zero, one = np.median(coarse[border]), np.median(coarse[urban])
    return HeatPattern((coarse - zero) / (one - zero), urban, border)


def surface_temperature(
    pattern: HeatPattern, scene: Mapping[str, Any], noise_kelvin: float, rng: np.random.Generator
) -> np.ndarray:
    """Land surface temperature of one date [K]; NaN under cloud.

    ``scene`` gives the temperature of the bordering vegetation, the intensity of the heat island and the share of
    cloud on that date.
    """
    noise = noise_kelvin * _unit(ndimage.gaussian_filter(rng.standard_normal(pattern.shape.shape), 1.2))
    kelvin = scene["vegetation_kelvin"] + scene["heat_island_kelvin"] * pattern.shape + noise
    cloud = ndimage.gaussian_filter(rng.standard_normal(pattern.shape.shape), 7)
    if scene["cloud_share"] > 0:
        kelvin[cloud > np.quantile(cloud, 1 - scene["cloud_share"])] = np.nan
    return kelvin.astype(np.float32)


def roles(table: Mapping[str, Any], role: str) -> list[int]:
    """The class codes that play a role: ``urban``, ``vegetation``, ``water`` …"""
    return [row["code"] for row in table["classes"] if row["role"] == role]


def _painted(town: Town, code: Mapping[str, int]) -> Iterable[tuple[BaseGeometry, int]]:
    """Shapes from the ground up; what comes later covers what came before."""
    plan = town.plan
    for shape, kind in plan.fields:
        yield shape, code[kind]
    yield plan.river, code["water"]
    yield plan.envelope.difference(plan.river.buffer(26)), code["lawns"]
    for block in plan.blocks:
        if block.quarter in ("Vieille Ville", "Estate"):
            yield block.shape, code["yards" if block.quarter == "Estate" else "streets"]
        elif block.quarter == "Faubourg":
            yield block.shape, code["streets"]
            yield block.shape.buffer(-17), code["gardens"]
        else:
            yield block.shape, code["lawns" if block.quarter == "Les Tilleuls" else "gardens"]
    yield plan.estate.difference(shapely.union_all([b.shape for b in plan.blocks])), code["streets"]
    yield plan.square, code["streets"]
    yield plan.park, code["lawns"]
    for street in plan.streets:
        yield street.line.buffer(street.width / 2, cap_style="flat"), code["streets"]
    for tree in town.trees:
        if tree.crown >= 3.2:
            yield Point(tree.x, tree.y).buffer(tree.crown, quad_segs=4), code["trees"]
    for building in town.buildings:
        yield building.shape, code["roofs"]


def _dominant(classes: np.ndarray, step: int) -> np.ndarray:
    """Most frequent class of each step x step block; the lowest code wins a tie."""
    blocks = classes.reshape(classes.shape[0] // step, step, -1, step)
    counts = np.stack([(blocks == code).sum(axis=(1, 3)) for code in range(int(classes.max()) + 1)])
    return counts.argmax(axis=0).astype(np.uint8)


def _half_covered(cover: np.ndarray, classes: list[int], step: int) -> np.ndarray:
    """Where some classes together cover at least half of each step x step block."""
    return np.isin(cover, classes).reshape(cover.shape[0] // step, step, -1, step).mean(axis=(1, 3)) >= 0.5


def _largest(mask: np.ndarray) -> np.ndarray:
    """The largest connected part (eight neighbours) of a mask."""
    parts, _ = ndimage.label(mask, np.ones((3, 3)))
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    return parts == np.argmax(sizes)


def _unit(field: np.ndarray) -> np.ndarray:
    return (field - field.mean()) / field.std()
