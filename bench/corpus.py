"""Cost of a build against the number of reports: `python -m bench.corpus [REPORTS ...]` (default: 250 1000 4000)."""

from __future__ import annotations

import math
import os
import sys
import tempfile
import time
from pathlib import Path

from govtext.corpus import build
from tests.corpus.made_reports import write_reports

WORKERS = 2


def cost(reports: int) -> tuple[float, float, float]:
    """Seconds of a build, of a second one of the same files, and CPU seconds of the first, its processes included."""
    with tempfile.TemporaryDirectory() as folder:
        write_reports(Path(folder, "in"), reports)
        before, start = sum(os.times()[:4]), time.perf_counter()
        build(Path(folder, "in"), out=Path(folder, "out"), workers=WORKERS, progress=False)
        first, again = time.perf_counter() - start, time.perf_counter()
        _stop_workers()
        processor = sum(os.times()[:4]) - before
        build(Path(folder, "in"), out=Path(folder, "out"), workers=WORKERS, progress=False)
        return first, time.perf_counter() - again, processor


def _stop_workers() -> None:
    """End the processes, so that the system counts their time as this one's."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [250, 1000, 4000]
    print(f"Crawl text, {WORKERS} workers\n")
    print("| reports | s | CPU ms a report | s, nothing changed |\n|---:|---:|---:|---:|")
    seconds = {}
    for size in sizes:
        first, again, processor = cost(size)
        seconds[size] = processor
        print(f"| {size:,} | {first:.1f} | {1000 * processor / size:.1f} | {again:.2f} |", flush=True)
    if len(sizes) > 1:
        exponent = math.log(seconds[sizes[-1]] / seconds[sizes[0]]) / math.log(sizes[-1] / sizes[0])
        print(f"\nCPU time grows with the number of reports to the power of {exponent:.2f}")


if __name__ == "__main__":
    main()
