"""Makes a large dump out of a recorded call: the same real statistics, more of them.

    python benchmarks/make_dump.py CALL OUT [--megabytes 50] [--shape streams|connections]

``streams``: one connection with many streams of 1000 samples each, the most that Chromium keeps, as an hour in a large
conference leaves behind. ``connections``: the call over and over, as a browser with many tabs leaves behind.
"""

from __future__ import annotations

import argparse
import gzip
import json
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

SAMPLES = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("call", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--shape", choices=["streams", "connections"], default="streams")
    args = parser.parse_args()
    raw = args.call.read_bytes()
    dump = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    (streams if args.shape == "streams" else connections)(dump, args.megabytes * 1_000_000)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(dump), encoding="utf-8")
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


def connections(dump: dict[str, Any], size: int) -> None:
    """The connection again and again, under ids of its own."""
    key, connection = next(iter(dump["PeerConnections"].items()))
    each = len(json.dumps(connection))
    page = key.split("-")[0]
    dump["PeerConnections"] = {f"{page}-{n}": connection for n in range(1, size // each + 2)}


def streams(dump: dict[str, Any], size: int) -> None:
    """Every series stretched to 1000 samples, then its RTP streams again and again under ids of their own."""
    connection = next(iter(dump["PeerConnections"].values()))
    stats = {key: stretched(key, series) for key, series in connection["stats"].items()}
    rtp = {k: v for k, v in stats.items() if v.get("statsType") in ("inbound-rtp", "outbound-rtp")}
    each = len(json.dumps(rtp))
    for n in range((size - len(json.dumps(stats))) // each + 1):
        for key, series in rtp.items():
            id, dash, member = key.partition("-[") if "-[" in key else key.rpartition("-")
            own = {**series, "values": json.dumps([n + 1] * SAMPLES)} if member == "ssrc" else series
            stats[f"{id}x{n}{dash}{member}"] = own
    connection["stats"] = stats


def stretched(key: str, series: dict[str, Any]) -> dict[str, Any]:
    """A series with 1000 samples: counters and clocks go on growing as they did, everything else is repeated."""
    values = json.loads(series["values"])
    if not values:
        return series
    numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
    grows = numbers and len(values) > 2 and all(b >= a for a, b in pairwise(values)) and values[-1] > values[0]
    step = (values[-1] - values[0]) / (len(values) - 1) if grows else 0.0
    times = -(-SAMPLES // len(values))
    rounds = step.is_integer() if isinstance(step, float) else True
    longer = [
        v + (round(step * len(values) * n) if rounds or isinstance(v, int) else step * len(values) * n) if grows else v
        for n in range(times)
        for v in values
    ][:SAMPLES]
    begin = datetime.fromisoformat(series["startTime"].replace("Z", "+00:00"))
    end = begin + timedelta(seconds=SAMPLES - 1)
    stamp = end.strftime("%Y-%m-%dT%H:%M:%S.") + f"{end.microsecond // 1000:03d}Z"
    return {**series, "endTime": stamp, "values": json.dumps(longer, separators=(",", ":"))}


if __name__ == "__main__":
    main()
