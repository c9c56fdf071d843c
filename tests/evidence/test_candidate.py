"""ICE candidate lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.candidate import Candidate, parse_candidate


@pytest.mark.parametrize(
    ("line", "candidate"),
    [
        ("candidate:1 1 udp 2122194687 192.0.2.1 5000 typ host generation 0 ufrag a", Candidate("host", "udp")),
        ("a=candidate:1 2 UDP 1 192.0.2.1 5 typ srflx raddr 0.0.0.0 rport 0", Candidate("srflx", "udp", component=2)),
        ("candidate:1 1 tcp 1518280447 fd00::2 9 typ host tcptype active", Candidate("host", "tcp", "active")),
        ("candidate:1 1 udp 2113937151 3b5a-1f.local 5000 typ host", Candidate("host", "udp")),
        # 41819903 >> 24 is 2, 25042687 >> 24 is 1, 8331007 >> 24 is 0: TURN over UDP, TCP and TLS in libwebrtc
        ("candidate:1 1 udp 41819903 192.0.2.1 5 typ relay raddr 0.0.0.0 rport 0 generation 0",
         Candidate("relay", "udp", relay_protocol="udp")),
        ("candidate:1 1 udp 25042687 192.0.2.1 5 typ relay raddr 0.0.0.0 rport 0 generation 0",
         Candidate("relay", "udp", relay_protocol="tcp")),
        ("candidate:1 1 udp 8331007 192.0.2.1 5 typ relay raddr 0.0.0.0 rport 0 generation 0",
         Candidate("relay", "udp", relay_protocol="tls")),
        # Firefox does not write the generation, and its preferences mean something else
        ("candidate:1 1 UDP 8331007 192.0.2.1 5 typ relay raddr 0.0.0.0 rport 0", Candidate("relay", "udp")),
        ("", None),
        ("candidate:", None),
        ("candidate:1 1 udp 1 192.0.2.1 5 typ other", None),
    ],
)  # fmt: skip
def test_lines(line: str, candidate: Candidate | None) -> None:
    assert parse_candidate(line) == candidate


def test_what_the_log_says_goes_first() -> None:
    line = "candidate:1 1 udp 41819903 192.0.2.1 5 typ relay generation 0"
    assert parse_candidate(line, "tls") == Candidate("relay", "udp", relay_protocol="tls")


def test_no_address_is_kept() -> None:
    assert "192.0.2.1" not in repr(parse_candidate("candidate:1 1 udp 1 192.0.2.1 5 typ srflx raddr 192.0.2.1 rport 5"))


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text(text: str, tail: str) -> None:
    parse_candidate(text)
    parse_candidate("candidate:1 1 udp 1 h 5 typ relay " + tail)
