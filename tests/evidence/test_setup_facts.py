from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import Column, Connection, IceServers, LogEntry, Report
from rtctriage.evidence.setup_facts import setup_facts, states
from rtctriage.profile import Known, Scalar

HOST = "candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host generation 0"
SRFLX = "candidate:2 1 udp 1686052607 198.51.100.1 5000 typ srflx raddr 192.0.2.1 rport 5000"
RELAY = "candidate:3 1 udp 41885439 203.0.113.1 5000 typ relay raddr 198.51.100.1 rport 5000"

ICE, WHOLE = "iceconnectionstatechange", "connectionstatechange"
OFFER: dict[str, object] = {"type": "offer", "sdp": "v=0"}
ANSWER: dict[str, object] = {"type": "answer", "sdp": "v=0"}


def log(*entries: tuple[str, str | dict[str, object]]) -> tuple[LogEntry, ...]:
    """One entry a second."""
    return tuple(LogEntry(at=1000.0 * i, kind=kind, value=value) for i, (kind, value) in enumerate(entries))


def report(id: str, type: str, **members: Any) -> Report:
    return Report(id, type, list(members), lambda m: Column([0.0, 1000.0], [members[m]] * 2))


def facts(
    *entries: tuple[str, str | dict[str, object]],
    reports: tuple[Report, ...] = (),
    ends: float | None = None,
    servers: IceServers | None = None,
) -> Mapping[str, Scalar]:
    out = Gathered("call")
    history = log(*entries)
    begins = 0.0 if history or reports else None
    setup_facts(Connection(id="1", log=history, reports=reports, begins=begins, ends=ends, servers=servers), out)
    return values(out)


def values(out: Gathered) -> Mapping[str, Scalar]:
    return {name: v.value for name, v in out.facts().items() if isinstance(v, Known)}


def test_a_connection_that_came_up() -> None:
    found = facts(
        ("createoffer", ""),
        ("setlocaldescription", OFFER),
        ("setlocaldescriptiononsuccess", ""),
        ("setremotedescription", ANSWER),
        ("setremotedescriptiononsuccess", ""),
        ("icegatheringstatechange", "complete"),
        (ICE, "checking"),
        (ICE, "connected"),
        (WHOLE, "connecting"),
        (WHOLE, "connected"),
        ends=60_000.0,
    )
    assert found["connection.negotiated"] is True
    assert found["connection.ice_state"] == "connected"
    assert found["connection.state"] == "connected"
    assert found["connection.ice_connected"] is True
    assert found["connection.established"] is True
    assert found["connection.setup_time"] == 9.0
    assert found["connection.lost"] is False
    assert found["ice.gathering_complete"] is True
    assert "connection.waiting_time" not in found


def test_a_connection_that_failed() -> None:
    found = facts(("createoffer", ""), (ICE, "checking"), (ICE, "failed"), ends=60_000.0)
    assert found["connection.established"] is False
    assert found["connection.ice_connected"] is False
    assert found["connection.ice_state"] == "failed"
    assert found["connection.waiting_time"] == 2.0
    assert "connection.lost" not in found
    assert "connection.setup_time" not in found


def test_a_connection_that_is_still_trying() -> None:
    assert facts(("createoffer", ""), (ICE, "checking"), ends=30_000.0)["connection.waiting_time"] == 30.0


@pytest.mark.parametrize("last", ["disconnected", "failed"])
def test_a_connection_that_was_lost(last: str) -> None:
    assert facts((WHOLE, "connected"), (WHOLE, last))["connection.lost"] is True


def test_a_connection_that_came_back_was_not_lost() -> None:
    found = facts((WHOLE, "connected"), (WHOLE, "disconnected"), (WHOLE, "connected"))
    assert (found["connection.lost"], found["connection.setup_time"]) == (False, 0.0)


def test_ice_alone_tells_where_the_browser_had_no_other_state() -> None:
    assert facts((ICE, "checking"), (ICE, "completed"))["connection.established"] is True


def test_ice_without_dtls_is_not_established() -> None:
    found = facts((ICE, "connected"), (WHOLE, "connecting"), (WHOLE, "failed"))
    assert (found["connection.ice_connected"], found["connection.established"]) == (True, False)


def test_dtls_that_the_other_end_refused() -> None:
    transport = report("T", "transport", dtlsState="failed", iceState="connected")
    found = facts((WHOLE, "connected"), reports=(transport,))
    assert (found["connection.dtls_state"], found["connection.established"]) == ("failed", False)


def test_media_that_arrived_proves_the_transport() -> None:
    inbound = report("I", "inbound-rtp", packetsReceived="7")
    found = facts(("track", ""), reports=(inbound,))
    assert found["connection.established"] is True
    assert found["connection.ice_connected"] is True
    assert found["connection.negotiated"] is True


def test_states_of_statistics_where_there_is_no_log() -> None:
    transport = report("T", "transport", dtlsState="connected", iceState="completed")
    found = facts(reports=(transport, report("C", "codec", mimeType="video/VP8")))
    assert found["connection.ice_state"] == "completed"
    assert found["connection.established"] is True
    assert found["connection.negotiated"] is True
    assert "ice.local_candidates" not in found


