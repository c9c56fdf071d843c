"""Every test that stands beside a rule, and what may be asked of the built-in rules as a whole."""

from __future__ import annotations

import pytest

from rtctriage.authoring.cases import Bench, run_cases
from rtctriage.authoring.coverage import measure
from rtctriage.authoring.mutate import mutate
from rtctriage.engine import Engine
from rtctriage.inference.compile import compile_program
from rtctriage.knowledge import load
from rtctriage.knowledge.model import All, Any, Cause, Condition, Not, Rule

KNOWLEDGE = load(cases=True)
CAUSES = list(KNOWLEDGE.causes.values())

# the causes that labelled calls are judged by
LABELLED = {
    "access.ice-failed",
    "access.candidates-not-exchanged",
    "access.turn-unreachable",
    "access.dtls-failed",
    "network.packet-loss",
    "network.high-latency",
    "network.jitter",
    "network.bandwidth-limited",
    "network.interruption",
    "network.one-way-media",
    "resources.cpu-overload",
    "media.bitrate-too-low",
    "media.framerate-too-low",
    "media.resolution-too-low",
    "media.audio-bitrate-too-low",
    "media.av-desync",
    "media.no-video",
    "media.no-audio",
    "media.video-freeze",
    "usage.mic-silent",
    "usage.camera-black",
    "usage.capture-ended",
    "usage.permission-denied",
    "usage.device-not-found",
    "usage.direction-mismatch",
    "compatibility.codec-mismatch",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(KNOWLEDGE)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda c: c.id)
def test_cases_beside_its_rules(bench: Bench, cause: Cause) -> None:
    results = list(run_cases(bench, {cause.id}))
    assert len(results) == len(cause.tests)
    assert [f"{r.case.origin}: {r.case.name}: {r.said}" for r in results if not r.passed] == []


@pytest.mark.parametrize("scenario", [None, *KNOWLEDGE.scenarios])
def test_limits_are_filled_in_wherever_they_are_shown(scenario: str | None) -> None:
    program = compile_program(KNOWLEDGE, scenario)
    texts = [shown.text for atom in program.atoms for shown in atom.shown]
    assert len(texts) > 100
    assert [text for text in texts if "{" in text] == []


def test_every_labelled_cause_is_there() -> None:
    assert set(KNOWLEDGE.causes) >= LABELLED


@pytest.mark.parametrize("cause", CAUSES, ids=lambda c: c.id)
def test_every_cause_can_be_found_and_excluded(cause: Cause) -> None:
    assert any(rule.certainty > 0 for rule in cause.rules)
    assert any(rule.certainty < 0 for rule in cause.rules)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda c: c.id)
def test_every_cause_has_a_source_a_playbook_and_a_test_each_way(cause: Cause) -> None:
    assert cause.sources
    assert cause.playbook in KNOWLEDGE.playbooks
    expected = {case.expect for case in cause.tests}
    assert expected & {"fault", "suspect"}
    assert "clear" in expected
    assert "unmeasured" in expected


def test_the_tests_beside_the_rules_leave_nothing_out(bench: Bench) -> None:
    """Every rule fires, every condition is seen true, false and unknown, every limit is tried closely on both sides."""
    coverage = measure(bench)
    assert (coverage.unfired, coverage.unseen, coverage.untried) == ((), (), ())
    assert coverage.complete


def test_few_mistakes_in_the_rules_would_go_unnoticed(bench: Bench) -> None:
    mutation = mutate(bench)
    assert mutation.failing == 0
    assert mutation.mutants > 5 * len([rule for cause in CAUSES for rule in cause.rules])
    assert mutation.share < 1, [f"{mutant.rule}: {mutant.what}" for mutant in mutation.living]


def test_every_playbook_is_reached_by_a_cause() -> None:
    assert {c.playbook for c in CAUSES} == set(KNOWLEDGE.playbooks)


def test_premises_and_alternatives_stay_readable() -> None:
    """A condition deeper than four levels is two rules."""
    for cause in CAUSES:
        for rule in cause.rules:
            assert _depth(rule.when) <= 4, rule.id


def _depth(condition: Condition) -> int:
    if isinstance(condition, Not):
        return 1 + _depth(condition.part)
    if isinstance(condition, (All, Any)):
        return 1 + max(map(_depth, condition.parts))
    return 0


def test_nothing_known_gives_no_cause(engine: Engine) -> None:
    diagnosis = engine.diagnose({})
    assert diagnosis.verdict == "inconclusive"
    assert diagnosis.primary is None
    assert not diagnosis.others
    assert not diagnosis.observations
    assert all(layer.verdict == "unmeasured" for layer in diagnosis.layers)
    assert diagnosis.missing


def test_rules_name_their_place(engine: Engine) -> None:
    rule: Rule = KNOWLEDGE.causes["network.packet-loss"].rules[0]
    assert rule.origin.startswith("builtin rules/network/packet-loss.yaml:")
