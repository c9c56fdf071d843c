"""What rules speak of: facts, limits and certainties with a name, vendors' codes and fields."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.text import Text

FactType: TypeAlias = Literal["number", "boolean", "text", "choice", "version"]


Effort: TypeAlias = Literal["screen", "ask", "statistics", "log", "test"]
"""What it takes a person to find a value out: reading a screen, asking the end user, reading statistics, searching a
log, running a test."""

EFFORT_COST: Final[dict[Effort, float]] = {"screen": 1.0, "ask": 2.0, "statistics": 2.0, "log": 3.0, "test": 5.0}
"""What the efforts cost, as multiples of reading a screen: about a minute each."""

Lever: TypeAlias = Literal["setting", "network", "device", "use"]
"""What a person changes to change a value: a setting of the application or a call of its API, the network, the device
and its system, or how the user behaves."""


Medium: TypeAlias = Literal["audio", "video"]

_MEDIUM_WORDS: Final[dict[Medium, frozenset[str]]] = {
    "audio": frozenset(("audio", "sound", "microphone", "speaker", "mixing")),
    "video": frozenset(("video", "picture", "camera", "beauty")),
}
"""The words of a fact's name that tell its medium: ``uplink.audio.level``, ``capture.video_error``."""


class CodeLookup(Struct, frozen=True):
    """The fact is the cause that the tables of vendors' codes name for the code in another fact."""

    family: str
    code: str
    """The fact that holds the code."""


class FactSpec(Struct, frozen=True, kw_only=True):
    """The declaration of one fact in the catalogue."""

    name: str
    type: FactType
    series: bool = False
    """Whether evidence supplies it over time, one series a stream."""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    title: Text
    meaning: Text
    formula: str = ""
    """How evidence computes it, in the terms of ``reference``."""
    reference: str = ""
    """The W3C (or vendor's) source of the formula."""
    derive: str | None = None
    """A formula over other facts of this catalogue; then nothing else supplies the fact."""
    lookup: CodeLookup | None = None
    """Where it is looked up in the tables of codes; its choices are causes, and ``other`` for a code of none."""
    question: Text | None = None
    how: Text | None = None
    """How a person finds the answer."""
    how_on: dict[str, Text] = {}
    """The same for single platforms (choices of ``sdk.platform``), where it differs."""
    effort: Effort = "ask"
    """What it takes to find the answer."""
    lever: Lever | None = None
    """By what a person changes it; None for what can only follow from other changes."""
    labels: dict[str, Text] = {}
    """What a person calls the choices; those without a label stand for themselves."""
    supplied_by: tuple[str, ...] = ()
    """Formats of evidence that can supply it: ``webrtc-internals``, ``getstats``."""
    implied_by: tuple[str, ...] = ()
    """Facts that say enough about this one: whoever knows one of them need not be asked for it."""
    origin: str = ""

    @property
    def cost(self) -> float:
        """What it takes to find a value of it out, see ``EFFORT_COST``."""
        return EFFORT_COST[self.effort]

    @property
    def medium(self) -> Medium | None:
        """The medium that it is about, by its name; None for what is about both or neither."""
        words = set(self.name.replace("_", ".").split("."))
        about = [medium for medium, names in _MEDIUM_WORDS.items() if not names.isdisjoint(words)]
        return about[0] if len(about) == 1 else None


class Threshold(Struct, frozen=True, kw_only=True):
    """A limit with a name, so that it is decided and justified once."""

    name: str
    value: float
    unit: str
    min_samples: int = 1
    """A series with fewer samples than this answers ``unknown``."""
    source: str
    """Who says so, and why this value was taken; in English."""
    source_zh: str = ""
    """The same in Chinese; empty where it was written in one language only."""
    origin: str = ""

    @property
    def told(self) -> Text:
        """The source in both languages."""
        return Text(self.source, self.source_zh or self.source)


class Certainty(Struct, frozen=True, kw_only=True):
    """A degree of certainty with a name, so that it is decided and justified once."""

    name: str
    value: float
    because: Text
    """When a rule may claim it; a proof tells it to its reader."""
    origin: str = ""


class Code(Struct, frozen=True, kw_only=True):
    """A code that a vendor's SDK or service reports, and the cause that it points to."""

    vendor: str
    family: str
    """What reports it, one of ``knowledge.codes.FAMILIES``."""
    platform: str = ""
    """``native`` or ``web`` where that makes a difference."""
    code: str
    name: str
    meaning: Text
    cause: str | None = None
    source: str
    origin: str


class VendorField(Struct, frozen=True, kw_only=True):
    """A field of a vendor's statistics, and the fact that it supplies."""

    vendor: str
    structure: str
    """The object that it stands in, such as ``RtcStats``."""
    platform: str = ""
    """``native`` or ``web`` where that makes a difference."""
    field: str
    unit: str = ""
    fact: str | None = None
    scale: float = 1.0
    """What its value is multiplied by before its unit holds: 0.01 for a mark out of 500, -1 for the opposite sense."""
    absent: tuple[float, ...] = ()
    """Values that say that nothing was measured."""
    meaning: Text
    trap: Text | None = None
    """What misleads those who take it at its word."""
    source: str
    origin: str
