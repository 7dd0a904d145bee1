"""One report's score taken apart: dimension, indicator, and the sentence, cell or finding behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govtext.display.language import current
from govtext.errors import GovTextError
from govtext.forms import Label
from govtext.quality.declared import catalogue, dimensions, said
from govtext.quality.evidence import Piece, pieces
from govtext.quality.indexing import known

if TYPE_CHECKING:
    from govtext.quality.indexing import Index
    from govtext.quality.scaling import Floats

EVIDENCE = ("indicator", "part", "points", "lost", "place", "mark", "text")
_HEADS = {
    "dimension": Label("维度", "dimension"), "indicator": Label("指标", "indicator"), "value": Label("数值", "value"),
    "median": Label("中位数", "median"), "points": Label("得分（0–100）", "points (0 to 100)"),
    "part": Label("计入总分", "part of the score"), "reason": Label("无值原因", "why no value"),
    "score": Label("总分", "score"),
}  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Explanation:
    """`table`: one row an indicator: dimension, value, median (of all reports), points, weight, part (of the score),
    reason; the parts add up to the score. `evidence`: one row a piece: indicator, part (of the indicator's value; the
    pieces add up to it), points and lost (of the score, see `explain`), place, mark, text."""

    report: str
    score: float
    about: dict[str, Any]
    table: pd.DataFrame
    evidence: pd.DataFrame = field(repr=False)

    def of(self, indicator: str) -> pd.DataFrame:
        """The evidence of one indicator."""
        own = self.evidence[self.evidence["indicator"] == indicator]
        return own.drop(columns="indicator").reset_index(drop=True)

    def __repr__(self) -> str:
        return f"{self._title('en')}\n{self._shown('en').to_string()}"

    def _repr_html_(self) -> str:
        from html import escape

        language = current()
        return f"<p>{escape(self._title(language))}</p>{self._shown(language).to_html(notebook=True)}"

    def _title(self, language: str) -> str:
        who = " ".join(str(self.about[name]) for name in ("issuer_name", "year") if name in self.about)
        return f"{self.report} {who} {_HEADS['score'][language]} {self.score:.1f}"

    def _shown(self, language: str) -> pd.DataFrame:
        frame = self.table
        shown: dict[str, Any] = {
            "dimension": [dimensions()[each].label[language] for each in frame["dimension"]],
            "indicator": [catalogue()[str(each)].label[language] for each in frame.index],
            "value": frame["value"].round(3), "median": frame["median"].round(3), "points": frame["points"].round(1),
            "part": frame["part"].round(2),
            "reason": [said(each, language) if each else "" for each in frame["reason"]],
        }  # fmt: skip
        made = pd.DataFrame({_HEADS[name][language]: list(column) for name, column in shown.items()})
        return made.set_index([_HEADS["dimension"][language], _HEADS["indicator"][language]])


def explain(index: Index, report: str) -> Explanation:
    """Which sentence, cell and finding gave which points to one report.

    A piece's points: what its part of the value changes in the score while the scale and all else stay the same:
    direction · part · slope of the scale · weight in the score; `lost`: what it keeps from the score, by failing or by
    counting against it, likewise. They exist for the linear index on min-max or z; with
    ranks, geometric or TOPSIS they are NaN. Raises `UnknownCode` for a report that is not there and `GovTextError` for
    an index that was not made of a corpus's reports (means of issuers, say).
    """
    row = known(index.indicators, report)
    table = _table(index, row)
    source = index.indicators.source
    if source is None:
        raise GovTextError("no reports behind these values", expected="an index of `indicators(corpus)`")
    rows = []
    for name, slope in zip(table.index, _slopes(index, row), strict=True):
        found = pieces(source, catalogue()[str(name)], report) if pd.notna(table.loc[name, "value"]) else []
        rows += [(name, each.part, slope * each.part, _lost(each, slope), each.place, each.mark, each.text)
                 for each in found]  # fmt: skip
    about = {str(name): value for name, value in index.indicators.about.iloc[row].items()}
    score = float(index.made.scores[row])
    return Explanation(report, score, about, table, pd.DataFrame(rows, columns=list(EVIDENCE)))


def _lost(piece: Piece, slope: float) -> float:
    """What a piece keeps from the score: its own points where they count against it, else what it failed to give."""
    if slope < 0:
        return -slope * piece.part
    return slope * (0.0 if piece.most is None else piece.most - piece.part)


def _table(index: Index, row: int) -> pd.DataFrame:
    values = index.indicators.values
    frame = pd.DataFrame(index=values.columns)
    owner = [catalogue()[str(name)].dimension for name in values]
    frame["dimension"] = owner
    frame["value"], frame["median"] = values.iloc[row], values.median()
    frame["points"], frame["weight"] = index.made.points[row], index.made.weights
    given = frame["points"].notna() * frame["weight"]
    gained = frame["points"].fillna(0) * given
    of_side = index.parts().iloc[row]
    total = gained.groupby(owner).transform("sum")
    share = (gained / total).where(total > 0, given / given.groupby(owner).transform("sum"))
    frame["part"] = share.fillna(0.0) * [of_side[side] for side in owner]
    frame["reason"] = index.indicators.reasons.iloc[row]
    return frame


def _slopes(index: Index, row: int) -> Floats:
    """Points of the score for one unit of each indicator; NaN where there is no such number."""
    names = index.indicators.names
    if index.choices.aggregate != "linear":
        return np.full(len(names), np.nan)
    owner = pd.Series([catalogue()[name].dimension for name in names])
    given = pd.Series(~np.isnan(index.made.points[row]) * index.made.weights)
    sides = pd.Series(index.made.side_weights, index.sides.columns)
    there = sides[index.sides.iloc[row].notna().to_numpy()]
    share = owner.map(there / there.sum()).fillna(0.0) * given / given.groupby(owner).transform("sum")
    turn = np.array([1.0 if catalogue()[name].direction == "up" else -1.0 for name in names])
    return np.asarray(share.fillna(0.0).to_numpy() * index.made.scale.slope * turn)
