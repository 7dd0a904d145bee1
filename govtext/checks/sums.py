"""The sums that a table must obey, within each column or within each row; they are data of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from govtext.checks.case import Case, newest, plain
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.forms import Block, Form, Identity, Line

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
    asked = _asked(case.forms[table], name) if table in case.forms else None
    if asked is None:
        yield not_assessable(table, f"the report has no {table} table with this sum")
    yield from (_sum(case, each) for each in asked or ())


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum asked of one column or row: where it stands, and each side's codes with their labels."""

    place: str
    label: str
    left: Mapping[str, str]
    right: Mapping[str, str]
    keys: tuple[str, ...]


@cache
def _asked(form: Form, name: str) -> tuple[Sum, ...] | None:
    """The sums that the form asks for under a rule, None where it has no such rule."""
    identity = next((each for each in form.identities if each.rule == name), None)
    return None if identity is None else tuple(
        _declared(identity, block, line)
        for block in form.table(identity.table).blocks for line in _lines(identity, block)
    )  # fmt: skip


def _lines(identity: Identity, block: Block) -> Sequence[Line]:
    """The columns or rows of the block that obey the sum; none where the block lacks a term."""
    terms, lines = (block.rows, block.columns) if identity.add == "rows" else (block.columns, block.rows)
    return lines if {*identity.left, *identity.right} <= {term.code for term in terms} else ()


def _declared(identity: Identity, block: Block, line: Line) -> Sum:
    rows = identity.add == "rows"
    key = f"{identity.table}/{{}}/{line.code}" if rows else f"{identity.table}/{line.code}/{{}}"
    labels = {term.code: term.label.zh for term in (block.rows if rows else block.columns)}
    left, right = ({key.format(code): labels[code] for code in side} for side in (identity.left, identity.right))
    return Sum(key.format("*"), line.label.zh, left, right, (*left, *right))


def _sum(case: Case, asked: Sum) -> Outcome:
    first, second = case.total(asked.left), case.total(asked.right)
    known = first is not None and second is not None
    return settle(
        asked.place,
        first == second if known else None,
        (*map(case.quote, asked.keys), *(() if known else _blanks_as_zero(case, asked))),
        doubts=case.doubts(asked.keys),
        expression=f"{asked.label}：{_written(case, asked.left)} = {_written(case, asked.right)}",
        left=first,
        right=second,
        keys=asked.keys,
    )


def _written(case: Case, terms: Mapping[str, str]) -> str:
    """The side as a sum of labels and figures; in a long one what is zero, blank or unread is only counted."""
    figures = {key: case.terms.get(key) or f"[{case.cell(key).status}]" for key in terms}
    if len(terms) <= LONG:
        return " + ".join([f"{label} {figures[key]}" for key, label in terms.items()])
    shown = [f"{label} {figures[key]}" for key, label in terms.items() if case.amounts.get(key)]
    rest = Counter([figure for key, figure in figures.items() if not case.amounts.get(key)])
    return " + ".join(shown + [f"{each} × {n}" for each, n in rest.items()])


def _blanks_as_zero(case: Case, asked: Sum) -> tuple[str, ...]:
    """Whether the sum would hold if what was left blank were zero; nothing where that is not the question."""
    unknown = [key for key in asked.keys if key not in case.amounts]
    if any(case.cell(key).status not in ("empty", "mark") for key in unknown):
        return ()
    first, second = (
        sum((case.amounts.get(key) or Decimal(0) for key in side), Decimal(0)) for side in (asked.left, asked.right)
    )
    verb = "would hold" if first == second else "would not hold"
    return (f"with blanks as zero it {verb}: {plain(first)} and {plain(second)}",)
