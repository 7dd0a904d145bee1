"""A table of a page as pieces: a grid where it holds data, its cells in turn where it only lays out the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import Literal

from govtext.limits import Limits
from govtext.readers.folding import fold
from govtext.readers.html.layout import Notes, RawCell, RawRow, place_cells
from govtext.readers.html.metadata import Pairs, key_of, labelled, table_pairs
from govtext.readers.html.pieces import Node, Piece

Kind = Literal["data", "content", "metadata"]
"""Of a row: cells of a table; prose or tables that a cell only lays out; labels and values of the page itself."""

_LONG, _SENTENCES = 120, 60
"""A cell is prose from so many characters on; from the second number on where it has two full stops."""
_VERY_LONG = 400
"""Prose that makes its row content whatever stands beside it."""

_LABEL = 40
"""A longer text alone in its table is no label without figures."""

_SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}


@dataclass(slots=True, eq=False)
class RawTable:
    """A table while its elements are met; `stray` is what stands in it outside of cells."""

    node: Node
    rows: list[RawRow] = field(default_factory=list)
    stray: list[Piece] = field(default_factory=list)
    row: RawRow | None = None
    cell: RawCell | None = None
    kinds: list[int] = field(default_factory=lambda: [1])
    """Rank of each row group: the first thead goes first, the first tfoot last."""

    def begin_group(self, tag: str) -> None:
        rank = _SECTIONS[tag]
        self.kinds.append(1 if rank in self.kinds else rank)
        self.row = None

    def begin_row(self) -> RawRow:
        self.row = RawRow(len(self.kinds) - 1)
        self.rows.append(self.row)
        return self.row

    def begin_cell(self, cell: RawCell) -> RawCell:
        self.cell = cell
        (self.row or self.begin_row()).cells.append(cell)
        return cell

    def end_cell(self) -> None:
        if self.cell:
            self.cell.text = _own_text(self.cell.pieces, self.node)
            self.cell = None

    def ordered(self) -> list[RawRow]:
        """Rows as displayed; rows that do not hold a cell count, since spans run over them."""
        return sorted(self.rows, key=lambda row: self.kinds[row.group])


def _own_text(pieces: Sequence[Piece], table: Node) -> str:
    if not pieces:
        return ""
    texts = [piece.text for piece in pieces if piece.text and piece.node.hidden <= table.hidden]
    return texts[0] if len(texts) == 1 else fold("\n".join(texts))


def table_pieces(table: RawTable, limits: Limits) -> Iterator[Piece]:
    """The table's content in reading order. Raises `BoundExceeded` where it is wider than the limits."""
    yield from table.stray
    rows = table.ordered()
    if all(len(row.cells) <= 1 for row in rows):
        yield from _flat(rows)
        return
    runs = [(kind, list(run)) for kind, run in groupby(_kinded(rows), key=lambda pair: pair[0])]
    if len(runs) > 1 and _crossed([len(run) for _, run in runs], rows):
        whole: Kind = "data" if any(kind == "data" and _is_table(_rows(run)) for kind, run in runs) else "content"
        runs = [(whole, [(whole, row) for row in rows])]
    for kind, run in runs:
        yield from _run_pieces(kind, _rows(run), table.node, limits)


def _rows(run: Sequence[tuple[Kind, RawRow]]) -> list[RawRow]:
    return [row for _, row in run]


def _run_pieces(kind: Kind, rows: Sequence[RawRow], node: Node, limits: Limits) -> Iterator[Piece]:
    if kind == "metadata":
        yield Piece(node, pairs=table_pairs([[cell.text for cell in row.cells] for row in rows]) or ())
    elif kind == "content" or not _has_data(rows):
        yield from _flat(rows)
    else:
        yield _grid(rows, node, limits)
        yield from _lifted(rows, node)


def _has_data(rows: Sequence[RawRow]) -> bool:
    filled = [cell.text for row in rows for cell in row.cells if cell.text]
    if not filled or all(len(row.cells) <= 1 for row in rows):
        return False
    return len(filled) > 1 or len(filled[0]) <= _LABEL


