"""Answers as people type them: accepted, doubted or refused, and what was meant."""

from __future__ import annotations

import pytest
from consult_support import builtin, clocked, question

from rtctriage.consult import Accepted, Doubt, Refused
from rtctriage.consult.answers import Understanding
from rtctriage.text import Language


def said(fact: str, given: str | float | bool, language: Language = "en", *, sure: bool = False) -> Understanding:
    return clocked(builtin(), language=language).answer(given, fact=fact, sure=sure)


def value(fact: str, given: str | float | bool, *, sure: bool = False) -> object:
    understood = said(fact, given, sure=sure)
    assert isinstance(understood, Accepted), understood
    return understood.value


@pytest.mark.parametrize(
    ("fact", "given", "meant"),
    [
        ("network.rtt", "300", 300.0),
        ("network.rtt", "300 ms", 300.0),
        ("network.rtt", "0.3 s", 300.0),
        ("network.rtt", "300毫秒", 300.0),
        ("network.rtt", "约 0.3 秒", 300.0),
        ("network.rtt", "about 1,200 MS", 1200.0),
        ("network.rtt", "３００", 300.0),
        ("network.rtt", 300, 300.0),
        ("uplink.packet_loss", "5%", 5.0),
        ("uplink.packet_loss", "５％", 5.0),
        ("uplink.packet_loss", "5 percent", 5.0),
        ("uplink.packet_loss", "0", 0.0),
        ("network.available_outgoing_bitrate", "1.5 mbit/s", 1500.0),
        ("device.wifi_rssi", "−75 dBm", -75.0),
        ("connection.established", "是", True),
        ("connection.established", "没有", False),
        ("connection.established", "Yes.", True),
        ("connection.established", "n", False),
        ("connection.established", True, True),
        ("sdk.version", "ｖ４.2.1", "v4.2.1"),
        ("device.model", " Redmi Note 8 ", "Redmi Note 8"),
        ("complaint", "1", "stutter"),
        ("complaint", "stutter", "stutter"),
        ("complaint", "No Sound", "no-audio"),
        ("complaint", "听不到声音", "no-audio"),
        ("complaint", "no audio", "no-audio"),
        ("scenario", "1V1 社交", "one-to-one-social"),
        ("network.wifi_band", "5-ghz", "5-ghz"),
        ("network.rtt", "三百五十毫秒", 350.0),
        ("network.rtt", "半秒", 500.0),
        ("network.rtt", "1 s 200 ms", 1200.0),
        ("network.rtt", "300 ms!", 300.0),
        ("connection.setup_time", "一分三十秒", 90.0),
        ("connection.setup_time", "1m30s", 90.0),
        ("connection.setup_time", "1 min", 60.0),
        ("token.expires_in", "两个小时", 7200.0),
        ("token.expires_in", "24 h", 86400.0),
        ("uplink.packet_loss", "百分之五", 5.0),
        ("uplink.packet_loss", "百分之十二点五", 12.5),
        ("uplink.packet_loss", "5 个点", 5.0),
        ("uplink.packet_loss", "两成", 20.0),
        ("device.wifi_rssi", "负八十", -80.0),
        ("uplink.video.bitrate", "500k", 500.0),
        ("uplink.video.bitrate", "1.2M", 1200.0),
        ("uplink.video.bitrate", "500千比特", 500.0),
        ("uplink.video.bitrate", "500 kb/s", 500.0),
    ],
)
def test_what_is_meant_is_understood(fact: str, given: str, meant: object) -> None:
    assert value(fact, given) == meant


@pytest.mark.parametrize(
    "words", ["不知道", "I don't know", "I don’t know.", "?", "不清楚", "DUNNO", "不记得了", "don't remember"]
)
def test_not_knowing_is_an_answer(words: str) -> None:
    consultation = clocked(builtin())
    first = question(consultation).fact
    understood = consultation.answer(words)
    assert isinstance(understood, Accepted)
    assert understood.value is None
    assert question(consultation).fact != first
    assert first not in consultation.profile().facts


