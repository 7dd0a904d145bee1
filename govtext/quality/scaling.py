"""Normalisation: indicators of many units on one scale of about 0 to 100, learnt from one group, applied to any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
OUT = 4.0
"""z-scores beyond this many deviations count as this many."""
_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Scale:
    """How each column is turned into points: `kind`, and what was learnt: centre and width, or sorted values."""

    kind: str
    centre: Floats
    width: Floats
    sorted: tuple[Floats, ...] = ()

    @property
    def silent(self) -> npt.NDArray[np.bool_]:
        """Columns without variation, which carry nothing."""
        return ~(self.width > _LEAST)

    def apply(self, values: Floats) -> Floats:
        """Points of each value; NaN stays NaN, and a silent column becomes NaN."""
        width = np.where(self.silent, np.nan, self.width)
        if self.kind == "rank":
            points = np.column_stack([_ranked(each, known) for each, known in zip(values.T, self.sorted, strict=True)])
            return np.where(self.silent, np.nan, points)
        share = (values - self.centre) / width
        return 100 * np.clip(share, 0, 1) if self.kind == "min_max" else 50 + 10 * np.clip(share, -OUT, OUT)

    @property
    def slope(self) -> Floats:
        """Points for one unit of the indicator; NaN where ranks have none, or the column is silent."""
        width = np.where(self.silent, np.nan, self.width)
        return (100 if self.kind == "min_max" else 10 if self.kind == "z" else np.nan) / width


def fit(values: Floats, kind: str) -> Scale:
    """Learn a scale from reports × indicators, all of them such that more is better; NaN is no value.

    min_max: 100 · (x − min) / (max − min); z: 50 + 10 · (x − mean) / deviation, cut at 4 deviations (McCall's T, 1922:
    positive, so that a geometric mean exists); rank: 100 · (rank − ½) / n, equal values sharing the mean rank. Nardo et
    al. (2008), step 5.

    >>> fit(np.array([[0.0], [1], [4]]), "min_max").apply(np.array([[0.0], [1], [4]])).ravel().tolist()
    [0.0, 25.0, 100.0]
    """
    known = [column[~np.isnan(column)] for column in values.T]
    low, high = (np.array([part(each) if len(each) else np.nan for each in known]) for part in (np.min, np.max))
    if kind != "z":
        return Scale(kind, low, high - low, tuple(map(np.sort, known)) if kind == "rank" else ())
    mean = np.array([each.mean() if len(each) else np.nan for each in known])
    # Equal numbers can have a tiny deviation by rounding: their range says that they are equal.
    spread = np.array([each.std(ddof=1) if len(each) > 1 else np.nan for each in known])
    return Scale(kind, mean, np.where(high - low > _LEAST, spread, 0.0))


def _ranked(values: Floats, known: Floats) -> Floats:
    """Mid-rank of each value among those known, as a share of 100."""
    if not len(known):
        return np.full(len(values), np.nan)
    middle = (np.searchsorted(known, values, "left") + np.searchsorted(known, values, "right")) / 2
    return np.where(np.isnan(values), np.nan, 100 * middle / len(known))
