"""Diagnoses made by hand, as an engine would give them, and the little knowledge base they come from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rtctriage.diagnosis import (
    ConditionResult,
    Diagnosis,
    EvidenceResult,
    Finding,
    Hypothesis,
    LayerResult,
    Missing,
    RuledOut,
    Unmeasured,
)
from rtctriage.knowledge.model import Cause, Complaint, FactSpec, KnowledgeBase, Layer, Playbook, Scenario, Step
from rtctriage.text import Language, Text

TITLES = {
    "access.ice-failed": Text("ICE failed", "ICE 连接失败"),
    "access.token-expired": Text("Token expired", "Token 已过期"),
    "network.packet-loss": Text("Packet loss", "丢包"),
    "network.high-latency": Text("High latency", "网络时延过高"),
    "network.jitter": Text("Jitter", "网络抖动"),
    "network.weak-wifi": Text("Weak Wi-Fi", "Wi-Fi 信号弱"),
    "resources.cpu-overload": Text("CPU overload", "CPU 过载"),
    "media.bitrate-too-low": Text("Video bitrate too low", "视频码率过低"),
    "media.framerate-too-low": Text("Frame rate too low", "帧率过低"),
    "usage.mic-silent": Text("Microphone silent", "麦克风无声"),
}
LAYERS = {
    "access": Text("Access", "接入"),
    "network": Text("Network", "网络"),
    "resources": Text("Resources", "资源"),
    "media": Text("Media", "媒体"),
    "usage": Text("Usage", "使用"),
    "compatibility": Text("Compatibility", "兼容性"),
}
FACTS = {
    "uplink.packet_loss": (Text("Packet loss, uplink", "上行丢包率"), "%"),
    "uplink.video.frame_rate": (Text("Frame rate sent", "发送帧率"), "fps"),
    "uplink.video.bitrate": (Text("Video bitrate sent", "视频发送码率"), "kbps"),
    "uplink.audio.level": (Text("Microphone level", "麦克风音量"), ""),
    "network.rtt": (Text("Round-trip time", "往返时延"), "ms"),
    "connection.ice_connected": (Text("ICE connected", "ICE 已连通"), ""),
    "device.wifi_rssi": (Text("Wi-Fi signal", "Wi-Fi 信号强度"), "dBm"),
    "cpu.total": (Text("CPU use", "CPU 占用率"), "%"),
}


def make_knowledge() -> KnowledgeBase:
    """Titles and one playbook, without rules: a report reads nothing else."""
    playbook = Playbook(
        id="network/packet-loss",
        title=Text("Packet loss", "丢包"),
        steps=(
            Step(
                owner="support",
                action=Text(
                    'Tell the customer that {{ facts["uplink.packet_loss"] }} was lost at {{ primary.window }}.',
                    '告知客户：{{ primary.window }} 期间丢包率达 {{ facts["uplink.packet_loss"] }}。',
                ),
                expect=Text("The customer knows when it was.", "客户知晓发生时间。"),
            ),
            Step(
                owner="end-user",
                action=Text(
                    'Move near the router (signal: {{ facts["device.wifi_rssi"] }}) or use a cable.',
                    '靠近路由器（当前信号：{{ facts["device.wifi_rssi"] }}）或改用有线网络。',
                ),
                expect=Text("Loss falls below 1 %.", "丢包率降到 1 % 以下。"),
                verify="uplink.packet_loss: p95 < 1 %",
            ),
        ),
        escalate=Text("Loss stays above 5 % on a cable.", "改用有线网络后丢包率仍高于 5 %。"),
        attach=(Text("webrtc-internals dumps of both ends", "双端的 webrtc-internals 转储文件"),),
        origin="builtin playbooks/network/packet-loss.yaml",
    )
    return KnowledgeBase(
        hash="0123456789abcdef",
        facts={
            name: FactSpec(name=name, type="number", unit=unit, title=title, meaning=title)
            for name, (title, unit) in FACTS.items()
        },
        thresholds={},
        layers=tuple(Layer(id=i, title=t, summary=t) for i, t in LAYERS.items()),
        scenarios={"show-live": Scenario(id="show-live", title=Text("Show live", "秀场直播"), thresholds={})},
        complaints={"stutter": Complaint("stutter", Text("Stutter", "卡顿"))},
        causes={
            name: Cause(
                id=name,
                layer=name.split(".")[0],
                title=title,
                summary=title,
                domain="network",
                severity="major",
                leads_to=("network.packet-loss",) if name == "network.weak-wifi" else (),
                rules=(),
                origin="builtin",
            )
            for name, title in TITLES.items()
        },
        playbooks={playbook.id: playbook},
    )


def measured(
    fact: str,
    observed: float | bool | str | None,
    text: str,
    window: tuple[float, float] | None = None,
    truth: str = "true",
) -> ConditionResult:
    """One condition as it came out."""
    unit = FACTS[fact][1]
    return ConditionResult(fact, observed, ">=", 0.0, unit, truth, window, (), text)  # type: ignore[arg-type]


def hypothesis(cause: str, language: Language, **fields: object) -> Hypothesis:
    """A fault on the uplink's path unless the fields say otherwise."""
    values: dict[str, object] = {
        "cause": cause,
        "title": TITLES[cause].in_(language),
        "layer": cause.split(".")[0],
        "verdict": "fault",
        "relation": "primary",
        "side": "uplink",
        "where": "path",
        "domain": "network",
        "severity": "major",
        "certainty": 0.93,
        "window_s": (12.0, 22.0),
        "streams": ("video 3471",),
        "playbook": None,
        "findings": (),
        **fields,
    }
    return Hypothesis(**values)  # type: ignore[arg-type]


