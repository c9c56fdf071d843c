"""One test against the known facts: scalars, several streams, too few samples."""

from __future__ import annotations

from typing import Any as Anything

import pytest
from inference_support import compare, fact, series, streams

from rtctriage.inference.atoms import AtomResult, evaluate, span
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.knowledge.model import (
    Atom,
    Change,
    Comparison,
    Glob,
    IsKnown,
    Member,
    Threshold,
    Together,
    VersionRange,
)
from rtctriage.profile import Known, Value

FACTS = {
    spec.name: spec
    for spec in (
        fact("uplink.rtt", unit="ms", series=True),
        fact("uplink.video.bitrate", unit="kbps", series=True),
        fact("uplink.video.frame_rate", unit="fps", series=True),
        fact("network.checks", series=True),
        fact("device.cores"),
        fact("device.model", type="text"),
        fact("ice.state", type="choice", choices=("new", "failed")),
        fact("connection.established", type="boolean"),
        fact("sdk.version", type="version"),
    )
}
THRESHOLDS = {
    "rtt.poor": Threshold(name="rtt.poor", value=0.3, unit="s", min_samples=5, source="hand"),
}


def ask(atom: Atom, **values: Value | float | bool | str) -> AtomResult:
    known = {
        name.replace("__", "."): value if isinstance(value, Value) else Known(value) for name, value in values.items()
    }
    spec = AtomSpecs(FACTS, THRESHOLDS, {}).spec(atom)
    return evaluate(spec, known.get(spec.facts[0]), known, FACTS)


def test_nobody_supplied_it() -> None:
    assert ask(compare("device.cores", ">", 1.0)).truth is None
    assert ask(compare("uplink.rtt", ">", 1.0, reducer="max")).truth is None
    assert ask(Member(fact="ice.state", values=("new",))).truth is None
    assert ask(IsKnown(fact="ice.state")).truth is False


@pytest.mark.parametrize(
    ("atom", "value", "truth"),
    [
        (compare("device.cores", ">=", 4.0), 4.0, True),
        (compare("device.cores", "!=", 4.0), 4.0, False),
        (compare("connection.established", "==", True), True, True),
        (compare("connection.established", "!=", True), True, False),
        (compare("ice.state", "==", "failed"), "failed", True),
        (compare("ice.state", "!=", "failed"), "new", True),
        (compare("device.model", "==", "小米 14"), "小米 14", True),
        (compare("device.model", "==", "PIXEL 9"), "Pixel 9", True),
        (compare("sdk.version", "<", "4.10"), "4.2", True),
        (compare("sdk.version", "<", "4.10"), "latest", None),
        (compare("device.cores", ">=", 4.0), "many", None),
        (Member(fact="ice.state", values=("new", "failed")), "failed", True),
        (Member(fact="ice.state", values=("new",), negate=True), "failed", True),
        (Member(fact="ice.state", values=("failed",), negate=True), "failed", False),
        (Member(fact="device.model", values=("红米", "redmi")), "Redmi", True),
        (Member(fact="sdk.version", values=("4.2",)), "4.2.0", True),
        (Member(fact="device.cores", values=("4", "8")), 8.0, True),
        (Member(fact="connection.established", values=("true",)), True, True),
        (Glob(fact="device.model", pattern="redmi*"), "Redmi Note 8", True),
        (Glob(fact="device.model", pattern="红米*"), "红米 Note 8", True),
        (Glob(fact="device.model", pattern="Redmi"), "Redmi Note 8", False),
        (VersionRange(fact="sdk.version", parts=((">=", "4.2"), ("<", "4.2.6"))), "4.2.5", True),
        (VersionRange(fact="sdk.version", parts=((">=", "4.2"), ("<", "4.2.6"))), "4.2.10", False),
        (VersionRange(fact="sdk.version", parts=((">=", "4.2"), ("<", "4.2.6"))), "4.2.6-rc1", True),
        (VersionRange(fact="sdk.version", parts=((">=", "4.2"),)), "trunk", None),
        (IsKnown(fact="device.model"), "", True),
    ],
)
def test_scalars(atom: Anything, value: Anything, truth: bool | None) -> None:
    result = ask(atom, **{atom.fact.replace(".", "__"): value})
    assert result.truth is truth
    assert result.window is None
    assert result.streams == ()
    if truth is not None:
        assert result.observed == value


def test_one_value_for_a_series_answers_every_form_but_a_change() -> None:
    for atom in (
        compare("uplink.rtt", ">", 100.0, reducer="p95"),
        compare("uplink.rtt", ">", 100.0, for_s=5.0, after_s=3.0),
        compare("uplink.rtt", ">", 100.0, reducer="mean", every=True),
    ):
        assert ask(atom, uplink__rtt=300.0) == AtomResult(True, 300.0)
        assert ask(atom, uplink__rtt=50.0) == AtomResult(False, 50.0)
    share = compare("uplink.rtt", ">=", 20.0, reducer="share", inner=Comparison(">", 100.0))
    assert ask(share, uplink__rtt=300.0) == AtomResult(True, 100.0)
    assert ask(share, uplink__rtt=50.0) == AtomResult(False, 0.0)
    change = Change(fact="uplink.rtt", before=Comparison("<", 100.0), after=Comparison(">", 100.0))
    assert ask(change, uplink__rtt=300.0).truth is None


