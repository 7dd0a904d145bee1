"""A document: what a reader makes of a file, before anyone asks what it means.

A `Document` is ordered paragraphs and grids. Every piece knows its place in the file, and every paragraph its offset in
`Document.text`, so that whatever is said later can be traced back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple

Severity = Literal["info", "repair", "doubt", "loss"]
"""info: a decision worth knowing; repair: damage mended; doubt: perhaps read wrongly; loss: something not read."""

Layout = Literal["placed", "padded", "packed", "bare"]
"""placed: column positions are real (HTML, Word, ruled PDF). padded: spans are lost, but every row was filled up to the
same width, empty cells included. packed: only the order of the cells in a row is known. bare: not even empty cells are
known, only the figures that stand there."""


class Place(NamedTuple):  # no dataclass: a report has hundreds, and a frozen one takes twice the time to make
    """Where a piece stands in its file; counts start at 1.

    >>> str(Place(page=3, table=2, row=5))
    'page 3, table 2, row 5'
    """

    page: int | None = None
    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return _shown(self)


@lru_cache(maxsize=16_384)  # each place is shown several times, and the cells of most reports stand at the same places
def _shown(place: Place) -> str:
    steps = zip(place._fields, place, strict=True)
    return ", ".join(f"{step} {number}" for step, number in steps if number is not None)


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of the log: which step said what about which place."""

    step: str
    severity: Severity
    message: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose; `document.text[start:end] == text`."""

    text: str
    start: int
    place: Place = Place()

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def part(self, start: int, end: int) -> Paragraph:
        """The paragraph's characters from `start` to `end` (offsets in the paragraph), still traceable."""
        return Paragraph(self.text[start:end], self.start + start, self.place)


class GridCell(NamedTuple):  # for the same reason
    """A cell of a grid; `row` and `column` count from 0; in a grid that is not placed `column` is only its order."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()

    @property
    def end_column(self) -> int:
        """The first column after the cell."""
        return self.column + self.column_span

    @property
    def end_row(self) -> int:
        """The first row after the cell."""
        return self.row + self.row_span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as laid out: cells in row order; `start` is the offset in `Document.text` where the table stands."""

    cells: tuple[GridCell, ...]
    layout: Layout = "placed"
    start: int = 0
    place: Place = Place()

    @property
    def n_rows(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def n_columns(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)

    def rows(self) -> list[list[GridCell]]:
        """The cells that begin in each row, left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return [sorted(row, key=attrgetter("column")) for row in rows]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """What one reader read of one file.

    `text` is everything in reading order (a grid as one line a row, cells parted by tabs; for a plain text file the
    file's own text). `kind` is what the file is ("text", "html", "docx", "doc", "odt", "rtf", "pdf", "scan"), `reader`
    which path read it, `metadata` what the page or file says of itself (名称, 发布机构, 公开日期 …).
    """

    source: str
    kind: str
    reader: str
    text: str
    blocks: tuple[Block, ...]
    encoding: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    log: tuple[Note, ...] = ()

    @property
    def scanned(self) -> bool:
        """True where characters were recognised from a picture, so that every figure is to be doubted."""
        return self.kind == "scan"

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))


class DocumentBuilder:
    """Collects the pieces in reading order and lays out `Document.text`.

    >>> builder = DocumentBuilder("a.html", "html", "html")
    >>> builder.paragraph("一、总体情况")
    >>> builder.grid([GridCell("规章", 0, 0), GridCell("0", 0, 1)])
    >>> builder.build().text
    '一、总体情况\\n规章\\t0\\n'
    """

    def __init__(self, source: str, kind: str, reader: str, *, encoding: str | None = None) -> None:
        self._source, self._kind, self._reader, self._encoding = source, kind, reader, encoding
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._log: list[Note] = []
        self.metadata: dict[str, str] = {}

    def _write(self, text: str) -> int:
        start = self._length
        self._parts.append(text + "\n")
        self._length += len(text) + 1
        return start

    def paragraph(self, text: str, place: Place | None = None) -> None:
        """Add a paragraph; one of nothing but white space is left out."""
        if text.strip():
            self._blocks.append(Paragraph(text, self._write(text), place or Place()))

    def grid(self, cells: Iterable[GridCell], place: Place | None = None, *, layout: Layout = "placed") -> None:
        """Add a grid; one without cells is left out."""
        grid = Grid(tuple(cells), layout, self._length, place or Place())
        if grid.cells:
            for row in grid.rows():
                self._write("\t".join(_one_line(cell.text) for cell in row))
            self._blocks.append(grid)

    def note(self, severity: Severity, message: str, place: Place | None = None) -> None:
        """Log what the reader repaired, doubted or lost."""
        self._log.append(Note(f"read {self._reader}", severity, message, place or Place()))

    def build(self) -> Document:
        return Document(
            self._source, self._kind, self._reader, "".join(self._parts), tuple(self._blocks),
            self._encoding, dict(self.metadata), tuple(self._log),
        )  # fmt: skip


def _one_line(text: str) -> str:
    return text if text.isalnum() else " ".join(text.split())
