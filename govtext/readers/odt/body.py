"""The body of an OpenDocument text as drafts: paragraphs and tables in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml.etree import _Element

from govtext.errors import BoundExceeded
from govtext.limits import Limits
from govtext.readers.drafts import DraftBlock, DraftCell, DraftTable, labelled
from govtext.readers.odt.names import DRAW, OFFICE, TABLE, TEXT, count
from govtext.readers.odt.numbering import ListRun, OdtNumbering

_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_LEFT_OUT = {
    TEXT + "tracked-changes": "",
    TEXT + "table-of-content": "contents",
    TEXT + "alphabetical-index": "contents",
    OFFICE + "forms": "",
    OFFICE + "annotation": "",
    OFFICE + "annotation-end": "",
    TEXT + "note": "notes",
    TEXT + "ruby-text": "",
    DRAW + "object": "objects",
    DRAW + "object-ole": "objects",
}
_ROW_GROUPS = (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group")
_CELL, _COVERED = TABLE + "table-cell", TABLE + "covered-table-cell"


class OdtBody:
    """Walks the body; `tally` counts what was left out or cut, by name.

    Raises `BoundExceeded` past `max_cells`, repeated rows and cells counted.
    """

    def __init__(self, numbering: OdtNumbering, source: str, limits: Limits) -> None:
        self._numbering, self._source, self._limits = numbering, source, limits
        self._cells = 0
        self.tally: Counter[str] = Counter()

    def blocks(self, container: _Element, *, in_cell: bool = False) -> Iterator[DraftBlock]:
        """Paragraphs and tables of a body, a section, a cell or a text box, in order."""
        for child in container:
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, "", in_cell)
            elif child.tag == TABLE + "table":
                yield self._table(child)
            elif child.tag == TEXT + "list":
                yield from self._list(child, self._numbering.enter(child), 0, in_cell)
            elif child.tag in _LEFT_OUT:
                self._leave_out(child.tag)
            else:
                yield from self.blocks(child, in_cell=in_cell)

    def _list(self, element: _Element, run: ListRun, level: int, in_cell: bool) -> Iterator[DraftBlock]:
        for item in element:
            fresh = item.tag == TEXT + "list-item"  # only an item's first paragraph has a number
            for child in item:
                if child.tag in _PARAGRAPHS:
                    label = self._numbering.label(run, level, item) if fresh else ""
                    fresh = False
                    yield from self._paragraph(child, label, in_cell)
                elif child.tag == TEXT + "list":
                    yield from self._list(child, run, level + 1, in_cell)

    def _paragraph(self, element: _Element, label: str, in_cell: bool) -> Iterator[DraftBlock]:
        parts: list[str] = []
        boxes: list[_Element] = []
        self._collect(element, parts, boxes)
        text = "".join(parts)
        if label and text.strip():
            self.tally["numbered figures"] += in_cell and text.strip().isdecimal()
            yield labelled(label, text)
        elif text or (label and in_cell):
            yield text or label
        for box in boxes:
            yield from self.blocks(box, in_cell=in_cell)

    def _collect(self, parent: _Element, parts: list[str], boxes: list[_Element]) -> None:
        parts.append(_folded(parent.text))
        for child in parent:
            if child.tag == TEXT + "s":
                parts.append(" " * min(count(child, TEXT + "c"), self._limits.max_columns))
            elif child.tag == TEXT + "tab":
                parts.append("\t")
            elif child.tag == TEXT + "line-break":
                parts.append("\n")
            elif child.tag == DRAW + "text-box":
                boxes.append(child)
            elif child.tag in _LEFT_OUT:
                self._leave_out(child.tag)
            else:
                self.tally["pictures"] += child.tag == DRAW + "image"
                self._collect(child, parts, boxes)
            parts.append(_folded(child.tail))

    def _leave_out(self, tag: str) -> None:
        self.tally[_LEFT_OUT[tag]] += 1

    def _table(self, table: _Element) -> DraftTable:
        cells: list[DraftCell] = []
        row = 0
        for element in _rows(table):
            for _ in range(count(element, TABLE + "number-rows-repeated")):
                self._row(element, row, cells)
                row += 1
        return DraftTable(tuple(cells))

    def _row(self, element: _Element, row: int, cells: list[DraftCell]) -> None:
        column = 0
        for cell in element.iterchildren(_CELL, _COVERED):
            for _ in range(count(cell, TABLE + "number-columns-repeated")):
                if column >= self._limits.max_columns:
                    self.tally["columns"] += 1
                    return
                if cell.tag == _CELL:
                    cells.append(self._cell(cell, row, column))
                elif any(text.strip() for text in cell.itertext()):
                    self.tally["covered text"] += 1
                self._count()
                column += 1
        self._count()

    def _cell(self, cell: _Element, row: int, column: int) -> DraftCell:
        width, height = count(cell, TABLE + "number-columns-spanned"), count(cell, TABLE + "number-rows-spanned")
        room = self._limits.max_columns - column
        self.tally["columns"] += width > room
        content = tuple(self.blocks(cell, in_cell=True))
        return DraftCell(row, column, max(1, min(height, self._limits.max_cells)), max(1, min(width, room)), content)

    def _count(self) -> None:
        self._cells += 1
        if self._cells > self._limits.max_cells:
            expected = f"at most {self._limits.max_cells:,}"
            raise BoundExceeded("too many table cells", file=self._source, expected=expected)


def _rows(parent: _Element) -> Iterator[_Element]:
    for child in parent:
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _folded(text: str | None) -> str:
    """Line ends and tabs of the XML itself, which OpenDocument counts as one space."""
    return "" if not text else text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
