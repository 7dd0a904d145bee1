"""The index of many reports under one set of choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govtext.display.language import current
from govtext.errors import GovTextError, UnknownCode
from govtext.quality.choices import Choices
from govtext.quality.combining import FLOOR, Made, combine, distances, names_of_sides
from govtext.quality.declared import words
from govtext.quality.measured import Indicators

if TYPE_CHECKING:
    from govtext.quality.scaling import Floats

LEAST = 3
"""Reports below which there is no index: its scale is made of the reports themselves."""


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """`scores`: 0 to 100, NaN with the reason in `reasons`; `sides`: points of each dimension; `points`: of each
    indicator; `weights` of the indicators and `side_weights` of the dimensions, each together 1.

    An index has no ranks: those come with their intervals from `robust`.
    """

    indicators: Indicators
    choices: Choices
    made: Made = field(repr=False)

    @property
    def scores(self) -> pd.Series[float]:
        return pd.Series(self.made.scores, self.indicators.values.index, name="score")

    @property
    def reasons(self) -> pd.Series[Any]:
        """Why a report has no score; blank where it has one."""
        told = np.where(np.isnan(self.made.scores), "below_coverage", "")
        return pd.Series(told, self.indicators.values.index, name="reason")

    @property
    def sides(self) -> pd.DataFrame:
        columns = names_of_sides(self.indicators.names)
        return pd.DataFrame(self.made.sides, self.indicators.values.index, columns)

    @property
    def points(self) -> pd.DataFrame:
        return pd.DataFrame(self.made.points, self.indicators.values.index, self.indicators.names)

    @property
    def weights(self) -> pd.Series[float]:
        return pd.Series(self.made.weights, self.indicators.names, name="weight")

    @property
    def side_weights(self) -> pd.Series[float]:
        return pd.Series(self.made.side_weights, names_of_sides(self.indicators.names), name="weight")

    @property
    def silent(self) -> tuple[str, ...]:
        """Indicators that are the same for all reports, or known of none: they carry nothing."""
        quiet = zip(self.indicators.names, self.made.scale.silent, strict=True)
        return tuple(name for name, each in quiet if each)

    def parts(self) -> pd.DataFrame:
        """What each dimension gives to each score, reports × dimensions: the rows add up to the scores.

        linear: W_d D_d / Σ W; geometric: the score by shares of W_d ln D_d; topsis: by shares of the squared distance
        from the worst. Only in the linear index is a part what would be lost without the dimension's points.
        """
        sides, scores = self.made.sides, self.made.scores
        there = ~np.isnan(sides) * self.made.side_weights
        if self.choices.aggregate == "linear":
            shares = there * np.nan_to_num(sides)
        elif self.choices.aggregate == "geometric":
            shares = there * np.log(np.maximum(np.nan_to_num(sides), FLOOR))
        else:
            shares = distances(sides, self.made.side_weights, sides[self.made.assessed])[1]
        return pd.DataFrame(_divided(shares, scores, there), self.sides.index, self.sides.columns)

    def __repr__(self) -> str:
        n, scores = int(self.scores.notna().sum()), self.scores.dropna()
        told = f"median {scores.median():.1f}, {scores.min():.1f} to {scores.max():.1f}" if n else "no scores"
        return f"<Index of {n} reports: {told}; {self.choices.told()}>"

    def _repr_html_(self) -> str:
        columns = [words("weights")["label"][current()]]
        return self.side_weights.round(3).to_frame(columns[0]).to_html(notebook=True)


def index(indicators: Indicators, choices: Choices | None = None) -> Index:
    """The index of these reports, normalised and weighted among themselves.

    Raises `GovTextError` for fewer than three reports, or where nothing varies between them.
    """
    if len(indicators) < LEAST:
        raise GovTextError("too few reports for an index", found=str(len(indicators)), expected=f"{LEAST} or more")
    given = choices or Choices()
    return Index(indicators, given, combine(indicators.names, matrix(indicators), given))


def matrix(indicators: Indicators) -> Floats:
    """The values as numbers."""
    return indicators.values.to_numpy(float, na_value=np.nan)


def known(indicators: Indicators, report: str) -> int:
    """The row of a report; raises `UnknownCode` where it is not there."""
    ids = indicators.values.index.tolist()
    if report not in ids:
        raise UnknownCode(f"no report {report!r} here", expected="an id of the index")
    return ids.index(report)


def _divided(shares: Floats, scores: Floats, there: Floats) -> Floats:
    """Scores by shares; by weights where all shares are 0."""
    shares = np.where(shares.sum(axis=1, keepdims=True) > 0, shares, there)
    total = shares.sum(axis=1, keepdims=True)
    share = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)
    return np.asarray(share * scores[:, None])
