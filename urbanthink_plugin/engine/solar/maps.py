"""Tile by tile: what stands around, the sky above, and the light on each pixel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from ..run import Run
from ..weather import WeatherYear
from .horizon import Core
from .inputs import (
    Site,
    Window,
    aligned,
    far_horizon,
    site_weather,
    tile_side,
    tree_transmissivity,
)
from .irradiation import Awaited, Scenery, View, fill_gaps, light_of, look
from .sky import SkyTables, sky_tables
from .sun import SunSamples, sun_samples


@dataclass(frozen=True)
class Light:
    """What a user asked for.

    Attributes
    ----------
    weather : path or None
    azimuths : int
    max_distance : float
        [m]
    albedo : float
    months : bool
    sky_model : str
    """

    weather: str | None
    azimuths: int
    max_distance: float
    albedo: float
    months: bool
    sky_model: str = "perez"


@dataclass(frozen=True)
class Scene:
    """All that light depends on, but for the surface itself.

    Attributes
    ----------
    site : Site
    light : Light
    weather : WeatherYear
    sky : Future
        The samples of the sun and the tables of the sky, which are made while horizons are swept.
    canopy : xarray.DataArray or None
        On the grid of the surface [m].
    through : ndarray or None
        Transmissivity of trees by month.
    terrain : xarray.DataArray or None
    """

    site: Site
    light: Light
    weather: WeatherYear
    sky: Future[tuple[SunSamples, SkyTables]]
    canopy: xr.DataArray | None
    through: np.ndarray | None
    terrain: xr.DataArray | None

    @property
    def samples(self) -> SunSamples:
        """Where the sun stands."""
        return self.sky.result()[0]

    @property
    def tables(self) -> SkyTables:
        """The sky, waited for."""
        return self.sky.result()[1]

    def tables_to_come(self) -> Awaited:
        """The sky, as it may be before it is there."""
        return Awaited(self.light.azimuths, 12 if self.light.months else 1, lambda: self.tables)

    @property
    def side(self) -> int:
        """Side of a tile [px]."""
        return tile_side(self.light.azimuths, 1 if self.canopy is None else 2)

    @property
    def halo(self) -> int:
        """Surroundings that a tile needs [px]."""
        return int(np.ceil(self.light.max_distance / self.site.pixel))

    @property
    def mean_through(self) -> float:
        """Transmissivity of trees over the year, weighted with the light; 1 without trees."""
        if self.through is None:
            return 1.0
        return float(np.average(self.through, weights=np.maximum(self.weather.monthly_ghi, 1e-6)))

    def sums_through(self) -> np.ndarray | None:
        """Transmissivity for each sum of the tables."""
        if self.through is None:
            return None
        return self.through if self.light.months else np.array([self.mean_through])

    def far(self, window: Window, heights: np.ndarray) -> np.ndarray | None:
        """Horizon of the far terrain from the middle of a tile."""
        if self.terrain is None:
            return None
        core = window.core
        row, column = core.row + core.height // 2, core.column + core.width // 2
        x, y = self.site.geobox.transform * (window.columns.start + column + 0.5, window.rows.start + row + 0.5)
        low = float(np.median(heights[:: max(1, core.height // 50), :: max(1, core.width // 50)]))
        nearest = self.light.max_distance + max(core.height, core.width) * self.site.pixel / 2
        return far_horizon(self.terrain, self.site.crs, x, y, low, self.light.azimuths, nearest)

    def tags(self) -> dict[str, object]:
        """What the files should tell."""
        tags: dict[str, object] = {
            "quantity": "irradiation per m² of tilted surface, near and far shade included",
            "weather": self.weather.name,
            "weather_source": self.weather.source,
            "weather_licence": self.weather.licence,
            "sky_model": self.light.sky_model,
            "directions": self.light.azimuths,
            "albedo": self.light.albedo,
        }
        if self.through is not None:
            tags["tree_transmissivity_by_month"] = " ".join(f"{value:g}" for value in self.through)
        return tags


def scene(
    run: Run,
    site: Site,
    core: Core,
    light: Light,
    trees: tuple[str | None, float | None, float | None] = (None, None, None),
    terrain: str | None = None,
) -> Scene:
    """Read and compute what light depends on.

    Parameters
    ----------
    core : Core
        Where the job will look.
    trees : (path or None, float or None, float or None)
        Height of trees, transmissivity in summer and in winter.
    terrain : path, optional
    """
    from ..raster import open_raster

    middle = Core(core.row + core.height // 2, core.column + core.width // 2, 1, 1)
    around = site.read(site.window(middle, 64))
    altitude = float(np.nanmedian(around)) if np.isfinite(around).any() else 0.0
    weather = site_weather(run, site, light.weather, altitude)
    sky = _meanwhile(lambda: _sky(site, light, weather))
    path, summer, winter = trees
    canopy = aligned(run, site, path, "CANOPY")
    through = None if canopy is None else tree_transmissivity(site.latitude, summer, winter)
    return Scene(site, light, weather, sky, canopy, through, open_raster(terrain, [1]) if terrain else None)


def _sky(site: Site, light: Light, weather: WeatherYear) -> tuple[SunSamples, SkyTables]:
    samples = sun_samples(weather, model=light.sky_model)  # type: ignore[arg-type]
    return samples, sky_tables(samples, light.azimuths, light.months, site.convergence_deg)


def _meanwhile(function: Callable[[], tuple[SunSamples, SkyTables]]) -> Future[tuple[SunSamples, SkyTables]]:
    """Compute in a thread of its own."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(function)
    pool.shutdown(wait=False)
    return future


