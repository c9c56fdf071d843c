"""A symptom profile: what is known of one end of one call, each fact with its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

from rtctriage.series import Series
from rtctriage.text import Text

Scalar: TypeAlias = bool | float | str
"""Numbers are floats in the unit of the fact catalogue; versions, enumerations and texts are strings."""


class Source(Struct, frozen=True):
    """Where a value came from."""

    kind: Literal["typed", "evidence", "derived"]
    detail: str = ""
    """For evidence the file and the statistic, for a typed value the place, for a derived one the formula."""


TYPED = Source("typed")


class Known(Struct, frozen=True):
    """One value that holds for the whole call. A series fact may be given this way by a person, too."""

    value: Scalar
    source: Source = TYPED


class Stream(Struct, frozen=True):
    """One time series of a fact; ``label`` names the stream, such as ``video 3471``."""

    label: str
    series: Series


class Streams(Struct, frozen=True):
    """A fact that was measured over time, one series a stream."""

    streams: tuple[Stream, ...]
    source: Source = Source("evidence")


Value: TypeAlias = Known | Streams


class EvidenceNote(Struct, frozen=True):
    """One recorded file that facts were read from, or the one end of a call in it."""

    file: str
    format: str
    end: Literal["local", "remote"] = "local"
    connection: str | None = None
    samples: int = 0
    t0: float | None = None
    """Wall-clock time of second 0, in milliseconds since the epoch (UTC)."""
    seconds: float = 0.0
    """How long the recording is."""
    notes: tuple[Text, ...] = ()


class Profile(Struct, frozen=True):
    """Facts by name. Any subset is valid, the empty one included.

    A program that has measured something itself builds one by hand; names and units are those of the fact catalogue
    (``Engine().knowledge.facts``), and diagnosing it raises ProfileError where they are not:

    >>> from rtctriage import Engine, Known, Profile, Series, Stream, Streams
    >>> loss = Series(times=range(1, 31), values=[0.0] * 10 + [25.0] * 20)
    >>> profile = Profile({
    ...     "complaint": Known("stutter"),
    ...     "connection.established": Known(True),
    ...     "uplink.packet_loss": Streams((Stream("video 3471", loss),)),
    ... })
    >>> primary = Engine().diagnose(profile).primary
    >>> primary.cause, primary.side, primary.window_s
    ('network.packet-loss', 'uplink', (10.0, 30.0))

    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    evidence: tuple[EvidenceNote, ...] = ()
    conflicts: tuple[Text, ...] = ()
    """Where a person and the evidence say different things; the person's word stands."""

    def over(self, other: Profile) -> Profile:
        """This profile laid over another one: where both know a fact, this one's value stands.

        Where they say different things, the conflict is noted.
        """
        conflicts = list(other.conflicts) + list(self.conflicts)
        for name, value in self.facts.items():
            below = other.facts.get(name)
            if below is None or below == value:
                continue
            if isinstance(below, Known) and isinstance(value, Known) and below.value == value.value:
                continue
            conflicts.append(
                Text(
                    f"{name}: the value given by hand stands over the one in the file",
                    f"{name}：以人工给出的值为准，覆盖文件中的值",
                )
            )
        return Profile(
            facts={**other.facts, **self.facts},
            evidence=other.evidence + self.evidence,
            conflicts=tuple(conflicts),
        )
