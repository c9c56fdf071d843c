"""Whole consultations as they are read, approved line by line; over small knowledge asked in fixed order.

After a change that is meant: RTCTRIAGE_APPROVE=1 pytest tests/cli/guide/test_consultations.py, then read what changed.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from inference_support import cause, compare, fact, knowledge, rule
from msgspec.structs import replace

from rtctriage import Engine
from rtctriage.cli.guide.keeping import Keeper
from rtctriage.cli.guide.talk import Talk
from rtctriage.cli.guide.terminal import Terminal
from rtctriage.consult import Conclusion, Consultation
from rtctriage.knowledge.model import Complaint
from rtctriage.text import Language, Text

DATA = Path(__file__).parent.parent.parent / "data" / "guide"


class Script(Terminal):
    """A terminal whose person types these lines; it ends where they end."""

    def __init__(self, lines: list[str], columns: int = 80) -> None:
        self.typed, self.colour = True, False
        self.shown = ""
        self._lines, self._columns = lines, columns

    @property
    def columns(self) -> int:
        return self._columns

    def forget(self) -> None:
        """Nothing is typed ahead."""

    def show(self, text: str) -> None:
        self.shown += text

    def read(self, prompt: str = "> ") -> str | None:
        if not self._lines:
            self.shown += prompt + "\n"
            return None
        line = self._lines.pop(0)
        self.shown += f"{prompt}{line}\n"
        return line


def small() -> Engine:
    """Two causes and a fact of each kind."""
    facts = [
        fact(
            "complaint",
            type="choice",
            choices=("stutter", "no-audio"),
            title=Text("Complaint", "用户反馈的现象"),
            question=Text("What does the user complain about?", "用户反馈的现象是什么？"),
            effort="ask",
        ),
        fact(
            "uplink.packet_loss",
            unit="%",
            low=0.0,
            high=100.0,
            title=Text("Packet loss", "丢包率"),
            question=Text("How much packet loss is there?", "丢包率是多少？"),
            how=Text("Look at the statistics.", "查看统计数据。"),
            effort="statistics",
        ),
        fact(
            "device.kind",
            type="choice",
            choices=("phone", "computer"),
            labels={"phone": Text("a phone", "手机"), "computer": Text("a computer", "电脑")},
            title=Text("Device", "设备"),
            question=Text("Which device is it?", "用的是什么设备？"),
            effort="ask",
        ),
        fact(
            "page.hidden",
            type="boolean",
            title=Text("Page hidden", "页面在后台"),
            question=Text("Is the page in the background?", "页面在后台吗？"),
            effort="screen",
        ),
    ]
    loss = cause(
        "network.loss",
        rule("network.loss/a", compare("uplink.packet_loss", ">", 5.0), 0.9),
        explains=("stutter",),
    )
    hidden = cause(
        "usage.hidden",
        rule("usage.hidden/a", compare("page.hidden", "==", True), 0.6),
        rule("usage.hidden/b", compare("device.kind", "==", "phone"), 0.2),
        explains=("stutter",),
    )
    causes = [
        replace(loss, title=Text("Packets are lost", "丢包")),
        replace(hidden, title=Text("Page throttled in the background", "页面在后台被限制")),
    ]
    made = knowledge(facts, causes)
    complaints = {
        "stutter": Complaint("stutter", Text("Video stutters", "视频卡顿"), ("lag", "卡")),
        "no-audio": Complaint("no-audio", Text("No sound", "听不到声音")),
    }
    return Engine(chainer="plain", knowledge=made.replace(complaints=complaints))


def talk(folder: Path, lines: list[str], language: Language = "en", columns: int = 80) -> tuple[Script, Talk]:
    ticks = count(1_764_300_000)
    consultation = Consultation(small(), language=language, order="fixed", clock=lambda: float(next(ticks)))
    terminal = Script(lines, columns)
    made = Talk(consultation, terminal, Keeper(folder / "kept.yaml"))
    made.begin()
    return terminal, made


WHOLE: dict[Language, list[str]] = {
    "en": [
        "/help", "nothing", "lag", "/why", "300", "0.06", "/back", "0.06", "1", "/back", "", "/if 3",
        "/answers", "/change 2", "3,5", "n", "2", "/now", "computer", "/skip", "y", "/change 1", "", "/back", "1",
        "back", "n", "",
    ],
    "zh": [
        "/帮助", "没有", "卡", "/为什么", "３００", "0.06", "/返回", "０.06", "１", "/返回", "", "/如果 2",
        "/回答", "/修改 2", "3，5", "不", "2", "/目前", "电脑", "/跳过", "是", "/修改 1", "", "/返回", "1", "返回",
        "否", "",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_whole_consultation_reads_as_approved(language: Language, tmp_path: Path) -> None:
    terminal, made = talk(tmp_path, [*WHOLE[language]], language)
    end = made.hold()
    assert isinstance(end, Conclusion)
    approved = DATA / f"consultation.{language}.txt"
    if os.environ.get("RTCTRIAGE_APPROVE"):
        approved.parent.mkdir(exist_ok=True)
        approved.write_text(terminal.shown, encoding="utf-8")
    assert terminal.shown == approved.read_text(encoding="utf-8")


def ended(folder: Path, *lines: str, columns: int = 80) -> tuple[str, Consultation]:
    """What is shown to somebody who types these lines, and the consultation then."""
    terminal, made = talk(folder, [*lines], columns=columns)
    made.hold()
    return terminal.shown, made.consultation


def answers(consultation: Consultation) -> dict[str, object]:
    return {entry.fact: entry.value for entry in consultation.entries}


def test_a_doubt_takes_another_answer(tmp_path: Path) -> None:
    shown, consultation = ended(tmp_path, "1", "0.06", "3 %", "/quit")
    assert "Taken: 3 %" in shown
    assert answers(consultation)["uplink.packet_loss"] == 3.0


def test_a_doubt_takes_a_command(tmp_path: Path) -> None:
    shown, consultation = ended(tmp_path, "1", "0.06", "/unknown", "/quit")
    assert "Taken: not known" in shown
    assert consultation.entries[-1].reply == "unknown"


@pytest.mark.parametrize("line", ["", "no", "/back"])
def test_a_doubt_can_be_left(tmp_path: Path, line: str) -> None:
    shown, consultation = ended(tmp_path, "1", "0.06", line, "/quit")
    assert "Nothing was taken; the question stands." in shown
    assert answers(consultation) == {"complaint": "stutter"}


def test_input_that_ends_in_the_middle_ends_all(tmp_path: Path) -> None:
    for lines in (["1", "0.06"], ["1", "/change"], ["1", "/change 1"], ["1", "/if 0.06"]):
        _, consultation = ended(tmp_path, *lines)
        assert answers(consultation) == {"complaint": "stutter"}


def test_yes_is_the_first_reading(tmp_path: Path) -> None:
    shown, _ = ended(tmp_path, "1", "0.06", "yes", "")
    assert "Taken: 6 %" in shown


def test_changing_says_what_is_withdrawn(tmp_path: Path) -> None:
    shown, consultation = ended(tmp_path, "1", "8", "/change 2", "high", "/wyh", "2", "/quit")
    assert "→ Established: Packets are lost" in shown
    assert "This is not a number" in shown
    assert "Did you mean /why?" in shown
    assert "→ Withdrawn: Packets are lost" in shown
    assert answers(consultation)["uplink.packet_loss"] == 2.0


def test_changing_to_unknown_and_taking_back(tmp_path: Path) -> None:
    _, consultation = ended(tmp_path, "1", "2", "/change 2", "?", "/quit")
    assert consultation.entries[-1].reply == "unknown"
    shown, consultation = ended(tmp_path, "1", "2", "/change 2", "/back", "/quit")
    assert "Taken back: Packet loss" in shown
    assert answers(consultation) == {"complaint": "stutter"}


@pytest.mark.parametrize("lines", [("/change 2", ""), ("/change 2", "/skip"), ("/change", ""), ("/change", "/now")])
def test_changing_nothing(tmp_path: Path, lines: tuple[str, ...]) -> None:
    _, consultation = ended(tmp_path, "1", "2", *lines, "/quit")
    assert answers(consultation) == {"complaint": "stutter", "uplink.packet_loss": 2.0}


def test_changing_takes_commands(tmp_path: Path) -> None:
    shown, _ = ended(tmp_path, "1", "2", "/change 2", "/answers", "/quit")
    assert "The answer stays as it was: 2 %" in shown
    assert "  2  Packet loss  2 %" in shown
    shown, _ = ended(tmp_path, "1", "2", "/change", "/change 2", "3", "/quit")
    assert "Taken: 3 %" in shown
    shown, _ = ended(tmp_path, "1", "2", "/change", "9", "/change x", "/quit")
    assert "There is no answer 9." in shown
    assert "There is no answer x." in shown


def test_trying_an_answer_out(tmp_path: Path) -> None:
    shown, consultation = ended(tmp_path, "1", "/if 8", "/if 0.06", "1", "/if 0.06", "", "/if x", "/quit")
    assert shown.count("If so  FAULT  Packets are lost") == 2
    assert "That cannot be tried: This is not a number" in shown
    assert answers(consultation) == {"complaint": "stutter"}


def test_at_the_end_all_but_answers_is_understood(tmp_path: Path) -> None:
    shown, consultation = ended(
        tmp_path, "1", "8", "/skip", "12", "/wyh", "now", "/answers", "/attach no-such-file", "/change 2", "2", "/quit"
    )
    assert shown.count("Nothing is asked at the moment.") == 2
    assert "There is no command 'wyh'." in shown
    assert "no-such-file: there is no such file" in shown
    assert answers(consultation)["uplink.packet_loss"] == 2.0
    assert "Question 3" in shown


@pytest.mark.parametrize(("line", "kept"), [("/quit", True), ("/finish", False), ("", False)])
def test_at_the_end_one_may_stop(tmp_path: Path, line: str, kept: bool) -> None:
    _, made = talk(tmp_path, ["1", "8", line])
    assert (made.hold() == "kept") is kept


def test_after_many_questions_without_an_answer_the_ways_out_are_named(tmp_path: Path) -> None:
    consultation = Consultation(Engine(chainer="plain"), start={"complaint": "stutter"})
    terminal = Script(["?"] * 6 + ["/quit"])
    Talk(consultation, terminal, Keeper(tmp_path / "kept.yaml")).hold()
    assert terminal.shown.replace("\n", " ").count("/finish gives the diagnosis now") == 1


def test_another_file_from_now_on(tmp_path: Path) -> None:
    other = tmp_path / "in a folder" / "other.yaml"
    other.parent.mkdir()
    shown, consultation = ended(
        tmp_path, "1", "/save", f"/save {tmp_path}/no/such/x.yaml", f'/save "{other}"', "2", "/quit"
    )
    assert "/save needs FILE behind it." in shown
    assert "cannot be written" in shown
    assert Consultation.load(small(), other).entries == consultation.entries
    assert len(Consultation.load(small(), tmp_path / "kept.yaml").entries) == 1


def test_a_folder_that_goes_away_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    terminal, made = talk(folder, [])
    (folder / "kept.yaml").unlink()
    folder.rmdir()
    terminal._lines += ["1", f"/save {tmp_path / 'saved.yaml'}", "/quit"]
    made.hold()
    assert "What was said is not in the file yet" in terminal.shown
    assert len(Consultation.load(small(), tmp_path / "saved.yaml").entries) == 1


def test_two_programs_with_one_file_lose_nothing(tmp_path: Path) -> None:
    terminal, made = talk(tmp_path, ["1", "/quit"])
    other = Consultation(small())
    other.answer("no-audio", fact="complaint")
    other.save(tmp_path / "kept.yaml")
    made.hold()
    assert "written by another program" in terminal.shown.replace("\n", " ")
    assert made.keeper.file == tmp_path / "kept-2.consultation.yaml"
    assert [entry.value for entry in Consultation.load(small(), tmp_path / "kept.yaml").entries] == ["no-audio"]
    assert [entry.value for entry in Consultation.load(small(), made.keeper.file).entries] == ["stutter"]


def test_a_file_that_was_attached_by_mistake_is_taken_back(tmp_path: Path) -> None:
    profile = tmp_path / "my profile.yaml"
    profile.write_text("complaint: stutter\nfacts: {uplink.packet_loss: 8 %}\n", encoding="utf-8")
    dragged = str(profile).replace(" ", "\\ ")
    shown, consultation = ended(tmp_path, "1", f"/attach {dragged}", "/answers", "/back", "/back", "/back", "/quit")
    assert "2 facts; what they say is not asked any more." in shown.replace("\n", " ")
    assert "  Attached  " in shown
    assert "→ Withdrawn: Packets are lost" in shown
    assert consultation.evidence == ()
    assert consultation.entries == ()
    assert "There is no answer to take back." in shown


def test_an_answer_stands_over_a_file_and_says_so(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text("facts: {uplink.packet_loss: 3 %}\n", encoding="utf-8")
    shown, _ = ended(tmp_path, "1", "2", f"/attach {profile}", "/quit")
    assert "your answer stands: Packet loss" in shown


def test_a_moved_file_can_be_attached_again(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("facts: {uplink.packet_loss: 8 %}\n", encoding="utf-8")
    _, consultation = ended(tmp_path, "1", f"/attach {first}", "/quit")
    consultation.save(tmp_path / "kept.yaml")
    first.rename(second)
    again = Consultation.load(small(), tmp_path / "kept.yaml")
    assert len(again.lost) == 1
    assert again.so_far().verdict == "inconclusive"
    again.attach(second)
    assert again.so_far().verdict == "fault"
    assert [one.path for one in again.evidence] == [str(second)]
