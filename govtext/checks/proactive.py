"""What the figures of the proactive table must be to each other; the form prints none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from govtext.checks.case import Case
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.forms import Form, figure

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
    asked = _asked(case.forms["proactive"], columns) if "proactive" in case.forms else {}
    if not asked:
        yield not_assessable("proactive", f"the report has no table with the columns {', '.join(columns)}")
    for row, keys in asked.items():
        yield _compare(case, row, keys, written, sides)


@cache
def _asked(form: Form, columns: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The codes of these columns in each row of the form that has them all."""
    figures = list(form.figures("proactive"))
    present = {each.key for each in figures}
    keys = {each.row: tuple(f"proactive/{each.row}/{column}" for column in columns) for each in figures}
    return {row: asked for row, asked in keys.items() if present.issuperset(asked)}


def _compare(case: Case, row: str, keys: tuple[str, ...], written: str, sides: Sides) -> Outcome:
    values = [case.amounts[key] for key in keys if key in case.amounts]
    left, right = sides(values) if len(values) == len(keys) else (None, None)
    shown = [f"{figure(key).column_label.zh} {case.written.get(key) or f'[{case.cell(key).status}]'}" for key in keys]
    return settle(
        f"proactive/{row}/*", None if left is None or right is None else left >= right, map(case.quote, keys),
        doubts=case.doubts(keys), expression=written.format(*shown), left=left, right=right, keys=keys,
    )  # fmt: skip
