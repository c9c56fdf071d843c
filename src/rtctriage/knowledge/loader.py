"""Folders of knowledge into a KnowledgeBase: all is read, all is checked, and all problems come together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from rtctriage.errors import KnowledgeError, Problem
from rtctriage.knowledge import catalogue
from rtctriage.knowledge.causes import CauseReader
from rtctriage.knowledge.disabling import Disabled, read_disabled
from rtctriage.knowledge.limits import Names
from rtctriage.knowledge.lintnotes import take_notes
from rtctriage.knowledge.model import (
    Cause,
    Complaint,
    FactSpec,
    Formula,
    KnowledgeBase,
    Layer,
    LintNote,
    Playbook,
    Scenario,
    Threshold,
)
from rtctriage.knowledge.nodes import Node, Scalar
from rtctriage.knowledge.overrides import check_overrides
from rtctriage.knowledge.playbooks import PlaybookReader
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References, cycles
from rtctriage.knowledge.sources import KnowledgeFile, KnowledgeSource
from rtctriage.knowledge.yamltext import parse
from rtctriage.privacy import quote

T = TypeVar("T")

_FIXED: Final = ("thresholds.yaml", "layers.yaml", "scenarios.yaml", "complaints.yaml", "disable.yaml")


class _Document(Struct, frozen=True):
    """A file that could be parsed."""

    path: str
    root: Node
    reader: Reader


class _Draft(Struct):
    """What was read so far; later sources stand over earlier ones."""

    problems: list[Problem] = field(default_factory=list)
    documents: list[list[_Document]] = field(default_factory=list)
    notes: list[LintNote] = field(default_factory=list)
    facts: dict[str, FactSpec] = field(default_factory=dict)
    formulas: dict[str, catalogue.Derived] = field(default_factory=dict)
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    scenarios: dict[str, tuple[Reader, Scalar, Node]] = field(default_factory=dict)
    layers: dict[str, tuple[Reader, Scalar, dict[str, Node]]] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    playbooks: dict[str, Playbook] = field(default_factory=dict)


def compile_knowledge(sources: Sequence[KnowledgeSource], hash: str) -> KnowledgeBase:
    """Reads and checks the sources, later ones laid over earlier ones. Raises KnowledgeError with all problems."""
    draft = _Draft()
    for source in sources:
        draft.documents.append([d for file in source.files if (d := _parse(file, draft)) is not None])
    for documents in draft.documents:
        _declarations(draft, documents)
    catalogue.fill_choices(draft.facts, "complaint", tuple(draft.complaints))
    catalogue.fill_choices(draft.facts, "scenario", tuple(draft.scenarios))
    names = Names(draft.facts, draft.thresholds)
    references = References()
    derived = _formulas(draft)
    layers = _layers(draft, names, references)
    scenarios = {
        key.text: catalogue.read_scenario(reader, key, node, draft.thresholds)
        for reader, key, node in draft.scenarios.values()
    }
    disabled = _causes_and_playbooks(draft, names, references)
    conditions = [rule.when for cause in draft.causes.values() for rule in cause.rules]
    check_overrides(draft.scenarios.values(), [*conditions, *(layer.skip_when for layer in layers if layer.skip_when)])
    references.check(
        {
            "cause": {*draft.causes, *disabled.causes},
            "complaint": draft.complaints,
            "scenario": draft.scenarios,
            "playbook": draft.playbooks,
            "fact": draft.facts,
        },
        draft.layers,
    )
    if draft.problems:
        raise KnowledgeError(_in_order(draft.problems, sources))
    return _assemble(draft, hash, layers, scenarios, derived, disabled)


def _parse(file: KnowledgeFile, draft: _Draft) -> _Document | None:
    if not file.path.endswith(".yaml"):
        draft.problems.append(Problem(file.shown, 0, 0, "this file would not be read", "name it .yaml"))
        return None
    parsed = parse(file.data, file.shown)
    draft.problems.extend(parsed.problems)
    if parsed.root is None:
        return None
    reader = Reader(file.shown, draft.problems, file.label)
    root, notes = take_notes(reader, parsed.root)
    draft.notes.extend(notes)
    return _Document(file.path, root, reader)


def _declarations(draft: _Draft, documents: Sequence[_Document]) -> None:
    """Facts, thresholds, complaints; scenarios and layers by name only: what is in them speaks of the others."""
    once: dict[str, Scalar] = {}
    for document in documents:
        reader, root = document.reader, document.root
        if document.path.startswith("facts/"):
            for name, (spec, place, formula) in catalogue.read_facts(reader, root).items():
                _only_once(reader, place, "fact", name, once)
                draft.facts[name] = spec
                draft.formulas.pop(name, None)
                if isinstance(formula, Scalar):
                    draft.formulas[name] = catalogue.Derived(reader, formula, spec)
        elif document.path == "thresholds.yaml":
            draft.thresholds.update({name: t for name, (t, _) in catalogue.read_thresholds(reader, root).items()})
        elif document.path == "complaints.yaml":
            draft.complaints.update({name: c for name, (c, _) in catalogue.read_complaints(reader, root).items()})
        elif document.path == "scenarios.yaml":
            for key, node in catalogue.scenario_nodes(reader, root):
                draft.scenarios[key.text] = reader, key, node
        elif document.path == "layers.yaml":
            for key, given in catalogue.layer_nodes(reader, root):
                _only_once(reader, key, "layer", key.text, once)
                draft.layers[key.text] = reader, key, given


def _only_once(reader: Reader, place: Scalar, kind: str, name: str, once: dict[str, Scalar]) -> None:
    """Within one source nothing may be declared twice; a later source overrides on purpose."""
    if f"{kind} {name}" in once:
        reader.problem(place, f"the {kind} {quote(name, '')} is declared twice".replace("  ", " "))
    once.setdefault(f"{kind} {name}", place)


def _formulas(draft: _Draft) -> dict[str, Formula]:
    """The formulas of the derived facts, each after those it builds on."""
    parsed: dict[str, Formula] = {}
    uses: dict[str, tuple[str, ...]] = {}
    for name, derived in draft.formulas.items():
        read = catalogue.read_formula(derived, draft.facts)
        if read is not None:
            parsed[name], uses[name] = read
    circles = cycles(uses)
    for circle in circles:
        derived = draft.formulas[circle[0]]
        derived.reader.problem(
            derived.node, f"these facts are derived from each other: {' -> '.join((*circle, circle[0]))}"
        )
    ordered: dict[str, Formula] = {}
    waiting = {} if circles else parsed
    while waiting:
        ready = [name for name in waiting if all(used in ordered or used not in parsed for used in uses[name])]
        ordered.update({name: parsed[name] for name in sorted(ready)})
        waiting = {name: formula for name, formula in waiting.items() if name not in ordered}
    return ordered


def _layers(draft: _Draft, names: Names, references: References) -> tuple[Layer, ...]:
    layers: list[Layer] = []
    for reader, key, given in draft.layers.values():

        def premise(scalar: Scalar, target: str, reader: Reader = reader, layer: str = key.text) -> None:
            references.layer_premise(reader, scalar, layer, target)

        layers.append(catalogue.read_layer(reader, key, given, names, premise))
    return tuple(layers)


def _causes_and_playbooks(draft: _Draft, names: Names, references: References) -> Disabled:
    causes, playbooks = CauseReader(names, references), PlaybookReader(names)
    disabled = Disabled()
    for number, documents in enumerate(draft.documents):
        for document in documents:
            if document.path == "disable.yaml" and number:
                read_disabled(document.reader, document.root, draft.causes, disabled)
        once: dict[str, Scalar] = {}
        for document, layer, is_playbook in _placed(draft, documents, number):
            if is_playbook:
                book = playbooks.read(document.reader, document.root, layer)
                if book is not None:
                    _only_once(document.reader, book[1], "playbook", book[0].id, once)
                    draft.playbooks[book[0].id] = book[0]
                continue
            cause = causes.read(document.reader, document.root, layer)
            if cause is not None:
                _only_once(document.reader, cause[1], "cause", cause[0].id, once)
                draft.causes[cause[0].id] = cause[0]
                disabled.enable(cause[0].id)
    return disabled


def _placed(draft: _Draft, documents: Sequence[_Document], number: int) -> Iterator[tuple[_Document, str, bool]]:
    """The causes and playbooks of a source with the layer whose folder they are in; what is out of place is noted."""
    for document in documents:
        folders = document.path.split("/")[:-1]
        is_playbook = folders[:1] == ["playbooks"]
        layer = "/".join(folders[1:] if is_playbook else folders)
        if folders == ["facts"] or (document.path in _FIXED and (number or document.path != "disable.yaml")):
            continue
        if not layer or len(folders) != 1 + is_playbook:
            document.reader.problem(
                Scalar(""),
                "there is no place for this file",
                f"causes and playbooks go into the folder of their layer; here only {', '.join(_FIXED)}",
            )
        elif layer not in draft.layers:
            document.reader.unknown(Scalar(""), "layer", layer, list(draft.layers))
        else:
            yield document, layer, is_playbook


def _in_order(problems: Sequence[Problem], sources: Sequence[KnowledgeSource]) -> list[Problem]:
    """Without repetitions, by file in the order in which the files were read, then by place."""
    files = [file.shown for source in sources for file in source.files]
    order = {name: number for number, name in enumerate(files)}
    return sorted(dict.fromkeys(problems), key=lambda p: (order.get(p.file, -1), p.line, p.column))


def _assemble(
    draft: _Draft,
    hash: str,
    layers: tuple[Layer, ...],
    scenarios: dict[str, Scenario],
    derived: dict[str, Formula],
    disabled: Disabled,
) -> KnowledgeBase:
    order = {layer.id: number for number, layer in enumerate(layers)}
    causes = sorted(draft.causes.values(), key=lambda cause: (order[cause.layer], cause.id))
    return KnowledgeBase(
        hash=hash,
        facts=draft.facts,
        thresholds=draft.thresholds,
        layers=layers,
        scenarios=scenarios,
        complaints=draft.complaints,
        causes={c.id: replace(c, leads_to=tuple(t for t in c.leads_to if t in draft.causes)) for c in causes},
        playbooks=dict(sorted(draft.playbooks.items())),
        derived=derived,
        disabled=disabled.ids(),
        lint_notes=tuple(draft.notes),
    )
