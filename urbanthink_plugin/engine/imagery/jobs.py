"""Jobs of the imagery theme: find scenes, fetch reflectance or surface temperature, import a product from disk."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from odc.geo.geobox import GeoBox

from ..errors import UrbanThinkError
from ..raster import FLOAT32, INT16_E4, Encoding, Output, describe, write_rasters
from ..run import Run
from .composite import COUNT, METHODS, Composite, Day, by_day
from .cost import require_affordable, tell_cost, tell_spent, thrift
from .pixels import BRIGHTNESS, LST, THERMAL
from .request import (
    LANDSAT_L1,
    MOST_BANDS,
    SENTINEL2,
    find_scenes,
    known_bands,
    make_grid,
    make_query,
    make_source,
    nothing_found,
    readable_scenes,
    warn_unavailable,
)
from .scenes import SENTINEL2_BANDS, Scene, Source, area_geometry

if TYPE_CHECKING:
    import geopandas as gpd

    from .local_source import LocalProduct

#: Clear observations: a whole number for every pixel, 0 included.
COUNTS = Encoding("uint16", nodata=65535)
#: What a thermal band holds, as the tag QUANTITY of every file with temperatures tells it.
QUANTITIES = {LST: "surface_temperature", BRIGHTNESS: "brightness_temperature"}
#: Bounds this close to a pixel's edge lie on it [px].
NEARLY = 1e-6
#: Which kind of product each SENSOR of the algorithm means to the reader of local files.
SENSOR_KINDS = {"landsat_c2_l2_st": "temperature", "landsat_c2_l1": "landsat"}
CREDITS = {
    "sentinel": "contains modified Copernicus Sentinel data {years}",
    "landsat": "Landsat data courtesy of the U.S. Geological Survey",
}


def search_scenes(
    run: Run,
    *,
    area: Mapping[str, Any],
    collection: str,
    start: str,
    end: str,
    source: str,
    output: str,
    max_cloud: float | None = 30.0,
    catalog_url: str | None = None,
) -> dict[str, Any]:
    """List the scenes of an area and a period as footprints, and what fetching them would take.

    Parameters
    ----------
    run : Run
    area : mapping
        ``{"bounds": [xmin, ymin, xmax, ymax], "crs": …}``.
    collection : {"sentinel-2-l2a", "landsat-c2-l2", "sentinel-3-slstr-lst", "landsat-c2-l1"}
    start, end : str
        ISO dates, both included.
    source : {"cdse", "planetary-computer", "earth-search", "custom"}
    output : path
        Vector layer.
    max_cloud : float
        Of the whole scene [%].
    catalog_url : str, optional
        Address of a STAC catalogue, for ``custom``.

    Returns
    -------
    dict
        ``OUTPUT``, ``COUNT``, ``MEGABYTES`` and ``PROCESSING_UNITS`` (with the default bands and pixel).
    """
    query = make_query(area, start, end, collection, max_cloud)
    catalogue = make_source(run, source, catalog_url, collection)
    run.progress(0.1, "Asking the catalogue")
    scenes = sorted(catalogue.search(query), key=lambda scene: (scene.datetime, scene.scene_id))
    megabytes = units = 0.0
    if scenes:
        run.progress(0.7, "Estimating what the scenes take")
        bands = SENTINEL2_BANDS if collection == SENTINEL2 else (_thermal_band(collection),)
        cost = catalogue.estimate(scenes, make_grid(query), bands)
        tell_cost(run, cost)
        megabytes, units = round(cost.megabytes, 1), round(cost.processing_units, 2)
    else:
        error = nothing_found(catalogue, query)
        run.log("warning", error.message_template, **error.values)
        run.log("info", error.hint_template, **error.values)
    # Not at the top: fetching needs no vector layers, whose libraries take a tenth of a second to load.
    from ..vector import write_vector

    write_vector(_footprints(scenes), output, run)
    return {"OUTPUT": str(output), "COUNT": len(scenes), "MEGABYTES": megabytes, "PROCESSING_UNITS": units}


def fetch_sentinel2(
    run: Run,
    *,
    area: Mapping[str, Any],
    start: str,
    end: str,
    source: str,
    output: str,
    output_count: str | None = None,
    max_cloud: float | None = 30.0,
    catalog_url: str | None = None,
    bands: str | Sequence[str] | None = None,
    composite: str = "median",
    resolution: float | None = 10.0,
    crs: str | None = None,
    max_megabytes: float | None = None,
) -> dict[str, Any]:
    """Fetch Sentinel-2 surface reflectance without clouds: one image, one per month, or every date.

    Parameters
    ----------
    run, area, start, end, source, max_cloud, catalog_url
        As in `search_scenes`.
    output, output_count : path
        Reflectance, and how many dates are clear.
    bands : sequence of str, optional
        The ten bands of 10 and 20 m by default.
    composite : {"median", "least_cloudy", "monthly", "none"}
    resolution : float
        [m]
    crs : str, optional
        A projected one; by default the UTM zone of the area's centre.
    max_megabytes : float, optional
        Refuse a request that would download more [MB].

    Returns
    -------
    dict
        ``OUTPUT`` and ``OUTPUT_COUNT``.
    """
    wanted = known_bands(bands)
    method = composite or "median"
    if method not in METHODS:
        raise UrbanThinkError("COMPOSITE is '{method}'.", "Use {known}.", method=method, known=", ".join(METHODS))
    query = make_query(area, start, end, SENTINEL2, max_cloud)
    grid = make_grid(query, resolution, crs)
    catalogue = make_source(run, source, catalog_url, SENTINEL2)
    scenes = find_scenes(run.part(0.0, 0.03), catalogue, query)
    fetch = Fetch(run, catalogue, grid, wanted, output, output_count, max_megabytes)
    return fetch.run_all(scenes, method)


def fetch_surface_temperature(
    run: Run,
    *,
    area: Mapping[str, Any],
    start: str,
    end: str,
    source: str,
    output: str,
    output_count: str | None = None,
    collection: str = "landsat-c2-l2",
    max_cloud: float | None = 30.0,
    catalog_url: str | None = None,
    max_megabytes: float | None = None,
) -> dict[str, Any]:
    """Fetch surface temperature, one band per date, clouds left out.

    Parameters
    ----------
    run, area, start, end, source, max_cloud, catalog_url
        As in `search_scenes`.
    collection : {"landsat-c2-l2", "sentinel-3-slstr-lst", "landsat-c2-l1"}
        30 m; 1 km; 30 m, as seen above the atmosphere.
    output, output_count : path
        Temperatures [K], and how many dates are clear.
    max_megabytes : float, optional
        Refuse a request that would download more [MB].

    Returns
    -------
    dict
        ``OUTPUT`` and ``OUTPUT_COUNT``.
    """
    if collection == SENTINEL2:
        raise UrbanThinkError("Sentinel-2 has no thermal band.", "Choose landsat-c2-l2 or sentinel-3-slstr-lst.")
    query = make_query(area, start, end, collection, max_cloud)
    grid = make_grid(query)
    catalogue = make_source(run, source, catalog_url, collection)
    scenes = find_scenes(run.part(0.0, 0.03), catalogue, query)
    band = _thermal_band(collection)
    _tell_quantity(run, QUANTITIES[band])
    return Fetch(run, catalogue, grid, (band,), output, output_count, max_megabytes).run_all(scenes, "none")


def import_scene(
    run: Run,
    *,
    input: str,
    output: str,
    sensor: str | None = "auto",
    bands: str | Sequence[str] | None = None,
    area: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Import a product from disk: reflectance, or surface temperature, scaled and without clouds.

    Parameters
    ----------
    run : Run
    input : path
        SAFE or SEN3 folder or zip, Landsat folder or tar, GeoTIFF.
    output : path
    sensor : str
        ``auto``, or what the product is where it does not tell.
    bands : sequence of str, optional
        Names of the bands of a GeoTIFF; of other products, those that are wanted.
    area : mapping, optional
        Only this part.

    Returns
    -------
    dict
        ``OUTPUT``.
    """
    from .geotiff import UNKNOWN_DAY
    from .local_source import open_product

    run.progress(0.0, "Reading the product")
    names = [name.strip() for name in (bands.split(",") if isinstance(bands, str) else bands or ()) if name.strip()]
    kind = SENSOR_KINDS.get(sensor or "auto", sensor or "auto")
    product = open_product(str(input), kind, names or None, run)
    wants_thermal = kind == "temperature" or (bool(names) and set(names) <= set(THERMAL))
    thermal = bool(product.thermal_bands) and (not product.optical_bands or wants_thermal)
    if product.kind == "both" and not thermal:
        run.log(
            "info", "The product holds a temperature too: import it with BANDS {band}.", band=product.thermal_bands[0]
        )
    available = product.thermal_bands[:1] if thermal else product.optical_bands
    wanted = tuple(name for name in available if not names or name in names) or available
    grid = _cropped(product.native_grid(bands=wanted, area=area_geometry(area) if area else None), area)
    days = by_day(product.scenes)
    scenes = [scene for day in days for scene in day.scenes]
    dated = thermal and days[0].label != UNKNOWN_DAY.isoformat()
    image = Composite(product, days, grid, wanted, "none" if dated or len(days) > 1 else "median", run, dated=dated)
    _require_few_bands(image)
    tags = _imported_temperature(product, wanted[0]) if thermal else {}
    _tell_quantity(run, tags.get("QUANTITY", ""))
    write_rasters(
        image.raster(),
        [_image_output(output, image, scenes, "import", tags)],
        run.part(0.05, 1.0),
        provenance_inputs=[str(input)],
        text="Reading the product",
        at_once=1,
    )
    product.finish()
    _tell_days(run, image)
    return {"OUTPUT": str(output)}


