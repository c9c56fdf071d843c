"""Series brought to each other's sample times."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inference_support import series

from rtctriage.inference.aligned import Course, all_of, any_of, constant, course, recent, stream_prefix
from rtctriage.inference.truth import Truth, kleene_all, kleene_any
from rtctriage.knowledge.model import Comparison
from rtctriage.series import GAP, Series


@pytest.mark.parametrize(
    ("fact", "prefix"),
    [
        ("uplink.video.width", "uplink.video"),
        ("downlink.audio.level", "downlink.audio"),
        ("uplink.packet_loss", None),
        ("network.rtt", None),
    ],
)
def test_prefix(fact: str, prefix: str | None) -> None:
    assert stream_prefix(fact) == prefix


times = st.lists(st.integers(0, 60), min_size=1, max_size=15, unique=True).map(sorted)


@given(times, times)
def test_recent_against_looking_at_every_sample(known: list[int], asked: list[int]) -> None:
    given_ = Series(known, [float(t) for t in known])
    expected: list[float | None] = []
    for time in asked:
        earlier = [t for t in known if t <= time]
        near = bool(earlier) and time - earlier[-1] <= GAP * given_.step
        expected.append(float(earlier[-1]) if near else None)
    assert list(recent(given_, asked)) == expected
    assert list(recent(given_, given_.times)) == list(given_.values)


def truths(of: Course, size: int) -> list[Truth]:
    columns = [[flags] * size if isinstance(flags, bool) else flags for flags in of]
    return [True if surely else None if possibly else False for surely, possibly in zip(*columns, strict=True)]


def test_a_comparison_at_other_times() -> None:
    given_ = series([9.0, 9.0, 0.0, 0.0])
    assert truths(course(Comparison(">", 5.0), given_, [0.5, 1.5, 2.5, 3.5, 6.5, 7.0]), 6) == [
        None,
        True,
        True,
        False,
        False,
        None,
    ]
    assert truths(course(Comparison(">", 5.0), given_, given_.times), 4) == [True, True, False, False]
    assert truths(course(Comparison("==", "text"), given_, given_.times), 4) == [None] * 4


def test_joining_is_kleenes() -> None:
    some: list[Truth] = [True, False, None]
    pairs = list(product(some, repeat=2))
    a, b = (Course([pair[i] is True for pair in pairs], [pair[i] is not False for pair in pairs]) for i in (0, 1))
    assert truths(all_of(a, b), 9) == [kleene_all(pair) for pair in pairs]
    assert truths(any_of(a, b), 9) == [kleene_any(pair) for pair in pairs]
    column: list[Truth] = [pair[0] for pair in pairs]
    for truth in some:
        assert truths(all_of(constant(truth), a), 9) == [kleene_all((truth, t)) for t in column]
        assert truths(all_of(a, constant(truth)), 9) == [kleene_all((truth, t)) for t in column]
        assert truths(any_of(a, constant(truth)), 9) == [kleene_any((truth, t)) for t in column]
        assert truths(any_of(constant(truth), a), 9) == [kleene_any((truth, t)) for t in column]
