"""What stands on one page: lines of text and pieces of tables, top to bottom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from govtext.readers.lattice import Lattice, LatticeCell
from govtext.readers.pdf.text import Glyph, TextLine, cell_text, text_lines


class PieceCell(NamedTuple):
    """A cell of a piece of table; rows and columns count from 0 within the piece."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    open_top: bool = False
    open_bottom: bool = False
    page: int = 0
    page_row: int = 0

    @property
    def end_row(self) -> int:
        return self.row + self.row_span

    @property
    def end_column(self) -> int:
        return self.column + self.column_span


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a table that stands on one page (or, once joined, a whole table); `xs` are its vertical rules."""

    page: int
    xs: tuple[float, ...]
    top: float
    bottom: float
    cells: tuple[PieceCell, ...]
    lines: tuple[TextLine, ...] = ()
    """Its text as lines, kept for a box that turns out to be no table."""
    doubts: int = 0

    @property
    def n_rows(self) -> int:
        return max(cell.end_row for cell in self.cells)

    @property
    def boxed(self) -> bool:
        """True for a frame around text: no row has two cells."""
        return len({cell.column for cell in self.cells}) == 1


@dataclass(slots=True)
class PageParts:
    """Lines and pieces of one page in reading order."""

    number: int
    width: float
    height: float
    parts: list[TextLine | Piece] = field(default_factory=list)


def page_parts(
    number: int, size: tuple[float, float], glyphs: Sequence[Glyph], lattices: Sequence[Lattice]
) -> PageParts:
    """The page's lines and table pieces; a character belongs to the smallest table around it."""
    tables = _tables(lattices)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in tables]
    outside: list[Glyph] = []
    finders = [(table.locate, found) for table, found in zip(tables, inside, strict=True)]
    for glyph in glyphs:
        x, y = glyph.middle
        for locate, found in finders:
            cell = locate(x, y)
            if cell is not None:
                if cell in found:
                    found[cell].append(glyph)
                else:
                    found[cell] = [glyph]
                break
        else:
            outside.append(glyph)
    parts: list[TextLine | Piece] = list(text_lines(outside, number, _left(outside)))
    parts += [piece for table, found in zip(tables, inside, strict=True) if (piece := _piece(number, table, found))]
    return PageParts(number, *size, sorted(parts, key=lambda part: (part.top + part.bottom) / 2))


def _left(glyphs: Sequence[Glyph]) -> float:
    return min((glyph.x0 for glyph in glyphs), default=0.0)


def _tables(lattices: Sequence[Lattice]) -> list[Lattice]:
    """The lattices, smallest first, without frames that only surround other tables."""
    frames = [
        outer
        for outer in lattices
        if len(outer.cells) == 1 and any(outer is not other and outer.contains(other) for other in lattices)
    ]
    return sorted((each for each in lattices if each not in frames), key=lambda each: each.area)


def _piece(page: int, table: Lattice, found: dict[int, list[Glyph]]) -> Piece | None:
    kept = [(cell, found.get(number, [])) for number, cell in enumerate(table.cells)]
    kept = [(cell, glyphs) for cell, glyphs in kept if glyphs or not cell.open_side]
    if not kept:
        return None
    cells = tuple(_cell(page, table, cell, glyphs) for cell, glyphs in kept)
    lines: tuple[TextLine, ...] = ()
    if len({cell.column for cell in cells}) == 1:
        lines = tuple(text_lines((glyph for _, glyphs in kept for glyph in glyphs), page, table.xs[0]))
    return Piece(page, table.xs, table.ys[0], table.ys[-1], cells, lines, table.doubts)


def _cell(page: int, table: Lattice, cell: LatticeCell, glyphs: list[Glyph]) -> PieceCell:
    width = table.xs[cell.column + cell.column_span] - table.xs[cell.column]
    spans = (cell.row, cell.column, cell.row_span, cell.column_span)
    return PieceCell(cell_text(glyphs, width), *spans, cell.open_top, cell.open_bottom, page, cell.row + 1)


def margins(lines: Sequence[TextLine], width: float) -> tuple[float, float]:
    """Left and right edge of the text block on a page of this width.

    Left is where at least one line in seven begins; right where the longest line ends, if others end there too; else
    as far from the page's edge as left.
    """
    if not lines:
        return 0.0, width
    size = median(line.size for line in lines)
    starts = sorted(line.x0 for line in lines)
    near = (bisect_right(starts, x + 0.5 * size) - bisect_left(starts, x - 0.5 * size) for x in starts)
    often = [x for x, count in zip(starts, near, strict=True) if count >= len(starts) / 7]
    left, right = (often or starts)[0], max(line.x1 for line in lines)
    flush = sum(right - line.x1 < 1.2 * size for line in lines) > 2
    return left, right if flush else max(right, width - left)
