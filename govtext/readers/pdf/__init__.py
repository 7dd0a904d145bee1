"""PDF files, fast path: pypdfium2 gives characters and ruling lines, our own lattice the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from govtext.document import Document, DocumentBuilder, Note, Place, Severity
from govtext.errors import BoundExceeded, UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers import scan
from govtext.readers.lattice import find_lattices
from govtext.readers.pdf.flow import lay_out
from govtext.readers.pdf.fonts import boxes_for_fonts
from govtext.readers.pdf.opening import open_pdf
from govtext.readers.pdf.page import RawPage, raw_page
from govtext.readers.pdf.pieces import PageParts, page_parts

_FEW = 30
"""Characters on a page up to which it counts as a picture, if a picture covers it."""
_COVERED = 0.25
_UNKNOWN = 0.3
_OUTLINES = 40


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a PDF with text; a page that is a picture goes to the recogniser where that is installed.

    Raises `UnreadableFile`, `BoundExceeded`, and `MissingExtra` for a scan without the extra `ocr`.
    """
    with open_pdf(data, source, limits) as document:
        notes: list[Note] = []
        pages = list(raw_pages(document, source, limits, notes))
        drawn = [page for page in pages if page.glyphs or page.n_objects]
        pictures = [page for page in drawn if is_picture(page)]
        if not drawn:
            raise UnreadableFile("the PDF has neither text nor pictures", file=source, found=f"{len(pages)} pages")
        if len(pictures) == len(drawn) and (scan.available() or not all(map(has_hidden_text, pictures))):
            return scan.read_opened(document, source, limits)
        recognised = any(scan.available() or has_hidden_text(page) for page in pictures)
        builder = DocumentBuilder(source, "scan" if recognised else "pdf", "pdf")
        parts = [_parts(document, page, page in pictures, limits, builder) for page in pages]
    lay_out(parts, builder)
    return _logged(builder, notes)


def is_scanned(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> bool:
    """True where every page with anything on it is a picture; raises as `read` does."""
    with open_pdf(data, source, limits) as document:
        drawn = [page for page in raw_pages(document, source, limits, []) if page.glyphs or page.n_objects]
        return bool(drawn) and all(is_picture(page) for page in drawn)


def is_picture(page: RawPage) -> bool:
    """True where the page's text is not there as characters: a picture, outlines, or characters nobody can name."""
    if has_hidden_text(page):
        return True
    unusual = [glyph.text for glyph in page.glyphs if glyph.text >= "\ue000"]
    unknown = sum(text <= "\uf8ff" or text == "\ufffd" for text in unusual)
    if len(page.glyphs) - unknown > _FEW:
        return unknown > _UNKNOWN * len(page.glyphs)
    return page.pictures > _COVERED or unknown > _FEW or (not page.glyphs and page.n_objects > _OUTLINES)


def has_hidden_text(page: RawPage) -> bool:
    """True for a picture with a layer of recognised text behind it."""
    return page.pictures > 2 * _COVERED and page.n_hidden > 0.8 * page.n_texts


def raw_pages(document: pdfium.PdfDocument, source: str, limits: Limits, notes: list[Note]) -> Iterator[RawPage]:
    """The pages as drawn, one after the other; what is wrong with a page goes to `notes`."""
    characters = 0
    for number in range(1, len(document) + 1):
        try:
            with boxes_for_fonts(), closing(document[number - 1]) as page:
                content = raw_page(page, number)
        except pdfium.PdfiumError:
            _note(notes, "loss", "the page is damaged and was not read", number)
            continue
        characters += len(content.glyphs)
        if characters > limits.max_characters:
            raise BoundExceeded("too many characters", file=source, expected=f"at most {limits.max_characters}")
        if content.cut:
            _note(notes, "loss", content.cut, number)
        yield content


def _note(notes: list[Note], severity: Severity, message: str, page: int) -> None:
    notes.append(Note("read pdf", severity, message, Place(page=page)))


def _parts(
    document: pdfium.PdfDocument, page: RawPage, picture: bool, limits: Limits, builder: DocumentBuilder
) -> PageParts:
    """What stands on the page; a page that is a picture is recognised, or its loss is noted."""
    if picture and scan.available():
        return scan.recognise_page(document, page.number, limits, builder)
    _doubt(page, picture, builder)
    size = (page.width, page.height)
    return page_parts(page.number, size, page.glyphs, find_lattices(page.horizontals, page.verticals))


def _doubt(page: RawPage, picture: bool, builder: DocumentBuilder) -> None:
    place = Place(page=page.number)
    if has_hidden_text(page):
        words = "the characters are a layer that someone's software recognised from a picture; to read the picture"
        builder.note("doubt", f"{words}: {scan.HOW_TO_INSTALL}", place)
    elif picture:
        words = f"page {page.number} is a picture and was not read"
        builder.note("loss", f"{words}; to read it: {scan.HOW_TO_INSTALL}", place)
    elif page.pictures > _COVERED:
        builder.note("doubt", "a picture covers much of the page; what it shows was not read", place)


def _logged(builder: DocumentBuilder, notes: list[Note]) -> Document:
    for note in notes:
        builder.note(note.severity, note.message, note.place)
    return builder.build()
