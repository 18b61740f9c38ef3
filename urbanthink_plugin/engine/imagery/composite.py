"""From the scenes of a period to one image, one per month, or a stack of dates: block by block, each read once.

Every composite counts dates, not scenes: tiles of one overpass overlap, and an overlap is no second observation. Within
a block the first band is read first, with its mask; where a date shows no clear ground, its other bands are never asked
for.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Protocol

import dask.array
import numpy as np
import xarray as xr
from dask.delayed import delayed
from odc.geo.geobox import GeoBox
from shapely.geometry.base import BaseGeometry

from ..errors import UrbanThinkError
from ..raster.read import on_grid
from ..raster.tiles import TILE
from ..run import Run
from .kernels import any_present, count_clear, first_clear, percentile
from .masks import rescue_bright_roofs, roof_reach
from .scenes import OPTICAL_NODATA, Reading, Scene, SceneUnavailable

METHODS = ("median", "least_cloudy", "monthly", "none")
COUNT = "observations"
#: Scenes read at the same time: enough to hide the latency of a service, few enough to be polite.
READERS = 4
#: Values of one group of bands over all dates of a block [byte]; blocks are composed one after the other, on all cores.
GROUP_BYTES = 112 * 1024 * 1024
SIDES = (4 * TILE, 2 * TILE, TILE)
#: Footprints are drawn coarsely: a scene this close to a block is still asked [m].
FOOTPRINT_MARGIN = 2000.0


class Reader(Protocol):
    """The half of a `Source` that a composite needs. Thread-safe."""

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool = True) -> Reading:
        """Pixels of a scene on a part of the grid."""


@dataclass(frozen=True)
class Day:
    """One date: the scenes of its overpass, in the order in which they fill the image."""

    label: str
    scenes: tuple[Scene, ...]


@dataclass(frozen=True)
class Look:
    """What a block shows on each date: its first bands, where it is seen and where it is clear."""

    values: np.ndarray
    clear: np.ndarray


def by_day(scenes: Iterable[Scene]) -> list[Day]:
    """Scenes grouped by acquisition day [UTC], in calendar order whatever order they come in.

    Of two versions of one product, the later processing baseline comes first.
    """
    groups: dict[str, list[Scene]] = defaultdict(list)
    for scene in sorted(scenes, key=lambda scene: scene.scene_id):
        groups[scene.datetime.astimezone(UTC).date().isoformat()].append(scene)
    return [
        Day(label, tuple(sorted(groups[label], key=lambda scene: scene.baseline or "", reverse=True)))
        for label in sorted(groups)
    ]


class Composite:
    """Scenes of some days, composed on a grid.

    Parameters
    ----------
    source : Reader
        A catalogue's source, or a product on disk.
    days : sequence of Day
    grid : GeoBox
    bands : sequence of str
    method : {"median", "least_cloudy", "monthly", "none"}
    run : Run
    dated : bool
        Name the bands of a stack by their date alone (there is one band only).
    after_block : callable, optional
        Called whenever a block is done.

    Attributes
    ----------
    names : list of str
        Of the result's bands; the last is `COUNT`, how many dates are clear.
    clear_pixels : list of int
        Of each day, so far.
    unavailable : dict
        Scenes that could not be read, and why.
    """

    def __init__(
        self,
        source: Reader,
        days: Sequence[Day],
        grid: GeoBox,
        bands: Sequence[str],
        method: str,
        run: Run,
        *,
        dated: bool = False,
        after_block: Callable[[], None] | None = None,
    ) -> None:
        if method not in METHODS:
            raise UrbanThinkError("COMPOSITE is '{method}'.", "Use {known}.", method=method, known=", ".join(METHODS))
        self._source, self._grid, self._run = source, grid, run
        self.days, self.bands, self.method = list(days), tuple(bands), method
        optical = not set(bands) & {"LST", "BT"}
        self.missing = float(OPTICAL_NODATA) if optical else float("nan")
        self.dtype = np.dtype(np.int16 if optical else np.float32)
        self._after_block = after_block or (lambda: None)
        self._outlines = {scene.scene_id: _outline(scene, grid) for day in days for scene in day.scenes}
        roofs = len(days) > 1 and all(scene.collection == "sentinel-2-l2a" for day in days for scene in day.scenes)
        self._reach = roof_reach(abs(float(grid.resolution.x))) if roofs else 0
        self._order = list(range(len(days)))
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(READERS, "read")
        self._rows = self._result_rows(dated)
        self.names = [name for name, _ in self._rows] + [COUNT]
        self.side = self._block_side()
        self.clear_pixels = [0] * len(days)
        self.unavailable: dict[str, SceneUnavailable] = {}

    def raster(self) -> xr.DataArray:
        """The result, lazily: (band, y, x) int16 reflectance × 10 000 or float32 [K], and the count of clear dates."""
        # Not pure: what a block holds cannot be told from its arguments, and hashing them would look into the source.
        compose = delayed(self.block, pure=False, traverse=False)
        blocks: dict[int, list[dask.array.Array]] = defaultdict(list)
        for rows, columns in self._windows():
            shape = (len(self.names), rows.stop - rows.start, columns.stop - columns.start)
            blocks[rows.start].append(
                dask.array.from_delayed(compose(rows, columns), shape, meta=np.empty((0, 0, 0), self.dtype))
            )
        data = dask.array.concatenate([dask.array.concatenate(row, axis=2) for row in blocks.values()], axis=1)
        return on_grid(xr.DataArray(data, dims=("band", "y", "x"), coords={"band": self.names}), self._grid)

    def rank_days(self, run: Run) -> None:
        """Look at the masks of the whole area, so that `least_cloudy` begins with the clearest day."""
        clear = np.zeros(len(self.days), np.int64)
        windows = self._windows()
        for number, (rows, columns) in enumerate(windows):
            run.progress(number / len(windows), "Looking for the clearest dates")
            clear += [np.count_nonzero(mask) for mask in self._look(rows, columns, self.bands[:1]).clear]
            self._after_block()
        self._order = sorted(self._order, key=lambda i: (-clear[i], self.days[i].label))

    def block(self, rows: slice, columns: slice) -> np.ndarray:
        """One block of the result."""
        result = np.full(
            (len(self.names), rows.stop - rows.start, columns.stop - columns.start), self.missing, self.dtype
        )
        groups = self._band_groups(*result.shape[1:])
        # One room for the stacks of all groups in turn: fresh memory costs more than filling it.
        room = np.empty((max(map(len, groups)), len(self.days), *result.shape[1:]), self.dtype)
        look = self._look(rows, columns, groups[0], room)
        result[-1] = count_clear(look.clear)
        self._compose(result, groups[0], look.values, look.clear)
        visible = np.asarray(look.clear.any(axis=(1, 2)))
        if visible.any():
            for group in groups[1:]:
                self._fill(room, rows, columns, group, visible)
                self._compose(result, group, room, look.clear)
        with self._lock:
            for day, mask in enumerate(look.clear):
                self.clear_pixels[day] += int(np.count_nonzero(mask))
        self._after_block()
        return result

    def _result_rows(self, dated: bool) -> list[tuple[str, tuple[int, ...]]]:
        """Name and days of each band of the result, all bands of a period together."""
        everything = tuple(range(len(self.days)))
        if self.method in ("median", "least_cloudy"):
            return [(band, everything) for band in self.bands]
        length = len("2024-06") if self.method == "monthly" else len("2024-06-14")
        periods: dict[str, list[int]] = defaultdict(list)
        for index, day in enumerate(self.days):
            periods[day.label[:length]].append(index)
        return [
            (period if dated else f"{band} {period}", tuple(days))
            for period, days in periods.items()
            for band in self.bands
        ]

    def _compose(self, result: np.ndarray, group: Sequence[str], stack: np.ndarray, clear: np.ndarray) -> None:
        """Fill the rows of some bands from their values (band, day, y, x)."""
        first = self.bands.index(group[0])

        def one_band(index: int) -> None:
            values = stack[index][:, None]
            for row in range(first + index, len(self._rows), len(self.bands)):
                days = list(self._rows[row][1])
                target = result[row]
                if self.method == "least_cloudy":
                    target[:] = first_clear(values[self._order], clear[self._order], self.missing)[0]
                elif len(days) == 1:
                    np.copyto(target, values[days[0], 0], where=clear[days[0]])
                elif len(days) == len(self.days):
                    percentile(values, clear, 0.5, self.missing, target[None])
                else:
                    percentile(values[days], clear[days], 0.5, self.missing, target[None])

        self._each(one_band, range(len(group)))

    def _look(self, rows: slice, columns: slice, bands: Sequence[str], room: np.ndarray | None = None) -> Look:
        """Bands and masks of all days; bright roofs are told from clouds by what lies around the block."""
        wide_rows, wide_columns = (
            slice(max(0, axis.start - self._reach), min(size, axis.stop + self._reach))
            for axis, size in zip((rows, columns), self._grid.shape, strict=True)
        )
        window = self._grid[wide_rows, wide_columns]
        shape = window.shape
        clear = np.zeros((len(self.days), *shape), bool)
        seen = np.zeros((len(self.days), *shape), bool)
        inner = (
            slice(rows.start - wide_rows.start, rows.stop - wide_rows.start),
            slice(columns.start - wide_columns.start, columns.stop - wide_columns.start),
        )
        size = (rows.stop - rows.start, columns.stop - columns.start)
        values = np.empty((len(bands), len(self.days), *size), self.dtype) if room is None else room[: len(bands)]

        def look_at(index: int) -> None:
            reading = self._read(self.days[index], window, bands)
            values[:, index] = self.missing if reading is None else reading.values[:, *inner]
            if reading is not None:
                clear[index], seen[index] = reading.clear, self._seen(reading)

        self._each(look_at, range(len(self.days)))
        if self._reach:
            rescue_bright_roofs(clear, seen, abs(float(self._grid.resolution.x)), in_place=True)
        return Look(values, np.ascontiguousarray(clear[:, *inner]))

    def _fill(self, stack: np.ndarray, rows: slice, columns: slice, bands: Sequence[str], visible: np.ndarray) -> None:
        """Values of some bands (band, day, y, x) on the days that show clear ground."""
        window = self._grid[rows, columns]

        def fetch(part: tuple[int, slice]) -> None:
            index, some = part
            reading = self._read(self.days[index], window, bands[some], mask=False) if visible[index] else None
            stack[some, index] = self.missing if reading is None else reading.values

        self._each(fetch, [(index, some) for index in range(len(self.days)) for some in self._parts(index, len(bands))])

    def _parts(self, index: int, bands: int) -> list[slice]:
        """Bands are read side by side, but for days of several scenes, which are merged by their masks each time."""
        single = len(self.days[index].scenes) == 1
        return [slice(band, band + 1) for band in range(bands)] if single else [slice(None)]

    def _read(self, day: Day, window: GeoBox, bands: Sequence[str], mask: bool = True) -> Reading | None:
        """All scenes of a day as one: at each pixel the first that is clear, else the first that sees it."""
        merged: Reading | None = None
        extent = window.extent.geom
        there = [scene for scene in day.scenes if scene.scene_id not in self.unavailable and self._meets(scene, extent)]
        for scene in there:
            self._run.check()
            try:
                # Which of two scenes fills a pixel depends on their masks.
                reading = self._source.read(scene, window, bands, mask=mask or len(there) > 1)
            except SceneUnavailable as error:
                with self._lock:
                    self.unavailable[scene.scene_id] = error
                continue
            merged = reading if merged is None else self._merge(merged, reading)
        return merged

    def _merge(self, first: Reading, second: Reading) -> Reading:
        seen, other = self._seen(first), self._seen(second)
        take = (second.clear & ~first.clear) | (other & ~seen)
        if not take.any():
            return first
        return Reading(np.where(take, second.values, first.values), first.clear | second.clear)

    def _meets(self, scene: Scene, extent: BaseGeometry) -> bool:
        outline = self._outlines[scene.scene_id]
        return outline is None or bool(outline.intersects(extent))

    def _seen(self, reading: Reading) -> np.ndarray:
        return any_present(reading.values, reading.values.dtype.type(self.missing))

    def _each(self, task: Callable[[Any], None], items: Sequence[Any]) -> None:
        for future in [self._pool.submit(task, item) for item in items]:
            future.result()

    def _band_groups(self, height: int, width: int) -> list[tuple[str, ...]]:
        """Bands that are read together: as many as memory allows, the first alone where the others may be spared."""
        per_band = max(1, len(self.days) * height * width * self.dtype.itemsize)
        size = max(1, GROUP_BYTES // per_band)
        others = self.bands[1:]
        return [self.bands[:1], *(others[start : start + size] for start in range(0, len(others), size))]

    def _block_side(self) -> int:
        """The side of the blocks [px]: at least one day stack of one band, and the result, fit into the budget."""
        most = max(len(self.days), len(self.names))
        fits = (side for side in SIDES if most * side * side * self.dtype.itemsize <= GROUP_BYTES)
        return next(fits, SIDES[-1])

    def _windows(self) -> list[tuple[slice, slice]]:
        height, width = self._grid.shape
        return [
            (slice(top, min(top + self.side, height)), slice(left, min(left + self.side, width)))
            for top in range(0, height, self.side)
            for left in range(0, width, self.side)
        ]


def _outline(scene: Scene, grid: GeoBox) -> BaseGeometry | None:
    """Where a scene is, with a margin, in the system of the grid; None if that cannot be told."""
    assert grid.crs is not None
    projected = scene.footprint.to_crs(grid.crs, resolution=0.1).geom
    return projected.buffer(FOOTPRINT_MARGIN) if projected.is_valid and not projected.is_empty else None
