"""The client among faults: one sentence for each, in bounded time, and a cancel that is heard even while waiting."""

import resource
import subprocess
import sys
import threading
import time
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from sentinelhub.constants import MimeType, RequestType
from sentinelhub.download.models import DownloadRequest

from urbanthink_plugin.engine.errors import Cancelled, ResourceError, UrbanThinkError
from urbanthink_plugin.engine.imagery import client as module
from urbanthink_plugin.engine.imagery.client import Client, Login
from urbanthink_plugin.engine.imagery.faults import waiting_time
from urbanthink_plugin.engine.run import Run

#: What bounds a hopeless run in these tests [s].
BOUND = 4.0


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Short pauses and little patience; no login of an earlier test."""
    for name, value in {"PATIENCE": 2.0, "READ_TIMEOUT": 0.5, "LOGIN_TIMEOUT": 0.5, "PAUSE": 0.05}.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(Login, "_logins", {})


@pytest.fixture
def make_client(online):
    def make(run=None, *, secret=None, token_url=None, base_url=None):
        return Client(
            run or Run(),
            base_url or online.base_url,
            token_url or online.token_url,
            online.client_id,
            online.client_secret if secret is None else secret,
        )

    return make


def collections(client):
    """The simplest question to the service."""
    url = f"{client.config.sh_base_url}/api/v1/catalog/1.0.0/collections"
    return client.get_json_dict(url, use_session=True)["collections"]


def refused(client, services):
    """Ask, and give back the sentence, the seconds it took, and that it holds no secret."""
    start = time.monotonic()
    with pytest.raises(UrbanThinkError) as caught:
        collections(client)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.values)
    assert services.client_secret not in told and "Bearer" not in told
    assert caught.value.hint
    return caught.value, time.monotonic() - start


def test_an_honest_answer(make_client, online):
    client = make_client()
    assert {"sentinel-2-l2a", "sentinel-3-slstr-l2"} <= {one["id"] for one in collections(client)}
    assert client.spent.requests == 1 and client.spent.bytes > 100
    assert len(online.requests("token")) == 1


def test_one_login_serves_every_client_until_the_credentials_change(make_client, online):
    for _ in range(3):
        collections(make_client())
    assert len(online.requests("token")) == 1
    error, _ = refused(make_client(secret="wrong"), online)
    assert "does not accept the client id and secret" in error.message
    collections(make_client())
    assert len(online.requests("token")) == 3


@pytest.mark.parametrize(("client_id", "secret"), [("", "x"), ("x", ""), ("", "")])
def test_empty_credentials_are_told_before_anything_is_asked(online, client_id, secret):
    with pytest.raises(UrbanThinkError, match="No OAuth client"):
        Client(Run(), online.base_url, online.token_url, client_id, secret)
    assert online.requests() == []


TOKEN_FAULTS = {
    "down": ({"status": 500, "times": -1}, "cannot be reached or does not work"),
    "reset": ({"drop": True, "times": -1}, "cannot be reached or does not work"),
    "silent": ({"sleep": 3, "times": -1}, "does not answer in time"),
    "portal": ({"garbage": "html", "times": -1}, "a login portal or proxy stands in between"),
    "asked too often": ({"status": 429, "times": -1}, "asked too often"),
    "forbidden": ({"status": 403, "times": -1}, "does not accept the client id and secret"),
}


@pytest.mark.parametrize("name", TOKEN_FAULTS)
def test_faults_of_the_identity_service(make_client, online, name):
    fault, expected = TOKEN_FAULTS[name]
    online.faults([{"route": "token", **fault}])
    error, seconds = refused(make_client(), online)
    assert expected in error.message
    assert seconds < BOUND
    assert online.requests("catalog") == []
    online.faults([])
    assert collections(make_client())


def test_the_secret_never_travels_in_the_clear(make_client, online):
    error, _ = refused(make_client(token_url=online.token_url.replace("https", "http")), online)
    assert "does not begin with https" in error.message
    assert online.requests() == []


def test_nobody_listens(make_client, online):
    error, seconds = refused(make_client(token_url="https://localhost:9/token"), online)
    assert "cannot be reached" in error.message and seconds < BOUND


def test_a_certificate_nobody_vouches_for(make_client, online, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE")
    error, seconds = refused(make_client(), online)
    assert "certificate" in error.message and "REQUESTS_CA_BUNDLE" in error.hint
    assert seconds < 1


def test_a_proxy_that_is_not_there(make_client, online, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://localhost:9")
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("no_proxy")
    error, _ = refused(make_client(), online)
    assert "proxy" in error.message


FINAL = {
    "quota": ({"status": 403, "times": -1}, "quota of the account is used up", 1),
    "not found": ({"status": 404, "times": -1}, "did not understand the request", 1),
    "always 401": ({"status": 401, "times": -1}, "does not accept the client id", 2),
    "always 429": ({"status": 429, "headers": {"Retry-After": "100"}, "times": -1}, "asked too often", None),
    "429 for an hour": ({"status": 429, "headers": {"Retry-After": "3600000"}, "times": -1}, "asked too often", 1),
    "always 500": ({"status": 500, "times": -1}, "cannot be reached or does not work", 5),
    "always reset": ({"drop": True, "times": -1}, "cannot be reached or does not work", 5),
    "always silent": ({"sleep": 3, "times": -1}, "does not answer in time", None),
    "always truncated": ({"truncate": 0.5, "times": -1}, "arrive damaged", 3),
    "always a web page": ({"garbage": "html", "times": -1}, "a login portal or proxy stands in between", 2),
    "always noise": ({"garbage": "bytes", "times": -1}, "arrive damaged", 3),
}


@pytest.mark.parametrize("name", FINAL)
def test_what_does_not_pass_is_one_sentence_in_bounded_time(make_client, online, name):
    fault, expected, attempts = FINAL[name]
    online.faults([{"route": "catalog", **fault}])
    error, seconds = refused(make_client(), online)
    assert expected in error.message and "localhost" in error.message
    assert seconds < BOUND
    if attempts:
        assert len(online.requests("catalog")) == attempts
    online.faults([])
    assert collections(make_client())


PASSING = {
    "401 once": ([{"status": 401}], 0),
    "429 once for 800 ms": ([{"status": 429, "headers": {"Retry-After": "800"}}], 0.8),
    "429 once for 1 s": ([{"status": 429, "headers": {"Retry-After": "1"}}], 1.0),
    "429 once without a word": ([{"status": 429}], 0),
    "500 twice": ([{"status": 500, "times": 2}], 0.1),
    "503 once for 300 ms": ([{"status": 503, "headers": {"Retry-After": "300"}}], 0.3),
    "reset once": ([{"drop": True}], 0),
    "silent once": ([{"sleep": 1}], 0.5),
    "truncated once": ([{"truncate": 0.3}], 0),
    "a web page once": ([{"garbage": "html"}], 0),
    "noise once": ([{"garbage": "bytes"}], 0),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_waited_for(make_client, online, name):
    faults, least = PASSING[name]
    client = make_client()
    collections(client)
    online.faults([{"route": "catalog", **fault} for fault in faults])
    start = time.monotonic()
    assert collections(client)
    assert least <= time.monotonic() - start < least + 1.5


def test_a_revoked_token_is_replaced_once(make_client, online):
    client = make_client()
    collections(client)
    online.sentinel_hub.revoke()
    assert collections(client)
    assert [entry["status"] for entry in online.requests("catalog")] == [200, 401, 200]
    assert len(online.requests("token")) == 2


WAITS = {
    "in a pause": [{"route": "catalog", "status": 429, "headers": {"Retry-After": "30000"}, "times": -1}],
    "while the server is silent": [{"route": "catalog", "sleep": 20}],
    "while the identity service is silent": [{"route": "token", "sleep": 20}],
}


@pytest.mark.parametrize("name", WAITS)
def test_a_cancel_is_heard_within_a_second(make_client, online, monkeypatch, name):
    for constant in ("PATIENCE", "READ_TIMEOUT", "LOGIN_TIMEOUT"):
        monkeypatch.setattr(module, constant, 40.0)
    cancel = threading.Event()
    online.faults(WAITS[name])
    cancelled_at = []
    threading.Timer(0.5, lambda: (cancelled_at.append(time.monotonic()), cancel.set())).start()
    with pytest.raises(Cancelled):
        collections(make_client(Run(cancel=cancel)))
    assert 0 <= time.monotonic() - cancelled_at[0] < 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("800", 0.8),
        ("59231", 59.231),
        ("2", 2),
        ("60", 60),
        ("0", 0),
        ("1.5", 1.5),
        (format_datetime(datetime.fromtimestamp(1_700_000_030, UTC), usegmt=True), 30),
        (format_datetime(datetime.fromtimestamp(1_700_000_000, UTC) - timedelta(hours=1), usegmt=True), 0),
        ("soon", None),
        ("-1", None),
        ("nan", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_retry_after_means(header, seconds):
    assert waiting_time(header, now=1_700_000_000) == seconds


def download(client, path, check=lambda path: None):
    url = f"{client.config.sh_base_url}/api/v1/catalog/1.0.0/collections"
    request = DownloadRequest(url=url, request_type=RequestType.GET, use_session=True, data_type=MimeType.JSON)
    return client.download_to(request, path, check)


def test_a_full_disk_is_a_sentence_and_leaves_no_file(make_client, online, tmp_path):
    client = make_client()
    collections(client)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(ResourceError, match=r"cache folder .* cannot be written"):
            download(client, tmp_path / "series" / "x.part")
    except FileNotFoundError:
        pytest.fail("the folder is the caller's")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(tmp_path.rglob("*.part"))


def test_no_configuration_file_is_written(online, tmp_path):
    code = (
        "from urbanthink_plugin.engine.imagery.client import Client; from urbanthink_plugin.engine.run import Run; "
        "Client(Run(), 'https://localhost', 'https://localhost/token', 'id', 'x')"
    )
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run([sys.executable, "-c", code], env={"HOME": str(home), "PYTHONPATH": ":".join(sys.path)}, check=True)
    assert list(home.rglob("*")) == []
