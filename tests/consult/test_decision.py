"""What comes next, and when it is the end, over small knowledge bases made for one question each."""

from __future__ import annotations

import pytest
from consult_support import clocked, question
from inference_support import cause, compare, fact, knowledge, rule, text

from rtctriage import Engine
from rtctriage.consult import Conclusion, Consultation
from rtctriage.knowledge.model import All, Complaint, FactSpec, Medium, Premise, Rule, Scenario, Threshold


def engine(facts: list[FactSpec], causes: list[object], **parts: object) -> Engine:
    return Engine(chainer="plain", knowledge=knowledge(facts, causes, **parts))  # type: ignore[arg-type]


def number(name: str) -> FactSpec:
    return fact(name, question=text(name), effort="screen")


def above(name: str, fact_: str, certainty: float = 0.9, **changes: object) -> Rule:
    return rule(name, compare(fact_, ">", 5.0), certainty, **changes)


def below(name: str, fact_: str) -> Rule:
    return rule(name, compare(fact_, "<=", 5.0), -0.9)


def ending(consultation: Consultation) -> str:
    end = consultation.ask()
    assert isinstance(end, Conclusion), end
    return end.ending


SCENARIO = fact("scenario", type="choice", choices=("loose", "strict"), question=text("scenario?"))


def scenarios() -> Engine:
    """7 is too much in one scenario only."""
    limit = Threshold(name="limit", value=10.0, unit="", source="a test")
    strict = Scenario(id="strict", title=text("strict"), thresholds={"limit": 5.0})
    loose = Scenario(id="loose", title=text("loose"), thresholds={})
    slow = rule("network.slow/a", compare("x.a", ">", 10.0, threshold="limit"), 0.9)
    return engine(
        [SCENARIO, number("x.a")], [cause("network.slow", slow)], thresholds=[limit], scenarios=[strict, loose]
    )


def test_the_scenario_is_asked_when_it_is_all_that_could_change_something() -> None:
    consultation = clocked(scenarios())
    assert question(consultation).fact == "x.a"
    consultation.answer(7.0)
    asked = question(consultation)
    assert asked.fact == "scenario"
    assert [option.label for option in asked.options] == ["loose", "strict"]
    reasons = consultation.why()
    assert reasons is not None
    assert "last" in reasons.text
    consultation.answer("strict")
    primary = consultation.so_far().primary
    assert primary is not None
    assert primary.cause == "network.slow"


@pytest.mark.parametrize("value", [3.0, 11.0])
def test_the_scenario_is_not_asked_where_it_changes_nothing(value: float) -> None:
    consultation = clocked(scenarios())
    consultation.answer(value)
    assert ending(consultation) == ("established" if value > 10 else "settled")


def test_the_scenario_may_take_an_established_cause_away() -> None:
    limit = Threshold(name="limit", value=5.0, unit="", source="a test")
    wide = Scenario(id="loose", title=text("loose"), thresholds={"limit": 50.0})
    slow = rule("network.slow/a", compare("x.a", ">", 5.0, threshold="limit"), 0.9)
    base = engine([SCENARIO, number("x.a")], [cause("network.slow", slow)], thresholds=[limit], scenarios=[wide])
    consultation = clocked(base)
    consultation.answer(7.0)
    assert question(consultation).fact == "scenario"
    consultation.unknown()
    assert ending(consultation) == "established"


def test_every_layer_decided_is_the_end() -> None:
    layers = ("network",)
    base = engine(
        [number("x.a"), number("x.b")],
        [
            cause("network.slow", above("network.slow/a", "x.a", 0.5), below("network.slow/b", "x.a"), core=True),
            cause("network.odd", above("network.odd/a", "x.b", 0.5)),
        ],
        layers=layers,
    )
    consultation = clocked(base)
    consultation.answer(1.0, fact="x.a")
    assert ending(consultation) == "decided"


def test_a_suspect_that_nothing_can_overtake_is_the_end() -> None:
    base = engine(
        [number("x.a"), number("x.b")],
        [
            cause("network.slow", above("network.slow/a", "x.a", 0.5)),
            # at most a suspect, of a later layer
            cause("media.odd", above("media.odd/a", "x.b", 0.5)),
        ],
    )
    consultation = clocked(base)
    consultation.answer(9.0, fact="x.a")
    assert ending(consultation) == "settled"


