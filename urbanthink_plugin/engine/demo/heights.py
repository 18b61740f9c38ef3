"""Heights of the demo town: a terrain, and a 0.5 m surface model with roofs of known slope and azimuth."""

from __future__ import annotations

import numpy as np

from .streets import RIVER_WIDTH
from .town import Building, Town, Tree

DSM_METRES = 0.5
TERRAIN_METRES = 30
#: The window of the surface model: west, south, east, north, in local metres.
WINDOW = (1620.0, 960.0, 2220.0, 1560.0)
#: Heights are kept to 1/512 m (2 mm): exact in float32, and the file compresses.
_STEP = 512.0


def terrain(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Height of the ground above sea level [m]: a valley floor that rises gently from the river."""
    course = 2030 + 120 * np.sin(x / 520 + 0.5) + 55 * np.sin(x / 240)
    away = np.maximum(np.abs(y - course) - RIVER_WIDTH / 2, 0.0)
    return 212.0 + 14.0 * (1 - np.exp(-away / 900.0)) + 1.5 * np.sin(x / 410.0) * np.sin(y / 530.0)


def surface_model(town: Town) -> np.ndarray:
    """Digital surface model of the window [m above sea level], north up.

    A gable falls from its ridge on both sides, a shed from its upper edge; `Building.eaves` is the height of the
    lower edge above the ground at the building's middle.
    """
    west, south, east, north = WINDOW
    x = np.arange(west + DSM_METRES / 2, east, DSM_METRES)
    y = np.arange(north - DSM_METRES / 2, south, -DSM_METRES)
    surface = terrain(*np.meshgrid(x, y))
    for tree in town.trees:
        _plant(surface, x, y, tree)
    for building in town.buildings:
        _build(surface, x, y, building)
    return (np.round(surface * _STEP) / _STEP).astype(np.float32)


def inside_window(building: Building) -> bool:
    """Whether a building stands wholly in the surface model."""
    west, south, east, north = building.shape.bounds
    return west > WINDOW[0] and south > WINDOW[1] and east < WINDOW[2] and north < WINDOW[3]


def _patch(x: np.ndarray, y: np.ndarray, bounds: tuple[float, float, float, float]) -> tuple[slice, slice]:
    columns = slice(*np.searchsorted(x, [bounds[0], bounds[2]]))
    rows = slice(*np.searchsorted(-y, [-bounds[3], -bounds[1]]))
    return rows, columns


def _plant(surface: np.ndarray, x: np.ndarray, y: np.ndarray, tree: Tree) -> None:
    reach = tree.crown
    rows, columns = _patch(x, y, (tree.x - reach, tree.y - reach, tree.x + reach, tree.y + reach))
    dx, dy = np.meshgrid(x[columns] - tree.x, y[rows] - tree.y)
    relative = (dx**2 + dy**2) / reach**2
    if relative.size == 0:
        return
    crown = terrain(np.asarray(tree.x), np.asarray(tree.y)) + tree.height * (1 - 0.45 * relative)
    patch = surface[rows, columns]
    patch[...] = np.where(relative < 1, np.maximum(patch, crown), patch)


def _build(surface: np.ndarray, x: np.ndarray, y: np.ndarray, building: Building) -> None:
    rows, columns = _patch(x, y, building.shape.bounds)
    middle = building.shape.centroid
    dx, dy = np.meshgrid(x[columns] - middle.x, y[rows] - middle.y)
    if dx.size == 0:
        return
    angle = np.radians(building.bearing)
    along = dx * np.cos(angle) + dy * np.sin(angle)
    across = -dx * np.sin(angle) + dy * np.cos(angle)
    half_length, half_depth = building.length / 2, building.depth / 2
    rise = np.tan(np.radians(building.slope))
    roof = {
        "flat": np.zeros_like(across),
        "gable": rise * (half_depth - np.abs(across)),
        "shed": rise * (half_depth - across),
    }[building.roof]
    top = terrain(np.asarray(middle.x), np.asarray(middle.y)) + building.eaves + roof
    patch = surface[rows, columns]
    patch[...] = np.where((np.abs(along) < half_length) & (np.abs(across) < half_depth), top, patch)
