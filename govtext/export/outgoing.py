"""Tables on their way out: which ones, of which reports, piece by piece, and what was found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from govtext.corpus.frame import Frame
from govtext.corpus.opened import Corpus
from govtext.corpus.panel import wide
from govtext.corpus.schema import TableSchema, Variable, table, tables
from govtext.errors import GovTextError
from govtext.export.figures import WIDE, form_figures, wide_schema

MOST_LEVELS = 4096
"""More different values than this, and a variable with declared values is taken for free text."""
_REPORTS_AT_ONCE = 50_000
_SORTED_BY = ("issuer_id", "issuer", "year", "report")

Batches = Callable[[], Iterator[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in a variable: nulls, blank texts, and the values found that the schema does not declare."""

    nulls: int = 0
    blanks: int = 0
    undeclared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outgoing:
    """A table to be written: its schema, its rows piece by piece (as often as asked), and what stands in it."""

    schema: TableSchema
    batches: Batches
    rows: int = 0
    columns: Mapping[str, Column] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.schema.name

    @cached_property
    def arrow(self) -> pa.Schema:
        """The pyarrow schema of every batch."""
        return self.schema.arrow()

    def levels(self, variable: Variable) -> tuple[str, ...]:
        """The codes of a text with declared values, in their order, then those found beside them; else none."""
        if variable.type != "string" or not variable.values:
            return ()
        extra = self.columns.get(variable.name, Column()).undeclared
        return (*variable.values, *extra) if len(extra) <= MOST_LEVELS else ()


def outgoing(corpus: Corpus, names: Sequence[str] = (), *, with_wide: bool = False) -> list[Outgoing]:
    """The tables with these names (none: all), and the wide one, each looked through once.

    A table with a variable `report` is narrowed as the corpus is; the other ones, and rows of no report, stay. Raises
    `UnknownCode` for a table that there is not.
    """
    chosen = [table(name) for name in dict.fromkeys(names)] if names else list(tables().values())
    made = [Outgoing(schema, partial(_batches, corpus, schema)) for schema in chosen]
    if with_wide:
        made.append(Outgoing(wide_schema(), partial(_wide, corpus)))
    return [looked_through(each) for each in made]


def looked_through(table: Outgoing) -> Outgoing:
    """The table with its rows, nulls, blanks and undeclared values counted."""
    rows, nulls, blanks = 0, Counter[str](), Counter[str]()
    found: dict[str, set[str]] = {
        variable.name: set() for variable in table.schema.variables if variable.values and variable.type == "string"
    }
    for batch in table.batches():
        rows += len(batch)
        for name, column in zip(table.schema.names, batch.columns, strict=True):
            nulls[name] += column.null_count
            if pa.types.is_string(column.type):
                blanks[name] += pc.sum(pc.equal(column, "")).as_py() or 0
        for name, values in found.items():
            values.update(pc.unique(batch[name]).to_pylist())
    columns = {
        name: Column(nulls[name], blanks[name], _undeclared(variable, found.get(name, set())))
        for name, variable in zip(table.schema.names, table.schema.variables, strict=True)
    }
    return replace(table, rows=rows, columns=columns)


def _undeclared(variable: Variable, found: set[str]) -> tuple[str, ...]:
    return tuple(sorted(value for value in found if value and value not in variable.values))


def spooled(table: Outgoing, path: Path) -> Outgoing:
    """The table with its batches kept in a file, for rows that are dear to make more than once."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.arrow) as writer:
        for batch in table.batches():
            writer.write_batch(batch)
    return replace(table, batches=partial(_spool, path))


def _spool(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def _batches(corpus: Corpus, schema: TableSchema) -> Iterator[pa.RecordBatch]:
    for batch in _frame(corpus, schema).batches(schema.names):
        if len(batch):
            yield _cast(batch, schema)


def _cast(batch: pa.RecordBatch, schema: TableSchema) -> pa.RecordBatch:
    try:
        return batch.cast(schema.arrow())
    except ValueError as error:
        wanted = "a corpus of this version of govtext: build it again"
        raise GovTextError(
            "the corpus has other variables", place=schema.name, found=str(error), expected=wanted
        ) from error


def _frame(corpus: Corpus, schema: TableSchema) -> Frame:
    """The table of the corpus, narrowed to its reports where a row is of a report; a row of no report stays."""
    whole = Frame(schema.name, corpus.dataset(schema.name))
    if corpus.condition is None or "report" not in schema.names:
        return whole
    if schema.name == "reports":
        return whole.filter(corpus.condition)
    report, kept = ds.field("report"), corpus.reports.to_arrow(["report"])["report"].combine_chunks()
    return whole.filter(report.isin(kept) | report.is_null() | (report == ""))


def _wide(corpus: Corpus) -> Iterator[pa.RecordBatch]:
    """The wide table, so many reports at once that their figures fit in memory; sorted by issuer and year."""
    schema, keys = wide_schema().arrow(), [each.figure.key for each in form_figures()]
    chosen = corpus.where(chosen=True).reports
    order = [(name, "ascending") for name in _SORTED_BY if name in schema.names]
    ids = chosen.to_arrow([name for name, _ in order]).sort_by(order)["report"]
    for start in range(0, len(ids), _REPORTS_AT_ONCE):
        some = ids.slice(start, _REPORTS_AT_ONCE).combine_chunks()
        mine = chosen.filter(ds.field("report").isin(some))
        about = mine.to_arrow().sort_by(order)
        figures = wide(mine, corpus.cells.filter(ds.field("report").isin(some))).set_index("report")
        values = pa.Table.from_pandas(figures.loc[about["report"].to_pylist(), keys], preserve_index=False)
        columns = [*about.columns, *values.columns]
        yield from pa.table(columns, names=schema.names).cast(schema).combine_chunks().to_batches()


__all__ = ["WIDE", "Column", "Outgoing", "looked_through", "outgoing", "spooled"]
