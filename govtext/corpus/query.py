"""SQL over the Parquet files of a corpus, by DuckDB; reading only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from govtext.corpus.schema import PER_REPORT, tables
from govtext.errors import GovTextError

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def select(corpus: Corpus, query: str, parameters: list[object] | None = None) -> pd.DataFrame:
    """The answer to one SELECT; raises `GovTextError` for anything else, and for a query that is wrong."""
    with duckdb.connect(":memory:") as connection:
        try:
            statements = connection.extract_statements(query)
            if len(statements) != 1 or statements[0].type not in _READING:
                found = ", ".join(statement.type.name for statement in statements) or "nothing"
                raise GovTextError("a corpus is only read", found=found, expected="one SELECT")
            _views(connection, corpus)
            frame: pd.DataFrame = connection.execute(query, parameters or []).df()
            return frame
        except duckdb.Error as error:
            raise GovTextError("DuckDB cannot answer", found=" ".join(str(error).split())) from error


def _views(connection: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    """One view a table, then no way to any other file."""
    if corpus.condition is not None:
        connection.register("_kept", corpus.reports.to_arrow(["report"]))
    files = []
    for name in tables():
        mine = [file.replace("\\", "/") for file in corpus.files(name)]
        files += mine
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in mine)
        kept = " SEMI JOIN _kept USING (report)" if corpus.condition is not None and name in PER_REPORT else ""
        connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}]){kept}')
    connection.execute("SET allowed_paths = ?", [files])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
