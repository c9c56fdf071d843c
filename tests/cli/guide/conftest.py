"""A person at a pseudo-terminal."""

from __future__ import annotations

import codecs
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent.parent
LIMIT = 60.0
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Person:
    """Types at a program, and waits for what it shows."""

    def __init__(self, process: subprocess.Popen[bytes], leader: int) -> None:
        self.process, self.leader = process, leader
        self.shown = ""
        """Everything so far, without what steers the terminal."""
        self._read = 0
        # what comes back may be no text, or a character only in part
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def type(self, line: str) -> None:
        """One line, with the Enter key."""
        os.write(self.leader, (line + "\n").encode())

    def press(self, key: bytes) -> None:
        """A key, such as Ctrl-C."""
        os.write(self.leader, key)

    def interrupt(self, text: str) -> str:
        """Ctrl-C until this text is shown.

        CPython's line editor overlooks a signal that comes between two keys until the next key (readline waits in
        select), so that a person, too, presses it again.
        """
        for _ in range(20):
            self.press(b"\x03")
            try:
                return self.wait_for(text, limit=LIMIT / 20)
            except AssertionError:
                if self.process.poll() is not None:
                    break
        return self.wait_for(text)

    def wait_for(self, text: str, limit: float = LIMIT) -> str:
        """What is shown up to and with this text, since the last wait."""
        end = time.monotonic() + limit
        while (at := self.shown.find(text, self._read)) < 0:
            if not self._more(end):
                raise AssertionError(f"{text!r} never came; shown was: {self.shown[self._read :]!r}")
        begin, self._read = self._read, at + len(text)
        return self.shown[begin : self._read]

    def wait_for_end(self) -> int:
        """The exit status."""
        end = time.monotonic() + LIMIT
        while self._more(end):
            pass
        return self.process.wait(timeout=LIMIT)

    def resize(self, columns: int) -> None:
        """Another width for the terminal."""
        import fcntl
        import termios

        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def _more(self, end: float) -> bool:
        ready, _, _ = select.select([self.leader], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        try:
            chunk = os.read(self.leader, 65536)
        except OSError:
            # the other end is closed
            return False
        self.shown += _STEERING.sub("", self._decoder.decode(chunk))
        return bool(chunk)


@pytest.fixture(autouse=True)
def ctrl_c() -> Iterator[None]:
    """Ctrl-C as in a terminal: whoever started the tests may have it ignored (a shell does for what it runs behind)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Callable[..., Person]]:
    """Starts the program at a terminal of 100 columns, kept consultations being in ``tmp_path / "state"``."""
    if sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals")
    import pty

    people: list[Person] = []

    def start(*args: str | Path, columns: int = 100, **variables: str) -> Person:
        leader, follower = pty.openpty()
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "RTCTRIAGE_STATE_DIR": str(tmp_path / "state"),
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            **variables,
        }
        environment.pop("COLUMNS", None)
        process = subprocess.Popen(
            [sys.executable, "-m", "rtctriage", *map(str, args)],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(follower)
        made = Person(process, leader)
        made.resize(columns)
        people.append(made)
        return made

    yield start
    for one in people:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        os.close(one.leader)


def _take_terminal() -> None:
    """Makes the terminal the one that Ctrl-C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
