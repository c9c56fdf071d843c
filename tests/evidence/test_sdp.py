"""Media sections of session descriptions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.sdp import parse_sdp

OFFER = """v=0
o=- 1 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 13 126
c=IN IP4 0.0.0.0
a=candidate:1 1 udp 2122194687 192.0.2.1 5000 typ host generation 0
a=candidate:2 1 udp 1685987071 198.51.100.1 5000 typ srflx raddr 192.0.2.1 rport 5000
a=fingerprint:sha-256 AA:BB
a=setup:actpass
a=mid:0
a=sendonly
a=rtpmap:111 opus/48000/2
a=rtpmap:63 red/48000/2
a=rtpmap:9 G722/8000
a=rtpmap:126 telephone-event/8000
m=video 0 UDP/TLS/RTP/SAVPF 98 96 97 120
a=mid:1
a=rtpmap:96 VP8/90000
a=rtpmap:97 rtx/90000
a=rtpmap:98 H264/90000
a=rtpmap:120 ulpfec/90000
a=simulcast:send h;m;l
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
a=mid:2
a=sctp-port:5000
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_offer(end: str) -> None:
    audio, video, data = parse_sdp(OFFER.replace("\n", end))
    assert (audio.kind, audio.mid, audio.port, audio.rejected) == ("audio", "0", 9, False)
    assert audio.direction == "sendonly"
    assert (audio.sends, audio.receives) == (True, False)
    # 0 is PCMU without a line of its own (RFC 3551)
    assert audio.codecs == ("OPUS", "G722", "PCMU")
    assert (audio.host, audio.srflx, audio.prflx, audio.relay, audio.candidates) == (1, 1, 0, 0, 2)
    assert (audio.fingerprint, audio.setup, audio.layers) == (True, "actpass", 1)
    assert (video.rejected, video.direction, video.codecs, video.layers) == (True, "sendrecv", ("H264", "VP8"), 3)
    assert (video.sends, video.receives) == (False, False)
    assert (video.fingerprint, video.setup) == (False, None)
    assert (data.kind, data.codecs) == ("application", ())


def test_the_session_gives_what_a_section_leaves_out() -> None:
    session = "v=0\na=fingerprint:sha-256 AA\na=setup:active\na=inactive\n"
    audio, video = parse_sdp(session + "m=audio 9 RTP/SAVPF 0\nm=video 9 RTP/SAVPF 96\na=recvonly")
    assert (audio.direction, audio.fingerprint, audio.setup) == ("inactive", True, "active")
    assert video.direction == "recvonly"


def test_bundled_only_is_not_rejected() -> None:
    (section,) = parse_sdp("m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=bundle-only\r\na=rtpmap:96 VP8/90000\r\n")
    assert not section.rejected


def test_simulcast_of_old() -> None:
    (section,) = parse_sdp("m=video 9 RTP/SAVPF 96\na=ssrc-group:SIM 1 2 3\n")
    assert section.layers == 3
    (section,) = parse_sdp("m=video 9 RTP/SAVPF 96\na=simulcast:recv h;l\n")
    assert section.layers == 1


def test_no_description() -> None:
    assert parse_sdp("") == ()
    assert parse_sdp("m=") == ()
    assert parse_sdp("m=audio x y") == ()


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    parse_sdp(text)


@given(st.lists(st.sampled_from(OFFER.splitlines()) | st.text(max_size=30), max_size=40), st.integers(0, 50))
def test_any_lines(lines: list[str], cut: int) -> None:
    text = "\n".join(lines)
    sections = parse_sdp(text[: len(text) - cut])
    assert len(sections) <= text.count("m=")


def test_a_refused_section_shares_no_codec_by_its_placeholder() -> None:
    (refused,) = parse_sdp("v=0\r\nm=audio 0 UDP/TLS/RTP/SAVPF 0\r\na=rtpmap:0 PCMU/8000\r\na=mid:1\r\n")
    assert refused.rejected
    assert refused.codecs == ()
    (listed,) = parse_sdp("v=0\r\nm=audio 0 UDP/TLS/RTP/SAVPF 111 0\r\na=rtpmap:111 opus/48000/2\r\n")
    assert listed.codecs == ("OPUS", "PCMU")
