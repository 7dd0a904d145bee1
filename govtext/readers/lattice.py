"""Ruling lines to cells: one lattice for PDF paths and for lines found in a picture; y grows downwards."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

MOST_RULES = 1_000
"""Merged rules of one direction on one page; a page with more is a drawing, and only the longest are looked at."""
MOST_SLOTS = 50_000
"""Rows times columns of one lattice; one with more is a drawing, not a table."""
_COVERED = 0.6


class Rule(NamedTuple):
    """A straight line along one axis: where it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


class LatticeCell(NamedTuple):
    """A cell in slots of the lattice; a side is open where no rule closes it."""

    row: int
    column: int
    row_span: int
    column_span: int
    open_top: bool = False
    open_bottom: bool = False
    open_side: bool = False


@dataclass(frozen=True)
class Lattice:
    """The cells of one ruled table: `xs` and `ys` are the rules' positions, ascending; `doubts` counts odd regions."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[LatticeCell, ...]
    doubts: int = 0

    @cached_property
    def _owner(self) -> dict[tuple[int, int], int]:
        return {slot: number for number, cell in enumerate(self.cells) for slot in _slots(cell)}

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def locate(self, x: float, y: float) -> int | None:
        """The number of the cell that holds the point, or None outside the table."""
        return self._owner.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))

    def contains(self, other: Lattice) -> bool:
        """True where the other table lies wholly inside this one."""
        return (
            self.xs[0] <= other.xs[0]
            and other.xs[-1] <= self.xs[-1]
            and self.ys[0] <= other.ys[0]
            and other.ys[-1] <= self.ys[-1]
        )


def _slots(cell: LatticeCell) -> Iterable[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            yield row, column


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """Sorted positions, those within `tolerance` of the running mean made one.

    >>> cluster([10.0, 30.0, 10.5], 2)
    [10.25, 30.0]
    """
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] / groups[-1][1] <= tolerance:
            groups[-1][0] += value
            groups[-1][1] += 1
        else:
            groups.append([value, 1])
    return [total / count for total, count in groups]


def merge_rules(rules: Iterable[Rule], tolerance: float) -> list[Rule]:
    """Rules with collinear, touching pieces made one; sorted by position.

    >>> merge_rules([Rule(5, 0, 10), Rule(5.4, 10.5, 20)], 2)
    [Rule(at=5.2, start=0, end=20)]
    """
    shelves: list[list[Rule]] = []
    total = 0.0
    for rule in sorted(rules):
        if shelves and rule.at - total / len(shelves[-1]) <= tolerance:
            shelves[-1].append(rule)
            total += rule.at
        else:
            shelves.append([rule])
            total = rule.at
    return [merged for shelf in shelves for merged in _joined(shelf, tolerance)]


def _joined(shelf: list[Rule], tolerance: float) -> list[Rule]:
    level = sum(rule.at for rule in shelf) / len(shelf)
    runs: list[Rule] = []
    for rule in sorted(shelf, key=lambda rule: rule.start):
        if runs and rule.start <= runs[-1].end + tolerance:
            runs[-1] = Rule(level, runs[-1].start, max(runs[-1].end, rule.end))
        else:
            runs.append(Rule(level, rule.start, rule.end))
    return runs


def find_lattices(horizontals: Iterable[Rule], verticals: Iterable[Rule], tolerance: float = 2.5) -> list[Lattice]:
    """The ruled tables of a page, top to bottom, from its rules (in any unit; `tolerance` in the same).

    A last row without a bottom rule (or a first without a top rule) is closed with the ends of the vertical rules.

    >>> square = find_lattices([Rule(0, 0, 20), Rule(9, 0, 20)], [Rule(0, 0, 20), Rule(10, 0, 9), Rule(20, 0, 20)])
    >>> [tuple(cell)[:4] for cell in square[0].cells]
    [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
    """
    across = _longest(merge_rules(horizontals, tolerance))
    down = _longest(merge_rules(verticals, tolerance))
    tables = (_lattice(*group, tolerance) for group in _components(across, down, tolerance))
    return sorted((table for table in tables if table), key=lambda table: (table.ys[0], table.xs[0]))


def _longest(rules: list[Rule]) -> list[Rule]:
    if len(rules) <= MOST_RULES:
        return rules
    kept = sorted(rules, key=lambda rule: rule.start - rule.end)[:MOST_RULES]
    return sorted(kept)


def _components(across: list[Rule], down: list[Rule], tolerance: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch each other."""
    places = [rule.at for rule in down]
    parent = list(range(len(across) + len(down)))
    for number, rule in enumerate(across):
        first, last = bisect_left(places, rule.start - tolerance), bisect_right(places, rule.end + tolerance)
        for index in range(first, last):
            if down[index].start - tolerance <= rule.at <= down[index].end + tolerance:
                parent[_root(parent, number)] = _root(parent, len(across) + index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*across, *down]):
        groups.setdefault(_root(parent, number), ([], []))[number >= len(across)].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _lattice(across: list[Rule], down: list[Rule], tolerance: float) -> Lattice | None:
    xs, left, right = _axis(down, across, tolerance)
    ys, _, _ = _axis(across, down, tolerance)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_SLOTS:
        return None
    cross = _covered(across, ys, xs)
    along = _covered(down, xs, ys)
    virtual = {0} if left else set()
    if right:
        virtual.add(len(xs) - 1)
    for number in virtual:
        along[number] = frozenset(range(len(ys) - 1))
    cells, doubts = _cells(cross, along, len(ys) - 1, len(xs) - 1)
    return Lattice(tuple(xs), tuple(ys), tuple(cells), doubts)


