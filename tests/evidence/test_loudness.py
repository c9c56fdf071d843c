from __future__ import annotations

from collections.abc import Sequence

from rtctriage.evidence.loudness import level
from rtctriage.evidence.recording import Cell, Column, Report


def of(**members: Sequence[Cell]) -> Report:
    return Report("r", "media-source", list(members), lambda m: Column([0.0, 1000.0, 2000.0], members[m]))


def test_the_root_of_energy_over_duration() -> None:
    found = level(of(totalAudioEnergy=[0, 0.25, 0.29], totalSamplesDuration=[0, 1, 2], audioLevel=[9, 9, 9]), 0.0)
    assert found is not None
    assert [round(v, 12) for v in found.values] == [0.5, 0.2]


def test_no_time_played_is_not_measured() -> None:
    found = level(of(totalAudioEnergy=[0, 0, 0.25], totalSamplesDuration=[1, 1, 2]), 0.0)
    assert found is not None
    assert (list(found.times), list(found.values)) == ([2.0], [0.5])


def test_the_gauge_serves_where_the_counters_are_missing() -> None:
    found = level(of(totalAudioEnergy=[0, 0, 0], audioLevel=[0.1, 0.2, 0.3]), 0.0)
    assert found is not None
    assert list(found.values) == [0.1, 0.2, 0.3]
    assert level(of(), 0.0) is None
