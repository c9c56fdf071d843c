"""Rules, conditions and facts of an explanation as branches of a tree, in one language."""

from __future__ import annotations

from collections.abc import Iterator

from rtctriage.diagnosis import ConditionResult
from rtctriage.explain.tree import (
    AllOf,
    AnyOf,
    CauseProof,
    Condition,
    FactProof,
    FactTest,
    NamedLimit,
    NotThis,
    Part,
    PremiseTest,
    RuleProof,
    TogetherTest,
)
from rtctriage.inference.gaps import Gap
from rtctriage.report import explain_phrases as words
from rtctriage.report import phrases
from rtctriage.report.explain_tree import Branch
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.times import Clock
from rtctriage.units import show


class Nodes:
    """Makes branches. What was told once of a rule, a fact, a limit or a named certainty is not told again."""

    def __init__(self, labels: Labels, clock: Clock, *, provenance: bool = True) -> None:
        """``provenance``: whether each test has its fact below it, with where the value came from."""
        self.labels = labels
        self.say = labels.say
        self.clock = clock
        self._provenance = provenance
        self._told: set[tuple[str, str]] = set()

    def rule(self, proof: RuleProof, *, gaps: bool = False) -> Branch:
        """A rule with its condition; ``gaps``: how far the tests are from coming out as the rule wants them."""
        about = self.say(words.RULE, rule=proof.rule, value=signed(proof.certainty))
        if proof.strength:
            about = self.labels.plain(about, self._strength(proof))
        if ("rule", proof.rule) in self._told:
            return Branch(proof.because.in_(self.labels.language), (about, self.say(words.ALREADY)), (), "bold")
        self._told.add(("rule", proof.rule))
        notes = [about, self.say(words.ORIGIN, origin=proof.origin)]
        if proof.window_s is not None:
            notes.append(self.clock.window(proof.window_s))
        if proof.source:
            notes.append(self.say(words.RULE_SOURCE, source=proof.source))
        condition = self.condition(proof.condition, wanted=True if gaps else None)
        return Branch(proof.because.in_(self.labels.language), tuple(notes), (condition,), "bold")

    def _strength(self, proof: RuleProof) -> str:
        """The name of a certainty, and the first time what it means."""
        if proof.strength_because is None or ("strength", proof.strength) in self._told:
            return proof.strength
        because = proof.strength_because.in_(self.labels.language)
        if proof.strength == proof.strength_because.en:
            # a number has no name, and a reason of its own
            return because
        self._told.add(("strength", proof.strength))
        return proof.strength + self.labels.colon + because

    def condition(self, condition: Condition, wanted: bool | None = None) -> Branch:
        """A condition as the rule has it. ``wanted`` is what it would have to be; then gaps are told."""
        mark = words.TRUTH[condition.truth]
        if isinstance(condition, NotThis):
            part = self.condition(condition.part, None if wanted is None else not wanted)
            return Branch(f"{mark} {self.say(words.NOT)}", (), (part,))
        if isinstance(condition, AllOf | AnyOf):
            said = self.say(words.ALL if isinstance(condition, AllOf) else words.ANY)
            return Branch(f"{mark} {said}", (), tuple(self.condition(part, wanted) for part in condition.parts))
        if isinstance(condition, PremiseTest):
            return self._premise(condition, mark)
        off = wanted is not None and condition.truth != ("true" if wanted else "false")
        gaps = tuple(self._gap(gap, condition) for gap in condition.gaps) if off else ()
        if isinstance(condition, TogetherTest):
            return self._together(condition, mark, gaps)
        return self._test(condition, mark, gaps)

    def fact(self, proof: FactProof, *, titled: bool = False) -> Branch:
        """A fact with its value and where that came from, its inputs below it; ``titled``: with its title, too."""
        title = proof.title.in_(self.labels.language)
        name = self.labels.plain(title, proof.fact) if titled and title != proof.fact else proof.fact
        name += self.labels.colon
        if proof.origin == "unknown":
            notes = tuple(self.supply(proof))
            return Branch(name + self.say(words.UNKNOWN_FACT), notes, self._inputs(proof), "suspect")
        if ("fact", proof.fact) in self._told:
            return Branch(name + self.say(words.ALREADY))
        self._told.add(("fact", proof.fact))
        if proof.streams:
            value = self.labels.semicolon.join(self._streams(proof))
        else:
            value = self.labels.shown(proof.fact, proof.value, proof.unit)
        return Branch(name + value, tuple(self._whence(proof)), self._inputs(proof))

    def supply(self, proof: FactProof) -> Iterator[str]:
        """Who would supply a fact that is not known."""
        if proof.formula:
            yield self.say(words.DERIVED, formula=proof.formula)
        if proof.question is not None:
            yield self.say(words.ASK, question=proof.question.in_(self.labels.language))
        if proof.how is not None:
            yield self.say(words.FIND, how=proof.how.in_(self.labels.language).strip())
        if proof.supplied_by:
            yield self.say(words.SUPPLIED_BY, formats=self.labels.listed(list(proof.supplied_by)))

    def cause(self, proof: CauseProof) -> str:
        """A cause with its side."""
        title = proof.title.in_(self.labels.language)
        return title if proof.side is None else self.labels.plain(title, self.labels.word(phrases.SIDE, proof.side))

    def _premise(self, premise: PremiseTest, mark: str) -> Branch:
        cause = self.labels.cause(premise.cause)
        if premise.side is not None:
            cause = self.labels.plain(cause, self.labels.word(phrases.SIDE, premise.side))
        said = f"{mark} {self.say(words.PREMISE[premise.state], cause=cause)}"
        if premise.certainty is None:
            return Branch(said, (self.say(words.NOTHING_KNOWN),))
        said += self.labels.separator + self.say(phrases.CERTAINTY, value=certainty(premise.certainty))
        if premise.proof is None:
            return Branch(said, (self.say(words.ALREADY),))
        return Branch(said, (), tuple(self.rule(rule) for rule in premise.proof.rules))

    def _test(self, test: FactTest, mark: str, gaps: tuple[str, ...]) -> Branch:
        said = f"{mark} {self._measured(test, test.truth)}"
        streams = self.labels.streams(test.streams)
        where = [self.clock.window(test.window_s), *(self.say(phrases.STREAM, label=s) for s in streams)]
        parts = (self.fact(test.value),) if self._provenance else ()
        said = self.labels.separator.join([said, *(one for one in where if one)])
        return Branch(said, (*gaps, *self._held(test), *self._limits(test.named)), parts)

    def _held(self, test: FactTest) -> Iterator[str]:
        """Of what held for long enough: what the value and the window are made of, told once."""
        lasting = any(gap.kind == "stretch" for gap in test.gaps)
        if test.truth == "true" and lasting and ("held", "") not in self._told:
            self._told.add(("held", ""))
            yield self.say(words.HELD_FOR)

    def _together(self, test: TogetherTest, mark: str, gaps: tuple[str, ...]) -> Branch:
        said = f"{mark} {self.say(words.TOGETHER, time=show(test.for_s, ''))}"
        if test.window_s is not None:
            said += self.labels.separator + self.clock.window(test.window_s)
        parts = tuple(
            Branch(
                self._measured(part, test.truth),
                tuple(self._limits(part.named)),
                (self.fact(part.value),) if self._provenance else (),
            )
            for part in test.parts
        )
        return Branch(said, gaps, parts)

    def _measured(self, test: FactTest | Part, truth: str) -> str:
        """What was measured, and against what."""
        result = ConditionResult(
            test.fact, test.observed, test.operator, test.limit, test.unit, "unknown", text=test.text
        )
        once = not test.value.streams
        value, limit = self.labels.tested(result, once=once)
        if value and truth == "false" and not once and " for " in test.text:
            value = self.say(words.NEAREST, value=value)
        fact = self.labels.fact(test.fact)
        return "  ".join(one for one in (fact, value, limit) if one)

    def _source(self, limit: NamedLimit) -> str:
        return limit.source_zh if self.labels.language == "zh" and limit.source_zh else limit.source

    def _limits(self, named: tuple[NamedLimit, ...]) -> Iterator[str]:
        for limit in named:
            value = show(limit.value, limit.unit)
            if ("limit", limit.name) in self._told:
                yield self.say(words.LIMIT_AGAIN, name=limit.name, value=value)
                continue
            self._told.add(("limit", limit.name))
            phrase = words.LIMIT_OF_SCENARIO if limit.of_scenario else words.LIMIT
            yield self.say(phrase, name=limit.name, value=value, source=self._source(limit))

    def _gap(self, gap: Gap, test: FactTest | TogetherTest) -> str:
        """How far a test is from coming out differently: short of its limit, or beyond it."""
        have, need, absolute = (show(value, gap.unit) for value in (gap.have, gap.need, gap.absolute))
        if isinstance(test, TogetherTest) and gap.kind == "value":
            return (
                self.labels.fact(gap.fact)
                + self.labels.colon
                + self.say(words.SHORT, have=have, need=need, absolute=absolute)
            )
        if gap.kind == "samples":
            return self.say(words.SAMPLES, have=have, need=need)
        if gap.kind == "stretch":
            beyond = test.truth == "true"
            return self.say(words.STRETCH_BEYOND if beyond else words.STRETCH, have=have, need=need, absolute=absolute)
        if gap.kind == "share":
            have = self.say(words.SHARE, value=have)
        if test.truth == "true":
            return self.say(words.BEYOND, have=have, need=need, absolute=absolute)
        if gap.relative is None or gap.relative > 1:
            return self.say(words.SHORT, have=have, need=need, absolute=absolute)
        relative = show(round(100 * gap.relative), "%")
        return self.say(words.SHORT_RELATIVE, have=have, need=need, absolute=absolute, relative=relative)

    def _streams(self, proof: FactProof) -> Iterator[str]:
        for one in proof.streams:
            low, mean = show(one.low, ""), show(one.mean, "")
            spread = self.say(phrases.RANGE, low=low, high=show(one.high, proof.unit), mean=mean)
            value = show(one.low, proof.unit) if one.low == one.high else spread
            said = self.say(words.SERIES, count=one.samples, range=value)
            yield self.labels.comma.join((*self.labels.streams((one.label,)), said))

    def _whence(self, proof: FactProof) -> Iterator[str]:
        if proof.origin == "typed":
            yield self.say(words.TYPED_IN, place=proof.said) if proof.said else self.say(words.TYPED)
        elif proof.origin == "evidence":
            connection = None if proof.connection is None else self.say(phrases.CONNECTION, id=proof.connection)
            statistic = self.say(words.STATISTIC, name=proof.statistic) if proof.statistic else None
            parts = [one for one in (proof.file, proof.format, connection, statistic) if one]
            if parts:
                yield self.say(words.READ, what=self.labels.separator.join(parts))
            if proof.formula:
                yield self.say(words.FORMULA, formula=proof.formula)
        elif proof.origin == "derived":
            yield self.say(words.DERIVED, formula=proof.formula)
        elif proof.code is not None:
            code = proof.code
            row = f"{code.vendor} {code.family} {code.code} {code.name}".rstrip()
            row += self.labels.colon + code.meaning.in_(self.labels.language)
            yield self.say(words.LOOKED_UP, row=row, origin=code.origin)
            yield self.say(words.RULE_SOURCE, source=code.source)
        if proof.reference:
            yield self.say(words.REFERENCE, source=proof.reference)

    def _inputs(self, proof: FactProof) -> tuple[Branch, ...]:
        return tuple(self.fact(one, titled=True) for one in proof.inputs)


def signed(value: float) -> str:
    """A certainty with its sign, as a rule gives it: ``+0.80``."""
    return f"{value:+.2f}".replace("-", "−")
