"""Files on the web, read by window through GDAL: signed where they must be, counted, and with faults told apart.

GDAL remembers what it was answered for as long as the process lives, a failure or half a tile too. Each run and each
attempt therefore asks under an address of its own: a fragment (``#…``), which is never sent to the server.
"""

from __future__ import annotations

import itertools
import math
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import urlsplit

import rasterio
import requests
from odc.geo.geobox import GeoBox
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..run import Run
from .faults import Fault, network_fault, status_fault
from .patience import persist
from .pixels import Layer, source_window
from .scenes import SceneUnavailable, damaged

CONNECT_TIMEOUT, READ_TIMEOUT = 10.0, 20.0
#: Bytes fetched when a file is opened.
HEADER = 32768
#: Requests until a netCDF-4 file is open (its size, its first bytes, where its list of variables is), and their bytes.
OPENING, OPENING_BYTES = 4, 3 * 16384
#: How each of them begins, and how much is fetched to look [byte].
NETCDF, LOOK = b"\x89HDF\r\n\x1a\n", 1024

Result = TypeVar("Result")

_runs = itertools.count(1)


class RemoteFiles:
    """Opens the files of one catalogue for one run. Thread-safe.

    Parameters
    ----------
    run : Run
    signed_hosts : sequence of str
        Endings of the hosts whose addresses need a signature of the Planetary Computer.

    Attributes
    ----------
    spent : dict
        ``requests`` and ``bytes``: exact for what goes through `count`, for pixels the size of the tiles that were
        touched, once each.
    """

    def __init__(self, run: Run, signed_hosts: Sequence[str] = ()) -> None:
        self._run, self._signed_hosts = run, signed_hosts
        self._number = next(_runs)
        self._lock = threading.Lock()
        self._attempts: dict[str, int] = {}
        self._touched: set[tuple[str, int, int, int]] = set()
        self._seen: set[str] = set()
        self._chunks: dict[str, set[tuple[str, int, int]]] = {}
        self._counted: dict[str, float] = {}
        self.spent = {"bytes": 0.0, "requests": 0.0}

    def use(self, scene_id: str, layer: Layer, work: Callable[[DatasetReader], Result]) -> Result:
        """Do something with an open file; again where a fault may pass.

        Raises
        ------
        SceneUnavailable
            If it is gone, may not be read, or is damaged.
        UrbanThinkError
            If the service does not work.
        """

        def attempt() -> Result:
            with self.open(scene_id, layer) as source:
                return work(source)

        try:
            return persist(self._run, urlsplit(layer.path).hostname or layer.path, attempt, spare=("damaged",))
        except Fault:
            raise damaged(scene_id) from None

    @contextmanager
    def open(self, scene_id: str, layer: Layer) -> Iterator[DatasetReader]:
        """A file, opened for reading within the block.

        Raises
        ------
        SceneUnavailable
            If it is gone or may not be read.
        Fault
            If the service does not answer as it should, now.
        """
        address = layer.gdal_name(self._address(scene_id, layer.path))
        if layer.variable:
            self._require_netcdf(scene_id, layer.path)
        try:
            with rasterio.Env(**gdal_options()), rasterio.open(address) as source:
                yield source
        except RasterioError:
            # GDAL's words quote the address, which may hold a signature.
            raise self._fault(scene_id, layer.path) or Fault("damaged") from None

    def count(self, requests: int = 0, bytes: int = 0) -> None:
        """Add to what was spent."""
        with self._lock:
            self.spent["requests"] += requests
            self.spent["bytes"] += bytes

    def count_window(self, source: DatasetReader, layer: Layer, block: GeoBox) -> None:
        """Add the tiles below a block, as large as they are compressed, unless they were counted before."""
        window = source_window(source, block, margin=1)
        if window is None:
            return
        rows, columns = source.block_shapes[layer.number - 1]
        fresh: dict[int, int] = {}
        with self._lock:
            for row in range(int(window.row_off) // rows, -(-int(window.row_off + window.height) // rows)):
                for column in range(int(window.col_off) // columns, -(-int(window.col_off + window.width) // columns)):
                    if (layer.path, layer.number, row, column) not in self._touched:
                        self._touched.add((layer.path, layer.number, row, column))
                        size = source.get_tag_item(f"BLOCK_SIZE_{column}_{row}", "TIFF", bidx=layer.number)
                        fresh[row] = fresh.get(row, 0) + int(size or 0)
            opened = (layer.path, 0, -1, -1)
            if opened not in self._touched:
                self._touched.add(opened)
                self.spent["bytes"] += HEADER
                self.spent["requests"] += 2
            self.spent["bytes"] += sum(fresh.values())
            # Tiles that lie side by side in the file come together: those of one row, or all of whole rows.
            is_wide = window.width >= source.width - columns
            self.spent["requests"] += 1 if fresh and is_wide else len(fresh)

    def count_chunks(self, source: DatasetReader, layer: Layer, window: Window | None, file_bytes: float) -> None:
        """Add what reading a window of a variable takes; GDAL does not tell how large its chunks are.

        Each counts as if its variable were all the file holds, which is rather too much; a file counts no more than its
        size.
        """
        window = window or Window(0, 0, source.width, source.height)
        height, width = source.block_shapes[0]
        touched = {
            (layer.variable, row, column)
            for row in range(int(window.row_off) // height, -(-int(window.row_off + window.height) // height))
            for column in range(int(window.col_off) // width, -(-int(window.col_off + window.width) // width))
        }
        with self._lock:
            known = self._chunks.setdefault(layer.path, set())
            fresh = touched - known
            before = self._counted.get(layer.path, 0.0)
            share = len(fresh) * height * width / (source.height * source.width)
            self._counted[layer.path] = min(file_bytes, (before or OPENING_BYTES) + share * file_bytes)
            self.spent["bytes"] += self._counted[layer.path] - before
            # Chunks lie side by side and come together, about a megabyte at a time.
            self.spent["requests"] += (0 if before else OPENING) + math.ceil(share * file_bytes / 1e6)
            known |= fresh

    def _address(self, scene_id: str, url: str) -> str:
        """How GDAL opens it."""
        parts = urlsplit(url)
        if parts.scheme == "s3":
            if not (os.environ.get("AWS_ACCESS_KEY_ID") or os.environ.get("AWS_PROFILE")):
                raise SceneUnavailable(
                    "{scene} is kept in an Amazon bucket whose reader pays, and no Amazon account is set up.",
                    "Use planetary-computer, which has the same images, or set AWS_PROFILE.",
                    scene=scene_id,
                )
            return f"/vsis3/{parts.netloc}{parts.path}"
        if parts.scheme not in ("http", "https"):
            raise SceneUnavailable("{scene} has files that are not on the web.", "Use another source.", scene=scene_id)
        with self._lock:
            attempt = self._attempts.get(url, 0)
        return f"/vsicurl/{self._signed(url)}#{self._number}.{attempt}"

    def _signed(self, url: str) -> str:
        host = urlsplit(url).netloc
        if not self._signed_hosts or urlsplit(url).query:
            return url
        service = urlsplit(os.environ.get("PC_SDK_SAS_URL", "")).netloc
        # A signing service of one's own also signs for the files beside it.
        if not host.endswith(tuple(self._signed_hosts)) and host != service:
            return url
        return sign(url, self.count)

    def _require_netcdf(self, scene_id: str, url: str) -> None:
        """Look once before HDF5 does, which writes many lines of its own into the log about what it cannot open."""
        if url not in self._seen and urlsplit(url).scheme != "s3":
            fault = self._fault(scene_id, url, NETCDF)
            if fault is not None:
                raise fault
            self._seen.add(url)
            with self._lock:
                self._attempts.pop(url)

    def _fault(self, scene_id: str, url: str, beginning: bytes = b"") -> Exception | None:
        """What is wrong with a file, asked of the server in its own words with a small request.

        None if there is an answer that may hold pixels; where a beginning is given, one that begins so.
        """
        with self._lock:
            # Half an answer stays in GDAL's memory: the next attempt asks under another address.
            self._attempts[url] = self._attempts.get(url, 0) + 1
        if urlsplit(url).scheme == "s3":
            return _gone(scene_id)
        try:
            with requests.get(
                self._signed(url),
                headers={"Range": f"bytes=0-{LOOK - 1}"},
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                stream=True,
            ) as response:
                self.count(requests=1)
                if response.status_code >= 400:
                    return self._refusal(scene_id, url, response)
                if "text/html" in response.headers.get("Content-Type", ""):
                    return Fault("portal")
                body = next(response.iter_content(LOOK), b"") if beginning else b""
                self.count(bytes=len(body))
                return None if body.startswith(beginning) else Fault("damaged")
        except requests.RequestException as error:
            return network_fault(error)

    def _refusal(self, scene_id: str, url: str, response: requests.Response) -> Exception:
        if response.status_code in (404, 410):
            return _gone(scene_id)
        if response.status_code in (401, 403):
            return self._forbidden(scene_id, url)
        return status_fault(response.status_code, "", response.headers.get("Retry-After"))

    def _forbidden(self, scene_id: str, url: str) -> Exception:
        """A signature may have expired; where it was new, or none is needed, the file may not be read."""
        if self._attempts[url] == 1 and forget_signature(url):
            return Fault("damaged")
        return SceneUnavailable(
            "{scene} may not be read: {host} refuses it.",
            "Use another source, or check the access to this catalogue.",
            scene=scene_id,
            host=urlsplit(url).hostname or "",
        )


def gdal_options() -> dict[str, str]:
    """How GDAL behaves on the web: no listing of folders, bounded waits, this machine's certificates.

    Proxies need nothing: curl reads HTTPS_PROXY and NO_PROXY itself.
    """
    options = {
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        # Of a netCDF-4 file its driver would ask for notes beside it; at this address that is the whole file once more.
        "GDAL_PAM_ENABLED": "NO",
        "GDAL_INGESTED_BYTES_AT_OPEN": str(HEADER),
        "GDAL_HTTP_MERGE_CONSECUTIVE_RANGES": "YES",
        # Attempts are repeated by us, who can be cancelled.
        "GDAL_HTTP_MAX_RETRY": "0",
        "GDAL_HTTP_CONNECTTIMEOUT": f"{CONNECT_TIMEOUT:.0f}",
        "GDAL_HTTP_TIMEOUT": f"{READ_TIMEOUT:.0f}",
        "CPL_VSIL_CURL_CACHE_SIZE": str(64 * 1024 * 1024),
        "AWS_REQUEST_PAYER": "requester",
    }
    authority = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if authority:
        options |= {"CURL_CA_BUNDLE": authority, "GDAL_CURL_CA_BUNDLE": authority}
    return options


def sign(url: str, count: Callable[..., None]) -> str:
    """A Planetary Computer address with its signature, renewed shortly before it expires.

    Raises
    ------
    Fault
        If the signing service does not answer.
    """
    from planetary_computer import sas

    account, container = _container(url)
    known = dict(sas.TOKEN_CACHE)
    try:
        granted = sas.get_token(account, container, retry_total=0)
    except requests.HTTPError as error:
        response = error.response
        raise status_fault(response.status_code, "", response.headers.get("Retry-After")) from None
    except requests.RequestException as error:
        raise network_fault(error) from None
    except (ValueError, TypeError):
        raise Fault("portal") from None
    if known.keys() != sas.TOKEN_CACHE.keys() or granted not in known.values():
        count(requests=1)
    return granted.sign(url).href


def forget_signature(url: str) -> bool:
    """Drop a signature that was refused; False if there was none."""
    from planetary_computer import sas

    account, container = _container(url)
    keys = [key for key in list(sas.TOKEN_CACHE) if key.endswith(f"/{account}/{container}")]
    for key in keys:
        sas.TOKEN_CACHE.pop(key, None)
    return bool(keys)


def _container(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.split(".")[0], parts.path.lstrip("/").split("/")[0]


def _gone(scene_id: str) -> SceneUnavailable:
    return SceneUnavailable(
        "A file of {scene} is no longer where its catalogue says (dead link).",
        "The other dates can do without it; another source may still have it.",
        scene=scene_id,
    )
