"""The form's tables as they are printed: cells with their spans, each a text or the code of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from govtext.forms import Block, Line, Table, form
from govtext.simulate.figures import Values


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed cell; `key` is the figure's code, empty for a label."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed table: rows of the slots that begin in them, the first row of each block, the codes of its figures."""

    table: str
    rows: tuple[tuple[Slot, ...], ...]
    blocks: tuple[int, ...]
    width: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet with the texts of its figures."""

    sheet: Sheet
    texts: dict[str, str]

    def text(self, slot: Slot) -> str:
        return self.texts[slot.key] if slot.key else slot.text


def cell_text(value: Decimal | int | str | None) -> str:
    """A figure as it stands in a cell.

    >>> cell_text(None), cell_text(12), cell_text(Decimal("12.50"))
    ('', '12', '12.5')
    """
    if isinstance(value, int):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value


def fill(sheet: Sheet, values: Values) -> Filled:
    """The sheet with these figures."""
    return Filled(sheet, {key: cell_text(values[key]) for key in sheet.keys})


@cache
def sheet_of(form_code: str, table: str, without: str = "") -> Sheet:
    """The table of a form laid out; `without` is the code of a row that is left out."""
    whole = form(form_code).table(table)
    if without:
        blocks = tuple(replace(b, rows=tuple(row for row in b.rows if row.code != without)) for b in whole.blocks)
        whole = replace(whole, blocks=blocks)
    slots, starts = _across(whole) if whole.blocks[0].across else _stacked(whole)
    n_rows = max(slot.row + slot.row_span for slot in slots)
    rows = tuple(tuple(sorted((s for s in slots if s.row == n), key=lambda s: s.column)) for n in range(n_rows))
    width = max(slot.column + slot.column_span for slot in slots)
    keys = tuple(slot.key for slot in slots if slot.key)
    return Sheet(table, rows, tuple(starts), width, keys)


def _stacked(table: Table) -> tuple[list[Slot], list[int]]:
    width = max(len(block.columns) for block in table.blocks)
    depth = max(len(row.path) for block in table.blocks for row in block.rows)
    slots: list[Slot] = []
    starts: list[int] = []
    top = 0
    for block in table.blocks:
        starts.append(top)
        if block.marker:
            slots.append(Slot(block.marker, top, 0, 1, depth + width))
            top += 1
        slots += _header(table, block, top, depth, width)
        top = max(slot.row + slot.row_span for slot in slots)
        slots += _body(table, block, top, depth, width)
        top += len(block.rows)
    return slots, starts


def _header(table: Table, block: Block, top: int, depth: int, width: int) -> Iterator[Slot]:
    height = max(len(column.path) for column in block.columns)
    corner = table.furniture[0]
    yield Slot(f"（{corner}）" if height > 1 else corner, top, 0, height, depth)
    yield from _columns([column.path for column in block.columns], top, depth, width)


def _columns(paths: Sequence[tuple[str, ...]], top: int, left: int, width: int) -> Iterator[Slot]:
    """Header cells of a tree of labels; the last one spans what is left of the width."""
    height = max(map(len, paths))
    for level in range(height):
        at = 0
        while at < len(paths):
            path, n = paths[at], 1
            while level < len(path) - 1 and at + n < len(paths) and paths[at + n][: level + 1] == path[: level + 1]:
                n += 1
            if level < len(path):
                span = n + (width - len(paths) if at + n == len(paths) else 0)
                yield Slot(path[level], top + level, left + at, height - level if level == len(path) - 1 else 1, span)
            at += n


def _body(table: Table, block: Block, top: int, depth: int, width: int) -> Iterator[Slot]:
    yield from _labels(block.rows, top, depth)
    for number, row in enumerate(block.rows):
        for place, column in enumerate(block.columns):
            span = width - place if column is block.columns[-1] else 1
            yield Slot("", top + number, depth + place, 1, span, f"{table.code}/{row.code}/{column.code}")


def _labels(rows: Sequence[Line], top: int, depth: int) -> Iterator[Slot]:
    for number, row in enumerate(rows):
        for level, text in enumerate(row.path):
            leaf = level == len(row.path) - 1
            before = rows[number - 1].path if number else ()
            if not leaf and before[: level + 1] == row.path[: level + 1]:
                continue
            down = 1 if leaf else sum(other.path[: level + 1] == row.path[: level + 1] for other in rows[number:])
            yield Slot(text, top + number, level, down, depth - level if leaf else 1)


def _across(table: Table) -> tuple[list[Slot], list[int]]:
    """Groups side by side over one row of values."""
    block = table.blocks[0]
    lines = [(row, column) for row in block.rows for column in block.columns]
    slots = list(_columns([row.path + column.path for row, column in lines], 0, 0, len(lines)))
    bottom = max(slot.row + slot.row_span for slot in slots)
    values = [
        Slot("", bottom, place, key=f"{table.code}/{row.code}/{column.code}")
        for place, (row, column) in enumerate(lines)
    ]
    return slots + values, [0]
