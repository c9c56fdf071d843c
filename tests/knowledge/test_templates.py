from __future__ import annotations

import pytest

from rtctriage.errors import Problem
from rtctriage.knowledge.nodes import Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.templates import TemplateChecker

FACTS = {"network.rtt": None, "uplink.video.bitrate": None, "complaint": None}


def check(template: str) -> list[str]:
    problems: list[Problem] = []
    TemplateChecker(FACTS).check(Reader("x.yaml", problems), Scalar(template, 7, 11, verbatim=True))
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "template",
    [
        "no place at all, {braces} included",
        '{{ facts["network.rtt"] }} and {{ facts.uplink.video.bitrate }}, {{ facts["uplink"].video["bitrate"] }}',
        "{{ primary.title }} {{ primary['side'] }} {{ window }}",
        '{% if primary.side == "uplink" and not facts["network.rtt"] %}a{% elif window is defined %}b{% endif %}',
        '{{ primary.side in ["uplink", "downlink"] }} {{ window | default("?") | upper }}',
        '{{ "a" ~ window if facts.complaint else "b" }} {# a comment #}',
    ],
)
def test_what_a_text_needs(template: str) -> None:
    assert check(template) == []


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('a {{ facts["network.rt"] }}', '7:23: unknown fact "network.rt" in a template (did you mean "network.rtt"?)'),
        ("{{ facts.uplink.video }}", '7:20: unknown fact "uplink.video" in a template (did you mean'),
        (
            "{{ primary.titel }}",
            '7:22: unknown value of the primary cause "titel" in a template (did you mean "title"?)',
        ),
        ("{{ loss }}", '7:14: unknown name "loss" in a template (known: facts, primary, window)'),
        ("{{ facts }}", "7:14: facts alone has no value (name one: "),
        ("{{ facts[window] }}", "7:19: the name in brackets must stand there as a text"),
        ("{{ window | shout }}", '7:23: unknown filter "shout" in a template (known: capitalize'),
        ("{{ window is even }}", '7:24: unknown test "even" in a template (known: '),
        ("{{ window", "7:11: this is no template: "),
        ("{% if %}", "7:11: this is no template: "),
    ],
)
def test_what_cannot_be_filled_in(template: str, message: str) -> None:
    (problem,) = check(template)
    assert problem.startswith(f"x.yaml:{message}")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('{{ "".__class__.__mro__ }}', "cannot ask for"),
        ("{{ facts.__init__.__globals__ }}", "cannot ask for"),
        ("{{ facts['_look_up'] }}", "cannot ask for"),
        ("{{ window.format }}", "cannot ask for"),
        ('{{ window | attr("__class__") }}', "unknown filter"),
        ("{{ self._TemplateReference__context }}", "cannot ask for"),
        ("{{ range(9) }}", "calls"),
        ('{{ "".__class__.__subclasses__() }}', "calls"),
        ("{{ lipsum }}", "unknown name"),
        ("{% for i in range(100000) %}x{% endfor %}", "loops"),
        ("{% macro m() %}{% endmacro %}", "calls"),
        ("{% set x = window %}", "assignments"),
        ("{% include '/etc/passwd' %}", "other templates"),
        ("{% extends 'x' %}", "other templates"),
        ("{{ 9 ** 9 ** 9 }}", "arithmetic"),
        ("{{ 'x' * 999999999 }}", "arithmetic"),
        ("{{ '%99999999d' % 1 }}", "arithmetic"),
        ("{{ window | center(999999999) }}", "unknown filter"),
        ("{{ {'a': 1} }}", "this part of Jinja2"),
        ("{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", "nested too deep"),
    ],
    ids=lambda value: value[:40],
)
def test_nothing_to_escape_with_and_nothing_that_takes_long(template: str, message: str) -> None:
    (problem,) = check(template)
    assert message in problem
    assert problem.startswith("x.yaml:7:")
    assert problem.endswith(")")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% if window > 5 %}long{% endif %}", "cannot compare by size"),
        ('{% if facts["network.rtt"] >= 300 %}long{% endif %}', "cannot compare by size"),
        ("{{ 5 in window }}", "in looks for a text in a text or a list"),
        ("{{ window not in 5 }}", "in looks for a text in a text or a list"),
        ("{{ [window] in window }}", "in looks for a text in a text or a list"),
        ("{{ window is in 5 }}", "in looks for a text in a text or a list"),
        ("{{ 5 | length }}", "only a text or a list has a length"),
        ("{{ window | length | length }}", "only a text or a list has a length"),
        ("{{ window | title(1) }}", "the filter title cannot take this"),
        ("{{ window | default }}", "the filter default cannot take this"),
        ("{{ window | default(1, 2, 3) }}", "the filter default cannot take this"),
        ("{{ window | default(*window) }}", "the filter default cannot take this"),
        ("{{ window is eq }}", "the test eq cannot take this"),
        ("{{ window is defined(1) }}", "the test defined cannot take this"),
    ],
)
def test_what_would_fail_when_it_is_filled_in(template: str, message: str) -> None:
    (problem,) = check(template)
    assert message in problem
    assert problem.startswith("x.yaml:7:")


def test_a_part_of_jinja_that_stands_in_no_line() -> None:
    """The tree of this one holds a node without a line."""
    problems = check("{% autoescape false %}{{ window }}{% endautoescape %}")
    assert problems
    assert all("cannot use this part of Jinja2" in problem for problem in problems)


def test_all_that_is_wrong_is_told() -> None:
    assert len(check("{{ facts.nope }} {{ primary.nope }} {{ nope }} {{ window | nope }}")) == 4


def test_what_is_not_known_may_be_private() -> None:
    assert "s3cret" not in check("{{ facts['user:s3cret@198.51.100.7'] }}")[0]
