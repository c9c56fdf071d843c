"""The pages of a guided diagnosis."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage import Engine
from rtctriage.consult import Consultation, Question
from rtctriage.report.consultation import Pages
from rtctriage.report.labels import Labels
from rtctriage.report.tables import width
from rtctriage.text import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def engine() -> Engine:
    return Engine(chainer="plain")


ASKED = [name for name, spec in engine().knowledge.facts.items() if spec.question is not None]


def pages(language: Language = "en", columns: int = 100, *, colour: bool = False) -> Pages:
    return Pages(engine().knowledge, Labels(engine().knowledge, language), columns, colour)


@cache
def about(complaint: str | None, language: Language) -> Consultation:
    return Consultation(engine(), language=language, start={"complaint": complaint} if complaint else None)


def asked(fact: str, language: Language = "en") -> Question:
    return about(None, language).question(fact)


@given(st.sampled_from(ASKED), st.sampled_from(LANGUAGES), st.integers(40, 120))
def test_no_line_is_wider_than_the_terminal(fact: str, language: Language, columns: int) -> None:
    question = asked(fact, language)
    page = pages(language, columns).question(question, 12)
    assert max(map(width, page.splitlines())) <= columns
    assert all(option.key in page for option in question.options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_question_fits_a_terminal_of_24_lines(language: Language) -> None:
    long = [fact for fact in ASKED if pages(language, 80).question(asked(fact, language), 5).count("\n") > 23]
    # 21 choices with labels too long for two columns
    assert long in ([], ["fault.trigger"])


def test_a_question_begins_with_a_rule_and_what_is_asked() -> None:
    page = pages().question(asked("network.rtt"), 3).splitlines()
    assert page[0] == ""
    assert page[1].startswith("── Question 3 · ")
    assert page[1].endswith("─")
    assert page[2] == asked("network.rtt").text


def test_why_takes_one_line() -> None:
    for columns in (60, 80, 100):
        page = pages("en", columns).question(asked("sdk.error_code"), 3)
        why = [line for line in page.splitlines() if line.startswith("  Why: Bears on ")]
        assert len(why) == 1
        assert why[0].endswith(" more")


def test_the_layer_is_named_where_there_is_one() -> None:
    assert "Devices and use of the API" in pages().question(asked("beauty.provider"), 1).splitlines()[1]
    # an error code may come from any layer
    assert "Access and connection" not in pages().question(asked("sdk.error_code"), 1)


def test_a_short_list_shows_the_ids_that_files_have() -> None:
    options = pages().options(asked("call.role"))
    for line, option in zip(options, asked("call.role").options, strict=True):
        assert line.split()[0] == option.key
        assert option.label in line
        assert line.endswith(option.id)
    # of many choices the labels alone, in columns
    assert len(pages().options(asked("complaint"))) == 11
    assert "no-audio" not in "".join(pages().options(asked("complaint")))


def test_narrow_terminals_have_one_column_without_ids() -> None:
    narrow = pages("en", 40).options(asked("capture.audio_error"))
    assert "(NotReadableError)" in " ".join(narrow)
    assert max(map(width, narrow)) <= 40


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("complaint", "a number or a name from the list"),
        ("connection.established", "y yes, n no"),
        ("sdk.version", "a version, such as 4.2.1"),
        ("sdk.error_code", "as it is written there"),
        ("uplink.packet_loss", "a number in %, 0 to 100"),
        ("token.expires_in", "a date and time such as 2026-11-30 18:00, or a number in s"),
    ],
)
def test_what_an_answer_looks_like(fact: str, expected: str) -> None:
    assert pages().expected(asked(fact)) == expected
    assert pages().reminder(asked(fact), 4).endswith(f"  Answer: {expected}\n")


def test_a_question_that_was_skipped_says_so() -> None:
    consultation = Consultation(engine(), start={"complaint": "stutter"})
    first = consultation.ask()
    assert isinstance(first, Question)
    consultation.skip()
    again = consultation.question(first.fact)
    assert "skipped before" in pages().question(again, 2).splitlines()[1]


def test_reasons_are_cut_to_what_is_likely() -> None:
    consultation = Consultation(engine(), start={"complaint": "cannot-connect"})
    consultation.unknown("sdk.vendor")
    reasons = consultation.why()
    assert reasons is not None
    page = pages().reasons(reasons)
    assert "Open causes, by likelihood" in page
    assert "something else" in page
    shown = page.split("What an answer would do")[1]
    assert ("less likely" in shown) == (len(reasons.answers) > 6)
    first = Consultation(engine()).why()
    assert first is not None
    assert pages().reasons(first).startswith("What the user notices")


def test_without_a_cause_the_end_says_what_helps() -> None:
    consultation = Consultation(engine(), start={"complaint": "echo"})
    page = pages().conclusion(consultation.finish(), with_verdict=True)
    assert "Finished as asked." in page
    assert "Now  INCONCLUSIVE" in page
    assert "What would settle most is listed first below" in page
    sure = Consultation(engine(), start={"complaint": "stutter", "facts": {"uplink.packet_loss": "12 %"}})
    assert "What would settle most" not in pages().conclusion(sure.finish())


def test_effects_of_an_answer_and_of_taking_it_back() -> None:
    consultation = Consultation(engine(), start={"complaint": "stutter"})
    before = consultation.so_far()
    consultation.answer("12 %", fact="uplink.packet_loss")
    after = consultation.so_far()
    assert pages().effects(before, after) == "→ Established: Packet loss\n"
    assert pages("zh").effects(before, after) == "→ 现已确认：丢包\n"
    assert pages().effects(after, before) == "→ Withdrawn: Packet loss\n"
    assert pages().effects(after, after) == ""


def test_effects_tell_a_fault_from_a_suspect() -> None:
    consultation = Consultation(engine(), start={"complaint": "stutter"})
    stands = [consultation.so_far()]
    for load in ("85 %", "96 %"):
        consultation.answer(load, fact="cpu.total")
        stands.append(consultation.so_far())
    none, suspect, fault = stands
    assert (suspect.verdict, fault.verdict) == ("suspect", "fault")
    assert pages().effects(none, suspect) == "→ Now suspected: CPU overload\n"
    assert pages().effects(suspect, fault) == "→ Established: CPU overload\n"
    assert pages().effects(fault, suspect) == "→ No longer certain, only suspected: CPU overload\n"


def test_effects_name_what_is_ruled_out_and_open_again() -> None:
    consultation = Consultation(engine(), start={"complaint": "cannot-connect"})
    before = consultation.so_far()
    consultation.answer("y", fact="connection.established")
    after = consultation.so_far()
    out = pages().effects(before, after)
    assert out.startswith("→ Ruled out: ")
    assert pages().effects(after, before).startswith("→ No longer ruled out: ")


def test_answers_with_files_between_them(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("facts: {network.rtt: 10 ms}\n")
    second.write_text("facts: {uplink.packet_loss: 12 %}\n")
    consultation = Consultation(engine())
    assert pages().answers(consultation.replay()) == "Nothing was answered yet.\n"
    consultation.attach(first)
    assert pages().answers((), consultation.replay_evidence()).split() == ["Attached", str(first)]
    consultation.answer("stutter")
    consultation.attach(second)
    consultation.unknown("cpu.total")
    page = pages(columns=200).answers(consultation.replay(), consultation.replay_evidence())
    assert [line.split()[:2] for line in page.splitlines()] == [
        ["Attached", str(first)],
        ["1", "Complaint"],
        ["Attached", str(second)],
        ["2", "CPU,"],
    ]
    assert page.splitlines()[2].endswith("now Packet loss")
    assert "now" not in page.splitlines()[0]
    consultation.answer("0 %", fact="uplink.packet_loss")
    full = pages(columns=200).answers(consultation.replay(), with_questions=True)
    assert "What does the user complain about?" in full


def test_colour_is_only_colour() -> None:
    import re

    question = asked("complaint")
    painted = pages(colour=True).question(question, 1)
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == pages().question(question, 1)


def test_another_primary_cause_is_said() -> None:
    consultation = Consultation(engine(), start={"complaint": "delay", "facts": {"uplink.packet_loss": "12 %"}})
    before = consultation.so_far()
    consultation.answer("350 ms", fact="network.rtt")
    after = consultation.so_far()
    assert before.primary is not None
    assert after.primary is not None
    assert before.primary.cause != after.primary.cause
    assert pages().effects(before, after).splitlines() == [
        "→ Established: High latency",
        "→ The first cause is now High latency",
    ]
