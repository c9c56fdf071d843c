from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import ProfileError
from rtctriage.evidence.profile_file import parse_fact, read_profile
from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import Known, Profile, Scalar, Streams, Value
from rtctriage.series import Series
from rtctriage.text import Text


def spec(name: str, type: str = "number", **more: Any) -> FactSpec:
    fields: dict[str, Any] = {"type": type, **more}
    return FactSpec(name=name, title=Text("T", "题"), meaning=Text("M", "义"), **fields)


FACTS = {
    s.name: s
    for s in [
        spec("complaint", "choice", choices=("stutter", "no-audio")),
        spec("scenario", "choice", choices=("show-live",)),
        spec("sdk.vendor", "choice", choices=("agora", "trtc")),
        spec("sdk.version", "version"),
        spec("device.model", "text"),
        spec("device.os_version", "version"),
        spec("uplink.packet_loss", series=True, unit="%", low=0.0, high=100.0),
        spec("uplink.rtt", series=True, unit="ms", low=0.0, high=60000.0),
        spec("cpu.total", series=True, unit="%", low=0.0, high=100.0),
        spec("connection.established", "boolean"),
        spec("ice.turn_errors", low=0.0),
    ]
}

EXAMPLE = """schema: rtctriage/profile@1
complaint: stutter
scenario: show-live
sdk: {vendor: agora, version: 4.10, platform:}
device: {model: Redmi Note 8, os_version: "14"}
facts: {uplink.packet_loss: 8.2 %, uplink.rtt: 0.31 s, cpu.total: 91}
"""
VALUES: dict[str, Scalar] = {
    "complaint": "stutter",
    "scenario": "show-live",
    "sdk.vendor": "agora",
    "sdk.version": "4.10",
    "device.model": "Redmi Note 8",
    "device.os_version": "14",
    "uplink.packet_loss": 8.2,
    "uplink.rtt": 310.0,
    "cpu.total": 91.0,
}


def read(data: bytes | str | dict[str, Any]) -> Profile:
    return read_profile(data.encode() if isinstance(data, str) else data, name="p.yaml", facts=FACTS)


def plain(values: Profile | dict[str, Value]) -> dict[str, object]:
    facts = values.facts if isinstance(values, Profile) else values
    return {name: value.value for name, value in facts.items() if isinstance(value, Known)}


def wrong(data: bytes | str | dict[str, Any]) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        read(data)
    assert str(caught.value) == "\n".join(str(p) for p in caught.value.problems)
    return [str(p) for p in caught.value.problems]


def test_the_example() -> None:
    text = EXAMPLE.replace(", platform:", "")
    assert plain(read(text)) == VALUES


def test_where_a_value_stands_is_its_source() -> None:
    profile = read(EXAMPLE.replace(", platform:", ""))
    assert profile.facts["device.model"].source.kind == "typed"
    assert profile.facts["device.model"].source.detail == "p.yaml:5"


def test_the_same_as_json_and_as_a_mapping() -> None:
    mapping = {
        "complaint": "stutter",
        "scenario": "show-live",
        "sdk": {"vendor": "agora", "version": "4.10"},
        "device": {"model": "Redmi Note 8", "os_version": "14"},
        "facts": {"uplink.packet_loss": 8.2, "uplink.rtt": "310 ms", "cpu.total": 91},
    }
    assert plain(read(mapping)) == VALUES
    assert plain(read(json.dumps(mapping))) == VALUES
    assert plain(read(json.dumps(mapping, indent="\t").replace("/", "\\/"))) == VALUES


@pytest.mark.parametrize("data", ["{}", "facts: {}", "facts:", '{"facts": null, "sdk": {"version": null}}', {}])
def test_any_subset_is_valid(data: str | dict[str, Any]) -> None:
    assert read(data).facts == {}


def test_both_ways_to_write_a_fact_are_one() -> None:
    profile = read("sdk: {version: 4.2.1}\nfacts: {sdk.version: 4.2.1}\n")
    assert plain(profile) == {"sdk.version": "4.2.1"}
    assert wrong("sdk: {version: 4.2.1}\nfacts: {sdk.version: 4.2.10}\n") == [
        "p.yaml:2:22: sdk.version is given twice, with different values (the other one is in line 1)"
    ]


