"""Did the playbook help?"""

from __future__ import annotations

from typing import Any

import pytest

from rtctriage import Engine, Profile, Series, Stream, Streams
from rtctriage.explain.compare import compare
from rtctriage.profile import EvidenceNote, Known

LOSS = {"uplink.packet_loss": "8 %", "downlink.packet_loss": "0.1 %"}
CLEAN = {"uplink.packet_loss": "0.1 %", "downlink.packet_loss": "0.1 %"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def profile(engine: Engine, facts: dict[str, str], **about: Any) -> Profile:
    return engine.facts({**about, "facts": facts})


def test_solved(engine: Engine) -> None:
    answer = compare(engine, profile(engine, LOSS), profile(engine, CLEAN))
    assert (answer.outcome, answer.cause, answer.playbook) == ("solved", "network.packet-loss", "network/packet-loss")
    assert answer.was is not None
    assert answer.now is not None
    assert (answer.was.standing, answer.now.standing) == ("fault", "ruled-out")
    assert {(check.before.truth, check.after.truth) for check in answer.checks} == {("false", "true")}
    loss = next(fact for fact in answer.facts if fact.fact == "uplink.packet_loss")
    assert loss.effect == "better"
    assert loss.bears[0] > 0 > loss.bears[1]
    assert not answer.new
    assert not answer.notes


def test_what_was_not_measured_is_not_solved(engine: Engine) -> None:
    answer = compare(engine, profile(engine, LOSS), profile(engine, {"cpu.total": "20 %"}))
    assert answer.outcome == "not-shown"
    effects = {fact.fact: fact.effect for fact in answer.facts}
    assert effects["uplink.packet_loss"] == "not-measured-now"
    assert effects["cpu.total"] == "measured-now"
    assert {check.after.truth for check in answer.checks} == {"unknown"}


def test_still_there(engine: Engine) -> None:
    answer = compare(engine, profile(engine, LOSS), profile(engine, {**LOSS, "uplink.packet_loss": "20 %"}))
    assert answer.outcome == "still-there"


def test_a_check_that_fails_is_no_solution(engine: Engine) -> None:
    # a mean of 0.9 % that is never at 5 % for three seconds is ruled out, and its 95th percentile is still above 3 %
    loss = Streams((Stream("all", Series(range(1, 21), [0.0] * 9 + [9.0] + [0.0] * 9 + [9.0])),))
    after = Profile({**profile(engine, CLEAN).facts, "uplink.packet_loss": loss})
    answer = compare(engine, profile(engine, LOSS), after)
    assert answer.now is not None
    assert answer.now.standing == "ruled-out"
    assert answer.outcome == "not-confirmed"


def test_another_fault_in_its_place(engine: Engine) -> None:
    answer = compare(engine, profile(engine, LOSS), profile(engine, {**CLEAN, "network.rtt": "900 ms"}))
    assert answer.outcome == "solved"
    assert answer.new == ("network.high-latency",)


def test_what_follows_from_a_new_fault_is_not_new_itself(engine: Engine) -> None:
    slow = {"uplink.video.frame_rate": "3 fps", "uplink.video.source_frame_rate": "30 fps"}
    answer = compare(engine, profile(engine, {**CLEAN, "network.rtt": "900 ms"}), profile(engine, {**LOSS, **slow}))
    relations = {h.cause: h.relation for h in answer.after.others}
    assert relations["media.framerate-too-low"] == "consequence"
    assert answer.new == ("network.packet-loss",)


def test_an_observation_makes_no_fact_suspicious(engine: Engine) -> None:
    silent = {**CLEAN, "uplink.audio.level": "0"}
    answer = compare(engine, profile(engine, LOSS), profile(engine, silent))
    assert "usage.mic-silent" in {h.cause for h in answer.after.observations}
    level = next(fact for fact in answer.facts if fact.fact == "uplink.audio.level")
    assert level.bears == (0.0, 0.0)


def test_a_note_names_facts_and_their_values_by_their_titles(engine: Engine) -> None:
    about = ({"scenario": "show-live", "complaint": "stutter"}, {"scenario": "one-to-one-social", "complaint": "echo"})
    before, after = (engine.facts({"facts": LOSS, **one}) for one in about)
    knowledge = engine.knowledge
    was, then = (knowledge.scenarios[str(one["scenario"])].title for one in about)
    notes = {note.en: note.zh for note in compare(engine, before, after).notes}
    title = knowledge.facts["scenario"].title
    said = f"{title.en} differs: {was.en} before, {then.en} after."
    assert notes[said] == f"{title.zh}不同：之前为{was.zh}，之后为 {then.zh}。"
    assert any(knowledge.complaints["echo"].title.en in note for note in notes)


def test_a_fact_that_is_what_it_was_speaks_as_it_did(engine: Engine) -> None:
    """Rules about it come out otherwise, and it is the other fact in them that makes the difference."""
    rates = {"uplink.video.source_frame_rate": "30 fps", "uplink.video.frame_rate": "3 fps"}
    before, after = {**LOSS, **rates}, {**LOSS, **rates, "uplink.video.frame_rate": "29 fps"}
    effects = {f.fact: f.effect for f in compare(engine, profile(engine, before), profile(engine, after)).facts}
    assert effects["uplink.video.frame_rate"] == "better"
    assert effects["uplink.video.source_frame_rate"] == "same"


def test_checks_of_the_other_direction_say_nothing(engine: Engine) -> None:
    """The far end's microphone was silent; that this one's is low now is no reason to call that not confirmed."""
    received = {"downlink.audio.level": "0", "downlink.audio.bitrate": "2 kbps", "downlink.audio.packets": "50 /s"}
    silent = {"complaint": "no-audio", "facts": received}
    loud = {**received, "downlink.audio.level": "0.3", "uplink.audio.level": "0.005"}
    before, after = engine.facts(silent), engine.facts({"facts": loud})
    answer = compare(engine, before, after)
    assert (answer.cause, answer.was and answer.was.side) == ("usage.mic-silent", "downlink")
    assert "false" in {check.after.truth for check in answer.checks}
    assert answer.outcome != "not-confirmed"
    assert any("count only in a recording of the far end" in note.en for note in answer.notes)
    assert not any("far end" in note.en for note in compare(engine, profile(engine, LOSS), after).notes)


def test_nothing_to_compare(engine: Engine) -> None:
    answer = compare(engine, profile(engine, {}), profile(engine, LOSS))
    assert (answer.outcome, answer.cause, answer.was, answer.playbook, answer.checks) == (
        "nothing-to-compare", None, None, None, ()
    )  # fmt: skip
    assert answer.new == ("network.packet-loss",)


def test_what_makes_calls_hard_to_compare(engine: Engine) -> None:
    def recorded(seconds: float, t0: float, end: Any, version: str) -> Profile:
        note = EvidenceNote("x", "getstats", end, None, 9, t0, seconds)
        return Profile({**profile(engine, LOSS).facts, "sdk.version": Known(version)}, (note,))

    answer = compare(engine, recorded(60, 2e12, "local", "4.2.0"), recorded(4, 1e12, "remote", "4.3.0"))
    said = " ".join(note.en for note in answer.notes)
    assert "SDK version differs: 4.2.0 before, 4.3.0 after." in said
    assert "recorded before the other one" in said
    assert "short (4 s)" in said
    assert "different ends" in said
    assert len(answer.notes) == 4
    assert not compare(engine, recorded(60, 1e12, "local", "4.2.0"), recorded(59, 2e12, "local", "4.2.0")).notes
