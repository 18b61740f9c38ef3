"""Weather years that the solar tests share, each made once."""

from __future__ import annotations

import pytest

from .skies import made_up_year, pvgis_year, suns_of


@pytest.fixture(scope="session")
def northern():
    """A year at 45° N."""
    return made_up_year(45.0, 8.0)


@pytest.fixture(scope="session")
def southern():
    """A year at 34° S: the sun stands in the north."""
    return made_up_year(-33.9, 18.4, seed=2)


@pytest.fixture(scope="session")
def pvgis(real_data):
    """PVGIS's typical year for 45° N 8° E."""
    return pvgis_year(real_data)


@pytest.fixture(scope="session")
def northern_suns(northern):
    return suns_of(northern)
