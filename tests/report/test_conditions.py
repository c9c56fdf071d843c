from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.report.conditions import listed, worded

WORDS = [
    (">= 5 % for 5 s", "≥ 5 % for 5 s", "连续 5 s ≥ 5 %"),
    ("every p95 < 1 % after 10 s", "p95 < 1 % on every stream, from 10 s on", "p95 每路均 < 1 %（开始 10 s 后）"),
    ("median >= 20 ms", "median ≥ 20 ms", "中位数 ≥ 20 ms"),
    ("min < 5 fps", "lowest < 5 fps", "最小值 < 5 fps"),
    ("changed from > 0 to == 0 for 5 s", "from > 0 to 0 for 5 s", "由 > 0 变为 0，持续 5 s"),
    ("changed from == 0 to != 0", "from = 0 to ≠ 0", "由 = 0 变为 ≠ 0"),
    ("share(>= 5 %) > 20 %", "share of time ≥ 5 % > 20 %", "≥ 5 % 的时间占比 > 20 %"),
    ("in [failed]", "= failed", "= failed"),
    ("in [wifi, ethernet]", "one of wifi, ethernet", "为其中之一：wifi、ethernet"),
    ("not in [wifi, ethernet]", "none of wifi, ethernet", "均不是：wifi、ethernet"),
    ("not in [wifi]", "≠ wifi", "≠ wifi"),
    ("matches Redmi*", "matches Redmi*", "匹配 Redmi*"),
    ("version >=4.2,<4.2.6", "version >=4.2,<4.2.6", "版本 >=4.2,<4.2.6"),
    ("known", "known", "已知"),
    ("== true", "= yes", "= 是"),
    # what held was that these do not
    ("not == 0 for 3 s", "never 0 for 3 s", "从未连续 3 s 为 0"),
    ("not < 1 /s for 2 s", "never < 1 /s for 2 s", "从未连续 2 s < 1 /s"),
    ("not changed from > 0 to == 0 for 5 s", "never from > 0 to 0 for 5 s", "从未由 > 0 变为 0，持续 5 s"),
    ("not mean < 1 %", "mean ≥ 1 %", "均值 ≥ 1 %"),
    ("not every p90 < 25 %", "p90 ≥ 25 % on one stream at least", "p90 至少一路 ≥ 25 %"),
    ("not == true", "= no", "= 否"),
    ("not known", "not known", "未知"),
    ("not matches Redmi*", "does not match Redmi*", "不匹配 Redmi*"),
    ("not version >=4.2", "not: version >=4.2", "不满足：版本 >=4.2"),
]


@pytest.mark.parametrize(("text", "en", "zh"), WORDS, ids=[text for text, _, _ in WORDS])
def test_a_test_in_words(text: str, en: str, zh: str) -> None:
    assert str(worded(text, "en")) == en
    assert str(worded(text, "zh")) == zh


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("every p90 < 25 %", "p90", "p90"),
        ("mean >= 3 %", "mean", "均值"),
        ("max > 0.001", "highest", "最大值"),
        (">= 5 % for 5 s", "", ""),
        # one sample may reach what never held for long enough
        ("not == 0 for 3 s", "lowest", "最低"),
        ("not >= 300 ms for 3 s", "highest", "最高"),
        ("not == 7 for 3 s", "nearest", "最接近"),
        ("not changed from >= 240 px to < 240 px for 5 s", "lowest", "最低"),
    ],
)
def test_what_of_a_series_was_compared(text: str, en: str, zh: str) -> None:
    assert (worded(text, "en").of, worded(text, "zh").of) == (en, zh)


def test_words_that_are_compared_with_have_names() -> None:
    names = {"no-video": "No video", "black-screen": "Black screen"}
    assert worded("in [no-video, black-screen]", "en", names.__getitem__).test == "one of No video, Black screen"
    assert worded("== no-video", "en", names.__getitem__).test == "= No video"


def test_names_in_a_row() -> None:
    assert listed(["a", "b"], "en") == "a, b"
    assert listed(["a", "b"], "zh") == "a、b"
    assert listed(["microphone, camera or screen", "b"], "en") == "microphone, camera or screen; b"
    assert listed(["麦克风、摄像头", "b"], "zh") == "麦克风、摄像头；b"


@given(st.text(max_size=80))
def test_what_is_no_test_is_left_alone_or_worded_but_never_fails(text: str) -> None:
    assert isinstance(str(worded(text, "zh")), str)


@pytest.mark.parametrize("text", ["established: network.packet-loss", "foo > 3", "", "every"])
def test_no_test_stays_as_it_is(text: str) -> None:
    assert str(worded(text, "en")) == text


def test_every_rule_of_the_knowledge_base_has_words() -> None:
    """Nothing that only the condition language has is left in a report."""
    from rtctriage.inference.compile import compile_program
    from rtctriage.knowledge import load

    for atom in compile_program(load()).atoms:
        for shown in atom.shown:
            for text in (shown.text, f"not {shown.text}"):
                for said in (worded(text, "en").test, worded(text, "zh").test):
                    assert not set(said.split()) & {">=", "<=", "==", "!=", "changed", "in", "true", "false"}, text
