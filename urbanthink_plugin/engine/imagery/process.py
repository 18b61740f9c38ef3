"""What is asked of the Process API for each collection: script, request, price, and how an answer is checked.

One request is one pass of a satellite over one window: bands as UINT16, classes and data mask beside them, in one TAR.
Floating point would cost twice the processing units and carry nothing more.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError
from sentinelhub.api.process import SentinelHubRequest
from sentinelhub.config import SHConfig
from sentinelhub.constants import CRS as SentinelHubCRS
from sentinelhub.constants import MimeType, MosaickingOrder, ResamplingType
from sentinelhub.data_collections import DataCollection
from sentinelhub.download.models import DownloadRequest
from sentinelhub.geometry import BBox

from ..about import ROOT
from ..errors import UrbanThinkError
from .cache import series_key
from .faults import Fault
from .masks import qa_pixel_clear, scl_clear, scl_reach, slstr_clear
from .scenes import CENTRED, OPTICAL_NODATA, Scene, by_descent
from .tiles import PixelGrid, Window, request_grid

#: Acquisitions closer to one another than this are one pass (the next orbit comes 100 minutes later).
PASS_GAP = timedelta(minutes=30)
#: The time range of a request ends on multiples of this, so that neighbouring areas ask the same.
TIME_STEP = timedelta(minutes=10)
TIME_MARGIN = timedelta(minutes=1)
#: Kelvin per count in what the scripts of temperatures return.
CENTIKELVIN = 0.01
#: Local hours of the sun between which a pass is by day.
SUNLIT = (6.0, 18.0)


@dataclass(frozen=True)
class Mask:
    """Which pixels are clear, by the flags that come with them, and how far around itself that looks [px]."""

    clear: Callable[[np.ndarray, float], np.ndarray]
    reach: Callable[[float], int] = lambda resolution: 0


def by_sun(scene: Scene, properties: Mapping[str, Any]) -> bool:
    """Whether the sun was up, by the local solar time of the scene's middle."""
    moment = scene.datetime.astimezone(UTC)
    longitude = scene.footprint.centroid.coords[0][0]
    hour = (moment.hour + moment.minute / 60 + longitude / 15) % 24
    return SUNLIT[0] <= hour < SUNLIT[1]


@dataclass(frozen=True)
class Product:
    """How one of our collections is asked for, and what its answers mean.

    Attributes
    ----------
    collection, api_id : str
        Our key and Sentinel Hub's.
    native : float
        Finest pixel worth asking for [m].
    bands : tuple of str
        What may be asked for, in the order of requests.
    flags : str
        Type of the second output: class or flags, data mask.
    mask : Mask
    kelvin : float or None
        Of one count of a temperature, whose values are then checked too; None for reflectance × 10 000.
    by_day : callable
        Whether a scene, with the properties of its catalogue item, was taken by day.
    cloud_is_known : bool
        The catalogue tells the cloud cover of every scene; elsewhere it is judged by pixel.
    processing : mapping
        Options of the service.
    """

    collection: str
    api_id: str
    native: float
    script: str
    bands: tuple[str, ...]
    flags: str
    mask: Mask
    kelvin: float | None = None
    by_day: Callable[[Scene, Mapping[str, Any]], bool] = lambda scene, properties: True
    cloud_is_known: bool = True
    processing: Mapping[str, Any] = field(default_factory=dict)

    @property
    def dtype(self) -> type[np.int16] | type[np.float32]:
        """Of values."""
        return np.int16 if self.kelvin is None else np.float32

    @property
    def missing(self) -> float:
        """The value of a pixel that was not seen."""
        return OPTICAL_NODATA if self.kelvin is None else np.nan

    def pixels(self, grid: GeoBox) -> PixelGrid:
        """The grid on which to ask for what will be delivered on `grid`: that of the sensor."""
        return request_grid(grid, self.native, centred=self.collection in CENTRED)

    def values(self, stored: np.ndarray, seen: np.ndarray) -> np.ndarray:
        """What counts mean: reflectance × 10 000 as int16, or float32 [K]; `missing` where nothing was seen."""
        if self.kelvin is not None:
            return np.where(seen & (stored > 0), stored * np.float32(self.kelvin), np.float32(np.nan))
        values = np.minimum(stored, np.iinfo(np.int16).max).astype(np.int16)
        values[:, ~seen] = OPTICAL_NODATA
        return values

    def ordered(self, bands: Sequence[str]) -> tuple[str, ...]:
        """Bands in the order of requests, so that the cache knows them in any order.

        Raises
        ------
        UrbanThinkError
            If the collection lacks one.
        """
        for band in bands:
            if band not in self.bands:
                raise UrbanThinkError(
                    "{collection} has no band {band}; it has {bands}.",
                    "Choose among these bands.",
                    collection=self.collection,
                    band=band,
                    bands=", ".join(self.bands),
                )
        return tuple(band for band in self.bands if band in bands)

    def evalscript(self, bands: Sequence[str]) -> str:
        """The script for these bands: its own list of bands is replaced."""
        text = (ROOT / "resources" / "evalscripts" / f"{self.script}.js").read_text(encoding="utf-8")
        return re.sub(r"^const BANDS = .*;$", f"const BANDS = {json.dumps(list(bands))};", text, flags=re.MULTILINE)

    def processing_units(self, window: Window, bands: Sequence[str]) -> float:
        """Price of one window [PU]: pixels against 512², bands (with the class band) against three; masks are free.

        Copernicus Data Space documentation, "Processing unit", March 2025.
        """
        area = max(0.01, window.width * window.height / 512**2)
        return max(0.005, area * (len(bands) + 1) / 3)

    def megabytes(self, window: Window, bands: Sequence[str]) -> float:
        """Size of an answer [MB], as if it were not compressed."""
        flags = 2 if self.flags == "uint8" else 4
        return window.width * window.height * (2 * len(bands) + flags) / 1e6


