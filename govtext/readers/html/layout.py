"""Where the cells of an HTML table stand: the table algorithm of the HTML standard, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from govtext.document import Severity
from govtext.errors import BoundExceeded
from govtext.limits import Limits
from govtext.readers.html.pieces import Piece, Slot


@dataclass(slots=True)
class RawCell:
    """A cell as marked up: its pieces; spans as written (row_span 0: to the end of the row group)."""

    row_span: int = 1
    column_span: int = 1
    pieces: list[Piece] = field(default_factory=list)
    text: str = ""
    """The cell's own text on one line, without tables within and without what is hidden."""
    absent: bool = False
    """Not displayed, and so without a place in the table."""
    marks: int = 0
    """Footnote marks left out after figures."""


@dataclass(slots=True)
class RawRow:
    """A row as marked up; `group` counts the thead, tbody and tfoot of the table."""

    group: int
    cells: list[RawCell] = field(default_factory=list)


Notes = list[tuple[Severity, str]]


def place_cells(rows: Sequence[RawRow], limits: Limits) -> tuple[tuple[Slot, ...], Notes]:
    """Every cell with its row and column; no position of the table is covered twice.

    Spans end at the row group's end, at the next cell that hangs down from above, and at `limits.max_columns`.
    Raises `BoundExceeded` where the table is wider than that.
    """
    spans, notes = _column_spans(rows, limits)
    slots: list[Slot] = []
    cut = overlaps = 0
    taken: dict[int, int] = {}
    for number, (row, left) in enumerate(zip(rows, _rows_left(rows), strict=True)):
        if number and row.group != rows[number - 1].group:
            taken.clear()
        column = 0
        for cell, wanted in zip(row.cells, spans[number], strict=True):
            while taken.get(column, 0) > number:
                column += 1
            width = _free(taken, column, wanted, number) if taken and wanted > 1 else wanted
            height = cell.row_span if 0 < cell.row_span <= left else left
            cut += cell.row_span > left
            overlaps += width < wanted
            if column + width > limits.max_columns:
                _refuse_wide(column + width, limits)
            if height > 1:
                taken.update(dict.fromkeys(range(column, column + width), number + height))
            slots.append(Slot(cell.text, number, column, height, width))
            column += width
    return tuple(slots), notes + _cuts(cut, overlaps)


def _column_spans(rows: Sequence[RawRow], limits: Limits) -> tuple[list[list[int]], Notes]:
    """The columns each cell asks for; a span past all bounds means as wide as the table's other rows are."""
    most = limits.max_columns
    spans = [[cell.column_span for cell in row.cells] for row in rows]
    if not any(span > most for row in spans for span in row):
        return spans, []
    widest = max(sum(1 if span > most else span for span in row) for row in spans)
    fitted = []
    for row in spans:
        rest = widest - sum(span for span in row if span <= most)
        fitted.append([max(1, min(rest, most)) if span > most else span for span in row])
    return fitted, [("repair", f"column spans of more than {most} were cut to the width of the table")]


def _rows_left(rows: Sequence[RawRow]) -> list[int]:
    """For each row, the rows of its group from it on."""
    left: list[int] = []
    for number in range(len(rows) - 1, -1, -1):
        last = number + 1 == len(rows) or rows[number + 1].group != rows[number].group
        left.append(1 if last else left[-1] + 1)
    return left[::-1]


def _free(taken: dict[int, int], column: int, wanted: int, row: int) -> int:
    return next((width for width in range(1, wanted) if taken.get(column + width, 0) > row), wanted)


def _refuse_wide(columns: int, limits: Limits) -> NoReturn:
    raise BoundExceeded("a table is too wide", found=f"{columns} columns", expected=f"at most {limits.max_columns}")


def _cuts(cut: int, overlaps: int) -> Notes:
    notes: Notes = []
    if cut:
        notes.append(("repair", f"row spans of {cut} cells reach past the last row and were cut"))
    if overlaps:
        notes.append(("doubt", f"column spans of {overlaps} cells run into cells from rows above and were cut"))
    return notes
