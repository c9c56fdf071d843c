"""What is said to be impossible or implied, held against the evaluator on generated tests and profiles."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_support import compare, fact, series

from rtctriage.authoring.lint.reasoner import Claim, Reasoner
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.program import AtomSpec, PremiseSpec
from rtctriage.knowledge.grammar import parse_test
from rtctriage.knowledge.model import All, Any, Atom, Compare, Comparison, Not, Premise, Threshold, Together
from rtctriage.profile import Known, Stream, Streams, Value

FACTS = {
    spec.name: spec
    for spec in (
        fact("network.rtt", series=True, unit="ms", low=0.0, high=8.0),
        fact("uplink.video.loss", series=True, low=0.0, high=8.0),
        fact("uplink.video.rate", series=True),
        fact("ice.errors", low=0.0),
        fact("ice.state", type="choice", choices=("new", "checking", "failed")),
        fact("call.up", type="boolean"),
        fact("device.model", type="text"),
        fact("sdk.version", type="version"),
    )
}
THRESHOLDS = {"many": Threshold(name="many", value=3.0, unit="ms", min_samples=6, source="s")}
REASONER = Reasoner(FACTS)
SPECS = AtomSpecs(FACTS, THRESHOLDS, {})

OPERATORS = (">", ">=", "<", "<=", "==", "!=")
REDUCERS = ("mean", "median", "p5", "p75", "p95", "max", "min", "first", "last")
VERSIONS = ("4.1", "4.2", "4.2.6-rc1", "v5")
WORDS = ("Redmi 9", "redmi 9", "Pixel", "none")


def claim(name: str, test: str, true: bool = True) -> Claim:
    atom = parse_test(name, test, FACTS, THRESHOLDS)
    assert not isinstance(atom, All | Any | Not | Premise)
    return Claim(SPECS.spec(atom), true)


def together(*parts: tuple[str, str], for_s: float, true: bool = True) -> Claim:
    made = [parse_test(name, test, FACTS, THRESHOLDS, ) for name, test in parts if False]
    assert not made
    compares = tuple(compare(name, test.split()[0], float(test.split()[1])) for name, test in parts)
    return Claim(SPECS.spec(Together(parts=compares, for_s=for_s)), true)