@pytest.mark.parametrize(
    ("fact", "given", "likely", "alternatives"),
    [
        # nobody waits five minutes for a round trip, and the catalogue ends at one
        ("network.rtt", "300 s", 300.0, 2),
        # below the limit of the catalogue, and far beyond every limit of the rules
        ("network.rtt", "50 s", 50.0, 2),
        # a fraction of a millisecond
        ("network.rtt", "0.3", 300.0, 2),
        # programs say 0.05 for 5 %
        ("uplink.packet_loss", "0.05", 5.0, 2),
        # bits in the place of kilobits
        ("network.available_outgoing_bitrate", "1200000", 1200.0, 2),
        ("uplink.packet_loss", "3, 12 %", 12.0, 2),
        ("uplink.packet_loss", "3 % 和 12 %", 12.0, 2),
        ("network.rtt", "300，400", 400.0, 2),
        ("network.rtt", "超过三百毫秒", 300.0, 1),
        # bits in the place of kilobits, where no rule has a limit of its own
        ("encoder.bitrate", "1500000", 1500.0, 2),
        # bytes are eight bits
        ("uplink.video.bitrate", "50 kB/s", 400.0, 2),
        ("uplink.video.bitrate", "50 KBps", 400.0, 2),
        # a level below nothing is often said without its sign
        ("device.wifi_rssi", "80", -80.0, 1),
    ],
)
def test_what_may_be_meant_otherwise_is_asked_back(fact: str, given: str, likely: float, alternatives: int) -> None:
    consultation = clocked(builtin())
    before = consultation.state()
    doubt = consultation.answer(given, fact=fact)
    assert isinstance(doubt, Doubt)
    assert consultation.state() == before
    assert doubt.alternatives[0].value == pytest.approx(likely)
    assert doubt.alternatives[0].label in doubt.question
    assert len(doubt.alternatives) <= alternatives + 1
    assert isinstance(consultation.answer(doubt.alternatives[0], fact=fact), Accepted)
    known = consultation.profile().facts[fact]
    assert getattr(known, "value", None) == pytest.approx(likely)


def test_the_literal_reading_can_be_insisted_on_where_it_is_possible() -> None:
    assert value("uplink.packet_loss", "0.05", sure=True) == 0.05
    assert value("network.rtt", "50 s", sure=True) == 50_000.0
    assert isinstance(said("network.rtt", "300 s", sure=True), Doubt)


def test_a_misspelt_choice_is_asked_back() -> None:
    doubt = said("complaint", "stuter")
    assert isinstance(doubt, Doubt)
    assert [a.value for a in doubt.alternatives] == ["stutter"]
    chinese = said("complaint", "黑屏了", "zh")
    assert isinstance(chinese, Doubt)
    assert chinese.question == "您是指“黑屏”吗？"


