"""A Sentinel Hub client that behaves: it waits when told to, gives up in time, stops at once, trusts nothing unread.

It is the client of the `sentinelhub` library with its transport replaced, because that one repeats a 429 for ever,
sleeps through a cancel, never logs in again and stores truncated answers as good ones.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from oauthlib.oauth2 import BackendApplicationClient
from oauthlib.oauth2.rfc6749.errors import InsecureTransportError, MissingTokenError, OAuth2Error
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth2Session
from sentinelhub.config import SHConfig
from sentinelhub.constants import MimeType
from sentinelhub.download.models import DownloadRequest, DownloadResponse
from sentinelhub.download.sentinelhub_client import SentinelHubDownloadClient
from sentinelhub.download.session import SentinelHubSession

from ..errors import Cancelled
from ..run import Run
from .cache import cache_trouble
from .faults import Fault, network_fault, no_credentials, sentence, status_fault
from .patience import LONGEST_PAUSE, PAUSE, interruptibly, wait

#: No further attempt is made when nothing succeeded for this long [s]: the bound of a hopeless run.
PATIENCE = 55.0
CONNECT_TIMEOUT = 10.0
#: Silence a server may keep while it works, or between two packets [s].
READ_TIMEOUT = 40.0
LOGIN_TIMEOUT = 12.0
#: A pause from which on the user is told of it [s].
TOLD_PAUSE = 4.0
CHUNK = 256 * 1024
CONNECTIONS = 8
#: An error's own words are cut to this many characters, and its body is not read beyond.
LONGEST_DETAIL = 200
LONGEST_ERROR_BODY = 65536

Result = TypeVar("Result")

# At debug level these write tokens and secrets.
for _name in ("sentinelhub", "oauthlib", "requests_oauthlib"):
    logging.getLogger(_name).setLevel(logging.ERROR)


@dataclass
class Spent:
    """What a client has used; safe to add to from several threads."""

    bytes: int = 0
    requests: int = 0
    processing_units: float = 0.0
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, *, bytes: int = 0, requests: int = 0, processing_units: float = 0.0) -> None:
        with self._guard:
            self.bytes += bytes
            self.requests += requests
            self.processing_units += processing_units


class Login(SentinelHubSession):
    """The token of one OAuth client, shared by all threads and runs of this process."""

    _logins: dict[tuple[str, str, str], Login] = {}
    _register = threading.Lock()

    def __init__(self, config: SHConfig) -> None:
        # Not the parent's: it would fetch a token at once, with retries that cannot be cancelled.
        self.config = config
        self.refresh_before_expiry = self.DEFAULT_SECONDS_BEFORE_EXPIRY
        self._token: dict[str, Any] = {"expires_at": 0.0}
        self._guard = threading.Lock()
        self._failed_at = 0.0
        self._failure: Fault | None = None

    @classmethod
    def of(cls, config: SHConfig) -> Login:
        """The login of these credentials; other credentials of the same client replace it."""
        key = (config.sh_client_id, config.sh_base_url, config.sh_token_url)
        with cls._register:
            known = cls._logins.get(key)
            if known is None or known.config.sh_client_secret != config.sh_client_secret:
                known = cls._logins[key] = cls(config)
            return known

    @property
    def session_headers(self) -> dict[str, str]:
        asked_at = time.monotonic()
        with self._guard:
            # Who waited for another thread's login takes its failure too: the identity service counts our attempts.
            if self._failure is not None and self._failed_at > asked_at:
                raise copy.copy(self._failure)
            return {"Authorization": f"Bearer {self.token['access_token']}"}

    def forget(self, headers: dict[str, str]) -> None:
        """Drop a token that was refused, unless another thread has already got a new one."""
        with self._guard:
            if headers.get("Authorization") == f"Bearer {self._token.get('access_token')}":
                self._token = {"expires_at": 0.0}

    def _fetch_token(self, request: DownloadRequest) -> dict[str, Any]:
        client = BackendApplicationClient(client_id=self.config.sh_client_id)
        try:
            with OAuth2Session(client=client) as session:
                session.register_compliance_hook("access_token_response", _raise_for_status)
                granted = session.fetch_token(
                    token_url=request.url,
                    client_id=self.config.sh_client_id,
                    client_secret=self.config.sh_client_secret,
                    headers=dict(self.DEFAULT_HEADERS),
                    include_client_id=True,
                    timeout=(CONNECT_TIMEOUT, LOGIN_TIMEOUT),
                )
        except Exception as error:
            fault = _login_fault(error)
            fault.service = urlsplit(self.config.sh_token_url).hostname or ""
            self._failed_at, self._failure = time.monotonic(), fault
            raise fault from None
        granted.setdefault("expires_at", time.time() + 300)
        return dict(granted)


@dataclass(frozen=True)
class Attempt:
    """What one attempt has to heed: that nobody waits for it any more, and how long the server may be silent [s]."""

    abandoned: threading.Event
    patience: float


class Client(SentinelHubDownloadClient):
    """Makes the requests of one run. Thread-safe.

    Parameters
    ----------
    run : Run
        Asked in every wait whether it was cancelled.
    base_url, token_url, client_id, client_secret : str

    Attributes
    ----------
    spent : Spent
    stopping : threading.Event
        Set to end all requests that are under way.

    Raises
    ------
    UrbanThinkError
        From every method, in words for the user, when a request cannot succeed; `Cancelled` within a second of a
        cancel.
    """

    def __init__(self, run: Run, base_url: str, token_url: str, client_id: str, client_secret: str) -> None:
        if not client_id or not client_secret:
            raise no_credentials()
        # use_defaults: without it the library writes a configuration file into the user's home.
        config = SHConfig(use_defaults=True)
        config.sh_base_url, config.sh_token_url = base_url.rstrip("/"), token_url
        config.sh_client_id, config.sh_client_secret = client_id, client_secret
        super().__init__(config=config)
        self.service = urlsplit(config.sh_base_url).hostname or config.sh_base_url
        self.spent = Spent()
        self.stopping = threading.Event()
        self._run = run
        self._login = Login.of(config)
        self._http = requests.Session()
        self._http.mount("https://", HTTPAdapter(pool_connections=CONNECTIONS, pool_maxsize=CONNECTIONS))
        self._resume_at = 0.0
        self._last_success = 0.0

    def download_to(self, request: DownloadRequest, path: Path, check: Callable[[Path], None]) -> str:
        """Download an answer into a file; returns the SHA-256 of what was written.

        Parameters
        ----------
        request : DownloadRequest
        path : Path
            Written anew by each attempt.
        check : callable
            Told the path when the body is there; raises `Fault` if it is not what was asked for.
        """

        def work(attempt: Attempt) -> str:
            with _File(path) as file:
                self._send(request, file.write, attempt)
            check(path)
            return file.digest.hexdigest()

        return self._persist(request, work)

    def _execute_download(self, request: DownloadRequest) -> DownloadResponse:
        """The library's own way to an answer (catalogue queries), through our transport."""

        def work(attempt: Attempt) -> DownloadResponse:
            body = bytearray()
            headers = self._send(request, body.extend, attempt)
            if request.data_type is MimeType.JSON:
                try:
                    json.loads(body)
                except ValueError:
                    raise Fault("damaged") from None
            return DownloadResponse(request=request, content=bytes(body), headers=headers, status_code=200)

        return self._persist(request, work)

    def _persist(self, request: DownloadRequest, work: Callable[[Attempt], Result]) -> Result:
        """Attempt until it succeeds, a fault is final, or nothing has succeeded for too long."""
        started, renewed = time.monotonic(), False
        for number in itertools.count(1):
            wait(self._check, self._resume_at - time.monotonic())
            left = PATIENCE - self._silence(started)
            attempt = Attempt(threading.Event(), min(READ_TIMEOUT, max(left, PAUSE)))
            try:
                result = interruptibly(self._check, partial(work, attempt))
            except Fault as fault:
                if fault.kind == "login" and not renewed:
                    renewed = True
                    continue
                pause = max(fault.retry_after or 0.0, min(PAUSE * 2 ** (number - 1), LONGEST_PAUSE))
                if number >= fault.attempts or self._silence(started) + pause > PATIENCE:
                    raise sentence(fault, self.service) from None
                if fault.kind == "too_often":
                    # One refusal is meant for all threads of this client.
                    self._resume_at = max(self._resume_at, time.monotonic() + pause)
                if pause >= TOLD_PAUSE:
                    self._run.log(
                        "info", "{service} lets us wait {seconds} s", service=self.service, seconds=round(pause)
                    )
                wait(self._check, pause)
            except BaseException:
                attempt.abandoned.set()
                raise
            else:
                self._last_success = time.monotonic()
                return result
        raise AssertionError("itertools.count() ends with a return or an error")

    def _silence(self, started: float) -> float:
        """How long nothing of this client has succeeded [s]; other threads' success is a sign of life."""
        return time.monotonic() - max(started, self._last_success)

    def _send(self, request: DownloadRequest, receive: Callable[[bytes], object], attempt: Attempt) -> dict[str, str]:
        """One HTTP exchange; the body goes to `receive`, faults are raised as `Fault`."""
        login = self._login.session_headers if request.use_session else {}
        self.spent.add(requests=1)
        try:
            with self._http.request(
                request.request_type.value,
                request.url or "",
                json=request.post_values,
                headers={**login, **request.headers},
                timeout=(CONNECT_TIMEOUT, attempt.patience),
                stream=True,
            ) as response:
                if response.status_code == 401:
                    self._login.forget(login)
                if response.status_code >= 400:
                    raise status_fault(
                        response.status_code, self._detail(response), response.headers.get("Retry-After")
                    )
                if "text/html" in response.headers.get("Content-Type", ""):
                    raise Fault("portal")
                self._receive(response, receive, attempt)
                units = response.headers.get("X-ProcessingUnits-Spent", "")
                self.spent.add(processing_units=_number(units))
                return dict(response.headers)
        except requests.RequestException as error:
            raise network_fault(error) from None

    def _receive(self, response: requests.Response, receive: Callable[[bytes], object], attempt: Attempt) -> None:
        told = response.headers.get("Content-Length", "")
        counted = 0
        for chunk in response.iter_content(CHUNK):
            if attempt.abandoned.is_set():
                raise Cancelled
            receive(chunk)
            self.spent.add(bytes=response.raw.tell() - counted)
            counted = response.raw.tell()
            self._last_success = time.monotonic()
        if told.isdigit() and response.raw.tell() != int(told):
            raise Fault("damaged")

    def _check(self) -> None:
        self._run.check()
        if self.stopping.is_set():
            raise Cancelled

    def _detail(self, response: requests.Response) -> str:
        """What a service says about an error, short and without anything of ours."""
        body = b""
        for chunk in response.iter_content(8192):
            body += chunk
            if len(body) > LONGEST_ERROR_BODY:
                break
        try:
            said = json.loads(body)
        except ValueError:
            return f"HTTP {response.status_code}"
        said = said.get("error", said) if isinstance(said, dict) else {}
        text = said.get("message") or said.get("reason") or "" if isinstance(said, dict) else str(said)
        text = " ".join(str(text).split())[:LONGEST_DETAIL] or f"HTTP {response.status_code}"
        return text.replace(self.config.sh_client_secret, "…").replace(self.config.sh_client_id, "…")


