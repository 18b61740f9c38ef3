"""What goes wrong on purpose: faults that routes of the services are told to commit.

A fault is a dictionary. ``route`` (token, catalog, process, stac, cog; absent = any) and ``match`` (a part of the path)
say whom it hits, ``after`` how many requests are spared first, ``times`` how many are hit (default 1, -1 = for ever).
What happens: ``status`` with ``headers`` and ``body``; ``drop`` (connection reset); ``truncate`` (this share of the
honest answer under its full length, then the connection closes); ``garbage`` ("html": a login page with status 200,
"bytes": noise of the announced type); ``sleep`` (seconds before the honest answer).
"""

from __future__ import annotations

import json
import threading
from typing import Any

from .messages import Response

PORTAL = b"<!DOCTYPE html><html><head><title>Guest network</title></head><body><form>Please log in</form></body></html>"
BODIES: dict[int, dict[str, Any]] = {
    401: {"status": 401, "reason": "Unauthorized", "code": "COMMON_UNAUTHORIZED",
          "message": "You are not authorized! Please provide a valid access token within the header."},
    403: {"status": 403, "reason": "Forbidden", "code": "ACCESS_INSUFFICIENT_PROCESSING_UNITS",
          "message": "Insufficient processing units or requests available in your account."},
    429: {"status": 429, "reason": "Too Many Requests", "code": "RATE_LIMIT_EXCEEDED",
          "message": "You have exceeded your rate limit"},
    500: {"status": 500, "reason": "Internal Server Error", "code": "RENDERER_EXCEPTION",
          "message": "Illegal request to the data store."},
    503: {"status": 503, "reason": "Service Unavailable", "code": "SERVICE_UNAVAILABLE", "message": "Try again later."},
}  # fmt: skip


class Faults:
    """The faults still to be committed; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[dict[str, Any]] = []

    def set(self, faults: list[dict[str, Any]]) -> None:
        """Replace what is pending."""
        with self._lock:
            self._pending = [{"times": 1, "after": 0, **fault} for fault in faults]

    def take(self, route: str, path: str) -> dict[str, Any] | None:
        """The fault that hits this request, counted as committed."""
        with self._lock:
            for fault in self._pending:
                if fault.get("route") not in (None, route) or fault.get("match", "") not in path or not fault["times"]:
                    continue
                if fault["after"] > 0:
                    fault["after"] -= 1
                    continue
                fault["times"] -= 1
                return dict(fault)
        return None


def faulty_response(fault: dict[str, Any]) -> Response | None:
    """The answer a fault puts in place of the honest one, or None if it only disturbs that one."""
    if "status" in fault:
        body = fault.get("body", {"error": BODIES.get(fault["status"], {"status": fault["status"]})})
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return Response(fault["status"], content, {"Content-Type": "application/json", **fault.get("headers", {})})
    if fault.get("garbage") == "html":
        return Response(200, PORTAL, {"Content-Type": "text/html; charset=utf-8"})
    return None


def spoil(fault: dict[str, Any], honest: Response) -> Response:
    """Noise under the honest answer's type and length."""
    if fault.get("garbage") != "bytes":
        return honest
    noise = (b"\x00\xffnoise" * (len(honest.body) // 7 + 1))[: len(honest.body)]
    return Response(honest.status, noise, honest.headers)
