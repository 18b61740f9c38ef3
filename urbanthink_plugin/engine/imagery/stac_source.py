"""Scenes of a STAC catalogue, read by window straight from cloud-optimised GeoTIFFs.

Only the tiles below the wanted pixels are transferred. Bands of 20 m are brought to 10 m bilinearly, masks by the
nearest pixel. Proxies and certificates come from HTTPS_PROXY, NO_PROXY and REQUESTS_CA_BUNDLE.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

import numpy as np
import pystac_client
import requests
from odc.geo.geobox import GeoBox
from pystac_client.stac_api_io import StacApiIO

from ..about import table
from ..errors import Cancelled, UrbanThinkError
from ..run import Run
from .faults import Fault, network_fault, status_fault
from .local_source import tell_rejected
from .patience import persist
from .pixels import LST, Layer, ReadLayer, metres, read_layer, read_optical, read_thermal, thin_layer, thin_sample
from .radiometry import Rejected, decide_offset, require_plausible
from .remote import HEADER, RemoteFiles
from .resample import Stored
from .scenes import Cost, Query, Reading, Scene, SceneUnavailable
from .stac_items import LANDSAT_COLLECTION, SENTINEL2_COLLECTION, family, scene_of, without_twins

PAGE = 100
CONNECT_TIMEOUT, READ_TIMEOUT = 10.0, 30.0
#: Scenes whose radiometry is looked at side by side.
IN_FLIGHT = 4
#: Tiles of a catalogue's files reach over the wanted window by about so many pixels.
TILE = 512


class StacSource:
    """A STAC catalogue: Planetary Computer, Earth Search, or any by its address. Thread-safe.

    Parameters
    ----------
    key : {"planetary-computer", "earth-search", "custom"}
    catalog_url : str or None
        Needed for ``custom``; elsewhere in place of the known address.
    collection : str
        Ours, or a custom catalogue's own name for it.
    run : Run

    Raises
    ------
    UrbanThinkError
        If the catalogue has no such collection, or its address is missing.
    """

    def __init__(self, key: str, catalog_url: str | None, collection: str, run: Run) -> None:
        row = table("catalogues")[key]
        self.key, self.collection = key, family(collection)
        self._url = (catalog_url or row.get("url") or "").strip().rstrip("/")
        known = row["collections"].get(self.collection)
        if known is None:
            raise UrbanThinkError(
                "{source} has no collection {collection} that can be read by window.",
                "Sentinel-3 temperatures come from cdse; sentinel-2-l2a and landsat-c2-l2 from any source.",
                source=row["title"],
                collection=collection,
            )
        if not self._url.startswith(("http://", "https://")):
            raise UrbanThinkError(
                "The address of the STAC catalogue is missing or no web address: {url}.",
                "Give CATALOG_URL, for example https://example.org/stac/v1.",
                url=self._url or "–",
            )
        own_name = collection if key == "custom" and collection != self.collection else None
        self._ids: list[str] = [own_name] if own_name else list(known["ids"])
        self._rules: Mapping[str, str] = known.get("offset", {})
        self._files = RemoteFiles(run, row.get("signed_hosts", ()))
        self._run, self._lock = run, threading.Lock()
        self._decided: dict[str, float | UrbanThinkError] = {}
        self._deciding: dict[str, threading.Lock] = {}
        self._rejected: dict[str, Rejected] = {}

    def search(self, query: Query) -> list[Scene]:
        """Scenes that answer a query, by date; of two versions of one acquisition only the better.

        Raises
        ------
        UrbanThinkError
            If the catalogue cannot be reached or is none.
        """
        wanted = family(query.collection) or self.collection
        area = query.area.to_crs("EPSG:4326", resolution=math.inf)
        io = _PatientIO(self._run, self._files.count)
        try:
            client = pystac_client.Client.open(self._url, stac_io=io)
            cloud = {"eo:cloud_cover": {"lte": query.max_cloud}} if client.conforms_to("QUERY") else None
            pages = client.search(
                collections=self._ids,
                bbox=area.boundingbox.bbox,
                datetime=f"{query.start.isoformat()}T00:00:00Z/{query.end.isoformat()}T23:59:59Z",
                limit=PAGE,
                query=cloud,
            ).pages_as_dicts()
            items = [item for page in pages for item in page.get("features", [])]
        except (UrbanThinkError, Cancelled):
            raise
        except Exception as error:
            raise UrbanThinkError(
                "{url} does not answer as a STAC catalogue that can be searched ({reason}).",
                "Check the address: it is that of the API, often ending in /v1.",
                url=urlsplit(self._url).netloc,
                reason=type(error).__name__,
            ) from None
        scenes = [scene for item in items if (scene := scene_of(item, self.key, wanted, self._rules))]
        fitting = [
            scene
            for scene in scenes
            if (scene.cloud_cover is None or scene.cloud_cover <= query.max_cloud)
            and query.start <= scene.datetime.date() <= query.end
            and scene.footprint.intersects(area)
        ]
        return sorted(without_twins(fitting, self._ids), key=lambda scene: (scene.datetime, scene.scene_id))

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        """What reading these scenes will take, from the area and the usual size of compressed pixels."""
        row = table("catalogues")["assets"][self.collection]
        sensors = table("sensors")
        size, (height, width) = metres(grid), grid.shape
        total, files = 0.0, 0
        is_thermal = self._is_thermal(bands)
        for name in (LST, "QA_PIXEL", "ST_QA", "ST_EMIS") if is_thermal else (*bands, self._mask):
            native = sensors["sentinel2_l2a"]["bands"].get(name, {}).get("resolution_m", 20)
            native = 30 if self.collection == LANDSAT_COLLECTION else native
            pixels = (height * size / native + TILE / 2) * (width * size / native + TILE / 2)
            total += HEADER + pixels * row["mask_bytes_per_pixel" if name == self._mask else "bytes_per_pixel"]
            files += 1
        # A file takes a request for its header and about one for each megabyte.
        requests_each = files * (2 + total / files / 1e6)
        return Cost(len(scenes), round(len(scenes) * requests_each), round(len(scenes) * total / 1e6, 2))

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str], run: Run) -> None:
        """Look at the radiometry of each Sentinel-2 scene over the grid; nothing else is read yet.

        Raises
        ------
        UrbanThinkError
            If the pixels of a scene contradict its offset. A scene that cannot be read is told by `read`.
        """
        if self.collection != SENTINEL2_COLLECTION:
            return
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            for number, _ in enumerate(pool.map(lambda scene: self._quietly_decide(scene, grid), scenes)):
                run.progress((number + 1) / len(scenes), "Checking the radiometry of the scenes")

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool = True) -> Reading:
        """Pixels of a scene on a part of the grid; for Landsat, its surface temperature unless SR bands are asked.

        Raises
        ------
        SceneUnavailable
            If a file of this scene is gone, may not be read, is damaged, or the band does not exist.
        UrbanThinkError
            If the service does not work.
        """
        layers: dict[str, Layer] = dict(scene.private["layers"])
        if self._is_thermal(bands):
            if LST not in layers:
                raise SceneUnavailable(
                    "{scene} has no thermal band.", "The other dates can do without it.", scene=scene.scene_id
                )
            reading, rejected = read_thermal(self._reader(scene), layers, block, LST)
            with self._lock:
                self._rejected.setdefault(scene.scene_id, Rejected()).add(rejected)
            return reading
        missing = [name for name in bands if name not in layers]
        if missing:
            raise SceneUnavailable(
                "{scene} has no band {missing} in this catalogue.",
                "Leave the band out, or use another source.",
                scene=scene.scene_id,
                missing=", ".join(missing),
            )
        if self.collection == SENTINEL2_COLLECTION:
            offset = self._decide(scene, None)
            for name in bands:
                layers[name] = replace(layers[name], offset=offset * layers[name].scale)
        return read_optical(self._reader(scene), layers, block, bands, mask=mask)

    def spent(self) -> Mapping[str, float]:
        """Requests, and bytes: exact for the catalogue, for the pixels estimated by the tiles that were touched."""
        return {**self._files.spent, "processing_units": 0.0, "cached_bytes": 0.0}

    def finish(self) -> None:
        """Tell, once everything has been read, which temperatures were left out."""
        tell_rejected(self._run, self._rejected)

    @property
    def _mask(self) -> str:
        return "SCL" if self.collection == SENTINEL2_COLLECTION else "QA_PIXEL"

    def _is_thermal(self, bands: Sequence[str]) -> bool:
        return self.collection == LANDSAT_COLLECTION and not any(name.startswith("SR_") for name in bands)

    def _quietly_decide(self, scene: Scene, grid: GeoBox) -> None:
        try:
            self._decide(scene, grid)
        except SceneUnavailable:
            """It is raised again when the scene is read, where the job can go on without it."""

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
            def work() -> np.ndarray | None:
                with self._files.open(scene.scene_id, layer) as source:
                    values = thin_layer(source, layer, grid, side, shape)
                    if values is not None:
                        # An overview is read, up to twice as fine a side.
                        self._files.count(requests=3, bytes=HEADER + round(2 * values.size * row["bytes_per_pixel"]))
                    return values

            return self._patiently(scene, layer, work)

        sample = thin_sample(thinned, layers)
        decision = decide_offset(scene.private["rule"], declared, sample)
        require_plausible(scene.scene_id, decision.offset, sample)
        contradicted = decision.by_pixels and declared.offset not in (None, decision.offset)
        self._run.log(
            "warning" if contradicted else "info",
            "{scene}: radiometric offset {offset} by its {reason} (baseline {baseline}; its metadata say {declared}).",
            scene=scene.scene_id,
            offset=f"{decision.offset:g}",
            reason={"vegetation": "vegetation", "dark": "dark pixels"}.get(decision.rests_on, decision.rests_on),
            baseline=declared.baseline or "?",
            declared="–" if declared.offset is None else f"{declared.offset:g}",
        )
        return decision.offset

    def _reader(self, scene: Scene) -> ReadLayer:
        def read(layer: Layer, block: GeoBox, classes: bool) -> Stored:
            def work() -> Stored:
                with self._files.open(scene.scene_id, layer) as source:
                    pixels = read_layer(source, layer, block, classes)
                    self._files.count_window(source, layer, block)
                    return pixels

            return cast(Stored, self._patiently(scene, layer, work))

        return read

    def _patiently(self, scene: Scene, layer: Layer, work: Callable[[], Any]) -> Any:
        try:
            return persist(self._run, urlsplit(layer.path).hostname or layer.path, work, spare=("damaged",))
        except Fault:
            raise SceneUnavailable(
                "A file of {scene} is damaged.",
                "The other dates can do without it; another source may have it whole.",
                scene=scene.scene_id,
            ) from None


class _PatientIO(StacApiIO):
    """The transport of pystac-client with bounded attempts, a time-out, and an ear for a cancel."""

    def __init__(self, run: Run, count: Callable[..., None]) -> None:
        super().__init__(max_retries=None, timeout=(CONNECT_TIMEOUT, READ_TIMEOUT))
        self._run, self._count = run, count

    def request(
        self,
        href: str,
        method: str | None = None,
        headers: dict[str, str] | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> str:
        """The body of an answer.

        Raises
        ------
        UrbanThinkError
            In words for the user, when there is none.
        """
        exchange = partial(self._exchange, href, (method or "GET").upper(), headers, parameters)
        return persist(self._run, urlsplit(href).hostname or href, exchange)

    def _exchange(
        self, href: str, method: str, headers: dict[str, str] | None, parameters: dict[str, Any] | None
    ) -> str:
        self._count(requests=1)
        has_body = method in ("POST", "PUT", "PATCH")
        try:
            response = self.session.request(
                method,
                href,
                headers=headers,
                timeout=self.timeout,
                json=parameters if has_body else None,
                params=None if has_body else parameters,
            )
        except requests.RequestException as error:
            raise network_fault(error) from None
        self._count(bytes=len(response.content))
        if response.status_code >= 400:
            raise status_fault(response.status_code, _words(response), response.headers.get("Retry-After"))
        if "text/html" in response.headers.get("Content-Type", ""):
            raise Fault("portal")
        try:
            json.loads(response.content)
        except ValueError:
            raise Fault("damaged") from None
        return response.content.decode("utf-8")


def _words(response: requests.Response) -> str:
    """What a catalogue says about an error, short."""
    try:
        said = response.json()
    except ValueError:
        said = {}
    text = said.get("description") or said.get("detail") if isinstance(said, dict) else ""
    return " ".join(str(text or f"HTTP {response.status_code}").split())[:200]
