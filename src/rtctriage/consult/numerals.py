"""Chinese numerals as digits: 三百五十毫秒 is 350毫秒, 百分之五 is 5 %, 二〇二六年 is 2026年."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {letter: number for number, letters in enumerate(
    ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for letter in letters}  # fmt: skip
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_DIGIT: Final = f"[{''.join(_DIGITS)}]"
_LARGE: Final = "".join((*_TENS, *_MYRIADS))
# a thousand that belongs to a unit (千比特) is none of the number
_WHOLE: Final = rf"(?:{_DIGIT}|[{_LARGE}](?!比特|字节|分之))+"
_NUMERAL: Final = re.compile(rf"(负?)({_WHOLE})(?:点({_DIGIT}+)(?![{_LARGE}]))?")
_NUMERAL_OF_CLOCK: Final = re.compile(rf"(负?)({_WHOLE})()")
_MIXED: Final = re.compile(rf"(\d+(?:\.\d+)?)\s*([{_LARGE}])(?!比特|字节)")
_HALF: Final = re.compile(r"(?<![\d\w])半(?=个?(?:秒|分|小时|天|兆))")
_PERCENT: Final = re.compile(r"百分之\s*([+-]?\d+(?:\.\d+)?)\s*%?")
_TENTHS: Final = re.compile(r"(\d+(?:\.\d+)?)\s*成(?!\w)")


def arabic(text: str, *, clock: bool = False) -> str:
    """The text with digits in the place of Chinese numerals; what is no numeral (两三百, 几十) stays as it is.

    ``clock``: the text is about points of time, where 点 is the hour and no decimal point.
    """
    found = _HALF.sub("0.5", _MIXED.sub(_scaled, text))
    found = (_NUMERAL_OF_CLOCK if clock else _NUMERAL).sub(_written, found)
    if clock:
        return found
    return _TENTHS.sub(lambda match: f"{float(match[1]) * 10:g} %", _PERCENT.sub(r"\1 %", found))


def _scaled(match: re.Match[str]) -> str:
    """3万 or 1.5千."""
    return f"{float(match[1]) * {**_TENS, **_MYRIADS}[match[2]]:.15g}"


def _written(match: re.Match[str]) -> str:
    whole = _whole(match[2])
    if whole is None:
        return match[0]
    fraction = "".join(str(_DIGITS[letter]) for letter in match[3] or "")
    return f"{'-' if match[1] else ''}{whole}{'.' if fraction else ''}{fraction}"


def _whole(text: str) -> str | None:
    """A whole number; None where it is not written like one."""
    if all(letter in _DIGITS for letter in text):
        # 二〇二六, digit by digit; 三五 (three to five) is no number, and looks like one of two digits
        return "".join(str(_DIGITS[letter]) for letter in text) if len(text) == 1 or len(text) > 3 else None
    total = section = 0
    digit: int | None = None
    last, filled = 10_000_000_000, False
    for letter in text:
        if letter in _DIGITS:
            if digit:
                return None
            digit, filled = _DIGITS[letter], _DIGITS[letter] == 0 or (filled and digit == 0)
            continue
        scale = _TENS.get(letter) or _MYRIADS[letter]
        if letter in _MYRIADS:
            total += (section + (digit or 0)) * scale
            section = 0
        elif digit == 0 or (digit is None and scale > 10) or (section and scale >= last):
            return None
        else:
            section += (1 if digit is None else digit) * scale
        digit, last = None, scale
    if digit and not filled and last > 10:
        # 一百五 is 150
        digit *= last // 10
    return str(total + section + (digit or 0))
