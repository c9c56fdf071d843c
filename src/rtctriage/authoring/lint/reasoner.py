"""Whether tests contradict each other, and whether some of them imply another one.

Both answers are on the safe side: "no" also stands for "cannot be decided". They hold of whatever a profile may say:
of one value for the whole call as of several streams with gaps, as the evaluator treats them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from rtctriage.authoring.lint import course, words
from rtctriage.authoring.lint.course import VALUE, Statement
from rtctriage.authoring.lint.interval import within
from rtctriage.inference.aligned import stream_prefix
from rtctriage.inference.program import AtomSpec, PremiseSpec, Program
from rtctriage.knowledge.model import Change, Compare, Comparison, FactSpec, IsKnown, SideName, Together

_FEWEST_FOR_A_CHANGE = 3


class Claim(Struct, frozen=True):
    """A test of facts, or a conclusion of an earlier layer, known to be true or known to be false."""

    spec: AtomSpec | PremiseSpec
    true: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """What it is about; nothing for a conclusion."""
        return self.spec.facts if isinstance(self.spec, AtomSpec) else ()

    def denied(self) -> Claim:
        """That it is known to be the other way round."""
        return Claim(self.spec, not self.true)


class Reasoner:
    """Reasons about the facts of a catalogue and the causes of a program."""

    def __init__(self, facts: Mapping[str, FactSpec], sides: Sequence[tuple[SideName | None, ...]] = ()) -> None:
        """``sides`` are those of each cause, by number."""
        self._facts = facts
        self._sides = sides

    @classmethod
    def of(cls, program: Program) -> Reasoner:
        """One for the literals of a program."""
        return cls(program.facts, [cause.sides for cause in program.causes])

    def impossible(self, claims: Iterable[Claim]) -> bool:
        """Whether the claims cannot all be right of any call."""
        given = list(claims)
        if any(_contrary(a, b) for n, a in enumerate(given) for b in given[n + 1 :]) or self._no_conclusion(given):
            return True
        return any(self._impossible_of(fact, given) for fact in _facts_of(given))

    def implies(self, claims: Iterable[Claim], wanted: Claim) -> bool:
        """Whether the claim is right of every call of which the given ones are."""
        given = list(claims)
        if wanted in given:
            return True
        if isinstance(wanted.spec, PremiseSpec):
            return self._implied_conclusion(given, wanted)
        if isinstance(wanted.spec.atom, Together):
            return any(_together_follows(wanted, one) for one in given)
        fact = wanted.spec.facts[0]
        if isinstance(wanted.spec.atom, IsKnown):
            return wanted.true and any(_tells(one, fact) for one in given)
        spec = self._facts[fact]
        if spec.type != "number":
            tests = [(one.spec, one.true) for one in given if _is_word(one, fact) and isinstance(one.spec, AtomSpec)]
            return words.implied(tests, (wanted.spec, wanted.true), spec)
        statement = _statement(wanted.spec, wanted.true, spec)
        if statement is None:
            return False
        everywhere, somewhere = self._statements(fact, given)
        if course.implied(everywhere, statement, spec):
            return True
        return not statement.everywhere and any(
            course.implied([*everywhere, one], statement, spec) for one in somewhere
        )

    def _impossible_of(self, fact: str, given: Sequence[Claim]) -> bool:
        spec = self._facts[fact]
        own = [one for one in given if fact in one.facts]
        if any(_is_known(one) and not one.true for one in own) and any(
            _tells(one, fact) for one in own if not _is_known(one)
        ):
            return True
        if spec.type != "number":
            tests = [(one.spec, one.true) for one in own if _is_word(one, fact) and isinstance(one.spec, AtomSpec)]
            return bool(tests) and words.contradictory(tests, spec)
        everywhere, somewhere = self._statements(fact, own)
        if not somewhere:
            return bool(everywhere) and course.contradictory(everywhere, spec)
        return any(course.contradictory([*everywhere, one], spec) for one in somewhere)

    def _statements(self, fact: str, given: Sequence[Claim]) -> tuple[list[Statement], list[Statement]]:
        """What holds of every stream of the fact, and what of one each."""
        spec = self._facts[fact]
        everywhere: list[Statement] = []
        somewhere: list[Statement] = []
        for claim in given:
            if fact in claim.facts and isinstance(claim.spec, AtomSpec):
                for one in _statements_of(claim.spec, claim.true, fact, spec):
                    (everywhere if one.everywhere else somewhere).append(one)
        return everywhere, somewhere

    def _conclusion(self, claim: Claim) -> tuple[int, SideName | None, bool] | None:
        """Cause, side, and whether it is established or else excluded; None for what is never known of it."""
        premise = claim.spec
        if not isinstance(premise, PremiseSpec) or premise.cause < 0:
            return None
        sides = self._sides[premise.cause]
        # each of the two is false exactly where the other one is true
        state = (premise.state == "established") is claim.true
        if sides == (None,):
            return premise.cause, None, state
        if premise.side is not None and premise.side not in sides:
            return None
        return premise.cause, premise.side if len(sides) > 1 else sides[0], state

    def _no_conclusion(self, given: Sequence[Claim]) -> bool:
        """Whether one of them is never known, or a cause would be established where it is excluded.

        Of a cause that is not there anything may be known: that it is not is another matter.
        """
        premises = [one for one in given if isinstance(one.spec, PremiseSpec) and one.spec.cause >= 0]
        found = [self._conclusion(one) for one in premises]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return True
        return any(a[0] == b[0] and a[2] and not b[2] and (b[1] is None or a[1] == b[1]) for a in known for b in known)

    def _implied_conclusion(self, given: Sequence[Claim], wanted: Claim) -> bool:
        goal = self._conclusion(wanted)
        if goal is None:
            return False
        cause, side, state = goal
        for one in given:
            found = self._conclusion(one)
            if found is None or found[0] != cause or found[2] is not state:
                continue
            # on one side is enough to be established; what is excluded is so on every side
            if found[1] == side or (side if state else found[1]) is None:
                return True
        return False


def _facts_of(given: Iterable[Claim]) -> dict[str, None]:
    return dict.fromkeys(fact for one in given for fact in one.facts)


def _is_known(claim: Claim) -> bool:
    return isinstance(claim.spec, AtomSpec) and isinstance(claim.spec.atom, IsKnown)


def _tells(claim: Claim, fact: str) -> bool:
    """Whether the fact has a value where the claim is right."""
    if fact not in claim.facts or not isinstance(claim.spec, AtomSpec):
        return False
    # a test of several facts may fail by one of them alone, and whether a fact is known is always known
    return claim.true if isinstance(claim.spec.atom, Together | IsKnown) else True


def _is_word(claim: Claim, fact: str) -> bool:
    if fact not in claim.facts or not isinstance(claim.spec, AtomSpec):
        return False
    return not isinstance(claim.spec.atom, IsKnown | Together)


def _contrary(a: Claim, b: Claim) -> bool:
    if a.true is b.true:
        return False
    false, true = (b, a) if a.true else (a, b)
    return a.spec == b.spec or _together_follows(false.denied(), true)


def _together_follows(wanted: Claim, given: Claim) -> bool:
    """Whether a ``together`` comes out as another one does, which is as strict or stricter (or, for false, laxer)."""
    if wanted.true is not given.true:
        return False
    if not isinstance(wanted.spec, AtomSpec) or not isinstance(given.spec, AtomSpec):
        return False
    a, b = wanted.spec.atom, given.spec.atom
    if not isinstance(a, Together) or not isinstance(b, Together) or wanted.spec.min_samples > given.spec.min_samples:
        return False
    lax, strict = (a, b) if wanted.true else (b, a)
    return (
        [part.fact for part in lax.parts] == [part.fact for part in strict.parts]
        and strict.for_s >= lax.for_s
        and all(_tighter(one.test, other.test) for one, other in zip(strict.parts, lax.parts, strict=True))
    )


def _tighter(test: Comparison, other: Comparison) -> bool:
    return test == other or (_is_number(test) and _is_number(other) and within(test, other))


def _is_number(test: Comparison | None) -> bool:
    return test is not None and isinstance(test.limit, int | float) and not isinstance(test.limit, bool)


def _statements_of(atom: AtomSpec, true: bool, fact: str, spec: FactSpec) -> Iterator[Statement]:
    if isinstance(atom.atom, Together):
        # at some time each of its comparisons held
        for part in atom.atom.parts if true else ():
            if part.fact == fact and _is_number(part.test):
                yield Statement(kind="sample", test=part.test, everywhere=stream_prefix(fact) is None)
        return
    statement = _statement(atom, true, spec)
    if statement is not None:
        yield statement


def _statement(atom: AtomSpec, true: bool, spec: FactSpec) -> Statement | None:
    """What a test of a number says of its streams; None for one that says nothing of its value."""
    test = atom.atom
    one_stream = stream_prefix(spec.name) is None
    made: Statement | None = None
    if isinstance(test, Compare) and _is_number(test.test):
        every = test.every is true or one_stream
        if not spec.series:
            made = Statement(kind="bound", test=test.test, name=VALUE)
        elif test.for_s is not None:
            made = Statement(
                kind="sustained", test=test.test, everywhere=every, name="for", for_s=test.for_s,
                after_s=test.after_s, samples=max(1, atom.min_samples),
            )  # fmt: skip
        elif test.reducer is not None and (test.reducer != "share" or _is_number(test.inner)):
            made = Statement(
                kind="share" if test.reducer == "share" else "bound", test=test.test, everywhere=every,
                name="p50" if test.reducer == "median" else test.reducer, before=test.inner,
                after_s=test.after_s, samples=max(1, atom.min_samples),
            )  # fmt: skip
    elif isinstance(test, Change) and _is_number(test.before) and _is_number(test.after):
        made = Statement(
            kind="changed", test=test.after, everywhere=not true or one_stream, name="changed", before=test.before,
            for_s=test.for_s, samples=_FEWEST_FOR_A_CHANGE,
        )  # fmt: skip
    return made if made is None or true else course.denied(made)
