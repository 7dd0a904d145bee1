"""Blocks as an office document nests them, written out as paragraphs and grids.

Not every table is one: a row that holds long prose or a whole table is layout and becomes paragraphs and inner tables,
a table of one column becomes paragraphs. What stays between such rows is a grid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govtext.document import Document, DocumentBuilder, GridCell, Place, Severity
from govtext.errors import BoundExceeded
from govtext.limits import Limits
from govtext.readers.folding import fold, visible

_PROSE = 200
"""Characters of a cell that make it prose; the longest label of the forms has some 40."""
_NARROW = 3
"""Columns a grid needs in a table that also holds prose."""


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell with whatever stands in it; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: tuple[DraftBlock, ...]

    @property
    def text(self) -> str:
        if len(self.content) == 1 and isinstance(self.content[0], str):
            return fold(self.content[0])
        return fold("\n".join(paragraphs(self.content)))

    @property
    def prose(self) -> bool:
        """Whether the cell holds prose or a table of its own, so that its row is layout."""
        return any(isinstance(block, DraftTable) and block.n_columns > 1 for block in self.content) or (
            len(self.text) > _PROSE
        )


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table as the file has it, cells in row order."""

    cells: tuple[DraftCell, ...]

    @property
    def n_columns(self) -> int:
        """Cells side by side at most, whatever columns they span."""
        counts: dict[int, int] = {}
        for cell in self.cells:
            counts[cell.row] = counts.get(cell.row, 0) + 1
        return max(counts.values(), default=0)

    def rows(self) -> Iterator[list[DraftCell]]:
        rows: dict[int, list[DraftCell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        yield from rows.values()

    def runs(self) -> Iterator[tuple[bool, list[list[DraftCell]]]]:
        """Rows in order: each layout row alone (True), runs of tabular rows together (False)."""
        run: list[list[DraftCell]] = []
        for row in self.rows():
            if not any(cell.prose for cell in row):
                run.append(row)
                continue
            if run:
                yield False, run
            yield True, [row]
            run = []
        if run:
            yield False, run


DraftBlock = str | DraftTable


def paragraphs(content: Iterable[DraftBlock]) -> Iterator[str]:
    """All text of the blocks in order, tables of one column included."""
    for block in content:
        if isinstance(block, str):
            yield block
        else:
            for cell in block.cells:
                yield from paragraphs(cell.content)


class DraftWriter:
    """Writes drafts to a document and counts what it writes.

    Raises `BoundExceeded` past `max_cells` or `max_characters`.
    """

    def __init__(self, builder: DocumentBuilder, source: str, limits: Limits) -> None:
        self._builder, self._source, self._limits = builder, source, limits
        self._paragraphs = self._tables = self._cells = self._characters = 0
        self.grids = 0

    def write(self, blocks: Iterable[DraftBlock], where: Place | None = None) -> None:
        for block in blocks:
            if isinstance(block, DraftTable):
                self._table(block)
            else:
                for line in block.split("\n"):
                    self._paragraph(line, where)

    def note(self, severity: Severity, message: str, place: Place | None = None) -> None:
        self._builder.note(severity, message, place)

    def log_numbers(self, written: Counter[str], unknown: Counter[str]) -> None:
        """Log the automatic numbers, counted by format, that were written out or could not be."""
        if written:
            formats = ", ".join(f"{style} {times}" for style, times in sorted(written.items()))
            self.note("info", f"automatic numbers written out before their paragraphs: {formats}")
        if unknown:
            self.note("doubt", f"automatic numbers of an unknown format left out: {', '.join(sorted(unknown))}")

    def log_pictures(self, pictures: int) -> None:
        """Log a document that has pictures where its tables should be."""
        if pictures and not self.grids:
            self.note("doubt", f"no table was found, but pictures: {pictures}; tables may be pictures")

    def build(self) -> Document:
        return self._builder.build()

    def _paragraph(self, text: str, where: Place | None) -> None:
        text = visible(text).strip()
        if text:
            self._paragraphs += 1
            self._count(len(text))
            self._builder.paragraph(text, where or Place(paragraph=self._paragraphs))

    def _table(self, table: DraftTable) -> None:
        self._tables += 1
        number = self._tables
        runs = list(table.runs())
        mixed = any(layout for layout, _ in runs)
        for layout, rows in runs:
            if layout or max(len(row) for row in rows) < (_NARROW if mixed else 2):
                self._layout_rows(rows, number)
            else:
                self._grid(rows, number)
        if mixed:
            self.note("info", "a table holds prose or whole tables and was read as layout", Place(table=number))

    def _layout_rows(self, rows: list[list[DraftCell]], table: int) -> None:
        for row in rows:
            for cell in row:
                self.write(cell.content, Place(table=table, row=cell.row + 1, column=cell.column + 1))

    def _grid(self, rows: list[list[DraftCell]], table: int) -> None:
        first, last = rows[0][0].row, rows[-1][0].row
        cells = [_cell(cell, first, last, table) for row in rows for cell in row]
        self._cells += len(cells)
        if self._cells > self._limits.max_cells:
            raise BoundExceeded(
                "too many table cells", file=self._source, expected=f"at most {self._limits.max_cells:,}"
            )
        self._count(sum(len(cell.text) for cell in cells))
        self.grids += 1
        self._builder.grid(cells, Place(table=table, row=first + 1 if first else None))

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > self._limits.max_characters:
            expected = f"at most {self._limits.max_characters:,} characters"
            raise BoundExceeded("too much text", file=self._source, expected=expected)


def _cell(cell: DraftCell, first: int, last: int, table: int) -> GridCell:
    span = min(cell.row_span, last + 1 - cell.row)  # a merge ends where layout parts the table
    place = Place(table=table, row=cell.row + 1, column=cell.column + 1)
    return GridCell(cell.text, cell.row - first, cell.column, span, cell.column_span, place)


def labelled(label: str, text: str) -> str:
    """An automatic number and its paragraph, parted where they would run into one number or word.

    >>> labelled("（一）", "予以公开"), labelled("1.", "5"), labelled("第一章", "总则")
    ('（一）予以公开', '1. 5', '第一章 总则')
    """
    text = text.lstrip()
    return f"{label} {text}" if label[-1].isalnum() or text[:1].isdecimal() else label + text
