from __future__ import annotations

import io
import sys

import pytest

from rtctriage.cli import progress


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def test_what_is_quick_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.Progress(2) as bar:
        bar.step()
        bar.clear()
        bar.step()
    assert terminal.getvalue() == ""


def test_what_is_slow_shows_how_far_it_is_and_clears_up(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE_S", 0.0)
    with progress.Progress(2) as bar:
        bar.step()
        assert "1/2" in terminal.getvalue()
        bar.clear()
        assert terminal.getvalue().endswith("\r\x1b[K")
        bar.step()
        assert "2/2" in terminal.getvalue()
    assert "\x1b[?25h" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
