"""Text cut into lines of a page's width, as PDF tools give it: the lines of a paragraph are joined again.

A sentence or a number must not end where the page was full. Only prose is joined; lines with wide gaps or bars stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from govtext.document import Block, Document, DocumentBuilder, Paragraph

PAGE_NUMBER = re.compile(r"^\s*(?:[-—–]+\s*\d{1,3}\s*[-—–]+|第\s*\d{1,3}\s*页[\s，,/]*(?:[共/]\s*\d{1,3}\s*页)?)\s*$")
"""A line that holds nothing but a page's number: - 3 -, 第3页, 第3页 共5页."""
_GAP = re.compile(r"\S\s{3,}\S")
_HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])")
_LEAST_LINES = 6
_PROSE = 20
"""Prose lines are at least this wide; a Han character is two wide."""
_SLACK = 6
"""Columns by which a full line may be narrower: a first line's indent, a mark that did not fit."""
_LONGER = 0.05
"""Share of the prose lines that may be longer."""
_NEAR = 8
_SHARE = 0.4
"""Share of the prose lines that must be as wide as the page."""


def _width(text: str) -> int:
    """How wide the text is on a screen, blanks around it left out."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text.strip())


def _indent(text: str) -> int:
    return _width(text[: len(text) - len(text.lstrip())].replace("\u3000", "  ").replace(" ", "."))


def _is_prose(text: str) -> bool:
    return _width(text) >= _PROSE and not _GAP.search(text.strip())


def page_width(lines: Sequence[str]) -> int | None:
    """The width at which the text was cut into lines, None where it was not.

    >>> page_width(["句" * 30] * 8 + ["句" * 11])
    60
    >>> page_width(["句" * length for length in (30, 80, 200, 15, 44, 60, 70)]) is None
    True
    """
    widths = [_width(line) for line in lines if _is_prose(line)]
    if len(widths) < _LEAST_LINES:
        return None
    usual = max(Counter(widths).items(), key=lambda item: (item[1], item[0]))[0]
    full = sum(abs(width - usual) <= _SLACK for width in widths)
    longer = sum(width > usual + _SLACK for width in widths)
    return usual if full >= _SHARE * len(widths) and longer <= _LONGER * len(widths) else None


@dataclass(frozen=True, slots=True)
class _Page:
    """The width of full lines, and the lines themselves in order."""

    width: int
    lines: Sequence[str]

    def goes_on(self, index: int) -> bool:
        """Whether the next line is of the same paragraph: this one is full, the next neither new nor a row."""
        line, following = self.lines[index], self.lines[index + 1]
        if not _is_prose(line) or _width(line) < self.width - _SLACK or _GAP.search(following.strip()):
            return False
        return not _HEADING.match(following) and _indent(following) <= self._base(index) + 1

    def _base(self, index: int) -> int:
        """The indent of lines that go on: the least indent of full lines nearby."""
        near = [line for line in self.lines[max(0, index - _NEAR) : index + _NEAR + 1] if _is_prose(line)]
        return min(_indent(line) for line in near)


def unwrapped(document: Document) -> Document:
    """The document with wrapped prose joined and page numbers left out; the same document where nothing was wrapped."""
    blocks = [block for block in document.blocks if not _is_page_number(block)]
    width = page_width([block.text for block in blocks if isinstance(block, Paragraph)])
    if width is None:
        return document
    page = _Page(width, [block.text if isinstance(block, Paragraph) else "" for block in blocks])
    builder = DocumentBuilder(document.source, document.kind, document.reader, encoding=document.encoding)
    for block in _joined(blocks, page):
        if isinstance(block, Paragraph):
            builder.paragraph(block.text, block.place)
        else:
            builder.grid(block.cells, block.place, layout=block.layout)
    builder.note("info", f"the text was cut into lines {width} wide; its paragraphs were joined again")
    joined = builder.build()
    return replace(joined, log=(*document.log, *joined.log))


def _is_page_number(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(PAGE_NUMBER.match(block.text))


def _joined(blocks: Sequence[Block], page: _Page) -> Iterator[Block]:
    current: Paragraph | None = None
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            yield block
            continue
        current = Paragraph(_glued(current.text, block.text), 0, current.place) if current else block
        if index + 1 == len(blocks) or not isinstance(blocks[index + 1], Paragraph) or not page.goes_on(index):
            yield current
            current = None


def _glued(first: str, second: str) -> str:
    """Two lines as one: no space beside a Han character, one between words of letters."""
    first, second = first.rstrip(), second.strip()
    space = (
        " " if first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha() else ""
    )
    return first + space + second
