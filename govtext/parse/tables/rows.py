"""One row of a grid: where its label ends, and which cells are right of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govtext.document import GridCell
from govtext.forms.labels import bare
from govtext.parse.tables.values import like_a_figure
from govtext.parse.tables.vocabulary import RowName, groups, row_name, total_row

_LONGEST_SERIAL = 2
_LEAST_COUNT = 5
"""Columns that must be numbered before the numbers are taken for no figures."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row with a known label: the label's cell, the name it matched, and the cells right of it."""

    label: GridCell
    name: RowName
    values: tuple[GridCell, ...]


def counts_columns(cells: Sequence[GridCell]) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3 and so on, perhaps behind 栏次."""
    texts = [cell.text for cell in cells if cell.text]
    numbers = texts[next((place for place, text in enumerate(texts) if text == "1"), len(texts)) :]
    return len(numbers) >= _LEAST_COUNT and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def labelled(cells: Sequence[GridCell]) -> LabelledRow | None:
    """The row's label and figures, or None where no cell before the figures names a row of a form."""
    found: tuple[int, RowName] | None = None
    for index, cell in enumerate(cells):
        name = row_name(cell.text) or (total_row(cell.text) if _figure_follows(cells[index + 1 :]) else None)
        if name is not None:
            found = index, name
        elif found is not None or (cell.text and not _before_label(cell.text) and not (index == 0 and _serial(cell))):
            break
    if found is None:
        return None
    index, name = found
    return LabelledRow(cells[index], name, tuple(cells[index + 1 :]))


def _figure_follows(cells: Sequence[GridCell]) -> bool:
    return bool(cells) and bool(cells[0].text) and like_a_figure(cells[0].text)


def _serial(cell: GridCell) -> bool:
    """Whether the cell may hold the row's serial number, which some tables have before the labels."""
    return len(cell.text) <= _LONGEST_SERIAL and cell.text.isdecimal()


def _before_label(text: str) -> bool:
    return bare(text) in groups() or not like_a_figure(text)
