"""Session 2, checking arithmetic: which sums fail, which cell is to blame, who erred, and what no sum can see."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pandas as pd

from govtext.report import Report
from govtext.teaching import judging
from govtext.teaching.answers import Answers

REVIEW_PARTS = ("upheld", "corrected", "other", "pending")
IN, OUT = ("new", "carried_in"), ("processed_total", "carried_out")
STATUSES = ("pass", "fail", "uncertain", "not_assessable")


def grid(report: Report, table: str) -> pd.DataFrame:
    """A table's figures, rows and columns by their codes, in the form's order; what is not read is missing."""
    cells = report.cells
    part = cells[cells["table"] == table]
    made = part.pivot(index="row", columns="column", values="value")
    return made.reindex(index=part["row"].drop_duplicates(), columns=part["column"].drop_duplicates())


class Arithmetic(Answers):
    """Checks of session 2 on `real` (two totals that fail), `simulated` (one planted error) with its `truth`
    (report, table, row, column, printed, true), and `damaged` (the same file, one figure made illegible)."""

    session: ClassVar[str] = "arithmetic"

    def __init__(self, real: Report, simulated: Report, truth: pd.DataFrame, damaged: Report) -> None:
        super().__init__()
        self.real, self.simulated, self.damaged = real, simulated, damaged
        self.wrong = truth[truth["printed"].astype(float) != truth["true"].astype(float)]

    def balance(self, answer: object) -> None:
        """Both sides of 第一项加第二项之和等于第三项加第四项之和 in `simulated`, column 总计: left and right."""
        total = grid(self.simulated, "requests")["total"]
        right = {"left": float(total[list(IN)].sum()), "right": float(total[list(OUT)].sum())}
        slips = {
            "no_carry": {"left": float(total["new"]), "right": float(total["processed_total"])},
            "no_carry_left": {**right, "left": float(total["new"])},
        }
        self.settle("balance", judging.numbers(answer, right, slips))

    def failing(self, answer: object) -> None:
        """Rows of table 4 of `real` whose parts do not add up to the total: their codes."""
        gaps = self._gaps()
        self.settle("failing", judging.chosen(answer, set(gaps[gaps != 0].index), list(gaps.index)))

    def gaps(self, answer: object) -> None:
        """The sum of the parts less the printed total, of each row that fails."""
        gaps = self._gaps()
        right = {row: float(gaps[row]) for row in gaps.index[gaps != 0].astype(str)}
        slips = {"sign": {row: -gap for row, gap in right.items()}}
        self.settle("gaps", judging.numbers(answer, right, slips))

    def who_erred(self, answer: object) -> None:
        """What the failing sum alone tells: a (the total is wrong), b (the parts are), c (not which)."""
        self.settle("who_erred", judging.choice(answer, "c", "abc"))

    def culprit(self, answer: object) -> None:
        """The one cell of `simulated` whose change mends both failing sums: `row/column` of table 3."""
        cell = self.wrong.iloc[0]
        slip = judging.UNANSWERED if judging.unanswered(answer) else "not_text"
        if isinstance(answer, str):
            row, _, column = answer.strip().removeprefix("requests/").partition("/")
            slip = judging.RIGHT if (row, column) == (cell["row"], cell["column"]) else self._blamed(row, column)
        self.settle("culprit", slip)

    def mended(self, answer: object) -> None:
        """The value that mends them."""
        cell = self.wrong.iloc[0]
        printed, true = float(cell["printed"]), float(cell["true"])
        self.settle("mended", judging.number(answer, true, {"printed": printed, "away": 2 * printed - true}))

    def prose_proves(self, answer: object) -> None:
        """Whether the prose of `simulated`, which gives the same figure, shows that the figure is right: yes or no."""
        self.settle("prose_proves", judging.choice(answer, "no", ("yes", "no")))

    def illegible(self, answer: object) -> None:
        """The status of the sum over the applicants of 本年新收 in `damaged`."""
        found = self.damaged.check()
        row = found[(found["rule"] == "requests.applicants") & (found["place"] == "requests/new/*")]
        self.settle("illegible", judging.choice(answer, str(row["status"].iloc[0]), STATUSES))

    def unseen(self, answer: object) -> None:
        """Table 3 of `real` as a grid, changed so that every sum that held still holds."""
        self.settle("unseen", judging.UNANSWERED if judging.unanswered(answer) else self._unseen(answer))

    def _gaps(self) -> pd.Series[float]:
        review = grid(self.real, "review")
        return review[list(REVIEW_PARTS)].sum(axis=1) - review["total"]

    def _blamed(self, row: str, column: str) -> str:
        requests = grid(self.simulated, "requests")
        if row not in requests.index or column not in requests.columns:
            return "no_cell"
        cell = self.wrong.iloc[0]
        return "one_sum" if row == cell["row"] or column == cell["column"] else "wrong"

    def _unseen(self, answer: object) -> str:
        was = grid(self.real, "requests")
        if not isinstance(answer, pd.DataFrame) or not _same_labels(answer, was):
            return "not_grid"
        try:
            now = answer.astype(float)
        except (TypeError, ValueError):
            return "not_grid"
        if now.isna().to_numpy().any() or (now < 0).to_numpy().any() or (now % 1 != 0).to_numpy().any():
            return "no_counts"
        if np.array_equal(now.to_numpy(), was.to_numpy(dtype=float)):
            return "same"
        sums = (_over_columns(now) == _over_columns(was), _over_rows(now) == _over_rows(was), _balanced(now))
        return next((slip for slip, held in zip(("columns", "rows", "balance"), sums, strict=True) if not held), "")


def _same_labels(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return list(one.index) == list(other.index) and list(one.columns) == list(other.columns)


def _over_columns(table: pd.DataFrame) -> list[float]:
    """In each row the applicants' sum less the total."""
    gaps = table.drop(columns="total").sum(axis=1) - table["total"]
    return list(gaps.to_numpy(dtype=float))


def _over_rows(table: pd.DataFrame) -> list[float]:
    """In each column the outcomes' sum less the total processed."""
    outcomes = table.drop(index=[*IN, *OUT]).to_numpy(dtype=float)
    return list(outcomes.sum(axis=0) - table.loc["processed_total"].to_numpy(dtype=float))


def _balanced(table: pd.DataFrame) -> bool:
    return bool((table.loc[list(IN)].sum() == table.loc[list(OUT)].sum()).all())
