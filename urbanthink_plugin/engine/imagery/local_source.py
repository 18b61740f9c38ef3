"""Products on disk: SAFE and SEN3 folders or zips, Landsat folders or tars, GeoTIFFs; read as a catalogue's scenes."""

from __future__ import annotations

import functools
import math
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox
from odc.geo.geom import Geometry
from rasterio.errors import RasterioIOError

from ..about import table
from ..errors import UrbanThinkError
from ..raster.info import unreadable
from ..run import Run
from .containers import Container, open_container
from .geotiff import BAND_FILE, band_file_scenes, known_sensor, raster_scenes
from .landsat import is_landsat, landsat_scenes
from .pixels import (
    FLAGS,
    MASKS,
    SWATH,
    THERMAL,
    Layer,
    file_grid,
    read_layer,
    read_optical,
    read_thermal,
    same_lattice,
    sample_files,
)
from .radiometry import Rejected, require_plausible
from .resample import Stored
from .safe import is_safe, safe_scenes
from .scenes import Cost, Reading, Scene, output_grid
from .sen3 import is_sen3, read_file, sen3_scenes
from .swath import Places, locate, read_swath

#: GDAL would leave a file beside each compressed tar.
GDAL_OPTIONS = {"CPL_VSIL_GZIP_WRITE_PROPERTIES": "NO"}


class LocalProduct:
    """A product on disk, opened by `open_product`. Thread-safe, with the reading half of the `Source` protocol.

    Attributes
    ----------
    scenes : list of Scene
        By date.
    level : {"L1", "L2", ""}
        ``L2`` is surface reflectance and land surface temperature, never to be corrected again; ``L1`` is what the
        satellite saw above the atmosphere; empty when nothing tells.
    optical_bands, thermal_bands : tuple of str
        In every scene; the thermal band is ``LST``, at Level 1 ``BT`` (brightness temperature).
    """

    key = "local"

    def __init__(self, path: str, scenes: Sequence[Scene], level: str, run: Run) -> None:
        self.path, self.level = path, level
        self.scenes = list(scenes)
        common = [name for name in _layers(scenes[0]) if all(name in _layers(scene) for scene in scenes)]
        self.optical_bands = tuple(name for name in common if name not in (*THERMAL, *MASKS, *SWATH))
        self.thermal_bands = tuple(name for name in common if name in THERMAL)
        self.has_mask = any(name in common for name in ("SCL", "QA_PIXEL", FLAGS))
        self._is_swath = all(name in common for name in SWATH)
        self._places = Places()
        self._run, self._lock = run, threading.Lock()
        self._rejected: dict[str, Rejected] = {}

    @property
    def kind(self) -> str:
        """``optical``, ``thermal`` or ``both``."""
        if self.optical_bands and self.thermal_bands:
            return "both"
        return "thermal" if self.thermal_bands else "optical"

    @property
    def bands(self) -> tuple[str, ...]:
        """Every band that can be read, optical first."""
        return self.optical_bands + self.thermal_bands

    def native_grid(
        self, resolution: float | None = None, bands: Sequence[str] | None = None, area: Geometry | None = None
    ) -> GeoBox:
        """The grid of the finest band, over all scenes that share its reference system; of a swath, that of a fetch.

        Parameters
        ----------
        resolution : float, optional
            Another pixel size, from the same corner.
        bands : sequence of str, optional
            Only these; by default the optical ones, else the thermal one.
        area : Geometry, optional
            Where the pixels are wanted: it decides on the reference system of a swath.
        """
        if self._is_swath:
            return self._swath_grid(float(resolution or table("sensors")["slstr_lst"]["pixel_m"]), area)
        wanted = list(bands or self.optical_bands or self.thermal_bands)
        grids = [min((self._grid(scene, name) for name in wanted), key=_size) for scene in self.scenes]
        first = min(grids, key=_size)
        boxes = [grid.extent.boundingbox for grid in grids if grid.crs == first.crs]
        size, corner = _size(first), first.extent.boundingbox
        # Whole pixels of the first grid, so that what lies on it is copied and not resampled.
        left = corner.left - size * math.ceil((corner.left - min(box.left for box in boxes)) / size - 1e-6)
        top = corner.top + size * math.ceil((max(box.top for box in boxes) - corner.top) / size - 1e-6)
        step = float(resolution or size)
        width = math.ceil((max(box.right for box in boxes) - left) / step - 1e-6)
        height = math.ceil((top - min(box.bottom for box in boxes)) / step - 1e-6)
        return GeoBox((height, width), Affine(step, 0, left, 0, -step, top), first.crs)

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool = True) -> Reading:
        """Pixels of a scene on a block: reflectance bands, or the one temperature.

        Raises
        ------
        UrbanThinkError
            If a band is not there, or its pixels cannot be read.
        """
        layers = _layers(scene)
        missing = [name for name in bands if name not in layers]
        if missing:
            raise UrbanThinkError(
                "{scene} has no band {missing}; it has {names}.",
                "Choose among its bands.",
                scene=scene.scene_id,
                missing=", ".join(missing),
                names=", ".join(self.bands),
            )
        if not (len(bands) == 1 and bands[0] in THERMAL):
            return read_optical(_read, layers, block, bands, mask=mask)
        if self._is_swath:
            swath = self._places.find(scene, block, lambda: locate(read_file, layers, block))
            reading, rejected = read_swath(read_file, scene, swath, block)
        else:
            reading, rejected = read_thermal(_read, layers, block, bands[0])
        with self._lock:
            self._rejected.setdefault(scene.scene_id, Rejected()).add(rejected)
        return reading

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str], run: Run) -> None:
        """Nothing: the files are here."""

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        """Reading from disk costs no request."""
        return Cost(len(scenes), 0, 0.0)

    def spent(self) -> Mapping[str, float]:
        """Nothing was downloaded."""
        return {"bytes": 0.0, "requests": 0.0, "processing_units": 0.0, "cached_bytes": 0.0}

    def finish(self) -> None:
        """Tell, once everything has been read, which temperatures were left out."""
        tell_rejected(self._run, self._rejected)

    def _swath_grid(self, resolution: float, area: Geometry | None) -> GeoBox:
        seen = functools.reduce(Geometry.union, (scene.footprint for scene in self.scenes))
        if area is not None:
            wanted = area.to_crs("EPSG:4326")
            if seen.contains(wanted):
                # As it was given, so that its edges stay where they are.
                return output_grid(area, resolution)
            seen = seen.intersection(wanted) if seen.intersects(wanted) else seen
        return output_grid(seen, resolution)

    def _grid(self, scene: Scene, name: str) -> GeoBox:
        with rasterio.Env(**GDAL_OPTIONS), rasterio.open(_layers(scene)[name].path) as source:
            return file_grid(source)


