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
    """The tests of that rule are gone with it; those of its cause come out otherwise, as the pack wants it."""
    (tmp_path / "disable.yaml").write_text("disable: [network.vpn/on]", "utf-8")
    args = ("rules", "test", "network.vpn", "--no-coverage", "--rules", tmp_path)
    result = run(*args)
    assert result.exit_code == 0
    *listed, counts, why = result.stdout.splitlines()
    assert "on and delay is reported: expected suspect, the diagnosis says " in result.stdout
    assert all(
        line.startswith("rules/network/vpn.yaml:") and ": changed by a pack: network.vpn: " in line for line in listed
    )
    assert counts.endswith(f" tests, 0 failed, {len(listed)} changed by a pack")
    assert "--fail-on-change" in why
    assert "network.vpn/on " not in result.stdout
    assert run(*args, "--fail-on-change").exit_code == 1
    answer = json.loads(run(*args, "--format", "json").stdout)
    assert sum(one["changed"] for one in answer["tests"]) == len(listed) > 0
    assert all(one["said"] for one in answer["tests"] if one["changed"])


def test_the_tests_of_a_pack_decide(run: Run, pack: Path) -> None:
    """It moves a limit of its own rule and of built-in ones; its own test does not come out, and fails."""
    (pack / "thresholds.yaml").write_text("thresholds: {loss.poor: {value: 8 %, source: ours}}\n", "utf-8")
    loss = CAUSE.replace("network.rtt: ", "uplink.packet_loss: ").replace("mean >= 400 ms", "mean >= {loss.poor}")
    loss = loss.replace("400 ms", "8 %").replace("399 ms", "7.9 %")
    (pack / "network/odd.yaml").write_text(loss, "utf-8")
    args = ("rules", "test", "network.odd", "network.packet-loss", "--rules", pack)
    result = run(*args, "--no-coverage")
    assert result.exit_code == 0
    assert " 0 failed, " in result.stdout
    (pack / "network/odd.yaml").write_text(loss.replace("7.9 %", "8 %"), "utf-8")
    result = run(*args, "--no-coverage")
    assert result.exit_code == 1
    assert f"{pack / 'network/odd.yaml'}:11: failed: network.odd: slow fails 1: " in result.stdout
    assert " tests, 1 failed, " in result.stdout


def test_a_pack_over_another_one(run: Run, pack: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The tests of the lower one may be changed by the upper one, and by nothing that lies below them."""
    (pack / "network/odd.yaml").write_text(CAUSE.replace('"mean >= 400 ms"', '"mean >= {rtt.high}"'), "utf-8")
    upper = tmp_path_factory.mktemp("upper")
    (upper / "thresholds.yaml").write_text("thresholds: {rtt.high: {value: 500 ms, source: theirs}}\n", "utf-8")
    args = ("rules", "test", "network.odd", "--no-coverage", "--rules")
    result = run(*args, pack, "--rules", upper)
    assert result.exit_code == 0
    assert f"{pack / 'network/odd.yaml'}:10: changed by a pack: network.odd: " in result.stdout
    assert "3 tests, 0 failed, 1 changed by a pack\n" in result.stdout
    assert run(*args, upper, "--rules", pack).exit_code == 1


def test_the_coverage_is_that_of_the_pack(run: Run, pack: Path) -> None:
    """Of a limit that it moves no built-in test is close any more: that is not for the pack to mend."""
    (pack / "thresholds.yaml").write_text("thresholds: {loss.poor: {value: 8 %, source: ours}}\n", "utf-8")
    result = run("rules", "test", "--rules", pack, "--complete")
    assert result.exit_code == 0
    assert "rules that fire in a test: 1 of 1 (100 %)\n" in result.stdout
    assert run("rules", "test", "network.packet-loss", "--rules", pack, "--complete").exit_code == 1
    (pack / "network/odd.yaml").unlink()
    result = run("rules", "test", "--rules", pack, "--complete")
    assert result.exit_code == 0
    assert result.stdout.endswith("no cause stands in a pack, so that there is no coverage to tell\n")


def test_where_something_stands_is_the_path_of_a_file(run: Run, pack: Path) -> None:
    """With a manifest, too, whose name stands in origins."""
    path = pack / "network/odd.yaml"
    path.write_text(CAUSE.replace("399 ms", "400 ms").replace("unknown: [{}]", "unknown: []"), "utf-8")
    (pack / "pack.yaml").write_text("pack: ours\nversion: 1.0.0\n", "utf-8")
    lines = run("rules", "test", "network.odd", "--rules", pack).stdout.splitlines()
    assert lines[0].startswith(f"{path}:11: failed: ")
    assert lines[1].startswith(f"{path}:8: not tested: ")
