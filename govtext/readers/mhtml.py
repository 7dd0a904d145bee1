"""Web pages saved as one file (MHTML): the first HTML part is the page."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from govtext.document import Document
from govtext.errors import UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers.html import read as read_page


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The page's document. Raises `UnreadableFile` where no part is HTML."""
    for part in message_from_bytes(data).walk():
        body = part.get_payload(decode=True) if _is_page(part) else None
        if isinstance(body, bytes):
            return read_page(body, source, limits)
    raise UnreadableFile("a saved web page without any HTML part", file=source)


def _is_page(part: Message) -> bool:
    return part.get_content_type() == "text/html"
