"""The formulas: outside values, properties, and the tie between the table and the code."""

from __future__ import annotations

import functools
import inspect

import numpy as np
import pytest
import spyndex
from hypothesis import given, settings
from hypothesis import strategies as st

from urbanthink_plugin.engine.about import table
from urbanthink_plugin.engine.vegetation.indices import INDICES, index_block, ndvi, savi

ROWS = table("spectral_indices")["indices"]
S2 = table("sensors")["sentinel2_l2a"]["bands"]

PIXEL = {
    "blue": 0.04,
    "green": 0.08,
    "red": 0.06,
    "red_edge_1": 0.12,
    "red_edge_2": 0.30,
    "red_edge_3": 0.38,
    "nir": 0.45,
    "nir_narrow": 0.46,
    "swir1": 0.20,
    "swir2": 0.10,
}
# Computed by hand and with an independent catalogue for this pixel; EVI and EVI2 with L = 1, SAVI with L = 0.5.
EXPECTED = {
    "NDVI": 0.764706,
    "EVI": 0.645695,
    "EVI2": 0.611669,
    "SAVI": 0.579208,
    "OSAVI": 0.582090,
    "MSAVI": 0.600000,
    "GNDVI": 0.698113,
    "NDRE": 0.578947,
    "CIre": 2.750000,
    "NDMI": 0.384615,
    "NDWI": -0.698113,
    "MNDWI": -0.428571,
    "NBR": 0.636364,
    "NDBI": -0.384615,
    "UI": -0.636364,
    "BSI": -0.306667,
    "IBI": -0.272037,
    "kNDVI": 0.526127,
    "NIRv": 0.344118,
    # Worked out with pencil for the rows the reference table does not hold.
    "CIgreen": 0.45 / 0.08 - 1,
    "ARVI": (0.45 - 0.08) / (0.45 + 0.08),
    "VARI": 0.02 / 0.10,
    "AWEInsh": 4 * (0.08 - 0.20) - (0.1125 + 0.275),
    "AWEIsh": 0.04 + 0.2 - 0.975 - 0.025,
    "NDTI": -0.02 / 0.14,
    "NBR2": 0.10 / 0.30,
}
SPYNDEX_NAMES = {"NDRE": "NDREI", "CIre": "CIRE", "CIgreen": "CIG", "BSI": "BI"}
SPYNDEX_BANDS = {
    "blue": "B",
    "green": "G",
    "red": "R",
    "red_edge_1": "RE1",
    "nir": "N",
    "swir1": "S1",
    "swir2": "S2",
}
SPYNDEX_WRONG = {
    "ARVI": "R - gamma (R - B) where Kaufman and Tanre have R - gamma (B - R)",
    "AWEInsh": "+ 2.75 S2 where Feyisa subtracts it",
    "IBI": "unshifted, hence singular",
}

reflectances = st.floats(0.0009765625, 1.0, width=32)


def value(name, pixel):
    return INDICES[name], _public(name)(*(pixel[role] for role in INDICES[name].roles))


def _public(name):
    def function(*bands):
        block = np.asarray(bands, np.float32).reshape(len(bands), 1, -1)
        return index_block(block, [name], dict(zip(INDICES[name].roles, range(len(bands)), strict=True)))[0, 0]

    return function


@pytest.mark.parametrize("name", INDICES)
def test_value_of_the_test_pixel(name):
    assert value(name, PIXEL)[1] == pytest.approx(EXPECTED[name], abs=1e-6)


def test_published_values():
    assert ndvi(0.643, 0.175) == pytest.approx(0.5721271393643031, abs=1e-7)
    assert savi(0.643, 0.175) == pytest.approx(0.5326251896813354, abs=1e-7)
    assert ndvi(np.float64(0.643), np.float64(0.175)) == pytest.approx(0.5721271393643031, abs=1e-15)


def test_table_and_functions_are_one():
    assert set(INDICES) == set(ROWS)
    assert len(ROWS) >= 22
    for name, index in INDICES.items():
        row = ROWS[name]
        assert index.roles == tuple(S2[band]["role"] for band in row["bands"]), name
        arguments = list(inspect.signature(index.formula.py_func).parameters)
        assert arguments == [*index.roles, *index.constants], name
        assert dict(index.constants) == row["constants"], name
        assert row["range"][0] < row["range"][1]
        assert row["meaning"] and row["reference"] and row["formula"], name


@pytest.mark.parametrize("name", INDICES)
def test_printed_formula_is_the_computed_one(name):
    """The text of the table, read as Python by the test, gives the value of the code."""
    formula, *definitions = ROWS[name]["formula"].split(", ")
    known = {band: PIXEL[row["role"]] for band, row in S2.items()} | ROWS[name]["constants"]
    known |= {"sqrt": np.sqrt, "tanh": np.tanh, "NDVI": EXPECTED["NDVI"]}
    known |= {other: EXPECTED[other] for other in ("NDBI", "SAVI", "MNDWI")}
    for definition in definitions:
        left, right = definition.split(" = ")
        known[left] = _read(right, known)
    assert _read(formula, known) == pytest.approx(EXPECTED[name], abs=2e-6)


