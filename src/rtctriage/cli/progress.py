"""A progress bar that comes only when it takes long, and makes room for what is printed meanwhile."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Final

import click

PATIENCE_S: Final = 1.0


class Progress:
    """Counts files on standard error, once a second has passed."""

    def __init__(self, count: int) -> None:
        self._bar: Any = click.progressbar(length=count, label="rtctriage", show_pos=True, file=sys.stderr)
        self._since = time.monotonic()
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._shown:
            self.clear()
            # gives the cursor back
            self._bar.render_finish()
            self.clear()

    def clear(self) -> None:
        """Takes the bar away, so that a report can be written in its place."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def step(self) -> None:
        """One more file is done."""
        late = time.monotonic() - self._since >= PATIENCE_S
        if late and not self._shown:
            self._shown = True
            self._bar.__enter__()
        if self._shown:
            self._bar.update(1 + self._waiting)
            self._waiting = 0
        else:
            self._waiting += 1

    _waiting = 0
