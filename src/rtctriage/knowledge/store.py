"""The knowledge base without parsing YAML at every start, in a way that cannot go stale.

What was read and checked is kept in its compiled form under a key: BLAKE2b over the names and bytes of all knowledge
files and of the modules that decide what they mean. Every start reads those bytes anew (a few hundred small files), and
whatever changed in them changes the key. It is looked for beside the rules of an installed package, then in the user's
cache; anything there that is not exactly what was written (unreadable, cut off, damaged, or a file that somebody else
could have written) is passed over and made again. Nothing in it is ever executed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rtctriage.knowledge import builtin, compiled
from rtctriage.knowledge.cache import SUFFIX, cache_folder, trusted, write
from rtctriage.knowledge.digest import blake2b
from rtctriage.knowledge.sources import KnowledgeSource, content_hash, read_builtin, read_packs

if TYPE_CHECKING:
    from pathlib import Path

    from rtctriage.knowledge.base import KnowledgeBase

MEANING: Final = (
    "__init__.py", "text.py", "units.py", "versions.py", "diagnosis.py", "profile.py", "series.py", "errors.py",
    "privacy.py",
)  # fmt: skip
"""The modules outside of this folder that take part in what rules are compiled to."""


def load_knowledge(packs: Sequence[Path] = (), *, cases: bool = False) -> KnowledgeBase:
    """The built-in knowledge with the packs laid over it, with the tests beside the rules or bare.

    Raises KnowledgeError.
    """
    places = builtin.places()
    sources = [read_builtin(places.rules, places.playbooks), *read_packs(packs)]
    content = content_hash(sources)
    key = None if any(source.problems for source in sources) else key_of(content)
    folder = cache_folder() if key is not None else None
    base = None
    if key is not None and places.compiled and not packs:
        base = _read(places.compiled, key, content, cases, shared=True)
    if base is None and key is not None and folder:
        base = _read(os.path.join(folder, f"{key}{SUFFIX}"), key, content, cases)
    if base is not None:
        return base
    base = _compile(sources, content)
    if key is not None and folder:
        write(folder, f"{key}{SUFFIX}", compiled.encode(key, base))
    return base if cases else _bare(base)


def compile_builtin() -> bytes:
    """The content of ``_data/knowledge.compiled`` for the built-in knowledge. Raises KnowledgeError."""
    places = builtin.places()
    sources = [read_builtin(places.rules, places.playbooks)]
    content = content_hash(sources)
    return compiled.encode(key_of(content) or "", _compile(sources, content))


def _compile(sources: Sequence[KnowledgeSource], content: str) -> KnowledgeBase:
    from rtctriage.knowledge.loader import compile_knowledge

    return compile_knowledge(sources, content)


def _bare(base: KnowledgeBase) -> KnowledgeBase:
    from rtctriage.knowledge.sections import without_tests

    return without_tests(base)


def _read(path: str, key: str, content: str, cases: bool, *, shared: bool = False) -> KnowledgeBase | None:
    """``shared`` is for the package's own file: whoever can write that one can write the program as well."""
    try:
        with open(path, "rb") as file:
            if not shared and not trusted(os.fstat(file.fileno())):
                return None
            return compiled.read(file, key, content, cases=cases)
    except OSError:
        return None


def key_of(content: str) -> str | None:
    """The key for knowledge files of that content hash; None where the modules' sources are not there to be read."""
    digest = blake2b(content.encode(), digest_size=32)
    package = builtin.PACKAGE
    try:
        modules = sorted(name for name in os.listdir(os.path.join(package, "knowledge")) if name.endswith(".py"))
        for name in (*(os.path.join("knowledge", module) for module in modules), *MEANING):
            with open(os.path.join(package, name), "rb", buffering=0) as file:
                data = file.read()
            digest.update(f"{os.path.basename(name)} {len(data)}\n".encode())
            digest.update(data)
    except OSError:
        return None
    return digest.hexdigest() if "model.py" in modules else None
