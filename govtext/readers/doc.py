"""Old Word documents (.doc, .wps: OLE containers), made into .docx by msdoc2docx, else by LibreOffice."""

from __future__ import annotations

import struct
import tempfile
from dataclasses import replace
from pathlib import Path

from doc2docx import convert  # type: ignore[import-untyped]
from doc2docx.cfb import CompoundFile, CompoundFileLimits  # type: ignore[import-untyped]
from doc2docx.diagnostics import ConversionReport  # type: ignore[import-untyped]
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError, InvalidCompoundFile  # type: ignore[import-untyped]

from govtext.document import Document, Note
from govtext.errors import UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers import soffice, word

_WORD = "WordDocument"
_OTHERS = {
    "Workbook": "an Excel workbook (.xls)",
    "Book": "an Excel workbook (.xls)",
    "PowerPoint Document": "PowerPoint slides (.ppt)",
    "__properties_version1.0": "an Outlook message (.msg)",
}
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_LIBRARY_ERRORS = (Doc2DocxError, struct.error, ArithmeticError, LookupError, ValueError, TypeError, AttributeError,
                   AssertionError, RecursionError, OSError)  # fmt: skip
"""What msdoc2docx raises on damaged files: its own errors, and those of Python where it did not foresee the damage."""
_WARNINGS = 10


def is_word_ole(data: bytes) -> bool:
    """Whether the bytes are an OLE container that holds a Word document.

    >>> is_word_ole(b"PK not OLE")
    False
    """
    try:
        return _WORD in _streams(data, DEFAULT_LIMITS)
    except UnreadableFile:
        return False


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in a .doc file.

    Raises `UnreadableFile` where it is damaged, encrypted or no Word document, or where msdoc2docx cannot read it and
    LibreOffice is missing or cannot either; `BoundExceeded` where it is too large.
    """
    try:
        streams = _streams(data, limits)
    except UnreadableFile as error:
        error.file = source
        raise
    _check_kind(streams, source)
    try:
        docx, report = _converted(data, limits)
    except EncryptedDocumentError as error:
        raise _encrypted(source) from error
    except _LIBRARY_ERRORS as error:
        return _second_try(data, source, limits, error)
    document = word.read_as(docx, source, limits, kind="doc", reader="msdoc2docx")
    return replace(document, log=document.log + _notes(report))


def _streams(data: bytes, limits: Limits) -> set[str]:
    """The names of the container's streams at its top level."""
    try:
        container = CompoundFile(data, limits=_library_limits(limits))
    except (InvalidCompoundFile, struct.error, LookupError, ValueError, RecursionError) as error:
        expected = "a whole Word document (.doc)"
        raise UnreadableFile("the .doc is damaged or cut short", found=str(error), expected=expected) from error
    return {entry.path for entry in container.entries if "/" not in entry.path}


def _check_kind(streams: set[str], source: str) -> None:
    if streams & set(_ENCRYPTED):
        raise _encrypted(source)
    if _WORD not in streams:
        found = next((kind for name, kind in _OTHERS.items() if name in streams), "no Word document in it")
        raise UnreadableFile("an Office file that is no text", file=source, found=found, expected="a Word document")


def _encrypted(source: str) -> UnreadableFile:
    return UnreadableFile("the file is encrypted", file=source, expected="a file without password")


def _library_limits(limits: Limits) -> CompoundFileLimits:
    return CompoundFileLimits(max_input_bytes=limits.max_bytes, max_stream_bytes=limits.max_unpacked)


def _converted(data: bytes, limits: Limits) -> tuple[bytes, ConversionReport]:
    with tempfile.TemporaryDirectory(prefix="govtext-", ignore_cleanup_errors=True) as folder:
        old, new = Path(folder, "report.doc"), Path(folder, "report.docx")
        old.write_bytes(data)
        result = convert(old, new, limits=_library_limits(limits))
        return new.read_bytes(), result.report


def _second_try(data: bytes, source: str, limits: Limits, error: Exception) -> Document:
    found = f"{type(error).__name__}: {error}"
    docx = soffice.to_docx(data, ".doc")
    if docx is None:
        missing = soffice.program() is None
        expected = (
            "LibreOffice (soffice on the PATH), or the file saved as .docx" if missing else "the file saved as .docx"
        )
        raise UnreadableFile("this .doc cannot be read", file=source, found=found, expected=expected) from error
    document = word.read_as(docx, source, limits, kind="doc", reader="soffice")
    note = Note("read soffice", "doubt", f"msdoc2docx failed ({found}); LibreOffice read the file")
    return replace(document, log=(*document.log, note))


def _notes(report: ConversionReport) -> tuple[Note, ...]:
    messages = dict.fromkeys(warning.message for warning in report.warnings)
    return tuple(Note("read msdoc2docx", "info", message) for message in list(messages)[:_WARNINGS])
