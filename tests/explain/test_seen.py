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
