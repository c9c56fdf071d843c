"""Stored consultations: whole after every moment, readable as far as they go, and honest about the rest."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from consult_support import builtin, clocked
from hypothesis import given
from hypothesis import strategies as st

from rtctriage import Engine
from rtctriage.consult import Consultation
from rtctriage.diagnosis import Diagnosis
from rtctriage.errors import ConsultationError, RtctriageError
from rtctriage.profile import Profile
from rtctriage.text import Language

STORED = """\
schema: rtctriage/consultation@1
language: zh
known:
  scenario: video-call
answers:
- fact: complaint
  reply: answer
  text: 视频卡顿
  value: stutter
  at: '2026-11-28T05:45:04.500Z'
- fact: uplink.packet_loss
  value: 9 %
- fact: network.rtt
  reply: unknown
"""


def profile(folder: Path, name: str, facts: str) -> Path:
    path = folder / name
    path.write_text(f"facts: {facts}\n", encoding="utf-8")
    return path


def test_files_stay_between_the_answers_where_they_were_attached(tmp_path: Path) -> None:
    loss = profile(tmp_path, "loss.yaml", "{uplink.packet_loss: 12 %}")
    slow = profile(tmp_path, "slow.yaml", "{network.rtt: 20 ms}")
    consultation = clocked(builtin())
    consultation.attach(slow)
    consultation.answer("stutter", fact="complaint")
    consultation.answer("40 %", fact="cpu.total")
    consultation.attach(loss)
    consultation.answer("no", fact="network.vpn")
    path = tmp_path / "kept.yaml"
    consultation.save(path)
    again = Consultation.load(builtin(), path)
    for one in (consultation, again):
        assert [(file.path, file.place) for file in one.replay_evidence()] == [(str(slow), 0), (str(loss), 2)]
        assert [file.changed for file in one.replay_evidence()] == ["nothing", "cause"]
        # what the file changed is not put down to the answer after it
        assert one.replay()[2].before.cause == one.replay_evidence()[1].after.cause == "network.packet-loss"
        assert one.replay()[1].after.cause is None
    assert again.state() == consultation.state()
    # an answer taken back is as if it had never been given
    again.retract("complaint")
    other = clocked(builtin())
    other.attach(slow)
    other.answer("40 %", fact="cpu.total")
    other.attach(loss)
    other.answer("no", fact="network.vpn")
    assert [file.place for file in again.replay_evidence()] == [0, 1]
    told, told_other = ([(s.fact, s.before, s.after) for s in one.replay()] for one in (again, other))
    assert told == told_other
    assert again.detach()
    assert [file.place for file in again.replay_evidence()] == [0]


def test_a_file_without_a_place_was_there_before_the_first_answer(tmp_path: Path) -> None:
    path = profile(tmp_path, "loss.yaml", "{uplink.packet_loss: 12 %}")
    evidence = f"evidence:\n- path: {path}\n  sha256: {sha256(path.read_bytes()).hexdigest()}\n"
    consultation = stored(tmp_path, STORED.replace("answers:", evidence + "answers:"))
    assert consultation.lost == ()
    assert [file.place for file in consultation.replay_evidence()] == [0]
    wrong = stored(tmp_path, STORED.replace("answers:", evidence + "  after: two\nanswers:"))
    assert [problem.line for problem in wrong.lost] == [8]
    assert [file.place for file in wrong.replay_evidence()] == [0]


def test_a_file_is_found_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, elsewhere, kept = tmp_path / "calls", tmp_path / "elsewhere", tmp_path / "kept"
    for folder in (calls, elsewhere, kept):
        folder.mkdir()
    profile(calls, "call.yaml", "{uplink.packet_loss: 12 %}")
    monkeypatch.chdir(calls)
    consultation = clocked(builtin())
    consultation.attach("call.yaml")
    consultation.save(kept / "consultation.yaml")
    monkeypatch.chdir(elsewhere)
    # another file of this name is not what was attached
    profile(elsewhere, "call.yaml", "{uplink.packet_loss: 0 %}")
    again = Consultation.load(builtin(), kept / "consultation.yaml")
    assert again.lost == ()
    assert again.so_far().primary == consultation.so_far().primary
    consultation.save(calls / "consultation.yaml")
    assert str(calls) in (kept / "consultation.yaml").read_text("utf-8")
    assert str(calls) not in (calls / "consultation.yaml").read_text("utf-8")
    # both were sent to somebody else, side by side
    os.replace(calls / "call.yaml", kept / "call.yaml")
    moved = Consultation.load(builtin(), kept / "consultation.yaml")
    assert moved.lost == ()
    assert moved.so_far().primary == consultation.so_far().primary
    # plain data say nothing of the folders of this machine
    assert str(calls) not in repr(consultation.state())


def test_a_transcript_does_not_name_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, kept = tmp_path / "ada", tmp_path / "kept"
    for folder in (home / "calls", kept):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    profile(home, "first.yaml", "{uplink.packet_loss: 12 %}")
    profile(home / "calls", "second.yaml", "{network.rtt: 20 ms}")
    consultation = clocked(builtin())
    consultation.attach(home / "first.yaml")
    monkeypatch.chdir(home / "calls")
    consultation.attach("second.yaml")
    consultation.save(kept / "consultation.yaml")
    text = (kept / "consultation.yaml").read_text("utf-8")
    assert "ada" not in text
    assert "path: ~/first.yaml" in text.replace(os.sep, "/")
    monkeypatch.chdir(kept)
    again = Consultation.load(builtin(), kept / "consultation.yaml")
    assert again.lost == ()
    assert again.so_far().primary == consultation.so_far().primary


def test_a_save_costs_no_more_the_longer_the_consultation_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(chainer="plain")
    consultation = clocked(engine)
    diagnosed: list[Profile] = []
    diagnose = engine.diagnose

    def counted(profile: Profile, *, language: Language) -> Diagnosis:
        diagnosed.append(profile)
        return diagnose(profile, language=language)

    monkeypatch.setattr(engine, "diagnose", counted)
    for number, (fact, answer) in enumerate(
        [("complaint", "stutter"), ("cpu.total", "40 %"), ("network.rtt", "20 ms"), ("uplink.packet_loss", "9 %")]
    ):
        consultation.answer(answer, fact=fact)
        diagnosed.clear()
        consultation.save(tmp_path / "kept.yaml")
        assert len(diagnosed) <= (2 if number == 0 else 1)
    consultation.answer("0 %", fact="uplink.packet_loss")
    diagnosed.clear()
    steps = consultation.replay()
    assert len(diagnosed) == 1
    fresh = Consultation.restore(engine, consultation.state())
    assert fresh.replay() == steps


def stored(folder: Path, text: str) -> Consultation:
    path = folder / "call.yaml"
    path.write_text(text, encoding="utf-8")
    return Consultation.load(builtin(), path)


def test_a_file_written_by_hand_is_read(tmp_path: Path) -> None:
    consultation = stored(tmp_path, STORED)
    assert consultation.lost == ()
    assert consultation.language == "zh"
    assert [(e.fact, e.reply, e.value) for e in consultation.entries] == [
        ("complaint", "answer", "stutter"),
        ("uplink.packet_loss", "answer", 9.0),
        ("network.rtt", "unknown", None),
    ]
    assert consultation.so_far().scenario == "video-call"


@pytest.mark.parametrize(
    ("wrong", "right", "line", "message"),
    [
        ("fact: complaint", "fact: complant", 6, "complaint"),
        ("value: stutter", "value: stuter", 9, "stutter"),
        ("value: 9 %", "value: 9 ms", 12, "share"),
        ("value: 9 %", "reply: later", 12, "reply"),
        ("value: 9 %", "at: yesterday", 12, "point of time"),
        ("scenario: video-call", "scenaro: video-call", 4, "scenario"),
        ("scenario: video-call", "scenario: tv", 4, "scenario"),
        ("language: zh", "language: fr", 2, "language"),
        ("language: zh", "lang: zh", 2, "language"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(
    tmp_path: Path, wrong: str, right: str, line: int, message: str
) -> None:
    consultation = stored(tmp_path, STORED.replace(wrong, right))
    problem = consultation.lost[0]
    assert problem.line == line
    assert problem.column > 0
    assert message in str(problem)
    assert problem.file.endswith("call.yaml")
    assert consultation.entries[-1].fact == "network.rtt"


def test_an_answer_without_a_value_is_lost(tmp_path: Path) -> None:
    consultation = stored(tmp_path, STORED.replace("  value: 9 %\n", ""))
    assert "no value" in consultation.lost[0].message
    assert len(consultation.entries) == 2


@pytest.mark.parametrize("end", range(len(STORED) - 60, len(STORED), 7))
def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path: Path, end: int) -> None:
    consultation = stored(tmp_path, STORED[:end])
    assert consultation.entries[0].fact == "complaint"


def test_a_damaged_line_costs_what_stands_behind_it(tmp_path: Path) -> None:
    consultation = stored(tmp_path, STORED.replace("  value: 9 %", '  value: "9 %'))
    assert [e.fact for e in consultation.entries] == ["complaint"]
    assert consultation.lost


@pytest.mark.parametrize("text", ["", "schema: rtctriage/profile@1\n", "answers: []\n", "- a\n", "{", "\tx: [", "5"])
def test_what_is_no_consultation_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConsultationError, match=r"call\.yaml"):
        stored(tmp_path, text)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConsultationError, match="cannot be read"):
        Consultation.load(builtin(), tmp_path / "missing.yaml")
    (tmp_path / "binary").write_bytes(b"\x00\x01")
    with pytest.raises(ConsultationError, match="binary"):
        Consultation.load(builtin(), tmp_path / "binary")


def test_a_state_of_objects_is_refused() -> None:
    with pytest.raises(ConsultationError):
        Consultation.restore(builtin(), {"schema": object()})


def test_where_it_cannot_be_written_the_old_file_stays(tmp_path: Path) -> None:
    consultation = clocked(builtin())
    with pytest.raises(ConsultationError, match="cannot be written"):
        consultation.save(tmp_path / "no" / "such" / "folder.yaml")
    occupied = tmp_path / "occupied"
    occupied.mkdir()
    (occupied / "file").write_text("x")
    with pytest.raises(ConsultationError, match="cannot be written"):
        consultation.save(occupied)
    assert sorted(os.listdir(tmp_path)) == ["occupied"]


def test_saving_leaves_one_whole_file(tmp_path: Path) -> None:
    consultation = clocked(builtin())
    path = tmp_path / "call.yaml"
    for answer in ("stutter", "yes", "9 %"):
        consultation.answer(answer)
        consultation.save(path)
        assert Consultation.load(builtin(), path).state() == consultation.state()
        assert os.listdir(tmp_path) == ["call.yaml"]


@given(st.text(st.characters(), min_size=1, max_size=40))
def test_whatever_was_typed_is_stored(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    consultation = clocked(builtin())
    consultation.answer(text, fact="app.error_message")
    path = tmp_path_factory.mktemp("typed") / "call.yaml"
    consultation.save(path)
    again = Consultation.load(builtin(), path)
    assert again.lost == ()
    assert again.state() == consultation.state()


def test_evidence_that_has_gone_is_said_and_the_answers_are_kept(tmp_path: Path) -> None:
    ticket = tmp_path / "ticket.yaml"
    ticket.write_text("facts: {network.rtt: 40 ms}\n")
    consultation = clocked(builtin())
    consultation.answer("stutter")
    consultation.attach(ticket)
    path = tmp_path / "call.yaml"
    consultation.save(path)
    assert Consultation.load(builtin(), path).profile() == consultation.profile()
    ticket.write_text("facts: {network.rtt: 50 ms}\n")
    changed = Consultation.load(builtin(), path)
    assert "has changed" in str(changed.lost[0])
    ticket.unlink()
    gone = Consultation.load(builtin(), path)
    assert "attach it again" in str(gone.lost[0])
    assert [e.fact for e in gone.entries] == ["complaint"]
    assert "network.rtt" not in gone.profile().facts
    assert gone.state() == consultation.state()


RECORDED = """\
schema: rtctriage/consultation@1
recorded:
  facts:
    uplink.packet_loss: {kind: evidence, detail: x, streams: [{label: v, times: [1, 2], values: [3, 4]}, LOST]}
    OTHER
  FILES
answers: []
"""


@pytest.mark.parametrize(
    ("place", "text", "message"),
    [
        ("LOST", "{label: w, times: [1], values: [3, 4]}", "go in pairs"),
        ("LOST", "{label: w, times: [2, 1], values: [3, 4]}", "in order"),
        ("LOST", "{label: w, times: [x], values: [y]}", "go in pairs"),
        ("OTHER", "uplink.packt_loss: {value: 3}", "did you mean"),
        ("OTHER", "network.rtt: {kind: evidence}", "neither a value nor streams"),
        ("OTHER", "network.rtt: {kind: evidence, value: fast}", "not a number"),
        ("FILES", 'files: ["{}"]', "cannot be read"),
    ],
)
def test_recorded_values_that_were_damaged_are_lost(tmp_path: Path, place: str, text: str, message: str) -> None:
    whole = RECORDED.replace(place, text).replace(", LOST", "").replace("OTHER", "").replace("FILES", "")
    consultation = stored(tmp_path, whole)
    assert message in str(consultation.lost[0])
    assert list(consultation.profile().facts) == ["uplink.packet_loss"]


def test_every_error_is_one_of_ours(tmp_path: Path) -> None:
    with pytest.raises(RtctriageError):
        stored(tmp_path, "schema: [")
