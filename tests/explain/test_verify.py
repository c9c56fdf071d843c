"""Checks of playbooks on evidence."""

from __future__ import annotations

import pytest

from rtctriage import Engine, Profile, Series, Stream, Streams
from rtctriage.explain.verify import verify
from rtctriage.knowledge.model import Playbook, Step
from rtctriage.text import Text


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def book(*checks: str | None) -> Playbook:
    text = Text("x", "x")
    return Playbook(
        id="network/x",
        title=text,
        steps=tuple(Step(owner="support", action=text, expect=text, verify=check) for check in checks),
        escalate=text,
    )


def test_true_false_and_not_measured(engine: Engine) -> None:
    loss = Streams((Stream("all", Series(range(1, 6), [0, 0, 0, 0, 9])),))
    reasoning = engine.reason(Profile({"uplink.packet_loss": loss}))
    steps = book(
        "uplink.packet_loss: mean < {loss.mild}",
        None,
        "uplink.packet_loss: max < 5 %; network.rtt: median < 300 ms",
        "uplink.packet_loss: max >= 9 %; network.rtt: median < 300 ms",
    )
    checks = verify(reasoning, steps, engine.knowledge)
    # a mean of 1.8 %; the highest is 9 %; what is false is false whatever else is unknown
    assert [(c.step, c.truth) for c in checks] == [(1, "true"), (3, "false"), (4, "unknown")]
    first = checks[0].tests[0]
    assert (first.fact, first.observed, first.operator, first.limit, first.unit) == (
        "uplink.packet_loss", 1.8, "<", 2.0, "%"
    )  # fmt: skip
    assert [test.truth for test in checks[1].tests] == ["false", "unknown"]
    assert checks[1].tests[1].observed is None


def test_limits_of_the_scenario(engine: Engine) -> None:
    steps = book("network.rtt: median < {rtt.high}")
    general = engine.reason(engine.facts({"facts": {"network.rtt": "350 ms"}}))
    social = engine.reason(engine.facts({"scenario": "one-to-one-social", "facts": {"network.rtt": "350 ms"}}))
    assert verify(general, steps, engine.knowledge)[0].truth == "true"
    assert verify(social, steps, engine.knowledge)[0].truth == "false"


def test_every_check_of_the_built_in_playbooks_can_be_evaluated(engine: Engine) -> None:
    reasoning = engine.reason(engine.facts({}))
    for playbook in engine.knowledge.playbooks.values():
        checks = verify(reasoning, playbook, engine.knowledge)
        assert [c.step for c in checks] == [n for n, step in enumerate(playbook.steps, 1) if step.verify]
        known = [test.fact for check in checks for test in check.tests if test.truth != "unknown"]
        assert not known, playbook.id
