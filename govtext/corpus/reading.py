"""The process that reads files, one after another: a file that hangs it, fills it or kills it costs itself only.

Started by `guard.py`, which has it `serve`; tasks come in by standard input, answers go out by what was
standard output, both pickled. Nothing else is loaded here than what reading needs.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from govtext.corpus.rows import Rows, rows_of
from govtext.errors import BoundExceeded, GovTextError, MissingExtra, UnreadableFile
from govtext.limits import Limits

ID_LENGTH = 16
"""Hexadecimal digits of a report id."""
_OBJECTS = 50_000
"""New objects after which Python looks for cycles: those of some reports, which hardly have any (700, as is usual,
costs a twentieth of the time)."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and the content that it had when it was listed."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a content is no report; `again`: the cause is the machine or a bound, so the next build tries once more."""

    error: str
    message: str
    kind: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reading process is told when it starts; `memory` in bytes, None: not bounded."""

    version: str
    limits: Limits
    memory: int | None


def read_task(task: Task, version: str, limits: Limits) -> Rows | Failure:
    """The rows of one file, or why there are none."""
    from govtext import checks
    from govtext.second import read_confirmed

    try:
        _demand_same(task)
        reading = read_confirmed(task.path, limits)
        return rows_of(task.sha256[:ID_LENGTH], version, reading, checks.run(reading))
    except GovTextError as error:
        changed = isinstance(error, _Changed)
        again = changed or isinstance(error, (MissingExtra, BoundExceeded))
        return Failure(
            "UnreadableFile" if changed else type(error).__name__, error.reason, _kind(task.path, limits), again
        )
    except MemoryError:
        return Failure("BoundExceeded", "reading needs more memory than allowed", again=True)
    except Exception as error:  # the outermost edge: whatever a library raises costs this file only
        message = " ".join(f"an unexpected {type(error).__name__}: {error}".split())[:300]
        return Failure(type(error).__name__, message, _kind(task.path, limits))


class _Changed(UnreadableFile):
    """The content is not the one that was listed."""


def _demand_same(task: Task) -> None:
    try:
        same = hashlib.sha256(Path(task.path).read_bytes()).hexdigest() == task.sha256
    except OSError as error:
        raise _Changed("the file went away while the corpus was built", found=error.strerror) from error
    if not same:
        raise _Changed("the file was changed while the corpus was built")


def _kind(path: str, limits: Limits) -> str | None:
    from govtext.readers import detect, read_bytes

    try:
        return detect(read_bytes(Path(path), limits))
    except GovTextError:
        return None


def _bound_memory(memory: int | None) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such bound
        return
    if memory is not None:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _own_output() -> BinaryIO:
    """The pipe to the guard; what a library prints must not get into it."""
    out = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    return out


def _collect_seldom() -> None:
    """Look for cycles seldom, and never among what is loaded once and stays."""
    from govtext import checks, second  # noqa: F401 - loaded now, so that it is among what stays

    gc.set_threshold(_OBJECTS)
    gc.freeze()


def serve() -> None:
    """Answer tasks until there are no more."""
    source, out = sys.stdin.buffer, _own_output()
    setting: Setting = pickle.load(source)
    _bound_memory(setting.memory)
    _collect_seldom()
    while True:
        try:
            task = pickle.load(source)
        except EOFError:
            return
        pickle.dump(read_task(task, setting.version, setting.limits), out, protocol=pickle.HIGHEST_PROTOCOL)
        out.flush()
