"""What a PDF holds, read by PDFium: its size, its fonts, its text."""

from __future__ import annotations

from ctypes import create_string_buffer
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def page_size(file: Path) -> tuple[float, float]:
    """Width and height of the first page in centimetres."""
    with pdfium.PdfDocument(file) as document:
        width, height = document[0].get_size()
    return width / 72 * 2.54, height / 72 * 2.54


def text_of(file: Path) -> str:
    """The text that a search finds."""
    with pdfium.PdfDocument(file) as document:
        return str(document[0].get_textpage().get_text_range()).replace("\r\n", "\n")


def embedded(file: Path) -> dict[str, bool]:
    """Every font that draws some text, and whether the file holds it."""
    with pdfium.PdfDocument(file) as document:
        texts = document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=15)
        fonts = [raw.FPDFTextObj_GetFont(each.raw) for each in texts]
        return {_name(font): raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts}


def _name(font: raw.FPDF_FONT) -> str:
    size = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = create_string_buffer(size)
    raw.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode("utf-8")
