"""Folders of knowledge into a KnowledgeBase: all is read, all is checked, and all problems come together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from rtctriage.errors import KnowledgeError, Problem
from rtctriage.knowledge import catalogue, declarations
from rtctriage.knowledge.bounds import MAX_PROBLEMS
from rtctriage.knowledge.causes import CauseReader
from rtctriage.knowledge.codes import NO_CAUSE, normal, read_codes
from rtctriage.knowledge.disabling import Disabled, read_disabled
from rtctriage.knowledge.drafting import Document, Draft, documents_of
from rtctriage.knowledge.fields import read_fields
from rtctriage.knowledge.limits import Names
from rtctriage.knowledge.model import (
    Cause,
    Formula,
    KnowledgeBase,
    Layer,
    Pack,
    Scenario,
)
from rtctriage.knowledge.nodes import Mapping, Scalar
from rtctriage.knowledge.overrides import check_overrides
from rtctriage.knowledge.playbooks import PlaybookReader
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References
from rtctriage.knowledge.scenarios import read_scenario, scenario_nodes
from rtctriage.knowledge.sources import KnowledgeSource
from rtctriage.privacy import quote

_FIXED: Final = (
    "thresholds.yaml", "certainties.yaml", "layers.yaml", "scenarios.yaml", "complaints.yaml", "disable.yaml",
)  # fmt: skip


def compile_knowledge(sources: Sequence[KnowledgeSource], hash: str) -> KnowledgeBase:
    """Reads and checks the sources, later ones laid over earlier ones. Raises KnowledgeError with all problems."""
    draft, references = Draft(), References()
    for source in sources:
        draft.documents.append(documents_of(draft, source))
    for documents in draft.documents:
        _declarations(draft, documents, references)
    catalogue.fill_choices(draft.facts, "complaint", tuple(draft.complaints))
    catalogue.fill_choices(draft.facts, "scenario", tuple(draft.scenarios))
    _codes(draft, references)
    names = Names(draft.facts, draft.thresholds)
    derived = catalogue.in_order(draft.formulas, draft.facts)
    layers = _layers(draft, names, references)
    scenarios = {
        name: read_scenario(entries, draft.thresholds, references) for name, entries in draft.scenarios.items()
    }
    disabled = _causes_and_playbooks(draft, names, references)
    everything = (*draft.causes.values(), *draft.drafts.values())
    conditions = [rule.when for cause in everything for rule in cause.rules]
    entries = [entry for several in draft.scenarios.values() for entry in several]
    check_overrides(entries, [*conditions, *(layer.skip_when for layer in layers if layer.skip_when)])
    references.check(
        {
            "cause": {*draft.causes, *draft.drafts, *disabled.causes},
            "complaint": draft.complaints,
            "scenario": draft.scenarios,
            "playbook": draft.playbooks,
            "fact": draft.facts,
            "platform": draft.facts[catalogue.PLATFORM_FACT].choices if catalogue.PLATFORM_FACT in draft.facts else (),
        },
        draft.layers,
    )
    if draft.problems:
        raise KnowledgeError(_in_order(draft.problems, sources))
    return _assemble(draft, hash, layers, scenarios, derived, disabled)


def _declarations(draft: Draft, documents: Sequence[Document], references: References) -> None:
    """Facts, thresholds, complaints; scenarios and layers by name only: what is in them speaks of the others."""
    once: dict[str, str] = {}
    for document in documents:
        reader, root = document.reader, document.root
        if document.path.startswith("facts/"):
            for name, (spec, place, formula) in catalogue.read_facts(reader, root, references).items():
                _only_once(reader, place, "fact", name, once)
                draft.facts[name] = spec
                if spec.lookup is not None:
                    draft.lookups[name] = reader, place
                draft.formulas.pop(name, None)
                if isinstance(formula, Scalar):
                    draft.formulas[name] = catalogue.Derived(reader, formula, spec)
        elif document.path == "thresholds.yaml":
            read = declarations.read_thresholds(reader, root, draft.thresholds)
            draft.thresholds.update({name: threshold for name, (threshold, _) in read.items()})
        elif document.path == "certainties.yaml":
            draft.certainties.update(declarations.read_certainties(reader, root))
        elif document.path == "complaints.yaml":
            complaints = declarations.read_complaints(reader, root, draft.complaints)
            draft.complaints.update({name: complaint for name, (complaint, _) in complaints.items()})
        elif document.path == "scenarios.yaml":
            for key, node in scenario_nodes(reader, root):
                draft.scenarios.setdefault(key.text, []).append((reader, key, node))
        elif document.path == "layers.yaml":
            for key, given in declarations.layer_nodes(reader, root):
                _only_once(reader, key, "layer", key.text, once)
                draft.layers[key.text] = reader, key, given


def _codes(draft: Draft, references: References) -> None:
    """The tables of codes, and what may be looked up in them."""
    vendors = draft.facts["sdk.vendor"].choices if "sdk.vendor" in draft.facts else ()
    for document in (d for documents in draft.documents for d in documents if d.path.startswith("codes/")):
        for code in read_codes(document.reader, document.root, vendors, references):
            draft.codes[code.vendor, code.family, code.platform, normal(code.code)] = code
    for document in (d for documents in draft.documents for d in documents if d.path.startswith("fields/")):
        for field_ in read_fields(document.reader, document.root, vendors, draft.facts):
            draft.fields[field_.vendor, field_.structure, field_.platform, field_.field] = field_
    causes = {key.text for documents in draft.documents for d in documents if (key := _cause_id(d)) is not None}
    for name, (reader, place) in draft.lookups.items():
        lookup = draft.facts[name].lookup
        if lookup is not None:
            references.note(reader, place, "fact", lookup.code)
            catalogue.fill_choices(draft.facts, name, (*sorted(causes), NO_CAUSE))


def _cause_id(document: Document) -> Scalar | None:
    """The id of the cause in a document, where it has one."""
    pairs = document.root.pairs if isinstance(document.root, Mapping) else ()
    return next((value for key, value in pairs if key.text == "cause" and isinstance(value, Scalar)), None)


def _only_once(reader: Reader, place: Scalar, kind: str, name: str, once: dict[str, str]) -> None:
    """Within one source nothing may be declared twice; a later source overrides on purpose."""
    if f"{kind} {name}" in once:
        reader.problem(
            place,
            f"the {kind} {quote(name, '')} is declared twice".replace("  ", " "),
            f"first in {once[f'{kind} {name}']}; give one of them another name, or take it out",
            kind="twice",
        )
    once.setdefault(f"{kind} {name}", f"{reader.file}:{place.line}")


def _layers(draft: Draft, names: Names, references: References) -> tuple[Layer, ...]:
    layers: list[Layer] = []
    for reader, key, given in draft.layers.values():

        def premise(scalar: Scalar, target: str, reader: Reader = reader, layer: str = key.text) -> None:
            references.layer_premise(reader, scalar, layer, target)

        layers.append(declarations.read_layer(reader, key, given, names, premise))
    return tuple(layers)


def _causes_and_playbooks(draft: Draft, names: Names, references: References) -> Disabled:
    causes, playbooks = CauseReader(names, draft.certainties, references), PlaybookReader(names)
    disabled = Disabled()
    for number, documents in enumerate(draft.documents):
        for document in documents:
            if document.path == "disable.yaml" and number:
                read_disabled(document.reader, document.root, draft.causes, disabled)
        once: dict[str, str] = {}
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
                _add_cause(draft, cause[0], document.pack, disabled)
    return disabled


def _add_cause(draft: Draft, cause: Cause, pack: Pack | None, disabled: Disabled) -> None:
    """Adds a cause, or the draft of one, which takes no other's place. A pack's status is that of its causes."""
    if pack is not None and cause.status == "stable":
        cause = replace(cause, status=pack.status, because=pack.because)
    if cause.status == "draft":
        draft.drafts[cause.id] = cause
        return
    draft.drafts.pop(cause.id, None)
    draft.causes[cause.id] = cause
    disabled.enable(cause.id)


def _placed(draft: Draft, documents: Sequence[Document], number: int) -> Iterator[tuple[Document, str, bool]]:
    """The causes and playbooks of a source with the layer whose folder they are in; what is out of place is noted."""
    for document in documents:
        folders = document.path.split("/")[:-1]
        is_playbook = folders[:1] == ["playbooks"]
        layer = "/".join(folders[1:] if is_playbook else folders)
        if folders in (["facts"], ["codes"], ["fields"]) or (
            document.path in _FIXED and (number or document.path != "disable.yaml")
        ):
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
    told = sorted(dict.fromkeys(problems), key=lambda p: (order.get(p.file, -1), p.line, p.column))
    if len(problems) >= MAX_PROBLEMS:
        told.append(Problem("", 0, 0, "there are more problems than these", "mend some of them, and look again"))
    return told


def _assemble(
    draft: Draft,
    hash: str,
    layers: tuple[Layer, ...],
    scenarios: dict[str, Scenario],
    derived: dict[str, Formula],
    disabled: Disabled,
) -> KnowledgeBase:
    order = {layer.id: number for number, layer in enumerate(layers)}
    causes = sorted(draft.causes.values(), key=lambda cause: (order[cause.layer], cause.id))
    there = {*draft.causes, *draft.drafts}
    return KnowledgeBase(
        hash=hash,
        facts=draft.facts,
        thresholds=draft.thresholds,
        certainties=draft.certainties,
        layers=layers,
        scenarios=scenarios,
        complaints=draft.complaints,
        causes={c.id: replace(c, leads_to=tuple(t for t in c.leads_to if t in there)) for c in causes},
        drafts=tuple(draft.drafts.values()),
        playbooks=dict(sorted(draft.playbooks.items())),
        packs=tuple(draft.packs),
        codes=tuple(draft.codes.values()),
        fields=tuple(draft.fields.values()),
        derived=derived,
        disabled=tuple(sorted({*disabled.ids(), *(there - draft.causes.keys())})),
        lint_notes=tuple(draft.notes),
    )
