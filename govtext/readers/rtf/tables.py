"""Tables of RTF from the marked text: cells by the positions of their right edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from govtext.limits import Limits
from govtext.readers.drafts import DraftBlock, DraftCell, DraftTable, labelled
from govtext.readers.rtf.marks import END, MARKS, WORDS

_MARK = re.compile(f"([{MARKS[WORDS[0]]}-{MARKS[WORDS[-1]]}])(-?[0-9]*){END}")
_SAME_EDGE = 80
"""Edges nearer than this (in twips, 1/20 point) are one; the narrowest columns are some 300 wide."""


@dataclass(slots=True)
class _Edge:
    right: int
    merge: str
    """restart, continue or "" of a vertical merge."""
    joined: bool
    """The cell is the rest of the one to its left."""


@dataclass(slots=True)
class _Row:
    left: int = 0
    edges: list[_Edge] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class RtfTables:
    """Puts marked text together; `tally` counts what was cut or doubted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.tally: Counter[str] = Counter()
        self._definition, self._merge, self._joined = _Row(), "", False
        self._cell, self._prose = "", ""
        self._texts: list[str] = []
        self._rows: list[_Row] = []
        self._in_row = self._in_table = self._in_label = False

    def blocks(self, marked: str) -> Iterator[DraftBlock]:
        """Paragraphs and tables in order."""
        start = 0
        for match in _MARK.finditer(marked):
            self._text(marked[start : match.start()])
            start = match.end()
            if self._prose and WORDS[ord(match[1]) - ord(MARKS[WORDS[0]])] == "trowd":
                yield from self._flush()
            self._word(WORDS[ord(match[1]) - ord(MARKS[WORDS[0]])], int(match[2]) if match[2].strip("-") else 0)
        self._text(marked[start:])
        self._prose += "".join(f"{text}\n" for text in self._texts) + self._cell
        self.tally["open rows"] += bool(self._texts)
        yield from self._flush()

    def _flush(self) -> Iterator[DraftBlock]:
        """The table that ends before the prose collected so far, and the prose."""
        if self._rows:
            yield self._table(self._rows)
        self._rows = []
        if self._prose:
            yield self._prose
        self._prose = ""

    def _text(self, text: str) -> None:
        if self._in_label and "\t" in text:  # the tab between an automatic number and its paragraph
            label, _, rest = text.partition("\t")
            text = labelled(label, rest) if label else rest
            self._in_label = False
        if self._in_row or self._in_table:
            self._cell += text
        else:
            self._prose += text

    def _word(self, word: str, number: int) -> None:
        if word == "trowd":
            self._definition, self._in_row = _Row(), True
        elif word == "trleft":
            self._definition.left = number
        elif word in ("clvmgf", "clvmrg"):
            self._merge = "restart" if word == "clvmgf" else "continue"
        elif word == "clmrg":
            self._joined = True
        elif word == "cellx":
            self._definition.edges.append(_Edge(number, self._merge, self._joined))
            self._merge, self._joined = "", False
        elif word == "listtext":
            self._in_label = True
        elif word in ("pard", "intbl"):
            self._in_table = word == "intbl" or (self._in_label and self._in_table)
        elif word == "cell":
            self._texts.append(self._cell)
            self._cell = ""
        else:
            self._end_row()

    def _end_row(self) -> None:
        self._rows.append(replace(self._definition, texts=self._texts))
        self._texts, self._cell, self._in_row, self._in_table = [], "", False, False

    def _table(self, rows: list[_Row]) -> DraftTable:
        columns = _columns([edge for row in rows for edge in (row.left, *(each.right for each in row.edges))])
        cells: list[DraftCell] = []
        above: dict[int, int] = {}
        for number, row in enumerate(rows):
            merging: dict[int, int] = {}
            for column, width, merge, text in self._placed(row, columns):
                over = above.get(column)
                if merge == "continue" and over is not None and cells[over].column_span == width:
                    cells[over] = replace(cells[over], row_span=cells[over].row_span + 1)
                    merging[column] = over
                    self.tally["merged text"] += bool(text.strip())
                    continue
                if merge:
                    merging[column] = len(cells)
                cells.append(DraftCell(number, column, 1, width, tuple(text.split("\n"))))
            above = merging
        return DraftTable(tuple(cells))

    def _placed(self, row: _Row, columns: dict[int, int]) -> Iterator[tuple[int, int, str, str]]:
        """Column, width, merge and text of each cell of the row."""
        placed: list[tuple[int, int, str, str]] = []
        column = columns[row.left]
        for index, text in enumerate(row.texts):
            edge = row.edges[index] if index < len(row.edges) else None
            end = column + 1 if edge is None else max(columns[edge.right], column + 1)
            self.tally["undefined cells"] += edge is None
            if end > self._limits.max_columns:
                self.tally["columns"] += 1
                break
            if edge is not None and edge.joined and placed:
                first, _, merge, kept = placed[-1]
                placed[-1] = first, end - first, merge, kept
            else:
                placed.append((column, end - column, edge.merge if edge else "", text))
            column = end
        return iter(placed)


def _columns(edges: list[int]) -> dict[int, int]:
    """The number of the column line, from 0, on which each edge lies."""
    numbers: dict[int, int] = {}
    number, first = -1, None
    for edge in sorted(set(edges)):
        if first is None or edge - first > _SAME_EDGE:
            number, first = number + 1, edge
        numbers[edge] = number
    return numbers
