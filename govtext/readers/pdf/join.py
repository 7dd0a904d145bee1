"""Tables that run over pages: the continuation is put under its beginning, and what the break cut is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from govtext.document import DocumentBuilder, Place
from govtext.readers.counting import chinese
from govtext.readers.lattice import cluster
from govtext.readers.pdf.pieces import Piece, PieceCell

_TOLERANCE = 0.012
"""How far rules of both pieces may lie apart, in widths of the table."""
_ENUMERATOR = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．,，]|[（(]?\d{1,2}[）)、.．,，](?!\d))")
_FIGURE = re.compile(r"^[-−－+]?[\d０-９][\d０-９.,，．%\s]*$")
_COUNTS = {text: number for number in range(1, 100) for text in (str(number), chinese(number))}
_HAN = re.compile(r"[\u4e00-\u9fff]")


def join_pieces(upper: Piece, lower: Piece, builder: DocumentBuilder) -> Piece | None:
    """Both pieces as one table, or None where they are not one: their outer rules stand differently."""
    shift = lower.xs[0] - upper.xs[0]
    tolerance = _TOLERANCE * (upper.xs[-1] - upper.xs[0])
    if abs(lower.xs[-1] - upper.xs[-1] - shift) > tolerance:
        return None
    lower = replace(lower, xs=tuple(x - shift for x in lower.xs))
    xs = tuple(cluster([*upper.xs, *lower.xs], tolerance))
    first = _placed(upper, xs)
    second = _drop_header(first, _placed(lower, xs), builder)
    if not second:
        return upper
    cells = _Break(first, second, upper.page, lower.page, builder).mended()
    lines = upper.lines + lower.lines if upper.boxed and lower.boxed else ()
    return Piece(upper.page, xs, upper.top, upper.bottom, tuple(cells), lines, upper.doubts + lower.doubts)


def _placed(piece: Piece, xs: Sequence[float]) -> list[PieceCell]:
    """The piece's cells on the columns of the joined table."""

    def slot(x: float) -> int:
        return min(range(len(xs)), key=lambda index: abs(xs[index] - x))

    places = [slot(x) for x in piece.xs]
    if places == list(range(len(xs))):
        return list(piece.cells)
    return [
        cell._replace(column=places[cell.column], column_span=places[cell.end_column] - places[cell.column])
        for cell in piece.cells
        if places[cell.end_column] > places[cell.column]
    ]


def _drop_header(above_break: list[PieceCell], cells: list[PieceCell], builder: DocumentBuilder) -> list[PieceCell]:
    """The continuation without the header rows that it repeats."""
    above, below = _by_row(above_break), _by_row(cells)
    same = 0
    while same in above and same in below and _alike(above[same], below[same]):
        same += 1
    while same and any(cell.row < same < cell.end_row for cell in cells):
        same -= 1
    if not same:
        return cells
    builder.note("info", f"{same} header rows repeated after the page break are left out", Place(page=cells[0].page))
    return [cell._replace(row=cell.row - same) for cell in cells if cell.row >= same]


def _alike(above: list[PieceCell], below: list[PieceCell]) -> bool:
    def looks(cells: list[PieceCell]) -> list[tuple[str, int, int, int]]:
        return [(cell.text, cell.column, cell.row_span, cell.column_span) for cell in cells]

    return looks(above) == looks(below) and any(_HAN.search(cell.text) for cell in above)


