"""Data acquisition: recorded files in, facts out.

``read`` recognises a recording by its content, ``facts_of`` draws the facts from it.
"""

from __future__ import annotations

from rtctriage.errors import NothingReadable, UnknownFormat
from rtctriage.evidence.recording import Recording
from rtctriage.profile import Profile

__all__ = ["facts_of", "read"]


def read(data: bytes, *, name: str, connection: str | None = None) -> Recording:
    """A recording with one of its connections chosen. ``data`` is what ``source.open_source`` gave.

    Raises UnknownFormat, NothingReadable where neither statistics nor log nor media requests can be read, TooLarge, and
    NoSuchConnection where the one asked for is not there.
    """
    from rtctriage.evidence.choose import choose
    from rtctriage.evidence.sniff import recognise

    kind = recognise(data)
    if kind == "webrtc-internals":
        from rtctriage.evidence.internals import read_dump

        recording = read_dump(data)
    elif kind == "getstats":
        from rtctriage.evidence.getstats import read_polls

        recording = read_polls(data)
    else:
        raise UnknownFormat(f"{name} is a symptom profile, not a recording")
    if not recording.requests and not any(c.log or c.reports for c in recording.connections):
        why = "".join(f"; {note.en}" for note in recording.notes[:1])
        raise NothingReadable(
            f"{name} holds no statistics, no log and no media request that can be read{why}; record the call anew, or "
            "ask for a copy of the file from where it was made"
        )
    return choose(recording, connection)


def facts_of(recording: Recording, name: str = "") -> Profile:
    """The facts of the chosen connection; see :mod:`rtctriage.evidence.facts`."""
    from rtctriage.evidence import facts

    return facts.facts_of(recording, name)
