"""Where the sun stands, when the weather file means it, and that no light is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pvlib
import pytest

from urbanthink_plugin.engine.solar.sun import sun_samples

from .skies import suns_of


def angle_between(azimuth, elevation, other_azimuth, other_elevation):
    """Great-circle distance [°]."""
    a, b, c, d = map(np.radians, (azimuth, elevation, other_azimuth, other_elevation))
    cosine = np.sin(b) * np.sin(d) + np.cos(b) * np.cos(d) * np.cos(a - c)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


@pytest.mark.parametrize("hemisphere", ["northern", "southern"])
def test_positions_are_pvlibs(hemisphere, request):
    weather = request.getfixturevalue(hemisphere)
    samples = sun_samples(weather, per_hour=4)
    truth = suns_of(weather, per_hour=4)
    assert len(samples) == len(truth.hours)
    away = angle_between(samples.azimuth_deg, samples.elevation_deg, truth.azimuth, truth.elevation)
    assert away[truth.elevation > 0].max() < 0.01


def test_a_position_published_with_the_algorithm():
    """NREL SPA's own example: 17 October 2003, 12:30:30 at UTC−7, Golden: zenith 50.11162°, azimuth 194.34024°."""
    time = pd.DatetimeIndex(["2003-10-17 19:30:30"])
    from .skies import year_of

    weather = year_of(time.to_numpy(), [500.0], [700.0], [80.0], 39.742476, -105.1786, 1830.14)
    samples = sun_samples(weather, per_hour=1)
    assert samples.elevation_deg[0] == pytest.approx(90 - 50.11162, abs=0.005)
    assert samples.azimuth_deg[0] == pytest.approx(194.34024, abs=0.005)


def test_instants_lie_inside_their_interval(northern):
    """The stamp is the middle of the interval: four suns an hour are 7.5 and 22.5 minutes before and after."""
    noon = np.flatnonzero(northern.ghi > 0)[4]
    one_hour = replace(northern, ghi=np.where(np.arange(8760) == noon, northern.ghi, 0), dni=np.zeros(8760))
    one_hour = replace(one_hour, dhi=np.where(np.arange(8760) == noon, northern.dhi, 0))
    samples = sun_samples(one_hour, per_hour=4)
    minutes = pd.to_timedelta([-22.5, -7.5, 7.5, 22.5], unit="min")
    times = pd.DatetimeIndex(one_hour.time[[noon]]).tz_localize("UTC")[0] + minutes
    sun = pvlib.solarposition.get_solarposition(times, northern.latitude, northern.longitude, northern.altitude)
    assert samples.azimuth_deg == pytest.approx(sun["azimuth"].to_numpy(), abs=0.01)
    assert samples.elevation_deg == pytest.approx(sun["apparent_elevation"].to_numpy(), abs=0.01)


def test_the_offset_of_pvgis_matters(pvgis):
    """Suns at the stamp instead of 0.1761 h later move the irradiation of an east roof by more than 1 %."""
    from .skies import open_plane

    shifted = replace(pvgis, time=pvgis.time - np.timedelta64(int(0.1761 * 3600), "s"))
    right, wrong = (open_plane(weather, 35, 90) for weather in (pvgis, shifted))
    assert abs(wrong / right - 1) > 0.01
    samples = sun_samples(pvgis, per_hour=1)
    truth = suns_of(pvgis, per_hour=1)
    away = angle_between(samples.azimuth_deg, samples.elevation_deg, truth.azimuth, truth.elevation)
    assert away[truth.elevation > 0].max() < 0.01


@pytest.mark.parametrize("per_hour", [1, 2, 4, 12])
def test_weights_are_the_hours_of_a_mean_year(northern, per_hour):
    samples = sun_samples(northern, per_hour=per_hour)
    light = (northern.ghi > 0) | (northern.dhi > 0)
    assert samples.weight_hours.sum() == pytest.approx(light.sum(), rel=1e-9)
    assert (samples.ghi * samples.weight_hours).sum() == pytest.approx(northern.ghi.sum(), rel=1e-9)
    assert set(samples.month) <= set(range(1, 13))
    assert np.array_equal(northern.ghi[samples.interval], samples.ghi)


def test_several_years_are_averaged(northern):
    """The same year twice is that year."""
    twice = {name: np.tile(getattr(northern, name), 2) for name in ("ghi", "dni", "dhi", "temp_air", "wind_speed")}
    later = northern.time + np.timedelta64(365, "D")
    both = replace(northern, time=np.concatenate([northern.time, later]), **twice, kind="pvgis_hourly")
    samples = sun_samples(both)
    assert (samples.ghi * samples.weight_hours).sum() == pytest.approx(northern.ghi.sum(), rel=2e-3)
