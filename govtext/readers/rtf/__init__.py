"""Rich text (.rtf): striprtf for the text, the positions in the file for the tables."""

from __future__ import annotations

from striprtf.striprtf import rtf_to_text

from govtext.document import Document, DocumentBuilder, Severity
from govtext.errors import BoundExceeded, UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers import soffice, word
from govtext.readers.drafts import DraftWriter
from govtext.readers.rtf.marks import is_chinese, prepared
from govtext.readers.rtf.tables import RtfTables

_LIBRARY_ERRORS = (ValueError, LookupError, OverflowError, TypeError)
_NOTES: dict[str, tuple[Severity, str]] = {
    "columns": ("repair", "cells past the last column allowed were left out: {}"),
    "merged text": ("doubt", "text in cells hidden by a merge left out: {}"),
    "undefined cells": ("doubt", "cells without a place were put after the last column: {}"),
    "open rows": ("doubt", "rows without an end were read as paragraphs: {}"),
}


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in an .rtf file; one with nested tables is read by LibreOffice.

    Raises `UnreadableFile` where it is damaged, or needs LibreOffice and there is none; `BoundExceeded` where it is
    too large.
    """
    raw = data.decode("latin-1")
    if not raw.lstrip().startswith("{\\rtf"):
        raise UnreadableFile("no rich text", file=source, expected="a file that begins with {\\rtf")
    if "\\nestcell" in raw:
        return _with_soffice(data, source, limits)
    tables = RtfTables(limits)
    writer = DraftWriter(DocumentBuilder(source, "rtf", "striprtf"), source, limits)
    text = _text(raw, source, limits)
    writer.write(tables.blocks(text))
    _log(writer, tables, raw, text)
    return writer.build()


def _with_soffice(data: bytes, source: str, limits: Limits) -> Document:
    docx = soffice.to_docx(data, ".rtf")
    if docx is None:
        expected = "LibreOffice (soffice on the PATH), or the file saved as .docx"
        raise UnreadableFile("tables in tables, which are not read from .rtf", file=source, expected=expected)
    return word.read_as(docx, source, limits, kind="rtf", reader="soffice")


def _text(raw: str, source: str, limits: Limits) -> str:
    """The text with marks where table cells begin and end."""
    marked = prepared(raw)
    if len(marked) > limits.max_characters:
        expected = f"at most {limits.max_characters:,} characters without pictures"
        raise BoundExceeded("too much rich text", file=source, found=f"{len(marked):,}", expected=expected)
    try:
        encoding = "cp936" if is_chinese(raw) else "cp1252"
        text = str(rtf_to_text(marked, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    except _LIBRARY_ERRORS as error:
        raise UnreadableFile("the .rtf is damaged", file=source, found=f"{type(error).__name__}: {error}") from error
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\u2011", "-")


def _log(writer: DraftWriter, tables: RtfTables, raw: str, text: str) -> None:
    for name, (severity, message) in _NOTES.items():
        if tables.tally[name]:
            writer.note(severity, message.format(tables.tally[name]))
    if not raw.rstrip("\0\r\n\t \x1a").endswith("}"):
        writer.note("loss", "the file ends in the middle; what followed is missing")
    if "\ufffd" in text:
        writer.note("doubt", f"characters that could not be decoded: {text.count(chr(0xFFFD))}")
    if "\\shptxt" in raw:
        writer.note("loss", "text boxes were not read")
    writer.log_pictures(raw.count("\\pict"))
