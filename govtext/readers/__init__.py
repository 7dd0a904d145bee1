"""From bytes to a document; the kind is told by content, never by the name.

Adding a kind of file: one module with `read(data, source, limits) -> Document`, and one line in `_READERS`.
"""

from __future__ import annotations

import re
import stat
import zipfile
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import cast

from govtext.document import Document
from govtext.errors import BoundExceeded, GovTextError, UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits

_READERS = {
    "text": "govtext.readers.text",
    "html": "govtext.readers.html",
    "mhtml": "govtext.readers.mhtml",
    "docx": "govtext.readers.word",
    "doc": "govtext.readers.doc",
    "odt": "govtext.readers.odt",
    "rtf": "govtext.readers.rtf",
    "pdf": "govtext.readers.pdf",
    "picture": "govtext.readers.scan",
}
_CAREFUL = {"pdf": ("govtext.readers.pdf.careful", "read_careful")}
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|table|tbody|div|meta|span|td|p)\b", re.IGNORECASE)
_HEAD = 64 * 1024


def detect(data: bytes) -> str:
    """The kind of file these bytes are: a key of the readers.

    Raises `UnreadableFile` for a zip that is neither Word nor OpenDocument.

    >>> detect(b"%PDF-1.7 ..."), detect("一、总体情况".encode()), detect(b"<p>x</p>")
    ('pdf', 'text', 'html')
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "doc"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "picture"
    return _text_kind(head)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile("a zip file that is damaged or cut short", found=str(error)) from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "content.xml" in names:
        return "odt"
    raise UnreadableFile("a zip file that is no document", expected="a Word (.docx) or OpenDocument (.odt) text")


def _text_kind(head: bytes) -> str:
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1", errors="replace")
    if re.search(r"^MIME-Version:", text[:4096], re.MULTILINE | re.IGNORECASE) and "multipart" in text[:4096].lower():
        return "mhtml"
    return "html" if _MARKUP.search(text) else "text"


def read_bytes(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of the file.

    Raises `UnreadableFile` where there is none or it is empty, `BoundExceeded` where it is too large.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("not a file", expected="one report in one file")
        if status.st_size > limits.max_bytes:
            raise BoundExceeded(
                "the file is too large", found=f"{status.st_size:,} bytes", expected=f"at most {limits.max_bytes:,}"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile("no such file") from error
    except OSError as error:
        raise UnreadableFile("the file cannot be opened", found=error.strerror or type(error).__name__) from error
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile("the file is empty")
    return data


def read_document(path: str | Path, *, limits: Limits = DEFAULT_LIMITS, careful: bool = False) -> Document:
    """Read one file into a document, whatever its kind.

    `careful` takes the slower second path of a kind that has one (PDF). Raises a `GovTextError` that names the file.
    """
    path = Path(path)
    try:
        data = read_bytes(path, limits)
        kind = detect(data)
        module, function = _CAREFUL[kind] if careful and kind in _CAREFUL else (_READERS[kind], "read")
        read = getattr(import_module(module), function)  # the libraries of a kind are loaded with its first file
        return cast(Document, read(data, path.name, limits))
    except GovTextError as error:
        error.file = error.file or str(path)
        raise
