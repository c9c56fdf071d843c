"""Runs the tests that stand beside the rules, each against the whole knowledge base."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rtctriage.diagnosis import Diagnosis, Hypothesis
from rtctriage.engine import Engine
from rtctriage.knowledge.model import Cause, RuleCase

TOLERANCE_S = 1.0
"""How far the window of a finding may be off: one sample of a series in a test."""


class CaseResult(Struct, frozen=True):
    """How one test came out. ``said`` is empty where it passed."""

    cause: str
    case: RuleCase
    said: str

    @property
    def passed(self) -> bool:
        """Whether the diagnosis said of the cause what the test expects."""
        return not self.said


def run_cases(engine: Engine) -> Iterator[CaseResult]:
    """All tests of all causes of the engine's knowledge, in the order of the causes."""
    for cause in engine.knowledge.causes.values():
        for case in cause.tests:
            yield CaseResult(cause.id, case, run_case(engine, cause, case))


def run_case(engine: Engine, cause: Cause, case: RuleCase) -> str:
    """What is wrong with the answer to one test; an empty text where nothing is."""
    given: dict[str, object] = {"facts": dict(case.given)}
    if case.complaint is not None:
        given["complaint"] = case.complaint
    if case.scenario is not None:
        given["scenario"] = case.scenario
    diagnosis = engine.diagnose(given)
    said, found = verdict_on(diagnosis, cause)
    if said != case.expect:
        return f"expected {case.expect}, the diagnosis says {said}"
    if case.side is not None and (found is None or found.side != case.side):
        return f"expected side {case.side}, the diagnosis says {found.side if found else None}"
    if case.window_s is not None:
        window = found.window_s if found else None
        if window is None or any(abs(a - b) > TOLERANCE_S for a, b in zip(window, case.window_s, strict=True)):
            return f"expected window {list(case.window_s)}, the diagnosis says {list(window) if window else None}"
    return ""


def verdict_on(diagnosis: Diagnosis, cause: Cause) -> tuple[str, Hypothesis | None]:
    """What a diagnosis says of one cause, and the hypothesis that says it where there is one."""
    held = [diagnosis.primary] if diagnosis.primary is not None else []
    for found in (*held, *diagnosis.others, *diagnosis.observations):
        if found.cause == cause.id:
            return found.verdict, found
    layer = next(result for result in diagnosis.layers if result.layer == cause.layer)
    return ("clear" if cause.id in layer.ruled_out else "unmeasured"), None
