"""What the figures of the proactive table must be to each other; the form prints none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from govtext.checks.case import Case, amount, plain, quote
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.forms import figure
from govtext.model import Cell

Sides = Callable[[list[Decimal]], tuple[Decimal, Decimal]]


@rule("proactive.total_public")
def total_public(case: Case) -> Iterator[Outcome]:
    """2019: all that is open to the public is at least what was newly published."""
    return _at_least(case, ("total_public", "newly_published"), "{} ≥ {}", lambda value: (value[0], value[1]))


@rule("proactive.items_left")
def items_left(case: Case) -> Iterator[Outcome]:
    """2019: the items of last year and their change leave no negative number of items."""
    columns = ("items_last_year", "items_change")
    return _at_least(case, columns, "{} + ({}) ≥ 0", lambda value: (value[0] + value[1], Decimal(0)))


@rule("proactive.in_force")
def in_force(case: Case) -> Iterator[Outcome]:
    """2021: what is in force at year end is at least what was issued less what was repealed."""
    columns = ("in_force", "issued", "repealed")
    return _at_least(case, columns, "{} ≥ {} - {}", lambda value: (value[0], value[1] - value[2]))


def _at_least(case: Case, columns: tuple[str, ...], written: str, sides: Sides) -> Iterator[Outcome]:
    """One outcome for each row of the form that has all the columns: the left side is at least the right."""
    present = {each.key for each in case.figures("proactive")}
    rows = dict.fromkeys(each.row for each in case.figures("proactive"))
    asked = [[f"proactive/{row}/{column}" for column in columns] for row in rows]
    found = [keys for keys in asked if present.issuperset(keys)]
    if not found:
        yield not_assessable("proactive", f"the report has no table with the columns {', '.join(columns)}")
    for keys in found:
        yield _compare(case, [case.cell(key) for key in keys], written, sides)


def _compare(case: Case, cells: list[Cell], written: str, sides: Sides) -> Outcome:
    values = [value for cell in cells if (value := amount(cell)) is not None]
    left, right = sides(values) if len(values) == len(cells) else (None, None)
    shown = [
        f"{figure(cell.key).column_label.zh} {f'[{cell.status}]' if (value := amount(cell)) is None else plain(value)}"
        for cell in cells
    ]
    return settle(
        f"proactive/{cells[0].row}/*", None if left is None or right is None else left >= right, map(quote, cells),
        doubts=case.doubts(cells), expression=written.format(*shown), left=left, right=right,
        keys=[cell.key for cell in cells],
    )  # fmt: skip