def test_a_list_is_a_series() -> None:
    profile = read("facts: {uplink.packet_loss: [0.1 % x2, ~, 25]}\n")
    value = profile.facts["uplink.packet_loss"]
    assert isinstance(value, Streams)
    assert value.streams[0].series == Series([1, 2, 4], [0.1, 0.1, 25])
    made = read({"facts": {"uplink.packet_loss": [0.1, 0.1, None, 25]}}).facts["uplink.packet_loss"]
    assert isinstance(made, Streams)
    assert made.streams == value.streams


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("compliant: stutter\n", '1:1: unknown key "compliant" (did you mean "complaint"?)'),
        ("complaint: stuter\n", '1:12: complaint cannot be "stuter" (did you mean "stutter"?)'),
        ("schema: rtctriage/profile@2\n", "1:9: this version reads the schema rtctriage/profile@1 only"),
        ("sdk: {vender: agora}\n", '1:7: unknown key in sdk: "vender" (did you mean "vendor"?)'),
        ("sdk: 4.2\n", "1:6: sdk must be a mapping"),
        (
            "facts:\n  uplink.paket_loss: 5 %\n",
            '2:3: unknown fact "uplink.paket_loss" (did you mean "uplink.packet_loss"?)',
        ),
        ("facts:\n  uplink.rtt: 5 %\n", "2:15: % measures share, here ms (time) is expected"),
        ("facts:\n  uplink.rtt: 5 seconds\n", '2:15: unknown unit "seconds"'),
        ("facts:\n  uplink.packet_loss: 108 %\n", "2:23: uplink.packet_loss is never above 100 %"),
        ("facts:\n  uplink.packet_loss: 1e400\n", "2:23: the number is too large"),
        ("facts:\n  uplink.packet_loss: .nan\n", '2:23: ".nan" is not a number'),
        ("facts: {connection.established: [true]}\n", "1:33: connection.established is one value, not a series"),
        ("facts: {uplink.packet_loss: {a: 1}}\n", "1:29: uplink.packet_loss must be a value, not a mapping"),
        ("facts: {uplink.packet_loss: [[1]]}\n", "1:30: a sample must be a value"),
        ("facts: {uplink.packet_loss: []}\n", "1:29: the series has no sample"),
        ("facts: {uplink: {packet_loss: 5}}\n", '1:9: "uplink" is no fact (write uplink.some_name: value, with dots)'),
        ("uplink.packet_loss: 5 %\n", "1:1: the fact uplink.packet_loss stands outside of facts (put it under facts:)"),
        ("facts: {ice.turn_errors: ''}\n", "1:26: ice.turn_errors has no value"),
        ("- a\n", "1:1: a profile must be a mapping"),
        ("stutter\n", "1:1: a profile must be a mapping"),
        ('{"facts": {"uplink.rtt": NaN}}', '1:26: "NaN" is not a number'),
        ('{"facts": {"uplink.rtt": Infinity}}', '1:26: "Infinity" is not a number'),
        ('{"facts":\n {"uplink.rt": 1}}', '2:3: unknown fact "uplink.rt" (did you mean "uplink.rtt"?)'),
        ("a: &a [x]\nb: [*a, *a]\n", "1:4: anchors (&name) are not allowed"),
    ],
)
def test_mistakes_are_placed(text: str, problem: str) -> None:
    found = wrong(text)
    assert len(found) == 1
    assert found[0].startswith(f"p.yaml:{problem}")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "p.yaml: the file is empty"),
        ("facts: {}".encode("utf-16"), "p.yaml: the file is UTF-16 (save it as UTF-8)"),
        (b"\x00\x01\x02\x00binary", "p.yaml: the file is binary, not text"),
        (b"[" * 100_000, "p.yaml:1:51: nested more than 50 levels deep"),
        (b"x: " + b"y" * 2_000_000, "p.yaml: the file is larger than 2 MB (split it)"),
    ],
)
def test_what_is_no_profile_at_all(data: bytes, problem: str) -> None:
    assert wrong(data) == [problem]


def test_all_problems_come_together_in_order() -> None:
    found = wrong("facts: {uplink.rtt: 5 %, cpu.totl: 3}\ncomplaint: x\nsdk: {version: new}\n")
    assert [problem.split(": ")[0] for problem in found] == ["p.yaml:1:21", "p.yaml:1:26", "p.yaml:2:12", "p.yaml:3:16"]


@pytest.mark.parametrize("line", ["  uplink.x{}: 1\n", "  uplink.rtt: 1 # {}\n"])
def test_a_file_full_of_mistakes_tells_the_first_thousand(line: str) -> None:
    assert len(wrong("facts:\n" + "".join(line.format(n) for n in range(50_000)))) == 1000


