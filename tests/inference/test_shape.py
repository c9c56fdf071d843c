from __future__ import annotations

from inference_support import cause, compare, diagnose, fact, knowledge, rule, text

from rtctriage.diagnosis import Unmeasured
from rtctriage.inference.compile import compile_program
from rtctriage.inference.program import Program
from rtctriage.inference.shape import shape_of
from rtctriage.inference.wording import wording_of
from rtctriage.knowledge.model import IsKnown, Not


def program() -> Program:
    facts = [fact("rtt", unit="ms", series=True), fact("loss", unit="%", series=True), fact("vendor", type="text")]
    rules = [
        rule("network.x/slow", compare("rtt", ">", 400.0, reducer="mean"), 0.9, side="uplink"),
        rule("network.x/lossy", compare("loss", ">", 5.0, reducer="mean"), 0.9, side="downlink"),
        rule("network.x/unnamed", Not(IsKnown(fact="vendor")), 0.3),
    ]
    return compile_program(knowledge(facts, [cause("network.x", *rules)]))


def test_only_whether_a_fact_is_known_is_answered_by_its_being_known() -> None:
    # atoms 0 and 1 are comparisons, 2 asks whether the vendor is known
    assert shape_of(program(), ()).truths == (None, None, False)
    assert shape_of(program(), ()).literals == {5}
    assert shape_of(program(), ("rtt", "vendor")).truths == (None, None, True)
    assert shape_of(program(), ("rtt", "vendor")).literals == {4}


def test_what_is_missing_is_what_its_rules_are_about_less_what_is_known() -> None:
    nothing, one = shape_of(program(), ()), shape_of(program(), ("rtt",))
    assert nothing.unmeasured == (Unmeasured("network.x", ("rtt", "vendor", "loss")),)
    assert one.unmeasured == (Unmeasured("network.x", ("vendor", "loss")),)
    assert (nothing.touched, one.touched) == (frozenset(), frozenset({0}))


def test_a_shape_is_made_once_and_the_number_kept_is_bounded() -> None:
    ours = program()
    assert shape_of(ours, ("rtt",)) is shape_of(ours, ("rtt",))
    for n in range(200):
        shape_of(ours, (f"fact{n}",))
    assert len(ours.shapes) <= 64


def test_the_number_of_lists_of_questions_that_is_kept_is_bounded() -> None:
    facts = [fact(f"f{i}", question=text("?")) for i in range(12)]
    causes = [cause(f"network.c{i}", rule(f"network.c{i}/r", compare(f"f{i}", ">", 0.0), 0.9)) for i in range(12)]
    ours = compile_program(knowledge(facts, causes))
    for number in range(1 << 10):
        diagnose(ours, {f"f{i}": 1.0 for i in range(12) if number >> i & 1})
    assert len(wording_of(ours, "en").opened) <= 512
    found = diagnose(ours, {"f0": 1.0, "f1": -1.0})
    # f1 is known, and neither speaks for its cause nor against it
    assert [m.fact for m in found.missing] == [f"f{i}" for i in range(2, 12)]
