"""Section 3 of the design: primary, consequence, independent, observations."""

from __future__ import annotations

from typing import Any as Anything

import pytest
from inference_support import cause, compare, diagnose, fact, knowledge, rule, series, streams, text

from rtctriage.diagnosis import Diagnosis, Hypothesis
from rtctriage.inference.relations import follows_in_time
from rtctriage.knowledge.model import Cause, Change, Compare, Comparison, Member, Scenario
from rtctriage.profile import Streams

FACTS = [*(fact(f"f{i}", series=True) for i in range(6)), fact("complaint", type="choice")]


def bad(number: int) -> Compare:
    return compare(f"f{number}", ">", 5.0, for_s=3.0)


def at(begin: float, end: float, seconds: int = 60) -> Streams:
    """A course that is bad from one second to another one."""
    return streams(**{"video 1": series([9.0 if begin < t <= end else 0.0 for t in range(1, seconds + 1)])})


def one(name: str, number: int, certainty: float = 0.9, **changes: Anything) -> Cause:
    of_rule = {key: changes.pop(key) for key in ("side", "stands_alone", "observation") if key in changes}
    return cause(name, rule(f"{name}/r", bad(number), certainty, **of_rule), **changes)


def relations(found: Diagnosis) -> dict[str, str]:
    named = [*([found.primary] if found.primary else []), *found.others, *found.observations]
    return {h.cause: h.relation + (f" of {h.of}" if h.of else "") for h in named}


def run(causes: list[Cause], facts: dict[str, Anything]) -> dict[str, str]:
    return relations(diagnose(knowledge(FACTS, causes), facts))


LOSS = one("network.loss", 0, leads_to=("media.bitrate", "media.freeze"))


def test_a_consequence() -> None:
    assert run([LOSS, one("media.bitrate", 1)], {"f0": at(10, 20), "f1": at(12, 22)}) == {
        "network.loss": "primary",
        "media.bitrate": "consequence of network.loss",
    }


def test_not_what_nothing_leads_to() -> None:
    assert run([LOSS, one("media.desync", 1)], {"f0": at(10, 20), "f1": at(12, 22)}) == {
        "network.loss": "primary",
        "media.desync": "independent",
    }


def test_not_of_a_later_layer() -> None:
    causes = [one("network.loss", 0, 0.7), one("media.bitrate", 1, leads_to=("network.loss",))]
    assert run(causes, {"f0": at(10, 20), "f1": at(12, 22)}) == {
        "network.loss": "primary",
        "media.bitrate": "independent",
    }


def test_of_the_same_layer() -> None:
    causes = [one("media.bitrate", 0, 0.7, leads_to=("media.freeze",)), one("media.freeze", 1, 0.9)]
    assert run(causes, {"f0": at(10, 20), "f1": at(12, 22)}) == {
        "media.bitrate": "primary",
        "media.freeze": "consequence of media.bitrate",
    }


@pytest.mark.parametrize(
    ("parent", "child", "follows"),
    [
        ((10, 20), (15, 30), True),
        ((10, 20), (25, 30), True),
        ((10, 20), (25.1, 30), False),
        ((10, 20), (2, 9), False),
        ((10, 20), (2, 10), True),
        ((10, 20), (12, 13), True),
        (None, (2, 3), True),
        ((10, 20), None, True),
        (None, None, True),
    ],
)
def test_in_time(parent: Anything, child: Anything, follows: bool) -> None:
    assert follows_in_time(child, parent) is follows


def test_not_long_after() -> None:
    assert run([LOSS, one("media.bitrate", 1)], {"f0": at(10, 20), "f1": at(30, 40)}) == {
        "network.loss": "primary",
        "media.bitrate": "independent",
    }


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        ("uplink", "uplink", "consequence of network.loss"),
        ("uplink", "downlink", "independent"),
        (None, "downlink", "consequence of network.loss"),
        ("uplink", None, "consequence of network.loss"),
    ],
)
def test_on_the_same_side(parent: str | None, child: str | None, expected: str) -> None:
    causes = [one("network.loss", 0, side=parent, leads_to=("media.bitrate",)), one("media.bitrate", 1, side=child)]
    assert run(causes, {"f0": at(10, 20), "f1": at(12, 22)})["media.bitrate"] == expected


