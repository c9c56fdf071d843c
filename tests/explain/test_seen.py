"""Values in short."""

from __future__ import annotations

from rtctriage import Known, Series, Stream, Streams
from rtctriage.explain.seen import Seen, seen


def test_one_value() -> None:
    assert seen(Known("relay")) == Seen(value="relay")


def test_several_streams_by_their_samples() -> None:
    value = Streams((Stream("a", Series([1, 2, 3], [0, 3, 6])), Stream("b", Series([1], [11]))))
    # (0 + 3 + 6 + 11) / 4
    assert seen(value) == Seen(low=0.0, mean=5.0, high=11.0, samples=4)


def test_nothing_measured() -> None:
    assert seen(None) is None
    assert seen(Streams((Stream("a", Series([], [])),))) is None


def test_alike_is_the_same_value_or_range() -> None:
    assert Seen(low=1.0, mean=2.0, high=3.0, samples=9).alike(Seen(low=1.0, mean=2.0, high=3.0, samples=4))
    assert Seen(value=1.5).alike(Seen(low=1.5, mean=1.5, high=1.5, samples=4))
    assert not Seen(low=1.0, mean=2.0, high=3.0).alike(Seen(low=1.0, mean=2.5, high=3.0))
    assert not Seen(value="wifi").alike(Seen(value="relay"))
