from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from rtctriage.diagnosis import Diagnosis
from rtctriage.errors import KnowledgeError
from rtctriage.knowledge.model import KnowledgeBase, Playbook, Step
from rtctriage.report.context import clock_of
from rtctriage.report.labels import Labels
from rtctriage.report.playbook import filled, unfilled
from rtctriage.text import Text

Maker = Callable[..., Diagnosis]


def book(template: str) -> Playbook:
    both = Text(template, template)
    step = Step(owner="support", action=both, expect=Text("x", "x"))
    return Playbook(id="network/x", title=Text("X", "X"), steps=(step,), escalate=Text("y", "y"), origin="pack x.yaml")


@pytest.fixture
def say(fault: Maker, knowledge: KnowledgeBase) -> Callable[[str], str]:
    diagnosis = fault("en")

    def fill(template: str) -> str:
        return filled(book(template), diagnosis, Labels(knowledge, "en"), clock_of(diagnosis)).steps[0].action

    return fill


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("no places", "no places"),
        ('lost {{ facts["uplink.packet_loss"] }}', "lost 8.2 %"),
        ("lost {{facts.uplink.packet_loss}}", "lost 8.2 %"),
        ("{{ facts['cpu.total'] }}", "not measured"),
        ("{{ primary.title }}: {{ primary.side }}", "Packet loss: uplink"),
        ("{{ window }}", "12.0–22.0 s (20:12:15–20:12:25 UTC)"),
        ("{{ primary.nonsense }}", "not measured"),
        ('{% if primary.side == "uplink" %}up{% else %}down{% endif %}', "up"),
        ('{{ facts["uplink.packet_loss"] ~ "!" }}', "8.2 %!"),
        ("{{ facts.uplink.packet_loss | upper }}", "8.2 %"),
        ("{{ nobody.knows.this }}", "not measured"),
        ('{% if facts["cpu.total"] %}{{ facts["cpu.total"] }}{% else %}ask{% endif %}', "ask"),
        ("{# a remark #}x", "x"),
        # what was measured is a text: looked into, compared and counted as one
        ("{% if '8.2' in facts.uplink.packet_loss %}yes{% else %}no{% endif %}", "yes"),
        ("{% if 'x' in facts['uplink.packet_loss'] %}yes{% else %}no{% endif %}", "no"),
        ("{% if facts.uplink.packet_loss == '8.2 %' %}yes{% else %}no{% endif %}", "yes"),
        ("{% if facts.uplink.packet_loss in ['7 %', '8.2 %'] %}yes{% else %}no{% endif %}", "yes"),
        ("{{ facts.uplink.packet_loss | length }}", "5"),
    ],
)
def test_places_are_filled(say: Callable[[str], str], template: str, text: str) -> None:
    assert say(template) == text


@pytest.mark.parametrize("place", ['facts["network.rtt"]', "facts.network.rtt", "primary.where", "window", "primary.x"])
def test_plain_places_read_as_jinja_reads_them(say: Callable[[str], str], place: str) -> None:
    assert say("{{ " + place + " }}") == say("{{ " + place + " }}{# through Jinja2 #}")


def test_a_value_is_no_template(fault: Maker, knowledge: KnowledgeBase) -> None:
    diagnosis = fault("en")
    assert diagnosis.primary
    evil = msgspec.structs.replace(diagnosis.primary, title="{{ 7*7 }}")
    diagnosis = msgspec.structs.replace(diagnosis, primary=evil)
    view = filled(book("{{ primary.title }}"), diagnosis, Labels(knowledge, "en"), clock_of(diagnosis))
    assert view.steps[0].action == "{{ 7*7 }}"


@pytest.mark.parametrize("template", ["{{ facts._look_up }}", "{{ facts.__init__.__globals__ }}", "{{ ''.__class__ }}"])
def test_nothing_private_is_reached(say: Callable[[str], str], template: str) -> None:
    assert say(template) in ("not measured", "")


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% for i in range(10000000) %}x{% endfor %}",
        "{{ 1 / 0 }}",
        "{% if %}",
    ],
)
def test_what_the_sandbox_refuses_is_an_error_that_names_the_file(say: Callable[[str], str], template: str) -> None:
    with pytest.raises(KnowledgeError, match=r"^pack x\.yaml: a text of the playbook cannot be filled in"):
        say(template)


def test_unfilled_shows_names(knowledge: KnowledgeBase) -> None:
    view = unfilled(knowledge.playbooks["network/packet-loss"], Labels(knowledge, "en"))
    assert view.steps[0].action == "Tell the customer that [uplink.packet_loss] was lost at [window]."


def test_checks_name_the_fact(knowledge: KnowledgeBase) -> None:
    labels = Labels(knowledge, "en")
    view = unfilled(knowledge.playbooks["network/packet-loss"], labels)
    assert view.steps[1].check == "Packet loss, uplink p95 < 1 % (uplink.packet_loss)"
    assert view.steps[0].check == ""
