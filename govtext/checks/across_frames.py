"""The checks across reports on frames: a corpus's tables in, a row a finding out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govtext.checks.across import find_across, mark_editions
from govtext.checks.across_reports import Across, Reported, across_rules
from govtext.document import Place
from govtext.model import Cell

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "report", "others", "rule", "family", "status", "place", "standing", "expression", "left", "right", "difference",
    "evidence", "verdict", "keys", "fingerprint",
)  # fmt: skip
"""The columns of findings across reports; others, evidence and keys are tuples of text."""
CELLS = ("report", "key", "value", "unit", "status", "raw", "where", "confirmed")
"""The columns of cells that the checks look at."""
_PLACE = re.compile(r"(page|line|paragraph|table|row|column) (\d+)")


def needed_keys() -> frozenset[str]:
    """The codes of all cells that the checks over years and of sums look at; editions look at every cell.

    >>> "requests/carried_out/total" in needed_keys()
    True
    """
    rules = across_rules().values()
    terms = {key for rule in rules for keys in rule.keys.values() for key in keys}
    return frozenset(terms | set(added_keys()))


def added_keys() -> tuple[str, ...]:
    """The codes of the figures that an aggregate report adds up.

    >>> added_keys()[0]
    'requests/new/total'
    """
    return across_rules()["across.children"].each


def across_frames(
    reports: pd.DataFrame,
    cells: pd.DataFrame,
    breaks: pd.DataFrame | None = None,
    children: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Every finding across the reports of two frames, a row each, columns `COLUMNS`.

    `reports`: report, issuer_id, year, and where known kind, doubtful, scope, edition_of, contested, published; rows
    without issuer or year are left out. `cells`: report, key, value, unit, status, raw, where, confirmed; other
    codes than `needed_keys()` may be left out but for reports with several editions. `breaks`: issuer_id, year, reason.
    `children`: issuer to all issuers that its aggregate report adds up.
    """
    import pandas as pd

    known = reports.dropna(subset=["issuer_id", "year"])
    rows = [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in known.to_dict("records")
    ]
    mine = cells[cells["report"].isin(known["report"])].reindex(columns=list(CELLS)).astype(object)
    columns = [mine[name].where(mine[name].notna(), None).tolist() for name in CELLS]
    grouped = cells_of(columns)
    made: Iterable[Reported] = [reported(row, grouped.get(str(row["report"]), {})) for row in rows]
    if "edition_of" not in reports:
        made = mark_editions(made, {str(row["report"]): str(row.get("published") or "") for row in rows})
    told = [] if breaks is None else breaks.to_dict("records")
    broken = {(row["issuer_id"], int(row["year"])): str(row["reason"]) for row in told}
    return pd.DataFrame([_row(each) for each in find_across(made, broken, children or {})], columns=list(COLUMNS))


def reported(row: Mapping[Any, Any], cells: Mapping[str, Cell]) -> Reported:
    """A report of which a mapping tells report, issuer_id, year, and perhaps more (see `across_frames`)."""
    return Reported(
        str(row["report"]), str(row["issuer_id"]), int(row["year"]), cells, scanned=row.get("kind") == "scan",
        doubtful=bool(row.get("doubtful")), scope=row.get("scope"), edition_of=row.get("edition_of"),
        contested=row.get("contested") or "",
    )  # fmt: skip


def cells_of(columns: Sequence[Sequence[Any]]) -> dict[str, dict[str, Cell]]:
    """Report to code to cell, from the columns `CELLS` (None: no value); where a code stands twice, the first."""
    found: dict[str, dict[str, Cell]] = {}
    mine: dict[str, Cell] = {}
    last = None
    for report, key, *rest in zip(*columns, strict=True):
        if report != last:
            mine, last = found.setdefault(report, {}), report
        if key not in mine:
            mine[key] = _cell(key, *rest)
    return found


def _cell(key: str, value: Any, unit: Any, status: Any, raw: Any, where: Any, confirmed: Any) -> Cell:
    table, row, column = _parts(key)
    number = _number(value) if status == "value" else None
    sure = None if confirmed is None else bool(confirmed)
    return Cell(table, row, column, number, unit or "", status, raw or "", place_of(where or ""), sure)


@lru_cache(4096)
def _parts(key: str) -> Sequence[str]:
    return key.split("/")


def _number(value: Any) -> Decimal | None:
    """The figure as a Decimal: 8.0 is 8, and 0.1 is one tenth."""
    if value is None or isinstance(value, Decimal):
        return value
    whole = int(value)
    return _whole(whole) if value == whole else Decimal(repr(float(value)))


@lru_cache(4096)
def _whole(value: int) -> Decimal:
    return Decimal(value)


@lru_cache(1 << 16)
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
