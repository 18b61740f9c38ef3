"""Sentinel Hub on the Copernicus Data Space: search by its Catalog, pixels by its Process API, kept in the cache."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox
from odc.geo.geom import Geometry
from rasterio.errors import RasterioError
from rasterio.features import geometry_mask
from rasterio.warp import Resampling, reproject
from sentinelhub.api.catalog import SentinelHubCatalog
from sentinelhub.constants import CRS as SentinelHubCRS
from sentinelhub.exceptions import MissingDataInRequestException
from sentinelhub.geometry import BBox

from ..errors import UrbanThinkError
from ..run import Run
from .cache import TileCache
from .client import Client
from .faults import Fault, sentence
from .local_source import tell_rejected
from .process import (
    PRODUCTS,
    Pass,
    Product,
    check_answer,
    data_collection,
    member,
    passes,
    process_request,
    series_of,
)
from .radiometry import Rejected, land_temperature
from .scenes import OPTICAL_NODATA, Cost, Query, Reading, Scene, passes_by_day
from .tiles import PixelGrid, Window, around, pieces

#: Requests under way at once: the service counts processing units per minute, more would only wait.
IN_FLIGHT = 3
#: How often the progress is told [s].
TELL = 0.25

_FIELDS = {
    "include": ["id", "geometry", "properties.datetime", "properties.eo:cloud_cover", "properties.sat:orbit_state"],
    "exclude": [],
}


@dataclass(eq=False)
class _Plan:
    """One pass on one pixel grid: what was asked for, and where each window's pixels are."""

    product: Product
    taken: Pass
    bands: tuple[str, ...]
    grid: GeoBox
    pixels: PixelGrid
    series: str
    windows: tuple[Window, ...]
    window: Window
    entries: dict[Window, tuple[Path, Window]] = field(default_factory=dict)

    def serves(self, block: GeoBox, bands: Sequence[str]) -> bool:
        """Whether a block lies on the grid this was made for."""
        same = block.crs == self.grid.crs and np.allclose(
            [block.transform.a, block.transform.e], [self.grid.transform.a, self.grid.transform.e], rtol=1e-9
        )
        return same and set(bands) <= set(self.bands) and self.source_window(block) is not None

    def source_window(self, block: GeoBox) -> Window | None:
        """The pixels that are there for a block."""
        return self.pixels.window_around(block).intersection(self.window)


