from __future__ import annotations

from collections.abc import Mapping

import pytest

from rtctriage.evidence.codecs import codec_of, codecs_of, quantiser_limit
from rtctriage.evidence.recording import Cell, Column, Connection, Report


def of(id: str, type: str, **members: Cell) -> Report:
    return Report(id, type, list(members), lambda m: Column([0.0], [members[m]]))


def reports(mime: Cell) -> Mapping[object, Report]:
    named = (of("C0", "codec", mimeType="video/X"), of("C1", "codec", mimeType=mime), of("C1", "transport"))
    return codecs_of(Connection(id="1", reports=named))


@pytest.mark.parametrize(
    ("mime", "expected"),
    [
        ("video/VP8", "VP8"),
        ("audio/opus", "OPUS"),
        ("H264", "H264"),
        ("", None),
        (7, None),
        ("video/http://10.0.0.1", None),
        ("video/" + "x" * 99, None),
        ("video/a b", None),
    ],
)
def test_the_codec_that_the_stream_names(mime: Cell, expected: str | None) -> None:
    assert codec_of(reports(mime), of("r", "inbound-rtp", codecId="C1")) == expected


def test_a_codec_that_is_not_there() -> None:
    assert codec_of(reports("video/VP8"), of("r", "inbound-rtp", codecId="C9")) is None
    assert codec_of({}, of("r", "inbound-rtp")) is None


def test_legacy_statistics_name_it_themselves() -> None:
    assert codec_of({}, of("r", "inbound-rtp", googCodecName="opus")) == "OPUS"


@pytest.mark.parametrize(
    ("codec", "limit"),
    [("VP8", 127.0), ("VP9", 255.0), ("AV1", 255.0), ("H264", 51.0), ("H265", 51.0), ("X", None), (None, None)],
)
def test_how_far_the_quantiser_goes(codec: str | None, limit: float | None) -> None:
    assert quantiser_limit(codec) == limit