def open_product(
    path: str, sensor: str = "auto", bands: str | Sequence[str] | None = None, run: Run | None = None
) -> LocalProduct:
    """Recognise a product on disk and make its scenes readable.

    Parameters
    ----------
    path : str
        A SAFE folder or its zip, a SEN3 folder of SLSTR temperatures or its zip, a Landsat Collection-2 folder or tar
        (or its MTL file), a folder with one GeoTIFF per Sentinel-2 band, a GeoTIFF (one image, or a time stack whose
        bands are named by ISO dates), a folder of these.
    sensor : str
        ``auto``, or ``sentinel2``, ``landsat``, ``reflectance``, ``temperature`` for a GeoTIFF that does not tell.
    bands : str or sequence of str, optional
        Names of the bands of a GeoTIFF, in file order.
    run : Run, optional
        Told what was found.

    Raises
    ------
    UrbanThinkError
        If nothing is recognised (with what was found), or the product cannot be used.
    """
    run = run or Run()
    with rasterio.Env(**GDAL_OPTIONS):
        scenes, level = _find_scenes(_product_place(path), known_sensor(sensor), bands, run)
        product = LocalProduct(path, scenes, level, run)
    _tell(run, product)
    return product


def tell_rejected(run: Run, rejected: Mapping[str, Rejected]) -> None:
    """Warn of temperatures that were left out, scene by scene."""
    for scene_id, count in sorted(rejected.items()):
        if count.implausible:
            low, high = table("sensors")["landsat_c2"]["valid_kelvin"]
            run.log(
                "warning",
                "{scene}: {count} pixels under a clear sky lie outside {low} to {high} K and were left out.",
                scene=scene_id,
                count=count.implausible,
                low=f"{low:.0f}",
                high=f"{high:.0f}",
            )
        if count.uncertain:
            run.log(
                "info",
                "{scene}: {share} % of the clear pixels are uncertain by more than {limit} K and were left out.",
                scene=scene_id,
                share=f"{100 * count.uncertain / max(count.seen, 1):.1f}",
                limit=f"{table('sensors')['landsat_c2_aux']['max_uncertainty_kelvin']:g}",
            )
        if count.without_emissivity:
            run.log(
                "warning",
                "{scene}: {count} pixels have no emissivity (a hole of the ASTER database, the same on every date) and "
                "were left out.",
                scene=scene_id,
                count=count.without_emissivity,
            )


