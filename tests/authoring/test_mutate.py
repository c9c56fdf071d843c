"""Which mutants live, of packs small enough to tell by hand, and that the short way says what the long one does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from rtctriage.authoring.cases import Bench
from rtctriage.authoring.mutate import mutate
from rtctriage.authoring.mutated import mutants_of
from rtctriage.knowledge import load

OddBench = Callable[[str, str], Bench]
KNOWLEDGE = load(cases=True)

SLOW = '  - {id: slow, when: {network.rtt: "mean >= 400 ms"}, certainty: 0.7}'


def living(bench: Bench) -> list[str]:
    return [mutant.what for mutant in mutate(bench, {"media.odd"}).living]


def test_all_live_where_there_is_no_test(odd: OddBench) -> None:
    bench = odd(SLOW, "  - {given: {}, expect: unmeasured}")
    mutation = mutate(bench, {"media.odd"})
    assert [mutant.what.partition(": ")[2] for mutant in mutation.living] == [
        "limit 400 ms raised to 440 ms",
        "limit 400 ms lowered to 360 ms",
        ">= changed to >",
        ">= changed to <=",
        "mean changed to median",
    ]
    assert (mutation.mutants, mutation.share, mutation.failing) == (5, 100.0, 0)
    assert [(count.cause, count.mutants, count.living) for count in mutation.causes] == [("media.odd", 5, 5)]
    first = mutation.living[0]
    assert (first.cause, first.rule) == ("media.odd", "media.odd/slow")
    assert first.origin.endswith("media/odd.yaml:8")


@pytest.mark.parametrize(
    ("tests", "left"),
    [
        # exactly the limit: neither higher nor open, and it is no upper one if more holds, too
        (["holds: [{network.rtt: 400 ms}]"], ["lowered", "<=", "median"]),
        (["holds: [{network.rtt: 400 ms}, {network.rtt: 500 ms}]"], ["lowered", "median"]),
        (["holds: [{network.rtt: 400 ms}]", "fails: [{network.rtt: 390 ms}]"], ["median"]),
        # the mean of 250, 250 and 700 is 400, the median 250
        (["holds: [{network.rtt: [250 ms x2, 700 ms]}]", "fails: [{network.rtt: 390 ms}]"], []),
    ],
)
def test_what_a_test_of_the_rule_notices(odd: OddBench, tests: list[str], left: list[str]) -> None:
    bench = odd(SLOW, "\n".join(f"  - {{rule: slow, {test}}}" for test in tests))
    lives = living(bench)
    assert len(lives) == len(left)
    assert all(word in what for word, what in zip(left, lives, strict=True))


def test_what_a_test_of_the_verdict_notices(odd: OddBench) -> None:
    """The rule alone makes a suspect; with the other one it is none any more, so that a mutant need not show."""
    rules = """
  - {id: slow, when: {network.rtt: "mean >= 400 ms"}, certainty: 0.4}
  - {id: named, when: {device.model: known}, certainty: -0.5}
"""
    tests = """
  - {given: {network.rtt: 400 ms}, expect: suspect}
  - {given: {network.rtt: 390 ms, device.model: X}, expect: clear}
"""
    # lowered to 360 ms, 390 ms are slow: (0.4 - 0.5) / (1 - 0.4) is -0.17, which rules nothing out
    assert [what.partition(": ")[2] for what in living(odd(rules, tests))] == ["mean changed to median"]


def test_a_window_notices_when_a_rule_holds(odd: OddBench) -> None:
    rules = '  - {id: slow, when: {network.rtt: ">= 400 ms for 2 s"}, certainty: 0.7}'
    given = "given: {network.rtt: [400 ms x2, 390 ms x9, 400 ms x3]}, expect: fault"
    lowered = "network.rtt >= 400 ms for 2 s: limit 400 ms lowered to 360 ms"
    assert lowered in living(odd(rules, f"  - {{{given}}}"))
    assert lowered not in living(odd(rules, f"  - {{{given}, window_s: [11, 14]}}"))


def test_a_named_limit_moves_with_its_scenario(odd: OddBench) -> None:
    """Conversations with a machine have 300 ms for rtt.high, and 400 ms are usual."""
    rules = '  - {id: slow, when: {network.rtt: "mean >= {rtt.high}"}, certainty: 0.7}'
    tests = (
        "  - {rule: slow, scenario: conversational-ai, holds: [{network.rtt: 300 ms}], fails: [{network.rtt: 290 ms}]}"
    )
    assert [what.partition(": ")[2] for what in living(odd(rules, tests))] == ["mean changed to median"]


def test_every_stream_is_told_from_any(odd: OddBench) -> None:
    rules = '  - {id: still, when: {uplink.video.frame_rate: "every max == 0 fps"}, certainty: 0.7}'
    one = """
  - rule: still
    holds: [{uplink.video.frame_rate: [0 fps x5]}]
    fails: [{uplink.video.frame_rate: [0 fps x4, 1 fps]}]
"""
    assert [what.partition(": ")[2] for what in living(odd(rules, one))] == ["every dropped"]
    two = "  - {rule: still, fails: [{uplink.video.frame_rate: {a: [0 fps x5], b: [1 fps x5]}}]}"
    assert living(odd(rules, f"{one}\n{two}")) == []


def test_a_test_that_fails_notices_nothing(odd: OddBench) -> None:
    knowledge = odd(SLOW, "  - {rule: slow, holds: [{network.rtt: 400 ms}]}").knowledge
    cause = knowledge.causes["media.odd"]
    wrong = replace(cause, tests=tuple(replace(case, expect="fails") for case in cause.tests))
    bench = Bench(knowledge.replace(causes={**knowledge.causes, "media.odd": wrong}))
    mutation = mutate(bench, {"media.odd"})
    assert (mutation.failing, len(mutation.living)) == (1, 5)


@pytest.mark.parametrize("cause", ["network.packet-loss", "network.jitter", "usage.mic-silent", "media.no-audio"])
def test_the_short_way_is_the_long_one(cause: str) -> None:
    """Some of the mutants, put in the place of its rule, and its cause's tests run against all of that."""
    bench = Bench(KNOWLEDGE)
    mutated = mutants_of(KNOWLEDGE, {cause})
    every = [mutant for mutants in mutated.mutants.values() for mutant in mutants]
    tests = KNOWLEDGE.causes[cause].tests
    lives = set(mutate(bench, {cause}).living)
    sample = every[::23]
    assert len(sample) > 5
    for mutant in sample:
        whole = Bench(mutated.in_place(mutant))
        noticed = any(whole.run(whole.knowledge.causes[cause], case) for case in tests)
        assert noticed is (mutant.of not in lives), mutant.of.what
