"""Scenes of a STAC catalogue, read by window straight from the files it leads to (`stac_ways`).

Proxies and certificates come from HTTPS_PROXY, NO_PROXY and REQUESTS_CA_BUNDLE.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

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
from .remote import RemoteFiles
from .scenes import Cost, Query, Reading, Scene, by_descent, passes_by_day
from .stac_items import SENTINEL3_COLLECTION, family, scene_of, without_twins
from .stac_ways import WAYS, Way, way_of

PAGE = 100
CONNECT_TIMEOUT, READ_TIMEOUT = 10.0, 30.0


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
                "Sentinel-3 temperatures come from planetary-computer or cdse; sentinel-2-l2a and landsat-c2-l2 from "
                "any source.",
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
        self._run = run
        self._ways = {name: way(self._files, run, self.collection) for name, way in WAYS.items()}

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
            # Items of Sentinel-3 do not all tell their cloud cover: those are judged by pixel.
            is_told = wanted != SENTINEL3_COLLECTION and client.conforms_to("QUERY")
            pages = client.search(
                collections=self._ids,
                bbox=area.boundingbox.bbox,
                datetime=f"{query.start.isoformat()}T00:00:00Z/{query.end.isoformat()}T23:59:59Z",
                limit=PAGE,
                query={"eo:cloud_cover": {"lte": query.max_cloud}} if is_told else None,
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
        scenes = [(scene, item) for item in items if (scene := scene_of(item, self.key, wanted, self._rules))]
        here = (
            (scene, wanted != SENTINEL3_COLLECTION or by_descent(scene, item["properties"]))
            for scene, item in scenes
            if query.start <= scene.datetime.date() <= query.end and scene.footprint.intersects(area)
        )
        fitting = [scene for scene in passes_by_day(here, self._run) if (scene.cloud_cover or 0.0) <= query.max_cloud]
        return sorted(without_twins(fitting, self._ids), key=lambda scene: (scene.datetime, scene.scene_id))

    def estimate(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str]) -> Cost:
        """What reading these scenes will take, from the area and the usual size of compressed pixels, or of files."""
        return self._way(bands).estimate(scenes, grid, bands)

    def prepare(self, scenes: Sequence[Scene], grid: GeoBox, bands: Sequence[str], run: Run) -> None:
        """Look at what must be known of each scene before its pixels are read: its radiometry, or where it lies.

        Raises
        ------
        UrbanThinkError
            If the pixels of a scene contradict its offset. A scene that cannot be read is told by `read`.
        """
        self._way(bands).prepare(scenes, grid, run)

    def read(self, scene: Scene, block: GeoBox, bands: Sequence[str], mask: bool = True) -> Reading:
        """Pixels of a scene on a part of the grid; for Landsat, its surface temperature unless SR bands are asked.

        Raises
        ------
        SceneUnavailable
            If a file of this scene is gone, may not be read, is damaged, or the band does not exist.
        UrbanThinkError
            If the service does not work.
        """
        return self._way(bands).read(scene, block, bands, mask)

    def spent(self) -> Mapping[str, float]:
        """Requests, and bytes: exact for the catalogue, for the pixels estimated by the tiles that were touched."""
        return {**self._files.spent, "processing_units": 0.0, "cached_bytes": 0.0}

    def finish(self) -> None:
        """Tell, once everything has been read, which temperatures were left out."""
        for way in self._ways.values():
            tell_rejected(self._run, way.rejected)

    def _way(self, bands: Sequence[str]) -> Way:
        """How these bands are read."""
        return self._ways[way_of(self.collection, bands)]


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
