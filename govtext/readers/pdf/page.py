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

from govtext.readers.lattice import Rule
from govtext.readers.pdf.text import Glyph, plain

MOST_OBJECTS = 60_000
"""Page objects looked at for ruling lines; a page with more is a drawing."""
MOST_CHARACTERS = 100_000
"""Characters of one page that are looked at; a full page of small type has some five thousand."""
_DEPTH = 8
_THIN = 3.0
_SHORT = 3.0
_SLANT = 1.0
_THICK = 4.0
"""A stroked line's box is wider than the line by the pen and a little more."""
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
        a, b, c, d, e, f = self
        xa, ya, xb, yb = (
            a * left + c * bottom + e,
            b * left + d * bottom + f,
            a * right + c * top + e,
            b * right + d * top + f,
        )
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


def raw_page(page: pdfium.PdfPage, number: int) -> RawPage:
    """The page's content, turned so that most of its characters stand upright; nothing outside the crop box."""
    turn = page.get_rotation() // 90
    frame, width, height = _frame(page, turn)
    glyphs, turns = _glyphs(page, frame)
    main = max(turns, key=lambda each: turns[each], default=0)
    if main and turns[main] > 0.6 * turns.total():
        frame, width, height = _frame(page, turn - main)
        glyphs, _ = _glyphs(page, frame)
    inside = [glyph for glyph in glyphs if -2 <= glyph.x0 <= width and -2 <= glyph.base <= height + 2]
    content = RawPage(number, width, height, inside)
    if len(glyphs) >= MOST_CHARACTERS:
        content.cut = f"more than {MOST_CHARACTERS} characters; the rest was not read"
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


def _glyphs(page: pdfium.PdfPage, frame: Matrix) -> tuple[list[Glyph], Counter[int]]:
    textpage = page.get_textpage()
    try:
        glyphs = list(_each_glyph(textpage.raw, frame, min(textpage.count_chars(), MOST_CHARACTERS)))
    finally:
        textpage.close()
    return glyphs, Counter(glyph.turn for glyph in glyphs)


def _each_glyph(text: Any, frame: Matrix, count: int) -> Iterator[Glyph]:
    x, y, matrix, rect = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX(), raw.FS_RECTF()
    known: dict[tuple[float, ...], tuple[float, int]] = {}
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
        raw.FPDFText_GetLooseCharBox(text, index, rect)
        # PDFium is asked for the size once for each kind of type: calls into it take most of the time.
        kind = (rect.top - rect.bottom, matrix.a, matrix.b, matrix.c, matrix.d)
        if kind not in known:
            known[kind] = _type(text, index, matrix), _turn(frame, matrix.a, matrix.b)
        size, turn = known[kind]
        trusted = turn % 2 == 0 and 0 < rect.right - rect.left <= 2 * size
        box = (rect.left, rect.bottom, rect.right, rect.top) if trusted else _ink_box(text, index)
        base = frame.point(x.value, y.value)[1 - turn % 2]
        char = chr(code) if 0x20 < code < 0x2E80 or 0x2FE0 <= code < 0xD800 else _character(code, high)
        yield Glyph(char, *frame.box(*box), base, size, turn, spaced)
        high, spaced = 0, False


def _type(text: Any, index: int, matrix: Any) -> float:
    """Size of the type on the page, in points."""
    return raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d) or 1.0


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
    return plain(chr(code))


def _ink_box(text: Any, index: int) -> tuple[float, float, float, float]:
    """The box of the ink. The loose box has the font's own advance, which parts "11" from "1 1", but is not to be
    trusted in vertical writing, whose advances PDFium does not scale, and for characters set sideways."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _draw(page: pdfium.PdfPage, frame: Matrix, content: RawPage) -> None:
    """Collect rules and the area of pictures from the page's objects, also inside form objects."""
    texts: list[Any] = []
    for number, (item, kind, matrix) in enumerate(_objects(page.raw, frame, 0)):
        if number >= MOST_OBJECTS:
            content.cut = f"more than {MOST_OBJECTS} drawn objects; the rest was not looked at"
            break
        content.n_objects += 1
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _rules(item, matrix, content)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = matrix.box(*_bounds(item))
            wide = min(x1, content.width) - max(x0, 0)
            high = min(y1, content.height) - max(y0, 0)
            content.pictures += max(wide, 0) * max(high, 0) / max(content.width * content.height, 1)
    content.n_texts = len(texts)
    if content.pictures:
        modes = (raw.FPDFTextObj_GetTextRenderMode(item) for item in texts)
        content.n_hidden = sum(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)


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
    segments = raw.FPDFPath_CountSegments(path)
    if stroke.value:
        if segments == 2:
            _add(*matrix.box(*_bounds(path)), _THICK, content)
            return
        for shape in _shapes(path, segments, _own_matrix(path).then(matrix)):
            for (xa, ya), (xb, yb) in pairwise(shape):
                _add(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), _SLANT, content)
    elif fill.value and segments <= _ONE_SHAPE:
        _add(*matrix.box(*_bounds(path)), _THIN, content)
    elif fill.value:
        for shape in _shapes(path, segments, _own_matrix(path).then(matrix)):
            xs, ys = [x for x, _ in shape], [y for _, y in shape]
            _add(min(xs), min(ys), max(xs), max(ys), _THIN, content)


def _shapes(path: Any, segments: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The path's pieces as corner points on the page; curves by their ends."""
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: list[tuple[float, float]] = []
    for index in range(min(segments, MOST_OBJECTS)):
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
