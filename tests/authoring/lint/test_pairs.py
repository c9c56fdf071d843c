"""Rules of one cause against each other: a few pairs tell as much as all, and thousands of rules take no minutes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lint_support import CLEAN, Report, source, with_rules

from rtctriage.authoring.lint.pairs import check_pairs
from rtctriage.authoring.lint.repeating import repeating
from rtctriage.authoring.lint.subject import Compiled, Subject
from rtctriage.inference.program import RuleSpec
from rtctriage.inference.values import numbers_near
from rtctriage.knowledge.loader import compile_knowledge
from rtctriage.knowledge.sources import content_hash
from rtctriage.profile import Known

FACTS = CLEAN["facts/all.yaml"] + "  device.model: {type: text, title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}}\n"
TESTS = st.sampled_from(
    [
        *(f'{{ice.errors: "{op} {n}"}}' for op in (">", ">=", "<", "==", "!=") for n in (2, 3)),
        *(f'{{network.loss: "{how} {n} %"}}' for how in ("mean >=", "min >", "p95 <", "max <=") for n in (5, 9)),
        *(f'{{network.loss: ">= {n} % for {s} s"}}' for n in (5, 9) for s in (4, 6)),
        '{network.loss: "share(>= 5 %) >= 20 %"}',
        '{network.loss: "changed from < 5 % to > 9 %"}',
        '{uplink.video.rate: "max < 90 kbps"}',
        '{uplink.video.rate: "every max < 90 kbps"}',
        '{uplink.video.rate: "mean <= 90 kbps"}',
        *(f'{{device.model: "{test}"}}' for test in ("== Redmi 8", "!= redmi 8", "== Pixel", "matches Redmi*")),
        '{device.model: "in [Pixel, REDMI 8]"}',
        '{device.model: "not in [pixel]"}',
        *(f'{{ice.state: "{test}"}}' for test in ("== new", "!= failed", "in [new, checking]")),
        *(f'{{sdk.version: "{test}"}}' for test in ("version >=4.2", "version >=4.2,<5", "version <5", "== 4.3")),
        *(f'{{connection.up: "{test}"}}' for test in ("== true", "!= true", "== false")),
        "{ice.errors: known}",
        "{established: access.refused}",
        "{excluded: access.refused}",
        '{together: {of: [{network.loss: "> 5 %"}, {network.rtt: "> 90 ms"}], for: 4 s}}',
        '{together: {of: [{network.loss: "> 9 %"}, {network.rtt: "> 90 ms"}], for: 4 s}}',
    ]
)
CONDITIONS = st.one_of(
    TESTS,
    TESTS.map("{{not: {}}}".format),
    st.builds(
        "{{{}: [{}]}}".format, st.sampled_from(["all", "any"]), st.lists(TESTS, min_size=2, max_size=3).map(", ".join)
    ),
)
RULES = st.builds(
    "when: {}, certainty: {}{}".format,
    CONDITIONS,
    st.sampled_from(["0.3", "0.3", "0.5", "-0.4"]),
    st.sampled_from(["", "", ", side: uplink", ", evidence_group: g", ", evidence_group: h, observation: true"]),
)


def subject_of(*rules: str) -> Subject:
    sources = [source("builtin", {**CLEAN, "facts/all.yaml": FACTS, **with_rules(*rules)})]
    return Subject(compile_knowledge(sources, content_hash(sources)))


def repeated(compiled: Compiled, rules: list[RuleSpec]) -> Iterator[tuple[str, str, str]]:
    """Of each rule the worst that is to be said, beside every other one: code, rule, and the other one's name."""
    for x, spec in enumerate(rules):
        a = spec.rule
        told: list[tuple[str, str, str]] = []
        for y, other in enumerate(rules):
            b = other.rule
            strong = a.certainty * b.certainty > 0 and abs(a.certainty) <= abs(b.certainty) and b.side in (None, a.side)
            if x == y or not strong or not compiled.ways_imply(spec.alternatives, other.alternatives):
                continue
            same = compiled.ways_imply(other.alternatives, spec.alternatives)
            if same and y > x and abs(a.certainty) == abs(b.certainty):
                continue
            grouped = a.evidence_group is not None and a.evidence_group == b.evidence_group
            counts = (a.stands_alone and not b.stands_alone) or (b.observation and not a.observation)
            told.append(("R201" if same or (grouped and not counts) else "R202", a.id, b.id.partition("/")[2]))
        yield from sorted(told, key=lambda one: one[0])[:1]


