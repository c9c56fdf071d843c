"""Codes of what is wrong with rules, and with the limits and facts that they are written with."""

from __future__ import annotations

from typing import Final

from rtctriage.authoring.lint.finding import Code

RULE_CODES: Final = (
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
        "Wherever this alternative holds, another one does, too. Take it out; or it was meant to be laxer than it is.",
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
        "nothing else. Told once of each rule against the cause, with the lowest value. Move the limits so that they "
        "meet, or leave a range in which neither speaks.",
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
        "It is computed for every call, and no rule, check, playbook or other formula reads it. Use it or take it out.",
    ),
    Code(
        "R403",
        "warning",
        "a cause asks for a fact that has no question",
        "The cause lists it under ask, and the catalogue has no question for it, nor for what it is derived "
        "from. Give it one, or take it off the list.",
    ),
)