class Radiation:
    """Light on the pixels of tiles.

    Parameters
    ----------
    run : Run
        Stops the work between rows when cancelled.
    scene : Scene
    """

    def __init__(self, run: Run, scene: Scene) -> None:
        self.scene = scene
        self.slopes: dict[str, Any] | None = None
        self._run = run
        self._one = threading.Lock()
        self._sum, self._count = 0.0, 0

    def tile(self, core: Core, room: np.ndarray | None = None) -> Iterator[tuple[slice, np.ndarray]]:
        """Light of a tile, some rows at a time.

        Parameters
        ----------
        core : Core
        room : ndarray of int16, optional
            As in `light_of`.

        Yields
        ------
        rows : slice
        light : ndarray
            (bands, rows, x): year [kWh/m²], months if wanted, sky view factor; NaN where the surface is.
        """
        scene = self.scene
        window = scene.site.window(core, scene.halo)
        heights = scene.site.read(window)
        known, filled = fill_gaps(heights)
        del heights
        inside = window.core
        shape = (slice(inside.row, inside.row + inside.height), slice(inside.column, inside.column + inside.width))
        unknown = None if known is None else ~known[shape]
        far = scene.far(window, filled)
        slopes = self._slopes(core, filled, inside)
        scenery = tile_scenery(scene, window, filled)
        for part, light in light_of(
            scenery, scene.tables_to_come(), scene.light.albedo, slopes, far, self._run.check, room
        ):
            year = light[:-1].sum(axis=0, keepdims=True)
            bands = np.concatenate([year, light]) if scene.light.months else light
            if unknown is not None:
                bands[:, unknown[part]] = np.nan
            with self._one:
                self._sum += float(np.nansum(bands[0], dtype=float))
                self._count += int(np.count_nonzero(np.isfinite(bands[0])))
            yield part, bands

    def mean(self) -> float:
        """Mean irradiation of the year over all tiles so far [kWh/m²].

        Raises
        ------
        UrbanThinkError
            If there was no surface at all.
        """
        from ..errors import UrbanThinkError

        if not self._count:
            raise UrbanThinkError(
                "The surface model holds no heights in the area.", "Choose an area where it has values."
            )
        return self._sum / self._count

    def _slopes(self, core: Core, heights: np.ndarray, inside: Core) -> tuple[np.ndarray, np.ndarray] | None:
        """Where roof planes are known: Horn's slopes of a tile, with those of the planes on their cells."""
        if self.slopes is None:
            return None
        from .light import horn

        east, north = horn(
            heights, np.float32(self.scene.site.pixel), inside.row, inside.column, inside.height, inside.width
        )
        rows, columns = self.slopes["rows"] - core.row, self.slopes["columns"] - core.column
        here = (rows >= 0) & (rows < core.height) & (columns >= 0) & (columns < core.width)
        east[rows[here], columns[here]] = self.slopes["east"][here]
        north[rows[here], columns[here]] = self.slopes["north"][here]
        return east, north


def tile_scenery(scene: Scene, window: Window, heights: np.ndarray, receiver_height: Any = 0.0) -> Scenery:
    """What stands in a window and round it."""
    return Scenery(
        heights,
        scene.site.pixel,
        window.core,
        window.origin(scene.site),
        scene.light.max_distance,
        None if scene.canopy is None else scene.site.read(window, scene.canopy),
        scene.sums_through(),
        receiver_height,
    )


def tile_views(scene: Scene, window: Window, heights: np.ndarray, receiver_height: Any = 0.0) -> list[View]:
    """What is seen from the core of a window."""
    scenery = tile_scenery(scene, window, heights, receiver_height)
    return look(scenery, scene.tables_to_come(), scene.light.albedo)


def plane_slopes(run: Run, site: Site, core: Core, buildings: Any) -> dict[str, np.ndarray]:
    """Cells on roof planes, in the rows and columns of the surface model, and the rise of their planes."""
    from ..vector import read_vector
    from .roofs.scan import scan_roofs

    frame = read_vector(buildings, run, target_crs=site.crs, name="BUILDINGS")
    parts: dict[str, list[np.ndarray]] = {"rows": [], "columns": [], "east": [], "north": []}
    for roofs in scan_roofs(run, site, frame.geometry, core=core):
        for plane in roofs.scan.planes:
            rows, columns = plane.cells.T
            parts["rows"].append(rows + roofs.window.rows.start)
            parts["columns"].append(columns + roofs.window.columns.start)
            parts["east"].append(np.full(len(rows), plane.p, np.float32))
            parts["north"].append(np.full(len(rows), plane.q, np.float32))
    return {name: np.concatenate(values) if values else np.empty(0, np.int64) for name, values in parts.items()}
