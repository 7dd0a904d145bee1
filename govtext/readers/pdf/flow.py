"""Pages to a document: page furniture is dropped, tables over pages are joined, lines become paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from govtext.document import DocumentBuilder, GridCell, Place
from govtext.readers.pdf.join import join_pieces
from govtext.readers.pdf.pieces import PageParts, Piece, margins
from govtext.readers.pdf.text import TextLine

Part = TextLine | Piece

_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－·.\s]*\d{1,3}[-—–－·.\s]*|第\s*\d{1,3}\s*页[，,/\s]*(?:共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3})$"
)
_HEADING = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])")
_SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、[^。；！？]{2,40}$")
_ENDS = "。！？；：…”）)"
_EDGE = 0.12
_LEAST_REPEATS = 3
_ENOUGH = 8
"""Lines that a page must have to tell its own margins."""


def lay_out(pages: Sequence[PageParts], builder: DocumentBuilder) -> None:
    """Add the pages' paragraphs and grids to the builder, in reading order."""
    for page in pages:
        _drop_page_number(page, builder)
    _drop_running_lines(pages, builder)
    edges = _edges(pages)
    run: list[TextLine] = []
    table = 0
    for part in _unboxed(_joined(pages, builder)):
        if isinstance(part, TextLine):
            run.append(part)
            continue
        _paragraphs(run, edges, builder)
        run, table = [], table + 1
        _grid(part, table, builder)
    _paragraphs(run, edges, builder)


def _edges(pages: Sequence[PageParts]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the text on every page: its own where it has lines enough, else those of its like."""
    lines = {page.number: [part for part in page.parts if isinstance(part, TextLine)] for page in pages}
    alike: dict[int, list[TextLine]] = {}
    for page in pages:
        alike.setdefault(round(page.width), []).extend(lines[page.number])
    return {
        page.number: margins(own if len(own := lines[page.number]) >= _ENOUGH else alike[round(page.width)], page.width)
        for page in pages
    }


def _outer(page: PageParts) -> list[TextLine]:
    """The first and the last line of the page, where they stand in its outer strips."""
    lines = [part for part in (page.parts[:1] + page.parts[-1:]) if isinstance(part, TextLine)]
    strip = _EDGE * page.height
    return [line for line in dict.fromkeys(lines) if line.bottom < strip or line.top > page.height - strip]


def _drop_page_number(page: PageParts, builder: DocumentBuilder) -> None:
    for line in _outer(page):
        if _PAGE_NUMBER.match(line.text):
            page.parts.remove(line)
            builder.note("info", f"page number {line.text!r} left out", Place(page=page.number))


def _drop_running_lines(pages: Sequence[PageParts], builder: DocumentBuilder) -> None:
    """Drop a header or footer that stands on at least three pages and on more than half of them."""
    seen = Counter(key for page in pages for key in {_signature(line) for line in _outer(page)})
    running = {key for key, count in seen.items() if count >= _LEAST_REPEATS and count > len(pages) / 2}
    for page in pages:
        for line in _outer(page):
            if _signature(line) in running:
                page.parts.remove(line)
                builder.note("info", f"running line {line.text[:40]!r} left out", Place(page=page.number))
        _drop_page_number(page, builder)


def _signature(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 4)


def _joined(pages: Sequence[PageParts], builder: DocumentBuilder) -> list[Part]:
    """All parts, a table at the top of a page put together with the one at the end of the page before."""
    parts: list[Part] = []
    for page in pages:
        rest = list(page.parts)
        if parts and rest and isinstance(parts[-1], Piece) and isinstance(rest[0], Piece):
            whole = join_pieces(parts[-1], rest[0], builder)
            if whole:
                parts[-1], rest = whole, rest[1:]
            else:
                builder.note("doubt", "two tables meet at the page break but differ in width", Place(page=page.number))
        parts += rest
    return parts


def _unboxed(parts: Sequence[Part]) -> list[Part]:
    """The parts, frames around text replaced by the text."""
    flat: list[Part] = []
    for part in parts:
        if isinstance(part, Piece) and part.boxed:
            flat += part.lines
        else:
            flat.append(part)
    return flat


def _grid(piece: Piece, table: int, builder: DocumentBuilder) -> None:
    places = [Place(page=cell.page, table=table, row=cell.row + 1, column=cell.column + 1) for cell in piece.cells]
    cells = [
        GridCell(cell.text, cell.row, cell.column, cell.row_span, cell.column_span, place)
        for cell, place in zip(piece.cells, places, strict=True)
    ]
    place = Place(page=piece.page, table=table)
    builder.grid(cells, place)
    if piece.doubts:
        builder.note("doubt", f"{piece.doubts} cells are not closed by rules and were cut at their corners", place)


def _paragraphs(lines: Sequence[TextLine], edges: dict[int, tuple[float, float]], builder: DocumentBuilder) -> None:
    """Add a run of lines as paragraphs; a line with wide gaps stays a line, its gaps kept."""
    text, start = "", None
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if start is None or before is None or _begins(line, before, text, edges):
            _add(text, start, builder)
            text, start = "", line
        text = line.laid or _glued(text, line.text)
    _add(text, start, builder)


def _add(text: str, line: TextLine | None, builder: DocumentBuilder) -> None:
    if line:
        builder.paragraph(text, Place(page=line.page, line=line.number))


def _begins(line: TextLine, before: TextLine, text: str, edges: dict[int, tuple[float, float]]) -> bool:
    """True where a new paragraph begins with this line."""
    left, _ = edges[line.page]
    old_left, old_right = edges[before.page]
    if line.laid or before.laid or max(line.size, before.size) > 1.15 * min(line.size, before.size):
        return True
    if line.x0 - left > 0.8 * line.size and not _centred_rest(line, before, left, old_left):
        return True
    short = old_right - before.x1 > line.head + 0.6 * line.size
    heading = bool(_HEADING.match(line.text)) and before.text[-1] in _ENDS
    return short or heading or (bool(_SECTION.match(text)) and before.x1 < old_right - 1.1 * before.size)


def _centred_rest(line: TextLine, before: TextLine, left: float, old_left: float) -> bool:
    """True where both lines stand equally far from the edge: a block that is set in as a whole."""
    return line.page == before.page and abs((line.x0 - left) - (before.x0 - old_left)) < 0.3 * line.size


def _glued(text: str, more: str) -> str:
    """Both texts in one line: a space only between words of letters."""
    words = text and text[-1].isascii() and text[-1].isalpha() and more[0].isascii() and more[0].isalpha()
    return text + (" " if words else "") + more
