"""Where consultations are kept, so that they outlive a killed terminal."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Final

from rtctriage.cli.failure import Failure

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