def test_both_sides_go_with_either() -> None:
    both = cause(
        "network.loss",
        rule("network.loss/up", bad(0), 0.9, side="uplink"),
        rule("network.loss/down", bad(2), 0.9, side="downlink"),
        leads_to=("media.bitrate",),
    )
    causes = [both, one("media.bitrate", 1, side="downlink")]
    assert run(causes, {"f0": at(10, 20), "f1": at(12, 22), "f2": at(12, 20)})["media.bitrate"].startswith("conseq")


def test_what_stands_alone_is_nobodys_consequence() -> None:
    causes = [LOSS, one("media.bitrate", 1, stands_alone=True)]
    assert run(causes, {"f0": at(10, 20), "f1": at(12, 22)})["media.bitrate"] == "independent"


def test_a_fault_follows_only_from_a_fault_a_suspect_from_either() -> None:
    loss = one("network.loss", 0, 0.4, leads_to=("media.bitrate",))
    facts = {"f0": at(10, 20), "f1": at(12, 22)}
    assert run([loss, one("media.bitrate", 1, 0.9)], facts) == {
        "media.bitrate": "primary",
        "network.loss": "independent",
    }
    assert run([loss, one("media.bitrate", 1, 0.4)], facts)["media.bitrate"] == "consequence of network.loss"
    assert run([LOSS, one("media.bitrate", 1, 0.4)], facts)["media.bitrate"] == "consequence of network.loss"


def test_of_several_the_strongest() -> None:
    causes = [
        one("network.jitter", 2, 0.95, leads_to=("media.bitrate",)),
        one("network.loss", 0, 0.9, leads_to=("media.bitrate",)),
        one("media.bitrate", 1),
    ]
    facts = {"f0": at(10, 20), "f1": at(12, 22), "f2": at(10, 20)}
    assert run(causes, facts)["media.bitrate"] == "consequence of network.jitter"


def test_rather_of_what_is_no_consequence_itself() -> None:
    causes = [
        one("network.jitter", 2, 0.95, leads_to=("media.bitrate",)),
        one("network.loss", 0, 0.7, leads_to=("media.bitrate", "network.jitter")),
        one("media.bitrate", 1),
    ]
    facts = {"f0": at(10, 20), "f1": at(12, 22), "f2": at(10, 20)}
    assert run(causes, facts) == {
        "network.loss": "primary",
        "network.jitter": "consequence of network.loss",
        "media.bitrate": "consequence of network.loss",
    }


def test_directly_only() -> None:
    """Loss leads to a low bitrate, that to a freeze: the freeze is told to follow from the bitrate."""
    causes = [
        one("network.loss", 0, leads_to=("media.bitrate",)),
        one("media.bitrate", 1, leads_to=("media.freeze",)),
        one("media.freeze", 2),
    ]
    assert run(causes, {"f0": at(10, 20), "f1": at(12, 22), "f2": at(13, 23)}) == {
        "network.loss": "primary",
        "media.bitrate": "consequence of network.loss",
        "media.freeze": "consequence of media.bitrate",
    }
    # the link between them is not there
    assert run([causes[0], causes[2]], {"f0": at(10, 20), "f2": at(13, 23)})["media.freeze"] == "independent"


@pytest.mark.parametrize(("first", "second"), [(0.9, 0.7), (0.7, 0.9)])
def test_a_circle_leaves_a_root(first: float, second: float) -> None:
    causes = [
        one("media.a", 0, first, leads_to=("media.b",)),
        one("media.b", 1, second, leads_to=("media.c",)),
        one("media.c", 2, 0.65, leads_to=("media.a",)),
    ]
    found = run(causes, {"f0": at(10, 20), "f1": at(10, 20), "f2": at(10, 20)})
    assert list(found.values()).count("primary") == 1
    assert found["media.a" if first > second else "media.b"] == "primary"


def primary(causes: list[Cause], facts: dict[str, Anything]) -> Hypothesis:
    found = diagnose(knowledge(FACTS, causes), facts).primary
    assert found is not None
    return found


def test_faults_go_before_suspects() -> None:
    assert (
        primary([one("network.a", 0, 0.5), one("usage.b", 1, 0.7)], {"f0": at(1, 9), "f1": at(1, 9)}).cause == "usage.b"
    )


def test_the_given_complaint_goes_before_the_layer() -> None:
    causes = [one("network.a", 0), one("usage.b", 1, explains=("echo",))]
    facts = {"f0": at(1, 9), "f1": at(1, 9)}
    assert primary(causes, facts).cause == "network.a"
    assert primary(causes, {**facts, "complaint": "echo"}).cause == "usage.b"
    assert primary(causes, {**facts, "complaint": "noise"}).cause == "network.a"


