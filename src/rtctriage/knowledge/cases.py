"""Reads the tests that stand beside the rules of a cause."""

from __future__ import annotations

from typing import Any, Final, get_args

from rtctriage.diagnosis import Side
from rtctriage.knowledge.limits import Names
from rtctriage.knowledge.model import CaseVerdict, FactSpec, Given, RuleCase, RuleTruth
from rtctriage.knowledge.nodes import Mapping, Node, Sequence
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References
from rtctriage.knowledge.values import FactValueError, read_samples, read_scalar, read_streams

_SHARED: Final = ("name", "given", "complaint", "scenario")
CASE_KEYS: Final = (*_SHARED, "expect", "side", "window_s")
TRUTHS: Final[tuple[RuleTruth, ...]] = get_args(RuleTruth)
RULE_CASE_KEYS: Final = ("rule", *_SHARED, *TRUTHS)


class CaseReader:
    """Reads the tests of one cause after the other."""

    def __init__(self, names: Names, references: References) -> None:
        self._names = names
        self._references = references

    def read(self, reader: Reader, node: Node | None, cause: str, rules: tuple[str, ...]) -> tuple[RuleCase, ...]:
        """The tests of a cause that has these rules. One about a rule gives a case for each of its lists' members."""
        cases: list[RuleCase] = []
        for number, item in enumerate(reader.items(node, "tests"), start=1):
            if isinstance(item, Mapping) and any(key.text == "rule" for key, _ in item.pairs):
                cases.extend(self._of_a_rule(reader, item, cause, rules))
            else:
                cases.append(self._of_the_cause(reader, item, f"{cause}#{number}"))
        return tuple(cases)

    def _of_the_cause(self, reader: Reader, item: Node, name: str) -> RuleCase:
        given = reader.fields(item, "a test", CASE_KEYS, ("expect",))
        if isinstance(item, Mapping) and "given" not in given:
            reader.problem(item, 'a test needs the key "given"', "write given: {} for nothing known")
        expected: tuple[CaseVerdict, ...] = get_args(CaseVerdict)
        sides: tuple[Side, ...] = get_args(Side)
        return RuleCase(
            name=reader.text(given.get("name"), "name") or name,
            given=self._given(reader, given.get("given"), "given"),
            expect=reader.one_of(given.get("expect"), "expect", expected) or "unmeasured",
            side=reader.one_of(given.get("side"), "side", sides),
            window_s=_window(reader, given.get("window_s")),
            origin=reader.origin(item),
            **self._reported(reader, given),
        )

    def _of_a_rule(self, reader: Reader, item: Node, cause: str, rules: tuple[str, ...]) -> list[RuleCase]:
        """What is given to all, and for each truth the facts that make the rule come to it, laid over that."""
        given = reader.fields(item, "a test of a rule", RULE_CASE_KEYS, ("rule",))
        key = reader.scalar(given.get("rule"), "rule")
        if key is not None and key.text not in rules:
            reader.unknown(key, "rule of this cause", key.text, rules)
        if not any(truth in given for truth in TRUTHS):
            reader.problem(item, "a test of a rule needs one of " + ", ".join(TRUTHS), "a list of facts for each")
        base = self._given(reader, given["given"], "given") if "given" in given else {}
        rule = key.text if key is not None else ""
        name = reader.text(given["name"], "name") if "name" in given else ""
        return [
            RuleCase(
                name=f"{rule} {truth} {number}" + (f": {name}" if name else ""),
                given={**base, **self._given(reader, facts, truth)},
                expect=truth,
                rule=f"{cause}/{rule}",
                origin=reader.origin(facts),
                **self._reported(reader, given),
            )
            for truth in TRUTHS
            if truth in given
            for number, facts in enumerate(reader.items(given[truth], truth), start=1)
        ]

    def _reported(self, reader: Reader, given: dict[str, Node]) -> dict[str, Any]:
        """The complaint and the scenario, where the test names them."""
        reported: dict[str, str] = {}
        for kind in ("complaint", "scenario"):
            scalar = reader.scalar(given.get(kind), kind)
            if scalar is not None:
                self._references.note(reader, scalar, kind, scalar.text)
                reported[kind] = scalar.text.strip()
        return reported

    def _given(self, reader: Reader, node: Node | None, what: str) -> dict[str, Given]:
        facts: dict[str, Given] = {}
        for key, value in reader.entries(node, what):
            spec = self._names.facts.get(key.text)
            if spec is None:
                reader.unknown(key, "fact", key.text, self._names.facts)
                continue
            text = given_text(reader, value, spec)
            if text is not None:
                facts[key.text] = text
        return facts


def given_text(reader: Reader, node: Node, spec: FactSpec) -> Given | None:
    """A value of a test as text, after it was found to be one that the fact can have."""
    try:
        if isinstance(node, Sequence):
            items = _samples(reader, node)
            if _is_whole(node, items):
                read_samples(spec, items)
            return items
        if isinstance(node, Mapping):
            streams = {label.text: _samples(reader, items) for label, items in node.pairs}
            if all(_is_whole(items, streams[label.text]) for label, items in node.pairs):
                read_streams(spec, streams)
            return streams
        scalar = reader.scalar(node, spec.name)
        if scalar is None:
            return None
        read_scalar(spec, scalar.text)
    except FactValueError as problem:
        reader.problem(node, problem.message, problem.hint)
        return None
    return scalar.text.strip()


def _samples(reader: Reader, node: Node) -> list[str]:
    items = reader.items(node, "a stream")
    return [s.text.strip() for item in items if (s := reader.scalar(item, "a sample")) is not None]


def _is_whole(node: Node, samples: list[str]) -> bool:
    """Whether nothing was found wrong with the samples of a stream."""
    return isinstance(node, Sequence) and len(node.items) == len(samples)


def _window(reader: Reader, node: Node | None) -> tuple[float, float] | None:
    if node is None:
        return None
    items = reader.items(node, "window_s")
    numbers = [reader.number(item, "window_s") for item in items]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or numbers[0] > numbers[1]:
        reader.problem(node, "window_s is [from, to] in seconds")
        return None
    return numbers[0], numbers[1]
