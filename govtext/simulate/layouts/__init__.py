"""Every layout by name: the bytes of a report and the ending of its file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from govtext.simulate.draft import Draft
from govtext.simulate.layouts import docx, html, pdf, text


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to write a report down."""

    name: str
    suffix: str
    write: Callable[[Draft], bytes]


def _utf8(write: Callable[[Draft], str]) -> Callable[[Draft], bytes]:
    return lambda draft: write(draft).encode("utf-8")


def _old_bytes(write: Callable[[Draft], str]) -> Callable[[Draft], bytes]:
    return lambda draft: write(draft).encode("gb18030")


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            Layout("bars", ".txt", _utf8(text.bars)),
            Layout("plain", ".txt", _utf8(text.plain)),
            Layout("word_html", ".htm", _utf8(html.word)),
            Layout("page", ".html", _utf8(html.page)),
            Layout("tables", ".html", _utf8(html.tables)),
            Layout("docx", ".docx", docx.docx),
            Layout("pdf", ".pdf", pdf.pdf),
            Layout("gb18030", ".html", _old_bytes(html.old)),
        )
    }
)

__all__ = ["LAYOUTS", "Layout"]
