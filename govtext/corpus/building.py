"""From folders of files to a corpus. The list of steps in `build` is the algorithm.

A build may be killed at any moment: what batches have read stays as segments, the last corpus stays whole until the
new `corpus.json` takes the place of the old, and only then is anything removed.
"""

from __future__ import annotations

import json
import math
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from govtext.corpus import store
from govtext.corpus.editions import find_editions, with_editions
from govtext.corpus.guard import Bounds
from govtext.corpus.listing import Listed, list_files, root_of
from govtext.corpus.lock import locked
from govtext.corpus.manifest import error_rows, manifest_rows
from govtext.corpus.parallel import run
from govtext.corpus.progress import progress as telling
from govtext.corpus.reading import Task
from govtext.corpus.schema import table as table_schema
from govtext.corpus.state import INDEX, LAYOUT, State, load_state, segments
from govtext.corpus.version import reading_version
from govtext.corpus.work import SEGMENTS, Batch, Shard, Source, merge, read_batch

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

_A_SHARD = 1024
"""Reports of a shard at most, which is put together in memory (0.5 MB a report); with more, sixteen times as many."""
_A_BATCH = 256
"""Files of a batch at most: what a killed worker has to do again."""
T = TypeVar("T")
Parts = dict[str, dict[str, str]]
"""Shard to table to path."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did. `files` were found; `reports` and `errors` account for all of them; `read` were read anew.

    `duplicates` are files whose content another file has; `editions` are reports instead of which another was chosen.
    """

    path: Path
    files: int
    reports: int
    errors: int
    duplicates: int
    editions: int
    read: int

    def open(self) -> Corpus:
        """The corpus."""
        from govtext.corpus.opened import open_corpus

        return open_corpus(self.path)

    def __str__(self) -> str:
        return (
            f"{self.files} files ({self.read} read now): {self.reports} reports, {self.errors} errors, "
            f"{self.duplicates} files twice, {self.editions} other editions; in {self.path}"
        )


def build(
    *sources: str | PathLike[str],
    out: str | PathLike[str],
    workers: int | None = None,
    scheduler: str | None = None,
    progress: bool | None = None,
    bounds: Bounds | None = None,
) -> BuildResult:
    """Build a corpus of all files in the folders, or go on with a build that was cut off.

    `workers`: processes (None: one a core); `scheduler`: address of a Dask scheduler whose workers see the same
    folders; `bounds`: time and memory of one file. Raises `GovTextError` where a source is missing or another build
    is at work in `out`.
    """
    root, paths, version = Path(out), [Path(source) for source in sources], reading_version()
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):
        files = list_files(paths, root)
        state = load_state(root, version)
        todo = list(_unknown(files, state))
        batches = list(_batches(root, todo, len(files), version, bounds or Bounds(), workers))
        with telling(len(todo), "reading", progress) as step:
            run(read_batch, batches, step, workers, scheduler)
        state.add_fresh(segments(root, version))
        parts, reports = _merged(root, files, state, workers, scheduler)
        return _finished(root, paths, files, state, parts, reports, read=len(todo))


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
    root: Path, todo: Sequence[Task], files: int, version: str, bounds: Bounds, workers: int | None
) -> Iterator[Batch]:
    """Batches within shards, so that a shard is put together from few segments; enough of them for all workers."""
    size = min(_A_BATCH, max(4, math.ceil(len(todo) / (4 * (workers or os.cpu_count() or 1)))))
    folder = segments(root, version)
    for _, tasks in sorted(_by_shard(todo, shard_digits(files), lambda task: task.sha256).items()):
        for start in range(0, len(tasks), size):
            yield Batch(folder.absolute(), tuple(tasks[start : start + size]), version, bounds)


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


def _finished(
    root: Path, paths: Sequence[Path], files: Sequence[Listed], state: State, parts: Parts,
    reports: Mapping[str, pa.Table], read: int,
) -> BuildResult:  # fmt: skip
    """Write what wants all reports, then the index: from that moment the corpus is the new one."""
    known = pa.concat_tables(list(reports.values()))
    editions = find_editions(known, lambda names: _figures(root, parts, names))
    for name, table in reports.items():
        whole = with_editions(table, editions, table_schema("reports").arrow())
        parts[name]["reports"] = store.write_part(root, "reports", name, whole)
    listed = manifest_rows(files, known)
    failed = error_rows(files, known, state.failures)
    single = {
        name: store.write_part(root, name, "", store.make_table(name, rows))
        for name, rows in (("manifest", listed), ("errors", failed))
    }
    store.write_text(root / INDEX, _index(root, paths, parts, single))
    store.sweep(root, [*single.values(), *(path for shard in parts.values() for path in shard.values())])
    shutil.rmtree(root / SEGMENTS, ignore_errors=True)
    twice = sum(row[-1] is not None for row in listed)
    other = sum(not edition.chosen for edition in editions.values())
    return BuildResult(root, len(files), len(known), len(failed), twice, other, read)


def _figures(root: Path, parts: Parts, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """The figures that were read of some reports, by report and code."""
    figures: dict[str, dict[str, float]] = defaultdict(dict)
    for shard, wanted in _by_shard(names, max(map(len, parts)), str).items():
        table = store.read_part(root, parts[shard]["cells"]).select(["report", "key", "value"])
        here = pc.is_in(table["report"], pa.array(wanted, pa.string()))
        for row in table.filter(pc.and_(here, pc.is_valid(table["value"]))).to_pylist():
            figures[row["report"]][row["key"]] = row["value"]
    return figures


def _index(root: Path, paths: Sequence[Path], parts: Parts, single: Mapping[str, str]) -> str:
    """`corpus.json`: no time and no absolute path, so that the same files give the same bytes wherever they lie."""
    index: dict[str, Any] = {
        "layout": LAYOUT, "version": reading_version(), "folders": [_relative(root_of(path), root) for path in paths],
        **single, "shards": parts,
    }  # fmt: skip
    return json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _relative(folder: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(folder.absolute(), root.absolute())).as_posix()
    except ValueError:  # another drive
        return folder.absolute().as_posix()
