"""Two packs against each other: what changed in the knowledge, and which verdicts that changes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from rtctriage.authoring.changes import Change, changes_between
from rtctriage.diagnosis import Diagnosis, Side, Verdict
from rtctriage.engine import Engine
from rtctriage.errors import EvidenceError, ProfileError, RtctriageError
from rtctriage.knowledge import load
from rtctriage.knowledge.loader import compile_knowledge
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.knowledge.sources import content_hash, read_builtin, read_packs

BUILTIN: Final = "builtin"
"""The word for the built-in knowledge without a pack."""


class Answer(Struct, frozen=True):
    """The diagnosis of a file in short."""

    verdict: Verdict
    cause: str | None
    side: Side | None
    certainty: float | None
    others: tuple[str, ...]
    """The other causes that it names, each with its verdict: ``media.no-video (fault)``."""


class FileAnswers(Struct, frozen=True):
    """What the two packs say of one file."""

    file: str
    before: Answer
    after: Answer
    changed: bool


class Unread(Struct, frozen=True):
    """A file that neither could read."""

    file: str
    problem: str


class Difference(Struct, frozen=True):
    """What differs between two packs."""

    before: str
    after: str
    changes: tuple[Change, ...]
    files: tuple[FileAnswers, ...]
    unread: tuple[Unread, ...]

    @property
    def changed(self) -> bool:
        """Whether the answer to any file changes."""
        return any(file.changed for file in self.files)


def load_pack(name: str | os.PathLike[str], below: Sequence[Path] = ()) -> KnowledgeBase:
    """The knowledge with a pack laid over it, or that is built in. Raises KnowledgeError.

    ``below``: packs that lie between. The folder ``rules`` of a checkout stands for itself, with the playbooks beside
    it: it is laid over nothing, and the packs lie over it.
    """
    if os.fspath(name) == BUILTIN:
        return load(tuple(below))
    folder = Path(name)
    playbooks = folder.resolve().parent / "playbooks"
    if (folder / "layers.yaml").is_file() and (folder / "facts").is_dir() and playbooks.is_dir():
        sources = [read_builtin(folder, playbooks), *read_packs(below)]
        return compile_knowledge(sources, content_hash(sources))
    return load((*below, folder))


def compare_packs(before: str, after: str, profiles: Sequence[Path] = (), below: Sequence[Path] = ()) -> Difference:
    """What changes from the one pack to the other, on these profiles and recordings or folders of such.

    ``below``: packs that both are laid over.

    Of a folder the files in it are taken, and those that are no evidence are listed as unread. Raises KnowledgeError
    for a pack that is wrong, and other errors of this library for a file that was named and cannot be read.
    """
    old, new = load_pack(before, below), load_pack(after, below)
    engines = Engine(knowledge=old, chainer="plain"), Engine(knowledge=new, chainer="plain")
    files: list[FileAnswers] = []
    unread: list[Unread] = []
    given = list(files_of(profiles))
    if profiles and not given:
        # nothing changed where nothing was compared; who asked for it is better told
        raise EvidenceError(f"{profiles[0]}: there is no file in this folder")
    for path, named in given:
        try:
            one, other = (answer(engine.diagnose(path)) for engine in engines)
        except (EvidenceError, ProfileError) as error:
            if named:
                raise
            unread.append(Unread(str(path), _first_line(error).removeprefix(f"{path}:").lstrip()))
            continue
        files.append(FileAnswers(str(path), one, other, one != other))
    return Difference(before, after, changes_between(old, new), tuple(files), tuple(unread))


def files_of(profiles: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Files with whether they were named, and not found in a folder; those of a folder sorted."""
    for path in profiles:
        if not path.is_dir():
            yield path, True
            continue
        for name in sorted(os.listdir(path)):
            if not name.startswith(".") and (path / name).is_file():
                yield path / name, False


def answer(diagnosis: Diagnosis) -> Answer:
    """A diagnosis in short."""
    found = diagnosis.primary
    return Answer(
        verdict=diagnosis.verdict,
        cause=found.cause if found else None,
        side=found.side if found else None,
        certainty=round(found.certainty, 2) if found else None,
        others=tuple(f"{other.cause} ({other.verdict})" for other in (*diagnosis.others, *diagnosis.observations)),
    )


def _first_line(error: RtctriageError) -> str:
    return str(error).partition("\n")[0]
