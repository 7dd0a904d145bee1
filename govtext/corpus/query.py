"""SQL over the Parquet files of a corpus, by DuckDB; reading only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from govtext.corpus.schema import BY_REPORT
from govtext.errors import GovTextError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def select(
    files: Mapping[str, Sequence[str]], kept: pa.Table | None, query: str, parameters: list[object] | None = None
) -> pd.DataFrame:
    """The answer to one SELECT over the Parquet `files` of each table; `kept` names the reports of a narrowed corpus.

    Raises `GovTextError` for anything else, and for a query that is wrong.
    """
    with duckdb.connect(":memory:") as connection:
        try:
            statements = connection.extract_statements(query)
            if len(statements) != 1 or statements[0].type not in _READING:
                found = ", ".join(statement.type.name for statement in statements) or "nothing"
                raise GovTextError("a corpus is only read", found=found, expected="one SELECT")
            _views(connection, files, kept)
            frame: pd.DataFrame = connection.execute(query, parameters or []).df()
            return frame
        except duckdb.Error as error:
            raise GovTextError("DuckDB cannot answer", found=" ".join(str(error).split())) from error


def _views(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[str]], kept: pa.Table | None) -> None:
    """One view a table, then no way to any other file."""
    if kept is not None:
        connection.register("_kept", kept)
    allowed = []
    for name, paths in files.items():
        mine = [file.replace("\\", "/") for file in paths]
        allowed += mine
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in mine)
        narrowed = " SEMI JOIN _kept USING (report)" if kept is not None and name in BY_REPORT else ""
        connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}]){narrowed}')
    connection.execute("SET allowed_paths = ?", [allowed])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
