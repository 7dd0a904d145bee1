"""From folders of files to a corpus. The list of steps in `build` is the algorithm.

A build may be killed at any moment: what batches have read stays as segments, the last corpus stays whole until the
new `corpus.json` takes the place of the old, and only then is anything removed.
"""

from __future__ import annotations

import math
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from govtext.corpus.finishing import Draft, Given, Parts, demand_unedited, finish
from govtext.corpus.guard import Bounds
from govtext.corpus.listing import Listed, list_files
from govtext.corpus.lock import locked
from govtext.corpus.parallel import run
from govtext.corpus.progress import progress as telling
from govtext.corpus.reading import Task
from govtext.corpus.state import State, load_state, segments
from govtext.corpus.version import reading_version
from govtext.corpus.work import Batch, Chunk, Shard, Source, merge, read_batch
from govtext.errors import GovTextError, UnreadableFile

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

_A_SHARD = 1024
"""Reports of a shard at most, which is put together in memory (0.5 MB a report); with more, sixteen times as many."""
_A_SEGMENT = 512
"""Reports of a segment at most: what a worker holds in memory, and what a killed one has to do again."""
_A_BATCH = 4096
"""Files at most that one reading process reads; to start and warm one takes about a second."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did. `files` were found; `reports` and `errors` account for all of them; `read` were read anew.

    `duplicates` are files whose content another file has; `editions` are reports instead of which another was chosen;
    `idle` are the lines of the overrides that decide nothing; `dropped` counts the decisions on issuers that the last
    build in this place was given, where this one was given none.
    """

    path: Path
    files: int
    reports: int
    errors: int
    duplicates: int
    editions: int
    read: int
    idle: tuple[int, ...] = ()
    dropped: int = 0

    def open(self) -> Corpus:
        """The corpus."""
        from govtext.corpus.opened import open_corpus

        return open_corpus(self.path)

    def __str__(self) -> str:
        idle = f"; of the overrides nothing is decided by line {', '.join(map(str, self.idle))}" if self.idle else ""
        dropped = f"; {self.dropped} decisions of the last build hold no more: no --overrides" if self.dropped else ""
        return (
            f"{self.files} files ({self.read} read now): {self.reports} reports, {self.errors} errors, "
            f"{self.duplicates} files twice, {self.editions} other editions; in {self.path}{idle}{dropped}"
        )


def build(
    *sources: str | PathLike[str],
    out: str | PathLike[str],
    workers: int | None = None,
    scheduler: str | None = None,
    progress: bool | None = None,
    bounds: Bounds | None = None,
    overrides: str | PathLike[str] | None = None,
    places: str | PathLike[str] | None = None,
) -> BuildResult:
    """Build a corpus of all files in the folders, or go on with a build that was cut off.

    `workers`: processes (None: one a core); `scheduler`: address of a Dask scheduler whose workers see the same
    folders; `bounds`: time and memory of one file; `overrides`: the CSV of a person's decisions on issuers (the filled
    `questions.csv` of a build); `places`: a CSV of places beside the official ones. Raises `GovTextError` where a
    source is missing or `out` itself, another build is at work in `out`, or a CSV is not understood.
    """
    root, paths, version = Path(out), [Path(source) for source in sources], reading_version()
    given = Given.read(Path(overrides) if overrides else None, Path(places) if places else None)
    _make_room(root, paths)
    with _refusals(root), locked(root):
        demand_unedited(root)
        state = load_state(root, version)
        files = list_files(paths, root)
        todo = list(_unknown(files, state))
        folder, digits = segments(root, version).absolute(), shard_digits(len(files))
        batches = list(_batches(todo, folder, digits, version, bounds or Bounds(), workers))
        _forget(batches)
        with telling(len(todo), "reading", progress) as step:
            run(read_batch, batches, step, workers, scheduler)
        state.add_fresh(folder)
        parts, reports = _merged(root, files, state, workers, scheduler)
        done = finish(Draft(root, paths, files, state, parts, reports, given, workers, scheduler))
        count = sum(map(len, reports.values()))
        return BuildResult(
            root, len(files), count, done.errors, done.duplicates, done.editions, len(todo), done.idle, done.dropped
        )


