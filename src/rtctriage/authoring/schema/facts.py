"""What may be said of each fact, as patterns: the tests of rules, and the values in tests beside rules.

A schema cannot know everything that the reader does (whether a limit is in the fact's range, for one), but it never
refuses what the reader accepts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from rtctriage.authoring.schema.parts import NUMBER, Schema, any_case, either, escape, items, ref
from rtctriage.knowledge.model import FactSpec, Threshold
from rtctriage.units import UNITS, dimension

OPERATOR: Final = r"(?:>=|<=|==|!=|>|<)"
_ZERO: Final = r"[+-]?(?:0+\.?0*|\.0+)(?:[eE][+-]?\d+)?"
_REDUCER: Final = r"(?:p[1-9][0-9]?|mean|median|max|min|first|last)"
_VERSION: Final = r"[vV]?\d+(?:\.\d+)*(?:[-+][A-Za-z0-9.+-]+|[A-Za-z]+\d*)?"
_BOOLEANS: Final = ("true", "yes", "是", "false", "no", "否")


def units_like(unit: str) -> tuple[str, ...]:
    """The units of the same dimension, the fact's own first."""
    return (unit, *(u for u in UNITS if u != unit and dimension(u) == dimension(unit))) if unit else ()


class FactSchemas:
    """The definitions for the tests and the values of all facts of a knowledge base."""

    def __init__(self, facts: Mapping[str, FactSpec], thresholds: Mapping[str, Threshold]) -> None:
        self._facts = dict(sorted(facts.items()))
        self._thresholds = thresholds
        self.definitions: dict[str, Schema] = {}

    def tests(self) -> dict[str, Schema]:
        """Every fact with what may be written of it in a condition."""
        return {name: ref(self._test(spec), _about(spec)) for name, spec in self._facts.items()}

    def comparisons(self) -> dict[str, Schema]:
        """The facts over time, with what may be written of them inside ``together``."""
        return {name: ref(self._comparison(spec), _about(spec)) for name, spec in self._facts.items() if spec.series}

    def values(self) -> dict[str, Schema]:
        """Every fact with the values that it can have in a test beside the rules."""
        return {name: self._value(spec) for name, spec in self._facts.items()}

    def _test(self, spec: FactSpec) -> str:
        name = _slug(f"test of {_kind(spec)}")
        if name not in self.definitions:
            make = {"number": _number_tests, "choice": _choice_tests, "boolean": _boolean_tests}
            tests = make[spec.type](spec) if spec.type in make else _word_tests(spec)
            form = {
                "pattern": rf"^\s*{either([*tests, 'known'])}\s*$",
                "patternErrorMessage": f"Not a test of this fact. Write {_example(spec)}.",
            }
            parts = [form, self._limits(spec.unit, spec.series)] if spec.type == "number" else [form]
            self.definitions[name] = {"type": "string", "examples": _examples(spec), "allOf": parts}
        return name

    def _comparison(self, spec: FactSpec) -> str:
        name = _slug(f"comparison of {_kind(spec)}")
        form = {
            "pattern": rf"^\s*{_compared(spec.unit)}\s*$",
            "patternErrorMessage": "Inside together a test is a plain comparison, such as >= 5 %.",
        }
        self.definitions[name] = {"type": "string", "allOf": [form, self._limits(spec.unit, False)]}
        return name

    def _limits(self, unit: str, over_time: bool) -> Schema:
        """Whatever stands in braces is the name of a threshold that fits there."""
        places = [self._named(unit)]
        if over_time:
            places += [rf"\b(?:for|after)\s+{self._named('s')}", rf"\)\s*{OPERATOR}\s*{self._named('%')}"]
        pattern = rf"^{either([r'[^{]', *places])}*$"
        return {"pattern": pattern, "patternErrorMessage": "No threshold of this name fits here."}

    def _named(self, unit: str) -> str:
        names = (t.name for t in self._thresholds.values() if dimension(t.unit) == dimension(unit))
        return rf"\{{\s*{either(map(escape, sorted(names)))}\s*\}}"

    def _value(self, spec: FactSpec) -> Schema:
        title = {"description": spec.title.en}
        if spec.type == "choice":
            anyhow = {"type": "string", "pattern": rf"^\s*{either(map(any_case, spec.choices))}\s*$"}
            return {**title, "anyOf": [{"enum": list(spec.choices)}, anyhow]}
        if spec.type == "boolean":
            pattern = rf"^\s*{either(map(any_case, _BOOLEANS))}\s*$"
            return {**title, "type": ["boolean", "string"], "pattern": pattern}
        if spec.type != "number":
            return ref("text", spec.title.en)
        ends = "".join(f" {word} {limit}" for word, limit in _range(spec).items())
        name = _slug(f"value of {_kind(spec, spec.unit)}{ends}")
        self.definitions[name] = _number_value(spec)
        return ref(name, spec.title.en)


