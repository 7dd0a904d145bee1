"""Cost of a build against the number of reports.

`python -m bench.corpus [REPORTS ...]` (default: 250 1000 4000) makes crawl texts; `python -m bench.corpus FOLDER ...`
builds the simulated corpora that `govtext simulate` left there, every layout, and watches the memory of each process.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import psutil

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


_COMMAND = "import sys; from govtext.cli import main; sys.exit(main())"


def whole(folder: Path) -> tuple[int, float, float, int]:
    """Files, seconds, CPU seconds, and the most memory (MiB) of one process, of a build by the command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder) as out:
        command = ["build", str(folder / "reports"), "--places", str(folder / "places.csv"), "--out", out]
        process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND, *command, "--workers", str(WORKERS)], stdout=subprocess.DEVNULL
        )
        most = _watched(process)
        seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    files = sum(each.is_file() for each in (folder / "reports").rglob("*"))
    spent = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return files, seconds, spent, most


def _watched(process: subprocess.Popen[bytes]) -> int:
    """Wait for the process; the most MiB that it or one of its children held, looked at twice a second."""
    peaks: dict[int, int] = defaultdict(int)
    first = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            for each in [first, *first.children(recursive=True)]:
                peaks[each.pid] = max(peaks[each.pid], each.memory_info().rss)
        except psutil.Error:
            pass  # it ended meanwhile
        time.sleep(0.5)
    return max(peaks.values()) // 2**20


def simulated(folders: list[Path]) -> None:
    """The line of CPU time against size, of simulated corpora."""
    print(f"Every layout, {WORKERS} workers\n")
    print("| files | s | CPU ms a file | MiB a process at most |\n|---:|---:|---:|---:|")
    line = []
    for folder in folders:
        files, seconds, spent, most = whole(folder)
        line.append((files, spent))
        print(f"| {files:,} | {seconds:.0f} | {1000 * spent / files:.1f} | {most:,} |", flush=True)
    _tell_exponent(line)


def _tell_exponent(line: list[tuple[int, float]]) -> None:
    (few, little), (many, much) = line[0], line[-1]
    if many > few:
        exponent = math.log(much / little) / math.log(many / few)
        print(f"\nCPU time grows with the number of reports to the power of {exponent:.2f}")


def main() -> None:
    if sys.argv[1:] and not sys.argv[1].isdigit():
        simulated([Path(each) for each in sys.argv[1:]])
        return
    sizes = [int(size) for size in sys.argv[1:]] or [250, 1000, 4000]
    print(f"Crawl text, {WORKERS} workers\n")
    print("| reports | s | CPU ms a report | s, nothing changed |\n|---:|---:|---:|---:|")
    line = []
    for size in sizes:
        first, again, processor = cost(size)
        line.append((size, processor))
        print(f"| {size:,} | {first:.1f} | {1000 * processor / size:.1f} | {again:.2f} |", flush=True)
    _tell_exponent(line)


if __name__ == "__main__":
    main()
