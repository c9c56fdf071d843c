from __future__ import annotations

import pytest

from rtctriage.evidence.recording import Column
from rtctriage.evidence.report_types import kind_of, type_of


def no_column(_: str) -> Column | None:
    return None


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("RTCInboundRTPVideoStream_1", "inbound-rtp"),
        ("RTCOutboundRTPAudioStream_1", "outbound-rtp"),
        ("RTCRemoteInboundRtpVideoStream_1", "remote-inbound-rtp"),
        ("RTCRemoteOutboundRTPAudioStream_1", "remote-outbound-rtp"),
        ("RTCIceCandidatePair_a_b", "candidate-pair"),
        ("RTCIceCandidate_a", "local-candidate"),
        ("RTCCodec_0_Inbound_96", "codec"),
        ("RTCTransport_0_1", "transport"),
        ("RTCMediaStreamTrack_receiver_1", "track"),
        ("RTCMediaStream_x", "stream"),
        ("RTCPeerConnection", "peer-connection"),
        ("RTCVideoSource_1", "media-source"),
        ("RTCAudioSource_1", "media-source"),
        ("IT01V2222", "inbound-rtp"),
        ("OT01A1", "outbound-rtp"),
        ("RIV1", "remote-inbound-rtp"),
        ("ROA1", "remote-outbound-rtp"),
        ("CPa_b", "candidate-pair"),
        ("CIT01_111_minptime=10;useinbandfec=1", "codec"),
        ("CFab:cd", "certificate"),
        ("SV1", "media-source"),
        ("AP", "media-playout"),
        ("T01", "transport"),
        ("P", "peer-connection"),
        ("Iabc", "local-candidate"),
        ("ssrc_1_send", "ssrc"),
        ("Conn-audio-1-0", "googCandidatePair"),
        ("bweforvideo", "VideoBwe"),
        ("googTrack_x", "googTrack"),
        ("something", ""),
        ("", ""),
    ],
)
def test_the_type_is_told_from_the_id_where_it_was_not_written(id: str, expected: str) -> None:
    assert type_of(id, "", no_column) == expected


def test_a_written_type_stands_over_the_id() -> None:
    assert type_of("IT01V1", "remote-candidate", no_column) == "remote-candidate"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("candidatepair", "candidate-pair"),
        ("localcandidate", "local-candidate"),
        ("remotecandidate", "remote-candidate"),
        ("inbound-rtp", "inbound-rtp"),
    ],
)
def test_old_names_of_types(written: str, expected: str) -> None:
    assert kind_of(written) == type_of("x", written, no_column) == expected


@pytest.mark.parametrize("flag", [True, "true"])
def test_a_candidate_says_itself_whose_it_is(flag: bool | str) -> None:
    assert type_of("RTCIceCandidate_a", "", lambda _: Column([0.0], [flag])) == "remote-candidate"
    assert type_of("Iabc", "", lambda _: Column([0.0], [False])) == "local-candidate"
