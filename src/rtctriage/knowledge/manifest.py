"""What a pack says of itself: ``pack.yaml``, with its name, version and what it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, get_args

from rtctriage import __version__
from rtctriage.knowledge.model import Pack, Status
from rtctriage.knowledge.nodes import Node, Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.privacy import quote
from rtctriage.versions import version_key

FILE: Final = "pack.yaml"
PROGRAM: Final = "rtctriage"

MANIFEST_KEYS: Final = ("pack", "version", "requires", "maintainers", "status", "because")
MANIFEST_NEEDS: Final = ("pack", "version")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NEED = re.compile(r"(>=|<=|==|>|<)\s*([0-9][^\s,]*)\Z")


def read_manifest(reader: Reader, root: Node, below: Sequence[Pack]) -> Pack:
    """The manifest of a pack that is laid over these packs; what it requires and is not there is a problem."""
    given = reader.fields(root, FILE, MANIFEST_KEYS, MANIFEST_NEEDS)
    name, version = reader.scalar(given.get("pack"), "pack"), reader.scalar(given.get("version"), "version")
    if name is not None and not _NAME.match(name.text):
        reader.problem(name, f"{quote(name.text)} cannot be the name of a pack", "write lower case with hyphens")
    if version is not None and version_key(version.text) is None:
        reader.problem(version, f"{quote(version.text)} is not a version", "write 1.0.0")
    for key, need in reader.entries(given.get("requires"), "requires"):
        _check(reader, key, need, below)
    status, because = read_status(reader, given)
    return Pack(
        name=name.text if name is not None else "",
        version=version.text.strip() if version is not None else "",
        maintainers=reader.texts(given.get("maintainers"), "maintainers"),
        status=status,
        because=because,
    )


def called(pack: Pack) -> str:
    """What the origins of a pack's files call it."""
    return f"{pack.name} {pack.version}"


def read_status(reader: Reader, given: dict[str, Node]) -> tuple[Status, str]:
    """``status`` with the reason for it, which only a stable one needs none of."""
    choices: tuple[Status, ...] = get_args(Status)
    status = reader.one_of(given["status"], "status", choices) if "status" in given else "stable"
    because = reader.text(given["because"], "because") if "because" in given else ""
    if status in ("draft", "deprecated") and not because:
        reader.problem(given["status"], f'the status {status} needs a reason: the key "because"')
    return status or "stable", because


def _check(reader: Reader, key: Scalar, need: Node, below: Sequence[Pack]) -> None:
    """Whether what a pack needs is there, in a version that it needs."""
    there = {PROGRAM: __version__, **{pack.name: pack.version for pack in below}}
    wanted = reader.scalar(need, f"requires {key.text}")
    if wanted is None:
        return
    has = there.get(key.text)
    if has is None:
        reader.problem(key, f"this pack needs the pack {quote(key.text)}", "lay it below: give its --rules first")
        return
    for part in wanted.text.split(","):
        match = _NEED.match(part.strip())
        if match is None:
            reader.problem(wanted, f"{quote(wanted.text)} is not a range of versions", 'write ">=1.2, <2"')
            return
        if not _fits(has, match[1], match[2]):
            reader.problem(wanted, f"this pack needs {key.text} {wanted.text.strip()}, and here is {has}")
            return


def _fits(has: str, op: str, limit: str) -> bool:
    a, b = version_key(has), version_key(limit)
    if a is None or b is None:
        return False
    return {">=": a >= b, "<=": a <= b, "==": a == b, ">": a > b, "<": a < b}[op]
