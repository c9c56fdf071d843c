"""The diagnosis under changed facts."""

from __future__ import annotations

import pytest

from rtctriage import Engine, ProfileError, UnknownName
from rtctriage.explain.seen import Seen
from rtctriage.explain.what_if import what_if

LOSS = {"complaint": "stutter", "facts": {"uplink.packet_loss": "8 %", "downlink.packet_loss": "0.1 %"}}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def test_a_value_changed_and_in_another_unit(engine: Engine) -> None:
    answer = what_if(engine, engine.facts(LOSS), {"uplink.packet_loss": "0.1 %", "network.rtt": "0.9 s"})
    assert [(f.fact, f.before, f.after) for f in answer.facts] == [
        ("uplink.packet_loss", Seen(value=8.0), Seen(value=0.1)),
        ("network.rtt", None, Seen(value=900.0)),
    ]
    assert answer.changes.primary == ("network.packet-loss", "network.high-latency")


def test_it_is_the_diagnosis_of_the_changed_profile(engine: Engine) -> None:
    profile = engine.facts(LOSS)
    answer = what_if(engine, profile, {"uplink.packet_loss": 0.1, "complaint": "delay"}, language="zh")
    assert answer.before == engine.diagnose(profile, language="zh")
    changed = {"complaint": "delay", "facts": {"uplink.packet_loss": "0.1 %", "downlink.packet_loss": "0.1 %"}}
    assert answer.after == engine.diagnose(changed, language="zh")


@pytest.mark.parametrize("nothing", [None, "?"])
def test_a_fact_taken_away(engine: Engine, nothing: str | None) -> None:
    answer = what_if(engine, engine.facts(LOSS), {"uplink.packet_loss": nothing})
    assert answer.facts[0].after is None
    assert answer.after == engine.diagnose({"complaint": "stutter", "facts": {"downlink.packet_loss": "0.1 %"}})


def test_the_scenario_and_its_limits(engine: Engine) -> None:
    profile = engine.facts({"facts": {"network.rtt": "350 ms"}})
    answer = what_if(engine, profile, {"scenario": "one-to-one-social"})
    # what counts from 400 ms on in general counts from 300 ms on in this scenario, and adds to the certainty
    latency = next(change for change in answer.changes.causes if change.cause == "network.high-latency")
    assert latency.before.certainty is not None
    assert latency.after.certainty is not None
    assert latency.before.certainty < latency.after.certainty


def test_derived_facts_follow_and_others_stay(engine: Engine) -> None:
    profile = engine.facts(
        {
            "facts": {
                "uplink.video.height": "360 px",
                "uplink.video.source_height": "720 px",
                "uplink.packet_loss": "8 %",
                "uplink.audio.packet_loss": "8 %",
            }
        }
    )
    answer = what_if(engine, profile, {"uplink.video.height": "720 px", "uplink.audio.packet_loss": "0 %"})
    follow = {f.fact: (f.before, f.after) for f in answer.follow}
    assert follow["uplink.video.scale"] == (Seen(value=50.0), Seen(value=100.0))
    assert answer.stay == ("uplink.packet_loss",)


@pytest.mark.parametrize(
    ("facts", "error", "told"),
    [
        ({"uplink.packet_los": "1 %"}, UnknownName, 'did you mean "uplink.packet_loss"'),
        ({"uplink.packet_loss": "300 ms"}, ProfileError, "ms"),
        ({"uplink.packet_loss": "300 %"}, ProfileError, "never above 100 %"),
        ({"complaint": "stuter"}, ProfileError, "stutter"),
    ],
)
def test_what_cannot_be(
    engine: Engine, facts: dict[str, str | float | bool | None], error: type[Exception], told: str
) -> None:
    with pytest.raises(error) as raised:
        what_if(engine, engine.facts(LOSS), facts)
    assert told in str(raised.value)
