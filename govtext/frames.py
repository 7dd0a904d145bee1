"""A reading as pandas frames: tidy ones, and the tables laid out like the official form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import pandas as pd

from govtext import records
from govtext.errors import UnknownCode
from govtext.forms import Block, Table
from govtext.forms.printed import across_paths, label_path
from govtext.model import Cell, Finding, Reading

UNIT_ROW = {"zh": "件数", "en": "cases"}


def _floats(values: Iterable[Decimal | None]) -> pd.Series:
    return pd.Series([None if value is None else float(value) for value in values], dtype="Float64")


def cells_frame(reading: Reading) -> pd.DataFrame:
    """One row a figure: the contract's columns, then `confirmed` and the labels; `value` is Float64, NA if not read."""
    columns = records.CELL_COLUMNS + records.CELL_EXTRAS
    frame = pd.DataFrame(list(records.cell_records(reading)), columns=columns)
    return frame.assign(value=_floats(frame["value"]), confirmed=frame["confirmed"].astype("boolean"))


def claims_frame(reading: Reading) -> pd.DataFrame:
    """One row a number in the prose; `start` and `end` are offsets in the report's text, `section` is Int64."""
    frame = pd.DataFrame(list(records.claim_records(reading)), columns=records.CLAIM_COLUMNS)
    return frame.assign(value=_floats(frame["value"]), section=frame["section"].astype("Int64"))


def findings_frame(source: str, findings: Iterable[Finding]) -> pd.DataFrame:
    """One row a finding: the contract's columns, then standing, verdict, expression and fingerprint.

    Both sides and the difference are numbers, text, or NA; `evidence` is text, its pieces parted by `` | ``.
    """
    columns = records.FINDING_COLUMNS + records.FINDING_EXTRAS
    frame = pd.DataFrame(list(records.finding_records(source, findings)), columns=columns)
    sides = {name: pd.Series([_side(value) for value in frame[name]], dtype=object) for name in ("left", "right")}
    return frame.assign(**sides, difference=_floats(frame["difference"]), evidence=frame["evidence"].map(records.plain))


def _side(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return pd.NA if value is None else value


def log_frame(reading: Reading) -> pd.DataFrame:
    """One row a note: what was decided, repaired, doubted or lost."""
    return pd.DataFrame(list(records.log_records(reading)), columns=records.LOG_COLUMNS)


def layout_frame(reading: Reading, table: str, language: str = "zh") -> pd.DataFrame:
    """One statutory table with the labels and in the order of the form that the report uses for it.

    Rows and columns are MultiIndexes of the printed labels. Whole columns are Int64, others Float64; what is empty,
    unreadable or missing, and what the form does not ask, is NA. Raises `UnknownCode` where the report has no such
    table, or for a language other than zh and en.
    """
    if language not in UNIT_ROW:
        raise UnknownCode(f"no language {language!r}", expected="zh or en")
    form = reading.form.tables.get(table)
    if form is None:
        known = ", ".join(reading.form.tables) or "none: no table of an official form was found"
        raise UnknownCode(f"no table {table!r} in {reading.document.source}", expected=known)
    cells = {cell.key: cell for cell in reading.cells if cell.table == table}
    return _laid_out(form.table(table), cells, language)


Figures = Mapping[tuple[tuple[str, ...], tuple[str, ...]], Decimal | None]


def _laid_out(table: Table, cells: Mapping[str, Cell], language: str) -> pd.DataFrame:
    figures = {
        (row, column): _value(cells.get(key))
        for block in table.blocks
        for row, column, key in _paths(table, block, language)
    }
    rows, columns = (list(dict.fromkeys(pair[side] for pair in figures)) for side in (0, 1))
    data = {number: _column([figures.get((row, column)) for row in rows]) for number, column in enumerate(columns)}
    frame = pd.DataFrame(data)
    frame.index, frame.columns = _index(rows), _index(columns)
    return frame


def _paths(table: Table, block: Block, language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    marker = (block.marker,) if block.marker else ()
    pairs = [(row, column) for row in block.rows for column in block.columns]
    paths = across_paths(block, language) if block.across else None
    for number, (row, column) in enumerate(pairs):
        key = f"{table.code}/{row.code}/{column.code}"
        if paths is not None:
            yield (UNIT_ROW[language],), paths[number], key
        else:
            yield marker + label_path(row, language), label_path(column, language), key


def _value(cell: Cell | None) -> Decimal | None:
    return cell.value if cell is not None and cell.status == "value" else None


def _column(values: list[Decimal | None]) -> pd.Series:
    floats = _floats(values)
    whole = all(value is None or value == value.to_integral_value() for value in values)
    return floats.astype("Int64") if whole else floats


def _index(paths: list[tuple[str, ...]]) -> pd.Index:
    depth = max(map(len, paths))
    if depth == 1:
        return pd.Index([path[0] for path in paths])
    return pd.MultiIndex.from_tuples([path + ("",) * (depth - len(path)) for path in paths])
