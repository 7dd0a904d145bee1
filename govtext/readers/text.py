"""Text files: crawled text with bars between cells, plain text, text of PDF tools.

Bars and tabs make a grid here. Tables without either stay lines; `parse.tables.lines` knows their labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from govtext.document import Block, Document, Grid, GridCell, Layout, Paragraph, Place
from govtext.errors import BoundExceeded
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers.encoding import decode
from govtext.readers.wrapped import PAGE_NUMBER, unwrapped

_BAR = "|"
_BARS = str.maketrans({"｜": "|", "│": "|", "┃": "|", "║": "|", "¦": "|"})
_OTHER_BAR = re.compile("[｜│┃║¦]")
_BLANK = "\u00a0\u3000\u200b\ufeff"
_RULER = re.compile(r"[|\s:]*-{3,}[|\s:-]*")
"""The line of dashes below a header in Markdown."""
_BORDERS = re.compile(r"[|\t]")
_LONGEST_CELL = 200
_LABEL = 40
"""A line with no tab but at its end is a row with an empty cell only where it is as short as a label."""
_LEAST_LINES = 3
_SAME_WIDTH = 0.6
"""Share of rows that must be equally wide for a grid to count as padded."""
_WIDER = 0.1
"""Share of rows that may be wider still (damaged ones); rows that differ by their labels' number are not padded."""


class _Line(NamedTuple):
    """A line, its text with plain bars and no blanks around it, and what parts its cells: bars, tabs or nothing."""

    text: str
    start: int
    number: int
    stripped: str
    border: str


def _line(text: str, start: int, number: int) -> _Line:
    plain = text.translate(_BARS) if _OTHER_BAR.search(text) else text
    stripped = plain.strip(" \t" + _BLANK)
    return _Line(text, start, number, stripped, _border(text, stripped))


def _border(text: str, stripped: str) -> str:
    """Bars count at an end of the line or twice within, tabs within or behind a label; a line that holds prose, a whole
    report perhaps, is no row of a table.
    """
    if len(stripped) > _LONGEST_CELL and max(map(len, _BORDERS.split(stripped))) > _LONGEST_CELL:
        return ""
    if stripped.startswith(_BAR) or stripped.endswith(_BAR) or stripped.count(_BAR) > 1:
        return _BAR
    trailing = text.rstrip(" ").endswith("\t") and len(stripped) <= _LABEL
    return "\t" if stripped and ("\t" in stripped or trailing) else ""


@dataclass(slots=True)
class _Rows:
    """Rows as they are put together from lines with bars."""

    rows: list[list[tuple[str, int]]] = field(default_factory=list)
    open: bool = False
    """The last cell has no closing bar yet, so the next line goes on with it."""

    def begin(self) -> None:
        self.rows.append([])
        self.open = False

    def add(self, line: _Line) -> None:
        text = line.stripped
        if not text.strip(_BAR + " \t" + _BLANK):
            self._add_bars(text.count(_BAR), line.number)
            return
        if text.startswith(_BAR):
            self.begin()
            text = text[1:]
        elif not self.rows:
            self.begin()
        self._add_cells(text.split(_BAR), line.number)

    def _add_bars(self, count: int, number: int) -> None:
        """A line of nothing but bars closes `count` empty cells."""
        if not self.rows:
            self.begin()
        if self.open:
            self.open = False
            count -= 1
        self.rows[-1] += [("", number)] * count

    def _add_cells(self, pieces: list[str], number: int) -> None:
        for index, piece in enumerate(pieces):
            last = index == len(pieces) - 1
            if last and not piece.strip():
                self.open = False
            elif self.open and index == 0:
                text, first = self.rows[-1][-1]
                self.rows[-1][-1] = (text + piece.strip(), first)
                self.open = last
            else:
                self.rows[-1].append((piece.strip(" \t" + _BLANK), number))
                self.open = last


def _barred(lines: list[_Line]) -> list[list[tuple[str, int]]]:
    rows = _Rows()
    for line in lines:
        rows.add(line)
    return rows.rows


def _tabbed(lines: list[_Line]) -> list[list[tuple[str, int]]]:
    """A row a line, every tab a border; an empty first or last cell counts unless all rows have it."""
    rows = [[(cell.strip(" " + _BLANK), line.number) for cell in line.text.split("\t")] for line in lines]
    first = int(all(len(row) > 1 and not row[0][0] for row in rows))
    last = int(all(len(row) > 1 and not row[-1][0] for row in rows))
    return [row[first : len(row) - last] for row in rows]


def _grid(lines: list[_Line], table: int, limits: Limits) -> Grid:
    rows = _barred(lines) if lines[0].border == _BAR else _tabbed(lines)
    cells = tuple(
        GridCell(text, i, j, place=Place(line=number, table=table, row=i + 1, column=j + 1))
        for i, row in enumerate(rows)
        for j, (text, number) in enumerate(row)
    )
    if len(cells) > limits.max_cells:
        raise BoundExceeded("too many table cells", found=str(len(cells)), expected=f"at most {limits.max_cells:,}")
    return Grid(cells, _layout(rows), lines[0].start, Place(line=lines[0].number, table=table))


def _layout(rows: list[list[tuple[str, int]]]) -> Layout:
    widths = Counter(len(row) for row in rows)
    usual, count = widths.most_common(1)[0]
    wider = sum(number for width, number in widths.items() if width > usual)
    return "padded" if count >= _SAME_WIDTH * len(rows) and wider <= _WIDER * len(rows) else "packed"


def _table(region: list[_Line], table: int, limits: Limits) -> Iterator[Block]:
    """The lines as a grid; as they are where bars close the cells but nothing tells where a row begins."""
    lines = [line for line in region if not _RULER.fullmatch(line.stripped)] or region
    grid = _grid(lines, table, limits)
    if len(lines) >= _LEAST_LINES and grid.n_rows == 1 and not lines[0].stripped.startswith(_BAR):
        yield from (Paragraph(line.text, line.start, Place(line=line.number)) for line in lines)
    else:
        yield grid


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        yield _line(line, start, number)
        start += len(line) + 1


def _blocks(text: str, limits: Limits) -> Iterator[Block]:
    region: list[_Line] = []
    tables = 0
    for line in (*_lines(text), None):
        if line is not None and region and (not line.stripped or PAGE_NUMBER.match(line.text)):
            continue
        if region and (line is None or line.border != region[0].border):
            tables += 1
            yield from _table(region, tables, limits)
            region = []
        if line is not None and line.border:
            region.append(line)
        elif line is not None and line.stripped:
            yield Paragraph(line.text, line.start, Place(line=line.number))


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a text file of any encoding; `Document.text` is the file's text, line ends unified.

    Where the file is cut into lines of a page's width, its prose is joined and `Document.text` is the joined text.

    >>> document = read("规章情况\\n| 规章 |\\n0 |\\n2 |\\n".encode(), "a.txt")
    >>> [cell.text for cell in document.grids[0].cells], document.paragraphs[0].text
    (['规章', '0', '2'], '规章情况')
    """
    decoded = decode(data)
    if len(decoded.text) > limits.max_characters:
        raise BoundExceeded("too much text", found=f"{len(decoded.text):,} characters", file=source)
    blocks = tuple(_blocks(decoded.text, limits))
    document = Document(source, "text", "text", decoded.text, blocks, decoded.encoding, log=decoded.notes)
    return unwrapped(document)
