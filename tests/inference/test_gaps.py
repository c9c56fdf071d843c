"""How far tests are from coming out differently; every number here is worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as Anything

import pytest
from inference_support import compare, fact, series, streams

from rtctriage.inference.atoms import evaluate
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.gaps import Gap, gaps, relative_distance
from rtctriage.knowledge.model import Atom, Change, Comparison, Member, Threshold, Together
from rtctriage.profile import Known, Value

FACTS = {
    spec.name: spec
    for spec in (
        fact("loss", unit="%"),
        fact("course", unit="%", series=True),
        fact("rtt", unit="ms", series=True),
        fact("muted", type="boolean"),
        fact("model", type="text"),
    )
}
LIMITS = {"five": Threshold(name="five", value=5.0, unit="%", min_samples=6, source="")}


def found(test: Atom, known: Mapping[str, Value]) -> tuple[Gap, ...]:
    spec = AtomSpecs(FACTS, LIMITS, {}).spec(test)
    return gaps(spec, evaluate(spec, known.get(spec.facts[0]), known, FACTS), known, FACTS)


def numbers(test: Atom, known: Mapping[str, Value]) -> list[tuple[str, float, float, float, float | None]]:
    return [(gap.kind, gap.have, gap.need, gap.absolute, gap.relative) for gap in found(test, known)]


def test_one_value_against_a_limit() -> None:
    assert numbers(compare("loss", ">=", 5.0), {"loss": Known(4.0)}) == [("value", 4.0, 5.0, 1.0, 0.2)]
    # what holds is beyond its limit by so much
    assert numbers(compare("loss", ">=", 5.0), {"loss": Known(8.0)}) == [("value", 8.0, 5.0, 3.0, 0.6)]
    assert numbers(compare("loss", ">", 0.0), {"loss": Known(0.0)}) == [("value", 0.0, 0.0, 0.0, None)]
    assert numbers(compare("loss", "!=", 5.0), {"loss": Known(5.0)}) == []
    assert numbers(compare("loss", "!=", 5.0), {"loss": Known(4.0)}) == [("value", 4.0, 5.0, 1.0, 0.2)]
    assert found(compare("loss", ">=", 5.0), {"loss": Known(4.0)})[0].unit == "%"


def test_words_have_no_distance() -> None:
    assert numbers(compare("muted", "==", True), {"muted": Known(False)}) == []
    assert numbers(compare("model", "==", "a"), {"model": Known("b")}) == []
    assert numbers(compare("loss", ">=", 5.0), {"loss": Known("much")}) == []
    assert numbers(Member(fact="model", values=("a",)), {"model": Known("b")}) == []
    change = Change(fact="course", before=Comparison(">", 1.0), after=Comparison("<", 1.0))
    assert numbers(change, {"course": streams(a=[0, 0, 0, 0])}) == []


def test_what_nobody_knows_has_no_distance() -> None:
    assert numbers(compare("loss", ">=", 5.0), {}) == []
    assert numbers(compare("course", ">=", 5.0, for_s=3.0), {}) == []


def test_a_reduced_series() -> None:
    known = {"course": streams(a=[1, 2, 3], b=[4, 4, 4])}
    assert numbers(compare("course", ">=", 5.0, reducer="mean"), known) == [("value", 4.0, 5.0, 1.0, 0.2)]
    assert numbers(compare("course", ">=", 5.0, reducer="mean", every=True), known) == [("value", 2.0, 5.0, 3.0, 0.6)]


def test_a_share_of_time() -> None:
    share = compare("course", ">=", 50.0, reducer="share", inner=Comparison(">", 5.0))
    (gap,) = found(share, {"course": streams(a=[9, 0, 0, 0])})
    assert (gap.kind, gap.have, gap.need, gap.unit, gap.absolute) == ("share", 25.0, 50.0, "%", 25.0)
    assert [gap.have for gap in found(share, {"course": Known(9.0)})] == [100.0]


def test_the_longest_stretch_against_the_time_asked_for() -> None:
    test = compare("course", ">=", 5.0, for_s=4.0)
    # two seconds, then three
    known = {"course": streams(a=[9, 9, 0, 9, 9, 9, 0])}
    (gap,) = found(test, known)
    assert (gap.kind, gap.have, gap.need, gap.unit, gap.absolute, gap.relative) == ("stretch", 3, 4, "s", 1, 0.25)
    # of several streams the one that comes nearest, but the one that fails where all must hold
    both = {"course": streams(a=[9, 9, 0, 0], b=[9, 9, 9, 0])}
    assert numbers(test, both) == [("stretch", 3.0, 4.0, 1.0, 0.25)]
    every = compare("course", ">=", 5.0, for_s=4.0, every=True)
    assert numbers(every, both) == [("stretch", 2.0, 4.0, 2.0, 0.5)]
    # what holds, for how long
    assert numbers(test, {"course": streams(a=[0, 9, 9, 9, 9, 9])}) == [("stretch", 5.0, 4.0, 1.0, 0.25)]


def test_where_it_holds_at_no_time_the_value_counts() -> None:
    test = compare("course", ">=", 5.0, for_s=4.0)
    assert numbers(test, {"course": streams(a=[1, 3, 4, 2])}) == [("value", 4.0, 5.0, 1.0, 0.2)]


def test_what_lies_before_the_time_that_counts() -> None:
    test = compare("course", ">=", 5.0, for_s=4.0, after_s=3.0)
    assert numbers(test, {"course": streams(a=[9, 9, 9, 9, 9, 0, 0, 0])}) == [("stretch", 2.0, 4.0, 2.0, 0.5)]


def test_too_few_samples() -> None:
    test = compare("course", ">=", 5.0, for_s=4.0, threshold="five")
    assert numbers(test, {"course": streams(a=[9, 9])}) == [("samples", 2.0, 6.0, 4.0, 0.6667)]
    # enough of them, and the recording too short to tell
    short = {"course": streams(a=series([9] * 6, step=0.5))}
    assert numbers(test, short) == [("stretch", 3.0, 4.0, 1.0, 0.25)]


def test_together_counts_the_time_in_which_all_hold() -> None:
    test = Together(parts=(compare("course", ">", 5.0), compare("rtt", ">", 300.0)), for_s=3.0)
    known = {"course": streams(a=[9, 9, 9, 9, 0]), "rtt": streams(p=[0, 0, 400, 400, 400])}
    assert numbers(test, known) == [("stretch", 2.0, 3.0, 1.0, 0.3333)]


def test_together_at_no_time_says_which_comparison_never_holds() -> None:
    test = Together(parts=(compare("course", ">", 5.0), compare("rtt", ">", 300.0)), for_s=3.0)
    known = {"course": streams(a=[9, 9, 9, 9, 0]), "rtt": streams(p=[0, 0, 150, 0, 0], q=[0, 0, 90, 0, 0])}
    assert numbers(test, known) == [("stretch", 0.0, 3.0, 3.0, 1.0), ("value", 150.0, 300.0, 150.0, 0.5)]
    assert numbers(test, {"course": streams(a=[9, 9, 9]), "rtt": Known(1.0)}) == [("stretch", 0.0, 3.0, 3.0, 1.0)]


def test_together_of_values_for_the_whole_call() -> None:
    test = Together(parts=(compare("course", ">", 5.0), compare("rtt", ">", 300.0)), for_s=3.0)
    known: dict[str, Value] = {"course": Known(9.0), "rtt": Known(150.0)}
    assert numbers(test, known) == [("value", 150.0, 300.0, 150.0, 0.5)]
    assert numbers(test, {"course": Known(9.0)}) == []


@pytest.mark.parametrize(
    ("have", "need", "distance"), [(4.0, 5.0, 0.2), (10.0, 5.0, 0.5), (0.0, 0.0, 0.0), (-75.0, 75.0, 1.0)]
)
def test_a_distance_for_all_units(have: float, need: float, distance: float) -> None:
    (gap,) = found(compare("loss", ">=", need), {"loss": Known(have)})
    assert relative_distance(gap) == pytest.approx(distance)


def test_nothing_here_depends_on_the_order_of_streams() -> None:
    test: Anything = compare("course", ">=", 5.0, for_s=4.0)
    one, other = [9, 9, 0, 0], [9, 9, 9, 0]
    assert found(test, {"course": streams(a=one, b=other)}) == found(test, {"course": streams(b=other, a=one)})
