"""PDF files, careful path: pdfplumber's own characters, words and table finder, as an independent second reading."""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import extract_words

from govtext.document import Document, DocumentBuilder, Note, Place
from govtext.errors import UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers.lattice import MOST_RULES, cluster
from govtext.readers.pdf import is_picture, raw_pages
from govtext.readers.pdf.flow import lay_out
from govtext.readers.pdf.opening import open_pdf
from govtext.readers.pdf.pieces import PageParts, Piece, PieceCell
from govtext.readers.pdf.text import Glyph, is_wide, parted_numbers, plain, text_lines

_SNAP = 3.0

# pdfminer lets plain Python errors through when a file is damaged; they all mean that the file cannot be read.
_DAMAGE = (
    PSException, PdfminerException, MalformedPDFException, ValueError, TypeError, KeyError, IndexError,
    AttributeError, AssertionError, ArithmeticError, NotImplementedError, RecursionError,
    EOFError, struct.error, zlib.error,
)  # fmt: skip


def read_careful(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a PDF once more, by pdfplumber; slower than `govtext.readers.pdf.read`, used where sums fail.

    Raises `UnreadableFile` and `BoundExceeded`.
    """
    builder = DocumentBuilder(source, "pdf", "pdf careful")
    readable = _readable(data, source, limits, builder)
    try:
        with _quiet(), pdfplumber.open(BytesIO(data)) as document:
            parts = [_page_parts(document.pages[number - 1], number) for number in readable]
    except _DAMAGE as error:
        raise UnreadableFile("pdfplumber cannot read the PDF", file=source, found=type(error).__name__) from error
    if readable and not any(page.parts for page in parts):
        raise UnreadableFile("pdfplumber finds no text in the PDF", file=source, found=f"{len(readable)} pages")
    lay_out(parts, builder)
    return builder.build()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer's remarks on damage off the user's screen; what they come to is said in our own log."""
    logger = logging.getLogger("pdfminer")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _readable(data: bytes, source: str, limits: Limits, builder: DocumentBuilder) -> list[int]:
    """Numbers of the pages that hold text and no drawing too large for pdfplumber."""
    notes: list[Note] = []
    with open_pdf(data, source, limits) as document:
        pages = list(raw_pages(document, source, limits, notes))
    readable = []
    for page in pages:
        rules = len(page.horizontals) + len(page.verticals)
        if page.cut or rules > 4 * MOST_RULES:
            builder.note("loss", "too many lines are drawn on the page; it was not read", Place(page=page.number))
        elif is_picture(page):
            builder.note("loss", "the page is a picture", Place(page=page.number))
        else:
            readable.append(page.number)
    return readable


def _page_parts(page: Any, number: int) -> PageParts:
    chars = [char for char in page.chars if char["text"].strip()]
    ruled = page.filter(_no_background)
    tables = ruled.find_tables({"explicit_horizontal_lines": _ends(ruled.edges)})
    parts: list[Any] = []
    for table in sorted(tables, key=_area):
        inside = [char for char in chars if _within(char, table.bbox)]
        chars = [char for char in chars if not _within(char, table.bbox)]
        parts.append(_piece(number, table, inside))
    glyphs = [_glyph(char) for char in chars]
    parts += text_lines(glyphs, number, min((glyph.x0 for glyph in glyphs), default=0.0))
    page.close()
    return PageParts(
        number, float(page.width), float(page.height), sorted(parts, key=lambda part: (part.top + part.bottom) / 2)
    )


def _no_background(item: dict[str, Any]) -> bool:
    """False for a filled area: shading is no ruling line."""
    if item["object_type"] not in ("rect", "curve") or item.get("stroke"):
        return True
    return float(min(item["x1"] - item["x0"], item["bottom"] - item["top"])) <= _SNAP


def _area(table: Any) -> float:
    x0, top, x1, bottom = table.bbox
    return float((x1 - x0) * (bottom - top))


def _ends(edges: Sequence[dict[str, Any]]) -> list[float]:
    """Heights where vertical rules end and none goes on: the top or bottom of a table, with or without a rule there."""
    down = [edge for edge in edges if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _SNAP]
    levels = cluster({float(edge[side]) for edge in down for side in ("top", "bottom")}, _SNAP)
    return [
        level
        for level in levels
        if not any(edge["top"] < level - _SNAP and edge["bottom"] > level + _SNAP for edge in down)
    ]


def _within(char: dict[str, Any], box: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _piece(number: int, table: Any, chars: list[dict[str, Any]]) -> Piece:
    xs = cluster([x for box in table.cells for x in (box[0], box[2])], _SNAP)
    ys = cluster([y for box in table.cells for y in (box[1], box[3])], _SNAP)
    cells = sorted(_cells(number, table, chars, xs, ys), key=lambda cell: (cell.row, cell.column))
    glyphs = [_glyph(char) for char in chars] if len({cell.column for cell in cells}) == 1 else []
    lines = tuple(text_lines(glyphs, number, xs[0]))
    return Piece(number, tuple(xs), ys[0], ys[-1], tuple(cells), lines)


def _cells(
    number: int, table: Any, chars: list[dict[str, Any]], xs: list[float], ys: list[float]
) -> Iterator[PieceCell]:
    for box in table.cells:
        x0, top, x1, bottom = (
            min(range(len(axis)), key=lambda index: abs(axis[index] - value))
            for axis, value in zip((xs, ys, xs, ys), box, strict=True)
        )
        text = _text([char for char in chars if _within(char, box)], box[2] - box[0])
        yield PieceCell(text, top, x0, bottom - top, x1 - x0, page=number, page_row=top + 1)


def _text(chars: list[dict[str, Any]], width: float) -> str:
    """The words of a cell; nothing between Han characters; figures on two lines stay apart."""
    text, last = "", None
    for word in extract_words(chars, x_tolerance_ratio=0.15) if chars else ():
        piece = "".join(plain(char) for char in _known(word["text"]))
        text += " " if last and _apart(last, word, text, piece, width) else ""
        text, last = text + piece, word
    return text


def _apart(last: dict[str, Any], word: dict[str, Any], text: str, piece: str, width: float) -> bool:
    if _below(last, word) and parted_numbers(text[-len(last["text"]) :], piece):
        return True
    return not is_wide(text[-1]) and not is_wide(piece[0]) and not _broken(last, word, width)


def _below(last: dict[str, Any], word: dict[str, Any]) -> bool:
    return bool(word["top"] > last["top"] + 0.5 * (last["bottom"] - last["top"]))


def _broken(last: dict[str, Any], word: dict[str, Any], width: float) -> bool:
    """True where the word stands on the next line because a number inside a text did not fit."""
    room = width - (last["x1"] - last["x0"]) - 11.0
    digit = (word["x1"] - word["x0"]) / max(len(word["text"]), 1)
    return bool(_below(last, word) and last["text"][-1].isdigit() and word["text"][0] in "0123456789." and room < digit)


def _known(text: str) -> str:
    return "\ufffd" if text.startswith("(cid:") else text


def _glyph(char: dict[str, Any]) -> Glyph:
    size = char["size"] or 1.0
    text = plain(char["text"]) if len(char["text"]) == 1 else _known(char["text"])
    origin = char["matrix"][5] if char["upright"] else None
    if origin is None or not char["y0"] - size <= origin <= char["y1"]:
        base = (char["top"] + char["bottom"]) / 2 + 0.35 * size
    else:
        base = char["bottom"] - (origin - char["y0"])
    return Glyph(text, char["x0"], char["top"], char["x1"], char["bottom"], base, size)
