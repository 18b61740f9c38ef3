"""Twelve cases whose answer can be written down (reference document, §9.1), through the public functions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import binary_dilation

from urbanthink_plugin.engine.solar.horizon import sweep_horizons
from urbanthink_plugin.engine.solar.irradiation import solve
from urbanthink_plugin.engine.solar.sky import sky_tables
from urbanthink_plugin.engine.solar.sun import SunSamples, sun_samples

from .skies import open_plane, open_series, suns_of

PIXEL = 0.5


@pytest.fixture(scope="module")
def tables(northern):
    return sky_tables(sun_samples(northern), 36)


def one_sun(azimuth, elevation, azimuths=36):
    """Tables of a single sun of 1 kWh/m²."""
    nothing = np.zeros(1)
    sample = SunSamples(
        azimuth_deg=np.array([float(azimuth)]),
        elevation_deg=np.array([float(elevation)]),
        weight_hours=np.ones(1),
        month=np.array([6]),
        interval=np.array([0]),
        dni=np.full(1, 1000.0),
        circumsolar=nothing,
        isotropic=nothing,
        horizon=nothing,
        ghi=nothing,
    )
    return sky_tables(sample, azimuths)


def sky_view(heights, tables, row, column, **options):
    return float(solve(heights.astype(np.float32), PIXEL, tables, **options).sky_view[row, column])


def distances(size):
    """Distance of every pixel from the middle one [m]."""
    rows, columns = np.mgrid[:size, :size]
    return np.hypot(rows - size // 2, columns - size // 2) * PIXEL


def test_1_open_ground_gets_what_the_weather_file_says(tables, northern):
    flat = solve(np.full((30, 40), 123.0, np.float32), PIXEL, tables)
    assert flat.total == pytest.approx(open_plane(northern, 0, 180), rel=1e-4)
    assert flat.sky_view == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(("height", "steps"), [(6, 8), (15, 41), (40, 20)])
@pytest.mark.parametrize("side", [0, 1, 2, 3])
def test_2_infinite_wall(tables, height, steps, side):
    """Sky view ½(1 + cos ψ), tan ψ = H/d, whichever side the wall is on."""
    ground = np.zeros((160, 3001))
    ground[:40] = height
    ground = np.rot90(ground, side)
    row, column = np.argwhere(np.rot90(_mark(ground.shape, side, 39 + steps, 1500), side))[0]
    expected = (1 + np.cos(np.arctan(height / (steps * PIXEL)))) / 2
    assert sky_view(ground, tables, row, column) == pytest.approx(expected, abs=0.006)


def _mark(shape, side, row, column):
    """One pixel of the array before it was turned."""
    marked = np.zeros(shape if side % 2 == 0 else shape[::-1], bool)
    marked[row, column] = True
    return marked


@pytest.mark.parametrize("part", [0.5, 0.3, 0.15])
def test_3_infinite_canyon(tables, part):
    """½(cos ψ₁ + cos ψ₂) between two walls of 12 m, 40 m apart."""
    ground = np.zeros((2401, 200))
    ground[:, :60] = ground[:, 140:] = 12.0
    column = round(59 + 81 * part)
    near, far = ((column - 59) * PIXEL, (140 - column) * PIXEL)
    expected = (np.cos(np.arctan(12 / near)) + np.cos(np.arctan(12 / far))) / 2
    assert sky_view(ground, tables, 1200, column) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("height", [10.0, 40.0, 90.0])
def test_4_circular_basin(tables, height):
    """1 / (1 + (H/R)²) at its centre."""
    radius = distances(401)
    basin = np.where(radius >= 60, height, 0.0)
    assert sky_view(basin, tables, 200, 200) == pytest.approx(1 / (1 + (height / 60) ** 2), abs=0.006)


@pytest.mark.parametrize("angle", [15, 30, 50])
def test_4_funnel(tables, angle):
    """cos² of the slope at the apex of a cone."""
    funnel = distances(301) * np.tan(np.radians(angle))
    level = (np.zeros(funnel.shape, np.float32),) * 2
    found = sky_view(funnel, tables, 150, 150, slopes=level)
    assert found == pytest.approx(np.cos(np.radians(angle)) ** 2, abs=0.003)


def test_5_hemispherical_bowl(tables):
    """Half of the sky, wherever in the bowl."""
    radius = distances(361)
    bowl = np.where(radius < 88, 88 - np.sqrt(np.maximum(88.0**2 - radius**2, 0)), 88.0)
    seen = solve(bowl.astype(np.float32), PIXEL, tables).sky_view
    for row, column in ((180, 180), (180, 240), (240, 180), (225, 135), (180, 300)):
        assert seen[row, column] == pytest.approx(0.5, abs=0.006)


@pytest.mark.parametrize("tilt", [10, 30, 45, 60, 75])
def test_6_sky_view_of_a_tilted_plane(tables, tilt):
    rows, columns = np.mgrid[:30, :30] * PIXEL
    for turn in np.radians((0, 20, 45, 137, 250)):
        plane = np.tan(np.radians(tilt)) * (np.sin(turn) * columns + np.cos(turn) * rows)
        assert sky_view(plane, tables, 15, 15) == pytest.approx((1 + np.cos(np.radians(tilt))) / 2, abs=0.002)


def test_7_dozier_and_frew(tables):
    """Their integral over horizons, for a tilted surface before an infinite wall, evaluated on 3600 directions."""
    slope, aspect, height, distance = np.radians(25.0), np.radians(210.0), 10.0, 12.0
    rows = np.arange(220)[:, None] + np.zeros((1, 2401))
    ground = np.where(rows < 100, height, 0.0)
    row, column = 99 + round(distance / PIXEL), 1200
    fall = np.tan(slope)
    gradient = [np.full(ground.shape, part, np.float32) for part in (-fall * np.sin(aspect), -fall * np.cos(aspect))]
    phi = (np.arange(3600) + 0.5) * 2 * np.pi / 3600
    obstacle = np.arctan(np.maximum(height / distance * np.cos(phi), 0.0))
    own = np.arctan(np.maximum(-fall * np.cos(phi - aspect), 0.0))
    from_zenith = np.pi / 2 - np.maximum(obstacle, own)
    expected = np.mean(
        np.cos(slope) * np.sin(from_zenith) ** 2
        + np.sin(slope) * np.cos(phi - aspect) * (from_zenith - np.sin(from_zenith) * np.cos(from_zenith))
    )
    assert sky_view(ground, tables, row, column, slopes=tuple(gradient)) == pytest.approx(expected, abs=0.006)


def test_8_light_before_a_south_wall(northern):
    """The sun is seen iff tan ε / cos(α − 180°) > H/d, or from the north."""
    height, steps = 10.0, 30
    ground = np.zeros((160, 2401))
    ground[-40:] = height
    row = 120 - steps
    suns = suns_of(northern)
    seen_from = np.cos(np.radians(suns.azimuth - 180))
    free = (seen_from <= 0) | (np.tan(np.radians(suns.elevation)) > height / (steps * PIXEL) * seen_from)
    light = suns.beam * np.sin(np.radians(suns.elevation)) * suns.hours / 1000
    beam = light[free & (suns.elevation > 0)].sum()
    even = (suns.isotropic * suns.hours).sum() / 1000 * (1 + np.cos(np.arctan(height / (steps * PIXEL)))) / 2
    samples = sun_samples(northern)
    nothing = np.zeros(len(samples))
    only_beam = sky_tables(replace(samples, isotropic=nothing, horizon=nothing, ghi=nothing), 36)
    only_even = sky_tables(replace(samples, dni=nothing, circumsolar=nothing, horizon=nothing, ghi=nothing), 36)
    heights = ground.astype(np.float32)
    assert solve(heights, PIXEL, only_beam).total[0, row, 1200] == pytest.approx(beam, rel=0.006)
    assert solve(heights, PIXEL, only_even).total[0, row, 1200] == pytest.approx(even, rel=0.006)


def test_9_shadow_of_a_tower(tables):
    """Its length is H / tan ε and it points away from the sun, for suns all around."""
    ground = np.zeros((241, 241), np.float32)
    ground[117:124, 117:124] = 20.0
    for azimuth in range(0, 360, 30):
        lit = solve(ground, PIXEL, one_sun(azimuth, 40.0), slopes=(np.zeros_like(ground),) * 2).total[0] > 0.05
        away = np.radians(azimuth + 180)
        edge = 3.5 / max(abs(np.sin(away)), abs(np.cos(away)))
        steps = np.arange(5, 110)
        rows = np.rint(120 - np.cos(away) * steps).astype(int)
        columns = np.rint(120 + np.sin(away) * steps).astype(int)
        shadow = steps[~lit[rows, columns]].max()
        assert (shadow - edge) * PIXEL == pytest.approx(20.0 / np.tan(np.radians(40.0)), abs=1.0)
        assert lit[241 - 1 - rows[-1], 241 - 1 - columns[-1]]


def test_9_height_of_a_tower_in_eight_directions():
    """H/D within 1 %."""
    ground = np.zeros((401, 401), np.float32)
    ground[195:206, 195:206] = 25.0
    horizons = sweep_horizons(ground, PIXEL, 8)
    for number in range(8):
        angle = 2 * np.pi * number / 8
        east, north = np.sin(angle), np.cos(angle)
        row, column = round(200 + north * 100), round(200 - east * 100)
        # Where the line of sight meets the tower's face, 5 pixels before its middle.
        distance = (np.hypot(row - 200, column - 200) - 5 / max(abs(east), abs(north))) * PIXEL
        assert horizons.direction(number)[row, column] == pytest.approx(25.0 / distance, rel=0.01)


@pytest.mark.parametrize("tilt", [20, 50, 70])
def test_10_a_roof_shades_itself(tilt):
    """Lit iff tan ε > −tan β cos(α − γ): just above and just below, for suns all around."""
    rows, columns = np.mgrid[:20, :20] * PIXEL
    facing = 40.0
    fall = np.tan(np.radians(tilt))
    plane = -fall * (np.sin(np.radians(facing)) * columns - np.cos(np.radians(facing)) * rows)
    for azimuth in range(0, 360, 10):
        limit = np.degrees(np.arctan(-fall * np.cos(np.radians(azimuth - facing))))
        for margin in (-1.0, 1.0):
            elevation = limit + margin
            if not 0 < elevation < 89:
                continue
            light = solve(plane.astype(np.float32), PIXEL, one_sun(azimuth, elevation)).total[0, 10, 10]
            assert (light > 1e-3) == (margin > 0), (azimuth, elevation)


def test_11_light_is_neither_made_nor_lost(northern):
    """Open horizontal ground gets month by month what pvlib's transposition says, and in the year Σ DNI sin ε + DHI."""
    samples = sun_samples(northern)
    found = solve(np.zeros((8, 8), np.float32), PIXEL, sky_tables(samples, 36, months=True)).total[:, 4, 4]
    truth = open_series(northern, 0, 180) * samples.weight_hours / 1000
    assert found == pytest.approx(np.bincount(samples.month - 1, truth, 12), rel=1e-4)
    beam = samples.dni * np.maximum(np.sin(np.radians(samples.elevation_deg)), 0)
    # Around a sun below 5° Perez' model as pvlib has it divides by cos 85° and so loses a little.
    light = (beam + northern.dhi[samples.interval]) * samples.weight_hours / 1000
    assert found.sum() == pytest.approx(light.sum(), rel=5e-4)


