"""Two answers beside each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage import Diagnosis, Engine
from rtctriage.explain.changes import Stand, changes, stand_of, stands

FACTS = {
    "uplink.packet_loss": ("0.2 %", "8 %", "30 %"),
    "downlink.packet_loss": ("0.2 %", "8 %"),
    "network.rtt": ("40 ms", "900 ms"),
    "cpu.total": ("20 %", "99 %"),
    "connection.established": ("true", "false"),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def diagnosed(engine: Engine, **facts: str) -> Diagnosis:
    return engine.diagnose({"facts": {name.replace("__", "."): value for name, value in facts.items()}})


def test_a_fault_that_goes_and_a_layer_that_clears(engine: Engine) -> None:
    before = diagnosed(engine, uplink__packet_loss="8 %", downlink__packet_loss="0.1 %")
    after = diagnosed(engine, uplink__packet_loss="0.1 %", downlink__packet_loss="0.1 %")
    found = changes(before, after)
    assert found.verdict == ("fault", "inconclusive")
    assert found.primary == ("network.packet-loss", None)
    loss = next(change for change in found.causes if change.cause == "network.packet-loss")
    assert (loss.layer, loss.before.standing, loss.before.relation, loss.before.side) == (
        "network", "fault", "primary", "uplink"
    )  # fmt: skip
    # one rule for each side says so: disproved, the least sure of both
    assert (loss.after.standing, loss.after.relation) == ("ruled-out", None)
    assert next(layer for layer in found.layers if layer.layer == "network").before == "fault"
    assert not found.same


def test_what_does_not_apply_is_not_open(engine: Engine) -> None:
    diagnosis = diagnosed(engine, connection__established="false")
    assert stand_of(diagnosis, "network.packet-loss") == Stand("not-applicable")
    assert stand_of(diagnosis, "resources.cpu-overload") == Stand("open")


def test_the_worse_of_two_sides_counts(engine: Engine) -> None:
    # on the uplink it is suspected for a reason that is weak, on the downlink it is measured
    diagnosis = engine.diagnose(
        {
            "complaint": "stutter",
            "facts": {"downlink.packet_loss": "12 %", "uplink.packet_loss": "0.2 %", "device.wifi_rssi": "-80 dBm"},
        }
    )
    stand = stand_of(diagnosis, "network.packet-loss")
    assert (stand.standing, stand.side) == ("fault", "downlink")


@given(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FACTS.items()}),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FACTS.items()}),
)
def test_it_is_as_the_answers_say(one: dict[str, str], other: dict[str, str]) -> None:
    engine = ENGINE
    before, after = engine.diagnose({"facts": one}), engine.diagnose({"facts": other})
    assert changes(before, before).same
    found = changes(before, after)
    back = changes(after, before)
    assert [(c.cause, c.before, c.after) for c in found.causes] == [(c.cause, c.after, c.before) for c in back.causes]
    assert {c.cause for c in found.causes}.isdisjoint(
        cause for cause, said in stands(before).items() if stands(after).get(cause) == said
    )
    assert [layer.after for layer in found.layers] == [layer.verdict for layer in after.layers]
    for change in found.causes:
        named = {h.cause for h in (after.primary, *after.others, *after.observations) if h is not None}
        assert (change.after.standing in ("fault", "suspect", "observation")) == (change.cause in named)
        out = {cause for layer in after.layers for cause in layer.ruled_out}
        assert (change.after.standing == "ruled-out") == (change.cause in out - named)


ENGINE = Engine(chainer="plain")
