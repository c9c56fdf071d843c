"""The sections of a knowledge base as plain JSON, and back."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from rtctriage.errors import KnowledgeError, Problem
from rtctriage.knowledge.base import SECTIONS
from rtctriage.knowledge.model import (
    Cause,
    Certainty,
    Code,
    Complaint,
    FactSpec,
    Formula,
    KnowledgeBase,
    Layer,
    LintNote,
    Pack,
    Playbook,
    RuleCase,
    Scenario,
    Threshold,
    VendorField,
)

TESTS: Final = "tests"
"""The tests of each cause and draft by its id and status: most of what is stored, and no diagnosis needs any."""
_TYPES: Final[dict[str, Any]] = {
    "facts": dict[str, FactSpec],
    "thresholds": dict[str, Threshold],
    "certainties": dict[str, Certainty],
    "layers": tuple[Layer, ...],
    "scenarios": dict[str, Scenario],
    "complaints": dict[str, Complaint],
    "causes": dict[str, Cause],
    "drafts": tuple[Cause, ...],
    "playbooks": dict[str, Playbook],
    "packs": tuple[Pack, ...],
    "codes": tuple[Code, ...],
    "fields": tuple[VendorField, ...],
    "derived": dict[str, Formula],
    "disabled": tuple[str, ...],
    "lint_notes": tuple[LintNote, ...],
}


def encode(base: KnowledgeBase) -> dict[str, bytes]:
    """All sections of a knowledge base by name, the tests beside the rules last."""
    bare = without_tests(base)
    sections = {name: msgspec.json.encode(getattr(bare, name)) for name in SECTIONS}
    tests = {_key(cause): cause.tests for cause in (*base.causes.values(), *base.drafts)}
    return {**sections, TESTS: msgspec.json.encode(tests)}


def decode(name: str, data: bytes) -> object:
    """One section. Raises KnowledgeError where it is not what ``encode`` made."""
    return _decode(name, data, _TYPES[name])


def with_tests(base: KnowledgeBase, data: bytes) -> KnowledgeBase:
    """The knowledge with the tests beside its rules. Raises KnowledgeError where they are not what ``encode`` made."""
    tests: dict[str, tuple[RuleCase, ...]] = _decode(TESTS, data, dict[str, tuple[RuleCase, ...]])
    return _with(base, tests, bare=False)


def without_tests(base: KnowledgeBase) -> KnowledgeBase:
    """The knowledge without the tests beside the rules."""
    return base if base.bare else _with(base, {}, bare=True)


def _with(base: KnowledgeBase, tests: dict[str, tuple[RuleCase, ...]], *, bare: bool) -> KnowledgeBase:
    def changed(cause: Cause) -> Cause:
        return msgspec.structs.replace(cause, tests=tests.get(_key(cause), ()))

    return base.replace(
        causes={name: changed(cause) for name, cause in base.causes.items()},
        drafts=tuple(changed(cause) for cause in base.drafts),
        bare=bare,
    )


def _key(cause: Cause) -> str:
    """A draft may have the id of another cause."""
    return f"{cause.id} {cause.status}"


def _decode(name: str, data: bytes, type: Any) -> Any:
    try:
        return msgspec.json.decode(data, type=type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # its digest was right, so somebody made it so
        problem = Problem(
            "",
            0,
            0,
            f"the compiled knowledge is damaged in {name}",
            "empty the cache: rtctriage doctor says where it is",
        )
        raise KnowledgeError([problem]) from None
