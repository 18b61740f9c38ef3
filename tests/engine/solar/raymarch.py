"""The truth for the irradiation engine: every sun and every direction of the sky marched on the bilinear surface.

Slow and simple on purpose, and for chosen pixels only. It shares nothing with the engine but the definition of the
result: light of the sun and around it where the ray towards it meets nothing, the even sky above the horizon of 360
or more directions, Perez' bright horizon where there is none, and reflected light ρ·GHI·(1 − sky view).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.ndimage import maximum_filter, sobel

from .skies import Suns

BLOCK = 16
STEP = 0.5


@dataclass(frozen=True)
class Marched:
    """Per point: light by month (n, 12) [kWh/m² of tilted surface], and share of visible sky by its cosine (n,)."""

    beam: np.ndarray
    sky: np.ndarray
    reflected: np.ndarray
    sky_view: np.ndarray

    @property
    def months(self) -> np.ndarray:
        return self.beam + self.sky + self.reflected

    @property
    def year(self) -> np.ndarray:
        return self.months.sum(axis=1)


def march(heights, pixel_m, points, suns: Suns, *, albedo=0.2, azimuths=360, slopes=None, rise=0.0) -> Marched:
    """Irradiation of pixels of a surface.

    Parameters
    ----------
    heights : ndarray
        (y, x), north up [m].
    points : ndarray
        (n, 2) rows and columns.
    slopes : tuple of ndarray, optional
        dz/dE and dz/dN of each point; by default of the 3 × 3 neighbourhood (Horn).
    rise : float
        Height of the receiver above the surface [m].
    """
    surface = np.ascontiguousarray(heights, dtype=np.float64)
    points = np.ascontiguousarray(points, dtype=np.int64)
    east, north = horn(surface, pixel_m, points) if slopes is None else (np.asarray(part, float) for part in slopes)
    normals = np.stack([-east, -north, np.ones(len(points))], axis=1)
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    blocks = _block_maxima(surface)
    above = suns.elevation > 0
    weights = np.where(above, suns.beam * suns.hours / 1000, 0.0)
    lit = weights > 0
    beam = _beam(
        surface, blocks, pixel_m, points, normals, rise, suns.directions[lit], weights[lit], suns.month[lit] - 1
    )
    even, band = _sky(surface, blocks, pixel_m, points, normals, rise, azimuths)

    def monthly(values):
        return np.bincount(suns.month - 1, values * suns.hours / 1000, 12)

    sky = np.outer(even, monthly(suns.isotropic)) + np.outer(band, monthly(suns.band))
    reflected = np.outer(albedo * (1 - even), monthly(suns.ghi))
    return Marched(beam, sky, reflected, even)


def horn(surface, pixel_m, points):
    """dz/dE and dz/dN at points, with scipy's Sobel filter."""
    rows, columns = points.T
    scale = 8 * pixel_m
    return sobel(surface, axis=1)[rows, columns] / scale, -sobel(surface, axis=0)[rows, columns] / scale


