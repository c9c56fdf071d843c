"""The files that knowledge is made of: the built-in folders, and packs laid over them.

Every start reads them, so ``msgspec`` and what needs it is not imported here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from rtctriage.knowledge.bounds import MAX_BYTES, MAX_FILES
from rtctriage.knowledge.digest import blake2b

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

    from rtctriage.errors import Problem

    StrPath: TypeAlias = str | os.PathLike[str]

BUILTIN: Final = "builtin"
SUFFIXES: Final = (".yaml", ".yml")
_DEEPEST: Final = 4
_TOO_DEEP: Final = f"it is more than {_DEEPEST} folders deep; a cause goes into the folder of its layer"


class KnowledgeFile(NamedTuple):
    """One file, not yet parsed."""

    path: str
    """Where it is in the shape of a rules folder: ``network/jitter.yaml``, ``playbooks/network/jitter.yaml``."""
    shown: str
    """What a message calls it."""
    label: str
    """What an origin calls it, the same on every machine: ``builtin rules/network/packet-loss.yaml``."""
    data: bytes


class KnowledgeSource(NamedTuple):
    """One folder of knowledge with all its files, in a fixed order."""

    name: str
    files: tuple[KnowledgeFile, ...]
    problems: tuple[Problem, ...] = ()
    """What could not be read, or may not be: compiling tells them together with what is wrong in the files."""


def read_builtin(rules: StrPath, playbooks: StrPath) -> KnowledgeSource:
    """The knowledge that the program carries."""
    problems: list[Problem] = []
    files = [
        KnowledgeFile(path, f"rules/{path}", f"{BUILTIN} rules/{path}", data)
        for path, data in _read(rules, problems, skip="playbooks")
    ]
    files += [
        KnowledgeFile(f"playbooks/{path}", f"playbooks/{path}", f"{BUILTIN} playbooks/{path}", data)
        for path, data in _read(playbooks, problems)
    ]
    return KnowledgeSource(BUILTIN, tuple(files), tuple(problems))


def read_pack(folder: Path) -> KnowledgeSource:
    """A folder given with ``--rules``; it is a problem where it is none, or there is nothing in it."""
    name = _printable(folder.name or folder.resolve().name)
    problems: list[Problem] = []
    files = tuple(
        KnowledgeFile(path, _printable(str(folder / path)), f"{name} {path}", data)
        for path, data in _read(folder, problems)
    )
    if not files and not problems:
        hint = "a pack has the shape of rules/: one folder a layer"
        problems.append(_problem(folder, "there is no YAML file in this folder", hint))
    return KnowledgeSource(name, files, tuple(problems))


def read_packs(folders: Iterable[Path]) -> list[KnowledgeSource]:
    """Several packs, lowest first. Of those whose folders are called alike, the later ones have a number behind it."""
    names: list[str] = [BUILTIN]
    found: list[KnowledgeSource] = []
    for folder in folders:
        source = read_pack(folder)
        names.append(source.name)
        before = names.count(source.name)
        found.append(source if before == 1 else renamed(source, f"{source.name} {before}"))
    return found


def renamed(source: KnowledgeSource, name: str) -> KnowledgeSource:
    """The same files, with origins that call the source so."""
    files = (file._replace(label=f"{name} {file.path}") for file in source.files)
    return source._replace(name=name, files=tuple(files))


def _problem(place: StrPath, message: str, hint: str = "") -> Problem:
    from rtctriage.errors import Problem

    return Problem(_printable(os.fspath(place)), 0, 0, message, hint, "file")


def _printable(name: str) -> str:
    """A name as it can be shown: it may hold bytes that are no text, and what a terminal takes for a command."""
    return name if name.isprintable() else "".join(char if char.isprintable() else "?" for char in name)


def _read(folder: StrPath, problems: list[Problem], skip: str = "") -> list[tuple[str, bytes]]:
    """Relative paths and contents of the YAML files below a folder, sorted."""
    found: list[tuple[str, bytes]] = []
    root = os.fspath(folder)
    if not os.path.isdir(root):
        there = os.path.exists(root)
        message = "this is not a folder" if there else "there is no such folder"
        problems.append(_problem(root, message, "give a folder of rules"))
        return found
    for path in sorted(_walk(root, "", 1, skip, problems)):
        if len(found) >= MAX_FILES:
            problems.append(_problem(root, f"there are more than {MAX_FILES} files in this folder", "split it"))
            break
        full = os.path.join(root, *path.split("/"))
        try:
            with open(full, "rb", buffering=0) as file:
                # one byte more than there should be or is allowed, so that a file that is too long shows
                size = min(os.fstat(file.fileno()).st_size, MAX_BYTES) + 1
                found.append((_printable(path), file.read(size) or b""))
        except OSError as error:
            problems.append(_problem(full, f"the file cannot be read: {error.strerror}", "give yourself the right to"))
    return found


def _walk(root: str, below: str, depth: int, skip: str, problems: list[Problem]) -> Iterator[str]:
    try:
        with os.scandir(os.path.join(root, *below.split("/")) if below else root) as scan:
            entries = list(scan)
    except OSError as error:
        place = os.path.join(root, below)
        problems.append(_problem(place, f"the folder cannot be read: {error.strerror}", "give yourself the right to"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        named = entry.name.lower().endswith(SUFFIXES)
        linked = entry.is_symlink() and (entry.is_dir() or named)
        if linked and not _inside(root, path):
            place = os.path.join(root, path)
            problems.append(_problem(place, "this link leads out of the folder", "put the file itself there"))
        elif entry.is_dir():
            if depth < _DEEPEST and path != skip:
                yield from _walk(root, path, depth + 1, skip, problems)
            elif path != skip and (deep := _too_deep(os.path.join(root, path))):
                problems.append(_problem(deep, "this file would not be read", _TOO_DEEP))
        elif named and entry.is_file():
            yield path
        elif named:
            place = os.path.join(root, path)
            problems.append(_problem(place, "there is no file behind this name", "put the file itself there"))


def _too_deep(folder: str) -> str:
    """A YAML file below a folder that is not looked into; an empty text where there is none."""
    for below, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                return os.path.join(below, name)
    return ""


def _inside(root: str, path: str) -> bool:
    """A pack is what is in its folder: a link may not lead out of it."""
    inside = os.path.realpath(root)
    target = os.path.realpath(os.path.join(root, *path.split("/")))
    try:
        return os.path.commonpath([inside, target]) == inside
    except ValueError:
        # on another drive
        return False


def content_hash(sources: Iterable[KnowledgeSource]) -> str:
    """BLAKE2b over what every file is called and what is in it, packs in their order."""
    digest = blake2b(digest_size=32)
    for source in sources:
        for file in source.files:
            for part in (file.label.encode("utf-8", "surrogatepass"), file.data):
                # each part with its length, so that no two sets of files run into the same bytes
                digest.update(len(part).to_bytes(8, "big"))
                digest.update(part)
    return digest.hexdigest()
