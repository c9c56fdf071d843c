"""The knowledge base without parsing YAML at every start, in a way that cannot go stale.

What was read and checked is kept as JSON under a key: BLAKE2b over the names and bytes of all knowledge files and of
the modules that decide what they mean. Every start reads those bytes anew (a few hundred small files), and whatever
changed in them changes the key. It is looked for beside the rules of an installed package, then in the user's cache;
anything there that is not exactly what was written (unreadable, cut off, damaged, or a file that somebody else could
have written) is passed over and made again. Nothing in it is ever executed.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from rtctriage.knowledge import builtin
from rtctriage.knowledge.model import Cause, KnowledgeBase, RuleCase
from rtctriage.knowledge.sources import KnowledgeSource, content_hash, read_builtin, read_pack

CACHE_VARIABLE: Final = "RTCTRIAGE_CACHE_DIR"
_KEPT: Final = 16
_LARGEST: Final = 64_000_000
MEANING: Final = (
    "__init__.py", "text.py", "units.py", "versions.py", "diagnosis.py", "profile.py", "series.py", "errors.py",
    "privacy.py",
)  # fmt: skip
"""The modules outside of this folder that take part in what rules are compiled to."""


class Stored(Struct, frozen=True):
    """The compiled form. The tests beside the rules are most of it, and a diagnosis needs none: they lie apart."""

    key: str
    digest: str
    """BLAKE2b over the bytes of ``base``, and of ``cases`` where those are taken."""
    cases_digest: str
    base: msgspec.Raw
    cases: msgspec.Raw
    """The tests of each cause and draft, by its id and status."""


def load_knowledge(packs: Sequence[Path] = (), *, cases: bool = False) -> KnowledgeBase:
    """The built-in knowledge with the packs laid over it, with the tests beside the rules or bare.

    Raises KnowledgeError.
    """
    return _load(packs, cases) if cases else without_cases(_load(packs, cases))


def _load(packs: Sequence[Path], cases: bool) -> KnowledgeBase:
    places = builtin.places()
    sources = [read_builtin(places.rules, places.playbooks), *(read_pack(Path(pack)) for pack in packs)]
    content = content_hash(sources)
    key = key_of(content)
    if key is None:
        return _compile(sources, content)
    folder = cache_folder()
    base = _read(places.compiled, key, cases, shared=True) if places.compiled and not packs else None
    if base is None and folder:
        base = _read(folder / f"{key}.json", key, cases)
    if base is not None:
        return base
    base = _compile(sources, content)
    if folder:
        _write(folder, key, encode(key, base))
    return base


def compile_builtin() -> bytes:
    """The content of ``_data/compiled.json`` for the built-in knowledge. Raises KnowledgeError."""
    places = builtin.places()
    sources = [read_builtin(places.rules, places.playbooks)]
    content = content_hash(sources)
    return encode(key_of(content) or "", _compile(sources, content))


def _compile(sources: Sequence[KnowledgeSource], content: str) -> KnowledgeBase:
    from rtctriage.knowledge.loader import compile_knowledge

    return compile_knowledge(sources, content)


def encode(key: str, base: KnowledgeBase) -> bytes:
    """The stored form of a knowledge base."""
    tests = {_key_of_cause(cause): cause.tests for cause in (*base.causes.values(), *base.drafts)}
    data, cases = msgspec.json.encode(without_cases(base)), msgspec.json.encode(tests)
    return msgspec.json.encode(Stored(key, _digest(data), _digest(cases), msgspec.Raw(data), msgspec.Raw(cases)))


def decode(data: bytes, key: str, cases: bool = True) -> KnowledgeBase | None:
    """The knowledge base of a stored form; None where it is damaged or of another key."""
    try:
        stored = msgspec.json.decode(data, type=Stored)
        if stored.key != key or _digest(stored.base) != stored.digest:
            return None
        base = msgspec.json.decode(stored.base, type=KnowledgeBase)
        if not cases:
            return base
        if _digest(stored.cases) != stored.cases_digest:
            return None
        tests = msgspec.json.decode(stored.cases, type=dict[str, tuple[RuleCase, ...]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return _with_tests(base, lambda cause: tests.get(_key_of_cause(cause), ()), bare=False)


def without_cases(base: KnowledgeBase) -> KnowledgeBase:
    """The knowledge without the tests beside the rules."""
    return base if base.bare else _with_tests(base, lambda cause: (), bare=True)


def _with_tests(base: KnowledgeBase, tests: Callable[[Cause], tuple[RuleCase, ...]], *, bare: bool) -> KnowledgeBase:
    return replace(
        base,
        causes={name: replace(cause, tests=tests(cause)) for name, cause in base.causes.items()},
        drafts=tuple(replace(cause, tests=tests(cause)) for cause in base.drafts),
        bare=bare,
    )


def _key_of_cause(cause: Cause) -> str:
    """A draft may have the id of another cause."""
    return f"{cause.id} {cause.status}"


def _digest(data: bytes | msgspec.Raw) -> str:
    return blake2b(data, digest_size=32).hexdigest()


def key_of(content: str) -> str | None:
    """The key for knowledge files of that content hash; None where the modules' sources are not there to be read."""
    digest = blake2b(content.encode(), digest_size=32)
    package = builtin.PACKAGE
    try:
        modules = sorted(name for name in os.listdir(package / "knowledge") if name.endswith(".py"))
        for path in (*(package / "knowledge" / name for name in modules), *(package / name for name in MEANING)):
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode())
            digest.update(data)
    except OSError:
        return None
    return digest.hexdigest() if "model.py" in modules else None


def cache_folder() -> Path | None:
    """The user's cache for this program; None where it is turned off or there is no such place.

    ``RTCTRIAGE_CACHE_DIR`` names another folder, and turns the cache off where it is empty.
    """
    given = os.environ.get(CACHE_VARIABLE)
    if given is not None:
        return Path(given) if given else None
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "rtctriage" / "Cache" if local else None
    # a relative path in it is invalid and ignored (XDG Base Directory Specification)
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    if sys.platform != "darwin" and os.path.isabs(xdg):
        return Path(xdg) / "rtctriage"
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    return (
        Path(home, "Library", "Caches", "rtctriage") if sys.platform == "darwin" else Path(home, ".cache", "rtctriage")
    )


def _read(path: Path, key: str, cases: bool, *, shared: bool = False) -> KnowledgeBase | None:
    """``shared`` is for the package's own file: whoever can write that one can write the program as well."""
    try:
        with open(path, "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            if not shared and not _trusted(status):
                return None
            data = file.read(min(status.st_size, _LARGEST) + 1) or b""
    except OSError:
        return None
    return decode(data, key, cases) if len(data) <= _LARGEST else None


def _trusted(status: os.stat_result) -> bool:
    """Whether nobody but this user and the administrator can have written the file."""
    if not stat.S_ISREG(status.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return status.st_uid in (0, os.geteuid()) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(folder: Path, key: str, data: bytes) -> None:
    """Puts a file into the cache in one step; a cache that cannot be written is no error."""
    import tempfile

    temporary = ""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix="new-", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, folder / f"{key}.json")
        temporary = ""
        _prune(folder)
    except OSError:
        pass
    finally:
        if temporary:
            _remove(temporary)


def _prune(folder: Path) -> None:
    """Keeps the newest few entries: every change of a rule under work makes a new one."""
    entries = [e for e in os.scandir(folder) if e.name.endswith((".json", ".tmp")) and e.is_file(follow_symlinks=False)]
    entries.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in entries[_KEPT:]:
        _remove(entry.path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