class SentinelHubSource:
    """A `Source` on the Copernicus Data Space (or another Sentinel Hub deployment).

    Parameters
    ----------
    run : Run
        Asked, in every wait, whether it was cancelled.
    base_url, token_url, client_id, client_secret : str
    cache : TileCache, optional

    Raises
    ------
    UrbanThinkError
        If there are no credentials.
    """

    key = "cdse"

    def __init__(
        self,
        run: Run,
        base_url: str,
        token_url: str,
        client_id: str,
        client_secret: str,
        cache: TileCache | None = None,
    ) -> None:
        self._run = run
        self._client = Client(run, base_url, token_url, client_id, client_secret)
        self._cache = cache or TileCache()
        self._plans: dict[str, list[_Plan]] = {}
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._cached_bytes = 0
        self._visible: set[str] | None = None
        self._rejected: dict[str, Rejected] = {}

    def search(self, query: Query) -> list[Scene]:
        """Scenes that answer a query, by date; of temperatures the passes by day.

        Raises
        ------
        UrbanThinkError
            If the collection is not on this service, or this account does not see it.
        """
        product = _product(query.collection)
        catalog = SentinelHubCatalog(config=self._client.config)
        catalog.client = self._client
        try:
            self._require_visible(catalog, product)
            area = query.area.to_crs("EPSG:4326")
            found = catalog.search(
                data_collection(product.api_id, self._client.config.sh_base_url),
                bbox=BBox(area.boundingbox.bbox, SentinelHubCRS.WGS84),
                time=(query.start.isoformat(), query.end.isoformat()),
                filter=f"eo:cloud_cover <= {query.max_cloud:g}" if product.cloud_is_known else None,
                fields=_FIELDS,
            )
            items = [(_scene(item, product, self.key), item["properties"]) for item in found]
        except (KeyError, TypeError, ValueError, MissingDataInRequestException):
            raise sentence(Fault("damaged"), self._client.service) from None
        here = (
            (scene, product.by_day(scene, properties))
            for scene, properties in items
            if scene.footprint.intersects(area)
        )
        chosen = [scene for scene in passes_by_day(here, self._run) if (scene.cloud_cover or 0.0) <= query.max_cloud]
        return sorted(chosen, key=lambda scene: (scene.datetime, scene.scene_id))

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        """What the cache does not hold yet: requests, megabytes (not compressed) and processing units."""
        requests, megabytes, units = 0, 0.0, 0.0
        for plan in self._make_plans(scenes, grid, bands):
            for window in plan.windows:
                if not self._cache.holds(plan.series, window):
                    requests += 1
                    megabytes += plan.product.megabytes(window, plan.bands)
                    units += plan.product.processing_units(window, plan.bands)
        return Cost(len(scenes), requests, megabytes, units)

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str], run: Run) -> None:
        """Download what the cache does not hold: one request per pass and window, a few at once.

        What arrived whole stays in the cache whatever happens, so that a run that failed, was cancelled or killed goes
        on where it stopped.
        """
        self._cache.evict()
        plans = self._make_plans(scenes, grid, bands)
        self._complete(plans, run)
        with self._lock:
            for plan in plans:
                for scene in plan.taken.scenes:
                    self._plans.setdefault(scene.scene_id, []).insert(0, plan)

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool = True) -> Reading:
        """Pixels of a scene on a part of the grid, from what `prepare` brought.

        Scenes of one pass overlap and come from one request; each pixel is given to the first of them that holds it, so
        that no observation counts twice.
        """
        plan = self._plan_for(scene, block, bands)
        source = plan.source_window(block)
        missing = plan.product.missing
        values = np.full((len(bands), *block.shape), missing, plan.product.dtype)
        clear = np.zeros(block.shape, bool)
        if source is not None:
            pixels, seen_clear = self._pixels(plan, source, bands, mask)
            exact = plan.pixels.window_of(block)
            if exact is not None:
                rows, columns = source.within(exact)
                values[:, rows, columns], clear[rows, columns] = pixels, seen_clear
            else:
                clear = _warp(pixels, seen_clear, plan.pixels.geobox(source), block, values)
        owned = _owned(scene, plan.taken.scenes, block)
        if owned is not None:
            values[:, ~owned] = missing
            clear &= owned
        return Reading(values, clear) if plan.product.kelvin is None else self._plausible(scene, values, clear)

    def finish(self) -> None:
        """Tell, once everything has been read, which temperatures were left out."""
        tell_rejected(self._run, self._rejected)

    def spent(self) -> Mapping[str, float]:
        """``bytes``, ``requests``, ``processing_units`` and ``cached_bytes`` so far."""
        spent = self._client.spent
        return {
            "bytes": spent.bytes,
            "requests": spent.requests,
            "processing_units": round(spent.processing_units, 4),
            "cached_bytes": self._cached_bytes,
        }

    def _require_visible(self, catalog: SentinelHubCatalog, product: Product) -> None:
        if self._visible is None:
            self._visible = {str(collection["id"]) for collection in catalog.get_collections()}
        if product.api_id not in self._visible:
            raise UrbanThinkError(
                "This account does not see the collection {collection} on the Copernicus Data Space; "
                "it sees {visible}.",
                "Choose one of these, or another source.",
                collection=product.api_id,
                visible=", ".join(sorted(self._visible)) or "none",
            )

    def _make_plans(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> list[_Plan]:
        plans = []
        for collection in sorted({scene.collection for scene in scenes}):
            product = _product(collection)
            pixels = product.pixels(grid)
            windows = tuple(pieces(pixels.window_around(grid)))
            ordered = product.ordered(bands)
            for taken in passes([scene for scene in scenes if scene.collection == collection]):
                series = series_of(product, taken, ordered, pixels, self._client.config)
                plans.append(_Plan(product, taken, ordered, grid, pixels, series, windows, around(list(windows))))
        return plans

    def _plan_for(self, scene: Scene, block: GeoBox, bands: Sequence[str]) -> _Plan:
        with self._lock:
            for plan in self._plans.get(scene.scene_id, []):
                if plan.serves(block, bands):
                    return plan
            # Nobody prepared this: fetch the block alone.
            plans = self._make_plans([scene], block, bands)
            self._complete(plans, None)
            self._plans.setdefault(scene.scene_id, []).insert(0, plans[0])
            return plans[0]

    def _complete(self, plans: Iterable[_Plan], run: Run | None) -> None:
        """Fill the plans' entries, from the cache or the service; stop all downloads when one fails for good."""
        jobs = [(plan, window) for plan in plans for window in plan.windows]
        with ThreadPoolExecutor(IN_FLIGHT, "download") as pool:
            pending: set[Future[None]] = {pool.submit(self._fetch, *job) for job in jobs}
            try:
                while pending:
                    done, pending = wait(pending, timeout=TELL, return_when=FIRST_COMPLETED)
                    for future in done:
                        future.result()
                    self._tell(run, len(jobs) - len(pending), len(jobs))
            except BaseException:
                self._client.stopping.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
            finally:
                self._client.stopping.clear()

    def _tell(self, run: Run | None, done: int, total: int) -> None:
        if run is None:
            self._run.check()
            return
        run.progress(
            done / total,
            "Downloading imagery: {done} of {total} tiles, {megabytes} MB",
            done=done,
            total=total,
            megabytes=f"{self._client.spent.bytes / 1e6:.1f}",
        )

    def _fetch(self, plan: _Plan, window: Window) -> None:
        known = self._cache.find(plan.series, window)
        if known is not None:
            self._cache.touch(known[0])
            with self._counting:
                self._cached_bytes += known[0].stat().st_size
            plan.entries[window] = known
            return
        request = process_request(plan.product, plan.taken, plan.bands, plan.pixels, window, self._client.config)
        with self._cache.partial(plan.series) as partial:
            checksum = self._client.download_to(
                request, partial, lambda path: check_answer(path, plan.product, window, plan.bands)
            )
            plan.entries[window] = self._cache.store(partial, plan.series, window, checksum), window

    def _pixels(self, plan: _Plan, window: Window, bands: Sequence[str], mask: bool) -> tuple[np.ndarray, np.ndarray]:
        """Values and clear mask of a window that lies within the plan's."""
        product, resolution = plan.product, plan.pixels.resolution
        stored = self._stored(plan, window, "bands", [plan.bands.index(band) + 1 for band in bands])
        # A mask that reaches beyond the edges of clouds is made with the neighbourhood, then cut.
        wide = window.grown(product.mask.reach(resolution)).intersection(plan.window) or window
        flags = self._stored(plan, wide, "classes", [1, 2])
        seen = flags[1] > 0
        clear = product.mask.clear(flags[0], resolution) & seen if mask else seen
        inner = window.within(wide)
        values = product.values(stored, seen[inner])
        return values, clear[inner] if product.kelvin is None else clear[inner] & np.isfinite(values[0])

    def _plausible(self, scene: Scene, values: np.ndarray, clear: np.ndarray) -> Reading:
        """A reading without the temperatures that no land has; those under a clear sky are counted."""
        _, rejected = land_temperature(np.where(clear, values, np.nan))
        kept, _ = land_temperature(values)
        with self._lock:
            self._rejected.setdefault(scene.scene_id, Rejected()).add(rejected)
        return Reading(kept, clear & np.isfinite(kept[0]))

    def _stored(self, plan: _Plan, window: Window, output: str, indexes: list[int]) -> np.ndarray:
        """Pixels as they came, put together from the entries that hold them."""
        dtype = "uint16" if output == "bands" else plan.product.flags
        mosaic = np.zeros((len(indexes), window.height, window.width), dtype)
        for piece in plan.windows:
            shared = window.intersection(piece)
            if shared is None:
                continue
            try:
                pixels = _read(plan.entries[piece], shared, output, indexes)
            except (RasterioError, OSError):
                # Another process may have made room in the cache.
                self._fetch(plan, piece)
                pixels = _read(plan.entries[piece], shared, output, indexes)
            rows, columns = shared.within(window)
            mosaic[:, rows, columns] = pixels
        return mosaic


def _product(collection: str) -> Product:
    if collection == "landsat-c2-l2":
        raise UrbanThinkError(
            "The Copernicus Data Space has Landsat at Level 1 only, without surface temperature.",
            "Choose the source planetary-computer: it needs no account. The collection landsat-c2-l1 is here, but "
            "it is the temperature as seen above the atmosphere.",
        )
    if collection not in PRODUCTS:
        raise UrbanThinkError(
            "The collection {collection} is not known for the Copernicus Data Space.",
            "Choose one of {known}.",
            collection=collection,
            known=", ".join(PRODUCTS),
        )
    return PRODUCTS[collection]


def _scene(item: Mapping[str, Any], product: Product, source: str) -> Scene:
    properties, name = item["properties"], str(item["id"])
    tile, baseline = re.search(r"_T?(\d{2}[A-Z]{3}|\d{6})_", name), re.search(r"_N(\d{2})(\d{2})_", name)
    cloud = properties.get("eo:cloud_cover")
    return Scene(
        scene_id=name.removesuffix(".SAFE"),
        datetime=datetime.fromisoformat(properties["datetime"]).astimezone(UTC),
        cloud_cover=None if cloud is None else float(cloud),
        tile=tile.group(1) if tile else "",
        source=source,
        collection=product.collection,
        footprint=Geometry(item["geometry"], "EPSG:4326"),
        baseline=f"{baseline.group(1)}.{baseline.group(2)}" if baseline else None,
    )


def _read(entry: tuple[Path, Window], window: Window, output: str, indexes: list[int]) -> np.ndarray:
    path, own = entry
    rows, columns = window.within(own)
    with rasterio.open(member(path, output)) as image:
        pixels = image.read(indexes, window=((rows.start, rows.stop), (columns.start, columns.stop)))
    return np.asarray(pixels)


def _warp(pixels: np.ndarray, clear: np.ndarray, source: GeoBox, block: GeoBox, values: np.ndarray) -> np.ndarray:
    """Bring values (bilinear, into `values`) and the clear mask (nearest) onto another grid."""
    grids: dict[str, Any] = {
        "src_transform": source.transform,
        "src_crs": str(source.crs),
        "dst_transform": block.transform,
        "dst_crs": str(block.crs),
        # An exact transformation: an approximate one would depend on where blocks are cut.
        "tolerance": 1e-6,
    }
    nodata = OPTICAL_NODATA if pixels.dtype == np.int16 else np.nan
    reproject(pixels, values, src_nodata=nodata, dst_nodata=nodata, resampling=Resampling.bilinear, **grids)
    warped = np.zeros(block.shape, np.uint8)
    reproject(clear.astype(np.uint8), warped, resampling=Resampling.nearest, **grids)
    return np.asarray(warped > 0)


def _owned(scene: Scene, together: Sequence[Scene], block: GeoBox) -> np.ndarray | None:
    """Which pixels of a block are this scene's among those of its pass; None if all are."""
    if len(together) == 1:
        return None
    assert block.crs is not None
    taken = np.zeros(block.shape, bool)
    for other in together:
        outline = other.footprint.to_crs(block.crs)
        inside = geometry_mask([outline.geom], block.shape, block.transform, all_touched=True, invert=True) & ~taken
        if other.scene_id == scene.scene_id:
            mine = inside
        taken |= inside
    # What no outline holds (they are drawn coarsely) goes to the first.
    return mine | ~taken if scene.scene_id == together[0].scene_id else mine
