"""What the texts of a playbook may say as Jinja2 templates, checked when they are read.

A text fills in values and chooses between wordings; it computes nothing. So it is held to a small part of Jinja2, in
which there is nothing to escape with and nothing that takes long or grows: no calls, loops, imports or arithmetic, and
attributes only of what a template is given. The sandbox in which it is filled in is the second wall, not the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from rtctriage.knowledge.nodes import Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.templateuse import FILTERS, TESTS, wrong_use
from rtctriage.privacy import quote_name

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

FACTS: Final = "facts"
PRIMARY: Final = "primary"
WINDOW: Final = "window"
GIVEN: Final = (FACTS, PRIMARY, WINDOW)
"""The names that a template is given."""
PRIMARY_FIELDS: Final = (
    "cause", "certainty", "domain", "layer", "severity", "side", "streams", "title", "where", "window",
)  # fmt: skip
"""What it can know of the primary cause."""
_MAY: Final = frozenset(
    {
        "And", "Compare", "Concat", "CondExpr", "Const", "Filter", "Getattr", "Getitem", "If", "List", "Name", "Not",
        "Operand", "Or", "Output", "Template", "TemplateData", "Test", "Tuple",
    }
)  # fmt: skip
_WAY_OUT: Final = "a text may use {{ name }}, {% if %}, and the filters " + ", ".join(FILTERS)


_CALLED: Final = {
    "arithmetic": ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"),
    "assignments": ("Assign", "AssignBlock", "With", "NSRef"),
    "calls": ("Call", "CallBlock", "Macro"),
    "loops": ("For",),
    "other templates": ("Import", "FromImport", "Include", "Extends", "Block"),
}


class TemplateChecker:
    """Checks one text after the other against the facts that there are."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        self._facts = facts
        self._environment: Environment | None = None

    def check(self, reader: Reader, scalar: Scalar) -> None:
        """Notes what would go wrong when the text is filled in."""
        if "{" not in scalar.text:
            return
        from jinja2 import TemplateSyntaxError
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        if self._environment is None:
            self._environment = ImmutableSandboxedEnvironment()
        try:
            tree = self._environment.parse(scalar.text)
            problems = list(self._walk(tree))
        except TemplateSyntaxError as error:
            reader.problem(
                scalar, f"this is no template: {error.message}", "a value is written {{ name }}", kind="template"
            )
            return
        except RecursionError:
            reader.problem(scalar, "this template is nested too deep", _WAY_OUT, kind="template")
            return
        for node, word, message, hint in problems:
            # some of what Jinja2 puts into the tree itself has no line
            reader.problem(scalar, message, hint, _offset(scalar.text, node.lineno or 1, word), kind="template")

    def _walk(self, node: nodes.Node) -> Iterator[tuple[nodes.Node, str, str, str]]:
        """What is wrong below a node: where, the word there, the message and the way out."""
        from jinja2 import nodes

        kind = type(node).__name__
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            yield from self._path(node)
            return
        if kind not in _MAY:
            yield node, "{", f"a text of a playbook cannot use {_called(kind)}", _WAY_OUT
            return
        if isinstance(node, nodes.Name):
            if node.name == FACTS or node.name == PRIMARY:
                yield node, node.name, f"{node.name} alone has no value", f"name one: {_example(node.name)}"
            elif node.name != WINDOW:
                yield (node, node.name, *_unknown("name", node.name, GIVEN))
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield (node, node.name, *_unknown("filter", node.name, FILTERS))
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            yield (node, node.name, *_unknown("test", node.name, TESTS))
        for word, message, hint in wrong_use(node):
            yield node, word, message, hint
        for child in node.iter_child_nodes():
            yield from self._walk(child)

    def _path(self, node: nodes.Getattr | nodes.Getitem) -> Iterator[tuple[nodes.Node, str, str, str]]:
        from jinja2 import nodes

        names: list[str] = []
        at: nodes.Node = node
        while isinstance(at, nodes.Getattr | nodes.Getitem):
            if isinstance(at, nodes.Getattr):
                names.append(at.attr)
            elif isinstance(at.arg, nodes.Const) and isinstance(at.arg.value, str):
                names.append(at.arg.value)
            else:
                yield at, "[", "the name in brackets must stand there as a text", f"write {_example(FACTS)}"
                return
            at = at.node
        path = ".".join(reversed(names))
        private = next((name for name in names if name.startswith("_")), None)
        if private or not isinstance(at, nodes.Name) or at.name not in (FACTS, PRIMARY):
            wrong = private or names[-1]
            what = quote_name(wrong, "", "an attribute")
            message = f"a template cannot ask for {what} here: only what facts and primary hold has a value"
            yield node, wrong, message, f"write {_example(FACTS)} or {_example(PRIMARY)}"
        elif at.name == FACTS and path not in self._facts:
            yield (node, names[-1], *_unknown("fact", path, tuple(self._facts)))
        elif at.name == PRIMARY and path not in PRIMARY_FIELDS:
            yield (node, names[-1], *_unknown("value of the primary cause", path, PRIMARY_FIELDS))


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> tuple[str, str]:
    from rtctriage.errors import did_you_mean

    near = did_you_mean(name, known)
    hint = near or ("known: " + ", ".join(known) if len(known) <= 12 else "rtctriage facts lists them")
    return f"unknown {kind} {quote_name(name, near)} in a template".replace("  ", " "), hint


def _example(name: str) -> str:
    return '{{ facts["network.rtt"] }}' if name == FACTS else "{{ primary.title }}"


def _called(kind: str) -> str:
    return next((name for name, kinds in _CALLED.items() if kind in kinds), "this part of Jinja2")


def _offset(text: str, line: int, word: str) -> int:
    """Where a word stands in a line (from 1) of a template; the line's beginning where it is not found."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    found = text.find(word, start)
    return found if found >= 0 else start