@settings(max_examples=60, deadline=None)
@given(rules=st.lists(RULES, min_size=2, max_size=12))
def test_few_pairs_tell_as_much_as_all(rules: list[str]) -> None:
    subject = subject_of(*rules)
    compiled = subject.base
    live = [rule for rule in subject.rules["network.loss"] if compiled.can_fire(rule)]
    found = list(repeating(compiled, live))
    expected = list(repeated(compiled, live))
    assert [(draft.code, draft.about) for draft in found] == [(code, about) for code, about, _ in expected]
    for draft, (_, _, name) in zip(found, expected, strict=True):
        assert f" {name} " in draft.message


@settings(max_examples=60, deadline=None)
@given(rules=st.lists(RULES, min_size=2, max_size=12))
def test_every_rule_against_that_meets_one_for_is_told_of(rules: list[str]) -> None:
    """Looked for with each value by itself."""
    subject = subject_of(*rules)
    compiled = subject.base
    live = [rule for rule in subject.rules["network.loss"] if compiled.can_fire(rule)]
    expected: set[str] = set()
    for fact in ("ice.errors", "network.loss", "uplink.video.rate"):
        own = [r for r in live if all(compiled.claim(n).facts == (fact,) for n in r.literals)]
        atoms = [compiled.claim(n).spec for r in own for n in r.literals]
        for point in numbers_near(atoms, compiled.program.facts[fact]):  # type: ignore[arg-type]  # none is a premise
            holding = [r.rule for r in own if compiled.truth(r.tree, {fact: Known(point.value)})]
            expected |= {
                a.id
                for a in holding
                for b in holding
                if a.certainty < 0 < b.certainty and (a.side is None or b.side is None or a.side == b.side)
            }
    assert {draft.about for draft in check_pairs(subject) if draft.code == "R203"} == expected


def test_a_rule_against_says_how_many_it_meets(report: Report) -> None:
    files = with_rules(
        'when: {network.loss: "mean >= 7 %"}, certainty: 0.3, side: uplink',
        'when: {network.loss: "mean >= 6 %"}, certainty: 0.3, side: uplink',
        'when: {network.loss: "mean < 8 %"}, certainty: -0.3, side: uplink',
    )
    (finding,) = (f for f in report(files).findings if f.code == "R203")
    assert finding.about == "network.loss/more-3"
    assert finding.message == ("at network.loss 5 % lossy (as 2 more do) speaks for network.loss and more-3 against it")


@pytest.mark.parametrize(
    "rule",
    [
        'when: {{network.rtt: "mean >= {n} ms"}}, certainty: {sign}0.3',
        'when: {{network.rtt: "mean {op} {n} ms"}}, certainty: {sign}0.3',
        'when: {{ice.errors: "!= {n}"}}, certainty: {sign}0.3',
        'when: {{device.model: "== model {n}"}}, certainty: {sign}0.3',
        'when: {{network.loss: "min >= {small} %", ice.errors: "== {n}"}}, certainty: {sign}0.3',
    ],
)
def test_few_of_many_pairs_are_reasoned_about(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    """By the number of questions to the reasoner, for time depends on the machine: of n rules n times a few."""
    asked = 0
    implies = Compiled.implies

    def counted(self: Compiled, literals: frozenset[int], wanted: int) -> bool:
        nonlocal asked
        asked += 1
        return implies(self, literals, wanted)

    monkeypatch.setattr(Compiled, "implies", counted)
    many = 400
    rules = [
        rule.format(n=n + 1, small=n % 50 + 1, sign="-" if n % 2 else "", op="<" if n % 2 else ">=")
        for n in range(many)
    ]
    found = list(check_pairs(subject_of(*rules)))
    assert asked < 8 * many
    codes = [(draft.code, draft.about) for draft in found]
    assert len(codes) == len(set(codes))
