from __future__ import annotations

from typing import Any

import pytest

from rtctriage.errors import ProfileError
from rtctriage.knowledge.checking import check_profile
from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import Known, Profile, Source, Stream, Streams
from rtctriage.series import Series

Facts = dict[str, FactSpec]
EVIDENCE = Source("evidence")


class Count(int):
    """A number of somebody else's library."""


def course(*values: float, times: tuple[float, ...] = (1.0, 2.0)) -> Streams:
    return Streams((Stream("video 1", Series(times, values)),))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("loss", Known(8.2)),
        ("loss", Known(8)),
        ("loss", course(0.0, 8.0)),
        ("loss", course(0.0, 8.0, times=(1.0, 1.0))),
        ("loss", Streams(())),
        # a recording may hold what nobody would type
        ("rtt", Known(99_999.0, EVIDENCE)),
        ("state", Known("brand-new", EVIDENCE)),
        ("state", Known("failed")),
        ("up", Known(False)),
        ("model", Known("Redmi Note 8")),
        ("version", Known("4.10")),
    ],
)
def test_what_a_program_may_know(fact: str, value: Known | Streams, facts: Facts) -> None:
    check_profile(Profile({fact: value}), facts)


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("los", Known(8.2), 'unknown fact "los" (did you mean "loss"?)'),
        ("192.168.17.4", Known(8.2), "unknown fact"),
        ("loss", 8.2, "loss must be a Known or Streams, and here it is a float"),
        ("loss", Known("8 %"), "loss must be a float, and here it is a str"),
        ("loss", Known(True), "loss must be a float, and here it is a bool"),
        ("errors", Known(Count(3)), "errors must be a float, and here it is a Count"),
        ("loss", Known(108.0), "loss is never above 100 %, and here it is 108 %"),
        ("loss", Known(float("nan")), "loss is not finite (leave it out if it is not known)"),
        ("packets", Known(float("inf")), "packets is not finite (leave it out if it is not known)"),
        ("up", Known(1.0), "up must be a bool, and here it is a float"),
        ("state", Known("faild"), 'state cannot be "faild" (did you mean "failed"?)'),
        ("state", Known("Failed"), 'state cannot be "Failed" (did you mean "failed"?)'),
        ("model", Known(8.0), "model must be a str, and here it is a float"),
        ("errors", course(1.0, 2.0), "errors is one value, not a series (give it as a Known)"),
        ("loss", course(1.0, 2.0, times=(2.0, 1.0)), 'loss: the series "video 1" is not in order of time'),
        ("loss", course(1.0, float("nan")), 'loss: the series "video 1" is not in order of time, or not finite'),
    ],
)
def test_what_it_may_not(fact: str, value: Any, message: str, facts: Facts) -> None:
    with pytest.raises(ProfileError) as caught:
        check_profile(Profile({fact: value}), facts)
    assert str(caught.value).startswith(message)


def test_all_problems_come_together_and_say_of_what(facts: Facts) -> None:
    wrong = Profile({"los": Known(1.0), "rtt": Known(5.0), "up": Known("yes")})
    with pytest.raises(ProfileError) as caught:
        check_profile(wrong, facts, "our bot")
    assert str(caught.value).splitlines() == [
        'our bot: unknown fact "los" (did you mean "loss"?)',
        "our bot: up must be a bool, and here it is a str",
    ]


def test_there_is_an_end_to_them(facts: Facts) -> None:
    with pytest.raises(ProfileError) as caught:
        check_profile(Profile({f"los{n}": Known(1.0) for n in range(1000)}), facts)
    assert len(caught.value.problems) == 200
