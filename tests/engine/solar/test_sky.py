"""The sky: its parts are pvlib's, and open planes get from the tables what pvlib's transposition gives them."""

from __future__ import annotations

import numpy as np
import pvlib
import pytest

from urbanthink_plugin.engine.solar.irradiation import solve
from urbanthink_plugin.engine.solar.sky import sky_tables
from urbanthink_plugin.engine.solar.sun import sun_samples

from .city import gradient
from .skies import open_plane, open_series, suns_of

TILTS = (0, 10, 30, 45, 60, 75, 90)
COMPASS = range(0, 360, 45)
#: A slope is a rise per metre: 90° has none.
VERTICAL = 89.99


@pytest.mark.parametrize("model", ["perez", "perez-driesse", "haydavies", "isotropic"])
@pytest.mark.parametrize(("tilt", "azimuth"), [(0, 180), (30, 180), (45, 97), (60, 10), (90, 250)])
def test_parts_sum_to_pvlib(northern, model, tilt, azimuth):
    """At every instant, to the last digits."""
    samples = sun_samples(northern, per_hour=2, model=model)
    samples = samples.only(samples.elevation_deg > 0)
    time = northern.time[samples.interval]
    zenith = 90 - samples.elevation_deg
    total = pvlib.irradiance.get_total_irradiance(
        tilt,
        azimuth,
        zenith,
        samples.azimuth_deg,
        dni=samples.dni,
        ghi=samples.ghi,
        dhi=northern.dhi[samples.interval],
        dni_extra=pvlib.irradiance.get_extra_radiation(_instants(time, samples, northern).day_of_year.to_numpy()),
        airmass=pvlib.atmosphere.get_relative_airmass(zenith),
        albedo=0.2,
        model=model,
    )
    cosine = np.maximum(pvlib.irradiance.aoi_projection(tilt, azimuth, zenith, samples.azimuth_deg), 0)
    beta = np.radians(tilt)
    ours = (
        (samples.dni + samples.circumsolar) * cosine
        + samples.isotropic * (1 + np.cos(beta)) / 2
        + samples.horizon * np.sin(beta)
        + 0.2 * samples.ghi * (1 - np.cos(beta)) / 2
    )
    # Where pvlib cuts a negative diffuse light off at 0, a sum over the sky cannot.
    kept = np.asarray(total["poa_sky_diffuse"]) > 0
    assert kept.mean() > 0.99
    assert np.abs(ours - np.asarray(total["poa_global"]))[kept].max() < 1e-10 * 1000


def _instants(time, samples, weather):
    """Days of the year of the sub-hourly instants: the first half of each pair lies 15 minutes before the stamp."""
    import pandas as pd

    first = np.append(True, np.diff(samples.interval) > 0)
    shift = np.where(first, -15, 15).astype("timedelta64[m]")
    alone = np.bincount(samples.interval, minlength=len(weather.ghi))[samples.interval] == 1
    rising = pvlib.solarposition.get_solarposition(
        pd.DatetimeIndex(time - np.timedelta64(15, "m")), weather.latitude, weather.longitude, weather.altitude
    )["apparent_elevation"].to_numpy()
    shift = np.where(alone & (rising < 0), np.timedelta64(15, "m"), shift)
    return pd.DatetimeIndex(time + shift)


@pytest.mark.parametrize("hemisphere", ["northern", "southern"])
@pytest.mark.parametrize(("azimuths", "gate"), [(36, 0.2e-2), (72, 0.05e-2)])
def test_open_planes(hemisphere, azimuths, gate, request):
    """0 to 90°, eight azimuths: within 0.2 % of pvlib with 36 directions and 0.05 % with 72."""
    weather = request.getfixturevalue(hemisphere)
    planes = [(tilt, azimuth) for tilt in TILTS for azimuth in COMPASS]
    found = open_planes(sky_tables(sun_samples(weather), azimuths), planes)
    errors = {plane: value / _truth(weather, *plane) - 1 for plane, value in zip(planes, found, strict=True)}
    worst = max(errors, key=lambda plane: abs(errors[plane]))
    assert abs(errors[worst]) <= gate, f"{worst}: {errors[worst]:+.4%}"


