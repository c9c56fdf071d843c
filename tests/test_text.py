from __future__ import annotations

import pytest

from rtctriage.text import LANGUAGES, Text, closed_up


def test_both_languages() -> None:
    text = Text("loss", "丢包")
    assert [text.in_(language) for language in LANGUAGES] == ["loss", "丢包"]


def test_places_are_filled_in_both() -> None:
    assert Text("{n} of {of}", "共 {of} 个，{n} 个").fill(n=2, of=3) == Text("2 of 3", "共 3 个，2 个")


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Text("{n}", "{m}").fill(n=1)


def test_chinese_has_no_gap_within_it() -> None:
    assert closed_up("原为 是，低于 3 %，SDK 版本 不同") == "原为是，低于 3 %，SDK 版本不同"
