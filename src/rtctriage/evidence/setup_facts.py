"""Facts about how the call was set up: negotiation, ICE, DTLS.

They come from the update log, which is complete where statistics are not; from statistics where there is no log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rtctriage.evidence.candidate import Candidate, parse_candidate
from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import Connection, LogEntry, Report
from rtctriage.evidence.samples import growth, number, texts

UP = ("connected", "completed")

OLD_TYPES = {"local": "host", "stun": "srflx", "serverreflexive": "srflx", "relayed": "relay"}
"""How candidates' types were called in legacy statistics and by browsers of 2015."""

# W3C WebRTC, sections 4.3 (signaling, gathering, connection, ICE connection) and 5.5 (DTLS)
_ICE = frozenset({"new", "checking", "connected", "completed", "disconnected", "failed", "closed"})
_DTLS = frozenset({"new", "connecting", "connected", "failed", "closed"})
_STATES = {
    "iceconnectionstatechange": _ICE,
    "connectionstatechange": frozenset({"new", "connecting", "connected", "disconnected", "failed", "closed"}),
    "icegatheringstatechange": frozenset({"new", "gathering", "complete"}),
    "signalingstatechange": frozenset(
        {
            "stable",
            "have-local-offer",
            "have-remote-offer",
            "have-local-pranswer",
            "have-remote-pranswer",
            "closed",
        }
    ),
}


def setup_facts(connection: Connection, out: Gathered) -> None:
    """``connection.*`` and ``ice.*``."""
    _states(connection, out)
    _candidates(connection, out)
    servers = connection.servers
    if servers is not None:
        out.scalar("ice.relay_only", servers.relay_only, "rtcConfiguration.iceTransportPolicy")
        out.scalar("ice.turn_servers", servers.turn, "rtcConfiguration.iceServers")
        out.scalar("ice.stun_servers", servers.stun, "rtcConfiguration.iceServers")


def states(connection: Connection, kind: str) -> list[tuple[float | None, str]]:
    """The states of one machine in order, with their times (milliseconds since the epoch)."""
    known = _STATES[kind]
    return [(e.at, e.value) for e in connection.log if e.kind == kind and isinstance(e.value, str) and e.value in known]


def _states(connection: Connection, out: Gathered) -> None:
    ice = states(connection, "iceconnectionstatechange")
    whole = states(connection, "connectionstatechange")
    transports = connection.of_type("transport")
    dtls = [s for t in transports for s in texts(t, "dtlsState") if s in _DTLS]
    ice_seen = [s for _, s in ice] + [s for t in transports for s in texts(t, "iceState")]
    negotiated = _negotiated(connection)
    out.scalar("connection.negotiated", negotiated, "update log: setLocalDescription, setRemoteDescription")
    if ice or transports:
        out.scalar("connection.ice_state", _last(ice, transports, "iceState"), "update log: iceconnectionstatechange")
    elif connection.log and negotiated is not None:
        out.scalar("connection.ice_state", "new", "update log: no iceconnectionstatechange")
    if whole:
        out.scalar("connection.state", whole[-1][1], "update log: connectionstatechange")
    if dtls:
        out.scalar("connection.dtls_state", dtls[-1], "transport.dtlsState")
    pairs = connection.of_type("candidate-pair")
    ice_up = any(s in UP for s in ice_seen) or any(s == "connected" for _, s in whole)
    if not ice_seen and not whole:
        ice_up = any(_carries(pair) for pair in pairs)
    # statistics of streams alone say nothing of the path: Firefox reports no transport, and a viewer may send nothing
    if ice_up or _media(connection) or connection.log or ice_seen or pairs:
        out.scalar("connection.ice_connected", ice_up or _media(connection), "update log: iceconnectionstatechange")
    established = _established(connection, ice_up, [s for _, s in whole], dtls)
    out.scalar("connection.established", established, "update log: connectionstatechange; transport.dtlsState")
    _times(connection, established, whole or ice, out)


def _last(ice: list[tuple[float | None, str]], transports: Iterable[Report], member: str) -> str | None:
    if ice:
        return ice[-1][1]
    last = [t.last(member) for t in transports]
    return next((s for s in reversed(last) if isinstance(s, str) and s in _ICE), None)


def _negotiated(connection: Connection) -> bool | None:
    """Whether both descriptions were set; None where neither log nor statistics can tell."""
    local = any(e.kind == "setlocaldescriptiononsuccess" for e in connection.log)
    remote = any(e.kind == "setremotedescriptiononsuccess" for e in connection.log)
    if local and remote:
        return True
    kinds = {e.kind for e in connection.log}
    stable = any(s == "stable" for _, s in states(connection, "signalingstatechange"))
    both = {"setlocaldescription", "setremotedescription"} <= kinds
    if stable or (both and not any("onfailure" in k for k in kinds)):
        return True
    # codecs are reported from the moment on at which both descriptions are set
    if _media(connection) or (not connection.log and connection.of_type("codec")):
        return True
    began = kinds & {"createoffer", "setlocaldescription", "setremotedescription", "createofferonsuccess"}
    return False if began else None


def _media(connection: Connection) -> bool:
    """Whether media or reports on it arrived: then the transport was up, whatever the log has kept."""
    reported = connection.of_type("remote-inbound-rtp", "remote-outbound-rtp")
    return any("legacy" not in r.members for r in reported) or any(
        (number(r.last("packetsReceived")) or 0.0) > 0 for r in connection.of_type("inbound-rtp")
    )


