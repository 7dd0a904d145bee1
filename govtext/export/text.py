"""CSV: UTF-8, a comma, one header line, LF; a null is an empty field, a blank text is two quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from govtext.export.job import Job
from govtext.export.outgoing import Outgoing

FOLDER = "csv"
BOM = b"\xef\xbb\xbf"
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


def write_csv(job: Job, root: Path) -> None:
    """Write every table to `csv/<table>.csv`; with the job's `bom`, Excel knows the encoding."""
    (root / FOLDER).mkdir(exist_ok=True)
    for table in job.tables:
        _write(table, root / FOLDER / f"{table.name}.csv", bom=job.bom)


def _write(table: Outgoing, path: Path, *, bom: bool) -> None:
    schema = pa.schema([pa.field(each.name, _written_as(each.type)) for each in table.arrow])
    with path.open("wb") as file:
        file.write(BOM if bom else b"")
        with csv.CSVWriter(file, schema) as writer:
            for batch in _readable(table, schema):
                writer.write_batch(batch)


def _written_as(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_timestamp(kind) else kind


def _readable(table: Outgoing, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for batch in table.batches():
        columns = [
            pc.strftime(column, _INSTANT) if pa.types.is_timestamp(column.type) else column for column in batch.columns
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)
