"""Formulas of derived facts over whole columns of values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import repeat
from typing import Final, TypeAlias

from rtctriage.knowledge.model import FactValue, Formula, Number

Column: TypeAlias = "Sequence[float | None] | float | None"
"""One value a sample (None where there is none), or one for all of them."""


_OPERATIONS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "min": min,
    "max": max,
}
_OF_ONE: Final[dict[str, Callable[[float], float]]] = {"abs": abs, "-": operator.neg}


def names_in(formula: Formula) -> tuple[str, ...]:
    """The facts that a formula names, in the order in which they are written, each once."""
    return tuple(dict.fromkeys(_names(formula)))


def _names(formula: Formula) -> Iterator[str]:
    if isinstance(formula, FactValue):
        yield formula.name
    elif not isinstance(formula, Number):
        for part in formula.parts:
            yield from _names(part)


def calculate(formula: Formula, values: Mapping[str, Column], extreme: Callable[[str, str], float | None]) -> Column:
    """What a formula comes to: a column where any fact that it names has one.

    No value where one that is needed is not there, or a divisor is zero. ``extreme`` gives ``low`` and ``high`` of a
    fact. Columns must be equally long.
    """
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, FactValue):
        return values[formula.name]
    first = formula.parts[0]
    if formula.op in ("low", "high"):
        return extreme(formula.op, first.name) if isinstance(first, FactValue) else None
    parts = [calculate(part, values, extreme) for part in formula.parts]
    if len(parts) == 1:
        return _each(_OF_ONE[formula.op], parts[0])
    operation = _OPERATIONS[formula.op]
    return reduce(lambda a, b: _pairs(operation, a, b), parts)


def _each(operation: Callable[[float], float], a: Column) -> Column:
    if a is None:
        return None
    return [None if x is None else operation(x) for x in a] if isinstance(a, Sequence) else operation(a)


def _pairs(operation: Callable[[float, float], float], a: Column, b: Column) -> Column:
    if a is None or b is None:
        return None
    if not isinstance(a, Sequence) and not isinstance(b, Sequence):
        return None if b == 0 and operation is operator.truediv else operation(a, b)
    left: Iterable[float | None] = a if isinstance(a, Sequence) else repeat(a)
    right: Iterable[float | None] = b if isinstance(b, Sequence) else repeat(b)
    try:
        # in C, where every sample has a value
        return list(map(operation, left, right))  # type: ignore[arg-type]  # None is what the exception is for
    except (TypeError, ZeroDivisionError):
        pairs = zip(left, right, strict=False)
        if operation is operator.truediv:
            return [None if x is None or not y else x / y for x, y in pairs]
        return [None if x is None or y is None else operation(x, y) for x, y in pairs]
