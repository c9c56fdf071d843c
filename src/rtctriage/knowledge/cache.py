"""The user's folder for what was compiled: where it is, whom to trust in it, and writing to it in one step."""

from __future__ import annotations

import os
import stat
import sys
from typing import Final

CACHE_VARIABLE: Final = "RTCTRIAGE_CACHE_DIR"
SUFFIX: Final = ".compiled"
_KEPT: Final = 16


def cache_folder() -> str | None:
    """The user's cache for this program; None where it is turned off or there is no such place.

    ``RTCTRIAGE_CACHE_DIR`` names another folder, and turns the cache off where it is empty.
    """
    given = os.environ.get(CACHE_VARIABLE)
    if given is not None:
        return given or None
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return os.path.join(local, "rtctriage", "Cache") if local else None
    # a relative path in it is invalid and ignored (XDG Base Directory Specification)
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    if sys.platform != "darwin" and os.path.isabs(xdg):
        return os.path.join(xdg, "rtctriage")
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    caches = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
    return os.path.join(home, *caches, "rtctriage")


def trusted(status: os.stat_result) -> bool:
    """Whether nobody but this user and the administrator can have written the file."""
    if not stat.S_ISREG(status.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return status.st_uid in (0, os.geteuid()) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def write(folder: str, name: str, data: bytes) -> None:
    """Puts a file into the cache in one step; a cache that cannot be written is no error."""
    import tempfile

    temporary = ""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix="new-", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, os.path.join(folder, name))
        temporary = ""
        _prune(folder)
    except OSError:
        pass
    finally:
        if temporary:
            _remove(temporary)


def _prune(folder: str) -> None:
    """Keeps the newest few entries: every change of a rule under work makes a new one."""
    entries = [e for e in os.scandir(folder) if e.name.endswith((SUFFIX, ".tmp")) and e.is_file(follow_symlinks=False)]
    entries.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in entries[_KEPT:]:
        _remove(entry.path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
