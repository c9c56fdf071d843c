"""What a call was reasoned to, before it is put in words."""

from __future__ import annotations

import pytest

from rtctriage import Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def test_it_is_what_the_diagnosis_says(engine: Engine) -> None:
    profile = engine.facts({"complaint": "stutter", "facts": {"uplink.packet_loss": "8 %", "cpu.total": "20 %"}})
    reasoning, diagnosis = engine.reason(profile), engine.diagnose(profile)
    assert reasoning.primary is not None
    assert diagnosis.primary is not None
    program = reasoning.program
    assert program.causes[reasoning.primary.cause].cause.id == diagnosis.primary.cause == "network.packet-loss"
    assert reasoning.complaint == "stutter"
    out = {program.causes[n].cause.id for n in reasoning.out}
    assert out == {cause for layer in diagnosis.layers for cause in layer.ruled_out}
    assert "resources.cpu-overload" in out


def test_layers_that_do_not_apply_are_settled(engine: Engine) -> None:
    reasoning = engine.reason(engine.facts({"facts": {"connection.established": "false"}}))
    program = reasoning.program
    settled = {program.causes[n].cause.id for n in reasoning.settled}
    assert settled >= {c.cause.id for c in program.causes if c.cause.layer in ("network", "media")}
