"""Which font PDFium takes while we read, for one that a PDF names and does not bring along: never the machine's own."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from govtext.readers.pdf.boxes import box_font

_CHINESE = frozenset((raw.FXFONT_SHIFTJIS_CHARSET, raw.FXFONT_HANGEUL_CHARSET,
                      raw.FXFONT_GB2312_CHARSET, raw.FXFONT_CHINESEBIG5_CHARSET))  # fmt: skip
_THE_FONT = 1
"""Our handle of the one font."""
_CALLBACKS = dict(raw.FPDF_SYSFONTINFO._fields_)


@contextmanager
def boxes_for_fonts() -> Iterator[None]:
    """Within it, pages are loaded with boxes for Chinese fonts that are not in the file and PDFium's own for others;
    after it, pages that are rendered have the machine's fonts again. A program that has set its own keeps them."""
    if pdfium.PdfSysfontBase.SINGLETON is not None:
        yield
        return
    raw.FPDF_SetSystemFontInfo(_ours())
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(_machines())


@cache
def _ours() -> Any:
    """Answers to what PDFium asks about fonts (fpdf_sysfontinfo.h)."""
    font = box_font()

    def choose(_info: Any, _weight: int, _italic: int, charset: int, *_: Any) -> int | None:
        return _THE_FONT if charset in _CHINESE else None

    def data(_info: Any, _font: Any, table: int, room: Any, size: int) -> int:
        if table:
            return 0  # PDFium takes the whole file instead
        if size >= len(font):
            ctypes.memmove(room, font, len(font))
        return len(font)

    answers = {
        "MapFont": choose, "GetFont": lambda _info, _name: None, "GetFontData": data,
        "GetFaceName": lambda _info, _font, _room, _size: 0,
        "GetFontCharset": lambda _info, _font: raw.FXFONT_GB2312_CHARSET, "DeleteFont": lambda _info, _font: None,
    }  # fmt: skip
    return raw.FPDF_SYSFONTINFO(version=2, **{name: _CALLBACKS[name](answer) for name, answer in answers.items()})


@cache
def _machines() -> Any:
    """The machine's own fonts; without `Release`, so that PDFium does not free what is set again for the next page."""
    info = raw.FPDF_GetDefaultSystemFontInfo()
    if info:
        info.contents.Release = _CALLBACKS["Release"]()
    return info
