"""What the readers supply is what the fact catalogue declares, with its formula and its source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rtctriage.engine import Engine
from rtctriage.knowledge import load
from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import Known, Profile, Value

ROOT = Path(__file__).parent.parent.parent
FACTS = load().facts
SUPPLIED = [spec for spec in FACTS.values() if spec.supplied_by]

# A statistic is the W3C's; what a description or the browser itself says has the source that defines it.
STANDARD = re.compile(r"W3C [a-z]|RFC \d{4} section|WHATWG|User-Agent|Chromium chrome://")


def test_many_facts_are_supplied() -> None:
    assert len(SUPPLIED) > 100
    assert {source for spec in SUPPLIED for source in spec.supplied_by} == {"webrtc-internals", "getstats"}


@pytest.mark.parametrize("spec", SUPPLIED, ids=lambda spec: spec.name)
def test_every_supplied_fact_has_its_formula_and_its_source(spec: FactSpec) -> None:
    assert len(spec.formula) > 10
    assert STANDARD.search(spec.reference)
    # Whatever is measured over time is drawn from statistics, which the W3C defines.
    assert not spec.series or spec.reference.startswith("W3C webrtc-stats: ")


@pytest.mark.parametrize("spec", [s for s in FACTS.values() if s.derive], ids=lambda spec: spec.name)
def test_every_derived_fact_has_its_source(spec: FactSpec) -> None:
    assert spec.reference


def fits(spec: FactSpec, value: Value) -> bool:
    """Whether a value is of its fact's type and within its range."""
    if isinstance(value, Known):
        if spec.type == "choice":
            return value.value in spec.choices
        if spec.type != "number":
            return isinstance(value.value, bool) == (spec.type == "boolean")
        values = [value.value] if isinstance(value.value, float) else []
    else:
        values = [v for stream in value.streams for v in stream.series.values] if spec.series else []
    low = float("-inf") if spec.low is None else spec.low
    high = float("inf") if spec.high is None else spec.high
    return bool(values) and all(low <= v <= high for v in values)


def assert_declared(profile: Profile, format: str) -> None:
    for name, value in profile.facts.items():
        assert format in FACTS[name].supplied_by, name
        assert fits(FACTS[name], value), name


def test_what_the_example_supplies_is_declared() -> None:
    profile = Engine(chainer="plain").facts(ROOT / "examples" / "recorded-call.json.gz")
    assert len(profile.facts) > 60
    assert_declared(profile, "webrtc-internals")


def test_what_labelled_calls_supply_is_declared(shared: Path) -> None:
    engine = Engine(chainer="plain")
    for folder, format in (("calls", "webrtc-internals"), ("getstats", "getstats")):
        for path in sorted((shared / "corpus" / folder).glob("*.gz"))[::7]:
            assert_declared(engine.facts(path), format)
