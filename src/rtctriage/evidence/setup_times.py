"""How long each stage of setting up a call took, from the update log: which of them a slow call is to be blamed on."""

from __future__ import annotations

from collections.abc import Iterable

from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import Connection, LogEntry
from rtctriage.evidence.setup_facts import UP, candidate_of, states

WHOLE_MS = 1000.0
"""Older Chromium wrote whole seconds into the log: too rough for stages that take a part of one."""

SLACK_MS = 1000.0
"""Checks begin once both descriptions are set; the entry that says so may be written after theirs."""


def setup_times(connection: Connection, out: Gathered) -> None:
    """``connection.negotiation_time``, ``gathering_time``, ``checking_time`` and ``handshake_time``, in seconds.

    Each is of the first time that its stage was gone through, so that later negotiations do not count; a stage that did
    not end has none.
    """
    begins = connection.begins
    times = [e.at for e in connection.log if e.at is not None]
    if begins is None or not any(at % WHOLE_MS for at in times):
        return
    local = _first(e for e in connection.log if e.kind == "setlocaldescriptiononsuccess")
    remote = _first(e for e in connection.log if e.kind == "setremotedescriptiononsuccess")
    ice = states(connection, "iceconnectionstatechange")
    up = next((at for at, s in ice if s in UP and at is not None), None)
    connected = next((at for at, s in states(connection, "connectionstatechange") if s == "connected"), None)
    gathering = next((at for at, s in states(connection, "icegatheringstatechange") if s == "gathering"), None)
    checking = next((at for at, s in ice if s == "checking"), None)
    if local is not None and remote is not None:
        agreed = max(local, remote)
        # a log that keeps but the last entry of each kind has the descriptions of a later negotiation
        if all(at is None or agreed <= at + SLACK_MS for at in (checking, up)):
            out.scalar("connection.negotiation_time", _seconds(begins, agreed), "update log: OnSuccess")
    given = _first(e for e in connection.log if _of_a_server(e))
    for name, begin, end, source in (
        ("gathering_time", gathering, given, "icecandidate"),
        ("checking_time", checking, up, "iceconnectionstatechange"),
        ("handshake_time", up, connected, "connectionstatechange"),
    ):
        if begin is not None and end is not None:
            out.scalar(f"connection.{name}", _seconds(begin, end), f"update log: {source}")


def _first(entries: Iterable[LogEntry]) -> float | None:
    return next((e.at for e in entries if e.at is not None), None)


def _of_a_server(entry: LogEntry) -> bool:
    """Whether it is a candidate that a STUN or TURN server gave."""
    candidate = candidate_of(entry) if entry.kind == "icecandidate" else None
    return candidate is not None and candidate.type in ("srflx", "relay")


def _seconds(begin: float, end: float) -> float:
    # entries of one moment may be written in another order
    return max(0.0, (end - begin) / 1000.0)
