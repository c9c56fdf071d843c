"""Columns for a terminal that know how wide Chinese characters are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rtctriage.report.style import Style

# marks that may not begin a line, and brackets that may not end one
_NOT_FIRST: Final = frozenset("，。；：、！？）》」』】”’…,.;:!?)%")
_NOT_LAST: Final = frozenset("（《「『【“‘(")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class Cell(NamedTuple):
    """The text of a cell and how it is painted."""

    text: str
    style: Style = "plain"


def clean(text: str) -> str:
    """Text from a file, without what would steer a terminal (control and direction marks, line ends)."""
    return _CONTROL.sub(" ", text) if _CONTROL.search(text) else text


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1


def pad(text: str, columns: int) -> str:
    """The text, filled up with spaces."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most ``columns``; at least one line.

    Lines break at spaces and between Chinese characters, not before a closing mark or after an opening bracket. A word
    longer than a line is cut.
    """
    columns = max(columns, 4)
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = width(piece)
        if used + width(piece.rstrip()) <= columns:
            line, used = line + piece, used + size
            continue
        if line:
            lines.append(line.rstrip())
        while width(piece.rstrip()) > columns:
            head = _cut(piece, columns)
            lines.append(head)
            piece = piece[len(head) :]
        line, used = piece, width(piece)
    lines.append(line.rstrip())
    return lines


def wrap_parts(parts: Sequence[str], columns: int, separator: str = " · ") -> list[str]:
    """Parts in a row, in lines that break between parts where they can."""
    lines: list[str] = []
    line = ""
    for part in parts:
        joined = f"{line}{separator}{part}" if line else part
        if width(joined) + width(separator.rstrip()) <= columns:
            line = joined
            continue
        if line:
            lines.append(line + separator.rstrip())
        *full, line = wrap(part, columns - width(separator.rstrip()))
        lines += full
    return [*lines, line]


def _pieces(text: str) -> Iterator[str]:
    """What may not be torn apart, with the spaces that follow it."""
    piece = ""
    for char in text:
        if piece and _may_break(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or _columns(before) == 2 or _columns(after) == 2


def _cut(text: str, columns: int) -> str:
    used = 0
    for i, char in enumerate(text):
        used += _columns(char)
        if used > columns:
            return text[: max(i, 1)]
    return text


def table(
    rows: Iterable[Sequence[Cell | str]],
    columns: int,
    paint: Callable[[str, Style], str],
    *,
    indent: int = 0,
    gap: int = 2,
) -> list[str]:
    """Rows as lines of at most ``columns``. Each cell wraps within its column; the widest columns give way first."""
    return [line for row in table_rows(rows, columns, paint, indent=indent, gap=gap) for line in row]


def table_rows(
    rows: Iterable[Sequence[Cell | str]],
    columns: int,
    paint: Callable[[str, Style], str],
    *,
    indent: int = 0,
    gap: int = 2,
) -> list[list[str]]:
    """The same, the lines of each row by themselves."""
    cells = [[c if isinstance(c, Cell) else Cell(c) for c in row] for row in rows]
    if not cells:
        return []
    count = max(map(len, cells))
    cells = [row + [Cell("")] * (count - len(row)) for row in cells]
    widths = _layout([max(width(row[i].text) for row in cells) for i in range(count)], columns - indent, gap)
    made: list[list[str]] = []
    for row in cells:
        wrapped = [wrap(cell.text, w) for cell, w in zip(row, widths, strict=True)]
        lines: list[str] = []
        for i in range(max(map(len, wrapped))):
            parts = [
                paint(part[i], cell.style) + " " * (w - width(part[i])) if i < len(part) else " " * w
                for part, cell, w in zip(wrapped, row, widths, strict=True)
            ]
            lines.append((" " * indent + (" " * gap).join(parts)).rstrip())
        made.append(lines)
    return made


def _layout(natural: list[int], columns: int, gap: int) -> list[int]:
    """The width of each column: as wide as its content where that fits, else the widest give way first."""
    room = max(columns - gap * (len(natural) - 1), 4 * len(natural))
    widths = list(natural)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda i: widths[i])
        others = sorted(widths, reverse=True)
        second = others[1] if len(others) > 1 else 0
        over = sum(widths) - room
        take = min(over, max(1, widths[widest] - second))
        widths[widest] -= take
    return widths
