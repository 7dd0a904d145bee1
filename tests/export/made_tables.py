"""Tables made for a test, without a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from govtext.corpus.schema import TableSchema, Variable
from govtext.export.about import About
from govtext.export.job import Job
from govtext.export.outgoing import Outgoing, looked_through
from govtext.export.simulated import Simulated
from govtext.forms import Label


def variable(name: str, kind: str = "string", values: Sequence[str] = (), *, nullable: bool = True) -> Variable:
    return Variable(name, kind, Label(f"{name}的标签", f"label of {name}"), "", "", tuple(values), nullable)


def made(name: str, columns: Mapping[Variable, Sequence[object]], order: Sequence[str] = ()) -> Outgoing:
    """A table of these variables and values, in two pieces where it has two rows or more."""
    schema = TableSchema(name, Label("表", "table"), "", tuple(order), tuple(columns))
    arrow = schema.arrow()
    arrays = [pa.array(list(values), field.type) for values, field in zip(columns.values(), arrow, strict=True)]
    whole = pa.RecordBatch.from_arrays(arrays, schema=arrow)
    half = len(whole) // 2
    return looked_through(Outgoing(schema, lambda: iter((whole.slice(0, half), whole.slice(half)))))


def job(*tables: Outgoing, language: str = "en", bom: bool = False, simulated: bool = False) -> Job:
    return Job(tables, language, About(), Simulated(0, 1, simulated), "0123456789ab", ("0",), bom=bom)