def _find_scenes(place: str, sensor: str, bands: str | Sequence[str] | None, run: Run) -> tuple[Sequence[Scene], str]:
    """The scenes of a product of whatever kind, and its level."""
    container = open_container(place)
    if container is None:
        return raster_scenes([place], sensor, bands, run)
    if is_safe(container):
        scenes = safe_scenes(container)
        for scene in scenes:
            _guard(scene, run)
        return scenes, "L2"
    if is_sen3(container):
        return sen3_scenes(container), "L2"
    if any(BAND_FILE.search(name) for name in container.rasters()):
        return band_file_scenes(container, run)
    if is_landsat(container):
        return landsat_scenes(container)
    if container.rasters():
        return raster_scenes([container.gdal_path(name) for name in container.rasters()], sensor, bands, run)
    raise _not_recognised(container)


def _layers(scene: Scene) -> dict[str, Layer]:
    layers: dict[str, Layer] = scene.private["layers"]
    return layers


def _read(layer: Layer, block: GeoBox, classes: bool) -> Stored:
    try:
        with rasterio.Env(**GDAL_OPTIONS), rasterio.open(layer.path) as source:
            if source.count == 1 or same_lattice(source, block):
                return read_layer(source, layer, block, classes)
        # Resampling works on whole files: the other bands are kept out of it.
        with rasterio.Env(**GDAL_OPTIONS), rasterio.open(f"vrt://{layer.path}?bands={layer.number}") as source:
            alone = Layer(layer.path, 1, layer.scale, layer.offset, layer.nodata)
            return read_layer(source, alone, block, classes)
    except RasterioIOError as error:
        raise unreadable(layer.path, error) from error


def _guard(scene: Scene, run: Run) -> None:
    """Check the declared offset of a Sentinel-2 product against its own pixels."""
    side = table("sensors")["sentinel2_guard"]["sample_side_px"]
    sample = sample_files(_layers(scene), side)
    offset = float(scene.private["offset"])
    require_plausible(scene.scene_id, offset, sample, float(scene.private["scale"]))
    run.log(
        "info",
        "{scene}: radiometric offset {offset} (processing baseline {baseline}).",
        scene=scene.scene_id,
        offset=f"{offset:g}",
        baseline=scene.baseline or "?",
    )


def _tell(run: Run, product: LocalProduct) -> None:
    run.log(
        "info",
        "{path}: {count} dates, bands {bands}.",
        path=Path(product.path).name,
        count=len(product.scenes),
        bands=", ".join(product.bands),
    )
    if product.level == "L1":
        run.log(
            "warning",
            "{path} is Level 1: reflectance and temperature as seen above the atmosphere, not at the surface.",
            path=Path(product.path).name,
        )
    if not product.has_mask:
        run.log("warning", "{path} has no cloud mask: every pixel counts as clear.", path=Path(product.path).name)
    if any(not scene.private.get("scaled_by_mtl", True) for scene in product.scenes):
        run.log(
            "info",
            "{path}: without an MTL file the published scale factors of Collection 2 Level 2 are used.",
            path=Path(product.path).name,
        )


def _product_place(path: str) -> str:
    """The folder of a product whose metadata file was given."""
    is_metadata = re.search(
        r"(MTD_MSIL[12][AC]\.xml|_MTL\.(txt|json|xml)|manifest\.safe|xfdumanifest\.xml|LST_in\.nc)$",
        path,
        re.IGNORECASE,
    )
    return str(Path(path).parent) if is_metadata else path


def _not_recognised(container: Container) -> UrbanThinkError:
    if container.path.rstrip("/\\").upper().endswith(".SEN3") or any(".SEN3/" in name for name in container.names):
        return UrbanThinkError(
            "{path} is a Sentinel-3 product without surface temperature: no LST_in.nc was found in it.",
            "Give a product SL_2_LST of SLSTR.",
            path=container.path,
        )
    shown = ", ".join(container.names[:5]) or "–"
    return UrbanThinkError(
        "{path} is no product that is known here; {count} files were found in it ({shown}).",
        "Give a Sentinel-2 SAFE or Sentinel-3 SEN3 folder or zip, a Landsat Collection-2 folder or tar, or a GeoTIFF.",
        path=container.path,
        count=len(container.names),
        shown=shown,
    )


def _size(grid: GeoBox) -> float:
    return abs(float(grid.resolution.x))
