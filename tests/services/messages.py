"""Requests and answers as the services see them, independent of how they travel."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Request:
    """What a client sent; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    base: str

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query).items()}

    def json(self) -> Any:
        """The body as JSON.

        Raises
        ------
        Refusal
            400 if it is not JSON.
        """
        try:
            return json.loads(self.body or b"{}")
        except ValueError as error:
            raise Refusal(400, "COMMON_BAD_PAYLOAD", f"Not JSON: {error}") from None


@dataclass
class Response:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any, status: int = 200, content_type: str = "application/json") -> Response:
        return cls(status, json.dumps(document).encode(), {"Content-Type": content_type})


class Refusal(Exception):
    """An error answer in Sentinel Hub's form."""

    REASONS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 406: "Not Acceptable"}

    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code = status, code

    def response(self) -> Response:
        reason = self.REASONS.get(self.status, "Error")
        error = {"status": self.status, "reason": reason, "message": str(self), "code": self.code}
        return Response.of({"error": error}, self.status)
