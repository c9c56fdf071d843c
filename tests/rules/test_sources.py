"""What the sources of the built-in knowledge must not lose on the way from the file to the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rtctriage.knowledge import load

ROOT = Path(__file__).parent.parent.parent
FILES = sorted(p for top in ("rules", "playbooks") for p in (ROOT / top).rglob("*.yaml"))
CUT = re.compile(r"""^[^'"#]*\S #\d""")
"""A number behind a space and ``#``, in no quotes: YAML reads it as a comment, and the source ends before it."""


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_number_of_an_issue_is_no_comment(path: Path) -> None:
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    assert [f"{number}: {line.strip()}" for number, line in lines if CUT.match(line)] == []


def test_a_source_that_names_an_issue_keeps_its_number() -> None:
    causes = load().causes
    sources = [rule.source for rule in causes["compatibility.crash-signature"].rules if rule.source]
    assert any("#656" in source for source in sources)
    assert any("#232" in source for source in sources)


NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@pytest.mark.parametrize("name", sorted(load().thresholds))
def test_the_source_of_a_limit_says_the_same_in_both_languages(name: str) -> None:
    limit = load().thresholds[name]
    assert re.search(r"[\u4e00-\u9fff]", limit.source_zh)
    assert not re.search(r"[\u4e00-\u9fff]", limit.source)
    assert sorted(NUMBERS.findall(limit.source_zh)) == sorted(NUMBERS.findall(limit.source))


def test_the_reason_for_a_number_is_given_in_both_languages() -> None:
    grounds = [rule.grounds for cause in load().causes.values() for rule in cause.rules if rule.grounds is not None]
    assert grounds
    assert [one.en for one in grounds if not re.search(r"[\u4e00-\u9fff]", one.zh)] == []
