"""What stands in the cells: blank, a mark, not numeric, missing, negative, not whole, another unit, out of bounds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from govtext.checks.case import Case, amount, plain, quotes
from govtext.checks.files import data
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.model import Cell

COUNTED = ("件", "项")
"""Units of which there are only whole ones."""
SIGNED = ("items_change",)
"""Columns that may be negative."""
_OTHER_UNIT = re.compile(r"(?<!万)元")
_UNIT = re.compile(r"[元万亿]")


@rule("values.blank")
def blank(case: Case) -> Iterator[Outcome]:
    """No cell is empty; one outcome a table."""
    return _by_status(case, "empty", "empty cells")


@rule("values.mark")
def mark(case: Case) -> Iterator[Outcome]:
    """No dash, slash or 无 stands where a number is due; one outcome a table."""
    return _by_status(case, "mark", "cells with a mark")


@rule("values.unreadable")
def unreadable(case: Case) -> Iterator[Outcome]:
    """No cell holds what is no number; one outcome a table."""
    return _by_status(case, "unreadable", "cells that are no number", ours=True)


@rule("values.missing")
def missing(case: Case) -> Iterator[Outcome]:
    """No cell of the form is lacking; one outcome a table."""
    return _by_status(case, "missing", "cells of the form that were not found", ours=True)


@rule("values.negative")
def negative(case: Case) -> Iterator[Outcome]:
    """Nothing but a change is negative; one outcome a table."""
    return _by_figure(case, "negative figures", lambda cell, value: value < 0 and cell.column not in SIGNED)


@rule("values.whole")
def whole(case: Case) -> Iterator[Outcome]:
    """What is counted is whole; one outcome a table."""
    return _by_figure(case, "counts that are not whole", lambda cell, value: _counted(cell) and value % 1 != 0)


@rule("values.unit")
def unit(case: Case) -> Iterator[Outcome]:
    """Where the form prints the unit 万元, no cell prints another; the figure itself is converted."""
    keys = _printed_unit(case)
    cells = [cell for cell in map(case.cell, keys) if cell.status == "value"]
    if not cells:
        yield not_assessable("proactive", "the report has no figure for which the form prints the unit 万元")
    for cell in cells:
        doubts = case.doubts([cell])
        yield settle(cell.key, not _OTHER_UNIT.search(cell.raw), quotes([cell]), doubts=doubts, keys=[cell.key])


@rule("values.plausible")
def plausible(case: Case) -> Iterator[Outcome]:
    """An amount without printed unit stays below what such a body can take in or spend; 元 may stand for 万元."""
    bounds = thresholds()["largest_amount"]
    most = Decimal(bounds.get(str(case.reading.identity.level.value), bounds["unknown"]))
    cells = [cell for cell in _amounts(case) if not _UNIT.search(cell.raw)]
    if not cells:
        yield not_assessable("proactive", "the report has no amount of money without a unit beside it")
    for cell in cells:
        value = amount(cell)
        yield settle(
            cell.key, value is not None and value <= most, quotes([cell]), doubts=case.doubts([cell]),
            expression=f"{plain(value or Decimal(0))} ≤ {plain(most)} 万元", left=value, right=most, keys=[cell.key],
        )  # fmt: skip


@cache
def thresholds() -> Mapping[str, Any]:
    """Bounds of what is plausible, from `data/plausible.toml`."""
    return tomllib.loads(data("plausible.toml"))


def _counted(cell: Cell) -> bool:
    return cell.unit in COUNTED


def _amounts(case: Case) -> list[Cell]:
    cells = (case.cell(each.key) for code in case.forms for each in case.figures(code) if each.unit == "万元")
    return [cell for cell in cells if amount(cell) is not None]


def _printed_unit(case: Case) -> list[str]:
    """Codes of the figures under a header that names its unit."""
    tables = [table for table in map(case.table, case.forms) if table]
    return [
        f"{table.code}/{row.code}/{column.code}"
        for table in tables for block in table.blocks for row in block.rows for column in block.columns
        if "单位" in column.path[-1]
    ]  # fmt: skip


def _by_status(case: Case, status: str, what: str, *, ours: bool = False) -> Iterator[Outcome]:
    """`ours`: such cells may as well be our fault, unless two readings agree on them."""
    for code in case.forms:
        cells = case.table_cells(code)
        wrong = [cell for cell in cells if cell.status == status]
        again = ours and any(cell.confirmed is not True for cell in wrong)
        yield _census(case, code, what, cells, wrong, ["doubt: perhaps we did not find it"] if again else [])
    if not case.forms:
        yield not_assessable("report", "the report has none of the three tables")


def _by_figure(case: Case, what: str, wrong: Callable[[Cell, Decimal], bool]) -> Iterator[Outcome]:
    for code in case.forms:
        read = [(cell, value) for cell in case.table_cells(code) if (value := amount(cell)) is not None]
        if read:
            cells = [cell for cell, _ in read]
            yield _census(case, code, what, cells, [cell for cell, value in read if wrong(cell, value)], [])
        else:
            yield not_assessable(code, "no figure of the table could be read")
    if not case.forms:
        yield not_assessable("report", "the report has none of the three tables")


def _census(
    case: Case, code: str, what: str, cells: list[Cell] | tuple[Cell, ...], wrong: list[Cell], doubts: list[str]
) -> Outcome:
    scan = ["doubt: the figures were recognised from a scan"] if case.scanned else []
    differ = [f"doubt: two readings of {cell.key} differ" for cell in wrong if cell.confirmed is False]
    count = Decimal(len(wrong))
    return settle(
        code, not wrong, quotes(wrong), doubts=[*scan, *differ, *doubts], expression=f"{what}: {count} of {len(cells)}",
        left=count, right=Decimal(0), keys=[cell.key for cell in wrong or cells],
    )  # fmt: skip
