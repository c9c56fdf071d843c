from __future__ import annotations

from rtctriage.evidence.gathered import Gathered
from rtctriage.profile import Known, Source, Stream, Streams
from rtctriage.series import Series


def test_numbers_become_floats_and_flags_stay() -> None:
    out = Gathered("call")
    out.scalar("n", 3, "a")
    out.scalar("yes", True, "b")
    out.scalar("text", "x", "c")
    out.scalar("nothing", None, "d")
    facts = out.facts()
    assert list(facts) == ["n", "text", "yes"]
    assert facts["n"] == Known(3.0, Source("evidence", "call: a"))
    assert facts["yes"] == Known(True, Source("evidence", "call: b"))
    assert isinstance(facts["n"], Known)
    assert type(facts["n"].value) is float


def test_streams_of_a_fact_are_kept_together() -> None:
    out = Gathered("call")
    one, two = Series([1.0], [2.0]), Series([1.0], [3.0])
    out.stream("f", "a", one, "first")
    out.stream("f", "b", two, "second")
    out.stream("f", "c", None, "third")
    out.stream("g", "d", Series([], []), "fourth")
    streams = (Stream("a", one), Stream("b", two))
    assert out.series("f") == streams
    assert out.series("g") == ()
    assert out.facts() == {"f": Streams(streams, Source("evidence", "call: first"))}