def test_the_earlier_layer_goes_before_the_certainty() -> None:
    assert (
        primary([one("network.a", 0, 0.7), one("usage.b", 1, 0.9)], {"f0": at(1, 9), "f1": at(1, 9)}).cause
        == "network.a"
    )


def test_the_certainty_goes_before_the_start() -> None:
    facts = {"f0": at(1, 9), "f1": at(11, 19)}
    assert primary([one("network.a", 0, 0.7), one("network.b", 1, 0.9)], facts).cause == "network.b"
    assert primary([one("network.a", 0, 0.9), one("network.b", 1, 0.9)], facts).cause == "network.a"
    assert primary([one("network.a", 1, 0.9), one("network.b", 0, 0.9)], facts).cause == "network.b"


def test_observations_are_listed_and_no_fault() -> None:
    causes = [one("usage.mute", 0, 0.9, observation=True, explains=("no-audio",)), one("media.x", 1, 0.3)]
    found = diagnose(knowledge(FACTS, causes), {"f0": at(0, 60), "f1": at(1, 9)})
    assert relations(found) == {"media.x": "primary", "usage.mute": "observation"}
    assert found.verdict == "suspect"
    assert found.observations[0].verdict == "observation"
    assert found.layers[4].faults == ()
    assert found.layers[4].verdict == "clear"
    assert found.layers[4].unmeasured == ()


def test_an_observation_under_a_complaint_that_it_explains() -> None:
    causes = [one("usage.mute", 0, 0.9, observation=True, explains=("no-audio",))]
    facts = {"f0": at(0, 60)}
    assert diagnose(knowledge(FACTS, causes), {**facts, "complaint": "no-audio"}).verdict == "fault"
    assert diagnose(knowledge(FACTS, causes), {**facts, "complaint": "stutter"}).verdict == "inconclusive"


def test_the_microphone_of_the_design() -> None:
    """Silent from the first second: an observation. Falls silent: a suspect. Silent under "no sound": a fault."""
    silent = cause(
        "usage.mic-silent",
        rule("usage.mic-silent/silent", compare("f0", "<", 1.0, reducer="p95"), 0.3, observation=True),
        rule(
            "usage.mic-silent/fell-silent",
            Change(fact="f0", before=Comparison(">", 1.0), after=Comparison("<", 1.0), for_s=5.0),
            0.4,
        ),
        rule(
            "usage.mic-silent/complaint",
            Member(fact="complaint", values=("no-audio",)),
            0.5,
            observation=True,
        ),
        explains=("no-audio",),
    )
    base = knowledge(FACTS, [silent])
    always = streams(mic=series([0.0] * 60))
    assert relations(diagnose(base, {"f0": always})) == {"usage.mic-silent": "observation"}
    falls = diagnose(base, {"f0": streams(mic=series([9.0] * 30 + [0.0] * 30))})
    assert falls.verdict == "suspect"
    assert falls.primary is not None
    assert falls.primary.window_s == (30.0, 60.0)
    complained = diagnose(base, {"f0": always, "complaint": "no-audio"})
    assert complained.verdict == "fault"


def test_an_observation_is_nobodys_cause() -> None:
    causes = [one("network.loss", 0, observation=True, leads_to=("media.bitrate",)), one("media.bitrate", 1)]
    assert run(causes, {"f0": at(10, 20), "f1": at(12, 22)})["media.bitrate"] == "primary"


def test_a_scenario_has_its_own_order_of_suspicion() -> None:
    causes = [one("network.loss", 0), one("media.desync", 1), one("media.late", 2)]
    everywhere = {"f0": at(10, 20), "f1": at(30, 40), "f2": at(50, 55)}
    usual = Scenario(id="usual", title=text("usual"), thresholds={})
    other = Scenario(id="other", title=text("other"), thresholds={}, suspects=("media.late", "media.desync"))
    base = knowledge([*FACTS, fact("scenario", type="choice")], causes, scenarios=[usual, other])

    def order(scenario: str) -> list[str]:
        found = diagnose(base, everywhere, scenario=scenario)
        return [h.cause for h in (found.primary, *found.others) if h is not None]

    assert order("usual") == ["network.loss", "media.desync", "media.late"]
    assert order("other") == ["media.late", "media.desync", "network.loss"]
