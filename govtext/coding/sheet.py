"""The coding sheet: an Excel workbook with dropdowns, the codebook beside it, and everything but the codes locked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from govtext.coding.codebook import Codebook
from govtext.coding.codes import COLUMNS, BadCoding, codes_in, require
from govtext.coding.labels import say
from govtext.corpus.store import aside_of, put
from govtext.display.language import current
from govtext.display.safe import visible

CODING, CODEBOOK = "coding", "codebook"
CODE_COLUMNS = ("code_1", "code_2", "code_3")
HEADER = 2
"""Rows above the items: names, which are read, and labels."""
MOST_ITEMS = 50_000
LONGEST = 30_000
"""Characters of an item; a cell of Excel holds 32,767."""
AROUND = 400
"""Characters of context on either side of the item."""
_WIDTHS = {"item_id": 14, "kind": 8, "context": 60, "text": 50, "note": 30}
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False}
_ESCAPE = "_x005F"
"""By this Excel marks that what follows is meant literally; not every reader takes it away."""
_OPEN = (*CODE_COLUMNS, "note")


def write_sheet(
    items: pd.DataFrame,
    path: str | PathLike[str],
    *,
    coding: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
    show: Sequence[str] = (),
    language: str | None = None,
) -> Path:
    """Write a workbook for one coder: a row an item with its context, three dropdowns of codes, and a note.

    `items`: a frame with item_id and text, and where they are there kind and context (with start and end the item is
    marked 【】 in it); codes in it are not shown. `coding` (item_id, codes, note) is filled in, to be gone on with.
    `show`: further columns to be read, as `settling.SHOWN` for a sheet of disagreements; show no coder the codes of
    another, or of a machine. Only codes and notes can be changed (without a password; the text is checked when the
    sheet is read). The file is written aside and renamed.
    Raises `BadCoding` for an id that stands twice or is no name, an item that is too long, or too many.
    """
    book, language = codebook or Codebook.standard(), current(language)
    _check(items)
    path = Path(path)
    aside = aside_of(path)
    try:
        with closing(xlsxwriter.Workbook(str(aside), _PLAIN)) as workbook:
            _write(workbook, _with(items, coding), book, show, language)
        put(path, aside)
    finally:
        aside.unlink(missing_ok=True)
    return path


def _write(workbook: Any, items: pd.DataFrame, book: Codebook, show: Sequence[str], language: str) -> None:
    names = _columns(items, show)
    sheet = workbook.add_worksheet(CODING)
    _head(workbook, sheet, names, language)
    _fill(workbook, sheet, names, items, book, language)
    _choices(sheet, names, len(items), len(book.entries), language)
    _codebook(workbook, book, language)


def _with(items: pd.DataFrame, coding: pd.DataFrame | None) -> pd.DataFrame:
    """The items with the codes and notes of the coding, and no others."""
    bare = items.drop(columns=["codes", *_OPEN], errors="ignore")
    if coding is None:
        return bare
    require(coding, COLUMNS, "coding")
    given = coding.assign(item_id=coding["item_id"].astype(str)).set_index("item_id")
    ids = bare["item_id"].astype(str)
    return bare.assign(codes=ids.map(given["codes"]), note=ids.map(given["note"]))


def fingerprint(text: str) -> str:
    """16 hexadecimal digits of the text without its blanks, by which a changed text is known."""
    return hashlib.sha256("".join(visible(text).replace(_ESCAPE, "").split()).encode()).hexdigest()[:16]


def choice(code: str, label: str) -> str:
    """What the dropdown offers: the code and its label; read back, only the first word counts."""
    return f"{code} {label}"


def _check(items: pd.DataFrame) -> None:
    require(items, ("item_id", "text"), "items")
    if len(items) > MOST_ITEMS:
        raise BadCoding("too many items for a sheet", found=str(len(items)), expected=f"at most {MOST_ITEMS:,}")
    ids = items["item_id"].astype(str)
    if ids.duplicated().any():
        raise BadCoding("items: an id stands twice", found=ids[ids.duplicated()].iloc[0])
    for item, text in zip(ids, items["text"], strict=True):
        if item != visible(item).strip() or not item:
            raise BadCoding("no name for an item", found=repr(item)[:60])
        if not isinstance(text, str) or not text or len(text) > LONGEST:
            raise BadCoding("no text for a cell", place=item, expected=f"1 to {LONGEST:,} characters")


def _columns(items: pd.DataFrame, show: Sequence[str]) -> list[str]:
    require(items, show, "items")
    there = [name for name in ("kind", "context") if name in items.columns]
    return ["item_id", *there, "text", *show, *_OPEN, "check"]


def _head(workbook: Any, sheet: Any, names: Sequence[str], language: str) -> None:
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    quiet = workbook.add_format({"italic": True, "text_wrap": True, "valign": "top"})
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
        sheet.write_string(1, column, say(name, language), quiet)
        width = 24 if name in CODE_COLUMNS else _WIDTHS.get(name, 16)
        sheet.set_column(column, column, width, None, {"hidden": name == "check"})
    sheet.freeze_panes(HEADER, 1)
    allowed = {"format_columns": True, "format_rows": True, "format_cells": True, "autofilter": True}
    sheet.protect("", allowed)


def _fill(workbook: Any, sheet: Any, names: Sequence[str], items: pd.DataFrame, book: Codebook, language: str) -> None:
    locked = workbook.add_format({"text_wrap": True, "valign": "top"})
    free = workbook.add_format({"text_wrap": True, "valign": "top", "locked": False, "bg_color": "#FFF9DB"})
    labels = {entry.code: choice(entry.code, getattr(entry, language)) for entry in book.entries}
    for number, row in enumerate(items.to_dict("records"), start=HEADER):
        values = dict(_values(row, book, labels, language))
        for column, name in enumerate(names):
            form = free if name in _OPEN else locked
            value = values.get(name, "")
            if value:
                sheet.write_string(number, column, value, form)
            else:
                sheet.write_blank(number, column, None, form)


def _values(
    row: Mapping[Any, Any], book: Codebook, labels: Mapping[str, str], language: str
) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        yield str(name), "" if value is None or value != value else visible(value)[:LONGEST]
    if "kind" in row:
        yield "kind", say(str(row["kind"]), language)
    if "context" in row:
        yield "context", marked(row)
    given = book.check(codes_in(row.get("codes")), str(row["item_id"]))
    yield from ((name, labels[code]) for name, code in zip(CODE_COLUMNS, given, strict=False))
    yield "check", fingerprint(row["text"])


def marked(row: Mapping[Any, Any]) -> str:
    """The context around the item, the item in 【】 where its offsets are right."""
    before, item, after = parted(row)
    start, end = f"…{before[-AROUND:]}" if len(before) > AROUND else before, after[:AROUND]
    rest = "…" if len(after) > AROUND else ""
    return visible(f"{start}【{item}】{end}{rest}" if item else before)[:LONGEST]


def parted(row: Mapping[Any, Any]) -> tuple[str, str, str]:
    """The context before the item, the item, the context behind it; the whole in the first part where it is not
    there."""
    context, text = str(row.get("context") or ""), str(row["text"])
    start = row.get("start")
    if start is None or start != start or context[int(start) : int(start) + len(text)] != text:
        start = context.find(text)
    if start < 0:
        return context, "", ""
    return context[: int(start)], text, context[int(start) + len(text) :]


def _choices(sheet: Any, names: Sequence[str], rows: int, entries: int, language: str) -> None:
    if not rows:
        return
    first, last = names.index(CODE_COLUMNS[0]), names.index(CODE_COLUMNS[-1])
    sheet.data_validation(
        HEADER, first, HEADER + rows - 1, last,
        {
            "validate": "list", "source": f"={CODEBOOK}!$A${HEADER + 1}:$A${HEADER + entries}",
            "input_title": say("choose_title", language), "input_message": say("choose", language),
            "error_title": say("choose_title", language), "error_message": say("wrong", language),
        },
    )  # fmt: skip


def _codebook(workbook: Any, book: Codebook, language: str) -> None:
    sheet = workbook.add_worksheet(CODEBOOK)
    bold = workbook.add_format({"bold": True})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate((("choice", 45), ("definition", 70), ("example", 60))):
        sheet.write_string(0, column, name, bold)
        sheet.write_string(1, column, say(name, language), wrap)
        sheet.set_column(column, column, width)
    for row, entry in enumerate(book.entries, start=HEADER):
        values = (choice(entry.code, getattr(entry, language)), getattr(entry, f"definition_{language}"), entry.example)
        for column, value in enumerate(values):
            sheet.write_string(row, column, value, wrap)
    sheet.freeze_panes(HEADER, 1)
    sheet.protect()
