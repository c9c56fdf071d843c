"""Labelled calls between two browsers, each with one fault put in on purpose, or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rtctriage import Diagnosis, Engine

Truth = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def truth(shared: Path) -> Truth:
    known: Truth = json.loads((shared / "corpus/truth.json").read_text(encoding="utf-8"))
    return known


@pytest.fixture(scope="module")
def diagnosed(shared: Path, truth: Truth) -> dict[str, Diagnosis]:
    engine = Engine()
    return {name: engine.diagnose(shared / "corpus/calls" / name) for name in truth}


def test_nearly_every_cause_is_found(truth: Truth, diagnosed: dict[str, Diagnosis]) -> None:
    wrong = [name for name, found in diagnosed.items() if answer(found) not in truth[name]["cause"]]
    assert len(wrong) <= 0.05 * len(truth), wrong


def test_sides_and_windows_are_those_of_the_fault(truth: Truth, diagnosed: dict[str, Diagnosis]) -> None:
    found = {name: d.primary for name, d in diagnosed.items() if d.primary and d.primary.cause in truth[name]["cause"]}
    sided = [name for name in found if "side" in truth[name]]
    windowed = [name for name in found if truth[name]["window_s"]]
    assert sided
    assert windowed
    wrong = [name for name in sided if getattr(found[name], "side", None) != truth[name]["side"]]
    assert len(wrong) <= 0.1 * len(sided), wrong
    wrong = [name for name in windowed if overlap(truth[name], getattr(found[name], "window_s", None)) < 0.5]
    assert len(wrong) <= 0.1 * len(windowed), wrong


def test_healthy_calls_raise_no_alarm(truth: Truth, diagnosed: dict[str, Diagnosis]) -> None:
    healthy = [name for name, wanted in truth.items() if wanted["cause"] == ["healthy"]]
    assert healthy
    for name in healthy:
        found = diagnosed[name]
        assert (name, found.verdict, found.primary, found.others) == (name, "healthy", None, ())


def answer(diagnosis: Diagnosis) -> str:
    """The primary cause, else the verdict."""
    return diagnosis.primary.cause if diagnosis.primary else diagnosis.verdict


def overlap(wanted: dict[str, Any], window: tuple[float, float] | None) -> float:
    """The share of two windows that both cover."""
    if window is None:
        return 0.0
    begin: float = wanted["window_s"][0]
    end: float = min(wanted["window_s"][1], wanted["seconds"])
    common = min(end, window[1]) - max(begin, window[0])
    return max(0.0, common) / (max(end, window[1]) - min(begin, window[0]))
