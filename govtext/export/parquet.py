"""Parquet files for R and others: one a table, no nested types, coded texts as dictionaries (in R: factors)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from govtext.corpus.schema import Variable
from govtext.export.describing import coded
from govtext.export.job import Job
from govtext.export.meanings import unit
from govtext.export.outgoing import Outgoing

FOLDER = "parquet"


def write_parquet(job: Job, root: Path) -> None:
    """Write `parquet/<table>.parquet`, zstd, with labels in the metadata of every field, and `read.R`."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    for table in job.tables:
        schema = _schema(job, table)
        with pq.ParquetWriter(folder / f"{table.name}.parquet", schema, compression="zstd") as writer:
            for batch in table.batches():
                writer.write_batch(_batch(table, batch, schema))
    (folder / "read.R").write_text("".join(read_r(job)), encoding="ascii", newline="\n")


def _schema(job: Job, table: Outgoing) -> pa.Schema:
    fields = [_field(table, variable) for variable in table.schema.variables]
    about = {"govtext": job.dataset, "title": job.title, "label_zh": table.schema.label.zh,
             "label_en": table.schema.label.en, "simulated": str(bool(job.simulated)).lower()}  # fmt: skip
    return pa.schema(fields, metadata=about)


def _field(table: Outgoing, variable: Variable) -> pa.Field:
    plain = table.arrow.field(variable.name)
    kind = pa.dictionary(pa.int16(), pa.string()) if coded(table, variable) else plain.type
    about = {"label_zh": variable.label.zh, "label_en": variable.label.en, "description": variable.description,
             "unit": unit(variable, "en")}  # fmt: skip
    return pa.field(variable.name, kind, plain.nullable, metadata=about)


def _batch(table: Outgoing, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [_column(table, variable, batch[variable.name]) for variable in table.schema.variables]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(table: Outgoing, variable: Variable, column: pa.Array) -> pa.Array:
    levels = pa.array(list(coded(table, variable)), pa.string())
    if not len(levels):
        return column
    return pa.DictionaryArray.from_arrays(pc.index_in(column, levels).cast(pa.int16()), levels)


def read_r(job: Job) -> Iterator[str]:
    """An R script that reads the tables with their variable labels; ASCII, for R reads scripts in the system's code."""
    other = "simulated data: nothing in them is real" if job.simulated else "see datasheet and codebook"
    yield f'# {other}\n# install.packages(c("arrow", "labelled")); then: source("read.R", chdir = TRUE)\n'
    yield "library(arrow)\n\ngovtext_labels <- list(\n"
    yield ",\n".join(_r_table(table, job.language) for table in job.tables) + "\n)\n\n"
    yield _R_FUNCTION
    for table in job.tables:
        yield f"{table.name} <- read_govtext({_r(table.name)})\n"


_R_FUNCTION = """read_govtext <- function(table, folder = ".") {
  data <- as.data.frame(read_parquet(file.path(folder, paste0(table, ".parquet"))))
  labels <- govtext_labels[[table]]
  if (requireNamespace("labelled", quietly = TRUE)) {
    labelled::var_label(data) <- as.list(labels)
  } else {
    for (name in names(labels)) attr(data[[name]], "label") <- labels[[name]]
  }
  data
}

"""


def _r_table(table: Outgoing, language: str) -> str:
    pairs = ",\n".join(f"    {_r(each.name)} = {_r(each.label[language])}" for each in table.schema.variables)
    return f"  {_r(table.name)} = c(\n{pairs}\n  )"


def _r(text: str) -> str:
    r"""A text as R reads it: JSON is a part of R's strings, as long as no character needs a pair of surrogates.

    >>> print(_r('年 "a"'))
    "\u5e74 \"a\""
    """
    return json.dumps(text)
