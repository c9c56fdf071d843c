"""Packs with one cause of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rtctriage.authoring.cases import Bench, run_cases
from rtctriage.knowledge import load

HEAD = """
cause: media.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
"""

OddBench = Callable[[str, str], Bench]


@pytest.fixture
def odd(tmp_path: Path) -> OddBench:
    """The built-in knowledge with the cause media.odd that has these rules and tests, all of which pass."""

    def make(rules: str, tests: str) -> Bench:
        (tmp_path / "media").mkdir(exist_ok=True)
        (tmp_path / "media/odd.yaml").write_text(f"{HEAD}rules:\n{rules}\ntests:\n{tests}\n", "utf-8")
        bench = Bench(load((tmp_path,), cases=True))
        assert [result.said for result in run_cases(bench, {"media.odd"}) if result.said] == []
        return bench

    return make
