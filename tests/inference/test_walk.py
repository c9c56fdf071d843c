"""The walk: layers in order, conclusions for later layers, layers that do not apply."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from inference_support import cause, compare, diagnose, fact, knowledge, profile, rule

from rtctriage.inference.belief import Belief
from rtctriage.inference.chainer import ChainerName
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.walk import walk
from rtctriage.knowledge.model import Any, Condition, IsKnown, KnowledgeBase, Not, Premise
from rtctriage.text import Text

FACTS = [fact(name) for name in ("a", "b", "c", "d")]
A, B, C = (compare(name, ">", 0.0) for name in ("a", "b", "c"))


class Recording:
    """The plain chainer, writing down which layers it is asked about and what it is told."""

    name: ChainerName = "plain"
    note: Text | None = None

    def __init__(self, base: KnowledgeBase) -> None:
        self.program = compile_program(base)
        self.plain = PlainChainer(self.program)
        self.runs: list[tuple[int, list[str]]] = []

    def run(self, layer: int, known: AbstractSet[int]) -> tuple[int, ...]:
        self.runs.append((layer, sorted(self.program.name_of(n) for n in known)))
        return self.plain.run(layer, known)

    def close(self) -> None:
        pass


def test_layers_in_their_declared_order() -> None:
    causes = [
        cause(f"{layer}.x", rule(f"{layer}.x/r", A, 0.9)) for layer in ("media", "access", "compatibility", "network")
    ]
    base = knowledge(FACTS, causes)
    recording = Recording(base)
    walk(recording.program, profile({"a": 1.0}).facts, recording)
    assert [layer for layer, _ in recording.runs] == [0, 1, 3, 5]


def chain(state: str, when: Condition = A) -> KnowledgeBase:
    premise = Premise(cause="access.first", state="established" if state == "established" else "excluded")
    return knowledge(
        FACTS,
        [
            cause("access.first", rule("access.first/for", A, 0.7), rule("access.first/against", B, -0.9)),
            cause("network.second", rule("network.second/r", premise, 0.8)),
            cause("media.third", rule("media.third/r", Premise(cause="network.second", state="established"), 0.9)),
        ],
    )


def test_conclusions_reach_later_layers() -> None:
    base = chain("established")
    found = diagnose(base, {"a": 1.0})
    assert [layer.verdict for layer in found.layers[:4]] == ["fault", "fault", "unmeasured", "fault"]
    assert found.others[-1].findings[0].conditions[0].observed == 0.8
    ruled_out = diagnose(base, {"b": 1.0})
    assert [layer.verdict for layer in ruled_out.layers[:4]] == ["clear", "unmeasured", "unmeasured", "unmeasured"]


def test_exclusion_reaches_later_layers() -> None:
    assert diagnose(chain("excluded"), {"b": 1.0}).layers[3].verdict == "fault"
    assert diagnose(chain("excluded"), {"a": 1.0}).layers[3].verdict == "unmeasured"


def test_a_conclusion_is_shown_with_how_sure_it_was_and_had_to_be() -> None:
    for state, given, certainty, limit in (("established", "a", 0.7, 0.6), ("excluded", "b", -0.9, -0.2)):
        found = diagnose(chain(state), {given: 1.0})
        named = [*([found.primary] if found.primary else []), *found.others]
        (finding,) = [h.findings[0] for h in named if h.cause == "network.second"]
        (condition,) = finding.conditions
        assert (condition.fact, condition.operator) == ("access.first", state)
        assert (condition.observed, condition.limit, condition.truth) == (certainty, limit, "true")


def test_what_is_neither_established_nor_excluded_is_unknown_for_not_too() -> None:
    base = knowledge(
        FACTS,
        [
            cause("access.first", rule("access.first/r", A, 0.5)),
            cause("network.x", rule("network.x/r", Not(Premise(cause="access.first", state="established")), 0.9)),
            cause("network.y", rule("network.y/r", Not(Premise(cause="access.first", state="excluded")), 0.9)),
        ],
    )
    assert diagnose(base, {"a": 1.0}).layers[1].verdict == "unmeasured"


def test_a_negated_premise() -> None:
    base = knowledge(
        FACTS,
        [
            cause("access.first", rule("access.first/r", A, -0.9)),
            cause("network.x", rule("network.x/r", Not(Premise(cause="access.first", state="established")), 0.9)),
        ],
    )
    found = diagnose(base, {"a": 1.0})
    assert found.primary is not None
    (condition,) = found.primary.findings[0].conditions
    assert (condition.fact, condition.operator, condition.truth) == ("access.first", "not established", "true")


def test_a_layer_that_does_not_apply() -> None:
    base = knowledge(
        FACTS,
        [
            cause("access.x", rule("access.x/r", A, 0.9)),
            cause("media.y", rule("media.y/r", B, 0.9), ask=("d",)),
            cause("usage.z", rule("usage.z/r", Premise(cause="media.y", state="established"), 0.9)),
        ],
        skip_when={"media": Any((Premise(cause="access.x", state="established"), C))},
    )
    for given in ({"a": 1.0, "b": 1.0}, {"c": 1.0, "b": 1.0}):
        found = diagnose(base, given, language="zh")
        assert found.layers[3].verdict == "not-applicable"
        assert found.layers[3].because == "no media（中文）"
        assert found.layers[3].unmeasured == ()
        assert found.layers[4].verdict == "unmeasured"
    # false or unknown: the layer applies
    assert diagnose(base, {"b": 1.0}).layers[3].verdict == "fault"
    assert diagnose(base, {"b": 1.0, "c": 0.0}).layers[3].verdict == "fault"


def test_a_fact_that_nobody_supplied() -> None:
    base = knowledge(FACTS, [cause("access.x", rule("access.x/r", Not(IsKnown(fact="a")), 0.4))])
    assert diagnose(base, {}).verdict == "suspect"
    assert diagnose(base, {"a": 0.0}).verdict == "inconclusive"


def test_rules_without_a_side_bear_on_every_side() -> None:
    base = knowledge(
        FACTS,
        [
            cause(
                "network.x",
                rule("network.x/any", A, 0.5),
                rule("network.x/up", B, 0.4, side="uplink"),
                rule("network.x/down", C, -0.9, side="downlink"),
            )
        ],
    )
    program = compile_program(base)
    walked = walk(program, profile({"a": 1.0, "b": 1.0, "c": 1.0}).facts, PlainChainer(program))
    # 0.5 + 0.4 * 0.5, and (0.5 - 0.9) / (1 - 0.5)
    assert walked.beliefs == {0: (Belief(0, "uplink", 0.7, (0, 1)), Belief(0, "downlink", -0.8, (0, 2)))}


def test_chainers_hear_only_what_a_layer_waits_for() -> None:
    recording = Recording(chain("established"))
    walk(recording.program, profile({"a": 1.0, "d": 1.0, "b": 0.0}).facts, recording)
    assert recording.runs == [(0, ["a0"]), (1, ["c0"]), (3, ["c1"])]
