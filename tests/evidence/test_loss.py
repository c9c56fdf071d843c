from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.loss import Interval, arrivals, received, sent, share, together
from rtctriage.evidence.recording import Cell, Column, Report


def of(times: Sequence[float], **members: Sequence[Cell]) -> Report:
    at = [1000.0 * t for t in times]
    return Report("r", "inbound-rtp", list(members), lambda m: Column(at, members[m]))


def inbound(got: Sequence[Cell], lost: Sequence[Cell]) -> Report:
    return of(range(len(got)), packetsReceived=got, packetsLost=lost)


intervals = st.lists(st.tuples(st.floats(0.1, 20.0), st.integers(0, 500), st.integers(0, 500)), max_size=20).map(
    lambda rows: [
        Interval(sum(r[0] for r in rows[:i]), sum(r[0] for r in rows[: i + 1]), float(min(a, b)), float(max(a, b)))
        for i, (_, a, b) in enumerate(rows)
    ]
)


def test_lost_of_those_expected() -> None:
    found = received(inbound([0, 90, 180], [0, 10, 10]), 0.0)
    assert [(i.lost, i.expected) for i in found] == [(10.0, 100.0), (0.0, 90.0)]
    percent = share(found)
    assert percent is not None
    assert (list(percent.times), list(percent.values)) == ([1.0, 2.0], [10.0, 0.0])


def test_a_packet_that_turned_up_late_was_never_lost() -> None:
    found = received(inbound([0, 90, 190, 290], [0, 10, 4, 4]), 0.0)
    assert [i.lost for i in found] == [4.0, 0.0, 0.0]


def test_duplicates_that_make_the_counter_negative_are_no_gain() -> None:
    found = received(inbound([0, 100, 200], [0, -5, -2]), 0.0)
    assert [i.lost for i in found] == [0.0, 3.0]  # the counter is lowered to -5 from the beginning on


def test_a_restart_begins_anew() -> None:
    found = received(inbound([100, 200, 10, 110], [50, 60, 0, 25]), 0.0)
    assert [(i.start, i.lost, i.expected) for i in found] == [(0.0, 10.0, 110.0), (2.0, 25.0, 125.0)]


def test_holes_after_silence_were_never_sent() -> None:
    # a virtual stream: two seconds in which nobody spoke, then the next speaker's numbers are 116 further on
    found = received(inbound([0, 50, 50, 50, 100, 150], [0, 0, 0, 0, 116, 116]), 0.0)
    assert sum(i.lost for i in found) == 0.0


def test_a_restart_after_silence_is_measured_again() -> None:
    found = received(inbound([0, 50, 50, 100, 145], [0, 0, 0, 7, 12]), 0.0)
    assert [(i.end, i.lost) for i in found] == [(1.0, 0.0), (2.0, 0.0), (4.0, 5.0)]


def test_loss_needs_both_counters() -> None:
    assert received(of([0, 1], packetsReceived=[0, 90]), 0.0) == []
    assert received(inbound([0, None, 180], [0, 10, 20]), 0.0) == [Interval(0.0, 2.0, 20.0, 200.0)]


def test_what_the_far_end_lost_of_the_packets_sent() -> None:
    out = of([0, 1, 2, 3, 4], packetsSent=[0, 100, 200, 300, 400])
    # reports at 1.5 s and 3.5 s: 200 packets were sent between them
    far = of([1.5, 3.5], packetsLost=[2, 22], timestamp=[1500, 3500])
    assert sent(far, out, 0.0) == [Interval(1.5, 3.5, 20.0, 200.0)]


def test_the_far_end_cannot_lose_more_than_was_sent() -> None:
    out = of([0, 1], packetsSent=[0, 10])
    far = of([0, 1], packetsLost=[0, 50], timestamp=[0, 1000])
    assert sent(far, out, 0.0) == [Interval(0.0, 1.0, 10.0, 10.0)]


def test_reports_before_and_after_the_polls_stand_for_the_nearest() -> None:
    out = of([2, 3], packetsSent=[100, 200])
    far = of([1, 9], packetsLost=[0, 10], timestamp=[0, 1])
    assert sent(far, out, 0.0) == [Interval(1.0, 9.0, 10.0, 100.0)]


def test_nothing_sent_or_nothing_reported_is_not_measured() -> None:
    assert sent(of([0], packetsLost=[0]), of([0], bytesSent=[0]), 0.0) == []
    assert sent(of([0], jitter=[0]), of([0], packetsSent=[0]), 0.0) == []


def test_repeated_reports_do_not_crowd_the_loss_into_one_poll() -> None:
    out = of(range(7), packetsSent=[100 * i for i in range(7)])
    # the far end reports every third second; polls in between repeat what it said
    far = of(range(7), packetsLost=[0, 0, 0, 30, 30, 30, 30], jitter=[0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.3])
    found = sent(far, out, 0.0)
    assert found[0] == Interval(0.0, 3.0, 30.0, 300.0)
    assert all(i.lost == 0.0 for i in found[1:])
    assert arrivals(far, 0.0) == [0.0, 3.0, 6.0]


