from __future__ import annotations

from collections.abc import Mapping

import pytest

from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import Connection, LogEntry
from rtctriage.evidence.sdp_facts import sdp_facts
from rtctriage.profile import Known, Scalar

_CODECS = {"VP8": 96, "VP9": 98, "H264": 102, "rtx": 97, "opus": 111, "PCMU": 0}


def sdp(*sections: tuple[str, str, str]) -> str:
    """A description: kind, direction and codecs of each section; the direction "refused" is port 0."""
    lines = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    for kind, direction, codecs in sections:
        names = codecs.split()
        port = 0 if direction == "refused" else 9
        lines.append(f"m={kind} {port} UDP/TLS/RTP/SAVPF " + " ".join(str(_CODECS[n]) for n in names))
        lines += [f"a=rtpmap:{_CODECS[n]} {n}/90000" for n in names]
        lines.append(f"a={'inactive' if direction == 'refused' else direction}")
    return "\r\n".join(lines) + "\r\n"


def described(side: str, type: str, text: str) -> LogEntry:
    return LogEntry(at=0.0, kind=f"set{side}description", value={"type": type, "sdp": text})


def facts(*log: LogEntry) -> Mapping[str, Scalar]:
    out = Gathered("call")
    sdp_facts(Connection(id="1", log=log), out)
    return {name: v.value for name, v in out.facts().items() if isinstance(v, Known)}


@pytest.mark.parametrize(
    ("answer", "caller", "callee"),
    [
        ("sendrecv", "sendrecv", "sendrecv"),
        ("recvonly", "sendonly", "recvonly"),
        ("sendonly", "recvonly", "sendonly"),
        ("inactive", "inactive", "inactive"),
    ],
)
def test_the_direction_is_this_ends(answer: str, caller: str, callee: str) -> None:
    offer, answered = sdp(("audio", "sendrecv", "opus")), sdp(("audio", answer, "opus"))
    ours = facts(described("local", "offer", offer), described("remote", "answer", answered))
    theirs = facts(described("remote", "offer", offer), described("local", "answer", answered))
    assert ours["sdp.audio_direction"] == caller
    assert theirs["sdp.audio_direction"] == callee


def test_several_sections_of_a_kind_count_together() -> None:
    offer = sdp(("video", "sendonly", "VP8"), ("video", "recvonly", "VP8"))
    answer = sdp(("video", "recvonly", "VP8"), ("video", "sendonly", "VP8"))
    found = facts(described("local", "offer", offer), described("remote", "answer", answer))
    assert found["sdp.video_direction"] == "sendrecv"


def test_a_section_that_was_refused() -> None:
    offer, answer = sdp(("video", "sendrecv", "VP8 rtx")), sdp(("video", "refused", "VP8"))
    found = facts(described("local", "offer", offer), described("remote", "answer", answer))
    assert found["sdp.video_rejected"] is True
    assert "sdp.video_direction" not in found
    assert found["sdp.video_codecs_common"] == 1.0


def test_one_of_two_sections_refused_is_no_refusal() -> None:
    offer = sdp(("video", "sendrecv", "VP8"), ("video", "sendrecv", "VP8"))
    answer = sdp(("video", "refused", "VP8"), ("video", "recvonly", "VP8"))
    found = facts(described("local", "offer", offer), described("remote", "answer", answer))
    assert (found["sdp.video_rejected"], found["sdp.video_direction"]) == (False, "sendonly")


@pytest.mark.parametrize(("answered", "common"), [("VP8 VP9 rtx", 2.0), ("VP9", 1.0), ("H264", 0.0), ("rtx", 0.0)])
def test_codecs_that_both_ends_have(answered: str, common: float) -> None:
    offer, answer = sdp(("video", "sendrecv", "VP8 VP9 rtx")), sdp(("video", "sendrecv", answered))
    found = facts(described("local", "offer", offer), described("remote", "answer", answer))
    assert found["sdp.video_codecs_common"] == common


def test_the_last_pair_counts() -> None:
    muted, live = sdp(("audio", "inactive", "opus")), sdp(("audio", "sendrecv", "opus"))
    log = [
        described("local", "offer", live),
        described("remote", "answer", muted),
        described("remote", "offer", live),
        described("local", "pranswer", live),
    ]
    assert facts(*log)["sdp.audio_direction"] == "sendrecv"
    assert facts(*log[:2])["sdp.audio_direction"] == "inactive"