class Fetch:
    """From scenes to files: cost, download, composite, and the account of what it took."""

    def __init__(
        self,
        run: Run,
        source: Source,
        grid: GeoBox,
        bands: Sequence[str],
        output: str,
        output_count: str | None,
        max_megabytes: float | None,
    ) -> None:
        self.run, self.source, self.grid, self.bands = run, source, grid, tuple(bands)
        self.output, self.output_count, self.max_megabytes = output, output_count, max_megabytes
        self.started = time.monotonic()

    def run_all(self, scenes: Sequence[Scene], method: str) -> dict[str, Any]:
        """Download, compose and write."""
        run = self.run
        run.progress(0.03, "Estimating what the scenes take")
        cost = self.source.estimate(scenes, self.grid, self.bands)
        tell_cost(run, cost)
        require_affordable(cost, self.max_megabytes)
        self.source.prepare(scenes, self.grid, self.bands, run.part(0.05, 0.4))
        scenes = readable_scenes(run, self.source, scenes, self.grid, self.bands)
        days = by_day(scenes)
        run.log(
            "info",
            "{scenes} scenes of {days} dates: {list}.",
            scenes=len(scenes),
            days=len(days),
            list=", ".join(day.label for day in days),
        )
        thermal = set(self.bands) <= set(THERMAL)
        image = Composite(
            self.source, days, self.grid, self.bands, method, run, dated=thermal, after_block=self._take_account
        )
        _require_few_bands(image)
        ranks = method == "least_cloudy" and len(days) > 1
        if ranks:
            image.rank_days(run.part(0.4, 0.5))
        outputs = self._outputs(image, scenes, method)
        rest = run.part(0.5 if ranks else 0.4, 1.0)
        write_rasters(image.raster(), outputs, rest, text="Composing the scenes", at_once=1)
        finish: Callable[[], None] | None = getattr(self.source, "finish", None)
        if finish is not None:
            finish()
        _tell_days(run, image)
        tell_spent(run, self.source.spent())
        count = {"OUTPUT_COUNT": str(self.output_count)} if self.output_count else {}
        return {"OUTPUT": str(self.output), **count}

    def _outputs(self, image: Composite, scenes: Sequence[Scene], method: str) -> list[Output]:
        band = self.bands[0]
        tags = _temperature_tags(QUANTITIES[band], "L1" if band == BRIGHTNESS else "L2") if band in THERMAL else {}
        outputs = [_image_output(self.output, image, scenes, method, tags)]
        if self.output_count:
            counted = {**_tags(image.days, scenes, method), "DATES_COUNTED": len(image.days)}
            outputs.append(Output(self.output_count, (COUNT,), COUNTS, "1", counted))
        return outputs

    def _take_account(self) -> None:
        """Keep the provenance's account up to date: outputs are written as soon as the last block is there."""
        self.run.extra["thrift"] = thrift(self.source.spent(), time.monotonic() - self.started)


