"""``rtctriage guide`` at a real pseudo-terminal."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from rtctriage.report.tables import width

from .conftest import Person

Start = Callable[..., Person]
ASKED = "What does the user complain about?"
ASKED_ZH = "用户反馈的现象是什么？"
PROMPT = "> "


def test_a_whole_consultation(person: Start) -> None:
    p = person("guide", "--fact", "uplink.packet_loss=12%", "--fact", "downlink.packet_loss=0%")
    p.wait_for(ASKED)
    p.wait_for(PROMPT)
    p.type("1")
    p.wait_for("Taken: Video stutters or freezes")
    # nothing that is still open explains the complaint and comes before it
    p.wait_for("A cause is established")
    p.wait_for("Now  FAULT  Packet loss")
    p.wait_for(PROMPT)
    p.type("")
    assert "FAULT  Packet loss" in p.wait_for("What to do: Packet loss")
    assert p.wait_for_end() == 0


def test_in_chinese(person: Start) -> None:
    p = person("guide", "--lang", "zh", "--fact", "uplink.packet_loss=2.5%")
    p.wait_for(ASKED_ZH)
    p.wait_for(PROMPT)
    p.type("视频卡顿")
    p.wait_for("第 2 问")
    p.wait_for(PROMPT)
    p.type("目前结论")
    p.wait_for("无法判断")
    p.wait_for(PROMPT)
    p.type("／返回")
    p.wait_for("已撤回：用户反馈的现象")
    p.wait_for(ASKED_ZH)
    p.wait_for(PROMPT)
    p.type("１")
    p.wait_for("已记录：视频卡顿")
    p.wait_for(PROMPT)
    p.type("/结束")
    p.wait_for("逐层排查")
    assert p.wait_for_end() == 0


def test_ctrl_c_loses_nothing(person: Start) -> None:
    p = person("guide")
    p.wait_for(PROMPT)
    p.type("stutter")
    p.wait_for("Taken: ")
    p.wait_for(PROMPT)
    p.press(b"half an ans")
    p.wait_for("half an ans")
    p.interrupt("All is kept. Go on with: rtctriage guide --resume ")
    assert p.wait_for_end() == 130
    again = person("guide", "--resume")
    again.wait_for("1 answers so far")
    again.wait_for("Video stutters or freezes")
    assert ASKED not in again.wait_for(PROMPT)


def test_end_of_input_keeps_all(person: Start) -> None:
    p = person("guide", "--lang", "zh")
    p.wait_for(PROMPT)
    p.type("回声")
    p.wait_for("第 2 问")
    p.wait_for(PROMPT)
    p.press(b"\x04")
    p.wait_for("内容已保存，继续请运行：rtctriage guide --resume ")
    assert p.wait_for_end() == 0
    again = person("guide", "--resume")
    again.wait_for("回声")
    again.wait_for("第 2 问")


def test_a_killed_program_loses_nothing(person: Start, tmp_path: Path) -> None:
    p = person("guide", "--save", tmp_path / "c.yaml")
    p.wait_for(PROMPT)
    p.type("stutter")
    asked = p.wait_for(PROMPT)
    p.process.send_signal(signal.SIGKILL)
    p.wait_for_end()
    again = person("guide", "--resume", tmp_path / "c.yaml")
    again.wait_for("Video stutters or freezes")
    question = asked[asked.index("Question 2") :]
    assert again.wait_for(PROMPT).endswith(question)


def test_another_width_from_one_page_to_the_next(person: Start) -> None:
    p = person("guide", "--lang", "zh")
    wide = p.wait_for(PROMPT)
    assert max(map(width, wide.splitlines())) > 60
    p.resize(44)
    p.type("3")
    p.wait_for("第 2 问")
    narrow = p.wait_for(PROMPT)
    assert max(map(width, narrow.splitlines())) <= 44


def test_attaching_a_recording(person: Start, tmp_path: Path) -> None:
    recorded = Path(__file__).parent.parent.parent.parent / "examples" / "recorded-call.json.gz"
    p = person("guide")
    p.wait_for(PROMPT)
    p.type("stutter")
    p.wait_for(PROMPT)
    p.type(f"/attach {recorded}")
    p.wait_for("what they say is not asked any more")
    p.type("/finish")
    p.wait_for("FAULT  Packet loss")
    assert p.wait_for_end() == 0


def test_no_colour_in_a_dumb_terminal(person: Start) -> None:
    p = person("guide", TERM="dumb")
    p.wait_for(PROMPT)
    p.type("/quit")
    assert p.wait_for_end() == 0


def test_end_of_input_in_a_doubt_keeps_all(person: Start) -> None:
    p = person("guide", "--complaint", "stutter", "--fact", "sdk.vendor=agora")
    p.wait_for(PROMPT)
    p.type("/if 0.05")
    p.wait_for(PROMPT)
    p.press(b"\x04")
    p.wait_for("All is kept.")
    assert p.wait_for_end() == 0


def test_ctrl_c_while_an_answer_is_changed(person: Start) -> None:
    p = person("guide")
    p.wait_for(PROMPT)
    p.type("stutter")
    p.wait_for(PROMPT)
    p.type("/change 1")
    p.wait_for("So far: Video stutters or freezes.")
    p.wait_for(PROMPT)
    p.press(b"half an ans")
    p.wait_for("ans")
    p.interrupt("All is kept.")
    assert p.wait_for_end() == 130


def test_chinese_where_the_locale_has_none(person: Start) -> None:
    p = person("guide", "--lang", "zh", LC_ALL="C")
    p.wait_for(PROMPT)
    p.type("听不到声音")
    p.wait_for("已记录：听不到声音")
    p.wait_for(PROMPT)


def test_bytes_that_are_no_text(person: Start) -> None:
    p = person("guide")
    p.wait_for(PROMPT)
    p.press(b"\xff\xfe\xe4\xbd\n")
    p.wait_for("none of the choices")
    p.wait_for(PROMPT)
    p.type("y" * 3000)
    p.wait_for("none of the choices")
    p.wait_for(PROMPT)
    p.type("/quit")
    assert p.wait_for_end() == 0
    assert "Traceback" not in p.shown


def test_the_rest_of_a_paste_answers_nothing(person: Start) -> None:
    p = person("guide", TERM="dumb")
    p.wait_for(PROMPT)
    p.press(b"a line of a log\n1\n2\n3\n")
    p.wait_for("none of the choices")
    p.wait_for(PROMPT)
    p.type("/answers")
    p.wait_for("Nothing was answered yet.")


def test_forty_columns(person: Start) -> None:
    p = person("guide", "--lang", "zh", "--complaint", "no-audio", columns=40)
    p.wait_for("第 1 问")
    for line in ("/为什么", "/目前", "/帮助", "/如果 3"):
        p.wait_for(PROMPT)
        p.type(line)
    p.wait_for(PROMPT)
    shown = p.shown[p.shown.index("──") :]
    assert max(map(width, shown.splitlines())) <= 40


def test_changing_something_at_the_end(person: Start) -> None:
    p = person("guide", "--fact", "uplink.packet_loss=12%", "--fact", "downlink.packet_loss=0%")
    p.wait_for(PROMPT)
    p.type("1")
    p.wait_for("An answer can still be changed")
    p.wait_for(PROMPT)
    p.type("back")
    p.wait_for("Taken back: Complaint")
    p.wait_for(ASKED)
