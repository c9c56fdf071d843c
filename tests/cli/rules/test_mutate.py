"""``rtctriage rules mutate``."""

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
  - {id: slow, when: {network.rtt: ">= 400 ms for 8 s"}, certainty: 0.7}
tests:
  - {rule: slow, holds: [{network.rtt: [400 ms x8]}, {network.rtt: [500 ms x8]}], fails: [{network.rtt: [390 ms x9]}]}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(CAUSE, "utf-8")
    return tmp_path


def test_what_lives(run: Run, pack: Path) -> None:
    """Eight seconds of it are enough, and no test says that less is not."""
    result = run("rules", "mutate", "network.odd", "--rules", pack)
    assert result.exit_code == 0
    first, *counts = result.stdout.splitlines()
    assert first == (
        f"{pack / 'network/odd.yaml'}:8: not noticed: network.odd/slow: network.rtt >= 400 ms for 8 s: "
        "for 8 s changed to for 6 s"
    )
    assert counts == ["network.odd: 1 of 6 mutants live", "6 mutants, 1 live (16.7 %)"]


def test_without_a_name_the_causes_of_the_pack_are_changed(run: Run, pack: Path) -> None:
    named = run("rules", "mutate", "network.odd", "--rules", pack)
    assert run("rules", "mutate", "--rules", pack).stdout == named.stdout


def test_a_pack_without_a_cause_has_no_mutants(run: Run, tmp_path: Path) -> None:
    (tmp_path / "disable.yaml").write_text("disable: [network.jitter]\n", "utf-8")
    assert run("rules", "mutate", "--rules", tmp_path).stdout == "0 mutants, 0 live (0 %)\n"


def test_none_lives(run: Run, pack: Path) -> None:
    path = pack / "network/odd.yaml"
    path.write_text(CAUSE.replace("[390 ms x9]}", "[390 ms x9]}, {network.rtt: [390 ms, 400 ms x7]}"), "utf-8")
    result = run("rules", "mutate", "network.odd", "--rules", pack, "--limit", "0%")
    assert (result.exit_code, result.stdout) == (0, "6 mutants, 0 live (0 %)\n")


@pytest.mark.parametrize(("limit", "status"), [("16%", 1), ("17 %", 0), ("5", 1), ("100%", 0)])
def test_more_than_the_limit_live(run: Run, pack: Path, limit: str, status: int) -> None:
    assert run("rules", "mutate", "network.odd", "--rules", pack, "--limit", limit).exit_code == status


def test_tests_that_fail_are_named(run: Run, pack: Path) -> None:
    path = pack / "network/odd.yaml"
    path.write_text(CAUSE.replace("390 ms", "400 ms"), "utf-8")
    result = run("rules", "mutate", "network.odd", "--rules", pack)
    assert "1 tests fail as the rules are, and notice nothing\n" in result.stdout


def test_as_json(run: Run, pack: Path) -> None:
    answer = json.loads(run("rules", "mutate", "network.odd", "--rules", pack, "--format", "json").stdout)
    assert (answer["mutants"], answer["failing"]) == (6, 0)
    assert answer["causes"] == [{"cause": "network.odd", "mutants": 6, "living": 1}]
    assert [(one["rule"], one["what"]) for one in answer["living"]] == [
        ("network.odd/slow", "network.rtt >= 400 ms for 8 s: for 8 s changed to for 6 s")
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--limit", "much"], '"much" is no percentage; write one like 5%'),
        (["--limit", "101%"], "a percentage is between 0 % and 100 %"),
        (["network.od"], 'did you mean "network.odd"?'),
    ],
)
def test_mistakes(run: Run, pack: Path, arguments: list[str], problem: str) -> None:
    result = run("rules", "mutate", *arguments, "--rules", pack)
    assert result.exit_code == 2
    assert problem in result.stderr