def _image_output(path: str, image: Composite, scenes: Sequence[Scene], method: str, tags: Mapping[str, str]) -> Output:
    thermal = image.dtype.kind == "f"
    encoding, units = (FLOAT32, "K") if thermal else (INT16_E4, "1")
    return Output(path, tuple(image.names[:-1]), encoding, units, {**_tags(image.days, scenes, method), **tags})


def _thermal_band(collection: str) -> str:
    return BRIGHTNESS if collection == LANDSAT_L1 else LST


def _temperature_tags(quantity: str, level: str) -> dict[str, str]:
    """What kind of temperature a file holds, so that none is corrected twice or taken for that of the ground."""
    return {"QUANTITY": quantity, **({"LEVEL": level} if level else {})}


def _imported_temperature(product: LocalProduct, band: str) -> dict[str, str]:
    """The same of a product on disk; what its files say themselves, where they do, comes first."""
    layers = [scene.private["layers"][band] for scene in product.scenes]
    # A variable of a netCDF-4 file is no raster with a place of its own, and its product tells.
    told = [describe(layer.path).tags for layer in layers if not layer.variable]
    quantities = {tags.get("QUANTITY", "") for tags in told}
    if band == BRIGHTNESS or QUANTITIES[BRIGHTNESS] in quantities:
        return _temperature_tags(QUANTITIES[BRIGHTNESS], "L1")
    levels = {tags.get("LEVEL", "") for tags in told}
    return _temperature_tags(QUANTITIES[LST], product.level or (levels.pop() if len(levels) == 1 else ""))


