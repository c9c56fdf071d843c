"""Reads one file of a cause: its rules and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, get_args

from rtctriage.diagnosis import Where
from rtctriage.knowledge.cases import CaseReader
from rtctriage.knowledge.conditions import NEVER, ConditionReader
from rtctriage.knowledge.declarations import read_certainty
from rtctriage.knowledge.dnf import TooManyAlternativesError, check_alternatives
from rtctriage.knowledge.limits import Names
from rtctriage.knowledge.manifest import read_status
from rtctriage.knowledge.model import (
    All,
    Any,
    Cause,
    Certainty,
    Condition,
    Not,
    Premise,
    Rule,
    SideName,
    SourceNote,
)
from rtctriage.knowledge.nodes import Node, Scalar, Sequence
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References
from rtctriage.privacy import quote
from rtctriage.text import Text

DOMAINS: Final = ("client-sdk", "server-configuration", "network", "third-party-integration")
SEVERITIES: Final = ("critical", "major", "minor")

CAUSE_KEYS: Final = (
    "cause", "title", "domain", "severity", "core", "explains", "summary", "rules", "leads_to", "ask", "playbook",
    "sources", "tests", "status", "because",
)  # fmt: skip
CAUSE_NEEDS: Final = ("cause", "title", "domain", "severity", "summary", "rules")
RULE_KEYS: Final = (
    "id", "side", "where", "when", "certainty", "grounds", "because", "source", "evidence_group", "stands_alone",
    "observation",
)  # fmt: skip
RULE_NEEDS: Final = ("id", "when", "certainty")
SOURCE_KEYS: Final = ("claim", "from", "rules")
SOURCE_NEEDS: Final = ("claim", "from")
CAUSE_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*\Z")
RULE_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class CauseReader:
    """Reads the causes of one file after the other."""

    def __init__(self, names: Names, certainties: Mapping[str, Certainty], references: References) -> None:
        self._names = names
        self._certainties = certainties
        self._references = references

    def read(self, reader: Reader, root: Node, layer: str) -> tuple[Cause, Scalar] | None:
        """The cause of a file in the folder of ``layer``; None where not even its id can be told."""
        given = reader.fields(root, "a cause", CAUSE_KEYS, CAUSE_NEEDS)
        named = reader.scalar(given.get("cause"), "cause")
        # without an id the rest is read all the same, for what is wrong with it
        key = named or Scalar(f"{layer}.?")
        if named is None:
            pass
        elif not CAUSE_ID.match(key.text):
            reader.problem(key, f"{quote(key.text)} cannot be the id of a cause", f"write {layer}.some-name")
        elif key.text.partition(".")[0] != layer:
            reader.problem(
                key,
                f"the cause {quote(key.text)} is in the folder of the layer {layer}",
                f"call it {layer}.{key.text.partition('.')[2]}, or move the file",
            )
        for name, kind in (("explains", "complaint"), ("ask", "fact")):
            for scalar in reader.words(given.get(name), name):
                self._references.note(reader, scalar, kind, scalar.text)
        for scalar in reader.words(given.get("leads_to"), "leads_to"):
            self._references.leads_to(reader, scalar, key.text, scalar.text)
        if "playbook" in given:
            playbook = reader.scalar(given["playbook"], "playbook")
            if playbook is not None:
                self._references.note(reader, playbook, "playbook", playbook.text)
        rules = self._rules(reader, given.get("rules"), key.text)
        status, because = read_status(reader, given)
        cases = CaseReader(self._names, self._references)
        names = tuple(rule.id.partition("/")[2] for rule in rules)
        cause = Cause(
            id=key.text,
            layer=layer,
            title=reader.bilingual(given.get("title"), "title"),
            summary=reader.bilingual(given.get("summary"), "summary"),
            domain=reader.one_of(given.get("domain"), "domain", DOMAINS) or "",
            severity=reader.one_of(given.get("severity"), "severity", SEVERITIES) or "",
            core=reader.flag(given.get("core"), "core"),
            explains=_texts(given.get("explains")),
            rules=rules,
            leads_to=_texts(given.get("leads_to")),
            ask=_texts(given.get("ask")),
            playbook=reader.text(given["playbook"], "playbook") if "playbook" in given else None,
            sources=_sources(reader, given.get("sources"), names),
            tests=cases.read(reader, given.get("tests"), key.text, names),
            status=status,
            because=because,
            origin=reader.origin(key),
        )
        return (cause, key) if named is not None else None

    def _rules(self, reader: Reader, node: Node | None, cause: str) -> tuple[Rule, ...]:
        seen: dict[str, Node] = {}
        rules: list[Rule] = []
        if isinstance(node, Sequence) and not node.items:
            reader.problem(node, "a cause needs a rule: without one nothing is ever said of it")
        for item in reader.items(node, "rules"):
            given = reader.fields(item, "a rule", RULE_KEYS, RULE_NEEDS)
            key = reader.scalar(given.get("id"), "id")
            if key is None:
                self._rule(reader, item, given, f"{cause}/?", cause)
                continue
            if not RULE_ID.match(key.text):
                reader.problem(key, f"{quote(key.text)} cannot be the id of a rule", "write lower case with hyphens")
            if key.text in seen:
                reader.problem(
                    key,
                    f"the rule {quote(key.text)} is there twice",
                    f"first in line {seen[key.text].line}",
                    kind="twice",
                )
            seen.setdefault(key.text, key)
            rules.append(self._rule(reader, item, given, f"{cause}/{key.text}", cause))
        return tuple(rules)

    def _rule(self, reader: Reader, item: Node, given: dict[str, Node], rule: str, cause: str) -> Rule:
        def premise(scalar: Scalar, target: str) -> None:
            self._references.premise(reader, scalar, cause, target)

        when = ConditionReader(reader, self._names, premise).when(given.get("when"))
        try:
            check_alternatives(when, NEVER)
        except TooManyAlternativesError as error:
            reader.problem(given["when"], f"{rule}: {error}", error.hint)
        certainty, strength, grounds = self._certainty(reader, given)
        sides: tuple[SideName, ...] = get_args(SideName)
        places: tuple[Where, ...] = get_args(Where)
        return Rule(
            id=rule,
            when=when,
            certainty=certainty,
            strength=strength,
            grounds=grounds,
            side=reader.one_of(given.get("side"), "side", sides),
            where=reader.one_of(given.get("where"), "where", places) or "unknown",
            because=reader.bilingual(given["because"], "because")
            if "because" in given
            else plain_reason(when, self._names),
            source=reader.text(given["source"], "source") if "source" in given else "",
            evidence_group=reader.text(given.get("evidence_group"), "evidence_group") or None,
            stands_alone=reader.flag(given.get("stands_alone"), "stands_alone"),
            observation=reader.flag(given.get("observation"), "observation"),
            origin=reader.origin(item),
        )

    def _certainty(self, reader: Reader, given: dict[str, Node]) -> tuple[float, str, Text | None]:
        """A named certainty with its name, or a number with the reason for it."""
        node = given.get("certainty")
        grounds = reader.either(given["grounds"], "grounds") if "grounds" in given else None
        if not isinstance(node, Scalar) or not re.match(r"[a-z]", node.text):
            return read_certainty(reader, node), grounds.en if grounds else "", grounds
        named = self._certainties.get(node.text)
        if named is None:
            reader.unknown(node, "certainty", node.text, self._certainties)
            return 0.0, "", None
        if grounds is not None:
            reader.problem(given["grounds"], "a named certainty brings its own reason", "leave grounds out")
        return named.value, named.name, None


def plain_reason(when: Condition, names: Names) -> Text:
    """What a rule without ``because`` says: its tests, behind the titles of their facts."""
    en: list[str] = []
    zh: list[str] = []
    stack = [when]
    while stack:
        part = stack.pop(0)
        if isinstance(part, All | Any):
            stack[:0] = part.parts
        elif isinstance(part, Not):
            stack.insert(0, part.part)
        elif not isinstance(part, Premise):
            spec = names.facts.get(getattr(part, "fact", ""))
            en.append(f"{spec.title.en}: {part.text}" if spec else part.text)
            zh.append(f"{spec.title.zh}：{part.text}" if spec else part.text)
    return Text("; ".join(en), "；".join(zh))


def _texts(node: Node | None) -> tuple[str, ...]:
    """The texts of a list whose members were checked already."""
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(dict.fromkeys(item.text.strip() for item in items if isinstance(item, Scalar)))


def _sources(reader: Reader, node: Node | None, names: tuple[str, ...]) -> tuple[SourceNote, ...]:
    """The claims that a cause rests on; those that name rules name some of ``names``."""
    notes: list[SourceNote] = []
    for item in reader.items(node, "sources"):
        given = reader.fields(item, "a source", SOURCE_KEYS, SOURCE_NEEDS)
        rules = reader.words(given.get("rules"), "rules")
        for rule in rules:
            if rule.text not in names:
                reader.unknown(rule, "rule of this cause", rule.text, names)
        notes.append(
            SourceNote(
                claim=reader.text(given.get("claim"), "claim"),
                origin=reader.text(given.get("from"), "from"),
                rules=tuple(rule.text for rule in rules),
            )
        )
    return tuple(notes)
