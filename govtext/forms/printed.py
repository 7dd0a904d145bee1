"""How a table of a form is printed: its merged header cells and row groups, derived from the label paths.

Nothing here knows a particular form. Whoever shows a table (frame, page, terminal) asks here where each label and
each figure stands.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from govtext.forms import Block, Line, Table

Scope = Literal["", "col", "row", "colgroup", "rowgroup"]


@dataclass(frozen=True, slots=True)
class Node:
    """A label that spans leaves `start` to `start + span` and levels `level` to `level + extent`."""

    text: str
    level: int
    start: int
    span: int
    extent: int
    leaf: bool


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A printed cell: a label (`scope` as in HTML), or the place of the figure with code `key`."""

    text: str = ""
    scope: Scope = ""
    row_span: int = 1
    column_span: int = 1
    key: str = ""


PrintedRow = tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """Rows that share one header, as printed."""

    head: tuple[PrintedRow, ...]
    body: tuple[PrintedRow, ...]


def nodes(paths: Sequence[tuple[str, ...]]) -> list[Node]:
    """The merged label cells of a header: neighbours with the same path above them share one cell.

    >>> [(n.text, n.level, n.start, n.span, n.extent) for n in nodes([("a", "b"), ("a", "c"), ("d",)])]
    [('a', 0, 0, 2, 1), ('b', 1, 0, 1, 1), ('c', 1, 1, 1, 1), ('d', 0, 2, 1, 2)]
    """
    depth = max(map(len, paths))
    found: list[Node] = []
    for start, path in enumerate(paths):
        for level, text in enumerate(path):
            if start and level < len(path) - 1 and paths[start - 1][: level + 1] == path[: level + 1]:
                continue
            leaf = level == len(path) - 1
            span = 1 if leaf else _run(paths, start, path[: level + 1])
            found.append(Node(text, level, start, span, depth - level if leaf else 1, leaf))
    return found


def _run(paths: Sequence[tuple[str, ...]], start: int, head: tuple[str, ...]) -> int:
    run = 0
    while start + run < len(paths) and paths[start + run][: len(head)] == head:
        run += 1
    return run


@cache
def english() -> dict[str, str]:
    """English names of the labels that group rows or columns on the forms, and of their corner cells."""
    text = (resources.files(__package__) / "groups.toml").read_text(encoding="utf-8")
    return {str(zh): str(en) for zh, en in tomllib.loads(text)["groups"].items()}


def label_path(line: Line, language: str) -> tuple[str, ...]:
    """The printed labels of a row or column, outermost first; in English the group's name is not said twice.

    >>> from govtext.forms import form
    >>> label_path(form("2021").table("requests").blocks[0].rows[4], "en")
    ('Outcome in the year', 'Refused', 'State secret')
    """
    if language == "zh":
        return line.path
    groups = tuple(english().get(label, label) for label in line.path[:-1])
    name = english().get(line.path[-1]) or (line.label.en.split(": ", 1)[-1] if groups else line.label.en)
    return (*groups, name[:1].upper() + name[1:])


def corner(table: Table, language: str = "zh") -> str:
    """The text of the table's corner cell: furniture that stands over no row or column."""
    used = {part for block in table.blocks for line in (*block.rows, *block.columns) for part in line.path}
    text = next((text for text in table.furniture if text not in used), "")
    return text if language == "zh" else english().get(text, text)


def width(table: Table) -> int:
    """Grid columns of the whole printed table."""
    return max(_label_depth(block) + _values(block) for block in table.blocks)


def _label_depth(block: Block) -> int:
    return 0 if block.across else max(len(row.path) for row in block.rows)


def _values(block: Block) -> int:
    return len(block.columns) * (len(block.rows) if block.across else 1)


def printed(table: Table, language: str = "zh") -> tuple[PrintedBlock, ...]:
    """The table as printed, block by block; a narrower block's last column fills the table's width."""
    full = width(table)
    make = {True: _across, False: _down}
    return tuple(make[block.across](table, block, full, language) for block in table.blocks)


def marker(block: Block, language: str) -> str:
    """The line printed over a block, such as 第二十条第（一）项; empty where there is none."""
    return block.marker if language == "zh" else english().get(block.marker, block.marker)


def _marker(block: Block, full: int, language: str) -> list[PrintedRow]:
    return [(PrintedCell(marker(block, language), "colgroup", column_span=full),)] if block.marker else []


def _header(paths: Sequence[tuple[str, ...]], rest: int) -> list[list[PrintedCell]]:
    """Header rows over the figures; `rest` is how many grid columns the last leaf spans."""
    rows: list[list[PrintedCell]] = [[] for _ in range(max(map(len, paths)))]
    for node in nodes(paths):
        span = node.span + (rest - 1 if node.start + node.span == len(paths) else 0)
        rows[node.level].append(PrintedCell(node.text, "col" if node.leaf else "colgroup", node.extent, span))
    return rows


def _down(table: Table, block: Block, full: int, language: str) -> PrintedBlock:
    depth = _label_depth(block)
    rest = full - depth - len(block.columns) + 1
    head = _header([label_path(column, language) for column in block.columns], rest)
    head[0].insert(0, PrintedCell(corner(table, language), "col", len(head), depth))
    labels: list[list[PrintedCell]] = [[] for _ in block.rows]
    for node in nodes([label_path(row, language) for row in block.rows]):
        scope: Scope = "row" if node.leaf else "rowgroup"
        labels[node.start].append(PrintedCell(node.text, scope, node.span, node.extent))
    figures = [_figures(table, row, block, rest) for row in block.rows]
    body = tuple((*label, *figure) for label, figure in zip(labels, figures, strict=True))
    return PrintedBlock((*_marker(block, full, language), *map(tuple, head)), body)


def _figures(table: Table, row: Line, block: Block, rest: int = 1) -> list[PrintedCell]:
    cells = [PrintedCell(key=f"{table.code}/{row.code}/{column.code}") for column in block.columns]
    return [*cells[:-1], PrintedCell(key=cells[-1].key, column_span=rest)]


def _across(table: Table, block: Block, full: int, language: str) -> PrintedBlock:
    head = _header(across_paths(block, language), full - _values(block) + 1)
    body = tuple(cell for row in block.rows for cell in _figures(table, row, block))
    return PrintedBlock((*_marker(block, full, language), *map(tuple, head)), (body,))


def across_paths(block: Block, language: str) -> list[tuple[str, ...]]:
    """The label paths of a block whose rows are groups of columns, one path a figure."""
    return [label_path(row, language) + label_path(column, language) for row in block.rows for column in block.columns]