def test_a_message_repeats_nothing_private() -> None:
    secrets = (
        "203.0.113.77",
        "007eJxTYBBbsMMnKq7p9Hf",
        "https://example.org/?token=abc",
        "turn:relay.example.org:3478",
    )
    for secret in secrets:
        for text in (
            f"facts: {{uplink.rtt: '{secret}'}}",
            f"facts: {{'{secret}': 1}}",
            f"'{secret}': 1",
            f"complaint: '{secret}'",
            f"sdk: {{'{secret}': 1, version: '{secret}x x'}}",
            f"facts: {{connection.established: '{secret}'}}",
            f"facts: {{uplink.rtt: '5 {secret}'}}",
        ):
            assert secret not in "\n".join(wrong(text))


class Odd:
    """Something that no profile can hold."""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "not finite"),
        (float("inf"), "not finite"),
        (10**400, "too large"),
        pytest.param(10**5000, "too large", id="5001 digits"),
        (Odd(), "type Odd cannot be read"),
        (b"5", "type bytes cannot be read"),
        (Decimal(5), "type Decimal cannot be read"),
        (Series([1], [2]), "a Series has no place"),
        ({"a": 1}, "must be a value, not a mapping"),
        (True, "is not a number"),
        (101, "never above"),
    ],
)
def test_what_a_program_cannot_give(value: object, message: str) -> None:
    (problem,) = wrong({"facts": {"uplink.packet_loss": value}})
    assert message in problem


def test_what_a_program_can_give() -> None:
    facts = {
        "uplink.packet_loss": Fraction(1, 2),
        "connection.established": False,
        "ice.turn_errors": 3,
        "cpu.total": None,
    }
    assert plain(read({"facts": facts})) == {
        "uplink.packet_loss": 0.5, "connection.established": False, "ice.turn_errors": 3.0,
    }  # fmt: skip


def test_a_mapping_that_holds_itself() -> None:
    endless: dict[str, Any] = {}
    endless["facts"] = endless
    assert wrong(endless) == ["p.yaml: nested more than 50 levels deep"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("uplink.rtt", "0.31 s", 310.0),
        ("uplink.rtt", "310", 310.0),
        ("sdk.version", "4.10", "4.10"),
        ("connection.established", "no", False),
        ("device.model", "[x]", "[x]"),
    ],
)
def test_one_fact(name: str, text: str, expected: object) -> None:
    assert parse_fact(name, text, FACTS) == Known(expected)  # type: ignore[arg-type]  # a scalar of any type


@pytest.mark.parametrize("value", ["[1 % x2, _, 3]", ["1 % x2", "_", "3"]])
def test_one_fact_as_a_series(value: str | list[str]) -> None:
    fact = parse_fact("uplink.packet_loss", value, FACTS)
    assert isinstance(fact, Streams)
    assert fact.streams[0].series == Series([1, 2, 4], [1, 1, 3])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("uplink.rt", "5", 'unknown fact "uplink.rt" (did you mean "uplink.rtt"?)'),
        ("uplink.rtt", "5 %", "uplink.rtt: % measures share, here ms (time) is expected"),
        ("uplink.rtt", "[]", "uplink.rtt: the series has no sample (leave the fact out if it is not known)"),
    ],
)
def test_one_fact_that_is_wrong(name: str, text: str, message: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_fact(name, text, FACTS)
    assert str(caught.value) == message


_names = st.sampled_from([*FACTS, "facts", "sdk", "schema", "nope", "丢"])
_scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["5 %", "_ x3"])
)
_anything = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(_names, _anything, max_size=5))
def test_any_mapping_is_a_profile_or_a_problem(mapping: dict[str, Any]) -> None:
    for data in (mapping, json.dumps(mapping).encode()):
        try:
            profile = read(data)
        except ProfileError as error:
            assert error.problems  # noqa: PT017  # it may be raised or not
        else:
            assert set(profile.facts) <= set(FACTS)


@given(st.binary(max_size=100) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_profile_or_a_problem(data: bytes) -> None:
    try:
        read(data)
    except ProfileError as error:
        assert error.problems  # noqa: PT017  # it may be raised or not


@given(st.floats(0, 100), st.sampled_from(["%", "ratio", ""]))
def test_numbers_mean_the_same_in_every_form(value: float, unit: str) -> None:
    scaled = value / 100 if unit == "ratio" else value
    text = f"{scaled!r} {unit}".strip()
    expected = pytest.approx(value, abs=1e-9)
    if scaled > 1 and unit == "ratio":
        return
    forms: list[bytes | dict[str, Any]] = [
        {"facts": {"cpu.total": text}},
        f"facts: {{cpu.total: {text}}}".encode(),
        json.dumps({"facts": {"cpu.total": text}}).encode(),
    ]
    for data in forms:
        assert plain(read(data)) == {"cpu.total": expected}