def test_one_stream_is_enough_and_is_named() -> None:
    slow, fast = series([500.0] * 6), series([5000.0] * 6)
    atom = compare("uplink.video.bitrate", "<", 1000.0, for_s=5.0)
    assert ask(atom, uplink__video__bitrate=streams(one=fast, two=slow)) == AtomResult(
        True, 500.0, (0.0, 6.0), ("two",)
    )
    assert ask(atom, uplink__video__bitrate=streams(one=fast)) == AtomResult(False, 5000.0)


def test_every_stream_must_pass() -> None:
    atom = compare("uplink.video.bitrate", ">", 1000.0, reducer="mean", every=True)
    slow, fast, faster = series([500.0] * 6), series([5000.0] * 6), series([9000.0] * 6)
    assert ask(atom, uplink__video__bitrate=streams(a=fast, b=faster)) == AtomResult(True, 5000.0, None, ("a", "b"))
    assert ask(atom, uplink__video__bitrate=streams(a=fast, b=slow)) == AtomResult(False, 500.0)


def test_over_streams_as_kleene_says() -> None:
    fast, unknown = series([5000.0] * 6), series([9.0])
    one = compare("uplink.video.bitrate", ">", 1000.0, reducer="mean")
    every = compare("uplink.video.bitrate", ">", 1000.0, reducer="mean", every=True)
    none = compare("uplink.video.bitrate", "<", 1000.0, reducer="mean")
    both = streams(a=fast, b=unknown)
    assert ask(one, uplink__video__bitrate=both).truth is True
    assert ask(every, uplink__video__bitrate=both).truth is None
    assert ask(none, uplink__video__bitrate=both).truth is None
    # a stream of which nothing was measured at all is none
    assert ask(every, uplink__video__bitrate=streams(a=fast, b=series([]))).truth is True
    assert ask(every, uplink__video__bitrate=streams(b=series([]))).truth is None
    assert ask(IsKnown(fact="uplink.video.bitrate"), uplink__video__bitrate=streams(b=series([]))).truth is False
    assert ask(IsKnown(fact="uplink.video.bitrate"), uplink__video__bitrate=both).truth is True


def test_samples_needed() -> None:
    """What the threshold says, else one for the first and the last, three for anything about the course."""
    two = streams(a=series([900.0, 900.0]))
    assert ask(compare("uplink.rtt", ">", 100.0, reducer="last"), uplink__rtt=two).truth is True
    assert ask(compare("uplink.rtt", ">", 100.0, reducer="first"), uplink__rtt=two).truth is True
    assert ask(compare("uplink.rtt", ">", 100.0, reducer="max"), uplink__rtt=two).truth is None
    named = compare("uplink.rtt", ">", 0.0, reducer="max", threshold="rtt.poor")
    assert ask(named, uplink__rtt=streams(a=series([900.0] * 4))).truth is None
    assert ask(named, uplink__rtt=streams(a=series([900.0] * 5))).truth is True


def test_texts_are_not_measured_over_time() -> None:
    rtt = streams(a=series([9.0] * 5))
    assert ask(compare("uplink.rtt", "==", "x", reducer="max"), uplink__rtt=rtt).truth is None
    assert ask(Glob(fact="uplink.rtt", pattern="*"), uplink__rtt=rtt).truth is None


def test_change_names_the_stream() -> None:
    atom = Change(fact="uplink.video.bitrate", before=Comparison(">", 0.0), after=Comparison("==", 0.0), for_s=3.0)
    value = streams(camera=series([9, 9, 9, 0, 0, 0]), screen=series([9.0] * 6))
    assert ask(atom, uplink__video__bitrate=value) == AtomResult(True, 0.0, (3.0, 6.0), ("camera",))


def test_span() -> None:
    assert span([]) is None
    assert span([(1.0, 2.0), (5.0, 6.0)]) == (1.0, 6.0)
    assert span([(1.0, 2.0), None]) is None


def together(*parts: Anything, for_s: float = 3.0) -> Together:
    return Together(parts=parts, for_s=for_s)


LOW_RATE = compare("uplink.video.frame_rate", "<", 10.0)
LOW_BITS = compare("uplink.video.bitrate", "<", 100.0)


def test_together_in_the_same_stream() -> None:
    rate = {"a": series([5, 5, 5, 5, 30, 30]), "b": series([30.0] * 6)}
    same = ask(
        together(LOW_RATE, LOW_BITS),
        uplink__video__frame_rate=streams(**rate),
        uplink__video__bitrate=streams(a=series([50, 50, 50, 50, 500, 500]), b=series([50.0] * 6)),
    )
    assert same == AtomResult(True, 5.0, (0.0, 4.0), ("a",), (5.0, 50.0))
    other = ask(
        together(LOW_RATE, LOW_BITS),
        uplink__video__frame_rate=streams(**rate),
        uplink__video__bitrate=streams(a=series([500.0] * 6), b=series([50.0] * 6)),
    )
    assert other.truth is False


