"""Which form the report uses, told by labels that only one form has; and a cell for every figure of that form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from govtext.document import Note, Place
from govtext.forms import Form, forms
from govtext.forms.labels import bare
from govtext.model import Cell, FormMatch
from govtext.parse.tables.rows import LabelledRow
from govtext.parse.tables.walk import STEP


@dataclass(frozen=True, slots=True)
class TableReading:
    """All that the tables of a document give."""

    cells: tuple[Cell, ...]
    form: FormMatch
    log: tuple[Note, ...]


def fill_forms(found: Mapping[str, Cell], headless: Mapping[str, LabelledRow]) -> TableReading:
    """Match the figures found to forms, and give every figure of those forms a cell, `missing` where none was found.

    `headless` rows (by table/row) were seen, but nothing tells their columns: their figures are `unreadable`.
    """
    found, doubled = _without_doubled(found)
    votes = _votes(found)
    overall = Counter({form.code: sum(vote[form.code] for vote in votes.values()) for form in forms()})
    kept, log = _without_groups(found, {table: _winner(vote, overall) for table, vote in votes.items()})
    votes = _votes(kept)
    used = {table: _winner(vote, overall) for table, vote in votes.items()}
    own = {form for vote in votes.values() for form in vote}
    name = "unknown" if not own else own.pop() if len(own) == 1 else "mixed"
    if name not in ("unknown", "mixed"):
        used = {table.code: used.get(table.code, _form(name)) for table in _form(name).tables}
    evidence = tuple(_evidence(votes))
    return TableReading(tuple(_cells(kept, headless, used)), FormMatch(name, used, evidence), (*doubled, *log))


def _form(code: str) -> Form:
    return next(form for form in forms() if form.code == code)


def _votes(found: Mapping[str, Cell]) -> dict[str, Counter[str]]:
    """For each table found, how many of its figures stand under labels that only this or that form has."""
    votes: dict[str, Counter[str]] = {cell.table: Counter() for cell in found.values()}
    for key, cell in found.items():
        if len(_owners()[key]) == 1:
            votes[cell.table][_owners()[key][0]] += 1
    return votes


@cache
def _owners() -> dict[str, tuple[str, ...]]:
    """The forms that have a figure, by its key."""
    owners: dict[str, tuple[str, ...]] = {}
    for form in forms():
        for figure in form.figures():
            owners[figure.key] = (*owners.get(figure.key, ()), form.code)
    return owners


def _winner(vote: Counter[str], overall: Counter[str]) -> Form:
    codes = [form.code for form in forms()]
    return _form(max(codes, key=lambda code: (vote[code], overall[code], codes.index(code))))


def _without_doubled(found: Mapping[str, Cell]) -> tuple[Mapping[str, Cell], tuple[Note, ...]]:
    """No figure that only one form has is read where a row of some table stands there in the columns of two forms."""
    own = {key: _owners()[key][0] for key in found if len(_owners()[key]) == 1}
    rows: dict[tuple[str, str], set[str]] = {}
    for key, form in own.items():
        rows.setdefault((found[key].table, found[key].row), set()).add(form)
    doubled = sorted({table for (table, _), used in rows.items() if len(used) > 1})
    if not doubled:
        return found, ()
    lost = {key: replace(found[key], value=None, status="unreadable") for key in own}
    message = f"{doubled[0]} stands there in two forms: two reports in one file, perhaps; what differs is not read"
    return {**found, **lost}, (Note(STEP, "loss", message, Place()),)


def _without_groups(found: Mapping[str, Cell], used: Mapping[str, Form]) -> tuple[dict[str, Cell], tuple[Note, ...]]:
    """Leave out a row of another form whose label is a mere group label in the form that the table uses."""
    dropped: dict[str, Place] = {}
    for table, form in used.items():
        seen = {cell.row for cell in found.values() if cell.table == table}
        members = _members(form.code, table)
        dropped |= {f"{table}/{row}/": Place() for row in seen if seen & members.get(row, set())}
    kept = {key: cell for key, cell in found.items() if not key.startswith(tuple(dropped))}
    message = "{} is a group label in the form of this table; figures beside it are left unread"
    return kept, tuple(Note(STEP, "loss", message.format(key), place) for key, place in dropped.items())


@cache
def _members(form: str, table: str) -> dict[str, set[str]]:
    """Rows of other forms whose label is a group label in this form's table, each with the group's rows."""
    own = [row for block in _form(form).table(table).blocks for row in block.rows]
    others = {
        row.code: bare(row.path[-1]) for each in forms() for block in each.table(table).blocks for row in block.rows
    }
    strangers = others.keys() - {row.code for row in own}
    return {code: {row.code for row in own if others[code] in map(bare, row.path[:-1])} for code in strangers}


def _evidence(votes: Mapping[str, Counter[str]]) -> Iterator[str]:
    for table, vote in votes.items():
        for form, count in vote.items():
            yield f"{table}: {count} figures under labels that only the form of {form} has"


def _cells(found: Mapping[str, Cell], headless: Mapping[str, LabelledRow], used: Mapping[str, Form]) -> Iterator[Cell]:
    """The cells of each table in printed order; figures that only another form has follow their table."""
    for table, form in used.items():
        keys = [figure.key for figure in form.figures(table)]
        group = _alternative_rows(found, table, form)
        for figure in form.figures(table):
            if figure.key in found:
                yield found[figure.key]
            elif f"{table}/{figure.row}" in headless:
                row = headless[f"{table}/{figure.row}"]
                raw = " | ".join(cell.text for cell in row.values)
                yield Cell(table, figure.row, figure.column, None, figure.unit, "unreadable", raw, row.label.place)
            elif figure.row not in group:
                yield Cell(table, figure.row, figure.column, None, figure.unit, "missing")
        yield from (cell for key, cell in found.items() if cell.table == table and key not in keys)


def _alternative_rows(found: Mapping[str, Cell], table: str, form: Form) -> set[str]:
    """Rows that the report gives as one row of another form instead, so that they are not missing."""
    seen = {cell.row for cell in found.values() if cell.table == table}
    own = {figure.row for figure in form.figures(table)}
    return {row for row in own for other in seen - own if row.startswith(f"{other}.")}
