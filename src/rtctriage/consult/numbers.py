"""Numbers as people type them: full-width digits, units in either language, units guessed where that is safe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from rtctriage import units
from rtctriage.consult import phrases
from rtctriage.consult.numerals import arabic
from rtctriage.knowledge.model import FactSpec
from rtctriage.text import Text

FAR: Final = 100.0
"""A value so many times beyond the largest limit that any rule has for its fact is asked about."""

FAST: Final = 100_000.0
"""A bitrate of so many kbps and more without a unit is asked about: many programs count in bps."""

NEAR: Final = 1 / 30.0
"""A bare fraction below this part of the smallest limit is asked about: it may be in a larger unit."""

_SPELLINGS: Final = {
    "毫秒": "ms", "millisecond": "ms", "milliseconds": "ms", "msec": "ms",
    "秒": "s", "秒钟": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "分": "min", "分钟": "min", "minute": "min", "minutes": "min", "mins": "min",
    "小时": "h", "hour": "h", "hours": "h", "天": "d", "day": "d", "days": "d",
    "微秒": "us", "µs": "us", "μs": "us",
    "percent": "%", "百分之": "%",
    "帧": "fps", "帧/秒": "fps", "帧每秒": "fps", "frames/s": "fps",
    "kbit/s": "kbps", "kb/s": "kbps", "mbit/s": "Mbps", "mb/s": "Mbps", "bit/s": "bps", "b/s": "bps",
    "个百分点": "%", "个点": "%", "percentage points": "%",
    "比特/秒": "bps", "比特每秒": "bps", "千比特": "kbps", "千比特/秒": "kbps", "千比特每秒": "kbps",
    "兆比特": "Mbps", "兆比特/秒": "Mbps", "兆比特每秒": "Mbps",
    "像素": "px", "pixel": "px", "pixels": "px", "p": "px",
    "次/秒": "/s", "次/分钟": "/min", "times": "", "次": "", "个": "",
    "度": "°C", "摄氏度": "°C", "c": "°C", "°c": "°C", "兆": "MB", "m": "MB",
}  # fmt: skip
_OF_BITRATE: Final = {"k": "kbps", "m": "Mbps", "兆": "Mbps", "千": "kbps"}
"""What 500k and 2M are short for where a bitrate is expected."""
_TIMES: Final = frozenset(unit for unit in units.UNITS if units.dimension(unit) == "time")
_BY_CASE: Final = {unit.casefold(): unit for unit in units.UNITS}
_BYTES: Final = re.compile(r"([kKMG]?)(?:B|bytes?|字节)\s*(?:/\s*s|/\s*sec|ps|/\s*秒|每秒)")
_OF_BYTES: Final = {"": 8e-3, "k": 8.0, "m": 8e3, "g": 8e6}
"""In kbps."""
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_ONE: Final = re.compile(
    rf"(?:about|around|ca\.?|approx\.?|~|≈|约|大约|大概|左右)?\s*({_NUMBER})\s*(\S.{{0,20}}?)?\s*(?:左右)?"
)
_SEVERAL: Final = re.compile(r"\s*(?:[,;、；/]|\band\b|和|与)\s*")
_RANGE: Final = re.compile(
    rf"({_NUMBER})\s*(\S.{{0,20}}?)?\s*(?:-|–|~|\.\.\.?|…|\bto\b|至|到)\s*({_NUMBER})\s*(\S.{{0,20}}?)?"
)
_BOUND: Final = re.compile(
    r"(?:[<>≤≥]=?|(?:more|less|greater|higher|lower) than|over|under|above|below|at (?:least|most)|up to"
    r"|超过|大于|高于|多于|不到|小于|低于|少于|不超过|不低于|至少|最多)\s*(.+)"
    r"|(.+?)\s*(?:以上|以下|以内|多|\+|or (?:more|less))",
    re.IGNORECASE,
)
_COMPOUND: Final = re.compile(rf"(?:{_NUMBER}\s*[^\W\d_]+[\s,]*){{2,}}")
_PART: Final = re.compile(rf"({_NUMBER})\s*([^\W\d_]+)")
_LISTED: Final = re.compile(r"(?<=\d)，(?=\d{3})")
"""A full-width comma parts two values; thousands have the other one."""
_DECIMAL_COMMA: Final = re.compile(r"\s*([+-]?\d+),(\d{1,2})(?=\D|\Z)(.*)")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|\Z))")


class Reading(Struct, frozen=True):
    """One way in which a number can be meant, in the unit of the fact."""

    value: float
    unit: str
    """The unit in which it was read."""


class Numbers(Struct, frozen=True):
    """What a text can mean: the first reading is the literal one. More than one: they must be asked about."""

    readings: tuple[Reading, ...]
    several: bool = False
    """Whether several values were given where one is expected."""
    bound: bool = False
    """Whether it is a bound, such as "more than 10 %": the number in it is asked about."""


class NotANumberError(ValueError):
    """The text is no number of this fact; ``message`` says why, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def plain(text: str) -> str:
    """Full-width characters as their usual forms (Unicode NFKC), without space around."""
    return unicodedata.normalize("NFKC", text).strip()


