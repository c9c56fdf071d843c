"""Chinese numerals in what people type."""

from __future__ import annotations

import pytest

from rtctriage.consult.numerals import arabic


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("三百毫秒", "300毫秒"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("两百", "200"),
        ("一百零五", "105"),
        ("一百五", "150"),
        ("一百一十五", "115"),
        ("三千二", "3200"),
        ("一千零五十", "1050"),
        ("一万五千", "15000"),
        ("一百二十三万四千五百六十七", "1234567"),
        ("三亿", "300000000"),
        ("零点三秒", "0.3秒"),
        ("三点五", "3.5"),
        ("负八十", "-80"),
        ("3万", "30000"),
        ("1.5千", "1500"),
        ("百分之 5", "5 %"),
        ("一百二到两百", "120到200"),
        ("壹佰", "100"),
    ],
)
def test_numerals_are_read_as_they_are_meant(given: str, meant: str) -> None:
    assert arabic(given) == meant


@pytest.mark.parametrize("given", ["两三百", "三四十", "百毫秒", "500千比特", "十百", "好", "", "300 ms", "三五"])
def test_what_is_no_single_number_stays(given: str) -> None:
    assert arabic(given) == given


def test_a_clock_has_hours_and_no_decimals() -> None:
    assert arabic("二〇二六年十月一日十点五分", clock=True) == "2026年10月1日10点5分"
