"""The sums that a table must obey, within each column or within each row; they are data of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govtext.checks.case import Case, amount, newest, plain, quote, total
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.forms import Block, Form, Identity, Line
from govtext.model import Cell

LONG = 6
"""A side with more terms than this is written without its zeros."""


@rule("requests.balance")
def requests_balance(case: Case) -> Iterator[Outcome]:
    """New + carried in = processed + carried out, in each column."""
    return sums(case, "requests.balance")


@rule("requests.outcomes")
def requests_outcomes(case: Case) -> Iterator[Outcome]:
    """The outcomes add up to the processed total, in each column."""
    return sums(case, "requests.outcomes")


@rule("requests.applicants")
def requests_applicants(case: Case) -> Iterator[Outcome]:
    """The applicants add up to the total, in each row."""
    return sums(case, "requests.applicants")


@rule("review.outcomes")
def review_outcomes(case: Case) -> Iterator[Outcome]:
    """The outcomes add up to the total, in each of the three groups."""
    return sums(case, "review.outcomes")


def sums(case: Case, name: str) -> Iterator[Outcome]:
    """One outcome for each column (or row) that the sum is asked of."""
    table = next((each.table for each in newest().identities if each.rule == name), name.split(".")[0])
    found = _identity(case.forms.get(table), name)
    if found is None:
        yield not_assessable(table, f"the report has no {table} table with this sum")
        return
    for block in case.forms[table].table(table).blocks:
        yield from (_sum(case, found, block, line) for line in _lines(found, block))


def _identity(form: Form | None, name: str) -> Identity | None:
    return next((each for each in form.identities if each.rule == name), None) if form else None


def _lines(identity: Identity, block: Block) -> Sequence[Line]:
    """The columns or rows of the block that obey the sum; none where the block lacks a term."""
    terms, lines = (block.rows, block.columns) if identity.add == "rows" else (block.columns, block.rows)
    return lines if {*identity.left, *identity.right} <= {term.code for term in terms} else ()


def _sum(case: Case, identity: Identity, block: Block, line: Line) -> Outcome:
    rows = identity.add == "rows"
    keys = f"{identity.table}/{{}}/{line.code}" if rows else f"{identity.table}/{line.code}/{{}}"
    labels = {term.code: term.label.zh for term in (block.rows if rows else block.columns)}
    left, right = ([case.cell(keys.format(code)) for code in side] for side in (identity.left, identity.right))
    named = [[(labels[code], cell) for code, cell in zip(side, cells, strict=True)]
             for side, cells in ((identity.left, left), (identity.right, right))]  # fmt: skip
    first, second, cells = total(left), total(right), [*left, *right]
    return settle(
        keys.format("*"),
        None if first is None or second is None else first == second,
        (*map(quote, cells), *_blanks_as_zero(left, right)),
        doubts=case.doubts(cells),
        expression=f"{line.label.zh}：{_written(named[0])} = {_written(named[1])}",
        left=first,
        right=second,
        keys=[cell.key for cell in cells],
    )


def _written(terms: Sequence[tuple[str, Cell]]) -> str:
    """The side as a sum of labels and figures; in a long one what is zero, blank or unread is only counted."""
    shown = [(label, cell) for label, cell in terms if len(terms) <= LONG or amount(cell)]
    rest = Counter(_figure(cell) for _, cell in terms if len(terms) > LONG and not amount(cell))
    return " + ".join(
        [f"{label} {_figure(cell)}" for label, cell in shown] + [f"{each} × {n}" for each, n in rest.items()]
    )


def _figure(cell: Cell) -> str:
    value = amount(cell)
    return f"[{cell.status}]" if value is None else plain(value) if value >= 0 else f"({plain(value)})"


def _blanks_as_zero(left: Sequence[Cell], right: Sequence[Cell]) -> tuple[str, ...]:
    """Whether the sum would hold if what was left blank were zero; nothing where that is not the question."""
    cells = [*left, *right]
    blank = [cell for cell in cells if cell.status in ("empty", "mark")]
    if not blank or any(amount(cell) is None and cell not in blank for cell in cells):
        return ()
    first, second = (sum((amount(cell) or Decimal(0) for cell in side), Decimal(0)) for side in (left, right))
    verb = "would hold" if first == second else "would not hold"
    return (f"with blanks as zero it {verb}: {plain(first)} and {plain(second)}",)
