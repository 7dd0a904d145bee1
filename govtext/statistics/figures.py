"""Figures of many reports as matrices, each with what stands in its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govtext.errors import GovTextError, UnknownCode
from govtext.report import Report

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

VALUE, EMPTY, MARK, UNREADABLE, MISSING, ABSENT = range(6)
STATUSES = ("value", "empty", "mark", "unreadable", "missing")
"""What may stand in a cell; a figure that the report's form does not ask for is `ABSENT`."""
ABOUT = ("report", "issuer_id", "issuer", "year", "region", "division", "level", "body", "form", "scope", "doubtful")
"""What stands beside a report's figures; `division` is the code of its place (GB/T 2260)."""


@dataclass(frozen=True)
class Figures:
    """Reports × codes: `values` (NaN where there is none), `status` (a place in `STATUSES`, or 5: not asked for).

    `about`: one row a report; `tables`: which tables of the report have a cell at all, by code; `doubted`: two readings
    of the cell differ.
    """

    about: pd.DataFrame
    keys: Mapping[str, int]
    values: Floats
    status: npt.NDArray[np.int8]
    doubted: Bools
    tables: Mapping[str, Bools]

    def __len__(self) -> int:
        return len(self.about)

    def status_of(self, key: str) -> npt.NDArray[np.int8]:
        """A place in `STATUSES` a report."""
        return self.status[:, self.keys[key]]


def figures_of(source: Corpus | Report | Sequence[Report] | pd.DataFrame, keys: Sequence[str]) -> Figures:
    """The figures with these codes of a corpus (its chosen reports), of a report, of several, or of a frame of cells.

    A frame has the columns of `Report.cells`, or of `Corpus.cells` with `key`; `report`, the columns of `ABOUT`,
    `confirmed` and `status` where there are (without `status` a cell with a value has been read, any other is missing).
    Raises `UnknownCode` for a column that is lacking, `GovTextError` for two cells with one code in one report.
    """
    if isinstance(source, Report):
        return _of_frame(_cells([source]), keys)
    if isinstance(source, pd.DataFrame):
        return _of_frame(source, keys)
    if isinstance(source, Sequence):
        return _of_frame(_cells(source), keys)
    return _of_corpus(source, keys)


def _of_corpus(corpus: Corpus, keys: Sequence[str]) -> Figures:
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = corpus.where(chosen=True)
    columns = [{"division": "code"}.get(name, name) for name in ABOUT]
    about = kept.reports.to_pandas(columns).rename(columns={"code": "division"}).sort_values("report")
    rows, codes = pa.array(about["report"].tolist(), pa.string()), pa.array(list(keys), pa.string())
    made = _Maker(about.reset_index(drop=True), keys)
    words = pa.array(STATUSES)
    wanted = sorted({key.split("/")[0] for key in keys})
    for batch in kept.cells.filter(table=wanted).batches(["report", "key", "table", "value", "status", "confirmed"]):
        row = _numbers(pc.index_in(batch["report"], rows))
        made.seen(row, batch["table"].to_numpy(zero_copy_only=False))
        column = _numbers(pc.index_in(batch["key"], codes))
        kind = _numbers(pc.index_in(batch["status"], words))
        doubted = pc.fill_null(pc.invert(batch["confirmed"]), False).to_numpy(zero_copy_only=False)
        made.put(row, column, batch["value"].to_numpy(zero_copy_only=False), kind, doubted)
    return made.figures()


