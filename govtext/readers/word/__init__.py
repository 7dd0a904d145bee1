"""Word documents (.docx, .docm, .dotx; of Word, WPS or LibreOffice; transitional or strict).

Read with lxml on the raw XML: python-docx passes over tables in content controls, tracked insertions and automatic
numbers, all of which reports have, and builds a proxy object for each element on the way.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree
from lxml.etree import _Element

from govtext.document import Document, DocumentBuilder, Severity
from govtext.errors import BoundExceeded, UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers.drafts import DraftWriter
from govtext.readers.package import Package, parse_xml
from govtext.readers.word.body import Body
from govtext.readers.word.names import W
from govtext.readers.word.numbering import Numbering, read_numbering

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_NOTES: dict[str, tuple[Severity, str]] = {
    "contents": ("info", "entries of a table of contents left out: {}"),
    "notes": ("info", "footnotes or endnotes left out: {}"),
    "deletions": ("info", "tracked deletions left out: {}"),
    "hidden": ("info", "runs of hidden text left out: {}"),
    "placeholders": ("info", "prompts of empty content controls left out: {}"),
    "objects": ("doubt", "embedded objects not read, one may be a table: {}"),
    "chunks": ("loss", "embedded files not read: {}"),
    "columns": ("repair", "spans or cells that reach past the last column allowed were cut: {}"),
    "orphans": ("doubt", "cells that continue a merge which does not lie above them were kept as cells: {}"),
    "merged text": ("doubt", "text in cells hidden by a merge left out: {}"),
    "numbered figures": ("doubt", "automatic numbers stand before figures in cells: {}"),
}


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in a .docx file.

    Raises `UnreadableFile` where it is damaged, encrypted or no Word document, `BoundExceeded` where it is too large.
    """
    return read_as(data, source, limits, kind="docx", reader="docx")


def read_as(data: bytes, source: str, limits: Limits, *, kind: str, reader: str) -> Document:
    """As `read`, for bytes in .docx format that were made from a file of another kind by `reader`."""
    if data.startswith(OLE_MAGIC):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        what = "the file is encrypted" if encrypted else "an old Office file (OLE), no .docx"
        raise UnreadableFile(what, file=source, expected="a file without password" if encrypted else "a zipped .docx")
    package = Package(data, source, limits)
    main, parts = _main_part(package, source)
    root = _transitional(package.xml(main), source, main, limits)
    body = root.find(W + "body")
    if root.tag != W + "document" or body is None:
        found = etree.QName(root).localname
        raise UnreadableFile("a zip that holds no Word document", file=source, place=main, found=f"<{found}>")
    _check_cells(body, source, limits)
    numbering = _numbering(package, parts, source, limits)
    walk = Body(numbering, limits)
    writer = DraftWriter(DocumentBuilder(source, kind, reader), source, limits)
    writer.write(walk.blocks(body))
    _log(writer, walk.tally, numbering)
    return writer.build()


def _main_part(package: Package, source: str) -> tuple[str, dict[str, str]]:
    """The name of the main part, and the names of the parts that it refers to, by the last word of their type."""
    main = _relations(package, "_rels/.rels", "").get("officeDocument", "word/document.xml")
    if main not in package:
        raise UnreadableFile("a zip that holds no Word document", file=source, expected=main)
    folder, _, name = main.rpartition("/")
    return main, _relations(package, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)


def _relations(package: Package, name: str, folder: str) -> dict[str, str]:
    if name not in package:
        return {}
    relations: dict[str, str] = {}
    for each in package.xml(name):
        target = each.get("Target", "")
        path = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        relations.setdefault(each.get("Type", "").rpartition("/")[2], path)
    return relations


def _transitional(root: _Element, source: str, place: str, limits: Limits) -> _Element:
    """The root with the names of the transitional format, whichever the file uses."""
    if root.tag.startswith("{" + _STRICT[0].decode()):
        return parse_xml(etree.tostring(root).replace(*_STRICT), source, place, limits)
    return root


def _check_cells(body: _Element, source: str, limits: Limits) -> None:
    cells = sum(1 for _ in body.iter(W + "tc"))
    if cells > limits.max_cells:
        expected = f"at most {limits.max_cells:,}"
        raise BoundExceeded("too many table cells", file=source, found=f"{cells:,}", expected=expected)


def _numbering(package: Package, parts: dict[str, str], source: str, limits: Limits) -> Numbering:
    roots = (_part(package, parts.get(name, ""), source, limits) for name in ("numbering", "styles"))
    return read_numbering(*roots)


def _part(package: Package, name: str, source: str, limits: Limits) -> _Element | None:
    return _transitional(package.xml(name), source, name, limits) if name in package else None


def _log(writer: DraftWriter, tally: Counter[str], numbering: Numbering) -> None:
    for name, (severity, message) in _NOTES.items():
        if tally[name]:
            writer.note(severity, message.format(tally[name]))
    writer.log_numbers(numbering.written, numbering.unknown)
    writer.log_pictures(tally["pictures"])
