"""What can go wrong between us and a service, told in one sentence each; and how long to wait before asking again."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import requests

from ..errors import ResourceError, UrbanThinkError

#: A number in ``Retry-After`` up to this is seconds, a larger one milliseconds.
LONGEST_SECONDS = 60

#: How often each fault is tried in all; what is not listed is final at once.
ATTEMPTS = {"too_often": 100, "down": 5, "time_out": 5, "damaged": 3, "portal": 2}


class Fault(Exception):
    """What went wrong in one attempt.

    Parameters
    ----------
    kind : str
        ``credentials``, ``login`` (expired), ``insecure``, ``certificate``, ``proxy``, ``forbidden``, ``refused``,
        ``too_often``, ``down``, ``time_out``, ``portal`` or ``damaged``.
    detail : str
        What the service said about it.
    retry_after : float, optional
        How long it asked us to wait [s].

    Attributes
    ----------
    service : str
        The host at fault, if it is another than the one that was asked.
    """

    def __init__(self, kind: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.retry_after = kind, detail, retry_after
        self.service = ""

    @property
    def attempts(self) -> int:
        return ATTEMPTS.get(self.kind, 1)


def waiting_time(header: str | None, now: float | None = None) -> float | None:
    """Seconds to wait according to a ``Retry-After`` header, or None if it does not say.

    Sentinel Hub writes milliseconds where the standard (RFC 9110 §10.2.3) wants seconds or a date, and a proxy in
    between may write the standard. A number up to 60 is read as seconds (60 ms read as 60 s only costs patience), a
    larger one as milliseconds (120 s read as 120 ms costs one more refusal, after our own growing pause).
    """
    if not header:
        return None
    try:
        value = float(header)
    except ValueError:
        try:
            return max(0.0, parsedate_to_datetime(header).timestamp() - (time.time() if now is None else now))
        except ValueError:
            return None
    if not 0 <= value < float("inf"):
        return None
    return value if value <= LONGEST_SECONDS else value / 1000


def network_fault(error: Exception) -> Fault:
    """The fault behind an exception of `requests` (whose own text may quote the whole request)."""
    if isinstance(error, requests.exceptions.SSLError):
        return Fault("certificate")
    if isinstance(error, requests.exceptions.ProxyError):
        return Fault("proxy")
    # A server that falls silent in the middle of a body comes as a ConnectionError around a time-out.
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return Fault("time_out")
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return Fault("damaged")
    return Fault("down")


def status_fault(status: int, detail: str, retry_after: str | None) -> Fault:
    """The fault behind an HTTP status of 400 and more."""
    if status == 401:
        return Fault("login", detail)
    if status == 429:
        return Fault("too_often", detail, waiting_time(retry_after))
    if status in (402, 403):
        return Fault("forbidden", detail)
    if status in (408, 504):
        return Fault("time_out", detail)
    if status >= 500:
        return Fault("down", detail or f"HTTP {status}", waiting_time(retry_after) if status == 503 else None)
    return Fault("refused", detail or f"HTTP {status}")


def sentence(fault: Fault, service: str) -> UrbanThinkError:
    """What the user reads when a fault is final; `service` is the host that was asked."""
    return _SENTENCES[fault.kind](fault.service or service, fault)


def no_credentials() -> UrbanThinkError:
    """The sentence for an empty client id or secret."""
    return UrbanThinkError(
        "No OAuth client of the Copernicus Data Space was given.",
        "Create one in its dashboard, store id and secret in a QGIS authentication configuration and choose it as "
        "AUTH, or set SH_CLIENT_ID and SH_CLIENT_SECRET; planetary-computer and earth-search need no account.",
    )


def _credentials(service: str, fault: Fault) -> UrbanThinkError:
    return UrbanThinkError(
        "{service} does not accept the client id and secret.",
        "Check them in the dashboard of the Copernicus Data Space; a client may have expired: create a new one.",
        service=service,
    )


def _insecure(service: str, fault: Fault) -> UrbanThinkError:
    return UrbanThinkError(
        "The address of the identity service does not begin with https://, so the secret was not sent.",
        "Correct URBANTHINK_SH_TOKEN_URL.",
    )


def _forbidden(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "{service} refuses the request: the quota of the account is used up, or it may not see these data ({detail}).",
        "Look at the processing units left in your dashboard, wait for the next month, or use planetary-computer.",
        service=service,
        detail=fault.detail or "HTTP 403",
    )


def _refused(service: str, fault: Fault) -> UrbanThinkError:
    return UrbanThinkError(
        "{service} did not understand the request: {detail}.",
        "Check the area, the dates and the bands; if they are right, please report it.",
        service=service,
        detail=fault.detail.rstrip("."),
    )


def _certificate(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "The certificate of {service} is not trusted on this machine.",
        "If your organisation inspects traffic, point REQUESTS_CA_BUNDLE to its certificate file.",
        service=service,
    )


def _proxy(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "The proxy on the way to {service} does not answer or refuses us.",
        "Check the proxy in QGIS (Settings ▸ Options ▸ Network) or HTTPS_PROXY.",
        service=service,
    )


def _too_often(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "{service} keeps answering that it is asked too often.",
        "Wait some minutes and run it again: what was downloaded is kept.",
        service=service,
    )


def _down(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "{service} cannot be reached or does not work at the moment.",
        "Check the connection and try again later: what was downloaded is kept.",
        service=service,
    )


def _time_out(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "{service} does not answer in time.",
        "Check the connection and try again later: what was downloaded is kept.",
        service=service,
    )


def _portal(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "In place of {service} a web page answered: a login portal or proxy stands in between.",
        "Open a browser, log in to the network and run it again.",
        service=service,
    )


def _damaged(service: str, fault: Fault) -> UrbanThinkError:
    return ResourceError(
        "The answers of {service} arrive damaged.",
        "Check the connection and run it again: what arrived whole is kept.",
        service=service,
    )


_SENTENCES = {
    "credentials": _credentials,
    "login": _credentials,
    "insecure": _insecure,
    "refused": _refused,
    "forbidden": _forbidden,
    "certificate": _certificate,
    "proxy": _proxy,
    "too_often": _too_often,
    "down": _down,
    "time_out": _time_out,
    "portal": _portal,
    "damaged": _damaged,
}