def test_together_needs_the_same_time() -> None:
    result = ask(
        together(LOW_RATE, LOW_BITS),
        uplink__video__frame_rate=streams(a=series([5, 5, 5, 30, 30, 30, 30])),
        uplink__video__bitrate=streams(a=series([500, 500, 500, 50, 50, 50, 50])),
    )
    assert result.truth is False


def test_together_takes_facts_of_the_whole_call_by_time() -> None:
    far = compare("network.checks", ">", 3.0)
    rate = streams(a=series([5.0] * 8))
    result = ask(
        together(LOW_RATE, far), uplink__video__frame_rate=rate, network__checks=streams(x=series([0, 9, 9, 9, 9, 0]))
    )
    assert result.window == (1.0, 5.0)
    assert result.streams == ("a",)
    # measured for the first two seconds only: later nobody knows (its last sample counts for 2.5 steps)
    early = streams(x=series([9.0, 9.0]))
    assert ask(together(LOW_RATE, far, for_s=6.0), uplink__video__frame_rate=rate, network__checks=early).truth is None
    assert ask(together(LOW_RATE, far, for_s=4.0), uplink__video__frame_rate=rate, network__checks=early).truth is True


def test_together_with_single_values() -> None:
    rate = streams(a=series([5.0] * 8))
    assert ask(together(LOW_RATE, LOW_BITS), uplink__video__frame_rate=rate, uplink__video__bitrate=50.0).truth is True
    assert (
        ask(together(LOW_RATE, LOW_BITS), uplink__video__frame_rate=rate, uplink__video__bitrate=500.0).truth is False
    )
    assert ask(together(LOW_RATE, LOW_BITS), uplink__video__frame_rate=rate).truth is None
    fine = streams(a=series([30.0] * 8))
    assert ask(together(LOW_RATE, LOW_BITS), uplink__video__frame_rate=fine).truth is False
    assert ask(together(LOW_RATE, LOW_BITS), uplink__video__frame_rate=5.0, uplink__video__bitrate=50.0) == AtomResult(
        True, None, None, (), (5.0, 50.0)
    )


def test_together_with_too_few_samples() -> None:
    few = streams(a=series([5.0, 5.0]))
    assert ask(together(LOW_RATE, LOW_BITS), uplink__video__frame_rate=few, uplink__video__bitrate=few).truth is None


def test_together_where_several_streams_of_another_direction_were_measured() -> None:
    """One of them is enough: nothing says which belongs to which."""
    rtt = compare("uplink.rtt", ">", 100.0)
    result = ask(
        together(rtt, LOW_RATE),
        uplink__rtt=streams(x=series([900.0] * 6)),
        uplink__video__frame_rate=streams(a=series([30.0] * 6), b=series([5.0] * 6)),
    )
    assert result.truth is True
    assert list(result.parts) == pytest.approx([900.0, 5.0])


def test_together_of_streams_that_do_not_match() -> None:
    rate, bits = streams(a=series([5.0] * 6)), streams(b=series([50.0] * 6))
    result = ask(together(LOW_RATE, LOW_BITS), uplink__video__frame_rate=rate, uplink__video__bitrate=bits)
    assert result.truth is None


def test_together_tells_what_every_part_saw() -> None:
    known = compare("device.cores", ">", 2.0)
    rtt = compare("uplink.rtt", ">", 100.0)
    result = ask(
        together(LOW_RATE, known, rtt),
        uplink__video__frame_rate=streams(a=series([5.0] * 6)),
        device__cores=4.0,
        uplink__rtt=streams(x=series([50.0] * 9), y=series([300.0] * 9, begin=0.5)),
    )
    assert result.truth is True
    assert list(result.parts) == [5.0, 4.0, pytest.approx(300.0)]


def test_a_change_away_from_what_a_single_value_is() -> None:
    """One value for the whole call was never another one."""
    change = Change(fact="uplink.rtt", before=Comparison("<", 100.0), after=Comparison(">", 100.0))
    assert ask(change, uplink__rtt=50.0).truth is False
    assert ask(change, uplink__rtt=300.0).truth is None


@pytest.mark.parametrize(
    ("atom", "nearest"),
    [
        (compare("uplink.video.frame_rate", "==", 0.0, for_s=3.0), 2.0),
        (Change(fact="uplink.video.frame_rate", before=Comparison(">=", 5.0), after=Comparison("<", 1.0)), 2.0),
        (Change(fact="uplink.video.frame_rate", before=Comparison("<", 1.0), after=Comparison(">", 40.0)), 30.0),
        (Change(fact="uplink.video.frame_rate", before=Comparison(">=", 5.0), after=Comparison("==", 1.0)), 2.0),
    ],
)
def test_where_no_stream_passes_the_value_that_came_nearest_is_shown(atom: Atom, nearest: float) -> None:
    both = streams(a=[15.0, 14.0, 30.0, 15.0, 15.0], b=[9.0, 2.0, 9.0, 9.0, 9.0])
    result = ask(atom, uplink__video__frame_rate=both)
    assert (result.truth, result.observed) == (False, nearest)
