"""Every code of the linter: what it finds, how bad that is, what to do. A code never changes its meaning."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from rtctriage.authoring.lint.finding import Severity


class Code(Struct, frozen=True):
    """One kind of finding."""

    code: str
    severity: Severity
    title: str
    explanation: str


CODES: Final[dict[str, Code]] = {
    code.code: code
    for code in (
        Code(
            "R001",
            "error",
            "the knowledge cannot be loaded",
            "A file breaks the rules of its format: a key that is not known or is missing, a fact, cause or "
            "threshold that does not exist, a unit that does not fit, premises or causes that lead to each other "
            "in a circle. All such problems are listed at once; nothing else is checked before they are gone. It "
            "cannot be ignored.",
        ),
        Code(
            "R101",
            "error",
            "a rule can never fire",
            "The tests of the rule contradict each other, or a limit lies outside of what the fact can be, "
            'whatever is measured: "min >= 10 %" beside "max < 5 %". Also said of the condition under which a '
            "layer is skipped. Correct one of the tests, or take the rule out.",
        ),
        Code(
            "R102",
            "warning",
            "a part of any can never hold",
            "One alternative of the condition contradicts the tests around it, so that it adds nothing. Correct "
            "it, or take it out.",
        ),
        Code(
            "R103",
            "error",
            "a rule always fires",
            "Once its facts are known at all, the rule holds whatever they say, and so adds certainty to every "
            'call: "mean >= 0 %" of a loss. Choose limits that some calls pass and others do not. Where it is '
            'meant that the fact is known, write "known".',
        ),
        Code(
            "R104",
            "info",
            "a test adds nothing to those beside it",
            "Where the other tests of the rule hold, this one holds as well. Take it out, unless it makes the "
            "rule easier to read; or it was meant to be stricter than it is.",
        ),
        Code(
            "R105",
            "info",
            "a part of any adds nothing to the others",
            "Wherever this alternative holds, another one does, too. Take it out; or it was meant to be laxer "
            "than it is.",
        ),
        Code(
            "R106",
            "warning",
            "a test holds whatever the value is",
            "The limit is at the end of what the fact can be, so that the test only asks whether the fact is "
            'known. Correct the limit, or write "known".',
        ),
        Code(
            "R107",
            "warning",
            "a rule builds on a cause that was taken away",
            "A pack disables a cause that this rule needs a conclusion about. Nothing is ever known of it, so the "
            "rule cannot fire. Disable the rule as well, or bring the cause anew in the pack.",
        ),
        Code(
            "R201",
            "warning",
            "a rule never counts",
            "Whenever this rule fires, another one of its evidence group fires as well, on the same side and at "
            "least as strongly: of a group only the strongest counts. Or the two have the same condition. Take "
            "the rule out, change its condition, or make it the stronger one.",
        ),
        Code(
            "R202",
            "info",
            "a rule repeats what another one says",
            "Whenever this rule fires, another one for the same cause fires as well, on the same side and at "
            "least as strongly, and both are added up as though they were two observations. Put both into one "
            "evidence_group, or make this one the stronger one, or ignore this finding with the reason why the "
            "sum is meant.",
        ),
        Code(
            "R203",
            "warning",
            "rules for and against a cause hold at the same value",
            "For one value of a fact a rule speaks for the cause and another one against it, though both look at "
            "nothing else. Move the limits so that they meet, or leave a range in which neither speaks.",
        ),
        Code(
            "R204",
            "info",
            "a gap between the rules for and against a cause",
            "On one side of a value a rule speaks for the cause, on the other side one speaks against it, and at "
            'the value itself (or within 2 % of it) neither does, as of "> 5 %" and "< 5 %". Most gaps are meant, '
            "and wide; one as narrow as this is hardly.",
        ),
        Code(
            "R301",
            "error",
            "a limit of a scenario is out of range",
            "The scenario gives a threshold a value that the fact it is compared with can never have. Correct the "
            "value, or its unit.",
        ),
        Code(
            "R302",
            "info",
            "a threshold that nobody uses",
            "No rule, layer or check of a playbook names it. Take it out, or use it in the place of the bare "
            "number that it was meant for.",
        ),
        Code(
            "R401",
            "warning",
            "a fact that nothing supplies",
            "A test is about a fact that no format of evidence has (supplied_by), that nobody is asked for "
            "(question), and that is not derived from such facts. The test will not be known of any call. Give "
            "the fact a question, or say what supplies it.",
        ),
        Code(
            "R402",
            "warning",
            "a derived fact that nobody uses",
            "It is computed for every call, and no rule, check, playbook or other formula reads it. Use it or "
            "take it out.",
        ),
        Code(
            "R403",
            "warning",
            "a cause asks for a fact that has no question",
            "The cause lists it under ask, and the catalogue has no question for it, nor for what it is derived "
            "from. Give it one, or take it off the list.",
        ),
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
            "R801",
            "warning",
            "nothing is found that is to be ignored",
            "The file ignores a finding that is not there any more. Take the note out of lint: {ignore: [...]}, "
            "so that it does not hide the next one. It cannot be ignored.",
        ),
        Code(
            "R802",
            "warning",
            "a finding is ignored without a reason",
            'A note under lint: {ignore: [...]} needs because: "...", which says why the finding is right and yet '
            "meant. The finding is shown until then. It cannot be ignored.",
        ),
        Code(
            "R803",
            "warning",
            "a code that does not exist, or cannot be ignored",
            "A note under lint: {ignore: [...]} names a code that the linter does not have, or one that is about "
            "the notes themselves or about what cannot be loaded. It cannot be ignored.",
        ),
    )
}

FIXED: Final = ("R0", "R8")
"""The beginnings of codes that cannot be ignored."""
