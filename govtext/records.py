"""A reading as plain rows: what the command line writes and what frames are made of.

Kept apart from the frames so that the command line need not load pandas.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any, TextIO

from govtext.errors import UnknownCode
from govtext.forms import Figure, figure
from govtext.model import Cell, Finding, Reading

Record = dict[str, Any]

CELL_COLUMNS = ("report", "table", "row", "column", "value", "unit", "status", "raw", "where")
"""The contract's columns of a figure."""
CELL_EXTRAS = ("confirmed", "scanned", "label_zh", "label_en")
FINDING_COLUMNS = ("report", "rule", "family", "status", "place", "left", "right", "difference", "evidence")
"""The contract's columns of a finding."""
FINDING_EXTRAS = ("standing", "verdict", "expression", "fingerprint")
CLAIM_COLUMNS = (
    "report", "section", "kind", "value", "unit", "raw", "approximation", "bound", "change", "sentence", "start", "end",
    "where",
)  # fmt: skip
LOG_COLUMNS = ("report", "step", "severity", "message", "where")


def report_name(source: str) -> str:
    """The name a report goes by: its file's base name.

    >>> report_name("reports/2020/a.html")
    'a.html'
    """
    return PurePath(source).name or source


def plain(value: object) -> str:
    """A value as written out: no exponent, no trailing zeros; nothing for None.

    >>> [plain(Decimal(text)) for text in ("2876.4869", "25.10", "0", "-11", "1E+3", "-0")], plain(None), plain(True)
    (['2876.4869', '25.1', '0', '-11', '1000', '0'], '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list)):
        return " | ".join(map(plain, value))
    return str(value)


def figure_of(cell: Cell) -> Figure | None:
    """The form's figure that the cell fills, or None where no form has it."""
    try:
        return figure(cell.key)
    except UnknownCode:
        return None


def _labels(cell: Cell) -> tuple[str, str]:
    found = figure_of(cell)
    if found is None:
        return "", ""
    row, column = found.row_label, found.column_label
    return f"{row.zh}：{column.zh}", f"{row.en}: {column.en}"


def cell_records(reading: Reading) -> Iterator[Record]:
    """The figures of a report in the order of its form; `value` is a Decimal or None.

    `where` of a figure recognised from a picture begins with "scan", and its `scanned` is true.
    """
    report, scanned = report_name(reading.document.source), reading.document.scanned
    for cell in reading.cells:
        value = cell.value if cell.status == "value" else None
        where = ", ".join(part for part in ("scan" if scanned else "", str(cell.place)) if part)
        row = (report, cell.table, cell.row, cell.column, value, cell.unit, cell.status, cell.raw, where)
        yield dict(zip(CELL_COLUMNS + CELL_EXTRAS, (*row, cell.confirmed, scanned, *_labels(cell)), strict=True))


def finding_records(source: str, findings: Iterable[Finding]) -> Iterator[Record]:
    """The findings on the report in file `source`; both sides are Decimal, text or None; `evidence` is a list."""
    report = report_name(source)
    names = (*FINDING_COLUMNS, *FINDING_EXTRAS)
    for finding in findings:
        said: Record = {name: getattr(finding, name) for name in names if name != "report"}
        yield {"report": report, **said, "evidence": list(finding.evidence)}


def claim_records(reading: Reading) -> Iterator[Record]:
    """Every number in the prose, in reading order."""
    report = report_name(reading.document.source)
    for claim in reading.claims:
        said: Record = {name: getattr(claim, name) for name in CLAIM_COLUMNS if name not in ("report", "where")}
        yield {"report": report, **said, "where": str(claim.place)}


def log_records(reading: Reading) -> Iterator[Record]:
    """What was decided, repaired, doubted or lost, in the order it happened."""
    report = report_name(reading.document.source)
    for note in reading.log:
        values = (report, note.step, note.severity, note.message, str(note.place))
        yield dict(zip(LOG_COLUMNS, values, strict=True))


class CsvRows:
    """Writes records as CSV with one header; nothing at all where there is no record."""

    def __init__(self, out: TextIO, columns: Iterable[str]) -> None:
        self._columns, self._begun = list(columns), False
        self._writer = csv.writer(out, lineterminator="\n")

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        for record in records:
            if not self._begun:
                self._writer.writerow(self._columns)
                self._begun = True
            self._writer.writerow([plain(record[name]) for name in self._columns])

    def __enter__(self) -> CsvRows:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is owed at the end."""


class JsonRows:
    """Writes records as one JSON list of objects; a value that is not known is null."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._begun = out, False

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        for record in records:
            self._out.write(",\n" if self._begun else "[\n")
            self._begun = True
            self._out.write(json.dumps(record, ensure_ascii=False, default=_number))

    def __enter__(self) -> JsonRows:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.write("\n]\n" if self._begun else "[]\n")


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")
