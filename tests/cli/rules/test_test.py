"""``rtctriage rules test``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

CAUSE = """
cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
rules:
  - {id: slow, when: {network.rtt: "mean >= 400 ms"}, certainty: 0.7}
tests:
  - {given: {network.rtt: 400 ms}, expect: fault}
  - {rule: slow, fails: [{network.rtt: 399 ms}], unknown: [{}]}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(CAUSE, "utf-8")
    return tmp_path


def test_all_is_well(run: Run, pack: Path) -> None:
    result = run("rules", "test", "network.odd", "--rules", pack, "--complete")
    assert result.exit_code == 0
    assert result.stdout == (
        "3 tests, 0 failed\n"
        "rules that fire in a test: 1 of 1 (100 %)\n"
        "conditions seen true, false and unknown: 3 of 3 (100 %)\n"
        "limits tried closely on both sides: 2 of 2 (100 %)\n"
    )


def test_one_fails(run: Run, pack: Path) -> None:
    path = pack / "network/odd.yaml"
    path.write_text(CAUSE.replace("399 ms", "400 ms"), "utf-8")
    result = run("rules", "test", "network.odd", "--rules", pack, "--no-coverage")
    assert result.exit_code == 1
    first, counts = result.stdout.splitlines()
    assert first.endswith(
        "network/odd.yaml:11: failed: network.odd: slow fails 1: expected that network.odd/slow fails, but it holds"
    )
    assert counts == "3 tests, 1 failed"


def test_what_is_left_out_fails_only_where_that_is_asked_for(run: Run, pack: Path) -> None:
    path = pack / "network/odd.yaml"
    path.write_text(CAUSE.replace("399 ms", "200 ms"), "utf-8")
    result = run("rules", "test", "network.odd", "--rules", pack)
    assert result.exit_code == 0
    assert "network.odd/slow: network.rtt mean >= 400 ms: never tried closely where it fails\n" in result.stdout
    assert "limits tried closely on both sides: 1 of 2 (50 %)\n" in result.stdout
    assert run("rules", "test", "network.odd", "--rules", pack, "--complete").exit_code == 1


def test_as_json(run: Run, pack: Path) -> None:
    answer = json.loads(run("rules", "test", "network.odd", "--rules", pack, "--format", "json").stdout)
    assert [(one["case"]["expect"], one["said"]) for one in answer["tests"]] == [
        ("fault", ""),
        ("fails", ""),
        ("unknown", ""),
    ]
    assert answer["coverage"]["truths"] == 3


def test_a_cause_that_is_not_there(run: Run, pack: Path) -> None:
    result = run("rules", "test", "network.od", "--rules", pack)
    assert result.exit_code == 2
    assert 'did you mean "network.odd"?' in result.stderr


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{rule: slo, holds: [{}]}", 'unknown rule of this cause "slo" (did you mean "slow"?)'),
        ("{rule: slow}", "a test of a rule needs one of holds, fails, unknown"),
        ("{rule: slow, hold: [{}]}", 'unknown key in a test of a rule: "hold" (did you mean "holds"?)'),
        ("{rule: slow, holds: [{network.rt: 1 ms}]}", 'unknown fact "network.rt" (did you mean "network.rtt"?)'),
    ],
)
def test_a_mistake_in_a_test(run: Run, pack: Path, line: str, problem: str) -> None:
    path = pack / "network/odd.yaml"
    path.write_text(CAUSE + f"  - {line}\n", "utf-8")
    result = run("rules", "test", "--rules", pack)
    assert result.exit_code == 2
    assert "network/odd.yaml:12:" in result.stderr
    assert problem in result.stderr


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("{a: 5 %}", "a stream must be a list"),
        ("{a: [5 ms]}", "measures time"),
        ("{a: []}", "the series has no sample"),
        ("{}", "uplink.video.packet_loss has no stream"),
    ],
)
def test_a_mistake_in_one_of_several_streams(run: Run, pack: Path, value: str, problem: str) -> None:
    path = pack / "network/odd.yaml"
    path.write_text(CAUSE + f"  - {{rule: slow, unknown: [{{uplink.video.packet_loss: {value}}}]}}\n", "utf-8")
    result = run("rules", "test", "--rules", pack)
    assert result.exit_code == 2
    assert problem in result.stderr


def test_a_rule_that_a_pack_takes_away(run: Run, tmp_path: Path) -> None:
    """The tests of that rule are gone with it; those of its cause still say what they expect."""
    (tmp_path / "disable.yaml").write_text("disable: [network.vpn/on]", "utf-8")
    result = run("rules", "test", "network.vpn", "--rules", tmp_path)
    assert result.exit_code == 1
    assert " failed: network.vpn: on and delay is reported: expected suspect, the diagnosis says " in result.stdout
    assert "network.vpn/on " not in result.stdout
