"""How long the command takes to start, and the knowledge to load, against ``python -c "import click"``.

    python benchmarks/start.py [--runs 15]

Whole processes in turns; printed are medians and their ratios (aims: 3 for --help, 5 for a cold diagnosis, 1
for loading). Loading reads all files, finds that nothing has changed, and checks the compiled form; a section of it is
decoded when it is first asked for. The last line asks for all of them.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

LOAD = "from rtctriage.knowledge import load; base = load()"
DECODE = "from rtctriage.knowledge.base import SECTIONS; [getattr(base, name) for name in SECTIONS]"
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "stutter.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    args = parser.parse_args()
    program = shutil.which("rtctriage", path=str(Path(sys.executable).parent)) or "rtctriage"
    commands = {
        'python -c "import click"': [sys.executable, "-c", "import click"],
        "rtctriage --help": [program, "--help"],
        "rtctriage diagnose, text": [program, "diagnose", str(EXAMPLE)],
        "rtctriage diagnose, JSON": [program, "diagnose", "--format", "json", str(EXAMPLE)],
        'python -c "import msgspec"': [sys.executable, "-c", "import msgspec"],
        "loading the knowledge": [sys.executable, "-c", LOAD],
        "and decoding all of it": [sys.executable, "-c", f"{LOAD}; {DECODE}"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(args.runs + 2):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if turn > 1:
                times[name].append(time.perf_counter() - begin)
    base = statistics.median(times['python -c "import click"'])
    for name, values in times.items():
        print(f"{name:26} {statistics.median(values) * 1e3:6.0f} ms   {statistics.median(values) / base:.2f} times")


if __name__ == "__main__":
    main()