def test_what_leads_to_the_suspect_is_still_asked() -> None:
    base = engine(
        [number("x.a"), number("x.b")],
        [
            cause("network.slow", above("network.slow/b", "x.b", 0.5), leads_to=("media.odd",)),
            cause("media.odd", above("media.odd/a", "x.a", 0.5)),
        ],
    )
    consultation = clocked(base)
    consultation.answer(9.0, fact="x.a")
    assert question(consultation).fact == "x.b"
    consultation.answer(9.0)
    primary = consultation.so_far().primary
    assert primary is not None
    assert primary.cause == "network.slow"


def test_a_consequence_that_may_only_become_surer_is_not_asked_about() -> None:
    base = engine(
        [number("x.a"), number("x.b")],
        [
            cause("network.slow", above("network.slow/a", "x.a", 0.5), leads_to=("media.odd",), explains=("c",)),
            cause("media.odd", above("media.odd/b", "x.b", 0.5), explains=("c",)),
        ],
    )
    consultation = clocked(base)
    consultation.answer(9.0, fact="x.a")
    assert ending(consultation) == "settled"


def test_two_facts_that_only_speak_together_are_both_asked() -> None:
    both = rule("network.slow/a", All((compare("x.a", ">", 5.0), compare("x.b", ">", 5.0))), 0.9)
    base = engine([number("x.a"), number("x.b")], [cause("network.slow", both)])
    consultation = clocked(base)
    assert question(consultation).fact == "x.a"
    consultation.answer(9.0)
    assert question(consultation).fact == "x.b"
    consultation.answer(9.0)
    assert ending(consultation) == "established"


def test_what_one_answer_rules_out_is_not_asked_any_more() -> None:
    both = rule("network.slow/a", All((compare("x.a", ">", 5.0), compare("x.b", ">", 5.0))), 0.9)
    base = engine([number("x.a"), number("x.b")], [cause("network.slow", both)])
    consultation = clocked(base)
    consultation.answer(1.0, fact="x.a")
    assert ending(consultation) == "settled"


def test_a_layer_that_does_not_apply_is_not_asked_about() -> None:
    base = engine(
        [number("x.a"), number("x.b"), number("x.up")],
        [
            cause("access.down", above("access.down/a", "x.a")),
            cause("network.slow", above("network.slow/b", "x.b")),
        ],
        skip_when={"network": compare("x.up", "==", 0.0)},
    )
    consultation = clocked(base)
    consultation.answer(0.0, fact="x.up")
    assert question(consultation).fact == "x.a"
    consultation.unknown()
    assert ending(consultation) == "settled"


def test_whether_a_layer_applies_is_asked_where_it_decides() -> None:
    base = engine(
        [number("x.b"), number("x.up")],
        [cause("network.slow", above("network.slow/b", "x.b", 0.5))],
        skip_when={"network": compare("x.up", "==", 0.0)},
    )
    consultation = clocked(base)
    consultation.answer(9.0, fact="x.b")
    # the suspect may go with its layer, though no rule waits for the fact
    assert question(consultation).fact == "x.up"
    consultation.answer(0.0)
    assert consultation.so_far().primary is None


def test_what_builds_on_a_conclusion_is_asked_for_it() -> None:
    later = rule(
        "media.odd/a", All((Premise(cause="network.slow", state="established"), compare("x.b", ">", 5.0))), 0.9
    )
    base = engine(
        [number("x.a"), number("x.b")],
        [cause("network.slow", above("network.slow/a", "x.a", 0.7)), cause("media.odd", later)],
    )
    consultation = clocked(base)
    assert question(consultation).fact == "x.a"
    consultation.answer(1.0)
    assert ending(consultation) == "settled"


def test_what_is_only_observed_is_no_rival_without_its_complaint() -> None:
    base = engine(
        [number("x.a")], [cause("usage.quiet", above("usage.quiet/a", "x.a", observation=True), explains=("c",))]
    )
    assert ending(clocked(base)) == "settled"


