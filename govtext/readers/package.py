"""Zipped documents (.docx, .odt): members read within bounds, XML parsed without entities."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree
from lxml.etree import _Element

from govtext.errors import BoundExceeded, UnreadableFile
from govtext.limits import Limits

_MAX_MEMBERS = 10_000
_MAX_RATIO = 250
"""Unpacked to packed bytes; the XML of a real document reaches some 60."""
_RATIO_FROM = 8 * 2**20
"""Below this unpacked size a high ratio does no harm."""
_CENTRAL_HEADER = b"PK\x01\x02"
_RESOURCE_LIMIT = 114
"""libxml2's XML_ERR_RESOURCE_LIMIT: nesting over 256, or one text of over ten million bytes."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Package:
    """The members of a zipped document, checked before anything is unpacked.

    Raises `UnreadableFile` where the zip is damaged or encrypted, `BoundExceeded` where it asks for too much.
    """

    def __init__(self, data: bytes, source: str, limits: Limits) -> None:
        self._source, self._limits, self._left = source, limits, limits.max_unpacked
        if data.count(_CENTRAL_HEADER) > _MAX_MEMBERS:
            raise self._bound("too many members in the zip", f"over {_MAX_MEMBERS:,}", f"{_MAX_MEMBERS:,}")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _DAMAGE as error:
            raise self._damaged(error) from error
        self._members = {info.filename.replace("\\", "/").lower(): info for info in self._archive.infolist()}
        self._check_sizes()

    def _check_sizes(self) -> None:
        members = self._members.values()
        unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
        if unpacked > self._limits.max_unpacked:
            raise self._bound("the zip unpacks to too much", f"{unpacked:,} bytes", f"{self._limits.max_unpacked:,}")
        if unpacked > _RATIO_FROM and unpacked > _MAX_RATIO * max(packed, 1):
            raise self._bound("the zip is a bomb", f"{unpacked // max(packed, 1)} times its packed size", _MAX_RATIO)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def read(self, name: str) -> bytes:
        """The bytes of one member. Raises `UnreadableFile` where it is missing, damaged or encrypted."""
        info = self._members.get(name.lower())
        if info is None:
            raise UnreadableFile("a part of the document is missing", file=self._source, place=name)
        if info.flag_bits & 1:
            raise UnreadableFile("the file is encrypted", file=self._source, expected="a file without password")
        try:
            with self._archive.open(info) as member:
                data = member.read(self._left + 1)
        except _DAMAGE as error:
            raise self._damaged(error) from error
        self._left -= len(data)
        if self._left < 0:
            raise self._bound("the zip unpacks to too much", "more than it declares", f"{self._limits.max_unpacked:,}")
        return data

    def xml(self, name: str) -> _Element:
        """The root element of an XML member. Raises as `read` and `parse_xml` do."""
        return parse_xml(self.read(name), self._source, name, self._limits)

    def _damaged(self, error: Exception) -> UnreadableFile:
        return UnreadableFile("the zipped document is damaged or cut short", file=self._source, found=str(error))

    def _bound(self, what: str, found: str, bound: str | int) -> BoundExceeded:
        return BoundExceeded(what, file=self._source, found=found, expected=f"at most {bound}")


def parse_xml(data: bytes, source: str, place: str, limits: Limits) -> _Element:
    """The root element; comments and processing instructions are dropped, nothing is fetched or expanded.

    Raises `UnreadableFile` for a document type declaration or broken XML, `BoundExceeded` past `max_characters` bytes
    or `max_depth` levels.
    """
    if len(data) > limits.max_characters:
        expected = f"at most {limits.max_characters:,}"
        raise BoundExceeded("too much XML", file=source, place=place, found=f"{len(data):,} bytes", expected=expected)
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise _declared(source, place)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == _RESOURCE_LIMIT:
            raise BoundExceeded("XML nested too deep or too large", file=source, place=place) from error
        raise UnreadableFile("broken XML in the document", file=source, place=place, found=str(error)) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _declared(source, place)
    if root.xpath("boolean(/" + "/".join(["*"] * (limits.max_depth + 1)) + ")"):
        raise BoundExceeded("XML nested too deep", file=source, place=place, expected=f"at most {limits.max_depth}")
    return root


def _declared(source: str, place: str) -> UnreadableFile:
    return UnreadableFile("a document type declaration, which no document of this kind has", file=source, place=place)
