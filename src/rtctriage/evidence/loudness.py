"""Loudness between two polls."""

from __future__ import annotations

from math import sqrt

from rtctriage.evidence.recording import Report
from rtctriage.evidence.samples import joined, plain, points, series
from rtctriage.series import Series


def level(report: Report, begins: float) -> Series | None:
    """Root mean square of the level (0 to 1) between two polls: the square root of energy over duration.

    W3C webrtc-stats defines totalAudioEnergy so that this is the level over the interval; the gauge ``audioLevel``
    shows one moment only and serves where the counters are missing.
    """
    energy, duration = points(report, "totalAudioEnergy", begins), points(report, "totalSamplesDuration", begins)
    if not energy[0] or not duration[0]:
        return plain(report, "audioLevel", begins)
    return series((t1, sqrt(e / d)) for _, t1, e, d in joined(energy, duration) if d > 0)
