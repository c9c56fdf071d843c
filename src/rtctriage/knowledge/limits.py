"""The parts of the condition language that name a value: comparisons, limits, thresholds, durations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from msgspec import Struct

from rtctriage.errors import did_you_mean
from rtctriage.knowledge.model import Comparison, FactSpec, Operator, Threshold
from rtctriage.knowledge.values import FactValueError, check_range, read_boolean, read_choice, read_number, read_version
from rtctriage.privacy import quote
from rtctriage.text import Text
from rtctriage.units import UnitError, convert

_OPERATOR = re.compile(r">=|<=|==|!=|>|<")
_LAST = re.compile(r"\s(for|after)\s+((?:(?!\s(?:for|after)\s)[^{}<>=!()])+|\{[^{}]*\})\s*\Z")
_THRESHOLD = re.compile(r"\{\s*([^{}]*?)\s*\}\Z")
_VERSION = re.compile(r"[vV]?\d+(?:\.\d+)*(?:[-+][A-Za-z0-9.+-]+|[A-Za-z]+\d*)?\Z")

SHARE: Final = FactSpec(
    name="share", type="number", series=True, unit="%", low=0.0, high=100.0, title=Text("", ""), meaning=Text("", "")
)
"""What a share of samples is compared as."""


class ConditionError(Exception):
    """What is wrong with a test, and at which character of its text."""

    def __init__(self, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.offset = message, hint, offset


class Names(Struct, frozen=True):
    """What a test can speak of."""

    facts: Mapping[str, FactSpec]
    thresholds: Mapping[str, Threshold]


class Piece(Struct, frozen=True):
    """A part of a test, and where it begins in it."""

    text: str
    offset: int

    def cut(self, begin: int, end: int | None = None) -> Piece:
        """A part of the part, without white space around it."""
        part = self.text[begin:end]
        return Piece(part.strip(), self.offset + begin + len(part) - len(part.lstrip()))

    def fail(self, message: str, hint: str = "") -> ConditionError:
        return ConditionError(message, hint, self.offset)


def unquote(piece: Piece) -> str:
    text = piece.text
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text


def split_durations(spec: FactSpec, whole: Piece, names: Names) -> tuple[Piece, dict[str, float]]:
    """Takes ``for …`` and ``after …`` off the end of a test."""
    durations: dict[str, float] = {}
    body = whole
    if spec.type == "text":
        return body, durations
    while match := _LAST.search(body.text):
        word, piece = match[1], body.cut(match.start(2), match.end(2))
        if word in durations:
            raise piece.fail(f"{word} is given twice")
        durations[word] = read_duration(piece.text, names, piece.offset)
        body = body.cut(0, match.start())
    return body, durations


def read_duration(text: str, names: Names, offset: int = 0) -> float:
    """``5 s`` or ``{name}`` in seconds, more than nothing and at most a day. Raises ConditionError."""
    piece = Piece(text, offset)
    if _THRESHOLD.match(text):
        value = _threshold(piece, "s", names)[0]
    else:
        try:
            value = read_number(text, "s", bare=False)
        except FactValueError as problem:
            raise piece.fail(problem.message, problem.hint) from None
    if not 0 < value <= 86400:
        raise piece.fail("a duration is more than 0 s and at most 24 h")
    return value


def _threshold(piece: Piece, unit: str, names: Names) -> tuple[float, str]:
    """The value of ``{name}`` in a unit, and the name."""
    match = _THRESHOLD.match(piece.text)
    name = match[1] if match else ""
    threshold = names.thresholds.get(name)
    if threshold is None:
        raise piece.fail(f"unknown threshold {quote(name, '')}".rstrip(), did_you_mean(name, names.thresholds))
    try:
        return convert(threshold.value, threshold.unit, unit), name
    except UnitError as error:
        raise piece.fail(f"the threshold {name} does not fit: {error}") from None


def operator_of(piece: Piece) -> tuple[Operator, Piece]:
    match = _OPERATOR.match(piece.text)
    if match is None:
        hint = "write == for equal" if piece.text.startswith("=") else "one of >= <= > < == !="
        raise piece.fail("an operator is expected here", hint)
    return cast(Operator, match[0]), piece.cut(match.end())


def comparison(spec: FactSpec, piece: Piece, names: Names) -> Comparison:
    operator, limit = operator_of(piece)
    if not limit.text:
        raise limit.fail("a value is missing after the operator")
    if spec.type == "number":
        value, threshold = _number(spec, limit, names)
        return Comparison(operator, value, threshold)
    if limit.text.startswith("{"):
        raise limit.fail(f"thresholds are numbers, and {spec.name} is a {spec.type}")
    if spec.type != "version" and operator not in ("==", "!="):
        raise piece.fail(f"{spec.name} is a {spec.type}: only == and != compare it")
    return Comparison(operator, word_of(spec, limit))


def _number(spec: FactSpec, limit: Piece, names: Names) -> tuple[float, str | None]:
    threshold: str | None = None
    try:
        if limit.text.startswith("{"):
            value, threshold = _threshold(limit, spec.unit, names)
        else:
            value = read_number(limit.text, spec.unit, bare=False)
        check_range(spec, value)
    except FactValueError as problem:
        raise limit.fail(problem.message, problem.hint) from None
    return value, threshold


def word_of(spec: FactSpec, piece: Piece) -> str | bool:
    """A limit that is no number, checked against the fact's type."""
    text = unquote(piece)
    if not text:
        raise piece.fail("a value is missing")
    try:
        if spec.type == "boolean":
            return read_boolean(text)
        if spec.type == "choice":
            return read_choice(spec, text)
        if spec.type == "version":
            if not _VERSION.match(text):
                raise FactValueError(f"{quote(text)} is not a version", "write it like 4.2.1")
            return read_version(text)
    except FactValueError as problem:
        raise piece.fail(problem.message, problem.hint) from None
    return text
