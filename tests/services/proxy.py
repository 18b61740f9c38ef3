"""A forward proxy that leads every host to the loopback services, so that clients can use the real addresses."""

from __future__ import annotations

import contextlib
import select
import socket
import threading


class Proxy:
    """Answers ``CONNECT host:port`` with a tunnel to one port of this machine, whatever the host.

    Attributes
    ----------
    url : str
        For ``HTTPS_PROXY``.
    hosts : list of str
        Whom clients asked for, in order.
    """

    def __init__(self, port: int):
        self._port, self.hosts = port, []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        """Accept until the listener is closed; to be run in a thread."""
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def close(self) -> None:
        """Close this process's side of the listener."""
        self._listener.close()

    def _tunnel(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                received = client.recv(4096)
                if not received:
                    return
                head += received
            method, target, _ = head.split(b"\r\n", 1)[0].split(b" ")
            if method != b"CONNECT":
                client.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
                return
            self.hosts.append(target.rpartition(b":")[0].decode())
            with socket.create_connection(("127.0.0.1", self._port)) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                relay(client, server)


def relay(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""
    ways = {one: other, other: one}
    while True:
        for ready in select.select(list(ways), [], [], 120)[0]:
            data = ready.recv(1 << 16)
            if not data:
                return
            ways[ready].sendall(data)
