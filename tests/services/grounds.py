"""The ground the served scenes look down on: real pixels of Zurich and Münster, and what is made of them.

Without the real data, smooth synthetic towns of the same size, place and types stand in.
"""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.warp import Resampling, reproject
from scipy import ndimage

BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
TEN_METRES = ("B02", "B03", "B04", "B08")
#: From a cloud to its shadow, rows and columns of 20 m (the sun stands in the south-east).
SHADOW = (-50, -35)
ST_SCALE, ST_OFFSET = 0.00341802, 149.0


class Zurich:
    """Sentinel-2 of 2019-05-30 north-east of Zurich (EPSG:32632), 1100 × 1100 pixels of 10 m.

    Real: every reflectance of the day "real"; elsewhere each pixel is a real one times the day's brightness, or a real
    cloud pixel pasted at another place. Made: SCL (from the real bright and dark pixels), where the clouds of the other
    days are, what lies below the real clouds (the scene turned by 180°), shadows of made
    clouds (× 0.45), short-wave infrared of water (0.04 darker: some of it below zero).
    """

    crs, bounds, size = "EPSG:32632", (472480.0, 5246490.0, 483480.0, 5257490.0), 1100

    def __init__(self, data: Path | None):
        source = data / "s2_zurich_ne" / "S2A_MSIL2A_20190530_T32TMT_10bands_10m.tif" if data else None
        if source and source.is_file():
            with rasterio.open(source) as opened:
                self.real = opened.read(window=((0, self.size), (0, self.size)))
        else:
            self.real = synthetic_reflectance(self.size)
        bright = self.real[0, ::2, ::2] > 2000
        labels, count = ndimage.label(bright)
        areas = np.bincount(labels.ravel(), minlength=count + 1)
        #: Bright spots too small for a cloud are roofs: they stay where they are, every day.
        self._clouds = [label for label in range(1, count + 1) if areas[label] >= 25]
        self._labels, self._areas = labels, areas
        self.cloud = np.isin(labels, self._clouds)
        self._ground: np.ndarray | None = None
        self._lock = threading.Lock()

    def ground(self) -> np.ndarray:
        """Reflectance × 10 000 without clouds, (band, y, x) at 10 m."""
        with self._lock:
            if self._ground is None:
                covered = double(ndimage.binary_dilation(self.cloud, iterations=3))
                turned = covered[::-1, ::-1]
                ground = np.where(covered & ~turned, self.real[:, ::-1, ::-1], self.real)
                meadow = np.median(self.real[:, ~covered], axis=1).astype(np.uint16)
                self._ground = np.where(covered & turned, meadow[:, None, None], ground)
            return self._ground

    def clouds(self, day: int, cover: float) -> tuple[np.ndarray, tuple[int, int]]:
        """Cloud mask at 20 m of a made day and by how much the real clouds were moved for it."""
        chance = np.random.default_rng(day)
        shift = tuple(int(value) for value in chance.integers(100, 450, 2))
        if cover >= 0.5:
            return np.roll(ndimage.binary_dilation(self.cloud, iterations=26), shift, (0, 1)), shift
        chosen, area = [], 0
        for label in chance.permutation(self._clouds):
            if area + self._areas[label] <= cover * self.cloud.size:
                chosen.append(label)
                area += self._areas[label]
        return np.roll(np.isin(self._labels, chosen), shift, (0, 1)), shift

    def band(self, name: str, day: int, cover: float, brightness: float) -> np.ndarray:
        """Reflectance × 10 000 at the band's native size, -32768 = no data; day 0 is the real one."""
        index, step = BANDS.index(name), 1 if name in TEN_METRES else 2
        if day == 0:
            real = self.real[index, ::step, ::step].astype(np.int32)
            return np.where(real == 0, -32768, real)
        mask, shift = self.clouds(day, cover)
        shadow = np.roll(mask, SHADOW, (0, 1)) & ~mask
        moved = np.roll(self.real[index], (2 * shift[0], 2 * shift[1]), (0, 1))
        mask, shadow = double(mask), double(shadow)
        values = self.ground()[index] * brightness
        values = np.where(shadow, values * 0.45, values)
        if name in ("B11", "B12"):
            # Over-corrected haze over water, as happens: a few reflectances below zero.
            green, near, short = (self.ground()[BANDS.index(one)] for one in ("B03", "B08", "B11"))
            values = np.where((green > near) & (short < 600), values - 400, values)
        # A cloud wider than the real ones is filled with the brightness of their middles.
        cloudy = np.where(moved > 2000, moved, 6000 if index < 8 else 3500)
        values = np.where(mask, cloudy, values)
        return np.clip(np.rint(values[::step, ::step]), -900, 20000).astype(np.int32)

    def scl(self, day: int, cover: float) -> np.ndarray:
        """Scene classification at 20 m; bright roofs come out as cloud (8), every day, as in reality."""
        pixels = (self.real if day == 0 else self.ground())[:, ::2, ::2].astype(np.float32)
        blue, green, red, near, short = (pixels[BANDS.index(name)] for name in ("B02", "B03", "B04", "B08", "B11"))
        greenness = (near - red) / np.maximum(near + red, 1)
        classes = np.where(greenness > 0.35, 4, 5).astype(np.uint8)
        classes[(near < 900) & (short < 700)] = 2
        classes[(green > near) & (short < 600)] = 6
        classes[blue > 2000] = 8
        mask = self.cloud if day == 0 else self.clouds(day, cover)[0]
        shadow = np.roll(mask, SHADOW, (0, 1)) & ~mask
        classes[shadow if day else shadow & (near < 2200)] = 3
        classes[mask] = 9 if day else 8
        if day == 0:
            classes[mask & (blue > 2500)] = 9
            classes[pixels[0] == 0] = 0
        return classes

    def cover(self, day: int, cover: float) -> float:
        """Cloudy share [%]."""
        return round(100 * float((self.cloud if day == 0 else self.clouds(day, cover)[0]).mean()), 2)


