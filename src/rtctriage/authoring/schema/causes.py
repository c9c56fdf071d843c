"""The schemas of the files that bring knowledge of faults: causes and playbooks."""

from __future__ import annotations

from typing import get_args

from rtctriage.authoring.schema.conditions import conditions
from rtctriage.authoring.schema.facts import FactSchemas
from rtctriage.authoring.schema.parts import (
    Schema,
    closed,
    document,
    either,
    escape,
    items,
    matching,
    one_of,
    ref,
    text_or_both,
    words,
)
from rtctriage.authoring.schema.tables import certainty_value, status_members
from rtctriage.diagnosis import Side, Where
from rtctriage.knowledge.cases import TRUTHS
from rtctriage.knowledge.causes import CAUSE_NEEDS, DOMAINS, RULE_NEEDS, SEVERITIES, SOURCE_NEEDS
from rtctriage.knowledge.model import CaseVerdict, KnowledgeBase, SideName
from rtctriage.knowledge.playbooks import PLAYBOOK_NEEDS, STEP_NEEDS, Owner

_WORDS = "[a-z0-9]+(?:-[a-z0-9]+)*"


def cause_schema(knowledge: KnowledgeBase) -> Schema:
    """``<layer>/<name>.yaml``: one cause with its rules, their tests and sources."""
    facts = FactSchemas(knowledge.facts, knowledge.thresholds)
    layers = either(escape(layer.id) for layer in knowledge.layers)
    given = {"type": "object", "properties": facts.values(), "additionalProperties": False}
    definitions = {
        **conditions(knowledge, facts),
        "rule": _rule(knowledge),
        "source": _source(),
        "given": given,
        "test": {"if": {"required": ["rule"]}, "then": ref("test-of-a-rule"), "else": ref("test-of-the-cause")},
        "test-of-the-cause": _case(knowledge),
        "test-of-a-rule": _rule_case(knowledge),
    }
    members = {
        "cause": matching(
            rf"^{layers}\.{_WORDS}$", "The id: layer.name. The file is <layer>/<name>.yaml.", "Write layer.some-name."
        ),
        "title": ref("bilingual", "What a report calls it."),
        "domain": one_of(DOMAINS, "Where the fix lies."),
        "severity": one_of(SEVERITIES, "How bad it is for the call."),
        "core": ref("flag", "Whether its layer is clear only when this cause is excluded."),
        "explains": words(knowledge.complaints, "Complaints that this cause accounts for, the most usual first."),
        "summary": ref("bilingual", "One or two sentences: what happens, and what people notice."),
        "rules": items(
            ref("rule"), "What speaks for the cause (certainty above 0), and against it (below 0).", minItems=1
        ),
        "leads_to": words(sorted(knowledge.causes), "Causes of this or a later layer that follow from this one."),
        "ask": words(sorted(knowledge.facts), "Facts that are worth asking for, besides those of the rules."),
        "playbook": one_of(sorted(knowledge.playbooks), "What to do: layer/name, a file below playbooks/."),
        "sources": items(ref("source"), "Claims that the rules rest on."),
        "tests": items(ref("test"), "Tests: of the diagnosis about this cause, or of one rule's condition."),
        **status_members(),
    }
    return document("A cause of rtctriage, with its rules", closed(members, CAUSE_NEEDS), definitions)


def _source() -> Schema:
    members = {
        "claim": ref("text", "What the rules rest on."),
        "from": ref("text", "Where that is from."),
        "rules": items(
            matching(f"^{_WORDS}$", "A rule.", "The id of a rule of this cause."), "The rules that rest on this claim."
        ),
    }
    return closed(members, SOURCE_NEEDS)


def _rule(knowledge: KnowledgeBase) -> Schema:
    members = {
        "id": matching(f"^{_WORDS}$", "The rule's name within its cause.", "Write lower case with hyphens."),
        "side": one_of(get_args(SideName), "The direction that the rule is about. Without it: on every side."),
        "where": one_of(get_args(Where), "Whose fault it is where the rule holds."),
        "when": ref("when"),
        "certainty": {
            "description": "How much surer the cause is where the rule holds; a name of certainties.yaml, or a number.",
            "anyOf": [{"enum": list(knowledge.certainties)}, certainty_value()],
        },
        "grounds": text_or_both("Why so sure, where certainty is a number; in both languages, or in one."),
        "source": ref(
            "text", "What the claim is from: a reference, or definition: ... or experience: ... with the reason."
        ),
        "because": ref("bilingual", "What was seen, in one sentence. Without it: the tests themselves."),
        "evidence_group": ref("text", "Rules of one group measure one thing and count once, by the strongest."),
        "stands_alone": ref("flag", "The finding is nobody's consequence."),
        "observation": ref("flag", "Unusual, but no fault without a complaint that the cause explains."),
    }
    return closed(members, RULE_NEEDS)


def _shared(knowledge: KnowledgeBase) -> dict[str, Schema]:
    return {
        "name": ref("text", "What the test is about."),
        "given": ref("given", 'What is known. A list is a series, one sample a second: ["0 % x12", "25 % x10"].'),
        "complaint": one_of(knowledge.complaints, "What the end user says is wrong."),
        "scenario": one_of(knowledge.scenarios, "The way of using real-time media."),
    }


def _case(knowledge: KnowledgeBase) -> Schema:
    window = items(ref("number"), "From, to: seconds, 1 s off at most.", minItems=2, maxItems=2)
    members = {
        **_shared(knowledge),
        "expect": one_of(get_args(CaseVerdict), "What the diagnosis says of this cause."),
        "side": one_of(get_args(Side), "The side that it says it of."),
        "window_s": window,
    }
    return closed(members, ("expect", "given"))


def _rule_case(knowledge: KnowledgeBase) -> Schema:
    said = {"holds": "it holds", "fails": "it is known to fail", "unknown": "it stays unknown"}
    members: dict[str, Schema] = {
        "rule": matching(f"^{_WORDS}$", "The rule that is tested.", "The id of a rule of this cause."),
        **_shared(knowledge),
        **{truth: items(ref("given"), f"Facts, laid over `given`, with which {said[truth]}.") for truth in TRUTHS},
    }
    return closed(members, ("rule",), anyOf=[{"required": [truth]} for truth in TRUTHS])


def playbook_schema(knowledge: KnowledgeBase) -> Schema:
    """``playbooks/<layer>/<name>.yaml``: what to do about a cause."""
    facts = FactSchemas(knowledge.facts, knowledge.thresholds)
    layers = either(escape(layer.id) for layer in knowledge.layers)
    step = {
        "owner": one_of(get_args(Owner), "Who does it."),
        "action": ref(
            "bilingual", 'What exactly: setting, API call, console page. {{ facts["network.rtt"] }} fills in.'
        ),
        "expect": ref("bilingual", "How one sees that it helped."),
        "verify": ref("tests", "Tests of facts that new evidence must pass where the step helped."),
        "makes_stale": ref("flag", "After this step what was recorded before says nothing of the call any more."),
    }
    members = {
        "playbook": matching(rf"^{layers}/{_WORDS}$", "The id: layer/name.", "Write layer/some-name."),
        "title": ref("bilingual", "What a report calls it."),
        "steps": items(ref("step"), "The cheapest and likeliest first.", minItems=1),
        "escalate": ref("bilingual", "When to stop, and whom to hand it to."),
        "attach": items(ref("bilingual"), "What to hand over with it."),
    }
    definitions = {**conditions(knowledge, facts), "step": closed(step, STEP_NEEDS)}
    return document("A playbook of rtctriage", closed(members, PLAYBOOK_NEEDS), definitions)
