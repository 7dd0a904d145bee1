"""Text with its columns aligned by spaces, as `pdftotext -layout` writes a ruled PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from tests.renderings.sheets import GONE, Sheet, SheetCell

LABELS = {"proactive": (26,), "requests": (4, 16, 30), "review": ()}
VALUES = {"proactive": 20, "requests": 8, "review": 8}


def width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def layout(sheet: Sheet) -> Iterator[str]:
    """Columns aligned with spaces, labels wrapped, the header and 三、本年度办理结果 set upright in fragments."""
    labels = LABELS[sheet.table]
    widths = [*labels, *[VALUES[sheet.table]] * (sheet.n_columns - len(labels))]
    edges = [sum(widths[:n]) for n in range(len(widths) + 1)]
    wrapped = {cell: _wrap(cell, edges) for cell in sheet.cells if cell.text not in ("", GONE)}
    heights = [_height(row, wrapped) for row in sheet.rows()]
    tops = [sum(heights[:n]) for n in range(len(heights) + 1)]
    canvas: list[list[tuple[int, str]]] = [[] for _ in range(tops[-1])]
    for cell, parts in wrapped.items():
        for line, part in _lines(parts, tops[cell.row], tops[cell.row + cell.row_span]):
            canvas[line].append((_left(cell, part, edges), part))
    yield from (line for line in map(_compose, canvas) if line)


def _wrap(cell: SheetCell, edges: Sequence[int]) -> list[str]:
    room = edges[cell.column + cell.column_span] - edges[cell.column] - 2
    if cell.role in ("value", "stray"):
        return [cell.text]
    if cell.role == "header" and width(cell.text) > room:
        return [cell.text[n : n + 2] for n in range(0, len(cell.text), 2)]
    parts, part = [], ""
    for char in cell.text:
        if part and width(part + char) > room:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]


def _height(row: Sequence[SheetCell], wrapped: Mapping[SheetCell, list[str]]) -> int:
    tallest = max((len(wrapped[cell]) for cell in row if cell in wrapped and cell.row_span == 1), default=1)
    return tallest + (tallest % 2 == 0)


def _lines(parts: Sequence[str], top: int, bottom: int) -> Iterator[tuple[int, str]]:
    """Where the parts go: around the middle, which an even number of them leaves free."""
    middle, half = (top + bottom - 1) // 2, len(parts) // 2
    for number, part in enumerate(parts):
        gap = 1 if len(parts) % 2 == 0 and number >= half and bottom - top > len(parts) else 0
        yield min(middle - half + number + gap, bottom - 1), part


def _left(cell: SheetCell, part: str, edges: Sequence[int]) -> int:
    left, right = edges[cell.column], edges[cell.column + cell.column_span]
    if cell.role == "label":
        return left + 1
    return left + max(0, (right - left - width(part)) // 2) - (2 if cell.role == "stray" else 0)


def _compose(pieces: Sequence[tuple[int, str]]) -> str:
    line, at = "", 0
    for left, piece in sorted(pieces):
        gap = max(left - at, 1 if line else 0)
        line, at = line + " " * gap + piece, at + gap + width(piece)
    return line