class Munster:
    """Landsat 8/9 surface temperature of Münster (EPSG:32632), 610 × 530 pixels of 30 m, seven days.

    Real: ST_B10 digital numbers outside the clouds. Made: clouds (discs 25 K colder, their shadows left warm),
    QA_PIXEL, ST_QA, emissivity (0.97 with a hole), the radiance bands (Planck through a fixed atmosphere), 1 km pixels.
    """

    crs, bounds, shape = "EPSG:32632", (396705.0, 5747415.0, 415005.0, 5763315.0), (530, 610)

    def __init__(self, data: Path | None):
        self.data = data / "landsat_lst_munster" if data and (data / "landsat_lst_munster").is_dir() else None

    def clouds(self, day: int, cover: float) -> np.ndarray:
        """Discs of cloud, about `cover` of the scene."""
        chance = np.random.default_rng(1000 + day)
        y, x = np.mgrid[: self.shape[0], : self.shape[1]]
        mask = np.zeros(self.shape, bool)
        while mask.mean() < cover:
            row, column, radius = chance.integers(0, self.shape[0]), chance.integers(0, self.shape[1]), 40
            mask |= np.hypot(y - row, x - column) < radius
        return mask

    def temperature(self, product: str, day: int, cover: float) -> np.ndarray:
        """ST_B10 digital numbers, 0 = no data."""
        path = self.data / f"{product}_ST_B10.TIF" if self.data else None
        if path and path.is_file():
            with rasterio.open(path) as opened:
                values = opened.read(1)
        else:
            values = synthetic_temperature(self.shape, day)
        return np.where(self.clouds(day, cover) & (values > 0), values - round(25 / ST_SCALE), values).astype(np.uint16)

    def qa_pixel(self, product: str, day: int, cover: float) -> np.ndarray:
        """QA_PIXEL: 1 fill, 21824 clear land, 21952 clear water (none here), 22280 cloud, 23888 shadow, bit 1 edges."""
        cloud = self.clouds(day, cover)
        edge = ndimage.binary_dilation(cloud, iterations=3) & ~cloud
        shadow = np.roll(cloud, (-20, -14), (0, 1)) & ~cloud & ~edge
        bits = np.full(self.shape, 21824, np.uint16)
        bits[shadow], bits[edge], bits[cloud] = 23888, 21826, 22280
        bits[self.temperature(product, day, cover) == 0] = 1
        return bits

    def st_qa(self, product: str, day: int, cover: float) -> np.ndarray:
        """ST_QA [0.01 K]: 1.5 to 2.5 K where clear, 6.5 K within 900 m of a cloud, -9999 outside."""
        cloud = self.clouds(day, cover)
        near = ndimage.binary_dilation(cloud, iterations=6)
        texture = 150 + (np.add.outer(np.arange(self.shape[0]), np.arange(self.shape[1])) % 100)
        values = np.where(near, 650, texture)
        return np.where(self.temperature(product, day, cover) == 0, -9999, values).astype(np.int16)

    def layer(self, name: str, product: str, day: int, cover: float) -> np.ndarray:
        """One band as stored in Collection 2 Level 2."""
        if name in ("ST_B10", "QA_PIXEL", "ST_QA"):
            make = {"ST_B10": self.temperature, "QA_PIXEL": self.qa_pixel, "ST_QA": self.st_qa}[name]
            return make(product, day, cover)
        kelvin = self.temperature(product, day, cover) * ST_SCALE + ST_OFFSET
        outside = kelvin <= ST_OFFSET
        radiance = 774.8853 / np.expm1(1321.0789 / kelvin)
        emissivity, transmission, up, down = 0.97, 0.80, 1.6, 2.6
        values = {
            "ST_EMIS": np.full(self.shape, emissivity / 1e-4),
            "ST_EMSD": np.full(self.shape, 0.005 / 1e-4),
            "ST_ATRAN": np.full(self.shape, transmission / 1e-4),
            "ST_URAD": np.full(self.shape, up / 1e-3),
            "ST_DRAD": np.full(self.shape, down / 1e-3),
            "ST_TRAD": (transmission * (emissivity * radiance + (1 - emissivity) * down) + up) / 1e-3,
            "ST_CDIST": ndimage.distance_transform_edt(~self.clouds(day, cover)) * 30 / 10,
        }[name]
        if name in ("ST_EMIS", "ST_EMSD"):
            # A hole of the emissivity database, constant in time.
            outside = outside.copy()
            outside[300:310, 200:220] = True
        return np.where(outside, -9999, np.clip(np.rint(values), -9998, 32767)).astype(np.int16)

    def kilometre(self, product: str, day: int, cooler: float) -> np.ndarray:
        """Temperature [0.01 K] on 1 km pixels from (397000, 5763000), 15 × 18, mean of the real 30 m ones."""
        values = self.temperature(product, day, 0.0).astype(np.float32) * np.float32(ST_SCALE) + np.float32(ST_OFFSET)
        values[values <= 150] = np.nan
        mean = np.full((15, 18), np.nan, np.float32)
        reproject(
            values, mean, src_transform=from_origin(396705, 5763315, 30, 30), src_crs=self.crs, src_nodata=np.nan,
            dst_transform=from_origin(397000, 5763000, 1000, 1000), dst_crs=self.crs, dst_nodata=np.nan,
            resampling=Resampling.average,
        )  # fmt: skip
        return np.nan_to_num(np.rint((mean - cooler) * 100)).astype(np.uint16)