def _number_value(spec: FactSpec) -> Schema:
    one = {"type": ["number", "string"], "pattern": rf"^\s*{_quantity(spec.unit)}\s*$", **_range(spec)}
    if not spec.series:
        return {**one, "patternErrorMessage": f"A number{_with(spec.unit)}."}
    pattern = rf"^\s*(?:_|{_quantity(spec.unit)})\s*(?:[x×]\s*\d{{1,9}}\s*)?$"
    message = f'A number{_with(spec.unit)}, repeated with "x12"; "_" is a second without a sample.'
    sample = {**one, "pattern": pattern, "patternErrorMessage": message}
    series = items(sample, "One sample a second.", minItems=1)
    streams = {"description": "Several streams by their labels.", "type": "object", "additionalProperties": series}
    return {"anyOf": [one, series, streams]}


def _range(spec: FactSpec) -> dict[str, float]:
    """What a number without a unit is held to."""
    ends = (("minimum", spec.low), ("maximum", spec.high))
    return {word: int(limit) if limit == int(limit) else limit for word, limit in ends if limit is not None}


def _number_tests(spec: FactSpec) -> list[str]:
    plain = _compared(spec.unit)
    if not spec.series:
        return [plain]
    after, lasting = rf"(?:\s+after\s+{_limit('s')})?", rf"\s+for\s+{_limit('s')}"
    reduced = rf"{_REDUCER}\s*{plain}"
    share = rf"share\s*\(\s*{plain}\s*\)\s*{_compared('%')}"
    return [
        rf"(?:every\b\s*)?{either([reduced, share])}{after}",
        rf"(?:every\b\s*)?{plain}{after}{lasting}{after}",
        rf"changed\s+from\s+{plain}\s+to\s+{plain}(?:{lasting})?",
    ]


def _compared(unit: str) -> str:
    return rf"{OPERATOR}\s*{_limit(unit)}"


def _limit(unit: str) -> str:
    """A number with its unit, or a named threshold."""
    numbers = [rf"{NUMBER}\s*{either(units_like(unit))}", _ZERO] if unit else [NUMBER]
    return either([*numbers, r"\{[^{}]*\}"])


def _quantity(unit: str) -> str:
    return rf"{NUMBER}\s*{either(units_like(unit))}?" if unit else NUMBER


def _with(unit: str) -> str:
    return f" in {unit}" if unit else ""


def _kind(spec: FactSpec, unit: str = "") -> str:
    """Facts of one kind take the same tests; with their units, the same values, too."""
    if spec.type == "choice":
        return spec.name
    words = (spec.type, f"in {unit or dimension(spec.unit)}" if spec.unit else "", "over time" if spec.series else "")
    return " ".join(filter(None, words))


def _slug(words: str) -> str:
    """A name that may stand in a reference as it is."""
    for sign, word in (("%", "percent"), (" -", " minus "), ("/", " per ")):
        words = words.replace(sign, word)
    return re.sub(r"[^A-Za-z0-9._]+", "-", words)


def _about(spec: FactSpec) -> str:
    over_time = "over time" if spec.series else ""
    inside = ", ".join(filter(None, (spec.unit or ("" if spec.type == "number" else spec.type), over_time)))
    return f"{spec.title.en}{f' ({inside})' if inside else ''}. {spec.meaning.en.strip()}"


def _choice_tests(spec: FactSpec) -> list[str]:
    word = _quoted(either(map(any_case, spec.choices)))
    return [rf"(?:==|!=)\s*{word}", *_word_lists(word)]


def _boolean_tests(spec: FactSpec) -> list[str]:
    return [rf"(?:==|!=)\s*{_quoted(either(map(any_case, _BOOLEANS)))}"]


def _word_tests(spec: FactSpec) -> list[str]:
    if spec.type == "version":
        compared = rf"{OPERATOR}\s*{_quoted(_VERSION)}"
        return [compared, rf"version\s+{compared}(?:\s*,\s*{compared})*", *_word_lists(_quoted(_VERSION))]
    return [r"(?:==|!=)\s*\S[\s\S]*", *_word_lists(r"[^,]*[^,\s][^,]*")]


def _word_lists(word: str) -> list[str]:
    return [rf"(?:not\s+)?in\b\s*\[\s*{word}(?:\s*,\s*{word})*\s*\]", r"matches\s+\S[\s\S]*"]


def _quoted(word: str) -> str:
    return f"['\"]?{word}['\"]?"


def _examples(spec: FactSpec) -> list[str]:
    if spec.type == "number":
        limit = f"5 {spec.unit}".rstrip()
        return [f"p95 >= {limit}", f">= {limit} for 5 s"] if spec.series else [f">= {limit}"]
    if spec.type == "boolean":
        return ["== true", "== false"]
    if spec.type == "choice":
        return [f"== {choice}" for choice in spec.choices]
    return ["version >=4.2,<4.2.6"] if spec.type == "version" else ["== Chrome", "matches Redmi*"]


def _example(spec: FactSpec) -> str:
    return " or ".join(_examples(spec)[:2])
