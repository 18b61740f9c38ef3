"""The services for their own tests, and clients configured as a user's would be."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
fixtures = importlib.import_module("services.fixtures")
services, services_session = fixtures.services, fixtures.services_session


@pytest.fixture
def online(services, monkeypatch):
    """The services, with this process's environment set for them."""
    for name, value in services.environment().items():
        monkeypatch.setenv(name, value)
    return services