def test_without_an_answer_nothing_is_agreed() -> None:
    offer = sdp(("audio", "sendrecv", "opus"))
    assert facts(described("local", "offer", offer)) == {}
    assert facts(described("remote", "answer", offer)) == {}
    assert facts(described("local", "offer", offer), described("local", "answer", offer)) == {}
    odd = LogEntry(at=None, kind="setremotedescription", value={"type": "answer"})
    assert facts(described("local", "offer", offer), odd) == {}
    assert facts(LogEntry(at=None, kind="setlocaldescription", value="damaged")) == {}


def test_a_kind_that_was_not_offered_is_unknown() -> None:
    offer = sdp(("audio", "sendrecv", "opus"))
    found = facts(described("local", "offer", offer), described("remote", "answer", offer))
    assert not [name for name in found if "video" in name]


def transceiver(
    index: int | None,
    *,
    track: bool,
    direction: str | None,
    current: str | None,
    kind: str = "video",
    mid: str | None = "0",
) -> LogEntry:
    value: dict[str, object] = {
        "kind": kind,
        "mid": mid,
        "sender": {"track": "abc" if track else None},
        "direction": direction,
        "currentDirection": current,
    }
    if index is not None:
        value["transceiverIndex"] = index
    return LogEntry(at=0.0, kind="transceivermodified", value=value)


@pytest.mark.parametrize(
    ("track", "direction", "current", "unsent"),
    [
        (True, "sendrecv", "sendrecv", False),
        (True, "sendrecv", "recvonly", True),
        (True, None, "inactive", True),
        (True, "recvonly", "recvonly", False),  # this end did not want to send
        (False, "sendrecv", "recvonly", False),
        (True, "sendrecv", None, None),
    ],
)
def test_a_track_that_nobody_sends(
    track: bool, direction: str | None, current: str | None, unsent: bool | None
) -> None:
    found = facts(transceiver(0, track=track, direction=direction, current=current))
    assert found.get("sdp.video_track_unsent") is unsent


def test_one_transceiver_that_sends_is_enough() -> None:
    spare = transceiver(0, track=True, direction="sendrecv", current="inactive")
    used = transceiver(1, track=True, direction="sendrecv", current="sendrecv")
    empty = transceiver(2, track=False, direction="recvonly", current="recvonly")
    assert facts(spare, used, empty)["sdp.video_track_unsent"] is False
    assert facts(spare, empty)["sdp.video_track_unsent"] is True


def test_a_transceiver_as_it_was_last() -> None:
    before = transceiver(None, track=True, direction="sendrecv", current="recvonly")
    after = transceiver(None, track=True, direction="sendrecv", current="sendrecv")
    assert facts(before, after)["sdp.video_track_unsent"] is False
    audio = transceiver(None, track=True, direction="sendrecv", current="sendrecv", kind="audio")
    found = facts(before, audio)
    assert (found["sdp.video_track_unsent"], found["sdp.audio_track_unsent"]) == (True, False)


@pytest.mark.parametrize(
    ("track", "direction", "mid", "unsent"),
    [
        (True, "sendrecv", None, True),
        (True, "sendonly", None, True),
        (True, "recvonly", None, None),  # this end did not want to send
        (False, "sendrecv", None, None),
        (True, "sendrecv", "1", None),  # it has a place; what was agreed on it is not known
    ],
)
def test_a_track_that_got_no_place_in_the_descriptions(
    track: bool, direction: str, mid: str | None, unsent: bool | None
) -> None:
    offer = sdp(("audio", "sendrecv", "opus"))
    pair = described("local", "offer", offer), described("remote", "answer", offer)
    forgotten = transceiver(1, track=track, direction=direction, current=None, mid=mid)
    assert facts(*pair, forgotten).get("sdp.video_track_unsent") is unsent
    # before there is an answer it may still get one
    assert "sdp.video_track_unsent" not in facts(pair[0], forgotten)


def test_a_forgotten_track_beside_one_that_is_sent() -> None:
    offer = sdp(("video", "sendrecv", "VP8"))
    pair = described("local", "offer", offer), described("remote", "answer", offer)
    used = transceiver(0, track=True, direction="sendrecv", current="sendrecv")
    forgotten = transceiver(1, track=True, direction="sendrecv", current=None, mid=None)
    assert facts(*pair, used, forgotten)["sdp.video_track_unsent"] is False
