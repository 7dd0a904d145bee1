"""Which columns of a table can be trusted: its header labels, read row by row, set against the form's.

The order of the columns is the form's own. A column is trusted where its label stands in the header at its place in
that order; where labels are missing, strange or out of order, the figures below them are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from govtext.document import GridCell
from govtext.forms import Line
from govtext.forms.labels import bare, best_match, normal
from govtext.parse.tables.vocabulary import Home, marker_blocks

_SHORTEST_CUT = 2
_SIGNED = frozenset({"items_change"})
_PRINTED_UNIT = re.compile(r"单位[:：]?\s*(亿元|万元|千元|元)")


@dataclass(frozen=True, slots=True)
class Node:
    """A label of a block's header; `leaf` is the index of the value column below it, None for a group label.

    `above` are the places, among the block's nodes, of the group labels over it.
    """

    names: tuple[str, ...]
    leaf: int | None
    above: tuple[int, ...] = ()

    @property
    def word(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found: for every value column of the block the cell that names it, None where it is not trusted."""

    home: Home
    cells: tuple[GridCell | None, ...]
    fit: float
    """Share of labels, of the header or of the form whichever has more, that stand where they should."""
    repairs: tuple[str, ...] = ()
    strange: tuple[GridCell, ...] = ()
    """Cells beside the form's labels that are none of them: 序号, 小计, 备注."""

    @property
    def width(self) -> int:
        return len(self.cells)


@lru_cache(maxsize=1024)
def printed_unit(text: str) -> str:
    """The unit of money that a column's header prints, or nothing."""
    found = _PRINTED_UNIT.search(text)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value column of a block: the row it is bound to (only where the block lies across) and the column."""

    row: Line | None
    column: Line


@cache
def leaves(home: Home) -> tuple[Leaf, ...]:
    """The value columns of one printed row of the block."""
    block = home.block
    if block.across:
        return tuple(Leaf(row, column) for row in block.rows for column in block.columns)
    return tuple(Leaf(None, column) for column in block.columns)


@dataclass(frozen=True, slots=True)
class Target:
    """The figure that a value cell is, by its place in a printed row, and how it is to be read."""

    key: str
    table: str
    row: str
    column: str
    unit: str
    signed: bool


@cache
def targets(home: Home, row: str | None) -> tuple[Target, ...]:
    """The figures of the block's printed row `row` (None where the block lies across), left to right."""
    table = home.table.code
    pairs = ((leaf.row.code if leaf.row else row or "", leaf.column) for leaf in leaves(home))
    return tuple(
        Target(f"{table}/{line}/{column.code}", table, line, column.code, column.unit, column.code in _SIGNED)
        for line, column in pairs
    )


@cache
def nodes(home: Home) -> tuple[Node, ...]:
    """The header's labels level by level, as they stand on the form."""
    paths = [_path(leaf) for leaf in leaves(home)]
    found: list[Node] = []
    known: dict[tuple[tuple[str, ...], ...], int] = {}
    for depth in range(max(map(len, paths))):
        for index, path in enumerate(paths):
            part, is_leaf = path[: depth + 1], len(path) == depth + 1
            if len(path) > depth and (is_leaf or part not in known):
                known[part] = len(found)
                above = tuple(known[path[:level]] for level in range(1, depth + 1))
                names = tuple(bare(name) for name in path[depth])
                found.append(Node(names, index if is_leaf else None, above))
    return tuple(found)


@cache
def _flat(home: Home) -> tuple[Node, ...]:
    """The block's columns where one header row holds them all, group labels before them in the same cell or nowhere."""
    found = []
    for index, leaf in enumerate(leaves(home)):
        *groups, own = _path(leaf)
        names = {
            "".join(bare(name) for (name,) in groups[start:]) + bare(end) for start in range(len(groups)) for end in own
        }
        alone = () if home.block.across else tuple(bare(name) for name in own)
        found.append(Node((*alone, *sorted(names)), index))
    return tuple(found)


def _path(leaf: Leaf) -> tuple[tuple[str, ...], ...]:
    """The labels over a value column, outermost first, each with its wordings."""
    groups = (*(leaf.row.path if leaf.row else ()), *leaf.column.path[:-1])
    return (*((name,) for name in groups), leaf.column.names)


