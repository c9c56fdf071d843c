"""Tolerant JSON: whatever is complete survives, whatever is not is said."""

from __future__ import annotations

import json
import math
from random import Random
from typing import Any, TypeAlias

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import TooLarge
from rtctriage.evidence.jsontext import numbers, salvage

Json: TypeAlias = Any

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=6), inner, max_size=5),
    max_leaves=25,
)
CONTAINERS = st.lists(TREES, max_size=6) | st.dictionaries(st.text(max_size=6), TREES, max_size=6)


def load(data: bytes) -> Json:
    return msgspec.json.decode(salvage(data).data)


def write(value: Json, space: str, path: tuple[Any, ...], out: list[str], ends: dict[tuple[Any, ...], int]) -> int:
    """Writes JSON with ``space`` around everything, and notes at which byte each scalar and empty container ends."""

    size = 0

    def emit(text: str) -> None:
        nonlocal size
        out.append(text)
        size += len(text.encode())

    if isinstance(value, (dict, list)) and value:
        is_object = isinstance(value, dict)
        emit("{" if is_object else "[")
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for index, (key, member) in enumerate(pairs):
            if index:
                emit(space + "," + space)
            if is_object:
                emit(json.dumps(key, ensure_ascii=len(path) % 2 == 0) + space + ":" + space)
            inner: dict[tuple[Any, ...], int] = {}
            before = size
            size += write(member, space, (*path, key), out, inner)
            ends.update({where: before + end for where, end in inner.items()})
        emit(space + ("}" if is_object else "]"))
    else:
        emit(json.dumps(value, ensure_ascii=len(path) % 2 == 0))
        ends[path] = size
    return size


def is_part(part: Json, whole: Json) -> bool:
    """Whether nothing in ``part`` is other than in ``whole``, and arrays have lost only their ends."""
    if isinstance(whole, dict):
        return isinstance(part, dict) and all(k in whole and is_part(v, whole[k]) for k, v in part.items())
    if isinstance(whole, list):
        return (
            isinstance(part, list)
            and len(part) <= len(whole)
            and all(is_part(p, w) for p, w in zip(part, whole, strict=False))
        )
    return type(part) is type(whole) and bool(part == whole)


def at(value: Json, path: tuple[Any, ...]) -> Json:
    for key in path:
        value = value[key]
    return value


@given(CONTAINERS, st.sampled_from(["", " ", "\n  "]), st.data())
def test_cut_anywhere_keeps_all_that_is_complete(value: Json, space: str, data: st.DataObject) -> None:
    out: list[str] = []
    ends: dict[tuple[Any, ...], int] = {}
    write(value, space, (), out, ends)
    text = "".join(out).encode()
    cut = data.draw(st.integers(1, len(text)))
    saved = load(text[:cut])
    assert is_part(saved, value)
    for path, end in ends.items():
        # What ends with the file itself may be part of a longer number.
        if path and end < cut:
            assert at(saved, path) == at(value, path)


@given(CONTAINERS, st.sampled_from([None, 1]))
def test_strict_text_stays_as_it_is(value: Json, indent: int | None) -> None:
    text = json.dumps(value, indent=indent).encode()
    saved = salvage(text)
    assert saved.problems == ()
    assert saved.data == text


@given(st.binary(max_size=400))
def test_any_bytes_become_json(data: bytes) -> None:
    msgspec.json.decode(salvage(data).data)


JSON_LIKE = st.lists(
    st.sampled_from(
        ["{", "}", "[", "]", ",", ":", '"', '"a"', '"stats":', "\\", "\\u", "\\ud800", "1", "-", "1e999", "NaN", "nul",
         "null", " ", "\n", "\x00", "\x00\x01\x02", "\udcff", '"startTime":"x"', '"values":"[1]"', '{"type":',
         '"PeerConnections":{', '"8-1":{', '"updateLog":['],
    ),
    max_size=60,
)  # fmt: skip