def make_fault(language: Language) -> Diagnosis:
    """Packet loss on the uplink, with a consequence, an observation, exclusions and gaps."""

    def say(en: str, zh: str) -> str:
        return Text(en, zh).in_(language)

    loss = Finding(
        rule="network.packet-loss/uplink-sustained",
        origin="builtin rules/network/packet-loss.yaml:11",
        certainty=0.9,
        because=say("Packets were lost for longer than repair can hide.", "丢包持续时间超出了抗丢包能力。"),
        window_s=(12.0, 22.0),
        streams=("video 3471",),
        conditions=(
            measured("uplink.packet_loss", 8.2, ">= 5 % for 5 s", (12.0, 22.0)),
            measured("device.wifi_rssi", None, "<= -75 dBm", None, "unknown"),
        ),
    )
    slow = Finding(
        rule="media.framerate-too-low/uplink",
        origin="builtin rules/media/framerate-too-low.yaml:9",
        certainty=0.7,
        because=say("The encoder sent fewer frames than the camera gave.", "编码帧率低于采集帧率。"),
        window_s=(14.0, 24.0),
        streams=("video 3471",),
        conditions=(measured("uplink.video.frame_rate", 7.31, "p50 < 12 fps", (14.0, 24.0)),),
    )
    silent = Finding(
        rule="usage.mic-silent/from-start",
        origin="builtin rules/usage/mic-silent.yaml:8",
        certainty=0.3,
        because=say("The microphone gave no sound from the start.", "麦克风从通话开始就没有声音。"),
        window_s=(0.0, 60.0),
        streams=("audio 11",),
        conditions=(measured("uplink.audio.level", 0.0, "max < 0.001", (0.0, 60.0)),),
    )
    return Diagnosis(
        program="0.1.0",
        knowledge="0123456789abcdef",
        chainer="durable_rules",
        language=language,
        scenario="show-live",
        complaint="stutter",
        verdict="fault",
        primary=hypothesis("network.packet-loss", language, findings=(loss,), playbook="network/packet-loss"),
        others=(
            hypothesis(
                "media.framerate-too-low",
                language,
                relation="consequence",
                of="network.packet-loss",
                certainty=0.7,
                window_s=(14.0, 24.0),
                findings=(slow,),
                where="local",
                domain="client-sdk",
            ),
            hypothesis(
                "media.bitrate-too-low",
                language,
                verdict="suspect",
                relation="independent",
                certainty=0.4,
                side=None,
                where="unknown",
                window_s=None,
                streams=(),
                domain="client-sdk",
                playbook="media/bitrate-too-low",
            ),
        ),
        observations=(
            hypothesis(
                "usage.mic-silent",
                language,
                verdict="observation",
                relation="observation",
                certainty=0.3,
                where="local",
                window_s=(0.0, 60.0),
                streams=("audio 11",),
                findings=(silent,),
            ),
        ),
        layers=(
            _layer(
                "access",
                language,
                "clear",
                ruled_out=("access.ice-failed",),
                unmeasured=(Unmeasured("access.token-expired", ("token.expires_in",)),),
                exclusions=(
                    RuledOut("access.ice-failed", -0.95, "", (measured("connection.ice_connected", True, "== true"),)),
                ),
            ),
            _layer(
                "network",
                language,
                "fault",
                faults=("network.packet-loss",),
                ruled_out=("network.high-latency", "network.jitter"),
                unmeasured=(Unmeasured("network.weak-wifi", ("device.wifi_rssi", "network.type")),),
                exclusions=(
                    RuledOut("network.high-latency", -0.9, "", (measured("network.rtt", 61.83, "p95 < 200 ms"),)),
                ),
            ),
            _layer(
                "resources",
                language,
                "unmeasured",
                unmeasured=(Unmeasured("resources.cpu-overload", ("cpu.total", "cpu.app", "a", "b", "c")),),
            ),
            _layer(
                "media", language, "fault", faults=("media.framerate-too-low",), suspects=("media.bitrate-too-low",)
            ),
            _layer("usage", language, "unmeasured"),
            _layer("compatibility", language, "not-applicable"),
        ),
        missing=(
            Missing("device.wifi_rssi", say("How strong is the Wi-Fi?", "Wi-Fi 信号有多强？"), ("network.weak-wifi",)),
            *(Missing(f"cpu.{i}", say("How busy is the CPU?", "CPU 占用多高？"), tuple(TITLES)) for i in range(6)),
        ),
        evidence=(
            EvidenceResult(
                file="ticket-4711.json.gz",
                format="webrtc-internals",
                end="local",
                connection="12-1",
                samples=1800,
                t0="2026-11-22T20:12:03.897Z",
                seconds=60.0,
                notes=(say("The log is cut at its end.", "日志末尾不完整。"),),
            ),
        ),
    )


