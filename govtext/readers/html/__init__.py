"""Web pages: the report's paragraphs and tables, without the site around them.

The page is decoded before the parser sees it, walked once while it is parsed (`walk`), its tables are laid out or
taken apart (`tables`), and what is no report is left out (`furniture`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from lxml import etree

from govtext.document import Document, DocumentBuilder, GridCell, Place, Severity
from govtext.errors import BoundExceeded, GovTextError, UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers.encoding import Decoded, decode
from govtext.readers.html.furniture import select
from govtext.readers.html.metadata import labelled, page_data
from govtext.readers.html.pieces import Piece
from govtext.readers.html.source import breaks_off, plainer
from govtext.readers.html.walk import Walker

_CHARSET = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 8192
_EXPECTED = "a page with text"


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document of a web page: paragraphs, grids with real columns, and the page's own metadata.

    Raises `UnreadableFile` where the bytes are no text or the page has none, `BoundExceeded` where it asks for more
    than the limits: characters, cells, columns, nesting.

    >>> page = "<p>全年收到申请12件。</p><table><tr><td>规章</td><td>&nbsp;</td></tr></table>".encode()
    >>> document = read(page, "a.html")
    >>> document.paragraphs[0].text, [cell.text for cell in document.grids[0].cells]
    ('全年收到申请12件。', ['规章', ''])
    """
    try:
        if len(data) > limits.max_bytes:
            raise BoundExceeded("the page is too large", found=f"{len(data):,} bytes")
        decoded = decode(data, declared=declared_charset(data))
        return _document(decoded, source, limits)
    except GovTextError as error:
        error.file = error.file or source
        raise


def declared_charset(data: bytes) -> str | None:
    """The charset that a page's first bytes name, None where they name none.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    head = data[:_HEAD]
    found = _CHARSET.search(head) or _XML.search(head)
    return found[1].decode("ascii") if found else None


def _document(decoded: Decoded, source: str, limits: Limits) -> Document:
    if len(decoded.text) > limits.max_characters:
        found, most = f"{len(decoded.text):,} characters", f"at most {limits.max_characters:,}"
        raise BoundExceeded("the page is too long", found=found, expected=most)
    markup, may_hide = plainer(decoded.text.encode("utf-8", "replace"))
    page = _walk(markup, may_hide, limits)
    kept, dropped = select(page.pieces, [page.title, page.metas.get("articletitle", "")])
    builder = DocumentBuilder(source, "html", "html", encoding=decoded.encoding)
    for note in decoded.notes:
        builder.note(note.severity, note.message, note.place)
    _write(kept, builder)
    _add_metadata(page, kept, builder)
    for severity, message in (*_doubts(markup, page, kept), *dropped):
        builder.note(severity, message)
    document = builder.build()
    if not document.blocks:
        raise UnreadableFile("the page has no text", expected=_EXPECTED)
    return document


def _walk(markup: bytes, may_hide: bool, limits: Limits) -> Walker:
    """The page as walked. The parser is told that it gets UTF-8: whatever charset the page declares is ignored."""
    walker = Walker(limits, may_hide=may_hide)
    parser = etree.HTMLParser(target=cast(Any, walker), encoding="utf-8", huge_tree=True)
    try:
        etree.fromstring(markup, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("the page cannot be parsed", found=error.msg, expected=_EXPECTED) from error
    if fatal := parser.error_log.filter_from_fatals():
        raise UnreadableFile("the page cannot be parsed to its end", found=fatal[0].message, expected=_EXPECTED)
    return walker


def _doubts(markup: bytes, page: Walker, kept: Sequence[Piece]) -> Iterator[tuple[Severity, str]]:
    if cut := breaks_off(markup):
        yield cut
    nodes = {piece.node for piece in kept if piece.text}
    pictures = sum(node in nodes or node.parent in nodes for node in page.pictures)
    if pictures and not any(piece.slots for piece in kept):
        yield "doubt", f"no table, but {pictures} pictures: tables may stand in them"


def _write(pieces: Iterable[Piece], builder: DocumentBuilder) -> None:
    paragraphs = tables = 0
    for piece in pieces:
        if piece.slots:
            tables += 1
            place = Place(table=tables)
            builder.grid(_cells(piece, tables), place)
            for severity, message in piece.notes:
                builder.note(severity, message, place)
        elif piece.text:
            paragraphs += 1
            builder.paragraph(piece.text, Place(paragraph=paragraphs))


def _cells(piece: Piece, table: int) -> list[GridCell]:
    return [
        GridCell(text, row, column, down, across, Place(table=table, row=row + 1, column=column + 1))
        for text, row, column, down, across in piece.slots
    ]


def _add_metadata(page: Walker, kept: Iterable[Piece], builder: DocumentBuilder) -> None:
    """What tables say goes before what lines say, and that before the head's meta elements."""
    tables: list[tuple[str, str]] = []
    lines: list[tuple[str, str]] = []
    for piece in kept:
        tables.extend(piece.pairs)
        lines.extend(labelled(piece.text))
    names = page_data()["meta_tags"]
    metas = [(names[name], value) for name, value in page.metas.items()]
    for key, value in (*tables, *lines, *metas, ("页面标题", page.title)):
        if value:
            builder.metadata.setdefault(key, value)
