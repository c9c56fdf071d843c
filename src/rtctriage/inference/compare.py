"""Comparisons of single values, and over which samples of a series one holds."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import partial
from itertools import repeat
from typing import Any, Final

from rtctriage.inference.truth import Truth
from rtctriage.knowledge.model import Atom, Compare, Comparison, FactType, Glob, Member, VersionRange
from rtctriage.profile import Scalar
from rtctriage.series import Series
from rtctriage.versions import version_key

OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def holds(type_: FactType, value: Scalar, test: Comparison) -> Truth:
    """Whether a value satisfies a comparison; unknown where the two are not of one kind."""
    limit = test.limit
    if type(value) is float and type(limit) is float:
        return OPERATORS[test.op](value, limit)
    if type_ == "number" or type_ == "boolean":
        if isinstance(value, str) or isinstance(limit, str):
            return None
        return OPERATORS[test.op](value, limit)
    if type_ == "version":
        return _versions(test.op, str(value), str(limit))
    if not isinstance(value, str):
        return None
    # Choices are a closed vocabulary; free text is compared as a person would.
    a, b = (value.casefold(), str(limit).casefold()) if type_ == "text" else (value, str(limit))
    return OPERATORS[test.op](a, b)


_MIRRORED: Final = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}


def quick_test(type_: FactType, atom: Atom) -> tuple[type, Callable[[Scalar], bool]] | None:
    """The kind of value that a test is about, and the answer for one such value as ``holds`` and ``is_member`` give it.

    None for a test that is not a bare comparison or list, or where more than the value decides: versions and free text.
    """
    if isinstance(atom, Compare) and atom.inner is None and type_ in ("number", "boolean", "choice"):
        limit = atom.test.limit
        return type(limit), partial(OPERATORS[_MIRRORED[atom.test.op]], limit)
    if isinstance(atom, Member) and type_ == "choice" and not atom.negate:
        return str, frozenset(atom.values).__contains__
    return None


def _versions(op: str, value: str, limit: str) -> Truth:
    a, b = version_key(value), version_key(limit)
    return None if a is None or b is None else OPERATORS[op](a, b)


def is_member(type_: FactType, value: Scalar, atom: Member) -> Truth:
    """``in [..]`` and ``not in [..]``."""
    if type_ == "version":
        among = any(_versions("==", str(value), one) for one in atom.values)
    elif isinstance(value, bool):
        among = ("true" if value else "false") in atom.values
    elif isinstance(value, str):
        among = value in atom.values or (
            type_ == "text" and value.casefold() in [one.casefold() for one in atom.values]
        )
    else:
        among = any(_number(one) == value for one in atom.values)
    return among is not atom.negate


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def matches(value: Scalar, atom: Glob) -> Truth:
    """``matches Redmi*``, without regard to case."""
    return fnmatchcase(value.casefold(), atom.pattern.casefold()) if isinstance(value, str) else None


def in_range(value: Scalar, atom: VersionRange) -> Truth:
    """``version >=4.2,<4.2.6``: unknown where the value has no version number in it."""
    truth: Truth = True
    for op, limit in atom.parts:
        one = _versions(op, str(value), limit)
        if one is False:
            return False
        if one is None:
            truth = None
    return truth


def samples_that_hold(series: Series, test: Comparison) -> list[bool] | bool:
    """For each sample whether it satisfies the comparison; one answer where it is the same for all of them.

    The smallest and the largest value are known of every series, and settle most comparisons at once.
    """
    limit, op = test.limit, test.op
    if isinstance(limit, str):
        return False
    low, high = series.low, series.high
    compare = OPERATORS[op]
    if op in ("==", "!="):
        if limit < low or limit > high:
            return op == "!="
        if low == high:
            return op == "=="
    else:
        if compare(low, limit) and compare(high, limit):
            return True
        if not compare(low, limit) and not compare(high, limit):
            return False
    flags = list(map(compare, series.values, repeat(limit)))
    return flags if True in flags and False in flags else flags[0]


def nearest(series: Series, test: Comparison) -> float:
    """The value of a series that comes nearest to satisfying the comparison."""
    if test.op in (">", ">="):
        return series.high
    if test.op in ("<", "<="):
        return series.low
    limit = test.limit
    return series.values[0] if isinstance(limit, str) else min(series.values, key=lambda v: abs(v - limit))
