"""The ways of reading a scene of a STAC catalogue: reflectance, Landsat's temperature, the temperature of a swath.

From cloud-optimised GeoTIFFs only the tiles below the wanted pixels are transferred, from netCDF-4 files the chunks.
Bands of 20 m are brought to 10 m bilinearly, masks by the nearest pixel, swaths by the nearest measurement.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from odc.geo.geobox import GeoBox
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..about import table
from ..errors import UrbanThinkError
from ..run import Run
from .pixels import (
    LST,
    SWATH,
    Layer,
    ReadLayer,
    metres,
    read_layer,
    read_optical,
    read_thermal,
    thin_layer,
    thin_sample,
)
from .radiometry import Rejected, decide_offset, require_plausible
from .remote import HEADER, OPENING, RemoteFiles
from .resample import Stored
from .scenes import Cost, Reading, Scene, SceneUnavailable
from .stac_items import LANDSAT_COLLECTION, SENTINEL2_COLLECTION, SENTINEL3_COLLECTION
from .swath import Places, ReadVariable, Swath, Variable, locate, read_swath, read_variable

#: Scenes that are looked at side by side before they are read.
IN_FLIGHT = 4
#: Tiles of a catalogue's files reach over the wanted window by about so many pixels.
TILE = 512


class Way(ABC):
    """How the scenes of one collection are read. Thread-safe.

    Parameters
    ----------
    files : RemoteFiles
    run : Run
    collection : str

    Attributes
    ----------
    rejected : dict
        Of each scene, the temperatures that were left out.
    """

    def __init__(self, files: RemoteFiles, run: Run, collection: str) -> None:
        self.files, self.run, self.collection = files, run, collection
        self.rejected: dict[str, Rejected] = {}
        self._lock = threading.Lock()

    @abstractmethod
    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        """What reading takes."""

    @abstractmethod
    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, run: Run) -> None:
        """Find out what must be known before the first pixel is read."""

    @abstractmethod
    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool) -> Reading:
        """Pixels on a part of the grid."""

    def _each(self, look: Callable[[Scene], object], scenes: Sequence[Scene], run: Run, text: str) -> None:
        def quietly(scene: Scene) -> None:
            try:
                look(scene)
            except SceneUnavailable:
                """It is raised again when the scene is read, where the job can go on without it."""

        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            for number, _ in enumerate(pool.map(quietly, scenes)):
                run.progress((number + 1) / len(scenes), text)

    def _count_in(self, scene: Scene, rejected: Rejected) -> None:
        with self._lock:
            self.rejected.setdefault(scene.scene_id, Rejected()).add(rejected)

    def _estimate_pixels(self, scenes: Sequence[Scene], grid: GeoBox, names: Sequence[str], mask: str) -> Cost:
        """From the area and the usual size of compressed pixels."""
        row = table("catalogues")["assets"][self.collection]
        sensors = table("sensors")
        size, (height, width) = metres(grid), grid.shape
        total = 0.0
        for name in names:
            native = sensors["sentinel2_l2a"]["bands"].get(name, {}).get("resolution_m", 20)
            native = 30 if self.collection == LANDSAT_COLLECTION else native
            pixels = (height * size / native + TILE / 2) * (width * size / native + TILE / 2)
            total += HEADER + pixels * row["mask_bytes_per_pixel" if name == mask else "bytes_per_pixel"]
        # A file takes a request for its header and about one for each megabyte.
        requests_each = len(names) * 2 + total / 1e6
        return Cost(len(scenes), round(len(scenes) * requests_each), round(len(scenes) * total / 1e6, 2))

    def _layer_reader(self, scene: Scene) -> ReadLayer:
        def read(layer: Layer, block: GeoBox, classes: bool) -> Stored:
            def work(source: DatasetReader) -> Stored:
                pixels = read_layer(source, layer, block, classes)
                self.files.count_window(source, layer, block)
                return pixels

            return self.files.use(scene.scene_id, layer, work)

        return read


class OpticalWay(Way):
    """Reflectance; of Sentinel-2, each scene's radiometric offset is decided and checked against its pixels."""

    def __init__(self, files: RemoteFiles, run: Run, collection: str) -> None:
        super().__init__(files, run, collection)
        self._decided: dict[str, float | UrbanThinkError] = {}
        self._deciding: dict[str, threading.Lock] = {}

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        mask = "SCL" if self.collection == SENTINEL2_COLLECTION else "QA_PIXEL"
        return self._estimate_pixels(scenes, grid, (*bands, mask), mask)

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, run: Run) -> None:
        if self.collection == SENTINEL2_COLLECTION:
            self._each(lambda scene: self._decide(scene, grid), scenes, run, "Checking the radiometry of the scenes")

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool) -> Reading:
        layers = _layers(scene, bands)
        if self.collection == SENTINEL2_COLLECTION:
            offset = self._decide(scene, None)
            for name in bands:
                layers[name] = replace(layers[name], offset=offset * layers[name].scale)
        return read_optical(self._layer_reader(scene), layers, block, bands, mask=mask)

    def _decide(self, scene: Scene, grid: GeoBox | None) -> float:
        """The radiometric offset of a scene [DN], decided once and checked against its pixels."""
        with self._lock:
            guard = self._deciding.setdefault(scene.scene_id, threading.Lock())
        with guard:
            known = self._decided.get(scene.scene_id)
            if known is None:
                try:
                    known = self._look(scene, grid)
                except UrbanThinkError as error:
                    known = error
                self._decided[scene.scene_id] = known
        if isinstance(known, UrbanThinkError):
            raise known
        return known

    def _look(self, scene: Scene, grid: GeoBox | None) -> float:
        layers, declared = scene.private["layers"], scene.private["declared"]
        side = table("sensors")["sentinel2_guard"]["sample_side_px"]
        row = table("catalogues")["assets"][self.collection]

        def thinned(layer: Layer, shape: tuple[int, int] | None) -> np.ndarray | None:
            def work(source: DatasetReader) -> np.ndarray | None:
                values = thin_layer(source, layer, grid, side, shape)
                if values is not None:
                    # An overview is read, up to twice as fine a side.
                    self.files.count(requests=3, bytes=HEADER + round(2 * values.size * row["bytes_per_pixel"]))
                return values

            return self.files.use(scene.scene_id, layer, work)

        sample = thin_sample(thinned, layers)
        decision = decide_offset(scene.private["rule"], declared, sample)
        require_plausible(scene.scene_id, decision.offset, sample)
        contradicted = decision.by_pixels and declared.offset not in (None, decision.offset)
        self.run.log(
            "warning" if contradicted else "info",
            "{scene}: radiometric offset {offset} by its {reason} (baseline {baseline}; its metadata say {declared}).",
            scene=scene.scene_id,
            offset=f"{decision.offset:g}",
            reason={"vegetation": "vegetation", "dark": "dark pixels"}.get(decision.rests_on, decision.rests_on),
            baseline=declared.baseline or "?",
            declared="–" if declared.offset is None else f"{declared.offset:g}",
        )
        return decision.offset


