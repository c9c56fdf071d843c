"""Why a rule fired: its tests as they came out, when they held, and in which streams."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from rtctriage.diagnosis import ConditionResult
from rtctriage.diagnosis import Truth as TruthName
from rtctriage.inference.atoms import AtomResult
from rtctriage.inference.program import Program, Shown
from rtctriage.inference.tree import true_leaves
from rtctriage.inference.truth import Truth, kleene_not, truth_name
from rtctriage.inference.verdict import ESTABLISHED, EXCLUDED
from rtctriage.inference.walk import Walk
from rtctriage.profile import Known, Streams
from rtctriage.series import Window


class Trace:
    """Shows the rules of one walk. What several rules share is made once."""

    def __init__(self, program: Program, walk: Walk, recorded_s: float = 0.0) -> None:
        self._program = program
        self._walk = walk
        self._recorded = recorded_s
        self._conditions: dict[int, tuple[ConditionResult, ...]] = {}
        self._windows: dict[int, Window | None] = {}
        self._timed = any(result.window is not None or result.streams for result in walk.results.values())

    def window(self, rule: int) -> Window | None:
        """When a rule held: the overlap of its tests' windows where there is one, else their span.

        None, the whole call, where none of its tests is about a part of it.
        """
        if not self._timed:
            return None
        if rule not in self._windows:
            self._windows[rule] = self._to_the_end(joint([result.window for result in self._leaves(rule)]))
        return self._windows[rule]

    def _to_the_end(self, window: Window | None) -> Window | None:
        """A window that never ends runs to the end of the recording.

        Statistics stop where a connection fails, and what was true at their last samples was not seen to end.
        """
        if window is None or self._recorded <= window[1] or window[1] < self._last_samples:
            return window
        return (window[0], self._recorded)

    @cached_property
    def _last_samples(self) -> float:
        """When the last samples of any series were taken: the last time of all, less one and a half usual steps."""
        ends = [
            (stream.series.times[-1], stream.series.step)
            for value in self._walk.known.values()
            if isinstance(value, Streams)
            for stream in value.streams
            if len(stream.series)
        ]
        last = max((end for end, _ in ends), default=0.0)
        return last - 1.5 * max((step for end, step in ends if end == last), default=0.0)

    def streams(self, rule: int) -> tuple[str, ...]:
        """The labels of the streams that made the rule hold."""
        if not self._timed:
            return ()
        return tuple(dict.fromkeys(label for result in self._leaves(rule) for label in result.streams))

    def _leaves(self, rule: int) -> list[AtomResult]:
        spec = self._program.rules[rule]
        leaves = spec.literals if len(spec.literals) == 1 else true_leaves(spec.tree, self._walk.truths)
        results = self._walk.results
        return [results[literal >> 1] for literal in leaves if literal >> 1 in results]

    def conditions(self, rule: int) -> tuple[ConditionResult, ...]:
        """All tests of the rule, in the order in which they are written."""
        literals = self._program.rules[rule].literals
        if len(literals) == 1:
            return self.literal(literals[0])
        return sum([self.literal(literal) for literal in literals], ())

    def literal(self, literal: int) -> tuple[ConditionResult, ...]:
        """One test or premise, as it came out; of ``together`` one result for each of its comparisons."""
        made = self._conditions
        if literal not in made:
            is_test = literal >> 1 < len(self._program.atoms)
            made[literal] = self._test(literal) if is_test else (self._premise(literal),)
        return made[literal]

    def _test(self, literal: int) -> tuple[ConditionResult, ...]:
        number, negated = literal >> 1, literal & 1
        spec = self._program.atoms[number]
        truth = self._walk.truths[number]
        name = truth_name(kleene_not(truth) if negated else truth)
        result = self._walk.results.get(number)
        if result is None:
            if len(spec.shown) > 1:
                # nobody supplied any of the facts
                return tuple(_shown(shown, None, negated, name, None, ()) for shown in spec.shown)
            # nobody supplied the fact, or it is one value and was compared as it is
            value = self._walk.known.get(spec.facts[0])
            seen = value.value if isinstance(value, Known) else None
            return (_shown(spec.shown[0], seen, negated, name, None, ()),)
        window, streams = rounded(self._to_the_end(result.window)), result.streams
        observed = result.parts or (result.observed,) * len(spec.shown)
        parts = zip(spec.shown, observed, strict=True)
        return tuple([_shown(shown, seen, negated, name, window, streams) for shown, seen in parts])

    def _premise(self, literal: int) -> ConditionResult:
        number = (literal >> 1) - len(self._program.atoms)
        premise = self._program.premises[number]
        truth: Truth = self._walk.truths[literal >> 1]
        beliefs = self._walk.beliefs.get(premise.cause, ())
        certainties = [b.certainty for b in beliefs if premise.side is None or b.side in (None, premise.side)]
        wanted = premise.state == "established"
        negated = bool(literal & 1)
        return ConditionResult(
            premise.name,
            (max(certainties) if certainties else None),
            f"not {premise.state}" if negated else premise.state,
            ESTABLISHED if wanted else EXCLUDED,
            "",
            truth_name(kleene_not(truth) if negated else truth),
            None,
            (),
            f"not {premise.text}" if negated else premise.text,
        )


def _shown(
    shown: Shown,
    seen: float | bool | str | None,
    negated: int,
    truth: TruthName,
    window: Window | None,
    streams: tuple[str, ...],
) -> ConditionResult:
    if type(seen) is float:
        seen = round(seen, 4)
    if not negated:
        return ConditionResult(
            shown.fact, seen, shown.operator, shown.limit, shown.unit, truth, window, streams, shown.text
        )
    operator, text = f"not {shown.operator}", f"not {shown.text}"
    return ConditionResult(shown.fact, seen, operator, shown.limit, shown.unit, truth, window, streams, text)


def joint(windows: Iterable[Window | None]) -> Window | None:
    """The overlap of the windows where there is one, else their span; the whole call (None) does not narrow it."""
    parts = [window for window in windows if window is not None]
    if len(parts) < 2:
        return parts[0] if parts else None
    begin, end = max(part[0] for part in parts), min(part[1] for part in parts)
    return (begin, end) if begin < end else (min(part[0] for part in parts), max(part[1] for part in parts))


def rounded(window: Window | None) -> Window | None:
    """To a tenth of a second, as a report gives it."""
    return None if window is None else (round(window[0], 1), round(window[1], 1))
