"""The knowledge base without parsing YAML at every start, in a way that cannot go stale.

What was read and checked is kept as JSON under a key: SHA-256 over the names and bytes of all knowledge files and of
the modules that decide what they mean. Every start reads those bytes anew (a few hundred small files), and whatever
changed in them changes the key. It is looked for beside the rules of an installed package, then in the user's cache;
anything there that is not exactly what was written (unreadable, cut off, damaged, or a file that somebody else could
have written) is passed over and made again. Nothing in it is ever executed.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from rtctriage.knowledge import builtin
from rtctriage.knowledge.model import KnowledgeBase
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
    """The compiled form: ``digest`` is SHA-256 over the bytes of ``base``."""

    key: str
    digest: str
    base: msgspec.Raw


def load_knowledge(packs: Sequence[Path] = ()) -> KnowledgeBase:
    """The built-in knowledge with the packs laid over it. Raises KnowledgeError."""
    places = builtin.places()
    sources = [read_builtin(places.rules, places.playbooks), *(read_pack(Path(pack)) for pack in packs)]
    content = content_hash(sources)
    key = key_of(content)
    if key is None:
        return _compile(sources, content)
    folder = cache_folder()
    base = _read(places.compiled, key, shared=True) if places.compiled and not packs else None
    if base is None and folder:
        base = _read(folder / f"{key}.json", key)
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
    from hashlib import sha256

    data = msgspec.json.encode(base)
    return msgspec.json.encode(Stored(key, sha256(data).hexdigest(), msgspec.Raw(data)))


def decode(data: bytes, key: str) -> KnowledgeBase | None:
    """The knowledge base of a stored form; None where it is damaged or of another key."""
    from hashlib import sha256

    try:
        stored = msgspec.json.decode(data, type=Stored)
        if stored.key != key or sha256(bytes(stored.base)).hexdigest() != stored.digest:
            return None
        return msgspec.json.decode(stored.base, type=KnowledgeBase)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def key_of(content: str) -> str | None:
    """The key for knowledge files of that content hash; None where the modules' sources are not there to be read."""
    from hashlib import sha256

    digest = sha256(content.encode())
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


def _read(path: Path, key: str, *, shared: bool = False) -> KnowledgeBase | None:
    """``shared`` is for the package's own file: whoever can write that one can write the program as well."""
    try:
        with open(path, "rb") as file:
            if not shared and not _trusted(os.fstat(file.fileno())):
                return None
            data = file.read(_LARGEST + 1)
    except OSError:
        return None
    return decode(data, key) if len(data) <= _LARGEST else None


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
