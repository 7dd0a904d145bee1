"""Figures added up and checked against the printed sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import Literal

import numpy as np
import numpy.typing as npt

from govtext.corpus.crosswalk import parts
from govtext.forms import Identity, forms
from govtext.statistics.declaring import Rate, Term
from govtext.statistics.figures import ABSENT, EMPTY, MARK, MISSING, VALUE, Bools, Figures, Floats

Blanks = Literal["unknown", "zero"]
TOLERANCE = 1e-6
"""Sums of amounts in 万元 are compared to this."""
NO_TABLE = ABSENT + 1
"""A figure of a table of which the report has no cell: not known, whatever its form asks."""


@dataclass(frozen=True)
class Side:
    """A sum a report: `value` (NaN where a figure is lacking), the worst status, the first code that has it.

    `blanks`: empty cells and marks taken as zero; `doubted`: a figure on which two readings differ.
    """

    value: Floats
    status: npt.NDArray[np.int8]
    worst: npt.NDArray[np.intp]
    blanks: npt.NDArray[np.intp]
    doubted: Bools


@dataclass(frozen=True)
class Sum:
    """A printed sum at one place: the codes on its two sides."""

    rule: str
    place: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def needed(rates: Sequence[Rate]) -> list[str]:
    """Every code that the rates and the sums they must meet need."""
    keys = [key for rate in rates for key in rate.keys]
    keys += [key for rate in rates for each in sums_of(rate) for key in (*each.left, *each.right)]
    return list(dict.fromkeys(part for key in dict.fromkeys(keys) for part in parts(key)))


def add(figures: Figures, terms: Sequence[Term], blanks: Blanks = "unknown") -> Side:
    """The sum of the terms for each report."""
    each = [_figure(figures, term.key, blanks) for term in terms]
    value = reduce(np.add, (term.sign * one.value for term, one in zip(terms, each, strict=True)))
    grid = np.stack([one.status for one in each])
    worst = grid.argmax(0)
    return Side(
        value, grid.max(0), worst, np.sum([one.blanks for one in each], axis=0),
        np.any([one.doubted for one in each], axis=0),
    )  # fmt: skip


def _figure(figures: Figures, key: str, blanks: Blanks) -> Side:
    """A figure, or where the form divides it the sum of its parts."""
    whole = _one(figures, key, blanks)
    names = parts(key)[1:]
    if not names:
        return whole
    each = [_one(figures, name, blanks) for name in names]
    split = (whole.status >= ABSENT) & np.any([one.status < ABSENT for one in each], axis=0)
    grid = np.stack([one.status for one in each])
    return Side(
        np.where(split, np.sum([one.value for one in each], axis=0), whole.value),
        np.where(split, grid.max(0), whole.status), np.zeros(len(figures), np.intp),
        np.where(split, np.sum([one.blanks for one in each], axis=0), whole.blanks),
        np.where(split, np.any([one.doubted for one in each], axis=0), whole.doubted),
    )  # fmt: skip


def _one(figures: Figures, key: str, blanks: Blanks) -> Side:
    at = figures.keys[key]
    value, status = figures.values[:, at], figures.status[:, at]
    blank = np.isin(status, (EMPTY, MARK)) if blanks == "zero" else np.zeros(len(figures), bool)
    no_table = (status == ABSENT) & ~figures.tables[key.split("/")[0]]
    status = np.where(no_table, NO_TABLE, np.where(blank, VALUE, status)).astype(np.int8)
    return Side(np.where(blank, 0.0, value), status, np.zeros(len(figures), np.intp), blank.astype(np.intp),
                figures.doubted[:, at])  # fmt: skip


@cache
def sums_of(rate: Rate) -> tuple[Sum, ...]:
    """The printed sums that a report must meet for the rate: the rules it names, at the rows or columns it uses.

    >>> from govtext.statistics.declaring import declared
    >>> [each.place for each in sums_of(declared()["litigation.after"])]
    ['review/litigation_after/*', 'review/litigation_direct/*']
    """
    return tuple(dict.fromkeys(each for rule in rate.must_hold for each in _sums(rule, rate)))


def _sums(rule: str, rate: Rate) -> Iterator[Sum]:
    used = _identity(rule)
    mine = [key.split("/") for key in rate.keys if key.startswith(f"{used.table}/")]
    for line in sorted({key[2] if used.add == "rows" else key[1] for key in mine}):
        pattern = f"{used.table}/{{}}/{line}" if used.add == "rows" else f"{used.table}/{line}/{{}}"
        left, right = (tuple(pattern.format(part) for part in side) for side in (used.left, used.right))
        yield Sum(rule, pattern.format("*"), left, right)


def _identity(rule: str) -> Identity:
    """The sum in the words of the oldest form that prints it: the crosswalk knows what later forms divide."""
    return next(each for form in forms() for each in form.identities if each.rule == rule)


def holds(figures: Figures, each: Sum, blanks: Blanks = "unknown") -> tuple[Bools, Bools, Floats, Floats]:
    """Where the sum fails, where it cannot be told because a figure was not read, and its two sides."""
    left, right = (add(figures, [Term(key) for key in side], blanks) for side in (each.left, each.right))
    unknown = (left.status != VALUE) | (right.status != VALUE)
    with np.errstate(invalid="ignore"):
        fails = ~unknown & (np.abs(left.value - right.value) > TOLERANCE)
    return fails, unknown, left.value, right.value


READ_AS = {EMPTY: "empty", MARK: "mark", MISSING - 1: "unreadable", MISSING: "missing", ABSENT: "not on the form",
           NO_TABLE: "no table was read"}  # fmt: skip
"""What is said of a figure that cannot be used."""