def read_number(text: str, spec: FactSpec, limits: Sequence[float]) -> Numbers:
    """The readings of a text as a value of the fact; ``limits`` are those that rules hold against it.

    Raises NotANumberError.
    """
    given = _THOUSANDS.sub("", arabic(plain(_LISTED.sub("、", text)).replace("−", "-")).rstrip("!"))
    whole = _compound(given, spec)
    if whole is not None:
        return Numbers((whole,))
    parts = [part for part in _SEVERAL.split(given) if part]
    comma = _DECIMAL_COMMA.fullmatch(given)
    if comma and len(parts) == 2:
        # "3,5" is a number in half of Europe, and two of them elsewhere
        unit = comma[3].strip()
        texts = (f"{comma[1]}.{comma[2]} {unit}", f"{comma[1]} {unit}", f"{comma[2]} {unit}")
        both = dict.fromkeys(_literal(one.strip(), spec, "") for one in texts)
        return Numbers(tuple(reading for reading in both if _in_range(reading.value, spec)) or tuple(both), bound=True)
    between = _RANGE.fullmatch(given)
    if between:
        unit = between[4] or between[2] or ""
        ends = [_literal(between[1], spec, between[2] or unit), _literal(between[3], spec, unit)]
        return Numbers(tuple(sorted(dict.fromkeys(ends), key=lambda one: -abs(one.value))), several=len({*ends}) > 1)
    bound = _BOUND.fullmatch(given)
    if bound and re.search(r"\d", given):
        inner = read_number(bound[1] or bound[2], spec, limits)
        return Numbers(inner.readings, inner.several, bound=True)
    if len(parts) > 1 and all(re.match(_NUMBER, part) for part in parts):
        # "3 %, 12 %" or "3, 12 %"
        unit = next((match[2] for part in parts if (match := _ONE.fullmatch(part)) and match[2]), "")
        values = [_literal(part, spec, unit) for part in parts]
        worst_first = dict.fromkeys(sorted(values, key=lambda reading: -abs(reading.value)))
        return Numbers(tuple(worst_first), several=len(worst_first) > 1)
    match = _ONE.fullmatch(given)
    bytes_ = _BYTES.fullmatch(match[2].strip()) if match and match[2] else None
    if match and bytes_ and units.dimension(spec.unit) == "bitrate":
        # whoever writes kB/s may know the difference, or not
        value = units.convert(float(match[1]) * _OF_BYTES[bytes_[1].casefold()], "kbps", spec.unit)
        return Numbers((Reading(value / 8, spec.unit), Reading(value, spec.unit)))
    bare = match is not None and not match[2]
    literal = _literal(given, spec, "")
    if not _in_range(literal.value, spec) and spec.high is not None and spec.high <= 0 and literal.value > 0:
        # a level of 80 dBm below nothing
        opposite = Reading(-literal.value, literal.unit)
        if _in_range(opposite.value, spec):
            return Numbers((literal, opposite))
    others = _other_readings(float(match[1]) if match else literal.value, literal, spec, limits)
    if not _in_range(literal.value, spec):
        if others:
            return Numbers((literal, *others))
        raise NotANumberError(phrases.OUT_OF_RANGE.fill(range=shown_range(spec)))
    if _doubtful(given, bare, literal.value, spec, limits):
        return Numbers((literal, *others))
    return Numbers((literal,))


