"""Scanned PDFs and pictures: characters are recognised, so every figure is to be doubted; needs the extra `ocr`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageSequence, UnidentifiedImageError

from govtext.document import Document, DocumentBuilder, Place
from govtext.errors import BoundExceeded, MissingExtra, UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers.pdf.flow import lay_out
from govtext.readers.pdf.pieces import PageParts

HOW_TO_INSTALL = 'pip install "govtext[ocr]"'
_NEEDED = ("rapidocr", "onnxruntime", "cv2")
_DOTS = 200 / 72
"""Pixels a point at which pages are rendered: 200 dots an inch."""


def available() -> bool:
    """True where the extra `ocr` is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a picture (PNG, JPEG, TIFF, BMP, WebP, GIF), every frame as a page.

    Raises `MissingExtra` without the extra `ocr`, `UnreadableFile` for a damaged picture, `BoundExceeded` past
    `limits.max_pixels` or `limits.max_pages`.
    """
    _require(source)
    builder = DocumentBuilder(source, "scan", "scan")
    pages = [_page(frame, number, builder) for number, frame in enumerate(_frames(data, source, limits), 1)]
    lay_out(pages, builder)
    return builder.build()


def read_opened(document: pdfium.PdfDocument, source: str, limits: Limits) -> Document:
    """Read an open PDF by recognising its rendered pages; raises as `read` does."""
    _require(source)
    builder = DocumentBuilder(source, "scan", "scan")
    pages = [recognise_page(document, number, limits, builder) for number in range(1, len(document) + 1)]
    lay_out(pages, builder)
    return builder.build()


def recognise_page(document: pdfium.PdfDocument, number: int, limits: Limits, builder: DocumentBuilder) -> PageParts:
    """The lines and tables of one page, counted from 1, as recognised; a page that does not render is a loss."""
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DOTS, (limits.max_pixels / max(width * height, 1)) ** 0.5)
        picture = page.render(scale=scale).to_pil()
        page.close()
    except (pdfium.PdfiumError, ValueError, MemoryError):
        builder.note("loss", "the page could not be rendered", Place(page=number))
        return PageParts(number, 0.0, 0.0)
    return _page(picture, number, builder)


def _require(source: str) -> None:
    if not available():
        raise MissingExtra(f"this is a scan; to read it: {HOW_TO_INSTALL}", file=source)


def _page(picture: Image.Image, number: int, builder: DocumentBuilder) -> PageParts:
    module: Any = import_module("govtext.readers.scan.page")
    parts: PageParts = module.recognise(picture, number, builder)
    return parts


def _frames(data: bytes, source: str, limits: Limits) -> Iterator[Image.Image]:
    try:
        with Image.open(BytesIO(data)) as picture:
            _check_size(picture, source, limits)
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > limits.max_pages:
                    raise BoundExceeded("too many frames", file=source, expected=f"at most {limits.max_pages}")
                _check_size(frame, source, limits)
                yield _on_white(frame)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableFile("the picture is damaged or of an unknown kind", file=source, found=str(error)) from error


def _check_size(picture: Image.Image, source: str, limits: Limits) -> None:
    if picture.width * picture.height > limits.max_pixels:
        size = f"{picture.width} x {picture.height}"
        raise BoundExceeded("too many pixels", file=source, found=size, expected=f"at most {limits.max_pixels}")


def _on_white(frame: Image.Image) -> Image.Image:
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        clear = frame.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return frame.convert("RGB")
