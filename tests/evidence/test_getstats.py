from __future__ import annotations

import json
from typing import Any

import pytest
from dumps import T0, notes, poll, profile_of, scalar, stat, streams, times, values
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import NoSuchConnection, NothingReadable, RtctriageError
from rtctriage.evidence.getstats import read_polls


def inbound(at: float, **more: Any) -> dict[str, Any]:
    """Received video: 100 packets and 25 frames a second."""
    members = {"packetsReceived": 100 * at, "packetsLost": 0, "bytesReceived": 1000 * at, "framesDecoded": 25 * at}
    return stat("IV", "inbound-rtp", at, kind="video", ssrc=2222, **{**members, **more})


def call(polls: int = 5, name: str | None = "A") -> bytes:
    return b"".join(poll(name, s, [inbound(s)]) for s in range(polls))


def test_one_poll_a_line() -> None:
    profile = profile_of(call())
    assert times(profile, "downlink.video.packets") == [1.0, 2.0, 3.0, 4.0]
    assert values(profile, "downlink.video.packets") == [100.0] * 4
    (note,) = profile.evidence
    assert (note.format, note.connection, note.samples, note.t0, note.seconds) == ("getstats", "A", 5, T0, 4.0)


def test_both_ends_in_one_file() -> None:
    lines = [
        poll(pc, s, [inbound(s, packetsReceived=rate * s)]) for s in range(5) for pc, rate in (("A", 50), ("B", 70))
    ]
    data = b"".join(lines)
    assert values(profile_of(data, "A"), "downlink.video.packets") == [50.0] * 4
    assert values(profile_of(data, "B"), "downlink.video.packets") == [70.0] * 4
    with pytest.raises(NoSuchConnection):
        profile_of(data, "C")


def test_one_end_as_if_the_other_were_not_there() -> None:
    both = b"".join(poll(pc, s, [inbound(s)]) for s in range(5) for pc in "AB")
    assert profile_of(both, "A").facts == profile_of(call(), "A").facts


def reports_by_id(at: float) -> dict[str, Any]:
    report = inbound(at)
    del report["id"]
    return {"IV": report}


@pytest.mark.parametrize(
    "data",
    [
        b"".join(poll(None, s, [inbound(s)]) for s in range(3)),
        b"".join(poll("A", s, reports_by_id(s)) for s in range(3)),
        b"".join(json.dumps([inbound(s)]).encode() + b"\n" for s in range(3)),
        b"".join(poll("A", s, [["IV", inbound(s)]]).rstrip() + b"\r\n" for s in range(3)),
        json.dumps([json.loads(poll("A", s, [inbound(s)])) for s in range(3)]).encode(),
        json.dumps([json.loads(poll("A", s, [inbound(s)])) for s in range(3)], indent=2).encode(),
        b"\n\n" + b"\n".join(poll("A", s, [inbound(s)]) for s in range(3)) + b"\n  \n",
        b"".join(poll("A", s, [inbound(s)]).replace(b'"A"', b"7") for s in range(3)),
    ],
)
def test_shapes_of_a_poll(data: bytes) -> None:
    assert values(profile_of(data), "downlink.video.packets") == [100.0, 100.0]


