"""The terminal report against reports that were read and approved line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import rtctriage
from rtctriage.diagnosis import Diagnosis
from rtctriage.knowledge import load
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import markdown, text
from rtctriage.report.tables import width
from rtctriage.text import Language

GOLDEN = Path(__file__).parent.parent / "data" / "report"

Maker = Callable[..., Diagnosis]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fault_reads_as_approved(fault: Maker, knowledge: KnowledgeBase, language: Language) -> None:
    expected = (GOLDEN / f"fault.{language}.txt").read_text(encoding="utf-8")
    assert text.render(fault(language), knowledge) == expected


@pytest.mark.parametrize("language", ["en", "zh"])
def test_inconclusive_reads_as_approved(empty: Maker, knowledge: KnowledgeBase, language: Language) -> None:
    expected = (GOLDEN / f"inconclusive.{language}.txt").read_text(encoding="utf-8")
    assert text.render(empty(language), knowledge) == expected


def test_verdict_is_the_first_line(fault: Maker, empty: Maker, knowledge: KnowledgeBase) -> None:
    first = text.render(fault("en"), knowledge, columns=120).splitlines()[0]
    assert first.startswith("FAULT  Packet loss · uplink · on the network path")
    assert "12.0–22.0 s (20:12:15–20:12:25 UTC)" in first
    assert first.endswith("certainty 0.93")
    assert text.render(empty("en", "healthy")).startswith("HEALTHY  Nothing wrong was found")


def test_inconclusive_asks_before_it_lists(empty: Maker, knowledge: KnowledgeBase) -> None:
    report = text.render(empty("en"), knowledge)
    assert report.index("What to find out next") < report.index("The walk")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    fault: Maker, knowledge: KnowledgeBase, language: Language, columns: int
) -> None:
    lines = text.render(fault(language), knowledge, columns=columns).splitlines()
    assert max(map(width, lines)) <= columns


def test_colour_adds_codes_and_nothing_else(fault: Maker, knowledge: KnowledgeBase) -> None:
    import re

    plain = text.render(fault("en"), knowledge)
    coloured = text.render(fault("en"), knowledge, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31mFAULT\x1b[0m" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_without_knowledge_ids_stand(fault: Maker) -> None:
    report = text.render(fault("en"), None)
    assert "network.high-latency (network.rtt: p95 61.8 ms, < 200 ms)" in report
    assert "What to do" not in report


def test_missing_value_of_a_playbook_is_said(fault: Maker, knowledge: KnowledgeBase) -> None:
    assert "(signal: not measured)" in text.render(fault("en"), knowledge)
    assert "（当前信号：未测得）" in text.render(fault("zh"), knowledge)


def test_text_of_a_file_cannot_steer_the_terminal(fault: Maker, knowledge: KnowledgeBase) -> None:
    import msgspec

    diagnosis = fault("en")
    evil = msgspec.structs.replace(diagnosis.evidence[0], file="a\x1b[2Jb\nc", notes=("\u202eetad\x07",))
    report = text.render(msgspec.structs.replace(diagnosis, evidence=(evil,)), knowledge)
    assert "\x1b" not in report
    assert "\u202e" not in report
    assert "\x07" not in report
    assert "a [2Jb c" in report


def test_only_the_first_questions_are_asked(fault: Maker, knowledge: KnowledgeBase) -> None:
    report = text.render(fault("en"), knowledge)
    assert "  5. How busy is the CPU? (cpu.3)" in report
    assert "6. " not in report
    assert "2 more questions" in report


def test_what_one_value_rules_out_stands_together() -> None:
    said = rtctriage.diagnose({"facts": {"connection.established": True}}, facts={"uplink.packet_loss": "12 %"})
    page = text.render(said, load(), columns=1000)
    line = next(line for line in page.splitlines() if "Token has expired" in line)
    assert "Token is invalid" in line
    assert page.count("(Connection established: yes)") == 2  # in the walk, and there


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Afterwards: what was recorded before"), ("zh", "完成后：此前的记录")]
)
def test_a_step_after_which_evidence_is_stale_says_so(language: Language, said: str) -> None:
    found = rtctriage.diagnose({"facts": {"network.tried_without": "vpn-better"}}, language=language)
    assert found.primary is not None
    assert found.primary.playbook == "network/vpn"
    page = text.render(found, load(), columns=1000)
    # two of its steps change the network
    assert page.count(said) == 2
    assert markdown.render(found, load()).count(said.split()[0]) == 2
