"""What the pages of how and why-not share: how sure a cause is, and its place among the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtctriage.explain.relation import Relation, Rival
from rtctriage.explain.tree import SideProof, Weight
from rtctriage.inference.certainty import LIMIT
from rtctriage.report import explain_phrases as words
from rtctriage.report import phrases
from rtctriage.report.explain_nodes import Nodes, signed
from rtctriage.report.explain_tree import Branch
from rtctriage.report.labels import certainty
from rtctriage.series import Window


def combined(proof: SideProof, nodes: Nodes, *, with_side: bool) -> Branch:
    """How the certainty on one side was combined, so that a reader can recompute it."""
    say = nodes.say
    head = say(words.NO_RULE_FIRED)
    if proof.weights:
        head = say(words.FACTOR, factor=number(proof.certainty), mb=number(proof.belief), md=number(proof.disbelief))
    if with_side and proof.side is not None:
        head = capital(nodes.labels.word(phrases.SIDE, proof.side)) + nodes.labels.colon + head
    beyond = abs(proof.belief - proof.disbelief) > (LIMIT + 1e-6) * (1 - min(proof.belief, proof.disbelief))
    notes = [say(words.HELD, limit=certainty(proof.certainty))] if beyond else []
    parts: list[Branch] = []
    pro = [weight for weight in proof.weights if weight.certainty >= 0]
    for weights, phrase, value in (
        (pro, words.BELIEF, proof.belief),
        ([weight for weight in proof.weights if weight.certainty < 0], words.DISBELIEF, proof.disbelief),
    ):
        if weights:
            total = say(phrase, value=number(value), sum=sum_of(w.certainty for w in weights if w.counted))
            parts.append(Branch(total, (), tuple(_weight(weight, proof.weights, nodes) for weight in weights)))
    return Branch(head, tuple(notes), tuple(parts))


def sum_of(certainties: Iterable[float]) -> str:
    """``0.80 + 0.65 × (1 − 0.80)``: each one takes its part of what was left; 0 where there is none."""
    total = 0.0
    terms: list[str] = []
    for one in map(abs, certainties):
        terms.append(f"{number(one)} × (1 − {number(total)})" if terms else number(one))
        total += one * (1.0 - total)
    return " + ".join(terms) or "0"


def number(value: float) -> str:
    """A number of MYCIN's with as many digits as it takes to recompute the factor."""
    digits = f"{value:.4f}".rstrip("0").rstrip(".") if round(value, 2) != round(value, 6) else f"{value:.2f}"
    return digits.replace("-", "−")


def _weight(weight: Weight, beside: Sequence[Weight], nodes: Nodes) -> Branch:
    said = f"{signed(weight.certainty)}  {weight.rule}"
    group = weight.evidence_group
    if group is None or sum(other.evidence_group == group for other in beside) < 2:
        return Branch(said)
    phrase = words.GROUP_COUNTS if weight.counted else words.GROUP_DROPS
    return Branch(said, (nodes.say(phrase, group=group),), (), "plain" if weight.counted else "dim")


def place(
    relation: Relation, title: str, window: Window | None, explains: Sequence[str], nodes: Nodes
) -> tuple[Branch, ...]:
    """Why the hypothesis of that title is the first to act on, what it follows from, or what comes before it."""
    say = nodes.say
    if relation.relation == "observation":
        complaints = nodes.labels.listed([nodes.labels.complaint(one) for one in explains])
        return (Branch(say(words.OBSERVED, complaints=complaints or say(words.NO_COMPLAINT))),)
    rivals = tuple(_rival(rival, title, relation.of, nodes) for rival in relation.rivals)
    if relation.relation == "primary":
        return (Branch(say(words.FIRST), (), rivals),) if rivals else (Branch(say(words.ONLY_ONE)),)
    if relation.of is None:
        return (Branch(say(words.INDEPENDENT), (), rivals),)
    if window is None or relation.of.window_s is None:
        time = say(words.WHOLE_TIME)
    else:
        windows = {"own": nodes.clock.window(window), "other": nodes.clock.window(relation.of.window_s)}
        time = say(words.SAME_TIME, within=f"{relation.follows_within_s:g}", **windows)
    return (Branch(say(words.FOLLOWS, of=_named(relation.of, nodes), time=time), (), rivals),)


def capital(words: str) -> str:
    """With a capital at its beginning."""
    return words[:1].upper() + words[1:]


def some(names: Sequence[str], nodes: Nodes, limit: int = 6) -> str:
    """Names in a row, no more than so many; the JSON form has them all."""
    shown = nodes.labels.listed(list(names[:limit]))
    rest = len(names) - limit
    if rest <= 0:
        return shown
    # Chinese has a space between a name and what follows, none within Chinese
    gap = " " if nodes.labels.language == "zh" and shown[-1].isascii() else ""
    return shown + gap + nodes.say(phrases.SETTLES_FURTHER, count=rest, total=len(names))


def _named(rival: Rival, nodes: Nodes) -> str:
    title = rival.title.in_(nodes.labels.language)
    return title if rival.side is None else nodes.labels.plain(title, nodes.labels.word(phrases.SIDE, rival.side))


def _rival(rival: Rival, title: str, followed: Rival | None, nodes: Nodes) -> Branch:
    say, labels = nodes.say, nodes.labels
    parts = [
        _named(rival, nodes),
        labels.word(phrases.HYPOTHESIS_VERDICT, rival.verdict),
        say(phrases.CERTAINTY, value=certainty(rival.certainty)),
        nodes.clock.window(rival.window_s),
    ]
    notes: list[str] = []
    if rival.of is not None:
        notes.append(say(words.CONSEQUENCE_OF, cause=labels.cause(rival.of)))
    why = labels.word(words.DECIDED_BY, rival.decided_by)
    notes.append(say(words.RANKS_BEFORE if rival.ranks == "before" else words.RANKS_BEHIND, why=why))
    if rival.obstacles:
        kept = labels.listed([labels.word(words.OBSTACLE, one) for one in rival.obstacles])
        other = rival.title.in_(labels.language)
        low, high = (title, other) if rival.ranks == "before" else (other, title)
        notes.append(say(words.NO_CONSEQUENCE, low=low, high=high, why=kept))
    elif followed is not None and rival != followed and rival.ranks == "before":
        notes.append(say(words.COULD_TOO))
    return Branch(labels.separator.join(part for part in parts if part), tuple(notes))
