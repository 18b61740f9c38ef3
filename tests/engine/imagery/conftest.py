"""The loopback services, and an environment in which clients talk to them and cache in a folder of the test."""

import importlib
import sys
from pathlib import Path

import pytest

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
    return services