def _numbers(places: Any) -> npt.NDArray[np.int64]:
    import pyarrow.compute as pc

    found: npt.NDArray[np.int64] = pc.fill_null(places, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def _cells(reports: Iterable[Report]) -> pd.DataFrame:
    from govtext.who.scope import scope_of

    made = []
    for report in reports:
        told = {name: report.identity.facts()[name].value for name in ("issuer", "year", "region", "level", "body")}
        about = {**told, "form": report.form.name, "scope": scope_of(report.reading).value}
        made.append(report.cells.assign(**about))
    if not made:
        raise GovTextError("no report", expected="a report or several")
    return pd.concat(made, ignore_index=True)


def _of_frame(frame: pd.DataFrame, keys: Sequence[str]) -> Figures:
    cells = _named(frame)
    cells["report"] = cells["report"].astype(str)
    known = [name for name in ABOUT if name in cells.columns]
    about = cells[known].drop_duplicates("report").reset_index(drop=True).reindex(columns=list(ABOUT))
    rows = pd.Index(about["report"]).get_indexer(pd.Index(cells["report"])).astype(np.int64)
    made = _Maker(about, keys)
    made.seen(rows, cells["key"].str.partition("/")[0].to_numpy())
    values = pd.to_numeric(cells["value"], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    doubted = (cells["confirmed"] == False).fillna(False).to_numpy(bool)  # noqa: E712  null is read once
    made.put(
        rows,
        pd.Index(keys).get_indexer(pd.Index(cells["key"])).astype(np.int64),
        values,
        _kinds(cells, values),
        doubted,
    )
    return made.figures()


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    cells = frame.copy()
    if "key" not in cells.columns:
        for name in ("table", "row", "column"):
            if name not in cells.columns:
                raise UnknownCode(f"no column {name!r}", expected="key, or table, row and column")
        cells["key"] = cells["table"] + "/" + cells["row"] + "/" + cells["column"]
    if "value" not in cells.columns:
        raise UnknownCode("no column 'value'", expected="a frame of cells")
    if "report" not in cells.columns:
        cells["report"] = "1"
    if "confirmed" not in cells.columns:
        cells["confirmed"] = pd.NA
    twice = cells.duplicated(["report", "key"])
    if twice.any():
        row = cells[twice].iloc[0]
        raise GovTextError("two cells with one code in one report", found=f"{row['key']} in {row['report']}")
    return cells


def _kinds(cells: pd.DataFrame, values: Floats) -> npt.NDArray[np.int64]:
    if "status" not in cells.columns:
        return np.where(np.isnan(values), MISSING, VALUE)
    found = pd.Index(STATUSES).get_indexer(pd.Index(cells["status"]))
    if (found < 0).any():
        raise UnknownCode(f"no status {cells['status'].iloc[int(np.argmin(found))]!r}", expected=", ".join(STATUSES))
    return found.astype(np.int64)


class _Maker:
    """Fills the matrices piece by piece."""

    def __init__(self, about: pd.DataFrame, keys: Sequence[str]) -> None:
        self.about, self.keys = about, {key: at for at, key in enumerate(keys)}
        shape = (len(about), len(keys))
        self.values = np.full(shape, np.nan)
        self.status = np.full(shape, ABSENT, np.int8)
        self.doubted = np.zeros(shape, bool)
        self.tables = {key.split("/")[0]: np.zeros(len(about), bool) for key in keys}

    def seen(self, rows: npt.NDArray[np.int64], tables: npt.NDArray[Any]) -> None:
        for table, seen in self.tables.items():
            mine = rows[tables == table]
            seen[mine[mine >= 0]] = True

    def put(
        self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], values: Floats,
        kinds: npt.NDArray[np.int64], doubted: Bools,
    ) -> None:  # fmt: skip
        known = (rows >= 0) & (columns >= 0)
        at = rows[known], columns[known]
        unread = np.isnan(values[known])
        self.values[at] = np.where(kinds[known] == VALUE, values[known], np.nan)
        self.status[at] = np.where((kinds[known] == VALUE) & unread, UNREADABLE, kinds[known])
        self.doubted[at] = doubted[known]

    def figures(self) -> Figures:
        return Figures(_tidy(self.about), self.keys, self.values, self.status, self.doubted, self.tables)


def _tidy(about: pd.DataFrame) -> pd.DataFrame:
    """Issuers are told apart by id, or else by name, or else by report; a body that says no scope stands for itself.

    A government whose report does not say whether it adds up its departments is `unstated`: it may.
    """
    issuer = about["issuer_id"].where(about["issuer_id"].notna(), about["issuer"])
    issuer = issuer.where(issuer.notna(), about["report"]).astype(str)
    silent = about["body"].map({"government": "unstated"}).where(about["body"] == "government", "own")
    silent = silent.where(about["body"].notna(), "unstated")
    scope = about["scope"].where(about["scope"].notna(), silent).astype(str)
    doubtful = about["doubtful"].astype("boolean").fillna(False).astype(bool)
    year = about["year"].astype("Int64")
    return about.assign(issuer_id=issuer, scope=scope, doubtful=doubtful, year=year)
