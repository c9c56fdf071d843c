"""Why a cause is not the answer, on small knowledge bases and on the built-in one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any as Anything

import pytest
from inference_support import cause, compare, fact, knowledge, profile, rule, series, streams, text

from rtctriage import Engine
from rtctriage.errors import UnknownName
from rtctriage.explain.shortfalls import distance
from rtctriage.explain.tree import FactTest, PremiseTest
from rtctriage.explain.why_not import RuleOutcome, WhyNot, why_not
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.reasoning import Reasoning, reason
from rtctriage.knowledge.formula import parse_formula
from rtctriage.knowledge.model import All, Any, Condition, IsKnown, KnowledgeBase, Not, Premise

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FACTS = [
    fact("loss", unit="%", question=text("loss?"), how=text("look"), supplied_by=("getstats",)),
    fact("rtt", unit="ms", question=text("rtt?")),
    fact("cpu", unit="%", question=text("cpu?")),
    fact("course", unit="%", series=True, question=text("course?")),
]


def reasoned(base: KnowledgeBase, facts: Mapping[str, Anything]) -> Reasoning:
    program = compile_program(base)
    return reason(program, profile(facts), PlainChainer(program))


def of(when: Condition, facts: Mapping[str, Anything], certainty: float = 0.8) -> RuleOutcome:
    """What became of the only rule."""
    base = knowledge(FACTS, [cause("network.bad", rule("network.bad/r", when, certainty))])
    (side,) = why_not(reasoned(base, facts), "network.bad").sides
    (outcome,) = side.rules
    return outcome


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def test_what_failed_and_by_how_much() -> None:
    outcome = of(compare("loss", ">=", 5.0), {"loss": 4.0})
    assert outcome.outcome == "fails"
    (short,) = outcome.held_back
    assert isinstance(short.test, FactTest)
    assert (short.wanted, short.alternative, short.test.observed) == (True, False, 4.0)
    (gap,) = short.test.gaps
    assert (gap.absolute, gap.relative) == (1.0, 0.2)


def test_how_long_it_held_against_what_is_needed() -> None:
    outcome = of(compare("course", ">=", 5.0, for_s=5.0), {"course": streams(a=[0, 9, 9, 9, 0, 0])})
    (short,) = outcome.held_back
    assert isinstance(short.test, FactTest)
    (gap,) = short.test.gaps
    assert (gap.kind, gap.have, gap.need) == ("stretch", 3.0, 5.0)


def test_what_is_unknown_says_who_would_supply_it() -> None:
    outcome = of(All((compare("loss", ">=", 5.0), compare("rtt", ">", 300.0))), {"rtt": 400.0})
    assert (outcome.outcome, outcome.measured) == ("unknown", True)
    (unknown,) = outcome.unknown
    assert (unknown.fact, unknown.supplied_by) == ("loss", ("getstats",))
    assert unknown.question == text("loss?")
    assert unknown.how == text("look")


def test_what_must_not_be() -> None:
    outcome = of(Not(compare("loss", ">=", 5.0)), {"loss": 9.0})
    (short,) = outcome.held_back
    assert (short.wanted, short.test.truth) == (False, "true")


def test_alternatives() -> None:
    outcome = of(Any((compare("loss", ">=", 5.0), compare("rtt", ">", 300.0))), {"loss": 1.0, "rtt": 1.0})
    assert [short.alternative for short in outcome.held_back] == [True, True]
    # behind a not, all of the parts of any must fail
    outcome = of(Not(Any((compare("loss", ">=", 5.0), compare("rtt", ">", 300.0)))), {"loss": 9.0, "rtt": 400.0})
    assert [(short.alternative, short.wanted) for short in outcome.held_back] == [(False, False)] * 2


def test_the_distance_of_conditions() -> None:
    near, far = compare("loss", ">=", 5.0), compare("rtt", ">", 400.0)
    given = {"loss": 4.0, "rtt": 100.0}  # 1.2 and 1.75 away

    def measured(when: Condition, facts: Mapping[str, Anything] = given) -> float:
        return distance(of(when, facts).proof.condition)

    assert measured(near) == pytest.approx(1.2)
    assert measured(All((near, far))) == pytest.approx(2.95)
    assert measured(Any((near, far))) == pytest.approx(1.2)
    assert measured(Not(All((Not(near), Not(far))))) == pytest.approx(1.2)
    assert measured(near, {}) == 1.5
    assert measured(compare("loss", ">=", 3.0)) == 0
    assert measured(Not(IsKnown(fact="loss"))) == 2.0


def test_the_nearest_first_and_what_is_not_measured_last() -> None:
    base = knowledge(
        FACTS,
        [
            cause(
                "network.bad",
                rule("network.bad/unmeasured", compare("cpu", ">", 80.0), 0.9),
                rule("network.bad/against", compare("loss", "<", 3.9), -0.8),
                rule("network.bad/far", compare("rtt", ">", 400.0), 0.9),
                rule("network.bad/near", compare("loss", ">", 5.0), 0.9),
                rule("network.bad/fired", compare("rtt", "<", 400.0), -0.5),
            )
        ],
    )
    found = why_not(reasoned(base, {"loss": 4.0, "rtt": 100.0}), "network.bad")
    (side,) = found.sides
    assert [rule.proof.rule.partition("/")[2] for rule in side.rules] == [
        "fired",
        "near",
        "far",
        "against",
        "unmeasured",
    ]
    assert [rule.measured for rule in side.rules] == [True, True, True, True, False]
    assert found.answer == "excluded"
    assert side.certainty == -0.5


def test_a_premise_in_the_way() -> None:
    base = knowledge(
        FACTS,
        [
            cause("network.loss", rule("network.loss/r", compare("loss", ">", 5.0), 0.8)),
            cause(
                "media.blurry",
                rule("media.blurry/r", Premise(cause="network.loss", state="established"), 0.8),
                rule("media.blurry/s", Premise(cause="network.loss", state="excluded"), 0.8),
            ),
        ],
    )
    found = why_not(reasoned(base, {"loss": 8.0}), "media.blurry")
    by_rule = {rule.proof.rule[-1]: rule for rule in found.sides[0].rules}
    assert by_rule["r"].outcome == "fired"
    (short,) = by_rule["s"].held_back
    assert isinstance(short.test, PremiseTest)
    assert (by_rule["s"].outcome, by_rule["s"].measured) == ("fails", True)
    nothing = why_not(reasoned(base, {}), "media.blurry")
    assert [(rule.outcome, rule.measured) for rule in nothing.sides[0].rules] == [("unknown", False)] * 2


def test_derived_facts_say_which_input_is_missing() -> None:
    base = knowledge(
        [*FACTS, fact("rise", unit="ms", derive="rtt - loss", question=text("rise?")), fact("half", derive="rtt / 2")],
        [
            cause(
                "network.bad",
                rule("network.bad/a", compare("rise", ">", 100.0), 0.8),
                rule("network.bad/b", compare("half", ">", 100.0), 0.8),
            )
        ],
        derived={"rise": parse_formula("rtt - loss"), "half": parse_formula("rtt / 2")},
    )
    found = why_not(reasoned(base, {"rtt": 100.0}), "network.bad")
    by_rule = {rule.proof.rule[-1]: rule for rule in found.sides[0].rules}
    # a person can be asked for the derived one, too
    assert [one.fact for one in by_rule["a"].unknown] == ["rise", "loss"]
    blank = why_not(reasoned(base, {}), "network.bad")
    by_rule = {rule.proof.rule[-1]: rule for rule in blank.sides[0].rules}
    assert [one.fact for one in by_rule["b"].unknown] == ["rtt"]
    words = why_not(reasoned(base, {"rtt": "long"}), "network.bad")
    by_rule = {rule.proof.rule[-1]: rule for rule in words.sides[0].rules}
    # all inputs are there, and it cannot be computed from them
    assert [one.fact for one in by_rule["b"].unknown] == ["half"]


def test_what_is_known_and_too_short_is_not_called_unknown() -> None:
    outcome = of(compare("course", ">=", 5.0, for_s=5.0), {"course": streams(a=series([9.0, 9.0]))})
    assert outcome.outcome == "unknown"
    assert outcome.unknown == ()
    (short,) = outcome.held_back
    assert isinstance(short.test, FactTest)
    assert [gap.kind for gap in short.test.gaps] == ["samples"]


def test_the_cause_to_act_on_is_said_to_be_it(engine: Engine) -> None:
    found = engine.why_not(EXAMPLES / "recorded-call.json.gz", "network.packet-loss")
    assert found.answer == "primary"
    assert [(one.side, one.verdict, one.relation.relation) for one in found.found] == [("uplink", "fault", "primary")]
    assert [(side.side, side.certainty) for side in found.sides] == [("uplink", 0.93), ("downlink", -0.93)]


def test_a_consequence(engine: Engine) -> None:
    given = {"uplink.packet_loss": "8 %", "uplink.video.frame_rate": "4 fps", "uplink.video.source_frame_rate": "30"}
    found = engine.why_not({"facts": given}, "media.framerate-too-low")
    assert found.answer == "consequence"
    of = found.found[0].relation.of
    assert of is not None
    assert of.cause == "network.packet-loss"


def test_an_observation(engine: Engine) -> None:
    found = engine.why_not({"facts": {"uplink.audio.level": "0"}}, "usage.mic-silent")
    assert found.answer == "observation"
    assert "no-audio" in found.explains
    assert engine.why_not(
        {"facts": {"uplink.audio.level": "0"}, "complaint": "no-audio"}, "usage.mic-silent"
    ).answer == ("primary")


def test_a_layer_that_does_not_apply(engine: Engine) -> None:
    facts = {"connection.established": "false", "downlink.video.freeze": "20 %"}
    found = engine.why_not({"facts": facts}, "media.video-freeze")
    assert found.answer == "not-applicable"
    assert found.skip is not None
    assert found.skip.truth == "true"
    (side,) = found.sides
    assert side.certainty is None
    frozen = next(rule for rule in side.rules if rule.proof.rule == "media.video-freeze/frozen-share")
    # its condition holds, and does not count
    assert (frozen.outcome, frozen.proof.fired) == ("holds", False)


def test_nothing_known(engine: Engine) -> None:
    found = engine.why_not({}, "network.jitter")
    assert found.answer == "undecided"
    assert {rule.outcome for side in found.sides for rule in side.rules} == {"unknown"}
    assert {rule.measured for side in found.sides for rule in side.rules} == {False}


def test_an_unknown_cause_is_told_the_nearest(engine: Engine) -> None:
    with pytest.raises(UnknownName, match=r'did you mean "network\.jitter"'):
        engine.why_not({}, "network.jiter")


def test_answers_of_the_built_in_rules_agree_with_the_diagnosis(engine: Engine) -> None:
    """For every cause there is, on every example."""
    for file in sorted(EXAMPLES.glob("*.*")):
        if file.suffix not in (".yaml", ".gz"):
            continue
        known = engine.facts(file)
        diagnosis, reasoning = engine.diagnose(known), engine.reason(known)
        expected = {cause: "excluded" for layer in diagnosis.layers for cause in layer.ruled_out}
        named = [diagnosis.primary, *diagnosis.others, *diagnosis.observations]
        for hypothesis in reversed([h for h in named if h is not None]):
            expected[hypothesis.cause] = hypothesis.relation
        for name in engine.knowledge.causes:
            answer: WhyNot = why_not(reasoning, name)
            if answer.answer not in ("undecided", "not-applicable"):
                assert answer.answer == expected[name]
            else:
                assert name not in expected
