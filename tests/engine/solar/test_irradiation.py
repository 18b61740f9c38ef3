"""The irradiation engine in a town: against ray marching, turned, cut into tiles, with trees and gaps.

The gates are those the project was given; figures seen are in VALIDATION.md.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import binary_dilation

from urbanthink_plugin.engine.solar.horizon import Core, sweep_horizons
from urbanthink_plugin.engine.solar.irradiation import Scenery, look, solve
from urbanthink_plugin.engine.solar.plane_light import hourly_light, receivers, visibility
from urbanthink_plugin.engine.solar.sky import sky_tables
from urbanthink_plugin.engine.solar.sun import sun_samples

from .city import city, gradient
from .raymarch import march
from .skies import suns_of

PIXEL = 0.5
#: The window W1: 200 m of houses, gardens and trees within 275 m of other districts.
WINDOW = slice(550, 950)
PER_PLANE = 16


@pytest.fixture(scope="module")
def town():
    return city(750.0, PIXEL)


@pytest.fixture(scope="module")
def samples(northern):
    return sun_samples(northern)


@pytest.fixture(scope="module")
def tables(samples):
    return sky_tables(samples, 36)


@pytest.fixture(scope="module")
def whole(town, tables):
    """The town as the engine sees it, trees as solid as houses."""
    return solve(town.heights, PIXEL, tables)


@pytest.fixture(scope="module")
def cores(town):
    """Inner pixels of each plane in the window with at least 40 of them: [(truth, pixels)]."""
    found = [(plane, town.core(plane)) for plane in town.planes]
    return [(plane, pixels) for plane, pixels in found if len(pixels) >= 40 and in_window(pixels)]


@pytest.fixture(scope="module")
def roofs(town, cores, northern_suns):
    """Pixels of the planes, plane by plane, and what ray marching finds there."""
    rng = np.random.default_rng(1)
    points = np.concatenate([pixels[rng.choice(len(pixels), PER_PLANE, replace=False)] for _, pixels in cores])
    return points, march(town.heights, PIXEL, points, northern_suns)


@pytest.fixture(scope="module")
def ground(town, northern_suns):
    """Some hundreds of pixels of streets and gardens, and what ray marching finds there."""
    points = np.argwhere(town.ground[WINDOW, WINDOW]) + WINDOW.start
    points = points[np.random.default_rng(2).choice(len(points), 300, replace=False)]
    return points, march(town.heights, PIXEL, points, northern_suns)


@pytest.fixture(scope="module")
def without_trees(town, roofs, ground, northern_suns):
    """What ray marching finds at the points of roofs and ground when no tree stands."""
    return [march(town.bare, PIXEL, points, northern_suns).year for points, _ in (roofs, ground)]


def in_window(pixels):
    return (pixels >= WINDOW.start).all() and (pixels < WINDOW.stop).all()


def at(grid, points):
    return grid[points[:, 0], points[:, 1]].astype(float)


def rms(values):
    return float(np.sqrt(np.mean(np.square(values))))


def by_plane(values):
    return values.reshape(-1, PER_PLANE).mean(axis=1)


def test_the_window_is_what_it_claims(town, cores):
    """Pitched and flat roofs in all directions, trees, and truth that the surface model agrees with."""
    assert len(cores) >= 40
    slopes = np.array([plane.slope for plane, _ in cores])
    assert (slopes > 25).sum() >= 20
    assert len({int(plane.azimuth // 45) for plane, _ in cores if plane.slope > 10}) >= 6
    assert town.trees[WINDOW, WINDOW].mean() > 0.01
    down, right = np.gradient(town.heights.astype(float), PIXEL)
    for plane, pixels in cores:
        assert at(right, pixels) == pytest.approx(plane.gradient[0], abs=1e-3)
        assert -at(down, pixels) == pytest.approx(plane.gradient[1], abs=1e-3)


def test_roof_planes_against_ray_marching(whole, roofs):
    """Plane means: RMSE ≤ 0.3 %, worst ≤ 1 %."""
    points, truth = roofs
    error = by_plane(at(whole.total[0], points)) / by_plane(truth.year) - 1
    assert rms(error) <= 0.3e-2
    assert abs(error).max() <= 1e-2


def test_roof_pixels_against_ray_marching(whole, roofs):
    """Pixel by pixel: RMSE ≤ 1 %; sky view within 0.01."""
    points, truth = roofs
    assert rms(at(whole.total[0], points) - truth.year) / truth.year.mean() <= 1e-2
    assert rms(at(whole.sky_view, points) - truth.sky_view) <= 0.01


def test_ground_against_ray_marching(whole, ground):
    """Pixel by pixel: RMSE ≤ 3.5 %, without bias."""
    points, truth = ground
    error = (at(whole.total[0], points) - truth.year) / truth.year.mean()
    assert rms(error) <= 3.5e-2
    assert abs(error.mean()) <= 0.5e-2
    assert rms(at(whole.sky_view, points) - truth.sky_view) <= 0.02


def test_72_directions_are_closer(town, samples, roofs):
    points, truth = roofs
    fine = solve(town.heights, PIXEL, sky_tables(samples, 72))
    error = by_plane(at(fine.total[0], points)) / by_plane(truth.year) - 1
    assert rms(error) <= 0.1e-2
    assert abs(error).max() <= 0.4e-2


def test_the_southern_hemisphere(town, cores, southern):
    """The same gates where the sun stands in the north."""
    points = np.concatenate([pixels[:: len(pixels) // PER_PLANE][:PER_PLANE] for _, pixels in cores])
    truth = march(town.heights, PIXEL, points, suns_of(southern, per_hour=2))
    found = solve(town.heights, PIXEL, sky_tables(sun_samples(southern), 36), core=window_core(), reach=250)
    error = by_plane(at(found.total[0], points - WINDOW.start)) / by_plane(truth.year) - 1
    assert rms(error) <= 0.3e-2
    assert abs(error).max() <= 1e-2


def window_core():
    return Core(WINDOW.start, WINDOW.start, 400, 400)


def test_months_against_ray_marching(town, samples, roofs):
    """Twelve maps of one sweep: each within 1 % of the truth, and together the year."""
    points, truth = roofs
    months = solve(town.heights, PIXEL, sky_tables(samples, 36, months=True), core=window_core(), reach=300)
    found = np.stack([at(month, points - WINDOW.start) for month in months.total], axis=1)
    for month in range(12):
        error = by_plane(found[:, month]) / by_plane(truth.months[:, month]) - 1
        assert rms(error) <= 1e-2, month + 1
    year = solve(town.heights, PIXEL, sky_tables(samples, 36), core=window_core(), reach=300)
    assert months.total.sum(axis=0) == pytest.approx(year.total[0], rel=1e-4)
    assert months.sky_view == pytest.approx(year.sky_view, abs=1e-5)


@pytest.mark.parametrize("through", [0.0, 0.35, 1.0])
def test_trees_against_ray_marching(town, tables, roofs, ground, without_trees, through):
    """ψ·E(without trees) + (1 − ψ)·E(solid trees), on roofs and on ground beside the crowns."""
    beside = ~binary_dilation(town.trees, iterations=3)
    crowns = np.where(town.trees, town.heights - town.bare, np.nan).astype(np.float32)
    psi = np.array([through])
    trees = {"canopy": crowns, "transmissivity": psi, "core": window_core(), "reach": 300}
    found = solve(town.bare, PIXEL, tables, **trees)
    for (points, solid), bare, gate in zip((roofs, ground), without_trees, (1e-2, 3.5e-2), strict=True):
        chosen = at(beside, points).astype(bool)
        truth = (through * bare + (1 - through) * solid.year)[chosen]
        error = at(found.total[0], points[chosen] - WINDOW.start) - truth
        assert rms(error) / truth.mean() <= gate
    # Under a crown only ψ of the sky's light arrives.
    under = ~binary_dilation(~town.trees, iterations=3)[WINDOW, WINDOW]
    open_sky = solve(town.bare, PIXEL, tables, core=window_core(), reach=300, albedo=0.0).total[0]
    shade = solve(town.bare, PIXEL, tables, albedo=0.0, **trees).total[0]
    assert shade[under] == pytest.approx(through * open_sky[under], rel=2e-3, abs=2.0)


def test_leaves_come_in_spring(town, samples):
    """Transmissivity by month: bare branches in January let more through than leaves in July."""
    crowns = np.where(town.trees, town.heights - town.bare, np.nan).astype(np.float32)
    months = sky_tables(samples, 36, months=True)
    options = {"core": window_core(), "reach": 100}
    psi = np.where(np.isin(np.arange(12), range(4, 10)), 0.15, 0.6)
    found = solve(town.bare, PIXEL, months, canopy=crowns, transmissivity=psi, **options).total
    for month in (0, 6):
        alone = np.full(12, psi[month])
        same = solve(town.bare, PIXEL, months, canopy=crowns, transmissivity=alone, **options).total[month]
        assert found[month] == pytest.approx(same, rel=1e-4, abs=1e-3)


def test_a_canopy_of_panels_above_a_car_park(town, tables, ground, northern_suns):
    """Receivers 4 m above the ground, horizontal: as marched from there."""
    points, _ = ground
    level = np.zeros(town.heights.shape, np.float32)
    flat = np.zeros(len(points))
    truth = march(town.heights, PIXEL, points, northern_suns, slopes=(flat, flat), rise=4.0)
    found = solve(town.heights, PIXEL, tables, slopes=(level, level), receiver_height=4.0)
    assert rms(at(found.total[0], points) - truth.year) / truth.year.mean() <= 1.5e-2


@pytest.mark.parametrize("tilt", [30, 60, 85])
def test_steep_panels_among_houses(town, tables, ground, northern_suns, tilt):
    """What open planes are corrected by must not come through where houses stand in front: no bias in streets."""
    points, _ = ground
    azimuth = np.random.default_rng(7).uniform(0, 360, len(points))
    east, north = gradient(tilt, azimuth)
    truth = march(town.heights, PIXEL, points, northern_suns, slopes=(east, north)).year
    slopes = np.zeros((2, *town.heights.shape), np.float32)
    slopes[:, points[:, 0], points[:, 1]] = east, north
    found = at(solve(town.heights, PIXEL, tables, slopes=tuple(slopes)).total[0], points)
    assert rms(found - truth) / truth.mean() <= 4e-2
    assert abs(found.mean() / truth.mean() - 1) <= 0.5e-2


@pytest.mark.parametrize(("tilt", "azimuth"), [(0, 0), (60, 0), (75, 180), (85, 0)])
def test_at_the_bottom_of_a_pit(tables, northern_suns, tilt, azimuth):
    """Where hardly any sky is seen, hardly any light arrives: within 0.1 % of that of open ground."""
    pit = np.full((121, 121), 60.0, np.float32)
    pit[57:64, 57:64] = 0.0
    east, north = gradient(tilt, azimuth)
    truth = march(pit, PIXEL, [(60, 60)], northern_suns, slopes=([east], [north]), azimuths=1440, albedo=0.0).year[0]
    slopes = (np.full(pit.shape, east, np.float32), np.full(pit.shape, north, np.float32))
    found = solve(pit, PIXEL, tables, slopes=slopes, albedo=0.0).total[0, 60, 60]
    assert found == pytest.approx(truth, abs=1e-3 * tables.ghi[0])


def test_turned_by_a_quarter_turn(town, samples, tables):
    """Town and sun turned together, about the origin of the grid: the same within 1e-3 %."""
    heights = town.heights[WINDOW, WINDOW]
    straight = solve(heights, PIXEL, tables).total[0]
    turned_sun = replace(samples, azimuth_deg=(samples.azimuth_deg - 90) % 360)
    turned = solve(np.ascontiguousarray(np.rot90(heights)), PIXEL, sky_tables(turned_sun, 36), origin=(-399, 0))
    difference = (np.rot90(turned.total[0], -1) - straight)[1:-1, 1:-1]
    assert rms(difference) / straight.mean() <= 1e-5


@pytest.mark.parametrize("halo", [400])
def test_a_tile_is_a_piece_of_the_whole(town, whole, tables, cores, halo):
    """With 200 m around it: planes within 0.5 %, ground RMSE 0.05 %."""
    first, last = WINDOW.start - halo, WINDOW.stop + halo
    tile = solve(
        town.heights[first:last, first:last], PIXEL, tables, origin=(first, first), core=Core(halo, halo, 400, 400)
    )
    inside = whole.total[0][WINDOW, WINDOW]
    for _, pixels in cores:
        there = pixels - WINDOW.start
        assert at(tile.total[0], there).mean() == pytest.approx(at(inside, there).mean(), rel=0.5e-2)
    ground = town.ground[WINDOW, WINDOW]
    assert rms((tile.total[0] - inside)[ground]) / inside[ground].mean() <= 0.05e-2


def test_lines_that_are_not_anchored_are_seen(town, whole, tables):
    """What the tile test would show if lines began at the tile's corner: the anchoring does matter."""
    first, last = WINDOW.start - 400, WINDOW.stop + 400
    core = Core(400, 400, 400, 400)
    tile = solve(town.heights[first:last, first:last], PIXEL, tables, origin=(3, 7), core=core)
    ground = town.ground[WINDOW, WINDOW]
    inside = whole.total[0][WINDOW, WINDOW]
    assert rms((tile.total[0] - inside)[ground]) / inside[ground].mean() > 0.1e-2