@given(JSON_LIKE)
def test_any_text_like_json_becomes_json(parts: list[str]) -> None:
    saved = salvage("".join(parts).encode("utf-8", "surrogateescape"))
    msgspec.json.decode(saved.data)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'{"a":NaN,"b":Infinity,"c":-Infinity,"d":1e400,"e":-1e999}', dict.fromkeys("abcde")),
        (b'{"a":[1,2,],"b":{"c":3,},}', {"a": [1, 2], "b": {"c": 3}}),
        (b'{"a":1,"a":2,"b":NaN}', {"a": 2, "b": None}),
        (b'{"a":"x\ty\nz","b":"\\ud800!"}', {"a": "x\ty\nz", "b": "\ufffd!"}),
        (b'{"a":"caf\xe9"}', {"a": "caf\ufffd"}),
        (b'{"a":"\\q","b":"\\u12"}', {"a": "\\q", "b": "\\u12"}),
        (b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        (b'[1,,2,undefined,True,007,+5,.5,5.]', [1, None, 2, None, True, 7, 5, 0.5, 5.0]),
        (b'{"a":,"b":2}', {"a": None, "b": 2}),
        (b'{"a":1}\n{"b":2}', {"a": 1}),
        (b'noise {"a":1}', {"a": 1}),
        (b'{"a":{"b":1}},"c":2}', {"a": {"b": 1}, "c": 2}),
        (b"", None),
        (b"text", None),
        (b"[" + b"9" * 400 + b",1]", [None, 1]),
        (b"[" + b"NaN, 1,-Infinity,\n" * 700 + b"Infinity]", [None, 1, None] * 700 + [None]),
        (b'{"NaN":NaN,"Infinity":-Infinity,"x":NaN,"z":"NaN"}', {"NaN": None, "Infinity": None, "x": None, "z": "NaN"}),
        (b'[{"a":NaN,"b":[NaN,1,{"c":NaN,}]},"[NaN]",NaNa]', [{"a": None, "b": [None, 1, {"c": None}]}, "[NaN]", None]),
    ],
)  # fmt: skip
def test_irregular_text(text: bytes, value: Json) -> None:
    assert load(text) == value


def test_a_text_of_nothing_but_wrong_words_is_given_up() -> None:
    saved = salvage(b'{"a":1,"b":[' + b"0x12," * 700_000 + b"1]}")
    assert msgspec.json.decode(saved.data)["a"] == 1
    assert any("too damaged to be read" in problem.en for problem in saved.problems)


def test_values_that_are_no_numbers_are_counted() -> None:
    (problem,) = salvage(b'{"a":[NaN,1,Infinity,2],"b":NaN,"c":-Infinity,"d":0x1}').problems
    assert problem.en.startswith("5 value(s)")


def test_nothing_is_lost_without_a_word() -> None:
    for text in (b'{"a":NaN}', b'{"a":1', b'{"a":"\xff"}', b'{"a":1} x', b"x", b'{"a" 1}'):
        (problem,) = salvage(text).problems
        assert problem.en
        assert problem.zh


def test_no_content_in_what_is_said() -> None:
    saved = salvage(b'{"secret-key":"secret-value","b":NaN,"c":"secret')
    assert "secret" not in "".join(p.en + p.zh for p in saved.problems)


@pytest.mark.parametrize("opener", [b"[", b'{"a":'])
def test_depth_is_limited(opener: bytes) -> None:
    with pytest.raises(TooLarge):
        salvage(opener * 100_000)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":' + b'"' * 300_000,
        b'{"a":"' + b'\\"' * 300_000,
        b'{"a":"' + b"\x01a" * 300_000,
        b'{"a":{},' * 40_000,
        b'[{"a":1},{"a":[[' + b',{"a":x ' * 40_000,
        b'[{"a":1},{"a":[[' + b'"a":{"a":x ' * 40_000,
        b"[" + b"NaN," * 100_000,
        b'{"a":1' + b" " * 300_000 + b'"',
        b"[1," + b"9" * 300_000,
    ],
    ids=["quotes", "escapes", "controls", "braces", "elements", "members", "nan", "spaces", "digits"],
)
def test_hostile_text_ends(text: bytes) -> None:
    msgspec.json.decode(salvage(text).data)


def dump(indent: int | None) -> tuple[bytes, dict[str, Json]]:
    """A dump of one connection, and its series."""
    series = {
        f"IT01V{n}-{member}": {
            "startTime": "2026-11-22T21:54:02.140Z",
            "endTime": "2026-11-22T21:54:33.398Z",
            "statsType": "inbound-rtp",
            "values": json.dumps([n * 1000 + i for i in range(30)] if n % 3 else ["VP8"] * 10),
        }
        for n in range(60)
        for member in ("packetsReceived", "[bytesReceived_in_bits/s]")
    }
    log = [{"timestamp": 1.7e12 + i, "type": "onicecandidate", "value": json.dumps({"a": i})} for i in range(60)]
    request = {"audio": "", "origin": "https://a.invalid", "pid": 1, "rid": 8, "request_id": 0}
    connection = {"pid": 1, "rtcConfiguration": "{}", "stats": series, "updateLog": log, "url": "https://a.invalid/"}
    whole = {
        "getUserMedia": [request],
        "PeerConnections": {"8-1": connection},
        "UserAgent": "Mozilla/5.0",
        "UserAgentData": {"brands": []},
    }
    return json.dumps(whole, indent=indent).encode(), series


