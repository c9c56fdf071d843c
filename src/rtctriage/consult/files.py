"""The files that belong to a consultation."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from typing import Final

from rtctriage.consult.state import Attached
from rtctriage.engine import Engine
from rtctriage.errors import EvidenceError
from rtctriage.profile import Profile

_BLOCK: Final = 1 << 20


def file_hash(path: str) -> str:
    """The SHA-256 of a file's content, as hexadecimal digits. Raises EvidenceError where it cannot be read."""
    digest = sha256()
    try:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise EvidenceError(f"{path}: {error.strerror or error}") from None
    return digest.hexdigest()


def find_file(attached: Attached, beside: str | None) -> str:
    """Where a file is now: as it was named, seen from where one is, from where one was, or beside the transcript.

    The first of these places that holds what was attached, else the first that holds anything, else as it was named.
    """
    folders = [os.path.expanduser(folder) for folder in (attached.folder, beside) if folder is not None]
    path = os.path.expanduser(attached.path)
    places = [path, *(os.path.join(folder, path) for folder in folders)]
    there = [place for place in places if os.path.isfile(place)]
    for place in there if len(there) > 1 else ():
        with suppress(EvidenceError):
            if file_hash(place) == attached.sha256:
                return place
    return there[0] if there else path


def without_home(path: str) -> str:
    """The same path, with ``~`` for the home folder, whose name mostly is that of the user."""
    home = os.path.expanduser("~").rstrip(os.sep)
    return "~" + path.removeprefix(home) if home and path.startswith(home + os.sep) else path


def read_file(engine: Engine, path: str, connection: str | None) -> Profile:
    """What a file says. Raises RtctriageError."""
    return engine.facts(path, connection=connection)
