"""One end of one call as a recorded file holds it, before any fact is drawn from it.

Every reader of a format ends here, and every fact starts here: a new format needs no new facts, and a new fact no new
reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Literal, TypeAlias

from msgspec import Struct, field

from rtctriage.text import Text

Cell: TypeAlias = float | bool | str | Mapping[str, object] | None
"""One sample of one member of a report: numbers as they were, ``None`` where there was none."""


class Column(Struct, frozen=True):
    """One member of a report over time: ``times`` in milliseconds since the epoch, one for each of ``cells``."""

    times: Sequence[float]
    cells: Sequence[Cell]


class Report:
    """One W3C statistics report (``inbound-rtp`` and so on) over the time of the recording.

    Columns are made anew whenever they are asked for, and not kept: a dump holds several times more of them than facts
    need, and what is kept of those that are needed is smaller.
    """

    __slots__ = ("_last", "_read", "clocks", "drawn", "id", "members", "type")

    def __init__(self, id: str, type: str, members: Sequence[str], read: Callable[[str], Column | None]) -> None:
        self.id = id
        self.type = type
        self.members = frozenset(members)
        self._read = read
        self._last: dict[str, Cell] = {}
        self.drawn: dict[tuple[str, float], tuple[Sequence[float], Sequence[float]]] = {}
        """What :mod:`rtctriage.evidence.samples` has drawn from columns so far."""
        self.clocks: dict[tuple[int, float], tuple[Sequence[float], Sequence[float], Sequence[int]]] = {}
        """The same of the times of columns, by their identity: most columns share them."""

    def column(self, member: str) -> Column | None:
        """The member over time; None where the report has no such member or it could not be read."""
        return self._read(member) if member in self.members else None

    def last(self, member: str) -> Cell:
        """The last value that was recorded, None where there is none."""
        if member not in self._last:
            column = self.column(member)
            cells = reversed(column.cells) if column is not None else ()
            self._last[member] = next((c for c in cells if c is not None), None)
        return self._last[member]


class LogEntry(Struct, frozen=True):
    """One entry of the update log, in one vocabulary whatever the browser's age.

    ``kind`` is lower case, without a leading "on" and a trailing " (legacy)": ``iceconnectionstatechange``,
    ``connectionstatechange``, ``signalingstatechange``, ``icegatheringstatechange``, ``icecandidate``,
    ``icecandidateerror``, ``addicecandidate``, ``addicecandidatefailed``, ``setlocaldescription``,
    ``setremotedescription``, ``createofferonsuccess``, ``transceiveradded``, ``transceivermodified``, ``track``,
    ``negotiationneeded``, ``close`` …

    ``value`` is for states the bare lower-case W3C name (``checking``, ``have-local-offer``), for descriptions
    ``{"type": "offer", "sdp": "v=0…"}``, for candidates ``{"sdpMid", "sdpMLineIndex", "candidate"}``, for candidate
    errors ``{"url", "error_code", "error_text", "address", "port"}``, for transceivers ``{"mid", "kind", "direction",
    "currentDirection", "sender", "receiver"}`` as far as given; otherwise the text.
    """

    at: float | None
    """Milliseconds since the epoch (UTC); None where the time could not be told."""
    kind: str
    value: str | dict[str, object]


class IceServers(Struct, frozen=True):
    """What the page configured, without addresses and credentials."""

    stun: int = 0
    turn: int = 0
    relay_only: bool = False


class MediaRequest(Struct, frozen=True):
    """One ``getUserMedia`` or ``getDisplayMedia`` call, request and answer joined."""

    call: Literal["getUserMedia", "getDisplayMedia"]
    at: float | None
    audio: bool
    video: bool
    page: str
    """Which page asked: the renderer process (and frame) as text."""
    answered: bool
    error: str | None = None
    """The DOMException's name, such as ``NotAllowedError``."""
    got_audio: bool = False
    got_video: bool = False


class Connection(Struct, frozen=True, kw_only=True):
    """One end of one peer connection."""

    id: str
    page: str = ""
    closed: bool = False
    log: tuple[LogEntry, ...] = ()
    reports: tuple[Report, ...] = ()
    servers: IceServers | None = None
    """None where the configuration was not recorded."""
    requests: tuple[MediaRequest, ...] = ()
    """The media requests of its page."""
    begins: float | None = None
    """Wall-clock time of second 0 (ms since the epoch): its first entry in the update log, else its first sample."""
    ends: float | None = None
    samples: int = 0
    notes: tuple[Text, ...] = ()
    unread: Set[str] = frozenset()
    """Series that turned out to be damaged when facts asked for them; it grows while facts are drawn."""

    def of_type(self, *types: str) -> list[Report]:
        """The reports of these W3C types, in the order of the file."""
        return [r for r in self.reports if r.type in types]


class Recording(Struct, frozen=True, kw_only=True):
    """A file of evidence."""

    format: str
    connections: tuple[Connection, ...]
    requests: tuple[MediaRequest, ...] = ()
    chosen: int | None = None
    """Which connection the facts are about; None where there is none (media requests alone may still settle a case)."""
    browser: str | None = None
    browser_version: str | None = None
    os: str | None = None
    cores: int | None = None
    notes: tuple[Text, ...] = field(default_factory=tuple)
