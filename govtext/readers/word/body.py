"""The body of a Word document as drafts: paragraphs and tables in order, merged cells as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass

from lxml.etree import _Element

from govtext.limits import Limits
from govtext.readers.drafts import DraftBlock, DraftCell, DraftTable, labelled
from govtext.readers.word.names import VALUE, W, child, is_on, value, whole
from govtext.readers.word.numbering import Numbering
from govtext.readers.word.text import ALTERNATES, DELETED, STRUCTURED, ParagraphText, chosen_branch, is_placeholder

_PARAGRAPH, _TABLE, _ROW, _CELL, _CHUNK = (W + name for name in ("p", "tbl", "tr", "tc", "altChunk"))
_BLOCKS = frozenset({_PARAGRAPH, _TABLE, _CHUNK})
_ROWS, _CELLS = frozenset({_ROW}), frozenset({_CELL})
_PARAGRAPH_PROPERTIES, _ROW_PROPERTIES, _CELL_PROPERTIES = (W + name for name in ("pPr", "trPr", "tcPr"))
_MARK = W + "rPr"
_WRAPPERS = frozenset(W + name for name in ("sdtContent", "ins", "moveTo", "customXml", "smartTag"))


@dataclass(slots=True)
class _Open:
    """A cell while its merges are still open."""

    row: int
    column: int
    column_span: int
    content: tuple[DraftBlock, ...]
    row_span: int = 1

    def close(self) -> DraftCell:
        return DraftCell(self.row, self.column, self.row_span, self.column_span, self.content)


class Body:
    """Walks the body; `tally` counts what was left out or cut, by name."""

    def __init__(self, numbering: Numbering, limits: Limits) -> None:
        self._numbering, self._limits = numbering, limits
        self.tally: Counter[str] = Counter()

    def blocks(self, container: _Element, *, in_cell: bool = False) -> Iterator[DraftBlock]:
        """Paragraphs and tables of a body, a cell or a text box, in order."""
        pending = ""  # the text of a paragraph whose end was deleted goes on in the next one
        for element in self._unwrapped(container, _BLOCKS):
            if element.tag == _PARAGRAPH:
                text = ParagraphText(self.tally)
                text.collect(element)
                properties = child(element, _PARAGRAPH_PROPERTIES)
                pending += text.text
                if not self._joined(properties):
                    yield from self._paragraph(pending, properties, in_cell)
                    pending = ""
                for box in text.boxes:
                    yield from self.blocks(box, in_cell=in_cell)
            elif element.tag == _TABLE:
                yield from [pending] if pending else []
                pending = ""
                yield self._table(element)
            else:
                self.tally["chunks"] += 1
        yield from [pending] if pending else []

    def _unwrapped(self, parent: _Element, wanted: Set[str]) -> Iterator[_Element]:
        """Children with these names, those in content controls, insertions and the like included."""
        for each in parent:
            tag = each.tag
            if tag in wanted:
                yield each
            elif tag in DELETED:
                self.tally["deletions"] += 1
            elif tag == STRUCTURED:
                yield from self._structured(each, wanted)
            elif tag in _WRAPPERS:
                yield from self._unwrapped(each, wanted)
            elif tag == ALTERNATES and (branch := chosen_branch(each)) is not None:
                yield from self._unwrapped(branch, wanted)

    def _structured(self, control: _Element, wanted: Set[str]) -> Iterator[_Element]:
        gallery = control.find(f"{W}sdtPr/{W}docPartObj")
        if gallery is not None and value(gallery, "docPartGallery") == "Table of Contents":
            self.tally["contents"] += 1
        elif is_placeholder(control) and _PARAGRAPH in wanted:
            self.tally["placeholders"] += 1
        else:
            for content in control.iterchildren(W + "sdtContent"):
                yield from self._unwrapped(content, wanted)

    def _joined(self, properties: _Element | None) -> bool:
        mark = None if properties is None else child(properties, _MARK)
        return is_on(mark, "del") or is_on(mark, "moveFrom")

    def _paragraph(self, text: str, properties: _Element | None, in_cell: bool) -> Iterator[str]:
        if self._numbering.is_contents(properties):
            self.tally["contents"] += 1
            return
        label = self._numbering.next_label(properties)
        if label and text.strip():
            if text.strip().isdecimal() and in_cell:
                self.tally["numbered figures"] += 1
            yield labelled(label, text)
        elif text or (label and in_cell):
            yield text or label

    def _table(self, table: _Element) -> DraftTable:
        cells: list[_Open] = []
        above: dict[int, _Open] = {}
        row = 0
        for element in self._unwrapped(table, _ROWS):
            if is_on(child(element, _ROW_PROPERTIES), "del"):
                self.tally["deletions"] += 1
                continue
            above = self._row(element, row, cells, above)
            row += 1
        return DraftTable(tuple(cell.close() for cell in cells))

    def _row(self, element: _Element, row: int, cells: list[_Open], above: dict[int, _Open]) -> dict[int, _Open]:
        """Add a row's cells to `cells`; the open vertical merges, by column, are returned."""
        merging: dict[int, _Open] = {}
        for cell, properties, column, span in self._placed(element):
            merge = _merge(properties, "vMerge")
            over = above.get(column)
            if merge == "continue" and over is not None and over.column_span == span:
                over.row_span += 1
                merging[column] = over
                self._hidden_text(cell)
                continue
            cells.append(_Open(row, column, span, tuple(self.blocks(cell, in_cell=True))))
            if merge:
                merging[column] = cells[-1]
                self.tally["orphans"] += merge == "continue"
        return merging

    def _placed(self, row: _Element) -> list[tuple[_Element, _Element | None, int, int]]:
        """A row's cells with properties, first column and width; horizontal merges of the old kind are one cell."""
        placed: list[tuple[_Element, _Element | None, int, int]] = []
        column = self._width(child(row, _ROW_PROPERTIES), "gridBefore", 0)
        for cell in self._unwrapped(row, _CELLS):
            properties = child(cell, _CELL_PROPERTIES)
            width = self._width(properties, "gridSpan", 1)
            if column + width > self._limits.max_columns:
                self.tally["columns"] += 1
                width = self._limits.max_columns - column
                if width < 1:
                    break
            if placed and _merge(properties, "hMerge") == "continue":
                first, its_own, start, _ = placed[-1]
                placed[-1] = first, its_own, start, column + width - start
                self._hidden_text(cell)
            else:
                placed.append((cell, properties, column, width))
            column += width
        return placed

    def _width(self, properties: _Element | None, name: str, least: int) -> int:
        width = None if properties is None else whole(properties, name)
        if width is None or width < least:
            return least
        self.tally["columns"] += width > self._limits.max_columns
        return min(width, self._limits.max_columns)

    def _hidden_text(self, cell: _Element) -> None:
        text = ParagraphText(Counter())
        text.collect(cell)
        self.tally["merged text"] += bool(text.text.strip())


def _merge(properties: _Element | None, name: str) -> str:
    """The state of a merge (vMerge, hMerge) by a cell's properties: restart, continue, or "" for none."""
    merge = None if properties is None else child(properties, W + name)
    return "" if merge is None else merge.get(VALUE, "") or "continue"
