"""Which of several connections the facts are about."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from rtctriage.errors import NoSuchConnection
from rtctriage.evidence.recording import Connection, Recording
from rtctriage.evidence.samples import number
from rtctriage.text import Text

_LONGEST = 40
_MOST = 12


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
        known = _listed(connections) or "none"
        raise NoSuchConnection(f"there is no connection {shown(wanted)} in this recording (connections: {known})")
    if not connections:
        return recording
    chosen = max(range(len(connections)), key=lambda i: (*_weight(connections[i]), -i))
    if len(connections) == 1:
        return structs.replace(recording, chosen=chosen)
    media = media_bytes(connections[chosen])
    mine = shown(connections[chosen].id)
    others = _listed([c for i, c in enumerate(connections) if i != chosen])
    why = ("it carried the most media", "其媒体流量最大") if media else ("it has the longest history", "其记录最长")
    note = Text(
        f"connection {mine} of {len(connections)} was chosen because {why[0]}; others: {others}",
        f"共 {len(connections)} 个连接，选用 {mine}，因为{why[1]}；其他连接：{others}",
    )
    return structs.replace(recording, chosen=chosen, notes=(*recording.notes, note))


def shown(id: str) -> str:
    """A connection's id as messages may show it: whatever a file calls it, it fits into a line."""
    printable = "".join(c if c.isprintable() else "?" for c in id[:_LONGEST])
    return printable + ("…" if len(id) > _LONGEST else "")


def _listed(connections: Sequence[Connection]) -> str:
    listed = ", ".join(shown(c.id) for c in connections[:_MOST])
    return listed + (f", … ({len(connections) - _MOST})" if len(connections) > _MOST else "")


def _weight(connection: Connection) -> tuple[float, int, int]:
    return media_bytes(connection), connection.samples, len(connection.log)


def media_bytes(connection: Connection) -> float:
    """Bytes of media that a connection sent and received, as its counters ended."""
    total = 0.0
    for report in connection.of_type("inbound-rtp", "outbound-rtp"):
        for member in ("bytesReceived", "bytesSent"):
            total += number(report.last(member)) or 0.0
    return total
