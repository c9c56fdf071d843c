"""What a FILE argument stands for."""

from __future__ import annotations

import sys
from pathlib import Path

from rtctriage.cli.failure import Failure, complain


def is_standard_input(path: Path) -> bool:
    """Whether ``-`` was given."""
    return str(path) == "-"


def read_input(file: Path) -> Path | bytes:
    """A source for the engine; standard input is read here. Raises Failure."""
    if not is_standard_input(file):
        return file
    from rtctriage.evidence.source import LIMIT

    stream = sys.stdin.buffer
    if stream.isatty():
        complain("reading standard input; end it with Ctrl-D, or give a FILE")
    try:
        # one byte more than is allowed, so that the engine sees that it is too much
        return stream.read(LIMIT + 1)
    except OSError as error:
        raise Failure(f"standard input: {error.strerror}") from error
