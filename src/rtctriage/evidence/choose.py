"""Which of several connections the facts are about."""

from __future__ import annotations

from msgspec import structs

from rtctriage.errors import NoSuchConnection
from rtctriage.evidence.recording import Connection, Recording
from rtctriage.evidence.samples import number
from rtctriage.text import Text


def choose(recording: Recording, wanted: str | None = None) -> Recording:
    """The recording with one of its connections chosen, and the choice said in a note.

    A dump holds all connections of all pages: the one that carried most media is meant, unless ``wanted`` names
    another. Where none carried media it is the one with the longest history. Raises NoSuchConnection.
    """
    connections = recording.connections
    if wanted is not None:
        for i, connection in enumerate(connections):
            if connection.id == wanted:
                return structs.replace(recording, chosen=i)
        known = ", ".join(c.id for c in connections) or "none"
        raise NoSuchConnection(f"there is no connection {wanted!r} in this recording (connections: {known})")
    if not connections:
        return recording
    chosen = max(range(len(connections)), key=lambda i: (*_weight(connections[i]), -i))
    if len(connections) == 1:
        return structs.replace(recording, chosen=chosen)
    media = media_bytes(connections[chosen])
    others = ", ".join(c.id for i, c in enumerate(connections) if i != chosen)
    why = ("it carried the most media", "其媒体流量最大") if media else ("it has the longest history", "其记录最长")
    note = Text(
        f"connection {connections[chosen].id} of {len(connections)} was chosen because {why[0]}; others: {others}",
        f"共 {len(connections)} 个连接,选用 {connections[chosen].id},因为{why[1]};其他连接:{others}",
    )
    return structs.replace(recording, chosen=chosen, notes=(*recording.notes, note))


def _weight(connection: Connection) -> tuple[float, int, int]:
    return media_bytes(connection), connection.samples, len(connection.log)


def media_bytes(connection: Connection) -> float:
    """Bytes of media that a connection sent and received, as its counters ended."""
    total = 0.0
    for report in connection.of_type("inbound-rtp", "outbound-rtp"):
        for member in ("bytesReceived", "bytesSent"):
            total += number(report.last(member)) or 0.0
    return total
