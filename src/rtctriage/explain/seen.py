"""A value of a fact in short, as explanations give it to programs."""

from __future__ import annotations

from msgspec import Struct

from rtctriage.profile import Known, Scalar, Value


class Seen(Struct, frozen=True):
    """One value for the whole call, or the range and mean of what was measured over time; in the fact's unit."""

    value: Scalar | None = None
    low: float | None = None
    mean: float | None = None
    high: float | None = None
    samples: int = 0
    """Over all streams; 0 for one value."""

    def alike(self, other: Seen) -> bool:
        """Whether both are the same value or range; of one value and a series that is constant, too."""
        return self._ends == other._ends

    @property
    def _ends(self) -> tuple[Scalar | None, ...]:
        return (self.low, self.mean, self.high) if self.low is not None else (self.value,) * 3


def seen(value: Value | None) -> Seen | None:
    """None for what was not measured: a series without samples is that, too."""
    if value is None:
        return None
    if isinstance(value, Known):
        return Seen(value=value.value)
    series = [stream.series for stream in value.streams if len(stream.series)]
    if not series:
        return None
    count = sum(map(len, series))
    mean = sum(sum(one.values) for one in series) / count
    return Seen(low=min(s.low for s in series), mean=mean, high=max(s.high for s in series), samples=count)