def _tell_quantity(run: Run, quantity: str) -> None:
    if quantity != QUANTITIES[BRIGHTNESS]:
        return
    run.log(
        "warning",
        "These are brightness temperatures, as seen above the atmosphere, not surface temperatures: neither the air "
        "nor the emissivity of the ground is corrected, and they are typically several kelvin too low.",
    )
    run.log(
        "warning",
        "Use differences within one date only, and with care. Surface temperatures of Landsat need no account: choose "
        "landsat-c2-l2 from planetary-computer.",
    )


def _tags(days: Sequence[Day], scenes: Sequence[Scene], method: str) -> dict[str, str]:
    tags = {
        "SOURCE": scenes[0].source,
        "COLLECTION": scenes[0].collection,
        "SCENES": ",".join(scene.scene_id for scene in scenes),
        "COMPOSITE": method,
    }
    # A file on disk may not tell its date: it is then given the first day of computers.
    known = [day.label for day in days if day.label > "1971"]
    if known:
        tags["DATES"] = ",".join(known)
    if len(known) == 1:
        tags["ACQUISITION_DATE"] = known[0]
    credit = CREDITS.get(scenes[0].collection.partition("-")[0])
    if credit and known:
        tags["CREDIT"] = credit.format(years=", ".join(sorted({label[:4] for label in known})))
    return tags


def _tell_days(run: Run, image: Composite) -> None:
    """Say which dates gave nothing, and fail when none gave anything."""
    for scene_id, error in sorted(image.unavailable.items()):
        warn_unavailable(run, scene_id, error)
    empty = [day.label for day, clear in zip(image.days, image.clear_pixels, strict=True) if not clear]
    if len(empty) == len(image.days):
        raise UrbanThinkError(
            "None of the {count} dates shows a clear pixel of the area.",
            "Widen the period, or raise MAX_CLOUD.",
            count=len(image.days),
        )
    if empty:
        run.log("warning", "These dates show no clear pixel of the area: {dates}.", dates=", ".join(empty))


def _require_few_bands(image: Composite) -> None:
    if len(image.names) > MOST_BANDS:
        raise UrbanThinkError(
            "The stack would have {count} bands; {most} are allowed.",
            "Choose fewer bands, a shorter period, or the composite monthly.",
            count=len(image.names) - 1,
            most=MOST_BANDS,
        )


def _cropped(grid: GeoBox, area: Mapping[str, Any] | None) -> GeoBox:
    """The part of a grid that an area covers, on the grid's own pixels."""
    if not area:
        return grid
    assert grid.crs is not None
    box = area_geometry(area).to_crs(grid.crs).boundingbox
    left, top = ~grid.transform * (box.left, box.top)
    right, bottom = ~grid.transform * (box.right, box.bottom)
    rows = slice(max(0, math.floor(top + NEARLY)), min(grid.shape[0], math.ceil(bottom - NEARLY)))
    columns = slice(max(0, math.floor(left + NEARLY)), min(grid.shape[1], math.ceil(right - NEARLY)))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        raise UrbanThinkError("The product does not cover the area.", "Choose another area, or leave AREA empty.")
    return grid[rows, columns]


def _footprints(scenes: Sequence[Scene]) -> gpd.GeoDataFrame:
    import geopandas as gpd

    columns: dict[str, list[Any]] = {
        "scene_id": [scene.scene_id for scene in scenes],
        "datetime": [scene.datetime.strftime("%Y-%m-%dT%H:%M:%SZ") for scene in scenes],
        "cloud_cover": [scene.cloud_cover for scene in scenes],
        "tile": [scene.tile for scene in scenes],
        "source": [scene.source for scene in scenes],
    }
    frame = gpd.GeoDataFrame(columns, geometry=[scene.footprint.geom for scene in scenes], crs="EPSG:4326")
    return frame.astype({"scene_id": str, "datetime": str, "cloud_cover": float, "tile": str, "source": str})
