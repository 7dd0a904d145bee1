"""Contenders timed in turn within one run, so that only their ratios are told; memory in processes of their own."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

ROUNDS = 15
AT_LEAST = 0.02
"""Seconds that one timing lasts, so that the clock's steps do not count."""


def medians(contenders: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds a call, by name: each round times every contender once; the median over the rounds."""
    loops = {name: _loops(run) for name, run in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            times[name].append(_time(run, loops[name]) / loops[name])
    return {name: statistics.median(each) for name, each in times.items()}


def _loops(run: Callable[[], object]) -> int:
    run()
    return max(1, round(AT_LEAST / max(_time(run, 1), 1e-7)))


def _time(run: Callable[[], object], loops: int) -> float:
    start = time.perf_counter()
    for _ in range(loops):
        run()
    return time.perf_counter() - start


def report(title: str, times: Mapping[str, float], base: str) -> None:
    """Print a table: milliseconds, and how many times the base."""
    print(f"\n{title}\n\n| what | ms | times {base} |\n|---|---:|---:|")
    for name, seconds in times.items():
        print(f"| {name} | {seconds * 1000:.2f} | {seconds / times[base]:.1f} |")


PEAK = """
try:
    lines = open("/proc/self/status").read().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Linux hands a parent's ru_maxrss on to its child, so the kernel's own high-water mark is asked first."""


def peak(code: str) -> float:
    """Peak memory in MiB of a Python process that runs the code."""
    ending = "\n" + PEAK
    run = subprocess.run([sys.executable, "-c", code + ending], check=True, capture_output=True, text=True)
    return int(run.stdout.split()[-1]) / 1024


def report_memory(title: str, codes: Mapping[str, str]) -> None:
    """Print a table of peaks."""
    print(f"\n{title}\n\n| what | MiB |\n|---|---:|")
    for name, code in codes.items():
        print(f"| {name} | {peak(code):.0f} |")
