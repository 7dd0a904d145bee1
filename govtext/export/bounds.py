"""What a kind of file can hold, and what to do where a table is larger."""

from __future__ import annotations

from dataclasses import dataclass

from govtext.errors import BoundExceeded
from govtext.export.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Bounds:
    """Excel's bounds are of its format; those of values are of memory and of patience."""

    excel_rows: int = 1_048_576
    """Rows of a sheet, header included."""
    excel_sheets: int = 4
    """Sheets over which one table may be spread."""
    excel_cell: int = 32_767
    """UTF-16 units of a cell; what is longer goes on in the sheet `long_text`."""
    stata_values: int = 30_000_000
    """Rows times variables of one table: pandas writes a .dta file from memory."""


BOUNDS = Bounds()


def refuse(kind: str, table: Outgoing, most: int, what: str) -> BoundExceeded:
    """The error that says which table is too large for which kind of file, and how to ask for less."""
    return BoundExceeded(
        f"the table {table.name} is too large for {kind}", found=f"{table.rows:,} rows of "
        f"{len(table.schema.variables)} variables", expected=f"at most {most:,} {what}: ask for fewer reports "
        "(--year 2021-2023, --level county, --chosen) or fewer tables (--tables), or take csv or parquet",
    )  # fmt: skip
