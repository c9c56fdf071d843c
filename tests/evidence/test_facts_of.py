from __future__ import annotations

from dumps import (
    T0,
    Stats,
    audio_in,
    connection,
    counting,
    dump,
    entry,
    notes,
    poll,
    profile_of,
    report,
    scalar,
    stat,
    video_in,
    video_out,
)

from rtctriage import evidence
from rtctriage.evidence.recording import Recording
from rtctriage.profile import EvidenceNote, Known, Profile, Scalar

CREATED = entry("createOffer", "", 0.0)


def test_every_fact_names_its_source() -> None:
    profile = profile_of(dump(connection(video_in(), log=[CREATED])))
    assert profile.facts["downlink.video.bitrate"].source.detail == "call connection 7-1: inbound-rtp.bytesReceived"
    assert {v.source.kind for v in profile.facts.values()} == {"evidence"}
    assert list(profile.facts) == sorted(profile.facts)


def test_a_recording_without_connections() -> None:
    profile = evidence.facts_of(Recording(format="x", connections=(), os="linux"), "call")
    assert profile.facts == {"device.os": Known("linux", profile.facts["device.os"].source)}
    assert profile.evidence == (EvidenceNote(file="call", format="x"),)


def test_the_usual_step() -> None:
    assert scalar(profile_of(dump(connection(video_in(at=[0, 2, 4, 6])))), "recording.sample_interval") == 2.0
    assert "recording.sample_interval" not in profile_of(dump(connection(video_in(at=[0, 2])))).facts


def kept(begin: float, polls: int = 1000) -> dict[str, dict[str, object]]:
    at = [begin + s for s in range(polls)]
    return report("T01", "transport", {"packetsReceived": counting(50, polls)}, at=at)


def test_a_call_whose_beginning_is_missing() -> None:
    profile = profile_of(dump(connection(kept(300.0), log=[CREATED])))
    assert scalar(profile, "recording.truncated") is True
    assert profile.evidence[0].samples == 1000


def test_a_thousand_samples_from_the_beginning_on() -> None:
    assert scalar(profile_of(dump(connection(kept(2.0), log=[CREATED]))), "recording.truncated") is False


def test_fewer_samples_lost_none() -> None:
    assert scalar(profile_of(dump(connection(kept(300.0, 999), log=[CREATED]))), "recording.truncated") is False


def test_without_a_log_nobody_knows_when_the_call_began() -> None:
    assert "recording.truncated" not in profile_of(dump(connection(kept(0.0)))).facts
    late = entry("onconnectionstatechange", '"connected"', 900.0)
    assert "recording.truncated" not in profile_of(dump(connection(kept(0.0), log=[late]))).facts


def test_notes_on_what_there_is() -> None:
    assert "no update log" in notes(profile_of(dump(connection(audio_in()))))
    assert "no statistics" in notes(profile_of(dump(connection(log=[CREATED]))))
    assert notes(profile_of(dump(connection(audio_in(), log=[CREATED])))) == ""
    chinese = profile_of(dump(connection(audio_in()))).evidence[0].notes[0].zh
    assert chinese == "没有更新日志：建立呼叫时的信令过程无从得知"


def test_when_second_zero_was() -> None:
    (note,) = profile_of(dump(connection(video_out(at=[3, 4, 5]), log=[CREATED]))).evidence
    assert (note.t0, note.seconds) == (T0, 5.0)


def test_a_report_that_names_no_stream_is_no_stream() -> None:
    profile = profile_of(dump(connection(report("P", "peer-connection", {"dataChannelsOpened": 0}))))
    assert scalar(profile, "downlink.video.flowing") is False
    assert not [n for n in profile.facts if n.endswith("bitrate")]


def test_polls_do_not_tell_whether_they_began_with_the_call() -> None:
    lines = b"".join(poll("A", s, [stat("T", "transport", s, packetsReceived=s)]) for s in range(3))
    assert scalar(profile_of(lines), "recording.truncated") is None
    assert scalar(profile_of(dump(connection(video_in()))), "recording.truncated") is False


def test_whether_a_connection_was_lost_whose_states_were_not_logged() -> None:
    """The transport tells how it ended, else packets that arrived up to the end; what neither tells is not known."""

    def lost(*reports: Stats) -> Scalar | None:
        return scalar(profile_of(dump(connection(*reports))), "connection.lost")

    up = {"dtlsState": "connected", "iceState": "connected"}
    assert lost(report("T01", "transport", up)) is False
    assert lost(report("T01", "transport", {**up, "iceState": ["connected"] * 9 + ["failed"]}), video_in()) is True
    assert lost(video_in()) is False
    assert lost(video_in(packetsReceived=[0, 100, 200, *[300] * 7])) is None


def test_a_browser_that_reports_no_transport_was_connected_all_the_same() -> None:
    """Firefox before 153, sending only: the pair in use and what the far end reports prove the connection."""

    def of(*members: str) -> Profile:
        known = {
            "pair": lambda s: stat("p", "candidate-pair", s, selected=True, state="succeeded", bytesSent=900 * s),
            "tried": lambda s: stat("p", "candidate-pair", s, state="in-progress", nominated=False),
            "sent": lambda s: stat("out", "outbound-rtp", s, kind="video", ssrc=2, packetsSent=100 * s),
            "reported": lambda s: stat("far", "remote-inbound-rtp", s, kind="video", ssrc=2, packetsLost=0),
        }
        return profile_of(b"".join(poll("A", s, [known[m](s) for m in members]) for s in range(30)))

    for members, connected in (
        (("pair", "sent"), True),
        (("tried", "sent", "reported"), True),
        (("tried", "sent"), False),
        (("sent",), None),
    ):
        profile = of(*members)
        assert scalar(profile, "connection.ice_connected") is connected, members
        assert scalar(profile, "connection.established") is connected, members
