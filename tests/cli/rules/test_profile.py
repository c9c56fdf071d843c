"""``rtctriage rules profile``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_over_a_profile(run: Run, lossy: Path) -> None:
    result = run("rules", "profile", lossy, "--top", "2")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["Share", "Time", "Tests", "Rule"]
    assert len([line for line in lines if re.match(r" *[\d.]+ % +[\d.]+ µs +\d+  [a-z]+\.[a-z-]+/", line)]) == 2
    assert re.fullmatch(
        r"1 profiles, \d+ tests of facts in rules, [\d.]+ (µs|ms); \d+ more rules are not shown", lines[-1]
    )


def test_as_json_all_rules_the_dearest_first(run: Run, lossy: Path) -> None:
    answer = json.loads(run("rules", "profile", lossy, "--format", "json").stdout)
    assert answer["profiles"] == 1
    seconds = [rule["seconds"] for rule in answer["rules"]]
    assert seconds == sorted(seconds, reverse=True)
    assert sum(rule["tests"] for rule in answer["rules"]) == answer["tests"] > 0


def test_a_file_that_is_not_there(run: Run) -> None:
    result = run("rules", "profile", "nowhere.json")
    assert result.exit_code == 2
    assert "nowhere.json" in result.stderr
