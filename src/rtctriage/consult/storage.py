"""Stored consultations: YAML files that a killed program leaves whole, and that a person may read and change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from tempfile import NamedTemporaryFile
from typing import Final

from msgspec.structs import replace

from rtctriage.consult.files import without_home
from rtctriage.consult.plain import read_state, write_attached, write_state
from rtctriage.consult.state import State
from rtctriage.consult.transcript import Step
from rtctriage.errors import ConsultationError, Problem
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.knowledge.nodes import UnreadableError, decode
from rtctriage.knowledge.yamltext import parse

_TRIES: Final = 40
"""How many entries may be cut from the end of a damaged file before it is given up."""


def save_state(path: str, state: State, steps: Sequence[Step]) -> None:
    """Writes the state: the file at that path is at every moment the old one or the new one, whole.

    ``steps`` are those of the entries.

    Raises ConsultationError where it cannot be written.
    """
    import yaml

    data = write_state(state)
    data["answers"] = [
        {**entry, "before": str(step.before), "after": str(step.after)}
        for entry, step in zip(data["answers"], steps, strict=True)  # type: ignore[call-overload]  # a list
    ]
    folder = os.path.dirname(os.path.abspath(path))
    if state.attached:
        # what lies beside the transcript is found beside it, wherever both are then
        data["evidence"] = [
            {
                **write_attached(replace(one, path=without_home(one.path)), place),
                **({"folder": without_home(one.folder)} if one.folder is not None and one.folder != folder else {}),
            }
            for one, place in zip(state.attached, state.places, strict=True)
        ]
    # libyaml writes the same five times as fast, where PyYAML was built with it
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
    try:
        with NamedTemporaryFile("wb", dir=folder, prefix=".consultation-", delete=False) as file:
            temporary = file.name
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ConsultationError([Problem(path, 0, 0, f"cannot be written: {error.strerror or error}")]) from None
    try:
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise ConsultationError([Problem(path, 0, 0, f"cannot be written: {error.strerror or error}")]) from None


def load_state(path: str, knowledge: KnowledgeBase) -> tuple[State, list[Problem]]:
    """The state in a file as far as it can be read, and what was lost, by line and column.

    Raises ConsultationError for a file that cannot be read, or holds no consultation.
    """
    try:
        with open(path, "rb") as file:
            text = decode(file.read())
    except OSError as error:
        raise ConsultationError([Problem(path, 0, 0, f"cannot be read: {error.strerror or error}")]) from None
    except UnreadableError as error:
        raise ConsultationError([error.problem(path)]) from None
    lost: list[Problem] = []
    parsed = parse(text, path)
    lines = text.splitlines(keepends=True)
    for _ in range(_TRIES):
        if parsed.root is not None:
            break
        lost = lost or [*parsed.problems]
        lines = _without_the_last(lines, parsed.problems[0].line)
        if not lines:
            break
        parsed = parse("".join(lines), path)
    if parsed.root is None:
        raise ConsultationError(lost)
    state, problems = read_state(parsed.root, path, knowledge.facts)
    return state, [*lost, *problems, *(p for p in parsed.problems if p not in lost)]


def _without_the_last(lines: list[str], damaged: int) -> list[str]:
    """What stands before the entry with the damage, or before the last one where that is not in these lines."""
    end = min(damaged, len(lines)) if damaged else len(lines)
    for i in range(end - 1, -1, -1):
        if lines[i].lstrip().startswith("- "):
            return lines[:i]
    return []
