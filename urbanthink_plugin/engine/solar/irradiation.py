"""Irradiation of every pixel of a surface model, on its own slope, with everything that shades it.

Each direction's horizon picks a row of the sky tables; slope and aspect of the pixel weigh it. Light reflected by the
ground and by what stands around is folded into the tables: albedo × global irradiation × the part of the view that is
not sky (surroundings are taken to be as bright as open ground, κ = 1).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from ..memory import give_back
from ..raster.blocks import workers
from .horizon import Core, Ground, Horizons, sweep_horizons
from .light import BAND_ROWS, add_kept, add_remainder, keep, light_of_band, pack_remainder, pack_table
from .sky import SkyTables, directions, horizon_code

#: A pixel is under a tree where the crown is at least so high above the eye [m].
UNDER_CROWN = 0.5
#: In how many parts the directions are taken, for the year and for the months.
YEAR_PARTS, MONTH_PARTS = 3, 6
#: What sums of months are kept to meanwhile [kWh/m²], and sky view factors: as fine as 16 bits allow.
KEPT_KWH, KEPT_VIEW = 0.01, 1 / 32000


@dataclass(frozen=True)
class Irradiation:
    """What a surface gets.

    Attributes
    ----------
    total : ndarray
        (1 or 12, y, x) irradiation per m² of tilted surface [kWh/m²], of the year or the months.
    sky_view : ndarray
        (y, x) sky view factor of the tilted surface [0 to 1].
    """

    total: np.ndarray
    sky_view: np.ndarray


@dataclass(frozen=True)
class Scenery:
    """A surface and what stands on and round it.

    Attributes
    ----------
    heights : ndarray
        (y, x) surface [m], north up, without gaps.
    pixel : float
        Size of the square pixels [m].
    core : Core
        The pixels whose light is wanted.
    origin, reach
        As in `sweep_horizons`.
    canopy : ndarray or None
        (y, x) height of trees above the surface [m], 0 or NaN where there is none.
    transmissivity : ndarray or None
        Share of light that passes through crowns, for each sum of the tables [0 to 1].
    receiver_height : float or ndarray
        Height of the receiver above the surface [m].
    """

    heights: np.ndarray
    pixel: float
    core: Core
    origin: tuple[int, int] = (0, 0)
    reach: float = np.inf
    canopy: np.ndarray | None = None
    transmissivity: np.ndarray | None = None
    receiver_height: float | np.ndarray = 0.0

    @cached_property
    def ground(self) -> Ground:
        """The surface, ready to be walked over."""
        return Ground.of(self.heights)

    @cached_property
    def crowned(self) -> Ground:
        """The surface with its trees, as if nothing passed through them."""
        return Ground.of(self.heights + self.crowns)

    @property
    def crowns(self) -> np.ndarray:
        """Height of trees, 0 where there are none [m]."""
        return np.zeros_like(self.heights) if self.canopy is None else np.nan_to_num(self.canopy, nan=0.0).clip(0.0)


@dataclass(frozen=True)
class Awaited:
    """Tables of the sky that are still being made; horizons do not need them.

    Attributes
    ----------
    azimuths, sums : int
        Of the tables to come.
    wait : callable
        Gives them when they are there.
    """

    azimuths: int
    sums: int
    wait: Callable[[], SkyTables]


def there(tables: SkyTables | Awaited) -> SkyTables:
    """The tables, waited for if need be."""
    return tables.wait() if isinstance(tables, Awaited) else tables


@dataclass(frozen=True)
class View:
    """What is seen from the pixels of a core, and by which sky it is lit.

    Attributes
    ----------
    horizons : Horizons
    table : ndarray
        From `light.pack_table`.
    """

    horizons: Horizons
    table: np.ndarray


def solve(
    heights: np.ndarray,
    pixel: float,
    tables: SkyTables,
    *,
    albedo: float = 0.2,
    slopes: tuple[np.ndarray, np.ndarray] | None = None,
    canopy: np.ndarray | None = None,
    transmissivity: np.ndarray | None = None,
    receiver_height: float | np.ndarray = 0.0,
    far_horizon: np.ndarray | None = None,
    origin: tuple[int, int] = (0, 0),
    core: Core | None = None,
    reach: float = np.inf,
) -> Irradiation:
    """Irradiation and sky view factor of a surface model.

    Parameters
    ----------
    heights : ndarray
        (y, x) surface [m], north up; NaN where nothing is known, which shades nothing.
    pixel, canopy, transmissivity, receiver_height, origin, core, reach
        As in `Scenery`; the core is everything by default.
    tables : SkyTables
        Of the year or of the months.
    albedo : float
        Of the surroundings [0 to 1].
    slopes : (ndarray, ndarray), optional
        Rise per metre to the east and to the north of each pixel of the core; without it, Horn's 3×3.
    far_horizon : ndarray, optional
        (directions,) tangent of the horizon of the terrain beyond the surface model.

    Returns
    -------
    Irradiation
        NaN where the surface is.
    """
    core = core or Core(0, 0, *heights.shape)
    known, filled = fill_gaps(heights)
    scenery = Scenery(filled, pixel, core, origin, reach, canopy, transmissivity, receiver_height)
    total = np.empty((tables.light.shape[0], core.height, core.width), np.float32)
    sky_view = np.empty((core.height, core.width), np.float32)
    for rows, light in light_of(scenery, tables, albedo, slopes, far_horizon):
        total[:, rows], sky_view[rows] = light[:-1], light[-1]
    if known is not None:
        unknown = ~known[core.row : core.row + core.height, core.column : core.column + core.width]
        total[:, unknown] = np.nan
        sky_view[unknown] = np.nan
    return Irradiation(total, sky_view)


def look(scenery: Scenery, tables: SkyTables | Awaited, albedo: float, part: tuple[int, int] = (0, 1)) -> list[View]:
    """Horizons of a core and the tables that belong to them: one view, or two where trees let part of the light pass.

    With trees of transmissivity ψ a surface gets ψ times what it would get without them, and 1 − ψ times what it
    gets when they are opaque. `part` is as in `sweep_horizons`.
    """
    heights, core = scenery.heights, scenery.core
    raised = bool(np.any(scenery.receiver_height))
    eye = heights + np.asarray(scenery.receiver_height, np.float32) if raised else None
    sweep = partial(
        sweep_horizons,
        pixel=scenery.pixel,
        azimuths=tables.azimuths,
        core=core,
        reach=scenery.reach,
        origin=scenery.origin,
        part=part,
    )
    bare = sweep(scenery.ground, viewpoint=eye)
    if scenery.canopy is None or scenery.transmissivity is None:
        return [View(bare, pack_table(there(tables), albedo))]
    looks = heights if eye is None else eye
    shaded = sweep(scenery.crowned, viewpoint=looks)
    inside = (slice(core.row, core.row + core.height), slice(core.column, core.column + core.width))
    under = heights[inside] + scenery.crowns[inside] - looks[inside] > UNDER_CROWN
    shaded.cover(under)
    sky = there(tables)
    through = np.broadcast_to(np.asarray(scenery.transmissivity, float), sky.ghi.shape)
    mean = float(np.average(through, weights=sky.ghi))
    return [
        View(bare, pack_table(sky.weighted(through), albedo, mean)),
        View(shaded, pack_table(sky.weighted(1.0 - through), albedo, 1.0 - mean)),
    ]


def light_of(
    scenery: Scenery,
    tables: SkyTables | Awaited,
    albedo: float,
    slopes: tuple[np.ndarray, np.ndarray] | None = None,
    far_horizon: np.ndarray | None = None,
    check: Callable[[], None] = lambda: None,
    room: np.ndarray | None = None,
) -> Iterator[tuple[slice, np.ndarray]]:
    """The core from north to south, some rows at a time, on all cores.

    Horizons take more memory than anything else: the light is summed over some directions after the other.

    Parameters
    ----------
    room : ndarray of int16, optional
        (sums + 1, y, x) to keep the sums of the months in meanwhile, to a hundredth of a kWh; rows that have been
        yielded are free again. Without it all directions of the months are taken at once.

    Yields
    ------
    rows : slice
    light : ndarray
        (sums + 1, rows, x): irradiation [kWh/m²], then the sky view factor.
    """
    core, lanes = scenery.core, tables.sums + 1
    of_year = tables.sums == 1
    parts = min(YEAR_PARTS if of_year else MONTH_PARTS if room is not None else 1, tables.azimuths // 2)
    kept = np.empty((lanes, core.height, core.width), np.float32) if of_year else room
    units = np.ones(lanes, np.float32) if of_year else np.array([KEPT_KWH] * tables.sums + [KEPT_VIEW], np.float32)
    for number in range(parts):
        check()
        views = look(scenery, tables, albedo, (number, parts))
        sky = there(tables)
        constant, remainder = np.append(albedo * sky.ghi, 0.0).astype(np.float32), pack_remainder(sky, albedo)
        last = number + 1 == parts

        def settle(
            rows: slice, light: np.ndarray, own: np.ndarray, first: bool = number == 0, last: bool = last,
            remainder: np.ndarray = remainder, constant: np.ndarray = constant,
        ) -> None:  # fmt: skip
            if not first and kept is not None:
                add_kept(light, kept[:, rows], units)
            if last:
                add_remainder(light, own, remainder, constant)
                # Rounding in the sums must not show more than the whole sky.
                np.minimum(light[-1], 1.0, out=light[-1])
            elif kept is not None:
                (keep if kept.dtype == np.int16 else _copy)(light, kept[:, rows], units)

        for rows, light in _bands(scenery, views, tables.azimuths, lanes, slopes, far_horizon, settle):
            check()
            if last:
                yield rows, light
        del views
        give_back()


def _copy(light: np.ndarray, kept: np.ndarray, units: np.ndarray) -> None:
    kept[:] = light


def _bands(
    scenery: Scenery,
    views: list[View],
    azimuths: int,
    lanes: int,
    slopes: tuple[np.ndarray, np.ndarray] | None,
    far_horizon: np.ndarray | None,
    settle: Callable[[slice, np.ndarray, np.ndarray], None],
) -> Iterator[tuple[slice, np.ndarray]]:
    """Rows and their light from the directions of the views, settled with their slopes in the thread that made it."""
    core = scenery.core
    towards = directions(azimuths).astype(np.float32)
    far = np.zeros(azimuths) if far_horizon is None else horizon_code(np.asarray(far_horizon, float))
    normals = np.empty((2, 0, 0), np.float32) if slopes is None else np.stack(slopes).astype(np.float32)
    sky = (normals, towards, far.astype(np.float32), (core.row, core.column), np.float32(scenery.pixel))

    def band(top: int) -> np.ndarray:
        rows = (top, min(top + BAND_ROWS, core.height))
        parts = []
        for view in views:
            seen = view.horizons
            codes = (seen.flat, seen.steep, seen.numbers, seen.place, view.table)
            part, own = light_of_band(*codes, scenery.heights, *sky, rows, core.width, lanes)
            parts.append(part)
        light = np.asarray(sum(parts[1:], parts[0]))
        settle(slice(*rows), light, own)
        return light

    tops = list(range(0, core.height, BAND_ROWS))
    with ThreadPoolExecutor(workers()) as pool:
        for top, light in zip(tops, _few_ahead(pool, band, tops), strict=True):
            yield slice(top, top + light.shape[1]), light


def fill_gaps(heights: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
    """Which heights are known (None: all), and the heights with the nearest known one where they are not."""
    known = np.isfinite(heights)
    if known.all():
        return None, np.ascontiguousarray(heights, np.float32)
    if not known.any():
        return known, np.zeros(heights.shape, np.float32)
    from scipy.ndimage import distance_transform_edt

    nearest = distance_transform_edt(~known, return_distances=False, return_indices=True)
    return known, np.ascontiguousarray(heights[tuple(nearest)], np.float32)


def _few_ahead(
    pool: ThreadPoolExecutor, function: Callable[[int], np.ndarray], tops: list[int]
) -> Iterator[np.ndarray]:
    """Results in order, with no more of them waiting than there are workers."""
    pending: deque[Future[np.ndarray]] = deque()
    for top in tops:
        pending.append(pool.submit(function, top))
        if len(pending) > workers():
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
