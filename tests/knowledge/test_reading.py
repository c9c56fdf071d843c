from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import Problem
from rtctriage.knowledge.nodes import Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.yamltext import parse
from rtctriage.privacy import quote


@pytest.fixture
def problems() -> list[Problem]:
    return []


@pytest.fixture
def reader(problems: list[Problem]) -> Reader:
    return Reader("f", problems)


@pytest.mark.parametrize(
    "secret",
    [
        "10.1.2.3",
        "fe80::1",
        "https://example.org/x?token=1",
        "user@example.org",
        "turn:relay.example.org",
        "007eJxTYBBbsMMnKq7p9Hf/HcIX5kce9b518kCiQgSr5Zrp4X1Tu6fQ4pX8",
        "4fXpQ7sLm2Za",
        "x" * 61,
        "a\x1b[31mb",
    ],
)
def test_what_may_be_secret_is_not_quoted(secret: str) -> None:
    assert quote(secret) == "this value"
    assert quote(secret, "") == ""


def test_a_plain_word_is_quoted() -> None:
    assert quote("uplink.packet_loss") == '"uplink.packet_loss"'
    assert quote("8 percent 丢") == '"8 percent 丢"'


@given(st.ip_addresses().map(str))
def test_no_address_is_ever_quoted(address: str) -> None:
    assert quote(f"x {address}") == "this value"


def test_unknown_keys_and_missing_keys_are_noted_together(reader: Reader, problems: list[Problem]) -> None:
    fields = reader.fields(parse("titel: x\nempty:\n", "f").root, "a thing", ("title", "empty", "id"), ("title", "id"))
    assert fields == {}
    assert [str(p) for p in problems] == [
        'f:1:1: unknown key in a thing: "titel" (did you mean "title"?)',
        'f:1:1: a thing needs the key "title"',
        'f:1:1: a thing needs the key "id"',
    ]


def test_a_problem_can_point_into_a_text(reader: Reader, problems: list[Problem]) -> None:
    reader.problem(Scalar("abc", 3, 5, quoted=True, verbatim=True), "here", offset=2)
    assert (problems[0].line, problems[0].column) == (3, 8)


def test_an_origin_names_no_machine() -> None:
    assert Reader("/home/x/pack/a.yaml", [], "pack a.yaml").origin(Scalar("", 7, 1)) == "pack a.yaml:7"


@pytest.mark.parametrize("text", ["nan", "inf", "1e400", "0x10", "1_000", "--1", "", "1.2.3", "e"])
def test_what_is_no_number(text: str, reader: Reader, problems: list[Problem]) -> None:
    assert reader.number(Scalar(text, quoted=True), "n") is None
    assert len(problems) == 1


def test_numbers_and_flags(reader: Reader, problems: list[Problem]) -> None:
    assert [reader.number(Scalar(t), "n") for t in ("1", "-0.5", "+2", "1e3", ".5")] == [1.0, -0.5, 2.0, 1000.0, 0.5]
    assert (reader.flag(Scalar("true"), "f"), reader.flag(Scalar("false"), "f"), reader.flag(None, "f")) == (
        True, False, False,
    )  # fmt: skip
    assert problems == []
    assert reader.flag(Scalar("True"), "f") is False
    assert [p.message for p in problems] == ["f must be true or false"]