def test_a_core_is_a_piece_of_the_whole(town, whole, tables):
    """Asked for a part only, and for all around it, the answer is the same to the last digit of float32."""
    part = solve(town.heights, PIXEL, tables, core=window_core())
    assert part.total[0] == pytest.approx(whole.total[0][WINDOW, WINDOW], rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    row=st.integers(0, 40),
    column=st.integers(0, 40),
    size=st.integers(1, 12),
    height=st.floats(0.1, 60),
)
def test_an_obstacle_never_adds_light(open_tables, seed, row, column, size, height):
    """Direct and sky light, on every pixel that is not the obstacle."""
    rng = np.random.default_rng(seed)
    before = rng.uniform(0, 2, (48, 48)).astype(np.float32)
    for r, c, h in zip(rng.integers(0, 40, 6), rng.integers(0, 40, 6), rng.uniform(2, 20, 6), strict=True):
        before[r : r + 6, c : c + 6] += np.float32(h)
    after = before.copy()
    after[row : row + size, column : column + size] += np.float32(height)
    slopes = tuple(rng.normal(0, 0.4, (2, 48, 48)).astype(np.float32))
    without = solve(before, PIXEL, open_tables, albedo=0.0, slopes=slopes)
    with_it = solve(after, PIXEL, open_tables, albedo=0.0, slopes=slopes)
    # A line of sight is interpolated between rows: beside an obstacle a pixel stands on its edge.
    other = ~binary_dilation(after > before, np.ones((3, 3)))
    assert (with_it.total - without.total)[0][other].max(initial=-1.0) <= 0.02
    assert (with_it.sky_view - without.sky_view)[other].max(initial=-1.0) <= 2e-5


