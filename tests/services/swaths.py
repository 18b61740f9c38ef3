"""Sentinel-3 SLSTR temperatures as ESA delivers them: swaths in netCDF-4 files, of a field that is known everywhere.

Products SL_2_LST over Münster (``sentinel-3-slstr-lst-l2-netcdf``, Planetary-Computer-like only): 160 × 180
measurements 1 km apart, in rows across a descending pass, bent a little, as `place` says; the temperature at each is
`temperature` of its longitude and latitude. Files, variables and attributes are named and packed as in the public
example item and file listing of github.com/stactools-packages/sentinel3.

    2023-07-03 10:05   clear, but for a disc of cloud, 20 K colder
    2023-07-04 10:20   clear; its item does not tell the cloud cover
    2023-07-04 21:10   by night (ascending)
    2023-07-06 10:10   the link to its places is broken
    2023-07-07 10:30   a stripe whose footprint reaches over Münster, while its data begin 150 km further east
    2023-07-08 10:00   overcast by its item (85 %), clear over Münster
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import h5py
import numpy as np
import shapely
from pyproj import Transformer

COLLECTION = "sentinel-3-slstr-lst-l2-netcdf"
CRS = "EPSG:32632"
CENTRE = (406000.0, 5755000.0)
SHAPE = (160, 180)
#: A descending pass flies that way, clockwise from north [°].
HEADING = 193.0
FILES = {"LST_in": "lst-in", "flags_in": "slstr-flags-in", "geodetic_in": "slstr-geodetic-in"}
MEANINGS = (
    "coastline ocean tidal land inland_water unfilled spare spare cosmetic duplicate day twilight sun_glint snow "
    "summary_cloud summary_pointing"
)
LAND, UNFILLED, DAY, SUMMARY_CLOUD = 1 << 3, 1 << 5, 1 << 10, 1 << 14
#: The first columns of the swath were not measured.
UNFILLED_COLUMNS = 6
LST_SCALE, LST_OFFSET, LST_FILL = 0.002, 290.0, -32768
PLACE_SCALE, PLACE_FILL = 1e-6, -2147483648
#: Middle [longitude, latitude] and radius [°] of the disc of cloud.
CLOUD = (7.55, 51.98, 0.08)


def temperature(longitude: np.ndarray, latitude: np.ndarray, day: int = 0) -> np.ndarray:
    """The field that is measured [K]; no two places near one another are alike."""
    waves = 8 * np.sin(2 * np.pi * (longitude - 7) / 0.35) + 6 * np.cos(2 * np.pi * (latitude - 51) / 0.27)
    return 300 + 0.5 * day + waves


def place(shape: tuple[int, int] = SHAPE, centre: tuple[float, float] = CENTRE, heading: float = HEADING):
    """Longitudes and latitudes of the measurements of a frame."""
    row, column = (np.arange(size) - (size - 1) / 2 for size in shape)
    across, along = np.meshgrid(column * 1000.0, row * 1000.0)
    # The ground below a pass is no rectangle.
    along = along + 2e-7 * across**2
    turn = np.radians(heading)
    x = centre[0] + along * np.sin(turn) - across * np.cos(turn)
    y = centre[1] + along * np.cos(turn) + across * np.sin(turn)
    longitude, latitude = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(x, y)
    return np.round(longitude, 6), np.round(latitude, 6)


def nearest(longitude: np.ndarray, latitude: np.ndarray, x: np.ndarray, y: np.ndarray, crs: str = CRS):
    """The nearest measurement to each place, as an index into the flattened arrays, and how far it is [m]."""
    own_x, own_y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(longitude.ravel(), latitude.ravel())
    index, metres = np.empty(x.shape, np.int64), np.empty(x.shape)
    # Each compared with each: slow, and easy to see that it is right.
    for number, (one_x, one_y) in enumerate(zip(x.ravel(), y.ravel(), strict=True)):
        away = np.hypot(own_x - one_x, own_y - one_y)
        index.flat[number] = np.argmin(away)
        metres.flat[number] = away.min()
    return index, metres


@dataclass
class SwathScene:
    """One product; its files are written when they are first asked for.

    Attributes
    ----------
    day : int
        Of the field.
    dead : tuple of str
        Files whose link is broken.
    chunk_rows : int
        Rows that are compressed together.
    packed : bool
        Places are whole numbers of 1e-6°, else double precision.
    """

    folder: Path
    datetime: datetime
    day: int = 0
    cloud_cover: float | None = 3.0
    cloudy: bool = False
    orbit_state: str = "descending"
    centre: tuple[float, float] = CENTRE
    claimed: tuple[float, float, float, float] | None = None
    dead: tuple[str, ...] = ()
    shape: tuple[int, int] = SHAPE
    chunk_rows: int = 16
    packed: bool = True
    collection: str = COLLECTION
    platform: str = "Sentinel-3A"
    tile: str = ""
    apis: tuple[str, ...] = ("pc",)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def scene_id(self) -> str:
        begin, end = (self.datetime + timedelta(minutes=m) for m in (0, 3))
        stamps = "_".join(moment.strftime("%Y%m%dT%H%M%S") for moment in (begin, end, end))
        return f"S3A_SL_2_LST____{stamps}_0179_071_330_2160_PS1_O_NT_004"

    @property
    def layers(self) -> dict[str, str]:
        """Files, by the names of their assets."""
        return FILES

    @property
    def footprint(self) -> shapely.Polygon:
        """In EPSG:4326, as the catalogue claims it."""
        if self.claimed:
            return shapely.box(*self.claimed)
        longitude, latitude = place(self.shape, self.centre)
        corners = ((0, 0), (0, -1), (-1, -1), (-1, 0))
        return shapely.Polygon([(longitude[corner], latitude[corner]) for corner in corners])

    @property
    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """Longitudes and latitudes of the measurements."""
        return place(self.shape, self.centre)

    @property
    def kelvin(self) -> np.ndarray:
        """What was measured, clouds included; NaN where nothing was."""
        longitude, latitude = self.places
        kelvin = temperature(longitude, latitude, self.day) - 20 * self.cloud
        kelvin[:, :UNFILLED_COLUMNS] = np.nan
        return kelvin

    @property
    def cloud(self) -> np.ndarray:
        longitude, latitude = self.places
        middle_x, middle_y, radius = CLOUD
        return self.cloudy & (np.hypot(longitude - middle_x, latitude - middle_y) < radius)

    def product(self) -> Path:
        """The SEN3 folder with all its files."""
        for name in FILES:
            self.path(name)
        return self.folder / f"{self.scene_id}.SEN3"

    def path(self, name: str) -> Path:
        """One of the files."""
        path = self.folder / f"{self.scene_id}.SEN3" / f"{name}.nc"
        with self._lock:
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                temporary = path.with_suffix(".part")
                with h5py.File(temporary, "w") as target:
                    self._write(target, name)
                temporary.replace(path)
        return path

    def _write(self, target: h5py.File, name: str) -> None:
        target.attrs["product_name"] = np.bytes_(f"{self.scene_id}.SEN3")
        target.attrs["start_time"] = np.bytes_(self.datetime.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        for axis, size in zip(("rows", "columns"), self.shape, strict=True):
            target.create_dataset(axis, data=np.zeros(size, np.float32))
            target[axis].make_scale("This is a netCDF dimension but not a netCDF variable.")
        if name == "LST_in":
            stored = np.rint((self.kelvin - LST_OFFSET) / LST_SCALE)
            stored = np.where(np.isfinite(stored), stored, LST_FILL).astype(np.int16)
            packing = {"scale_factor": LST_SCALE, "add_offset": LST_OFFSET, "_FillValue": np.int16(LST_FILL)}
            self._variable(target, "LST", stored, **packing, units=np.bytes_("K"))
            self._variable(target, "LST_uncertainty", np.full(self.shape, 500, np.int16), scale_factor=0.002)
            self._variable(target, "exception", np.zeros(self.shape, np.uint8))
        elif name == "flags_in":
            bits = np.full(self.shape, LAND | DAY, np.uint16) | (self.cloud * SUMMARY_CLOUD).astype(np.uint16)
            bits[:, :UNFILLED_COLUMNS] = UNFILLED
            masks = (1 << np.arange(16)).astype(np.uint16)
            self._variable(target, "bayes_in", np.zeros(self.shape, np.uint8))
            self._variable(target, "confidence_in", bits, flag_masks=masks, flag_meanings=np.bytes_(MEANINGS))
        else:
            longitude, latitude = self.places
            self._variable(target, "elevation_in", np.full(self.shape, 60, np.int16))
            for variable, degrees in (("latitude_in", latitude), ("longitude_in", longitude)):
                whole = np.rint(degrees / PLACE_SCALE).astype(np.int32)
                packing = {"scale_factor": PLACE_SCALE, "add_offset": 0.0, "_FillValue": np.int32(PLACE_FILL)}
                self._variable(target, variable, whole if self.packed else degrees, **(packing if self.packed else {}))

    def _variable(self, target: h5py.File, name: str, values: np.ndarray, **attributes) -> None:
        chunks = (min(self.chunk_rows, self.shape[0]), self.shape[1])
        variable = target.create_dataset(name, data=values, chunks=chunks, compression="gzip", shuffle=True)
        for axis, dimension in enumerate(("rows", "columns")):
            variable.dims[axis].attach_scale(target[dimension])
        for key, value in attributes.items():
            # Numbers are arrays of one in netCDF-4.
            variable.attrs[key] = value if isinstance(value, bytes) else np.atleast_1d(value)


def swaths(folder: Path) -> list[SwathScene]:
    """The products of the docstring above."""

    def scene(stamp: str, **options) -> SwathScene:
        return SwathScene(folder, datetime.fromisoformat(stamp).replace(tzinfo=UTC), **options)

    return [
        scene("2023-07-03T10:05:12", cloudy=True),
        scene("2023-07-04T10:20:00", day=1, cloud_cover=None),
        scene("2023-07-04T21:10:40", day=2, orbit_state="ascending"),
        scene("2023-07-06T10:10:00", day=3, dead=("geodetic_in",)),
        scene("2023-07-07T10:30:00", day=4, centre=(656000.0, 5755000.0), claimed=(6.0, 50.5, 13.0, 53.0)),
        scene("2023-07-08T10:00:00", day=5, cloud_cover=85.0),
    ]