def test_12_turning_town_and_sun_together_changes_nothing(northern):
    """About the point the lines are anchored to, which is the origin of the global grid."""
    rng = np.random.default_rng(5)
    town = np.zeros((180, 180), np.float32)
    for row, column, height in zip(*rng.integers(10, 160, (2, 40)), rng.uniform(3, 30, 40), strict=True):
        town[row : row + 12, column : column + 9] = height
    samples = sun_samples(northern)
    straight = solve(town, PIXEL, sky_tables(samples, 36)).total[0]
    for quarters, origin in ((1, (-179, 0)), (2, (-179, -179)), (3, (0, -179))):
        # rot90 turns anticlockwise: what was north is then west.
        turned_sun = replace(samples, azimuth_deg=(samples.azimuth_deg - 90 * quarters) % 360)
        turned_town = np.ascontiguousarray(np.rot90(town, quarters))
        turned = solve(turned_town, PIXEL, sky_tables(turned_sun, 36), origin=origin).total[0]
        difference = (np.rot90(turned, -quarters) - straight)[1:-1, 1:-1]
        assert np.sqrt((difference**2).mean()) / straight.mean() < 1e-5


@pytest.mark.parametrize("through", [0.0, 1.0])
def test_13_trees_that_let_nothing_or_everything_pass(tables, through):
    """With ψ = 1 trees are not there; with ψ = 0 they are as solid as buildings."""
    ground = np.zeros((120, 120), np.float32)
    crowns = np.where(distances(121)[:120, :120] < 6, 9.0, 0.0).astype(np.float32)
    found = solve(ground, PIXEL, tables, canopy=crowns, transmissivity=np.array([through])).total[0]
    solid = ground if through else ground + crowns
    expected = solve(solid, PIXEL, tables, slopes=(np.zeros_like(ground),) * 2).total[0]
    # Lines of sight are interpolated between rows: right beside a crown its edge is one pixel wide.
    beside = ~binary_dilation(crowns > 0, iterations=2)
    assert found[beside] == pytest.approx(expected[beside], rel=1e-4)
    if not through:
        assert found[crowns > 1].max() < 0.25 * expected[beside].max()