def _axis(own: list[Rule], other: list[Rule], tolerance: float) -> tuple[list[float], bool, bool]:
    """Positions of the own rules, and of an edge that only the ends of the other rules mark (first, last)."""
    levels = cluster((rule.at for rule in own), tolerance)
    least = 2 * tolerance
    before = cluster((rule.start for rule in other if rule.start < levels[0] - least), least)
    after = cluster((rule.end for rule in other if rule.end > levels[-1] + least), least)
    return before[:1] + levels + after[-1:], bool(before), bool(after)


def _covered(rules: list[Rule], levels: list[float], stops: list[float]) -> list[frozenset[int]]:
    """For every level the numbers of the stretches between stops that a rule covers."""
    lengths: list[dict[int, float]] = [{} for _ in levels]
    for rule in rules:
        level = min(range(len(levels)), key=lambda index: abs(levels[index] - rule.at))
        first = max(bisect_right(stops, rule.start) - 1, 0)
        for stretch in range(first, min(bisect_left(stops, rule.end), len(stops) - 1)):
            part = min(rule.end, stops[stretch + 1]) - max(rule.start, stops[stretch])
            lengths[level][stretch] = lengths[level].get(stretch, 0.0) + part
    return [
        frozenset(
            stretch for stretch, length in parts.items() if length >= _COVERED * (stops[stretch + 1] - stops[stretch])
        )
        for parts in lengths
    ]


def _cells(
    cross: list[frozenset[int]], along: list[frozenset[int]], n_rows: int, n_columns: int
) -> tuple[list[LatticeCell], int]:
    """Slots joined where no rule parts them, as rectangles; and how many regions were no rectangle."""
    parent = list(range(n_rows * n_columns))
    for slot in range(n_rows * n_columns):
        row, column = divmod(slot, n_columns)
        if column + 1 < n_columns and row not in along[column + 1]:
            parent[_root(parent, slot)] = _root(parent, slot + 1)
        if row + 1 < n_rows and column not in cross[row + 1]:
            parent[_root(parent, slot)] = _root(parent, slot + n_columns)
    regions: dict[int, set[tuple[int, int]]] = {}
    for slot in range(n_rows * n_columns):
        regions.setdefault(_root(parent, slot), set()).add(divmod(slot, n_columns))
    found = [_rectangles(region) for region in regions.values()]
    cells = sorted(_sided(*corner, cross, along) for corners in found for corner in corners)
    return cells, sum(len(corners) > 1 for corners in found)


def _rectangles(region: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """The region as (row, column, row span, column span), cut row-wise where it is no rectangle."""
    if len(region) == 1:
        ((row, column),) = region
        return [(row, column, 1, 1)]
    left, found = set(region), []
    for row, column in sorted(region):
        if (row, column) not in left:
            continue
        end_column, end_row = column + 1, row + 1
        while (row, end_column) in left:
            end_column += 1
        while all((end_row, each) in left for each in range(column, end_column)):
            end_row += 1
        left -= {(r, c) for r in range(row, end_row) for c in range(column, end_column)}
        found.append((row, column, end_row - row, end_column - column))
    return found


def _sided(
    row: int, column: int, rows: int, columns: int, cross: list[frozenset[int]], along: list[frozenset[int]]
) -> LatticeCell:
    wide, high = range(column, column + columns), range(row, row + rows)
    side = not along[column].issuperset(high) or not along[column + columns].issuperset(high)
    top, bottom = not cross[row].issuperset(wide), not cross[row + rows].issuperset(wide)
    return LatticeCell(row, column, rows, columns, top, bottom, side)
