from __future__ import annotations

import msgspec
import pytest
from msgspec import Raw

from rtctriage.evidence.rawstats import RawSeries, all_series, cells, count, members, plain


def series(values: bytes) -> RawSeries:
    return RawSeries(values=Raw(values))


def test_members_stay_undecoded() -> None:
    found = members(b'{"a": [1, 2], "b": "x"}')
    assert found is not None
    assert {k: bytes(v) for k, v in found.items()} == {"a": b"[1, 2]", "b": b'"x"'}


@pytest.mark.parametrize("data", [None, b"[1]", b'{"a": ', b"", b'{"a": NaN}'])
def test_members_of_what_is_no_object(data: bytes | None) -> None:
    assert members(data) is None


def test_plain_values() -> None:
    assert plain(None) is None
    assert plain(Raw(b'{"a": [1, "x"]}')) == {"a": [1, "x"]}
    assert plain(Raw(b"[1, NaN]")) == [1, None]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (b'"[1,2.5,true,\\"x\\"]"', [1, 2.5, True, "x"]),
        (b"[1, 2]", [1, 2]),
        (b'"[]"', []),
        (b'"[1,NaN,1e400]"', [1, None, None]),
        (b'"[1,2,"', [1, 2]),
        (b'"oops"', None),
        (b"7", None),
        (b"null", None),
        (b"", None),
    ],
)
def test_samples_are_an_array_in_a_text_or_a_real_one(values: bytes, expected: list[object] | None) -> None:
    assert cells(series(values)) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [(b'"[1,2,3]"', 3), (b"[true, false]", 2), (b'"[7]"', None), (b'"[]"', None), (b'"[\\"a,b\\"]"', None)],
)
def test_samples_are_counted_where_commas_tell(values: bytes, expected: int | None) -> None:
    assert count(series(values)) == expected


def test_one_bad_series_costs_that_series_only() -> None:
    stats = b'{"A-a": {"startTime": "x", "values": "[1]"}, "A-b": 7, "A-c": {"values": "[2]", "statsType": null}}'
    found, lost = all_series(Raw(stats))
    assert (sorted(found), lost) == (["A-a", "A-c"], 1)
    assert found["A-c"].statsType is None
    assert all_series(None) == ({}, 0)
    assert all_series(Raw(b"[1]")) == ({}, 0)


def test_times_may_be_numbers() -> None:
    found, lost = all_series(Raw(msgspec.json.encode({"A-a": {"startTime": 1.0, "endTime": None, "values": "[1]"}})))
    assert (found["A-a"].startTime, found["A-a"].endTime, lost) == (1.0, None, 0)
