"""What every source of imagery speaks of: scenes, questions, readings, costs and the grid they end on."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from odc.geo import AnchorEnum
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from odc.geo.geom import Geometry, box

from ..errors import UrbanThinkError
from ..run import Run

#: The ten 10 and 20 m bands of Sentinel-2, the default of `fetch_sentinel2`.
SENTINEL2_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
OPTICAL_SCALE = 1e-4
OPTICAL_NODATA = -32768
COLLECTIONS = ("sentinel-2-l2a", "landsat-c2-l2", "sentinel-3-slstr-lst", "landsat-c2-l1")
#: Collections whose pixels have their centres, not their edges, on multiples of the resolution.
CENTRED = ("landsat-c2-l2", "landsat-c2-l1")


@dataclass(frozen=True)
class Scene:
    """One acquisition, as a catalogue or a product's own metadata describe it.

    Attributes
    ----------
    scene_id : str
    datetime : datetime
        Acquisition, UTC.
    cloud_cover : float or None
        Of the whole scene [%].
    tile : str
        MGRS tile, WRS path/row, or empty.
    footprint : Geometry
        In EPSG:4326.
    baseline : str or None
        Sentinel-2 processing baseline, ``05.10``.
    private : mapping
        What only its source understands (a STAC item, file paths).
    """

    scene_id: str
    datetime: dt.datetime
    cloud_cover: float | None
    tile: str
    source: str
    collection: str
    footprint: Geometry
    baseline: str | None = None
    private: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Query:
    """A question to a catalogue; `start` and `end` are both included, `max_cloud` is in percent."""

    area: Geometry
    start: dt.date
    end: dt.date
    collection: str
    max_cloud: float = 30.0


@dataclass(frozen=True)
class Reading:
    """Pixels of one scene on a grid.

    Attributes
    ----------
    values : ndarray
        (band, y, x). Optical: int16, reflectance × 10 000, `OPTICAL_NODATA` outside the scene (radiometric offset
        already applied). Thermal: float32 [K], NaN outside.
    clear : ndarray of bool
        (y, x): seen and not cloud, shadow, snow or doubtful.
    """

    values: np.ndarray
    clear: np.ndarray


@dataclass(frozen=True)
class Cost:
    """What a request will take, before it is made.

    Attributes
    ----------
    scenes, requests : int
    megabytes : float
        To be downloaded [MB], what the cache already holds not counted.
    processing_units : float
        Sentinel Hub's currency; 0 elsewhere.
    """

    scenes: int
    requests: int
    megabytes: float
    processing_units: float = 0.0


class SceneUnavailable(UrbanThinkError):
    """One scene cannot be read (its file is gone, it has no such band): the others may do without it."""


def damaged(scene_id: str) -> SceneUnavailable:
    """The sentence for a scene one of whose files is damaged."""
    return SceneUnavailable(
        "A file of {scene} is damaged.",
        "The other dates can do without it; another source may have it whole.",
        scene=scene_id,
    )


class Source(Protocol):
    """A catalogue that can be searched and read. Thread-safe: `read` is called for several blocks at once."""

    key: str

    def search(self, query: Query) -> list[Scene]:
        """Scenes that answer a query, by date."""

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        """What reading these scenes will take; nothing is downloaded."""

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str], run: Run) -> None:
        """Download what must be complete before it can be read (nothing, for sources read by window)."""

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool = True) -> Reading:
        """Pixels of a scene on a part of the grid.

        Without `mask` the caller knows already what is clear: `Reading.clear` may then be wherever there are values.
        """

    def spent(self) -> Mapping[str, float]:
        """``bytes``, ``requests``, ``processing_units`` and ``cached_bytes`` so far."""


def by_descent(scene: Scene, properties: Mapping[str, Any]) -> bool:
    """Whether a pass of Sentinel-3 is by day: those that descend."""
    return str(properties.get("sat:orbit_state", "")).lower() != "ascending"


def passes_by_day(found: Iterable[tuple[Scene, bool]], run: Run) -> list[Scene]:
    """The scenes that were taken by day; says how many others are left out.

    Parameters
    ----------
    found : iterable of (Scene, bool)
        With whether it was by day.
    run : Run
    """
    scenes = list(found)
    nights = sum(not by_day for _, by_day in scenes)
    if nights:
        run.log("info", "Passes by night are left out ({count}): the heat island is that of the day.", count=nights)
    return [scene for scene, by_day in scenes if by_day]


def area_geometry(area: Mapping[str, Any]) -> Geometry:
    """An extent parameter ``{"bounds": [xmin, ymin, xmax, ymax], "crs": …}`` as a polygon.

    Raises
    ------
    UrbanThinkError
        If it is empty or has no reference system.
    """
    xmin, ymin, xmax, ymax = (float(value) for value in area["bounds"])
    if not area.get("crs"):
        raise UrbanThinkError("The area has no coordinate reference system.", "Draw it on the map, or add [EPSG:…].")
    if not (xmin < xmax and ymin < ymax) or not all(math.isfinite(value) for value in (xmin, ymin, xmax, ymax)):
        raise UrbanThinkError("The area is empty.", "Give xmin,xmax,ymin,ymax with xmin < xmax and ymin < ymax.")
    return box(xmin, ymin, xmax, ymax, CRS(area["crs"]))


def output_grid(area: Geometry, resolution: float, crs: str | None = None, centred: bool = False) -> GeoBox:
    """The grid an area is delivered on: pixels on multiples of the resolution, in UTM unless another CRS is asked.

    Parameters
    ----------
    area : Geometry
    resolution : float
        [m], or units of the CRS.
    crs : str, optional
        By default the UTM zone of the area's centre; an area over two zones ends in one.
    centred : bool
        The centres of the pixels, not their edges, lie on multiples of the resolution: Landsat's own grid, on which
        nothing has to be resampled.
    """
    target = CRS(crs) if crs else utm_of(area)
    anchor = AnchorEnum.CENTER if centred else AnchorEnum.EDGE
    return GeoBox.from_geopolygon(area.to_crs(target), resolution=resolution, crs=target, tight=False, anchor=anchor)


def utm_of(area: Geometry) -> CRS:
    """The UTM zone of the centre of an area."""
    longitude, latitude = area.to_crs("EPSG:4326").centroid.coords[0]
    zone = min(int((longitude + 180) // 6) + 1, 60)
    return CRS(f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}")