class ThermalWay(Way):
    """Landsat's surface temperature."""

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        return self._estimate_pixels(scenes, grid, (LST, "QA_PIXEL", "ST_QA", "ST_EMIS"), "QA_PIXEL")

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, run: Run) -> None:
        """Nothing."""

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool) -> Reading:
        reading, rejected = read_thermal(self._layer_reader(scene), _thermal_layers(scene), block, LST)
        self._count_in(scene, rejected)
        return reading


class SwathWay(Way):
    """The surface temperature of Sentinel-3, whose pixels lie where its latitudes and longitudes say."""

    def __init__(self, files: RemoteFiles, run: Run, collection: str) -> None:
        super().__init__(files, run, collection)
        self._places = Places()

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        # The whole files, though chunks that are not needed are not read: how large those are is not known before.
        requests, total = 0.0, 0.0
        for scene in scenes:
            sizes = {layer.path: scene.private["file_bytes"][name] for name, layer in scene.private["layers"].items()}
            total += sum(sizes.values())
            requests += sum(OPENING + 1 + size / 1e6 for size in sizes.values())
        return Cost(len(scenes), round(requests), round(total / 1e6, 2))

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, run: Run) -> None:
        self._each(lambda scene: self._locate(scene, grid), scenes, run, "Finding where the passes lie")

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool) -> Reading:
        reading, rejected = read_swath(self._variable_reader(scene), scene, self._locate(scene, block), block)
        self._count_in(scene, rejected)
        return reading

    def _locate(self, scene: Scene, block: GeoBox) -> Swath:
        _thermal_layers(scene)
        layers = _layers(scene, SWATH)
        return self._places.find(scene, block, lambda: locate(self._variable_reader(scene), layers, block))

    def _variable_reader(self, scene: Scene) -> ReadVariable:
        sizes: Mapping[str, float] = {
            layer.path: scene.private["file_bytes"][name] for name, layer in scene.private["layers"].items()
        }

        def read(layer: Layer, window: Window | None, step: int) -> Variable:
            def work(source: DatasetReader) -> Variable:
                variable = read_variable(source, window, step)
                self.files.count_chunks(source, layer, window, sizes[layer.path])
                return variable

            return self.files.use(scene.scene_id, layer, work)

        return read


WAYS: Mapping[str, type[Way]] = {"optical": OpticalWay, "thermal": ThermalWay, "swath": SwathWay}


def way_of(collection: str, bands: Sequence[str]) -> str:
    """Which of `WAYS` leads to these bands of a collection."""
    if collection == SENTINEL3_COLLECTION:
        return "swath"
    is_thermal = collection == LANDSAT_COLLECTION and not any(name.startswith("SR_") for name in bands)
    return "thermal" if is_thermal else "optical"


def _layers(scene: Scene, names: Sequence[str]) -> dict[str, Layer]:
    """The files of a scene, in which none of these bands is missing."""
    layers: dict[str, Layer] = dict(scene.private["layers"])
    missing = [name for name in names if name not in layers]
    if missing:
        raise SceneUnavailable(
            "{scene} has no band {missing} in this catalogue.",
            "Leave the band out, or use another source.",
            scene=scene.scene_id,
            missing=", ".join(missing),
        )
    return layers


def _thermal_layers(scene: Scene) -> dict[str, Layer]:
    layers: dict[str, Layer] = dict(scene.private["layers"])
    if LST not in layers:
        raise SceneUnavailable(
            "{scene} has no thermal band.", "The other dates can do without it.", scene=scene.scene_id
        )
    return layers
