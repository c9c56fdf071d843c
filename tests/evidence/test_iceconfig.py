"""The three ways in which dumps hold rtcConfiguration."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.iceconfig import read_ice_config
from rtctriage.evidence.recording import IceServers


@pytest.mark.parametrize(
    ("configuration", "servers"),
    [
        # 2014
        ("{ servers: [stun:s.invalid:19302, turn:192.0.2.1:3478?transport=udp, turn:192.0.2.1:3478?transport=tcp], "
         "iceTransportType: all }", IceServers(stun=1, turn=2)),
        # up to Chromium 138
        ("{ iceServers: [turns:t.invalid:443?transport=tcp, stun:t.invalid:443, turn:t.invalid], iceTransportPolicy: "
         'relay, bundlePolicy: max-bundle, rtcpMuxPolicy: require, iceCandidatePoolSize: 0, sdpSemantics: "plan-b" }',
         IceServers(stun=1, turn=2, relay_only=True)),
        ("{ iceServers: [], iceTransportPolicy: all, bundlePolicy: balanced }", IceServers()),
        ("{ iceServers: [turn:[::1]:3478, stun:[::1]:3478], iceTransportPolicy: all }", IceServers(stun=1, turn=1)),
        # a host of that name is no server of its own
        ("{ iceServers: [turn:turn:3478], iceTransportPolicy: all }", IceServers(turn=1)),
        # from about 142 on
        ('{"iceServers":[{"urls":["turn:t.invalid:9"]}],"iceTransportPolicy":"relay"}',
         IceServers(turn=1, relay_only=True)),
        ('{"iceServers":[{"url":"stun:s.invalid"},{"urls":"turns:t.invalid","username":"u","credential":"turn:x"}]}',
         IceServers(stun=1, turn=1)),
        ('{"bundlePolicy":"max-bundle"}', IceServers()),
        ("{}", IceServers()),
        # the object itself
        ({"iceServers": [{"urls": ["stun:a", "turn:b"]}, "turn:c"]}, IceServers(stun=1, turn=2)),
        ({"iceServers": {"urls": "turn:a"}}, IceServers(turn=1)),
        # cut off
        ('{"iceServers":[{"urls":["turn:t.inv', IceServers(turn=1)),
        (None, None),
        ("", None),
        (17, None),
        ("null", None),
    ],
)  # fmt: skip
def test_configurations(configuration: object, servers: IceServers | None) -> None:
    assert read_ice_config(configuration) == servers


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=10) | st.just("turn:a"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["iceServers", "urls", "iceTransportPolicy", "x"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(JSON)
def test_any_configuration(value: object) -> None:
    assert read_ice_config(value) == read_ice_config(json.dumps(value)) or not isinstance(value, dict)


@given(st.text(max_size=100))
def test_any_text(text: str) -> None:
    read_ice_config(text)
    read_ice_config("{ iceServers: [" + text)
