"""What is a command, and what an answer."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage import Engine
from rtctriage.cli.guide.words import WORDS, Command, NoCommand, listed, number_of, read
from rtctriage.consult import Consultation, Question
from rtctriage.text import Language

CONSULTATION = Consultation(Engine(chainer="plain"))
CHOICE = CONSULTATION.question("complaint")
TEXT = CONSULTATION.question("app.error_message")
NUMBER = CONSULTATION.question("network.rtt")
SKIPPED = CONSULTATION.question("fault.cured_by")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/why", Command("why")),
        (" /W ", Command("why")),
        ("/为什么", Command("why")),
        ("／返回", Command("back")),
        (":back", Command("back")),
        ("/attach my dump.txt", Command("attach", "my dump.txt")),
        ("/附件\u3000/tmp/记录.json", Command("attach", "/tmp/记录.json")),
        ("if 5 %", Command("if", "5 %")),
        ("如果 5%", Command("if", "5%")),
        ("skip", Command("skip")),
        ("ＳＫＩＰ", Command("skip")),
        ("不知道", Command("unknown")),
    ],
)
def test_commands(line: str, command: Command) -> None:
    assert read(line, NUMBER) == command


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("12", CHOICE),
        ("n", CONSULTATION.question("connection.established")),
        ("s", NUMBER),
        ("300 ms", NUMBER),
        ("back to the lobby", TEXT),
        ("if the page is reloaded", TEXT),
        ("help is on its way", CHOICE),
    ],
)
def test_answers(line: str, question: Question) -> None:
    assert read(line, question) == line


def test_free_text_that_is_a_command_by_its_name() -> None:
    assert read("skip", TEXT) == Command("skip")
    assert read('"skip"', TEXT) == "skip"


def test_what_begins_like_a_command() -> None:
    assert read("/wyh", NUMBER) == NoCommand("wyh", 'did you mean "why"?')
    assert read("/", NUMBER) == NoCommand("", "")


@given(st.text(max_size=40), st.sampled_from([CHOICE, TEXT, NUMBER, None]))
def test_whatever_is_typed_is_read(line: str, question: Question | None) -> None:
    said = read(line, question)
    assert isinstance(said, Command | NoCommand | str)
    if isinstance(said, str):
        assert said in line


def test_every_command_is_in_the_help_of_both_languages() -> None:
    for language in get_args(Language):
        shown = listed(language)
        assert len(shown) == len(WORDS)
        for name, _ in shown:
            typed = name.replace(",", "").split()[0]
            assert isinstance(read(typed, NUMBER), Command)


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), (" 3. ", 3), ("３", 3), ("x", None), ("-1", None), ("9" * 9, None)]
)
def test_numbers(text: str, number: int | None) -> None:
    assert number_of(text) == number
