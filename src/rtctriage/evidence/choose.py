"""Which of several connections the facts are about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from rtctriage.errors import NoSuchConnection
from rtctriage.evidence.recording import Connection, Recording
from rtctriage.evidence.samples import number as number_of
from rtctriage.text import Text

# "125-2", "PC_0", "publisher": a few short words and numbers, which no token and no host is
_WORD = r"(?:[A-Za-z]{1,12}\d{0,3}|\d{1,9})"
_PLAIN = re.compile(rf"{_WORD}(?:[_-]{_WORD}){{0,3}}(?:\.\d{{1,9}})?")
_MOST = 12


def choose(recording: Recording, wanted: str | None = None) -> Recording:
    """The recording with one of its connections chosen, and the choice said in a note.

    A dump holds all connections of all pages: the one that carried most media is meant, unless ``wanted`` names
    another. Where none carried media it is the one with the longest history. Raises NoSuchConnection.
    """
    connections = recording.connections
    if wanted is not None:
        for i, connection in enumerate(connections):
            if wanted in (connection.id, shown(connections, i)):
                return structs.replace(recording, chosen=i)
        known = _listed(connections, range(len(connections))) or "none"
        named = f'"{wanted}"' if plain_name(wanted, "") else "of that name"
        raise NoSuchConnection(f"there is no connection {named} in this recording (connections: {known})")
    if not connections:
        return recording
    chosen = max(range(len(connections)), key=lambda i: (*_weight(connections[i]), -i))
    if len(connections) == 1:
        return structs.replace(recording, chosen=chosen)
    media = media_bytes(connections[chosen])
    mine = shown(connections, chosen)
    others = _listed(connections, [i for i in range(len(connections)) if i != chosen])
    why = ("it carried the most media", "其媒体流量最大") if media else ("it has the longest history", "其记录最长")
    note = Text(
        f"connection {mine} of {len(connections)} was chosen because {why[0]}; others: {others}",
        f"共 {len(connections)} 个连接，选用 {mine}，因为{why[1]}；其他连接：{others}",
    )
    return structs.replace(recording, chosen=chosen, notes=(*recording.notes, note))


def shown(connections: Sequence[Connection], number: int) -> str:
    """What a connection is called in answers: its id where that is a plain name, else its place, such as ``#2``.

    Whoever made the file chose the ids: one may hold an address, a token or whose connection it is.
    """
    return plain_name(connections[number].id, f"#{number + 1}")


def plain_name(id: str, instead: str) -> str:
    """An id that answers may repeat, else what stands for it."""
    return id if len(id) <= 24 and _PLAIN.fullmatch(id) else instead


def _listed(connections: Sequence[Connection], numbers: Sequence[int]) -> str:
    listed = ", ".join(shown(connections, i) for i in numbers[:_MOST])
    return listed + (f", … ({len(numbers) - _MOST})" if len(numbers) > _MOST else "")


def _weight(connection: Connection) -> tuple[float, int, int]:
    return media_bytes(connection), connection.samples, len(connection.log)


def media_bytes(connection: Connection) -> float:
    """Bytes of media that a connection sent and received, as its counters ended."""
    total = 0.0
    for report in connection.of_type("inbound-rtp", "outbound-rtp"):
        for member in ("bytesReceived", "bytesSent"):
            total += number_of(report.last(member)) or 0.0
    return total
