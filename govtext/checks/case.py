"""A reading as the rules see it: cells by code, tables by form, and the reasons to doubt what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from govtext.checks.claims import sane
from govtext.checks.statements import Prose, read_prose
from govtext.forms import Figure, Form, Table, figure, form, forms
from govtext.model import Cell, Reading

BLANK = "blank:"
"""Begins a reason that lies with the report and not with our reading: it gives no figure there."""
SHOWN = 12
"""So many cells at most are quoted where a rule looks at a whole table."""


@dataclass(frozen=True)
class Case:
    """A reading with what several rules ask of it."""

    reading: Reading

    @property
    def scanned(self) -> bool:
        return self.reading.document.scanned

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """The cells by code; where a code stands twice, the first."""
        return {cell.key: cell for cell in reversed(self.reading.cells)}

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The tables of which the report has at least one cell, each with its form."""
        seen = {cell.table for cell in self.cells.values() if cell.status != "missing"}
        found = self.reading.form.tables
        return {
            code: each for code, each in found.items()
            if code in seen and any(table.code == code for table in each.tables)
        }  # fmt: skip

    def table(self, code: str) -> Table | None:
        """The table as its form prints it, None where the report has no such table."""
        return self.forms[code].table(code) if code in self.forms else None

    def figures(self, table: str) -> tuple[Figure, ...]:
        """What the form asks for in a table; empty where the report has no such table."""
        return self._figures.get(table, ())

    @cached_property
    def _figures(self) -> Mapping[str, tuple[Figure, ...]]:
        return {code: tuple(form.figures(code)) for code, form in self.forms.items()}

    @cached_property
    def prose(self) -> Prose:
        """The sentences and numbers of the prose, made ready for patterns."""
        return read_prose(self.reading)

    def cell(self, key: str) -> Cell:
        """The cell with this code; one with status `missing` where nothing was read."""
        table, row, column = key.split("/")
        return self.cells.get(key) or Cell(table, row, column, None, "", "missing")

    def table_cells(self, table: str) -> tuple[Cell, ...]:
        """Every cell that the form has in a table, in printed order."""
        return tuple(self.cell(each.key) for each in self.figures(table))

    def doubts(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Why a sum of these cells may rest on our reading and not on the report; empty where nothing is in doubt."""
        return tuple(_doubts(cells, self.scanned))


def _doubts(cells: Iterable[Cell], scanned: bool) -> Iterator[str]:
    if scanned:
        yield "doubt: the figures were recognised from a scan"
    for cell in cells:
        if cell.confirmed is False:
            yield f"doubt: a second reading does not confirm {cell.key}"
        if cell.status in ("empty", "mark"):
            yield f"{BLANK} {cell.key} is {cell.status} in the report"
        elif amount(cell) is None:
            yield f"doubt: {cell.key} is {'not usable' if cell.status == 'value' else cell.status}"


def amount(cell: Cell) -> Decimal | None:
    """The cell's figure, None unless it has one that can be reckoned with.

    >>> amount(Cell("requests", "new", "total", None, "件", "empty")) is None
    True
    """
    return cell.value if cell.status == "value" and sane(cell.value) else None


def total(cells: Iterable[Cell]) -> Decimal | None:
    """The sum of the figures, None where one of them is lacking."""
    values = [amount(cell) for cell in cells]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def quote(cell: Cell) -> str:
    """The cell's code, figure, raw text and place in one line.

    >>> from govtext.document import Place
    >>> quote(Cell("requests", "new", "total", Decimal(8), "件", "value", "8", Place(table=2, row=4)))
    'requests/new/total = 8, printed 「8」 (table 2, row 4)'
    """
    value = amount(cell)
    shown = f"{cell.key} = {plain(value)}" if value is not None else f"{cell.key}: {cell.status}"
    place = str(cell.place)
    return shown + (f", printed 「{cell.raw}」" if cell.raw else "") + (f" ({place})" if place else "")


def quotes(cells: Sequence[Cell], most: int = SHOWN) -> tuple[str, ...]:
    """The cells quoted, `most` of them at most, and how many more there are."""
    rest = len(cells) - most
    return tuple(quote(cell) for cell in cells[:most]) + ((f"and {rest} more",) if rest > 0 else ())


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
    if not any(each.key == key for other in forms() for each in other.figures()):
        return key
    found = figure(key)
    return f"{found.row_label.zh}·{found.column_label.zh}"


def newest() -> Form:
    """The newest official form."""
    return form(forms()[-1].code)