def test_what_something_known_implies_is_not_asked() -> None:
    from msgspec.structs import replace

    implied = replace(number("x.b"), implied_by=("x.a",))
    base = engine(
        [number("x.a"), implied],
        [cause("network.slow", above("network.slow/a", "x.a", 0.5), above("network.slow/b", "x.b"))],
    )
    consultation = clocked(base)
    consultation.answer(1.0, fact="x.a")
    assert ending(consultation) == "settled"


COMPLAINT = fact("complaint", type="choice", choices=("echo", "blurry"), question=text("complaint?"))


def complained_of() -> Engine:
    """What is found first explains nothing of an echo; what is asked last would."""
    return engine(
        [COMPLAINT, number("x.a"), number("x.b")],
        [
            cause("network.slow", above("network.slow/a", "x.a"), below("network.slow/b", "x.a"), core=True),
            cause("network.odd", above("network.odd/a", "x.b"), below("network.odd/b", "x.b"), explains=("echo",)),
        ],
        layers=("network",),
    )


def test_a_fault_that_does_not_explain_the_complaint_is_not_the_end() -> None:
    consultation = clocked(complained_of())
    consultation.answer("echo", fact="complaint")
    consultation.answer(9.0, fact="x.a")
    assert question(consultation).fact == "x.b"
    consultation.answer(9.0)
    end = consultation.ask()
    assert isinstance(end, Conclusion)
    assert end.diagnosis.primary is not None
    assert end.diagnosis.primary.cause == "network.odd"


def test_a_fault_that_explains_as_much_as_the_rest_is_the_end() -> None:
    consultation = clocked(complained_of())
    consultation.answer("blurry", fact="complaint")
    consultation.answer(9.0, fact="x.a")
    assert ending(consultation) == "established"


def test_layers_that_are_clear_are_not_the_end_while_the_complaint_is_open() -> None:
    consultation = clocked(complained_of())
    consultation.answer("echo", fact="complaint")
    consultation.answer(1.0, fact="x.a")
    assert question(consultation).fact == "x.b"


def two_media(complaint: Complaint) -> Consultation:
    """Somebody with that complaint, and two causes that differ in the medium of the fact they are told by."""
    made = engine(
        [COMPLAINT, number("x.audio.a"), number("x.video.b")],
        [
            cause("media.odd", above("media.odd/a", "x.audio.a"), explains=("echo", "blurry")),
            cause("media.strange", above("media.strange/b", "x.video.b"), explains=("echo", "blurry")),
        ],
    )
    consultation = clocked(
        Engine(chainer="plain", knowledge=made.knowledge.replace(complaints={complaint.id: complaint}))
    )
    consultation.answer(complaint.id, fact="complaint")
    return consultation


@pytest.mark.parametrize(
    ("medium", "first", "second"),
    [("audio", "x.audio.a", "x.video.b"), ("video", "x.video.b", "x.audio.a"), (None, "x.audio.a", "x.video.b")],
)
def test_the_other_medium_is_asked_about_later(medium: Medium | None, first: str, second: str) -> None:
    consultation = two_media(Complaint("echo", text("Echo"), medium=medium))
    assert question(consultation).fact == first
    consultation.unknown()
    assert question(consultation).fact == second


@pytest.mark.parametrize(
    ("explained", "first"), [(("echo", "blurry"), "x.b"), (("blurry", "echo"), "x.a"), (("noise", "echo"), "x.a")]
)
def test_a_cause_whose_usual_complaint_it_is_comes_first(explained: tuple[str, ...], first: str) -> None:
    """All of them explain two complaints; otherwise the first fact of the catalogue would be the first."""
    base = engine(
        [COMPLAINT, number("x.a"), number("x.b")],
        [
            cause("media.odd", above("media.odd/a", "x.a"), explains=("noise", "echo")),
            cause("media.strange", above("media.strange/b", "x.b"), explains=explained),
        ],
    )
    consultation = clocked(base)
    consultation.answer("echo", fact="complaint")
    assert question(consultation).fact == first
