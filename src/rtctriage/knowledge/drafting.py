"""What was read of the sources so far, before it is checked as a whole."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from rtctriage.errors import Problem
from rtctriage.knowledge import catalogue
from rtctriage.knowledge.bounds import MAX_PROBLEMS
from rtctriage.knowledge.hidden import hidden_characters
from rtctriage.knowledge.lintnotes import take_notes
from rtctriage.knowledge.manifest import FILE, called, read_manifest
from rtctriage.knowledge.model import (
    Cause,
    Certainty,
    Code,
    Complaint,
    FactSpec,
    LintNote,
    Pack,
    Playbook,
    Threshold,
    VendorField,
)
from rtctriage.knowledge.nodes import Node, Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.sources import KnowledgeFile, KnowledgeSource
from rtctriage.knowledge.yamltext import parse


class Document(Struct, frozen=True):
    """A file that could be parsed."""

    path: str
    root: Node
    reader: Reader
    pack: Pack | None = None


class Draft(Struct):
    """What was read so far; later sources stand over earlier ones."""

    problems: list[Problem] = field(default_factory=list)
    packs: list[Pack] = field(default_factory=list)
    documents: list[list[Document]] = field(default_factory=list)
    notes: list[LintNote] = field(default_factory=list)
    facts: dict[str, FactSpec] = field(default_factory=dict)
    formulas: dict[str, catalogue.Derived] = field(default_factory=dict)
    lookups: dict[str, tuple[Reader, Scalar]] = field(default_factory=dict)
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    certainties: dict[str, Certainty] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    scenarios: dict[str, list[tuple[Reader, Scalar, Node]]] = field(default_factory=dict)
    """What each source says of them, lowest first."""
    layers: dict[str, tuple[Reader, Scalar, dict[str, Node]]] = field(default_factory=dict)
    codes: dict[tuple[str, str, str, str], Code] = field(default_factory=dict)
    fields: dict[tuple[str, str, str, str], VendorField] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    drafts: dict[str, Cause] = field(default_factory=dict)
    playbooks: dict[str, Playbook] = field(default_factory=dict)


def documents_of(draft: Draft, source: KnowledgeSource) -> list[Document]:
    """The files of a source that could be parsed, without their notes to the linter.

    Those of a pack with a manifest name it and its version.
    """
    draft.problems.extend(source.problems)
    parsed = [d for file in source.files if (d := _parse(file, draft.problems)) is not None]
    manifest = next((d for d in parsed if d.path == FILE), None)
    pack = None
    if manifest is not None:
        pack = read_manifest(manifest.reader, manifest.root, draft.packs)
        draft.packs.append(pack)
    found: list[Document] = []
    for document in parsed:
        if pack is not None:
            document.reader.label = f"{called(pack)} {document.path}"
        root, notes = take_notes(document.reader, document.root)
        draft.notes.extend(notes)
        if document is not manifest:
            found.append(replace(document, root=root, pack=pack))
    return found


def _parse(file: KnowledgeFile, problems: list[Problem]) -> Document | None:
    if not file.path.endswith(".yaml"):
        problems.append(Problem(file.shown, 0, 0, "this file would not be read", "name it .yaml", "file"))
        return None
    parsed = parse(file.data, file.shown)
    problems.extend(parsed.problems)
    if parsed.root is None:
        return None
    for line, column, message in hidden_characters(file.data, parsed.root):
        if len(problems) < MAX_PROBLEMS:
            problems.append(Problem(file.shown, line, column, message))
    return Document(file.path, parsed.root, Reader(file.shown, problems, file.label))
