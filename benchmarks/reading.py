"""Reading and diagnosing a large dump: speed, and memory against the file's size.

    python benchmarks/reading.py DUMP [--runs 5]

Each run is a process of its own. Printed are the medians: megabytes a second of the whole diagnosis without the start
of the interpreter, the same as a ratio to what the standard library's JSON parser takes for the file alone, and the
peak of memory as a ratio to the file's size, with and without what the program takes for a diagnosis of nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

DIAGNOSE = """
import json, resource, sys, time
import rtctriage
engine = rtctriage.Engine()
engine.diagnose({})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begin = time.perf_counter()
diagnosis = engine.diagnose(sys.argv[1])
took = time.perf_counter() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"s": took, "before": before * 1024, "peak": peak * 1024, "verdict": diagnosis.verdict}))
"""
PARSE = """
import json, sys, time
data = open(sys.argv[1], "rb").read()
begin = time.perf_counter()
json.loads(data)
print(json.dumps({"s": time.perf_counter() - begin}))
"""


def run(code: str, dump: Path) -> dict[str, float]:
    out = subprocess.run([sys.executable, "-c", code, str(dump)], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(out.stdout)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    size = args.dump.stat().st_size
    pairs = [(run(DIAGNOSE, args.dump), run(PARSE, args.dump)) for _ in range(args.runs)]
    seconds = statistics.median(d["s"] for d, _ in pairs)
    parser_ratio = statistics.median(d["s"] / p["s"] for d, p in pairs)
    peak = statistics.median(d["peak"] for d, _ in pairs)
    own = statistics.median(d["peak"] - d["before"] for d, _ in pairs)
    print(f"size            {size / 1e6:.1f} MB")
    print(f"diagnosis       {seconds:.2f} s, {size / 1e6 / seconds:.0f} MB/s (aim: 40 MB/s and more)")
    print(f"against json    {parser_ratio:.2f} times what json.loads takes for the file alone")
    print(
        f"peak of memory  {peak / size:.2f} times the file's size (aim: 4 and less); {own / size:.2f} without the start"
    )


if __name__ == "__main__":
    main()
