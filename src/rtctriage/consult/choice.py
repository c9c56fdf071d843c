"""Which question to ask next: what settles most for its cost, in the order of the layers.

What an answer tells is measured in ``information``. The rule is :func:`worth`; everything else here supplies its terms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rtctriage.consult.bounds import Bounds
from rtctriage.consult.information import ALWAYS, Class, information
from rtctriage.consult.known import Situation
from rtctriage.consult.lookahead import Lookahead
from rtctriage.consult.prepared import Changed, Prepared
from rtctriage.consult.weights import OTHER, certainty_of, distribution, priors
from rtctriage.inference.certainty import LIMIT
from rtctriage.inference.program import Program
from rtctriage.knowledge.model import Effort
from rtctriage.profile import Scalar

ANSWERED: Final[Mapping[Effort, float]] = {"screen": 0.95, "ask": 0.85, "statistics": 0.6, "log": 0.5, "test": 0.6}
"""How often one who is asked can answer, by what it takes, ..."""

TRUSTED: Final = 3.0
"""... as if so many answers had been seen: what this person could answer so far counts beside it."""

FAMILY: Final = 0.6
"""Who does not know one fact of a family (codes of the SDK, candidates) hardly knows the next: what each "I don't know"
leaves of that chance."""

SHOWN: Final = 0.35
"""How many calls with a cause come with a code that names it: a refused join does, most other faults are not noticed by
the SDK."""

OTHER_MEDIUM: Final = 0.3
"""What a question about video counts where the complaint is about audio, and the other way round."""

LATER: Final = 0.9
"""What a question loses for each layer that its causes come after the first one with a question worth asking."""

WORTH_A_TURN: Final = 0.02
"""A layer has a question worth asking where an answer is expected to bring so many bits."""

PENDING: Final = 0.4
"""What a rule counts that an answer brings nearer, for each fact that is still missing for it."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A fact that can be asked, with what is to be gained."""

    fact: str
    classes: tuple[Class, ...]
    gain: float
    """Bits."""
    cost: float
    layer: int
    """The earliest layer for which the answer matters much."""
    expected: float = 0.0
    """Bits, counting how likely it is to be answered."""
    worth: float = 0.0


def worth(candidate: Candidate, turn: int) -> float:
    """What a question is worth: what is expected of it for its cost.

    ``turn`` is the first layer with a question worth asking. A question about a later one must be worth clearly more to
    come first: it counts ``LATER`` for each layer between.
    """
    return candidate.expected / candidate.cost * LATER ** max(0, candidate.layer - turn)


