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
