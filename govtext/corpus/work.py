"""What is done in parallel: read one batch of files into a segment; put one shard's parts together."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from govtext.corpus import store
from govtext.corpus.guard import Bounds, Guard
from govtext.corpus.reading import Failure, Task
from govtext.corpus.rows import Rows
from govtext.corpus.schema import AS_READ, DERIVED, PER_REPORT

SEGMENTS = ".segments"
FAILURES = "failures"
_FAILURE = pa.schema(
    [("sha256", pa.string()), ("error", pa.string()), ("message", pa.string()), ("kind", pa.string()),
     ("again", pa.bool_())]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """Files of one shard whose rows become one segment."""

    segment: Path
    tasks: tuple[Task, ...]

    @staticmethod
    def of(tasks: Sequence[Task], folder: Path) -> Chunk:
        """The segment is named by what it holds."""
        named = hashlib.sha256("".join(task.sha256 for task in tasks).encode())
        return Chunk(folder / named.hexdigest()[:16], tuple(tasks))


@dataclass(frozen=True, slots=True)
class Batch:
    """What one reading process reads, chunk by chunk."""

    chunks: tuple[Chunk, ...]
    version: str
    bounds: Bounds


def read_batch(batch: Batch) -> int:
    """Read the files and leave their rows as segments; gives how many files that were.

    A segment that is there already is of a worker that began with this batch and was killed.
    """
    owner = os.getppid()
    with Guard(batch.version, batch.bounds) as guard, _uncollected():
        for chunk in batch.chunks:
            if not chunk.segment.exists() and not _read_chunk(chunk, guard, owner):
                return 0
    return sum(len(chunk.tasks) for chunk in batch.chunks)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles among a segment's rows, which are plain tuples by the hundred thousand and have none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read_chunk(chunk: Chunk, guard: Guard, owner: int) -> bool:
    """Whether it was read: not where whoever asked for this is dead, as the next build may be at it."""
    rows: Rows = {name: [] for name in PER_REPORT}
    failures: list[tuple[str, Failure]] = []
    for task, answer in guard.read(chunk.tasks):
        if os.getppid() != owner:
            return False
        if isinstance(answer, Failure):
            failures.append((task.sha256, answer))
        else:
            for name, more in answer.items():
                rows[name] += more
    tables = {name: store.make_table(name, rows[name], derived=False) for name in PER_REPORT}
    store.write_segment(chunk.segment, {**tables, FAILURES: _failure_table(failures)})
    return True


def _failure_table(failures: Sequence[tuple[str, Failure]]) -> pa.Table:
    rows = [(sha256, each.error, each.message, each.kind, each.again) for sha256, each in failures]
    return pa.Table.from_pylist([dict(zip(_FAILURE.names, row, strict=True)) for row in rows], schema=_FAILURE)


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows of some reports are: the parts of a shard of the last corpus, or a segment (`parts` is empty)."""

    root: Path
    parts: tuple[tuple[str, str], ...] = ()
    """Table and path."""

    def table(self, name: str) -> pa.Table:
        if not self.parts:
            return store.read_segment(self.root, name)
        table = store.read_part(self.root, dict(self.parts)[name])
        return self._as_read(table) if name == "reports" else table

    def _as_read(self, reports: pa.Table) -> pa.Table:
        """The rows of `reports` as they came from the contents: without what all reports together say."""
        read, bare = self.table("identities"), reports.drop_columns(list(DERIVED))
        for name in AS_READ:
            bare = bare.set_column(bare.column_names.index(name), name, read[name])
        return bare


@dataclass(frozen=True, slots=True)
class Shard:
    """Which reports make a shard, by the source of their rows."""

    root: Path
    name: str
    reports: Mapping[Source, Sequence[str]]


def merge(shard: Shard) -> tuple[dict[str, str], pa.Table]:
    """Write the shard's parts, all but that of `reports`, which wants all shards.

    Gives the paths by table, and the rows of `reports` without the variables of editions. What the parts hold depends
    on the reports alone, never on how these came in batches.
    """
    paths = {}
    for name in PER_REPORT[1:]:
        paths[name] = store.write_part(shard.root, name, shard.name, _gathered(shard, name))
    return paths, _gathered(shard, "reports")


def _gathered(shard: Shard, name: str) -> pa.Table:
    pieces = []
    for source, reports in shard.reports.items():
        table = source.table(name)
        wanted = pc.is_in(table["report"], pa.array(reports, pa.string()))
        pieces.append(table if pc.all(wanted).as_py() else table.filter(wanted))
    if not pieces:
        return store.make_table(name, [], derived=False)
    whole = pa.concat_tables(pieces)
    return whole.take(pc.sort_indices(whole["report"])).combine_chunks()
