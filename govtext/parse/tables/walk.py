"""Walks all grids and pairs every row of figures with the header above it.

Labels lead the way: a row is known by its label, a column by its header. What is a figure and what is not is decided in
`figures`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from govtext.document import Document, Grid, GridCell, Note, Place, Severity
from govtext.parse.tables.headers import Header, Target, observed, read_header, targets
from govtext.parse.tables.rows import LabelledRow, counts_columns, labelled
from govtext.parse.tables.values import like_a_figure
from govtext.parse.tables.vocabulary import homes, marker_blocks, row_homes

STEP = "read tables"
_LEAST_FIT = 0.5
"""Share of header labels that must stand right before a row without label is taken for the figures below them."""


@dataclass(frozen=True, slots=True)
class Above:
    """The header a row stands under, how many cells and how many columns its rows have at most, and its grid."""

    header: Header
    length: int
    width: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of figures: its row code (None where the table lies across), its cells, and the header above it."""

    grid: Grid
    cells: tuple[GridCell, ...]
    values: tuple[GridCell, ...]
    above: Above
    width: int
    """How wide the row is: in grid columns where these are real, else in cells."""
    row: str | None = None
    picked: bool = False
    """The values were picked from among others, each exactly under its header."""

    @property
    def place(self) -> Place:
        return self.cells[0].place

    @property
    def targets(self) -> tuple[Target, ...]:
        """The figures that the row's first cells should be."""
        return targets(self.above.header.home, self.row)


def _figure_row(
    grid: Grid, cells: Sequence[GridCell], values: Sequence[GridCell], above: Above, row: str | None = None
) -> FigureRow:
    width = max(cell.end_column for cell in cells) if grid.layout == "placed" else len(cells)
    return FigureRow(grid, tuple(cells), tuple(values), above, width, row)


@dataclass(slots=True)
class _Walk:
    """The state of the walk: header cells seen since the last row, and the header last used for each block."""

    rows: list[FigureRow] = field(default_factory=list)
    log: list[Note] = field(default_factory=list)
    pending: list[GridCell] = field(default_factory=list)
    length: int = 0
    width: int = 0
    known: dict[tuple[str, str], Above] = field(default_factory=dict)
    headless: dict[str, LabelledRow] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    """Rows (table/row) read below a header of their own grid."""
    across: Above | None = None
    """The header of the row just read, where the table lies across."""

    def note(self, severity: Severity, message: str, place: Place) -> None:
        self.log.append(Note(STEP, severity, message, place))

    def clear(self) -> None:
        self.pending, self.length, self.width = [], 0, 0

    def grid(self, grid: Grid) -> None:
        self.clear()
        self.across = None
        for cells in grid.rows():
            if cells:
                self.line(grid, cells)

    def line(self, grid: Grid, cells: list[GridCell]) -> None:
        row = labelled(cells)
        if row is None and counts_columns(cells):
            self.note("info", "a row that only numbers the columns is passed over", cells[0].place)
        elif row is not None:
            self.labelled(grid, cells, row)
        elif any(marker_blocks(cell.text) for cell in cells):
            self.clear()
        elif all(like_a_figure(cell.text) for cell in cells):
            self.unlabelled(grid, cells)
        else:
            self.header_line(cells)

    def header_line(self, cells: list[GridCell]) -> None:
        self.across = None
        self.pending += cells
        self.length = max(self.length, len(cells))
        self.width = max(self.width, *(cell.end_column for cell in cells))
        if sum(bool(cell.text) and like_a_figure(cell.text) for cell in cells) > 1:
            self.note("loss", "a row of figures whose label is not known is left unread", cells[0].place)

    def labelled(self, grid: Grid, cells: list[GridCell], row: LabelledRow) -> None:
        name, label = row.name, row.label
        if name.score < 100:
            self.note("repair", f"the label 「{label.text}」 is damaged; taken for {name.key}", label.place)
        above = self.above(name.key, grid)
        if above is None:
            self.note("loss", f"no header above 「{label.text}」: its figures are not read", label.place)
            self.headless[name.key] = row
        elif above.grid is not grid and name.key in self.placed:
            message = f"「{label.text}」 stands once more in another table, below no header of its own: left out"
            self.note("doubt", message, label.place)
        else:
            self.placed |= {name.key} if above.grid is grid else set()
            self.rows.append(_figure_row(grid, cells, row.values, above, name.key.split("/", 1)[1]))

    def above(self, key: str, grid: Grid) -> Above | None:
        """The header just above, or else the one under which the row's block was read before."""
        candidates = row_homes(key)
        if observed(self.pending):
            best = max((read_header(self.pending, home) for home in candidates), key=lambda header: header.fit)
            if best.fit > 0:
                return self.remember(Above(best, self.length, self.width, grid))
            self.clear()
        known = (self.known.get((home.table.code, home.block.marker)) for home in candidates)
        return next((above for above in known if above), None)

    def remember(self, above: Above) -> Above:
        for message in above.header.repairs:
            self.note("repair", message, self.pending[0].place)
        home = above.header.home
        self.known[home.table.code, home.block.marker] = above
        self.clear()
        return above

    def unlabelled(self, grid: Grid, cells: list[GridCell]) -> None:
        """A row of nothing but figures: those of a table that lies across, or a loss.

        A second one below the same header counts as well, so that figures which differ are not read.
        """
        headers = [read_header(self.pending, home) for home in homes() if home.block.across and self.pending]
        best = max(headers, key=lambda header: header.fit, default=None)
        if best is not None and best.fit > _LEAST_FIT:
            self.across = self.remember(Above(best, self.length, self.width, grid))
            self.rows.append(_figure_row(grid, cells, cells, self.across))
        elif self.across is not None and len(cells) == self.across.header.width and all(cell.text for cell in cells):
            self.rows.append(_figure_row(grid, cells, cells, self.across))
        elif sum(bool(cell.text) for cell in cells) > 1:
            self.note("loss", "a row of figures whose label is not known is left unread", cells[0].place)


@dataclass(frozen=True, slots=True)
class Walked:
    """All rows of figures in reading order; rows known by their label only, no header above them; and the log."""

    rows: tuple[FigureRow, ...]
    headless: Mapping[str, LabelledRow]
    log: tuple[Note, ...]


def walk_tables(document: Document) -> Walked:
    """Pair every row of figures in the document's grids with its header."""
    walk = _Walk()
    for grid in document.grids:
        walk.grid(grid)
    return Walked(tuple(walk.rows), walk.headless, tuple(walk.log))
