"""One step of the kernel for months, written for vector units.

Sixteen sums are too few for the compiler to see a loop worth vectorising; told as vectors of sixteen numbers, they
take a third of the time. LLVM fits them to whatever registers the processor has.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

#: Lanes of a row: the months and the sky view need 13.
LANES = 16
_VECTOR = ir.VectorType(ir.FloatType(), LANES)
_INDEX = ir.IntType(64)
_FAST = ("fast",)


def _typed(typing_context: Any, table: Any, step: Any, part: Any, rise: Any, sums: Any, row: Any) -> Any:
    return types.void(table, step, part, rise, sums, row), _add_row


def _add_row(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    table, step, part, rise, sums, row = arguments
    low = _pointer(context, builder, signature.args[0], table, builder.mul(step, ir.Constant(_INDEX, 2 * LANES)))
    level, upright, next_level, next_upright = (_load(builder, low, number) for number in range(4))
    share, slope = _spread(builder, part), _spread(builder, rise)
    level = _between(builder, level, next_level, share)
    upright = _between(builder, upright, next_upright, share)
    gained = builder.fsub(upright, builder.fmul(slope, level, flags=_FAST), flags=_FAST)
    place = _pointer(context, builder, signature.args[4], sums, builder.mul(row, ir.Constant(_INDEX, LANES)))
    builder.store(builder.fadd(builder.load(place, align=4), gained, flags=_FAST), place, align=4)
    return context.get_dummy_value()


def _pointer(context: Any, builder: Any, kind: Any, array: Any, index: Any) -> Any:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())


def _load(builder: Any, pointer: Any, number: int) -> Any:
    return builder.load(builder.gep(pointer, [ir.Constant(_INDEX, number)]), align=4)


def _spread(builder: Any, value: Any) -> Any:
    """A number in all lanes."""
    nothing = ir.Constant(_VECTOR, ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(ir.IntType(32), 0))
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, nothing, everywhere)


def _between(builder: Any, low: Any, high: Any, share: Any) -> Any:
    rise = builder.fmul(share, builder.fsub(high, low, flags=_FAST), flags=_FAST)
    return builder.fadd(low, rise, flags=_FAST)


#: ``add_row(table, step, part, rise, sums, row)``, for compiled code: sums[row] += z − rise · h, of the table row
#: between `step` and the next, of which `part` is the share of the next. `table` is (steps, 2 · LANES): level parts h,
#: then upright parts z; `sums` is (rows, LANES); both float32 and contiguous.
add_row: Any = intrinsic(_typed)
