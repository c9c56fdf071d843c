from __future__ import annotations

from rtctriage.evidence.recording import Column, Connection, Report


def test_a_report_reads_what_is_asked_for() -> None:
    asked: list[str] = []

    def read(member: str) -> Column | None:
        asked.append(member)
        return None if member == "broken" else Column([0.0, 1.0], [5, None])

    report = Report("id", "transport", ["bytesSent", "broken"], read)
    assert asked == []
    assert report.column("none") is None
    assert report.last("none") is None
    assert report.last("bytesSent") == 5
    assert report.last("bytesSent") == 5
    assert report.last("broken") is None
    assert report.column("broken") is None
    assert asked == ["bytesSent", "broken", "broken"]


def test_reports_by_their_type() -> None:
    reports = tuple(Report(i, t, [], lambda _: None) for i, t in (("1", "codec"), ("2", "track"), ("3", "codec")))
    connection = Connection(id="1", reports=reports)
    assert [r.id for r in connection.of_type("codec")] == ["1", "3"]
    assert [r.id for r in connection.of_type("track", "codec")] == ["1", "2", "3"]
    assert connection.of_type() == []
