"""How far a build is: a bar with rate and time left on a terminal, a few quiet lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

Step = Callable[[int], None]
"""Called with the number of files that were done since it was called last."""
_TENTHS = 10


@contextmanager
def progress(total: int, what: str, shown: bool | None, out: TextIO | None = None) -> Iterator[Step]:
    """Tell of `total` files; `shown` None: a bar on a terminal and a line at each tenth elsewhere, False: nothing."""
    stream = out or sys.stderr
    if shown is False or total == 0:
        yield lambda _: None
    elif stream.isatty():
        from tqdm import tqdm

        with tqdm(total=total, desc=what, unit=" files", file=stream, dynamic_ncols=True) as bar:
            yield lambda done: (bar.update(done), None)[1]
    else:
        yield _lines(total, what, stream)


def _lines(total: int, what: str, out: TextIO) -> Step:
    begun, done, told = time.monotonic(), 0, 0

    def step(more: int) -> None:
        nonlocal done, told
        done += more
        if (tenth := done * _TENTHS // total) > told:
            told = tenth
            rate = done / max(time.monotonic() - begun, 1e-9)
            left = (total - done) / rate
            print(f"{what}: {done} of {total} files, {rate:.0f} a second, {left:.0f} s left", file=out, flush=True)

    return step
