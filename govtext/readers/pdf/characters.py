"""The characters of a page with their boxes, in points, y downwards."""

from __future__ import annotations

import ctypes
import math
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from govtext.readers.pdf import calls
from govtext.readers.pdf.matrix import Matrix
from govtext.readers.pdf.text import Glyph, plain

MOST_CHARACTERS = 100_000
"""Characters of one page that are looked at; a full page of small type has some five thousand."""
_BLANK = frozenset([*range(1, 0x21), 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x3000, 0xFEFF])
_Box = tuple[float, float, float, float, float, float, int]
"""A character's x0, top, x1, bottom, base, size and turn."""
_TURNED = 16
"""Bytes of a matrix that tell size and direction: its first four floats."""


def page_glyphs(page: pdfium.PdfPage, frame: Matrix) -> tuple[list[Glyph], Counter[int]]:
    """The page's characters other than blanks, and how many of them stand in which direction."""
    textpage = page.get_textpage()
    try:
        glyphs = list(_each_glyph(textpage.raw, frame, min(textpage.count_chars(), MOST_CHARACTERS)))
    finally:
        textpage.close()
    return glyphs, Counter(glyph.turn for glyph in glyphs)


def _each_glyph(textpage: Any, frame: Matrix, count: int) -> Iterator[Glyph]:
    text = calls.handle(textpage)
    box_of, unicode_of = _box_reader(textpage, text, frame), calls.char_unicode
    high, spaced = 0, False
    for index in range(count):
        code = unicode_of(text, index)
        if 0x20 < code < 0x7F or 0x3000 < code < 0xD800:
            yield tuple.__new__(Glyph, (chr(code), *box_of(index), spaced))
        elif 0xD800 <= code < 0xDC00:
            high = code
            continue
        elif code in _BLANK:
            spaced = spaced or calls.char_is_generated(text, index) == 0
            continue
        else:
            yield Glyph(_character(code, high), *box_of(index), spaced)
        high, spaced = 0, False


def _box_reader(textpage: Any, text: int, frame: Matrix) -> Callable[[int], _Box]:
    """A function from a character's number to where it stands; its buffers are made once."""
    origin, matrix, rect = (ctypes.c_double * 2)(), ctypes.create_string_buffer(24), (ctypes.c_float * 4)()
    into_x, into_matrix, into_rect = ctypes.addressof(origin), ctypes.addressof(matrix), ctypes.addressof(rect)
    into_y = into_x + ctypes.sizeof(ctypes.c_double)
    get_origin, get_matrix, get_box = calls.char_origin, calls.char_matrix, calls.char_loose_box
    a, b, c, d, e, f = frame
    level = b == c == 0 and a > 0 > d
    known: dict[tuple[float, bytes], tuple[float, int]] = {}

    def box_of(index: int) -> _Box:
        get_origin(text, index, into_x, into_y)
        get_matrix(text, index, into_matrix)
        get_box(text, index, into_rect)
        left, top, right, bottom = rect[:]
        # PDFium is asked for the size once for each kind of type: calls into it take most of the time.
        kind = (top - bottom, matrix.raw[:_TURNED])
        if kind not in known:
            known[kind] = _kind(textpage, index, frame, *struct.unpack("4f", kind[1]))
        size, turn = known[kind]
        if turn % 2 or not 0 < right - left <= 2 * size:
            left, bottom, right, top = _ink_box(textpage, index)
        if level and not turn % 2:
            return a * left + e, d * top + f, a * right + e, d * bottom + f, d * origin[1] + f, size, turn
        return *frame.box(left, bottom, right, top), frame.point(*origin)[1 - turn % 2], size, turn

    return box_of


def _kind(text: Any, index: int, frame: Matrix, a: float, b: float, c: float, d: float) -> tuple[float, int]:
    return _type(text, index, c, d), _turn(frame, a, b)


def _type(text: Any, index: int, c: float, d: float) -> float:
    """Size of the type on the page, in points."""
    return raw.FPDFText_GetFontSize(text, index) * math.hypot(c, d) or 1.0


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
