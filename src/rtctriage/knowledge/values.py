"""Values as a person writes them, typed by the fact catalogue: ``8.2 %``, ``yes``, ``4.10``, ``[0.1 % x12, 25 %]``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rtctriage.errors import did_you_mean
from rtctriage.knowledge.model import FactSpec
from rtctriage.privacy import masked, quote_name, quote_value
from rtctriage.profile import TYPED, Scalar, Stream, Streams
from rtctriage.series import Series
from rtctriage.units import UnitError, convert, show

MAX_SAMPLES: Final = 100_000

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S.{0,30}?)?\s*\Z")
_VERSION = re.compile(r"[^\d]{0,40}\d[^\n]{0,80}\Z")
_REPEATED = re.compile(r"(.*?)(?:\s+|(?<=[\d%_]))[x×]\s*(\d{1,9})\s*\Z", re.DOTALL)
_BOOLEANS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class FactValueError(ValueError):
    """A value that cannot be that fact's; ``hint`` says the way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read_number(text: str, unit: str, *, bare: bool = True) -> float:
    """A number in ``unit``. ``bare`` says whether one without a unit is taken to be in it. Raises FactValueError."""
    match = _NUMBER.match(text)
    if not match:
        raise FactValueError(f"{quote_value(text)} is not a number" + (f" with a unit such as {unit}" if unit else ""))
    value = float(match[1])
    if value in (float("inf"), float("-inf")):
        raise FactValueError("the number is too large")
    given = match[2] or ""
    if not given:
        # nothing is nothing in every unit
        if bare or not unit or value == 0:
            return value
        raise FactValueError(f"the number {match[1]} needs a unit", f'write "{match[1]} {unit}"')
    try:
        value = convert(value, given, unit)
    except UnitError as error:
        raise FactValueError(str(error), error.hint) from None
    if value in (float("inf"), float("-inf")):
        raise FactValueError("the number is too large")
    return value


def check_range(spec: FactSpec, value: float) -> None:
    """Raises FactValueError for a number that the fact can never be."""
    if spec.low is not None and value < spec.low:
        raise FactValueError(
            f"{spec.name} is never below {show(spec.low, spec.unit)}, and here it is {show(value, spec.unit)}"
        )
    if spec.high is not None and value > spec.high:
        raise FactValueError(
            f"{spec.name} is never above {show(spec.high, spec.unit)}, and here it is {show(value, spec.unit)}"
        )


def read_choice(spec: FactSpec, text: str) -> str:
    """One of the fact's choices, whatever its case. Raises FactValueError."""
    for choice in spec.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise FactValueError(wrong_choice(spec, text), choices_hint(spec, text))


def wrong_choice(spec: FactSpec, text: str) -> str:
    """That a text is none of the fact's choices; it is repeated only where it is near to one."""
    return f"{spec.name} cannot be {quote_name(text, did_you_mean(text.casefold(), spec.choices), 'this value')}"


def choices_hint(spec: FactSpec, text: str) -> str:
    """The choice that was meant, or all of them."""
    return did_you_mean(text.casefold(), spec.choices) or "one of: " + ", ".join(spec.choices)


def read_version(text: str) -> str:
    """A version, kept as it is written: 4.10 is later than 4.9. Raises FactValueError."""
    if not _VERSION.match(text):
        raise FactValueError(f"{quote_value(text)} is not a version", "write it like 4.2.1")
    return text


def read_boolean(text: str) -> bool:
    """true, false, yes or no. Raises FactValueError."""
    try:
        return _BOOLEANS[text.lower()]
    except KeyError:
        raise FactValueError(
            f"{quote_value(text)} is neither true nor false", "write true or false (yes and no will do)"
        ) from None


def read_scalar(spec: FactSpec, text: str) -> Scalar:
    """One value of a fact, in the fact's unit and within its range; free text without what is private in it.

    Raises FactValueError.
    """
    text = text.strip()
    if not text:
        raise FactValueError(f"{spec.name} has no value", "leave it out if it is not known")
    if spec.type == "number":
        value = read_number(text, spec.unit)
        check_range(spec, value)
        return value
    if spec.type == "boolean":
        return read_boolean(text)
    if spec.type == "choice":
        return read_choice(spec, text)
    return read_version(text) if spec.type == "version" else masked(text)


def read_samples(spec: FactSpec, items: Iterable[str]) -> Streams:
    """A series with one sample a second, in the compact notation: ``xN`` repeats, ``_`` is a second without a sample.

    The first sample stands for the first second, so its time is 1. Raises FactValueError.
    """
    if not spec.series:
        raise FactValueError(f"{spec.name} is one value, not a series", "give a single value")
    times: list[float] = []
    values: list[float] = []
    second = 0
    for item in items:
        match = _REPEATED.match(item)
        text, count = (match[1], int(match[2])) if match else (item, 1)
        if count < 1 or second + count > MAX_SAMPLES:
            raise FactValueError(f"a series has between 1 and {MAX_SAMPLES} samples")
        if text.strip() != "_":
            value = float(read_scalar(spec, text))
            times.extend(float(second + i + 1) for i in range(count))
            values.extend([value] * count)
        second += count
    if not values:
        raise FactValueError("the series has no sample", "leave the fact out if it is not known")
    return Streams((Stream(stream_label(spec.name), Series(times, values)),), source=TYPED)


def read_streams(spec: FactSpec, streams: Mapping[str, Iterable[str]]) -> Streams:
    """Several streams of a fact by their labels, each as ``read_samples`` reads it. Raises FactValueError."""
    if not streams:
        raise FactValueError(f"{spec.name} has no stream", "leave the fact out if it is not known")
    series = {label: read_samples(spec, items).streams[0].series for label, items in streams.items()}
    return Streams(tuple(Stream(label, one) for label, one in series.items()), source=TYPED)


def stream_label(fact: str) -> str:
    """What a typed series is called: all of one kind (``audio``, ``video``) are of one stream."""
    parts = fact.split(".")
    return parts[1] if len(parts) == 3 and parts[1] in ("audio", "video") else ""
