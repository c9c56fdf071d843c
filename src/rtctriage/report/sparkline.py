"""A time series as one short row of blocks."""

from __future__ import annotations

from typing import Final

from rtctriage.series import GAP, Series

BLOCKS: Final = "▁▂▃▄▅▆▇█"


def sparkline(series: Series, width: int = 24) -> str:
    """The series in at most ``width`` characters, each the mean of its share of the time.

    The scale runs from the smallest to the largest of these means, or from 0 where that is smaller and nothing is
    negative, so that a steady value near its own noise does not look like a storm. Time that was not measured is blank.
    """
    if not len(series) or width < 1:
        return ""
    begin, end = series.times[0], series.times[-1]
    cells = min(width, len(series))
    span = end - begin
    sums = [0.0] * cells
    counts = [0] * cells
    for time, value in zip(series.times, series.values, strict=True):
        cell = min(cells - 1, int((time - begin) / span * cells)) if span > 0 else 0
        sums[cell] += value
        counts[cell] += 1
    means = [s / n if n else None for s, n in zip(sums, counts, strict=True)]
    known = [m for m in means if m is not None]
    low, high = min(known), max(known)
    if low > 0:
        low = 0.0
    filled = _bridge(means, span / cells if cells else 0.0, series.step)
    return "".join(_block(m, low, high) for m in filled)


def _bridge(means: list[float | None], cell_seconds: float, step: float) -> list[float | None]:
    """Cells without a sample keep the value before them unless the hole is as long as a gap in the measurement."""
    longest = GAP * step / cell_seconds if cell_seconds > 0 else 0.0
    bridged = list(means)
    hole = 0
    for i, mean in enumerate(means):
        if mean is not None:
            if 0 < hole < longest:
                bridged[i - hole : i] = [bridged[i - hole - 1]] * hole
            hole = 0
        else:
            hole += 1
    return bridged


def _block(value: float | None, low: float, high: float) -> str:
    if value is None:
        return " "
    if high <= low:
        return BLOCKS[0]
    return BLOCKS[round((value - low) / (high - low) * (len(BLOCKS) - 1))]
