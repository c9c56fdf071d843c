from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.versions import version_key


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("4.2", "4.10"),
        ("4.2.5", "4.2.6"),
        ("4.2.6-rc1", "4.2.6"),
        ("4.2.6-beta.2", "4.2.6-rc1"),
        ("4.2.6-rc.1", "4.2.6-rc.2"),
        ("4.1.0", "4.1.0-1"),
        ("4.1.0-1", "4.1.1"),
        ("4.2", "4.2.0.1"),
        ("9", "10"),
        ("Android 9", "Android 14"),
        ("4.2.0-SNAPSHOT", "4.2.0"),
    ],
)
def test_order(earlier: str, later: str) -> None:
    a, b = version_key(earlier), version_key(later)
    assert a is not None
    assert b is not None
    assert a < b


@pytest.mark.parametrize(
    ("one", "other"),
    [("4.2", "4.2.0"), ("v4.2.1", "4.2.1"), ("4.2.6 (build 77)", "4.2.6"), ("4.2.6+abc", "4.2.6"), ("iOS 17", "17.0")],
)
def test_equal(one: str, other: str) -> None:
    assert version_key(one) is not None
    assert version_key(one) == version_key(other)


@pytest.mark.parametrize("text", ["", "unknown", "最新版", "." * 50 + "1"])
def test_no_version(text: str) -> None:
    assert version_key(text) is None


@given(st.lists(st.integers(0, 999), min_size=1, max_size=5), st.lists(st.integers(0, 999), min_size=1, max_size=5))
def test_dotted_numbers_sort_as_numbers(a: list[int], b: list[int]) -> None:
    width = max(len(a), len(b))
    padded = [tuple(x + [0] * (width - len(x))) for x in (a, b)]
    one, other = version_key(".".join(map(str, a))), version_key(".".join(map(str, b)))
    assert one is not None
    assert other is not None
    assert (one < other) is (padded[0] < padded[1])
    assert (one == other) is (padded[0] == padded[1])


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    version_key(text)