@pytest.fixture(scope="module")
def open_tables(samples):
    """A sky whose bright horizon is not counted: a dark one may be worth hiding."""
    return sky_tables(replace(samples, horizon=np.zeros(len(samples))), 36)


def test_gaps_are_not_holes(town, tables, whole):
    """Unknown pixels get no answer; they neither shade nor act as a pit of 0 m."""
    heights = town.heights.copy()
    rng = np.random.default_rng(3)
    open_ground = np.argwhere(town.ground[WINDOW, WINDOW]) + WINDOW.start
    for row, column in open_ground[rng.choice(len(open_ground), 60, replace=False)]:
        heights[row - 1 : row + 2, column - 1 : column + 2] = np.nan
    found = solve(heights, PIXEL, tables).total[0]
    gaps = np.isnan(heights)
    assert np.array_equal(np.isnan(found), gaps)
    away = ~binary_dilation(gaps, iterations=2)
    assert rms((found - whole.total[0])[away]) / whole.total[0].mean() <= 0.1e-2
    beside = ~gaps & ~away
    flat = beside & town.ground & ~binary_dilation(~town.ground, iterations=3)
    assert rms((found - whole.total[0])[flat]) / whole.total[0][flat].mean() <= 2e-2


def test_a_gap_in_a_plateau_is_not_seen(tables):
    plateau = np.full((60, 60), 850.0, np.float32)
    plateau[20:30, 25:33] = np.nan
    found = solve(plateau, PIXEL, tables)
    known = np.isfinite(plateau)
    assert found.sky_view[known] == pytest.approx(1.0, abs=1e-4)
    assert found.total[0][known] == pytest.approx(tables.ghi[0], rel=1e-3)


