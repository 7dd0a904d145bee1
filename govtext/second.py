"""The second reading: where a sum fails, is the report wrong, or did we read it wrongly?

Printed sums are an oracle. Where they all hold, the reading stands. Where one fails, the file is read once more by
another path: a ruled PDF by the careful reader, any other file by its labels and the order of its figures alone,
without the positions of cells. A figure that both readings give is the report's own; where they differ, it is in doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from govtext.checks.case import Case
from govtext.checks.sums import sums
from govtext.document import Document, Note, Paragraph, Place
from govtext.errors import GovTextError
from govtext.forms import forms
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.model import Cell, Reading
from govtext.parse import parse
from govtext.parse.tables import read_tables
from govtext.parse.tables.lines import recover_tables
from govtext.readers import read_document

STEP = "second reading"


def read_confirmed(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Read and parse a file; where a sum fails, read it again and mark every figure `confirmed` or not.

    Raises a `GovTextError` where the file cannot be read.
    """
    document = read_document(path, limits=limits)
    reading = parse(document)
    if document.scanned or sums_hold(reading):
        return reading
    if document.kind == "pdf":
        return _against(reading, _careful(path, limits), "the careful PDF path", strict=True)
    return _against(reading, _by_order(reading.document), "labels and the order of figures alone", strict=False)


def sums_hold(reading: Reading) -> bool:
    """Whether every sum of which all terms were read comes out."""
    rules = dict.fromkeys(identity.rule for form in forms() for identity in form.identities)
    outcomes = (outcome for rule in rules for outcome in sums(Case(reading), rule))
    return all(outcome.left == outcome.right for outcome in outcomes if None not in (outcome.left, outcome.right))


def _careful(path: str | Path, limits: Limits) -> Mapping[str, Cell]:
    try:
        cells = parse(read_document(path, limits=limits, careful=True)).cells
    except GovTextError:
        return {}
    return {cell.key: cell for cell in cells}


def _by_order(document: Document) -> Mapping[str, Cell]:
    """The figures read from the bare lines of the tables: no spans, no positions.

    A packed grid was read like that the first time, so there is no second way to read it.
    """
    blocks = tuple(
        Paragraph(" ".join(cell.text for cell in row), grid.start, row[0].place)
        for grid in document.grids
        if grid.layout != "packed"
        for row in grid.rows()
        if row
    )
    tables = read_tables(recover_tables(replace(document, blocks=blocks)))
    return {cell.key: cell for cell in tables.cells}


def _against(reading: Reading, second: Mapping[str, Cell], path: str, *, strict: bool) -> Reading:
    """The reading with every figure set against the second one; `strict`: what the second lacks counts as doubt."""
    cells = tuple(_confirmed(cell, second.get(cell.key), strict) for cell in reading.cells)
    differ = [cell.key for cell in cells if cell.confirmed is False]
    agree = sum(cell.confirmed is True for cell in cells)
    message = f"a sum fails, so the tables were read again by {path}: {agree} figures agree, {len(differ)} do not"
    note = Note(STEP, "doubt" if differ else "info", ", ".join([message, *differ[:10]]), Place())
    return replace(reading, cells=cells, log=(*reading.log, note))


def _confirmed(cell: Cell, second: Cell | None, strict: bool) -> Cell:
    if cell.status != "value":
        return cell
    if second is None or second.status != "value":
        return replace(cell, confirmed=False) if strict else cell
    return replace(cell, confirmed=second.value == cell.value)
