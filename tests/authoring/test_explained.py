from __future__ import annotations

from pathlib import Path

import pytest

from rtctriage.authoring.cases import Bench
from rtctriage.authoring.explained import Explained, explain
from rtctriage.errors import UnknownName
from rtctriage.knowledge import load

CAUSE = """cause: resources.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
explains: [stutter]
summary: {en: Odd., zh: 异常。}
sources: [{claim: Links are odd, from: a study, rules: [same]}]
rules:
  - id: either
    side: uplink
    where: path
    when:
      all:
        - {network.rtt: "median >= {rtt.high}"}
        - any:
            - not: {network.type: "== wifi"}
            - together: {of: [{uplink.packet_loss: ">= 5 %"}, {network.rtt: ">= 0.1 s"}], for: 5 s}
            - {established: {cause: network.jitter, side: uplink}}
    certainty: 0.5
    evidence_group: one
  - {id: same, side: uplink, when: {network.rtt: "p95 >= 1 s"}, certainty: 0.6, evidence_group: one}
  - {id: elsewhere, side: downlink, when: {network.rtt: "p95 >= 1 s"}, certainty: 0.1, evidence_group: one}
  - {id: seen, when: {network.rtt_rise: "p95 >= 1 s"}, certainty: 0.3, observation: true, stands_alone: true, source: "experience: seen in case 12"}
  - {id: out, when: {device.wifi_rssi: "> -50 dBm"}, certainty: -0.2, source: "definition: strong is not weak"}
tests:
  - {name: slow off Wi-Fi, given: {network.rtt: 500 ms, network.type: ethernet}, expect: suspect}
  - {name: slow in its scenario, given: {network.rtt: 350 ms, network.type: vpn}, scenario: one-to-one-social, expect: suspect}
  - {name: nothing known, given: {}, expect: unmeasured}
"""  # noqa: E501 - the lines are those of a file


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder: Path = tmp_path_factory.mktemp("pack")
    (folder / "resources").mkdir()
    (folder / "resources/odd.yaml").write_text(CAUSE, "utf-8")
    return Bench(load((folder,), cases=True))


@pytest.fixture(scope="module")
def rules(bench: Bench) -> dict[str, Explained]:
    return {one.rule.partition("/")[2]: one for one in explain(bench, "resources.odd")}


def test_all_rules_of_a_cause_or_one_of_them(bench: Bench, rules: dict[str, Explained]) -> None:
    assert list(rules) == ["either", "same", "elsewhere", "seen", "out"]
    assert explain(bench, "resources.odd/same") == (rules["same"],)


def test_the_ways_in_which_it_can_hold(rules: dict[str, Explained]) -> None:
    median = "network.rtt median >= 400 ms"
    assert set(rules["either"].alternatives) == {
        (median, "not network.type == wifi"),
        (median, "together uplink.packet_loss >= 5 %, network.rtt >= 0.1 s for 5 s"),
        (median, "established: network.jitter (uplink)"),
    }


def test_what_it_makes_of_its_cause_by_itself(rules: dict[str, Explained]) -> None:
    assert {name: rule.alone for name, rule in rules.items()} == {
        "either": "suspect",
        "same": "fault",
        "elsewhere": "hint",
        "seen": "observation",
        "out": "excluded",
    }


def test_its_limits_with_those_of_the_scenarios(rules: dict[str, Explained]) -> None:
    (limit,) = rules["either"].limits
    assert (limit.name, limit.value, limit.unit, limit.min_samples) == ("rtt.high", 400, "ms", 3)
    assert limit.scenarios == {"show-live": 300, "one-to-one-social": 300, "conversational-ai": 300}
    assert rules["same"].limits == ()


def test_what_it_rests_on(rules: dict[str, Explained]) -> None:
    assert [(basis.kind, basis.name) for basis in rules["either"].rests_on] == [
        ("limit", "rtt.high"),
        ("conclusion", "network.jitter"),
    ]
    (claim,) = rules["same"].rests_on
    assert (claim.kind, claim.text) == ("reference", "Links are odd (a study)")
    (practice,) = rules["seen"].rests_on
    assert (practice.kind, practice.text) == ("experience", "seen in case 12")
    (words,) = rules["out"].rests_on
    assert (words.kind, words.text) == ("definition", "strong is not weak")
    assert rules["elsewhere"].rests_on == ()


def test_where_its_facts_come_from(rules: dict[str, Explained]) -> None:
    facts = {fact.fact: fact for fact in rules["either"].facts}
    assert list(facts) == ["network.rtt", "network.type", "uplink.packet_loss"]
    assert facts["network.rtt"].formats == ("webrtc-internals", "getstats")
    assert facts["network.type"].question is not None
    (rise,) = rules["seen"].facts
    assert (rise.formats, rise.of) == ((), ("network.rtt",))
    assert rise.derived == "network.rtt - low(network.rtt)"


def test_the_rules_it_is_counted_with_are_of_its_group_and_side(rules: dict[str, Explained]) -> None:
    assert rules["either"].group == ("resources.odd/same",)
    assert rules["elsewhere"].group == ()
    assert rules["seen"].group == ()


def test_the_tests_in_which_it_fires(rules: dict[str, Explained]) -> None:
    assert rules["either"].fires_in == ("slow off Wi-Fi", "slow in its scenario")
    assert rules["same"].fires_in == ()


@pytest.mark.parametrize("name", ["resources.od", "resources.odd/ot", "odd", ""])
def test_a_name_that_is_not_there(bench: Bench, name: str) -> None:
    with pytest.raises(UnknownName, match="unknown rule or cause"):
        explain(bench, name)
