"""What is asked for, checked before any service is: the area, the period, the bands; and the scenes that answer it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

from odc.geo.geobox import GeoBox

from ..about import table
from ..dates import parse_period
from ..errors import UrbanThinkError
from ..raster import require_metric
from ..run import Run
from .scenes import (
    CENTRED,
    COLLECTIONS,
    SENTINEL2_BANDS,
    Query,
    Scene,
    SceneUnavailable,
    Source,
    area_geometry,
    output_grid,
)

SOURCES = ("cdse", "planetary-computer", "earth-search", "custom")
SENTINEL2, LANDSAT, SENTINEL3, LANDSAT_L1 = COLLECTIONS
#: Bands of 60 m are on offer, but not by default.
KNOWN_BANDS = ("B01", *SENTINEL2_BANDS[:8], "B09", *SENTINEL2_BANDS[8:])
NATIVE_METRES = {SENTINEL2: 10.0, LANDSAT: 30.0, SENTINEL3: 1000.0, LANDSAT_L1: 30.0}
#: The largest result: four full tiles of Sentinel-2 at 10 m [px].
MOST_PIXELS = 4 * 10980**2
#: Bands a stack may have; more dates are better fetched year by year.
MOST_BANDS = 1000
PROBES = 4


def make_source(run: Run, source: str, catalog_url: str | None, collection: str) -> Source:
    """The source of imagery behind a key.

    Parameters
    ----------
    run : Run
        Its secrets, or the environment, hold the credentials.
    source : {"cdse", "planetary-computer", "earth-search", "custom"}
    catalog_url : str or None
        Address of a STAC catalogue, for ``custom``.
    collection : str

    Raises
    ------
    UrbanThinkError
        If there is no such source, it lacks an address or credentials, or it does not serve the collection.
    """
    if source == "cdse":
        from .sentinelhub_source import SentinelHubSource

        row = table("catalogues")["cdse"]
        return SentinelHubSource(
            run,
            os.environ.get("URBANTHINK_SH_BASE_URL") or row["base_url"],
            os.environ.get("URBANTHINK_SH_TOKEN_URL") or row["token_url"],
            run.secrets.get("SH_CLIENT_ID") or os.environ.get("SH_CLIENT_ID", ""),
            run.secrets.get("SH_CLIENT_SECRET") or os.environ.get("SH_CLIENT_SECRET", ""),
        )
    if source in SOURCES and collection == LANDSAT_L1:
        raise UrbanThinkError(
            "{collection} is read from the source cdse only.",
            "Planetary Computer has the surface temperature itself: choose landsat-c2-l2.",
            collection=collection,
        )
    if source in SOURCES:
        from .stac_source import StacSource

        return StacSource(source, catalog_url or None, collection, run)
    raise UrbanThinkError(
        "There is no source called {source}.", "Use one of {known}.", source=source, known=", ".join(SOURCES)
    )


def make_query(
    area: Mapping[str, Any], start: Any, end: Any, collection: str, max_cloud: float | None, today: date | None = None
) -> Query:
    """A checked question to a catalogue.

    Raises
    ------
    UrbanThinkError
        If the area is empty, a date is missing or lies in the future, the period is reversed, or the cloud cover is no
        percentage.
    """
    if collection not in COLLECTIONS:
        raise UrbanThinkError(
            "There is no collection called {collection}.",
            "Use one of {known}.",
            collection=collection,
            known=", ".join(COLLECTIONS),
        )
    first, last = parse_period(start, end)
    if first is None or last is None:
        raise UrbanThinkError("START and END are both needed.", "Write them as 2024-06-01.")
    today = today or date.today()
    if first > today:
        raise UrbanThinkError(
            "The period starts on {start}, which lies in the future.",
            "Choose a period that has begun; today is {today}.",
            start=first.isoformat(),
            today=today.isoformat(),
        )
    cloud = 30.0 if max_cloud is None else float(max_cloud)
    if not 0 <= cloud <= 100:
        raise UrbanThinkError("MAX_CLOUD is {value}.", "Give a percentage from 0 to 100.", value=f"{cloud:g}")
    return Query(area_geometry(area), first, last, collection, cloud)


def make_grid(query: Query, resolution: float | None = None, crs: str | None = None) -> GeoBox:
    """The grid of the result.

    Raises
    ------
    UrbanThinkError
        If its unit is not the metre, or it has too many pixels.
    """
    size = float(resolution or NATIVE_METRES[query.collection])
    if not 1 <= size <= 10000:
        raise UrbanThinkError(
            "A pixel of {size} m makes no sense here.", "Give a RESOLUTION from 1 to 10 000 m.", size=f"{size:g}"
        )
    grid = output_grid(query.area, size, crs, centred=query.collection in CENTRED)
    require_metric(grid, "CRS")
    height, width = grid.shape
    if height * width > MOST_PIXELS:
        raise UrbanThinkError(
            "The area is too large: {width} × {height} km at {size} m are {count} million pixels; {most} are allowed.",
            "Choose a smaller area or a larger pixel.",
            width=f"{width * size / 1000:.0f}",
            height=f"{height * size / 1000:.0f}",
            size=f"{size:g}",
            count=f"{height * width / 1e6:.0f}",
            most=f"{MOST_PIXELS / 1e6:.0f}",
        )
    return grid


def known_bands(bands: str | Sequence[str] | None) -> tuple[str, ...]:
    """The wanted bands of Sentinel-2, once each, by wavelength; the ten of 10 and 20 m by default.

    Raises
    ------
    UrbanThinkError
        For a band Sentinel-2 Level-2A does not have.
    """
    asked = bands.split(",") if isinstance(bands, str) else list(bands or ())
    names = {_band_name(name) for name in asked if name.strip()}
    unknown = sorted(names - set(KNOWN_BANDS))
    if unknown:
        raise UrbanThinkError(
            "Sentinel-2 Level-2A has no band {name}.",
            "Choose among {known}.",
            name=", ".join(unknown),
            known=", ".join(KNOWN_BANDS),
        )
    return tuple(name for name in KNOWN_BANDS if name in names) or SENTINEL2_BANDS


def find_scenes(run: Run, source: Source, query: Query) -> list[Scene]:
    """The scenes that answer a query, by date.

    Raises
    ------
    UrbanThinkError
        If there are none; it says whether there would be cloudier ones.
    """
    run.progress(0.0, "Asking the catalogue")
    scenes = source.search(query)
    if not scenes:
        raise nothing_found(source, query)
    return sorted(scenes, key=lambda scene: (scene.datetime, scene.scene_id))


def nothing_found(source: Source, query: Query) -> UrbanThinkError:
    """The sentence for a query without an answer, with what a higher cloud limit would find."""
    values = {"collection": query.collection, "start": query.start.isoformat(), "end": query.end.isoformat()}
    cloudier = source.search(replace(query, max_cloud=100.0)) if query.max_cloud < 100 else []
    covers = [scene.cloud_cover for scene in cloudier if scene.cloud_cover is not None]
    if covers:
        return UrbanThinkError(
            "No scene of {collection} from {start} to {end} has at most {limit} % cloud; {count} have more, the "
            "clearest {least} %.",
            "Raise MAX_CLOUD: clouds are masked pixel by pixel, and the area itself may be clear; or widen the period.",
            limit=f"{query.max_cloud:g}",
            count=len(cloudier),
            least=f"{min(covers):.0f}",
            **values,
        )
    return UrbanThinkError(
        "There is no scene of {collection} over the area from {start} to {end}.",
        "Widen the period, and check where the area lies.",
        **values,
    )


def readable_scenes(
    run: Run, source: Source, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]
) -> list[Scene]:
    """The scenes whose first band can be read at all; the others are left out with a warning.

    Raises
    ------
    UrbanThinkError
        The last scene's own, if none is left.
    """

    def probe(scene: Scene) -> SceneUnavailable | None:
        run.check()
        try:
            source.read(scene, _spot(scene, grid), bands[:1])
        except SceneUnavailable as error:
            return error
        return None

    with ThreadPoolExecutor(PROBES, "probe") as pool:
        errors = list(pool.map(probe, scenes))
    for scene, error in zip(scenes, errors, strict=True):
        if error is not None:
            warn_unavailable(run, scene.scene_id, error)
    kept = [scene for scene, error in zip(scenes, errors, strict=True) if error is None]
    if not kept:
        raise next(error for error in reversed(errors) if error is not None)
    return kept


def warn_unavailable(run: Run, scene_id: str, error: UrbanThinkError) -> None:
    """Say that a scene is left out, and why."""
    run.log("warning", "{scene} is left out: {reason}", scene=scene_id, reason=error)


def _band_name(text: str) -> str:
    """``b2`` and ``B02`` are one band."""
    name = text.strip().upper()
    return f"B0{name[1]}" if len(name) == 2 and name[0] == "B" and name[1].isdigit() else name


def _spot(scene: Scene, grid: GeoBox) -> GeoBox:
    """A pixel of the grid that the scene sees."""
    assert grid.crs is not None
    shared = scene.footprint.to_crs(grid.crs).geom.buffer(0).intersection(grid.extent.geom)
    height, width = grid.shape
    column, row = width // 2, height // 2
    if not shared.is_empty:
        point = shared.representative_point()
        column, row = (int(value) for value in ~grid.transform * (point.x, point.y))
    column, row = min(max(column, 0), width - 1), min(max(row, 0), height - 1)
    return grid[row : row + 1, column : column + 1]