@pytest.mark.parametrize(
    "reports",
    [[inbound(1)], reports_by_id(1), list(reports_by_id(1).items()), [{"key": "IV", "value": inbound(1)}]],
    ids=["array", "object", "pairs", "keys-and-values"],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_single_poll(reports: Any, indent: int | None) -> None:
    profile = profile_of(json.dumps(reports, indent=indent).encode())
    assert values(profile, "downlink.video.packets") == []
    assert scalar(profile, "downlink.video.flowing") is True


def test_a_line_that_cannot_be_read_costs_that_poll() -> None:
    lines = call().splitlines(keepends=True)
    lines[2] = b"--disconnect--\n"
    profile = profile_of(b"".join(lines))
    assert times(profile, "downlink.video.packets") == [1.0, 3.0, 4.0]
    assert values(profile, "downlink.video.packets") == [100.0] * 3
    assert "1 lines could not be read" in notes(profile)


def test_a_line_with_nan_costs_that_value() -> None:
    lines = call().splitlines(keepends=True)
    lines[2] = lines[2].replace(b'"framesDecoded": 50', b'"framesDecoded": NaN')
    profile = profile_of(b"".join(lines))
    assert times(profile, "downlink.video.packets") == [1.0, 2.0, 3.0, 4.0]
    assert times(profile, "downlink.video.frame_rate") == [1.0, 3.0, 4.0]
    assert "1 lines are damaged or cut off" in notes(profile)


@given(st.integers(0, len(call())))
def test_a_file_that_was_cut_off_anywhere(cut: int) -> None:
    whole = values(profile_of(call()), "downlink.video.packets")
    try:
        profile = profile_of(call()[:cut])
    except RtctriageError:
        assert cut < len(call(1))
    else:
        found = values(profile, "downlink.video.packets")
        assert found == whole[: len(found)]
        assert len(found) >= call()[:cut].count(b"\n") - 1


def test_one_poll_over_several_lines_that_was_cut_off() -> None:
    text = json.dumps([inbound(1), stat("OV", "outbound-rtp", 1, kind="video", packetsSent=7)], indent=1).encode()
    profile = profile_of(text[: text.index(b'"OV"')])
    assert scalar(profile, "downlink.video.flowing") is True
    assert "damaged or cut off" in notes(profile)


def test_an_array_of_polls_that_was_cut_off() -> None:
    text = json.dumps([json.loads(poll("A", s, [inbound(s)])) for s in range(3)], indent=1).encode()
    profile = profile_of(text[:-20])
    assert values(profile, "downlink.video.packets") == [100.0, 100.0]
    assert "damaged or cut off" in notes(profile)


def test_members_that_come_and_go() -> None:
    reports = [inbound(s, **({"frameWidth": 640} if s in (1, 2) else {})) for s in range(4)]
    profile = profile_of(b"".join(poll("A", s, [r]) for s, r in enumerate(reports)))
    assert times(profile, "downlink.video.width") == [1.0, 2.0]


def test_reports_without_a_time_were_taken_with_the_poll() -> None:
    reports = [{k: v for k, v in inbound(s).items() if k != "timestamp"} for s in range(3)]
    profile = profile_of(b"".join(poll("A", s, [r]) for s, r in enumerate(reports)))
    assert times(profile, "downlink.video.packets") == [1.0, 2.0]


def test_reports_without_any_time_cannot_be_placed() -> None:
    reports = [{k: v for k, v in inbound(s).items() if k != "timestamp"} for s in range(3)]
    with pytest.raises(NothingReadable):
        profile_of(json.dumps(reports).encode())


@pytest.mark.parametrize("stamp", [0, -1, 1e300, 10**400, True, "later", None])
def test_times_that_are_none(stamp: Any) -> None:
    lines = [
        json.dumps({"pc": "A", "timestamp": T0 + 1000 * s, "stats": [inbound(s, timestamp=stamp)]}) for s in range(3)
    ]
    profile = profile_of("\n".join(lines).encode())
    assert times(profile, "downlink.video.packets") == [1.0, 2.0]
    assert profile.evidence[0].seconds == 2.0


def test_native_sdks_count_microseconds() -> None:
    lines = [poll("A", s, [inbound(s, timestamp=1000 * (T0 + 1000 * s))]) for s in range(3)]
    profile = profile_of(b"".join(lines))
    assert values(profile, "downlink.video.packets") == [100.0, 100.0]
    assert profile.evidence[0].t0 == T0


def test_a_remote_report_does_not_begin_the_call() -> None:
    far = stat("RIV", "remote-inbound-rtp", -100, kind="video", ssrc=1, packetsLost=0)
    assert profile_of(poll("A", 0, [inbound(0), far]) + poll("A", 1, [inbound(1), far])).evidence[0].t0 == T0


def test_what_is_no_report_is_passed_over() -> None:
    odd: list[Any] = [7, None, {"id": 3, "type": "codec"}, {"id": "x"}, ["a", "b", "c"], {"type": "codec"}]
    data = b"".join(poll("A", s, [*odd, inbound(s)]) for s in range(3))
    assert values(profile_of(data), "downlink.video.packets") == [100.0, 100.0]


def test_addresses_are_not_kept() -> None:
    candidate = stat("I1", "local-candidate", 0, address="10.1.2.3", ip="10.1.2.3", url="turn:a.example", priority=1)
    (peer,) = read_polls(poll("A", 0, [candidate])).connections
    assert peer.reports[0].members == {"timestamp", "priority"}


def test_old_names_of_types() -> None:
    old = stat("p", "candidatepair", 0, selected=True, bytesSent=1)
    (peer,) = read_polls(poll("A", 0, [old])).connections
    assert [r.type for r in peer.reports] == ["candidate-pair"]


def test_streams_of_several_layers() -> None:
    def layers(at: float) -> list[dict[str, Any]]:
        return [
            stat(f"OV{rid}", "outbound-rtp", at, kind="video", ssrc=n, rid=rid, packetsSent=n * at)
            for n, rid in ((10, "q"), (40, "f"))
        ]

    profile = profile_of(b"".join(poll("A", s, layers(s)) for s in range(3)))
    found = streams(profile, "uplink.video.packets")
    assert {label: list(s.values) for label, s in found.items()} == {
        "video 10 q": [10.0, 10.0],
        "video 40 f": [40.0, 40.0],
    }
