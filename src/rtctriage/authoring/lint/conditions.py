"""Checks of one rule by itself: that it can fire, need not, and says nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rtctriage.authoring.lint.finding import Draft, Item
from rtctriage.authoring.lint.subject import Compiled, Subject, leaves, path_of
from rtctriage.inference.program import AtomSpec, PremiseSpec, RuleSpec
from rtctriage.knowledge.dnf import TooManyAlternativesError, alternatives
from rtctriage.knowledge.literals import Every, Leaf, Node, Some
from rtctriage.knowledge.model import IsKnown


def check_rules(subject: Subject) -> Iterator[Draft]:
    """R101 to R107, each rule with its usual limits; R101 and R103 also with those of every scenario."""
    silent: set[str] = set()
    for rule in subject.base.program.rules:
        found = list(_rule(subject.base, rule))
        if any(draft.code in ("R101", "R103", "R107") for draft in found):
            silent.add(rule.rule.id)
        yield from found
    for scenario, compiled, affected in subject.variants:
        for rule in compiled.program.rules:
            if rule.rule.id in affected - silent:
                yield from _constant(compiled, rule, f" in the scenario {scenario}")
    yield from _layers(subject)


def _rule(compiled: Compiled, rule: RuleSpec) -> Iterator[Draft]:
    gone = _taken_away(compiled, rule)
    if gone:
        message = f"{rule.rule.id} can never fire: {gone} was taken away"
        yield Draft("R107", message, rule.rule.origin, path_of(rule.rule), rule.rule.id)
        return
    constant = list(_constant(compiled, rule))
    yield from constant
    if constant:
        return
    yield from _whatever(compiled, rule)
    if _worth_a_look(compiled, rule):
        yield from _parts(compiled, rule)


def _taken_away(compiled: Compiled, rule: RuleSpec) -> str:
    """The cause that is not there, and without a conclusion about which the rule cannot fire."""
    missing: list[str] = []
    for way in rule.alternatives:
        specs = (compiled.claim(literal).spec for literal in sorted(way))
        names = [spec.name for spec in specs if isinstance(spec, PremiseSpec) and spec.cause < 0]
        if not names:
            return ""
        missing += names
    return missing[0] if missing else ""


def _constant(compiled: Compiled, rule: RuleSpec, where: str = "") -> Iterator[Draft]:
    """A rule that never fires, or always does."""
    own = rule.rule
    if not compiled.can_fire(rule):
        literals = _culprits(compiled, rule)
        path = compiled.place(own, literals[0]) if literals else path_of(own)
        yield Draft("R101", f"{own.id} can never fire{where}: {_why(compiled, literals)}", own.origin, path, own.id)
    elif _always(compiled, rule.tree):
        tests = " or ".join(compiled.words(n) for n in rule.literals[:3])
        message = f"{own.id} always fires{where}: whatever the values are, {tests} holds"
        yield Draft("R103", message, own.origin, compiled.place(own, rule.literals[0]), own.id)


def _why(compiled: Compiled, literals: Sequence[int]) -> str:
    if not literals:
        return _CONTRARY
    said = " and ".join(compiled.words(n) for n in literals)
    return f"{said} cannot both hold" if len(literals) == 2 else f"{said} does not hold for any value"


def _culprits(compiled: Compiled, rule: RuleSpec) -> list[int]:
    """A test that cannot hold, else two that cannot hold together; nothing where it takes more."""
    for way in rule.alternatives:
        literals = sorted(way)
        for literal in literals:
            if compiled.impossible([literal]):
                return [literal]
        for n, literal in enumerate(literals):
            for other in literals[n + 1 :]:
                if compiled.impossible([literal, other]):
                    return [literal, other]
    # what is contrary word for word was left out of the alternatives
    literals = [n for n in rule.literals if n ^ 1 in rule.literals]
    return sorted(literals[:2]) if not rule.alternatives else []


def _always(compiled: Compiled, tree: Node) -> bool:
    """Whether the condition can never be known to be false."""
    literals = list(leaves(tree))
    if any(isinstance(compiled.claim(n).spec, PremiseSpec) for n in literals):
        # that it was decided at all, whichever way, is something to build on
        return False
    if not _repeated(compiled, literals) and not any(compiled.impossible([n ^ 1]) for n in literals):
        return False
    ways = _ways(_denied(tree))
    return ways is not None and all(compiled.impossible(way) for way in ways)


def _denied(node: Node) -> Node:
    if isinstance(node, Leaf):
        return Leaf(node.literal ^ 1)
    parts = tuple(_denied(part) for part in node.parts)
    return Some(parts) if isinstance(node, Every) else Every(parts)


def _repeated(compiled: Compiled, literals: Iterable[int]) -> bool:
    """Whether two of the tests are about one fact, or two of the conclusions about one cause."""
    seen = Counter(topic for literal in set(literals) for topic in compiled.topics(literal))
    return any(count > 1 for count in seen.values())


def _whatever(compiled: Compiled, rule: RuleSpec) -> Iterator[Draft]:
    """Single tests that come out the same for every value."""
    for literal in rule.literals:
        claim = compiled.claim(literal)
        if not isinstance(claim.spec, AtomSpec) or isinstance(claim.spec.atom, IsKnown):
            continue
        if compiled.impossible([literal ^ 1]):
            message = f"{rule.rule.id}: {compiled.words(literal)} holds whatever the value is"
            yield Draft("R106", message, rule.rule.origin, compiled.place(rule.rule, literal), rule.rule.id)


def _worth_a_look(compiled: Compiled, rule: RuleSpec) -> bool:
    """Only tests of the same thing have to do with each other; a single one that cannot hold is a dead branch."""
    return _repeated(compiled, rule.literals) or any(compiled.impossible([n]) for n in rule.literals)


def _parts(compiled: Compiled, rule: RuleSpec) -> Iterator[Draft]:
    """Parts of the condition without which it would be the same."""
    own = rule.rule
    said: set[int] = set()
    for code, part in _superfluous(compiled, rule, said):
        first = next(leaves(part))
        message = f"{own.id}: {_SAID[code].format(compiled.words(first))}"
        yield Draft(code, message, own.origin, compiled.place(own, first), own.id)


_SAID: Final = {
    "R102": "the alternative with {} can never hold beside the other tests",
    "R104": "{} holds wherever the other tests do",
    "R105": "where the alternative with {} holds, another one does as well",
}


def _superfluous(compiled: Compiled, rule: RuleSpec, said: set[int]) -> Iterator[tuple[str, Node]]:
    """Parts that cannot hold, or do wherever the others do; ``said`` gathers the tests in what was found."""
    topics = _topics(compiled, rule.tree)

    def related(part: Node) -> bool:
        # what is about nothing that the rest is about follows from none of it
        return any(count < topics[topic] for topic, count in _topics(compiled, part).items())

    for path, part in _of_some(rule.tree):
        ways = _ways(_put(rule.tree, path, part) if related(part) else part)
        if said.isdisjoint(leaves(part)) and ways is not None and all(compiled.impossible(way) for way in ways):
            said.update(leaves(part))
            yield "R102", part
    for path, part in _of_every(rule.tree):
        rest = _ways(_without(rule.tree, path)) if said.isdisjoint(leaves(part)) and related(part) else None
        if rest is not None and compiled.ways_imply(rest, rule.alternatives):
            said.update(leaves(part))
            yield "R104", part
    for path, part in _of_some(rule.tree):
        rest = _ways(_without(rule.tree, path)) if said.isdisjoint(leaves(part)) and related(part) else None
        if rest is not None and compiled.ways_imply(rule.alternatives, rest):
            said.update(leaves(part))
            yield "R105", part


def _topics(compiled: Compiled, node: Node) -> Counter[str]:
    """How many tests are about each fact, and conclusions about each cause."""
    return Counter(topic for literal in leaves(node) for topic in compiled.topics(literal))


Path = tuple[int, ...]


def _of_some(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """The alternatives inside a condition, each with the numbers of the parts that lead to it."""
    for n, part in enumerate(() if isinstance(node, Leaf) else node.parts):
        if isinstance(node, Some):
            yield (*path, n), part
        yield from _of_some(part, (*path, n))


def _of_every(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """What has to hold beside other tests."""
    for n, part in enumerate(() if isinstance(node, Leaf) else node.parts):
        if isinstance(node, Every):
            yield (*path, n), part
        yield from _of_every(part, (*path, n))


def _put(node: Node, path: Path, part: Node) -> Node:
    """The condition in which this alternative is the only one of its ``any``."""
    if len(path) == 1 or isinstance(node, Leaf):
        return part
    return _replaced(node, path[0], _put(node.parts[path[0]], path[1:], part))


def _without(node: Node, path: Path) -> Node:
    """The condition without one of its parts."""
    if isinstance(node, Leaf):
        return node
    if len(path) == 1:
        rest = tuple(part for n, part in enumerate(node.parts) if n != path[0])
        return Every(rest) if isinstance(node, Every) else Some(rest)
    return _replaced(node, path[0], _without(node.parts[path[0]], path[1:]))


def _replaced(node: Every | Some, number: int, part: Node) -> Node:
    parts = tuple(part if n == number else one for n, one in enumerate(node.parts))
    return Every(parts) if isinstance(node, Every) else Some(parts)


def _ways(node: Node) -> tuple[frozenset[int], ...] | None:
    """The alternatives of a condition; None where there are too many to look at."""
    try:
        return alternatives(node)
    except TooManyAlternativesError:
        return None


def _layers(subject: Subject) -> Iterator[Draft]:
    """A layer that is always skipped, or never, whatever its condition says."""
    compiled = subject.base
    for spec in compiled.program.layers:
        if spec.skip_when is None:
            continue
        path = ("layers", Item("id", spec.layer.id), "skip_when")
        ways = _ways(spec.skip_when)
        name, origin = spec.layer.id, spec.layer.origin
        if ways is not None and all(compiled.impossible(way) for way in ways):
            yield Draft("R101", f"the layer {name} can never be skipped: {_CONTRARY}", origin, path, name)
        elif _always(compiled, spec.skip_when):
            yield Draft("R103", f"the layer {name} is skipped whatever the values are", origin, path, name)


_CONTRARY: Final = "its tests contradict each other"
