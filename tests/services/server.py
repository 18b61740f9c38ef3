"""Starting and stopping the loopback services.

>>> services = start_services(folder)                      # https://localhost:<free port>
>>> services.faults([{"route": "process", "status": 500, "times": 2}])
>>> subprocess.run(..., env={**os.environ, **services.environment()})
>>> services.requests()[-1]
{'route': 'process', 'method': 'POST', 'path': '/api/v1/process', 'status': 200, 'bytes': 53122}
>>> services.stop()

They run in a forked process: some GDAL calls of a client hold Python's lock while they wait for an answer, which a
thread of the same process could never give. Other processes than the tests may post to ``/_mock/faults`` (a list) and
``/_mock/reset`` and get ``/_mock/state``.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme

from .backend import serve
from .proxy import Proxy
from .scenes import ServedScene, standard_scenes
from .sentinelhub import TOKEN_PATH
from .stac import EARTH_SEARCH, PLANETARY, REAL_HOSTS


@dataclass
class Services:
    """The running services.

    Attributes
    ----------
    base_url, token_url : str
        Of the Sentinel-Hub-like service.
    stac_url, earth_search_url : str
        Of the Planetary-Computer-like and the Earth-Search-like catalogue.
    ca_file : str
        The authority that signed the server's certificate.
    scenes : list of ServedScene
        What is served; ``scene.read(layer)`` gives the truth.
    proxy_url : str
        A proxy that leads every host here (see `behind_proxy`).
    sentinel_hub : Account
        What the account may do and has spent.
    """

    base_url: str
    ca_file: str
    client_id: str
    client_secret: str = field(repr=False)
    scenes: list[ServedScene] = field(repr=False)
    proxy_url: str
    _line: Any = field(repr=False)
    _process: Any = field(repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self):
        self.token_url = self.base_url + TOKEN_PATH
        self.stac_url, self.earth_search_url = self.base_url + PLANETARY, self.base_url + EARTH_SEARCH
        self.sentinel_hub = Account(self)

    def faults(self, faults: list[dict[str, Any]]) -> None:
        """Commit these faults from now on (see faults.py); an empty list ends them."""
        self.ask("faults", faults)

    def reset(self) -> None:
        """No faults, an empty log, every collection visible, nothing spent."""
        self.ask("reset")

    def requests(self, route: str | None = None) -> list[dict[str, Any]]:
        """What was asked since the last reset: route, method, path, status (0 = connection dropped), bytes sent."""
        return [entry for entry in self.ask("requests") if route in (None, entry["route"])]

    @property
    def most_in_flight(self) -> Counter:
        """Most requests under way at the same time since the last reset, by route."""
        return self.ask("most_in_flight")

    def mistakes(self) -> list[str]:
        """Tracebacks of the services' own bugs since the last call."""
        return self.ask("mistakes")

    def scene(self, part: str) -> ServedScene:
        """The one scene whose id contains `part`."""
        (found,) = [scene for scene in self.scenes if part in scene.scene_id]
        return found

    def environment(self) -> dict[str, str]:
        """What makes clients, of any process, talk to these services and trust them."""
        return {
            "URBANTHINK_SH_BASE_URL": self.base_url,
            "URBANTHINK_SH_TOKEN_URL": self.token_url,
            "SH_CLIENT_ID": self.client_id,
            "SH_CLIENT_SECRET": self.client_secret,
            "REQUESTS_CA_BUNDLE": self.ca_file,
            "CURL_CA_BUNDLE": self.ca_file,
            # rasterio's wheels put certifi's bundle before CURL_CA_BUNDLE, unless this one is set.
            "GDAL_CURL_CA_BUNDLE": self.ca_file,
            "PC_SDK_SAS_URL": f"{self.base_url}/sas/v1/token",
            "NO_PROXY": "localhost,127.0.0.1",
            "no_proxy": "localhost,127.0.0.1",
        }

    def behind_proxy(self) -> dict[str, str]:
        """An environment in which the real addresses of Copernicus, Planetary Computer and Earth Search lead here.

        Signed files of Planetary Computer are refused without their signature, as there.
        """
        kept = ("SH_CLIENT_ID", "SH_CLIENT_SECRET", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GDAL_CURL_CA_BUNDLE")
        given = self.environment()
        proxy = {"HTTPS_PROXY": self.proxy_url, "https_proxy": self.proxy_url, "NO_PROXY": "", "no_proxy": ""}
        return {**{name: given[name] for name in kept}, **proxy}

    def proxied_hosts(self) -> list[str]:
        """Whom clients asked the proxy for since the last reset."""
        return self.ask("proxied_hosts")

    def stop(self) -> None:
        """Close the port; waiting answers are given up."""
        with self._lock:
            self._line.send(None)
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def ask(self, name: str, *arguments: Any) -> Any:
        """Call a method of the process that answers."""
        with self._lock:
            self._line.send((name, arguments))
            return self._line.recv()


class Account:
    """The account at the Sentinel-Hub-like service."""

    def __init__(self, services: Services):
        self._services = services

    @property
    def visible(self) -> set[str]:
        """Collections the account sees; set it to take some away until the next reset."""
        return self._services.ask("get_hub", "visible")

    @visible.setter
    def visible(self, names: set[str]) -> None:
        self._services.ask("set_hub", "visible", set(names))

    @property
    def token_life(self) -> int:
        """For how long tokens are good [s]."""
        return self._services.ask("get_hub", "token_life")

    @token_life.setter
    def token_life(self, seconds: int) -> None:
        self._services.ask("set_hub", "token_life", seconds)

    @property
    def processing_units(self) -> float:
        """Spent since the last reset."""
        return self._services.ask("get_hub", "processing_units")

    @property
    def tokens(self) -> list[str]:
        """Every token given out and good."""
        return self._services.ask("get_hub", "tokens")

    def revoke(self) -> None:
        """Forget every token: the next requests get 401."""
        self._services.ask("revoke")


def start_services(folder: str | os.PathLike, scenes: Sequence[ServedScene] | None = None) -> Services:
    """Serve scenes on a free port of the loopback interface.

    Parameters
    ----------
    folder : path
        For the scenes' files, written when first asked for, and the certificate of the authority made at each start.
    scenes : sequence of ServedScene, optional
        By default the standard ones (see scenes.py).
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    served = list(scenes) if scenes is not None else standard_scenes(folder / "scenes")
    authority = trustme.CA()
    certificate = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1", *REAL_HOSTS).configure_cert(context)
    account = {"client_id": "sh-test-client", "client_secret": f"probe-secret-{secrets.token_urlsafe(18)}"}
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        ours, theirs = multiprocessing.Pipe()
        proxy = Proxy(listener.getsockname()[1])
        process = multiprocessing.get_context("fork").Process(
            target=serve,
            args=(listener, context, theirs, ours),
            kwargs={"scenes": served, **account, "proxy": proxy},
            daemon=True,
        )
        process.start()
        theirs.close()
        proxy.close()
        port = listener.getsockname()[1]
    return Services(
        f"https://localhost:{port}",
        str(certificate),
        **account,
        scenes=served,
        proxy_url=proxy.url,
        _line=ours,
        _process=process,
    )
