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
# a sign stays with what it stands before
_BEFORE_A_LIMIT: Final = frozenset(("≥ ", "≤ ", "< ", "> ", "= ", "≠ "))
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class Cell(NamedTuple):
    """The text of a cell and how it is painted."""

    text: str
    style: Style = "plain"
    path: bool = False
    """A file's path: where it is too long, it loses folders on its left, and never its name."""


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
        if piece and piece not in _BEFORE_A_LIMIT and _may_break(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before in " –" or _columns(before) == 2 or _columns(after) == 2


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
    natural = [max(width(row[i].text) for row in cells) for i in range(count)]
    least = [max(_least(row[i]) for row in cells) for i in range(count)]
    widths = _layout(natural, least, columns - indent, gap)
    made: list[list[str]] = []
    for row in cells:
        texts = [shortened(c.text, w) if c.path else c.text for c, w in zip(row, widths, strict=True)]
        wrapped = [wrap(text, w) for text, w in zip(texts, widths, strict=True)]
        lines: list[str] = []
        for i in range(max(map(len, wrapped))):
            parts = [
                paint(part[i], cell.style) + " " * (w - width(part[i])) if i < len(part) else " " * w
                for part, cell, w in zip(wrapped, row, widths, strict=True)
            ]
            lines.append((" " * indent + (" " * gap).join(parts)).rstrip())
        made.append(lines)
    return made


def shortened(path: str, columns: int) -> str:
    """A path with an ellipsis in the place of its first folders where it is too long; its name is never cut."""
    if width(path) <= columns:
        return path
    parts = re.split(r"(?<=[/\\])", path)
    kept = parts.pop()
    while parts and width(parts[-1] + kept) + 2 <= columns:
        kept = parts.pop() + kept
    separator = parts[-1][-1] if parts else ""
    shown = f"…{separator}{kept}"
    return shown if separator and width(shown) <= columns else kept


def _least(cell: Cell) -> int:
    """How many columns a cell needs at least, if there is room at all."""
    return min(width(cell.text), width(re.split(r"[/\\]", cell.text)[-1]) + 2) if cell.path else 0


def _layout(natural: list[int], least: list[int], columns: int, gap: int) -> list[int]:
    """The width of each column: as wide as its content where that fits, else the widest give way first.

    None becomes narrower than the least it needs while another one can give way.
    """
    room = max(columns - gap * (len(natural) - 1), 4 * len(natural))
    widths = list(natural)
    floor = [min(need, room // 2) for need in least]
    while sum(widths) > room:
        giving = [i for i, w in enumerate(widths) if w > max(floor[i], 4)] or list(range(len(widths)))
        widest = max(giving, key=lambda i: widths[i])
        second = max((widths[i] for i in giving if i != widest), default=0)
        over = sum(widths) - room
        take = min(over, max(1, widths[widest] - max(second, floor[widest])))
        widths[widest] -= take
    return widths