def _read(text, known):
    """Arithmetic on known names, by walking the parsed expression."""
    import ast
    import operator

    operators = {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
        ast.Pow: operator.pow,
    }

    def walk(node):
        match node:
            case ast.BinOp():
                return operators[type(node.op)](walk(node.left), walk(node.right))
            case ast.Call():
                return known[node.func.id](*(walk(argument) for argument in node.args))
            case ast.Name():
                return known[node.id]
            case ast.Constant():
                return node.value
        raise AssertionError(ast.dump(node))

    return walk(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize("name", [name for name in INDICES if name not in SPYNDEX_WRONG])
def test_same_as_spyndex_with_the_right_constants(name):
    row = ROWS[name]["constants"]
    constants = {"g": row.get("gain"), "C1": row.get("c1"), "C2": row.get("c2"), "L": row.get("soil")}
    bands = {SPYNDEX_BANDS[role]: PIXEL[role] for role in INDICES[name].roles}
    if name == "kNDVI":
        bands = {"kNN": 1.0, "kNR": np.exp(-((0.45 - 0.06) ** 2) / (2 * (0.5 * (0.45 + 0.06)) ** 2))}
    given = {key: number for key, number in constants.items() if number is not None}
    other = spyndex.computeIndex(SPYNDEX_NAMES.get(name, name), params={**bands, **given})
    assert value(name, PIXEL)[1] == pytest.approx(other, abs=1e-6)


@pytest.mark.parametrize("name", SPYNDEX_WRONG)
def test_differs_where_spyndex_0_12_0_is_wrong(name):
    bands = {SPYNDEX_BANDS[role]: PIXEL[role] for role in INDICES[name].roles}
    other = spyndex.computeIndex(name, params={**bands, "gamma": 1.0, "L": 0.5})
    assert abs(value(name, PIXEL)[1] - other) > 0.1, SPYNDEX_WRONG[name]


def test_evi_and_savi_do_not_share_their_soil_constant():
    assert ROWS["EVI"]["constants"]["soil"] == ROWS["EVI2"]["constants"]["soil"] == 1.0
    assert ROWS["SAVI"]["constants"]["soil"] == 0.5


def test_ibi_stays_finite_on_asphalt():
    asphalt = {"green": 0.11, "red": 0.12, "nir": 0.15, "swir1": 0.18}
    assert value("IBI", asphalt)[1] == pytest.approx(0.091215, abs=1e-6)


def test_evi_has_no_data_where_its_denominator_vanishes():
    cloud = {"nir": np.float32(0.6), "red": np.float32(0.55), "blue": np.float32((0.6 + 6 * 0.55 + 1) / 7.5)}
    assert np.isnan(value("EVI", cloud)[1])
    assert np.isfinite(value("NDVI", cloud)[1])


@given(reflectances, reflectances, st.floats(0.125, 8.0, width=32))
@settings(max_examples=60, deadline=None)
def test_ndvi_is_bounded_and_scale_free(nir, red, factor):
    assert -1.0 <= ndvi(nir, red) <= 1.0
    assert ndvi(nir * factor, red * factor) == pytest.approx(ndvi(nir, red), abs=1e-5)


@pytest.mark.parametrize("name", INDICES)
def test_scale_free_is_told_rightly(name):
    half = {role: number / 2 for role, number in PIXEL.items()}
    same = value(name, half)[1] == pytest.approx(value(name, PIXEL)[1], abs=1e-6)
    assert same == ROWS[name]["scale_free"]


@given(reflectances, reflectances)
@settings(max_examples=60, deadline=None)
def test_ndbi_is_minus_ndmi(nir, swir1):
    pixel = {"nir": nir, "swir1": swir1}
    assert value("NDBI", pixel)[1] == -value("NDMI", pixel)[1]


@pytest.mark.parametrize("name", INDICES)
def test_no_data_in_any_band_is_no_data_in_the_index(name):
    for role in INDICES[name].roles:
        assert np.isnan(value(name, {**PIXEL, role: np.nan})[1])


def test_zero_over_zero_is_no_data():
    assert np.isnan(ndvi(0.0, 0.0))
    assert np.isnan(ndvi(np.zeros(3, np.uint16), np.zeros(3, np.uint16))).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.int32])
def test_integers_never_wrap(dtype):
    nir, red = np.array([60, 100], dtype), np.array([120, 50], dtype)
    assert ndvi(nir, red) == pytest.approx([-1 / 3, 1 / 3], abs=1e-6)


def test_bands_of_any_shape():
    assert ndvi(np.full((2, 3), 0.4), 0.1).shape == (2, 3)
    assert ndvi(0.4, 0.1).shape == ()


def test_any_tiling_gives_the_same_bits():
    rng = np.random.default_rng(7)
    block = rng.uniform(0, 8000, (10, 301, 403)).astype(np.float32)
    block[:, rng.random((301, 403)) < 0.05] = np.nan
    positions = {row["role"]: number for number, row in enumerate(S2.values())}
    names = list(INDICES)
    compute = functools.partial(index_block, names=names, positions=positions, factor=1e-4, offset=-0.01)
    whole = compute(block)
    for step in (7, 64, 150):
        for y in range(0, 301, step):
            for x in range(0, 403, step):
                window = np.s_[:, y : y + step, x : x + step]
                assert np.array_equal(compute(block[window]), whole[window], equal_nan=True)
