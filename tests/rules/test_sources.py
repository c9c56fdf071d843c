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
