"""What pypdfium2 tells of one page: characters with boxes, ruling lines, pictures; in points, y downwards, upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from govtext.readers.pdf_lattice import Rule
from govtext.readers.pdf_text import Glyph, plain

MOST_OBJECTS = 60_000
"""Page objects looked at for ruling lines; a page with more is a drawing."""
_DEPTH = 8
_THIN = 3.0
_SHORT = 3.0
_SLANT = 1.0
_ONE_SHAPE = 6
_BLANK = frozenset([*range(1, 0x21), 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x3000, 0xFEFF])


class Matrix(NamedTuple):
    """An affine map: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The box as (x0, y0, x1, y1), x0 <= x1 and y0 <= y1."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        x0, x1 = (xa, xb) if xa < xb else (xb, xa)
        return (x0, ya, x1, yb) if ya < yb else (x0, yb, x1, ya)

    def then(self, other: Matrix) -> Matrix:
        """This map, and the other after it."""
        (e, f) = other.point(self.e, self.f)
        return Matrix(
            other.a * self.a + other.c * self.b, other.b * self.a + other.d * self.b,
            other.a * self.c + other.c * self.d, other.b * self.c + other.d * self.d, e, f,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class RawPage:
    """A page as drawn: glyphs, rules, the share of it that pictures cover, and what was too much."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontals: list[Rule] = field(default_factory=list)
    verticals: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    n_objects: int = 0
    n_texts: int = 0
    n_hidden: int = 0
    """Text objects, and those of them that are not painted: the layer that a scanner's software puts behind."""
    cut: str = ""


def raw_page(page: pdfium.PdfPage, number: int, most_characters: int) -> RawPage:
    """The page's content, turned so that most of its characters stand upright; nothing outside the crop box."""
    turn = page.get_rotation() // 90
    frame, width, height = _frame(page, turn)
    glyphs, turns = _glyphs(page, frame, most_characters)
    main = max(turns, key=lambda each: turns[each], default=0)
    if main and turns[main] > 0.6 * turns.total():
        frame, width, height = _frame(page, turn - main)
        glyphs, _ = _glyphs(page, frame, most_characters)
    inside = [glyph for glyph in glyphs if -2 <= glyph.x0 <= width and -2 <= glyph.base <= height + 2]
    content = RawPage(number, width, height, inside)
    _draw(page, frame, content)
    return content


def _frame(page: pdfium.PdfPage, turn: int) -> tuple[Matrix, float, float]:
    left, bottom, right, top = page.get_cropbox()
    wide, high = right - left, top - bottom
    frames = (
        Matrix(1, 0, 0, -1, -left, top), Matrix(0, 1, 1, 0, -bottom, -left),
        Matrix(-1, 0, 0, 1, right, -bottom), Matrix(0, -1, -1, 0, top, right),
    )  # fmt: skip
    return frames[turn % 4], *((wide, high) if turn % 2 == 0 else (high, wide))


def _glyphs(page: pdfium.PdfPage, frame: Matrix, most: int) -> tuple[list[Glyph], Counter[int]]:
    textpage = page.get_textpage()
    try:
        glyphs = list(_each_glyph(textpage.raw, frame, min(textpage.count_chars(), most)))
    finally:
        textpage.close()
    return glyphs, Counter(glyph.turn for glyph in glyphs)


def _each_glyph(text: Any, frame: Matrix, count: int) -> Iterator[Glyph]:
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    high, spaced = 0, False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if code in _BLANK:
            spaced = spaced or raw.FPDFText_IsGenerated(text, index) == 0
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d) or 1.0
        turn = _turn(frame, matrix.a, matrix.b)
        x0, top, x1, bottom = frame.box(*_char_box(text, index, 0 if turn % 2 else 2 * size))
        base = frame.point(x.value, y.value)[1 - turn % 2]
        yield Glyph(_character(code, high), x0, top, x1, bottom, base, size, turn, spaced)
        high, spaced = 0, False


def _turn(frame: Matrix, a: float, b: float) -> int:
    """Quarter turns, clockwise, by which text with this direction is turned on the page."""
    dx, dy = frame.a * a + frame.c * b, frame.b * a + frame.d * b
    if not dy:
        return 0 if dx >= 0 else 2
    return round(math.atan2(dy, dx) / (math.pi / 2)) % 4


def _character(code: int, high: int) -> str:
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)) if high else "\ufffd"
    if code in (0, 0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return "\ufffd"
    return chr(code) if code < 0x2E80 else plain(chr(code))


def _char_box(text: Any, index: int, widest: float) -> tuple[float, float, float, float]:
    """The box with the font's own advance, which parts "11" from "1 1"; the box of the ink where that is not to be
    trusted: in vertical writing, whose advances PDFium does not scale, and for characters set sideways."""
    rect = raw.FS_RECTF()
    if widest and raw.FPDFText_GetLooseCharBox(text, index, rect) and 0 < rect.right - rect.left <= widest:
        return rect.left, rect.bottom, rect.right, rect.top
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _draw(page: pdfium.PdfPage, frame: Matrix, content: RawPage) -> None:
    """Collect rules and the area of pictures from the page's objects, also inside form objects."""
    for number, (item, kind, matrix) in enumerate(_objects(page.raw, frame, 0)):
        if number >= MOST_OBJECTS:
            content.cut = f"more than {MOST_OBJECTS} drawn objects; the rest was not looked at"
            return
        content.n_objects += 1
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _rules(item, matrix, content)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            content.n_texts += 1
            content.n_hidden += raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = matrix.box(*_bounds(item))
            wide = min(x1, content.width) - max(x0, 0)
            high = min(y1, content.height) - max(y0, 0)
            content.pictures += max(wide, 0) * max(high, 0) / max(content.width * content.height, 1)


def _objects(holder: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    count, get = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for index in range(count(holder)):
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            yield from _objects(item, _own_matrix(item).then(matrix), depth + 1)
        else:
            yield item, kind, matrix


def _own_matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _bounds(item: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _rules(path: Any, matrix: Matrix, content: RawPage) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and (not fill.value or _is_area(path, matrix)):
        return
    whole = _own_matrix(path).then(matrix)
    for shape in _shapes(path, whole):
        if stroke.value:
            for (xa, ya), (xb, yb) in pairwise(shape):
                _add(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), _SLANT, content)
        else:
            xs, ys = [x for x, _ in shape], [y for _, y in shape]
            _add(min(xs), min(ys), max(xs), max(ys), _THIN, content)


def _is_area(path: Any, matrix: Matrix) -> bool:
    """True for one filled shape too thick to be a rule: the background of a cell or of a line of text."""
    if raw.FPDFPath_CountSegments(path) > _ONE_SHAPE:
        return False
    x0, y0, x1, y1 = matrix.box(*_bounds(path))
    return min(x1 - x0, y1 - y0) > _THIN


def _shapes(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The path's pieces as corner points on the page; curves by their ends."""
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and shape:
            yield shape
            shape = []
        shape.append(matrix.point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            shape.append(shape[0])
    if shape:
        yield shape


def _add(x0: float, y0: float, x1: float, y1: float, thin: float, content: RawPage) -> None:
    """Keep a thin box as a rule along its length."""
    wide, high = x1 - x0, y1 - y0
    if high <= thin and wide > max(_SHORT, 2 * high):
        content.horizontals.append(Rule((y0 + y1) / 2, x0, x1))
    elif wide <= thin and high > max(_SHORT, 2 * wide):
        content.verticals.append(Rule((x0 + x1) / 2, y0, y1))
