"""One pass over a page as the parser meets its elements; no tree, so nesting costs neither memory nor recursion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NoReturn

from govtext.errors import BoundExceeded
from govtext.limits import Limits
from govtext.readers.folding import fold
from govtext.readers.html.layout import RawCell
from govtext.readers.html.lines import Lines
from govtext.readers.html.metadata import page_data
from govtext.readers.html.pieces import Node, Piece
from govtext.readers.html.tables import RawTable, table_pieces

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_ABSENT = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_SPAN = re.compile(r"\s*(\d+)", re.ASCII)
_INLINE_DEPTH = 10
"""Elements that only style text may nest so many times deeper than the others."""

_ELEMENTS = {kind: frozenset(tags) for kind, tags in page_data()["elements"].items()}
_CELLS, _FURNITURE, _HIDDEN = _ELEMENTS["cells"], _ELEMENTS["furniture"], _ELEMENTS["hidden"]
_BLOCKS = frozenset(("table", "tr", "option")).union(
    *(_ELEMENTS[kind] for kind in ("containers", "blocks", "headings", "preformatted", "cells", "row_groups", "hidden"))
)
_FIELDS = frozenset(("", "text", "number", "tel", "email", "url", "search"))
_CLASS_WORDS = re.compile(r"[\s_-]+")

End = Callable[[], None]
Attributes = Mapping[str, str]


class Walker:
    """A target for lxml's parser; afterwards `pieces`, `title`, `metas` and `pictures` hold what the page has.

    Raises `BoundExceeded` from within the parser: nesting, cells, paragraphs.
    """

    def __init__(self, limits: Limits, *, may_hide: bool = True) -> None:
        self.pieces: list[Piece] = []
        self.title, self.metas, self.pictures = "", dict[str, str](), list[Node]()
        self._limits, self._may_hide = limits, may_hide
        self._deepest = _INLINE_DEPTH * limits.max_depth
        self._furniture = frozenset(page_data()["furniture"]["classes"])
        self._ends: list[End | None] = []
        self._tables: list[RawTable] = []
        self._depth = self._cells = self._rows = 0
        self._lines = Lines(limits, self.pieces)
        self.data = self._lines.data

    # What the parser calls

    def start(self, tag: str, attributes: Attributes) -> None:
        if len(self._ends) > self._deepest:
            self._refuse_depth()
        end = None
        if not self._lines.skipping:
            begin = _BEGIN.get(tag)
            if self._may_hide and _hides(tag, attributes):
                end = self._hide(tag, attributes)
            elif begin is not None:
                end = begin(self, tag, attributes)
            elif attributes and _RAISED.search(attributes.get("style") or ""):
                end = self._begin_mark()
        self._ends.append(end)

    def end(self, tag: str) -> None:  # noqa: ARG002
        if (end := self._ends.pop()) is not None:
            end()

    def close(self) -> Walker:
        self._lines.flush()  # the parser has ended every element by now
        return self

    # Elements

    def _enter(self) -> None:
        """A block begins: what stood before it is a paragraph."""
        if self._lines.buffer:
            self._lines.flush()
        self._depth += 1
        if self._depth > self._limits.max_depth:
            self._refuse_depth()

    def _begin_block(self, *_: object) -> End:
        self._enter()
        return self._end_block

    def _begin_heading(self, *_: object) -> End:
        self._enter()
        self._lines.headings += 1
        return self._end_heading

    def _begin_pre(self, *_: object) -> End:
        self._enter()
        self._lines.preformatted += 1
        return self._end_pre

    def _begin_option(self, _: str, attributes: Attributes) -> End:
        if "selected" not in attributes:
            return self._begin_skip()
        self._enter()
        return self._end_block

    def _hide(self, tag: str, attributes: Attributes) -> End:
        if tag in _ELEMENTS["skipped"]:
            return self._begin_skip()
        return self._begin_hidden(tag, attributes) if tag in _BLOCKS else self._begin_aside()

    def _begin_hidden(self, tag: str, attributes: Attributes) -> End:
        self._lines.flush()
        self._lines.node = outer = Node(self._lines.node, self._lines.node.depth + 1, hidden=True)
        begin = Walker._begin_container if tag in _HIDDEN else _BEGIN[tag]
        inner_end = begin(self, tag, attributes)

        def end() -> None:
            self._lines.flush()
            if inner_end is not None:
                inner_end()
            self._lines.node = outer.parent or outer

        return end

    def _begin_container(self, tag: str, attributes: Attributes) -> End:
        self._enter()
        self._step_in(tag in _FURNITURE, attributes)
        return self._end_container

    def _step_in(self, furniture: bool, attributes: Attributes) -> None:
        outer = self._lines.node
        if attributes and not furniture:
            furniture = self._is_named_furniture(attributes)
        self._lines.node = Node(outer, outer.depth + 1, furniture, outer.hidden)

    def _begin_table(self, _: str, attributes: Attributes) -> End:
        self._enter()
        self._step_in(False, attributes)
        self._tables.append(RawTable(self._lines.node))
        self._lines.flow = self._tables[-1].stray
        return self._end_table_element

    def _begin_group(self, tag: str, _: Attributes) -> End:
        self._enter()
        if not self._tables:
            return self._end_block
        self._end_cell(self._tables[-1])
        self._tables[-1].begin_group(tag)
        return self._end_group

    def _begin_row(self, *_: object) -> End:
        self._enter()
        if not self._tables:
            return self._end_block
        self._rows = self._bounded(self._rows + 1, "rows")
        self._end_cell(self._tables[-1])
        self._tables[-1].begin_row()
        return self._end_row

    def _begin_cell(self, _: str, attributes: Attributes) -> End:
        self._enter()
        self._step_in(False, attributes)
        if not self._tables:
            return self._end_container
        self._cells = self._bounded(self._cells + 1, "cells")
        table = self._tables[-1]
        self._end_cell(table)
        absent = self._lines.node.hidden > table.node.hidden
        cell = table.begin_cell(RawCell(*_spans(attributes), absent=absent))
        self._lines.flow = cell.pieces

        def end() -> None:
            if table.cell is cell:
                self._end_cell(table)
            else:
                self._lines.flush()
            self._leave()

        return end

    def _is_named_furniture(self, attributes: Attributes) -> bool:
        if "class" not in attributes and "id" not in attributes:
            return False
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        return not self._furniture.isdisjoint(_CLASS_WORDS.split(names.lower()))

    def _begin_link(self, _: str, attributes: Attributes) -> End | None:
        if "href" not in attributes:
            return None
        self._lines.link_depth += 1
        return self._end_link

    def _begin_skip(self, *_: object) -> End:
        self._lines.skipping = True
        return self._end_skip

    def _begin_title(self, *_: object) -> End:
        self._lines.stash()
        return self._end_title

    def _begin_mark(self, *_: object) -> End:
        self._lines.stash()
        return self._end_mark

    def _break(self, *_: object) -> None:
        self._lines.flush()

    def _note_field(self, _: str, attributes: Attributes) -> None:
        """What is typed into a cell's field is the cell's text."""
        if self._tables and self._tables[-1].cell and attributes.get("type", "").lower() in _FIELDS:
            self._lines.add(attributes.get("value") or "")

    def _note_picture(self, *_: object) -> None:
        self.pictures.append(self._lines.node)

    def _note_meta(self, _: str, attributes: Attributes) -> None:
        name = (attributes.get("name") or "").lower()
        if name in page_data()["meta_tags"]:
            self.metas.setdefault(name, fold(attributes.get("content") or ""))

    def _begin_aside(self, *_: object) -> End:
        """Text within a line that is hidden or struck out: kept out of the line, as a hidden piece of its own."""
        self._lines.stash()
        self._lines.node = Node(self._lines.node, self._lines.node.depth + 1, hidden=True)
        return self._end_aside

    # Their ends

    def _leave(self) -> None:
        self._depth -= 1
        self._lines.node = self._lines.node.parent or self._lines.node

    def _end_block(self) -> None:
        self._lines.flush()
        self._depth -= 1

    def _end_heading(self) -> None:
        self._end_block()
        self._lines.headings -= 1

    def _end_pre(self) -> None:
        self._end_block()
        self._lines.preformatted -= 1

    def _end_container(self) -> None:
        self._lines.flush()
        self._leave()

    def _end_row(self) -> None:
        self._end_block()
        if self._tables:
            self._end_cell(self._tables[-1])
            self._tables[-1].row = None

    def _end_group(self) -> None:
        self._end_row()
        if self._tables:
            self._tables[-1].begin_group("tbody")

    def _end_cell(self, table: RawTable) -> None:
        if table.cell is not None:
            self._lines.flush()
            table.end_cell()
            self._lines.flow = table.stray

    def _end_table_element(self) -> None:
        self._lines.flush()
        self._end_table()
        self._leave()

    def _end_table(self) -> None:
        table = self._tables.pop()
        table.end_cell()
        outer = self._tables[-1] if self._tables else None
        self._lines.flow = self.pieces if outer is None else outer.cell.pieces if outer.cell else outer.stray
        self._lines.flow.extend(table_pieces(table, self._limits))

    def _end_link(self) -> None:
        self._lines.link_depth -= 1

    def _end_skip(self) -> None:
        self._lines.skipping = False

    def _end_title(self) -> None:
        text = self._lines.unstash()
        self.title = self.title or text

    def _end_mark(self) -> None:
        self._lines.add_mark(self._lines.unstash(), self._tables[-1].cell if self._tables else None)

    def _bounded(self, count: int, what: str) -> int:
        most = self._limits.max_cells
        if count > most:
            raise BoundExceeded(f"the page has too many {what}", expected=f"at most {most:,}")
        return count

    def _refuse_depth(self) -> NoReturn:
        found, most = f"{len(self._ends) + 1} levels", f"at most {self._limits.max_depth}"
        raise BoundExceeded("elements are nested too deeply", found=found, expected=most)

    def _end_aside(self) -> None:
        self._lines.flush()
        self._lines.node = self._lines.node.parent or self._lines.node
        self._lines.unstash()


_BEGIN: dict[str, Callable[[Walker, str, Attributes], End | None]] = {
    **dict.fromkeys(_ELEMENTS["containers"], Walker._begin_container),
    **dict.fromkeys(_ELEMENTS["blocks"], Walker._begin_block),
    **dict.fromkeys(_ELEMENTS["headings"], Walker._begin_heading),
    **dict.fromkeys(_ELEMENTS["preformatted"], Walker._begin_pre),
    **dict.fromkeys(_ELEMENTS["cells"], Walker._begin_cell),
    **dict.fromkeys(_ELEMENTS["row_groups"], Walker._begin_group),
    **dict.fromkeys(_ELEMENTS["hidden"], Walker._begin_hidden),
    **dict.fromkeys(_ELEMENTS["struck_out"], Walker._begin_aside),
    **dict.fromkeys(_ELEMENTS["skipped"], Walker._begin_skip),
    "table": Walker._begin_table,
    "tr": Walker._begin_row,
    "option": Walker._begin_option,
    "a": Walker._begin_link,
    "br": Walker._break,
    "hr": Walker._break,
    "img": Walker._note_picture,
    "input": Walker._note_field,
    "meta": Walker._note_meta,
    "sub": Walker._begin_mark,
    "sup": Walker._begin_mark,
    "title": Walker._begin_title,
}
"""What a tag does; every other only styles text."""


def _hides(tag: str, attributes: Attributes) -> bool:
    if tag in ("body", "html") or not attributes:
        return False
    style = _ABSENT if tag in _CELLS else _HIDING
    return "hidden" in attributes or bool(style.search(attributes.get("style") or ""))


def _spans(attributes: Attributes) -> tuple[int, int]:
    """Row and column span as written: what is no number is 1; a row span of 0 reaches to the end of its group."""
    if not attributes:
        return 1, 1
    return _span(attributes.get("rowspan"), 0), _span(attributes.get("colspan"), 1)


def _span(written: str | None, least: int) -> int:
    match = _SPAN.match(written) if written else None
    return max(least, int(match[1][:7])) if match else 1
