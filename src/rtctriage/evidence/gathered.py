"""Where facts are put while they are drawn from a recording."""

from __future__ import annotations

from collections.abc import Mapping

from rtctriage.profile import Known, Scalar, Source, Stream, Streams, Value
from rtctriage.series import Series


class Gathered:
    """Facts by name, with the file and connection they come from. What is None was not measured and is left out."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._scalars: dict[str, Known] = {}
        self._streams: dict[str, list[Stream]] = {}
        self._members: dict[str, str] = {}

    def scalar(self, name: str, value: Scalar | int | None, member: str) -> None:
        """A value of the whole call; ``member`` names the statistic or log entry that it was read from."""
        if value is not None:
            whole = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
            self._scalars[name] = Known(whole, Source("evidence", f"{self._origin}: {member}"))

    def stream(self, name: str, label: str, series: Series | None, member: str) -> None:
        """One more stream of a fact."""
        if series is not None and len(series):
            self._streams.setdefault(name, []).append(Stream(label, series))
            self._members.setdefault(name, member)

    def series(self, name: str) -> tuple[Stream, ...]:
        """The streams of a fact so far."""
        return tuple(self._streams.get(name, ()))

    def facts(self) -> Mapping[str, Value]:
        """All facts, in the order of their names."""
        measured: dict[str, Value] = {
            name: Streams(tuple(streams), Source("evidence", f"{self._origin}: {self._members[name]}"))
            for name, streams in self._streams.items()
        }
        return dict(sorted({**self._scalars, **measured}.items()))
