"""How a conclusion came about, as pages."""

from __future__ import annotations

from collections.abc import Iterator

from rtctriage.explain.how import Conclusion, How, LayerProof, Settled
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import explain_phrases as words
from rtctriage.report import phrases
from rtctriage.report.explain_nodes import Nodes, signed
from rtctriage.report.explain_parts import combined, place, some
from rtctriage.report.explain_tree import Branch, Page, Section
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.style import OF_VERDICT, Style
from rtctriage.report.times import Clock, Zone
from rtctriage.text import Language


def pages(how: How, knowledge: KnowledgeBase, language: Language, zone: Zone = "utc") -> tuple[Page, ...]:
    """A page for each conclusion, or one for the verdict where there is no cause to explain."""
    nodes = Nodes(Labels(knowledge, language, how.scenario), Clock(how.t0, language, zone))
    if how.conclusions:
        return tuple(_conclusion(conclusion, knowledge, nodes) for conclusion in how.conclusions)
    return (_verdict(how, nodes),)


def _conclusion(conclusion: Conclusion, knowledge: KnowledgeBase, nodes: Nodes) -> Page:
    proof, say = conclusion.proof, nodes.say
    parts = [nodes.labels.word(words.VERDICT, proof.verdict), proof.title.in_(nodes.labels.language)]
    if proof.side is not None:
        parts.append(nodes.labels.word(phrases.SIDE, proof.side))
    parts.append(nodes.clock.window(proof.window_s))
    if proof.certainty is not None:
        parts.append(say(phrases.CERTAINTY, value=certainty(proof.certainty)))
    return Page(
        headline=nodes.labels.separator.join(part for part in parts if part),
        style=style_of(proof.verdict),
        notes=(proof.cause,),
        sections=tuple(section for section in _sections(conclusion, knowledge, nodes) if section.branches),
    )


def _sections(conclusion: Conclusion, knowledge: KnowledgeBase, nodes: Nodes) -> Iterator[Section]:
    proof, say = conclusion.proof, nodes.say
    if conclusion.skip is not None:
        because = say(words.SKIPPED)
        if conclusion.skip_because is not None:
            because += nodes.labels.colon + conclusion.skip_because.in_(nodes.labels.language)
        yield Section(because, (nodes.condition(conclusion.skip),))
        return
    several = len(proof.sides) > 1 or proof.side is None
    combinations = tuple(combined(side, nodes, with_side=several) for side in proof.sides)
    yield Section(say(words.HOW_SURE), combinations or (Branch(say(words.NO_RULE_FIRED)),))
    if conclusion.relation is not None:
        cause = knowledge.causes.get(proof.cause)
        explains = () if cause is None else cause.explains
        title = proof.title.in_(nodes.labels.language)
        yield Section(say(words.PLACE), place(conclusion.relation, title, proof.window_s, explains, nodes))
    yield Section(say(words.FINDINGS), tuple(nodes.rule(rule) for rule in proof.rules))


def style_of(verdict: str) -> Style:
    """How a verdict is painted."""
    return "clear" if verdict == "excluded" else OF_VERDICT.get(verdict, "suspect")


def _verdict(how: How, nodes: Nodes) -> Page:
    return Page(
        headline=nodes.labels.word(phrases.VERDICT, how.verdict),
        style=OF_VERDICT.get(how.verdict, "bold"),
        notes=(),
        sections=(Section(nodes.say(words.LAYERS), tuple(_layer(layer, nodes) for layer in how.layers)),),
    )


def _layer(layer: LayerProof, nodes: Nodes) -> Branch:
    say, language = nodes.say, nodes.labels.language
    verdict = nodes.labels.word(phrases.LAYER_VERDICT, layer.verdict)
    head = layer.title.in_(language) + nodes.labels.colon + verdict
    if layer.skip is not None:
        notes = () if layer.because is None else (layer.because.in_(language),)
        return Branch(head, notes, (nodes.condition(layer.skip),), "dim")
    parts = [_settled(one, nodes) for one in layer.settled if one.core or one.verdict != "excluded"]
    for one in layer.open:
        if one.core:
            needed = some([nodes.labels.fact(name) for name in one.unknown], nodes) if one.unknown else ""
            notes = (say(words.NEEDS, facts=needed),) if needed else ()
            parts.append(Branch(f"? {say(words.IS_OPEN, cause=one.title.in_(language))}", notes, (), "suspect"))
    for phrase, rest in (
        (words.ALSO_RULED_OUT, [o.title for o in layer.settled if not o.core and o.verdict == "excluded"]),
        (words.ALSO_OPEN, [o.title for o in layer.open if not o.core]),
    ):
        if rest:
            causes = some([title.in_(language) for title in rest], nodes, limit=8)
            parts.append(Branch(say(phrase, causes=causes), (), (), "dim"))
    return Branch(head, (), tuple(parts), "bold")


def _settled(one: Settled, nodes: Nodes) -> Branch:
    say, language = nodes.say, nodes.labels.language
    value = say(phrases.CERTAINTY, value=certainty(one.certainty))
    title = one.title.in_(language)
    notes = (one.because.in_(language), say(words.RULE, rule=one.rule, value=signed(one.rule_certainty)))
    if one.verdict == "excluded":
        return Branch(f"✓ {say(words.IS_RULED_OUT, cause=title, value=value)}", notes)
    verdict = nodes.labels.word(phrases.HYPOTHESIS_VERDICT, one.verdict)
    return Branch(f"✗ {say(words.IS_FOUND, cause=title, verdict=verdict, value=value)}", notes)