@pytest.mark.parametrize(
    ("fact", "given", "english", "chinese"),
    [
        ("network.rtt", "fast", "not a number", "不是数字"),
        ("network.rtt", "5 %", "expected in ms", "应使用 ms"),
        ("network.rtt", "1e999", "0 … 60000 ms", "0 … 60000 ms"),
        ("uplink.packet_loss", "-3", "0 … 100 %", "0 … 100 %"),
        ("connection.established", "maybe", "yes or no", "“是”或“否”"),
        ("complaint", "99", "none of the choices", "没有这个选项"),
        ("sdk.version", "the newest", "not a version", "不是版本号"),
        ("network.rtt", "  ", "Nothing was answered", "没有输入内容"),
        ("connection.established", 3, "yes or no", "“是”或“否”"),
        ("network.rtt", "两三百", "not a number", "不是数字"),
        ("network.rtt", "1 min 30 s", "0 … 60000 ms", "0 … 60000 ms"),
        # which of the two is the month, nobody can say
        ("token.expires_in", "11/12/2026", "year first", "先写年份"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(fact: str, given: str, english: str, chinese: str) -> None:
    refused = said(fact, given)
    assert isinstance(refused, Refused)
    assert english in refused.message
    assert "don't know" in refused.hint
    translated = said(fact, given, "zh")
    assert isinstance(translated, Refused)
    assert chinese in translated.message


def test_a_point_of_time_is_counted_from_the_join() -> None:
    # 15 minutes
    assert value("token.expires_in", "2026-11-30 18:00, joined 2026-11-30 17:45") == 900.0
    assert value("token.expires_in", "2026年11月30日 18时00分，加入 2026年11月30日 17时45分") == 900.0
    # a zone of one counts: 18:00 in Beijing is 10:00 UTC
    assert value("token.expires_in", "2026-11-30T18:00+08:00, joined 2026-11-30 10:00Z") == 0.0
    assert value("token.expires_in", "-60 s") == -60.0
    assert value("token.expires_in", "1h") == 3600.0
    assert value("token.expires_in", "2026-11-30 18:00 2026-11-30 17:45") == 900.0
    assert value("token.expires_in", "2026-11-30, 6 pm, joined 2026-11-30, 5:45 p.m.") == 900.0
    assert value("token.expires_in", "2026年11月30日下午6点，加入 2026年11月30日下午5点45分") == 900.0
    assert value("token.expires_in", "二〇二六年十一月三十日十八点半，加入二〇二六年十一月三十日十八点") == 1800.0
    assert value("token.expires_in", "2026-11-30 12:15 am, joined 2026-11-30 00:00") == 900.0


@pytest.mark.parametrize(
    "given",
    ["18:00 2026-11-30, joined 17:45 2026-11-30", "2026年11月30日晚上12点，加入 2026年11月30日", "2026-11-30 at 18:00"],
)
def test_a_time_of_day_is_never_overlooked(given: str) -> None:
    assert isinstance(said("token.expires_in", given), Refused)


def test_the_join_may_have_been_stated_before() -> None:
    # 2026-11-30T17:45:00Z
    consultation = clocked(builtin(), joined=1_796_060_700.0)
    understood = consultation.answer("2026-11-30 18:00", fact="token.expires_in")
    assert isinstance(understood, Accepted)
    assert understood.value == 900.0
    epoch = consultation.answer("1796060760", fact="token.expires_in")
    assert isinstance(epoch, Accepted)
    assert epoch.value == 60.0


def test_without_a_join_a_point_of_time_says_nothing() -> None:
    refused = said("token.expires_in", "2026-11-30 18:00")
    assert isinstance(refused, Refused)
    assert "joined" in refused.message
    assert isinstance(said("token.expires_in", "2026-02-31 18:00, joined 2026-02-28"), Refused)


def test_a_value_for_a_fact_nobody_asked_for_is_taken() -> None:
    consultation = clocked(builtin())
    consultation.answer("8 %", fact="uplink.packet_loss")
    assert question(consultation).fact == "complaint"
    primary = consultation.so_far().primary
    assert primary is not None
    assert primary.cause == "network.packet-loss"


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("5-10%", [10.0, 5.0]),
        ("5 to 10", [10.0, 5.0]),
        ("5到10", [10.0, 5.0]),
        ("> 10 %", [10.0]),
        ("more than 10", [10.0]),
        ("超过10%", [10.0]),
        ("10% 以上", [10.0]),
        ("3,5", [3.5, 3.0, 5.0]),
        ("3，5 %", [3.5, 3.0, 5.0]),
        ("99,5", [99.5, 99.0, 5.0]),
    ],
)
def test_ranges_bounds_and_decimal_commas_are_asked_about(given: str, values: list[float]) -> None:
    doubt = said("uplink.packet_loss", given)
    assert isinstance(doubt, Doubt)
    assert [one.value for one in doubt.alternatives] == values


def test_thousands_are_no_decimal_comma() -> None:
    assert value("network.rtt", "1,500 ms") == 1500.0


@pytest.mark.parametrize(("given", "meant"), [("Agora 4.2.1", "4.2.1"), ("4.2.1版", "4.2.1"), ("v4.2", "v4.2")])
def test_a_version_is_found_in_what_is_said(given: str, meant: str) -> None:
    assert value("sdk.version", given) == meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("没有声音", ["no-audio"]),
        ("对方听不到我", ["no-audio"]),
        ("lag", ["stutter"]),
        ("the picture is lagging", ["stutter"]),
        ("连不上", ["cannot-connect"]),
        ("卡", ["stutter", "choppy-audio"]),
        ("闪退", ["crash"]),
    ],
)
def test_a_complaint_in_the_words_of_people(given: str, meant: list[str]) -> None:
    understood = said("complaint", given)
    if isinstance(understood, Doubt):
        assert [one.value for one in understood.alternatives] == meant
    else:
        assert isinstance(understood, Accepted)
        assert [understood.value] == meant


@pytest.mark.parametrize("given", ["not sure", "I do not know", "不太清楚", "没看过。"])
def test_more_ways_of_not_knowing(given: str) -> None:
    understood = said("connection.established", given)
    assert isinstance(understood, Accepted)
    assert understood.value is None


def test_no_two_complaints_are_called_alike() -> None:
    names = [word for complaint in builtin().knowledge.complaints.values() for word in complaint.also]
    assert len(names) == len(set(names))