def test_reports_with_times_of_their_own_never_repeat() -> None:
    far = of([0, 1, 2], packetsLost=[0, 0, 0], jitter=[0.1, 0.1, 0.1], timestamp=[0, 1, 2])
    assert arrivals(far, 0.0) == [0.0, 1.0, 2.0]


def test_few_packets_are_joined_with_the_next() -> None:
    percent = share([Interval(0, 1, 1, 4), Interval(1, 2, 0, 4), Interval(2, 3, 1, 12), Interval(3, 4, 1, 3)])
    assert percent is not None
    assert (list(percent.times), list(percent.values)) == ([3.0], [10.0])


def test_streams_are_weighed_by_their_packets() -> None:
    audio = [Interval(0.0, 2.0, 20.0, 100.0)]  # 20 %
    video = [Interval(0.0, 1.0, 0.0, 150.0), Interval(1.0, 2.0, 0.0, 50.0)]
    percent = together([audio, video], 1.0)
    assert percent is not None
    assert list(percent.times) == [1.0, 2.0]
    assert list(percent.values) == [pytest.approx(5.0), pytest.approx(10.0)]  # 10 of 200, 10 of 100


def test_nothing_together_is_not_measured() -> None:
    assert together([], 1.0) is None
    assert together([[], [Interval(1.0, 1.0, 0.0, 10.0)]], 1.0) is None
    assert together([[Interval(0.0, 1.0, 0.0, 10.0)]], 0.0) is None


def test_an_interval_of_a_lifetime_costs_no_lifetime() -> None:
    percent = together([[Interval(0.0, 1e12, 10.0, 100.0)], [Interval(0.0, 1.0, 0.0, 100.0)]], 1.0)
    assert percent is not None
    assert len(percent) <= 200_001


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(-50, 10_000)), min_size=2, max_size=30))
def test_loss_received_is_a_share(rows: list[tuple[int, int]]) -> None:
    percent = share(received(inbound([r[0] for r in rows], [r[1] for r in rows]), 0.0))
    assert percent is None or all(0.0 <= v <= 100.0 for v in percent.values)


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(-50, 10_000)), min_size=2, max_size=30),
    st.booleans(),
)
def test_loss_sent_is_a_share(rows: list[tuple[int, int]], stamped: bool) -> None:
    times = range(len(rows))
    own = {"timestamp": [1000.0 * t for t in times]} if stamped else {}
    far, out = of(times, packetsLost=[r[1] for r in rows], **own), of(times, packetsSent=[r[0] for r in rows])
    percent = share(sent(far, out, 0.0))
    assert percent is None or all(0.0 <= v <= 100.0 for v in percent.values)


@given(st.lists(intervals, max_size=4))
def test_the_whole_is_a_share(streams: list[list[Interval]]) -> None:
    percent = together(streams, 1.0)
    assert percent is None or all(0.0 <= v <= 100.0 for v in percent.values)


@given(st.lists(intervals, max_size=4))
def test_the_whole_of_short_intervals_lies_between_the_least_and_the_largest(streams: list[list[Interval]]) -> None:
    short = [[i for i in stream if i.end - i.start <= 2.5] for stream in streams]
    percent = together(short, 1.0)
    shares = [100.0 * i.lost / i.expected for s in short for i in s if i.expected]
    if percent is not None:
        assert all(min(shares) - 1e-6 <= v <= max(shares) + 1e-6 for v in percent.values)


def test_a_long_interval_lost_its_packets_when_others_did() -> None:
    video = [Interval(float(t), t + 1.0, 20.0 if t in (2, 3) else 0.0, 100.0) for t in range(5)]
    audio = [Interval(0.0, 5.0, 20.0, 250.0)]
    percent = together([video, audio], 1.0)
    assert percent is not None
    # each second has 150 packets; the ten that audio lost in each of the two seconds come on top of the twenty of video
    assert list(percent.values) == [0.0, 0.0, 20.0, 20.0, 0.0]


def test_a_long_interval_on_its_own_is_spread_evenly() -> None:
    percent = together([[Interval(0.0, 5.0, 25.0, 250.0)]], 1.0)
    assert percent is not None
    assert list(percent.values) == [10.0] * 5


def test_reports_that_are_polled_together_are_added_before_they_are_spread() -> None:
    one, other = [Interval(0.0, 5.0, 25.0, 250.0)], [Interval(0.0, 5.0, 25.0, 250.0)]
    later = [Interval(2.0, 7.0, 30.0, 250.0)]
    percent = together([one, later, other], 1.0)
    assert percent is not None
    # 10 of 100 in each of the first five seconds; the thirty of the later one fall on those three that it shares
    assert list(percent.values) == pytest.approx([10.0, 10.0, *[100 * 20 / 150] * 3, 0.0, 0.0])
    whole = together([[Interval(0.0, 5.0, 50.0, 500.0)], later], 1.0)
    assert whole is not None
    assert list(whole.values) == list(percent.values)
