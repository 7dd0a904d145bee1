"""A coding sheet read back: every code known, every item there, no text changed, or a line that says where."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from govtext.coding.codebook import Codebook
from govtext.coding.codes import COLUMNS, BadCoding, codes_in, require
from govtext.coding.sheet import CODE_COLUMNS, CODING, HEADER, MOST_ITEMS, fingerprint
from govtext.errors import UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers import read_bytes
from govtext.readers.package import Package

_NEEDED = ("item_id", "text", *CODE_COLUMNS, "note", "check")
_WIDEST = 60
_DAMAGE = (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, AttributeError, SyntaxError, EOFError)
"""What openpyxl raises for a workbook that is none."""


def read_sheet(
    path: str | PathLike[str],
    items: pd.DataFrame | None = None,
    *,
    codebook: Codebook | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> pd.DataFrame:
    """The coding of a sheet that `write_sheet` made: item_id, codes, note; items without a code are left out.

    `frame.attrs["uncoded"]` lists those. With `items`, the frame that was written, each of them must be there with its
    own text. Raises `UnreadableFile` for no workbook, `BoundExceeded` past the limits, `BadCoding` with row and
    column for an unknown code, a code twice, a gap between codes, a changed text, an id that is missing, strange or
    there twice.
    """
    book, source = codebook or Codebook.standard(), str(path)
    try:
        rows = list(_rows(Path(path), limits))
        made = [_coded(row, place, book) for place, row in rows]
        _check_ids([row for _, row in rows], items)
    except BadCoding as error:
        raise BadCoding(
            error.what, file=source, place=error.place, found=error.found, expected=error.expected
        ) from error
    frame = pd.DataFrame([each for each in made if each[1]], columns=list(COLUMNS))
    frame.attrs.update(source=source, uncoded=[each[0] for each in made if not each[1]])
    return frame


def _rows(path: Path, limits: Limits) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The number in the sheet and the cells by name of each row that has an id."""
    lines = _lines(path, limits)
    names = [str(name or "") for name in next(lines, ())]
    require(pd.DataFrame(columns=names), _NEEDED, "the sheet's first row")
    for number, line in enumerate(lines, start=2):
        if number <= HEADER or not any(cell is not None and str(cell).strip() for cell in line):
            continue
        if number > MOST_ITEMS + HEADER:
            raise BadCoding("too many rows", found=f"over {MOST_ITEMS:,}")
        cells = ("" if cell is None else str(cell) for cell in line)
        yield number, dict(zip(names, cells, strict=False))


def _lines(path: Path, limits: Limits) -> Iterator[tuple[Any, ...]]:
    import openpyxl  # type: ignore[import-untyped]

    data = read_bytes(path, limits)
    Package(data, str(path), limits)
    try:
        workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        if CODING not in workbook.sheetnames:
            found = ", ".join(workbook.sheetnames)
            raise BadCoding("no sheet of coding", found=found[:80], expected=CODING)
        yield from workbook[CODING].iter_rows(values_only=True, max_col=_WIDEST, max_row=MOST_ITEMS + HEADER + 1)
    except BadCoding:
        raise
    except _DAMAGE as error:
        raise UnreadableFile("no workbook that can be read", file=str(path), expected=".xlsx") from error


def _coded(row: Mapping[str, str], number: int, book: Codebook) -> tuple[str, str, str]:
    place = f"row {number}"
    if not row["item_id"].strip():
        raise BadCoding("an item has lost its id", place=place)
    if fingerprint(row["text"]) != row["check"]:
        raise BadCoding("an item's text was changed", place=f"{place}, {row['item_id']}")
    cells = [codes_in(row[name])[:1] for name in CODE_COLUMNS]
    if any(not before and after for before, after in pairwise(cells)):
        raise BadCoding("a code stands behind an empty column", place=place, expected="the strongest in code_1")
    codes = [code for cell in cells for code in cell]
    for name, cell in zip(CODE_COLUMNS, cells, strict=True):
        book.check(cell, f"{place}, {name}")
    if len(set(codes)) < len(codes):
        raise BadCoding("a code stands twice", place=place, found=" ".join(codes))
    return row["item_id"], " ".join(book.check(tuple(codes), place)), row["note"].strip()


def _check_ids(rows: list[Mapping[str, str]], items: pd.DataFrame | None) -> None:
    ids = [row["item_id"] for row in rows]
    if len(set(ids)) < len(ids):
        raise BadCoding("an id stands twice", found=next(each for each in ids if ids.count(each) > 1))
    if items is None:
        return
    require(items, ("item_id", "text"), "items")
    expected = dict(zip(items["item_id"].astype(str), items["text"], strict=True))
    if missing := [each for each in expected if each not in set(ids)]:
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise BadCoding("an item is missing from the sheet", found=f"{missing[0]}{more}")
    for row in rows:
        if row["item_id"] not in expected:
            raise BadCoding("an id that was not given out", found=row["item_id"])
        if fingerprint(expected[row["item_id"]]) != row["check"]:
            raise BadCoding("another text than the item's", place=row["item_id"])
