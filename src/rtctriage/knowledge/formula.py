"""The formulas of derived facts: ``uplink.video.frame_rate / uplink.video.source_frame_rate * 100``.

Numbers, names of facts, ``+ - * / ( )``, ``min(a, b)``, ``max(a, b)``, ``abs(a)``, and ``low(fact)`` and ``high(fact)``
for what a stream shows at its lowest and highest (10th and 90th percentile). This module reads and checks;
what a formula comes to over time series is for the inference engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, cast

from rtctriage.errors import did_you_mean
from rtctriage.knowledge.limits import ConditionError
from rtctriage.knowledge.model import Calculation, FactSpec, FactValue, Formula, Number
from rtctriage.privacy import quote

_LONGEST: Final = 500
_DEEPEST: Final = 30
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)|([-+*/(),])|(\S))")
_FUNCTIONS: Final = {"min": 2, "max": 2, "abs": 1, "low": 1, "high": 1}
_OF_ONE: Final = ("abs", "low", "high")
_BINDS: Final = {"+": 1, "-": 1, "*": 2, "/": 2}

_Op = Literal["+", "-", "*", "/", "min", "max", "abs", "low", "high"]


def parse_formula(text: str) -> Formula:
    """A formula's text as a tree. Raises ConditionError with the place in the text."""
    if len(text) > _LONGEST:
        raise ConditionError(f"the formula is longer than {_LONGEST} characters")
    parser = _Parser(text)
    tree = parser.expression(0, 0)
    if parser.kind != "end":
        raise parser.fail("an operator is expected here")
    return tree


def facts_of(formula: Formula) -> tuple[str, ...]:
    """The facts that a formula names, in the order in which they are written, each once."""
    return tuple(dict.fromkeys(_names(formula)))


def _names(formula: Formula) -> Iterator[str]:
    if isinstance(formula, FactValue):
        yield formula.name
    elif isinstance(formula, Calculation):
        for part in formula.parts:
            yield from _names(part)


class _Parser:
    """Precedence climbing, one token ahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0
        self.next()

    def next(self) -> None:
        match = _TOKEN.match(self.text, self.end)
        if match is None:
            self.kind, self.token, self.at = "end", "", len(self.text)
            return
        index = match.lastindex or 4
        self.kind = ("number", "name", "sign", "other")[index - 1]
        self.token, self.at, self.end = match[index], match.start(index), match.end()

    def fail(self, message: str, hint: str = "") -> ConditionError:
        return ConditionError(message, hint, self.at)

    def expect(self, sign: str) -> None:
        if self.kind != "sign" or self.token != sign:
            raise self.fail(f'"{sign}" is expected here')
        self.next()

    def expression(self, binds: int, depth: int) -> Formula:
        if depth > _DEEPEST:
            raise self.fail("the formula is nested too deep")
        left = self.operand(depth)
        while self.kind == "sign" and _BINDS.get(self.token, 0) > binds:
            op = self.token
            self.next()
            left = Calculation(cast(_Op, op), (left, self.expression(_BINDS[op], depth + 1)))
        return left

    def operand(self, depth: int) -> Formula:
        """A number, a fact, a call, a sign, or a formula in brackets."""
        kind, token = self.kind, self.token
        if kind == "number":
            self.next()
            return Number(float(token))
        if kind == "name":
            fail_here = self.fail(f"unknown function {quote(token, '')}".rstrip(), "min, max, abs, low or high")
            self.next()
            if (self.kind, self.token) != ("sign", "("):
                return FactValue(token)
            if token not in _FUNCTIONS:
                raise fail_here
            return self.call(token, depth)
        if kind == "sign" and token == "(":
            self.next()
            inside = self.expression(0, depth + 1)
            self.expect(")")
            return inside
        if kind == "sign" and token == "-":
            self.next()
            # binds tighter than any operator: -a * b is (-a) * b
            return Calculation("-", (self.expression(2, depth + 1),))
        raise self.fail("a number, a fact or a bracket is expected here")

    def call(self, name: str, depth: int) -> Formula:
        """A function with its arguments, from the opening bracket on."""
        begin = self.at
        self.expect("(")
        parts = [self.expression(0, depth + 1)]
        while (self.kind, self.token) == ("sign", ","):
            self.next()
            parts.append(self.expression(0, depth + 1))
        self.expect(")")
        if len(parts) < _FUNCTIONS[name] or (name in _OF_ONE and len(parts) > 1):
            few = "one value" if name in _OF_ONE else "two values or more"
            raise ConditionError(f"{name} takes {few}", "", begin)
        if name in ("low", "high") and not isinstance(parts[0], FactValue):
            raise ConditionError(f"{name} takes the name of a fact", "", begin)
        return Calculation(cast(_Op, name), tuple(parts))


def check_formula(spec: FactSpec, formula: Formula, facts: Mapping[str, FactSpec]) -> None:
    """Checks that a derived fact can be computed at all. Raises ConditionError.

    Everything it names is a known number. Series of different directions or kinds (what is sent as video, what is
    received as audio) have streams that do not belong to each other, so only one such family may occur, and it is the
    family of the derived fact; series that belong to the whole call, such as ``network.rtt``, go with any.
    """
    family = family_of(spec.name)
    series = False
    for name in facts_of(formula):
        used = facts.get(name)
        if used is None:
            raise ConditionError(f"unknown fact {quote(name, '')}".rstrip(), did_you_mean(name, facts))
        if used.type != "number":
            raise ConditionError(f"{name} is a {used.type}, and formulas are about numbers")
        series = series or used.series
        other = family_of(name) if used.series else None
        if other is not None and other != family:
            raise ConditionError(
                f"{name} is a series of {other}, and {spec.name} is not",
                f"name the derived fact {other}.…, and use series of one direction and kind",
            )
    if spec.type != "number":
        raise ConditionError("a derived fact is a number", "write type: number")
    if series != spec.series:
        what = "a series" if series else "one value"
        raise ConditionError(
            f"what {spec.name} is derived from makes it {what}", f"write series: {str(series).lower()}"
        )


def family_of(fact: str) -> str | None:
    """``uplink.video`` for a series with a stream for each track of it; None for what there is once in a call."""
    parts = fact.split(".")
    if len(parts) == 3 and parts[0] in ("uplink", "downlink") and parts[1] in ("audio", "video"):
        return f"{parts[0]}.{parts[1]}"
    return None
