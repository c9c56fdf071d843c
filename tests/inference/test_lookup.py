"""The cause that a code points to."""

from __future__ import annotations

import pytest
from inference_support import text

from rtctriage.inference.lookup import add_looked_up
from rtctriage.inference.program import LookupSpec
from rtctriage.knowledge.model import Code
from rtctriage.profile import Known, Source, Value


def code(number: str, cause: str | None, vendor: str = "agora", platform: str = "", name: str = "") -> Code:
    return Code(
        vendor=vendor,
        family="error",
        platform=platform,
        code=number,
        name=name,
        meaning=text(number),
        cause=cause,
        source="hand",
        origin="test.yaml:1",
    )


CODES = (
    code("110", "access.token-invalid", name="ERR_INVALID_TOKEN"),
    code("114", None),
    code("5", "access.kicked", platform="native"),
    code("5", "access.proxy", platform="web"),
    code("-1301", "usage.camera", vendor="trtc"),
    code("0x4003", "access.ice", vendor="trtc"),
    code("7", "access.kicked", vendor="agora"),
    code("7", "access.kicked", vendor="trtc"),
    code("9", "access.kicked", vendor="agora"),
    code("9", "access.proxy", vendor="trtc"),
    code("20", "access.expired", vendor="zego", name="ROOM_TOKEN_EXPIRED"),
    code("21", "access.kicked", vendor="zego", name="ROOM_KICKED_OUT"),
    code("22", None, vendor="zego", name="ROOM_FULL"),
    code("30", "access.kicked", vendor="daily", name="PEER_GONE"),
    code("31", None, vendor="daily", name="PEER_BACK"),
)


def looked_up(number: str, **others: str) -> Value | None:
    known: dict[str, Value] = {"sdk.error_code": Known(number)}
    known.update({f"sdk.{name}": Known(value) for name, value in others.items()})
    add_looked_up([LookupSpec("sdk.error_cause", "sdk.error_code", CODES, {})], known)
    return known.get("sdk.error_cause")


@pytest.mark.parametrize(
    ("number", "others", "cause"),
    [
        ("110", {"vendor": "agora"}, "access.token-invalid"),
        ("err_invalid_token", {"vendor": "agora"}, "access.token-invalid"),
        ("-110", {"vendor": "agora"}, "access.token-invalid"),
        ("1301", {"vendor": "trtc"}, None),
        ("16387", {"vendor": "trtc"}, "access.ice"),
        ("0X4003", {"vendor": "trtc"}, "access.ice"),
        ("110", {"vendor": "trtc"}, None),
        ("110", {}, "access.token-invalid"),
        ("114", {"vendor": "agora"}, "other"),
        ("115", {"vendor": "agora"}, None),
        ("5", {"platform": "web"}, "access.proxy"),
        ("5", {"platform": "android"}, "access.kicked"),
        ("5", {"platform": "other"}, None),
        ("5", {}, None),
        ("\u22121301", {"vendor": "trtc"}, "usage.camera"),
        ("7", {}, "access.kicked"),
        ("9", {}, None),
        ("9", {"vendor": "trtc"}, "access.proxy"),
        ("\uff11\uff11\uff10", {"vendor": "agora"}, "access.token-invalid"),
        ("# 110", {"vendor": "agora"}, "access.token-invalid"),
        ("code: -110", {"vendor": "agora"}, "access.token-invalid"),
        ("err-invalid token", {"vendor": "agora"}, "access.token-invalid"),
        ("- 1301", {"vendor": "trtc"}, "usage.camera"),
        ("110 114", {"vendor": "agora"}, None),
        ("kicked out", {"vendor": "zego"}, "access.kicked"),
        ("RoomKickedOut", {"vendor": "zego"}, "access.kicked"),
        ("OUT", {"vendor": "zego"}, None),
        # two names that begin alike are no custom
        ("GONE", {"vendor": "daily"}, None),
        ("PEER_GONE", {"vendor": "daily"}, "access.kicked"),
    ],
)
def test_what_a_code_points_to(number: str, others: dict[str, str], cause: str | None) -> None:
    found = looked_up(number, **others)
    assert (found.value if isinstance(found, Known) else None) == cause


def test_it_says_where_it_was_looked_up() -> None:
    found = looked_up("110")
    assert found is not None
    assert found.source == Source("derived", "agora error 110 ERR_INVALID_TOKEN")


def test_what_a_person_says_is_not_looked_up() -> None:
    known: dict[str, Value] = {"sdk.error_code": Known("110"), "sdk.error_cause": Known("other")}
    add_looked_up([LookupSpec("sdk.error_cause", "sdk.error_code", CODES, {})], known)
    assert known["sdk.error_cause"] == Known("other")
