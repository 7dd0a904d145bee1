"""The checks across reports over a whole corpus: cells sorted into batches of issuers on disk, then batch by batch.

Reports of one issuer lie in many shards. One pass over the shards writes what the checks look at into one file a
batch; then each batch is compared by itself, so that memory is bounded by a shard and by a batch.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather as feather

from govtext.checks.across import find_across
from govtext.checks.across_frames import CELLS, added_keys, cells_of, needed_keys, reported
from govtext.checks.across_reports import Reported
from govtext.corpus import store
from govtext.corpus.parallel import run
from govtext.corpus.rows import finding_row
from govtext.model import Cell

SORTED = ".sorted"
_A_BATCH = 2048
"""Reports of a batch, as a rule."""
_MOST = 240
"""Batches at most, each with an open file."""
_ROWS = 400_000
"""Cells that are gathered before they are written."""
Breaks = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Issuers whose reports are compared together: the corpus, the folder of sorted cells, and its number."""

    root: Path
    folder: Path
    number: int
    breaks: Breaks

    @property
    def about(self) -> Path:
        return self.folder / f"about-{self.number:03}.arrow"

    @property
    def cells(self) -> Path:
        return self.folder / f"cells-{self.number:03}.arrow"


def compare(
    root: Path, reports: pa.Table, breaks: Breaks, parents: Mapping[str, str | None], shards: Iterable[pa.Table],
    workers: int | None, scheduler: str | None,
) -> list[str]:  # fmt: skip
    """Write the findings across reports; gives the paths of their parts.

    `reports`: report, issuer_id, year, kind, doubtful, scope, edition_of, contested of all; `parents`: issuer to the
    issuer above; `shards`: the cells, part by part.
    """
    known = reports.filter(pc.and_(pc.is_valid(reports["issuer_id"]), pc.is_valid(reports["year"])))
    if not len(known):
        return []
    folder = root / SORTED
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        planned = _planned(known, parents)
        batches = list(_batches(root, folder, planned, breaks))
        _sort_cells(shards, planned, batches)
        return run(compare_batch, batches, None, workers, scheduler)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _planned(known: pa.Table, parents: Mapping[str, str | None]) -> pa.Table:
    """The reports in the order of issuers and years, with their batch and the report that adds them up."""
    table = known.sort_by([(name, "ascending") for name in ("issuer_id", "year", "report")])
    issuers = table["issuer_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    size = max(_A_BATCH, -(-len(table) // _MOST))
    starts = np.searchsorted(issuers, issuers)  # where the issuer begins, so that none is divided
    batch = pa.array(np.unique(starts // size, return_inverse=True)[1], pa.int16())
    table = table.append_column("batch", batch).append_column("part_of", _part_of(table, parents))
    home = batch.take(pc.index_in(table["part_of"], table["report"].combine_chunks()).combine_chunks())
    away = pc.if_else(pc.not_equal(home, batch), home, None)
    return table.append_column("guest_in", away).combine_chunks()


def _part_of(table: pa.Table, parents: Mapping[str, str | None]) -> pa.Array:
    """For each report the aggregate report that is sure to add it up: that of the nearest issuer above that has one.

    Above an issuer whose report does not say that it is its own alone nothing is sure: it may add up what is below.
    """
    nothing = pa.nulls(len(table), pa.string())
    if not pc.any(pc.equal(table["scope"], "aggregate")).as_py():
        return nothing
    columns = [table[name].to_pylist() for name in ("issuer_id", "year", "report", "scope", "edition_of", "contested")]
    firm = {(issuer, year): (report, scope) for issuer, year, report, scope, of, contested in zip(*columns, strict=True)
            if of is None and contested is None}  # fmt: skip
    found = [
        _adding(issuer, year, firm, parents) if firm.get((issuer, year), ("",))[0] == report else None
        for issuer, year, report, *_ in zip(*columns, strict=True)
    ]
    return pa.array(found, pa.string())


def _adding(
    issuer: str, year: int, firm: Mapping[tuple[str, int], tuple[str, str | None]], parents: Mapping[str, str | None]
) -> str | None:
    above = parents.get(issuer)
    for _ in range(8):
        if above is None:
            return None
        report, scope = firm.get((above, year), ("", "own"))
        if scope != "own":
            return report if scope == "aggregate" else None
        above = parents.get(above)
    return None


def _batches(root: Path, folder: Path, planned: pa.Table, breaks: Breaks) -> Iterator[Batch]:
    """One batch after another, with its own reports and those of others that are added up in it."""
    count = pc.max(planned["batch"]).as_py() + 1
    for number in range(count):
        mine = pc.or_(pc.equal(planned["batch"], number), pc.fill_null(pc.equal(planned["guest_in"], number), False))
        about = planned.filter(mine)
        issuers = set(about["issuer_id"].to_pylist())
        broken = {key: reason for key, reason in breaks.items() if key[0] in issuers}
        batch = Batch(root.absolute(), folder.absolute(), number, broken)
        feather.write_feather(about, str(batch.about), compression="lz4")
        yield batch


def _sort_cells(shards: Iterable[pa.Table], planned: pa.Table, batches: Sequence[Batch]) -> None:
    """Write the cells of each batch into its file."""
    with ExitStack() as stack:
        writers: dict[int, pa.ipc.RecordBatchStreamWriter] = {}
        for table in _gathered(shards, planned):
            numbers = table["batch"].to_numpy()
            for number in np.unique(numbers):
                start, end = np.searchsorted(numbers, [number, number + 1])
                if number not in writers:
                    sink = stack.enter_context(pa.OSFile(str(batches[number].cells), "wb"))
                    options = pa.ipc.IpcWriteOptions(compression="lz4")
                    stream = pa.ipc.new_stream(sink, table.schema, options=options)
                    writers[number] = stack.enter_context(stream)
                writers[number].write_table(table.slice(start, end - start))


def _gathered(shards: Iterable[pa.Table], planned: pa.Table) -> Iterator[pa.Table]:
    """The cells that are looked at, in pieces sorted by the batch that looks at them."""
    needed, edited = pa.array(sorted(needed_keys()), pa.string()), _edited(planned)
    pieces: list[pa.Table] = []
    for shard in shards:
        looked_at = pc.or_(pc.is_in(shard["key"], needed), pc.is_in(shard["report"], edited))
        pieces.append(shard.filter(looked_at))
        if sum(map(len, pieces)) >= _ROWS:
            yield _by_batch(pa.concat_tables(pieces), planned)
            pieces = []
    if pieces:
        yield _by_batch(pa.concat_tables(pieces), planned)


def _edited(planned: pa.Table) -> pa.Array:
    """The reports of which there are several editions: every cell of theirs is looked at."""
    others = planned.filter(pc.is_valid(planned["edition_of"]))
    return pa.concat_arrays([others["report"].combine_chunks(), others["edition_of"].combine_chunks()])


def _by_batch(cells: pa.Table, planned: pa.Table) -> pa.Table:
    at = pc.index_in(cells["report"], planned["report"].combine_chunks())
    own = cells.append_column("batch", planned["batch"].take(at))
    guest = cells.append_column("batch", planned["guest_in"].take(at))
    added = pc.is_in(guest["key"], pa.array(added_keys(), pa.string()))
    both = pa.concat_tables([own, guest.filter(added)])
    both = both.filter(pc.is_valid(both["batch"]))
    return both.take(pc.sort_indices(both["batch"])).combine_chunks()


def compare_batch(batch: Batch) -> str:
    """Compare the reports of a batch; gives the path of the part of findings."""
    rows = feather.read_table(str(batch.about), memory_map=False).to_pylist()
    cells = _cells(batch)
    parts: dict[str, list[Reported]] = {}
    own: list[Reported] = []
    for row in rows:
        each = reported(row, cells.get(row["report"], {}))
        if row["batch"] == batch.number:
            own.append(each)
        if row["part_of"]:
            parts.setdefault(row["part_of"], []).append(each)
    found = [(each.report, *finding_row(each.finding)) for each in find_across(own, batch.breaks, {}, parts)]
    found.sort(key=lambda row: str(row[0]))
    return store.write_part(batch.root, "findings", f"across-{batch.number:03}", store.make_table("findings", found))


def _cells(batch: Batch) -> dict[str, dict[str, Cell]]:
    if not batch.cells.exists():
        return {}
    with pa.OSFile(str(batch.cells)) as source, pa.ipc.open_stream(source) as stream:
        table = stream.read_all()
    return cells_of([table[name].to_pylist() for name in CELLS])
