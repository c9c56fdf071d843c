from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from rtctriage.diagnosis import ConditionResult, Diagnosis, Finding
from rtctriage.profile import Known, Profile, Stream, Streams
from rtctriage.report.context import Context
from rtctriage.report.headline import headline
from rtctriage.series import Series, Window
from rtctriage.text import Language

Maker = Callable[..., Diagnosis]
WORST = "12.0–22.0 s (20:12:15–20:12:25 UTC)"


def finding(certainty: float, window: Window | None, text: str = ">= 5 % for 5 s") -> Finding:
    limit = 3.0 if "3 %" in text else 5.0
    condition = ConditionResult("uplink.packet_loss", 8.0, ">=", limit, "%", "true", window, ("all",), text)
    return Finding("network.packet-loss/x", "", certainty, "", window, ("all",), (condition,))


def when(diagnosis: Diagnosis, *findings: Finding, profile: Profile | None = None) -> tuple[str, ...]:
    """What the headline says of time: between the place and the certainty."""
    assert diagnosis.primary is not None
    primary = msgspec.structs.replace(diagnosis.primary, findings=findings)
    context = Context(msgspec.structs.replace(diagnosis, primary=primary), None, profile, "utc")
    return headline(context)[4:-1]


def losing(outside: float) -> Profile:
    """Sixty seconds with a quarter lost from the 12th to the 22nd, and this much before and after."""
    values = [25.0 if 12 < t <= 22 else outside for t in range(60)]
    return Profile(facts={"uplink.packet_loss": Streams((Stream("all", Series(range(60), values)),))})


MEAN = finding(0.7, None, "mean >= 3 %")


def test_one_window(fault: Maker) -> None:
    assert when(fault("en"), finding(0.8, (12.0, 22.0))) == (WORST,)


def test_what_reaches_further_is_the_span_and_the_surest_part_the_worst(fault: Maker) -> None:
    said = when(fault("en"), finding(0.8, (12.0, 22.0)), finding(0.7, (8.0, 22.0)))
    assert said == ("8.0–22.0 s (20:12:11–20:12:25 UTC)", f"worst {WORST}")
    said = when(fault("zh"), finding(0.8, (12.0, 22.0)), finding(0.7, (12.0, 40.0)))
    assert said[1] == "最严重 12.0–22.0 秒（20:12:15–20:12:25 UTC）"


@pytest.mark.parametrize("other", [finding(0.7, (11.0, 22.5)), finding(-0.4, (0.0, 60.0))])
def test_a_second_more_and_what_speaks_against_it_widen_nothing(fault: Maker, other: Finding) -> None:
    assert when(fault("en"), finding(0.8, (12.0, 22.0)), other) == (WORST,)


def test_a_bad_mean_that_ten_seconds_made_is_no_fault_of_the_whole_call(fault: Maker) -> None:
    findings = (finding(0.8, (12.0, 22.0)), MEAN)
    assert when(fault("en"), *findings, profile=losing(0.1)) == (WORST,)
    assert when(fault("en"), *findings, profile=losing(4.0)) == ("whole call", f"worst {WORST}")


def test_without_the_series_nobody_knows(fault: Maker) -> None:
    findings = (finding(0.8, (12.0, 22.0)), MEAN)
    assert when(fault("en"), *findings) == (WORST,)
    assert when(fault("en"), *findings, profile=Profile(facts={"uplink.packet_loss": Known(8.0)})) == (WORST,)


def test_too_few_samples_outside_tell_nothing(fault: Maker) -> None:
    short = Streams((Stream("all", Series(range(11, 25), [9.0] * 14)),))
    profile = Profile(facts={"uplink.packet_loss": short})
    assert when(fault("en"), finding(0.8, (12.0, 22.0)), MEAN, profile=profile) == (WORST,)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "HEALTHY",
                "Nothing wrong was found: network and media are clear",
                "not measured: Access, Resources, Compatibility",
                "measured only in part: Usage",
            ),
        ),
        (
            "zh",
            (
                "正常",
                "未发现异常：网络层与媒体层均已排除故障",
                "未测得：接入、资源、兼容性",
                "仅部分测得：使用",
            ),
        ),
    ],
)
def test_a_healthy_call_says_what_was_not_measured(empty: Maker, language: Language, said: tuple[str, ...]) -> None:
    healthy = empty(language, "healthy")
    layers = [
        msgspec.structs.replace(layer, ruled_out=("usage.mic-silent",)) if layer.layer == "usage" else layer
        for layer in healthy.layers
    ]
    context = Context(msgspec.structs.replace(healthy, layers=tuple(layers)), None, None, "utc")
    assert headline(context) == said
    clear = [msgspec.structs.replace(layer, verdict="clear") for layer in layers]
    everything = Context(msgspec.structs.replace(healthy, layers=tuple(clear)), None, None, "utc")
    assert headline(everything) == said[:2]
