"""Every benchmark, one after another, each in a process of its own: `make bench`.

A benchmark prints its tables as it goes; the exit code tells whether one of them could not be run or fell
short of a goal it insists on.
"""

import subprocess
import sys

BENCHMARKS = (
    "updates",
    "startup",
    "latency",
    "charts",
    "durable_writes",
    "analysis_speed",
    "spreadsheets",
    "reports",
    "headline",
)


def main() -> int:
    """Run all; returns the worst exit code."""
    worst = 0
    for name in BENCHMARKS:
        print(f"\n# {name}", flush=True)
        ran = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)  # noqa: S603
        worst = max(worst, abs(ran.returncode))
    return worst


if __name__ == "__main__":
    sys.exit(main())