def _block_maxima(surface):
    """Highest sample that a bilinear height inside each block can use."""
    rows, columns = (-(-size // BLOCK) for size in surface.shape)
    padded = np.full((rows * BLOCK + 1, columns * BLOCK + 1), -np.inf)
    padded[: surface.shape[0], : surface.shape[1]] = surface
    reach = maximum_filter(padded, size=2, origin=-1)[: rows * BLOCK, : columns * BLOCK]
    return reach.reshape(rows, BLOCK, columns, BLOCK).max(axis=(1, 3))


@njit(cache=True, nogil=True)
def _bilinear(surface, row, column):
    r, c = int(row), int(column)
    fr, fc = row - r, column - c
    upper = surface[r, c] * (1 - fc) + surface[r, c + 1] * fc
    lower = surface[r + 1, c] * (1 - fc) + surface[r + 1, c + 1] * fc
    return upper * (1 - fr) + lower * fr


@njit(cache=True, nogil=True)
def _leaves_block(row, column, down, right):
    """Distance to the edge of the 16 × 16 block, in pixels."""
    reach = 1e9
    if down > 0:
        reach = min(reach, ((int(row) // BLOCK + 1) * BLOCK - row) / down)
    elif down < 0:
        reach = min(reach, (int(row) // BLOCK * BLOCK - row) / down)
    if right > 0:
        reach = min(reach, ((int(column) // BLOCK + 1) * BLOCK - column) / right)
    elif right < 0:
        reach = min(reach, (int(column) // BLOCK * BLOCK - column) / right)
    return reach + 1e-6


@njit(cache=True, nogil=True)
def _meets_nothing(surface, blocks, row, column, height, down, right, climb, top):
    """Whether a ray that climbs `climb` metres per pixel leaves the surface."""
    t = STEP
    rows, columns = surface.shape
    while True:
        r, c, h = row + down * t, column + right * t, height + climb * t
        if r < 0 or c < 0 or r >= rows - 1 or c >= columns - 1 or h > top:
            return True
        if h > blocks[int(r) // BLOCK, int(c) // BLOCK]:
            t += _leaves_block(r, c, down, right)
            continue
        if _bilinear(surface, r, c) > h + 1e-9:
            return False
        t += STEP


@njit(cache=True, nogil=True)
def _horizon(surface, blocks, row, column, height, down, right, steepest, top):
    """Steepest rise per pixel of distance from a point to anything in one direction."""
    t = STEP
    rows, columns = surface.shape
    while True:
        r, c = row + down * t, column + right * t
        if r < 0 or c < 0 or r >= rows - 1 or c >= columns - 1 or top - height <= steepest * t:
            return steepest
        if blocks[int(r) // BLOCK, int(c) // BLOCK] - height <= steepest * t:
            t += _leaves_block(r, c, down, right)
            continue
        steepest = max(steepest, (_bilinear(surface, r, c) - height) / t)
        t += STEP


@njit(cache=True, nogil=True)
def _beam(surface, blocks, pixel_m, points, normals, rise, directions, weights, months):
    found = np.zeros((len(points), 12))
    top = surface.max()
    for i in range(len(points)):
        row, column = points[i, 0], points[i, 1]
        height = surface[row, column] + rise
        for j in range(len(weights)):
            east, north, up = directions[j, 0], directions[j, 1], directions[j, 2]
            cosine = normals[i, 0] * east + normals[i, 1] * north + normals[i, 2] * up
            if cosine <= 0:
                continue
            flat = np.hypot(east, north)
            climb = up / flat * pixel_m
            if _meets_nothing(surface, blocks, row, column, height, -north / flat, east / flat, climb, top):
                found[i, months[j]] += weights[j] * cosine
    return found


@njit(cache=True, nogil=True)
def _sky(surface, blocks, pixel_m, points, normals, rise, azimuths):
    """Share of an even sky, and of a bright line all around the horizon of which a vertical plane gets 1."""
    even = np.zeros(len(points))
    band = np.zeros(len(points))
    top = surface.max()
    width = 2 * np.pi / azimuths
    for i in range(len(points)):
        row, column = points[i, 0], points[i, 1]
        height = surface[row, column] + rise
        for k in range(azimuths):
            # Half a step off, so that no ray runs along the grid.
            azimuth = (k + 0.5) * width
            east, north = np.sin(azimuth), np.cos(azimuth)
            facing = normals[i, 0] * east + normals[i, 1] * north
            own = max(-facing / normals[i, 2], 0.0)
            slope = _horizon(surface, blocks, row, column, height, -north, east, own * pixel_m, top) / pixel_m
            e = np.arctan(slope)
            across = 0.5 * (np.pi / 2 - e - np.sin(e) * np.cos(e))
            even[i] += width / np.pi * (facing * across + normals[i, 2] * 0.5 * np.cos(e) ** 2)
            if slope < 5e-4 and facing > 0:
                band[i] += 0.5 * width * facing
    return even, band
