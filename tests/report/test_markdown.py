from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from rtctriage.diagnosis import Diagnosis
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import markdown
from rtctriage.text import Language

GOLDEN = Path(__file__).parent.parent / "data" / "report"

Maker = Callable[..., Diagnosis]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fault_reads_as_approved(fault: Maker, knowledge: KnowledgeBase, language: Language) -> None:
    expected = (GOLDEN / f"fault.{language}.md").read_text(encoding="utf-8")
    assert markdown.render(fault(language), knowledge) == expected


def test_headings_start_at_the_level_asked_for(fault: Maker, knowledge: KnowledgeBase) -> None:
    lines = markdown.render(fault("en"), knowledge, level=2).splitlines()
    assert lines[0].startswith("## FAULT: ")
    assert "### The walk, layer by layer" in lines
    assert not [line for line in lines if line.startswith("# ")]


def test_tables_have_as_many_cells_in_each_row(fault: Maker, knowledge: KnowledgeBase) -> None:
    block: list[int] = []
    for line in [*markdown.render(fault("zh"), knowledge).splitlines(), ""]:
        if line.startswith("|"):
            block.append(len(re.findall(r"(?<!\\)\|", line)))
        else:
            assert len(set(block)) <= 1
            block = []


def test_text_of_a_file_is_no_markup(fault: Maker, knowledge: KnowledgeBase) -> None:
    diagnosis = fault("en")
    evil = msgspec.structs.replace(diagnosis.evidence[0], file="<img src=x>|[a](http://b)`c`")
    report = markdown.render(msgspec.structs.replace(diagnosis, evidence=(evil,)), knowledge)
    assert r"\<img src=x\>\|\[a\](http://b)\`c\`" in report
    assert "<img" not in report.replace(r"\<img", "")