@pytest.mark.parametrize("azimuths", [36, 72])
def test_open_planes_as_surfaces(northern, azimuths):
    """The same on surface models that are one tilted plane each, whose slopes the solver finds itself."""
    tables = sky_tables(sun_samples(northern), azimuths)
    rows, columns = np.mgrid[:24, :24] * 0.5
    for tilt in (0, 10, 30, 45, 60, 75):
        for azimuth in (0, 97, 180, 263):
            east, north = gradient(tilt, azimuth)
            found = solve((100 + east * columns - north * rows).astype(np.float32), 0.5, tables).total[0, 12, 12]
            assert found == pytest.approx(_truth(northern, tilt, azimuth), rel=0.2e-2 if azimuths == 36 else 0.05e-2)


def test_known_irradiation_of_pvgis(pvgis):
    """Figures typed in: GHI of the file, and pvlib's Perez transposition of it, one sun an hour."""
    assert pvgis.ghi.sum() / 1000 == pytest.approx(1435.861, abs=1e-3)
    expected = {(30, 180): 1736.228, (35, 90): 1312.178, (45, 0): 707.678, (90, 180): 1251.555}
    found = open_planes(sky_tables(sun_samples(pvgis, per_hour=1), 72), expected)
    assert found == pytest.approx(list(expected.values()), rel=0.05e-2)


@pytest.mark.parametrize("model", ["perez-driesse", "haydavies", "isotropic"])
def test_other_skies(northern, model):
    tables = sky_tables(sun_samples(northern, model=model), 72)
    planes = [(0, 180), (30, 180), (45, 0), (60, 250)]
    truth = [open_series(northern, *plane, model=model).sum() / 4000 for plane in planes]
    assert open_planes(tables, planes) == pytest.approx(truth, rel=0.05e-2)


def test_months_add_up_to_the_year(northern):
    samples = sun_samples(northern)
    months, year = sky_tables(samples, 36, months=True), sky_tables(samples, 36)
    assert months.ghi.sum() == pytest.approx(year.ghi[0], rel=1e-12)
    planes = [(tilt, azimuth) for tilt in TILTS for azimuth in COMPASS]
    assert open_planes(months, planes) == pytest.approx(open_planes(year, planes), rel=1e-4)
    truth = suns_of(northern)
    assert months.ghi == pytest.approx(np.bincount(truth.month - 1, truth.ghi * truth.hours / 1000, 12), rel=1e-9)


@pytest.mark.parametrize("convergence", [-5.4, 3.5])
def test_grid_north_is_not_true_north(northern, convergence):
    """A roof that faces the grid's east at a convergence of −5.4° (Brest) faces 84.6° from true north."""
    samples = sun_samples(northern)
    tables = sky_tables(samples, 72, convergence_deg=convergence)
    planes = [(35, azimuth) for azimuth in (45, 90, 135, 180, 270)]
    truth = [_truth(northern, tilt, azimuth + convergence) for tilt, azimuth in planes]
    assert open_planes(tables, planes) == pytest.approx(truth, rel=0.05e-2)
    wrong = open_planes(sky_tables(samples, 72), [(35, 90)])[0]
    assert abs(wrong / _truth(northern, 35, 90 + convergence) - 1) > 0.01


def open_planes(tables, planes):
    """Irradiation of planes with nothing around them, each a pixel of open ground with a slope of its own."""
    slopes = np.array([gradient(min(tilt, VERTICAL), azimuth) for tilt, azimuth in planes], np.float32)
    ground = np.zeros((1, len(slopes)), np.float32)
    found = solve(ground, 0.5, tables, slopes=(slopes[None, :, 0], slopes[None, :, 1])).total
    return found.sum(axis=0, dtype=float)[0]


def _truth(weather, tilt, azimuth):
    key = (weather.latitude, tilt, azimuth)
    if key not in _KNOWN:
        _KNOWN[key] = open_plane(weather, min(tilt, VERTICAL), azimuth)
    return _KNOWN[key]


_KNOWN: dict = {}