def _layer(layer: str, language: Language, verdict: str, **fields: object) -> LayerResult:
    values: dict[str, object] = {"faults": (), "suspects": (), "ruled_out": (), "unmeasured": (), "exclusions": ()}
    values |= {"layer": layer, "title": LAYERS[layer].in_(language), "verdict": verdict, **fields}
    return LayerResult(**values)  # type: ignore[arg-type]


def make_empty(language: Language, verdict: str = "inconclusive") -> Diagnosis:
    """Nothing found; the layers unmeasured, or network and media clear."""
    clear = ("network", "media") if verdict == "healthy" else ()
    return Diagnosis(
        program="0.1.0",
        knowledge="0123456789abcdef",
        chainer="plain",
        language=language,
        scenario=None,
        complaint=None,
        verdict=verdict,  # type: ignore[arg-type]
        primary=None,
        others=(),
        observations=(),
        layers=tuple(_layer(i, language, "clear" if i in clear else "unmeasured") for i in LAYERS),
        missing=(Missing("cpu.total", "CPU? / CPU 占用多高？", ("resources.cpu-overload",)),),
        evidence=(),
    )


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return make_knowledge()


@pytest.fixture(scope="session")
def fault() -> Callable[[Language], Diagnosis]:
    return make_fault


@pytest.fixture(scope="session")
def empty() -> Callable[..., Diagnosis]:
    return make_empty
