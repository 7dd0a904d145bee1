"""A reading as the rules see it: cells by code, tables by form, and the reasons to doubt what was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache

from govtext.checks.claims import sane
from govtext.checks.prose import Prose, read_prose
from govtext.forms import Form, forms
from govtext.model import Cell, Reading

BLANK = "blank:"
"""Begins a reason that lies with the report and not with our reading: it gives no figure there."""
SHOWN = 12
"""So many cells at most are quoted where a rule looks at a whole table."""


@dataclass(frozen=True)
class Case:
    """A reading with what several rules ask of it; what they ask for twice is made once."""

    reading: Reading

    @property
    def scanned(self) -> bool:
        return self.reading.document.scanned

    @cached_property
    def known_as(self) -> str:
        """What tells the report from others, as JSON: issuer and year where both are known, else its text's hash."""
        facts = (self.reading.identity.issuer.value, self.reading.identity.year.value)
        if None not in facts:
            return ", ".join(json.dumps(str(fact)) for fact in facts)
        text = self.reading.document.text.encode("utf-8", "surrogatepass")
        return json.dumps(hashlib.sha256(text).hexdigest())

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """The cells by code; where a code stands twice, the first."""
        return {cell.key: cell for cell in reversed(self.reading.cells)}

    @cached_property
    def amounts(self) -> Mapping[str, Decimal]:
        """The figures that can be reckoned with, by code."""
        return {key: value for key, cell in self.cells.items() if (value := amount(cell)) is not None}

    @cached_property
    def written(self) -> Mapping[str, str]:
        """The figures that can be reckoned with, as they are written, by code."""
        return {key: plain(value) for key, value in self.amounts.items()}

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """The same figures as terms of a sum: what is negative stands in brackets."""
        return {key: f"({text})" if text.startswith("-") else text for key, text in self.written.items()}

    @cached_property
    def _firm(self) -> frozenset[str]:
        """Codes of the figures of which nothing is in doubt."""
        return frozenset(key for key in self.amounts if self.cells[key].confirmed is not False)

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The tables of which the report has at least one cell, each with its form."""
        seen = {cell.table for cell in self.cells.values() if cell.status != "missing"}
        found = self.reading.form.tables
        return {
            code: each for code, each in found.items()
            if code in seen and any(table.code == code for table in each.tables)
        }  # fmt: skip

    def keys(self, table: str) -> tuple[str, ...]:
        """The codes of what the form asks for in a table; empty where the report has no such table."""
        return keys_of(self.forms[table], table) if table in self.forms else ()

    @cached_property
    def prose(self) -> Prose:
        """The sentences and numbers of the prose, made ready for patterns."""
        return read_prose(self.reading)

    def cell(self, key: str) -> Cell:
        """The cell with this code; one with status `missing` where nothing was read."""
        return self.cells.get(key) or _missing(key)

    @cached_property
    def by_status(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By table and status the codes of the cells that the table's form has, in printed order."""
        found: dict[str, dict[str, list[str]]] = {table: {} for table in self.forms}
        for table, statuses in found.items():
            for key in self.keys(table):
                statuses.setdefault(self.cell(key).status, []).append(key)
        return found

    def total(self, keys: Collection[str]) -> Decimal | None:
        """The sum of the figures, None where one of them is lacking."""
        amounts = self.amounts
        known = [amounts[key] for key in keys if key in amounts]
        return sum(known, Decimal(0)) if len(known) == len(keys) else None

    def quote(self, key: str) -> str:
        """The cell's code, figure, raw text and place in one line, as `quote` writes it."""
        return self._quotes.get(key) or quote(self.cell(key))

    @cached_property
    def _quotes(self) -> Mapping[str, str]:
        return {key: _quote(key, cell, self.written.get(key)) for key, cell in self.cells.items()}

    def quotes(self, keys: Sequence[str], most: int = SHOWN) -> tuple[str, ...]:
        """The cells quoted, `most` of them at most, and how many more there are."""
        rest = len(keys) - most
        return tuple(map(self.quote, keys[:most])) + ((f"and {rest} more",) if rest > 0 else ())

    def doubts(self, keys: Collection[str]) -> tuple[str, ...]:
        """Why a sum of these cells may rest on our reading and not on the report; empty where nothing is in doubt."""
        if self._firm.issuperset(keys) and not self.scanned:
            return ()
        scan = ["doubt: the figures were recognised from a scan"] if self.scanned else []
        return (*scan, *(doubt for key in keys for doubt in _doubts(key, self.cell(key))))


def _missing(key: str) -> Cell:
    table, row, column = key.split("/")
    return Cell(table, row, column, None, "", "missing")


def _doubts(key: str, cell: Cell) -> Iterator[str]:
    if cell.confirmed is False:
        yield f"doubt: a second reading does not confirm {key}"
    if cell.status in ("empty", "mark"):
        yield f"{BLANK} {key} is {cell.status} in the report"
    elif amount(cell) is None:
        yield f"doubt: {key} is {'not usable' if cell.status == 'value' else cell.status}"


def amount(cell: Cell) -> Decimal | None:
    """The cell's figure, None unless it has one that can be reckoned with.

    >>> amount(Cell("requests", "new", "total", None, "件", "empty")) is None
    True
    """
    return cell.value if cell.status == "value" and sane(cell.value) else None


def quote(cell: Cell) -> str:
    """The cell's code, figure, raw text and place in one line.

    >>> from govtext.document import Place
    >>> quote(Cell("requests", "new", "total", Decimal(8), "件", "value", "8", Place(table=2, row=4)))
    'requests/new/total = 8, printed 「8」 (table 2, row 4)'
    """
    value = amount(cell)
    return _quote(cell.key, cell, None if value is None else plain(value))


def _quote(key: str, cell: Cell, written: str | None) -> str:
    shown = f"{key} = {written}" if written is not None else f"{key}: {cell.status}"
    place = str(cell.place)
    return shown + (f", printed 「{cell.raw}」" if cell.raw else "") + (f" ({place})" if place else "")


@lru_cache(maxsize=4096)  # most figures of a report are small, and each is written in several findings
def plain(value: Decimal) -> str:
    """A number without exponent and without zeros that say nothing.

    >>> plain(Decimal("2.50")), plain(Decimal("1E+3")), plain(Decimal("-0.0"))
    ('2.5', '1000', '0')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def name(key: str) -> str:
    """The Chinese label of a code, the code itself where no form has it.

    >>> name("requests/new/total")
    '本年新收申请·总计'
    """
    return _names().get(key, key)


@cache
def _names() -> Mapping[str, str]:
    """The label of every figure, from the newest form that has it."""
    figures = (figure for form in forms() for figure in form.figures())
    return {each.key: f"{each.row_label.zh}·{each.column_label.zh}" for each in figures}


@cache
def keys_of(form: Form, table: str) -> tuple[str, ...]:
    """The codes of a form's figures in a table, in printed order.

    >>> len(keys_of(newest(), "requests"))
    175
    """
    return tuple(figure.key for figure in form.figures(table))


def newest() -> Form:
    """The newest official form."""
    return forms()[-1]