PRODUCTS = {
    product.collection: product
    for product in (
        Product(
            "sentinel-2-l2a",
            "sentinel-2-l2a",
            10.0,
            "sentinel2_l2a",
            ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B11", "B12"),
            "uint8",
            Mask(scl_clear, scl_reach),
            processing={"harmonizeValues": True},
        ),
        Product(
            "sentinel-3-slstr-lst",
            "sentinel-3-slstr-l2",
            1000.0,
            "sentinel3_slstr_l2",
            ("LST",),
            "uint16",
            Mask(lambda flags, resolution: slstr_clear(flags)),
            kelvin=CENTIKELVIN,
            by_day=by_descent,
            cloud_is_known=False,
        ),
        Product(
            "landsat-c2-l1",
            "landsat-ot-l1",
            30.0,
            "landsat_ot_l1",
            ("BT",),
            "uint16",
            Mask(lambda flags, resolution: qa_pixel_clear(flags)),
            kelvin=CENTIKELVIN,
            by_day=by_sun,
        ),
    )
}


@dataclass(frozen=True)
class Pass:
    """Scenes one satellite took in one go: one request serves them all.

    Attributes
    ----------
    begin, end : datetime
        The time range asked for.
    cloud : int or None
        Upper limit of the cloud cover asked for [%], so that a cloudier tile of the same pass, which the search left
        out, stays out.
    """

    begin: datetime
    end: datetime
    cloud: int | None
    scenes: tuple[Scene, ...]


def passes(scenes: Sequence[Scene]) -> list[Pass]:
    """Scenes grouped by pass, in the order of time."""
    groups: list[list[Scene]] = []
    for scene in sorted(scenes, key=lambda scene: (scene.datetime, scene.scene_id)):
        if groups and scene.datetime - groups[-1][-1].datetime < PASS_GAP:
            groups[-1].append(scene)
        else:
            groups.append([scene])
    return [_pass(group) for group in groups]


@functools.cache
def data_collection(api_id: str, base_url: str) -> DataCollection:
    """A collection served by this deployment; the library's own ones insist on other addresses or are missing."""
    # The library keeps one name for one definition for as long as the process lives.
    name = f"URBANTHINK_{hashlib.sha256(f'{api_id} {base_url}'.encode()).hexdigest()[:12].upper()}"
    return DataCollection.define(name, api_id=api_id, catalog_id=api_id, service_url=base_url)


def series_of(product: Product, taken: Pass, bands: Sequence[str], pixels: PixelGrid, config: SHConfig) -> str:
    """The key under which the windows of one pass are kept."""
    request = process_request(product, taken, bands, pixels, Window(0, 0, 1, 1), config)
    payload = copy.deepcopy(dict(request.post_values or {}))
    payload["input"]["bounds"].pop("bbox")
    payload["output"] = {**_without_size(payload["output"]), "resolution": pixels.resolution}
    return series_key(request.url or "", payload)


def process_request(
    product: Product, taken: Pass, bands: Sequence[str], pixels: PixelGrid, window: Window, config: SHConfig
) -> DownloadRequest:
    """The request for one window of one pass."""
    filters: dict[str, Any] = {} if taken.cloud is None else {"dataFilter": {"maxCloudCoverage": taken.cloud}}
    if product.processing:
        filters["processing"] = dict(product.processing)
    request = SentinelHubRequest(
        evalscript=product.evalscript(bands),
        input_data=[
            SentinelHubRequest.input_data(
                data_collection(product.api_id, config.sh_base_url),
                time_interval=(taken.begin, taken.end),
                mosaicking_order=MosaickingOrder.MOST_RECENT,
                # Interpolation would also mix class numbers, and make values the sensor never measured.
                upsampling=ResamplingType.NEAREST,
                downsampling=ResamplingType.NEAREST,
                other_args=filters,
            )
        ],
        responses=[
            SentinelHubRequest.output_response("bands", MimeType.TIFF),
            SentinelHubRequest.output_response("classes", MimeType.TIFF),
        ],
        bbox=BBox(pixels.bounds(window), SentinelHubCRS(str(pixels.crs.epsg))),
        size=(window.width, window.height),
        config=config,
    )
    return request.download_list[0]


def member(path: Path, output: str) -> str:
    """The GDAL name of one of the two images in an answer."""
    return f"/vsitar/{{{path.as_posix()}}}/{output}.tif"


def check_answer(path: Path, product: Product, window: Window, bands: Sequence[str]) -> None:
    """Look whether an answer holds the two images that were asked for, down to their last row.

    Raises
    ------
    Fault
        ``damaged``.
    """
    expected = {"bands": (len(bands), "uint16"), "classes": (2, product.flags)}
    try:
        for output, (count, dtype) in expected.items():
            with rasterio.open(member(path, output)) as image:
                sizes = (image.width, image.height, image.count, image.dtypes[0])
                if sizes != (window.width, window.height, count, dtype):
                    raise Fault("damaged")
                image.read(window=((window.height - 1, window.height), (0, window.width)))
    except (RasterioError, OSError):
        raise Fault("damaged") from None


def _pass(group: Sequence[Scene]) -> Pass:
    step = TIME_STEP.total_seconds()
    first = (group[0].datetime - TIME_MARGIN).timestamp() // step * step
    last = -(-(group[-1].datetime + TIME_MARGIN).timestamp() // step) * step
    covers = [scene.cloud_cover for scene in group if scene.cloud_cover is not None]
    cloud = min(100, int(max(covers)) + 1) if len(covers) == len(group) else None
    return Pass(datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC), cloud, tuple(group))


def _without_size(output: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in output.items() if key not in ("width", "height")}
