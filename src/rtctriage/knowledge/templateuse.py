"""How a template may use filters, tests and comparisons: so that filling it in never fails, whatever was measured.

All that a template is given are texts. What would need a number, or arguments that a filter does not take, would end a
diagnosis at the very place where it says what to do; so it is refused when the pack is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jinja2 import nodes

FILTERS: Final = ("capitalize", "d", "default", "length", "lower", "title", "trim", "upper")
TESTS: Final = ("defined", "undefined", "none", "string", "eq", "ne", "equalto", "in")

_DEFAULT: Final = ("d", "default")
_WITH_ANOTHER: Final = ("eq", "ne", "equalto", "in")
_SIZES: Final = ("gt", "gteq", "lt", "lteq")
_TEXTS: Final = "all values are texts here, in the way in which they are shown"


def wrong_use(node: nodes.Node) -> Iterator[tuple[str, str, str]]:
    """What could not be filled in: a word to look for, the message and the way out."""
    from jinja2 import nodes

    if isinstance(node, nodes.Compare):
        yield from _compared(node)
    elif isinstance(node, nodes.Filter):
        least, most = (1, 2) if node.name in _DEFAULT else (0, 0)
        if node.name in FILTERS and not _takes(node, least, most):
            yield node.name, f"the filter {node.name} cannot take this", "write default('...'), and others without ()"
        elif node.name == "length" and not (_is_list(node.node) or _is_text(node.node)):
            yield node.name, "only a text or a list has a length", _TEXTS
    elif isinstance(node, nodes.Test):
        number = 1 if node.name in _WITH_ANOTHER else 0
        if node.name in TESTS and not _takes(node, number, number):
            yield node.name, f"the test {node.name} cannot take this", "write {% if window is defined %}"
        elif node.name == "in" and not (_is_text(node.node) and _holds_texts(node.args[0])):
            yield node.name, "in looks for a text in a text or a list", _TEXTS


def _compared(node: nodes.Compare) -> Iterator[tuple[str, str, str]]:
    left = node.expr
    for operand in node.ops:
        if operand.op in _SIZES:
            yield "{", "a text of a playbook cannot compare by size", _TEXTS
        elif operand.op in ("in", "notin") and not (_is_text(left) and _holds_texts(operand.expr)):
            yield "{", "in looks for a text in a text or a list", _TEXTS
        left = operand.expr


def _takes(node: nodes.Filter | nodes.Test, least: int, most: int) -> bool:
    spread = node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None
    return not spread and least <= len(node.args) <= most


def _is_text(node: nodes.Node | None) -> bool:
    from jinja2 import nodes

    if isinstance(node, nodes.Const):
        return isinstance(node.value, str)
    if isinstance(node, nodes.Filter):
        return node.name != "length"
    return isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem | nodes.Concat | nodes.TemplateData)


def _is_list(node: nodes.Node | None) -> bool:
    from jinja2 import nodes

    return isinstance(node, nodes.List | nodes.Tuple)


def _holds_texts(node: nodes.Node) -> bool:
    return _is_list(node) or _is_text(node)
