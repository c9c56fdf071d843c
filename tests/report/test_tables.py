from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.report.style import Painter
from rtctriage.report.tables import clean, pad, shortened, table, width, wrap, wrap_parts

PLAIN = Painter(False)
TEXT = st.text(st.sampled_from("ab 丢包率，。（） é·1"), max_size=60)


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("丢包", 4), ("Wi-Fi 信号", 10), ("é", 1), ("e\u0301", 1), ("，", 2)]
)
def test_width_is_what_a_terminal_takes(text: str, columns: int) -> None:
    assert width(text) == columns


def test_pad_fills_up() -> None:
    assert pad("丢包", 6) == "丢包  "


def test_latin_breaks_at_spaces() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]


def test_chinese_breaks_between_characters_but_not_before_a_comma() -> None:
    assert wrap("网络抖动过大，声音断续", 12) == ["网络抖动过", "大，声音断续"]


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert wrap("abcde（丢包）", 7) == ["abcde", "（丢", "包）"]


def test_a_long_word_is_cut() -> None:
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


@given(TEXT, st.integers(4, 30))
def test_wrapping_keeps_every_character_within_the_width(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(TEXT.filter(str.strip), min_size=1, max_size=6), st.integers(8, 40))
def test_parts_stay_within_the_width(parts: list[str], columns: int) -> None:
    assert all(width(line) <= columns for line in wrap_parts(parts, columns))


def test_parts_break_at_their_separator() -> None:
    assert wrap_parts(["aaa bbb", "ccc ddd", "eee"], 12) == ["aaa bbb ·", "ccc ddd ·", "eee"]


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5), st.integers(20, 80))
def test_a_table_stays_within_the_width(rows: list[tuple[str, str, str]], columns: int) -> None:
    assert all(width(line) <= columns for line in table(rows, columns, PLAIN))


def test_columns_line_up_with_chinese() -> None:
    assert table([("丢包", "a"), ("x", "b")], 20, PLAIN) == ["丢包  a", "x     b"]


def test_the_widest_column_gives_way() -> None:
    assert table([("id", "one two three four")], 15, PLAIN) == ["id  one two", "    three four"]


def test_control_characters_become_spaces() -> None:
    assert clean("a\x1b]0;x\x07b\u2066c\r\nd") == "a ]0;x b c d"
    assert clean("Wi-Fi 信号") == "Wi-Fi 信号"


def test_a_sign_stays_with_its_limit_and_a_time_breaks_after_its_dash() -> None:
    assert wrap("mean 0 % ≥ 100 %", 11) == ["mean 0 %", "≥ 100 %"]
    assert wrap("(20:12:15–20:12:25 UTC)", 12) == ["(20:12:15–", "20:12:25", "UTC)"]


def test_a_path_is_shortened_from_the_left() -> None:
    path = "tickets/4711/from-the-customer/dump.json.gz"
    assert shortened(path, 50) == path
    assert shortened(path, 35) == "…/from-the-customer/dump.json.gz"
    assert shortened(path, 15) == "…/dump.json.gz"
    assert shortened(path, 8) == "dump.json.gz"
    assert shortened("C:\\tickets\\dump.json.gz", 16) == "…\\dump.json.gz"
    assert shortened("no-folder-at-all.json.gz", 8) == "no-folder-at-all.json.gz"
