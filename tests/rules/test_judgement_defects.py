"""What other programs conclude wrongly from right numbers, and the rules must not.

The numbers are those of the list in ``tests/evidence/test_peer_defects.py``.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from rtctriage.diagnosis import Diagnosis
from rtctriage.engine import Engine

RTT = (0, 50, 100, 150, 180, 199, 200, 250, 299, 300, 350, 400, 401, 600, 999, 1000, 1001, 1500, 2000, 5000)
LOSS = (0, 0.5, 1, 1.5, 2, 2.9, 3, 3.1, 4, 4.9, 5, 5.1, 8, 10, 20, 50, 100)
JITTER = (0, 5, 10, 19, 20, 29, 30, 31, 50, 99, 100, 200, 1000)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def certainty(diagnosis: Diagnosis, cause: str) -> float:
    """How sure the answer is of a cause, on whichever side; below 0 where it is ruled out, 0 where nothing is known."""
    found = [*diagnosis.others, *diagnosis.observations, *([diagnosis.primary] if diagnosis.primary else [])]
    mine = [h.certainty for h in found if h.cause == cause]
    return max(mine, default=0.0) or min(
        (e.certainty for x in diagnosis.layers for e in x.exclusions if e.cause == cause), default=0.0
    )


def over(engine: Engine, cause: str, fact: str, values: Iterable[float], unit: str, **more: str) -> list[float]:
    """How sure the answer is of a cause as one fact gets worse."""
    return [certainty(engine.diagnose({"facts": {fact: f"{v} {unit}", **more}}), cause) for v in values]


@pytest.mark.parametrize("loss", [None, "0 %", "10 %"])
def test_a_longer_delay_is_never_better(engine: Engine, loss: str | None) -> None:
    """Defects 8, 9 and 11: a wrong bracket or a bent curve made the score rise with the delay, even under loss."""
    more = {} if loss is None else {"downlink.packet_loss": loss}
    sure = over(engine, "network.high-latency", "network.rtt", RTT, "ms", **more)
    assert sure == sorted(sure)
    assert sure[0] < -0.2
    assert sure[-1] >= 0.6


def test_loss_is_not_outweighed_by_delay(engine: Engine) -> None:
    """Defect 8: ten percent of loss scored better with 180 ms of delay than without."""
    for rtt in RTT:
        facts = {"network.rtt": f"{rtt} ms", "uplink.packet_loss": "10 %", "uplink.video.packet_loss": "10 %"}
        diagnosis = engine.diagnose({"facts": facts})
        assert certainty(diagnosis, "network.packet-loss") >= 0.6, rtt
        assert diagnosis.verdict == "fault"


@pytest.mark.parametrize(
    ("cause", "fact", "values", "unit"),
    [
        ("network.packet-loss", "uplink.packet_loss", LOSS, "%"),
        ("network.packet-loss", "downlink.packet_loss", LOSS, "%"),
        ("network.jitter", "downlink.audio.jitter", JITTER, "ms"),
        ("resources.cpu-overload", "cpu.total", (0, 20, 50, 69, 70, 80, 84, 85, 90, 95, 100), "%"),
    ],
)
def test_bands_have_no_holes(engine: Engine, cause: str, fact: str, values: tuple[float, ...], unit: str) -> None:
    """Defects 10 and 16: values between two bands of a score fell into the worst, or into none."""
    sure = over(engine, cause, fact, values, unit)
    assert sure == sorted(sure)
    assert sure[-1] >= 0.2


def test_a_long_round_trip_alone_blames_no_server(engine: Engine) -> None:
    """Defect 12: the server was blamed for a high round-trip time and nothing else."""
    primary = engine.diagnose({"facts": {"network.rtt": ["20 ms x20", "600 ms x30"]}}).primary
    assert primary is not None
    assert (primary.cause, primary.where) == ("network.high-latency", "path")


def test_nothing_measured_is_not_a_good_call(engine: Engine) -> None:
    """Defect 13: what a browser does not report was taken for 0, and the call for perfect."""
    for facts in ({}, {"connection.established": "true"}, {"downlink.video.packets": "100 /s"}):
        diagnosis = engine.diagnose({"facts": facts})
        assert diagnosis.verdict == "inconclusive"
        network = next(x for x in diagnosis.layers if x.layer == "network")
        assert network.verdict == "unmeasured"
        assert certainty(diagnosis, "network.packet-loss") == certainty(diagnosis, "network.high-latency") == 0.0


def test_a_freeze_lasts_as_long_as_it_lasted(engine: Engine) -> None:
    """Defect 14: a freeze ended after one tick, because the counter that should have ended it does not exist."""
    facts = {"downlink.video.freeze": ["0 % x20", "100 % x6", "0 % x20"], "downlink.video.packets": ["100 /s x46"]}
    diagnosis = engine.diagnose({"facts": facts})
    frozen = [h for h in (diagnosis.primary, *diagnosis.others) if h and h.cause == "media.video-freeze"]
    assert [h.window_s for h in frozen] == [(20.0, 26.0)]


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("NotFoundError", "usage.device-not-found"),
        ("NotReadableError", None),
        ("OverconstrainedError", None),
        ("UnknownError", None),
        ("NotAllowedError", "usage.permission-denied"),
    ],
)
def test_only_a_denied_permission_is_one(engine: Engine, error: str, cause: str | None) -> None:
    """Defect 17: no device, a device in use and unknown failures were all told as permission denied."""
    diagnosis = engine.diagnose({"facts": {"capture.audio_error": error}})
    found = {h.cause for h in (diagnosis.primary, *diagnosis.others) if h}
    assert ("usage.permission-denied" in found) == (cause == "usage.permission-denied")
    assert cause is None or cause in found


def test_a_fault_that_is_over_is_found(engine: Engine) -> None:
    """Defect 25: only the last sample was judged."""
    primary = engine.diagnose({"facts": {"uplink.packet_loss": ["0 % x20", "20 % x10", "0 % x20"]}}).primary
    assert primary is not None
    assert (primary.cause, primary.window_s) == ("network.packet-loss", (20.0, 30.0))


def test_both_directions_of_a_change_count(engine: Engine) -> None:
    """Defect 26: only a rising value was looked at, so that what fell was steady."""
    for offset in ("500 ms", "-500 ms"):
        facts = {"downlink.av_offset": ["0 ms x10", f"{offset} x30"]}
        assert certainty(engine.diagnose({"facts": facts}), "media.av-desync") >= 0.6, offset


def test_delay_that_was_not_measured_is_not_assumed(engine: Engine) -> None:
    """Defect 26: the delay was a constant."""
    diagnosis = engine.diagnose({"facts": {"uplink.packet_loss": "8 %"}})
    network = next(x for x in diagnosis.layers if x.layer == "network")
    assert "network.high-latency" in {u.cause for u in network.unmeasured}


@pytest.mark.parametrize("rtt", RTT)
@pytest.mark.parametrize("loss", [0, 3, 10])
def test_an_answer_does_not_contradict_itself(engine: Engine, rtt: float, loss: float) -> None:
    """Defect 26: one and the same thing was found good and bad in one answer."""
    facts = {"network.rtt": f"{rtt} ms", "uplink.packet_loss": f"{loss} %", "downlink.packet_loss": f"{loss} %"}
    diagnosis = engine.diagnose({"facts": facts})
    found = {h.cause for h in (diagnosis.primary, *diagnosis.others) if h}
    assert (diagnosis.verdict in ("fault", "suspect")) == bool(found)
    for layer in diagnosis.layers:
        assert not found & set(layer.ruled_out)
        assert not found & {u.cause for u in layer.unmeasured}
        assert layer.verdict != "clear" or not (layer.faults or layer.suspects)


def test_limits_are_joined_to_causes(engine: Engine) -> None:
    """Defect 29: each limit was a verdict of its own: no cause, nothing that follows from another."""
    facts = {
        "uplink.packet_loss": ["0 % x20", "15 % x20", "0 % x20"],
        "uplink.video.packet_loss": ["0 % x20", "15 % x20", "0 % x20"],
        "uplink.video.bitrate": ["1500 kbps x20", "100 kbps x22", "1500 kbps x18"],
        "uplink.video.target_bitrate": ["1500 kbps x20", "100 kbps x22", "1500 kbps x18"],
        "uplink.video.bandwidth_limited": ["0 % x20", "100 % x22", "0 % x18"],
    }
    diagnosis = engine.diagnose({"facts": facts})
    assert diagnosis.primary is not None
    assert diagnosis.primary.cause == "network.packet-loss"
    assert all(h.relation == "consequence" for h in diagnosis.others if h.side == "uplink"), diagnosis.others
