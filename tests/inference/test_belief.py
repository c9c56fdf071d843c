from __future__ import annotations

import pytest
from inference_support import cause, compare, fact, knowledge, rule

from rtctriage.inference.belief import Belief, believe, premise_truth
from rtctriage.inference.compile import compile_program
from rtctriage.inference.program import PremiseSpec
from rtctriage.knowledge.model import SideName


def test_a_rule_that_fires_alone_decides_its_side_and_one_without_a_side_decides_both() -> None:
    slow = compare("rtt", ">", 400.0, reducer="mean")
    program = compile_program(
        knowledge(
            [fact("rtt", unit="ms", series=True)],
            [
                cause(
                    "network.x",
                    rule("network.x/up", slow, 0.7, side="uplink"),
                    rule("network.x/any", compare("rtt", ">", 300.0, reducer="mean"), 0.5),
                    rule("network.x/down", compare("rtt", "<", 10.0, reducer="mean"), -0.4, side="downlink"),
                )
            ],
        )
    )
    assert believe(program, 0, [0]) == (Belief(0, "uplink", 0.7, (0,)), Belief(0, "downlink", 0.0, ()))
    assert believe(program, 0, [1]) == (Belief(0, "uplink", 0.5, (1,)), Belief(0, "downlink", 0.5, (1,)))
    # 0.7 and 0.5: 0.7 + 0.5 * 0.3; 0.5 and -0.4: (0.5 - 0.4) / (1 - 0.4)
    assert believe(program, 0, [0, 1, 2]) == (Belief(0, "uplink", 0.85, (0, 1)), Belief(0, "downlink", 0.1667, (1, 2)))
    assert believe(program, 0, [1]) is believe(program, 0, [1])


@pytest.mark.parametrize(
    ("uplink", "downlink", "side", "established", "excluded"),
    [
        (0.9, 0.0, None, True, False),
        (0.9, -0.9, None, True, False),
        (-0.9, -0.2, None, False, True),
        (-0.9, 0.0, None, None, None),
        (0.59, -0.19, None, None, None),
        (0.9, -0.9, "uplink", True, False),
        (0.9, -0.9, "downlink", False, True),
        (0.9, 0.0, "downlink", None, None),
    ],
)
def test_premises_about_a_cause_with_sides(
    uplink: float, downlink: float, side: SideName | None, established: bool | None, excluded: bool | None
) -> None:
    beliefs = (Belief(0, "uplink", uplink, ()), Belief(0, "downlink", downlink, ()))
    assert premise_truth(PremiseSpec(0, "x", "established", side, ""), beliefs) is established
    assert premise_truth(PremiseSpec(0, "x", "excluded", side, ""), beliefs) is excluded


def test_premises_about_a_cause_without_sides() -> None:
    spec = PremiseSpec(0, "x", "established", "uplink", "")
    assert premise_truth(spec, (Belief(0, None, 0.9, ()),)) is True
    assert premise_truth(spec, (Belief(0, "downlink", 0.9, ()),)) is None