@given(
    st.sampled_from([None, 1]),
    st.floats(0, 1),
    st.sampled_from(["random", "zeros", "ones"]),
    st.integers(0, 2**32),
)
def test_an_overwritten_block_costs_what_it_touches(indent: int | None, where: float, kind: str, seed: int) -> None:
    text, series = dump(indent)
    start = int(where * (len(text) - 1))
    size = min(4096, len(text) - start)
    block = {"random": Random(seed).randbytes(size), "zeros": bytes(size), "ones": b"\xff" * size}[kind]
    saved = load(text[:start] + block + text[start + size :])
    connections = saved.get("PeerConnections", {}) if isinstance(saved, dict) else {}
    found: dict[str, Json] = {}
    for connection in connections.values():
        found.update(connection.get("stats", {}))
    names = list(series)
    spans = [text.index(json.dumps(name).encode()) for name in names] + [text.index(b'"updateLog"')]
    touched = [i for i in range(len(names)) if spans[i] < start + size and spans[i + 1] > start]
    # Besides, the one before and the one after may go with it; an opening that was overwritten hides the first ones.
    spared = set(range(len(names))) - {j for i in touched for j in (i - 1, i, i + 1)}
    lost = [names[i] for i in spared if found.get(names[i]) != series[names[i]]]
    assert lost == []
    for name, values in found.items():
        if name in series and values.get("values") is not None:
            assert values["values"] == series[name]["values"] or "\ufffd" in values["values"]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_bracket_too_many_or_too_few_moves_nothing(indent: int | None) -> None:
    text, series = dump(indent)
    names = list(series)
    place = text.index(json.dumps(names[50]).encode())
    for damaged in (
        text[:place].rstrip().removesuffix(b",") + b"}," + text[place:],
        text[:place].rstrip().removesuffix(b",").rstrip().removesuffix(b"}") + b"," + text[place:],
    ):
        saved = load(damaged)
        stats = saved["PeerConnections"]["8-1"]["stats"]
        assert all(stats.get(name) == series[name] for name in names if name != names[49])
        assert saved["UserAgent"] == "Mozilla/5.0"


def test_real_files_cut_and_damaged(shared: Any) -> None:
    import gzip

    for path in sorted((shared / "real" / "webrtc-internals").glob("*.gz")):
        text = gzip.decompress(path.read_bytes())
        whole = msgspec.json.decode(text)
        assert is_part(load(text[: len(text) * 2 // 3]), whole)
        half = len(text) // 2
        saved = load(text[:half] + bytes(4096) + text[half + 4096 :])
        count = sum(len(c["stats"]) for c in whole["PeerConnections"].values())
        kept = sum(len(c["stats"]) for c in saved["PeerConnections"].values())
        assert kept >= count - 25


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[1,2.5,-3e2]", [1, 2.5, -300.0]),
        ('["a",true,null]', ["a", True, None]),
        ("[1,NaN,3,Infinity,-Infinity,1e400]", [1, None, 3, None, None, None]),
        (" [NaN, -Infinity ,Infinity,2]", [None, None, None, 2]),
        ('["NaN",NaN,"-Infinity"]', ["NaN", None, "-Infinity"]),
        ("[NaNNaN,1]", [None, 1]),
        ("[]", []),
        ("[ ]", []),
        ("[1,2,]", [1, 2]),
        ("[1,2,3", [1, 2]),
        ('[1,"ab","c', [1, "ab"]),
        ('["{\\"cpu\\":0}",NaN]', ['{"cpu":0}', None]),
        ('[{"cpu":0},NaN]', [{"cpu": 0}, None]),
        ("", None),
        ("text", None),
        ("{}", None),
        ("[1,\x00\x01\x02,3]", None),
        ("[1,2" + "X" * 4096 + ",3]", None),
        ("[1 2]", None),
        ("[1,2]]", None),
    ],
)
def test_values(text: str, values: list[object] | None) -> None:
    assert numbers(text) == values


@given(st.text(max_size=60) | st.text(alphabet='[]{},:"\\ 0123456789.eE+-NaInftyrul', max_size=60))
def test_any_text_as_values(text: str) -> None:
    for value in numbers(text) or []:
        assert not (isinstance(value, float) and not math.isfinite(value))


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=20), st.data())
def test_values_as_python_writes_them(values: list[float], data: st.DataObject) -> None:
    text = json.dumps(values)
    expected = [v if math.isfinite(v) else None for v in values]
    assert numbers(text) == expected
    cut = data.draw(st.integers(1, len(text)))
    part = numbers(text[:cut])
    assert part is not None
    assert part == expected[: len(part)]
    assert len(part) >= text[:cut].count(",") if cut < len(text) else part == expected
