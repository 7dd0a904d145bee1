"""Guards a reading process: bounds its time and memory, and starts another where it died."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Timer
from types import TracebackType
from typing import Any

from govtext.corpus.reading import Failure, Setting, Task
from govtext.corpus.rows import Rows
from govtext.limits import DEFAULT_LIMITS, Limits

_READER = "from govtext.corpus.reading import serve; serve()"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost: seconds of wall-clock time, bytes of memory of the process that reads it."""

    seconds: float = 120.0
    memory: int | None = 2 * 2**30
    limits: Limits = DEFAULT_LIMITS


class Guard:
    """One reading process at a time; a context manager."""

    def __init__(self, version: str, bounds: Bounds) -> None:
        self._setting = Setting(version, bounds.limits, bounds.memory)
        self._seconds = bounds.seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._told = False

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Rows | Failure]]:
        """Every task with its answer, in order."""
        for task in tasks:
            yield task, self._ask(task)

    def _ask(self, task: Task) -> Rows | Failure:
        process = self._process = self._process or self._launch()
        overdue = Event()
        late = Timer(self._seconds, _end, (process, overdue))
        late.start()
        try:
            if not self._told:
                _send(process, self._setting)
                self._told = True
            _send(process, task)
            assert process.stdout is not None
            answer: Rows | Failure = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._died(process, overdue.is_set())
        finally:
            late.cancel()
        return answer

    def _died(self, process: subprocess.Popen[bytes], overdue: bool) -> Failure:
        self.close()
        if overdue:
            return Failure("BoundExceeded", f"reading took longer than {self._seconds:g} seconds", again=True)
        code = process.returncode
        return Failure("BoundExceeded", f"the process that read the file died (exit code {code})", again=True)

    def _launch(self) -> subprocess.Popen[bytes]:
        self._told = False
        return subprocess.Popen(
            [sys.executable, "-c", _READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    assert pipe is not None
                    pipe.close()
            process.wait()

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _end(process: subprocess.Popen[bytes], overdue: Event) -> None:
    overdue.set()
    process.kill()


def _send(process: subprocess.Popen[bytes], what: Any) -> None:
    assert process.stdin is not None
    pickle.dump(what, process.stdin)
    process.stdin.flush()
