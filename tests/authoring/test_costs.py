from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from rtctriage.authoring.cases import Bench
from rtctriage.authoring.costs import measure_costs
from rtctriage.errors import UnknownFormat
from rtctriage.knowledge import load

CAUSE = """cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
rules:
  - {id: shared, when: {network.rtt: "mean >= 400 ms"}, certainty: 0.3}
  - {id: both, when: {network.rtt: "mean >= 400 ms", device.wifi_rssi: "< -80 dBm"}, certainty: 0.3}
  - {id: none, when: {device.model: "== x"}, certainty: 0.3}
  - {id: limited, when: {network.rtt: "p95 < {rtt.high}"}, certainty: -0.3}
tests:
  - {given: {network.rtt: 400 ms, device.wifi_rssi: -90 dBm}, expect: suspect}
  - {given: {network.rtt: [400 ms x3]}, scenario: one-to-one-social, expect: suspect}
  - {given: {}, expect: unmeasured}
"""


def ticking() -> Callable[[], int]:
    """A clock that is 1 µs later whenever it is looked at, so that each test takes that long."""
    ticks = count(0, 1000)
    return lambda: next(ticks)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "network").mkdir()
    (folder / "network/odd.yaml").write_text(CAUSE, "utf-8")
    knowledge = load((folder,), cases=True)
    return Bench(knowledge.replace(causes={"network.odd": knowledge.causes["network.odd"]}))


def test_over_the_tests_of_the_rules(bench: Bench) -> None:
    costs = measure_costs(bench, clock=ticking())
    assert costs.profiles == 3
    # the first test of a fact is of two rules, in both profiles; each of the others is of one
    assert {rule.rule.partition("/")[2]: (rule.tests, round(rule.seconds * 1e6, 3)) for rule in costs.rules} == {
        "both": (3, 2.0),
        "limited": (2, 2.0),
        "shared": (2, 1.0),
        "none": (0, 0.0),
    }
    assert [rule.rule.partition("/")[2] for rule in costs.rules] == ["both", "limited", "shared", "none"]
    assert [round(rule.share, 6) for rule in costs.rules] == [40.0, 40.0, 20.0, 0.0]
    assert costs.tests == 7
    assert costs.seconds == pytest.approx(5e-6)


def test_the_costliest_test_of_a_rule(bench: Bench) -> None:
    costliest = {rule.rule.partition("/")[2]: rule.costliest for rule in measure_costs(bench, clock=ticking()).rules}
    assert costliest["limited"] == "network.rtt p95 < 400 ms"
    assert costliest["none"] == ""


def test_over_files(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("facts: {device.model: y}", "utf-8")
    (tmp_path / "notes.md").write_text("Notes of last week, and nothing else.", "utf-8")
    costs = measure_costs(bench, [tmp_path], clock=ticking())
    assert (costs.profiles, costs.tests) == (1, 1)
    assert costs.rules[0].rule == "network.odd/none"
    assert costs.rules[0].share == 100.0
    with pytest.raises(UnknownFormat):
        measure_costs(bench, [tmp_path / "notes.md"], clock=ticking())


def test_nothing_to_measure(bench: Bench, tmp_path: Path) -> None:
    costs = measure_costs(bench, [tmp_path])
    assert (costs.profiles, costs.tests, costs.seconds) == (0, 0, 0.0)
    assert {rule.share for rule in costs.rules} == {0.0}
