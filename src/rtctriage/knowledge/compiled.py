"""The compiled form of knowledge: a few lines that say what follows, then each section as JSON on a line of its own.

::

    rtctriage KEY
    BLAKE2b of the sections without the tests
    BLAKE2b of the tests
    facts 349163
    ...
    tests 1754031

    {"app.background":...}
    ...

The first lines need no parser, which a start would have to load. The tests are half of it and no diagnosis needs them:
they lie at the end, and are read only where they are asked for. The digests are there for accidents: who may
write the file may write them, too, and nothing in it can do more than be wrong.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from rtctriage.knowledge.base import SECTIONS, KnowledgeBase
from rtctriage.knowledge.digest import blake2b

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAGIC: Final = "rtctriage"
_TESTS: Final = "tests"
_LARGEST: Final = 64_000_000
_LONGEST_LINE: Final = 200


def encode(key: str, base: KnowledgeBase) -> bytes:
    """The compiled form of a knowledge base with the tests beside its rules."""
    from rtctriage.knowledge import sections

    parts = {name: data + b"\n" for name, data in sections.encode(base).items()}
    tests = parts[_TESTS]
    body = b"".join(data for name, data in parts.items() if name != _TESTS)
    lines = [f"{_MAGIC} {key}", _digest(body), _digest(tests)]
    lines += [f"{name} {len(data)}" for name, data in parts.items()]
    return "".join(f"{line}\n" for line in (*lines, "")).encode() + body + tests


def read(file: IO[bytes], key: str, content: str, *, cases: bool) -> KnowledgeBase | None:
    """The knowledge base in a file; None where it is damaged or of another key.

    ``content``: the hash of what it was made of; ``cases``: with the tests beside the rules. Raises OSError.
    """

    def line() -> str:
        return file.readline(_LONGEST_LINE).decode("ascii", "replace").rstrip("\n")

    if line() != f"{_MAGIC} {key}":
        return None
    digest, digest_of_tests = line(), line()
    sizes: dict[str, int] = {}
    for name in (*SECTIONS, _TESTS):
        word, _, size = line().partition(" ")
        if word != name or not size.isdecimal():
            return None
        sizes[name] = int(size)
    if line() or sum(sizes.values()) > _LARGEST:
        return None
    tests_size = sizes.pop(_TESTS)
    body = file.read(sum(sizes.values()))
    if _digest(body) != digest:
        return None
    base = KnowledgeBase.stored(content, _cut(body, sizes))
    if not cases:
        return base
    tests = file.read(tests_size + 1)
    if _digest(tests) != digest_of_tests:
        return None
    from rtctriage.knowledge.sections import with_tests

    return with_tests(base, tests)


def _cut(body: bytes, sizes: Mapping[str, int]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    start = 0
    for name, size in sizes.items():
        parts[name] = body[start : start + size]
        start += size
    return parts


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=32).hexdigest()
