"""``rtctriage rules show``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

CAUSE = """cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
sources: [{claim: It is so, from: a study, rules: [slow]}]
rules:
  - id: slow
    side: uplink
    where: path
    when: {any: [{network.rtt: "median >= {rtt.high}"}, {network.type: "== vpn"}]}
    certainty: 0.7
    because: {en: Slow., zh: 慢。}
  - {id: quick, when: {network.rtt: "mean < 50 ms"}, certainty: -0.5}
tests:
  - {name: on a VPN, given: {network.type: vpn}, expect: fault}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(CAUSE, "utf-8")
    return tmp_path


def test_the_status_of_a_cause(run: Run, pack: Path) -> None:
    """With the reason for it, in all places where a cause is shown."""
    (pack / "network/odd.yaml").write_text(CAUSE + "status: deprecated\nbecause: Use network.vpn.\n", "utf-8")
    assert "Status      deprecated: Use network.vpn.\n" in run("rules", "show", "network.odd", "--rules", pack).stdout
    assert "Status      deprecated: Use network.vpn.\n" in run("causes", "network.odd", "--rules", pack).stdout
    assert (
        "状态      已弃用：Use network.vpn.\n" in run("causes", "network.odd", "--rules", pack, "--lang", "zh").stdout
    )
    (line,) = (line for line in run("causes", "--rules", pack).stdout.splitlines() if "network.odd" in line)
    assert line.endswith("Odd (deprecated)")


def test_a_rule(run: Run, pack: Path) -> None:
    result = run("rules", "show", "network.odd/slow", "--rules", pack)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:8] == [
        "network.odd/slow",
        "Cause       Odd (network.odd)",
        "Certainty   +0.70: a fault by itself",
        "Side        uplink",
        "Where       path",
        "Because     Slow.",
        "            慢。",
        f"Written in  {pack.name} network/odd.yaml:8",
    ]
    at = lines.index("Holds when")
    assert lines[at : at + 8] == [
        "Holds when",
        "  any of:",
        "    network.rtt  median ≥ 400 ms",
        "    network.type  = VPN",
        "Ways to hold",
        "  1. network.rtt median >= 400 ms",
        "  2. network.type == vpn",
        "Limits",
    ]
    assert "    in one-to-one-social: 300 ms" in lines
    at = lines.index("Rests on")
    assert lines[at + 1 : at + 4] == ["  It is so (a study)", "  the limit rtt.high, with its source", "Facts"]
    assert lines[lines.index("Fires in") :] == [
        "Fires in",
        "  on a VPN",
        "",
        "Sources of network.odd",
        "  • It is so (a study)",
    ]


def test_all_rules_of_a_cause(run: Run, pack: Path) -> None:
    lines = run("rules", "show", "network.odd", "--rules", pack).stdout.splitlines()
    assert lines[0] == "network.odd/slow"
    at = lines.index("network.odd/quick")
    assert lines[at + 2] == "Certainty   -0.50: rules the cause out by itself"
    assert "  no test" in lines[at:]
    assert "  nothing that is named" in lines[at:]
    assert lines.count("Sources of network.odd") == 1


def test_as_json(run: Run, pack: Path) -> None:
    (rule,) = json.loads(run("rules", "show", "network.odd/slow", "--rules", pack, "--format", "json").stdout)
    assert rule["alternatives"] == [["network.rtt median >= 400 ms"], ["network.type == vpn"]]
    assert rule["fires_in"] == ["on a VPN"]
    assert [(basis["kind"], basis["name"]) for basis in rule["rests_on"]] == [("reference", ""), ("limit", "rtt.high")]


def test_a_rule_that_is_not_there(run: Run, pack: Path) -> None:
    result = run("rules", "show", "network.odd/slo", "--rules", pack)
    assert result.exit_code == 2
    assert 'did you mean "network.odd/slow"?' in result.stderr