def observed(cells: Sequence[GridCell]) -> list[GridCell]:
    """The header cells that say something: corners, markers and empty ones left out."""
    return [cell for cell in cells if _says_something(cell.text)]


@lru_cache(maxsize=1024)
def _says_something(text: str) -> bool:
    word = bare(text)
    furniture = marker_blocks(text) or word == "信息内容" or (len(word) > 12 and "第一项加第二项" in word)
    return bool(normal(text)) and not furniture


def read_header(cells: Sequence[GridCell], home: Home) -> Header:
    """Set the header cells (in row order) against the block's labels, in levels as on the form or all in one row."""
    seen = observed(cells)
    levels = _read(seen, home, nodes)
    if levels.fit == 1 or not seen:
        return levels
    flat = _read(seen, home, _flat)
    return flat if flat.fit > levels.fit else levels


Arrangement = Callable[[Home], tuple[Node, ...]]


def _read(seen: Sequence[GridCell], home: Home, arrange: Arrangement) -> Header:
    found = _match(tuple(cell.text for cell in seen), home, arrange)
    cells = tuple(None if place is None else seen[place] for place in found.columns)
    surplus = len(seen) > len(arrange(home))
    strange = _strange(seen, found.known) if surplus else ()
    return Header(home, cells, found.fit, found.repairs, strange)


@dataclass(frozen=True, slots=True)
class _Match:
    """Header texts set against a block's labels: for each column and for all labels known, the place of the text."""

    columns: tuple[int | None, ...]
    known: frozenset[int]
    fit: float
    repairs: tuple[str, ...]


@lru_cache(maxsize=512)
def _match(texts: tuple[str, ...], home: Home, arrange: Arrangement) -> _Match:
    wanted = arrange(home)
    words = [_word(text, home, arrange) for text in texts]
    repairs: list[str] = []
    if len(texts) == len(wanted):
        pairs = [(i, i) for i in range(len(texts)) if _stands(words[i], texts[i], wanted[i], repairs)]
    else:
        matcher = SequenceMatcher(None, words, [node.word for node in wanted], autojunk=False)
        pairs = [(a + k, b + k) for a, b, size in matcher.get_matching_blocks() for k in range(size)]
    columns: list[int | None] = [None] * len(leaves(home))
    right = {there for _, there in pairs}
    for here, there in pairs:
        leaf = wanted[there].leaf
        if leaf is not None and all(_may_stand(wanted, above, right, words) for above in wanted[there].above):
            columns[leaf] = here
    fit = len(pairs) / max(len(texts), len(wanted), 1)
    return _Match(tuple(columns), frozenset(here for here, _ in pairs), fit, tuple(repairs))


def _strange(seen: Sequence[GridCell], known: Collection[int]) -> tuple[GridCell, ...]:
    rows = {seen[place].row for place in known}
    return tuple(cell for place, cell in enumerate(seen) if place not in known and cell.row in rows)


def _may_stand(wanted: Sequence[Node], group: int, right: Collection[int], words: Sequence[str]) -> bool:
    """Whether columns under a group label may be trusted: it stands at its place, or it is absent and not needed.

    It is needed where column labels recur from group to group.
    """
    names = [node.word for node in wanted if node.leaf is not None]
    return group in right or (wanted[group].word not in words and len(set(names)) == len(names))


@lru_cache(maxsize=4096)
def _word(text: str, home: Home, arrange: Arrangement) -> str:
    """The form's word for a header text, or the text itself behind a question mark."""
    word = bare(text)
    names = {name: node.word for node in arrange(home) for name in node.names}
    match = best_match(text, names)
    return match.code if match else f"?{word}"


def _stands(word: str, text: str, node: Node, repairs: list[str]) -> bool:
    if word == node.word:
        return True
    cut = bare(text)
    if word.startswith("?") and len(cut) >= _SHORTEST_CUT and any(name.startswith(cut) for name in node.names):
        repairs.append(f"the header 「{text}」 is cut short; taken for 「{node.word}」 by its place")
        return True
    return False
