"""Lines in and pages out, whatever standard input and output are."""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Iterator

import pytest

from rtctriage.cli.guide import terminal
from rtctriage.cli.guide.terminal import Terminal


class Tty(io.StringIO):
    """A text stream that is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 0


def at(monkeypatch: pytest.MonkeyPatch, typed: str, *, dumb: bool = False) -> tuple[Terminal, Tty]:
    out = Tty()
    monkeypatch.setattr(sys, "stdin", Tty(typed))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("TERM", "dumb" if dumb else "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal(), out


def test_a_dumb_terminal_has_neither_colour_nor_editing(monkeypatch: pytest.MonkeyPatch) -> None:
    made, out = at(monkeypatch, "卡顿\nmore", dumb=True)
    assert not made.colour
    assert [made.read(), made.read(), made.read()] == ["卡顿", "more", None]
    # what is typed, the terminal itself shows
    assert out.getvalue() == "> > > \n"


def test_a_terminal_edits_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_multibyte", lambda: True)
    made, out = at(monkeypatch, "")
    assert made.colour
    lines: Iterator[str | EOFError] = iter(["a\udcff", EOFError()])

    def line(prompt: str) -> str:
        assert prompt == "> "
        said = next(lines)
        if isinstance(said, EOFError):
            raise said
        return said

    monkeypatch.setattr(builtins, "input", line)
    # a byte that is no text is shown as one that is unknown
    assert made.read() == "a\ufffd"
    assert made.read() is None
    assert out.getvalue() == "\n"


def test_lines_are_edited_where_the_locale_has_the_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    locale = pytest.importorskip("locale")
    if not hasattr(locale, "nl_langinfo"):
        pytest.skip("there is no such thing here")
    for codes, edits in (("UTF-8", True), ("gb18030", True), ("ANSI_X3.4-1968", False)):
        monkeypatch.setattr(locale, "nl_langinfo", lambda _, codes=codes: codes)
        assert terminal._editing() is edits


def test_without_the_library_lines_are_read_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_multibyte", lambda: True)
    monkeypatch.setitem(sys.modules, "readline", None)
    made, _ = at(monkeypatch, "typed\n")
    assert made.read() == "typed"


def test_what_was_typed_ahead_is_dropped_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    termios = pytest.importorskip("termios")
    dropped = []
    monkeypatch.setattr(termios, "tcflush", lambda stream, which: dropped.append(which))
    made, _ = at(monkeypatch, "")
    made.forget()
    assert dropped == [termios.TCIFLUSH]
    monkeypatch.setattr(sys, "stdin", io.StringIO("piped\n"))
    piped = Terminal()
    piped.forget()
    assert len(dropped) == 1


def test_what_is_piped_in_is_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("piped\n"))
    made = Terminal()
    assert made.read() == "piped"
    assert capsys.readouterr().err == "> piped\n"
