"""Playbooks with the values of a diagnosis filled in.

The texts of a playbook are Jinja2 templates. They see

- ``facts["uplink.packet_loss"]`` (or ``facts.uplink.packet_loss``): what was measured, as display text;
- ``primary.title``, ``.cause``, ``.layer``, ``.side``, ``.where``, ``.domain``, ``.severity``, ``.certainty``,
  ``.window``, ``.streams``: the primary cause;
- ``window``: its time window.

What was not measured reads "not measured". Templates run in Jinja2's sandbox; texts whose places are plain look-ups are
filled in without Jinja2, because importing it takes longer than a diagnosis.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import ConditionResult, Diagnosis, Hypothesis
from rtctriage.errors import KnowledgeError, Problem
from rtctriage.knowledge.model import Playbook
from rtctriage.knowledge.templates import PRIMARY_FIELDS
from rtctriage.profile import Profile
from rtctriage.report import phrases
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.times import Clock

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_PLACE: Final = re.compile(
    r"""\{\{\s*(?:facts\[(?P<quote>["'])(?P<item>[\w.]+)(?P=quote)\]"""
    r"""|facts\.(?P<path>\w+(?:\.\w+)+)|primary\.(?P<field>[a-z]+)|(?P<window>window))\s*\}\}"""
)
_TEMPLATE: Final = re.compile(r"\{[{%#]")
LookUp: TypeAlias = Callable[[str], "str | None"]
"""The display text of a fact; None where it was not measured."""


class StepView(Struct, frozen=True):
    """One step, ready to read."""

    owner: str
    action: str
    expect: str
    check: str
    afterwards: str
    """What the step does to evidence that was recorded before; empty where it does nothing."""


class PlaybookView(Struct, frozen=True):
    """A playbook, ready to read."""

    id: str
    title: str
    steps: tuple[StepView, ...]
    escalate: str
    attach: tuple[str, ...]


class Node:
    """A place in the tree of facts: its value, true where it was measured; leads on to the names below it.

    Beside that it is the text that it shows: what looks for something in it would count up from 0 otherwise, for ever.
    """

    __slots__ = ("_look_up", "_missing", "_name")

    def __init__(self, look_up: LookUp, missing: str, name: str = "") -> None:
        self._look_up = look_up
        self._missing = missing
        self._name = name

    def __getitem__(self, name: str) -> Node:
        return Node(self._look_up, self._missing, f"{self._name}.{name}" if self._name else str(name))

    def __str__(self) -> str:
        value = self._look_up(self._name)
        return self._missing if value is None else value

    def __bool__(self) -> bool:
        return self._look_up(self._name) is not None

    def __contains__(self, part: object) -> bool:
        return str(part) in str(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str | Node) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __len__(self) -> int:
        return len(str(self))


class _Filler:
    """Fills in the texts of one playbook."""

    def __init__(self, playbook: Playbook, look_up: LookUp, primary: dict[str, str], missing: str) -> None:
        self._origin = playbook.origin or playbook.id
        self._look_up = look_up
        self._primary = primary
        self._missing = missing
        self._environment: SandboxedEnvironment | None = None

    def __call__(self, template: str) -> str:
        if not _TEMPLATE.search(template):
            return template
        if not _TEMPLATE.search(_PLACE.sub("", template)):
            return _PLACE.sub(self._plain, template)
        return self._render(template)

    def _plain(self, place: re.Match[str]) -> str:
        if place["field"]:
            return self._primary.get(place["field"], self._missing)
        if place["window"]:
            return self._primary.get("window", self._missing)
        value = self._look_up(place["item"] or place["path"])
        return self._missing if value is None else value

    def _render(self, template: str) -> str:
        from jinja2 import TemplateError

        if self._environment is None:
            self._environment = _sandbox(self._missing)
        try:
            return self._environment.from_string(template).render(
                facts=Node(self._look_up, self._missing),
                primary=self._primary,
                window=self._primary.get("window", self._missing),
            )
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            problem = Problem(self._origin, 0, 0, f"a text of the playbook cannot be filled in: {error}")
            raise KnowledgeError([problem]) from error


def _sandbox(missing: str) -> SandboxedEnvironment:
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Missing(ChainableUndefined):
        def __str__(self) -> str:
            return missing

    return ImmutableSandboxedEnvironment(undefined=Missing, autoescape=False)


def filled(
    playbook: Playbook, diagnosis: Diagnosis, labels: Labels, clock: Clock, profile: Profile | None = None
) -> PlaybookView:
    """The playbook with the values of the diagnosis, and what else the profile knows.

    Raises KnowledgeError where a template is wrong.
    """
    missing = labels.say(phrases.NOT_MEASURED)
    values = measured(diagnosis, labels)
    for name, value in profile.facts.items() if profile else ():
        values.setdefault(name, labels.known(name, value))
    primary = _primary(diagnosis.primary, labels, clock) if diagnosis.primary else {}
    return _view(playbook, _Filler(playbook, values.get, primary, missing), labels)


def unfilled(playbook: Playbook, labels: Labels) -> PlaybookView:
    """The playbook with names where values will stand."""
    primary = {field: f"[{field}]" for field in PRIMARY_FIELDS}
    return _view(playbook, _Filler(playbook, lambda name: f"[{name}]", primary, "[…]"), labels)


def measured(diagnosis: Diagnosis, labels: Labels) -> dict[str, str]:
    """Display texts of all values that the diagnosis rests on, those of the primary cause before the others'."""
    values: dict[str, str] = {}
    for condition in _conditions(diagnosis):
        if condition.observed is not None and condition.fact not in values:
            values[condition.fact] = labels.shown(condition.fact, condition.observed, condition.unit)
    return values


def _conditions(diagnosis: Diagnosis) -> Iterable[ConditionResult]:
    for hypothesis in (diagnosis.primary, *diagnosis.others, *diagnosis.observations):
        if hypothesis is not None:
            for finding in hypothesis.findings:
                yield from finding.conditions
    for layer in diagnosis.layers:
        for excluded in layer.exclusions:
            yield from excluded.conditions


def _primary(h: Hypothesis, labels: Labels, clock: Clock) -> dict[str, str]:
    fields = {
        "cause": h.cause,
        "title": h.title,
        "layer": h.layer,
        "side": labels.word(phrases.SIDE, h.side) if h.side else "",
        "where": labels.word(phrases.WHERE, h.where) if h.where != "unknown" else "",
        "domain": h.domain,
        "severity": labels.word(phrases.SEVERITY, h.severity),
        "certainty": certainty(h.certainty),
        "window": clock.window(h.window_s) or labels.say(phrases.WHOLE_CALL),
        "streams": labels.listed(list(h.streams)),
    }
    return {name: text for name, text in fields.items() if text}


def _view(playbook: Playbook, fill: _Filler, labels: Labels) -> PlaybookView:
    language = labels.language
    return PlaybookView(
        id=playbook.id,
        title=fill(playbook.title.in_(language)),
        steps=tuple(
            StepView(
                owner=labels.word(phrases.OWNER, step.owner),
                action=fill(step.action.in_(language)),
                expect=fill(step.expect.in_(language)),
                check=_check(step.verify, labels),
                afterwards=labels.say(phrases.STALE) if step.makes_stale else "",
            )
            for step in playbook.steps
        ),
        escalate=fill(playbook.escalate.in_(language)),
        attach=tuple(fill(text.in_(language)) for text in playbook.attach),
    )


def _check(verify: str | None, labels: Labels) -> str:
    """The conditions of a step, with the facts' titles before their names."""
    checks = []
    for test in (verify or "").split("; "):
        name, _, condition = test.partition(":")
        title = labels.fact(name.strip())
        condition = labels.test(condition.strip(), name.strip())
        checks.append(f"{title} {condition}" if title == name else labels.plain(f"{title} {condition}", name.strip()))
    return labels.listed(checks) if verify else ""
