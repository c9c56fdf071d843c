from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from rtctriage.authoring.cases import Bench, run_cases
from rtctriage.knowledge import load
from rtctriage.knowledge.model import RuleCase

PACK = Path(__file__).parent.parent.parent / "examples" / "our-rules"

LOSSY = RuleCase(
    name="a window of loss",
    given={"uplink.packet_loss": ["0 % x12", "25 % x10", "0 % x10"]},
    expect="fault",
    side="uplink",
    window_s=(12.0, 22.0),
    origin="here",
)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(load((PACK,), cases=True))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"window_s": (11.5, 22.5)}, ""),
        ({"expect": "clear"}, "expected clear, the diagnosis says fault"),
        ({"side": "downlink"}, "expected side downlink, the diagnosis says uplink"),
        ({"window_s": (5.0, 22.0)}, "expected window [5.0, 22.0], the diagnosis says [12.0, 22.0]"),
        ({"given": {}, "expect": "unmeasured", "window_s": None}, "expected side uplink, the diagnosis says None"),
        ({"given": {}, "expect": "unmeasured", "side": None}, "expected window [12.0, 22.0], the diagnosis says None"),
    ],
)
def test_what_one_test_says(bench: Bench, changes: dict[str, object], said: str) -> None:
    cause = bench.knowledge.causes["network.packet-loss"]
    assert bench.run(cause, msgspec.structs.replace(LOSSY, **changes)) == said


def test_a_test_has_its_own_complaint_and_scenario(bench: Bench) -> None:
    cause = bench.knowledge.causes["usage.mic-silent"]
    silent = RuleCase(name="silent", given={"uplink.audio.level": ["0 x30"]}, expect="observation", origin="here")
    assert bench.run(cause, silent) == ""
    reported = msgspec.structs.replace(silent, complaint="no-audio", scenario="voice-call", expect="fault")
    assert bench.run(cause, reported) == ""


def test_all_tests_of_a_pack_and_of_what_it_is_laid_over(bench: Bench) -> None:
    results = list(run_cases(bench))
    assert [result.case.name for result in results if result.cause == "network.weak-mobile-signal"] == [
        "far from the cell",
        "not on mobile data",
    ]
    assert len({result.cause for result in results}) == len(bench.knowledge.causes)
    assert [result for result in results if not result.passed] == []


def test_no_other_cause_has_a_say(bench: Bench) -> None:
    """What runs of the knowledge for the tests of one cause gives the answers that all of it gives."""
    cases = [(cause, case) for cause in bench.knowledge.causes.values() for case in cause.tests][::25]
    assert len(cases) > 100
    wrong = [msgspec.structs.replace(case, expect="observation", rule=None) for _, case in cases]
    for (cause, case), other in zip(cases, wrong, strict=True):
        own = bench.of(cause.id)
        # what a test that fails says names the answer
        assert own.run(cause, other) == bench.run(cause, other)
        assert own.run(cause, case) == bench.run(cause, case) == ""
