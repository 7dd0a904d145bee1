"""Damage to a printed table: each kind at every place where it can happen."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.renderings.sheets import GONE, Sheet, SheetCell

STRAY = "86420"


@dataclass(frozen=True)
class Damage:
    """A damaged sheet; `keys` are the figures whose own cells were touched.

    `lossless`: neither a figure nor a label that a figure needs was taken away.
    """

    name: str
    sheet: Sheet
    keys: frozenset[str] = frozenset()
    lossless: bool = False


def _rewrite(sheet: Sheet, at: int, text: str) -> Sheet:
    cells = list(sheet.cells)
    cells[at] = replace(cells[at], text=text)
    return replace(sheet, cells=tuple(cells))


def _each(sheet: Sheet, *roles: str) -> Iterator[tuple[int, SheetCell]]:
    return ((n, cell) for n, cell in enumerate(sheet.cells) if cell.role in roles and cell.text)


def drop_number(sheet: Sheet) -> Iterator[Damage]:
    """A figure's cell taken out; what follows moves up."""
    for n, cell in _each(sheet, "value"):
        yield Damage(f"without cell {cell.key}", _rewrite(sheet, n, GONE), frozenset([cell.key]))


def blank_number(sheet: Sheet) -> Iterator[Damage]:
    """A figure's text taken out, the cell stays."""
    for n, cell in _each(sheet, "value"):
        yield Damage(f"blank {cell.key}", _rewrite(sheet, n, ""), frozenset([cell.key]))


def drop_label(sheet: Sheet) -> Iterator[Damage]:
    """A label's cell taken out."""
    for n, cell in _each(sheet, "label"):
        yield Damage(f"without label {cell.text}", _rewrite(sheet, n, GONE), lossless=not cell.code)


def blank_label(sheet: Sheet) -> Iterator[Damage]:
    """A label's text taken out, of a row or of a column."""
    for n, cell in _each(sheet, "label", "header"):
        yield Damage(f"blank label {cell.text} {cell.code}", _rewrite(sheet, n, ""), lossless=not cell.code)


def swap_headers(sheet: Sheet) -> Iterator[Damage]:
    """The texts of two headers of one block exchanged, the figures stay where they are."""
    headers = list(_each(sheet, "header"))
    for (n, one), (m, other) in itertools.combinations(headers, 2):
        near = one.row == other.row or sheet.table != "proactive"
        if near and one.text != other.text:
            swapped = _rewrite(_rewrite(sheet, n, other.text), m, one.text)
            yield Damage(f"{one.code} {one.text} <-> {other.code} {other.text}", swapped)


def swap_groups(sheet: Sheet) -> Iterator[Damage]:
    """The texts of two headings over columns exchanged (行政复议 and its like)."""
    groups = [(n, cell) for n, cell in _each(sheet, "furniture") if cell.column_span == 5]
    for (n, one), (m, other) in itertools.combinations(groups, 2):
        yield Damage(f"{one.text} <-> {other.text}", _rewrite(_rewrite(sheet, n, other.text), m, one.text))


def _rows(sheet: Sheet) -> list[int]:
    return sorted({cell.row for cell in sheet.cells if cell.role == "value"})


def _keys(sheet: Sheet, row: int) -> frozenset[str]:
    return frozenset(cell.key for cell in sheet.cells if cell.row == row and cell.key)


def drop_row(sheet: Sheet) -> Iterator[Damage]:
    """A printed row taken out, with the merged labels that begin in it."""
    for row in range(sheet.n_rows):
        cells = (_closed(cell, row) for cell in sheet.cells if cell.row != row)
        starts = tuple(dict.fromkeys(start - (start > row) for start in sheet.blocks))
        told = any(cell.row == row and cell.role in ("value", "header") for cell in sheet.cells)
        less = replace(sheet, cells=tuple(cells), blocks=starts)
        yield Damage(f"without row {row}", less, _keys(sheet, row), lossless=not told)


def _closed(cell: SheetCell, row: int) -> SheetCell:
    if cell.row > row:
        return replace(cell, row=cell.row - 1)
    return replace(cell, row_span=cell.row_span - 1) if cell.row + cell.row_span > row else cell


def duplicate_row(sheet: Sheet) -> Iterator[Damage]:
    """A row of figures printed twice."""
    for row in _rows(sheet):
        again = [replace(cell, row=row + 1) for cell in sheet.cells if cell.row == row and (cell.row_span == 1)]
        cells = [_opened(cell, row) for cell in sheet.cells]
        starts = tuple(start + (start > row) for start in sheet.blocks)
        whole = replace(sheet, cells=tuple(cells + again), blocks=starts)
        yield Damage(f"row {row} twice", whole, _keys(sheet, row), lossless=True)


def _opened(cell: SheetCell, row: int) -> SheetCell:
    if cell.row > row:
        return replace(cell, row=cell.row + 1)
    longer = cell.row + cell.row_span > row and cell.row_span > 1
    return replace(cell, row_span=cell.row_span + 1) if longer else cell


def insert_stray(sheet: Sheet) -> Iterator[Damage]:
    """A number too many, before a figure."""
    for _, cell in _each(sheet, "value"):
        stray = SheetCell(STRAY, cell.row, cell.column, role="stray")
        more = replace(sheet, cells=(*sheet.cells, stray))
        yield Damage(f"stray before {cell.key}", more, _keys(sheet, cell.row), lossless=True)


KINDS: dict[str, Callable[[Sheet], Iterator[Damage]]] = {
    "drop_number": drop_number,
    "blank_number": blank_number,
    "drop_row": drop_row,
    "drop_label": drop_label,
    "blank_label": blank_label,
    "swap_headers": swap_headers,
    "swap_groups": swap_groups,
    "duplicate_row": duplicate_row,
    "insert_stray": insert_stray,
}
