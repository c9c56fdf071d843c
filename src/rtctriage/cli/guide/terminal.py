"""Where a guided diagnosis is held: lines in, pages out, on a terminal or through pipes."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final

from rtctriage.cli.output import USUAL, WIDEST, speakable

PROMPT: Final = "> "


class Terminal:
    """Asks and shows on standard output where that is a terminal, else on standard error.

    So the answer alone goes through a pipe or into a file, and whoever answers still sees the questions.
    """

    def __init__(self, *, colour: bool = True) -> None:
        self.typed = sys.stdin.isatty()
        """Whether a person types the answers."""
        self._stream = sys.stdout if sys.stdout.isatty() else sys.stderr
        shows = self._stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.colour = colour and shows
        self._edits = self.typed and sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and _editing()

    @property
    def columns(self) -> int:
        """As wide as the terminal is now: it may have been resized since the last page."""
        return min(shutil.get_terminal_size((USUAL, 24)).columns, WIDEST)

    def show(self, text: str) -> None:
        """Shows a page."""
        self._stream.write(speakable(text, self._stream.encoding))
        self._stream.flush()

    def forget(self) -> None:
        """Drops what was typed ahead: the rest of a paste is no answer to what comes after a mistake."""
        if self.typed and sys.platform != "win32":
            import termios

            termios.tcflush(sys.stdin, termios.TCIFLUSH)

    def read(self, prompt: str = PROMPT) -> str | None:
        """One line without its end; None at the end of input. What was piped in is shown as if it had been typed.

        Raises KeyboardInterrupt.
        """
        try:
            if self._edits:
                line = input(prompt)
            else:
                self.show(prompt)
                line = sys.stdin.readline()
                if not line:
                    self.show("\n")
                    return None
        except EOFError:
            self.show("\n")
            return None
        line = _readable(line.rstrip("\r\n"))
        if not self.typed:
            self.show(line + "\n")
        return line


def _editing() -> bool:
    """Whether lines can be edited: then the library that does it must be loaded before the first one is read.

    It takes the bytes of a Chinese character for keys where the locale has none, as with LC_ALL=C.
    """
    if not _multibyte():
        return False
    try:
        import readline  # noqa: F401 - input() uses it once it is there
    except ImportError:
        return False
    return True


def _multibyte() -> bool:
    if sys.platform == "win32":
        return True
    import locale

    return locale.nl_langinfo(locale.CODESET).upper().replace("-", "") in ("UTF8", "GB18030", "GBK", "GB2312", "BIG5")


def _readable(line: str) -> str:
    """A line whose bytes may be no text in the terminal's encoding."""
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
