"""The process that answers: a TLS server in threads, its faults, its log, and the control line to the tests."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import struct
import threading
import traceback
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any

from .faults import Faults, faulty_response, spoil
from .messages import Refusal, Request, Response
from .proxy import Proxy
from .scenes import ServedScene
from .sentinelhub import SentinelHub
from .stac import Stac


class Backend:
    """State of the services, in their own process.

    Public methods are called from the tests through `control`.
    """

    def __init__(self, scenes: Sequence[ServedScene], client_id: str, client_secret: str, proxy: Proxy):
        self.proxy = proxy
        self.hub, self.stac_api = SentinelHub(scenes, client_id, client_secret), Stac(scenes)
        self.pending = Faults()
        self.epoch = threading.Event()
        self._log: list[dict[str, Any]] = []
        self._now: Counter = Counter()
        self._most: Counter = Counter()
        self._mistakes: list[str] = []
        self._lock = threading.Lock()

    def faults(self, faults: list[dict[str, Any]]) -> None:
        self.pending.set(faults)

    def reset(self) -> None:
        self.pending.set([])
        # Who still sleeps is woken, and leaves no trace in the new log.
        ended, self.epoch = self.epoch, threading.Event()
        ended.set()
        self.hub.reset()
        with self._lock:
            self._log.clear()
            self._most.clear()
            self.proxy.hosts.clear()

    def requests(self) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(entry) for entry in self._log]

    def most_in_flight(self) -> Counter:
        with self._lock:
            return Counter(self._most)

    def proxied_hosts(self) -> list[str]:
        return list(self.proxy.hosts)

    def mistakes(self) -> list[str]:
        """The services' own bugs since the last call."""
        with self._lock:
            found, self._mistakes = self._mistakes, []
        return found

    def get_hub(self, name: str) -> Any:
        return getattr(self.hub, name)

    def set_hub(self, name: str, value: Any) -> None:
        setattr(self.hub, name, value)

    def revoke(self) -> None:
        self.hub.revoke()

    def control(self, line: Connection) -> None:
        """Do what the tests ask until they hang up."""
        with contextlib.suppress(EOFError, OSError):
            while (message := line.recv()) is not None:
                name, arguments = message
                line.send(getattr(self, name)(*arguments))

    def route(self, path: str) -> str:
        """Name of the route of a path."""
        return self.hub.route(path) or self.stac_api.route(path) or "unknown"

    def answer(self, route: str, request: Request) -> Response:
        """The honest answer."""
        try:
            if route in ("token", "catalog", "process"):
                return self.hub.answer(route, request)
            if route in ("stac", "cog"):
                return self.stac_api.answer(route, request)
            raise Refusal(404, "COMMON_NOT_FOUND", f"No such resource {request.path}")
        except Refusal as refusal:
            return refusal.response()
        except Exception as error:
            # A mistake of the services themselves must be told apart from faults on purpose.
            with self._lock:
                self._mistakes.append(traceback.format_exc())
            problem = {
                "status": 500,
                "reason": "Bug in the test services",
                "message": f"{type(error).__name__}: {error}",
            }
            return Response.of({"error": problem}, 500)

    def log(self, **entry: Any) -> None:
        with self._lock:
            self._log.append(entry)

    @contextlib.contextmanager
    def counted(self, route: str):
        """Count requests under way, and remember the most."""
        with self._lock:
            self._now[route] += 1
            self._most[route] = max(self._most[route], self._now[route])
        try:
            yield
        finally:
            with self._lock:
                self._now[route] -= 1

    def mock(self, request: Request) -> Response:
        """The control line of processes other than the tests."""
        action = request.path.removeprefix("/_mock/")
        if action == "faults":
            self.faults(request.json())
        elif action == "reset":
            self.reset()
        elif action != "state":
            return Response.of({"error": "unknown"}, 404)
        return Response.of({"requests": self.requests(), "processing_units": self.hub.processing_units})


def serve(listener: socket.socket, context: ssl.SSLContext, line: Connection, theirs: Connection, **state: Any) -> None:
    """Answer until the line to the tests is closed; runs in its own process."""
    # The tests' end of the line came along with the fork: open here, it would hide that they are gone.
    theirs.close()
    backend = Backend(**state)
    server = _Server(listener.getsockname(), _Handler, bind_and_activate=False)
    server.socket.close()
    server.socket, server.context, server.backend = listener, context, backend
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    threading.Thread(target=backend.proxy.serve, daemon=True).start()
    backend.control(line)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    context: ssl.SSLContext
    backend: Backend

    def finish_request(self, request, client_address):
        # The handshake belongs to the connection's own thread: a silent client must not hold up the others.
        request.settimeout(60)
        with contextlib.suppress(OSError):
            super().finish_request(self.context.wrap_socket(request, server_side=True), client_address)

    def handle_error(self, request, client_address):
        """Clients that go away are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    # Head and body are two writes: without these, the second one waits 40 ms for the acknowledgement of the first.
    disable_nagle_algorithm = True
    wbufsize = 65536
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *args):
        """Silence."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body, f"https://{headers.get('host', 'localhost')}")
        backend = self.server.backend
        if request.path.startswith("/_mock/"):
            self._send(backend.mock(request))
            return
        route = backend.route(request.path)
        epoch, response = backend.epoch, None
        fault = backend.pending.take(route, request.path) or {}
        with backend.counted(route):
            if "sleep" in fault:
                epoch.wait(fault["sleep"])
            if not fault.get("drop"):
                response = faulty_response(fault) or spoil(fault, backend.answer(route, request))
        share = float(fault.get("truncate", 1))
        sent = 0 if response is None or self.command == "HEAD" else int(len(response.body) * share)
        status = response.status if response else 0
        if not epoch.is_set():
            backend.log(route=route, method=request.method, path=request.path, status=status, bytes=sent)
        if response is None:
            self._reset_connection()
        else:
            self._send(response, share)

    do_POST = do_HEAD = do_GET

    def _send(self, response: Response, share: float = 1.0):
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body[: int(len(response.body) * share)])
        if share < 1:
            self.close_connection = True

    def _reset_connection(self):
        """Close with RST, as a firewall does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())
