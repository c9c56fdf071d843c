"""What the tests beside the rules leave out, of a pack with one cause whose rules and tests are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtctriage.authoring.cases import Bench, run_cases
from rtctriage.authoring.coverage import Coverage, measure
from rtctriage.knowledge import load

CAUSE = """
cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
rules:
  - {id: slow, when: {network.rtt: "mean >= 400 ms"}, certainty: 0.7}
  - {id: few, when: {ice.local_candidates: "< 3"}, certainty: 0.3}
  - {id: named, when: {device.model: known}, certainty: 0.1}
tests:
"""

ALL = """
  - {given: {network.rtt: 400 ms}, expect: fault}
  - {given: {network.rtt: 390 ms}, expect: unmeasured}
  - {rule: few, holds: [{ice.local_candidates: 2}], fails: [{ice.local_candidates: 3}], unknown: [{}]}
  - {rule: named, holds: [{device.model: X}], fails: [{}]}
"""


def coverage(folder: Path, tests: str) -> Coverage:
    (folder / "network").mkdir()
    (folder / "network/odd.yaml").write_text(CAUSE + tests, "utf-8")
    bench = Bench(load((folder,), cases=True))
    assert [result.said for result in run_cases(bench, {"network.odd"}) if result.said] == []
    return measure(bench, {"network.odd"})


def test_everything_is_shown(tmp_path: Path) -> None:
    # three rules of one cause; two comparisons with three truths each, one question whether a fact is known with two
    assert coverage(tmp_path, ALL) == Coverage(1, 3, (), 8, (), 4, ())


@pytest.mark.parametrize(
    ("without", "unfired", "unseen", "untried"),
    [
        ("{network.rtt: 400 ms}", ["slow"], ["network.rtt mean >= 400 ms: never true"], ["where it holds"]),
        ("{network.rtt: 390 ms}", [], ["network.rtt mean >= 400 ms: never false"], ["where it fails"]),
        ("rule: named", ["named"], ["device.model known: never true"], []),
    ],
)
def test_what_is_left_out(
    tmp_path: Path, without: str, unfired: list[str], unseen: list[str], untried: list[str]
) -> None:
    left = coverage(tmp_path, "\n".join(line for line in ALL.splitlines() if without not in line))
    assert [u.rule.partition("/")[2] for u in left.unfired] == unfired
    assert [u.what for u in left.unseen] == unseen
    assert [u.what.partition("closely ")[2] for u in left.untried] == untried
    assert not left.complete


def test_a_value_far_from_the_limit_does_not_try_it(tmp_path: Path) -> None:
    far = coverage(
        tmp_path, ALL.replace("390 ms", "350 ms").replace("ice.local_candidates: 3", "ice.local_candidates: 5")
    )
    assert far.unseen == ()
    assert [u.what for u in far.untried] == [
        "network.rtt mean >= 400 ms: never tried closely where it fails",
        "ice.local_candidates < 3: never tried closely where it fails",
    ]


def test_a_cause_without_tests(tmp_path: Path) -> None:
    left = coverage(tmp_path, "")
    assert [u.what for u in left.unfired] == ["has no test", *["fires in no test"] * 3]


BOTH = """
cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
rules:
  - id: both
    when: {together: {of: [{network.rtt: ">= 400 ms"}, {uplink.packet_loss: ">= 5 %"}], for: 3 s}}
    certainty: 0.7
tests:
  - rule: both
    given: {network.rtt: 400 ms, uplink.packet_loss: 5 %}
    holds: [{}]
    fails: [{network.rtt: 390 ms}, {uplink.packet_loss: [5 % x2, 4.9 %]}]
    unknown: [{}]
"""


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (None, []),
        # two samples of a value near by that passes do not try the side where it fails
        (("4.9 %", "0 %"), ["uplink.packet_loss >= 5 %: never tried closely where it fails"]),
        (("390 ms", "200 ms"), ["network.rtt >= 400 ms: never tried closely where it fails"]),
        (
            ("given: {network.rtt: 400 ms", "given: {network.rtt: 900 ms"),
            ["network.rtt >= 400 ms: never tried closely where it holds"],
        ),
    ],
)
def test_limits_of_tests_at_the_same_time(tmp_path: Path, change: tuple[str, str] | None, left: list[str]) -> None:
    text = BOTH.replace("    unknown: [{}]\n", "  - {given: {}, expect: unmeasured}\n")
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(text.replace(*change) if change else text, "utf-8")
    bench = Bench(load((tmp_path,), cases=True))
    assert [result.said for result in run_cases(bench, {"network.odd"}) if result.said] == []
    coverage = measure(bench, {"network.odd"})
    assert coverage.unseen == ()
    assert [uncovered.what for uncovered in coverage.untried] == left
