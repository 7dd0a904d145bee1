"""Blank cells in aligned text: told only by where the row's other figures stand.

Rows with all their figures show where the columns are. A row with fewer figures is taken only if each of them stands
exactly in one of these columns and the last one in the last column: had a figure been lost together with its blanks,
the figures after it would have moved out of line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from govtext.parse.tables.pieces import Piece

_NEAR = 6
"""So many whole rows next to the row show its columns."""
_LEAST = 3
"""With fewer whole rows than this, nothing is told."""
_JITTER = 1
"""Characters by which figures of one column may be out of line."""

Edge = Callable[[Piece], float]
_EDGES: tuple[Edge, ...] = (lambda piece: piece.end, lambda piece: piece.start, lambda piece: piece.start + piece.end)


def with_blanks(rows: Sequence[Sequence[Piece]], index: int, count: int) -> list[Piece | None] | None:
    """The row's figures in its `count` columns, None where it is blank; None where the columns cannot be told.

    `rows` are the figures of all rows of the table in order, `index` the row in question.
    """
    whole = sorted((i for i, row in enumerate(rows) if len(row) == count), key=lambda i: abs(i - index))
    sides = whole, [i for i in whole if i < index], [i for i in whole if i > index]
    for near in (side for side in sides if len(side) >= _LEAST):
        others = [rows[i] for i in near[:_NEAR]]
        found = _placed(rows[index], others, count) or _placed(_seen(rows[index]), list(map(_seen, others)), count)
        if found is not None:
            return found
    return None


def _seen(row: Sequence[Piece]) -> list[Piece]:
    """The row's pieces where they are seen on a screen, wide characters counted twice."""
    return [replace(piece, start=piece.start + piece.wide, end=piece.end + piece.wide) for piece in row]


def _placed(row: Sequence[Piece], whole: Sequence[Sequence[Piece]], count: int) -> list[Piece | None] | None:
    if any(len({piece.paragraph for piece in each}) > 1 for each in (row, *whole)):
        return None
    columns = list(zip(*whole, strict=True))
    spans = [(min(piece.start for piece in column), max(piece.end for piece in column)) for column in columns]
    if any(left[1] >= right[0] for left, right in pairwise(spans)):
        return None
    placed: list[Piece | None] = [None] * count
    for piece in row:
        column = next((i for i in range(count) if _in_line(piece, columns[i])), None)
        if column is None or any(placed[column:]):
            return None
        placed[column] = piece
    return placed if placed[-1] is not None else None


def _in_line(piece: Piece, column: Sequence[Piece]) -> bool:
    """Whether the piece is aligned like the figures of the column: by right edges, left edges or centres."""
    for edge in _EDGES:
        edges = [edge(other) for other in column]
        if max(edges) - min(edges) <= _JITTER:
            return min(edges) <= edge(piece) <= max(edges)
    return False