class Choice:
    """The candidates of one situation, the best first."""

    def __init__(self, situation: Situation, prepared: Prepared, bounds: Bounds, facts: Sequence[str]) -> None:
        self.program: Program = prepared.program
        self._prepared = prepared
        self._bounds = bounds
        self._facts = facts
        self._situation = situation
        reasoning = situation.reasoning
        self._beliefs = reasoning.walk.beliefs
        self._codes = {lookup.code for lookup in self.program.lookups}
        self._seldom_shown = {n: SHOWN for n, spec in enumerate(self.program.causes) if spec.layer}
        self._medium = situation.medium
        self._answered = _answered(situation)
        self._declined = Counter(_family(fact) for fact in situation.state.declined)
        self._ahead = Lookahead(prepared, situation.profile, reasoning.walk)
        self._priors = priors(self.program, reasoning)
        self.chances: dict[int, float] = distribution(self._priors, self._beliefs)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every fact whose answer can change something, in the order of what it is worth."""
        found = [candidate for fact in self._facts if (candidate := self._candidate(fact)) is not None]
        turn = min((c.layer for c in found if c.gain >= WORTH_A_TURN), default=0)
        valued = [self._valued(candidate, turn) for candidate in found]
        order = {fact: i for i, fact in enumerate(self.program.facts)}
        return tuple(sorted(valued, key=lambda c: (-c.worth, c.layer, c.cost, order[c.fact])))

    def first_in_order(self) -> str | None:
        """The first fact whose answer can change something, in the order of layers, then of the causes that need it."""
        for fact in sorted(self._facts, key=self._place):
            if len(self._classes(fact)) > 1:
                return fact
        return None

    def _place(self, fact: str) -> tuple[int, int]:
        causes = [n for n in self.program.causes_of.get(fact, ()) if n in self._situation.open_causes]
        if not causes:
            return (len(self.program.layers), 0)
        return (self.program.causes[causes[0]].layer, -len(causes))

    def _valued(self, c: Candidate, turn: int) -> Candidate:
        spec = self.program.facts[c.fact]
        answered = self._answered[spec.effort] * FAMILY ** self._declined[_family(c.fact)]
        if self._medium is not None and spec.medium not in (None, self._medium):
            answered *= OTHER_MEDIUM
        valued = replace(c, expected=answered * c.gain)
        return replace(valued, worth=worth(valued, turn))

    def _candidate(self, fact: str) -> Candidate | None:
        classes = self._classes(fact)
        if len(classes) < 2:
            return None
        told = information(classes, self.chances, self._now, self._seldom_shown if fact in self._codes else ALWAYS)
        layers = [
            (self.program.causes[cause].layer, share)
            for cause, share in told.told.items()
            if cause != OTHER and share > 0
        ]
        heaviest = max((share for _, share in layers), default=0.0)
        layer = min((layer for layer, share in layers if share >= heaviest / 3), default=len(self.program.layers) - 1)
        named = tuple(
            Class(c.value, c.certainties, c.certain, chance) for c, chance in zip(classes, told.chances, strict=True)
        )
        return Candidate(fact=fact, classes=named, gain=told.gain, cost=self.program.facts[fact].cost, layer=layer)

    def _now(self, cause: int) -> float:
        return certainty_of(self._beliefs, cause)

    def _classes(self, fact: str) -> list[Class]:
        """Classes of values, each once, in the order of the values; fewer than two where no answer matters."""
        if fact == "complaint":
            return []
        changes = self._ahead.changes(fact)
        if len(changes) < 2 or not any(self._bounds.can_matter(c.gained, self._prepared) for _, c in changes):
            return []
        return [self._class(value, changed) for value, changed in changes]

    def _class(self, value: Scalar, changed: Changed) -> Class:
        beliefs = self._ahead.beliefs(changed)
        causes = {*beliefs, *self._beliefs}
        certain = {
            cause: after
            for cause in causes
            if (after := certainty_of(beliefs, cause)) != certainty_of(self._beliefs, cause)
        }
        moved = dict(certain)
        for cause, nearer in self._pending(changed).items():
            now = moved.get(cause, self._now(cause))
            # what speaks for a cause already is not made more by what only may
            moved[cause] = max(-LIMIT, min(LIMIT, now + nearer * (1 - abs(now))))
        return Class(value, moved, certain)

    def _pending(self, changed: Changed) -> dict[int, float]:
        """For each cause the strongest rule that comes nearer, for or against it, as far as it does."""
        held = (self._ahead.literals - changed.lost) | changed.gained
        found: dict[int, float] = {}
        for literal in changed.gained:
            for rule, way in self._prepared.ways_of.get(literal, ()):
                if rule not in self._bounds.live:
                    continue
                missing = [one for one in way if one not in held]
                if not missing or any(one ^ 1 in held for one in missing):
                    continue
                spec = self.program.rules[rule]
                nearer = spec.rule.certainty * PENDING ** len(missing)
                if abs(nearer) > abs(found.get(spec.cause, 0.0)):
                    found[spec.cause] = nearer
        return found


def _family(fact: str) -> str:
    """The facts that are read in one place."""
    return fact.partition(".")[0]


def _answered(situation: Situation) -> dict[Effort, float]:
    """How often this person can answer what takes so much."""
    said: dict[Effort, list[bool]] = {effort: [] for effort in ANSWERED}
    for fact in situation.state.answered:
        said[situation.program.facts[fact].effort].append(True)
    for fact in situation.state.declined:
        said[situation.program.facts[fact].effort].append(False)
    return {
        effort: (TRUSTED * usual + sum(said[effort])) / (TRUSTED + len(said[effort]))
        for effort, usual in ANSWERED.items()
    }
