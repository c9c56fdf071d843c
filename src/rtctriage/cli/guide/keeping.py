"""Where consultations are kept, so that they outlive a killed terminal."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rtctriage.cli.failure import Failure
from rtctriage.consult import Consultation

STATE_VARIABLE: Final = "RTCTRIAGE_STATE_DIR"
_ENDING: Final = ".consultation.yaml"


def state_folder() -> Path:
    """The user's folder for what a program keeps between two runs (``RTCTRIAGE_STATE_DIR`` names another one)."""
    given = os.environ.get(STATE_VARIABLE)
    if given:
        return Path(given)
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "rtctriage" / "State"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "rtctriage"
    # a relative path in it is invalid and ignored (XDG Base Directory Specification)
    xdg = os.environ.get("XDG_STATE_HOME", "")
    return (Path(xdg) if os.path.isabs(xdg) else home / ".local" / "state") / "rtctriage"


def new_file() -> Path:
    """A file of its own for a consultation that begins now, readable by nobody else. Raises Failure."""
    folder = state_folder()
    stamp = time.strftime("%Y%m%d-%H%M%S")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = folder / (stamp + (f"-{number}" if number > 1 else "") + _ENDING)
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise Failure(
            f"{folder}: the consultation cannot be kept there: {error.strerror} (name a file with --save)"
        ) from error
    raise Failure(f"{folder}: too many consultations began in this second (name a file with --save)")


def latest_file() -> Path:
    """The consultation that was worked on last. Raises Failure."""
    folder = state_folder()
    try:
        kept = [entry for entry in os.scandir(folder) if entry.name.endswith(_ENDING) and entry.stat().st_size]
    except OSError:
        kept = []
    if not kept:
        raise Failure(f"{folder}: no consultation is kept there (give --resume a FILE)")
    return Path(max(kept, key=lambda entry: (entry.stat().st_mtime, entry.name)).path)


class Keeper:
    """Stores one consultation in one file after everything that changes it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._written: tuple[int, int, int] | None = _mark(file)
        """What the file was when it was last read or written here."""

    def keep(self, consultation: Consultation) -> bool:
        """Writes it. False: another program has written the file since, and ``file`` is one beside it from now on.

        Raises ConsultationError.
        """
        alone = _mark(self.file) in (self._written, None)
        if not alone:
            self.file = _beside(self.file)
        with uninterrupted():
            consultation.save(self.file)
            self._written = _mark(self.file)
        return alone

    def move(self, file: Path) -> None:
        """Keeps it in another file from now on, whatever is in it."""
        self.file, self._written = file, _mark(file)

    def spare(self) -> Path | None:
        """Copies the file as it is beside itself; None where that cannot be done."""
        copy = _beside(self.file)
        try:
            shutil.copy2(self.file, copy)
        except OSError:
            return None
        return copy


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Puts Ctrl-C off until the end of the block."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        signal.raise_signal(signal.SIGINT)


def _mark(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _beside(file: Path) -> Path:
    """A name in the same folder that no file has."""
    base = file.name.removesuffix(_ENDING).removesuffix(".yaml")
    number = 2
    while (beside := file.with_name(f"{base}-{number}{_ENDING}")).exists():
        number += 1
    return beside
