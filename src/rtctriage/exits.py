"""The exit statuses of the command line, in one place."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """0: an answer was given. 1: ``--fail-on`` asked to fail on what was found. 2: an error the user can mend."""

    OK = 0
    FOUND = 1
    ERROR = 2
    INTERRUPTED = 130