def test_nothing_known_gives_nothing(tables):
    found = solve(np.full((5, 6), np.nan, np.float32), PIXEL, tables)
    assert np.isnan(found.total).all() and np.isnan(found.sky_view).all()


@pytest.mark.parametrize("angle", [3, 10, 25])
def test_far_terrain(tables, angle):
    """An even horizon of ε all around leaves cos² ε of the sky, and adds to what stands nearby by the higher one."""
    far = np.full(36, np.tan(np.radians(angle)))
    plain = solve(np.zeros((9, 9), np.float32), PIXEL, tables, far_horizon=far)
    assert plain.sky_view[4, 4] == pytest.approx(np.cos(np.radians(angle)) ** 2, abs=1e-3)
    walls = np.zeros((101, 101), np.float32)
    walls[:10] = 40.0
    near = solve(walls, PIXEL, tables).total[0, 50, 50]
    both = solve(walls, PIXEL, tables, far_horizon=far)
    assert both.total[0, 50, 50] <= near
    hidden = solve(walls, PIXEL, tables, far_horizon=np.full(36, 1e-4)).total[0, 50, 50]
    assert hidden == pytest.approx(near, rel=2e-2)


def test_grid_north_of_a_turned_grid(town, samples, cores, roofs, northern_suns):
    """Grid north 4.2° east of true north: the suns turned the other way give the same light."""
    points, _ = roofs
    turned = replace(northern_suns, azimuth=(northern_suns.azimuth - 4.2) % 360)
    chosen = points[::5]
    truth = march(town.heights, PIXEL, chosen, turned)
    tables = sky_tables(samples, 36, convergence_deg=4.2)
    found = solve(town.heights, PIXEL, tables, core=window_core(), reach=300)
    error = at(found.total[0], chosen - WINDOW.start) / truth.year - 1
    assert rms(error) <= 0.5e-2


