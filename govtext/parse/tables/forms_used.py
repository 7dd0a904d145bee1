"""Which form the report uses, told by labels that only one form has; and a cell for every figure of that form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache

from govtext.document import Note, Place
from govtext.forms import Figure, Form, form, forms
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
    overall = Counter({each.code: sum(vote[each.code] for vote in votes.values()) for each in forms()})
    kept, log = _without_groups(found, {table: _winner(vote, overall) for table, vote in votes.items()})
    votes = _votes(kept) if log else votes
    used = {table: _winner(vote, overall) for table, vote in votes.items()}
    own = {code for vote in votes.values() for code in vote}
    name = "unknown" if not own else own.pop() if len(own) == 1 else "mixed"
    if name not in ("unknown", "mixed"):
        used = {table.code: used.get(table.code, form(name)) for table in form(name).tables}
    evidence = tuple(_evidence(votes))
    return TableReading(tuple(_cells(kept, headless, used)), FormMatch(name, used, evidence), (*doubled, *log))


def _votes(found: Mapping[str, Cell]) -> dict[str, Counter[str]]:
    """For each table found, how many of its figures stand under labels that only this or that form has."""
    own = _own_figures()
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for key, cell in found.items():
        vote = votes[cell.table]
        if key in own:
            vote[own[key]] += 1
    return dict(votes)


@cache
def _own_figures() -> dict[str, str]:
    """The form of every figure, by its key, that only one form has."""
    owners: dict[str, list[str]] = {}
    for each in forms():
        for figure in each.figures():
            owners.setdefault(figure.key, []).append(each.code)
    return {key: codes[0] for key, codes in owners.items() if len(codes) == 1}


def _winner(vote: Counter[str], overall: Counter[str]) -> Form:
    codes = [each.code for each in forms()]
    return form(max(codes, key=lambda code: (vote[code], overall[code], codes.index(code))))


def _without_doubled(found: Mapping[str, Cell]) -> tuple[Mapping[str, Cell], tuple[Note, ...]]:
    """No figure that only one form has is read where a row of some table stands there in the columns of two forms."""
    own = {key: code for key, code in _own_figures().items() if key in found}
    rows: dict[tuple[str, str], set[str]] = {}
    for key, code in own.items():
        rows.setdefault((found[key].table, found[key].row), set()).add(code)
    doubled = sorted({table for (table, _), used in rows.items() if len(used) > 1})
    if not doubled:
        return found, ()
    lost = {key: replace(found[key], value=None, status="unreadable") for key in own}
    message = f"{doubled[0]} stands there in two forms: two reports in one file, perhaps; what differs is not read"
    return {**found, **lost}, (Note(STEP, "loss", message, Place()),)


def _without_groups(found: Mapping[str, Cell], used: Mapping[str, Form]) -> tuple[dict[str, Cell], tuple[Note, ...]]:
    """Leave out a row of another form whose label is a mere group label in the form that the table uses."""
    dropped: dict[str, Place] = {}
    seen = _rows_seen(found)
    for table, each in used.items():
        members = _members(each.code, table)
        groups = sorted(row for row in seen[table] if seen[table] & members.get(row, set()))
        dropped |= {f"{table}/{row}/": Place() for row in groups}
    kept = {key: cell for key, cell in found.items() if not key.startswith(tuple(dropped))} if dropped else dict(found)
    message = "{} is a group label in the form of this table; figures beside it are left unread"
    return kept, tuple(Note(STEP, "loss", message.format(key), place) for key, place in dropped.items())


def _rows_seen(found: Mapping[str, Cell]) -> dict[str, set[str]]:
    """The rows found in each table."""
    seen: dict[str, set[str]] = {}
    for table, row in dict.fromkeys((cell.table, cell.row) for cell in found.values()):
        seen.setdefault(table, set()).add(row)
    return seen


@cache
def _members(code: str, table: str) -> dict[str, set[str]]:
    """Rows of other forms whose label is a group label in this form's table, each with the group's rows."""
    own = [row for block in form(code).table(table).blocks for row in block.rows]
    others = {
        row.code: bare(row.path[-1]) for each in forms() for block in each.table(table).blocks for row in block.rows
    }
    strangers = others.keys() - {row.code for row in own}
    return {code: {row.code for row in own if others[code] in map(bare, row.path[:-1])} for code in strangers}


def _evidence(votes: Mapping[str, Counter[str]]) -> Iterator[str]:
    for table, vote in votes.items():
        for code, count in vote.items():
            yield f"{table}: {count} figures under labels that only the form of {code} has"


def _cells(found: Mapping[str, Cell], headless: Mapping[str, LabelledRow], used: Mapping[str, Form]) -> Iterator[Cell]:
    """The cells of each table in printed order; figures that only another form has follow their table."""
    seen = _rows_seen(found)
    for table, each in used.items():
        figures = _figures(each, table)
        group = _alternative_rows(seen.get(table, set()), table, each)
        for key, figure in figures.items():
            if key in found:
                yield found[key]
            elif f"{table}/{figure.row}" in headless:
                row = headless[f"{table}/{figure.row}"]
                raw = " | ".join(cell.text for cell in row.values)
                yield Cell(table, figure.row, figure.column, None, figure.unit, "unreadable", raw, row.label.place)
            elif figure.row not in group:
                yield Cell(table, figure.row, figure.column, None, figure.unit, "missing")
        yield from (cell for key, cell in found.items() if cell.table == table and key not in figures)


@cache
def _figures(used: Form, table: str) -> dict[str, Figure]:
    """The figures of a form's table by their keys, in printed order."""
    return {figure.key: figure for figure in used.figures(table)}


def _alternative_rows(seen: Set[str], table: str, used: Form) -> set[str]:
    """Rows that the report gives as one row of another form instead, so that they are not missing."""
    own = {figure.row for figure in used.figures(table)}
    return {row for row in own for other in seen - own if row.startswith(f"{other}.")}
