"""A page's source before it is parsed: tags that only style text taken out, and whether anything in it is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govtext.document import Severity

_LOWER = b"span|font|b|strong|i|em|u|o:p|big|small|ins"
_STYLING = _LOWER + b"|" + _LOWER.upper() + b"|st1:[a-zA-Z]{1,30}"
_STYLING_TAG = re.compile(rb"""</?(?:%s)(?=[\s/>])[^<>"']*+(?:"[^"<>]*+"[^<>"']*+|'[^'<>]*+'[^<>"']*+)*+>""" % _STYLING)
_STYLING_NAME = re.compile(_STYLING, re.IGNORECASE)
_TAG = re.compile(rb"<([a-z][^\s/>]{0,40})[^>]*", re.IGNORECASE)
_HIDING_WORDS = (b"display", b"DISPLAY", b"hidden", b"HIDDEN", b"mso-hide", b"vertical-align", b"VERTICAL-ALIGN")
_HIDING = re.compile(
    rb"display\s*:\s*none|hidden(?=[\s=/>;\"'])|mso-hide\s*:\s*all|vertical-align\s*:\s*super", re.IGNORECASE
)
_LONGEST_TAG = 2000
_SWALLOWING = ((b"<!--", b"-->"), (b"<script", b"</script"), (b"<style", b"</style"), (b"<textarea", b"</textarea"))
_BEGINS, _ENDS = b"<html", (b"</html", b"</HTML", b"</body", b"</BODY")
_CUT_SHORT = "the page ends without </html>, perhaps cut short"


def plainer(source: bytes) -> tuple[bytes, bool]:
    """A page in UTF-8 without tags that only style text, and whether some element of it may be hidden.

    Pages that Word wrote are spans for the most part: without them they parse in a third of the time. Where such a tag
    may hide its text, or raise it as the mark of a note, all of them stay.

    >>> plainer(b"<p><span lang=EN-US>1</span><b>2</b></p>")
    (b'<p>12</p>', False)
    >>> plainer(b"<p>1<span style='display:none'>2</span></p>")
    (b"<p>1<span style='display:none'>2</span></p>", True)
    """
    hiding = set(_hiding_tags(source))
    if any(_STYLING_NAME.fullmatch(tag) for tag in hiding):
        return source, True
    return _STYLING_TAG.sub(b"", source), bool(hiding)


def _hiding_tags(source: bytes) -> Iterator[bytes]:
    """Names of the tags within which a word that hides stands."""
    for word in _HIDING_WORDS:
        position = source.find(word)
        while position >= 0:
            if _HIDING.match(source, position):
                start = source.rfind(b"<", max(0, position - _LONGEST_TAG), position)
                tag = _TAG.match(source, start) if start >= 0 else None
                if tag and tag.end() > position:
                    yield tag[1]
            position = source.find(word, position + 1)


def breaks_off(source: bytes) -> tuple[Severity, str] | None:
    """How a page in UTF-8 is cut short, or hides its own end; None where it does not.

    >>> breaks_off(b"<html><p>1<!-- 2")
    ('loss', '<!-- is never closed, so that nothing after it is read')
    >>> breaks_off(b"<html><p>1"), breaks_off(b"<html><p>1</html>")
    (('doubt', 'the page ends without </html>, perhaps cut short'), None)
    """
    for begin, end in _SWALLOWING:
        if begin in source[max(0, source.rfind(end)) :]:
            return "loss", f"{begin.decode()} is never closed, so that nothing after it is read"
    whole = any(source.rfind(end) >= 0 for end in _ENDS)
    return None if whole or _BEGINS not in source[:_LONGEST_TAG].lower() else ("doubt", _CUT_SHORT)