def _carries(pair: Report) -> bool:
    """Whether this is the pair of candidates that the connection uses; Firefox calls it selected."""
    return pair.last("state") == "succeeded" and (pair.last("nominated") is True or pair.last("selected") is True)


def _established(connection: Connection, ice_up: bool, whole: list[str], dtls: list[str]) -> bool | None:
    if _media(connection):
        return True
    # one end may be done with the handshake a moment before the other end refuses it
    if dtls and dtls[-1] == "failed":
        return False
    if "connected" in whole or "connected" in dtls:
        return True
    if ice_up and not whole and not dtls:
        return True
    if whole or dtls or connection.log or connection.of_type("transport", "candidate-pair"):
        return False
    return None


def _times(
    connection: Connection, established: bool | None, changes: list[tuple[float | None, str]], out: Gathered
) -> None:
    begins, ends = connection.begins, connection.ends
    if begins is None:
        return
    up = next((at for at, s in changes if s in UP and at is not None), None)
    if up is not None:
        out.scalar("connection.setup_time", (up - begins) / 1000.0, "update log: connectionstatechange")
    if established is False and ends is not None:
        failed = next((at for at, s in changes if s == "failed" and at is not None), ends)
        out.scalar("connection.waiting_time", max(0.0, (failed - begins) / 1000.0), "update log")
    if established:
        out.scalar("connection.lost", _lost(connection, changes, begins), "update log: connectionstatechange")


def _lost(connection: Connection, changes: list[tuple[float | None, str]], begins: float) -> bool | None:
    """Whether a connection that had been up was gone at the end; None where neither state nor packets tell."""
    last = _last(changes, connection.of_type("transport"), "iceState")
    if last is not None:
        return last in ("disconnected", "failed")
    steps = [growth(r, "packetsReceived", begins) for r in connection.of_type("inbound-rtp", "transport")]
    return False if any(s and s[-1][2] > 0 for s in steps) else None


def _candidates(connection: Connection, out: Gathered) -> None:
    local = _types(connection.log, "icecandidate")
    remote = _types(connection.log, "addicecandidate")
    for entry in connection.log:
        if entry.kind == "setremotedescription" and isinstance(entry.value, dict):
            remote.update(_in_sdp(entry.value))
    # a log that was cut short keeps a few entries only
    for counted, kind in ((local, "local-candidate"), (remote, "remote-candidate")):
        if not counted:
            found = [str(r.last("candidateType")) for r in connection.of_type(kind)]
            # nobody told this end of peer-reflexive ones: checks found them
            counted.update(OLD_TYPES.get(t, t) for t in found if t in OLD_TYPES or t in ("host", "srflx", "relay"))
    told = bool(connection.log) or bool(connection.of_type("local-candidate"))
    if told:
        out.scalar("ice.local_candidates", sum(local.values()), "update log: icecandidate")
        for kind in ("host", "srflx", "relay"):
            out.scalar(f"ice.local_{kind}", local[kind], "update log: icecandidate")
        out.scalar("ice.remote_candidates", sum(remote.values()), "update log: addIceCandidate")
        out.scalar("ice.remote_relay", remote["relay"], "update log: addIceCandidate")
    gathering = states(connection, "icegatheringstatechange")
    if gathering:
        out.scalar("ice.gathering_complete", gathering[-1][1] == "complete", "update log: icegatheringstatechange")
    if connection.log:
        errors = Counter(_error(e) for e in connection.log if e.kind == "icecandidateerror")
        out.scalar("ice.turn_errors", errors["turn"] + errors["turn-auth"], "update log: icecandidateerror")
        out.scalar("ice.turn_auth_errors", errors["turn-auth"], "update log: icecandidateerror")
        out.scalar("ice.stun_errors", errors["stun"], "update log: icecandidateerror")


def _types(log: Iterable[LogEntry], kind: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in log:
        candidate = candidate_of(entry) if entry.kind == kind else None
        if candidate is not None:
            found[candidate.type] += 1
    return found


def candidate_of(entry: LogEntry) -> Candidate | None:
    """The candidate that an entry is about; None for the end of candidates and for what is none."""
    line = entry.value.get("candidate") if isinstance(entry.value, dict) else entry.value
    return parse_candidate(line) if isinstance(line, str) and line else None


def _in_sdp(description: dict[str, object]) -> Counter[str]:
    found: Counter[str] = Counter()
    sdp = description.get("sdp")
    for line in sdp.splitlines() if isinstance(sdp, str) else ():
        candidate = parse_candidate(line.removeprefix("a=")) if line.startswith("a=candidate:") else None
        if candidate is not None:
            found[candidate.type] += 1
    return found


def _error(entry: LogEntry) -> str:
    """Which kind of server an error is about. 401 and 403 are credentials (RFC 8656 section 18 and RFC 8489)."""
    if not isinstance(entry.value, dict):
        return ""
    url = str(entry.value.get("url", ""))
    if not url.startswith(("turn:", "turns:")):
        return "stun"
    return "turn-auth" if str(entry.value.get("error_code", "")) in ("401", "403", "438", "441") else "turn"
