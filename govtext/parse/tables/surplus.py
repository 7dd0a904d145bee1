"""Columns that the form does not have: 序号, 小计, 备注, or empty ones.

They are taken out where it is certain which cells they hold: each stands alone under a header of its own, or is empty
throughout. Where it is not certain, the rows are left as they are, for `figures` to doubt.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from govtext.document import GridCell
from govtext.parse.tables.headers import leaves
from govtext.parse.tables.walk import FigureRow

_CROWD = 0.25
"""Share of rows with more figures than the form from which on the others are in doubt: what they lack may be a blank.

In bare lines a row with a blank shows as one figure less; rows with fewer figures than the form tell nothing there.
"""
_TOTALLED = 0.5
"""Share of a table's rows that must have a total before one without is in doubt."""
_TOTAL = "total"

Kin = tuple[int, str]
"""Rows to compare with: those of the same table in the same grid."""


def kin(row: FigureRow) -> Kin:
    """What the row has in common with the other rows of its table in its grid."""
    return id(row.grid), row.above.header.home.table.code


def without_surplus(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    """The rows with the figures of the form's own columns first, wherever that is certain."""
    return _with_figures_first([_own_columns(row) for row in rows])


class Columns:
    """What the rows of each table tell together of its columns: a row that may have more or fewer is in doubt."""

    def __init__(self, rows: Iterable[FigureRow]) -> None:
        crowds: dict[Kin, list[bool]] = defaultdict(list)
        totals: dict[Kin, list[bool]] = defaultdict(list)
        for row in rows:
            filled = _filled(row)
            if filled >= row.above.header.width or row.grid.layout != "bare":
                crowds[kin(row)].append(filled > row.above.header.width)
            if filled:
                totals[kin(row)].append(filled >= row.above.header.width)
        self._crowded = {key for key, more in crowds.items() if sum(more) >= _CROWD * len(more)}
        self._totalled = {key for key, whole in totals.items() if sum(whole) >= _TOTALLED * len(whole)}

    def doubt(self, row: FigureRow) -> str:
        """Why the row may have a column more or less than the form; nothing where it has not."""
        if not row.picked and (strange := strange_columns(row)):
            return f"its table has a column of its own, 「{strange[0].text}」"
        if kin(row) in self._crowded:
            return "rows of its table have more figures than the form"
        return self._short(row) if row.grid.layout == "padded" and _filled(row) else ""

    def _short(self, row: FigureRow) -> str:
        """Why a padded row may have lost a cell, so that an empty one of the padding counts as its last figure."""
        header = row.above.header
        figures = row.values[: header.width]
        ends = len(figures) < header.width or bool(figures[-1].text)
        missing = next((place for place, head in enumerate(header.cells) if head is None), header.width)
        if missing < header.width and not (figures[0].text and (ends or missing == header.width - 1)):
            return "a header is missing, and the row begins or ends with an empty cell: it may have a cell less"
        if not ends and kin(row) in self._totalled and leaves(header.home)[-1].column.code == _TOTAL:
            return "its total is empty, those of most rows are not: it may have a cell less"
        return ""


def _filled(row: FigureRow) -> int:
    """How many of the row's values there are up to the last one that is not empty."""
    return max((place for place, cell in enumerate(row.values, 1) if cell.text), default=0)


def strange_columns(row: FigureRow) -> list[GridCell]:
    """Header cells that name a column the form does not have, right of the labels as far as that is known.

    Where columns are not placed, those count that follow a column of the form, less the form's own that are missing; in
    bare lines only those that stand in one line with such a column.
    """
    header = row.above.header
    if not header.strange:
        return []
    if _placed(row):
        left = min((head.column for head in header.cells if head), default=0)
        return [h for h in header.strange if h.column >= left or any(overlap(cell, h) for cell in row.values)]
    first = min(((head.row, head.column) for head in header.cells if head), default=(0, 0))
    later = [head for head in header.strange if (head.row, head.column) > first]
    if row.grid.layout == "bare":
        lines = {head.place for head in header.cells if head}
        later = [head for head in later if head.place in lines]
    return later[header.cells.count(None) :]


def _placed(row: FigureRow) -> bool:
    return row.grid.layout == "placed" and row.above.grid is row.grid


def overlap(cell: GridCell, head: GridCell) -> bool:
    """Whether the cell stands in a column of the header cell."""
    return cell.column < head.column + head.column_span and head.column < cell.column + cell.column_span


def _own_columns(row: FigureRow) -> FigureRow:
    """The row without the cells of strange columns, if every value stands exactly under one header."""
    strange = strange_columns(row) if _placed(row) else []
    own = [head for head in row.above.header.cells if head is not None]
    count = row.above.header.width
    if not strange or len(row.values) != count + len(strange) or not _sound(own, strange, count):
        return row
    cells = {(cell.column, cell.column_span): cell for cell in row.values}
    if any((head.column, head.column_span) not in cells for head in (*own, *strange)):
        return row
    return replace(row, values=tuple(cells[head.column, head.column_span] for head in own), picked=True)


def _sound(own: Sequence[GridCell], strange: Sequence[GridCell], count: int) -> bool:
    """Whether all columns have their header, the form's in its order, and none was pushed out of its group."""
    columns = [head.column for head in own]
    every = {head.column for head in (*own, *strange)}
    if len(own) < count or columns != sorted(columns) or len(every) < count + len(strange):
        return False
    edges = {(head.row, edge) for head in own for edge in (head.column, head.end_column)}
    top = min(head.row for head in own)
    return all(head.row <= top or edges & {(head.row, head.column), (head.row, head.end_column)} for head in strange)


def _with_figures_first(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    """Empty cells of a lost span or an empty column stand before the figures or after them, in all of a table's rows.

    Where all rows keep them before, these are moved behind, so that the figures come first everywhere.
    """
    votes: Counter[Kin] = Counter()
    filled: set[Kin] = set()
    for row in rows:
        surplus = len(row.values) - row.above.header.width
        if surplus > 0 and _may_turn(row):
            before, after = (any(cell.text for cell in part) for part in (row.values[:surplus], row.values[-surplus:]))
            votes[kin(row)] += before - after
            filled |= {kin(row)} if before else set()
    return tuple(_turned(row) if votes[kin(row)] < 0 and kin(row) not in filled else row for row in rows)


def _may_turn(row: FigureRow) -> bool:
    """Whether empty cells may stand before the figures: the row was padded, or the header has that column as well."""
    return row.grid.layout == "padded" or (row.grid.layout == "placed" and row.width == row.above.width)


def _turned(row: FigureRow) -> FigureRow:
    surplus = max(0, len(row.values) - row.above.header.width)
    return replace(row, values=row.values[surplus:] + row.values[:surplus])
