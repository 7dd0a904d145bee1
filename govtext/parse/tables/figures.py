"""From rows of figures to cells: a figure is taken only where its cell leaves no doubt which figure it is.

A row counts as whole when it has as many value cells as the form, is as wide as its fellows, and (where column
positions are real) stands under its header like them. Any other row is `unreadable`, all of it: nothing is shifted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from govtext.document import GridCell, Note, Place
from govtext.model import Cell, CellStatus
from govtext.parse.tables.headers import Target, printed_unit
from govtext.parse.tables.surplus import Columns, Kin, kin, overlap, without_surplus
from govtext.parse.tables.values import parse_value
from govtext.parse.tables.walk import STEP, FigureRow


def read_cells(rows: Sequence[FigureRow]) -> tuple[dict[str, Cell], tuple[Note, ...]]:
    """Every figure read, by code, and the log; a figure that stands twice with different values is unreadable."""
    log: list[Note] = []
    rows = without_surplus(rows)
    widths, aligned, columns = _widths(rows), _aligned_headers(rows), Columns(rows)
    mates = Counter((id(row.above), row.width) for row in rows)
    found: dict[str, list[Cell]] = defaultdict(list)
    for row in rows:
        alone = mates[id(row.above), row.width] == 1
        reason = columns.doubt(row) or _doubt(row, widths[kin(row)], positions=id(row.above) in aligned, alone=alone)
        if reason:
            log.append(Note(STEP, "loss", f"{_name(row)} is not read: {reason}", row.place))
        cells = _unread(row) if reason else _cells(row, log)
        for target, cell in zip(row.targets, cells, strict=True):
            found[target.key].append(cell)
    return {key: _one(cells, log) for key, cells in found.items()}, tuple(log)


def _name(row: FigureRow) -> str:
    code = row.above.header.home.table.code
    return f"{code}/{row.row}" if row.row else code


def _widths(rows: Iterable[FigureRow]) -> dict[Kin, int]:
    """The usual width of each table's rows, of all rows of the grid where it was padded.

    Where two widths are as frequent, that of a header row decides, or else the larger one.
    """
    counts: dict[Kin, Counter[int]] = defaultdict(Counter)
    headers: dict[Kin, set[int]] = defaultdict(set)
    for row in rows:
        own = kin(row)
        headers[own].add(row.above.width if row.above.grid is row.grid else 0)
        if row.grid.layout != "padded":
            counts[own][row.width] += 1
        elif own not in counts:
            counts[own] = Counter(Counter(cell.row for cell in row.grid.cells).values())
    return {
        kin: max(count, key=lambda width: (count[width], width in headers[kin], width)) for kin, count in counts.items()
    }


def _aligned_headers(rows: Iterable[FigureRow]) -> set[int]:
    """Headers (by identity) exactly under which half or more of their rows stand, so that positions mean something."""
    counts: dict[int, list[bool]] = defaultdict(list)
    for row in rows:
        counts[id(row.above)].append(_aligned(row))
    return {header for header, stands in counts.items() if any(stands) and 2 * sum(stands) >= len(stands)}


def _aligned(row: FigureRow) -> bool:
    """Whether every value cell overlaps the header cell that names its column."""
    if row.grid.layout != "placed" or row.above.grid is not row.grid or len(row.values) < row.above.header.width:
        return False
    pairs = zip(row.values, row.above.header.cells, strict=False)
    return all(head is None or overlap(cell, head) for cell, head in pairs)


def _doubt(row: FigureRow, usual: int, *, positions: bool, alone: bool) -> str:
    """Why the row's cells cannot be told apart; nothing where they can.

    `usual`: how wide the table's rows are; `positions`: the header's rows stand exactly below it; `alone`: no other row
    below the header is as wide.
    """
    count = row.above.header.width
    figures, extra = row.values[:count], [cell for cell in row.values[count:] if cell.text]
    if len(figures) < count or extra:
        return f"{len(figures) + len(extra)} cells where the form has {count} figures"
    if any(cell.row_span > 1 for cell in figures):
        return "a figure cell spans several rows"
    if row.grid.layout in ("packed", "bare") and len(row.values) > count and len(row.cells) != row.above.length:
        return "more cells than the form has figures, and nothing tells which are empty"
    if row.grid.layout == "padded" and row.width != usual:
        return "the row is not as wide as its table"
    if row.grid.layout == "placed" and row.width != usual and not _full(row, blanks=not alone):
        return "the row is not as wide as its table, and some of its cells are empty or left over"
    if positions and row.above.grid is row.grid and not _aligned(row):
        return "its cells do not stand under their headers as those of the other rows do"
    return ""


def _full(row: FigureRow, *, blanks: bool) -> bool:
    """Whether the row has exactly as many cells as the form has figures, none of them blank unless `blanks`."""
    return len(row.values) == row.above.header.width and (blanks or all(cell.text for cell in row.values))


def _unread(row: FigureRow) -> Iterator[Cell]:
    raw = " | ".join(cell.text for cell in row.values)
    return (_cell(target, "unreadable", None, raw, row.place) for target in row.targets)


def _cells(row: FigureRow, log: list[Note]) -> Iterator[Cell]:
    for target, head, cell in zip(row.targets, row.above.header.cells, row.values, strict=False):
        if head is not None:
            yield _read(target, head, cell, log)
            continue
        message = f"{target.key} is not read: its header is missing, strange or out of order"
        log.append(Note(STEP, "loss", message, cell.place))
        yield _cell(target, "unreadable", None, cell.text, cell.place)


def _read(target: Target, head: GridCell, cell: GridCell, log: list[Note]) -> Cell:
    text, unit = cell.text, printed_unit(head.text)
    if unit and text.strip()[-1:].isdigit() and unit != target.unit:
        text += unit
    value = parse_value(text, target.unit, signed=target.signed)
    if value.status == "unreadable":
        log.append(Note(STEP, "loss", f"{target.key} is not read: 「{cell.text}」, {value.reason}", cell.place))
    elif value.mark:
        log.append(Note(STEP, "info", f"{target.key}: the mark of a note, {value.mark}, is left out", cell.place))
    return _cell(target, value.status, value.number, cell.text, cell.place)


def _cell(target: Target, status: CellStatus, value: Decimal | None, raw: str, place: Place) -> Cell:
    return Cell(target.table, target.row, target.column, value, target.unit, status, raw, place)


def _one(cells: list[Cell], log: list[Note]) -> Cell:
    first = cells[0]
    if len(cells) == 1 or len({(cell.status, cell.value) for cell in cells}) == 1:
        return first
    raws = " | ".join(cell.raw for cell in cells)
    places = "; ".join(str(cell.place) for cell in cells)
    log.append(Note(STEP, "loss", f"{first.key} stands {len(cells)} times with different content: {places}", Place()))
    return replace(first, value=None, status="unreadable", raw=raws)
