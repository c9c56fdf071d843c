from __future__ import annotations

import doctest

from rtctriage import profile
from rtctriage.profile import TYPED, EvidenceNote, Known, Profile, Source, Stream, Streams
from rtctriage.series import Series

RECORDED = Source("evidence", "call: outbound-rtp.packetsLost")


def test_the_upper_profile_stands() -> None:
    upper = Profile(facts={"a": Known(1.0), "b": Known(2.0)})
    lower = Profile(facts={"b": Known(9.0, RECORDED), "c": Known(3.0, RECORDED)})
    both = upper.over(lower)
    assert both.facts == {"a": Known(1.0), "b": Known(2.0), "c": Known(3.0, RECORDED)}
    (conflict,) = both.conflicts
    assert conflict.en == "b: the value given by hand stands over the one in the file"
    assert conflict.zh == "b：以人工给出的值为准，覆盖文件中的值"


def test_the_same_value_is_no_conflict() -> None:
    both = Profile(facts={"a": Known(1.0)}).over(Profile(facts={"a": Known(1.0, RECORDED)}))
    assert both.conflicts == ()
    assert both.facts == {"a": Known(1.0, TYPED)}


def test_a_value_over_a_series_is_a_conflict() -> None:
    measured = Streams((Stream("video 1", Series([1], [1])),))
    both = Profile(facts={"a": Known(1.0)}).over(Profile(facts={"a": measured}))
    assert len(both.conflicts) == 1
    assert Profile(facts={"a": measured}).over(Profile(facts={"a": measured})).conflicts == ()


def test_evidence_and_conflicts_of_both_are_kept() -> None:
    one, two = (EvidenceNote(file=f, format="x") for f in "ab")
    first = Profile(facts={"a": Known(1.0)}).over(Profile(facts={"a": Known(2.0)}, evidence=(one,)))
    second = Profile(facts={"a": Known(3.0)}, evidence=(two,)).over(first)
    assert second.evidence == (one, two)
    assert len(second.conflicts) == 2


def test_the_example_of_one_made_by_hand() -> None:
    result = doctest.testmod(profile)
    assert result.attempted >= 4
    assert result.failed == 0


def test_nothing_over_nothing() -> None:
    assert Profile().over(Profile()) == Profile()
