"""What comes next: a question, or the end. A pure function of the situation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.consult.bounds import Bounds
from rtctriage.consult.choice import Choice
from rtctriage.consult.ending import can_change_primary, rivals
from rtctriage.consult.known import Situation
from rtctriage.consult.prepared import Prepared
from rtctriage.consult.question import progress_of
from rtctriage.profile import Known

Ending: TypeAlias = Literal["established", "decided", "settled", "spent", "exhausted", "finished"]
"""Why there is nothing more to ask: a cause is established, and no open one is likely to take its place; every layer is
decided; no answer could change the primary cause; no question that is left is likely to tell much; none is left; or
whoever answers wants to finish."""

Order: TypeAlias = Literal["gain", "fixed"]
"""How questions are chosen: by what they settle for their cost, or in the order of layers and catalogue."""

COMPLAINT: Final = "complaint"
SCENARIO: Final = "scenario"

RIVALS: Final = 0.5
"""An established cause stands when the open causes of earlier layers that could take its place have together no more
than this chance, against it: when it is likelier than all of them. Simulated people ended right as often with 0.3 and
with 0.6, after fewer questions the higher it was."""

TELLING: Final = 0.05
EXPECTED: Final = 0.02
"""Where more than ``A_FEW`` questions are left, and none would tell so many bits if it is answered (the first) or so
many where it counts how likely it is to be answered (the second), the consultation ends. Of simulated people who were
asked on hardly any came to a right cause any more, after up to 170 questions."""
A_FEW: Final = 3


class Decision(Struct, frozen=True):
    """The next question by its fact, or the ending."""

    fact: str | None
    ending: Ending | None
    choice: Choice | None = None
    """What it was chosen from; None where there was nothing to choose."""


def prepared_of(situation: Situation) -> Prepared:
    """What is prepared of the situation's program."""
    return situation.engine.kept(Prepared, situation.program.scenario)


def decide(situation: Situation, order: Order) -> Decision:
    """The next question or the end."""
    state, answerable = situation.state, situation.answerable
    if COMPLAINT in answerable and COMPLAINT not in state.postponed:
        return Decision(COMPLAINT, None)
    prepared = prepared_of(situation)
    bounds = Bounds(prepared, situation.reasoning, answerable)
    choice = Choice(situation, prepared, bounds, [f for f in answerable if f not in state.postponed])
    ending = _ending(situation, bounds, choice)
    if ending is not None:
        if SCENARIO in answerable and _scenario_matters(situation):
            return Decision(SCENARIO, None, choice)
        return Decision(None, ending, choice)
    fact = _first(choice, order)
    # asking in the fixed order, which is there for comparison, goes on for as long as anything could change
    spent = order == "gain" and bool(choice.candidates)
    if fact is None:
        later = Choice(situation, prepared, bounds, [f for f in answerable if f in state.postponed])
        fact, choice = _first(later, order), later
    if fact is None and COMPLAINT in answerable:
        return Decision(COMPLAINT, None)
    if fact is None and not (spent and not _scenario_matters(situation)) and _scenario_could_change(situation, bounds):
        fact = SCENARIO
    if fact is None:
        return Decision(None, "spent" if spent or (order == "gain" and choice.candidates) else "exhausted", choice)
    return Decision(fact, None, choice)


def _first(choice: Choice, order: Order) -> str | None:
    if order == "fixed":
        return choice.first_in_order()
    telling = len(choice.candidates) <= A_FEW or any(
        c.gain >= TELLING and c.expected >= EXPECTED for c in choice.candidates
    )
    return choice.candidates[0].fact if telling and choice.candidates else None


def _ending(situation: Situation, bounds: Bounds, choice: Choice) -> Ending | None:
    reasoning = situation.reasoning
    primary = reasoning.primary
    if primary is not None and primary.level == "fault":
        against = sum(choice.chances.get(cause, 0.0) for cause in rivals(bounds))
        if against <= RIVALS * (against + choice.chances.get(primary.cause, 0.0)):
            return "established"
    progress = progress_of(situation)
    if len(progress.layers_decided) == progress.layers and not _unexplained(situation):
        return "decided"
    if not can_change_primary(bounds) and not _scenario_could_change(situation, bounds):
        return "settled"
    return None


def _unexplained(situation: Situation) -> bool:
    """Whether nothing that was found explains the complaint, and something that is open would."""
    complaint, program = situation.reasoning.complaint, situation.program
    if complaint is None or any(c.explains for c in situation.reasoning.found):
        return False
    return any(complaint in program.causes[cause].cause.explains for cause in situation.open_causes)


def _in_scenarios(situation: Situation) -> Iterable[Situation]:
    """The same situation in each scenario."""
    for scenario in situation.engine.knowledge.scenarios:
        yield situation.with_fact(SCENARIO, Known(scenario))


def _primary(situation: Situation) -> str | None:
    primary = situation.reasoning.primary
    return None if primary is None else situation.program.causes[primary.cause].cause.id


def _scenario_matters(situation: Situation) -> bool:
    """Whether another cause would be the primary one in some scenario, as things stand."""
    # compiling the knowledge for each of them takes its time, and most of them change nothing that is known
    knowledge, program = situation.engine.knowledge, situation.program
    limits = set(prepared_of(situation).thresholds(situation.reasoning.walk.known))
    named = {program.causes[c.cause].cause.id for c in situation.reasoning.found}
    now = _primary(situation)
    return any(
        _primary(situation.with_fact(SCENARIO, Known(id_))) != now
        for id_, scenario in knowledge.scenarios.items()
        if not limits.isdisjoint(scenario.thresholds) or (len(named) > 1 and not named.isdisjoint(scenario.suspects))
    )


def _scenario_could_change(situation: Situation, bounds: Bounds) -> bool:
    """Whether the scenario is open, and some answers could make another cause the primary one in one of them."""
    if SCENARIO not in bounds.answerable:
        return False
    now = _primary(situation)
    for other in _in_scenarios(situation):
        if _primary(other) != now or can_change_primary(Bounds(prepared_of(other), other.reasoning, other.answerable)):
            return True
    return False