def double(mask: np.ndarray) -> np.ndarray:
    """A 20 m mask on 10 m pixels."""
    return mask.repeat(2, 0).repeat(2, 1)


def synthetic_reflectance(size: int) -> np.ndarray:
    """Fields, a town with bright roofs, a lake and clouds: reflectance × 10 000, (band, y, x)."""
    chance = np.random.default_rng(7)
    coarse = size // 10
    texture = ndimage.zoom(ndimage.gaussian_filter(chance.random((coarse, coarse)), 2), 10, order=1)[:size, :size]
    rank = (texture - texture.min()) / np.ptp(texture)
    green = np.array([400, 700, 450, 1100, 2700, 3300, 3500, 3500, 1700, 900], np.float32)
    stone = np.array([900, 1100, 1250, 1500, 1800, 1950, 2050, 2150, 2400, 2200], np.float32)
    pixels = green[:, None, None] + (stone - green)[:, None, None] * rank
    pixels += chance.normal(0, 40, pixels.shape)
    y, x = np.mgrid[:size, :size]
    pixels[:, np.hypot(y - 1100, x - 190) < 40] = np.array([300, 350, 250, 220, 200, 190, 180, 170, 100, 80])[:, None]
    for row, column in chance.integers(50, size - 50, (120, 2)):
        pixels[:, row : row + 6, column : column + 6] = 3200
    for row, column, radius in np.c_[chance.integers(0, size, (100, 2)), chance.integers(12, 40, 100)]:
        pixels[:, np.hypot(y - row, x - column) < radius] = 7000
    return np.clip(pixels, 1, 18000).astype(np.uint16)


def synthetic_temperature(shape: tuple[int, int], day: int) -> np.ndarray:
    """A warm town in cool fields, ST_B10 digital numbers."""
    chance = np.random.default_rng(2000 + day)
    y, x = np.mgrid[: shape[0], : shape[1]]
    town = np.exp(-(((y - shape[0] / 2) / 120) ** 2) - ((x - shape[1] / 2) / 120) ** 2)
    kelvin = 300 + day + 6 * town + ndimage.gaussian_filter(chance.normal(0, 6, shape), 3)
    return np.rint((kelvin - ST_OFFSET) / ST_SCALE).astype(np.uint16)
