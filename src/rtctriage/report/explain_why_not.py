"""Why a cause is not the one to act on, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rtctriage.explain.tree import PremiseTest
from rtctriage.explain.why_not import RuleOutcome, SideAnswer, WhyNot
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import explain_phrases as words
from rtctriage.report import phrases
from rtctriage.report.explain_nodes import Nodes, signed
from rtctriage.report.explain_parts import capital, combined, place
from rtctriage.report.explain_tree import Branch, Page, Section
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.style import Style
from rtctriage.report.times import Clock, Zone
from rtctriage.text import Language


def page(why_not: WhyNot, knowledge: KnowledgeBase, language: Language, zone: Zone = "utc") -> Page:
    """The answer; its place among the others where it was found; then side by side what became of each rule."""
    labels = Labels(knowledge, language, why_not.scenario)
    nodes = Nodes(labels, Clock(why_not.t0, language, zone), provenance=False)
    say = nodes.say
    head = why_not.title.in_(language) + labels.colon + labels.word(words.ANSWER, why_not.answer)
    thresholds = say(
        words.FROM_ON,
        established=certainty(why_not.established_from),
        suspected=certainty(why_not.suspected_from),
        excluded=certainty(why_not.excluded_from),
    )
    sections = [*_places(why_not, nodes)]
    for side in why_not.sides:
        sections += _side(side, nodes)
    unknown = {one.fact: one for side in why_not.sides for rule in side.rules for one in rule.unknown}
    if unknown:
        asked = tuple(
            Branch(labels.plain(labels.fact(one.fact), one.fact), tuple(nodes.supply(one))) for one in unknown.values()
        )
        sections.append(Section(say(words.UNKNOWN_FACTS), asked))
    return Page(head, _style(why_not.answer), (why_not.cause, thresholds), tuple(sections))


def _style(answer: str) -> Style:
    if answer == "primary":
        return "fault"
    return "clear" if answer == "excluded" else "suspect"


def _places(why_not: WhyNot, nodes: Nodes) -> Iterator[Section]:
    say = nodes.say
    if why_not.skip is not None:
        because = say(words.SKIPPED)
        if why_not.skip_because is not None:
            because += nodes.labels.colon + why_not.skip_because.in_(nodes.labels.language)
        yield Section(because, (nodes.condition(why_not.skip),))
    for found in why_not.found:
        parts = [say(words.PLACE)]
        if found.side is not None:
            parts.append(nodes.labels.word(phrases.SIDE, found.side))
        parts.append(nodes.labels.word(phrases.HYPOTHESIS_VERDICT, found.verdict))
        parts.append(say(phrases.CERTAINTY, value=certainty(found.certainty)))
        title = why_not.title.in_(nodes.labels.language)
        branches = place(found.relation, title, found.window_s, why_not.explains, nodes)
        yield Section(nodes.labels.separator.join(parts), branches)


def _side(answer: SideAnswer, nodes: Nodes) -> Iterator[Section]:
    say, labels = nodes.say, nodes.labels
    side = say(words.WHOLE) if answer.side is None else capital(labels.word(phrases.SIDE, answer.side))
    certain = say(words.NO_RULE_FIRED)
    if answer.certainty is not None:
        certain = say(phrases.CERTAINTY, value=certainty(answer.certainty))
    branches = [] if answer.combined is None else [combined(answer.combined, nodes, with_side=False)]
    fired = [rule for rule in answer.rules if rule.outcome in ("fired", "holds")]
    near = [rule for rule in answer.rules if rule.outcome in ("fails", "unknown") and rule.measured]
    rest = [rule for rule in answer.rules if rule.outcome in ("fails", "unknown") and not rule.measured]
    for phrase, rules in (
        (words.FIRED_FOR, [rule for rule in fired if rule.proof.certainty > 0]),
        (words.FIRED_AGAINST, [rule for rule in fired if rule.proof.certainty <= 0]),
        (words.NEAR, [rule for rule in near if rule.proof.certainty > 0]),
        (words.NEAR_AGAINST, [rule for rule in near if rule.proof.certainty <= 0]),
    ):
        if rules:
            branches.append(Branch(say(phrase), (), tuple(_rules(rules, nodes)), "title"))
    if rest:
        branches.append(Branch(say(words.UNMEASURED), (), tuple(_unmeasured(rest, nodes)), "title"))
    yield Section(side + labels.separator + certain, tuple(branches))


def _rules(rules: Iterable[RuleOutcome], nodes: Nodes) -> Iterator[Branch]:
    return (nodes.rule(rule.proof, gaps=True) for rule in rules)


def _unmeasured(rules: Iterable[RuleOutcome], nodes: Nodes) -> Iterator[Branch]:
    """In short: the rule, and what it needs."""
    for rule in rules:
        said = f"{signed(rule.proof.certainty)}  {rule.proof.rule}"
        tests = [short.test for short in rule.held_back]
        needs = [nodes.labels.fact(one.fact) for one in rule.unknown]
        needs += [nodes.labels.cause(test.cause) for test in tests if isinstance(test, PremiseTest)]
        yield Branch(said, (nodes.say(words.NEEDS, facts=nodes.labels.listed(needs)),) if needs else ())
