from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from rtctriage.report.times import Clock, duration, iso, zone_name

T0 = "2026-11-22T20:12:03.897Z"


def test_a_window_is_given_in_both_ways() -> None:
    assert Clock(T0, "en").window((12.0, 22.0)) == "12.0–22.0 s (20:12:15–20:12:25 UTC)"
    assert Clock(T0, "zh").window((12.0, 22.0)) == "12.0–22.0 秒（20:12:15–20:12:25 UTC）"


def test_without_wall_clock_the_seconds_stand() -> None:
    assert Clock(None, "en").window((0.0, 5.25)) == "0.0–5.2 s"
    assert Clock("nonsense", "zh").window((0.0, 5.0)) == "0.0–5.0 秒"
    assert Clock(None, "en").start() == ""


def test_the_whole_call_has_no_window() -> None:
    assert Clock(T0, "en").window(None) == ""


def test_another_day_is_named() -> None:
    window = Clock("2026-11-22T23:59:50.000Z", "en").window((5.0, 15.0))
    assert window == "5.0–15.0 s (23:59:55–2026-11-23 00:00:05 UTC)"


def test_a_time_beyond_the_calendar_is_no_error() -> None:
    assert Clock("9999-12-31T23:59:59.000Z", "en").window((0.0, 10.0)) == "0.0–10.0 s (23:59:59–? UTC)"


@pytest.mark.parametrize(("minutes", "name"), [(0, "UTC"), (480, "UTC+08:00"), (330, "UTC+05:30"), (-210, "UTC-03:30")])
def test_zones_have_their_offset(minutes: int, name: str) -> None:
    assert zone_name(datetime(2026, 1, 1, tzinfo=timezone(timedelta(minutes=minutes)))) == name


def test_local_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this platform cannot be set")
    monkeypatch.setenv("TZ", "XXX-8")
    time.tzset()
    try:
        assert Clock(T0, "en", "local").start() == "2026-11-23 04:12:03 UTC+08:00"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (59.6, "60 s", "60 秒"),
        (119, "119 s", "119 秒"),
        (125, "2 min 5 s", "2 分 5 秒"),
        (180, "3 min", "3 分钟"),
        (7380, "2 h 3 min", "2 小时 3 分钟"),
    ],
)
def test_durations(seconds: float, en: str, zh: str) -> None:
    assert duration(seconds, "en") == en
    assert duration(seconds, "zh") == zh


def test_milliseconds_as_iso() -> None:
    assert iso(1795378323897.0) == "2026-11-22T20:12:03.897Z"
    assert iso(None) is None
    assert iso(1e30) is None
