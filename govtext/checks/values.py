"""What stands in the cells: blank, a mark, not numeric, missing, negative, not whole, another unit, out of bounds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from govtext.checks.case import Case, plain
from govtext.checks.files import data
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.forms import Form
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
    cells = {key: case.cell(key) for code, form in case.forms.items() for key in _printed_unit(form, code)}
    read = {key: cell for key, cell in cells.items() if cell.status == "value"}
    if not read:
        yield not_assessable("proactive", "the report has no figure for which the form prints the unit 万元")
    for key, cell in read.items():
        right = not _OTHER_UNIT.search(cell.raw)
        yield settle(key, right, [case.quote(key)], doubts=case.doubts([key]), keys=[key])


@rule("values.plausible")
def plausible(case: Case) -> Iterator[Outcome]:
    """An amount without printed unit stays below what such a body can take in or spend; 元 may stand for 万元."""
    bounds = thresholds()["largest_amount"]
    most = Decimal(bounds.get(str(case.reading.identity.level.value), bounds["unknown"]))
    asked = [key for code, form in case.forms.items() for key in _money(form, code) if key in case.amounts]
    bare = [key for key in asked if not _UNIT.search(case.cell(key).raw)]
    if not bare:
        yield not_assessable("proactive", "the report has no amount of money without a unit beside it")
    for key in bare:
        value = case.amounts[key]
        yield settle(
            key, value <= most, [case.quote(key)], doubts=case.doubts([key]),
            expression=f"{plain(value)} ≤ {plain(most)} 万元", left=value, right=most, keys=[key],
        )  # fmt: skip


@cache
def thresholds() -> Mapping[str, Any]:
    """Bounds of what is plausible, from `data/plausible.toml`."""
    return tomllib.loads(data("plausible.toml"))


def _counted(cell: Cell) -> bool:
    return cell.unit in COUNTED


@cache
def _money(form: Form, table: str) -> tuple[str, ...]:
    """Codes of a table's amounts of money."""
    return tuple(each.key for each in form.figures(table) if each.unit == "万元")


@cache
def _printed_unit(form: Form, table: str) -> tuple[str, ...]:
    """Codes of a table's figures under a header that names its unit."""
    return tuple(
        f"{table}/{row.code}/{column.code}"
        for block in form.table(table).blocks for row in block.rows for column in block.columns
        if "单位" in column.path[-1]
    )  # fmt: skip


def _by_status(case: Case, status: str, what: str, *, ours: bool = False) -> Iterator[Outcome]:
    """`ours`: such cells may as well be our fault, unless two readings agree on them."""
    for code in case.forms:
        wrong = case.by_status[code].get(status, ())
        again = ours and any(case.cell(key).confirmed is not True for key in wrong)
        yield _census(case, code, what, case.keys(code), wrong, ["doubt: perhaps we did not find it"] if again else [])
    if not case.forms:
        yield not_assessable("report", "the report has none of the three tables")


def _by_figure(case: Case, what: str, wrong: Callable[[Cell, Decimal], bool]) -> Iterator[Outcome]:
    for code in case.forms:
        read = [key for key in case.keys(code) if key in case.amounts]
        if read:
            found = [key for key in read if wrong(case.cells[key], case.amounts[key])]
            yield _census(case, code, what, read, found, [])
        else:
            yield not_assessable(code, "no figure of the table could be read")
    if not case.forms:
        yield not_assessable("report", "the report has none of the three tables")


def _census(
    case: Case, code: str, what: str, keys: Sequence[str], wrong: Sequence[str], doubts: Sequence[str]
) -> Outcome:
    scan = ["doubt: the figures were recognised from a scan"] if case.scanned else []
    differ = [f"doubt: two readings of {key} differ" for key in wrong if case.cell(key).confirmed is False]
    count = Decimal(len(wrong))
    return settle(
        code, not wrong, case.quotes(wrong), doubts=[*scan, *differ, *doubts],
        expression=f"{what}: {count} of {len(keys)}", left=count, right=Decimal(0), keys=wrong or keys,
    )  # fmt: skip