def test_hours_of_planes_add_up_to_their_map(town, samples, tables, cores):
    """Per plane, the year's hours sum to the mean of its pixels within 0.3 %."""
    views = look(Scenery(town.heights, PIXEL, window_core(), reach=300), tables, 0.2)
    gradients = np.array([plane.gradient for plane, _ in cores])
    planes = receivers([pixels for _, pixels in cores], *gradients.T, corner=(WINDOW.start, WINDOW.start))
    seen = visibility(views, planes, tables, albedo=0.2)
    mapped = planes.mean(seen.light)
    hours = hourly_light(seen, planes, samples, albedo=0.2)
    summed = (hours.beam + hours.diffuse + hours.ground).sum(axis=1, dtype=float) / 1000
    assert summed == pytest.approx(mapped, rel=0.3e-2)
    whole = solve(town.heights, PIXEL, tables, core=window_core(), reach=300).total[0]
    there = np.array([at(whole, pixels - WINDOW.start).mean() for _, pixels in cores])
    assert mapped == pytest.approx(there, rel=0.1e-2)


def test_the_resolution_of_the_surface_model(samples, tables):
    """0.5 m against the same town at 0.125 m: RMSE ≤ 1.5 % on planes; the floor that no algorithm can go below."""
    coarse, fine = city(250.0, 0.5), city(250.0, 0.125)
    roofs = [(coarse.core(a), fine.core(b, 8)) for a, b in zip(coarse.planes, fine.planes, strict=True)]
    roofs = [(a, b) for a, b in roofs if len(a) >= 40]
    low, high = (solve(town.heights, town.resolution, tables).total[0] for town in (coarse, fine))
    error = np.array([at(low, a).mean() / at(high, b).mean() - 1 for a, b in roofs])
    assert len(roofs) > 40
    assert rms(error) <= 1.5e-2


@pytest.mark.parametrize("azimuths", [4, 8, 36, 40, 72])
@pytest.mark.parametrize("shape", [(1, 9), (9, 1), (7, 40), (40, 7), (24, 24)])
def test_every_pixel_has_a_horizon(azimuths, shape):
    """Diagonal directions of a piece that touches the edge of the model: nothing is left as the memory had it."""
    dirt = [np.full((azimuths, *shape), 54321, np.uint16) for _ in range(4)]
    del dirt
    horizons = sweep_horizons(np.full(shape, 3.0, np.float32), PIXEL, azimuths)
    for number in range(azimuths):
        assert np.abs(horizons.direction(number)).max() == 0.0
