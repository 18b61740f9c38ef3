"""Fixtures of the services, for the conftest of any folder of tests, which puts the folder "tests" on `sys.path` and
imports `services` and `services_session` from here (both names: the second is what the first stands on).
"""

from __future__ import annotations

import pytest

from .server import start_services


@pytest.fixture(scope="session")
def services_session(tmp_path_factory):
    """Started once a session; scenes are cut once."""
    running = start_services(tmp_path_factory.mktemp("services"))
    yield running
    running.stop()


@pytest.fixture
def services(services_session):
    """The services without faults and with an empty log."""
    services_session.reset()
    yield services_session
    services_session.reset()
    mistakes = services_session.mistakes()
    assert not mistakes, mistakes[0]