def test_codecs_tell_of_a_negotiation_where_there_is_no_log() -> None:
    codec, outbound = report("C", "codec", mimeType="video/VP8"), report("O", "outbound-rtp", packetsSent=7)
    assert facts(reports=(codec, outbound))["connection.negotiated"] is True
    assert "connection.negotiated" not in facts(reports=(outbound,))
    # a log that shows an unanswered offer knows better
    assert facts(("createoffer", ""), reports=(codec,))["connection.negotiated"] is False


@pytest.mark.parametrize(
    ("dtls", "established"), [("failed", False), ("connecting", False), ("new", False), ("connected", True)]
)
def test_ice_alone_does_not_establish_where_dtls_is_known(dtls: str, established: bool) -> None:
    transport = report("T", "transport", dtlsState=dtls, iceState="connected")
    found = facts(reports=(transport,))
    assert (found["connection.ice_connected"], found["connection.established"]) == (True, established)


def test_media_that_arrived_outweighs_a_handshake_that_failed_later() -> None:
    inbound = report("I", "inbound-rtp", packetsReceived=7)
    transport = report("T", "transport", dtlsState="failed", iceState="connected")
    assert facts(reports=(transport, inbound))["connection.established"] is True


def test_nothing_recorded_is_not_known() -> None:
    assert facts() == {}


def test_a_negotiation_that_began_and_was_not_answered() -> None:
    found = facts(("createoffer", ""), ("setlocaldescription", OFFER), ("setlocaldescriptiononsuccess", ""))
    assert found["connection.negotiated"] is False
    assert found["connection.ice_state"] == "new"


def test_a_refused_description_is_no_negotiation() -> None:
    found = facts(
        ("setlocaldescription", OFFER), ("setremotedescription", ANSWER), ("setremotedescriptiononfailure", "")
    )
    assert found["connection.negotiated"] is False


def test_a_stable_state_is_a_negotiation() -> None:
    assert facts(("createoffer", ""), ("signalingstatechange", "stable"))["connection.negotiated"] is True


def test_a_log_that_says_nothing_of_negotiation() -> None:
    assert "connection.negotiated" not in facts(("track", ""))


def test_states_that_are_none_are_left_out() -> None:
    found = facts(
        (ICE, "http://10.0.0.1/"), (WHOLE, "exploded"), reports=(report("T", "transport", dtlsState="x", iceState="y"),)
    )
    assert "10.0.0.1" not in str(found)
    assert "connection.dtls_state" not in found
    assert "connection.state" not in found
    assert "connection.ice_state" not in found


def test_states_with_their_times() -> None:
    connection = Connection(id="1", log=log((ICE, "checking"), ("track", "x"), (ICE, {"a": 1}), (ICE, "failed")))
    assert states(connection, ICE) == [(0.0, "checking"), (3000.0, "failed")]


def test_candidates_of_both_ends() -> None:
    found = facts(
        ("icecandidate", {"candidate": HOST}),
        ("icecandidate", {"candidate": SRFLX}),
        ("icecandidate", {"candidate": ""}),
        ("icecandidate", ""),
        ("addicecandidate", {"candidate": RELAY}),
        ("addicecandidate", HOST),
        ("setremotedescription", {"type": "answer", "sdp": f"v=0\r\na={SRFLX}\r\na={RELAY}\r\na=candidate:broken\r\n"}),
    )
    assert {k: v for k, v in found.items() if k.startswith(("ice.local", "ice.remote"))} == {
        "ice.local_candidates": 2.0,
        "ice.local_host": 1.0,
        "ice.local_srflx": 1.0,
        "ice.local_relay": 0.0,
        "ice.remote_candidates": 4.0,
        "ice.remote_relay": 2.0,
    }


def test_no_candidates_in_a_whole_log_is_none() -> None:
    found = facts(("createoffer", ""))
    assert (found["ice.local_candidates"], found["ice.remote_candidates"]) == (0.0, 0.0)


def test_statistics_know_the_candidates_of_a_log_that_was_cut_short() -> None:
    reports = (
        report("a", "local-candidate", candidateType="host"),
        report("b", "local-candidate", candidateType="serverreflexive"),
        report("c", "local-candidate", candidateType="prflx"),
        report("d", "remote-candidate", candidateType="relay"),
        report("e", "remote-candidate"),
    )
    for found in (facts((ICE, "connected"), reports=reports), facts(reports=reports)):
        assert found["ice.local_candidates"] == 2.0
        assert (found["ice.local_host"], found["ice.local_srflx"]) == (1.0, 1.0)
        assert (found["ice.remote_candidates"], found["ice.remote_relay"]) == (1.0, 1.0)


def test_errors_by_their_server() -> None:
    def error(url: str, code: Any) -> tuple[str, dict[str, object]]:
        return "icecandidateerror", {"url": url, "error_code": code}

    found = facts(
        error("stun:stun.example:3478", 701),
        error("turn:turn.example:3478?transport=udp", 701),
        error("turns:turn.example:5349", "401"),
        error("turn:turn.example", 438),
        ("icecandidateerror", "unreadable"),
    )
    assert found["ice.stun_errors"] == 1.0
    assert found["ice.turn_errors"] == 3.0
    assert found["ice.turn_auth_errors"] == 2.0


def test_servers_that_were_configured() -> None:
    found = facts(("createoffer", ""), servers=IceServers(stun=2, turn=1, relay_only=True))
    assert (found["ice.stun_servers"], found["ice.turn_servers"], found["ice.relay_only"]) == (2.0, 1.0, True)
    assert "ice.turn_servers" not in facts(("createoffer", ""))
