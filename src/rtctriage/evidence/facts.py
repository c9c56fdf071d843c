"""From a recording to a profile: every fact that the file can supply."""

from __future__ import annotations

from rtctriage.evidence.capture_facts import capture_facts
from rtctriage.evidence.choose import shown
from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.received_facts import received_facts
from rtctriage.evidence.recording import Connection, Recording
from rtctriage.evidence.sdp_facts import sdp_facts
from rtctriage.evidence.sent_facts import sent_facts
from rtctriage.evidence.setup_facts import OLD_TYPES, setup_facts
from rtctriage.evidence.setup_times import setup_times
from rtctriage.evidence.transport_facts import selected_pairs, transport_facts
from rtctriage.profile import EvidenceNote, Profile
from rtctriage.text import Text

_TRUNCATED_AFTER_S = 60.0
_KEPT = 1000

_NO_STATISTICS = Text(
    "no statistics: only the log and the media requests were read", "没有统计数据：只读取了日志和媒体请求"
)
_NO_LOG = Text(
    "no update log: what was signalled while the call was set up is not known",
    "没有更新日志：建立呼叫时的信令过程无从得知",
)


def facts_of(recording: Recording, name: str = "") -> Profile:
    """The facts of the chosen connection and of its page's media requests. ``name`` is the file's, for the sources."""
    connection = None if recording.chosen is None else recording.connections[recording.chosen]
    origin = name if connection is None else f"{name} connection {_called(recording)}".strip()
    out = Gathered(origin)
    _machine(recording, out)
    requests = recording.requests
    if connection is not None:
        if connection.requests or len(recording.connections) > 1:
            requests = connection.requests
        setup_facts(connection, out)
        setup_times(connection, out)
        sdp_facts(connection, out)
        transport_facts(connection, out)
        sent_facts(connection, out)
        received_facts(connection, out)
        _selected(connection, out)
        _recorded(connection, recording.format, out)
    capture_facts(requests, out)
    return Profile(facts=out.facts(), evidence=(_note(recording, connection, name),))


def _machine(recording: Recording, out: Gathered) -> None:
    out.scalar("device.browser", recording.browser, "UserAgent")
    out.scalar("device.browser_version", recording.browser_version, "UserAgent")
    out.scalar("device.os", recording.os, "UserAgent")
    out.scalar("device.cores", recording.cores, "hardwareConcurrency")


def _selected(connection: Connection, out: Gathered) -> None:
    """Type and protocol of the pair of candidates that carried the call."""
    pairs = selected_pairs(connection)
    if not pairs:
        return
    candidates = {r.id: r for r in connection.of_type("local-candidate", "remote-candidate")}
    for end in ("local", "remote"):
        candidate = candidates.get(str(pairs[-1].last(f"{end}CandidateId")))
        kind = candidate.last("candidateType") if candidate else pairs[-1].last(f"legacy{end.capitalize()}Type")
        known = OLD_TYPES.get(str(kind), kind)
        if known in ("host", "srflx", "prflx", "relay"):
            out.scalar(f"ice.{end}_type", str(known), f"{end}-candidate.candidateType")
        if end == "local":
            protocol = candidate.last("protocol") if candidate else pairs[-1].last("legacyProtocol")
            if protocol in ("udp", "tcp"):
                out.scalar("ice.protocol", str(protocol), "local-candidate.protocol")
            relayed = candidate.last("relayProtocol") if candidate else None
            if relayed in ("udp", "tcp", "tls"):
                out.scalar("ice.relay_protocol", str(relayed), "local-candidate.relayProtocol")
            network = candidate.last("networkType") if candidate else None
            if network in ("ethernet", "wifi", "vpn"):
                out.scalar("network.type", str(network), "local-candidate.networkType")


def _recorded(connection: Connection, format: str, out: Gathered) -> None:
    """How the recording itself was made."""
    packets = out.series("network.packets_received") or out.series("network.packets_sent")
    if packets and len(packets[0].series) > 1:
        out.scalar("recording.sample_interval", round(packets[0].series.step, 3), "timestamps")
    # whoever polls getStats() may begin in mid-call, and keeps as much as they like
    if connection.samples and connection.begins is not None and format == "webrtc-internals":
        first = min((s.series.times[0] for s in packets), default=0.0)
        full = connection.samples >= _KEPT
        # only a log that reaches back before the samples tells when the call began
        if not full or any(e.at == connection.begins for e in connection.log):
            out.scalar("recording.truncated", full and first > _TRUNCATED_AFTER_S, "timestamps")


def _called(recording: Recording) -> str | None:
    return None if recording.chosen is None else shown(recording.connections, recording.chosen)


def _note(recording: Recording, connection: Connection | None, name: str) -> EvidenceNote:
    if connection is None:
        return EvidenceNote(file=name, format=recording.format, notes=recording.notes)
    begins, ends = connection.begins, connection.ends
    notes = [*recording.notes, *connection.notes]
    if connection.log and not connection.reports:
        notes.append(_NO_STATISTICS)
    elif connection.reports and not connection.log:
        notes.append(_NO_LOG)
    if connection.unread:
        n = len(connection.unread)
        notes.append(Text(f"{n} series are damaged and were left out", f"有 {n} 个统计序列已损坏，未采用"))
    return EvidenceNote(
        file=name,
        format=recording.format,
        connection=_called(recording),
        samples=connection.samples,
        t0=begins,
        seconds=0.0 if begins is None or ends is None else max(0.0, (ends - begins) / 1000.0),
        notes=tuple(notes),
    )
