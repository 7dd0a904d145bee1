"""What is done in parallel: read one batch of files into a segment; put one shard's parts together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
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
class Batch:
    """Files of one shard that are read together, and the folder of segments."""

    folder: Path
    tasks: tuple[Task, ...]
    version: str
    bounds: Bounds

    @property
    def segment(self) -> Path:
        """Named by what it holds."""
        named = hashlib.sha256("".join(task.sha256 for task in self.tasks).encode())
        return self.folder / named.hexdigest()[:16]


def read_batch(batch: Batch) -> int:
    """Read the files and leave their rows as a segment; gives how many files that were."""
    rows: Rows = {name: [] for name in PER_REPORT}
    failures: list[tuple[str, Failure]] = []
    owner = os.getppid()
    with Guard(batch.version, batch.bounds) as guard:
        for task, answer in guard.read(batch.tasks):
            if os.getppid() != owner:  # whoever asked for this is dead, and the next build may be at it
                return 0
            if isinstance(answer, Failure):
                failures.append((task.sha256, answer))
            else:
                for name, more in answer.items():
                    rows[name] += more
    tables = {name: store.make_table(name, rows[name], derived=False) for name in PER_REPORT}
    store.write_segment(batch.segment, {**tables, FAILURES: _failure_table(failures)})
    return len(batch.tasks)


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
        pieces.append(table.filter(pc.is_in(table["report"], pa.array(reports, pa.string()))))
    if not pieces:
        return store.make_table(name, [], derived=False)
    whole = pa.concat_tables(pieces)
    return whole.take(pc.sort_indices(whole["report"])).combine_chunks()
