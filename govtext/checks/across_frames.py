"""The checks across reports on frames: a corpus's tables in, a row a finding out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from govtext.checks.across import find_across, mark_editions
from govtext.checks.across_reports import Across, Reported, across_rules
from govtext.document import Place
from govtext.model import Cell

COLUMNS = (
    "report", "others", "rule", "family", "status", "place", "standing", "expression", "left", "right", "difference",
    "evidence", "verdict", "keys", "fingerprint",
)  # fmt: skip
"""The columns of findings across reports; others, evidence and keys are tuples of text."""
_CELLS = ("report", "key", "value", "unit", "status", "raw", "where", "confirmed")
_PLACE = re.compile(r"(page|line|paragraph|table|row|column) (\d+)")


def needed_keys() -> frozenset[str]:
    """The codes of all cells that the checks over years and of sums look at; editions look at every cell.

    >>> "requests/carried_out/total" in needed_keys()
    True
    """
    rules = across_rules().values()
    terms = {key for rule in rules for keys in rule.keys.values() for key in keys}
    return frozenset(terms | set(across_rules()["across.children"].each))


def across_frames(
    reports: pd.DataFrame,
    cells: pd.DataFrame,
    breaks: pd.DataFrame | None = None,
    children: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Every finding across the reports of two frames, a row each, columns `COLUMNS`.

    `reports`: report, issuer_id, year, and where known kind, doubtful, scope, edition_of, published; rows without
    issuer or year are left out. `cells`: report, key, value, unit, status, raw, where, confirmed; other
    codes than `needed_keys()` may be left out but for reports with several editions. `breaks`: issuer_id, year, reason.
    `children`: issuer to all issuers that its aggregate report adds up.
    """
    known = reports.dropna(subset=["issuer_id", "year"])
    rows = [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in known.to_dict("records")
    ]
    grouped = _grouped(cells[cells["report"].isin(known["report"])])
    made: Iterable[Reported] = [_reported(row, grouped.get(str(row["report"]), {})) for row in rows]
    if "edition_of" not in reports:
        made = mark_editions(made, {str(row["report"]): str(row.get("published") or "") for row in rows})
    told = [] if breaks is None else breaks.to_dict("records")
    broken = {(row["issuer_id"], int(row["year"])): str(row["reason"]) for row in told}
    return pd.DataFrame([_row(each) for each in find_across(made, broken, children or {})], columns=list(COLUMNS))


def _reported(row: Mapping[Any, Any], cells: Mapping[str, Cell]) -> Reported:
    return Reported(
        str(row["report"]), str(row["issuer_id"]), int(row["year"]), cells, scanned=row.get("kind") == "scan",
        doubtful=bool(row.get("doubtful")), scope=row.get("scope"), edition_of=row.get("edition_of"),
    )  # fmt: skip


def _grouped(frame: pd.DataFrame) -> dict[str, dict[str, Cell]]:
    """Report to code to cell; where a code stands twice, the first."""
    found: dict[str, dict[str, Cell]] = {}
    columns = [frame[name].tolist() if name in frame else [None] * len(frame) for name in _CELLS]
    for report, *rest in zip(*columns, strict=True):
        found.setdefault(report, {}).setdefault(rest[0], _cell(*rest))
    return found


def _cell(key: str, value: Any, unit: Any, status: Any, raw: Any, where: Any, confirmed: Any) -> Cell:
    table, row, column = key.split("/")
    number = _number(value) if status == "value" else None
    sure = None if confirmed is None or pd.isna(confirmed) else bool(confirmed)
    return Cell(table, row, column, number, _text(unit), status, _text(raw), place_of(_text(where)), sure)


def _number(value: Any) -> Decimal | None:
    """The figure as a Decimal: 8.0 is 8, and 0.1 is one tenth."""
    if isinstance(value, Decimal):
        return value
    if value is None or pd.isna(value):
        return None
    return Decimal(int(value)) if value == int(value) else Decimal(repr(float(value)))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def place_of(text: str) -> Place:
    """The place that a text tells, as `str` of a place writes it.

    >>> place_of("page 3, table 2, row 5") == Place(page=3, table=2, row=5)
    True
    """
    return Place(**{name: int(count) for name, count in _PLACE.findall(text)}) if text else Place()


def _row(each: Across) -> tuple[object, ...]:
    found = each.finding
    return (
        each.report, each.others, found.rule, found.family, found.status, found.place, found.standing,
        found.expression, found.left, found.right, found.difference, found.evidence, found.verdict, found.keys,
        found.fingerprint,
    )  # fmt: skip
