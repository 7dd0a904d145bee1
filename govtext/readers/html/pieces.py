"""What the walk over a page finds, in reading order: pieces, each with its place among the page's containers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from govtext.document import Severity


@dataclass(slots=True, eq=False)  # not frozen: that would double the time of making one
class Node:
    """A container of the page (div, section, cell ...); `furniture` and `hidden` are what its own markup says."""

    parent: Node | None = None
    depth: int = 0
    furniture: bool = False
    hidden: bool = False
    """Hidden itself, or within something hidden."""

    def lineage(self) -> Iterator[Node]:
        """The node and its ancestors, innermost first."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def common(self, other: Node) -> Node:
        """The innermost container of both."""
        one, two = self, other
        while one is not two:
            if one.depth >= two.depth:
                one = one.parent or one
            else:
                two = two.parent or two
        return one


class Slot(NamedTuple):
    """A cell where the table algorithm of HTML puts it; rows and columns count from 0."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int


class Piece(NamedTuple):
    """A paragraph (`text`), a grid (`slots`), or a page's own metadata (`pairs`); `links`: characters within links."""

    node: Node
    text: str = ""
    slots: tuple[Slot, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    links: int = 0
    heading: bool = False
    notes: tuple[tuple[Severity, str], ...] = ()

    @property
    def length(self) -> int:
        """Characters of the paragraph or of all cells."""
        return len(self.text) + sum(len(slot.text) for slot in self.slots)

    @property
    def linked(self) -> bool:
        """Half of the text or more is links."""
        return self.links > 0 and 2 * self.links >= self.length