@contextmanager
def _refusals(root: Path) -> Iterator[None]:
    """A disk that is full, or a folder that may not be written, in one line."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise GovTextError("the corpus cannot be written or read; build again goes on", file=str(root),
                           found=said) from error  # fmt: skip


def _make_room(root: Path, sources: Sequence[Path]) -> None:
    """Make the corpus's folder, unless something is wrong with what was asked for."""
    for source in sources:
        if not os.path.exists(source):  # noqa: PTH110 - Path raises where the name is too long
            raise UnreadableFile("no such file or folder", file=str(source))
        if root.exists() and source.samefile(root):
            raise GovTextError("a corpus cannot lie among its reports", file=str(root), expected="a folder of its own")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GovTextError("no folder can be made here", file=str(root), found=error.strerror) from error


def _unknown(files: Iterable[Listed], state: State) -> Iterator[Task]:
    """Contents that are neither known as reports nor as failures, each once, in the order of their hashes."""
    first = {file.sha256: file for file in reversed(list(files)) if file.sha256}
    for sha256, file in sorted(first.items()):
        if file.report not in state.reports and sha256 not in state.failures:
            yield Task(str(file.path.absolute()), sha256)


def shard_digits(reports: int) -> int:
    """How many hexadecimal digits of the hash name a shard.

    >>> [shard_digits(count) for count in (10, 1024, 1025, 100_000, 1_000_000)]
    [0, 0, 1, 2, 3]
    """
    return max(0, math.ceil(math.log(max(reports, 1) / _A_SHARD, 16) - 1e-9))


def _batches(
    todo: Sequence[Task], folder: Path, digits: int, version: str, bounds: Bounds, workers: int | None
) -> Iterator[Batch]:
    """Batches of one size, as many for each worker, four at least; in chunks within shards."""
    hands = workers or os.cpu_count() or 1
    rounds = max(4, math.ceil(len(todo) / (hands * _A_BATCH)))
    size = max(4, math.ceil(len(todo) / (hands * rounds)))
    for start in range(0, len(todo), size):
        yield Batch(tuple(_chunks(todo[start : start + size], folder, digits)), version, bounds)


def _chunks(tasks: Sequence[Task], folder: Path, digits: int) -> Iterator[Chunk]:
    """Within shards, so that a shard is put together from few segments."""
    for _, alike in sorted(_by_shard(tasks, digits, lambda task: task.sha256).items()):
        for start in range(0, len(alike), _A_SEGMENT):
            yield Chunk.of(alike[start : start + _A_SEGMENT], folder)


def _forget(batches: Sequence[Batch]) -> None:
    """Remove what an earlier build left of the same files: they are read again as the machine was at fault."""
    for batch in batches:
        for chunk in batch.chunks:
            shutil.rmtree(chunk.segment, ignore_errors=True)


def _by_shard(items: Iterable[T], digits: int, name: Callable[[T], str]) -> dict[str, list[T]]:
    shards: dict[str, list[T]] = defaultdict(list)
    for item in items:
        shards[name(item)[:digits]].append(item)
    return shards


def _merged(
    root: Path, files: Sequence[Listed], state: State, workers: int | None, scheduler: str | None
) -> tuple[Parts, dict[str, pa.Table]]:
    """Every shard's parts and its rows of `reports`; a shard that is as it was is not written again."""
    wanted = sorted({file.report for file in files if file.report in state.reports})
    shards = _by_shard(wanted, shard_digits(len(files)), str) or {"": []}
    parts: Parts = {}
    reports: dict[str, pa.Table] = {}
    changed = []
    for name, names in shards.items():
        sources = _by_source(names, state)
        old = state.shards.get(name)
        if old is not None and list(sources) == [old] and len(names) == state.counts[old]:
            parts[name], reports[name] = dict(old.parts), old.table("reports")
        else:
            changed.append(Shard(root.absolute(), name, sources))
    for shard, (paths, rows) in zip(changed, run(merge, changed, None, workers, scheduler), strict=True):
        parts[shard.name], reports[shard.name] = paths, rows
    return {name: parts[name] for name in shards}, {name: reports[name] for name in shards}


def _by_source(names: Iterable[str], state: State) -> Mapping[Source, Sequence[str]]:
    sources: dict[Source, list[str]] = defaultdict(list)
    for name in names:
        sources[state.reports[name]].append(name)
    return dict(sources)
