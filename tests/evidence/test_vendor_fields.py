"""Fields of a vendor's statistics in a profile."""

from __future__ import annotations

import pytest

from rtctriage.errors import ProfileError
from rtctriage.evidence.profile_file import read_profile
from rtctriage.knowledge.model import FactSpec, VendorField
from rtctriage.profile import Known, Streams
from rtctriage.text import Text

TEXT = Text("t", "t")


def fact(name: str, **more: object) -> FactSpec:
    return FactSpec(name=name, **{"type": "number", "title": TEXT, "meaning": TEXT, **more})  # type: ignore[arg-type]


FACTS = {
    spec.name: spec
    for spec in (
        fact("sdk.vendor", type="choice", choices=("agora", "zego", "other")),
        fact("sdk.platform", type="choice", choices=("web", "android")),
        fact("uplink.packet_loss", unit="%", series=True, low=0.0, high=100.0),
        fact("cpu.total", unit="%"),
        fact("av", unit="ms"),
    )
}


def field(name: str, **more: object) -> VendorField:
    given = {"vendor": "agora", "structure": "RtcStats", "meaning": TEXT, "source": "s", "origin": "o", **more}
    return VendorField(field=name, **given)  # type: ignore[arg-type]


FIELDS = (
    field("loss", unit="ratio", fact="uplink.packet_loss"),
    field("cpu", unit="%", fact="cpu.total", absent=(0.0, -1.0)),
    field("diff", unit="ms", fact="av", scale=-1.0),
    field("users"),
    field("rate", unit="%", fact="uplink.packet_loss", platform="native"),
    field("rate", unit="ratio", fact="uplink.packet_loss", platform="web", structure="Track"),
)


def read(fields: str, sdk: str = "vendor: agora") -> dict[str, object]:
    values = read_profile(f"sdk: {{{sdk}}}\nfields: {fields}\n".encode(), name="p", facts=FACTS, fields=FIELDS).facts
    return {
        name: value.value if isinstance(value, Known) else list(value.streams[0].series.values)
        for name, value in values.items()
        if not name.startswith("sdk.")
    }


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ("{loss: 0.08}", {"uplink.packet_loss": 8.0}),
        ("{RtcStats.loss: 0.08}", {"uplink.packet_loss": 8.0}),
        ("{loss: 8 %}", {"uplink.packet_loss": 8.0}),
        ("{loss: [0, 0.5, 0.25]}", {"uplink.packet_loss": [0.0, 50.0, 25.0]}),
        ("{cpu: 91}", {"cpu.total": 91.0}),
        ("{cpu: 0}", {}),
        ("{cpu: -1}", {}),
        ("{diff: -120}", {"av": 120.0}),
        ("{users: 3}", {}),
    ],
)
def test_a_field_becomes_its_fact(fields: str, facts: dict[str, object]) -> None:
    assert read(fields) == facts


def test_what_was_not_measured_is_a_gap_in_a_series() -> None:
    facts = {**FACTS, "cpu.total": fact("cpu.total", unit="%", series=True)}
    data = b"sdk: {vendor: agora}\nfields: {cpu: [50, 0, 70]}\n"
    value = read_profile(data, name="p", facts=facts, fields=FIELDS).facts["cpu.total"]
    assert isinstance(value, Streams)
    assert list(value.streams[0].series.times) == [1.0, 3.0]


def test_the_platform_tells_units_apart() -> None:
    assert read("{rate: 0.5}", "vendor: agora, platform: web") == {"uplink.packet_loss": 50.0}
    assert read("{rate: 0.5}", "vendor: agora, platform: android") == {"uplink.packet_loss": 0.5}


@pytest.mark.parametrize(
    ("fields", "sdk", "message"),
    [
        ("{rate: 1}", "vendor: agora", "p:2:10: the field rate means several things (say sdk.platform)"),
        ("{los: 1}", "vendor: agora", 'p:2:10: unknown field "los" (did you mean "loss"?)'),
        ("{loss: 7}", "vendor: agora", "uplink.packet_loss is never above 100 %"),
        ("{loss: many}", "vendor: agora", '"many" is not a number'),
        ("{loss: 1}", "platform: web", "p:2:1: whose fields are these? (say sdk: {vendor: agora})"),
        ("{loss: 1}", "vendor: zego", "no fields of zego are catalogued (give their values under facts)"),
        ("[1]", "vendor: agora", "fields must be a mapping"),
    ],
)
def test_each_mistake_is_told(fields: str, sdk: str, message: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read(fields, sdk)
    assert message in str(caught.value)
