"""Small knowledge bases and profiles, made in code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any as Anything

from rtctriage.diagnosis import Diagnosis
from rtctriage.inference.answer import answer
from rtctriage.inference.chainer import Chainer
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program
from rtctriage.inference.reasoning import reason
from rtctriage.knowledge.model import (
    Cause,
    Compare,
    Comparison,
    Condition,
    FactSpec,
    Formula,
    KnowledgeBase,
    Layer,
    Rule,
    Scenario,
    Threshold,
)
from rtctriage.profile import Known, Profile, Scalar, Stream, Streams, Value
from rtctriage.series import Series
from rtctriage.text import Text

LAYERS = ("access", "network", "resources", "media", "usage", "compatibility")


def text(word: str) -> Text:
    return Text(word, f"{word}（中文）")


def fact(name: str, **changes: Anything) -> FactSpec:
    given: dict[str, Anything] = {"type": "number", "title": text(name), "meaning": text(name), **changes}
    return FactSpec(name=name, **given)


def compare(fact: str, op: Anything, limit: float | bool | str, **changes: Anything) -> Compare:
    threshold = changes.pop("threshold", None)
    changes.setdefault("text", f"{op} {limit}")
    return Compare(fact=fact, test=Comparison(op, limit, threshold), **changes)


def rule(name: str, when: Condition, certainty: float, **changes: Anything) -> Rule:
    return Rule(id=name, when=when, certainty=certainty, because=text(name), origin=f"test.yaml:{name}", **changes)


def cause(name: str, *rules: Rule, **changes: Anything) -> Cause:
    given: dict[str, Anything] = {"domain": "network", "severity": "major", **changes}
    return Cause(
        id=name,
        layer=name.split(".")[0],
        title=text(name),
        summary=text(name),
        rules=rules,
        origin="test.yaml:1",
        **given,
    )


def knowledge(
    facts: Iterable[FactSpec],
    causes: Iterable[Cause],
    *,
    thresholds: Iterable[Threshold] = (),
    scenarios: Iterable[Scenario] = (),
    skip_when: Mapping[str, Condition] | None = None,
    derived: Mapping[str, Formula] | None = None,
    disabled: tuple[str, ...] = (),
    layers: Sequence[str] = LAYERS,
) -> KnowledgeBase:
    skips = skip_when or {}
    return KnowledgeBase(
        hash="abc",
        facts={spec.name: spec for spec in facts},
        thresholds={t.name: t for t in thresholds},
        layers=tuple(
            Layer(
                id=name,
                title=text(name),
                summary=text(name),
                skip_when=skips.get(name),
                skip_because=text(f"no {name}") if name in skips else None,
            )
            for name in layers
        ),
        scenarios={s.id: s for s in scenarios},
        complaints={},
        causes={c.id: c for c in causes},
        playbooks={},
        derived=dict(derived or {}),
        disabled=disabled,
    )


def series(values: Iterable[float], *, step: float = 1.0, begin: float | None = None) -> Series:
    """Samples a step apart, the first one a step after the connection began."""
    given = list(values)
    first = step if begin is None else begin
    return Series([first + i * step for i in range(len(given))], given)


def streams(**by_label: Series | Sequence[float]) -> Streams:
    return Streams(tuple(Stream(name, s if isinstance(s, Series) else series(s)) for name, s in by_label.items()))


def profile(facts: Mapping[str, Scalar | Value]) -> Profile:
    return Profile({name: v if isinstance(v, Known | Streams) else Known(v) for name, v in facts.items()})


def diagnose(
    base: KnowledgeBase | Program,
    facts: Mapping[str, Scalar | Value] | Profile,
    *,
    scenario: str | None = None,
    language: Anything = "en",
    chainer: Chainer | None = None,
) -> Diagnosis:
    program = compile_program(base, scenario) if isinstance(base, KnowledgeBase) else base
    given = facts if isinstance(facts, Profile) else profile(facts)
    return answer(reason(program, given, chainer or PlainChainer(program)), language, "0.0")
