"""What a reading must say of a report whose figures are known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from govtext.model import Cell, Reading
from tests.renderings.figures import Figures, Value

LOST = ("unreadable", "missing")
LOGGED = ("repair", "doubt", "loss")


def printed_rows(figures: Figures) -> dict[str, str]:
    """For each figure the printed row that it shares; the review table has but one."""
    return {f.key: "review" if f.table == "review" else f"{f.table}/{f.row}" for f in figures.figures()}


def _said(cell: Cell) -> str:
    return f"{cell.key}: {cell.status} {cell.value if cell.value is not None else repr(cell.raw)}"


def _as_it_is(cell: Cell, truth: Value) -> bool:
    if truth is None:
        return cell.status == "empty" and cell.value is None
    if isinstance(truth, Decimal):
        return cell.status == "value" and cell.value == truth
    return cell.status == "mark" and cell.value is None and cell.raw.strip() == truth


def wrong(reading: Reading, figures: Figures, *, blanks: bool = True) -> list[str]:
    """What is not as the report has it.

    With `blanks`, an empty cell must be told; without, the cells of a row that holds one may also be given up.
    """
    rows = printed_rows(figures)
    unsure = set() if blanks else {rows[key] for key, value in figures.values.items() if value is None}
    cells = {cell.key: cell for cell in reading.cells}
    problems = [f"{key}: no cell at all" for key in figures.values if key not in cells]
    for key, cell in cells.items():
        if key not in figures.values:
            problems += [f"{_said(cell)}, but the report has no such cell"] * (cell.status != "missing")
        elif not (_as_it_is(cell, figures.values[key]) or (rows[key] in unsure and cell.status in LOST)):
            problems.append(f"{_said(cell)}, but it is {figures.values[key]}")
    return problems


def taken(reading: Reading, figures: Figures, touched: Collection[str] = ()) -> list[str]:
    """Cells that say what the report does not: a value that is not their own, or a blank where there was none.

    A cell that damage touched may be empty; any other may only be as it is, unreadable or missing.
    """
    return [f"{_said(cell)}, but it is {figures.values.get(cell.key)}" for cell in _false(reading, figures, touched)]


def _false(reading: Reading, figures: Figures, touched: Collection[str]) -> Iterator[Cell]:
    for cell in reading.cells:
        given_up = cell.status in LOST or (cell.status == "empty" and cell.key in touched)
        known = cell.key in figures.values
        if not (given_up and cell.value is None) and not (known and _as_it_is(cell, figures.values[cell.key])):
            yield cell


def told(reading: Reading, before: Reading, figures: Figures) -> bool:
    """Whether a loss shows: a figure given up, another status, or a new note of repair, doubt or loss."""
    now, then = ({cell.key: cell.status for cell in each.cells} for each in (reading, before))
    lost = now != then or any(
        cell.value is None and isinstance(figures.values.get(cell.key), Decimal) for cell in reading.cells
    )
    notes, old = ({(n.severity, n.message) for n in each.log if n.severity in LOGGED} for each in (reading, before))
    return lost or bool(notes - old) or reading.form != before.form
