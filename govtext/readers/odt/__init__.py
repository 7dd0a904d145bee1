"""OpenDocument texts (.odt, .ott): zip and XML, read with lxml, which keeps order, repeats and bounds in our hands."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

from govtext.document import Document, DocumentBuilder, Severity
from govtext.errors import UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers.drafts import DraftWriter
from govtext.readers.odt.body import OdtBody
from govtext.readers.odt.names import OFFICE
from govtext.readers.odt.numbering import OdtNumbering
from govtext.readers.package import Package

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_NOTES: dict[str, tuple[Severity, str]] = {
    "contents": ("info", "indexes left out: {}"),
    "notes": ("info", "footnotes or endnotes left out: {}"),
    "columns": ("repair", "spans or cells that reach past the last column allowed were cut: {}"),
    "covered text": ("doubt", "text in cells hidden by a merge left out: {}"),
    "objects": ("doubt", "embedded objects not read, one may be a table: {}"),
    "numbered figures": ("doubt", "automatic numbers stand before figures in cells: {}"),
}


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in an .odt file.

    Raises `UnreadableFile` where it is damaged, encrypted or no text, `BoundExceeded` where it is too large.
    """
    package = Package(data, source, limits)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise UnreadableFile("the file is encrypted", file=source, expected="a file without password")
    root = package.xml(_CONTENT)
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableFile("a zip that holds no OpenDocument text", file=source, found=_kind(root))
    roots = [root, *([package.xml(_STYLES)] if _STYLES in package else [])]
    numbering = OdtNumbering(roots)
    walk = OdtBody(numbering, source, limits)
    writer = DraftWriter(DocumentBuilder(source, "odt", "odt"), source, limits)
    writer.write(walk.blocks(body))
    _log(writer, walk, numbering)
    return writer.build()


def _kind(root: _Element) -> str:
    """What the file is instead: spreadsheet, presentation, or the name of its root."""
    body = root.find(OFFICE + "body")
    inner = root if body is None or not len(body) else body[0]
    return f"<{etree.QName(inner).localname}>"


def _log(writer: DraftWriter, walk: OdtBody, numbering: OdtNumbering) -> None:
    for name, (severity, message) in _NOTES.items():
        if walk.tally[name]:
            writer.note(severity, message.format(walk.tally[name]))
    writer.log_numbers(numbering.written, numbering.unknown)
    writer.log_pictures(walk.tally["pictures"])
