"""Packing: closed forms, brute force, and what must hold on any polygon."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate
from shapely.geometry import MultiPolygon, Point, Polygon, box

from urbanthink_plugin.engine.solar.panels.layout import lay_out
from urbanthink_plugin.engine.solar.panels.packing import STEPS, pack, pack_modules, stacked
from urbanthink_plugin.engine.solar.panels.rules import read_module

LONG, SHORT = 1.722, 1.134
SIDE = st.floats(0.5, 25.0)


def whole(length, side, gap=0.0):
    """How many sides fit in a length; undecided within a millimetre of a whole number."""
    number = (length + gap) / (side + gap)
    assume(abs(number - round(number)) > 1e-3)
    return math.floor(number)


def boxes(packing):
    return shapely.box(*packing.rectangles.T)


def assert_sound(packing, area, width, height):
    """Every rectangle has its size, lies inside to the millimetre and touches no other."""
    r = packing.rectangles
    assert np.allclose(r[:, 2] - r[:, 0], width) and np.allclose(r[:, 3] - r[:, 1], height)
    assert shapely.covers(area.buffer(1e-3), boxes(packing)).all()
    tree = shapely.STRtree(boxes(packing))
    first, second = tree.query(boxes(packing), predicate="intersects")
    pairs = first < second
    overlap = shapely.area(shapely.intersection(boxes(packing)[first[pairs]], boxes(packing)[second[pairs]]))
    assert overlap.max(initial=0.0) < 1e-4
    assert len({*zip(packing.row.tolist(), packing.column.tolist(), strict=True)}) == packing.count


@st.composite
def polygons(draw):
    """A star-shaped polygon, perhaps with a hole, turned anyhow."""
    n = draw(st.integers(3, 12))
    radii = draw(st.lists(st.floats(1.5, 12.0), min_size=n, max_size=n))
    angles = np.linspace(0, 2 * np.pi, n, endpoint=False) + draw(st.floats(0, 6.28))
    shape = Polygon(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))
    if draw(st.booleans()):
        hole = box(0, 0, draw(st.floats(0.2, 3.0)), draw(st.floats(0.2, 3.0)))
        shape = shape.difference(rotate(hole, draw(st.floats(0, 90))))
    assume(shape.is_valid and shape.area > 0.5)
    return shape


@settings(max_examples=80, deadline=None)
@given(SIDE, SIDE, st.sampled_from([0.0, 0.02, 0.3]))
def test_a_rectangle_holds_the_product_of_whole_numbers(a, b, gap):
    portrait = whole(a, SHORT, gap) * whole(b, LONG, gap)
    landscape = whole(a, LONG, gap) * whole(b, SHORT, gap)
    area = box(3.0, -2.0, 3.0 + a, -2.0 + b)
    assert pack_modules(area, LONG, SHORT, orientation="portrait", gap=gap).count == portrait
    assert pack_modules(area, LONG, SHORT, orientation="landscape", gap=gap).count == landscape
    assert pack_modules(area, LONG, SHORT, gap=gap).count == max(portrait, landscape)


@settings(max_examples=80, deadline=None)
@given(polygons())
def test_on_any_polygon_modules_are_inside_and_apart(area):
    found = {name: pack_modules(area, LONG, SHORT, orientation=name) for name in ("portrait", "landscape", "best")}
    assert_sound(found["portrait"], area, SHORT, LONG)
    assert_sound(found["landscape"], area, LONG, SHORT)
    assert found["best"].count == max(found["portrait"].count, found["landscape"].count)
    assert found["best"].count * LONG * SHORT <= area.area + 1e-6


@settings(max_examples=25, deadline=None)
@given(polygons())
def test_no_regular_grid_holds_more(area):
    # Brute force: one grid for the whole polygon, at every offset of a fine lattice (upwards, the one of the search).
    left, low, right, high = area.bounds
    best = 0
    shapely.prepare(area)
    for du in np.arange(0, SHORT, SHORT / 12):
        for dv in np.arange(STEPS) * LONG / STEPS:
            u, v = np.meshgrid(np.arange(left + du, right, SHORT), np.arange(low + dv, high, LONG))
            best = max(best, int(shapely.covers(area, shapely.box(u, v, u + SHORT, v + LONG)).sum()))
    assert pack_modules(area, LONG, SHORT, orientation="portrait").count >= best


def test_a_trapezium_takes_what_each_row_takes():
    # Sides at 45 degrees: the row from v to v + h is free over 20 - 2 (v + h).
    area = Polygon([(0, 0), (20, 0), (14, 6), (6, 6)])
    rows = [math.floor((20 - 2 * (k + 1) * LONG) / SHORT) for k in range(3)]
    found = pack_modules(area, LONG, SHORT, orientation="portrait")
    assert [int((found.row == k + 1).sum()) for k in range(3)] == rows


def test_rows_slide_up_and_down_past_a_strip():
    # Two rooms of exactly one module's height with 0.7 m between: no even spacing finds both.
    area = MultiPolygon([box(0, 0, 5, LONG), box(0, LONG + 0.7, 5, 2 * LONG + 0.7)])
    joined = area.union(box(0, 0, 0.2, 2 * LONG + 0.7))
    assert joined.geom_type == "Polygon"
    assert pack(joined, SHORT, LONG).count == 8


def test_holes_and_parts():
    ring = box(0, 0, 10, 10).difference(box(2, 2, 8, 8))
    found = pack(ring, 1.0, 1.0)
    assert found.count == 64
    assert_sound(found, ring, 1.0, 1.0)
    two = pack(MultiPolygon([box(0, 0, 2.5, 2.5), box(10, 0.3, 12.5, 2.9)]), 1.0, 1.0)
    assert (two.count, two.row.max()) == (8, 4)


@pytest.mark.parametrize("area", [Polygon(), box(0, 0, 1, 5), box(0, 0, 5, 0.3), Point(0, 0), MultiPolygon()])
def test_where_nothing_fits_nothing_is_returned(area):
    found = pack_modules(area, LONG, SHORT)
    assert found.count == 0
    assert found.rectangles.shape == (0, 4)


def test_an_exact_fit_is_not_lost_to_rounding():
    turned = rotate(rotate(box(0, 0, 7 * SHORT, 3 * LONG), 33.3, origin=(0, 0)), -33.3, origin=(0, 0))
    assert pack(turned, SHORT, LONG).count == 21


def test_blocks_are_cut_into_modules():
    found = stacked(pack(box(0, 0, 4.2, 10), 1.0, 2 * 1.1 + 0.05, gap_v=0.4), 1.1, 2, 0.05)
    assert found.count == 4 * 3 * 2  # three blocks of 2.25 m and two lanes in 10 m
    assert_sound(found, box(0, 0, 4.2, 10), 1.0, 1.1)
    assert sorted(set(found.row.tolist())) == list(range(1, 7))


@pytest.mark.parametrize("sides", [(0.0, 1.0), (1.0, -1.0)])
def test_senseless_sizes_are_refused(sides):
    with pytest.raises(ValueError, match="positive"):
        pack(box(0, 0, 5, 5), *sides)
    with pytest.raises(ValueError, match="orientation"):
        pack_modules(box(0, 0, 5, 5), 1.7, 1.1, orientation="diagonal")


def roofs(kind, rng, number=60):
    """One plane of each of many roofs in plan, facing south at 35 degrees, with its surface [m²]."""
    for _ in range(number):
        length, depth = rng.uniform(7, 18), rng.uniform(3.5, 6.5)
        shapes = {
            "gable": box(0, 0, length, depth),
            "hip": Polygon(
                [(0, 0), (length, 0), (max(length - depth, length / 2), depth), (min(depth, length / 2), depth)]
            ),
        }
        yield shapes[kind].buffer(0)


@pytest.mark.parametrize(
    ("kind", "setback", "reference"),
    # Module area over roof area, study of 1 778 synthetic planes (other mix of sizes: hence the margins).
    [("gable", 0.0, 0.87), ("gable", 0.3, 0.80), ("gable", 0.5, 0.71), ("hip", 0.0, 0.71), ("hip", 0.5, 0.46)],
)
def test_the_share_of_a_roof_that_modules_cover_is_as_published(kind, setback, reference):
    module, covered, surface = read_module(), 0.0, 0.0
    rules = {"setback_m": setback, "module_gap_m": 0.0, "min_modules": 1}
    for roof in roofs(kind, np.random.default_rng(11)):
        found = lay_out(roof, 35.0, 180.0, module, overrides=rules)
        covered += found.count * module.area_m2
        surface += roof.area / math.cos(math.radians(35.0))
    assert covered / surface == pytest.approx(reference, abs=0.12)
