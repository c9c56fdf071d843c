from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from rtctriage.diagnosis import Diagnosis, Missing
from rtctriage.knowledge.model import FactSpec, KnowledgeBase
from rtctriage.profile import Known, Profile
from rtctriage.report.context import Context
from rtctriage.report.questions import QUESTIONS, questions
from rtctriage.text import Text

Maker = Callable[..., Diagnosis]

WIFI = Missing("device.wifi_rssi", "How strong is the Wi-Fi?", ("network.weak-wifi", "network.jitter"))
RTT = Missing("network.rtt", "How long are round trips?", ("network.high-latency",))
CPU = Missing("cpu.total", "How busy is the CPU?", ("resources.cpu-overload",))
LEVEL = Missing("uplink.audio.level", "How loud is the microphone?", ("usage.mic-silent",))


def asked(
    diagnosis: Diagnosis, knowledge: KnowledgeBase | None, *missing: Missing, profile: Profile | None = None
) -> dict[str, str]:
    given = msgspec.structs.replace(diagnosis, missing=missing)
    shown, further = questions(Context(given, knowledge, profile, "utc"))
    assert len(shown) + further == len(missing)
    return {question.fact: question.settles for question in shown}


def explaining(knowledge: KnowledgeBase, *causes: str) -> KnowledgeBase:
    """These causes explain stutter."""
    changed = {name: msgspec.structs.replace(knowledge.causes[name], explains=("stutter",)) for name in causes}
    return knowledge.replace(causes={**knowledge.causes, **changed})


def test_beside_a_fault_other_causes_of_its_layer_are_moot(fault: Maker, knowledge: KnowledgeBase) -> None:
    """But for those that may have led to it: weak Wi-Fi to loss."""
    said = asked(fault("en"), knowledge, WIFI, RTT, CPU)
    assert said == {WIFI.fact: "would settle: Weak Wi-Fi", CPU.fact: "would settle: CPU overload"}


def test_where_the_fault_explains_the_complaint_only_what_does_so_too_is_asked(
    fault: Maker, knowledge: KnowledgeBase
) -> None:
    given = explaining(knowledge, "network.packet-loss", "resources.cpu-overload")
    assert list(asked(fault("en"), given, CPU, LEVEL)) == [CPU.fact]
    # the fault does not explain it: everything may
    assert list(asked(fault("en"), explaining(knowledge, "usage.mic-silent"), CPU, LEVEL)) == [LEVEL.fact, CPU.fact]


def test_what_kept_the_call_from_taking_place_leaves_nothing_to_ask(fault: Maker, knowledge: KnowledgeBase) -> None:
    d = fault("en")
    assert d.primary is not None
    primary = msgspec.structs.replace(d.primary, cause="access.token-expired", layer="access")
    layers = tuple(
        msgspec.structs.replace(x, verdict="not-applicable") if x.layer in ("network", "media") else x for x in d.layers
    )
    expired = msgspec.structs.replace(d, primary=primary, layers=layers)
    ice = Missing("connection.ice_connected", "Did ICE connect?", ("access.ice-failed",))
    assert asked(expired, knowledge, ice, CPU, LEVEL) == {}
    suspected = msgspec.structs.replace(expired, verdict="suspect")
    assert list(asked(suspected, knowledge, ice, CPU, LEVEL)) == [ice.fact, CPU.fact, LEVEL.fact]


@pytest.mark.parametrize("known", [{"uplink.video.bitrate": Known(500.0)}, {}])
def test_what_is_known_answers_for_what_it_implies(
    empty: Maker, knowledge: KnowledgeBase, known: dict[str, Known]
) -> None:
    flowing = FactSpec(
        name="uplink.video.flowing",
        type="boolean",
        title=Text("Video is sent", "有视频上行"),
        meaning=Text("", ""),
        implied_by=("uplink.video.bitrate",),
    )
    given = knowledge.replace(facts={**knowledge.facts, flowing.name: flowing})
    question = Missing(flowing.name, "Is video sent?", ("media.bitrate-too-low",))
    said = asked(empty("en"), given, question, CPU, profile=Profile(facts=known))
    assert list(said) == ([CPU.fact] if known else [flowing.name, CPU.fact])


def test_without_knowledge_all_are_asked_as_far_as_there_is_room(fault: Maker) -> None:
    many = [Missing(f"cpu.{i}", "How busy is the CPU?", ("resources.cpu-overload",)) for i in range(QUESTIONS + 2)]
    assert list(asked(fault("en"), None, *many)) == [m.fact for m in many[:QUESTIONS]]
