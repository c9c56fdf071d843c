"""Random knowledge bases and profiles: chains over the layers, negation, alternatives, unknowns, both languages."""

from __future__ import annotations

from random import Random

from inference_support import LAYERS, cause, compare, fact, knowledge, rule, series, text

from rtctriage.knowledge.model import (
    All,
    Any,
    Cause,
    Condition,
    FactSpec,
    Glob,
    IsKnown,
    KnowledgeBase,
    Member,
    Not,
    Premise,
    Rule,
)
from rtctriage.profile import Known, Profile, Stream, Streams, Value

WORDS = ("丢包", "回声", "naïve", "Größe", "モデル", "plain", "🎧", 'q"uo\\te', "a b")
CERTAINTIES = (0.95, 0.9, 0.7, 0.5, 0.3, 0.2, 0.1, -0.2, -0.3, -0.6, -0.9)


class Generator:
    """One knowledge base, and profiles for it, from one seed."""

    def __init__(self, seed: int, causes_per_layer: int = 3) -> None:
        self.random = Random(seed)
        self.facts = self._facts()
        self.causes: list[Cause] = []
        for number, layer in enumerate(LAYERS):
            for i in range(self.random.randint(0, causes_per_layer)):
                self.causes.append(self._cause(f"{layer}.{self.random.choice(WORDS)}-{i}", number))
        skips = {layer: self.condition(n, 1) for n, layer in enumerate(LAYERS) if n and self.random.random() < 0.15}
        self.knowledge: KnowledgeBase = knowledge(self.facts, self.causes, skip_when=skips)

    def _facts(self) -> list[FactSpec]:
        numbers = [fact(f"{self.random.choice(WORDS)}.n{i}", question=text(f"n{i}?")) for i in range(6)]
        courses = [fact(f"uplink.video.{self.random.choice(WORDS)}{i}", series=True) for i in range(2)]
        words = [fact(f"{self.random.choice(WORDS)}.t{i}", type="text", question=text(f"t{i}?")) for i in range(3)]
        return [*numbers, *courses, *words, fact("complaint", type="choice")]

    def _cause(self, name: str, layer: int) -> Cause:
        rules = [self._rule(f"{name}/{self.random.choice(WORDS)}{i}", layer) for i in range(self.random.randint(1, 4))]
        same_or_later = [f"{later}.{word}-0" for later in LAYERS[layer:] for word in WORDS]
        return cause(
            name,
            *rules,
            core=self.random.random() < 0.3,
            explains=tuple(self.random.sample(WORDS, 2)),
            leads_to=tuple(self.random.sample(same_or_later, 3)),
            ask=(self.random.choice(self.facts).name,),
        )

    def _rule(self, name: str, layer: int) -> Rule:
        choose = self.random.choice
        return rule(
            name,
            self.condition(layer, 3),
            choose(CERTAINTIES),
            side=choose((None, None, "uplink", "downlink")),
            evidence_group=choose((None, None, "组", "group")),
            stands_alone=self.random.random() < 0.1,
            observation=self.random.random() < 0.1,
        )

    def condition(self, layer: int, depth: int) -> Condition:
        kind = self.random.random()
        if depth and kind < 0.4:
            parts = tuple(self.condition(layer, depth - 1) for _ in range(self.random.randint(2, 3)))
            return All(parts) if self.random.random() < 0.6 else Any(parts)
        if depth and kind < 0.55:
            return Not(self.condition(layer, depth - 1))
        earlier = [c.id for c in self.causes if c.layer in LAYERS[:layer]]
        if earlier and kind < 0.75:
            return Premise(
                cause=self.random.choice(earlier),
                state=self.random.choice(("established", "excluded")),
                side=self.random.choice((None, None, "uplink", "downlink")),
            )
        return self._test()

    def _test(self) -> Condition:
        choose = self.random.choice
        spec = choose(self.facts[:-1])
        if self.random.random() < 0.1:
            return IsKnown(fact=spec.name)
        if spec.type == "text":
            values = tuple(self.random.sample(WORDS, 3))
            return choose(
                (
                    Member(fact=spec.name, values=values),
                    Member(fact=spec.name, values=values, negate=True),
                    Glob(fact=spec.name, pattern=f"{choose(WORDS)[0]}*"),
                )
            )
        op, limit = choose((">", "<", ">=", "<=", "==", "!=")), float(self.random.randint(0, 3))
        if spec.series:
            return compare(spec.name, op, limit, for_s=3.0, every=choose((False, True)))
        return compare(spec.name, op, limit)

    def profile(self) -> Profile:
        known: dict[str, Value] = {}
        for spec in self.facts:
            if self.random.random() < 0.6:
                known[spec.name] = self._value(spec)
        return Profile(known)

    def _value(self, spec: FactSpec) -> Value:
        if spec.type in ("text", "choice"):
            return Known(self.random.choice(WORDS))
        if spec.series and self.random.random() < 0.7:
            return Streams(
                tuple(
                    Stream(label, series([self.random.randint(0, 3) for _ in range(self.random.randint(1, 12))]))
                    for label in ("视频 1", "video 2")
                )
            )
        return Known(self.random.choice((0.0, 1.0, 2.0, 3.0, 1e-05, 1e16, 5e-324, -1e300)))
