"""The scenes the services hand out, and the truth tests compare with.

Sentinel-2 (collection ``sentinel-2-l2a``), tile 32TMT, EPSG:32632, bounds 472480 5246490 483480 5257490
(8.635 47.370 8.782 47.470), B02 B03 B04 B08 at 10 m, B05 B06 B07 B8A B11 B12 SCL at 20 m; cloud of the covers asked:

    id (shortened)          baseline  cloud   pixels
    S2A 2019-05-30 10:30    02.12     16 %    real (no offset); SCL made from the bright pixels
    S2B 2019-06-09 10:30    05.00      6 %    made; an old day reprocessed: raw DN carry the offset of -1000
    S2B 2024-06-04 10:30    05.10      4 %    made; offset -1000, as all that follow
    S2A 2024-06-19 10:30    05.10     12 %    made
    S2B 2024-07-09 10:30    05.10      0 %    made
    S2A 2024-07-24 10:30    05.11     10 %    made
    S2B 2024-08-03 10:30    05.11      6 %    made
    S2A 2024-08-18 10:30    05.11     14 %    made
    S2A 2024-08-28 10:30    05.11    > 60 %   made, nearly overcast

"Made" = real pixels times a brightness within 4 %, real clouds moved elsewhere (see grounds.py). One more is seen in
the Earth-Search-like catalogue only: ``S2B_32TMT_20240713_0_L2A``, DN already harmonised while its item declares the
offset and ``earthsearch:boa_offset_applied: false``.

Landsat (``landsat-c2-l2``), Münster, EPSG:32632, bounds 396705 5747415 415005 5763315 (7.49 51.86 7.77 52.01), 30 m,
ST_B10 real: 2022-04-18, 2023-08-11, 2024-06-26, 2024-08-13, 2024-08-28, 2025-03-09, 2025-06-21 (cloud 0 to 10 %,
25 K colder). Two broken ones: ``LC09_L2SP_196024_20240720_20240721_02_T1`` has no thermal band, of
``LC08_L2SP_196024_20240728_20240805_02_T1`` the thermal asset is gone (404).

Sentinel-3 (``sentinel-3-slstr-l2``), 18 × 15 pixels of 1 km from (397000, 5763000) in EPSG:32632, made from the Landsat
days: 2024-06-26 10:05, 2024-08-13 10:05 (one row of cloud), 2024-08-13 21:10 (night, 14 K cooler), 2024-08-28 10:05.

Landsat Level 1 (``landsat-ot-l1``), digital numbers of B10 and B11: the Landsat days above, brightness 3 and 4 K below
the surface temperature, on 2024-06-26 nine pixels of 360 K; the night of 2024-08-13, 14 K cooler; and real numbers of
Alabama (see level1.py), on a day given to them, 2021-08-18.

Swaths of Sentinel-3 (``sentinel-3-slstr-lst-l2-netcdf``): see swaths.py.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import rasterio
import shapely
from pyproj import Transformer
from rasterio.transform import from_origin

from .grounds import BANDS, TEN_METRES, Munster, Zurich
from .level1 import Alabama, number_of
from .swaths import SwathScene, swaths

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layer:
    """How a band is stored."""

    size: float
    dtype: str
    nodata: float | None
    classes: bool = False


@dataclass
class ServedScene:
    """One acquisition; its files are written when they are first asked for.

    Attributes
    ----------
    offset : int
        To be added to the stored DN of reflectance bands to get reflectance × 10 000.
    apis : tuple of str
        Who serves it: ``sh``, ``pc`` (Planetary-Computer-like), ``es`` (Earth-Search-like).
    dead : tuple of str
        Layers whose link is broken.
    """

    scene_id: str
    collection: str
    datetime: datetime
    platform: str
    cloud_cover: float
    tile: str
    crs: str
    bounds: tuple[float, float, float, float]
    layers: dict[str, Layer]
    make: Callable[[str], np.ndarray]
    folder: Path
    baseline: str = ""
    offset: int = 0
    apis: tuple[str, ...] = ("sh", "pc", "es")
    dead: tuple[str, ...] = ()
    extra: dict = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def footprint(self) -> shapely.Polygon:
        """In EPSG:4326."""
        project = Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True).transform
        return shapely.transform(shapely.box(*self.bounds), lambda xy: np.c_[project(xy[:, 0], xy[:, 1])])

    def path(self, layer: str) -> Path:
        """The cloud-optimised GeoTIFF of a layer."""
        path = self.folder / self.scene_id / f"{layer}.tif"
        with self._lock:
            if not path.is_file():
                self._write(path, layer)
        return path

    def read(self, layer: str) -> np.ndarray:
        """Stored digital numbers, (y, x)."""
        with rasterio.open(self.path(layer)) as opened:
            return opened.read(1)

    def reflectance(self, band: str) -> np.ndarray:
        """Reflectance × 10 000 of a band at its native size, the offset applied; -32768 where there is no data."""
        raw = self.read(band).astype(np.int32)
        return np.where(raw == 0, -32768, raw + self.offset)

    def _write(self, path: Path, name: str) -> None:
        layer, values = self.layers[name], self.make(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tif")
        with rasterio.open(
            temporary, "w", driver="COG", count=1, height=values.shape[0], width=values.shape[1], dtype=layer.dtype,
            crs=self.crs, transform=from_origin(self.bounds[0], self.bounds[3], layer.size, layer.size),
            nodata=layer.nodata, blocksize=256, compress="DEFLATE", level=1, predictor="YES",
            overview_resampling="NEAREST" if layer.classes else "AVERAGE",
        ) as target:  # fmt: skip
            target.write(values.astype(layer.dtype), 1)
        temporary.replace(path)


def data_folder() -> Path | None:
    """Where the real data are, None if they are not on this machine."""
    folder = Path(os.environ.get("URBANTHINK_DATA", REPOSITORY.parent / "shared" / "data"))
    return folder if folder.is_dir() else None


def standard_scenes(folder: Path, data: Path | None = None) -> list[ServedScene | SwathScene]:
    """All scenes of the docstring above; files go to `folder` as they are needed."""
    data = data or data_folder()
    zurich, munster = Zurich(data), Munster(data)
    return [
        *sentinel2(folder, zurich),
        *landsat(folder, munster),
        *slstr(folder, munster),
        *landsat_l1(folder, munster),
        alabama(folder, Alabama(data)),
        *swaths(folder),
    ]


SENTINEL2_LAYERS = {
    **{name: Layer(10 if name in TEN_METRES else 20, "uint16", 0) for name in BANDS},
    "SCL": Layer(20, "uint8", 0, classes=True),
}
#: date, platform, baseline, day of the made clouds (0 = the real day), cloud cover, brightness
SENTINEL2_DAYS = (
    ("2019-05-30", "S2A", "02.12", 0, 0.16, 1.0),
    ("2019-06-09", "S2B", "05.00", 1, 0.06, 0.99),
    ("2024-06-04", "S2B", "05.10", 2, 0.04, 0.97),
    ("2024-06-19", "S2A", "05.10", 3, 0.12, 1.01),
    ("2024-07-09", "S2B", "05.10", 4, 0.0, 1.00),
    ("2024-07-24", "S2A", "05.11", 5, 0.10, 1.03),
    ("2024-08-03", "S2B", "05.11", 6, 0.06, 1.02),
    ("2024-08-18", "S2A", "05.11", 7, 0.14, 0.96),
    ("2024-08-28", "S2A", "05.11", 8, 0.90, 1.04),
)


def sentinel2(folder: Path, ground: Zurich) -> list[ServedScene]:
    """The Sentinel-2 scenes."""
    scenes = [_sentinel2(folder, ground, *day) for day in SENTINEL2_DAYS]
    harmonised = _sentinel2(folder, ground, "2024-07-13", "S2B", "05.10", 9, 0.05, 1.0, stored_offset=0)
    harmonised.scene_id, harmonised.apis = "S2B_32TMT_20240713_0_L2A", ("es",)
    return [*scenes, harmonised]


def _sentinel2(folder, ground, date, platform, baseline, day, cover, brightness, stored_offset=None):
    stamp, number = date.replace("-", ""), baseline.replace(".", "")
    offset = (-1000 if float(baseline) >= 4 else 0) if stored_offset is None else stored_offset

    def make(name: str) -> np.ndarray:
        if name == "SCL":
            return ground.scl(day, cover)
        values = ground.band(name, day, cover, brightness)
        return np.where(values == -32768, 0, np.maximum(values - offset, 1))

    return ServedScene(
        scene_id=f"{platform}_MSIL2A_{stamp}T103031_N{number}_R108_T32TMT_{stamp}T140000",
        collection="sentinel-2-l2a",
        datetime=datetime.fromisoformat(f"{date}T10:30:31").replace(tzinfo=UTC),
        platform=f"sentinel-2{platform[-1].lower()}",
        cloud_cover=ground.cover(day, cover),
        tile="32TMT",
        crs=ground.crs,
        bounds=ground.bounds,
        layers=SENTINEL2_LAYERS,
        make=make,
        folder=folder,
        baseline=baseline,
        offset=offset,
    )


LANDSAT_LAYERS = {
    "ST_B10": Layer(30, "uint16", 0),
    "QA_PIXEL": Layer(30, "uint16", 1, classes=True),
    **{
        name: Layer(30, "int16", -9999)
        for name in ("ST_QA", "ST_EMIS", "ST_EMSD", "ST_ATRAN", "ST_TRAD", "ST_URAD", "ST_DRAD", "ST_CDIST")
    },
}
#: product, number of the made clouds, cloud cover
LANDSAT_DAYS = (
    ("LC08_L2SP_196024_20220418_20220427_02_T1", 1, 0.06),
    ("LC08_L2SP_196024_20230811_20230818_02_T1", 2, 0.10),
    ("LC08_L2SP_196024_20240626_20240709_02_T1", 3, 0.02),
    ("LC08_L2SP_196024_20240813_20240822_02_T1", 4, 0.0),
    ("LC09_L2SP_197024_20240828_20240829_02_T1", 5, 0.04),
    ("LC08_L2SP_196024_20250309_20250324_02_T1", 6, 0.08),
    ("LC09_L2SP_196024_20250621_20250622_02_T1", 7, 0.03),
)
NO_THERMAL = "LC09_L2SP_196024_20240720_20240721_02_T1"
DEAD_THERMAL = "LC08_L2SP_196024_20240728_20240805_02_T1"


def landsat(folder: Path, ground: Munster) -> list[ServedScene]:
    """The Landsat Level-2 scenes, the two broken ones last."""
    scenes = [_landsat(folder, ground, *day) for day in LANDSAT_DAYS]
    blind = _landsat(folder, ground, NO_THERMAL, 8, 0.05)
    blind.layers = {"QA_PIXEL": LANDSAT_LAYERS["QA_PIXEL"]}
    blind.extra = {"instruments": ["oli"]}
    gone = _landsat(folder, ground, DEAD_THERMAL, 9, 0.05)
    gone.dead = ("ST_B10",)
    return [*scenes, blind, gone]


def _landsat(folder, ground, product, day, cover):
    date = product.split("_")[3]
    return ServedScene(
        scene_id=product,
        collection="landsat-c2-l2",
        datetime=datetime.strptime(f"{date}T102137+0000", "%Y%m%dT%H%M%S%z"),
        platform=f"landsat-{product[3]}",
        cloud_cover=round(100 * cover, 1),
        tile=product.split("_")[2],
        crs=ground.crs,
        bounds=ground.bounds,
        layers=LANDSAT_LAYERS,
        make=lambda name: ground.layer(name, product, day, cover),
        folder=folder,
        apis=("pc",),
    )


SLSTR_LAYERS = {
    "LST": Layer(1000, "uint16", 0),
    "LST_uncertainty": Layer(1000, "uint16", 0),
    "CLOUD": Layer(1000, "uint16", None, classes=True),
    "CONFIDENCE": Layer(1000, "uint16", None, classes=True),
    "BAYES": Layer(1000, "uint8", None, classes=True),
}
#: day, time, Landsat product below, how much cooler [K], cloudy row or None
SLSTR_DAYS = (
    ("2024-06-26", "10:05:12", "LC08_L2SP_196024_20240626_20240709_02_T1", 1.0, None),
    ("2024-08-13", "10:05:12", "LC08_L2SP_196024_20240813_20240822_02_T1", 1.0, 4),
    ("2024-08-13", "21:10:40", "LC08_L2SP_196024_20240813_20240822_02_T1", 14.0, None),
    ("2024-08-28", "10:05:12", "LC09_L2SP_197024_20240828_20240829_02_T1", 1.0, None),
)
SUMMARY_CLOUD = 1 << 14


def slstr(folder: Path, ground: Munster) -> list[ServedScene]:
    """The Sentinel-3 scenes."""
    return [_slstr(folder, ground, number, *day) for number, day in enumerate(SLSTR_DAYS)]


def _slstr(folder, ground, number, date, time, product, cooler, cloudy):
    def make(name: str) -> np.ndarray:
        values = ground.kilometre(product, number, cooler)
        cloud = np.zeros(values.shape, bool)
        if cloudy is not None:
            cloud[cloudy] = True
        if name == "LST":
            return np.where(cloud & (values > 0), values - 2000, values)
        if name == "LST_uncertainty":
            return np.where(values > 0, np.where(cloud, 350, 90), 0)
        return cloud * {"CLOUD": 1, "CONFIDENCE": SUMMARY_CLOUD, "BAYES": 2}[name]

    stamp = f"{date.replace('-', '')}T{time.replace(':', '')}"
    return ServedScene(
        scene_id=f"S3A_SL_2_LST____{stamp}_{stamp}_PS1_O_NT_004.SEN3",
        collection="sentinel-3-slstr-l2",
        datetime=datetime.fromisoformat(f"{date}T{time}").replace(tzinfo=UTC),
        platform="sentinel-3a",
        cloud_cover=0.0 if cloudy is None else 7.0,
        tile="",
        crs=ground.crs,
        bounds=(397000.0, 5748000.0, 415000.0, 5763000.0),
        layers=SLSTR_LAYERS,
        make=make,
        folder=folder,
        apis=("sh",),
        extra={"sat:orbit_state": "descending" if time < "15" else "ascending"},
    )


LANDSAT_L1_LAYERS = {
    **{name: Layer(30, "uint16", 0) for name in ("B10", "B11")},
    "BQA": Layer(30, "uint16", 1, classes=True),
}
FLARE = "LC08_L2SP_196024_20240626_20240709_02_T1"


def landsat_l1(folder: Path, ground: Munster) -> list[ServedScene]:
    """Level 1 as on the Copernicus Data Space, the one taken by night last."""
    scenes = [_landsat_l1(folder, ground, *day) for day in LANDSAT_DAYS]
    night = _landsat_l1(folder, ground, "LC08_L2SP_196024_20240813_20240822_02_T1", 4, 0.0, cooler=14.0)
    night.scene_id = "LC08_L1GT_063216_20240813_20240822_02_T2"
    night.datetime = night.datetime.replace(hour=21, minute=12)
    return [*scenes, night]


def _landsat_l1(folder, ground, product, day, cover, cooler=0.0):
    def make(name: str) -> np.ndarray:
        if name == "BQA":
            return ground.layer("QA_PIXEL", product, day, cover)
        kelvin = ground.layer("ST_B10", product, day, cover) * 0.00341802 + 149.0
        kelvin = np.where(kelvin > 149.0, kelvin - (3 if name == "B10" else 4) - cooler, np.nan)
        if product == FLARE:
            kelvin[200:203, 300:303] = 360.0
        return number_of(kelvin, name)

    scene = _landsat(folder, ground, product, day, cover)
    scene.scene_id, scene.collection = product.replace("L2SP", "L1TP"), "landsat-ot-l1"
    scene.apis, scene.layers, scene.make = ("sh",), LANDSAT_L1_LAYERS, make
    return scene


def alabama(folder: Path, ground: Alabama) -> ServedScene:
    """The real Level-1 scene."""
    return ServedScene(
        scene_id="LC08_L1TP_020039_20210818_20210827_02_T1",
        collection="landsat-ot-l1",
        datetime=datetime(2021, 8, 18, 16, 25, 40, tzinfo=UTC),
        platform="landsat-8",
        cloud_cover=ground.cover(),
        tile="020039",
        crs=ground.crs,
        bounds=ground.bounds,
        layers=LANDSAT_L1_LAYERS,
        make=ground.layer,
        folder=folder,
        apis=("sh",),
    )
