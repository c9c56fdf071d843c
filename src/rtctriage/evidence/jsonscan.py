"""Reads JSON that is not strict member by member, without recursion, and writes what is strict of it.

Where the text is no JSON, whatever one puts up with, :class:`DamageError` is raised, and nothing incomplete stays.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from rtctriage.errors import TooLarge
from rtctriage.evidence.jsonlandmarks import MORE_MEMBERS, MORE_SERIES, SERIES_KEY, SERIES_STARTS, TOP_KEYS
from rtctriage.evidence.jsontokens import (
    ANY_WORD,
    ELEMENTS,
    FIRST_KEY,
    LITERAL,
    MEMBERS,
    NOT_FINITE,
    NUMBER,
    ODD_ELEMENTS,
    ODD_MEMBERS,
    SPACE,
    WORD,
    WORDS,
    mend_word,
    read_string,
)
from rtctriage.evidence.jsonwriter import CLOSERS, Frame, Writer

DEPTH: Final = 200
MOST_WORDS: Final = 500_000
"""So many values are mended one by one; a text that has more of what is no value is no recording."""

_LAST_WORD: Final = re.compile(rb"[-+.\w]{1,5000}\Z")


class DamageError(Exception):
    """Here the text is no JSON, whatever one puts up with."""


class Scan(Writer):
    """One step after the other over a text; what was found wrong is in the attributes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.size = len(data)
        self.holes: list[tuple[int, int]] = []
        """Damaged places that were left out, from and to."""
        self.mended_values = 0
        self.mended_texts = 0
        self.trailing = 0
        self._at = 0
        self._effort = 0
        self._words = 0
        self._unfinished = False

    def _open(self, key: bytes) -> None:
        if len(self._stack) >= DEPTH:
            raise TooLarge(
                f"the file is nested more than {DEPTH} levels deep, which no recording is; "
                "check that it is a dump or getStats recording"
            )
        data, at = self._data, self._at
        is_object = data[at] == 0x7B
        if self._stack:
            parent = self._stack[-1]
            if is_object and (first := FIRST_KEY.match(data, at + 1)):
                if first[1] in SERIES_STARTS and parent.key != b"stats" and self._stack[0].seen & TOP_KEYS:
                    raise DamageError  # a series where none can be: the brackets before it are wrong
                parent.firsts.add(first[1])
            if parent.is_object:
                parent.seen.add(key)
        self._at = at + 1
        self._stack.append(Frame(is_object, key, (len(self._parts), self._from, self._at)))

    def _step(self) -> None:
        """One run of scalars, or one member, or one closing bracket."""
        frame = self._stack[-1]
        data = self._data
        run = (MEMBERS if frame.is_object else ELEMENTS).match(data, self._at)
        if run is not None:
            if frame.is_object and len(self._stack) > 1 and self._stack[-2].key == b"stats":
                self._check_series(frame, run.start(), run.end())
            comma = data[run.end() - 1] == 0x2C
            self._complete(frame, run.end() - comma)
            frame.comma = comma
            self._at = run.end()
            return
        if self._odd_run(frame):
            return
        at = self._at = self._space(self._at)
        if at >= self.size:
            return
        if data[at : at + 1] == CLOSERS[frame.is_object]:
            self._close(frame)
        elif frame.is_object:
            self._member(frame)
        else:
            self._value(frame, b"", at)

    def _odd_run(self, frame: Frame) -> bool:
        """A run of scalars among which are NaN or infinities, which become ``null`` all at once; whether it was one."""
        run = (ODD_MEMBERS if frame.is_object else ODD_ELEMENTS).match(self._data, self._at)
        if run is None:
            return False
        text, before = run[0], self.mended_values
        for word in NOT_FINITE:
            self.mended_values += text.count(word)
            text = text.replace(word, b"null")
        if self.mended_values == before:
            return False
        end = run.end() - 1
        self._replace(run.start(), end, text[:-1])
        self._complete(frame, end)
        frame.comma = True
        self._at = end + 1
        return True

    def _space(self, at: int) -> int:
        match = SPACE.match(self._data, at)
        return match.end() if match else at

    def _check_series(self, frame: Frame, start: int, end: int) -> None:
        """No series has a member twice: where one seems to, a damage joined two of them, and both are lost."""
        for key in SERIES_KEY.findall(self._data, start, end):
            if key in frame.seen:
                self._at = end
                parts, since, _ = frame.mark
                frame.count = 0
                frame.mark = (parts, since, since)
                raise DamageError
            frame.seen.add(key)

    def _close(self, frame: Frame) -> None:
        if frame.comma:
            self._rollback(frame)
            self._from = self._at
        self._at += 1
        more = MORE_SERIES if frame.key == b"stats" else MORE_MEMBERS if len(self._stack) == 1 else None
        if more is not None and frame.is_object and (following := more.match(self._data, self._at)):
            # A bracket too many: the members of this object go on.
            self.holes.append((self._at - 1, self._at))
            self._at = following.end()
            self._reopen(len(self._stack) - 1, (), self._at)
            return
        if len(self._stack) == 1:
            rest = self._space(self._at)
            self._flush(self._at)
            self._stack.pop()
            self.trailing = self.size - rest
            return
        self._stack.pop()
        self._after(self._stack[-1], self._at, committed=True)

    def _member(self, frame: Frame) -> None:
        data, at = self._data, self._at
        if data[at] != 0x22:
            if data[at] == 0x2C and (frame.comma or not frame.count):
                self._replace(at, at + 1, b"")
                self._at = at + 1
                return
            raise DamageError
        end, mended, trusted = read_string(data, at)
        colon = self._space(end) if end >= 0 else 0
        if colon >= self.size:
            self._at = self.size
            return
        if end < 0 or not trusted or data[colon] != 0x3A:
            self._fail(at, end)
        if mended is not None:
            self._replace(at, end, mended)
            self.mended_texts += 1
        value = self._space(colon + 1)
        if value >= self.size:
            self._at = self.size
            return
        self._value(frame, data[at + 1 : min(end - 1, at + 100)], value)

    def _value(self, frame: Frame, key: bytes, at: int) -> None:
        data = self._data
        byte = data[at]
        if byte in b"{[":
            member, self._at = self._at, at
            try:
                self._open(key)
            except DamageError:
                self._at = member
                raise
            return
        if byte == 0x22:
            end, mended, trusted = read_string(data, at)
            if end < 0 or not trusted or not self._delimited(end):
                self._fail(at, end)
            if mended is not None:
                self._replace(at, end, mended)
                self.mended_texts += 1
            self._after(frame, end)
            return
        found = NUMBER.match(data, at) or LITERAL.match(data, at)
        if found is not None:
            self._after(frame, found.end())
            return
        if byte in b",}]":
            self._replace(at, at, b"null")
            self.mended_values += 1
            self._after(frame, at)
            return
        word = WORD.match(data, at)
        if word is None:
            self._fail(at, at)
        words = WORDS.match(data, at) if not frame.is_object else None
        if words is None:
            self._replace(at, word.end(), self._mend(word))
            self._after(frame, word.end())
            return
        self._replace(at, words.end() - 1, ANY_WORD.sub(self._mend, data[at : words.end() - 1]))
        self._after(frame, words.end() - 1)

    def _mend(self, word: re.Match[bytes]) -> bytes:
        mended = mend_word(word[0])
        self._words += 1
        self.mended_values += mended != word[0]
        return mended

    def _delimited(self, end: int) -> bool:
        at = self._space(end)
        return at >= self.size or self._data[at] in b",}]"

    def _fail(self, at: int, end: int) -> NoReturn:
        """What stands from ``at`` on is no value; ``end`` is how far it was looked at, -1 for the end of the text."""
        self._effort += (end if end >= 0 else self.size) - at
        # Text that ends within a string or a word was cut off there, if nothing readable follows.
        self._unfinished = end < 0 or _LAST_WORD.match(self._data, at) is not None
        self._at = at
        raise DamageError

    def _after(self, frame: Frame, end: int, *, committed: bool = False) -> None:
        """A value ends at ``end``: it counts if a comma, the closing bracket or the end of the file follows."""
        at = self._space(end)
        following = self._data[at : at + 1]
        if committed or following in (b"", b",", CLOSERS[frame.is_object]):
            self._complete(frame, end)
        self._at = at
        if following == b",":
            frame.comma = True
            self._at = at + 1
        elif following and following != CLOSERS[frame.is_object]:
            raise DamageError