def _flat(rows: Sequence[RawRow]) -> Iterator[Piece]:
    for row in rows:
        for cell in row.cells:
            yield from cell.pieces


def _grid(rows: Sequence[RawRow], node: Node, limits: Limits) -> Piece:
    cells = [cell for row in rows for cell in row.cells]
    if any(cell.absent for cell in cells):
        shown = [RawRow(row.group, [cell for cell in row.cells if not cell.absent]) for row in rows]
    else:
        shown = list(rows)
    slots, notes = place_cells(shown, limits)
    links = sum(piece.links for cell in cells for piece in cell.pieces if piece.text)
    return Piece(node, slots=slots, links=links, notes=(*notes, *_cell_notes(cells)))


def _cell_notes(cells: Sequence[RawCell]) -> Notes:
    notes: Notes = []
    if marks := sum(cell.marks for cell in cells):
        notes.append(("info", f"{marks} footnote marks after figures were left out"))
    if absent := sum(cell.absent for cell in cells):
        notes.append(("doubt", f"{absent} hidden cells were left out"))
    if nested := sum(any(piece.slots for piece in cell.pieces) for cell in cells):
        notes.append(("info", f"tables within {nested} cells follow this table"))
    return notes


def _lifted(rows: Sequence[RawRow], node: Node) -> Iterator[Piece]:
    """What stood in the cells of a grid but is not their text."""
    return (piece for piece in _flat(rows) if not piece.text or piece.node.hidden > node.hidden)


def _kinded(rows: Sequence[RawRow]) -> list[tuple[Kind, RawRow]]:
    metadata = _metadata_rows(rows)
    heavy = [sum(map(_is_heavy, row.cells)) for row in rows]
    plain = sum(not heavy[n] and _filled(row) > 1 for n, row in enumerate(rows))
    kinds: list[tuple[Kind, RawRow]] = []
    for number, row in enumerate(rows):
        if number in metadata:
            kinds.append(("metadata", row))
        else:
            kinds.append(("content" if _is_content(row, heavy[number], plain) else "data", row))
    return kinds


def _metadata_rows(rows: Sequence[RawRow]) -> Set[int]:
    """Numbers of the rows of labels and values: all where most are such, else those the table begins with."""
    pairs = [_metadata(row) for row in rows]
    found = {number for number, pair in enumerate(pairs) if pair}
    if 3 * len(found) <= 2 * sum(_filled(row) > 0 for row in rows):
        found = set(takewhile(found.__contains__, range(len(rows))))
    return found if len({key for number in found for key, _ in pairs[number]}) > 1 else frozenset()


def _metadata(row: RawRow) -> Pairs:
    first = next((cell.text for cell in row.cells if cell.text), "")
    if not (key_of(first) or labelled(first)):
        return ()
    return table_pairs([[cell.text for cell in row.cells]]) or ()


def _filled(row: RawRow) -> int:
    return sum(bool(cell.text) or bool(cell.pieces) for cell in row.cells)


def _is_content(row: RawRow, heavy: int, plain_rows: int) -> bool:
    if any(len(cell.text) >= _VERY_LONG for cell in row.cells):
        return True
    return heavy > 0 and (_filled(row) - heavy <= 1 or plain_rows < 2)


def _is_heavy(cell: RawCell) -> bool:
    length = len(cell.text)
    if length >= _LONG or (length >= _SENTENCES and cell.text.count("。") > 1):
        return True
    plain = len(cell.pieces) == 1 and cell.pieces[0].text
    return not plain and any(piece.slots or piece.pairs for piece in cell.pieces)


def _crossed(lengths: Sequence[int], rows: Sequence[RawRow]) -> bool:
    """Whether a row span runs from one run of rows into the next."""
    end = 0
    for length in lengths[:-1]:
        start, end = end, end + length
        if any(start + n + cell.row_span > end for n, row in enumerate(rows[start:end]) for cell in row.cells):
            return True
    return False


def _is_table(rows: Sequence[RawRow]) -> bool:
    return sum(_filled(row) > 1 for row in rows) > 1
