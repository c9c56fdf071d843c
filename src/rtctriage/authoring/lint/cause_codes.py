"""Codes of what is wrong with causes, their playbooks, and the texts that people read."""

from __future__ import annotations

from typing import Final

from rtctriage.authoring.lint.finding import Code

CAUSE_CODES: Final = (
    Code(
        "R501",
        "warning",
        "a cause that no rule can exclude",
        "All rules against the cause together do not come to the certainty of -0.2 at which it is ruled out, "
        "on one of its sides at least; it stays open in every call. Write a rule that speaks against it "
        "(certainty below zero), or ignore this finding with the reason why nothing can.",
    ),
    Code(
        "R502",
        "warning",
        "a cause that no rule can establish",
        "All rules for the cause together do not come to the certainty of 0.6 that makes it a fault, on any "
        "side. Rules of one evidence group count once. Write a stronger rule, or ignore this finding with the "
        "reason why nothing more can be known.",
    ),
    Code(
        "R503",
        "warning",
        "a conclusion that nobody uses",
        "The cause has no playbook, leads to nothing, and no rule or layer builds on it: whoever reads of it "
        "does not know what to do. Give it a playbook.",
    ),
    Code(
        "R504",
        "warning",
        "a number without a source",
        "A test compares with a number that has no name in thresholds.yaml, and the cause has no sources: "
        "nobody will know why it is this number. Use a named threshold, or add what it rests on to sources.",
    ),
    Code(
        "R505",
        "warning",
        "a rule that rests on nothing named",
        "The rule has no source, no claim under the sources of its cause names it, and its condition has neither "
        "a named threshold, nor a fact that is looked up in the tables of codes, nor a conclusion about another "
        "cause: those have sources of their own. Nobody will know why the rule is there. Write source: with a "
        'page, a standard or a published rule; or "definition: ..." where it is true by what the words mean; or '
        '"experience: ..." where nothing but practice speaks for it; or name the rule under rules: of a source of '
        "the cause.",
    ),
    Code(
        "R506",
        "warning",
        "a rule that is surer than experience allows",
        'The source of the rule is "experience: ..." and nothing else speaks for it, and yet its certainty is '
        "stronger than 0.65 (indicated), for the cause or against it. Lower the certainty, find a reference, or "
        'write "definition: ..." where it cannot be otherwise.',
    ),
    Code(
        "R601",
        "warning",
        "a playbook that nobody reaches",
        "No cause names it. Name it in the cause it was written for, or take it out.",
    ),
    Code(
        "R602",
        "error",
        "a check that can never pass",
        "The tests under verify contradict each other, or their limits lie outside of what the fact can be. "
        "Correct them.",
    ),
    Code(
        "R603",
        "warning",
        "a check that passes while the fault is there",
        "There are values with which the check passes and the rules of the cause still establish it; the "
        "finding names them. Make the check as strict as the rules.",
    ),
    Code(
        "R604",
        "warning",
        "a check that cannot go with an end of the fault",
        "The check contradicts every rule against the cause that looks at the same facts: where it passes, "
        "the cause cannot be ruled out. Often an operator is the wrong way round.",
    ),
    Code(
        "R605",
        "warning",
        "a playbook without a check at its end",
        "The last step has no verify: whoever has done everything cannot let the program say, on a new recording, "
        "whether the fault is gone. Write tests of facts that hold once it is; or ignore this finding with the reason "
        "why no fact can tell.",
    ),
    Code(
        "R701",
        "warning",
        "a text is the same in both languages",
        "What stands under zh is what stands under en, so it was not translated. Where a name is the same in "
        "Chinese, ignore this finding.",
    ),
    Code(
        "R702",
        "warning",
        "a Chinese text without a Chinese character",
        "What stands under zh has letters, but not one Chinese character. Translate it.",
    ),
    Code(
        "R703",
        "warning",
        "a choice without a label",
        "People are asked for the fact, and some of its choices have a label while others have none: who "
        "answers reads words of everyday language beside ids. Give each of them a label, or none of them one. "
        "Reports have words for none, unknown and other in general; these need no label.",
    ),
    Code(
        "R704",
        "warning",
        "a text that loses its end as a comment",
        'A text without quotes holds a space and "#", as in: see issue #123. YAML takes what follows for a comment, so '
        'that nobody reads more than "see issue". Put the text in quotes. Where a comment is meant, write a space '
        'behind the "#".',
    ),
)
