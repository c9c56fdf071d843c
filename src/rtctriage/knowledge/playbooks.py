"""Reads one file of a playbook."""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

from rtctriage.knowledge.conditions import ConditionReader
from rtctriage.knowledge.limits import Names
from rtctriage.knowledge.model import Playbook, Step
from rtctriage.knowledge.nodes import Mapping, Node, Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.templates import TemplateChecker
from rtctriage.privacy import quote
from rtctriage.text import Text

PLAYBOOK_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*\Z")
Owner = Literal["end-user", "app-developer", "support", "operations"]

PLAYBOOK_KEYS: Final = ("playbook", "title", "steps", "escalate", "attach")
PLAYBOOK_NEEDS: Final = ("playbook", "title", "steps", "escalate")
STEP_KEYS: Final = ("owner", "action", "expect", "verify", "makes_stale")
STEP_NEEDS: Final = ("owner", "action", "expect")


class PlaybookReader:
    """Reads the playbooks of one file after the other."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._templates = TemplateChecker(names.facts)

    def read(self, reader: Reader, root: Node, layer: str) -> tuple[Playbook, Scalar] | None:
        """The playbook of a file in ``playbooks/<layer>``; None where not even its id can be told."""
        given = reader.fields(root, "a playbook", PLAYBOOK_KEYS, PLAYBOOK_NEEDS)
        named = reader.scalar(given.get("playbook"), "playbook")
        # without an id the rest is read all the same, for what is wrong with it
        key = named or Scalar(f"{layer}/?")
        own, _, name = key.text.partition("/")
        if named is None:
            pass
        elif not PLAYBOOK_ID.match(key.text):
            reader.problem(key, f"{quote(key.text)} cannot be the id of a playbook", f"write {layer}/some-name")
        elif own != layer:
            reader.problem(
                key, f"the playbook {quote(key.text)} is in the folder playbooks/{layer}", f"call it {layer}/{name}"
            )
        steps = tuple(self._step(reader, item) for item in reader.items(given.get("steps"), "steps"))
        if "steps" in given and not steps:
            reader.problem(given["steps"], "a playbook needs one step or more")
        book = Playbook(
            id=key.text,
            title=self._template(reader, given.get("title"), "title"),
            steps=steps,
            escalate=self._template(reader, given.get("escalate"), "escalate"),
            attach=tuple(
                self._template(reader, item, "attach") for item in reader.items(given.get("attach"), "attach")
            ),
            origin=reader.origin(key),
        )
        return (book, key) if named is not None else None

    def _step(self, reader: Reader, item: Node) -> Step:
        given = reader.fields(item, "a step", STEP_KEYS, STEP_NEEDS)
        owners: tuple[Owner, ...] = get_args(Owner)
        return Step(
            owner=reader.one_of(given.get("owner"), "owner", owners) or "support",
            action=self._template(reader, given.get("action"), "action"),
            expect=self._template(reader, given.get("expect"), "expect"),
            verify=self._verify(reader, given["verify"]) if "verify" in given else None,
            makes_stale=reader.flag(given.get("makes_stale"), "makes_stale"),
        )

    def _verify(self, reader: Reader, node: Node) -> str:
        """``{fact: test}``, checked and put into one line: ``fact: test; fact: test``."""
        conditions = ConditionReader(reader, self._names, None)
        tests: list[str] = []
        for key, value in reader.entries(node, "verify"):
            conditions.test(key, value)
            tests.append(f"{key.text}: {value.text.strip() if isinstance(value, Scalar) else ''}")
        if not tests and isinstance(node, Mapping):
            reader.problem(node, "verify is empty", 'write {fact: "test"}')
        return "; ".join(tests)

    def _template(self, reader: Reader, node: Node | None, what: str) -> Text:
        text = reader.bilingual(node, what)
        if isinstance(node, Mapping):
            for _, value in node.pairs:
                if isinstance(value, Scalar):
                    self._templates.check(reader, value)
        return text