def shown_range(spec: FactSpec) -> str:
    """What the fact can be, such as ``0 … 100 %``."""
    low = "" if spec.low is None else units.show(spec.low, "")
    high = "" if spec.high is None else units.show(spec.high, "")
    return f"{low} … {high} {spec.unit}".strip()


def _literal(text: str, spec: FactSpec, unit: str) -> Reading:
    match = _ONE.fullmatch(text)
    if match is None:
        raise NotANumberError(phrases.NO_NUMBER.fill(example=units.show(_example(spec), spec.unit)))
    given = _unit(match[2] or unit, spec) if (match[2] or unit) else spec.unit
    try:
        value = units.convert(float(match[1]), given, spec.unit)
    except units.UnitError:
        raise NotANumberError(phrases.WRONG_UNIT.fill(unit=spec.unit or "1")) from None
    if value in (float("inf"), float("-inf")):
        raise NotANumberError(phrases.OUT_OF_RANGE.fill(range=shown_range(spec)))
    return Reading(value, given)


def _compound(text: str, spec: FactSpec) -> Reading | None:
    """A length of time in several units, such as 1 min 30 s; None for anything else."""
    if not _COMPOUND.fullmatch(text) or units.dimension(spec.unit) != "time":
        return None
    parts = [(float(number), _unit(unit, spec)) for number, unit in _PART.findall(text)]
    sizes = [units.convert(1.0, unit, "s") for _, unit in parts if unit in _TIMES]
    if len(sizes) < len(parts) or sizes != sorted({*sizes}, reverse=True):
        return None
    value = sum(units.convert(number, unit, spec.unit) for number, unit in parts)
    if not _in_range(value, spec):
        raise NotANumberError(phrases.OUT_OF_RANGE.fill(range=shown_range(spec)))
    return Reading(value, spec.unit)


def _unit(text: str, spec: FactSpec) -> str:
    word = text.strip().rstrip(".。")
    if len(word) > 1 and word.startswith("个") and word not in _SPELLINGS:
        word = word[1:]
    folded = word.casefold()
    if word in units.UNITS:
        return word
    if folded in _OF_BITRATE and units.dimension(spec.unit) == "bitrate":
        return _OF_BITRATE[folded]
    if folded == "m" and units.dimension(spec.unit) == "time":
        return "min"
    return _SPELLINGS.get(folded, _BY_CASE.get(folded, word))


def _example(spec: FactSpec) -> float:
    low = 0.0 if spec.low is None else spec.low
    high = 100.0 if spec.high is None else spec.high
    return 10.0 if low <= 10.0 <= high else high


def _in_range(value: float, spec: FactSpec) -> bool:
    return (spec.low is None or value >= spec.low) and (spec.high is None or value <= spec.high)


def _doubtful(text: str, bare: bool, value: float, spec: FactSpec, limits: Sequence[float]) -> bool:
    """Whether a value within the range may still be meant otherwise."""
    if bare and spec.unit == "kbps" and value >= FAST:
        return True
    sizes = [abs(limit) for limit in limits if limit]
    if not sizes or not value:
        return False
    if spec.unit == "%":
        # what programs report as a fraction of 1
        return bare and abs(value) < 1 and "." in text
    if abs(value) > FAR * max(sizes):
        return True
    return bare and "." in text and abs(value) < NEAR * min(sizes)


def _other_readings(number: float, literal: Reading, spec: FactSpec, limits: Sequence[float]) -> tuple[Reading, ...]:
    """The same number in the other units of its dimension, as far as that is plausible; the nearest to limits first."""
    sizes = [abs(limit) for limit in limits if limit]
    found: list[Reading] = []
    dimension = units.dimension(spec.unit)
    for unit in units.UNITS:
        if unit == literal.unit or units.dimension(unit) != dimension:
            continue
        value = units.convert(number, unit, spec.unit)
        usual = not sizes or NEAR * min(sizes) <= abs(value) <= FAR * max(sizes)
        if value != literal.value and usual and _in_range(value, spec):
            found.append(Reading(value, unit))
    # the unit of the fact is the likeliest; then what the number is nearest to
    found.sort(key=lambda reading: reading.unit != spec.unit)
    return tuple(found[:2])
