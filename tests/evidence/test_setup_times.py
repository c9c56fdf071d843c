"""Which stage of setting up a call took the time."""

from __future__ import annotations

from collections.abc import Mapping

from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import Connection, LogEntry
from rtctriage.evidence.setup_times import setup_times
from rtctriage.profile import Known, Scalar

HOST = "candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host generation 0"
SRFLX = "candidate:2 1 udp 1686052607 198.51.100.1 5000 typ srflx raddr 192.0.2.1 rport 5000"
RELAY = "candidate:3 1 udp 41885439 203.0.113.1 5000 typ relay raddr 198.51.100.1 rport 5000"

GATHERING, ICE, WHOLE = "icegatheringstatechange", "iceconnectionstatechange", "connectionstatechange"
LOCAL, REMOTE = "setlocaldescriptiononsuccess", "setremotedescriptiononsuccess"

Entry = tuple[float, str, str]


def times(*entries: Entry, begins: float | None = 0.0) -> Mapping[str, Scalar]:
    """The stages, from entries that each have a time in milliseconds."""
    out = Gathered("call")
    log = tuple(
        LogEntry(at=at, kind=kind, value={"candidate": value} if kind == "icecandidate" else value)
        for at, kind, value in entries
    )
    setup_times(Connection(id="1", log=log, begins=begins), out)
    return {name.removeprefix("connection."): v.value for name, v in out.facts().items() if isinstance(v, Known)}


CALL: tuple[Entry, ...] = (
    (0, "createoffer", ""),
    (40, LOCAL, ""),
    (50, GATHERING, "gathering"),
    (60, "icecandidate", HOST),
    (350, "icecandidate", SRFLX),
    (900, "icecandidate", RELAY),
    (1240, REMOTE, ""),
    (1250, ICE, "checking"),
    (2750, ICE, "connected"),
    (2760, WHOLE, "connecting"),
    (2900, WHOLE, "connected"),
)


def test_each_stage_has_its_time() -> None:
    assert times(*CALL) == {
        "negotiation_time": 1.24,
        "gathering_time": 0.3,
        "checking_time": 1.5,
        "handshake_time": 0.15,
    }


def test_the_answering_end_sets_its_own_description_last() -> None:
    assert times((0, REMOTE, ""), (35, LOCAL, ""))["negotiation_time"] == 0.035


def test_a_later_negotiation_does_not_count() -> None:
    again: tuple[Entry, ...] = (
        (60_000, LOCAL, ""),
        (60_010, GATHERING, "gathering"),
        (61_000, REMOTE, ""),
        (61_010, ICE, "checking"),
        (70_000, ICE, "connected"),
    )
    assert times(*CALL, *again) == times(*CALL)


def test_a_log_that_kept_only_the_last_entry_of_each_kind() -> None:
    assert times((3, "createoffer", ""), (900, ICE, "connected"), (1900, LOCAL, ""), (1899, REMOTE, "")) == {
        "negotiation_time": 1.9
    }
    assert times((3, "createoffer", ""), (900, ICE, "connected"), (1900, LOCAL, ""), (1901, REMOTE, "")) == {}


def test_a_stage_without_an_end_has_no_time() -> None:
    assert times((0, "offer", ""), (40, LOCAL, ""), (50, GATHERING, "gathering"), (60, "icecandidate", HOST)) == {}
    failed = times((0, REMOTE, ""), (30, LOCAL, ""), (40, ICE, "checking"), (15_000, ICE, "failed"))
    assert failed == {"negotiation_time": 0.03}


def test_states_written_in_another_order_took_no_time() -> None:
    assert times((5, WHOLE, "connected"), (7, ICE, "connected"))["handshake_time"] == 0.0


def test_whole_seconds_are_too_rough() -> None:
    rough = [(round(at, -3), kind, value) for at, kind, value in CALL]
    assert times(*rough) == {}


def test_a_log_without_times() -> None:
    assert times(begins=None) == {}
    assert times(*CALL, begins=None) == {}
