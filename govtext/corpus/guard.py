"""Guards a reading process: bounds its time and memory, and starts another where it died."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic
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
        self._watch = _Watch(bounds.seconds)
        self._process: subprocess.Popen[bytes] | None = None
        self._told = False

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Rows | Failure]]:
        """Every task with its answer, in order."""
        for task in tasks:
            yield task, self._ask(task)

    def _ask(self, task: Task) -> Rows | Failure:
        process = self._process = self._process or self._launch()
        self._watch.begin(process)
        try:
            if not self._told:
                _send(process, self._setting)
                self._told = True
            _send(process, task)
            assert process.stdout is not None
            answer: Rows | Failure = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._died(process, self._watch.end())
        if self._watch.end():  # killed at the very moment when it had done
            self.close()
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
        self._watch.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._watch.stop()
        self.close()


class _Watch:
    """Kills a process that is at one file for too long; one thread for all files, a few looks a second."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._due = 0.0
        self._overdue = False
        self._lock, self._stopped = Lock(), Event()

    def start(self) -> None:
        Thread(target=self._look, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def begin(self, process: subprocess.Popen[bytes]) -> None:
        """The process begins with a file."""
        with self._lock:
            self._process, self._due, self._overdue = process, monotonic() + self._seconds, False

    def end(self) -> bool:
        """The process is done with the file, or dead; gives whether it was killed."""
        with self._lock:
            self._process = None
            return self._overdue

    def _look(self) -> None:
        while not self._stopped.wait(min(0.25, self._seconds / 4)):
            with self._lock:
                if self._process is not None and monotonic() > self._due:
                    self._overdue = True
                    self._process.kill()
                    self._process = None


def _send(process: subprocess.Popen[bytes], what: Any) -> None:
    assert process.stdin is not None
    pickle.dump(what, process.stdin)
    process.stdin.flush()
