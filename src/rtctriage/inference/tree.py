"""What a tree of literals comes to, and what each part of a condition was compiled to."""

from __future__ import annotations

from collections.abc import Iterable

from rtctriage.inference.truth import Truth
from rtctriage.knowledge.literals import Every, Leaf, Node
from rtctriage.knowledge.model import All, Any, Condition


def compiled_parts(condition: All | Any, node: Node) -> Iterable[tuple[Condition, Node]]:
    """The parts of a combination as they are written, each with what it was compiled to.

    ``node`` is what the condition was compiled to. One part stands for itself; of a ``not`` the part was compiled to
    what the ``not`` was.
    """
    parts = condition.parts
    if len(parts) == 1 or isinstance(node, Leaf):
        return [(parts[0], node)]
    return zip(parts, node.parts, strict=True)


def tree_truth(node: Node, truths: list[Truth]) -> Truth:
    """What a condition comes to when the truths of atoms and premises are these."""
    if isinstance(node, Leaf):
        truth = truths[node.literal >> 1]
        return truth if truth is None or not node.literal & 1 else not truth
    if isinstance(node, Every):
        answer: Truth = True
        for part in node.parts:
            truth = tree_truth(part, truths)
            if truth is False:
                return False
            if truth is None:
                answer = None
        return answer
    answer = False
    for part in node.parts:
        truth = tree_truth(part, truths)
        if truth is True:
            return True
        if truth is None:
            answer = None
    return answer


def true_leaves(node: Node, truths: list[Truth]) -> list[int]:
    """The literals that make a true condition true: of ``any`` only the parts that hold."""
    if isinstance(node, Leaf):
        return [node.literal]
    return [
        literal
        for part in node.parts
        if isinstance(node, Every) or tree_truth(part, truths) is True
        for literal in true_leaves(part, truths)
    ]
