"""The text between two breaks of a page, collected until it is a paragraph."""

from __future__ import annotations

import re

from govtext.errors import BoundExceeded
from govtext.limits import Limits
from govtext.readers.folding import fold, visible
from govtext.readers.html.layout import RawCell
from govtext.readers.html.pieces import Node, Piece

_FOOTNOTE = re.compile(r"[\[［（(〔*]*(?:\d{1,2}|注\d?|[①-⑳]|\*+|†)?[\]］）)〕]*")


class Lines:
    """Collects text; `flush` ends the paragraph and puts it into `flow`.

    Raises `BoundExceeded` where there are more paragraphs than a page may have cells.
    """

    def __init__(self, limits: Limits, flow: list[Piece]) -> None:
        self.flow = flow
        self.node = Node()
        self.skipping = False
        self.link_depth = self.preformatted = self.headings = 0
        """How many links, preformatted blocks and headings are open."""
        self._most, self._count = limits.max_cells, 0
        self.buffer: list[str] = []
        """The text since the last break."""
        self._links = 0
        self._stashed: list[tuple[list[str], int]] = []

    def data(self, text: str) -> None:
        """What the parser calls for text."""
        if self.skipping or (not self.buffer and text.isspace()):
            return
        if self.preformatted and "\n" in text:
            *lines, text = text.split("\n")
            for line in lines:
                self.buffer.append(line)
                self.flush()
        self.buffer.append(text)
        if self.link_depth:
            self._links += len(text.strip())

    def flush(self) -> None:
        if not self.buffer:
            return
        text = self.buffer[0] if len(self.buffer) == 1 else "".join(self.buffer)
        if not text.isalnum():
            text = visible(text).rstrip() if self.preformatted else fold(text)
        if text and not text.isspace():
            self._count += 1
            if self._count > self._most:
                raise BoundExceeded("the page has too many paragraphs", expected=f"at most {self._most:,}")
            self.flow.append(Piece(self.node, text, (), (), self._links, self.headings > 0))
        self.buffer.clear()
        self._links = 0

    def stash(self) -> None:
        """Begin text that is not part of the line it stands in."""
        self._stashed.append((self.buffer, self._links))
        self.buffer, self._links = [], 0

    def unstash(self) -> str:
        """What was collected since `stash`, folded; the line goes on where it was."""
        text = fold("".join(self.buffer))
        self.buffer, self._links = self._stashed.pop()
        return text

    def add(self, text: str) -> None:
        self.buffer.append(text)

    def add_mark(self, mark: str, cell: RawCell | None) -> None:
        """Add raised text; a footnote's mark must not join the figure before it."""
        before = next((text.rstrip()[-1:] for text in reversed(self.buffer) if text.strip()), "")
        if not (mark and before.isdigit() and _FOOTNOTE.fullmatch(mark)):
            self.buffer.append(mark)
        elif cell:
            cell.marks += 1
        else:
            self.buffer.append(f"[{mark}]" if mark[0].isdigit() else mark)
