"""Yes, no and "I don't know", as people say them in either language."""

from __future__ import annotations

from typing import Final

from rtctriage.consult.numbers import plain

_DONT_KNOW: Final = frozenset(
    (
        "?", "unknown", "don't know", "dont know", "i don't know", "i dont know", "do not know", "i do not know",
        "not known", "no idea", "no clue", "dunno", "idk", "n/a", "not sure", "i'm not sure", "im not sure", "unsure",
        "can't say", "cannot say", "can't remember", "i don't remember", "don't remember",
        "不知道", "我不知道", "不清楚", "不太清楚", "不是很清楚", "不大清楚", "不了解", "不确定", "未知", "说不清",
        "不晓得", "不记得", "不记得了", "忘了", "没注意", "不好说", "说不准", "没看过", "查不到",
        "无法确认", "没法确认",
    )
)  # fmt: skip
YES: Final = frozenset(
    (
        "y", "yes", "true", "yep", "yeah", "sure", "correct", "right", "1",
        "是", "是的", "对", "对的", "有", "有的", "有过", "会", "能", "可以", "好", "嗯",
    )
)  # fmt: skip
NO: Final = frozenset(
    (
        "n", "no", "false", "nope", "never", "not at all", "2",
        "否", "不是", "不", "不对", "没", "没有", "没有过", "从未", "从来没有", "无", "不会", "不能", "不可以",
    )
)  # fmt: skip


def means_unknown(text: str) -> bool:
    """Whether somebody says that they do not know."""
    return plain(text).rstrip(".。!！").replace("’", "'").casefold() in _DONT_KNOW
