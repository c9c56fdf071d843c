"""Runs the tests that stand beside the rules, each against the whole knowledge base."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from msgspec import Struct

from rtctriage.diagnosis import Diagnosis, Hypothesis, Side
from rtctriage.engine import Engine
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.truth import Truth
from rtctriage.inference.walk import Walk, walk
from rtctriage.knowledge.model import Cause, KnowledgeBase, RuleCase, RuleTruth
from rtctriage.knowledge.places import premises_of
from rtctriage.knowledge.values import read_streams
from rtctriage.profile import Profile
from rtctriage.series import Window

TOLERANCE_S = 1.0
"""How far the window of a finding may be off: one sample of a series in a test."""

_TRUTHS: Final[dict[Truth, RuleTruth]] = {True: "holds", False: "fails", None: "unknown"}


class CaseResult(Struct, frozen=True):
    """How one test came out. ``said`` is empty where it passed."""

    cause: str
    case: RuleCase
    said: str
    changed: bool = False
    """Whether it passes without the packs that lie over the file of the test."""

    @property
    def passed(self) -> bool:
        """Whether the diagnosis, or the rule, said what the test expects."""
        return not self.said

    @property
    def failed(self) -> bool:
        """Whether it did not, and no pack is the reason."""
        return not self.passed and not self.changed


class Bench:
    """Runs tests: a knowledge base with what it needs to be walked, compiled once for each scenario."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Raises ValueError for knowledge that was loaded without the tests."""
        if knowledge.bare:
            raise ValueError("the knowledge was loaded without its tests (load it with cases=True)")
        self.knowledge = knowledge
        self.engine = Engine(knowledge=knowledge, chainer="plain")
        self._programs: dict[str | None, tuple[Program, PlainChainer]] = {}

    def of(self, cause: str) -> Bench:
        """A bench for the tests of one cause: only what its rules build on is walked, so that many causes stay quick.

        No other cause has a say in what a diagnosis says of this one.
        """
        causes = self.knowledge.causes
        needed = [
            cause,
            *(p.cause for layer in self.knowledge.layers if layer.skip_when for p in premises_of(layer.skip_when)),
        ]
        reached: set[str] = set()
        while needed:
            name = needed.pop()
            if name in causes and name not in reached:
                reached.add(name)
                needed += [premise.cause for rule in causes[name].rules for premise in premises_of(rule.when)]
        kept = {name: one for name, one in causes.items() if name in reached}
        return Bench(self.knowledge.replace(causes=kept))

    def program(self, scenario: str | None = None) -> Program:
        """The knowledge compiled for a scenario. The numbers of rules are the same in all of them."""
        return self._made(scenario)[0]

    def _made(self, scenario: str | None) -> tuple[Program, PlainChainer]:
        if scenario not in self._programs:
            program = compile_program(self.knowledge, scenario)
            self._programs[scenario] = (program, PlainChainer(program))
        return self._programs[scenario]

    def profile(self, case: RuleCase) -> Profile:
        """What is given in a test."""
        streams = {fact: text for fact, text in case.given.items() if isinstance(text, dict)}
        given: dict[str, object] = {"facts": {f: text for f, text in case.given.items() if f not in streams}}
        if case.complaint is not None:
            given["complaint"] = case.complaint
        if case.scenario is not None:
            given["scenario"] = case.scenario
        known = self.engine.facts(given)
        if not streams:
            return known
        catalogue = self.knowledge.facts
        several = {fact: read_streams(catalogue[fact], series) for fact, series in streams.items()}
        return Profile(facts={**known.facts, **several})

    def walk(self, profile: Profile, scenario: str | None) -> Walk:
        """The walk of the rules over a profile."""
        program, chainer = self._made(scenario)
        return walk(program, profile.facts, chainer)

    def run(self, cause: Cause, case: RuleCase) -> str:
        """What is wrong with the answer to one test; an empty text where nothing is."""
        profile = self.profile(case)
        if case.rule is not None:
            return self._of_a_rule(case, profile)
        return said_of(case, answer_on(self.engine.diagnose(profile), cause))

    def _of_a_rule(self, case: RuleCase, profile: Profile) -> str:
        program = self.program(case.scenario)
        spec = next(spec for spec in program.rules if spec.rule.id == case.rule)
        return truth_said_of(case, tree_truth(spec.tree, self.walk(profile, case.scenario).truths))


def _verb(truth: str) -> str:
    return "is unknown" if truth == "unknown" else truth


def run_cases(bench: Bench, only: Collection[str] | None = None) -> Iterator[CaseResult]:
    """The tests of these causes, or of all, in the order of the causes."""
    for cause in bench.knowledge.causes.values():
        if (only is None or cause.id in only) and cause.tests:
            own = bench.of(cause.id)
            for case in cause.tests:
                yield CaseResult(cause.id, case, own.run(cause, case))


class Answer(Struct, frozen=True):
    """What a diagnosis says of one cause, as far as a test may ask."""

    verdict: str
    side: Side | None = None
    window_s: Window | None = None


def said_of(case: RuleCase, answer: Answer) -> str:
    """What is wrong with an answer; an empty text where nothing is."""
    if answer.verdict != case.expect:
        return f"expected {case.expect}, the diagnosis says {answer.verdict}"
    if case.side is not None and answer.side != case.side:
        return f"expected side {case.side}, the diagnosis says {answer.side}"
    if case.window_s is not None:
        window = answer.window_s
        if window is None or any(abs(a - b) > TOLERANCE_S for a, b in zip(window, case.window_s, strict=True)):
            return f"expected window {list(case.window_s)}, the diagnosis says {list(window) if window else None}"
    return ""


def truth_said_of(case: RuleCase, truth: Truth) -> str:
    """What is wrong with the truth of the rule that a test is about; an empty text where nothing is."""
    said = _TRUTHS[truth]
    return "" if said == case.expect else f"expected that {case.rule} {_verb(case.expect)}, but it {_verb(said)}"


def answer_on(diagnosis: Diagnosis, cause: Cause) -> Answer:
    """What a diagnosis says of one cause."""
    verdict, found = verdict_on(diagnosis, cause)
    return Answer(verdict) if found is None else Answer(verdict, found.side, found.window_s)


def verdict_on(diagnosis: Diagnosis, cause: Cause) -> tuple[str, Hypothesis | None]:
    """What a diagnosis says of one cause, and the hypothesis that says it where there is one."""
    held = [diagnosis.primary] if diagnosis.primary is not None else []
    for found in (*held, *diagnosis.others, *diagnosis.observations):
        if found.cause == cause.id:
            return found.verdict, found
    layer = next(result for result in diagnosis.layers if result.layer == cause.layer)
    return ("clear" if cause.id in layer.ruled_out else "unmeasured"), None
