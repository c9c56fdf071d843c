"""Tolerant JSON: the strict text that is nearest to what a damaged or cut-off file holds.

A file that a browser's crash cut off, or a block of which was overwritten, still holds everything before and after.
``salvage`` keeps every complete member at every level, gives up the members that the damage touched, and goes on at the
next place that can only be the beginning of a member.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from typing import Final

import msgspec
from msgspec import Struct

from rtctriage.evidence.jsonrepair import Repair
from rtctriage.evidence.jsontokens import RISKY_NUMBER, is_utf8, mend_word, to_utf8
from rtctriage.text import Text

_BOM: Final = b"\xef\xbb\xbf"


class Salvaged(Struct, frozen=True):
    """What could be saved of a text."""

    data: bytes
    """Strict JSON; ``null`` where nothing could be saved."""
    problems: tuple[Text, ...] = ()
    """What was lost and roughly where. Never any content of the file."""


def salvage(data: bytes) -> Salvaged:
    """The strict JSON in ``data``.

    NaN, infinities and numbers beyond a double's range become ``null``, invalid characters U+FFFD, trailing commas go.
    Linear in time, a small multiple of the file in memory. Raises :class:`~rtctriage.errors.TooLarge` for text that is
    nested deeper than any recording.
    """
    if data.startswith(_BOM):
        data = data[3:]
    clean = is_utf8(data)
    if clean and is_strict(data):
        return Salvaged(data)
    repair = Repair(data if clean else to_utf8(data))
    saved = repair.run()
    return Salvaged(saved, _problems(repair, clean))


def is_strict(data: bytes) -> bool:
    """Whether valid UTF-8 is JSON that msgspec decodes without an error."""
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.MsgspecError, RecursionError):
        return False
    return RISKY_NUMBER.search(data) is None


def _problems(repair: Repair, clean: bool) -> tuple[Text, ...]:
    problems = []
    size = max(1, repair.size)
    if repair.holes:
        lost = sum(end - start for start, end in repair.holes)
        problems.append(
            Text(
                "the file is damaged at {n} place(s), the first at about {at} of it; about {lost} bytes were left out, "
                "the rest was read",
                "文件有 {n} 处损坏，首处约在全文 {at} 的位置；约 {lost} 字节未读取，其余已读取",
            ).fill(n=len(repair.holes), at=f"{repair.holes[0][0] / size:.0%}", lost=lost)
        )
    if repair.given_up is not None:
        problems.append(
            Text(
                "from about {at} of the file on it is too damaged to be read",
                "从全文约 {at} 处起损坏严重，之后的内容无法读取",
            ).fill(at=f"{repair.given_up / size:.0%}")
        )
    if repair.cut:
        problems.append(
            Text(
                "the file is cut off after {n} bytes; everything complete before that was read",
                "文件在 {n} 字节处被截断，此前完整的内容已全部读取",
            ).fill(n=repair.size)
        )
    if repair.mended_values:
        problems.append(
            Text(
                "{n} value(s) are no valid numbers (NaN, infinite or malformed) and count as unknown",
                "有 {n} 个值不是有效数字（NaN、无穷大或格式错误），按未知处理",
            ).fill(n=repair.mended_values)
        )
    if not clean or repair.mended_texts:
        problems.append(Text("invalid characters in texts were replaced", "文本中的无效字符已被替换"))
    if repair.trailing:
        problems.append(
            Text(
                "text after the end of the JSON, {n} bytes, was left out", "JSON 结束之后还有 {n} 字节内容，未读取"
            ).fill(n=repair.trailing)
        )
    return tuple(problems)


_STRICT_NUMBERS: Final = msgspec.json.Decoder(list[object])
_ELEMENT: Final = re.compile(
    r"""\s*(?:"((?:[^"\\]|\\.){0,10000})"|(\{[^{}]{0,2000}\})|([^\s,"\[\]{}]{1,400}))\s*(?:([,\]])|$)"""
)
_GARBAGE: Final = re.compile(r"[^\x20-\x7e]")


def numbers(text: str) -> list[object] | None:
    """The elements of the array in a ``values`` text, what is no value as None; None where it is no array.

    A cut-off array keeps its complete elements. One that was overwritten in the middle is None: how many elements are
    missing cannot be told, so the others cannot be placed in time.
    """
    try:
        return _STRICT_NUMBERS.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
        pass
    body = text.strip()
    if not body.startswith("["):
        return None
    if '"' not in body and ("N" in body or "I" in body):
        # without texts among them, all NaN and infinities can be replaced at once
        with suppress(msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
            return _STRICT_NUMBERS.decode(_without_nan(body))
    found: list[object] = []
    position, size = 1, len(body)
    while position < size:
        if body[position] in " \t\r\n":
            position += 1
            continue
        if body[position] == "]":
            # Trailing commas and an empty array end here.
            return found if position == size - 1 else None
        if body[position] == ",":
            found.append(None)
            position += 1
            continue
        match = _ELEMENT.match(body, position)
        if match is None:
            # The last element may have been cut; anything else is damage.
            return found if _is_cut(body, position) else None
        if match[4] is None:
            return found  # nothing after it: it may be cut itself
        try:
            found.append(_element(match))
        except ValueError:
            return None
        position = match.end()
        if match[4] == "]":
            return found if position == size else None
    return found


def _without_nan(body: str) -> str:
    return body.replace("-Infinity", "null").replace("Infinity", "null").replace("NaN", "null")


def _is_cut(body: str, position: int) -> bool:
    rest = body[position:]
    opener = rest[:1]
    if opener == '"':
        return re.fullmatch(r'"(?:[^"\\]|\\.)*\\?', rest[:20_000]) is not None and len(rest) < 20_000
    return opener == "{" and "}" not in rest


def _element(match: re.Match[str]) -> object:
    """One element; raises ValueError for what shows that a block was overwritten."""
    quoted, nested, word = match[1], match[2], match[3]
    if word is None:
        try:
            return msgspec.json.decode(f'"{quoted}"' if quoted is not None else nested)
        except (msgspec.MsgspecError, UnicodeEncodeError):
            return None
    if _GARBAGE.search(word) or (len(word) > 40 and not re.fullmatch(r"[-+.0-9eE]+", word)):
        raise ValueError(word)
    decoded: object = msgspec.json.decode(word if word in ("true", "false") else mend_word(word.encode()))
    return None if isinstance(decoded, float) and not math.isfinite(decoded) else decoded
