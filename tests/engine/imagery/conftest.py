"""The loopback services, and an environment in which clients talk to them and cache in a folder of the test."""

import importlib
import sys
import threading
import time
from pathlib import Path

import pytest

from urbanthink_plugin.engine.imagery import cache
from urbanthink_plugin.engine.imagery.client import Login
from urbanthink_plugin.engine.imagery.patience import _Worker
from urbanthink_plugin.engine.imagery.sentinelhub_source import SentinelHubSource
from urbanthink_plugin.engine.run import Run

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
fixtures = importlib.import_module("services.fixtures")
services, services_session = fixtures.services, fixtures.services_session


@pytest.fixture
def cache_folder(tmp_path, monkeypatch):
    """An empty cache, which the engine finds by ``URBANTHINK_CACHE``."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("URBANTHINK_CACHE", str(folder))
    return folder


@pytest.fixture
def online(services, cache_folder, monkeypatch):
    """The services, with this process's environment set for them."""
    for name, value in services.environment().items():
        monkeypatch.setenv(name, value)
    yield services
    # Who was given up goes on in a thread of its own, where GDAL reads the environment: it must not change meanwhile.
    services.reset()
    end = time.monotonic() + 30
    while len(_Worker._idle) < sum(thread.name == "urbanthink-read" for thread in threading.enumerate()):
        assert time.monotonic() < end, "a read that was given up does not end"
        time.sleep(0.02)


@pytest.fixture
def strangers(monkeypatch):
    """Nobody is logged in, and no entry of a cache was looked at before."""
    monkeypatch.setattr(Login, "_logins", {})
    monkeypatch.setattr(cache, "_verified", set())


@pytest.fixture
def new_source(online):
    """Makes sources of the loopback Sentinel Hub."""

    def make(run=None):
        return SentinelHubSource(
            run or Run(), online.base_url, online.token_url, online.client_id, online.client_secret
        )

    return make


@pytest.fixture
def source(new_source):
    return new_source()
