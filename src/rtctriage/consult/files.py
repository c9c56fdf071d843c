"""The files that belong to a consultation."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

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


def read_file(engine: Engine, path: str, connection: str | None) -> Profile:
    """What a file says. Raises RtctriageError."""
    return engine.facts(path, connection=connection)