class _File:
    """A file that is hashed while it is written, and whose disk troubles are told in the user's words."""

    def __init__(self, path: Path) -> None:
        self.digest = hashlib.sha256()
        self._path = path

    def __enter__(self) -> _File:
        try:
            self._stream = self._path.open("wb")
        except OSError as error:
            raise cache_trouble(error, self._path.parent.parent) from None
        return self

    def write(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        try:
            self._stream.write(chunk)
        except OSError as error:
            raise cache_trouble(error, self._path.parent.parent) from None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._stream.close()
        except OSError as error:
            if kind is None:
                raise cache_trouble(error, self._path.parent.parent) from None
        if kind is not None:
            self._path.unlink(missing_ok=True)


def _raise_for_status(response: requests.Response) -> requests.Response:
    """Leave to the OAuth library only the refusals it can read: those that name an OAuth error."""
    if response.status_code >= 400:
        try:
            named = isinstance(response.json()["error"], str)
        except (ValueError, KeyError, TypeError):
            named = False
        if not named or response.status_code == 429 or response.status_code >= 500:
            response.raise_for_status()
    return response


def _login_fault(error: Exception) -> Fault:
    """The fault behind what the OAuth library raises."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        status = error.response.status_code
        if status in (400, 401, 403):
            return Fault("credentials")
        return status_fault(status, f"HTTP {status}", error.response.headers.get("Retry-After"))
    if isinstance(error, requests.RequestException) and not isinstance(error, requests.JSONDecodeError):
        return network_fault(error)
    if isinstance(error, InsecureTransportError):
        return Fault("insecure")
    if isinstance(error, OAuth2Error) and not isinstance(error, MissingTokenError):
        return Fault("credentials" if "client" in str(error.error) or "grant" in str(error.error) else "down")
    # An answer without a token: no JSON, or words the library cannot even take apart.
    return Fault("portal")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
