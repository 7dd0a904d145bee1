"""Opening a PDF within bounds: what pypdfium2 says is wrong becomes one clear line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from govtext.errors import BoundExceeded, UnreadableFile
from govtext.limits import Limits


@contextmanager
def open_pdf(data: bytes, source: str, limits: Limits) -> Iterator[pdfium.PdfDocument]:
    """The open document; closed in the end.

    Raises `UnreadableFile` where it is damaged, has no page or wants a password, `BoundExceeded` past
    `limits.max_pages`.
    """
    document = _opened(data, source)
    try:
        pages = len(document)
        if pages > limits.max_pages:
            raise BoundExceeded("too many pages", file=source, found=str(pages), expected=f"at most {limits.max_pages}")
        if not pages:
            raise UnreadableFile("the PDF has no page", file=source)
        yield document
    finally:
        document.close()


def _opened(data: bytes, source: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableFile("the PDF is encrypted and wants a password", file=source) from error
        raise UnreadableFile("the PDF is damaged or cut off", file=source, found=f"{len(data)} bytes") from error
