"""What is said to be impossible or implied, by hand and held against the evaluator on generated tests and profiles."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_support import fact, series

from rtctriage.authoring.lint.reasoner import Claim, Reasoner
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.program import AtomSpec, PremiseSpec
from rtctriage.knowledge.grammar import parse_test
from rtctriage.knowledge.model import (
    All,
    Any,
    Atom,
    Change,
    Compare,
    Comparison,
    Glob,
    IsKnown,
    Member,
    Not,
    Operator,
    Premise,
    SideName,
    Threshold,
    Together,
    VersionRange,
)
from rtctriage.profile import Known, Stream, Streams, Value
from rtctriage.series import Series

FACTS = {
    spec.name: spec
    for spec in (
        fact("network.rtt", series=True, unit="ms", low=0.0, high=8.0),
        fact("uplink.video.loss", series=True, low=0.0, high=8.0),
        fact("uplink.video.rate", series=True),
        fact("ice.errors", low=0.0),
        fact("ice.state", type="choice", choices=("new", "checking", "failed")),
        fact("call.up", type="boolean"),
        fact("device.model", type="text"),
        fact("sdk.version", type="version"),
    )
}
THRESHOLDS = {
    "many": Threshold(name="many", value=3.0, unit="", min_samples=6, source="s"),
    "many.ms": Threshold(name="many.ms", value=3.0, unit="ms", min_samples=6, source="s"),
}
SPECS = AtomSpecs(FACTS, THRESHOLDS, {})
REASONER = Reasoner(FACTS, [("uplink", "downlink"), (None,), ("uplink",)])


def claim(text: str) -> Claim:
    """``network.rtt: p95 >= 5 ms``, with ``not`` in front for one that is known to be false."""
    denied = text.startswith("not ")
    name, _, test = text.removeprefix("not ").partition(": ")
    atom = parse_test(name, test, FACTS, THRESHOLDS)
    assert not isinstance(atom, All | Any | Not | Premise)
    return Claim(SPECS.spec(atom), not denied)


def at_once(rtt: str, rate: str, for_s: float, *, true: bool = True) -> Claim:
    """Round trips and rates that compare so at the same time."""
    parts = tuple(
        Compare(fact=name, test=Comparison(_operator(op), float(limit)))
        for name, (op, limit) in (("network.rtt", rtt.split()), ("uplink.video.rate", rate.split()))
    )
    return Claim(SPECS.spec(Together(parts=parts, for_s=for_s)), true)


def _operator(text: str) -> Operator:
    return next(op for op in OPERATORS if op == text)


OPERATORS: tuple[Operator, ...] = (">", ">=", "<", "<=", "==", "!=")


@pytest.mark.parametrize(
    "claims",
    [
        ["network.rtt: median >= 5 ms", "network.rtt: median < 5 ms"],
        # order of reducers
        ["network.rtt: min >= 5 ms", "network.rtt: mean < 5 ms"],
        ["network.rtt: median > 5 ms", "network.rtt: p95 <= 5 ms"],
        ["network.rtt: max < 5 ms", "network.rtt: last >= 5 ms"],
        ["network.rtt: p5 > 4 ms", "network.rtt: p95 < 4 ms", "network.rtt: median >= 0 ms"],
        # the range of the fact
        ["network.rtt: p95 > 8 ms"],
        ["not network.rtt: min >= 0 ms"],
        ["ice.errors: == 0", "ice.errors: != 0"],
        # stretches and shares
        ["network.rtt: >= 5 ms for 3 s", "network.rtt: max < 5 ms"],
        ["network.rtt: >= 5 ms for 3 s", "not network.rtt: >= 4 ms for 2 s"],
        ["not network.rtt: >= 5 ms for 3 s", "network.rtt: min >= 5 ms"],
        ["network.rtt: share(>= 5 ms) >= 20 %", "network.rtt: max < 5 ms"],
        ["network.rtt: share(>= 5 ms) >= 20 %", "network.rtt: share(>= 4 ms) < 20 %"],
        ["network.rtt: share(>= 5 ms) < 100 %", "network.rtt: min >= 6 ms"],
        ["network.rtt: changed from > 5 ms to < 2 ms for 3 s", "network.rtt: min >= 2 ms"],
        ["network.rtt: changed from > 5 ms to < 2 ms for 3 s", "not network.rtt: < 2 ms for 3 s"],
        # a part reaches no further than the whole
        ["network.rtt: max < 5 ms", "network.rtt: mean >= 5 ms after 10 s"],
        # of every stream
        ["uplink.video.loss: every min >= 5", "uplink.video.loss: max < 5"],
        ["not uplink.video.loss: max >= 5", "uplink.video.loss: mean >= 5"],
        # words
        ["ice.state: == failed", "ice.state: in [new, checking]"],
        ["ice.state: not in [new, checking]", "ice.state: != failed"],
        ["call.up: != true", "call.up: != false"],
        ["device.model: == Redmi 9", "not device.model: matches redmi*"],
        ["sdk.version: version >=4.2", "sdk.version: < 4.2"],
        ["sdk.version: version >=4.10", "sdk.version: < 4.9"],
        ["sdk.version: in [4.1, 4.2]", "sdk.version: >= 4.3"],
        # whether there is anything
        ["not network.rtt: known", "network.rtt: p95 < 5 ms"],
        ["not call.up: known", "not call.up: == true"],
    ],
)
def test_impossible(claims: list[str]) -> None:
    assert REASONER.impossible(map(claim, claims))


@pytest.mark.parametrize(
    "claims",
    [
        ["network.rtt: median >= 5 ms", "network.rtt: median <= 5 ms"],
        ["network.rtt: mean < 2 ms", "network.rtt: max > 7 ms"],
        ["network.rtt: mean < 2 ms", "network.rtt: p95 > 7 ms"],
        ["network.rtt: first > 5 ms", "network.rtt: last < 2 ms"],
        ["network.rtt: >= 5 ms for 3 s", "network.rtt: < 2 ms for 3 s"],
        ["network.rtt: >= 5 ms for 3 s", "not network.rtt: >= 5 ms for 9 s"],
        ["network.rtt: max > 7 ms", "network.rtt: max < 5 ms after 10 s"],
        # one stream may be good and another one bad
        ["uplink.video.loss: max >= 5", "uplink.video.loss: max < 5"],
        ["ice.state: != failed", "ice.state: != new"],
        ["device.model: matches R*", "device.model: matches Red*"],
        ["sdk.version: >= 4.2", "sdk.version: < 4.2.1"],
    ],
)
def test_possible(claims: list[str]) -> None:
    assert not REASONER.impossible(map(claim, claims))


@pytest.mark.parametrize(
    ("given_claims", "wanted"),
    [
        (["network.rtt: median >= 5 ms"], "network.rtt: median >= 4 ms"),
        (["network.rtt: min >= 5 ms"], "network.rtt: p75 > 4 ms"),
        (["network.rtt: max < 3 ms"], "not network.rtt: >= 3 ms for 5 s"),
        (["network.rtt: >= 5 ms for 5 s"], "network.rtt: >= 4 ms for 3 s"),
        (["not network.rtt: >= 4 ms for 3 s"], "not network.rtt: >= 5 ms for 5 s"),
        (["network.rtt: max < 3 ms"], "network.rtt: share(< 4 ms) >= 100 %"),
        (["network.rtt: changed from > 5 ms to < 2 ms for 5 s"], "network.rtt: changed from > 4 ms to < 3 ms for 3 s"),
        (["uplink.video.loss: every min >= 5"], "uplink.video.loss: median >= 5"),
        (["not uplink.video.loss: max >= 5"], "uplink.video.loss: every mean < 5"),
        (["network.rtt: p95 < 5 ms"], "network.rtt: known"),
        (["ice.errors: >= 3"], "ice.errors: > 0"),
        (["ice.state: == failed"], "ice.state: not in [new, checking]"),
        (["device.model: == Pixel"], "device.model: matches P*"),
        (["device.model: not in [Pixel, none]"], "device.model: != none"),
        (["sdk.version: version >=4.2.1,<4.3"], "sdk.version: > 4.2"),
        (["sdk.version: >= 4.2", "sdk.version: < 4.3"], "sdk.version: version >=4.1,<5"),
    ],
)
def test_implied(given_claims: list[str], wanted: str) -> None:
    assert REASONER.implies(map(claim, given_claims), claim(wanted))


@pytest.mark.parametrize(
    ("given_claims", "wanted"),
    [
        (["network.rtt: median >= 4 ms"], "network.rtt: median >= 5 ms"),
        # the other limit asks for more samples
        (["network.rtt: mean > 5 ms"], "network.rtt: mean > {many.ms}"),
        # too short a recording leaves a stretch unknown
        (["network.rtt: min >= 5 ms"], "network.rtt: >= 5 ms for 3 s"),
        # and there may be nothing after ten seconds
        (["network.rtt: min >= 5 ms"], "network.rtt: min >= 5 ms after 10 s"),
        # one stream says nothing of the others
        (["uplink.video.loss: min >= 5"], "uplink.video.loss: every min >= 5"),
        (["ice.state: != failed"], "ice.state: == new"),
        (["ice.errors: >= 3"], "network.rtt: min >= 0 ms"),
    ],
)
def test_not_implied(given_claims: list[str], wanted: str) -> None:
    assert not REASONER.implies(map(claim, given_claims), claim(wanted))


def test_at_the_same_time() -> None:
    strict, lax = at_once(">= 5", "< 100", 5.0), at_once(">= 4", "< 200", 3.0)
    assert REASONER.implies([strict], lax)
    assert not REASONER.implies([lax], strict)
    assert REASONER.implies([lax.denied()], strict.denied())
    assert REASONER.impossible([strict, lax.denied()])
    assert REASONER.impossible([strict, claim("network.rtt: max < 5 ms")])
    assert not REASONER.impossible([strict.denied(), claim("network.rtt: min >= 5 ms")])


@pytest.mark.parametrize(
    ("cause", "first", "second", "impossible", "implied"),
    [
        # two sides: established on one, excluded on both
        (0, ("established", None), ("excluded", None), True, False),
        (0, ("established", "uplink"), ("excluded", None), True, False),
        (0, ("established", None), ("excluded", "uplink"), False, False),
        (0, ("established", "uplink"), ("established", None), False, True),
        (0, ("established", None), ("established", "uplink"), False, False),
        (0, ("excluded", None), ("excluded", "downlink"), False, True),
        # a cause without sides answers for both
        (1, ("established", "uplink"), ("excluded", "downlink"), True, False),
        (1, ("established", None), ("established", "uplink"), False, True),
        # one side is all there is, and of another one nothing is known
        (2, ("established", None), ("excluded", "uplink"), True, False),
        (2, ("established", "uplink"), ("established", "downlink"), True, False),
    ],
)
def test_conclusions(
    cause: int, first: tuple[str, SideName | None], second: tuple[str, SideName | None], impossible: bool, implied: bool
) -> None:
    a, b = (
        Claim(PremiseSpec(cause, "c", "established" if state == "established" else "excluded", side, ""), True)
        for state, side in (first, second)
    )
    assert REASONER.impossible([a, b]) is impossible
    assert REASONER.implies([a], b) is implied


def test_a_conclusion_is_false_exactly_where_the_other_one_is_true() -> None:
    established = Claim(PremiseSpec(0, "c", "established", None, ""), True)
    excluded = Claim(PremiseSpec(0, "c", "excluded", None, ""), True)
    assert REASONER.implies([established], excluded.denied())
    assert REASONER.implies([excluded.denied()], established)


class Generated:
    """Tests of one or two facts, and profiles that come near to their limits."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def claims(self) -> tuple[list[Claim], Claim]:
        """Some claims, and one that may follow from them."""
        name = self.random.choice([*FACTS, "network.rtt", "uplink.video.loss", "uplink.video.loss"])
        made = [self._claim(name) for _ in range(self.random.randint(1, 4))]
        return made, self._claim(name)

    def _claim(self, name: str) -> Claim:
        return Claim(SPECS.spec(self._atom(name)), self.random.random() < 0.6)

    def _comparison(self, name: str) -> Comparison:
        if FACTS[name].series and self.random.random() < 0.15:
            return Comparison(self.random.choice(OPERATORS), 3.0, "many.ms" if name == "network.rtt" else "many")
        return Comparison(self.random.choice(OPERATORS), float(self.random.choice((0, 1, 2, 3, 4, 5, 8))))

    def _atom(self, name: str) -> Atom:
        spec = FACTS[name]
        if self.random.random() < 0.06:
            return IsKnown(fact=name)
        if spec.series:
            return self._course(name)
        if spec.type == "number":
            return Compare(fact=name, test=self._comparison(name))
        if spec.type == "boolean":
            return Compare(fact=name, test=Comparison(self.random.choice(OPERATORS[4:]), self.random.random() < 0.5))
        return self._version(name) if spec.type == "version" else self._word(name)

    def _course(self, name: str) -> Atom:
        choose, kind = self.random.choice, self.random.random()
        every, after_s = self.random.random() < 0.3, choose((0.0, 0.0, 0.0, 2.0, 3.0))
        if kind < 0.45:
            reducer = choose(("mean", "median", "p5", "p75", "p95", "max", "min", "first", "last"))
            return Compare(fact=name, test=self._comparison(name), reducer=reducer, every=every, after_s=after_s)
        if kind < 0.65:
            for_s = choose((1.0, 2.0, 3.0))
            return Compare(fact=name, test=self._comparison(name), for_s=for_s, every=every, after_s=after_s)
        if kind < 0.8:
            share = Comparison(choose(OPERATORS), choose((0.0, 20.0, 50.0, 80.0, 100.0)))
            inner = self._comparison(name)
            return Compare(fact=name, test=share, reducer="share", inner=inner, every=every, after_s=after_s)
        if kind < 0.9:
            before, after = self._comparison(name), self._comparison(name)
            return Change(fact=name, before=before, after=after, for_s=choose((0.0, 1.0, 2.0)))
        names = [name, choose([other for other, spec in FACTS.items() if spec.series])]
        self.random.shuffle(names)
        return Together(parts=tuple(Compare(fact=n, test=self._comparison(n)) for n in names), for_s=choose((1.0, 2.0)))

    def _version(self, name: str) -> Atom:
        choose, kind = self.random.choice, self.random.random()
        if kind < 0.4:
            return Compare(fact=name, test=Comparison(choose(OPERATORS), choose(VERSIONS)))
        if kind < 0.7:
            parts = tuple((choose(OPERATORS), choose(VERSIONS)) for _ in range(choose((1, 2))))
            return VersionRange(fact=name, parts=parts)
        if kind < 0.9:
            return Member(fact=name, values=tuple(self.random.sample(VERSIONS, 2)), negate=choose((True, False)))
        return Glob(fact=name, pattern="4*")

    def _word(self, name: str) -> Atom:
        choose, kind, words = self.random.choice, self.random.random(), FACTS[name].choices or WORDS
        if kind < 0.4:
            return Compare(fact=name, test=Comparison(choose(OPERATORS[4:]), choose(words)))
        if kind < 0.8:
            return Member(fact=name, values=tuple(self.random.sample(words, 2)), negate=choose((True, False)))
        return Glob(fact=name, pattern=choose(words)[0] + "*")

    def known(self) -> dict[str, Value]:
        """What a profile may say."""
        return {name: self._value(name) for name in FACTS if self.random.random() < 0.9}

    def _value(self, name: str) -> Value:
        spec, choose = FACTS[name], self.random.choice
        if spec.series and self.random.random() < 0.75:
            streams = 1 if name == "network.rtt" else self.random.randint(1, 2)
            return Streams(tuple(Stream(f"s{n}", self._samples()) for n in range(streams)))
        if spec.type == "number":
            return Known(float(self.random.randint(0, 8)))
        if spec.type == "boolean":
            return Known(self.random.random() < 0.5)
        if spec.type == "version":
            return Known(choose((*VERSIONS, "unknown", "6")))
        return Known(choose(spec.choices or (*WORDS, "other")))

    def _samples(self) -> Series:
        low, high = self.random.choice(((0, 1), (0, 3), (0, 8), (3, 3), (8, 8)))
        values = [float(self.random.randint(low, high)) for _ in range(self.random.randint(1, 9))]
        if self.random.random() < 0.8:
            return series(values)
        times, at = [], 0.0
        for _ in values:
            at += self.random.choice((1.0, 1.0, 1.0, 5.0))
            times.append(at)
        return Series(times, values)


VERSIONS = ("4.1", "4.2", "4.2.0", "4.2.6-rc1", "v5")
WORDS = ("Redmi 9", "redmi 9", "Pixel", "none")


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=400)
def test_no_profile_contradicts_what_is_said(seed: int) -> None:
    generated = Generated(seed)
    for _ in range(8):
        claims, wanted = generated.claims()
        impossible, implied = REASONER.impossible(claims), REASONER.implies(claims, wanted)
        for _ in range(40 if impossible or implied else 0):
            known = generated.known()
            if all(_right(one, known) for one in claims):
                assert not impossible, (claims, known)
                assert _right(wanted, known), (claims, wanted, known)


def _right(claim: Claim, known: dict[str, Value]) -> bool:
    assert isinstance(claim.spec, AtomSpec)
    return evaluate(claim.spec, known.get(claim.spec.facts[0]), known, FACTS).truth is claim.true
