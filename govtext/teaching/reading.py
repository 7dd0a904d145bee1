"""Session 1, reading a statutory report: forms, places, units, signs, blanks and what the prose says inexactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pandas as pd

from govtext.report import Report
from govtext.teaching import judging
from govtext.teaching.answers import Answers

FORMS = ("2019", "2021")
TEN_THOUSAND = 10_000
"""Yuan in a 万元."""


class Reading(Answers):
    """Checks of session 1 on three reports: `new` (form of 2021), `old` (form of 2019), `blank` (blanks, a table
    missing)."""

    session: ClassVar[str] = "reading"

    def __init__(self, new: Report, old: Report, blank: Report) -> None:
        super().__init__()
        self.new, self.old, self.blank = new, old, blank

    def forms(self, answer: object) -> None:
        """Which form each table of `new` follows: a dict of table code to "2019" or "2021"."""
        right = {name: form.code for name, form in self.new.form.tables.items()}
        self.settle("forms", _forms_slip(answer, right))

    def not_held(self, answer: object) -> None:
        """Requests of `new` that met 本机关不掌握相关政府信息, column 总计."""
        totals = _cells(self.new, "requests").query("column == 'total'").set_index("row")["value"]
        group = float(totals[totals.index.str.startswith("unavailable.")].sum())
        slips = {"group": group, "all": float(totals["processed_total"])}
        self.settle("not_held", judging.number(answer, float(totals["unavailable.not_held"]), slips))

    def place(self, answer: object) -> None:
        """Where that figure stands in the file, as `where` says it."""
        cells = _cells(self.new, "requests").query("row == 'unavailable.not_held' and column == 'total'")
        slip = judging.UNANSWERED if judging.unanswered(answer) else "not_text"
        if isinstance(answer, str):
            slip = judging.RIGHT if _plain(answer) == _plain(str(cells["where"].iloc[0])) else "wrong"
        self.settle("place", slip)

    def penalty_items(self, answer: object) -> None:
        """Kinds of penalty (行政处罚项目) of `old` this year: last year's and the change."""
        before = _figure(self.old, "proactive", "penalties", "items_last_year")
        change = _figure(self.old, "proactive", "penalties", "items_change")
        slips = {"sign": before - change, "last_year": before, "change": change, "change_unsigned": abs(change)}
        self.settle("penalty_items", judging.number(answer, before + change, slips))

    def procurement_yuan(self, answer: object) -> None:
        """Procurement of `old` in yuan (元)."""
        amount = _figure(self.old, "proactive", "procurement", "amount")
        slips = {"unit": amount, "factor": amount * 1000, "far": amount * TEN_THOUSAND**2}
        self.settle("procurement_yuan", judging.number(answer, amount * TEN_THOUSAND, slips, within=0.005))

    def blanks(self, answer: object) -> None:
        """Blank cells and printed zeros of table 3 (requests) of `blank`: a dict with empty and zero."""
        cells = _cells(self.blank, "requests")
        empty, zero = float((cells["status"] == "empty").sum()), float((cells["value"] == 0).sum())
        slips = {"swapped": {"empty": zero, "zero": empty}, "together": {"empty": empty, "zero": empty + zero}}
        self.settle("blanks", judging.numbers(answer, {"empty": empty, "zero": zero}, slips))

    def not_allowed(self, answer: object) -> None:
        """What must not be done with a blank total: a (write 0 as if printed), b (leave it), c (computed, marked)."""
        self.settle("not_allowed", judging.choice(answer, "a", "abc"))

    def lawsuits(self, answer: object) -> None:
        """How many lawsuits `blank` reports: a (none), b (not known), c (as many as last year)."""
        known = (_cells(self.blank, "review")["status"] == "value").any()
        self.settle("lawsuits", judging.choice(answer, "a" if known else "b", "abc"))

    def inexact(self, answer: object) -> None:
        """Numbers in the prose of `old` with an approximator (余, 约, 近) or a bound (以上, 超过)."""
        claims = self.old.claims.query("kind in ['quantity', 'percent']")
        about, bound = claims["approximation"].fillna("") != "", claims["bound"].fillna("") != ""
        slips = {"only_about": float(about.sum()), "only_bound": float(bound.sum()), "all": float(len(claims))}
        self.settle("inexact", judging.number(answer, float((about | bound).sum()), slips))


def _forms_slip(answer: object, right: Mapping[str, str]) -> str:
    if judging.unanswered(answer):
        return judging.UNANSWERED
    if not isinstance(answer, Mapping):
        return "not_dict"
    if set(answer) != set(right):
        return "keys"
    given = {name: str(each).strip() for name, each in answer.items()}
    if given == dict(right):
        return judging.RIGHT
    return "by_year" if set(given.values()) == {FORMS[-1]} else "wrong"


def _cells(report: Report, table: str) -> pd.DataFrame:
    cells = report.cells
    return cells[cells["table"] == table]


def _figure(report: Report, table: str, row: str, column: str) -> float:
    cells = _cells(report, table)
    found: Any = cells.loc[(cells["row"] == row) & (cells["column"] == column), "value"].iloc[0]
    return float(found)


def _plain(place: str) -> str:
    return "".join(place.replace("，", ",").casefold().split())
