"""An Excel workbook: one sheet a table, names and labels in two frozen rows, figures as numbers, text as text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from govtext.errors import BoundExceeded, GovTextError
from govtext.export.bounds import BOUNDS, Bounds, refuse
from govtext.export.describing import COLUMNS, VALUE_COLUMNS, rows, value_rows
from govtext.export.job import Job
from govtext.export.meanings import unit
from govtext.export.measuring import MEASURE_COLUMNS, measure_rows
from govtext.export.outgoing import Outgoing
from govtext.export.stamp import stamp
from govtext.export.words import word, words

FOLDER = "excel"
HEADER = 2
"""Rows above the data: names, and labels with units."""
LONG = ("sheet", "row", "variable", "part", "text")


@dataclass
class _Book:
    """A workbook that is being written; `long` are the parts of texts that no cell holds."""

    workbook: xlsxwriter.Workbook
    bounds: Bounds
    long: list[tuple[str, int, str, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        add = self.workbook.add_format
        self.bold = add({"bold": True, "text_wrap": True, "valign": "top"})
        self.quiet = add({"italic": True, "text_wrap": True, "valign": "top"})
        self.day = add({"num_format": "yyyy-mm-dd"})
        self.instant = add({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def sheet(self, name: str, header: Sequence[Sequence[str]]) -> Worksheet:
        """A new sheet with its header frozen."""
        sheet = self.workbook.add_worksheet(name)
        for number, line in enumerate(header):
            for column, text in enumerate(line):
                sheet.write_string(number, column, text, self.quiet if number else self.bold)
        sheet.freeze_panes(len(header), 1)
        sheet.set_column(0, max(len(header[0]) - 1, 0), 18)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, name: str, value: Any) -> None:
        """One value into one cell; a null leaves it empty."""
        if isinstance(value, str):
            sheet.write_string(row, column, self._cut(sheet.name, row, name, value))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self.instant)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif value is not None:
            sheet.write_number(row, column, _finite(value, name))

    def _cut(self, sheet: str, row: int, name: str, value: str) -> str:
        parts = list(_parts(value, self.bounds.excel_cell))
        self.long += [(sheet, row + 1, name, number, part) for number, part in enumerate(parts[1:], start=2)]
        return parts[0]


def write_excel(job: Job, root: Path, bounds: Bounds = BOUNDS) -> None:
    """Write `excel/corpus.xlsx`, row by row, so that memory holds one row of each sheet.

    Raises `BoundExceeded` for a table that even several sheets cannot hold.
    """
    for table in job.tables:
        if _sheets(table, bounds) > bounds.excel_sheets:
            raise refuse("Excel", table, bounds.excel_sheets * (bounds.excel_rows - HEADER), "rows")
    (root / FOLDER).mkdir(exist_ok=True)
    workbook = xlsxwriter.Workbook(root / FOLDER / "corpus.xlsx", {"constant_memory": True, "use_zip64": True})
    workbook.set_properties({"created": stamp(), "title": job.title, "comments": f"govtext {job.dataset}"})
    book = _Book(workbook, bounds)
    try:
        _fill(book, job)
    finally:
        workbook.close()


def _fill(book: _Book, job: Job) -> None:
    _readme(book, job)
    for table in job.tables:
        _table(book, table, job.language)
    counted = {table.name: table for table in job.tables}
    _listed(book, "codebook", COLUMNS, rows((table.schema for table in job.tables), job.language, counted))
    _listed(book, "values", VALUE_COLUMNS, value_rows(job.tables))
    _listed(book, "measures", MEASURE_COLUMNS, measure_rows(job.language))
    if book.long:
        parts, book.long = book.long, []
        if len(parts) >= book.bounds.excel_rows:
            raise BoundExceeded("too many long texts for Excel", found=f"{len(parts):,} parts", expected="--tables")
        _listed(book, "long_text", LONG, (dict(zip(LONG, part, strict=True)) for part in parts))


def _readme(book: _Book, job: Job) -> None:
    sheet = book.sheet("readme", [[job.title]])
    sheet.set_column(0, 0, 100)
    lines = list(words("excel", job.language))
    if job.simulated:
        lines.insert(0, word(job.simulated.kind, job.language))
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, line, book.bold if job.simulated and number == 1 else None)


def _table(book: _Book, table: Outgoing, language: str) -> None:
    labels = [f"{each.label[language]} ({unit(each, language)})" if each.unit else each.label[language]
              for each in table.schema.variables]  # fmt: skip
    room = book.bounds.excel_rows - HEADER
    names, sheets = table.schema.names, _sheets(table, book.bounds)
    sheet: Worksheet | None = None
    for number, values in enumerate(_rows(table)):
        if number % room == 0:
            suffix = f"_{number // room + 1}" if sheets > 1 else ""
            sheet = book.sheet(f"{table.name}{suffix}", [names, labels])
        assert sheet is not None
        for column, (name, value) in enumerate(zip(names, values, strict=True)):
            book.put(sheet, number % room + HEADER, column, name, value)
    if sheet is None:
        book.sheet(table.name, [names, labels])


def _rows(table: Outgoing) -> Iterator[tuple[Any, ...]]:
    for batch in table.batches():
        for start in range(0, len(batch), 8192):
            yield from zip(*(column.to_pylist() for column in batch.slice(start, 8192).columns), strict=True)


def _listed(book: _Book, name: str, columns: Sequence[str], lines: Any) -> None:
    sheet = book.sheet(name, [list(columns)])
    for number, line in enumerate(lines, start=1):
        for column, each in enumerate(columns):
            book.put(sheet, number, column, each, line[each])


def _sheets(table: Outgoing, bounds: Bounds) -> int:
    return max(1, math.ceil(table.rows / (bounds.excel_rows - HEADER)))


def _parts(text: str, most: int) -> Iterator[str]:
    """The text in pieces that a cell holds: Excel counts UTF-16 units, and half of a pair is no character."""
    while len(text) * 2 > most and _units(text) > most:
        size = min(most, len(text))
        while _units(text[:size]) > most:
            size -= max(1, (_units(text[:size]) - most) // 2)
        yield text[:size]
        text = text[size:]
    yield text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _finite(value: float, name: str) -> float:
    if isinstance(value, float) and not math.isfinite(value):
        raise GovTextError("a number that is none cannot be written", place=name, found=str(value))
    return value
