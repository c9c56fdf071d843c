from __future__ import annotations

import pytest

from rtctriage.errors import NoSuchConnection
from rtctriage.evidence.choose import choose, media_bytes, shown
from rtctriage.evidence.recording import Column, Connection, LogEntry, Recording, Report


def peer(id: str, *, received: float = 0.0, sent: float = 0.0, samples: int = 0, log: int = 0) -> Connection:
    def counter(kind: str, member: str, value: float) -> Report:
        return Report(kind, kind, [member], lambda _: Column([0.0, 1.0], [0.0, value]))

    reports = (counter("inbound-rtp", "bytesReceived", received), counter("outbound-rtp", "bytesSent", sent))
    entries = tuple(LogEntry(at=None, kind="track", value="") for _ in range(log))
    return Connection(id=id, reports=reports, samples=samples, log=entries)


def chosen(*connections: Connection, wanted: str | None = None) -> tuple[str | None, list[str]]:
    found = choose(Recording(format="x", connections=connections), wanted)
    return None if found.chosen is None else found.connections[found.chosen].id, [n.en for n in found.notes]


def test_the_one_that_carried_the_most_media() -> None:
    id, notes = chosen(
        peer("1"), peer("2", received=900.0), peer("3", sent=500.0, received=500.0), peer("4", samples=99)
    )
    assert id == "3"
    assert notes == ["connection 3 of 4 was chosen because it carried the most media; others: 1, 2, 4"]


def test_without_media_the_one_with_the_longest_history() -> None:
    assert chosen(peer("1", log=3), peer("2", samples=2), peer("3", samples=2, log=1))[0] == "3"
    assert "longest history" in chosen(peer("1"), peer("2", log=1))[1][0]


def test_the_first_of_equals() -> None:
    assert chosen(peer("1"), peer("2"))[0] == "1"


def test_a_single_one_needs_no_note() -> None:
    assert chosen(peer("1")) == ("1", [])


def test_none_at_all() -> None:
    assert chosen() == (None, [])


def test_the_one_asked_for() -> None:
    assert chosen(peer("1", sent=9.0), peer("2"), wanted="2") == ("2", [])


def test_one_that_is_not_there() -> None:
    with pytest.raises(NoSuchConnection, match=r'no connection "9" in this recording \(connections: 1, 2\)'):
        chosen(peer("1"), peer("2"), wanted="9")
    with pytest.raises(NoSuchConnection, match=r"connections: none"):
        chosen(wanted="9")


def test_long_lists_are_cut() -> None:
    _, (note,) = chosen(*(peer(str(i), sent=1.0) for i in range(100)))
    assert note.endswith("others: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, … (87)")


@pytest.mark.parametrize("id", ["125-2", "A", "PC_0", "sender.1"])
def test_plain_ids_are_shown(id: str) -> None:
    assert shown([peer("1"), peer(id)], 1) == id


@pytest.mark.parametrize(
    "id", ["", "a\nb\x1b", "x" * 100, "203.0.113.7", "alice@corp.com", "wss://x?token=eyJhbGciOi", "eyJhbGciOiJIUzI1"]
)
def test_other_ids_are_counted(id: str) -> None:
    _, (note,) = chosen(peer("1", sent=9.0), peer(id, sent=1.0))
    assert note.endswith("others: #2")
    assert chosen(peer("1", sent=9.0), peer(id, sent=1.0), wanted="#2")[0] == id
    assert chosen(peer("1", sent=9.0), peer(id, sent=1.0), wanted=id)[0] == id
    with pytest.raises(NoSuchConnection) as error:
        chosen(peer("1"), wanted=id)
    assert not id or id not in str(error.value)


def test_media_in_bytes() -> None:
    assert media_bytes(peer("1", received=3.0, sent=4.0)) == 7.0
    assert media_bytes(Connection(id="1")) == 0.0
