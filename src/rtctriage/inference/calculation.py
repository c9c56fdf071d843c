"""Formulas of derived facts over whole columns of values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import repeat
from typing import Final, TypeAlias

from rtctriage.knowledge.model import FactValue, Formula, Number

Column: TypeAlias = "list[float | None] | float | None"
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
    if isinstance(a, list):
        return [None if x is None else operation(x) for x in a]
    return None if a is None else operation(a)


def _pairs(operation: Callable[[float, float], float], a: Column, b: Column) -> Column:
    if a is None or b is None:
        return None
    if not isinstance(a, list) and not isinstance(b, list):
        return _one(operation, a, b)
    left: Iterable[float | None] = a if isinstance(a, list) else repeat(a)
    right: Iterable[float | None] = b if isinstance(b, list) else repeat(b)
    try:
        # in C, where every sample has a value
        return list(map(operation, left, right))  # type: ignore[arg-type]  # None is what the exception is for
    except (TypeError, ZeroDivisionError):
        return [_one(operation, x, y) for x, y in zip(left, right, strict=False)]


def _one(operation: Callable[[float, float], float], x: float | None, y: float | None) -> float | None:
    if x is None or y is None:
        return None
    try:
        return operation(x, y)
    except ZeroDivisionError:
        return None
