"""No message repeats an address, a token or a credential of a file, whatever goes wrong and wherever it stands."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.engine import Engine
from rtctriage.errors import KnowledgeError, RtctriageError
from rtctriage.knowledge import load
from rtctriage.privacy import masked, quote, quote_name, quote_value
from rtctriage.report import explain_json
from rtctriage.report import json as report

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
LETTERS = st.text(ALPHABET, min_size=16, max_size=48)
HOSTS = st.sampled_from(["turn.geheim.example", "relay-7.geheim.example.org", "geheim.internal"])
LONG_SECRETS = st.one_of(
    st.ip_addresses(v=4).map(str).filter(lambda a: len(a) > 8),
    st.ip_addresses(v=6).map(str).filter(lambda a: len(a) > 8),
    HOSTS,
    HOSTS.map(lambda host: f"turn:{host}:3478?transport=udp"),
    HOSTS.map(lambda host: f"https://{host}/room?token=abc"),
    HOSTS.map(lambda host: f"mei.li@{host}"),
    st.uuids().map(str),
    st.binary(min_size=18, max_size=60).map(lambda b: "007" + base64.b64encode(b).decode()),
    st.binary(min_size=16, max_size=16).map(lambda b: f"a{b.hex()}"),
    LETTERS.map(lambda text: f"secret-{text}"),
    LETTERS.map(lambda text: f"eyJhbGciOiJIUzI1NiJ9.{text}.{text[::-1]}"),
)
SECRETS = LONG_SECRETS | st.sampled_from(["hunter2", "Tr0ub4dor&3", "p4ssw0rd!", "00-1A-2B-3C-4D-5E", "sk_live_51H8"])

PROFILES = (
    "facts: {{network.rtt: '{0}'}}",
    "facts: {{network.rtt: [10 ms, '{0}']}}",
    "facts: {{network.rtt: '5 {0}'}}",
    "facts: {{connection.established: '{0}'}}",
    "facts: {{network.type: '{0}'}}",
    "facts: {{'{0}': 1}}",
    "facts: {{uplink: {{'{0}': 1}}}}",
    "facts: {{network.rtt: {{'{0}': 1}}}}",
    "facts: '{0}'",
    "facts: ['{0}']",
    "'{0}': 1\nfacts: {{}}",
    "complaint: '{0}'",
    "complaint: ['{0}']",
    "scenario: '{0}'",
    "schema: '{0}'",
    "sdk: {{'{0}': 1}}",
    "sdk: {{version: ['{0}']}}",
    "sdk: {{vendor: '{0}'}}\ncomplain: x",
    "sdk: '{0}'",
    "facts: &{0} {{}}",
    "facts: *{0}",
    "facts: !{0} x",
    "facts: !!{0} x",
    "facts: {{a: '{0}'",
    "facts: {{a: '{0}'}}}}",
    "facts:\n  a: {0}: {0}\n\tb: {0}",
    "%{0} x\n---\nfacts: {{}}",
    "facts: {{}}\n--- '{0}'\n",
    '{{"facts": {{"network.rtt": "{0}" "x"}}}}',
    '{{"facts": {{"{0}": "\\q"}}}}',
    '{{"complaint": "{0}", "complaint": "{0}"}}',
    '{{"complaint": {0}}}',
)
RECORDINGS = (
    "{0}",
    "{{{0}",
    '{{"{0}"',
    '{{"token": "{0}"}}',
    '["{0}", 1',
    '{{"PeerConnections": {{"{0}": {{}}}}}}',
    '{{"PeerConnections": {{"{0}": 7, "8-1": {{"stats": "{0}", "updateLog": "{0}"}}}}}}',
    '{{"PeerConnections": {{"8-1": {{"url": "{0}", "rtcConfiguration": "{0}"}}}}, "getUserMedia": "{0}"}}',
    '{{"UserAgent": "{0}", "getUserMedia": [], "PeerConnections": {{"8-1": {{"updateLog": ["{0}',
    '{{"getUserMedia": [{{"{0}": NaN, "x": \\{0}',
    '{{"pc": "{0}", "timestamp": 1, "stats": "{0}"}}',
    '{{"pc": "{0}", "timestamp": 1, "stats": []}}\n{0}\n',
    '["getstats","{0}",{{"{0}":1}},1600000000000]',
    "RTCStatsDump\n{0}",
    "<html>{0}",
    "v=0\r\no=- 1 2 IN IP4 {0}\r\n",
    "[11/22/26 10:11:12:123][4711][I]:Agora SDK ver {0}\n",
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def said_by(call: Callable[[], object]) -> str:
    """The message of the error that must come."""
    with pytest.raises(RtctriageError) as caught:
        call()
    return str(caught.value)


def hidden(secret: str, message: str) -> None:
    assert message
    for part in {secret, secret.partition("?")[0], secret.rpartition("@")[2]}:
        assert part not in message, message


@pytest.mark.parametrize("template", PROFILES)
@given(secret=SECRETS)
def test_in_what_is_wrong_with_a_profile(engine: Engine, template: str, secret: str) -> None:
    text = template.format(secret)
    try:
        engine.facts(text.encode(), name="ticket.yaml")
    except RtctriageError as error:
        hidden(secret, str(error))


@pytest.mark.parametrize("template", [t for t in PROFILES if not t.startswith(("facts: &", "sdk: {{vendor"))])
def test_each_of_these_profiles_is_wrong(engine: Engine, template: str) -> None:
    for secret in ("secret-4f9c2a7be81d", "203.0.113.77", "007eJxTYBBbsMMnKq7p9Hf"):
        hidden(secret, said_by(lambda s=secret: engine.facts(template.format(s).encode(), name="t")))  # type: ignore[misc]


@pytest.mark.parametrize("template", RECORDINGS)
@given(secret=LONG_SECRETS)
def test_in_what_is_wrong_with_a_recording(engine: Engine, template: str, secret: str) -> None:
    text = template.format(secret).encode()
    for data in (text, gzip.compress(text)[:-4]):
        for connection in (None, "none"):
            hidden(secret, said_by(lambda d=data, c=connection: engine.facts(d, connection=c)))  # type: ignore[misc]


@given(secret=LONG_SECRETS)
def test_in_the_connection_that_is_not_there(engine: Engine, secret: str) -> None:
    log = [{"timestamp": 1.7e12, "type": "close", "value": secret}]
    data = json.dumps({"PeerConnections": {secret: {"updateLog": log}, "8-2": {"updateLog": log}}}).encode()
    hidden(secret, said_by(lambda: engine.facts(data, connection="9-9")))
    profile = engine.facts(data)
    hidden(secret, report.render(engine.diagnose(profile)) + repr(profile))
    for explanation in (engine.how(profile), engine.why_not(profile, "access.ice-failed")):
        hidden(secret, explain_json.render(explanation, "en"))


@given(secret=SECRETS)
def test_in_a_mapping_of_a_program(engine: Engine, secret: str) -> None:
    for mapping in ({secret: 1}, {"facts": {secret: 1}}, {"facts": {"network.rtt": secret}}, {"complaint": secret}):
        hidden(secret, said_by(lambda m=mapping: engine.facts(m)))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("thresholds.yaml", "thresholds: {{loss.mine: {{value: '{0}', source: x}}}}"),
        ("thresholds.yaml", "thresholds: {{'{0} x': {{value: 5 %, source: x}}}}"),
        ("complaints.yaml", "'{0}': x"),
        ("network/mine.yaml", "cause: network.mine\n'{0}': x"),
        ("network/mine.yaml", "cause: network.mine\nseverity: '{0}'"),
        ("network/mine.yaml", "cause: network.mine\nrules: [{{id: a, when: {{network.rtt: '> {0}'}}}}]"),
        ("network/mine.yaml", "cause: network.mine\nrules: [{{id: a, when: {{network.rtt: '{0} > 3 ms'}}}}]"),
    ],
)
def test_in_what_is_wrong_with_a_pack(tmp_path: Path, file: str, text: str) -> None:
    for secret in ("203.0.113.77", "007eJxTYBBbsMMnKq7p9HfzxcTY3", "https://geheim.example/?token=abc"):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(secret), encoding="utf-8")
        with pytest.raises(KnowledgeError) as caught:
            load((tmp_path,))
        hidden(secret, str(caught.value))


@pytest.mark.parametrize("word", ["network.rt", "stuter", "uplink.packet_los"])
def test_a_misspelling_is_repeated(word: str) -> None:
    assert quote(word) == quote_name(word, "did you mean …?") == f'"{word}"'


@pytest.mark.parametrize(("text", "shown"), [("fast", '"fast"'), ("12 ms", '"12 ms"'), ("卡顿", '"卡顿"'), ("", "x")])
def test_what_is_plain_is_repeated(text: str, shown: str) -> None:
    assert quote_value(text, "x") == quote_name(text, "", "x") == shown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("NotAllowedError: mei.li@geheim.example at 10.2.3.4", "NotAllowedError: [name] at [address]"),
        ("connect to fe80::1ff:fe23:4567:890a failed", "connect to [address] failed"),
        ("wss://geheim.example:443/room?token=x closed", "[url] closed"),
        ("turn:geheim.example:3478 refused", "[url] refused"),
        ("join failed, token=hunter2, code 110", "join failed, [secret], code 110"),
        ("key 007eJxTYBBbsMMnKq5cb5VgAAAAAAA", "key [secret]"),
        # what rules and people read an error by stays
        ("Chrome 156.0.0.0", "Chrome 156.0.0.0"),
        ("Chrome 120.0.6099.129", "Chrome 120.0.6099.129"),
        ("04:59:12 std::bad_alloc at a.B.c(B.java:123)", "04:59:12 std::bad_alloc at a.B.c(B.java:123)"),
        ("ForegroundServiceStartNotAllowedException", "ForegroundServiceStartNotAllowedException"),
    ],
)
def test_free_text_is_kept_without_what_is_private_in_it(text: str, left: str) -> None:
    assert masked(text) == left


def test_no_answer_repeats_what_is_private_in_an_error_message() -> None:
    engine = Engine(chainer="plain")
    said = "ForegroundServiceStartNotAllowedException: mei.li@geheim.example 10.2.3.4 token=hunter2"
    call = engine.facts({"facts": {"app.error_message": said, "device.model": "mei.li@geheim.example"}})
    for answer in (
        engine.how(call, "compatibility.android-requirements"),
        engine.why_not(call, "compatibility.android-requirements"),
        engine.why_not(call, "compatibility.device-known-issue"),
        engine.what_if(call, {"app.error_message": f"{said}!"}),
        engine.compare(call, {"facts": {"device.model": "x"}}),
        engine.nearest(call, "compatibility.android-requirements"),
    ):
        shown = explain_json.render(answer, "en")
        assert "ForegroundServiceStartNotAllowedException" in shown or "[name]" in shown
        for secret in ("mei.li", "geheim", "10.2.3.4", "hunter2"):
            assert secret not in shown
