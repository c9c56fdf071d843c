"""From beliefs to hypotheses: which of them are worth naming, and the two sides of one cause made one."""

from __future__ import annotations

from msgspec import Struct

from rtctriage.diagnosis import Side
from rtctriage.inference.belief import Belief
from rtctriage.inference.program import Program
from rtctriage.inference.trace import Trace
from rtctriage.inference.verdict import Level, excluded, level, suspected
from rtctriage.inference.walk import Walk
from rtctriage.knowledge.model import Rule
from rtctriage.series import Window


class Candidate(Struct, frozen=True):
    """A cause on a side, or on both, that is a fault, a suspect or an observation."""

    cause: int
    layer: int
    side: Side | None
    level: Level
    certainty: float
    rules: tuple[int, ...]
    """Everything that bears on it, what speaks for it first, the strongest in front."""
    positive: tuple[int, ...]
    window: Window | None
    stands_alone: bool
    explains: bool
    """Whether its cause explains the given complaint."""
    suspicion: int = 0
    """Its place in the scenario's order of suspicion; behind that all are equal."""


def candidates(program: Program, walk: Walk, trace: Trace, complaint: str | None) -> tuple[list[Candidate], set[int]]:
    """All hypotheses that are at least suspected or observed, in the order of the layers; and the causes ruled out.

    A cause is ruled out where it is excluded on all its sides.
    """
    found: list[Candidate] = []
    out: set[int] = set()
    for cause, beliefs in walk.beliefs.items():
        likely = [belief for belief in beliefs if suspected(belief.certainty)]
        if not likely:
            if all(excluded(belief.certainty) for belief in beliefs):
                out.add(cause)
            continue
        sides = [candidate_of(program, trace, belief, complaint) for belief in likely]
        found.extend(_merged(program, sides) if len(sides) == 2 else sides)
    return found, out


def candidate_of(program: Program, trace: Trace, belief: Belief, complaint: str | None) -> Candidate:
    """The hypothesis that a belief amounts to, which is at least suspected."""
    explains = complaint is not None and complaint in program.causes[belief.cause].cause.explains
    fired = [(n, program.rules[n].rule) for n in belief.rules]
    if len(fired) > 1:
        fired.sort(key=_strength)
    positive: list[int] = []
    against: list[int] = []
    windows: list[Window] = []
    top = fired[0][1].certainty
    only_observed, stands_alone = True, False
    for number, rule in fired:
        if rule.certainty <= 0:
            against.insert(0, number)
            continue
        positive.append(number)
        only_observed = only_observed and rule.observation
        stands_alone = stands_alone or rule.stands_alone
        window = trace.window(number) if rule.certainty == top else None
        if window is not None:
            windows.append(window)
    return Candidate(
        belief.cause,
        program.causes[belief.cause].layer,
        belief.side,
        level(belief.certainty, only_observed, explains),
        belief.certainty,
        (*positive, *against),
        tuple(positive),
        _union(windows),
        stands_alone,
        explains,
        program.causes[belief.cause].suspicion,
    )


def _strength(fired: tuple[int, Rule]) -> float:
    return -fired[1].certainty


def _union(windows: list[Window]) -> Window | None:
    return (min(w[0] for w in windows), max(w[1] for w in windows)) if windows else None


def _merged(program: Program, sides: list[Candidate]) -> list[Candidate]:
    """What is said of two sides of one cause.

    On both, where both are equally bad and each has a finding of its own; on no side in particular, where only findings
    without a side speak for them. A side for which nothing of its own speaks adds nothing to one for which something
    does, or which is worse.
    """
    own = [c for c in sides if any(program.rules[n].rule.side == c.side for n in c.positive)]
    a, b = sides
    if len(own) == 1 or a.level != b.level:
        stronger = own or [max(sides, key=lambda c: (_ORDER[c.level], c.certainty))]
        return [c for c in sides if c in stronger or _ORDER[c.level] > max(_ORDER[s.level] for s in stronger)]
    first, second = (a, b) if a.certainty >= b.certainty else (b, a)
    positive = _by_strength(program, {*first.positive, *second.positive})
    rest = _by_strength(program, {*first.rules, *second.rules} - {*positive})
    return [
        Candidate(
            a.cause,
            a.layer,
            "both" if own else None,
            a.level,
            first.certainty,
            positive + rest,
            positive,
            _union([a.window, b.window]) if a.window is not None and b.window is not None else None,
            a.stands_alone or b.stands_alone,
            a.explains,
            a.suspicion,
        )
    ]


_ORDER = {"observation": 0, "suspect": 1, "fault": 2}


def _by_strength(program: Program, rules: set[int]) -> tuple[int, ...]:
    return tuple(sorted(rules, key=lambda n: (-abs(program.rules[n].rule.certainty), n)))
