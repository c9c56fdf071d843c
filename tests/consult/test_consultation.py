"""A consultation from outside: what is asked, what follows, and what may be done in between."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from consult_support import builtin, clocked, question

from rtctriage import Engine, Known, Profile, Series, Stream, Streams, UnknownName
from rtctriage.consult import SCHEMA, Accepted, Conclusion, Consultation, Question, Refused
from rtctriage.errors import EvidenceError, RtctriageError
from rtctriage.text import Language

LOSS = Series(times=range(1, 31), values=[0.0] * 10 + [25.0] * 20)


def profile_file(folder: Path, text: str) -> Path:
    path = folder / "ticket.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def recording(folder: Path, loss: float) -> Path:
    """Half a minute of statistics, in the form of getStats() once a second: so much of what is received is lost."""
    lines = []
    for second in range(1, 31):
        received = 50 * second
        lost = round(received * loss / (100 - loss))
        stats = [
            {
                "id": "I1",
                "type": "inbound-rtp",
                "kind": "video",
                "ssrc": 7,
                "timestamp": second * 1000.0,
                "packetsReceived": received,
                "packetsLost": lost,
                "bytesReceived": received * 1000,
            }
        ]
        lines.append(json.dumps({"timestamp": second * 1000.0, "stats": stats}))
    path = folder / f"loss-{loss}.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_complaint_comes_first_where_nothing_is_known() -> None:
    asked = question(clocked(builtin()))
    assert (asked.fact, asked.kind, asked.layer) == ("complaint", "choice", "access")
    assert [o.key for o in asked.options[:2]] == ["1", "2"]
    assert asked.options[0].label == "Video stutters or freezes"
    assert asked.progress.open_causes == len(builtin().knowledge.causes)
    assert asked.progress.answered == 0


@pytest.mark.parametrize(("language", "label"), [("en", "Video stutters or freezes"), ("zh", "视频卡顿")])
def test_questions_speak_the_language(language: Language, label: str) -> None:
    consultation = clocked(builtin(), language=language)
    asked = question(consultation)
    spec = builtin().knowledge.facts["complaint"]
    assert spec.question is not None
    assert asked.text == spec.question.in_(language)
    assert asked.options[0].label == label
    consultation.answer(label)
    following = question(consultation)
    catalogued = builtin().knowledge.facts[following.fact]
    assert catalogued.question is not None
    assert following.text == catalogued.question.in_(language)
    assert following.how
    assert following.why
    assert following.causes


def test_how_to_find_the_answer_is_said_for_the_platform_that_is_known() -> None:
    knowledge = builtin().knowledge
    from msgspec.structs import replace

    from rtctriage.text import Text

    special = replace(knowledge.facts["complaint"], how_on={"ios": Text("Look at the iPhone.", "看 iPhone。")})
    engine = Engine(chainer="plain", knowledge=knowledge.replace(facts={**knowledge.facts, "complaint": special}))
    assert question(clocked(engine)).how != "Look at the iPhone."
    known = clocked(engine, start={"sdk": {"platform": "ios"}})
    assert question(known).how == "Look at the iPhone."


def test_what_is_known_at_the_start_is_not_asked() -> None:
    consultation = clocked(builtin(), start={"complaint": "stutter", "facts": {"network.rtt": "40 ms"}})
    seen = set()
    for _ in range(5):
        asked = question(consultation)
        seen.add(asked.fact)
        consultation.unknown()
    assert not seen & {"complaint", "network.rtt"}


def test_a_fault_that_is_known_at_the_start_is_the_end() -> None:
    end = clocked(builtin(), start={"complaint": "stutter", "facts": {"uplink.packet_loss": "9 %"}}).ask()
    assert isinstance(end, Conclusion)
    assert end.ending == "established"
    assert end.diagnosis.primary is not None
    assert end.diagnosis.primary.cause == "network.packet-loss"


def test_a_recording_says_what_is_not_asked_any_more(tmp_path: Path) -> None:
    consultation = clocked(builtin())
    consultation.answer("stutter")
    asked = question(consultation)
    read = consultation.attach(recording(tmp_path, 20))
    assert "downlink.packet_loss" in read.facts
    end = consultation.ask()
    assert isinstance(end, Conclusion)
    assert end.diagnosis.primary is not None
    assert end.diagnosis.primary.cause == "network.packet-loss"
    assert end.diagnosis.evidence[0].file.endswith("loss-20.jsonl")
    assert asked.fact != "complaint"


def test_what_a_person_says_stands_over_a_recording_whenever_it_is_attached(tmp_path: Path) -> None:
    path = recording(tmp_path, 20)
    before, after = clocked(builtin()), clocked(builtin())
    before.attach(path)
    before.answer("0.0 %", fact="downlink.packet_loss")
    after.answer("0.0 %", fact="downlink.packet_loss")
    after.attach(path)
    assert before.profile() == after.profile()
    known = after.profile().facts["downlink.packet_loss"]
    assert isinstance(known, Known)
    assert known.value == 0.0
    assert any("downlink.packet_loss" in note for note in after.so_far().notes)


def test_a_symptom_profile_can_be_attached_and_answers_stand_over_it(tmp_path: Path) -> None:
    path = profile_file(tmp_path, "complaint: echo\nfacts: {network.rtt: 40 ms}\n")
    consultation = clocked(builtin())
    consultation.answer("stutter")
    consultation.attach(path)
    facts = consultation.profile().facts
    assert facts["complaint"] == Known("stutter", facts["complaint"].source)
    assert isinstance(facts["network.rtt"], Known)
    assert facts["network.rtt"].value == 40.0


def test_the_same_file_twice_is_one_file(tmp_path: Path) -> None:
    consultation = clocked(builtin())
    path = recording(tmp_path, 20)
    consultation.attach(path)
    before = consultation.state()
    consultation.attach(path)
    assert consultation.state() == before


def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    consultation = clocked(builtin())
    consultation.answer("stutter")
    before = consultation.state()
    with pytest.raises(EvidenceError):
        consultation.attach(tmp_path / "missing.json")
    broken = tmp_path / "broken.json.gz"
    broken.write_bytes(gzip.compress(b"\x00\x01 nothing"))
    with pytest.raises(RtctriageError):
        consultation.attach(broken)
    assert consultation.state() == before


def test_series_of_a_program_are_kept_with_the_state() -> None:
    profile = Profile(
        {
            "complaint": Known("stutter"),
            "uplink.packet_loss": Streams((Stream("video 3471", LOSS),)),
        }
    )
    consultation = clocked(builtin(), start=profile)
    again = Consultation.restore(builtin(), json.loads(json.dumps(consultation.state())))
    assert again.lost == ()
    assert again.profile() == consultation.profile()
    assert again.so_far() == consultation.so_far()
    assert again.state() == consultation.state()


def test_skipped_questions_come_again_at_the_end_and_then_no_more() -> None:
    engine = small()
    consultation = clocked(engine)
    first = question(consultation).fact
    consultation.skip()
    second = question(consultation)
    assert second.fact != first
    assert not second.again
    consultation.unknown()
    last = question(consultation)
    assert (last.fact, last.again) == (first, True)
    consultation.skip()
    end = consultation.ask()
    assert isinstance(end, Conclusion)
    assert end.ending == "settled"


def small() -> Engine:
    """One cause, for which either of two facts speaks."""
    from inference_support import cause, compare, fact, knowledge, rule, text

    facts = [fact(f"x.{n}", question=text(n), effort="screen") for n in ("one", "two")]
    rules = [rule(f"network.slow/{n}", compare(f"x.{n}", ">", 5.0), 0.9) for n in ("one", "two")]
    return Engine(chainer="plain", knowledge=knowledge(facts, [cause("network.slow", *rules)]))


def test_the_cheaper_of_two_equal_questions_comes_first() -> None:
    from msgspec.structs import replace

    knowledge = small().knowledge
    dear = replace(knowledge.facts["x.one"], effort="test")
    engine = Engine(chainer="plain", knowledge=knowledge.replace(facts={**knowledge.facts, "x.one": dear}))
    assert question(clocked(engine)).fact == "x.two"
    assert question(clocked(small())).fact == "x.one"


def test_taking_an_answer_back_withdraws_what_hung_on_it() -> None:
    consultation = clocked(builtin())
    consultation.answer("stutter")
    consultation.answer("9 %", fact="uplink.packet_loss")
    assert consultation.so_far().verdict == "fault"
    assert consultation.back()
    assert consultation.so_far().verdict == "inconclusive"
    consultation.retract("complaint")
    assert question(consultation).fact == "complaint"
    assert not consultation.back()


def test_another_answer_to_the_same_fact_takes_its_place() -> None:
    consultation = clocked(builtin())
    consultation.answer("9 %", fact="uplink.packet_loss")
    consultation.answer("0.0 %", fact="uplink.packet_loss")
    assert [entry.value for entry in consultation.entries] == [0.0]


def test_what_if_changes_nothing() -> None:
    consultation = clocked(builtin(), start={"complaint": "stutter"})
    before = consultation.state()
    assert consultation.what_if("uplink.packet_loss", "9 %").verdict == "fault"
    assert consultation.so_far().verdict == "inconclusive"
    assert consultation.state() == before
    with pytest.raises(RtctriageError, match=r"did you mean|lists them"):
        consultation.what_if("uplink.packet_los", "9 %")


def test_the_choice_of_a_question_is_explained() -> None:
    for language, established in (("en", "would be established"), ("zh", "将确认")):
        consultation = clocked(builtin(), start={"complaint": "stutter"}, language=language)
        reasons = consultation.why()
        assert reasons is not None
        asked = question(consultation)
        assert reasons.fact == asked.fact
        assert reasons.gain > 0
        assert reasons.cost == asked.cost
        # chances over all answers, and over all causes
        assert sum(outlook.chance for outlook in reasons.answers) == pytest.approx(1.0)
        assert 0 < sum(one.chance for one in reasons.open) + reasons.something_else <= 1.0
        assert any(established in outlook.text for outlook in reasons.answers)
        assert reasons.instead[0].worth <= reasons.worth
        # an outlook says what a diagnosis with such a value says
        for outlook in reasons.answers:
            assert outlook.cause is None or outlook.cause in builtin().knowledge.causes


def test_the_first_question_needs_no_reckoning() -> None:
    reasons = clocked(builtin()).why()
    assert reasons is not None
    assert reasons.fact == "complaint"
    assert "causes" in reasons.text


def test_where_nothing_is_asked_there_is_nothing_to_explain_or_answer() -> None:
    consultation = clocked(builtin(), start={"complaint": "stutter", "facts": {"uplink.packet_loss": "9 %"}})
    assert consultation.why() is None
    refused = consultation.answer("3")
    assert isinstance(refused, Refused)
    before = consultation.state()
    consultation.unknown()
    assert consultation.state() == before


def test_one_can_finish_at_any_time() -> None:
    consultation = clocked(builtin())
    end = consultation.finish()
    assert end.ending == "finished"
    assert end.diagnosis.verdict == "inconclusive"
    assert isinstance(consultation.ask(), Question)


def test_the_fixed_order_goes_by_layers() -> None:
    consultation = clocked(builtin(), start={"complaint": "stutter"}, order="fixed")
    layers = [layer.id for layer in builtin().knowledge.layers]
    places = []
    for _ in range(4):
        places.append(layers.index(question(consultation).layer))
        consultation.unknown()
    assert places == sorted(places)


def test_the_scenario_is_asked_where_it_decides() -> None:
    # 350 ms is within the general limit, and beyond that of conversations: only the scenario tells
    scenarios = builtin().knowledge.scenarios
    rtt = builtin().knowledge.thresholds["rtt.high"].value
    between = (scenarios["one-to-one-social"].thresholds["rtt.high"] + rtt) / 2
    facts = {"network.rtt": between}
    general = builtin().diagnose({"complaint": "delay", "facts": facts}).primary
    social = builtin().diagnose({"complaint": "delay", "facts": facts}, scenario="one-to-one-social").primary
    assert general != social
    consultation = clocked(builtin(), start={"complaint": "delay", "facts": facts}, scenario="one-to-one-social")
    known = consultation.profile().facts["scenario"]
    assert isinstance(known, Known)
    assert known.value == "one-to-one-social"
    assert consultation.so_far().primary == social


def test_wrong_names_are_refused_by_name() -> None:
    with pytest.raises(UnknownName, match="language"):
        Consultation(builtin(), language="fr")  # type: ignore[arg-type]
    with pytest.raises(RtctriageError, match="scenario"):
        Consultation(builtin(), scenario="tv")
    consultation = clocked(builtin())
    with pytest.raises(UnknownName, match="complaint"):
        consultation.answer("x", fact="complaintt")
    with pytest.raises(UnknownName):
        consultation.retract("nothing")


def test_the_transcript_says_what_each_answer_changed() -> None:
    consultation = clocked(builtin())
    consultation.answer("卡顿了", fact="app.error_message")
    consultation.skip("network.rtt")
    consultation.answer("9％", fact="uplink.packet_loss")
    text, skipped, loss = consultation.replay()
    assert text.changed == "nothing"
    assert (skipped.reply, skipped.label) == ("skip", "skipped")
    assert (loss.text, loss.value, loss.label) == ("9％", 9.0, "9 %")
    assert (loss.before.verdict, loss.after.cause) == ("inconclusive", "network.packet-loss")
    assert loss.changed == "cause"
    assert loss.at == text.at + 2 if text.at is not None else False


def test_the_join_can_be_stated_in_mid_course() -> None:
    consultation = clocked(builtin())
    assert consultation.joined("2026-11-30 17:45")
    assert not consultation.joined("yesterday")
    assert not consultation.joined("2026-02-31")
    understood = consultation.answer("2026-11-30 18:00", fact="token.expires_in")
    assert isinstance(understood, Accepted)
    assert understood.value == 900.0
    assert consultation.state()["joined"] == "2026-11-30T17:45:00.000Z"
    assert Consultation.restore(builtin(), consultation.state()).state() == consultation.state()
    assert consultation.joined(1_796_060_700)


def test_the_state_is_plain_data() -> None:
    consultation = clocked(builtin())
    consultation.answer("stutter")
    state = consultation.state()
    assert state["schema"] == SCHEMA
    assert json.loads(json.dumps(state)) == state


def test_addresses_and_tokens_in_free_text_are_not_kept() -> None:
    consultation = clocked(builtin())
    said = "ICE failed for bob@example.com at 192.168.1.7, token=006abcdefghijklmnopqrstuvwxyz0123456789"
    understood = consultation.answer(said, fact="app.error_message")
    assert isinstance(understood, Accepted)
    kept = f"{understood} {consultation.state()} {consultation.replay()} {consultation.profile().facts}"
    assert "ICE failed" in kept
    for private in ("bob@example.com", "192.168.1.7", "006abcdefghijklmnopqrstuvwxyz0123456789"):
        assert private not in kept