def _by_row(cells: Iterable[PieceCell]) -> dict[int, list[PieceCell]]:
    rows: dict[int, list[PieceCell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    return rows


@dataclass(slots=True)
class _Break:
    """A page break inside a table: the cells above it and below it, on the same columns."""

    above: list[PieceCell]
    below: list[PieceCell]
    upper_page: int
    page: int
    builder: DocumentBuilder

    def mended(self) -> list[PieceCell]:
        """All cells in one table: a row cut in two made one, merged cells carried on over the break."""
        height = max(cell.end_row for cell in self.above)
        bottom = [cell for cell in self.above if cell.end_row == height]
        top = [cell for cell in self.below if cell.row == 0]
        pairs = _pairs(bottom, top)
        cut = len(bottom) == len(top) == len(pairs) and self._row_is_cut(pairs)
        offset = height - 1 if cut else height
        lower = [cell._replace(row=cell.row + offset) for cell in self.below]
        joined = dict(zip(map(id, self.below), lower, strict=True))
        upper = {id(cell): cell for cell in self.above}
        for up, down in pairs:
            if cut or self._continues(up, down, bottom, top):
                upper[id(up)] = self._one(up, joined.pop(id(down)))
        self._log(cut)
        return sorted([*upper.values(), *joined.values()], key=lambda cell: (cell.row, cell.column))

    def _row_is_cut(self, pairs: list[tuple[PieceCell, PieceCell]]) -> bool:
        """True where the first row below is the rest of the last row above: one half is blank; or only one half has
        figures, and the row's own label stands in both, the lower part plainly the rest of the upper one."""
        single = [(up, down) for up, down in pairs if up.row_span == 1 and down.row_span == 1]
        if len(single) < 2:
            return False
        rests = all(_rest(up, down) for up, down in pairs)
        if rests and not (any(up.text for up, _ in single) and any(down.text for _, down in single)):
            return True
        first = self._first_figure()
        labels = [pair for pair in single if pair[0].end_column <= first]
        values = [pair for pair in single if pair[0].column >= first]
        if not labels:
            return False
        figures = any(up.text for up, _ in values), any(down.text for _, down in values)
        if rests and figures in ((True, False), (False, True)) and labels[-1][0].text and labels[-1][1].text:
            return True
        self._doubt_halves(*labels[-1], *figures)
        return False

    def _doubt_halves(self, up: PieceCell, down: PieceCell, up_figures: bool, down_figures: bool) -> None:
        """Note where one of two rows that are kept apart lacks its label or its figures."""
        if (up_figures and not up.text) or (down_figures and not down.text):
            self._doubt("a row beside the page break has figures and no label")
        elif up_figures and not down_figures and not _enumerated(down):
            self._doubt("the first row after the page break has no figures and may belong to the row before")

    def _doubt(self, words: str) -> None:
        self.builder.note("doubt", words, Place(page=self.page))

    def _continues(self, up: PieceCell, down: PieceCell, bottom: list[PieceCell], top: list[PieceCell]) -> bool:
        """True where a merged label runs over the break: beside it stand the labels of the rows next to the break,
        and these go on counting. A row's own label, next to its figures, never runs on into a row with figures. In a
        header every cell may."""
        first = self._first_figure()
        if not any(map(_has_figures, (self.above, top))):
            return bool(up.text) != bool(down.text)
        if down.end_column > first or not any(cell.text for cell in top if cell.column >= down.end_column):
            return False
        if not _rest(up, down):
            return False
        before, after = _at(bottom, up.end_column), _at(top, down.end_column)
        if before is None or after is None or down.end_column == first:
            return down.row_span + up.row_span > 2 and not (_has_figures(bottom) and _has_figures(top))
        number = _count(after)
        if number != 1 and (up.text or number == _count(before) + 1):
            return True
        if not up.text or not down.text:
            self._doubt("a merged label beside the page break is blank")
        return False

    def _first_figure(self) -> int:
        """The leftmost column that holds a figure, 0 where none does."""
        figures = (cell.column for cell in (*self.above, *self.below) if _FIGURE.match(cell.text))
        return min(figures, default=0)

    @staticmethod
    def _one(up: PieceCell, down: PieceCell) -> PieceCell:
        return up._replace(text=up.text + down.text, row_span=down.end_row - up.row, open_bottom=down.open_bottom)

    def _log(self, cut: bool) -> None:
        words = f"the table of page {self.upper_page} goes on"
        self.builder.note("info", words, Place(page=self.page))
        if cut:
            self.builder.note("repair", "a row cut by the page break was put together", Place(page=self.page))


def _pairs(bottom: list[PieceCell], top: list[PieceCell]) -> list[tuple[PieceCell, PieceCell]]:
    """Cells that meet at the break on the same columns."""
    last = {(cell.column, cell.column_span): cell for cell in bottom}
    return [(last[key], cell) for cell in top if (key := (cell.column, cell.column_span)) in last]


def _at(row: list[PieceCell], column: int) -> PieceCell | None:
    return next((cell for cell in row if cell.column == column), None)


def _has_figures(row: list[PieceCell]) -> bool:
    return any(_FIGURE.match(cell.text) for cell in row)


def _count(cell: PieceCell) -> int:
    """The number in the label's enumerator, 0 without one."""
    match = _ENUMERATOR.match(cell.text)
    return _COUNTS.get(match[0].strip(" \u3000（()）、.．,，"), 0) if match else 0


def _enumerated(cell: PieceCell) -> bool:
    return bool(_ENUMERATOR.match(cell.text))


def _rest(up: PieceCell, down: PieceCell) -> bool:
    """True where the lower text is plainly the rest of the upper one."""
    if not down.text or not up.text:
        return True
    if up.text.count("（") + up.text.count("(") > up.text.count("）") + up.text.count(")"):
        return True
    return _enumerated(up) and not _enumerated(down)
