"""Where an origin is: which of the sources its file belongs to, and the path by which an editor finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rtctriage.knowledge import builtin, manifest
from rtctriage.knowledge.model import Cause, KnowledgeBase, Pack
from rtctriage.knowledge.sources import KnowledgeSource, read_builtin, read_packs, renamed


class Origins:
    """The files of sources by what origins call them."""

    def __init__(self, sources: Iterable[KnowledgeSource]) -> None:
        """``sources``: the built-in knowledge first, called as origins call them."""
        files = [(level, file) for level, source in enumerate(sources) for file in source.files]
        self._levels = {file.label: level for level, file in files}
        self._shown = {file.label: file.shown for _, file in files}

    @classmethod
    def of(cls, knowledge: KnowledgeBase, packs: Sequence[Path] = ()) -> Origins:
        """Those of a knowledge base that was loaded with these packs."""
        return cls(sources_of(packs, knowledge.packs))

    def level(self, origin: str) -> int:
        """0 for what is built in, 1 for the lowest pack, and so on; -1 for what is in no file."""
        return self._levels.get(origin.rpartition(":")[0], -1)

    def of_packs(self, causes: Iterable[Cause]) -> set[str]:
        """The ids of those causes that stand in a pack."""
        return {cause.id for cause in causes if self.level(cause.origin) > 0}

    def place(self, origin: str) -> str:
        """``path:line`` in the place of ``pack path:line``, for a pack with its folder as it was given."""
        label, _, line = origin.rpartition(":")
        return f"{self._shown[label]}:{line}" if label in self._shown else origin


def sources_of(packs: Sequence[Path], manifests: Sequence[Pack]) -> list[KnowledgeSource]:
    """The built-in knowledge and these packs, called as origins call them; ``manifests``: of those that have one."""
    places = builtin.places()
    return list(called_as_in_origins([read_builtin(places.rules, places.playbooks), *read_packs(packs)], manifests))


def called_as_in_origins(sources: Iterable[KnowledgeSource], manifests: Sequence[Pack]) -> Iterator[KnowledgeSource]:
    """A pack with a manifest is called by what stands there, not by its folder."""
    left = iter(manifests)
    for source in sources:
        has_one = any(file.path == manifest.FILE for file in source.files)
        pack = next(left, None) if has_one else None
        yield source if pack is None else renamed(source, manifest.called(pack))
