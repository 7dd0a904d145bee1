"""A table of a corpus that is read only when, and as far as, it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as ds

from govtext.corpus.schema import TableSchema, table

if TYPE_CHECKING:
    import pandas as pd

SEVERAL = (list, tuple, set, frozenset, range)
"""What holds several values, each of them wanted."""


@dataclass(frozen=True, repr=False)
class Frame:
    """A lazy table: `filter` narrows it, `to_pandas` and `to_arrow` read it, filters pushed down to the files.

    `columns` are those that are read; a null is NA in pandas.
    """

    name: str
    dataset: ds.Dataset
    condition: ds.Expression | None = None

    @property
    def schema(self) -> TableSchema:
        return table(self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.schema.names

    def filter(self, condition: ds.Expression | None = None, **equals: object) -> Frame:
        """Only rows that meet the condition, a pyarrow expression, and whose columns equal the values given."""
        each = [] if condition is None else [condition]
        for name, value in equals.items():
            each.append(equal(name, value))
        if self.condition is not None:
            each.append(self.condition)
        return replace(self, condition=all_of(each))

    def to_arrow(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows as a pyarrow table."""
        return self.dataset.to_table(columns=list(columns) if columns else None, filter=self.condition)

    def to_pandas(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The rows as a pandas frame: Int64, Float64, boolean and str, NA where there is no value."""
        import pandas as pd

        kinds = {
            pa.int8(): pd.Int64Dtype(), pa.int16(): pd.Int64Dtype(), pa.int32(): pd.Int64Dtype(),
            pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype(), pa.bool_(): pd.BooleanDtype(),
        }  # fmt: skip
        frame: pd.DataFrame = self.to_arrow(columns).to_pandas(types_mapper=kinds.get)
        return frame

    def head(self, rows: int = 5) -> pd.DataFrame:
        """The first rows."""
        frame: pd.DataFrame = self.dataset.head(rows, filter=self.condition).to_pandas()
        return frame

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows piece by piece, for tables that are larger than memory."""
        yield from self.dataset.to_batches(columns=list(columns) if columns else None, filter=self.condition)

    def __len__(self) -> int:
        return int(self.dataset.count_rows(filter=self.condition))

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self):,} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        return self.head(10).to_html(index=False, notebook=True)


def equal(name: str, value: object) -> ds.Expression:
    """A column equals the value, or is among the values of a list, set, tuple or range."""
    if isinstance(value, SEVERAL):
        return ds.field(name).isin(list(value)) if value else ds.scalar(False)
    return ds.field(name) == value


def all_of(conditions: Sequence[ds.Expression]) -> ds.Expression | None:
    """All conditions at once; None where there is none."""
    joined: ds.Expression | None = None
    for condition in conditions:
        joined = condition if joined is None else joined & condition
    return joined
