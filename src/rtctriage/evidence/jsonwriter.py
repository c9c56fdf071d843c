"""Writes the complete members of a text, and takes back what turns out to be incomplete."""

from __future__ import annotations

from typing import Final

CLOSERS: Final = {True: b"}", False: b"]"}
"""The closing bracket of an object, and of an array."""


class Frame:
    """One open object or array: how far what was written of it is complete, and what its members look like."""

    __slots__ = ("comma", "count", "firsts", "is_object", "key", "mark", "seen")

    def __init__(self, is_object: bool, key: bytes, mark: tuple[int, int, int]) -> None:
        self.is_object = is_object
        self.key = key
        """Its own key in the object around it."""
        self.mark = mark
        """Parts written, start and end of the part not yet written: all up to the last complete member."""
        self.count = 0
        self.comma = False
        self.firsts: set[bytes] = set()
        """First keys of the objects in it, by which further ones are known again after a damage."""
        self.seen: set[bytes] = set()
        """Keys whose values are objects or arrays; in a series of a dump its own keys."""


class Writer:
    """Copies stretches of ``data``, in between pieces of its own, and knows which objects and arrays are open."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._parts: list[bytes] = []
        self._from = 0
        self._stack: list[Frame] = []

    def _flush(self, end: int) -> None:
        if end > self._from:
            self._parts.append(self._data[self._from : end])
        self._from = end

    def _replace(self, start: int, end: int, text: bytes) -> None:
        self._flush(start)
        self._parts.append(text)
        self._from = end

    def _complete(self, frame: Frame, end: int) -> None:
        """Everything up to ``end`` belongs to complete members of the frame."""
        frame.count += 1
        frame.comma = False
        frame.mark = (len(self._parts), self._from, end)

    def _rollback(self, frame: Frame) -> None:
        parts, start, end = frame.mark
        del self._parts[parts:]
        self._from = start
        self._flush(end)

    def _abandon(self, index: int) -> None:
        """Closes the frames above ``index`` after their last complete member; those without one are dropped."""
        while len(self._stack) > index + 1:
            frame = self._stack.pop()
            if not frame.count:
                continue
            self._rollback(frame)
            self._parts.append(CLOSERS[frame.is_object])
            parent = self._stack[-1]
            self._complete(parent, self._from)

    def _reopen(self, index: int, missing: tuple[bytes, ...], position: int) -> None:
        """Goes on copying from ``position`` as a further member of an open frame, below new objects ``missing``."""
        self._abandon(index)
        frame = self._stack[-1]
        self._rollback(frame)
        if frame.count:
            self._parts.append(b",")
        for key in missing:
            self._parts.append(b'"' + key + b'":{')
            frame.seen.add(key)
            frame = Frame(True, key, (len(self._parts), position, position))
            self._stack.append(frame)
        frame.comma = False
        self._from = position
