"""One pass over a page as the parser meets its elements; no tree, so nesting costs neither memory nor recursion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from govtext.errors import BoundExceeded
from govtext.limits import Limits
from govtext.readers.folding import fold, visible
from govtext.readers.html_metadata import page_data
from govtext.readers.html_pieces import Node, Piece
from govtext.readers.html_tables import RawTable, table_pieces

HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_ABSENT = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[\[［（(〔*]*(?:\d{1,2}|注\d?|[①-⑳]|\*+|†)?[\]］）)〕]*")
_SPAN = re.compile(r"\s*(\d+)", re.ASCII)
_INLINE_DEPTH = 10
"""Elements that only style text may nest so many times deeper than the others."""

_CONTAINERS = frozenset(
    "html body div section article main aside nav header footer form center fieldset ul ol dl menu blockquote details"
    " figure td th table frameset object noscript template svg xml button select dialog".split()
)
_BLOCKS = _CONTAINERS | frozenset(
    "p li dt dd h1 h2 h3 h4 h5 h6 address caption legend hr br tr thead tbody tfoot summary figcaption dir"
    " textarea pre listing xmp plaintext option optgroup".split()
)
_SKIPPED = frozenset("script style iframe noframes canvas video audio embed".split())
_FURNITURE = frozenset("nav footer aside button select dialog".split())
_HIDDEN = frozenset("noscript template svg xml".split())
_HEADINGS = frozenset(("h1", "h2"))
_PRE = frozenset("pre listing xmp plaintext textarea".split())
_CELLS = frozenset(("td", "th"))
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
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
        self._furniture = frozenset(page_data()["furniture"]["classes"])
        self._ends: list[End | None] = []
        self._node = Node()
        self._flow = self.pieces
        self._tables: list[RawTable] = []
        self._buffer: list[str] = []
        self._stashed: list[tuple[list[str], int]] = []
        self._links = self._link_depth = self._pre = self._heading = self._count = self._depth = 0
        self._skipping = False

    # What the parser calls

    def start(self, tag: str, attributes: Attributes) -> None:
        if len(self._ends) > _INLINE_DEPTH * self._limits.max_depth:
            self._refuse_depth()
        self._ends.append(None if self._skipping else self._begin(tag, attributes))

    def end(self, tag: str) -> None:  # noqa: ARG002
        end = self._ends.pop()
        if end is not None:
            end()

    def data(self, text: str) -> None:
        if self._skipping:
            return
        if self._pre and "\n" in text:
            *lines, text = text.split("\n")
            for line in lines:
                self._buffer.append(line)
                self._flush()
        self._buffer.append(text)
        if self._link_depth:
            self._links += len(text.strip())

    def close(self) -> Walker:
        self._flush()
        while self._tables:
            self._end_table()
        return self

    # Elements

    def _begin(self, tag: str, attributes: Attributes) -> End | None:
        if tag in _BLOCKS:
            return self._begin_block(tag, attributes)
        if tag == "a":
            return self._begin_link() if "href" in attributes else None
        if tag in _SKIPPED:
            return self._begin_skip()
        if tag == "title":
            return self._begin_title()
        if tag == "sup":
            return self._begin_mark()
        if self._may_hide and _hides(tag, attributes):
            return self._begin_aside()
        self._note_void(tag, attributes)
        return None

    def _note_void(self, tag: str, attributes: Attributes) -> None:
        if tag == "input":
            if self._tables and self._tables[-1].cell and attributes.get("type", "").lower() in _FIELDS:
                self._buffer.append(attributes.get("value") or "")
        elif tag == "img":
            self.pictures.append(self._node)
        elif tag == "meta":
            name = (attributes.get("name") or attributes.get("property") or "").lower()
            if name in page_data()["meta_tags"]:
                self.metas.setdefault(name, fold(attributes.get("content") or ""))

    def _begin_block(self, tag: str, attributes: Attributes) -> End | None:
        self._flush()
        if tag in ("br", "hr"):
            return None
        self._depth += 1
        if self._depth > self._limits.max_depth:
            self._refuse_depth()
        if tag in _HIDDEN or (self._may_hide and _hides(tag, attributes)):
            return self._begin_hidden(tag, attributes)
        return self._begin_visible(tag, attributes)

    def _begin_hidden(self, tag: str, attributes: Attributes) -> End:
        self._node = outer = Node(self._node, self._node.depth + 1, hidden=True)
        inner_end = self._begin_visible(tag, attributes)

        def end() -> None:
            inner_end()
            self._node = outer.parent or outer

        return end

    def _begin_visible(self, tag: str, attributes: Attributes) -> End:
        if tag in _CONTAINERS:
            return self._begin_container(tag, attributes)
        if tag in _HEADINGS:
            self._heading += 1
            return self._end_heading
        if tag in _PRE:
            self._pre += 1
            return self._end_pre
        return self._begin_plain(tag, attributes)

    def _begin_plain(self, tag: str, attributes: Attributes) -> End:
        table = self._tables[-1] if self._tables else None
        if table and tag == "tr":
            self._end_cell(table)
            self._counted()
            table.begin_row()
            return self._end_row
        if table and tag in _GROUPS:
            self._end_cell(table)
            table.begin_group(tag)
            return self._end_group
        if tag == "option" and "selected" not in attributes:
            self._depth -= 1
            return self._begin_skip()
        return self._end_block

    def _begin_container(self, tag: str, attributes: Attributes) -> End:
        outer = self._node
        furniture = tag in _FURNITURE or self._is_named_furniture(attributes)
        self._node = Node(outer, outer.depth + 1, furniture, outer.hidden)
        if tag == "table":
            self._tables.append(RawTable(self._node))
            self._flow = self._tables[-1].stray
            return self._end_table_element
        if tag in _CELLS and self._tables:
            return self._begin_cell(self._tables[-1], attributes)
        return self._end_container

    def _is_named_furniture(self, attributes: Attributes) -> bool:
        if not attributes:
            return False
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        return len(names) > 1 and not self._furniture.isdisjoint(_CLASS_WORDS.split(names.lower()))

    def _begin_cell(self, table: RawTable, attributes: Attributes) -> End:
        self._end_cell(table)
        self._counted()
        down, across = _span(attributes, "rowspan", least=0), _span(attributes, "colspan", least=1)
        cell = table.begin_cell(down, across)
        cell.absent = self._node.hidden > table.node.hidden
        self._flow = cell.pieces

        def end() -> None:
            self._flush()
            if table.cell is cell and self._tables[-1:] == [table]:
                self._end_cell(table)
            self._leave()

        return end

    def _begin_link(self) -> End:
        self._link_depth += 1
        return self._end_link

    def _begin_skip(self) -> End:
        self._skipping = True
        return self._end_skip

    def _begin_title(self) -> End:
        self._stash()
        return self._end_title

    def _begin_mark(self) -> End:
        self._stash()
        return self._end_mark

    def _begin_aside(self) -> End:
        """Text within a line that is not displayed: kept out of the line, as a piece of its own."""
        self._stash()
        self._node = Node(self._node, self._node.depth + 1, hidden=True)
        return self._end_aside

    # Their ends

    def _leave(self) -> None:
        self._depth -= 1
        self._node = self._node.parent or self._node

    def _end_block(self) -> None:
        self._flush()
        self._depth -= 1

    def _end_heading(self) -> None:
        self._end_block()
        self._heading -= 1

    def _end_pre(self) -> None:
        self._end_block()
        self._pre -= 1

    def _end_container(self) -> None:
        self._flush()
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
        self._flush()
        table.end_cell()
        self._flow = table.stray

    def _end_table_element(self) -> None:
        self._flush()
        self._end_table()
        self._leave()

    def _end_table(self) -> None:
        table = self._tables.pop()
        table.end_cell()
        outer = self._tables[-1] if self._tables else None
        self._flow = self.pieces if outer is None else outer.cell.pieces if outer.cell else outer.stray
        self._flow.extend(table_pieces(table, self._limits))

    def _end_link(self) -> None:
        self._link_depth -= 1

    def _end_skip(self) -> None:
        self._skipping = False

    def _end_title(self) -> None:
        self.title = self.title or fold("".join(self._buffer))
        self._unstash()

    def _end_mark(self) -> None:
        """A footnote's mark must not join the figure before it."""
        mark = "".join(self._buffer).strip()
        self._unstash()
        before = next((text.rstrip()[-1:] for text in reversed(self._buffer) if text.strip()), "")
        if not (mark and before.isdigit() and _FOOTNOTE.fullmatch(mark)):
            self._buffer.append(mark)
        elif self._tables and (cell := self._tables[-1].cell):
            cell.marks += 1
        else:
            self._buffer.append(f"[{mark}]" if mark[0].isdigit() else mark)

    def _end_aside(self) -> None:
        self._flush()
        self._node = self._node.parent or self._node
        self._unstash()

    # Text

    def _stash(self) -> None:
        self._stashed.append((self._buffer, self._links))
        self._buffer, self._links = [], 0

    def _unstash(self) -> None:
        self._buffer, self._links = self._stashed.pop()

    def _flush(self) -> None:
        if not self._buffer:
            return
        raw = "".join(self._buffer)
        text = visible(raw).rstrip() if self._pre else fold(raw)
        if text.strip():
            self._counted()
            self._flow.append(Piece(self._node, text, links=self._links, heading=self._heading > 0))
        self._buffer.clear()
        self._links = 0

    # Bounds

    def _counted(self) -> None:
        self._count += 1
        if self._count > 2 * self._limits.max_cells:
            most = f"at most {self._limits.max_cells:,}"
            raise BoundExceeded("the page has too many cells and paragraphs", expected=most)

    def _refuse_depth(self) -> None:
        most = f"at most {self._limits.max_depth}"
        raise BoundExceeded("elements are nested too deeply", found=f"{len(self._ends)} levels", expected=most)


def _hides(tag: str, attributes: Attributes) -> bool:
    if tag in ("body", "html") or not attributes:
        return False
    style = _ABSENT if tag in _CELLS else HIDING
    return "hidden" in attributes or bool(style.search(attributes.get("style") or ""))


def _span(attributes: Attributes, name: str, *, least: int) -> int:
    """A span as written; what is no number is 1, and nothing asks for more than a million."""
    match = _SPAN.match(attributes.get(name) or "1")
    return max(least, int(match[1][:7])) if match else 1
