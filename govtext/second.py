"""The second reading: where a sum fails, is the report wrong, or did we read it wrongly?

Printed sums are an oracle. Where they all hold, the reading stands. Where one fails, the file is read once more by
another path: a ruled PDF by the careful reader, any other table by its labels and the order of its figures alone,
without the positions of cells. A figure that both readings give is the report's own; where they differ, it is in doubt.
In bare lines of text an empty cell leaves no trace and there is no second path: there, a failed sum is a doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from govtext.document import Document, Note, Paragraph, Place
from govtext.errors import GovTextError
from govtext.forms import Form
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.model import Cell, Reading
from govtext.parse import parse
from govtext.parse.tables import read_tables
from govtext.parse.tables.lines import recover_tables
from govtext.readers import read_document

STEP = "second reading"
Figures = Mapping[str, Decimal]
"""Figures read, by code."""


def read_confirmed(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Read and parse a file; where a sum fails, read it again and mark every figure `confirmed` or not.

    Raises a `GovTextError` where the file cannot be read.
    """
    reading = parse(read_document(path, limits=limits))
    failing = failing_keys(reading)
    if reading.document.scanned or not failing:
        return reading
    if reading.document.kind == "pdf":
        careful = _careful(path, limits)
        return _against(reading, careful, "the careful PDF path", doubtful=_known(reading.cells).keys())
    second = _figures(reading.document, bare=False)
    bare = _figures(reading.document, bare=True).keys()
    return _against(reading, second, "labels and the order of figures alone", doubtful=failing & bare)


def failing_keys(reading: Reading) -> set[str]:
    """The codes of all figures in sums of which every term was read and which do not come out."""
    values = _known(reading.cells)
    sums = (each for table, form in reading.form.tables.items() for each in _sums(form, table))
    return {key for left, right in sums if _fails(left, right, values) for key in (*left, *right)}


@cache
def _sums(form: Form, table: str) -> tuple[tuple[list[str], list[str]], ...]:
    """Both sides of every sum of the form's table, as codes of figures."""
    return tuple(_sums_of(form, table))


def _sums_of(form: Form, table: str) -> Iterator[tuple[list[str], list[str]]]:
    for identity in (each for each in form.identities if each.table == table):
        rows = identity.add == "rows"
        lines = dict.fromkeys(figure.column if rows else figure.row for figure in form.figures(table))
        for line in lines:
            key = f"{table}/{{}}/{line}" if rows else f"{table}/{line}/{{}}"
            yield [key.format(code) for code in identity.left], [key.format(code) for code in identity.right]


def _fails(left: Iterable[str], right: Iterable[str], values: Figures) -> bool:
    try:
        return sum(values[key] for key in left) != sum(values[key] for key in right)
    except KeyError:
        return False


def _known(cells: Iterable[Cell]) -> Figures:
    return {cell.key: cell.value for cell in cells if cell.value is not None}


def _careful(path: str | Path, limits: Limits) -> Figures:
    try:
        return _known(parse(read_document(path, limits=limits, careful=True)).cells)
    except GovTextError:
        return {}


def _figures(document: Document, *, bare: bool) -> Figures:
    """The figures of the bare grids as they are, or of all others from their bare lines: no spans, no positions."""
    grids = [grid for grid in document.grids if (grid.layout == "bare") == bare]
    if bare:
        return _known(read_tables(replace(document, blocks=tuple(grids))).cells)
    lines = (
        Paragraph(" ".join(cell.text for cell in row), grid.start, row[0].place)
        for grid in grids
        for row in grid.rows()
        if row
    )
    return _known(read_tables(recover_tables(replace(document, blocks=tuple(lines)))).cells)


def _against(reading: Reading, second: Figures, path: str, *, doubtful: Collection[str]) -> Reading:
    """The reading with every figure set against the second one; a doubtful figure that it lacks is not confirmed."""
    cells = tuple(_confirmed(cell, second, doubtful) for cell in reading.cells)
    differ = [cell.key for cell in cells if cell.confirmed is False]
    agree = sum(cell.confirmed is True for cell in cells)
    message = f"a sum fails, so the tables were read again by {path}: {agree} figures agree, {len(differ)} do not"
    note = Note(STEP, "doubt" if differ else "info", ", ".join([message, *differ[:10]]), Place())
    return replace(reading, cells=cells, log=(*reading.log, note))


def _confirmed(cell: Cell, second: Figures, doubtful: Collection[str]) -> Cell:
    if cell.value is None:
        return cell
    if cell.key in second:
        return replace(cell, confirmed=second[cell.key] == cell.value)
    return replace(cell, confirmed=False) if cell.key in doubtful else cell
