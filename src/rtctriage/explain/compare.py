"""Before and after: did the playbook help?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import Diagnosis, Side
from rtctriage.engine import Engine
from rtctriage.explain import SCHEMA
from rtctriage.explain.changes import Changes, Stand, as_it_stands, changes, stand_of
from rtctriage.explain.seen import Seen, seen
from rtctriage.explain.verify import Check, verify
from rtctriage.inference.program import Program
from rtctriage.inference.reasoning import Reasoning
from rtctriage.knowledge.labels import labels_of
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import EvidenceNote, Known, Profile, Value
from rtctriage.text import Language, Text, closed_up

Outcome: TypeAlias = Literal["solved", "not-confirmed", "not-shown", "still-there", "nothing-to-compare"]
"""What became of a cause.

``solved``: it is ruled out, and no check fails. ``not-confirmed``: it is not found any more, but a check of the
playbook fails. ``not-shown``: it is neither found nor ruled out. ``still-there``: it is found.
``nothing-to-compare``: there was no fault before.
"""

Effect: TypeAlias = Literal["better", "worse", "same", "not-measured-now", "measured-now"]
"""Whether a fact that differs speaks less for any fault than it did, or more."""

_SHORT_S: Final = 10.0
"""A recording below this shows little: limits look at stretches of 3 to 5 s, and bandwidth is probed for longer."""
_ABOUT: Final = (
    "scenario", "complaint", "sdk.vendor", "sdk.version", "sdk.platform", "device.model", "device.os_version",
    "network.type",
)  # fmt: skip
"""What says that another thing than the remedy differs between two calls."""


class FactComparison(Struct, frozen=True, kw_only=True):
    """A fact in both calls. ``bears`` is the certainty that the rules which fired and look at it add up to, for faults
    and against them: where it falls, the fact speaks less for any fault."""

    fact: str
    unit: str
    before: Seen | None
    after: Seen | None
    bears: tuple[float, float]
    effect: Effect


class StepCheck(Struct, frozen=True):
    """The check of one step of the playbook on both calls."""

    step: int
    before: Check
    after: Check


class Comparison(Struct, frozen=True, kw_only=True):
    """What became of the cause that was found before."""

    schema: str = SCHEMA
    kind: Literal["compare"] = "compare"

    outcome: Outcome
    cause: str | None
    was: Stand | None
    now: Stand | None
    playbook: str | None
    checks: tuple[StepCheck, ...]
    new: tuple[str, ...]
    """Faults and suspects that were none before (consequences aside)."""
    facts: tuple[FactComparison, ...]
    """Those that were measured in either call and bear on any cause, in the order of the catalogue."""
    notes: tuple[Text, ...]
    """What makes the two calls hard to compare."""
    before: Diagnosis
    after: Diagnosis
    changes: Changes


def compare(engine: Engine, before: Profile, after: Profile, language: Language | None = None) -> Comparison:
    """What changed from one call to another one, and whether the checks of the first one's playbook pass now.

    The cause that was primary before is the one that matters. Raises RtctriageError.
    """
    then, now = engine.reason(before), engine.reason(after)
    one, other = engine.answer(then, language), engine.answer(now, language)
    primary = one.primary
    cause = None if primary is None else primary.cause
    stand = None if cause is None else stand_of(other, cause)
    playbook = engine.knowledge.playbooks.get(primary.playbook) if primary is not None and primary.playbook else None
    side = None if primary is None else primary.side
    checks: tuple[StepCheck, ...] = ()
    if playbook is not None:
        pairs = zip(*(verify(r, playbook, engine.knowledge) for r in (then, now)), strict=True)
        checks = tuple(StepCheck(a.step, a, b) for a, b in pairs)
    return Comparison(
        outcome=_outcome(stand, [check for check in checks if not _of_the_other_side(check, side)]),
        cause=cause,
        was=None if primary is None else as_it_stands(primary),
        now=stand,
        playbook=None if playbook is None else playbook.id,
        checks=checks,
        new=tuple(_new(one, other)),
        facts=tuple(_facts(then, now)),
        notes=(*_notes(before, after, engine.knowledge), *_other_side(checks, side)),
        before=one,
        after=other,
        changes=changes(one, other),
    )


def _outcome(stand: Stand | None, checks: Iterable[StepCheck]) -> Outcome:
    if stand is None:
        return "nothing-to-compare"
    if stand.standing in ("fault", "suspect", "observation"):
        return "still-there"
    if any(check.after.truth == "false" for check in checks):
        return "not-confirmed"
    return "solved" if stand.standing == "ruled-out" else "not-shown"


def _new(before: Diagnosis, after: Diagnosis) -> Iterator[str]:
    for h in (after.primary, *after.others):
        if h is None or h.relation == "consequence":
            continue
        if stand_of(before, h.cause).standing not in ("fault", "suspect"):
            yield h.cause


def _facts(then: Reasoning, now: Reasoning) -> Iterator[FactComparison]:
    loads = _bearing(then), _bearing(now)
    tested = now.program.atoms_of.keys() | then.program.atoms_of.keys()
    for name, spec in now.program.facts.items():
        one, other = seen(then.walk.known.get(name)), seen(now.walk.known.get(name))
        if name not in tested or (one is None and other is None):
            continue
        bears = round(loads[0].get(name, 0.0), 4), round(loads[1].get(name, 0.0), 4)
        yield FactComparison(
            fact=name, unit=spec.unit, before=one, after=other, bears=bears, effect=_effect(one, other, bears)
        )


def _effect(before: Seen | None, after: Seen | None, bears: tuple[float, float]) -> Effect:
    if before is None:
        return "measured-now"
    if after is None:
        return "not-measured-now"
    # where rules about it come out otherwise although it is what it was, it is another fact that they turn on
    if bears[0] == bears[1] or before.alike(after):
        return "same"
    return "better" if bears[1] < bears[0] else "worse"


def _bearing(reasoning: Reasoning) -> Mapping[str, float]:
    """For each fact the certainties of the rules that fired and test it, added up: observations are no faults."""
    program: Program = reasoning.program
    sums: dict[str, float] = {}
    fired = {rule for beliefs in reasoning.walk.beliefs.values() for belief in beliefs for rule in belief.rules}
    for number in fired:
        spec = program.rules[number]
        if spec.rule.observation:
            continue
        atoms = (literal >> 1 for literal in spec.literals if literal >> 1 < len(program.atoms))
        for fact in {fact for atom in atoms for fact in program.atoms[atom].facts}:
            sums[fact] = sums.get(fact, 0.0) + spec.rule.certainty
    return sums


def _notes(before: Profile, after: Profile, knowledge: KnowledgeBase) -> Iterator[Text]:
    for name in _ABOUT:
        one, other = _word(before.facts.get(name)), _word(after.facts.get(name))
        if one is not None and other is not None and one != other:
            spec = knowledge.facts[name]
            labels, title = labels_of(knowledge, spec), spec.title
            was, then = (labels.get(word, Text(word, word)) for word in (one, other))
            yield Text(
                f"{title.en} differs: {was.en} before, {then.en} after.",
                closed_up(f"{title.zh}不同：之前为 {was.zh}，之后为 {then.zh}。"),
            )
    first, last = _longest(before.evidence), _longest(after.evidence)
    if first is None or last is None:
        return
    if first.t0 is not None and last.t0 is not None and last.t0 < first.t0:
        yield Text("What is called after was recorded before the other one.", "作为“之后”的记录，其录制时间反而更早。")
    if last.seconds < min(_SHORT_S, first.seconds):
        yield Text(
            f"The call after is short ({last.seconds:.0f} s): a fault may not have had the time to show.",
            f"之后的通话太短（{last.seconds:.0f} 秒），故障可能来不及出现。",
        )
    if first.end != last.end:
        yield Text("The two calls were recorded at different ends.", "两次通话的记录来自不同的一端。")


def _other_side(checks: Sequence[StepCheck], side: Side | None) -> Iterator[Text]:
    """That checks say nothing of a fault where they are: it is the far end's recording that does."""
    steps = [str(check.step) for check in checks if _of_the_other_side(check, side)]
    if steps:
        where = "上行" if side == "uplink" else "下行"
        yield Text(
            f"The fault was on the {side}; the checks of step {' and '.join(steps)} are about the other direction at"
            " this end, and count only in a recording of the far end.",
            f"故障在{where}；第 {'、'.join(steps)} 步验证的是本端的另一方向，只有对端的记录才能说明问题。",
        )


def _of_the_other_side(check: StepCheck, side: Side | None) -> bool:
    """Whether all that a check tests is of the direction in which there was no fault."""
    other = {"uplink": "downlink.", "downlink": "uplink."}.get(side or "")
    return other is not None and all(test.fact.startswith(other) for test in check.after.tests)


def _word(value: Value | None) -> str | None:
    return str(value.value) if isinstance(value, Known) else None


def _longest(evidence: Iterable[EvidenceNote]) -> EvidenceNote | None:
    return max(evidence, key=lambda note: note.seconds, default=None)
