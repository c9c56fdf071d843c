"""The knowledge base as a whole: sections that are decoded when they are first asked for.

A diagnosis needs few of the sections, and looking whether the knowledge is still the same needs none. So this module
imports neither ``msgspec`` nor the types in ``model``, which would take longer than all the rest of loading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from typing_extensions import Self, TypedDict, Unpack

    from rtctriage.knowledge.language import Formula
    from rtctriage.knowledge.model import Cause, Complaint, Layer, LintNote, Pack, Playbook, Scenario
    from rtctriage.knowledge.terms import Certainty, Code, FactSpec, Threshold, VendorField

    class Sections(TypedDict, total=False):
        """The sections by name."""

        facts: dict[str, FactSpec]
        thresholds: dict[str, Threshold]
        certainties: dict[str, Certainty]
        layers: tuple[Layer, ...]
        scenarios: dict[str, Scenario]
        complaints: dict[str, Complaint]
        causes: dict[str, Cause]
        drafts: tuple[Cause, ...]
        playbooks: dict[str, Playbook]
        packs: tuple[Pack, ...]
        codes: tuple[Code, ...]
        fields: tuple[VendorField, ...]
        derived: dict[str, Formula]
        disabled: tuple[str, ...]
        lint_notes: tuple[LintNote, ...]


SECTIONS: Final = (
    "facts", "thresholds", "certainties", "layers", "scenarios", "complaints", "causes", "drafts", "playbooks", "packs",
    "codes", "fields", "derived", "disabled", "lint_notes",
)  # fmt: skip


class KnowledgeBase:
    """``rules/`` and ``playbooks/`` together, with the packs laid over them. Immutable and thread-safe."""

    hash: str
    """BLAKE2b over the files that it was made of."""
    bare: bool
    """Whether the tests beside the rules were left out, as they are unless they are asked for."""
    facts: dict[str, FactSpec]
    thresholds: dict[str, Threshold]
    certainties: dict[str, Certainty]
    layers: tuple[Layer, ...]
    scenarios: dict[str, Scenario]
    complaints: dict[str, Complaint]
    causes: dict[str, Cause]
    """In the order of the layers, then by id."""
    drafts: tuple[Cause, ...]
    """The causes that are drafts: ``knowledge.with_drafts`` puts them among the others."""
    playbooks: dict[str, Playbook]
    packs: tuple[Pack, ...]
    """The packs that have a manifest, in the order in which they are laid over each other."""
    codes: tuple[Code, ...]
    """The tables of vendors' codes, in the order of the files."""
    fields: tuple[VendorField, ...]
    """The fields of vendors' statistics, in the order of the files."""
    derived: dict[str, Formula]
    """The formulas of the derived facts; each one stands after those that it builds on."""
    disabled: tuple[str, ...]
    """What packs took away: ids of causes, and of rules as ``layer.cause/name``. A premise about a disabled cause stays
    in its rule and is never known."""
    lint_notes: tuple[LintNote, ...]
    _stored: dict[str, bytes]
    """The sections that nobody has asked for yet, as ``sections.encode`` made them."""

    def __init__(
        self,
        *,
        hash: str,
        facts: dict[str, FactSpec],
        thresholds: dict[str, Threshold],
        layers: tuple[Layer, ...],
        scenarios: dict[str, Scenario],
        complaints: dict[str, Complaint],
        causes: dict[str, Cause],
        playbooks: dict[str, Playbook],
        certainties: dict[str, Certainty] | None = None,
        drafts: tuple[Cause, ...] = (),
        packs: tuple[Pack, ...] = (),
        codes: tuple[Code, ...] = (),
        fields: tuple[VendorField, ...] = (),
        derived: dict[str, Formula] | None = None,
        disabled: tuple[str, ...] = (),
        lint_notes: tuple[LintNote, ...] = (),
        bare: bool = False,
    ) -> None:
        vars(self).update(
            hash=hash,
            bare=bare,
            facts=facts,
            thresholds=thresholds,
            certainties=certainties or {},
            layers=layers,
            scenarios=scenarios,
            complaints=complaints,
            causes=causes,
            drafts=drafts,
            playbooks=playbooks,
            packs=packs,
            codes=codes,
            fields=fields,
            derived=derived or {},
            disabled=disabled,
            lint_notes=lint_notes,
            _stored={},
        )

    @classmethod
    def stored(cls, hash: str, sections: Mapping[str, bytes]) -> Self:
        """A bare knowledge base of all sections as ``sections.encode`` made them, none of them decoded yet."""
        base = cls.__new__(cls)
        vars(base).update(hash=hash, bare=True, _stored=dict(sections))
        return base

    def replace(self, *, bare: bool | None = None, **sections: Unpack[Sections]) -> Self:
        """The same knowledge with other sections in the place of those given."""
        base = type(self).__new__(type(self))
        # the undecoded ones first: one that another thread decodes meanwhile is then in both, and not in neither
        kept = {name: data for name, data in self._stored.copy().items() if name not in sections}
        vars(base).update({**vars(self), **sections, "_stored": kept})
        if bare is not None:
            vars(base).update(bare=bare)
        return base

    if not TYPE_CHECKING:  # the type checker shall know the attributes by their names

        def __getattr__(self, name: str) -> object:
            """Decodes a section that is asked for the first time."""
            mine = vars(self)
            data = mine["_stored"].get(name) if name in SECTIONS else None
            if data is not None:
                from rtctriage.knowledge.sections import decode

                # two threads may both come here: all get what the first of them made
                mine.setdefault(name, decode(name, data))
                mine["_stored"].pop(name, None)
            if name not in mine:
                raise AttributeError(f"a knowledge base has no attribute {name!r}")
            return mine[name]

        def __setattr__(self, name: str, value: object) -> NoReturn:
            raise AttributeError("a knowledge base is immutable: make another one with replace()")

        def __delattr__(self, name: str) -> NoReturn:
            raise AttributeError("a knowledge base is immutable: make another one with replace()")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KnowledgeBase):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in ("hash", "bare", *SECTIONS))

    __hash__ = None  # type: ignore[assignment]  # what it holds cannot be hashed either

    def __repr__(self) -> str:
        return f"<KnowledgeBase {self.hash[:12]}>"
