"""Namespaces of OpenDocument, as prefixes of lxml's names."""

from __future__ import annotations

from lxml.etree import _Element

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = _ODF + "office:1.0}", _ODF + "text:1.0}", _ODF + "table:1.0}"
DRAW, STYLE = _ODF + "drawing:1.0}", _ODF + "style:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_DIGITS = 9


def count(element: _Element, name: str, default: int = 1) -> int:
    """The attribute as a whole number, `default` where it is none; more than nine digits become 999,999,999."""
    text = element.get(name, "")
    if not (text.isascii() and text.isdecimal()):
        return default
    return int(text) if len(text) <= _DIGITS else 10**_DIGITS - 1
